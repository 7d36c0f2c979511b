"""Choose the region whose registrar a device uses."""

from tui_app.core.messages import NOTHING_CREATED
from tui_app.flows.ui import UI, Option
from tui_app.sip.hosts import REGIONS


async def choose_region(ui: UI, code: str = "") -> None:
    """Show the card for another region: the one called `code`, or one that is asked for."""
    shown = ui.wizard.shown
    if shown is None:
        await ui.notify(NOTHING_CREATED)
        return
    if code.lower() not in REGIONS:
        regions = list(REGIONS.values())
        options = [Option(each.name, each.host) for each in regions]
        index = await ui.choose("SIP region; a login works at each", options, asked=True)
        if index is None:
            return
        code = regions[index].code
    shown.region = code.lower()
    await ui.notify(f"Devices now register at {REGIONS[shown.region].host}.")
