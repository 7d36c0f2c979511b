"""`templates`: list the templates, show one, or remove one of the user's own."""

import argparse
import json

from tui_app.core.exit_codes import DONE, FAILED, USAGE
from tui_app.core.templates import SUFFIX, Template, find_template, template_lines, templates
from tui_app.storage.locations import locations
from tui_app.system.streams import put, say
from tui_app.text.escape import escape_controls


def run(options: argparse.Namespace) -> int:
    """Do what `options.order` says; without one list all. Return the exit code."""
    found, problems = templates(locations().templates)
    for problem in problems:
        say(f"note: {problem}")
    if options.order is None:
        for template in found:
            put(json.dumps(_as_json(template)) if options.json else _line(template))
        return DONE
    chosen = find_template(found, options.template_name)
    if isinstance(chosen, str):
        say(f"telnyx-wizard: {chosen}")
        return USAGE
    return _remove(chosen) if options.order == "remove" else _show(chosen, as_json=options.json)


def _line(template: Template) -> str:
    own = " (your own)" if template.own else ""
    return escape_controls(f"{template.key:12}  {template.name}{own}")


def _as_json(template: Template) -> dict[str, object]:
    fields = template._asdict()
    return {"template": fields.pop("key"), "for": fields.pop("purpose"), **fields}


def _show(template: Template, *, as_json: bool) -> int:
    if as_json:
        put(json.dumps(_as_json(template), indent=2))
    else:
        for line in template_lines(template):
            put(line)
    return DONE


def _remove(template: Template) -> int:
    if not template.own:
        say(f"telnyx-wizard: {template.key} is not your own: only those can be removed")
        return USAGE
    file = locations().templates / f"{template.key}{SUFFIX}"
    try:
        file.unlink()
    except OSError as error:
        say(f"telnyx-wizard: {escape_controls(str(file))} cannot be removed: {error.strerror}")
        return FAILED
    put(f"Removed: {escape_controls(template.key)}")
    return DONE
