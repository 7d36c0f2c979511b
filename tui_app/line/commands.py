"""The commands, typed after a `/` at any prompt. Each says briefly what it did."""

from collections.abc import Callable
from typing import Final, NamedTuple

from tui_app.core.actions import ACTIONS, Action
from tui_app.core.autosave import Position
from tui_app.core.messages import NOTHING_CREATED, RENEWED, sentence
from tui_app.flows.ui import flow_of, run_now
from tui_app.line import answering, finding, payload, telling
from tui_app.line.asking import ask_yes
from tui_app.line.prompt import Effect
from tui_app.line.ui import LineUI
from tui_app.line.wizard import Leave, Linear, Move
from tui_app.settings.types import Form, TextList, nearest
from tui_app.text.escape import quoted

Run = Callable[[Linear, str], Effect]
"""Runs a command with what was typed after its name."""


class Command(NamedTuple):
    """A command as it is listed and run.

    `argument`: what to type after the name; `run` gets it. `words`: what the command does.
    `when`: whether to list it now. A command works everywhere, and says so if it can do nothing.
    """

    argument: str
    words: str
    run: Run
    when: Callable[[Linear], bool] = lambda linear: not linear.draft.created


def run_command(linear: Linear, typed: str, *, secret: bool) -> Effect:
    """Runs the command that was typed.

    `secret`: the question asks for a secret. What was typed is then not repeated: it may be the
    secret.
    """
    if typed == "?":
        return _list(linear)
    name, _, rest = typed[1:].strip().partition(" ")
    known = commands()
    command = known.get(name.lower())
    if command is None:
        if secret:
            linear.console.say(
                "Error: that is no command. A secret that begins with / is typed with // in front."
            )
            return "nothing"
        meant = nearest(name, known)
        hint = (
            f"did you mean /{meant}?"
            if meant
            else "? lists them; an answer that begins with / is typed with // in front"
        )
        linear.console.say(sentence(f"Error: there is no command {quoted('/' + name)}: {hint}"))
        return "nothing"
    if linear.deciding and name.lower() in HELD_BACK:
        linear.console.say("Error: that has to wait until this is decided.")
        return "nothing"
    return command.run(linear, rest.strip())


def _list(linear: Linear) -> Effect:
    held_back = HELD_BACK if linear.deciding else frozenset()
    listed = {
        name: command
        for name, command in commands().items()
        if command.when(linear) and name not in held_back
    }
    lines = [
        f"  /{name}{' ' + command.argument if command.argument else ''}: {command.words}"
        for name, command in listed.items()
    ]
    if linear.setting is not None:
        lines.append("  //: begins an answer with /")
    linear.console.say("Commands:", *lines)
    return "nothing"


# When to list a command


def _always(linear: Linear) -> bool:
    return True


def _not_created(linear: Linear) -> bool:
    return not linear.draft.created


def _has_fix(linear: Linear) -> bool:
    return _not_created(linear) and any(each.fix for each in linear.draft.shown_problems)


def _created(linear: Linear) -> bool:
    return linear.draft.created


def _shown(linear: Linear) -> bool:
    return linear.wizard.shown is not None


def _at_a_setting(linear: Linear) -> bool:
    return linear.setting is not None


def _at_a_list(linear: Linear) -> bool:
    return linear.setting is not None and isinstance(linear.setting.kind, TextList)


def _can_be_empty(linear: Linear) -> bool:
    kind = linear.setting.kind if linear.setting else None
    return isinstance(kind, TextList) or (isinstance(kind, Form) and kind.blank)


def _can_be_looked_up(linear: Linear) -> bool:
    return linear.setting is not None and bool(linear.setting.lookup)


# Commands that go somewhere


def _back(linear: Linear, rest: str) -> Effect:
    """Goes to the setting before this one, across steps; from the review to the last one."""
    settings = [setting for _, setting in linear.numbered()]
    here = next(
        (index for index, setting in enumerate(settings) if setting.path == linear.position.path),
        None,
    )
    if linear.position.step >= linear.review_step:
        here = len(settings)
    if not here:
        linear.console.say("This is the first setting.")
        return "nothing"
    raise Move(linear.wizard.position_of(settings[here - 1].path))


def _skip(linear: Linear, rest: str) -> Effect:
    return "skipped" if linear.setting else _next(linear, rest)


def _step(linear: Linear, step: int) -> Effect:
    if step < 0 or step > linear.review_step:
        linear.console.say(
            "This is the first step." if step < 0 else "The review is the last step."
        )
        return "nothing"
    if step == linear.review_step:
        linear.go_to_review()
    raise Move(Position(step, linear.settings[step][0].path))


def _next(linear: Linear, rest: str) -> Effect:
    return _step(linear, linear.position.step + 1)


def _previous(linear: Linear, rest: str) -> Effect:
    return _step(linear, linear.position.step - 1)


def _review(linear: Linear, rest: str) -> Effect:
    linear.go_to_review()


