"""Protect the wizard from a terminal that is hostile, broken, slow or gone.

Each piece does something that Textual 8.2.8 does not do; a test shows what happens without it. If
Textual does not promise to keep a hook, a test says so and fails when the hook goes; `_textual`
lists the private ones.
"""

from tui_app.system.crash_report import crash_report
from tui_app.tui.terminal.crash import CrashGuard
from tui_app.tui.terminal.drawing import SafeLineFilter
from tui_app.tui.terminal.driver import SafeDriver
from tui_app.tui.terminal.ending import can_be_continued, handle_signals
from tui_app.tui.terminal.guardian import Guardian

__all__ = [
    "CrashGuard",
    "Guardian",
    "SafeDriver",
    "SafeLineFilter",
    "can_be_continued",
    "crash_report",
    "handle_signals",
]
