"""Takes a text that is pasted at a prompt.

It reads the whole text first, so that no line of it is taken for an answer, and then offers it.
"""

import json
import re
import shlex
from collections.abc import Collection

from tui_app.line.console import Lines
from tui_app.line.describing import say_answer
from tui_app.line.keyboard import EndOfInput, TooLong
from tui_app.line.prompt import Effect, Prompt
from tui_app.line.wizard import Linear
from tui_app.settings.misplaced import Misplaced
from tui_app.settings.problem import Path
from tui_app.text.document import MAX_BYTES, begins_object

# A string, to its end or to that of the line (a JSON string has one line), or a brace.
_MARK = re.compile(r'"(?:[^"\\]|\\.)*"?|[{}]')
_SHELL_FORMS = ("curl", "cli")
"""Forms whose end follows from the shell's rules for quotes and continued lines."""
_SINGLE_LINES = ("env", "yaml")
"""Forms in which each line is complete."""


def take_text(linear: Linear, first: str, prompt: Prompt) -> Effect:
    """Reads the text that begins with the line `first`, and fills in its answers.

    Asks first on a terminal; fills them in at once through a pipe.
    """
    from tui_app.flows.fill_in import fill_in
    from tui_app.flows.ui import run_now
    from tui_app.line.ui import LineUI

    text = _read(linear.console.keyboard, first)
    if linear.console.keyboard.lacks_newline:
        linear.console.say("")
    linear.wizard.remember_secret(text)
    if not prompt.payloads:
        linear.console.say("Error: a payload is no answer here. Nothing was taken.")
        return "nothing"
    ui = LineUI(linear)
    run_now(fill_in(ui, text, secret=prompt.secret))
    if not ui.answered:
        return "nothing"
    if linear.setting is None:
        linear.go_to_review()
    return _effect_on_question(linear, ui.answered)


def rest_of_secret(linear: Linear, end: str) -> str:
    """Reads the lines that come at once, up to one that holds `end`.

    Returns them; they are no answers, and a crash report masks them.
    """
    keyboard, lines = linear.console.keyboard, list[str]()
    while keyboard.is_coming():
        try:
            line = keyboard.line()
        except EndOfInput:
            break
        except TooLong:
            continue
        lines.append(line)
        linear.wizard.remember_secret(line)
        if end in line:
            break
    return " ".join(lines)


def refuse_secret(linear: Linear, found: Misplaced) -> Effect:
    """Says where a misplaced secret belongs, and offers on a terminal to put it there."""
    from tui_app.flows.misplaced import fill_in_secret
    from tui_app.flows.ui import run_now
    from tui_app.line.ui import LineUI

    ui = LineUI(linear)
    run_now(
        fill_in_secret(ui, found, label=linear.setting.label if linear.setting else "this question")
    )
    for path in ui.answered:
        say_answer(linear, path)
    return _effect_on_question(linear, ui.answered) if ui.answered else "nothing"


def _effect_on_question(linear: Linear, answered: Collection[Path]) -> Effect:
    """What happens to the current question, now that these settings are answered."""
    if linear.setting is not None and linear.setting.path in answered:
        return "answered"
    linear.report.say_new()
    return "nothing"


def _read(keyboard: Lines, first: str) -> str:
    """Reads all lines of the text that begins with `first`.

    Leaves none of them to be read as answers. Returns a blank text of just above `MAX_BYTES` for a
    larger one.
    """
    # Hide the rest of the text: it may hold a password.
    keyboard.start_hiding()
    lines, size = [first], len(first)
    is_json = begins_object(first)
    depth = _depth(0, first) if is_json else 0
    while depth if is_json else not _is_whole(keyboard, lines):
        if not keyboard.is_coming() and (
            keyboard.is_terminal or not is_json or _is_broken("\n".join(lines))
        ):
            # What is copied from a page seldom ends with a line end.
            lines.append(keyboard.unfinished())
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
        # Read the rest of a text that is too large too, and drop it.
        if size <= MAX_BYTES:
            lines.append(line)
    keyboard.discard()
    return " " * (MAX_BYTES + 1) if size > MAX_BYTES else "\n".join(lines)


def _is_whole(keyboard: Lines, lines: list[str]) -> bool:
    """Whether a text that is not JSON ends here.

    A text pasted on a terminal ends when nothing more comes.
    """
    if keyboard.is_terminal:
        return False
    from tui_app.readers import recognized

    form = recognized(lines[0])
    if form in _SINGLE_LINES:
        return True
    return form in _SHELL_FORMS and _ends_command("\n".join(lines))


def _ends_command(text: str) -> bool:
    """Whether a shell command is complete: no open quote, here-document or continued line."""
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
    """Counts the objects open after `line`, with `depth` before it; 0 once the outermost ends."""
    for mark in _MARK.findall(line):
        depth += {"{": 1, "}": -1}.get(mark, 0)
        if depth == 0:
            break
    return depth


def _is_broken(text: str) -> bool:
    """Whether no further lines can make an incomplete text valid JSON."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return error.pos < len(text.rstrip())
    except (ValueError, RecursionError):
        pass
    return True
