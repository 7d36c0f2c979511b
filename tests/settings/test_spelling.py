"""No fix means the opposite of what was written: every choice and every known member, walked with
what people write instead.
"""

import re
from collections.abc import Iterator

import pytest

from tests.support.answers import SETTINGS, every_setting, named, of
from tui_app.settings.other_names import ELSEWHERE, VAGUE
from tui_app.settings.problem import UNSET, Answer, Generate, Path, Problem
from tui_app.settings.request import REQUEST
from tui_app.settings.setting import Setting
from tui_app.settings.types import Choice
from tui_app.settings.types.spelling import close, key
from tui_app.text.document import Json

choices = pytest.mark.parametrize("setting", of(Choice), ids=named)


def at(place: str) -> Setting:
    return REQUEST.settings[tuple(place.split("."))]


def meant(setting: Setting, value: Json) -> object:
    """What the fix of the one problem of `value` puts in its place; "no fix" if there is none."""
    [problem] = setting.problems(value)
    assert problem.severity == "error"
    agrees(problem)
    return "no fix" if problem.fix is None else problem.fix.answers[setting.path]


def agrees(problem: Problem) -> None:
    """What a message suggests is what the label of its fix says, and what accepting it does."""
    suggested = re.search(r'did you mean (.*)\?$|: write "(.*)", in quotes$', problem.message)
    label = problem.fix.label if problem.fix else ""
    if suggested:
        name = suggested[1] or suggested[2]
        assert name in label, (problem.message, label)
    written = re.search(r": write (-?[0-9]+)$", problem.message)
    if written:
        assert label == f"use {written[1]}"
    for words in ("leave it unset", "use null", "remove it"):
        if problem.message.endswith(f": {words}"):
            assert label == words
    if label.startswith("rename it to "):
        assert label.removeprefix("rename it to ") in problem.message


def misspelt(option: str) -> Iterator[str]:
    """`option` in other cases, with other separators and with a letter too many or too few."""
    bare = re.sub("[^A-Za-z0-9+]", " ", option)
    for text in (option, bare):
        yield from (text.upper(), text.lower(), text.title(), text.swapcase())
    for separator in ("", "-", "_", "."):
        yield separator.join(bare.split())
    if len(option) > 4:
        for place in range(1, len(option)):
            if option[place].isalpha():
                yield option[:place] + option[place + 1 :]
                yield option[:place] + "x" + option[place:]


@choices
def test_a_choice_that_is_misspelt_is_never_taken_for_another(setting: Setting) -> None:
    assert isinstance(setting.kind, Choice)
    for option in setting.kind.options:
        others = set(setting.kind.options) - {option}
        for text in misspelt(option):
            if text in setting.kind.options:
                continue
            found = meant(setting, text)
            by_figures = re.sub("[^0-9]", "", text) != re.sub("[^0-9]", "", option)
            assert found in (option, "no fix") or (by_figures and found not in others), text


@choices
def test_case_and_separators_do_not_matter(setting: Setting) -> None:
    assert isinstance(setting.kind, Choice)
    for option in setting.kind.options:
        for text in (option.upper(), option.lower(), option.replace("-", "_"), f" {option} "):
            if text not in setting.kind.options:
                assert meant(setting, text) == option


