"""Inbound calls: from the telephone network to the device."""

from tui_app.settings.setting import Group, Setting
from tui_app.settings.types import Choice, Codecs, Flag, Integer

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
                    "+E.164-national": "10 digits if both ends are US, else +E.164",
                    "E.164-national": "10 digits if both ends are US, else E.164",
                }
            ),
            label="Caller (ANI) format",
            help="How the caller's number (ANI) is written. A PBX or a phone can dial +E.164 "
            "back as it is.",
            note="Mind the spelling: upper case and a dot here, unlike the called number's "
            "format. What the national forms do outside the US is unknown. The portal shows "
            "E.164 in this place.",
            synonyms=("ani", "caller id", "from", "cli", "e164", "callback"),
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
            label="Called (DNIS) format",
            help="How the called number (DNIS) is written. It must match your inbound routes; "
            "sip_username hides the number.",
            note="If it does not match, your PBX answers 404. A WebRTC client takes "
            "sip_username; a connection with several numbers should not. Mind the spelling: "
            "lower case and no dot here, unlike the caller number's format.",
            synonyms=("dnis", "did", "called number", "ddi", "to", "e164", "inbound route"),
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
                    "VP8": "video; not in the API's list",
                    "AMR-WB": "wideband; not in the API's list",
                },
            ),
            label="Codecs",
            help="The codecs that Telnyx offers in calls to you, best first. Keep a G711: every "
            "device and carrier knows it.",
            note="Inbound only: in outbound calls the device offers. It counts only if the "
            "called number's own media handling is left at its default. Wideband needs HD "
            "voice on the number: without it a call may fail with SIP 403 (reason D57). A fax "
            "needs only G711. VP8 and AMR-WB are in the vendor's help, not in the API's list: "
            "their spelling is unknown.",
            synonyms=(
                "ulaw",
                "alaw",
                "pcmu",
                "pcma",
                "g711",
                "opus",
                "hd voice",
                "narrowband",
                "bitrate",
                "sdp",
                "wideband",
                "video",
                "h264",
                "amr",
                "transport",
            ),
            default=["G722", "G711U", "G711A", "G729", "OPUS", "H.264"],
        ),
        Setting(
            "inbound.default_routing_method",
            Choice(
                {
                    "sequential": "the first that takes it",
                    "round-robin": "by turns",
                }
            ),
            label="Default routing",
            help="For connections with several IP or FQDN routes: one after the other, or in "
            "turn. A registered device has one.",
            note="Leave it unset.",
            synonyms=("failover", "round robin", "load balancing"),
        ),
        Setting(
            "inbound.channel_limit",
            Integer(0, unit="calls"),
            label="Channel limit (in)",
            help="The most inbound calls at a time; more are rejected (SIP 403, reason D22). "
            "Unset, only the account's own limits apply.",
            note="What a rejected caller hears is unknown.",
            synonyms=(
                "concurrent calls",
                "simultaneous calls",
                "max calls",
                "lines",
                "sessions",
                "cps",
                "calls per second",
                "rate limit",
            ),
            default_words="no limit",
        ),
        Setting(
            "inbound.simultaneous_ringing",
            Choice(
                {
                    "disabled": "for a PBX",
                    "enabled": "for several phones or browsers",
                }
            ),
            label="Simultaneous ringing",
            help="enabled rings every device registered with this login; disabled rings only the "
            "one that registered last.",
            note="It is text, enabled or disabled, and not true or false.",
            synonyms=(
                "ring all",
                "parallel ringing",
                "forking",
                "multiple phones",
                "hunt group",
                "fork",
                "multiple devices",
                "ring group",
            ),
            default="disabled",
        ),
        Setting(
            "inbound.generate_ringback_tone",
            Flag(),
            label="Ringback tone (in)",
            help="Telnyx sends the carrier 183 and a US ringing tone until you send early media. "
            "Use it when callers hear silence.",
            note="To callers elsewhere the US tone sounds wrong.",
            synonyms=("ringback", "183", "early media", "dead air"),
            default=False,
        ),
        Setting(
            "inbound.isup_headers_enabled",
            Flag(),
            label="ISUP headers",
            help="Turns ISUP details from a MIME body into SIP headers, if the carrier sends "
            "any. Only for devices on TCP or TLS.",
            note="It also helps devices that cannot parse the body.",
            synonyms=("isup", "ss7", "mime", "carrier"),
            default=False,
        ),
        Setting(
            "inbound.prack_enabled",
            Flag(),
            label="PRACK",
            help="Offers 100rel in inbound INVITEs, so that a device that supports PRACK (RFC "
            "3262) has its 180 and 183 confirmed.",
            note="It does no harm and is rarely needed: a device without 100rel answers as "
            "before. SIP 504 hits outbound calls of a device that claims 100rel and sends "
            "no PRACK, whatever is set here: turn 100rel off in the device.",
            synonyms=("100rel", "provisional", "504", "rfc3262"),
            default=False,
        ),
        Setting(
            "inbound.privacy_zone_enabled",
            Flag(),
            label="Privacy zone",
            help="Sends a hidden caller's number with a Privacy: id header, for your side to "
            "keep hidden. No longer published.",
            note="It is not in the API's list any more (since January 2025), and may be ignored "
            "or refused: leave it unset.",
            synonyms=("anonymous", "clir", "id blocking", "withheld", "privacy", "hidden"),
            default=False,
            retired=True,
        ),
        Setting(
            "inbound.shaken_stir_enabled",
            Flag(),
            label="SHAKEN/STIR",
            help="Adds the SHAKEN/STIR Identity header to inbound INVITEs, over UDP too. Only "
            "for systems that verify callers.",
            note="It makes the INVITE large, so that UDP most likely breaks it into fragments. A "
            "verdict comes as verstat in P-Asserted-Identity, most likely without this too. "
            "It also adds to webhooks.",
            synonyms=("stir", "spam", "robocall", "attestation", "verstat", "identity"),
            default=False,
        ),
        Setting(
            "inbound.sip_compact_headers_enabled",
            Flag(),
            label="Compact SIP headers",
            help="Short SIP header names, so that a UDP message fits a packet. Turn it off only "
            "for devices that reject them.",
            note="RFC 3261, section 7.3.3, defines them.",
            synonyms=("compact", "mtu", "fragmentation"),
            default=True,
        ),
        Setting(
            "inbound.timeout_1xx_secs",
            Integer(1, 120, unit="s"),
            label="1xx timeout (no ringing)",
            help="How long Telnyx waits for 180 or 183 from the device; 100 Trying does not "
            "count. Raise it if your system rings late.",
            note="The portal shows 5 in this place. If it is too low, calls end with "
            "PROGRESS_TIMEOUT. 10 suits a PBX; 15 most likely suits an app that a push "
            "wakes. Keep it below the 2xx timeout.",
            synonyms=("no ringback", "180", "progress timeout", "pdd", "ringing"),
            default=3,
        ),
        Setting(
            "inbound.timeout_2xx_secs",
            Integer(1, 600, unit="s"),
            label="2xx timeout (no answer)",
            help="How long Telnyx waits for the answer (200 OK). Keep it longer than your "
            "voicemail or queue takes to pick up.",
            note="A call that is not answered ends with cause 602. The vendor's help says 5 or "
            "300 where the API says 90. It is a JSON number today; old documents show it as "
            "text.",
            synonyms=("no answer", "ring time", "ring duration", "voicemail", "200 ok"),
            default=90,
        ),
    ),
)
