"""Calls that the device makes into the telephone network."""

from tui_app.groups.kinds import Choice, Country, Flag, Int64Text, Integer, Phone
from tui_app.groups.setting import Group, Setting

OUTBOUND = Group(
    "Outbound",
    help="How calls from your device reach the telephone network.",
    settings=(
        Setting(
            "outbound.outbound_voice_profile_id",
            Int64Text(),
            label="Outbound voice profile",
            help="The profile that says where you may call and what you may spend. Without one every outbound call is refused.",
            note="It is the profile's id, up to 19 digits, sent as text. The profile must be enabled and allow the country you call.",
            lookup="outbound_voice_profiles",
        ),
        Setting(
            "outbound.localization",
            Country(blank=True),
            label="Localization",
            help="The country whose way of dialling applies, so that its numbers need no prefix. Set it to where your callers are.",
            note="It also decides which national forms of a caller ID are accepted. Empty means that the rules of the US are tried, then "
            "those of GB.",
            default="US",
        ),
        Setting(
            "outbound.ani_override",
            Phone(blank=True),
            label="Caller ID override",
            help="The number shown to those you call, in place of what your device sends. It must be yours or verified.",
            note="Softphones often send the SIP user name as caller ID, which is refused with SIP 403: this mends it.",
            default="",
            default_words="empty",
        ),
        Setting(
            "outbound.ani_override_type",
            Choice(
                {
                    "always": "on every call",
                    "normal": "on ordinary calls",
                    "emergency": "on emergency calls only",
                }
            ),
            label="Override applies to",
            help="On which calls the caller ID override is used. It does nothing while no override is given.",
            default="always",
        ),
        Setting(
            "outbound.channel_limit",
            Integer(0, unit="calls"),
            label="Channel limit (out)",
            help="The most calls that may go out at the same time; more are refused with SIP 403. Set it to bound your costs.",
            default_words="no limit",
        ),
        Setting(
            "outbound.call_parking_enabled",
            Flag(),
            label="Call parking",
            help="Holds each outbound call until an application says what to do with it. Only for applications that steer calls.",
            note="The caller hears ringing until the application acts: without one, for ever. The webhook version texml needs it on.",
            default=False,
            nullable=True,
        ),
        Setting(
            "outbound.instant_ringback_enabled",
            Flag(),
            label="Instant ringback",
            help="The caller hears ringing at once, without waiting for the far end. Turn it off to hear only real ringing.",
            default=True,
        ),
        Setting(
            "outbound.generate_ringback_tone",
            Flag(),
            label="Ringback tone (out)",
            help="Telnyx plays the ringing tone itself, as early sound (SIP 183). Use it instead of instant ringback, not with it.",
            default=False,
        ),
        Setting(
            "outbound.t38_reinvite_source",
            Choice(
                {
                    "telnyx": "Telnyx asks for T.38",
                    "customer": "your device asks for T.38",
                    "disabled": "nobody asks",
                    "passthru": "whoever asks is passed on",
                    "caller-passthru": "the caller's request is passed on",
                    "callee-passthru": "the callee's request is passed on",
                }
            ),
            label="T.38 re-invite by",
            help="Who switches a call to fax mode (T.38). It matters only with a fax machine and a fax voice profile.",
            default="telnyx",
        ),
    ),
)
