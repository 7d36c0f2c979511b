"""The configuration of a device: chosen, shown without the password, copied or saved."""

from tui_app.core.device import account_for, registrar_of
from tui_app.core.messages import CONFIGURATION_WITHOUT, NOTHING_CREATED, SAVE_CONFIGURATION
from tui_app.core.payload_file import suggested_name
from tui_app.devices import DEVICES, render
from tui_app.devices.account import CannotHold
from tui_app.flows.save import show_and_save
from tui_app.flows.ui import UI, Configuration, Option


async def configure(ui: UI, name: str = "") -> None:
    """Show the configuration of the device `name`, or of one that is asked for, and save it."""
    shown = ui.wizard.shown
    if shown is None:
        await ui.notify(NOTHING_CREATED)
        return
    if name.lower() not in DEVICES:
        names = list(DEVICES)
        options = [Option(each.title, each.file) for each in DEVICES.values()]
        index = await ui.choose("Which device?", options, asked=True)
        if index is None:
            return
        name = names[index]
    name = name.lower()
    device = DEVICES[name]
    registrar, clear = registrar_of(shown.region), None
    try:
        text = render(name, account_for(shown.connection, None, registrar))
        if shown.password is not None:
            from pydantic import SecretStr

            account = account_for(shown.connection, shown.password, registrar)
            clear = SecretStr(render(name, account))
    except CannotHold as error:
        await ui.notify(f"No configuration for {device.title}: {error}.", "error")
        return
    shown_text = Configuration(f"{device.title}: {device.file}", text, clear)
    file = suggested_name(f"{shown.connection.connection_name}-{name}", device.ending)
    await show_and_save(ui, shown_text, SAVE_CONFIGURATION, CONFIGURATION_WITHOUT, file)
