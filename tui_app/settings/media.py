"""Media of a call: AnchorSite, encryption, DTMF, comfort noise, fax."""

from tui_app.settings.setting import Group, Setting
from tui_app.settings.types import Choice, Flag

MEDIA = Group(
    "Media",
    help="Where and in what form the media of a call travel.",
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
            label="AnchorSite (media)",
            help="The AnchorSite that RTP passes through. Latency takes the shortest ping; pin "
            "one where ping is blocked or picks badly.",
            note="A pinned site fails over to the next one, so pinning one keeps no call in a "
            "country. Latency is measured by pings to you and needs the user name in the "
            "first INVITE: in its Contact header or in X-Telnyx-Username. It moves media "
            "only: the region of signalling is that of the host where the device registers. "
            "Let your firewall pass the media subnets of every site.",
            synonyms=(
                "anchor",
                "pop",
                "region",
                "media site",
                "datacenter",
                "server location",
                "latency",
                "delay",
                "ping",
                "residency",
            ),
            default="Latency",
        ),
        Setting(
            "sip_uri_calling_preference",
            Choice(
                {
                    "disabled": "nobody",
                    "unrestricted": "anyone; unknown callers cost you $0.002 a minute",
                    "internal": "connections of your own account",
                }
            ),
            label="SIP URI calls",
            help="Who may call the device at user_name@sip.telnyx.com, without a phone number.",
            note="The device must register with the user name in its Contact, and the user name "
            "must begin with a letter. Callers that are not let in get SIP 403 (reason D30). An "
            "app that dials your agents needs internal; a PBX or a fax needs disabled. The "
            "published schema names no default; unset is most likely disabled.",
            synonyms=("sip uri", "uri dialing", "direct sip", "inbound sip", "sip address"),
            default_words="disabled",
        ),
        Setting(
            "dtmf_type",
            Choice(
                {
                    "RFC 2833": "as events in the media stream; usual",
                    "Inband": "as tones in the audio; needs G711",
                    "SIP INFO": "as SIP messages",
                }
            ),
            label="DTMF type",
            help="How Telnyx sends callers' key presses (DTMF) to you. Change it only when your "
            "own IVR misses digits.",
            note="Keys that you press for a far IVR are sent by your device: set it there. RFC "
            "2833 is RFC 4733, in Asterisk rfc4733.",
            synonyms=(
                "dtmf",
                "tones",
                "keypad",
                "touch tone",
                "rfc4733",
                "out of band",
                "ivr",
                "inband",
                "telephone-event",
            ),
            default="RFC 2833",
        ),
        Setting(
            "encrypted_media",
            Choice(
                {
                    "SRTP": "calls to a device without it fail (SIP 488)",
                }
            ),
            label="Media encryption",
            help="SRTP encrypts RTP between device and Telnyx. Use it over SIP TLS, only if the "
            "device does SRTP too.",
            note="The key travels in the SIP message (SDES), so only TLS makes it safe, and it "
            "ends at Telnyx: it is not end to end. If it is set, a call to you is offered "
            "with SRTP and an answer without it is rejected. If it is not set, an answer "
            "with SRTP is rejected; SRTP that the device offers in outbound calls works "
            "either way. Leave it unset for T.38 faxes, for Voice SDK apps, which encrypt "
            "by themselves, and for browsers. null means the same as not set.",
            synonyms=(
                "srtp",
                "tls",
                "encryption",
                "secure",
                "sips",
                "encrypted calls",
                "sdes",
                "crypto",
                "dtls",
                "zrtp",
                "488",
                "transport",
            ),
            default_words="none",
            nullable=True,
        ),
        Setting(
            "encode_contact_header_enabled",
            Flag(),
            label="Encode Contact header",
            help="Encodes the Contact header that Telnyx sends. Try it when the SIP ALG of a NAT "
            "router rewrites it and calls drop.",
            note="Before that, turn the router's SIP ALG off, or let the device use TCP or TLS.",
            synonyms=("nat", "alg", "router", "contact", "firewall", "one-way audio", "behind nat"),
            default=False,
        ),
        Setting(
            "onnet_t38_passthrough_enabled",
            Flag(),
            label="On-net T.38 passthrough",
            help="For faxes to another Telnyx user: on lets both devices agree on T.38 directly, "
            "off lets Telnyx use it on one leg.",
            note="Turn it on only if both ends do T.38. It does not work with SRTP.",
            synonyms=("fax", "t38", "passthrough", "on-net"),
            default=False,
        ),
        Setting(
            "default_on_hold_comfort_noise_enabled",
            Flag(),
            label="Comfort noise on hold",
            help="Telnyx sends comfort noise while you hold a call. Off, send music or noise "
            "yourself: without RTP the call times out.",
            note="A PBX that plays music needs it off, a softphone on. The published schema says "
            "off for a create and on in replies, so the real default is unknown: set it if "
            "it matters.",
            synonyms=("hold", "moh", "mute", "music", "silence", "rtp timeout", "cng"),
            default=False,
            default_words="off (docs disagree)",
            default_doubt="docs disagree",
        ),
        Setting(
            "bridge_generate_comfort_noise_on_cn",
            Flag(),
            label="Silence for CN packets",
            help="When a held side sends only CN packets, the other side gets silent audio "
            "instead of no RTP at all.",
            note="New in October 2026. The API stores this; its effect on calls is undocumented. "
            "Leave it unset unless bridged calls drop on hold. Null is refused.",
            synonyms=(
                "cn",
                "rfc3389",
                "vad",
                "silence suppression",
                "mute",
                "payload 13",
                "hold",
                "dropped",
            ),
            default=False,
        ),
    ),
)
