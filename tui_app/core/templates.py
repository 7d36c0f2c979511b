"""Templates: real starting points, ours and the user's own, each a small JSON file.

A file holds `name`, `for` (what it is for), `body` (a part of the request), `why` (a reason for
each setting by its JSON path), `asks` (the settings that only the user can answer, each with a
reason) and `left_out` (what to leave alone, and what to do elsewhere).
"""

import json
import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Final, NamedTuple

from tui_app.core.draft import Draft
from tui_app.core.history import changed
from tui_app.core.importing import usable
from tui_app.settings.problem import Answer, Unset
from tui_app.settings.problem import Path as SettingPath
from tui_app.settings.request import REQUEST
from tui_app.settings.setting import Setting
from tui_app.settings.types import nearest
from tui_app.storage.files import StorageProblem, write_atomic
from tui_app.text.document import Json, UnreadableDocument, parse_document
from tui_app.text.escape import escape_controls, quoted, shortened

SUFFIX: Final = ".json"
NAME: Final = re.compile("[a-z0-9][a-z0-9-]{0,39}")
NAME_WORDS: Final = "1 to 40 lower-case letters, digits and hyphens"
YOURS: Final = "yours to answer"
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
    asks: dict[str, str]
    left_out: str
    own: bool = False

    def answers_for(self, draft: Draft) -> dict[SettingPath, Answer]:
        """Return the answers that `draft` can take over."""
        return usable(draft, self.body)[0]


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


def find_template(found: list[Template], key: str) -> Template | str:
    """Return the template with this key, or why there is none."""
    chosen = next((each for each in found if each.key == key), None)
    if chosen is not None:
        return chosen
    meant = nearest(key, [each.key for each in found])
    hint = f"did you mean {meant}?" if meant else "telnyx-wizard templates lists them"
    return f"there is no template {quoted(key)}: {hint}"


def _read(key: str, text: bytes, *, own: bool) -> Template:
    """Read a template. Raises `UnreadableDocument`."""
    document = parse_document(text, f"the template {escape_controls(key)}")
    body = document.get("body")
    if not isinstance(body, dict):
        raise UnreadableDocument("it has no body")
    held, _ = Draft.of(body)
    kept = {path: answer for path, answer in held.answers.items() if path not in OF_ONE}
    return Template(
        key,
        _text(document, "name") or key,
        _text(document, "for"),
        REQUEST.body(kept),
        _texts(document, "why"),
        _texts(document, "asks"),
        _text(document, "left_out"),
        own,
    )


def _text(document: Mapping[str, Json], name: str) -> str:
    value = document.get(name)
    return value if isinstance(value, str) else ""


def _texts(document: Mapping[str, Json], name: str) -> dict[str, str]:
    value = document.get(name)
    return {key: str(text) for key, text in value.items()} if isinstance(value, dict) else {}


def answers_to_save(draft: Draft) -> dict[SettingPath, Answer]:
    """Return the answers that a template of `draft` would set."""
    return {
        path: answer
        for path, answer in draft.answers.items()
        if path not in OF_ONE and not draft.request.is_secret(path)
    }


def save_template(draft: Draft, key: str, directory: Path) -> StorageProblem | None:
    """Write the answers that are not of one connection, account or host as a template `key`.

    It asks for the others: their settings are named, without the answers. Returns what went wrong,
    if anything.
    """
    asked = {
        setting.json_path: ""
        for path, setting in REQUEST.settings.items()
        if path in OF_ONE and path in draft.answers and not setting.required
    }
    document = {
        "name": key,
        "for": "",
        "body": REQUEST.body(answers_to_save(draft)),
        "why": {},
        "asks": asked,
        "left_out": "",
    }
    text = json.dumps(document, indent=2) + "\n"
    return write_atomic(directory / f"{key}{SUFFIX}", text.encode("utf-8", "backslashreplace"))


def asked_settings(template: Template, draft: Draft) -> list[Setting]:
    """Return the settings that the user still has to answer, in the order of the steps.

    They are those that the template asks for, and those that every connection needs.
    """
    return [
        setting
        for path, setting in draft.request.settings.items()
        if (setting.required or setting.json_path in template.asks) and path not in draft.answers
    ]


def asked_words(template: Template, draft: Draft) -> str:
    """Say what the user still has to answer; "" if nothing."""
    labels = [setting.label for setting in asked_settings(template, draft)]
    return f"Still to answer: {', '.join(labels)}." if labels else ""


def template_lines(template: Template) -> list[str]:
    """Return what a template sets and why, a line each. No terminal obeys anything in it."""
    draft, _ = Draft.of(template.body)
    lines = [f"{template.name} ({'your own' if template.own else template.key})", template.purpose]
    for path, answer in draft.answers.items():
        setting = REQUEST.settings.get(path)
        if setting is not None:
            why = _reason(template.why, path)
            lines.append(f"  {setting.json_path}: {setting.shown(answer)}{why}")
    lines += [
        f"  {setting.json_path}: {YOURS}{_reason(template.asks, path)}"
        for path, setting in REQUEST.settings.items()
        if setting.json_path in template.asks
    ]
    lines.append(f"Left to you: {template.left_out}" if template.left_out else "")
    return [escape_controls(line) for line in lines if line]


def change_lines(template: Template, draft: Draft) -> list[str]:
    """Return what a template would change in `draft` and why, a line each; [] if nothing.

    An answer that it would overwrite comes first, as in `off -> on`. No terminal obeys anything in
    it.
    """
    known, lines = template.answers_for(draft), []
    for path in changed(draft.answers, {**draft.answers, **known}):
        before = f"{_shown(draft, path, draft.get(path))} -> " if path in draft.answers else ""
        setting = draft.request.settings.get(path)
        label = setting.label if setting else ".".join(path)
        after = _shown(draft, path, known[path])
        lines.append(_sentences(f"{label}: {before}{after}", template.why, path))
    return lines


def asked_lines(template: Template, draft: Draft) -> list[str]:
    """Return what a template asks of the user and why, a line each, without what is answered."""
    return [
        _sentences(f"{setting.label}: {YOURS}", template.asks, setting.path)
        for setting in asked_settings(template, draft)
        if setting.json_path in template.asks
    ]


def _shown(draft: Draft, path: SettingPath, answer: "Answer | Unset") -> str:
    setting = draft.request.settings.get(path)
    return shortened(setting.shown(answer), 60) if setting else quoted(answer)


def _sentences(text: str, reasons: Mapping[str, str], path: SettingPath) -> str:
    return escape_controls(f"{text}. {reasons.get('.'.join(path), '')}".rstrip())


def _reason(reasons: Mapping[str, str], path: SettingPath) -> str:
    reason = reasons.get(".".join(path), "")
    return f"  {reason}" if reason else ""
