"""The commands: what is typed after a `/`, at any prompt. Each says in a few words what it did."""

from collections.abc import Callable
from typing import NamedTuple

from tui_app.core.autosave import Place
from tui_app.core.messages import ASKED_ANEW, sentence
from tui_app.line import answering, finding, payload, telling
from tui_app.line.wizard import Effect, Leave, Linear, Move
from tui_app.settings.types import Form, TextList, nearest
from tui_app.text.escape import quoted


class Command(NamedTuple):
    """`run` gets what was typed after the name. `place`: what is to be typed there; `words`: what the command does.

    Each works everywhere, and says so where it can do nothing; `when` says where it is worth being listed.
    """

    place: str
    words: str
    run: Callable[[Linear, str], Effect]
    when: Callable[[Linear], bool] = lambda wizard: wizard.made is None


def obey(wizard: Linear, typed: str, *, secret: bool) -> Effect:
    """Carries out what was typed. Where a secret is asked for, nothing of it is said again: it may have been meant as one."""
    if typed == "?":
        return _list(wizard)
    name, _, rest = typed[1:].strip().partition(" ")
    command = COMMANDS.get(name.lower())
    if command is None:
        if secret:
            wizard.console.say(
                "Error: that is no command. A secret that begins with / is typed with // in front."
            )
            return "nothing"
        meant = nearest(name, COMMANDS)
        hint = (
            f"did you mean /{meant}?"
            if meant
            else "? lists them; an answer that begins with / is typed with // in front"
        )
        wizard.console.say(sentence(f"Error: there is no command {quoted('/' + name)}: {hint}"))
        return "nothing"
    if wizard.deciding and name.lower() in HELD_BACK:
        wizard.console.say("Error: that has to wait until this is decided.")
        return "nothing"
    return command.run(wizard, rest.strip())


def _list(wizard: Linear) -> Effect:
    held_back = HELD_BACK if wizard.deciding else frozenset()
    listed = {
        name: command
        for name, command in COMMANDS.items()
        if command.when(wizard) and name not in held_back
    }
    lines = [
        f"  /{name}{' ' + command.place if command.place else ''}: {command.words}"
        for name, command in listed.items()
    ]
    if wizard.setting is not None:
        lines.append("  //: begins an answer with /")
    wizard.console.say("Commands:", *lines)
    return "nothing"


# Where a command is worth being listed


def _always(wizard: Linear) -> bool:
    return True


def _created(wizard: Linear) -> bool:
    return wizard.made is not None


def _at_a_setting(wizard: Linear) -> bool:
    return wizard.setting is not None


def _at_a_list(wizard: Linear) -> bool:
    return wizard.setting is not None and isinstance(wizard.setting.kind, TextList)


def _can_be_empty(wizard: Linear) -> bool:
    kind = wizard.setting.kind if wizard.setting else None
    return isinstance(kind, TextList) or (isinstance(kind, Form) and kind.blank)


def _can_be_looked_up(wizard: Linear) -> bool:
    return wizard.setting is not None and bool(wizard.setting.lookup)


# Going somewhere


def _back(wizard: Linear, rest: str) -> Effect:
    """To the setting before this one, across steps; from the review to the last setting."""
    before = [setting for _, setting in wizard.numbered()]
    here = next(
        (place for place, setting in enumerate(before) if setting.path == wizard.place.path), None
    )
    if wizard.place.step >= wizard.review_step:
        here = len(before)
    if not here:
        wizard.console.say("This is the first setting.")
        return "nothing"
    raise Move(wizard.place_of(before[here - 1].path))


def _skip(wizard: Linear, rest: str) -> Effect:
    return "skipped" if wizard.setting else _next(wizard, rest)


def _step(wizard: Linear, step: int) -> Effect:
    if step < 0 or step > wizard.review_step:
        wizard.console.say(
            "This is the first step." if step < 0 else "The review is the last step."
        )
        return "nothing"
    if step == wizard.review_step:
        return review(wizard, "")
    raise Move(Place(step, wizard.settings[step][0].path))


def _next(wizard: Linear, rest: str) -> Effect:
    return _step(wizard, wizard.place.step + 1)


def _previous(wizard: Linear, rest: str) -> Effect:
    return _step(wizard, wizard.place.step - 1)


def review(wizard: Linear, rest: str) -> Effect:
    wizard.announced = None
    raise Move(Place(wizard.review_step))


def _submit(wizard: Linear, rest: str) -> Effect:
    from tui_app.line.submit import submit

    submit(wizard)
    return "nothing"


def _look(wizard: Linear, rest: str) -> Effect:
    from tui_app.line.earlier import settle_earlier

    settle_earlier(wizard, asked=True)
    return "nothing"


