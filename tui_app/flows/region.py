"""Choose the region whose registrar a device uses."""

from tui_app.core.device import SANDBOX_REGION, SANDBOX_REGISTRAR, registrar_of
from tui_app.core.messages import NOTHING_CREATED
from tui_app.flows.ui import UI, Option
from tui_app.sip.hosts import REGIONS


async def choose_region(ui: UI, code: str = "") -> None:
    """Show the card for another region: the one called `code`, or one that is asked for."""
    shown = ui.wizard.shown
    if shown is None:
        await ui.notify(NOTHING_CREATED)
        return
    regions = [(each.code, Option(each.name, each.host)) for each in REGIONS.values()]
    if ui.wizard.session.target.is_sandbox:
        words = f"{SANDBOX_REGISTRAR}, with sandbox --sip-port {SANDBOX_REGISTRAR.port}"
        regions.append((SANDBOX_REGION, Option("The sandbox's registrar", words)))
    codes = [each for each, _ in regions]
    if code.lower() not in codes:
        options = [option for _, option in regions]
        index = await ui.choose("SIP region; a login works at each", options, asked=True)
        if index is None:
            return
        code = codes[index]
    shown.region = code.lower()
    await ui.notify(f"Devices now register at {registrar_of(shown.region)}.")
