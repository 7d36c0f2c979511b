"""Save the answers as a template of the user's own."""

from tui_app.core.templates import NAME, NAME_WORDS, SUFFIX, answers_to_save, save_template
from tui_app.flows.ui import UI, Question
from tui_app.storage.locations import locations
from tui_app.text.escape import escape_controls, quoted

TITLE = "Save as a template"
TEXT = (
    "Without name, user name, password, webhook URLs, and what belongs to one account. "
    "telnyx-wizard --template NAME begins with it. Name:"
)

NOTHING = (
    "There is nothing to save yet. A template has no name, user name, password, webhook URLs, "
    "nor what belongs to one account."
)


async def keep_template(ui: UI, name: str = "") -> bool:
    """Ask for the template's name unless `name` is one, and save it.

    Return whether it was saved.
    """
    if not answers_to_save(ui.wizard.draft):
        await ui.notify(NOTHING)
        return False
    directory = locations().templates
    typed: str | None = name or await ui.ask(TITLE, TEXT)
    while typed is not None:
        error = "" if NAME.fullmatch(typed) else f"A name is {NAME_WORDS}."
        taken = not error and (directory / f"{typed}{SUFFIX}").exists()
        if not error and (not taken or await ui.confirm(_replace(typed))):
            break
        typed = await ui.ask(TITLE, TEXT, value=typed, error=error)
    if typed is None:
        return False
    trouble = save_template(ui.wizard.draft, typed, directory)
    if trouble is not None:
        await ui.notify(escape_controls(trouble.message), "error")
        return False
    await ui.notify(f"Saved. telnyx-wizard --template {typed} begins with it.")
    return True


def _replace(name: str) -> Question:
    text = f"There is a template {quoted(name)} already."
    return Question(
        title="Replace the template?", text=text, yes="replace", no="use another name", asked=True
    )
