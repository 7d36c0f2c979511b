"""A text that is pasted where something is asked: read whole, so that no line of it is taken for an answer, and then offered."""

import json
import re
import shlex
from collections.abc import Mapping
from typing import TYPE_CHECKING

from tui_app.core.messages import FILL_IN, NOTHING_TO_FILL_IN, left_out_words
from tui_app.line.console import Lines
from tui_app.line.keyboard import EndOfInput, TooLong
from tui_app.line.wizard import Effect, Linear, Prompt
from tui_app.settings.misplaced import Misplaced, find
from tui_app.text.document import MAX_BYTES, begins_object

if TYPE_CHECKING:
    from pydantic import SecretStr

    from tui_app.readers import Reading
    from tui_app.settings.problem import Answer, Path

# A text, to its end or that of the line, since JSON has none of several lines; or a brace.
_MARK = re.compile(r'"(?:[^"\\]|\\.)*"?|[{}]')
# How a program, a raw request or a list in a file begins whose first line says too little by itself.
_OPENS = re.compile(
    r"""<\?php|```|\#!|\[\s*(?:\{|$)|(?:GET|POST|PATCH|PUT)\ \S+\ HTTP/|resource\s+"|(?:const|let|var)\ \w+\s*=
    |import\ .*\ from\ ['"]|from\ [\w.]+\ import\ |import\ (?:os|json|requests|httpx|telnyx)\b|require\ ?['"(]
    |\$?\w[\w.>:-]*\s*(?:=\s*)?[\w.>:-]*[({\[]\s*$|---\s*$|\w[\w.]*\s*=\s*[\[{(]""",
    re.VERBOSE,
)
_SPOKEN_FORMS = ("curl", "cli")
"""Forms whose end can be told: the shell's rules of quotes and continued lines."""
_SINGLE_LINES = ("env", "yaml")
"""Forms of which each line is one by itself."""


def begins_text(text: str) -> bool:
    """Whether a line is no answer but the beginning of a text that a connection is read from."""
    if begins_object(text):
        return True
    if len(text) < 3 or text.isalnum():
        return False
    if _OPENS.match(text.lstrip()):
        return True
    from tui_app.readers import recognized  # a few milliseconds, for what is more than a word

    return recognized(text) is not None


def hides(text: str) -> bool:
    """Whether a line is not to be said again: a password or key may stand in it."""
    return begins_text(text) or find(text) is not None


def take_text(wizard: Linear, first: str, prompt: Prompt) -> Effect:
    """Reads the text that the line `first` begins. On a terminal it is filled in if that is wanted, through a pipe at once."""
    from tui_app.core.importing import read_paste

    text = _read(wizard.console.keyboard, first)
    wizard.remember_secret(text)
    if not prompt.payloads:
        wizard.console.say("Error: a payload is no answer here. Nothing was taken.")
        return "nothing"
    pasted = read_paste(text)
    if pasted.found is not None:
        return refuse_secret(wizard, pasted.found)
    if not pasted.readings:
        # Where a secret is asked for, not even what is wrong with it is said.
        why = "" if prompt.secret else f": {pasted.trouble}"
        begin = "begins with {" if begins_object(first) else "looks like a connection"
        wizard.console.say(
            f"Error: what {begin} is taken for a payload, and this is none{why}. Nothing was taken."
        )
        return "nothing"
    reading = choose_reading(wizard, pasted.readings)
    return "nothing" if reading is None else _fill_in(wizard, reading)


def choose_reading(wizard: Linear, readings: "tuple[Reading, ...]") -> "Reading | None":
    """The connection that is meant; None if it is none of them. Through a pipe nobody can be asked."""
    from tui_app.core.importing import CHOOSE, reading_words

    if len(readings) == 1:
        return readings[0]
    names = [", ".join(filter(None, reading_words(reading))) for reading in readings]
    if not wizard.console.keyboard.is_terminal:
        wizard.console.say(
            f"Error: there are {len(readings)} connections: {'; '.join(names[:5])}. Keep one. Nothing was taken."
        )
        return None
    place = wizard.pick(f"{CHOOSE}:", names)
    return None if place is None else readings[place]


def _fill_in(wizard: Linear, reading: "Reading") -> Effect:
    from tui_app.core.importing import IN_ACCOUNT, OWN, is_in_account, paste_words

    draft, console = wizard.draft, wizard.console
    known, left_out = draft.usable(reading.document)
    for path, answer in known.items():
        if draft.request.is_secret(path) and isinstance(answer, str):
            wizard.remember_secret(answer)
    if not known:
        if reading.api_key is None:
            console.say(NOTHING_TO_FILL_IN)
        else:
            offer_key(wizard, reading.api_key)
        return "nothing"
    rest = ""
    if not console.keyboard.is_terminal:
        rest = "".join(f" {each}" for each in (left_out_words(left_out), *reading.notes) if each)
    elif not wizard.ask_yes(
        f"{FILL_IN} {paste_words(reading, known, left_out)}", yes="apply", no="cancel"
    ):
        console.say("Nothing was taken.")
        return "nothing"
    if reading.identity and not known.keys().isdisjoint(OWN):
        import asyncio

        if asyncio.run(is_in_account(wizard.session, reading)):
            known = {path: answer for path, answer in known.items() if path not in OWN}
            rest = f"{rest} {IN_ACCOUNT}"
    _take_over(wizard, known)
    console.say(
        f"The payload is filled in: {len(known)} answer{'s' if len(known) != 1 else ''}.{rest} /review tells what is set."
    )
    if reading.api_key is not None:
        offer_key(wizard, reading.api_key)
    if wizard.setting is None:
        from tui_app.line.commands import review

        return review(wizard, "")
    if wizard.setting.path in known:
        return "answered"
    wizard.tell_problems()
    return "nothing"


