"""Change one setting on several connections: one review of all differences, one outcome each."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tui_app.core.draft import Draft
from tui_app.core.edit_messages import (
    NOTHING_CHANGED,
    changes_counted,
    difference,
    several_outcome,
    several_question,
)
from tui_app.core.messages import choices, sentence
from tui_app.core.original import Original, reset_value
from tui_app.flows.ui import UI, Option, Question
from tui_app.settings.change import EDIT
from tui_app.settings.problem import UNSET, Answer, Path, Unset, errors
from tui_app.settings.setting import Setting
from tui_app.settings.types import Choice, Flag
from tui_app.text.escape import shortened

if TYPE_CHECKING:
    from tui_app.api.progress import Event
    from tui_app.api.replies import Connection
    from tui_app.api.several import Part, Several

ACTIVE: Path = ("active",)
WAYS = (
    Option("Activate", "calls go through"),
    Option("Deactivate", "every call is refused"),
    Option("Change one setting", "the same answer on all of them"),
)
BY_DEFAULT = Option("API default", "takes the answer back")


class _Edit(NamedTuple):
    original: Original
    draft: Draft


async def change_several(ui: UI, connections: "Sequence[Connection]") -> bool:
    """Ask what to change on all `connections`, review it, send it. Return whether it was sent."""
    several = len(connections) > 1
    name = shortened(connections[0].connection_name, 40)
    what = f"{len(connections)} connections" if several else name
    chosen = await ui.choose(f"Change {what}", WAYS, asked=True)
    if chosen is None:
        return False
    setting = EDIT.settings[ACTIVE] if chosen < 2 else await _choose_setting(ui)
    answer = chosen == 0 if chosen < 2 else await _ask_answer(ui, setting) if setting else None
    if setting is None or (answer is None and not setting.nullable):
        return False
    host = ui.wizard.session.target.host
    edits = [_edit(Original.of(each, host), setting.path, answer) for each in connections]
    sent = [each for each in edits if each.draft.chosen() and not each.draft.blocking_errors]
    lines = [line for each in edits for line in _lines(each)]
    if not sent:
        await ui.show_text(NOTHING_CHANGED, lines)
        return False
    question = Question(
        title=f"Change {f'{len(sent)} of {len(edits)} connections' if several else name}?",
        text=several_question(ui.wizard.session.target, lines),
        yes="Change connections" if several else "Change connection",
        no="back to the list",
        grave=True,
    )
    return await ui.confirm(question) and await _send(ui, sent)


def _edit(original: Original, path: Path, answer: "Answer | Unset") -> _Edit:
    draft = Draft.edit(original)
    draft.set(path, answer)
    return _Edit(original, draft)


def _lines(edit: _Edit) -> list[str]:
    """Say what would be changed on one connection, or why not."""
    original, draft = edit
    name = shortened(original.connection_name, 40)
    if draft.blocking_errors:
        return [f"{name}: cannot be changed: {sentence(draft.blocking_errors[0].message)}"]
    changes = original.differences(draft.answers)
    return [f"{name}: {difference(each, EDIT.settings)}" for each in changes] or [
        f"{name}: has it already"
    ]


async def _choose_setting(ui: UI) -> Setting | None:
    """Let the user choose a setting that several connections can share."""
    shared = [each for each in EDIT.settings.values() if not (each.required or each.secret)]
    options = [Option(each.label, each.json_path) for each in shared]
    chosen = await ui.choose("Which setting?", options, asked=True)
    return None if chosen is None else shared[chosen]


async def _ask_answer(ui: UI, setting: Setting) -> "Answer | Unset":
    """Ask for an answer of `setting`. None: the user backed out, or null was chosen."""
    if isinstance(setting.kind, Choice | Flag):
        named = {"on": True, "off": False} if isinstance(setting.kind, Flag) else None
        names = list(named or choices(setting))
        by_default = [] if isinstance(reset_value(setting), Unset) else [BY_DEFAULT]
        options = [*(Option(name, choices(setting).get(name, "")) for name in names), *by_default]
        chosen = await ui.choose(setting.label, options, asked=True)
        if chosen is None:
            return None
        if chosen == len(names):
            return UNSET
        return named[names[chosen]] if named else names[chosen]
    value, error = "", ""
    while True:
        text = f"{setting.kind.limits}:"
        typed = await ui.ask(setting.label, text, value=value, error=error)
        if typed is None:
            return None
        answer = setting.kind.parse(typed)
        wrong = errors(list(setting.problems(answer)))
        if not wrong:
            return answer
        value, error = typed, f"{setting.label} {wrong[0].message}."


async def _send(ui: UI, edits: Sequence[_Edit]) -> bool:
    """Send the changes one after the other, and show what became of each."""
    made: list[Several] = []

    def begin(emit: "Callable[[Event], None]") -> "Several":
        from tui_app.api.several import Several

        made.append(Several([_part(ui, *each) for each in edits], emit))
        return made[0]

    count = changes_counted(len(edits))
    outcome = await ui.follow(begin, name=count, title=f"Sending {count}")
    lines = [
        several_outcome(edit.original.connection_name, each)
        for edit, each in zip(edits, made[0].outcomes, strict=True)
    ]
    await ui.show_text(outcome.words, lines)
    return True


def _part(ui: UI, original: Original, draft: Draft) -> "Part":
    from tui_app.api.several import Part
    from tui_app.core.changing import change_of

    wizard, wanted = ui.wizard, draft.chosen()
    return Part(
        original.connection_name,
        lambda emit: change_of(original, wanted, wizard.session, emit, wizard.journal),
    )
