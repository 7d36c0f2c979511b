"""Start from a blank form, a template, a file, a draft or an existing connection.

What was typed before is not lost.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from tui_app.core.importing import read_named
from tui_app.core.messages import DRAFTS_OFFER, filled_in
from tui_app.core.templates import (
    Template,
    asked_lines,
    asked_settings,
    asked_words,
    change_lines,
    find_template,
    templates,
)
from tui_app.flows.connections import browse_connections
from tui_app.flows.drafts import draft_options, find_drafts, resume
from tui_app.flows.fill_in import take
from tui_app.flows.ui import UI, Option, Question
from tui_app.storage.drafts import SavedDraft
from tui_app.storage.locations import locations
from tui_app.text.escape import escape_controls, shortened

TITLE = "Start from"
BLANK = Option("Blank", "what you typed stays as a draft")
TEMPLATE = Option("A template", "for a PBX, phone, WebRTC, fax and more; or your own")
FILE = Option("A file", "a payload, curl, a program, .env, YAML and more")
DRAFT = "A draft"
CONNECTION = Option("An existing connection", "of the account: clone it, or edit it")
FILE_TITLE = "Start from a file"


async def start_from(ui: UI, rest: str = "") -> None:
    """Ask what to start from, and begin with it. `rest`: the name of a template, or a file."""
    if ui.wizard.draft.created:
        await ui.notify(f"This connection exists. {ui.key_of('another')} sets up another one.")
    elif not rest:
        await _choose_start(ui)
    elif os.sep in rest or "." in rest:
        await _from_file(ui, rest)
    else:
        await _from_template(ui, rest)


async def _choose_start(ui: UI) -> None:
    wizard = ui.wizard
    drafts = await find_drafts(ui, wizard.autosave) if wizard.autosave else []
    starts: list[tuple[Option, Callable[[UI], Awaitable[None]]]] = [
        (TEMPLATE, _from_template),
        (FILE, _from_file),
    ]
    if wizard.draft.answers:
        starts.insert(0, (BLANK, _from_blank))
    if drafts:
        name, state = draft_options(drafts)[0]
        note = f"{name}, {state}" if len(drafts) == 1 else f"{len(drafts)} drafts, newest: {name}"
        starts.append((Option(DRAFT, note), partial(_from_draft, drafts=drafts)))
    starts.append((CONNECTION, browse_connections))
    chosen = await ui.choose(TITLE, [option for option, _ in starts], asked=True)
    if chosen is not None:
        await starts[chosen][1](ui)


async def _from_blank(ui: UI) -> None:
    wizard, back = ui.wizard, f"{ui.key_of('undo')} brings them back."
    if await _may_leave(ui, back):
        answered = list(wizard.draft.answers)
        wizard.begin_blank()
        ui.changed(answered)
        await ui.reopen()
        await ui.notify(f"All answers are unset. {back}")


async def _from_draft(ui: UI, *, drafts: list[SavedDraft]) -> None:
    chosen = await ui.choose(DRAFTS_OFFER, draft_options(drafts), asked=True)
    if chosen is not None and await _may_leave(ui):
        answered = list(ui.wizard.draft.answers)
        await resume(ui, drafts[chosen])
        ui.changed([*answered, *ui.wizard.draft.answers])


async def _may_leave(ui: UI, back: str = "") -> bool:
    """Keep the answers as a draft. Return whether to leave them.

    Asks if something in them cannot be kept. `back`: how to have them back.
    """
    ui.wizard.keep_now()
    lost = " ".join(filter(None, [ui.wizard.lost_words(), back]))
    if lost == back:
        return True
    title = "Leave these answers?"
    return await ui.confirm(Question(title=title, text=lost, yes="leave them", no="stay"))


async def _from_file(ui: UI, name: str = "") -> None:
    text = "The path of a file that holds a connection:"
    typed: str | None = name or await ui.ask(FILE_TITLE, text)
    while typed is not None:
        read = await ui.wait("", partial(asyncio.to_thread, read_named, typed))
        if not isinstance(read, str):
            if await take(ui, read, source=shortened(Path(typed).name, 60)):
                ui.moved()
            return
        typed = await ui.ask(FILE_TITLE, text, value=typed, error=read)


async def _from_template(ui: UI, key: str = "") -> None:
    found, problems = templates(locations().templates)
    for problem in problems:
        await ui.notify(escape_controls(problem), "warning")
    if key:
        named = find_template(found, key)
        if isinstance(named, str):
            await ui.notify(f"{named[0].upper()}{named[1:]}.", "error")
        else:
            await _use(ui, named)
        return
    options = [
        Option(shortened(each.name, 30), ("Your own. " if each.own else "") + each.purpose)
        for each in found
    ]
    chosen = await ui.choose("Start from a template", options, asked=True)
    if chosen is not None:
        await _use(ui, found[chosen])


async def _use(ui: UI, template: Template) -> None:
    """Show what a template changes. If the user agrees, take it over and go to what it asks."""
    wizard = ui.wizard
    draft, lines = wizard.draft, change_lines(template, wizard.draft)
    if not lines:
        await ui.notify("That changes nothing: all that it sets is answered so.")
        return
    text = "\n".join(
        filter(
            None,
            [
                template.purpose,
                *lines,
                *asked_lines(template, draft),
                f"Left to you: {template.left_out}" if template.left_out else "",
            ],
        )
    )
    title = f"Apply {shortened(template.name)}?"
    if not await ui.confirm(Question(title=title, text=text, yes="Apply", no="Cancel")):
        return
    known = template.answers_for(draft)
    draft.fill_in(known)
    asked = asked_settings(template, draft)
    if asked:
        wizard.position = wizard.position_of(asked[0].path)
    ui.changed(known)
    ui.moved()
    still = asked_words(template, draft) if asked else ""
    await ui.notify(filled_in(len(lines), ui.key_of("review"), still))
