"""What is asked: one file for each settings group, which is one step of the wizard."""

from tui_app.groups.audio import AUDIO
from tui_app.groups.credentials import CREDENTIALS
from tui_app.groups.inbound import INBOUND
from tui_app.groups.media import MEDIA
from tui_app.groups.outbound import OUTBOUND
from tui_app.groups.push import PUSH
from tui_app.groups.rtcp import RTCP
from tui_app.groups.setting import Group, Setting
from tui_app.groups.webhooks import WEBHOOKS

__all__ = ["GROUPS", "Group", "Setting"]

GROUPS: tuple[Group, ...] = (CREDENTIALS, MEDIA, AUDIO, WEBHOOKS, PUSH, RTCP, INBOUND, OUTBOUND)
"""The steps in their order: the one list to extend."""
