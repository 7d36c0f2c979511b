"""Messages that are the same on the screen, in linear mode and without either.

They are plain text; everything foreign in them is escaped.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Final

from tui_app.core.remarks import OTHER_ACCOUNT, OTHER_KEY
from tui_app.settings.problem import Path, Problem
from tui_app.settings.setting import Setting
from tui_app.settings.types import Choice, Codecs
from tui_app.text.escape import escape_controls, quoted, shortened

if TYPE_CHECKING:
    from tui_app.api.progress import Event, Outcome
    from tui_app.api.target import Target
    from tui_app.core.draft import Draft
    from tui_app.storage.journal import Intent

# Settings

NOTHING_SENT = "Nothing has been sent yet."


def subject(problem: Problem, settings: Mapping[Path, Setting]) -> str:
    """Return the subject of a problem, as people call it."""
    if problem.path in settings:
        return settings[problem.path].label
    return escape_controls(".".join(problem.path)) or "The request"


def describe(problem: Problem, settings: Mapping[Path, Setting]) -> str:
    """Describe a problem in words: how bad, of what, and how to fix it."""
    return f"{problem.severity.capitalize()}: {statement(problem, settings)}"


def statement(problem: Problem, settings: Mapping[Path, Setting]) -> str:
    """Return a problem as a sentence. The message of an unknown field names it already."""
    name, message = subject(problem, settings), escape_controls(problem.message)
    return message if message.startswith(name) else f"{name} {message}"


def describe_at_path(problem: Problem) -> str:
    """Return a problem as a sentence about the JSON path that it points at, which is named once."""
    message = escape_controls(problem.message).removeprefix(f"{shortened('.'.join(problem.path))} ")
    return f"{escape_controls(problem.pointer) or 'the payload'} {message}"


def sentence(text: str) -> str:
    """Return `text` with a full stop, unless it already ends as a sentence does."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


def choices(setting: Setting) -> dict[str, str]:
    """Return the choices of a setting with the note on each; empty if its answer is typed."""
    kind = setting.kind
    if isinstance(kind, Codecs):
        return {**kind.options, **kind.extra}
    return dict(kind.options) if isinstance(kind, Choice) else {}


def shown_answer(setting: Setting, draft: "Draft") -> str:
    """Return an answer as people read it, with the account's name for it, a secret masked.

    The text is foreign.
    """
    shown, name = setting.shown(draft.get(setting.path)), draft.name_of(setting.path)
    return f"{shown} ({name})" if name else shown


def default_words(setting: Setting) -> str:
    """Return what holds if a setting is not answered, and whether it can be null, in sentences."""
    facts = [
        "Required." if setting.required else f"API default: {setting.default_shown}.",
        "It can be null." if setting.nullable else "",
        "It is not in the API's list any more." if setting.retired else "",
    ]
    return " ".join(filter(None, facts))


def help_text(
    setting: Setting,
    problems: list[Problem],
    settings: Mapping[Path, Setting],
    fix_by: str,
    *,
    with_choices: bool = True,
) -> str:
    """Return the long help: problems, meaning, default, possible answers.

    `fix_by` is how a fix is accepted.
    """
    parts: list[str] = []
    for problem in problems:
        fix = f" {fix_by}: {escape_controls(problem.fix.label)}." if problem.fix else ""
        parts.append(f"{sentence(describe(problem, settings))}{fix}")
    parts += filter(None, (setting.help, "\n".join(f"- {note}" for note in setting.notes)))
    parts.append(default_words(setting))
    named = choices(setting)
    if named and with_choices:
        parts.append(
            "Choices:\n"
            + "\n".join(f"  {name}{f': {note}' if note else ''}" for name, note in named.items())
        )
    elif not named:
        parts.append(f"Answer: {setting.kind.limits}.")
    return "\n\n".join(parts)


NO_FIX = "No problem here has a fix to accept."


def fixes_accepted(count: int, undo: str) -> str:
    """Say how many fixes were accepted at once. `undo`: how to take them back."""
    fixes, them = ("1 fix", "it") if count == 1 else (f"{count} fixes", "them")
    return f"{fixes} accepted. {undo} takes {them} back."


# Reading and filling in

FORM_WORDS: Final = {
    "json": "JSON",
    "reply": "a reply of the API",
    "curl": "a curl command",
    "http": "a raw HTTP request",
    "python": "Python",
    "javascript": "JavaScript",
    "php": "PHP",
    "ruby": "Ruby",
    "env": "a .env file",
    "yaml": "YAML",
    "terraform": "Terraform",
    "postman": "a Postman collection",
    "cli": "a telnyx CLI command",
}
"""The forms from which a connection is read, as messages name them."""
IS_CHANGE = "It is the body of a change (PATCH): check --update checks it as one."
KEY_NOT_USED = "It contains an API key, which was not used"

