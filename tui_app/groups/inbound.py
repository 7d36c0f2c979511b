"""Calls that come in from the telephone network to the device."""

from tui_app.groups.kinds import Choice, Codecs, Flag, Integer
from tui_app.groups.setting import Group, Setting

INBOUND = Group(
    "Inbound",
    help="How calls from the telephone network reach your device.",
    settings=(
        Setting(
            "inbound.ani_number_format",
            Choice(
                {
                    "+E.164": "always +15551234567",
                    "E.164": "always 15551234567",
                    "+E.164-national": "own country national, others with a plus",
                    "E.164-national": "own country national, others without a plus",
                }
            ),
            label="Caller number format",
            help="How the caller's number is written in calls to you. Choose the form that your system knows.",
            note="Mind the spelling: upper case and a dot here, unlike the called number's format.",
            default="E.164-national",
        ),
        Setting(
            "inbound.dnis_number_format",
            Choice(
                {
                    "+e164": "+15551234567",
                    "e164": "15551234567",
                    "national": "as dialled within the country",
                    "sip_username": "the user name of this connection",
                }
            ),
            label="Called number format",
            help="How the number that was called is written in calls to you. Choose the form that your routing expects.",
            note="Mind the spelling: lower case and no dot here, unlike the caller number's format.",
            default="e164",
        ),
        Setting(
            "inbound.codecs",
            Codecs(
                {
                    "G722": "wideband voice",
                    "G711U": "PCMU; North America and Japan",
                    "G711A": "PCMA; elsewhere",
                    "G729": "narrow lines; compressed",
                    "OPUS": "wideband; only over TCP or TLS",
                    "H.264": "video; only over TCP or TLS",
                },
                extra={
                    "VP8": "video; not documented here",
                    "AMR-WB": "wideband; not documented here",
                },
            ),
            label="Codecs",
            help="The codecs offered in calls to you, best first. Shorten the list when a device picks one it handles badly.",
            note="It counts only where the called number's own media handling is left at its default.",
            default=["G722", "G711U", "G711A", "G729", "OPUS", "H.264"],
        ),
        Setting(
            "inbound.default_routing_method",
            Choice(
                {"sequential": "one route after the other", "round-robin": "the routes in turn"}
            ),
            label="Default routing",
            help="How calls to a newly assigned number are spread over several routes. With a single device it makes no difference.",
            note="It is meant for connections by IP address or host name, which have several routes.",
        ),
        Setting(
            "inbound.channel_limit",
            Integer(0, unit="calls"),
            label="Channel limit (in)",
            help="The most calls that may come in at the same time. Set it to protect a small team or line; unset means no limit.",
            default_words="no limit",
        ),
        Setting(
            "inbound.simultaneous_ringing",
            Choice(
                {
                    "disabled": "only the last one registered rings",
                    "enabled": "every registered device rings",
                }
            ),
            label="Simultaneous ringing",
            help="Lets all devices that share this login ring for a call. Disabled, only the one that registered last does.",
            note="It is text, enabled or disabled, and not true or false.",
            default="disabled",
        ),
        Setting(
            "inbound.generate_ringback_tone",
            Flag(),
            label="Ringback tone (in)",
            help="Telnyx plays the ringing tone to the caller itself, as early sound (SIP 183). Turn it on when callers hear nothing.",
            default=False,
        ),
        Setting(
            "inbound.isup_headers_enabled",
            Flag(),
            label="ISUP headers",
            help="Passes details of the telephone network on to you in SIP headers. Needs a device on TCP or TLS.",
            default=False,
        ),
        Setting(
            "inbound.prack_enabled",
            Flag(),
            label="PRACK",
            help="Has ringing confirmed too (RFC 3262). Turn it on only for a device that supports 100rel: others fail with SIP 504.",
            default=False,
        ),
        Setting(
            "inbound.privacy_zone_enabled",
            Flag(),
            label="Privacy zone",
            help="Sends a hidden caller's number along with a Privacy header, for your side to keep hidden.",
            note="This setting is no longer in the published schema (since January 2025): the API may ignore or refuse it.",
            default=False,
            retired=True,
        ),
        Setting(
            "inbound.shaken_stir_enabled",
            Flag(),
            label="SHAKEN/STIR",
            help="Adds the Identity header that vouches for the caller's number. Turn it on if your system checks for forged callers.",
            note="The header comes over UDP too, and makes the SIP message larger.",
            default=False,
        ),
        Setting(
            "inbound.sip_compact_headers_enabled",
            Flag(),
            label="Compact SIP headers",
            help="Writes SIP header names in their short form, so that messages fit a packet. Turn it off for devices that stumble.",
            default=True,
        ),
        Setting(
            "inbound.timeout_1xx_secs",
            Integer(1, 120, unit="s"),
            label="No-ringing timeout",
            help="How long your device may take to show any sign of life before the call is given up. Raise it for slow devices.",
            default=3,
        ),
        Setting(
            "inbound.timeout_2xx_secs",
            Integer(1, 600, unit="s"),
            label="No-answer timeout",
            help="How long a call may ring without an answer before it is given up.",
            note="It is a JSON number today; old documents show it as text.",
            default=90,
        ),
    ),
)
