"""How the sound of a call travels: media site, encryption, DTMF, comfort noise, fax."""

from tui_app.groups.kinds import Choice, Flag
from tui_app.groups.setting import Group, Setting

MEDIA = Group(
    "Media",
    help="Where and in what form the sound of a call travels.",
    settings=(
        Setting(
            "anchorsite_override",
            Choice(
                {
                    "Latency": "the shortest round trip",
                    "Chicago, IL": "United States, centre",
                    "Ashburn, VA": "United States, east",
                    "San Jose, CA": "United States, west",
                    "Sydney, Australia": "",
                    "Amsterdam, Netherlands": "",
                    "London, UK": "",
                    "Toronto, Canada": "Canada, east",
                    "Vancouver, Canada": "Canada, west",
                    "Frankfurt, Germany": "",
                }
            ),
            label="Media site",
            help="The site that the sound passes through. Latency picks the nearest; pin one when calls must stay in a region.",
            note="It moves the sound only, not the SIP messages. Latency needs the user name in the first INVITE: in its Contact "
            "header or in X-Telnyx-Username.",
            default="Latency",
        ),
        Setting(
            "sip_uri_calling_preference",
            Choice(
                {
                    "disabled": "no calls by SIP URI",
                    "unrestricted": "from anyone; unknown callers are billed to you",
                    "internal": "from connections of your own account",
                }
            ),
            label="SIP URI calls",
            help="Who may call the device at its SIP address: nobody, your own connections, or everyone.",
            note="The address is the user name at sip.telnyx.com. It works only for a user name that begins with a letter. The published "
            "schema names no default; the guides say disabled.",
            default_words="disabled",
        ),
        Setting(
            "dtmf_type",
            Choice(
                {
                    "RFC 2833": "as events in the media stream; the usual way",
                    "Inband": "as tones in the sound; needs G711",
                    "SIP INFO": "as SIP messages",
                }
            ),
            label="DTMF type",
            help="How key presses reach your device. Change it when menus miss them; towards Telnyx all forms work.",
            default="RFC 2833",
        ),
        Setting(
            "encrypted_media",
            Choice({"SRTP": "encrypted on both sides, or the call fails"}),
            label="Media encryption",
            help="SRTP encrypts the sound. Set it only where the device does SRTP too: otherwise its calls end with SIP 488.",
            note="The vendor's documents disagree on TLS: the older ones forbid SRTP together with it, the newest asks for it. WebRTC "
            "clients are reported to fail with SRTP set. null means the same as not set.",
            default_words="none",
            nullable=True,
        ),
        Setting(
            "encode_contact_header_enabled",
            Flag(),
            label="Encode Contact header",
            help="Encodes the Contact header sent to you. Try it when a router with SIP ALG or NAT breaks calls.",
            default=False,
        ),
        Setting(
            "onnet_t38_passthrough_enabled",
            Flag(),
            label="On-net T.38 passthrough",
            help="For faxes between two Telnyx users: on lets both ends agree on T.38 directly, off lets Telnyx convert for one end.",
            default=False,
        ),
        Setting(
            "default_on_hold_comfort_noise_enabled",
            Flag(),
            label="Comfort noise on hold",
            help="Telnyx sends soft noise while you hold a call. Off, your side must send sound, or a held call may be cut off.",
            note="The published schema says off for a create and on in replies, so the real default is unknown: set it if it matters.",
            default=False,
            default_words="off (disputed)",
        ),
        Setting(
            "bridge_generate_comfort_noise_on_cn",
            Flag(),
            label="Silence for CN packets",
            help="When one side sends comfort noise packets during hold, the other gets silent audio instead of nothing at all.",
            note="New in October 2026. The API stores the wish; what calls do with it is decided elsewhere. Null is refused.",
            default=False,
        ),
    ),
)