FILL_IN = "Fill in the payload?"
DRAFT_OFFER = "Resume draft?"
DRAFTS_OFFER = "Resume a draft? The password is never kept"
START_OVER = ("Start over", "all of them stay on the disk")
ANSWER_FIRST = "Answer the question first. Esc says no to it."
OPEN_ALREADY = "That is open already. Esc closes it."
STILL_BUSY = "Not done: something else is still under way. Press it again in a moment."
NOTHING_TO_FILL_IN = "{} holds no setting of a connection: nothing was taken."


def filled_in(count: int, review: str, asked: str = "") -> str:
    """Say how many answers were taken over; then what is still `asked`, or how to show them."""
    then = asked or f"{review} shows what is set."
    return f"{count} answer{'s' if count != 1 else ''} filled in. {then}"


def several(names: Iterable[str]) -> str:
    """Say that a text contains several connections, and nobody can be asked to choose."""
    known = list(names)
    return (
        f"There are {len(known)} connections: {'; '.join(known[:5])}. Keep one. Nothing was taken."
    )


def left_out_words(paths: Collection[Path]) -> str:
    """Name what of a payload is not taken over; "" if all is."""
    return f"Left out: {', '.join(quoted('.'.join(path), 30) for path in paths)}." if paths else ""


NOTHING_CREATED = "Nothing has been created yet."

SAVE = "Save the payload as JSON"
EXPORT_AS = "Export as"
SAVE_EXPORT = "Save the export"
SAVE_CARD = "Save what a device needs"
CARD_WITHOUT = ("Without the password", "the file says that it is left out")
SAVE_CONFIGURATION = "Save the configuration"
CONFIGURATION_WITHOUT = ("Without the password", "a placeholder stands in its place")
NOT_IN_FILE = "(not in this file)"
SAVE_WITHOUT = ("Without the password", "TELNYX_SIP_PASSWORD can supply it later")
SAVE_WITH = ("With the password in clear", "mode 0600, only you can read the file")


def left_out_of_export(names: Iterable[str]) -> str:
    """Say what an export leaves out. `names` are safe to show."""
    return f"Left out, since it holds a secret: {', '.join(names)}."


# Key

KEY_CHOICES: Final = {
    "sandbox": ("Use the sandbox", "no account needed; nothing is created at Telnyx"),
    "type": ("Type the API key", "masked; kept in memory only"),
    "later": ("Not now", "you will be asked again before anything is sent"),
}


SANDBOX_TAKES_NONE = "The sandbox takes no key."
KEY_TAKEN = "The key will be used from now on."


def key_there(target: "Target") -> str:
    return f"There is a key for {escape_controls(target.host)} already"


def creates_on(target: "Target") -> str:
    """Say where connections are created from now on."""
    return f"From now on it creates on {target_words(target)}."


def no_key(target: "Target") -> str:
    return f"There is no API key for {escape_controls(target.host)} (TELNYX_API_KEY is not set)"


def key_wanted(target: "Target") -> str:
    host = escape_controls(target.host)
    return f"Paste it here. It stays in memory, and is sent only to {host}."


# Submitting

TITLES: Final = {
    "created": "Created",
    "found": "Created (confirmed by look-up)",
    # No more than that: if a name is taken, the outcome's words say how certain it is that nothing
    # was created.
    "rejected": "Refused",
    "not_created": "Not sent: nothing was created",
    "updated": "Changed",
    "unchanged": "Nothing to change",
    "not_updated": "Not sent: nothing was changed",
    "deleted": "Deleted",
    "not_deleted": "Not sent: nothing was deleted",
    "unknown": "Unknown: it may have been created",
}
DECLINED = "Nothing was sent."
CHANGED_MEANWHILE = "That is not what was asked about any more: nothing is sent."
NOT_CONFIRMED = "Not confirmed: nothing is sent."
LOST = "Its password cannot be read any more."
RENEWING = "Setting the new password"
RENEWED = "The new password is set."
KEPT_ALL = "Everything you answered is still there."
ASKED_ANEW = "The other answers stay; name, user name and password are asked again."
STILL_UNDER_WAY = (
    "The request is still under way; its outcome comes here. "
    "Ctrl+C stops waiting and undoes nothing."
)
CUT_OFF = (
    "A request was under way: the connection may have been created. The next start looks for it."
)

_STANDING: Final = {
    "rejected": "The last attempt was refused: nothing was created.",
    "not_created": "Nothing has been created yet.",
    "unknown": "An attempt was sent: it may have been created.",
}


_STANDING_OF_EDIT: Final = {
    "rejected": "The last attempt was refused: nothing was changed.",
    "not_updated": "Nothing has been changed yet.",
    "unknown": "An attempt was sent: it may have been changed.",
}


def standing(draft: "Draft") -> str:
    """Say what has been sent so far, by how the last attempt ended."""
    known = _STANDING if draft.original is None else _STANDING_OF_EDIT
    return known.get(draft.last_outcome, NOTHING_SENT)