def _key(wizard: Linear, rest: str) -> Effect:
    from tui_app.line.begin import ask_for_key

    ask_for_key(wizard)
    return "nothing"


def _another(wizard: Linear, rest: str) -> Effect:
    if wizard.made is None:
        wizard.console.say("Nothing has been created yet.")
        return "nothing"
    wizard.made = wizard.new_password = None
    path = wizard.draft.begin_another()
    wizard.keep()
    wizard.console.say(ASKED_ANEW)
    wizard.announced = None
    raise Move(wizard.place_of(path))


def _password(wizard: Linear, rest: str) -> Effect:
    from tui_app.line.outcome import give_new_password

    if wizard.made is None:
        wizard.console.say(
            "Nothing has been created yet: /go password leads to the one that will be sent."
        )
    else:
        give_new_password(wizard, wizard.made)
    return "nothing"


def _quit(wizard: Linear, rest: str) -> Effect:
    wizard.keep_now()
    lost = (
        wizard.made is None
        and wizard.draft.answers
        and (wizard.keeper is None or wizard.keeper.trouble is not None)
    )
    if lost and not wizard.ask_yes("What you answered is not kept.", yes="leave", no="stay"):
        return "nothing"
    raise Leave


COMMANDS: dict[str, Command] = {
    "back": Command("", "the setting before this one", _back),
    "skip": Command(
        "",
        "the next setting; an empty line does the same where no answer is missing",
        _skip,
        _at_a_setting,
    ),
    "next": Command(
        "",
        "the next step",
        _next,
        lambda wizard: wizard.made is None and wizard.place.step < wizard.review_step,
    ),
    "previous": Command("", "the step before", _previous),
    "go": Command(
        "NAME or NUMBER", "to a step or a setting, by label, API name or number", finding.go
    ),
    "edit": Command("NAME or NUMBER", "one answer, and then back to the review", finding.edit),
    "again": Command("", "asks in full again", telling.again, _always),
    "help": Command(
        "[NAME or NUMBER]", "what a setting means, its default and its API name", telling.explain
    ),
    "problems": Command("", "all that is wrong so far", telling.problems),
    "fix": Command(
        "[NUMBER or all]",
        "accepts the fix that was offered, that of a problem by its number, or all",
        answering.fix,
        lambda wizard: (
            wizard.made is None and any(problem.fix for problem in wizard.draft.shown_problems)
        ),
    ),
    "clear": Command("", "takes the answer back: not set", answering.clear, _at_a_setting),
    "null": Command(
        "",
        "answers null",
        answering.null,
        lambda wizard: wizard.setting is not None and wizard.setting.nullable,
    ),
    "empty": Command("", "answers with nothing in it", answering.empty, _can_be_empty),
    "add": Command("ITEM", "adds to the list", answering.add, _at_a_list),
    "remove": Command("ITEM", "takes out of the list", answering.remove, _at_a_list),
    "choose": Command(
        "", "what the account has to choose from", answering.choose, _can_be_looked_up
    ),
    "generate": Command(
        "",
        "makes a password",
        answering.generate,
        lambda wizard: wizard.setting is not None and wizard.setting.secret,
    ),
    "reveal": Command(
        "",
        "says the password in clear",
        telling.reveal,
        lambda wizard: (wizard.new_password or wizard.draft.password) is not None,
    ),
    "undo": Command(
        "",
        "takes the last change back",
        answering.undo,
        lambda wizard: wizard.made is None and wizard.draft.can_undo,
    ),
    "redo": Command(
        "",
        "makes it again",
        answering.redo,
        lambda wizard: wizard.made is None and wizard.draft.can_redo,
    ),
    "show": Command("", "the payload so far, the password masked", payload.show),
    "form": Command(
        "", "switches the payload between only what you set and every value", payload.turn_form
    ),
    "save": Command("[FILE]", "saves the payload to a private file", payload.save, _always),
    "key": Command(
        "",
        "gives the API key, or turns to the sandbox",
        _key,
        lambda wizard: not wizard.session.target.is_sandbox,
    ),
    "review": Command("", "check your answers", review),
    "submit": Command("", "creates the connection, after one question", _submit),
    "look": Command(
        "",
        "looks for earlier attempts that were never settled",
        _look,
        lambda wizard: wizard.journal is not None and bool(wizard.journal.unfinished()),
    ),
    "another": Command("", "sets up another connection", _another, _created),
    "password": Command("", "gives this connection another password", _password, _created),
    "quit": Command("", "leaves; a draft is kept", _quit, _always),
}

_CHANGING = frozenset(
    ("fix", "clear", "null", "empty", "add", "remove", "generate", "choose", "undo", "redo", "form")
)
HELD_BACK = _CHANGING | {"submit", "look", "another", "key", "password"}
"""What would change, in the midst of a submission, what is being decided about, or begin another one."""
