"""The settings groups in order. Each is a step of the wizard."""

from tui_app.settings.audio import AUDIO
from tui_app.settings.credentials import CREDENTIALS
from tui_app.settings.inbound import INBOUND
from tui_app.settings.media import MEDIA
from tui_app.settings.outbound import OUTBOUND
from tui_app.settings.push import PUSH
from tui_app.settings.rtcp import RTCP
from tui_app.settings.setting import Group
from tui_app.settings.webhooks import WEBHOOKS

GROUPS: tuple[Group, ...] = (CREDENTIALS, MEDIA, AUDIO, WEBHOOKS, PUSH, RTCP, INBOUND, OUTBOUND)
"""The steps in order. To add a group, extend this list only."""
