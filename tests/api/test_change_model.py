"""Every interleaving of a change with what others do, with failures and with stops."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from tests.support.changing import DTMF, SECONDS, TAGS, Run, leaves
from tests.support.fake_account import OFFICE, READ_WAYS, WAYS, ReadWay, Way
from tui_app.api.progress import Sending
from tui_app.settings.problem import Answer, Path
from tui_app.text.document import Json

OTHERS: list[Mapping[str, Json]] = [
    {"dtmf_type": "Inband"},
    {"tags": ["theirs"]},
    {"inbound": {"timeout_2xx_secs": 70}},
    {"inbound": {"timeout_2xx_secs": 60}},
    {"connection_name": "renamed"},
    {},
]
"""What others do; {}: they delete it."""
WANTED: list[dict[Path, Answer]] = [
    {SECONDS: 60},
    {SECONDS: 60, TAGS: ["mine"]},
    {DTMF: "SIP INFO", TAGS: ["mine"]},
]


@given(
    st.sampled_from(WANTED),
    # Only a deletion can be the reason for that answer.
    st.lists(st.sampled_from([way for way in WAYS if way != "done then gone"]), max_size=3),
    st.lists(st.sampled_from(READ_WAYS), max_size=4),
    st.dictionaries(
        st.tuples(st.sampled_from(["get", "patch"]), st.integers(1, 5)),
        st.sampled_from(OTHERS),
        max_size=3,
    ),
    st.booleans(),
    st.dictionaries(
        st.tuples(st.sampled_from(["get", "patch"]), st.integers(1, 5)),
        st.integers(1, 2),
        max_size=3,
    ),
)
def test_no_interleaving_overwrites_unseen_or_tells_an_untruth(
    wanted: dict[Path, Answer],
    ways: list[Way],
    reads: list[ReadWay],
    others: dict[tuple[str, int], Mapping[str, Json]],
    mine: bool,
    stops: dict[tuple[str, int], int],
) -> None:
    run = Run(wanted, *ways, reads=tuple(reads), mine=mine)
    overwritten: list[tuple[int, Path, Json]] = []
    """What a request would overwrite: which request, the setting, and the value of others."""

    def meanwhile(step: str, number: int) -> None:
        if step == "patch":
            read = leaves(run.api.read)
            overwritten.extend(
                (number - 1, path, read[path])
                for path in wanted
                if read[path] != leaves(OFFICE)[path]
            )
        if (step, number) in others and run.api.document is not None:
            changes = others[step, number]
            if changes:
                run.api.merge(changes)
            else:
                run.api.document = None
        for _ in range(stops.get((step, number), 0)):
            run.work.cancel()

    run.api.on_step = meanwhile
    outcome = run()
    for request, path, theirs in overwritten:
        if path in leaves(run.api.sent[request]):
            assert mine
            assert (path, theirs) in run.decided
    requests = sum(isinstance(event, Sending) for event in run.events)
    assert requests == outcome.attempts == len(run.api.sent)
    assert len(run.api.done) <= 1
    if outcome.kind == "updated":
        # Somebody else may have set the same: then it is told that the connection holds it.
        assert run.api.done or _was_seen(run, run.api.sent[-1])
    if outcome.kind in ("unchanged", "rejected", "not_updated"):
        assert not run.api.done
    used = [*ways, *("done",) * len(run.api.sent)][: len(run.api.sent)]
    if set(used) - {"never sent"}:
        assert "Nothing was sent" not in outcome.words
    # The journal knows what the last request sent.
    unfinished = [intent.body for intent in run.journal.unfinished()]
    assert unfinished == ([run.api.sent[-1]] if outcome.kind == "unknown" else [])


def _was_seen(run: Run, sent: Mapping[str, Json]) -> bool:
    """Whether the last look showed all that was sent."""
    read = leaves(run.api.read)
    return all(read[path] == value for path, value in leaves(sent).items())
