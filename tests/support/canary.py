"""Secrets that are told from everything else, and the search for them in whatever a program leaves
behind, as they are and in disguise.
"""

import base64
import html
import json
import random
import re
import string
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote, quote_plus

from tests.support.pty import Terminal

# What is escaped differently in JSON, URLs, HTML and Python. No white space: what a screen wraps is
# put together again without any.
SPECIAL = '"\\/%&<+'
FRAGMENT = 10
"""Characters: a part of a secret so long gives it away as well."""

_OSC = re.compile(rb"\x1b\].*?(?:\x07|\x1b\\)", re.DOTALL)
_SEQUENCE = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[ -/]*[0-~]")
_CLIPBOARD = re.compile(rb"\x1b\]52;[^;]*;([A-Za-z0-9+/=]*)")
_TITLE = re.compile(rb"\x1b\][012];(.*?)(?:\x07|\x1b\\)", re.DOTALL)


def make_secret(chance: random.Random, start: str = "") -> str:
    """A secret of 24 characters that occurs nowhere by chance: no two made with one `chance` share
    ten characters in a row.
    """
    body = [
        *SPECIAL,
        *chance.choices(string.ascii_letters + string.digits, k=24 - len(start) - len(SPECIAL)),
    ]
    chance.shuffle(body)
    # A backslash or quote at an end would be lost in what is cut off there.
    ends = chance.choices(string.ascii_letters, k=2)
    return f"{start}{ends[0]}{''.join(body[1:-1])}{ends[1]}"


def forms(secret: str) -> dict[str, bytes]:
    """Every form in which `secret` is looked for, by name."""
    raw = secret.encode()
    escaped = json.dumps(secret)[1:-1]
    found = {
        "whole": raw,
        "reversed": raw[::-1],
        "in capitals": raw.upper(),
        "in small letters": raw.lower(),
        "hex": raw.hex().encode(),
        "hex in capitals": raw.hex().upper().encode(),
        "URL": quote(secret, safe="").encode(),
        "URL in small letters": re.sub(
            "%..", lambda match: match.group().lower(), quote(secret, safe="")
        ).encode(),
        "URL path": quote(secret).encode(),
        "form": quote_plus(secret).encode(),
        "JSON": escaped.encode(),
        "JSON in JSON": json.dumps(escaped)[1:-1].encode(),
        "JSON with slashes": escaped.replace("/", "\\/").encode(),
        "repr": repr(secret)[1:-1].encode(),
        "HTML": html.escape(secret).encode(),
        "UTF-16, little end first": secret.encode("utf-16-le"),
        "UTF-16, big end first": secret.encode("utf-16-be"),
        **{
            f"fragment {start}": raw[start : start + FRAGMENT]
            for start in range(len(raw) - FRAGMENT + 1)
        },
        **{
            f"reversed fragment {start}": raw[::-1][start : start + FRAGMENT]
            for start in range(len(raw) - FRAGMENT + 1)
        },
    }
    for shift in range(3):
        # Base64 turns three bytes at a time, so where the secret begins in them makes three forms.
        # The ends depend on what is beside it.
        padded = bytes(shift) + raw
        whole = padded[: len(padded) - len(padded) % 3]
        cut = (0, 2, 3)[shift]
        found[f"base64, shifted by {shift}"] = base64.b64encode(whole)[cut:]
        found[f"URL-safe base64, shifted by {shift}"] = base64.urlsafe_b64encode(whole)[cut:]
    return found


