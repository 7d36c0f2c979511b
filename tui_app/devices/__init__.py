"""A connection as the configuration of a device: one file a device, each with `render`."""

import re
from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from tui_app.devices.account import Account


class Device(NamedTuple):
    """A device, by what people call it, the file it reads, and how such a file's name ends."""

    title: str
    file: str
    ending: str


DEVICES: Final = {
    "asterisk": Device("Asterisk", "pjsip.conf", ".conf"),
    "freeswitch": Device("FreeSWITCH", "sip_profiles/external/telnyx.xml", ".xml"),
    "linphone": Device("Linphone", "remote configuration", ".xml"),
    "zoiper": Device("Zoiper", "what to type", ".txt"),
    "baresip": Device("baresip", "accounts", ".txt"),
    "table": Device("any other device", "plain table", ".txt"),
}
"""Every device by its name on the command line."""


def render(name: str, account: "Account") -> str:
    """Return the configuration of the device `name` for `account`: lines, each with its end.

    Raises `CannotHold` if its format has no way to write the login, `KeyError` for another name.
    """
    from tui_app.devices.account import CannotHold

    if name not in DEVICES:
        raise KeyError(name)
    # The API has no other, and every format holds these; what a server sends may be anything.
    if not re.fullmatch("[A-Za-z0-9]+", account.user_name):
        raise CannotHold("the user name has other characters than letters and digits")
    text: str = import_module(f"tui_app.devices.{name}").render(account)
    return text
