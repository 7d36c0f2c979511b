"""Read a .env file, or lines of it: settings by name, key and password moved into place."""

import io
import re
import shlex
from collections.abc import Iterator
from typing import Final

from tui_app.readers.reading import Found, Unfit, Value
from tui_app.readers.variables import read_variables, unless_computed

MAX_LINES: Final = 2_000
MAX_LINE: Final = 10_000
"""The longest line that is taken apart as a shell would."""
# What makes an assignment of a variable: shells, Docker, systemd.
_LEADING: Final = re.compile(
    r"(?m)^[ \t]*(?:\$env:|Environment=|(?:export|declare -x|set|env|ENV)[ \t]+)"
)
_NO_VARIABLE: Final = re.compile(r"(?m)^[ \t]*[;\[].*$")
_SEVERAL: Final = re.compile(
    r"(?m)^[ \t]*[\"']?[A-Za-z_]\w*=.*[ \t;][\"']?(?:\$env:)?[A-Za-z_]\w*=.*$"
)
_QUOTED: Final = re.compile(r"(?m)^[ \t]*([\"'])([A-Za-z_]\w*=[^\"'\n]*)\1[ \t]*$")
_PAIR: Final = re.compile(r"(?:\$env:)?([A-Za-z_]\w*)=(.*)", re.DOTALL)
_WORDS: Final = frozenset({"export", "declare", "-x", "set", "env"})


def read(text: str) -> list[Found]:
    """Read the one connection that the variables of a text describe."""
    if text.count("\n") > MAX_LINES:
        raise Unfit(f"it has more than {MAX_LINES} lines")
    found = read_variables(_variables(text))
    if found is None:
        raise Unfit("its variables name no setting of a connection")
    return [found]


def _variables(text: str) -> Iterator[tuple[str, Value]]:
    from dotenv.parser import parse_stream

    text = _LEADING.sub("", _NO_VARIABLE.sub("", text))
    text = _SEVERAL.sub(_one_a_line, _QUOTED.sub(r"\2", text))
    for binding in parse_stream(io.StringIO(text)):
        if binding.key and binding.value is not None:
            quoted = binding.original.string.partition("=")[2].strip().startswith("'")
            yield binding.key, binding.value if quoted else unless_computed(binding.value)


def _one_a_line(line: "re.Match[str]") -> str:
    """Put the variables of `A=b C='d e'; export E=f` on a line each, as only a shell reads them."""
    if len(line[0]) > MAX_LINE:
        return line[0]
    words = shlex.shlex(line[0], posix=True, punctuation_chars=";")
    words.whitespace_split, words.commenters = True, ""
    try:
        found = [word for word in words if word.strip(";") and word not in _WORDS]
    except ValueError:
        return line[0]
    if "#" in found:
        found = found[: found.index("#")]
    pairs = [_PAIR.fullmatch(word) for word in found]
    if len(pairs) < 2 or not all(pairs):
        return line[0]
    return "\n".join(f"{pair[1]}={_quoted(pair[2])}" for pair in pairs if pair)


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'" if "$" not in value else value
