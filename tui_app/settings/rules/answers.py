"""What the rules share: the paths of their settings, and the effective value of an answer."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from tui_app.settings.groups import GROUPS
from tui_app.settings.problem import UNSET, Answer, Fix, Path, Problem
from tui_app.settings.setting import Setting

Rule = Callable[[Mapping[Path, Answer]], Iterator[Problem]]

DECLARED: Final[dict[str, Setting]] = {
    setting.json_path: setting for group in GROUPS for setting in group.settings
}


def _path(json_path: str) -> Path:
    """Return the path of a declared setting.

    Raises `KeyError` when the program starts if the name is misspelt.
    """
    return DECLARED[json_path].path


USER_NAME: Final = _path("user_name")
PASSWORD: Final = _path("password")
ACTIVE: Final = _path("active")
SIP_URI_CALLS: Final = _path("sip_uri_calling_preference")
ANCHORSITE: Final = _path("anchorsite_override")
DTMF: Final = _path("dtmf_type")
ENCRYPTED_MEDIA: Final = _path("encrypted_media")
ONNET_T38: Final = _path("onnet_t38_passthrough_enabled")
SUPPRESSION: Final = _path("noise_suppression")
ENGINE: Final = _path("noise_suppression_details.engine")
ATTENUATION: Final = _path("noise_suppression_details.attenuation_limit")
JITTER_BUFFER: Final = _path("jitter_buffer.enable_jitter_buffer")
JITTER_MIN: Final = _path("jitter_buffer.jitterbuffer_msec_min")
JITTER_MAX: Final = _path("jitter_buffer.jitterbuffer_msec_max")
EVENT_URL: Final = _path("webhook_event_url")
FAILOVER_URL: Final = _path("webhook_event_failover_url")
API_VERSION: Final = _path("webhook_api_version")
WEBHOOK_TIMEOUT: Final = _path("webhook_timeout_secs")
CALL_COST: Final = _path("call_cost_in_webhooks")
IOS_PUSH: Final = _path("ios_push_credential_id")
ANDROID_PUSH: Final = _path("android_push_credential_id")
DNIS: Final = _path("inbound.dnis_number_format")
CODECS: Final = _path("inbound.codecs")
RINGING: Final = _path("inbound.simultaneous_ringing")
TIMEOUT_1XX: Final = _path("inbound.timeout_1xx_secs")
TIMEOUT_2XX: Final = _path("inbound.timeout_2xx_secs")
ISUP: Final = _path("inbound.isup_headers_enabled")
CHANNELS_IN: Final = _path("inbound.channel_limit")
CHANNELS_OUT: Final = _path("outbound.channel_limit")
LOCALIZATION: Final = _path("outbound.localization")
PROFILE: Final = _path("outbound.outbound_voice_profile_id")
OVERRIDE: Final = _path("outbound.ani_override")
OVERRIDE_TYPE: Final = _path("outbound.ani_override_type")
PARKING: Final = _path("outbound.call_parking_enabled")
INSTANT_RINGBACK: Final = _path("outbound.instant_ringback_enabled")
RINGBACK_TONE: Final = _path("outbound.generate_ringback_tone")
T38: Final = _path("outbound.t38_reinvite_source")


def effective(answers: Mapping[Path, Answer], path: Path) -> object:
    """Return the effective value of a setting: the answer, else the API's default."""
    return answers.get(path, default_of(path))


def default_of(path: Path) -> object:
    """Return the API's default if nothing is sent; UNSET if there is none or nobody knows it."""
    return DECLARED[".".join(path)].default


def differs(answers: Mapping[Path, Answer], path: Path) -> bool:
    """Whether the answer to a setting differs from the API's default."""
    return path in answers and answers[path] != default_of(path)


def answered(answers: Mapping[Path, Answer], *paths: Path) -> tuple[Path, ...]:
    """Return those of `paths` whose answer is neither null nor empty."""
    return tuple(path for path in paths if answers.get(path))


def unset(path: Path) -> Fix:
    """Return the fix that removes an answer."""
    return Fix("leave it unset", {path: UNSET})
