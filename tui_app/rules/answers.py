"""What the rules share: the paths of the settings that they speak of, and what holds for an answer."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from tui_app.groups import GROUPS, Setting
from tui_app.problem import UNSET, Answer, Fix, Path, Problem

Rule = Callable[[Mapping[Path, Answer]], Iterator[Problem]]

DECLARED: Final[dict[str, Setting]] = {
    setting.place: setting for group in GROUPS for setting in group.settings
}


def _path(place: str) -> Path:
    """The path of a declared setting; a name that is misspelt is a KeyError when the program starts."""
    return DECLARED[place].path


USER_NAME: Final = _path("user_name")
ACTIVE: Final = _path("active")
SIP_URI_CALLS: Final = _path("sip_uri_calling_preference")
ENCRYPTED_MEDIA: Final = _path("encrypted_media")
SUPPRESSION: Final = _path("noise_suppression")
ENGINE: Final = _path("noise_suppression_details.engine")
ATTENUATION: Final = _path("noise_suppression_details.attenuation_limit")
JITTER_BUFFER: Final = _path("jitter_buffer.enable_jitter_buffer")
JITTER_MIN: Final = _path("jitter_buffer.jitterbuffer_msec_min")
JITTER_MAX: Final = _path("jitter_buffer.jitterbuffer_msec_max")
EVENT_URL: Final = _path("webhook_event_url")
FAILOVER_URL: Final = _path("webhook_event_failover_url")
API_VERSION: Final = _path("webhook_api_version")
CODECS: Final = _path("inbound.codecs")
ISUP: Final = _path("inbound.isup_headers_enabled")
CHANNELS_IN: Final = _path("inbound.channel_limit")
CHANNELS_OUT: Final = _path("outbound.channel_limit")
PROFILE: Final = _path("outbound.outbound_voice_profile_id")
OVERRIDE: Final = _path("outbound.ani_override")
OVERRIDE_TYPE: Final = _path("outbound.ani_override_type")
PARKING: Final = _path("outbound.call_parking_enabled")
INSTANT_RINGBACK: Final = _path("outbound.instant_ringback_enabled")
RINGBACK_TONE: Final = _path("outbound.generate_ringback_tone")
T38: Final = _path("outbound.t38_reinvite_source")


def effective(answers: Mapping[Path, Answer], path: Path) -> object:
    """What holds for a setting: the answer, or the API's default where none was given."""
    return answers.get(path, DECLARED[".".join(path)].default)


def unset(path: Path) -> Fix:
    """The way out that takes an answer back."""
    return Fix("leave it unset", {path: UNSET})