OPPOSITES = {
    "disabled": ("enabled", "enable", "on", "true", True, "yes", "active", "not disabled", "undisabled"),
    "enabled": ("disabled", "disable", "off", "false", False, "no", "not enabled", "unenabled"),
    "unrestricted": ("restricted", "disabled", "not unrestricted", "off"),
    "internal": ("external", "international", "not internal"),
    "inbound": ("outbound", "outgoing", "out", "not inbound"),
    "outbound": ("inbound", "incoming", "in", "not outbound"),
    "SRTP": ("RTP", "none", "off", False, "TLS", "ZRTP", "DTLS", "dtls-srtp", "unencrypted", "no SRTP",
             "!srtp", "-SRTP", "\u00acSRTP", "\u2260 SRTP", "non-SRTP", "\u0431\u0435\u0437 SRTP", "SRTP off"),
    "always": ("never", "none", "not always", False),
    "emergency": ("normal", "non-emergency"),
    "normal": ("abnormal", "emergency"),
    "both": ("none", "neither", "off"),
    "rtcp-mux": ("rtp+1", "no-rtcp-mux", "rtcp-no-mux", "rtcp non mux"),
    "rtp+1": ("rtp-1", "rtp+0"),
    "caller-passthru": ("callee-passthru", "callee"),
    "callee-passthru": ("caller-passthru", "caller"),
    "+E.164": ("E.164", "e164", "+E.164-national"),
    "E.164": ("+E.164", "+e164", "E.164-national", "national"),
    "+e164": ("e164", "E.164", "national"),
    "e164": ("+e164", "+E.164", "national"),
    "1": ("2", 2, "v2"),
    "2": ("1", 1, "v1"),
    "round-robin": ("sequential",),
}  # fmt: skip


@choices
def test_a_choice_is_never_offered_for_its_opposite(setting: Setting) -> None:
    assert isinstance(setting.kind, Choice)
    for option in setting.kind.options:
        for value in OPPOSITES.get(option, ()):
            if value not in setting.kind.options:
                assert meant(setting, value) != option, value


def test_two_states_leave_no_choice_without_an_opposite() -> None:
    walked = [option for setting in of(Choice) for option in setting.kind.options]  # type: ignore[attr-defined]
    assert OPPOSITES.keys() <= set(walked), "no opposite of a choice that is none"


