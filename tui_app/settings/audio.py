"""Audio processing of a call: noise suppression and the jitter buffer."""

from tui_app.settings.setting import Group, Setting
from tui_app.settings.types import Choice, Flag, Integer

AUDIO = Group(
    "Audio",
    help="What is done to the audio: noise removed, uneven arrival evened out.",
    settings=(
        Setting(
            "noise_suppression",
            Choice(
                {
                    "inbound": "what you hear",
                    "outbound": "what they hear",
                    "both": "billed twice",
                    "disabled": "neither",
                }
            ),
            label="Noise suppression",
            help="Removes noise before you hear it (inbound), before the other side does "
            "(outbound), or both. Each is billed.",
            note="It overrides the number's own setting. It works with G711, G722 and OPUS; "
            "whether with G729 is unknown. Leave it off for faxes. For speech recognition "
            "inbound is enough. The published schema names no default; it is most likely "
            "disabled.",
            synonyms=(
                "denoise",
                "noise cancellation",
                "noise cancelling",
                "krisp",
                "background noise",
                "echo cancellation",
                "echo",
                "ai",
            ),
            default_words="disabled",
        ),
        Setting(
            "noise_suppression_details.engine",
            Choice(
                {
                    "denoiser": "light",
                    "deep_filter_net": "what it suits is unknown",
                    "deep_filter_net_large": "the larger model; use unknown",
                    "krisp_viva_tel": "telephony",
                    "krisp_viva_tel_lite": "telephony and IVR; light",
                    "krisp_viva_promodel": "WebRTC, many talkers",
                    "krisp_viva_ss": "rooms, far microphones",
                    "quail_voice_focus": "speech recognition, voice agents",
                }
            ),
            label="Suppression engine",
            help="The model that removes noise. Each suits other calls; try another when voices "
            "sound dull.",
            note="It is stored while noise suppression is disabled, and takes effect once that "
            "is enabled. The portal's Rook models are not in the API.",
            synonyms=("krisp", "quail", "deepfilternet", "model"),
            default="denoiser",
        ),
        Setting(
            "noise_suppression_details.attenuation_limit",
            Integer(0, 100, step=10),
            label="Attenuation limit",
            help="How far noise may be turned down, 0 to 100 in tens. More is quieter, and takes "
            "more of the voice along.",
            note="The default follows the engine: 0 for denoiser, 80 for the deep_filter_net and "
            "Krisp engines, 100 for quail_voice_focus. With deep_filter_net, 0 most likely "
            "removes nothing; whether denoiser uses it at all is unknown.",
            synonyms=("strength", "level", "db"),
            default_words="depends on engine",
        ),
        Setting(
            "jitter_buffer.enable_jitter_buffer",
            Flag(),
            label="Jitter buffer",
            help="Evens out RTP that arrives unevenly, for some delay. Turn it on when speech is "
            "choppy on mobile or long routes.",
            note="It adapts between the minimum and the maximum. Which leg of a call it works on "
            "is unknown. Leave it off for faxes.",
            synonyms=("jitter", "choppy", "robotic", "packet loss"),
            default=False,
        ),
        Setting(
            "jitter_buffer.jitterbuffer_msec_min",
            Integer(40, 400, unit="ms"),
            label="Jitter buffer minimum",
            help="The delay that every call gets at least. Keep it low; on poor lines raise the "
            "maximum instead.",
            note="It has no effect unless the jitter buffer is on, but the API checks it against "
            "the maximum all the same.",
            synonyms=("jitter", "delay", "latency", "buffer"),
            default=60,
        ),
        Setting(
            "jitter_buffer.jitterbuffer_msec_max",
            Integer(40, 400, unit="ms"),
            label="Jitter buffer maximum",
            help="How far the buffer may grow. Raise it on lines with much jitter; lower it when "
            "people talk over each other.",
            note="On mobile or overseas lines 300 is most likely a good value. It has no effect "
            "unless the jitter buffer is on, but the API checks it against the minimum all "
            "the same.",
            synonyms=("jitter", "delay", "latency", "buffer"),
            default=200,
        ),
    ),
)
