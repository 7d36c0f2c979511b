"""Reports on the quality of the sound."""

from tui_app.groups.kinds import Choice, Flag, Integer
from tui_app.groups.setting import Group, Setting

RTCP = Group(
    "RTCP",
    help="Reports on the quality of the sound, sent along with it.",
    settings=(
        Setting(
            "rtcp_settings.port",
            Choice(
                {
                    "rtp+1": "the port after that of the sound",
                    "rtcp-mux": "on the same port as the sound",
                }
            ),
            label="RTCP port",
            help="Where quality reports travel. Choose rtcp-mux for devices, such as browsers, that use one port for everything.",
            default="rtp+1",
        ),
        Setting(
            "rtcp_settings.capture_enabled",
            Flag(),
            label="Capture reports",
            help="Keeps the quality reports, so that the portal can show how calls sounded. Turn it on to look into complaints.",
            default=False,
        ),
        Setting(
            "rtcp_settings.report_frequency_secs",
            Integer(5, 3000, unit="s"),
            label="Report every",
            help="The time between two quality reports to your device. Longer means less traffic and a coarser picture.",
            default=5,
        ),
    ),
)