@pytest.mark.parametrize(
    ("place", "value", "expected"),
    [
        ("noise_suppression", "enabled", "no fix"),
        ("noise_suppression", True, "no fix"),
        ("noise_suppression", "on", "no fix"),
        ("noise_suppression", False, "disabled"),
        ("noise_suppression", "off", "disabled"),
        ("noise_suppression", "none", "disabled"),
        ("noise_suppression", "inbound,outbound", "both"),
        ("noise_suppression", "Inbound + Outbound", "both"),
        ("noise_suppression", "in and out", "both"),
        ("noise_suppression", ["inbound", "outbound"], "both"),
        ("noise_suppression", ["outbound"], "outbound"),
        ("noise_suppression", ["inbound", "disabled"], "no fix"),
        ("noise_suppression", {"direction": "inbound"}, "inbound"),
        ("noise_suppression", "", UNSET),
        ("noise_suppression", "null", UNSET),
        ("noise_suppression", "inbound only", "inbound"),
        ("noise_suppression_details.engine", "krisp", "no fix"),
        ("noise_suppression_details.engine", "Krisp Viva", "no fix"),
        ("noise_suppression_details.engine", "krisp_viva_ss_lite", "no fix"),
        ("noise_suppression_details.engine", "deep_filter", "no fix"),
        ("noise_suppression_details.engine", "deep_filter_net_big", "no fix"),
        ("noise_suppression_details.engine", "krisp_viva_tel_lit", "krisp_viva_tel_lite"),
        ("noise_suppression_details.engine", "DeepFilterNet", "deep_filter_net"),
        ("sip_uri_calling_preference", "enabled", "no fix"),
        ("sip_uri_calling_preference", True, "no fix"),
        ("sip_uri_calling_preference", False, "disabled"),
        ("sip_uri_calling_preference", "restricted", "no fix"),
        ("sip_uri_calling_preference", "Internal", "internal"),
        ("inbound.simultaneous_ringing", True, "enabled"),
        ("inbound.simultaneous_ringing", "false", "disabled"),
        ("anchorsite_override", "latency", "Latency"),
        ("anchorsite_override", "chicago", "Chicago, IL"),
        ("anchorsite_override", "Frankfurt", "Frankfurt, Germany"),
        ("anchorsite_override", "London", "London, UK"),
        ("anchorsite_override", "Montreal, Canada", "no fix"),
        ("anchorsite_override", "Dallas, TX", "no fix"),
        ("anchorsite_override", "Sidney", "Sydney, Australia"),
        ("anchorsite_override", "Chciago, IL", "Chicago, IL"),
        ("anchorsite_override", "San Jos\u00e9, CA", "San Jose, CA"),
        ("anchorsite_override", False, UNSET),
        ("dtmf_type", "rfc2833", "RFC 2833"),
        ("dtmf_type", "RFC4733", "RFC 2833"),
        ("dtmf_type", "sip-info", "SIP INFO"),
        ("dtmf_type", "in-band", "Inband"),
        ("dtmf_type", "inbound", "no fix"),
        ("dtmf_type", "RFC 3261", "no fix"),
        ("encrypted_media", "srtp", "SRTP"),
        ("encrypted_media", True, "SRTP"),
        ("encrypted_media", "None", None),
        ("encrypted_media", "disabled", None),
        ("encrypted_media", False, None),
        ("encrypted_media", "", UNSET),
        ("encrypted_media", "ZRTP", "no fix"),
        ("encrypted_media", "RTP", "no fix"),
        ("inbound.ani_number_format", "+e164", "+E.164"),
        ("inbound.ani_number_format", "e164", "E.164"),
        ("inbound.ani_number_format", "national", "no fix"),
        ("inbound.dnis_number_format", "+E.164", "+e164"),
        ("inbound.dnis_number_format", "username", "sip_username"),
        ("inbound.default_routing_method", "round_robin", "round-robin"),
        ("rtcp_settings.port", "rtp+2", "no fix"),
        ("webhook_api_version", 2, "2"),
        ("webhook_api_version", 2.0, "2"),
        ("webhook_api_version", "v1", "1"),
        ("webhook_api_version", 3, "no fix"),
        ("dtmf_type", "RFC2833/RFC4733", "RFC 2833"),
        ("dtmf_type", "rtp-events", "RFC 2833"),
        ("outbound.ani_override_type", "never", "no fix"),
        ("outbound.ani_override_type", "none", "no fix"),
        ("outbound.ani_override_type", False, "no fix"),
        ("outbound.ani_override_type", "non-emergency", "no fix"),
        ("outbound.t38_reinvite_source", "none", "disabled"),
        ("outbound.t38_reinvite_source", "callee-passthrough", "callee-passthru"),
        ("active", "true", True),
        ("active", "Enabled", True),
        ("active", "disabled", False),
        ("active", "maybe", "no fix"),
        ("active", "none", UNSET),
        ("active", "!true", "no fix"),
        ("active", "-1", "no fix"),
        ("active", "untrue", "no fix"),
        ("active", "unabled", "no fix"),
        ("active", "flase", False),
        ("active", "ture", True),
        ("active", "Y", True),
        ("active", "f", False),
        ("active", 1.0, True),
        ("active", "FALSCH", False),
        ("active", "inactive", False),
        ("active", "\uff54\uff52\uff55\uff45", True),
        ("active", "~", UNSET),
        ("active", "-", UNSET),
        ("webhook_timeout_secs", "null", None),
        ("webhook_timeout_secs", "", UNSET),
        ("webhook_timeout_secs", "25", 25),
        ("webhook_timeout_secs", "25s", 25),
        ("webhook_timeout_secs", "25 sec.", 25),
        ("webhook_timeout_secs", "500ms", "no fix"),
        ("webhook_timeout_secs", "5000 ms", 5),
        ("webhook_timeout_secs", "1 day", "no fix"),
        ("webhook_timeout_secs", False, None),
        ("inbound.timeout_2xx_secs", "2 minutes", 120),
        ("inbound.timeout_2xx_secs", "\uff13\uff10", 30),
        ("inbound.timeout_2xx_secs", "\u200b30", 30),
        ("inbound.timeout_2xx_secs", "+30;", 30),
        ("inbound.timeout_2xx_secs", "30 calls", "no fix"),
        ("inbound.timeout_2xx_secs", "10-20", "no fix"),
        ("jitter_buffer.jitterbuffer_msec_max", "0.3s", 300),
        ("jitter_buffer.jitterbuffer_msec_max", "300ms", 300),
        ("inbound.channel_limit", "1,000", 1000),
        ("inbound.channel_limit", "1 000 000", 1_000_000),
        ("inbound.channel_limit", "1.000", "no fix"),
        ("rtcp_settings.report_frequency_secs", "2.000", 2000),
        ("inbound.channel_limit", "10 calls", 10),
        ("inbound.channel_limit", "10 s", "no fix"),
        ("inbound.channel_limit", -5, UNSET),
        ("noise_suppression_details.attenuation_limit", "80%", "no fix"),
        ("inbound.channel_limit", "unlimited", UNSET),
        ("inbound.channel_limit", -1, UNSET),
        ("webhook_event_url", "none", UNSET),
        ("webhook_event_url", False, UNSET),
        ("webhook_event_failover_url", "null", None),
        ("ios_push_credential_id", "", UNSET),
        ("ios_push_credential_id", "None", None),
        ("outbound.outbound_voice_profile_id", "none", UNSET),
        ("outbound.ani_override", "none", UNSET),
        ("outbound.localization", "none", UNSET),
        ("outbound.localization", "usa", "US"),
        ("outbound.localization", "Germany", "DE"),
        ("outbound.localization", "en-US", "US"),
        ("outbound.localization", "no", "NO"),
        ("outbound.localization", "Georgia", "no fix"),
        ("tags", "", UNSET),
        ("tags", None, UNSET),
        ("inbound.codecs", "none", UNSET),
        ("inbound.codecs", ["none"], UNSET),
        ("user_name", "none", "no fix"),
    ],
    ids=repr,
)  # fmt: skip
def test_what_people_write(place: str, value: Json, expected: object) -> None:
    if (place, value) == ("user_name", "none"):
        assert list(at(place).problems(value)) == [], "four letters are a user name"
        return
    found = meant(at(place), value)
    assert found == expected
    assert type(found) is type(expected)


