""" "Every value" sends no default that nobody knows, and says which it leaves out, and why."""

from tests.support.linear import run
from tui_app.core.draft import Draft
from tui_app.core.messages import left_out_of_every, sent_words
from tui_app.settings.problem import Answer, Path
from tui_app.settings.request import REQUEST
from tui_app.tui.widgets.answer_list import review_lines

LEAST: dict[Path, Answer] = {
    ("connection_name",): "office",
    ("user_name",): "office12",
    ("password",): "Qx7Fz2Lm9Rt4Vb8",
}
TIMEOUT = ("webhook_timeout_secs",)
COMFORT_NOISE = ("default_on_hold_comfort_noise_enabled",)
WORDS = "Left out, default unknown: Comfort noise on hold (docs disagree), Timeout (undocumented)."


def every(**answers: int) -> Draft:
    draft = Draft(form="every")
    draft.restore({**LEAST, **{(name,): each for name, each in answers.items()}})
    return draft


def test_a_default_that_nobody_knows_is_not_sent() -> None:
    sent = every().chosen()
    assert TIMEOUT not in sent
    assert COMFORT_NOISE not in sent
    assert sent[("dtmf_type",)] == "RFC 2833"
    assert [s.path for s in REQUEST.unknown_defaults({})] == [COMFORT_NOISE, TIMEOUT]


def test_what_was_answered_is_sent_all_the_same() -> None:
    draft = every(webhook_timeout_secs=25)
    assert draft.chosen()[TIMEOUT] == 25
    assert "Timeout" not in left_out_of_every(draft)


def test_the_review_the_confirmation_and_the_lines_say_what_is_left_out_and_why() -> None:
    draft = every()
    assert sent_words(draft) == f"Every value is sent, API defaults too. {WORDS}"
    lines = [line.text.strip() for line in review_lines(draft)]
    assert lines[0] == WORDS
    assert any(
        line.startswith("Timeout") and "not sent (default: undocumented)" in line for line in lines
    )
    assert WORDS in run("/form", "/quit", draft=Draft()).text
    draft.form = "set"
    assert sent_words(draft) == "Only what you set is sent."
    assert WORDS not in [line.text.strip() for line in review_lines(draft)]