def _submit(linear: Linear, rest: str) -> Effect:
    from tui_app.line.submit import submit

    submit(linear)
    return "nothing"


def _look(linear: Linear, rest: str) -> Effect:
    from tui_app.flows.earlier import settle_earlier

    run_now(settle_earlier(LineUI(linear), asked=True))
    return "nothing"


def _key(linear: Linear, rest: str) -> Effect:
    from tui_app.flows.key import ask_for_key

    run_now(ask_for_key(LineUI(linear)))
    return "nothing"


def _another(linear: Linear, rest: str) -> Effect:
    from tui_app.flows.result import set_up_another

    if not linear.draft.created:
        linear.console.say(NOTHING_CREATED)
        return "nothing"
    run_now(set_up_another(LineUI(linear)))
    linear.announced_step = None
    raise Move(linear.position)


def _password(linear: Linear, rest: str) -> Effect:
    from tui_app.flows.password import give_new_password

    shown = linear.wizard.shown
    if shown is None:
        linear.console.say(
            "Nothing has been created yet: /go password leads to the one that will be sent."
        )
        return "nothing"
    given = run_now(give_new_password(LineUI(linear), shown.connection))
    if given is not None:
        shown.password = given
        linear.console.say(f"{RENEWED} /reveal says it.")
    return "nothing"


def _quit(linear: Linear, rest: str) -> Effect:
    linear.keep_now()
    lost = (
        not linear.draft.created
        and linear.draft.answers
        and (linear.wizard.autosave is None or linear.wizard.autosave.trouble is not None)
    )
    if lost and not ask_yes(linear, "What you answered is not kept.", yes="quit", no="stay"):
        return "nothing"
    raise Leave


RUN: Final[dict[str, Run]] = {
    "add": answering.add,
    "again": telling.again,
    "another": _another,
    "back": _back,
    "card": payload.save_card,
    "choose": answering.choose,
    "clear": answering.clear,
    "copy": payload.copy,
    "edit": finding.edit,
    "empty": answering.empty,
    "fix": answering.fix,
    "form": payload.toggle_form,
    "generate": answering.generate,
    "go": finding.go,
    "help": telling.explain,
    "key": _key,
    "look": _look,
    "next": _next,
    "null": answering.null,
    "password": _password,
    "previous": _previous,
    "problems": telling.problems,
    "quit": _quit,
    "redo": answering.redo,
    "remove": answering.remove,
    "reveal": telling.reveal,
    "review": _review,
    "save": payload.save,
    "show": payload.show,
    "skip": _skip,
    "submit": _submit,
    "undo": answering.undo,
}
"""Functions of the commands by name. The other commands start the flow of their action."""
WHEN: Final[dict[str, Callable[[Linear], bool]]] = {
    "add": _at_a_list,
    "again": _always,
    "another": _created,
    "card": _shown,
    "choose": _can_be_looked_up,
    "clear": _at_a_setting,
    "connections": _always,
    "copy": _always,
    "device": _shown,
    "empty": _can_be_empty,
    "fix": _has_fix,
    "generate": lambda linear: linear.setting is not None and linear.setting.secret,
    "key": lambda linear: not linear.session.target.is_sandbox,
    "look": lambda linear: (
        linear.wizard.journal is not None and bool(linear.wizard.journal.unfinished())
    ),
    "next": lambda linear: not linear.draft.created and linear.position.step < linear.review_step,
    "null": lambda linear: linear.setting is not None and linear.setting.nullable,
    "password": _shown,
    "quit": _always,
    "redo": lambda linear: not linear.draft.created and linear.draft.can_redo,
    "remove": _at_a_list,
    "region": _shown,
    "reveal": lambda linear: linear.wizard.password is not None,
    "save": _always,
    "skip": _at_a_setting,
    "status": _shown,
    "undo": lambda linear: not linear.draft.created and linear.draft.can_undo,
    "verify": _shown,
}
"""When to list a command, by name. The others are listed until the connection exists."""


def commands() -> dict[str, Command]:
    """All commands by name, in the order of the list."""
    return {
        each.name: Command(
            each.argument,
            each.words or each.title,
            RUN.get(each.name) or _flow_command(each),
            WHEN.get(each.name, _not_created),
        )
        for each in ACTIONS
        if each.typed
    }


def _flow_command(action: Action) -> Run:
    """Makes a command that runs the flow of an action."""

    def run(linear: Linear, rest: str) -> Effect:
        ui = LineUI(linear)
        run_now(flow_of(action)(ui, rest))
        if ui.has_moved:
            linear.announced_step = None
            raise Move(linear.position)
        return "answered" if linear.setting and linear.setting.path in ui.answered else "nothing"

    return run


_CHANGING = frozenset(
    ("fix", "clear", "null", "empty", "add", "remove", "generate", "choose", "undo", "redo", "form")
)
HELD_BACK = _CHANGING | {"submit", "look", "another", "key", "password", "start", "connections"}
"""Commands that have to wait while a submission waits for a decision.

They would change what is being submitted, or begin another submission.
"""