@every_setting
def test_words_and_fix_agree_for_every_setting(setting: Setting) -> None:
    spoilt: list[Json] = [
        "", " ", "none", "None", "null", "default", "undefined", "true", "false", "on", "off", "x",
        True, False, None, 0, 1, -1, 5.5, 10**9, [], ["x"], {}, {"a": 1}, "us", "UK", "rtp", "G711",
    ]  # fmt: skip
    for value in spoilt:
        for problem in setting.problems(value):
            agrees(problem)
            if problem.fix and problem.severity == "error":
                [answer] = problem.fix.answers.values()
                if isinstance(answer, Generate):
                    assert setting.secret
                    continue
                assert not [each for each in setting.problems(answer) if each.severity == "error"]


# Codecs


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ulaw", "G711U"), ("u-law", "G711U"), ("\u00b5-law", "G711U"), ("mu-law", "G711U"),
        ("PCMU/8000", "G711U"), ("G.711u", "G711U"), ("G711-U", "G711U"), ("G.711 u-law", "G711U"),
        ("alaw", "G711A"), ("A-law", "G711A"), ("pcma", "G711A"), ("G.711A", "G711A"),
        ("g729", "G729"), ("G.729a", "G729"), ("opus/48000/2", "OPUS"), ("h264", "H.264"),
        ("AMR_WB", "AMR-WB"), ("g711", None), ("G.711", None), ("pcm", None), ("G722.1", None),
        ("G726", None), ("G723", None), ("H265", None), ("VP9", None), ("AMR", None), ("speex", None),
        ("iLBC", None), ("GSM", None),
    ],
)  # fmt: skip
def test_codecs_that_are_clearly_meant(name: str, expected: str | None) -> None:
    [problem] = at("inbound.codecs").problems([name])
    agrees(problem)
    assert (problem.fix.answers[("inbound", "codecs")] if problem.fix else None) == (
        [expected] if expected else None
    )


def test_g711_is_one_of_two() -> None:
    [problem] = at("inbound.codecs").problems(["g711"])
    assert problem.message == '"g711" is not a codec of this API, but G711U or G711A: choose one'


def test_one_action_fixes_a_list_of_which_all_is_clear() -> None:
    path = ("inbound", "codecs")
    problems = list(at("inbound.codecs").problems(["G722", "PCMU", "pcma", "ulaw"]))
    assert len(problems) == 3
    for problem in problems:
        assert problem.fix is not None
        assert problem.fix.answers == {path: ["G722", "G711U", "G711A"]}