_DONE: Final = {"create": "created", "update": "changed", "delete": "deleted"}


def outcome_title(outcome: "Outcome") -> str:
    """Return an outcome in a few words."""
    if outcome.kind != "unknown":
        return TITLES[outcome.kind]
    done = _DONE[outcome.intent.action if outcome.intent else "create"]
    return f"{'Stopped' if outcome.stopped else 'Unknown'}: it may have been {done}"


def not_kept_title(count: int, *, earlier: bool = False) -> str:
    """Return the title above the values that a connection does not have as they were sent."""
    values = f"{count} value{'s' if count > 1 else ''}"
    if earlier:
        return f"{values} differ{'' if count > 1 else 's'} from your answers:"
    return f"{values} {'were' if count > 1 else 'was'} not kept as sent:"


def target_words(target: "Target") -> str:
    """Return the host, and the name of the environment if it says more."""
    host, label = escape_controls(target.host), escape_controls(target.label)
    return host if label == host else f"{host} ({label})"


def foreign_ids(draft: "Draft") -> str:
    """Name the answers that are ids of another account, in a sentence; "" if there are none."""
    codes = {OTHER_ACCOUNT, OTHER_KEY}
    found = [problem for problem in draft.problems if problem.code in codes]
    if not found:
        return ""
    *first, last = [subject(problem, draft.request.settings) for problem in found]
    named = f"{', '.join(first)} and {last}" if first else last
    if any(problem.code == OTHER_KEY for problem in found):
        return f"{named} may belong to another account."
    return f"{named} {'belong' if first else 'belongs'} to another account."


ONLY_SET: Final = "Only what you set is sent."


def sent_words(draft: "Draft") -> str:
    """Say what of `draft` is sent: only what was set, or every value.

    Of every value it names those that are left out, and why.
    """
    if draft.form != "every":
        return ONLY_SET
    return f"Every value is sent, API defaults too. {left_out_of_every(draft)}".rstrip()


def payload_title(draft: "Draft", *, revealed: bool = False) -> str:
    """Return the title over the payload: which it is, and whether its secrets are in clear."""
    form = "every value" if draft.form == "every" else "only what I set"
    if draft.original is not None:
        form = "what changes"
    return f"Payload: {form}, {'PASSWORD SHOWN' if revealed else 'password masked'}"


def left_out_of_every(draft: "Draft") -> str:
    """Name the settings that "every value" leaves out since nobody knows their default.

    "" if there are none.
    """
    named = [
        f"{setting.label} ({setting.default_doubt})"
        for setting in draft.request.unknown_defaults(draft.answers)
    ]
    return f"Left out, default unknown: {', '.join(named)}." if named else ""


def confirmation(
    name: str, target: "Target", *, sent: str = ONLY_SET, warnings: int = 0, foreign: str = ""
) -> str:
    """Say what is about to be created, where, and from what.

    `sent`: see `sent_words`; `warnings`: how many there are; `foreign`: see `foreign_ids`.
    """
    counted = f" {warnings} warning{'s' if warnings > 1 else ''}." if warnings else ""
    return (
        f"The connection {quoted(name, 60)} will be created on {target_words(target)}. "
        f"{sent}{counted} {foreign}"
    ).rstrip()


def progress(event: "Event") -> str:
    """Say what a submission is doing, on one line; "" if it has ended."""
    return escape_controls(getattr(event, "doing", ""))


# Attempts of earlier runs

KEEP_LOOKING = "Keep looking at the next start?"

_MAY_BE: Final = {
    "create": "it may exist",
    "update": "it may have been changed",
    "delete": "it may be gone",
}


def look_whether(intent: "Intent") -> str:
    """Ask whether to look what became of an attempt."""
    return f"Look whether it was {_DONE[intent.action]}?"


def keep_looking_why(intent: "Intent") -> str:
    """Say what it means to keep an attempt that could not be settled, or to give it up."""
    return (
        "It is kept, and looked for at the next start. Give it up if you know that it was not "
        f"{_DONE[intent.action]}, or do not care."
    )


def earlier_attempt(intent: "Intent", age: str) -> str:
    """Describe an attempt without a known outcome, begun `age` ago."""
    user_name = f" (user name {quoted(intent.user_name)})" if intent.user_name else ""
    verb = "change" if intent.action == "update" else intent.action
    return (
        f"An attempt to {verb} {quoted(intent.connection_name, 60)}{user_name} on "
        f"{escape_controls(intent.host)} was started {age}, and its outcome is not known: "
        f"{_MAY_BE[intent.action]}. Looking changes nothing."
    )


# Choosing from the account

NONE_THERE = "The account has none. Create one in the portal, or type an id."
TYPE_INSTEAD = "Type the id instead."
