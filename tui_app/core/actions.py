"""Every action of the wizard, declared once: its name, keys, typed command, and what it does.

The screens read their key bindings, key bars and list of commands from here, the lines their typed
commands and the list of `?`, the table of `tests/results/keys.md` its keys. An action is either a
flow, which both front ends start over their port, or the front end's own: a method of the screen, a
function of the lines.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

Where = Literal["anywhere", "step", "review", "created"]
"""The screens on which an action has a key."""


@dataclass(frozen=True)
class Action:
    """One thing that the user can do.

    `title` is its name in the list of commands; `words` say what it does, in lines; they are the
    title if empty. `manual` says it beside its key in the table of keys and in the review's help;
    if empty, the title does. `keys` are its keys for each screen in Textual's names, separated by
    commas, the key to be shown first. `hint` is the word beside the key in a key bar. `typed`: it
    has a command in lines, `/name`, with `argument` as its argument. `flow` is its conversation as
    `module:function`, called with the port and what was typed after the command.
    """

    name: str
    title: str
    words: str = ""
    manual: str = ""
    keys: Mapping[Where, str] = field(default_factory=dict)
    hint: str = ""
    typed: bool = False
    argument: str = ""
    flow: str = ""


def _typed(name: str, words: str, argument: str = "") -> Action:
    """Return an action that only the lines have."""
    return Action(name, words, typed=True, argument=argument)


_UNDO: Final = "ctrl+underscore,ctrl+slash,ctrl+minus"

ACTIONS: Final[list[Action]] = [
    # Review
    Action(
        "submit",
        "Create the connection",
        "creates the connection, after one question",
        manual="create the connection, after one more question",
        keys={"review": "s"},
        hint="create",
        typed=True,
    ),
    Action(
        "copy",
        "Copy the payload",
        "copies the payload or, once created, what a device needs; the password only after /reveal",
        manual="copy the payload as it is shown",
        keys={"review": "c"},
        hint="copy",
        typed=True,
    ),
    Action(
        "export",
        "Export or save the payload",
        "shows it as curl, a program, Terraform or JSON, to save it",
        manual="the payload as JSON, curl, a program or Terraform: to copy or to save",
        keys={"review": "e"},
        hint="export",
        typed=True,
        argument="[FORMAT]",
        flow="tui_app.flows.export:export_payload",
    ),
    _typed("save", "saves the payload to a private file", "[FILE]"),
    Action(
        "template",
        "Save as a template",
        "saves the answers as a template of your own",
        manual="save the answers as a template, without what is of one connection",
        # No key that a report of the terminal ends with: t would be one.
        keys={"review": "k"},
        typed=True,
        argument="[NAME]",
        flow="tui_app.flows.template:keep_template",
    ),
    # Steps
    Action(
        "next",
        "Next step",
        "the next step",
        manual="next step; always possible, errors or not",
        keys={"step": "pagedown,ctrl+n"},
        hint="next",
        typed=True,
    ),
    Action(
        "previous",
        "Previous step",
        "the step before",
        manual="previous step",
        keys={"step": "pageup", "review": "pageup"},
        hint="back",
        typed=True,
    ),
    Action(
        "go",
        "Find",
        "to a step or a setting, by label, API name or number",
        manual="go to a step or setting, by any name that people use",
        keys={"step": "ctrl+g", "review": "ctrl+g"},
        hint="find",
        typed=True,
        argument="NAME or NUMBER",
    ),
    Action(
        "review",
        "Review",
        "check your answers",
        manual="review: all answers and problems",
        keys={"step": "ctrl+r"},
        hint="review",
        typed=True,
    ),
    Action(
        "show",
        "Payload",
        "the payload so far, the password masked",
        manual="the payload; `*` marks the lines that just changed",
        keys={"step": "ctrl+t", "review": "ctrl+t,p"},
        hint="JSON",
        typed=True,
    ),
    _typed("edit", "one answer, and then back to the review", "NAME or NUMBER"),
    _typed("back", "the setting before this one"),
    _typed("skip", "the next setting; an empty line does the same where no answer is missing"),
    _typed("again", "asks in full again"),
    # Answers
    Action(
        "options",
        "Options",
        manual="all possible answers: choices, default, null, empty, not set; generate a "
        "password; choose from the account",
        keys={"step": "ctrl+o"},
        hint="options",
    ),
    Action(
        "fix",
        "Accept the fix",
        "accepts the fix that was offered, that of a problem by its number, or all",
        manual="accept the fix shown as `[^F: ...]`",
        keys={"step": "ctrl+f"},
        typed=True,
        argument="[NUMBER or all]",
    ),
    Action(
        "next_fix",
        "Accept the fix, or go to the next one",
        manual="accept the fix shown as `[^F: ...]`, or go to the next one",
        keys={"review": "ctrl+f"},
    ),
    Action(
        "fix_all",
        "Fix all: accept every fix",
        manual="accept the fix of every error and warning",
        keys={"review": "a"},
        hint="fix all",
    ),
    _typed("problems", "all that is wrong so far"),
    _typed("clear", "takes the answer back: not set"),
    _typed("null", "answers null"),
    _typed("empty", "answers with nothing in it"),
    _typed("add", "adds to the list", "ITEM"),
    _typed("remove", "takes out of the list", "ITEM"),
    _typed("choose", "what the account has to choose from"),
    _typed("generate", "makes a password; long: one of 32 characters", "[long]"),
    Action(
        "reveal",
        "Show or mask the password",
        "says the password in clear",
        manual="show or mask the password",
        keys={"step": "ctrl+s", "review": "r", "created": "r"},
        hint="reveal",
        typed=True,
    ),
    Action(
        "undo",
        "Undo",
        "takes the last change back",
        manual="undo, over all steps",
        keys={"step": _UNDO, "review": _UNDO},
        typed=True,
    ),
    Action(
        "redo",
        "Redo",
        "makes it again",
        keys={"step": "ctrl+y", "review": "ctrl+y"},
        typed=True,
    ),
    # Payload
    Action(
        "form",
        "Only what I set / every value",
        "switches the payload between only what you set and every value",
        manual="send only what you set, or every value",
        keys={"review": "f"},
        hint="values",
        typed=True,
    ),
    # Start
    Action(
        "start",
        "Start from a template, a file, a draft or a connection",
        "starts from a template, a file, a draft, a connection, or blank",
        manual="start from a template, a file, a draft, a connection, or blank",
        # A field deletes with this key; Delete does the same.
        keys={"step": "ctrl+d", "review": "ctrl+d"},
        typed=True,
        argument="[TEMPLATE or FILE]",
        flow="tui_app.flows.start_from:start_from",
    ),
    # Account
    Action(
        "connections",
        "Connections of the account",
        "lists the account's connections: show, edit, clone, a new password, delete",
        manual="the account's connections: search, show, edit, clone, a new password, delete",
        # A field goes to its end with this key; End does the same.
        keys={"step": "ctrl+e", "review": "ctrl+e"},
        typed=True,
        argument="[TEXT]",
        flow="tui_app.flows.connections:browse_connections",
    ),
    # Created connection
    Action("copy_id", "Copy the id", keys={"created": "c"}, hint="copy id"),
    Action(
        "copy_card",
        "Copy what a device needs",
        manual="copy the card as it is shown; Enter copies the line under the cursor",
        keys={"created": "a"},
        hint="copy all",
    ),
    Action(
        "card",
        "Save what a device needs",
        "saves what a device needs to a private file",
        manual="save the card to a file that only you can read",
        keys={"created": "e"},
        hint="save",
        typed=True,
        argument="[FILE]",
    ),
    Action(
        "device",
        "Configure a device",
        "the configuration of a device, to paste or save",
        manual="configuration of a device: Asterisk, FreeSWITCH, Linphone, Zoiper, baresip",
        keys={"created": "d"},
        hint="device",
        typed=True,
        argument="[NAME]",
        flow="tui_app.flows.device:configure",
    ),
    Action(
        "region",
        "Choose the SIP region",
        "chooses the region in which devices register",
        manual="choose the region in which devices register",
        keys={"created": "g"},
        hint="region",
        typed=True,
        argument="[CODE]",
        flow="tui_app.flows.region:choose_region",
    ),
    Action(
        "verify",
        "Ask whether the login works",
        "asks the registrar whether the login works from here",
        manual="ask the registrar whether the login works from here",
        keys={"created": "v"},
        hint="verify",
        typed=True,
        argument="[HOST]",
        flow="tui_app.flows.verify:verify_login",
    ),
    Action(
        "status",
        "Look for a registration again",
        "asks whether a device is registered, and what is still missing",
        manual="look again whether a device is registered",
        keys={"created": "l"},
        hint="look again",
        typed=True,
        flow="tui_app.flows.status:say_status",
    ),
    Action(
        "password",
        "Set another password",
        "gives this connection another password",
        manual="set a new password",
        keys={"created": "p"},
        hint="new password",
        typed=True,
    ),
    Action(
        "another",
        "Set up another one",
        "sets up another connection",
        keys={"created": "n"},
        hint="another one",
        typed=True,
    ),
    # Wizard
    Action(
        "help",
        "Help",
        "what a setting means, its default and its API name",
        manual="help: all that is known about the setting",
        keys={"step": "f1", "review": "f1,question_mark", "created": "f1,question_mark"},
        hint="help",
        typed=True,
        argument="[NAME or NUMBER]",
    ),
    Action(
        "quit",
        "Quit",
        "quits; a draft is kept",
        manual="quit; asks only if something would be lost",
        keys={"anywhere": "ctrl+q", "created": "q"},
        hint="quit",
        typed=True,
    ),
    Action(
        "commands",
        "Commands",
        manual="every action by name",
        keys={"anywhere": "ctrl+p"},
        hint="commands",
    ),
    Action(
        "redraw",
        "Redraw",
        manual="redraw, if another program wrote on the screen",
        keys={"anywhere": "ctrl+l"},
    ),
    Action(
        "ascii",
        "Draw ASCII only, or lines",
        manual="draw ASCII only, or lines again",
        keys={"anywhere": "ctrl+right_square_bracket,f2"},
    ),
    Action(
        "theme",
        "Theme",
        manual="choose a theme, previewed under the cursor",
        keys={"anywhere": "f3"},
    ),
    Action(
        "key",
        "Another API key",
        "gives the API key, or turns to the sandbox",
        manual="use another API key, or the sandbox",
        keys={"anywhere": "f4"},
        hint="another API key",
        typed=True,
    ),
    Action(
        "suspend",
        "Suspend: fg resumes",
        manual="suspend; `fg` resumes",
        keys={"anywhere": "ctrl+z"},
    ),
    _typed("look", "looks for earlier attempts that were never settled"),
]
"""All actions, in the order of a screen's list of commands."""


def action(name: str) -> Action:
    """Return the action of that name. Raises `KeyError` if there is none."""
    for each in ACTIONS:
        if each.name == name:
            return each
    raise KeyError(name)


def actions_at(where: Where) -> list[Action]:
    """Return the actions that have a key on that screen, in their order."""
    return [each for each in ACTIONS if where in each.keys]