def test_of_a_list_that_is_not_clear_each_bad_codec_gets_its_own_fix() -> None:
    path = ("inbound", "codecs")
    first, second, third = at("inbound.codecs").problems(["PCMU", "g711", "pcma"])
    assert first.fix is not None
    assert third.fix is not None
    assert first.fix.answers == {path: ["G711U", "g711", "pcma"]}
    assert second.fix is None
    assert third.fix.answers == {path: ["PCMU", "g711", "G711A"]}


def test_typed_codecs_may_hold_a_blank() -> None:
    assert at("inbound.codecs").kind.parse("G.711 u-law, G.711 alaw G722") == [
        "G.711u-law",
        "G.711alaw",
        "G722",
    ]


# Spaces


@pytest.mark.parametrize(
    ("place", "value", "words"),
    [
        ("outbound.ani_override", "+15555550123 ", "ends with a space"),
        ("outbound.ani_override", " +15555550123", "starts with a space"),
        ("outbound.outbound_voice_profile_id", "1\n", "ends with a line break"),
        ("webhook_event_url", "\thttps://example.com", "starts with a tab"),
        ("user_name", " office12 ", "starts and ends with a space"),
        ("encrypted_media", "SRTP ", "ends with a space"),
        ("outbound.localization", "US ", "ends with a space"),
        ("connection_name", "office ", "ends with a space"),
    ],
)
def test_a_space_at_an_edge_is_named_and_left_out(place: str, value: str, words: str) -> None:
    [problem] = at(place).problems(value)
    assert problem.message == f"{words}: leave it out"
    assert problem.fix is not None
    assert problem.fix.answers == {at(place).path: value.strip()}
    assert at(place).kind.parse(value) == value.strip(), "it is taken off in a field"


@pytest.mark.parametrize("sign", ["\u200b", "\ufeff", "\u200e", "\u2060", "\u00ad"], ids=ascii)
@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("connection_name", "office"),
        ("user_name", "office12"),
        ("webhook_event_url", "https://example.com"),
        ("outbound.ani_override", "+15555550123"),
        ("ios_push_credential_id", "ec0c8e5d-439e-4620-a0c1-9d9c8d02a836"),
        ("outbound.localization", "US"),
        ("encrypted_media", "SRTP"),
    ],
)
def test_an_invisible_character_at_an_edge_is_named_and_left_out(
    place: str, value: str, sign: str
) -> None:
    [problem] = at(place).problems(value + sign)
    code = f"U+{ord(sign):04X}"
    assert problem.message == f"ends with an invisible character ({code}): leave it out"
    assert problem.fix is not None
    assert problem.fix.answers == {at(place).path: value}
    assert at(place).kind.parse(f" {sign}{value}{sign} ") == value


def test_a_space_at_a_tag_is_named() -> None:
    [problem] = at("tags").problems(["lab", "eu "])
    assert '"eu " ends with a space' in problem.message
    assert problem.fix is not None
    assert problem.fix.answers == {("tags",): ["lab", "eu"]}


# Members

PLACES = {".".join(setting.path): setting.path for setting in SETTINGS}
MEMBER_OPPOSITES = (
    ("inbound", "outbound"), ("min", "max"), ("ios", "android"), ("1xx", "2xx"),
    ("enable", "disable"), ("encode", "decode"), ("onnet", "offnet"), ("ani", "dnis"),
    ("internal", "external"), ("incoming", "outgoing"),
)  # fmt: skip


def stray(path: Path, value: Answer = 1, **answers: Answer) -> Problem:
    """The problem of an unknown member at `path`."""
    given: dict[Path, Answer] = {path: value, **{(name,): each for name, each in answers.items()}}
    [problem] = [each for each in REQUEST.validate(given) if each.path == path]
    agrees(problem)
    return problem


def target(problem: Problem) -> Path | None:
    """Where the fix moves the member; None if it takes it away."""
    assert problem.fix is not None
    moved = [path for path in problem.fix.answers if path != problem.path]
    return moved[0] if moved else None


