"""A payload that is pasted where something is asked: read whole, so that no line of it is taken for an answer, and then offered."""

import json
import re

from tui_app.document import MAX_BYTES, UnreadableDocument, parse_document
from tui_app.linear.console import Lines
from tui_app.linear.keyboard import EndOfInput, TooLong
from tui_app.linear.wizard import Effect, Linear, Prompt
from tui_app.problem import Json
from tui_app.words import FILL_IN, NOTHING_TO_FILL_IN, left_out_words, payload_words

# A text, to its end or that of the line, since JSON has none of several lines; or a brace.
_MARK = re.compile(r'"(?:[^"\\]|\\.)*"?|[{}]')


def take_payload(wizard: Linear, first: str, prompt: Prompt) -> Effect:
    """Reads the payload that the line `first` begins. On a terminal it is filled in if that is wanted, through a pipe at once."""
    try:
        document = _read(wizard.console.keyboard, first)
    except UnreadableDocument as error:
        # Where a secret is asked for, not even what is wrong with it is said.
        why = "" if prompt.secret else f": {error}"
        wizard.console.say(
            f"Error: what begins with {{ is taken for a payload, and this is none{why}. Nothing was taken."
        )
        return "nothing"
    if not prompt.payloads:
        wizard.console.say("Error: a payload is no answer here. Nothing was taken.")
        return "nothing"
    return _fill_in(wizard, document)


def _fill_in(wizard: Linear, document: dict[str, Json]) -> Effect:
    draft = wizard.draft
    known, left_out = draft.usable(document)
    for path, answer in known.items():
        if draft.request.is_secret(path) and isinstance(answer, str):
            wizard.remember_secret(answer)
    if not known:
        wizard.console.say(NOTHING_TO_FILL_IN)
        return "nothing"
    rest = ""
    if not wizard.console.keyboard.is_terminal:
        rest = f" {left_out_words(left_out)}".rstrip()
    elif not wizard.ask_yes(
        f"{FILL_IN} {payload_words(known, left_out)}", yes="fill in", no="leave all as it is"
    ):
        wizard.console.say("Nothing was taken.")
        return "nothing"
    for path in known:
        wizard.forget_told(path)
    draft.fill_in(known)
    wizard.console.say(
        f"The payload is filled in: {len(known)} answer{'s' if len(known) > 1 else ''}.{rest} /review tells what is set."
    )
    if wizard.setting is None:
        from tui_app.linear.commands import review

        return review(wizard, "")
    if wizard.setting.path in known:
        return "answered"
    wizard.tell_problems()
    return "nothing"


def _read(keyboard: Lines, first: str) -> dict[str, Json]:
    """The object that `first` begins, with the lines that belong to it. Raises `UnreadableDocument`; nothing of it is left to be read."""
    # What has yet to come of it is not to be seen: a password may stand in it.
    keyboard.unseen()
    lines, size, depth = [first], len(first), _depth(0, first)
    while depth:
        if not keyboard.is_coming() and (keyboard.is_terminal or _is_broken("\n".join(lines))):
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
    if size > MAX_BYTES:
        raise UnreadableDocument("it is larger than 1 MiB")
    return parse_document("\n".join(lines), "it")


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
