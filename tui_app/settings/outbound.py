"""Outbound calls: from the device to the telephone network."""

from tui_app.settings.setting import Group, Setting
from tui_app.settings.types import Choice, Country, Flag, Int64Text, Integer, Phone

OUTBOUND = Group(
    "Outbound",
    help="How calls from your device reach the telephone network.",
    settings=(
        Setting(
            "outbound.outbound_voice_profile_id",
            Int64Text(),
            label="Outbound voice profile",
            help="The profile says where you may call and what you may spend. Without one "
            "outbound calls get SIP 403 (reason D38).",
            note="It is the profile's id, up to 19 digits, sent as text. It must be enabled and "
            "list the country that you call: a new one lists US and Canada. It also limits "
            "calls and spending. A connection for inbound calls only needs none.",
            synonyms=(
                "ovp",
                "profile",
                "d38",
                "destinations",
                "allowed countries",
                "billing group",
                "spend limit",
                "international",
            ),
            lookup="outbound_voice_profiles",
        ),
        Setting(
            "outbound.localization",
            Country(blank=True),
            label="Localization",
            help="The country whose dialling rules and national caller IDs apply: with US, ten "
            "digits do. +E.164 works from anywhere.",
            note="Exit codes follow it too. Emergency calls do not: dial their number without a "
            "plus. A caller ID from abroad must be +E.164. On empty the vendor's pages "
            "disagree: US, then GB, or US, then SIP 404.",
            synonyms=("country", "dial plan", "prefix", "locale", "011", "national"),
            default="US",
        ),
        Setting(
            "outbound.ani_override",
            Phone(blank=True),
            label="Caller ID override",
            help="The caller ID of outbound calls, whatever the device sends: a number of yours, "
            "or a verified one. Fixes SIP 403, reason D35.",
            note="Unset, the caller ID is what the device sends in PPI, PAI, RPID or From, in "
            "this order. A softphone often sends its user name there, which is refused with "
            "D35. D36 means a foreign number, D51 one that is not verified. It decides the "
            "country of a 911 call. A PBX with many numbers leaves it unset.",
            synonyms=(
                "caller id",
                "cli",
                "cid",
                "from",
                "d35",
                "spoof",
                "display number",
                "cnam",
                "caller name",
                "p-asserted-identity",
                "remote-party-id",
            ),
            default="",
            default_words="empty",
        ),
        Setting(
            "outbound.ani_override_type",
            Choice(
                {
                    "always": "emergency calls too",
                    "normal": "all but emergency calls",
                    "emergency": "nothing else",
                }
            ),
            label="Override applies to",
            help="Every call, only ordinary ones, or only emergency ones. For emergency calls "
            "the number needs a registered address.",
            note="In the US a 911 call without that address costs $100. It does nothing while no "
            "override is given.",
            synonyms=("e911", "911", "112", "emergency", "caller id"),
            default="always",
        ),
        Setting(
            "outbound.channel_limit",
            Integer(0, unit="calls"),
            label="Channel limit (out)",
            help="The most outbound calls at a time; more get SIP 403. It bounds what a stolen "
            "password can cost.",
            note="The code is D3. The limit of the account, 2 calls and later 10, comes first.",
            synonyms=(
                "concurrent calls",
                "simultaneous calls",
                "max calls",
                "calls per second",
                "rate limit",
                "toll fraud",
                "cps",
                "limit",
            ),
            default_words="no limit",
        ),
        Setting(
            "outbound.call_parking_enabled",
            Flag(),
            label="Call parking",
            help="Parks each outbound call until your application acts; the device gets 180 and "
            "rings. Never for a PBX or a phone.",
            note="It needs an event URL, or nobody learns of the call. How long it rings without "
            "an application is unknown. The webhook version texml needs it on.",
            synonyms=("park", "call control", "texml", "webrtc", "hold"),
            default=False,
            nullable=True,
        ),
        Setting(
            "outbound.instant_ringback_enabled",
            Flag(),
            label="Instant ringback",
            help="Telnyx sends 180 at once and the device plays ringing. Off, you hear the "
            "carrier's own 18x or early media.",
            note="Announcements still come through.",
            synonyms=("ringback", "180", "early media"),
            default=True,
        ),
        Setting(
            "outbound.generate_ringback_tone",
            Flag(),
            label="Ringback tone (out)",
            help="Telnyx sends 183 and plays a US ringing tone until the carrier's sound. For "
            "devices that stay silent at 180.",
            note="The portal offers one choice of three: neither, this one, or instant ringback.",
            synonyms=("ringback", "183", "tone"),
            default=False,
        ),
        Setting(
            "outbound.t38_reinvite_source",
            Choice(
                {
                    "telnyx": "on fax tone; else stays G.711",
                    "customer": "your device",
                    "disabled": "nobody",
                    "passthru": "undocumented",
                    "caller-passthru": "undocumented",
                    "callee-passthru": "undocumented",
                }
            ),
            label="T.38 re-invite by",
            help="Who sends the T.38 re-INVITE in outbound faxes: Telnyx, the device, or nobody, "
            "which means G.711. Not with SRTP.",
            note="In inbound faxes the device sends it, and the number needs its T.38 gateway "
            "on. What the passthru values do is unknown.",
            synonyms=("fax", "t38", "t.38", "reinvite", "ata", "g711 fax"),
            default="telnyx",
        ),
    ),
)