def spelt(path: Path) -> Iterator[Path]:
    *parent, name = path
    words = name.split("_")
    camel = words[0] + "".join(map(str.title, words[1:]))
    for other in (camel, camel[:1].upper() + camel[1:], name.upper(), name.replace("_", "-")):
        yield (*parent, other)
        yield (other,)
        yield (".".join((*parent, other)),)
    yield (camel_path(path),)


def camel_path(path: Path) -> str:
    words = "_".join(path).split("_")
    return words[0] + "".join(map(str.title, words[1:]))


@every_setting
def test_a_member_in_another_spelling_or_place_is_this_one_or_none(setting: Setting) -> None:
    unique = sum(other.name == setting.name for other in SETTINGS) == 1
    # A port by itself is one of SIP.
    unique = unique and setting.name != "port"
    for path in spelt(setting.path):
        if path in REQUEST.settings:
            continue
        found = target(stray(path))
        same_place = len(path) == len(setting.path) and path[:-1] == setting.path[:-1]
        if key(path[-1]) in VAGUE and not same_place:
            assert found is None, path
        elif unique or same_place:
            assert found == setting.path, path
        else:
            assert found in (None, setting.path), path


@every_setting
def test_a_member_is_never_taken_for_its_opposite(setting: Setting) -> None:
    for one, other in (*MEMBER_OPPOSITES, *(pair[::-1] for pair in MEMBER_OPPOSITES)):
        for place in range(len(setting.path)):
            if (
                one not in setting.path[place]
                or setting.name.startswith(setting.path[0] + "_")
                or (one == "enable" and "enabled" in setting.path[place])
            ):
                continue
            path = (
                *setting.path[:place],
                setting.path[place].replace(one, other),
                *setting.path[place + 1 :],
            )
            if path not in REQUEST.settings:
                assert target(stray(path)) != setting.path, path


@pytest.mark.parametrize(
    "name",
    [
        "sip_region", "sip_subdomain", "sip_subdomain_receive_settings", "transport_protocol",
        "transportProtocol", "microsoft_teams_sbc", "third_party_control_enabled", "tech_prefix",
        "default_primary_ip_id", "ip_authentication_method",
    ],
)  # fmt: skip
@pytest.mark.parametrize("parent", [(), ("inbound",), ("outbound",), ("zzz",)], ids=repr)
def test_a_member_of_another_kind_of_connection_is_said_to_belong_there(
    name: str, parent: Path
) -> None:
    problem = stray((*parent, name))
    assert "belongs to IP and FQDN connections" in problem.message
    assert problem.fix is not None
    assert problem.fix.label == "remove it"


@pytest.mark.parametrize(
    ("place", "owner"),
    [
        ("voice_url", "Voice API and TeXML applications"),
        ("firstCommandTimeoutSecs", "Voice API and TeXML applications"),
        ("default_primary_fqdn_id", "IP and FQDN connections"),
        ("outbound.ip_authentication_token", "IP and FQDN connections"),
        ("traffic_type", "outbound voice profiles"),
        ("outbound.daily_spend_limit", "outbound voice profiles"),
        ("whitelistedDestinations", "outbound voice profiles"),
        ("hd_voice_enabled", "phone numbers"),
        ("inbound.cnam_listing", "phone numbers"),
        ("billing_group_id", "outbound voice profiles and phone numbers"),
    ],
)
def test_a_member_of_something_else_is_said_to_belong_there(place: str, owner: str) -> None:
    problem = stray(tuple(place.split(".")))
    assert f"{place} belongs to {owner}, not to" in problem.message
    assert problem.message.endswith(": remove it")
    assert problem.fix is not None
    assert problem.fix.label == "remove it"


def test_no_setting_has_a_name_that_belongs_elsewhere() -> None:
    assert not [setting.json_path for setting in SETTINGS if key(setting.name) in ELSEWHERE]


def test_a_name_that_two_objects_have_is_said_to_be_in_both() -> None:
    problem = stray(("channelLimit",), 5)
    assert "inbound.channel_limit and outbound.channel_limit are" in problem.message
    assert target(problem) is None


