"""How a call sounds: noise suppression and the jitter buffer."""

from tui_app.groups.kinds import Choice, Flag, Integer
from tui_app.groups.setting import Group, Setting

AUDIO = Group(
    "Audio",
    help="What is done to the sound: noise taken out, uneven arrival smoothed.",
    settings=(
        Setting(
            "noise_suppression",
            Choice(
                {
                    "inbound": "on the sound that comes in",
                    "outbound": "on the sound that goes out",
                    "both": "in both directions",
                    "disabled": "nowhere",
                }
            ),
            label="Noise suppression",
            help="Takes background noise out of the sound in one direction or in both. It is billed for each direction.",
            note="The published schema names no default; it is most likely disabled.",
            default_words="disabled",
        ),
        Setting(
            "noise_suppression_details.engine",
            Choice(
                {
                    "denoiser": "the default",
                    "deep_filter_net": "",
                    "deep_filter_net_large": "the larger model",
                    "krisp_viva_tel": "Krisp, for telephony",
                    "krisp_viva_tel_lite": "Krisp, for telephony, lite",
                    "krisp_viva_promodel": "Krisp, pro model",
                    "krisp_viva_ss": "Krisp",
                    "quail_voice_focus": "Quail",
                }
            ),
            label="Suppression engine",
            help="Which engine takes the noise out. Try another one when voices sound dull or noise remains.",
            note="It is stored while noise suppression is disabled, and takes effect once that is switched on.",
            default="denoiser",
        ),
        Setting(
            "noise_suppression_details.attenuation_limit",
            Integer(0, 100, step=10),
            label="Attenuation limit",
            help="How far noise may be turned down. More is quieter, and may take some of the voice with it.",
            note="The default follows the engine: 0 for denoiser, 80 for the deep_filter_net and Krisp engines, 100 for quail_voice_focus.",
            default_words="per engine",
        ),
        Setting(
            "jitter_buffer.enable_jitter_buffer",
            Flag(),
            label="Jitter buffer",
            help="Evens out sound that arrives unevenly. Turn it on when voices break up; it delays the sound a little.",
            default=False,
        ),
        Setting(
            "jitter_buffer.jitterbuffer_msec_min",
            Integer(40, 400, unit="ms"),
            label="Jitter buffer minimum",
            help="The least that the buffer holds back. Raise it on poor lines; it may not exceed the maximum.",
            note="It has no effect unless the jitter buffer is on, but the API checks it against the maximum all the same.",
            default=60,
        ),
        Setting(
            "jitter_buffer.jitterbuffer_msec_max",
            Integer(40, 400, unit="ms"),
            label="Jitter buffer maximum",
            help="The most that the buffer may hold back. Lower it when people talk over each other because of the delay.",
            note="It has no effect unless the jitter buffer is on, but the API checks it against the minimum all the same.",
            default=200,
        ),
    ),
)
