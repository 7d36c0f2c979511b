"""The options that choose a SIP registrar, and how it is reached."""

import argparse
from typing import TYPE_CHECKING

from tui_app.commands.arguments import UsageError
from tui_app.sip.hosts import DEFAULT_REGION, PORTS, REGIONS

if TYPE_CHECKING:
    from tui_app.sip.register import Registrar


def add_registrar(parser: argparse.ArgumentParser, *, transport: str) -> None:
    """Add the options. `transport`: the help of that option."""
    parser.add_argument(
        "--region",
        choices=tuple(REGIONS),
        default=None,
        help=f"whose registrar, default {DEFAULT_REGION}",
    )
    parser.add_argument(
        "--sip-host", metavar="HOST[:PORT]", default=None, help="this registrar instead"
    )
    parser.add_argument("--transport", choices=tuple(PORTS), default=None, help=transport)


def registrar_of(options: argparse.Namespace) -> "Registrar":
    """Return the registrar that `options` name. Raises `UsageError`."""
    from tui_app.sip.register import Registrar, parse_registrar

    if options.sip_host is None:
        return Registrar(REGIONS[options.region or DEFAULT_REGION].host)
    if options.region:
        raise UsageError("--region and --sip-host exclude each other")
    try:
        return parse_registrar(options.sip_host)
    except ValueError as error:
        raise UsageError(f"--sip-host {error}") from None