@pytest.mark.parametrize("name", ["Inbound", "rtcpSettings", "outbound_settings"])
@pytest.mark.parametrize("value", ["x", [], {}, None], ids=repr)
def test_an_object_with_nothing_in_it_is_not_said_to_be_there_already(
    name: str, value: Json
) -> None:
    problem = stray((name,), value)
    assert "must be an object" in problem.message
    assert target(problem) is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [("rtcp", "rtcp_settings"), ("inboundSettings", "inbound"), ("OUTBOUND", "outbound")],
)
def test_an_object_under_another_name_is_moved(name: str, expected: str) -> None:
    problem = stray((name,), {"x": 1})
    assert problem.fix is not None
    assert problem.fix.answers == {(name,): UNSET, (expected, "x"): 1}


def test_a_port_is_that_of_rtcp_only_if_it_says_so() -> None:
    for path in (("port",), ("inbound", "port"), ("sip", "port")):
        assert "did you mean" not in stray(path).message
        assert REQUEST.respelled({path: 5060}) == {path: 5060}
    assert target(stray(("rtcpSettings", "Port"))) == ("rtcp_settings", "port")


@pytest.mark.parametrize("name", ["webrtc_enabled", "sip_uri_calling_region"])
def test_a_member_of_no_connection_is_said_to_be_one(name: str) -> None:
    problem = stray((name,))
    assert problem.message == f"{name} is a setting of no connection: remove it"


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("name", "connection_name"),
        ("username", "user_name"),
        ("sip_username", "user_name"),
        ("sipUsername", "user_name"),
        ("sip_password", "password"),
        ("secret", "password"),
        ("passwd", "password"),
        ("webhook_url", "webhook_event_url"),
        ("webhookUrl", "webhook_event_url"),
        ("outbound_voice_profile_id", "outbound.outbound_voice_profile_id"),
        ("inbound.outbound_voice_profile_id", "outbound.outbound_voice_profile_id"),
        ("outbound.outboundVoiceProfileId", "outbound.outbound_voice_profile_id"),
        ("inbound.instant_ringback_enabled", None),
        ("outbound.codecs", None),
        ("channel_limit", None),
        ("generate_ringback_tone", None),
        ("connection_id", None),
        ("connection_type", None),
        ("password_hash", None),
        ("enabled", None),
        ("inactive", None),
        ("jitter_buffer.disable_jitter_buffer", None),
        ("jitter_buffer.enabled", "jitter_buffer.enable_jitter_buffer"),
        ("push_credential_id", None),
        ("inbound.timeout_3xx_secs", None),
        ("inbound.timeout_1xx", "inbound.timeout_1xx_secs"),
        ("api_key", None),
        ("tag", "tags"),
        ("friendlyName", "connection_name"),
        ("inbound.name", None),
        ("noise_suppression_details.name", None),
        ("inbound.active", None),
        ("jitter_buffer.active", "jitter_buffer.enable_jitter_buffer"),
        ("port", None),
        ("inbound.port", None),
        ("rtcp_port", "rtcp_settings.port"),
        ("outbound.capture", None),
        ("auth_username", "user_name"),
        ("sipAuthenticationPassword", "password"),
        ("dtmfMode", "dtmf_type"),
        ("media_encryption", "encrypted_media"),
        ("decode_contact_header_enabled", None),
        ("offnet_t38_passthrough_enabled", None),
        ("dnis_override", None),
        ("sip_headers_enabled", None),
        ("unencrypted_media", None),
        ("no_prack_enabled", None),
        ("outbound_voice_profile_name", None),
        ("webhook_timeout_seconds", "webhook_timeout_secs"),
        ("webhook_timeout_ms", None),
        ("report_frequency_msecs", None),
        ("inbound.timeout_1xx_sec", "inbound.timeout_1xx_secs"),
        ("inbound.timeout_1xx_minutes", None),
        ("noise_suppression_engine", "noise_suppression_details.engine"),
        ("noiseSuppression", "noise_suppression"),
        ("jitter_buffer.min", "jitter_buffer.jitterbuffer_msec_min"),
        ("jitterbuffer_max_msec", "jitter_buffer.jitterbuffer_msec_max"),
        ("stir_shaken_enabled", "inbound.shaken_stir_enabled"),
        ("webhook_event_url_failover", "webhook_event_failover_url"),
        ("webhook_fallback_url", "webhook_event_failover_url"),
        ("apns_push_credential_id", "ios_push_credential_id"),
        ("caller_id_number", "outbound.ani_override"),
        ("inbound.caller_id_number", None),
        ("codec_preferences", "inbound.codecs"),
        ("outbound.preferred_codecs", None),
    ],
)
def test_members_that_people_write(place: str, expected: str | None) -> None:
    found = target(stray(tuple(place.split("."))))
    assert (".".join(found) if found else None) == expected