def _take_over(wizard: Linear, answers: "Mapping[Path, Answer]") -> None:
    for path in answers:
        wizard.forget_told(path)
    wizard.draft.fill_in(answers)


def refuse_secret(wizard: Linear, found: Misplaced) -> Effect:
    """Says where a secret goes that was typed where none belongs, and on a terminal offers to put it there."""
    from pydantic import SecretStr

    from tui_app.core.importing import PLACE_TITLE, found_words, place_words, placed

    wizard.remember_secret(found.text)
    answers = placed(found)
    asking = wizard.console.keyboard.is_terminal and not wizard.deciding and wizard.made is None
    if asking and found.api_key and not wizard.session.target.is_sandbox:
        offer_key(wizard, SecretStr(found.api_key))
        return "nothing"
    if not asking or not answers:
        wizard.console.say(f"Error: {found_words(found).replace('F4 takes it', '/key takes it')}")
        return "nothing"
    words = f"{PLACE_TITLE} {place_words(found).replace('was pasted', 'was typed')}"
    if not wizard.ask_yes(words, yes="apply", no="cancel"):
        wizard.console.say("Nothing was taken.")
        return "nothing"
    _take_over(wizard, answers)
    for path in answers:
        wizard.tell_answer(path)
    wizard.tell_problems()
    return "answered" if wizard.setting and wizard.setting.path in answers else "nothing"


def offer_key(wizard: Linear, key: "SecretStr") -> None:
    """Asks whether an API key that was found is to be used, for this session alone. Through a pipe it is refused."""
    from tui_app.api.target import BadTarget
    from tui_app.core.importing import KEY_TITLE, key_refusal, key_words

    text = key.get_secret_value()
    wizard.remember_secret(text)
    refusal = key_refusal(wizard.session, key)
    if refusal is not None:
        wizard.console.say(refusal.replace("F4", "/key"))
    elif not wizard.console.keyboard.is_terminal:
        wizard.console.say("An API key stands in it, and was not used: /key takes one.")
    elif wizard.ask_yes(f"{KEY_TITLE} {key_words(wizard.session)}", yes="use it", no="drop it"):
        try:
            wizard.session.use_key(text)
        except BadTarget as error:
            wizard.console.say(f"Error: {error}.")


def _read(keyboard: Lines, first: str) -> str:
    """The text that `first` begins, with the lines that belong to it, to just above `MAX_BYTES`; nothing of it is left to be read."""
    # What has yet to come of it is not to be seen: a password may stand in it.
    keyboard.unseen()
    lines, size = [first], len(first)
    is_json = begins_object(first)
    depth = _depth(0, first) if is_json else 0
    while depth if is_json else not _is_whole(keyboard, lines):
        if not keyboard.is_coming() and (
            keyboard.is_terminal or not is_json or _is_broken("\n".join(lines))
        ):
            break
        try:
            line = keyboard.line()
        except EndOfInput:
            break
        except TooLong:
            size = MAX_BYTES + 1
            continue
        depth = _depth(depth, line)
        size += len(line) + 1
        # Of what is too large the rest is read all the same, and dropped.
        if size <= MAX_BYTES:
            lines.append(line)
    keyboard.discard()
    return " " * (MAX_BYTES + 1) if size > MAX_BYTES else "\n".join(lines)


def _is_whole(keyboard: Lines, lines: list[str]) -> bool:
    """Whether a text that is no JSON ends here. What is pasted on a terminal ends when nothing more comes."""
    if keyboard.is_terminal:
        return False
    from tui_app.readers import recognized

    form = recognized(lines[0])
    if form in _SINGLE_LINES:
        return True
    return form in _SPOKEN_FORMS and _ends_command("\n".join(lines))


def _ends_command(text: str) -> bool:
    """Whether a shell's command is at its end: no quote and no here-document is open, and no line goes on."""
    last = text.rsplit("\n", 1)[-1].rstrip()
    if last.endswith(("\\", "^", "`")):
        return False
    here = re.search(r"<<-?\s*['\"]?(\w+)", text)
    if here:
        return re.search(rf"^\s*{here[1]}\s*$", text, re.MULTILINE) is not None
    try:
        shlex.split(text.replace("\\\n", " "))
    except ValueError:
        return False
    return True


def _depth(depth: int, line: str) -> int:
    """How many objects are open after `line`, of `depth` before it; 0 from the end of the outermost on."""
    for mark in _MARK.findall(line):
        depth += {"{": 1, "}": -1}.get(mark, 0)
        if depth == 0:
            break
    return depth


def _is_broken(text: str) -> bool:
    """Whether a text that is not whole cannot become JSON by going on."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return error.pos < len(text.rstrip())
    except (ValueError, RecursionError):
        pass
    return True
