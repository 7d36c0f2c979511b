"""Choose who paints: `painting` if `switch.DIFFING` is on, else Textual alone.

With the switch off, nothing that `painting` needs of Textual is imported.
"""

from typing import TYPE_CHECKING

from tui_app.tui import switch

if TYPE_CHECKING or not switch.DIFFING:
    from tui_app.tui.terminal.plain import PlainApp as PaintedApp
    from tui_app.tui.terminal.plain import PlainScreen as PaintedScreen
else:
    from tui_app.tui.terminal.painting import DiffingApp as PaintedApp
    from tui_app.tui.terminal.painting import DiffingScreen as PaintedScreen

__all__ = ["PaintedApp", "PaintedScreen"]
