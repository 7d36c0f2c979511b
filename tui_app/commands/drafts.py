"""`drafts`: list the drafts on disk, or remove one."""

import argparse
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from tui_app.core.autosave import begun_for, from_document, summary
from tui_app.core.exit_codes import DONE, FAILED, USAGE
from tui_app.settings.request import REQUEST
from tui_app.settings.types import nearest
from tui_app.storage.drafts import SUFFIX, Drafts, SavedDraft
from tui_app.storage.locations import locations
from tui_app.system.streams import put, say
from tui_app.text.document import Json
from tui_app.text.escape import escape_controls, quoted, shortened

MOST_NAMED: Final = 5
"""The most drafts that a message names."""


def run(options: argparse.Namespace) -> int:
    """List the drafts, or remove the one that `options` name. Return the exit code."""
    if options.remove is not None:
        return remove_draft(options.remove, as_json=options.json)
    return list_drafts(as_json=options.json)


def list_drafts(*, as_json: bool) -> int:
    """Print a line for each draft, the newest first. Return the exit code.

    `as_json`: print one JSON object per line. Its fields: `file` (what `drafts remove` takes),
    `name` (the connection's, or null), `answers` (how many), `step` (where its user was), `host`
    (what it was begun for, "" if unknown), `saved_at` (ISO 8601), `age_secs` and `in_use` (a
    running wizard holds it).
    """
    found = Drafts(locations().drafts).find()
    for aside in found.set_aside:
        say(f"note: {aside.message}")
    if found.problem is not None:
        say(f"telnyx-wizard: {escape_controls(found.problem.message)}")
        return FAILED
    now = datetime.now(UTC)
    for saved in found.drafts:
        put(json.dumps(_as_json(saved, now)) if as_json else _line(saved, now))
    if not found.drafts and not as_json:
        put("There are no drafts.")
    return DONE


def _line(saved: SavedDraft, now: datetime) -> str:
    name, state = summary(saved, now)
    marked = "  (in use)" if saved.in_use else ""
    return f"{_short(saved)}  {name}: {state}{marked}"


def _as_json(saved: SavedDraft, now: datetime) -> dict[str, Json]:
    draft, position = from_document(saved.document)
    name = draft.get(("connection_name",))
    groups = REQUEST.groups
    return {
        "file": saved.name,
        "name": name if isinstance(name, str) else None,
        "answers": len(draft.answers),
        "step": groups[position.step].title if position.step < len(groups) else "Review",
        "host": begun_for(saved.document),
        "saved_at": saved.saved_at.isoformat(),
        "age_secs": round(saved.age(now)),
        "in_use": saved.in_use,
    }


def _short(saved: SavedDraft) -> str:
    """Return the draft's file name without its suffix, as `drafts remove` takes it."""
    return escape_controls(saved.name.removesuffix(SUFFIX))


def remove_draft(name: str, *, as_json: bool) -> int:
    """Remove the draft with the file name `name`, or the one whose name begins with it.

    `name` may lack `.json`. `as_json`: print `{"removed": "<file>"}`. Return the exit code: 2 if no
    draft, or more than one, has this name, or a running wizard holds it; 1 if the disk fails.
    """
    drafts = Drafts(locations().drafts)
    found = drafts.find()
    if found.problem is not None:
        say(f"telnyx-wizard: {escape_controls(found.problem.message)}")
        return FAILED
    wanted = name.removesuffix(SUFFIX)
    exact = [each for each in found.drafts if each.name == wanted + SUFFIX]
    matching = exact or [each for each in found.drafts if wanted and each.name.startswith(wanted)]
    if len(matching) != 1:
        say(f"telnyx-wizard: {_not_one(name, matching, found.drafts)}")
        return USAGE
    (saved,) = matching
    if saved.in_use:
        say(f"telnyx-wizard: {_short(saved)} is in use: a running wizard holds it")
        return USAGE
    trouble = drafts.discard(saved.name)
    if trouble is not None:
        say(f"telnyx-wizard: {escape_controls(trouble.message)}")
        return FAILED
    if as_json:
        put(json.dumps({"removed": saved.name}))
    else:
        words = summary(saved, datetime.now(UTC))
        put(f"Removed: {_short(saved)}  {words}")
    return DONE


def _not_one(name: str, matching: list[SavedDraft], drafts: tuple[SavedDraft, ...]) -> str:
    """Return why `name` names no draft, or too many."""
    if matching:
        return f"{quoted(name)} begins {len(matching)} drafts: {_named(matching)}"
    called = [each for each in drafts if summary(each, each.saved_at).name == shortened(name, 60)]
    meant = nearest(name.removesuffix(SUFFIX), [_short(each) for each in drafts])
    if called:
        hint = f"a connection is called so in {_named(called)}"
    elif meant:
        hint = f"did you mean {meant}?"
    else:
        hint = "telnyx-wizard drafts lists them" if drafts else "there are no drafts"
    return f"there is no draft {quoted(name)}: {hint}"


def _named(drafts: Iterable[SavedDraft]) -> str:
    names = [_short(each) for each in drafts]
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more