class Search:
    """The search for `secrets`, by name.

    What is found is a line each, which never holds the secret itself.
    """

    def __init__(self, secrets: Mapping[str, str]) -> None:
        self.secrets = dict(secrets)
        self.looked: Counter[str] = Counter()
        """How many runs, pictures, files and processes were searched, and bytes in all."""
        self._forms = {name: forms(secret) for name, secret in secrets.items()}

    def add(self, name: str, secret: str) -> None:
        self.secrets[name] = secret
        self._forms[name] = forms(secret)

    def in_bytes(self, data: bytes, where: str) -> list[str]:
        """What stands in `data`, each secret told once."""
        self.looked["bytes"] += len(data)
        found: list[str] = []
        for name, each in self._forms.items():
            form = next((form for form, text in each.items() if text in data), None)
            if form:
                found.append(f"{name} ({form}) in {where}")
        return found

    def in_text(self, text: str, where: str) -> list[str]:
        """What stands in `text`, also where that was wrapped or framed."""
        return self.in_bytes(text.encode(), where) or self.in_bytes(
            joined(text).encode(), f"{where}, put together"
        )

    def in_output(self, output: bytes, where: str = "the terminal") -> list[str]:
        """What was written to a terminal: as it is, without its sequences, in the titles it set and
        the clipboards it filled.
        """
        plain = _SEQUENCE.sub(b"", _OSC.sub(b"", output))
        found = [
            *self.in_bytes(output, where),
            *self.in_bytes(plain, f"{where}, without sequences"),
            *self.in_bytes(re.sub(rb"\s+", b"", plain), f"{where}, without sequences and blanks"),
        ]
        for title in _TITLE.findall(output):
            found += self.in_bytes(title, f"{where}, its title")
        for payload in _CLIPBOARD.findall(output):
            found += self.in_bytes(
                base64.b64decode(payload + b"=" * (-len(payload) % 4)), f"{where}, its clipboard"
            )
        return found

    def in_files(self, *roots: Path) -> list[str]:
        """What every file under `roots` holds, is named, or points to."""
        found: list[str] = []
        for root in roots:
            for path in sorted(root.rglob("*")):
                self.looked["files"] += 1
                where = str(path.relative_to(root.parent))
                found += self.in_bytes(bytes(path.relative_to(root)), f"the name {where}")
                if path.is_symlink():
                    found += self.in_bytes(bytes(path.readlink()), f"the link {where}")
                elif path.is_file():
                    found += self.in_bytes(path.read_bytes(), f"the file {where}")
        return found

    def in_process(self, pid: int) -> list[str]:
        """What every user of this machine can read of a process that runs: its arguments, its name
        and those of its threads.

        The environment that a program was started with (`/proc/PID/environ`) is out of its own
        reach; only the same user reads it.
        """
        self.looked["processes"] += 1
        found: list[str] = []
        for path in (
            Path(f"/proc/{pid}/cmdline"),
            *sorted(Path(f"/proc/{pid}/task").glob("*/comm")),
        ):
            try:
                found += self.in_bytes(path.read_bytes(), f"the process's {path.name}")
            except (FileNotFoundError, ProcessLookupError):
                continue  # a thread that ended meanwhile
        return found


def joined(text: str) -> str:
    """`text` without white space and frames."""
    return "".join(
        character
        for character in text
        if not character.isspace() and character not in "│|─-╭╮╰╯┃━▌▐█▁▔▊▎"
    )


class Watched(Terminal):
    """A terminal whose screen is searched whenever it changed, as is the process.

    `sightings` are what was found.
    """

    def __init__(self, *command: str, search: Search, home: Path, **more: object) -> None:
        self.search = search
        self.sightings: list[str] = []
        self.pictures = 0
        super().__init__(*command, home=home, **more)  # type: ignore[arg-type]

    def _draw(self, data: bytes) -> None:
        super()._draw(data)
        self.pictures += 1
        self.search.looked["pictures"] += 1
        self.sightings += self.search.in_text(self.screen_text(), "the screen")
        if self.process.poll() is None:
            self.sightings += self.search.in_process(self.process.pid)

    def leaks(self) -> list[str]:
        """All that was found so far, in order, each once."""
        return list(dict.fromkeys([*self.sightings, *self.search.in_output(bytes(self.output))]))


def summed_up(found: list[str]) -> Iterator[str]:
    """The lines of `found` without doubles, for a message."""
    yield from dict.fromkeys(found)
