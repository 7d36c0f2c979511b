"""RTCP: reports on the quality of the audio."""

from tui_app.settings.setting import Group, Setting
from tui_app.settings.types import Choice, Flag, Integer

RTCP = Group(
    "RTCP",
    help="Reports on the quality of the audio, sent along with it.",
    settings=(
        Setting(
            "rtcp_settings.port",
            Choice(
                {
                    "rtp+1": "for a PBX or a phone",
                    "rtcp-mux": "for a hard NAT",
                }
            ),
            label="RTCP port",
            help="Where RTCP goes: the RTP port plus one, or the RTP port itself (rtcp-mux), "
            "which needs one NAT hole less.",
            note="Both sides must do it. SIP.js and JsSIP over wss most likely want rtcp-mux. A "
            "browser with the Voice SDK meets a gateway of Telnyx instead, and most likely "
            "needs no change.",
            synonyms=("rtcp", "mux", "port", "nat", "webrtc"),
            default="rtp+1",
        ),
        Setting(
            "rtcp_settings.capture_enabled",
            Flag(),
            label="Capture reports",
            help="Stores RTCP reports, so that the portal shows jitter and loss of each call. "
            "Turn it on to hunt bad audio.",
            note="Most likely the device must send RTCP for it.",
            synonyms=("qos", "mos", "rtcp-xr", "call statistics", "quality", "statistics"),
            default=False,
        ),
        Setting(
            "rtcp_settings.report_frequency_secs",
            Integer(5, 3000, unit="s"),
            label="Report every",
            help="Seconds between two RTCP reports to the device: 5 for diagnosis, longer for "
            "less traffic.",
            synonyms=("interval", "rtcp", "report"),
            default=5,
        ),
    ),
)