def test_a_member_whose_name_is_taken_is_removed_and_said_so() -> None:
    problem = stray(("name",), "x", connection_name="office")
    assert problem.message.endswith("and connection_name is there already: remove it")
    assert target(problem) is None


def test_a_misspelt_object_is_renamed_with_all_that_is_in_it() -> None:
    problem = stray(("jitterBuffer",), {"enable_jitter_buffer": True, "x": 1})
    assert problem.fix is not None
    assert problem.fix.label == "rename it to jitter_buffer"
    assert problem.fix.answers == {
        ("jitterBuffer",): UNSET,
        ("jitter_buffer", "enable_jitter_buffer"): True,
        ("jitter_buffer", "x"): 1,
    }


def test_user_name_and_password_are_taken_out_of_an_object_of_credentials() -> None:
    held: Json = {
        "authentication": {
            "authentication_type": "credential",
            "username": "mypbx",
            "password": "S1",
        }
    }
    problem = stray(("credentials",), held)
    assert problem.fix is not None
    assert problem.fix.label == "use its user name and password"
    assert "user_name and password" in problem.message
    assert "S1" not in problem.message
    assert problem.fix.answers == {
        ("credentials",): UNSET,
        ("user_name",): "mypbx",
        ("password",): "S1",
    }
    assert target(stray(("credentials",), held, user_name="office12")) is None


# The measure itself


@pytest.mark.parametrize(
    ("said", "names", "expected"),
    [
        ("RTP", ["SRTP"], None),
        ("SRT", ["SRTP"], "SRTP"),
        ("restricted", ["unrestricted"], None),
        ("bound", ["inbound", "outbound"], None),
        ("inbuond", ["inbound", "outbound"], "inbound"),
        ("", ["a"], None),
        ("---", ["a"], None),
        ("a" * 10_000, ["a" * 100], "a" * 100),
        ("v2", ["v1"], None),
        ("same-x", ["same_x", "samex"], None),
        ("abcd", ["abcdef_one", "abcdef_two"], None),
        ("abcdef", ["abcdef_one", "abcdef_two"], None),
        ("zrtp", ["srtp"], None),
        ("strp", ["srtp"], "srtp"),
        ("internal", ["external"], None),
        ("encode_it_enabled", ["decode_it_enabled"], None),
        ("disable_it_all", ["enable_it_all"], None),
        ("no_such_thing", ["nosuch_things"], None),
    ],
)
def test_what_is_close(said: str, names: list[str], expected: str | None) -> None:
    assert close(said, names) == expected


def test_a_number_in_other_words_is_named_where_no_fix_is_shown() -> None:
    [problem] = at("webhook_timeout_secs").problems("25 sec")
    assert problem.message.endswith('not "25 sec": write 25')


def test_typed_digits_with_a_point_for_thousands_are_not_taken_for_a_fraction() -> None:
    assert at("inbound.channel_limit").kind.parse("1.000") == "1.000"
    assert at("inbound.channel_limit").kind.parse("1.0") == 1


def test_a_key_is_what_no_style_changes() -> None:
    assert key("!srtp") != key("srtp") == key("- SRTP") == key("--srtp")
    assert key("\u0431\u0435\u0437 srtp") != key("srtp")
    assert key("S\u00e3o-Paulo\uff01") == "saopaulo"
    assert key("+E.164-national") == key("+e164_National") == "+e164national"
