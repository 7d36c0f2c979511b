"""Templates: real starting points, ours and the user's own, each a small JSON file.

A file holds `name`, `for` (what it is for), `body` (a part of the request), `why` (a reason for
each setting by its JSON path) and `left_out` (what to add by hand, and what to leave alone).
"""

import json
import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Final, NamedTuple

from tui_app.core.draft import Draft
from tui_app.settings.problem import Path as SettingPath
from tui_app.settings.request import REQUEST
from tui_app.storage.files import StorageProblem, write_atomic
from tui_app.text.document import Json, UnreadableDocument, parse_document
from tui_app.text.escape import escape_controls

SUFFIX: Final = ".json"
NAME: Final = re.compile("[a-z0-9][a-z0-9-]{0,39}")
NAME_WORDS: Final = "1 to 40 lower-case letters, digits and hyphens"
OF_ONE: Final[frozenset[SettingPath]] = frozenset(
    {
        ("connection_name",),
        ("user_name",),
        ("password",),
        ("webhook_event_url",),
        ("webhook_event_failover_url",),
        ("ios_push_credential_id",),
        ("android_push_credential_id",),
        ("outbound", "outbound_voice_profile_id"),
        ("outbound", "ani_override"),
    }
)
"""Settings of one connection, account or host: in no template."""


class Template(NamedTuple):
    """A starting point. `key` is what `--template` takes; `own`: the user saved it."""

    key: str
    name: str
    purpose: str
    body: dict[str, Json]
    why: dict[str, str]
    left_out: str
    own: bool = False


def templates(directory: Path) -> tuple[list[Template], list[str]]:
    """Return our templates and those in `directory`, by key, and what cannot be read there.

    One of the user's with the key of one of ours takes its place.
    """
    found: dict[str, Template] = {}
    problems: list[str] = []
    for resource in files("tui_app").joinpath("templates").iterdir():
        if resource.name.endswith(SUFFIX):
            key = resource.name.removesuffix(SUFFIX)
            found[key] = _read(key, resource.read_bytes(), own=False)
    for path in sorted(directory.glob(f"*{SUFFIX}")):
        try:
            found[path.stem] = _read(path.stem, path.read_bytes(), own=True)
        except (OSError, UnreadableDocument) as error:
            problems.append(f"the template {escape_controls(path.name)} is left aside: {error}")
    return [found[key] for key in sorted(found)], problems


def _read(key: str, text: bytes, *, own: bool) -> Template:
    """Read a template. Raises `UnreadableDocument`."""
    document = parse_document(text, f"the template {escape_controls(key)}")
    body, why = document.get("body"), document.get("why")
    if not isinstance(body, dict):
        raise UnreadableDocument("it has no body")
    held, _ = Draft.of(body)
    kept = {path: answer for path, answer in held.answers.items() if path not in OF_ONE}
    return Template(
        key,
        _text(document, "name") or key,
        _text(document, "for"),
        REQUEST.body(kept),
        {name: str(text) for name, text in why.items()} if isinstance(why, dict) else {},
        _text(document, "left_out"),
        own,
    )


def _text(document: Mapping[str, Json], name: str) -> str:
    value = document.get(name)
    return value if isinstance(value, str) else ""


def save_template(draft: Draft, key: str, directory: Path) -> StorageProblem | None:
    """Write the answers that are not of one connection, account or host as a template `key`.

    Returns what went wrong, if anything.
    """
    kept = {
        path: answer
        for path, answer in draft.answers.items()
        if path not in OF_ONE and not draft.request.is_secret(path)
    }
    document = {"name": key, "for": "", "body": REQUEST.body(kept), "why": {}, "left_out": ""}
    text = json.dumps(document, indent=2) + "\n"
    return write_atomic(directory / f"{key}{SUFFIX}", text.encode("utf-8", "backslashreplace"))


def template_lines(template: Template) -> list[str]:
    """Return what a template sets and why, a line each. No terminal obeys anything in it."""
    draft, _ = Draft.of(template.body)
    lines = [f"{template.name} ({'your own' if template.own else template.key})", template.purpose]
    for path, answer in draft.answers.items():
        setting = REQUEST.settings.get(path)
        if setting is not None:
            why = template.why.get(setting.json_path, "")
            lines.append(
                f"  {setting.json_path}: {setting.shown(answer)}{f'  {why}' if why else ''}"
            )
    lines.append(f"Left to you: {template.left_out}" if template.left_out else "")
    return [escape_controls(line) for line in lines if line]
