"""What each kind of answer takes, refuses, warns of and mends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from tests.support.answers import named, of, wrong
from tui_app.core.draft import Draft
from tui_app.settings.problem import UNSET
from tui_app.settings.request import REQUEST
from tui_app.settings.setting import Setting
from tui_app.settings.types import COUNTRIES, INT64, Choice, Integer, Url
from tui_app.text.document import Json

urls = pytest.mark.parametrize("setting", of(Url), ids=named)


USER = REQUEST.settings[("user_name",)]
NAME = REQUEST.settings[("connection_name",)]
SECRET = REQUEST.settings[("password",)]


@pytest.mark.parametrize(
    "value",
    [
        "abc",
        "a" * 33,
        "",
        "hq-pbx01",
        "a b c d",
        "a_bcd",
        "\u00e4bcd",
        "\u0430bcd",
        "\uff41bcd",
        "abc\u0661",
        "abcd\u0301",
        "abcd\n",
        "[/data]",
    ],
    ids=ascii,
)
def test_user_names_that_are_refused(value: str) -> None:
    [problem] = wrong(USER, value)
    assert problem.code == "format"


def test_a_user_name_is_mended_by_leaving_out_what_is_not_allowed() -> None:
    [problem] = wrong(USER, "hq-pbx 01")
    assert problem.fix is not None
    assert problem.fix.answers == {USER.path: "hqpbx01"}
    [problem] = wrong(USER, "a-" * 32)
    assert problem.fix is not None
    assert problem.fix.answers == {USER.path: "a" * 32}


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("bad user!", 'without spaces or "!"'),
        ("a b c d", "without spaces"),
        ("hq-pbx-01", "without hyphens"),
        ("é-é ü", 'without "é", hyphens, spaces or "ü"'),
        ("a!b?c*d+e", 'without "!", "?", "*" or "+"'),
        ("a!b?c*d+e=", 'without "!", "?", "*" or the like'),
        ("a\x1bb", 'without "^["'),
        ("ab", "2 entered"),
        ("a" * 250 + "!", "251 entered"),
    ],
    ids=ascii,
)
def test_a_user_name_is_told_each_kind_of_character_that_it_cannot_have(
    value: str, told: str
) -> None:
    [problem] = wrong(USER, value)
    assert problem.message.endswith(f", {told}")


@pytest.mark.parametrize("value", ["", " ", "\t\n", "\u3000"], ids=ascii)
def test_a_name_needs_something_to_see(value: str) -> None:
    assert [problem.code for problem in wrong(NAME, value)] == ["blank"]


@pytest.mark.parametrize("value", ["a\nb", "a\u202eb", "a\x1b[31m"], ids=ascii)
def test_invisible_characters_in_a_name_are_warned_of(value: str) -> None:
    assert [(problem.code, problem.severity) for problem in NAME.problems(value)] == [
        ("invisible", "warning")
    ]


@pytest.mark.parametrize(
    ("value", "code", "severity"),
    [
        ("1234567", "length", "error"),
        ("x" * 129, "length", "error"),
        ("", "length", "error"),
        ("********", "masked", "error"),
        ("*" * 128, "masked", "error"),
        ("password\n", "charset", "warning"),
        ("pässwörter", "charset", "warning"),
        (" password", "space", "warning"),
        ("password ", "space", "warning"),
    ],
)
def test_passwords(value: str, code: str, severity: str) -> None:
    for answer in (value, SecretStr(value)):
        [problem] = SECRET.problems(answer)
        assert (problem.code, problem.severity) == (code, severity)


def test_of_a_password_all_is_told_at_once() -> None:
    assert [problem.code for problem in SECRET.problems(" pässword")] == ["charset", "space"]


@pytest.mark.parametrize("typed", [" pass word ", "\tpassword", "password\n", ""], ids=repr)
def test_a_password_is_taken_as_typed(typed: str) -> None:
    assert SECRET.kind.parse(typed) == typed


@given(st.text(min_size=4))
def test_no_message_holds_a_password(value: str) -> None:
    told = " ".join(problem.message for problem in SECRET.problems(value))
    assert value not in told
    assert value not in SECRET.shown(value)


@pytest.mark.parametrize(
    "value", ["12345678", 12345678, ["hunter2hunter2"], {"hunter2": 1}], ids=repr
)
def test_a_password_of_any_type_is_never_shown(value: Json) -> None:
    """Its fix included: a number in quotes would stand there in clear."""
    assert "hunter2" not in str(list(SECRET.problems(value)))
    assert "12345678" not in str(list(SECRET.problems(value)))


@pytest.mark.parametrize("value", [1234567890, 12, 1.5], ids=repr)
def test_a_password_that_is_a_number_is_said_to_lack_quotes(value: Json) -> None:
    [problem] = SECRET.problems(value)
    assert problem.message == "is a number: put it in quotes, or generate one, 8 to 128 characters"
    assert problem.fix is not None
    assert problem.fix.label == "generate one"
    draft = Draft.of({"password": value})[0]
    assert draft.apply(problem.fix)
    assert draft.password is not None
    assert wrong(SECRET, draft.password) == []
    assert draft.undo() == SECRET.path


# URLs

ACCEPTED_URLS = [
    "https://example.com",
    "https://example.com/",
    "http://example.com:80",
    "https://example.com:65535/a?b=c#d",
    "https://example.com:/",
    "HTTPS://Example.COM/%7Eme/../x",
    "https://example.com./",
    "https://localhost/hook",
    "https://192.0.2.1/",
    "https://[2001:db8::1]/hook",
    "https://[::ffff:192.0.2.1]:8443",
    "https://bücher.example/ä",
    "https://xn--bcher-kva.example/",
    "https://例え.テスト/",
    "https://example.com?x=1",
    "https://example.com/" + "x" * 1980,
]
REFUSED_URLS = [
    "",
    " ",
    "example.com",
    "example.com/hook",
    "/hook",
    "//example.com/hook",
    "https:example.com",
    "https:/example.com",
    "https://",
    "https:///hook",
    "https://?x",
    "https://:443/",
    "https://.",
    "https://../x",
    "https://a..b/",
    "https://.example.com/",
    "javascript:alert(1)",
    "javascript://example.com/%0aalert(1)",
    "ftp://example.com",
    "wss://example.com",
    "file:///etc/passwd",
    "https ://example.com",
    "https://exa mple.com",
    "https://example.com/a b",
    " https://example.com",
    "https://example.com ",
    "https://example.com\n",
    "https://example.com/\t",
    "https://exam\x00ple.com",
    "https://example.com/\x1b[31m",
    "https://example.com/\u202e",
    "https://example.com/\u200b",
    "https://example.com\\@evil.example",
    "https://example.com:0/",
    "https://example.com:65536/",
    "https://example.com:http/",
    "https://example.com:-1/",
    "https://example.com:\u0664\u0664\u0663/",
    "https://[::1",
    "https://::1/",
    "https://[fe80::1%25eth0]/",
    "https://[12345::]/",
    "https://[example.com]/",
    "https://user@/",
    "https://a@b@example.com/",
    "https://exa%6dple.com/",
    "https://<script>/",
    "https://example.com/" + "x" * 1981,
    "x" * 100_000,
]


@urls
@pytest.mark.parametrize("value", ACCEPTED_URLS, ids=lambda value: ascii(value)[:40])
def test_urls_that_are_taken_as_typed(setting: Setting, value: str) -> None:
    assert list(setting.problems(value)) == []
    assert setting.kind.parse(f" {value} ") == value
    assert setting.shown(value) == value


@urls
@pytest.mark.parametrize("value", REFUSED_URLS, ids=lambda value: ascii(value)[:40])
def test_urls_that_are_refused(setting: Setting, value: str) -> None:
    assert isinstance(setting.kind, Url)
    if value == "" and setting.kind.blank:
        assert wrong(setting, value) == []
        return
    [problem] = wrong(setting, value)
    assert problem.code == "url"
    assert len(problem.message) <= 150
    assert problem.message.isprintable()


@urls
def test_credentials_within_a_url_are_warned_of_and_not_repeated(setting: Setting) -> None:
    [problem] = setting.problems("https://me:hunter2@example.com/hook")
    assert (problem.code, problem.severity) == ("userinfo", "warning")
    assert "hunter2" not in problem.message


@urls
@pytest.mark.parametrize(
    ("value", "mended"),
    [
        ("example.com/hook", "https://example.com/hook"),
        (" https://example.com\n", "https://example.com"),
        ("example.com:8443", "https://example.com:8443"),
    ],
)
def test_urls_that_one_key_mends(setting: Setting, value: str, mended: str) -> None:
    [problem] = wrong(setting, value)
    assert problem.fix is not None
    assert problem.fix.answers == {setting.path: mended}


# The rest

CODECS = REQUEST.settings[("inbound", "codecs")]
OVERRIDE = REQUEST.settings[("outbound", "ani_override")]
PROFILE = REQUEST.settings[("outbound", "outbound_voice_profile_id")]
COUNTRY = REQUEST.settings[("outbound", "localization")]
TAGS = REQUEST.settings[("tags",)]


@pytest.mark.parametrize(
    ("value", "code", "severity"),
    [
        (["VP8"], "undocumented", "warning"),
        (["AMR-WB"], "undocumented", "warning"),
        ([], "empty", "warning"),
        (["G722", "G722"], "repeated", "warning"),
        (["PCMU"], "codec", "error"),
        (["g722"], "codec", "error"),
        (["G722\n"], "codec", "error"),
        (["SPEEX"], "codec", "error"),
        ("G722", "type", "error"),
        ([["G722"]], "type", "error"),
    ],
    ids=repr,
)
def test_codecs(value: Json, code: str, severity: str) -> None:
    assert [(problem.code, problem.severity) for problem in CODECS.problems(value)] == [
        (code, severity)
    ]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("pcmu", "G711U"),
        ("PCMA", "G711A"),
        ("H264", "H.264"),
        ("opus", "OPUS"),
        ("G.722", "G722"),
        ("amr-wb", "AMR-WB"),
    ],
)
def test_codecs_by_other_names(name: str, meant: str) -> None:
    [problem] = wrong(CODECS, ["G729", name])
    assert f"did you mean {meant}?" in problem.message
    assert problem.fix is not None
    assert problem.fix.answers == {CODECS.path: ["G729", meant]}


def test_a_codec_that_nothing_is_near_to_is_told_all_there_are() -> None:
    [problem] = wrong(CODECS, ["zzzz"])
    assert problem.message.endswith("choose from G722 G711U G711A G729 OPUS H.264 VP8 AMR-WB")


def test_codecs_are_typed_with_commas_or_blanks_between() -> None:
    for typed in ("G722,OPUS", "G722 OPUS", " G722 ,\tOPUS, ", "G722,,OPUS"):
        assert CODECS.kind.parse(typed) == ["G722", "OPUS"]
    [problem] = wrong(CODECS, "G722 OPUS")
    assert problem.fix is not None
    assert problem.fix.answers == {CODECS.path: ["G722", "OPUS"]}
    assert TAGS.kind.parse("a b, c") == ["a b", "c"], "a tag may have a blank in it"


@pytest.mark.parametrize(
    ("value", "severity"),
    [
        ("", None),
        ("+15551234567", None),
        ("15551234567", "warning"),
        ("+1 (555) 123-4567", "warning"),
        ("123", "warning"),
        ("+0123456789", "warning"),
        ("always", "error"),
        ("+1555CALLNOW", "error"),
        ("()", "error"),
        ("+15551234567\n", "error"),
        ("+\u0661\u0665\u0665\u0665", "error"),
        ("+1\u2013555\u20131234567", "error"),
    ],
    ids=ascii,
)
def test_caller_ids(value: str, severity: str | None) -> None:
    assert [problem.severity for problem in OVERRIDE.problems(value)] == (
        [severity] if severity else []
    )


@pytest.mark.parametrize(
    ("digits", "warned"),
    [(6, True), (7, False), (15, False), (16, True)],
)
def test_how_long_a_caller_id_is(digits: int, warned: bool) -> None:
    assert bool(list(OVERRIDE.problems("+" + "1" * digits))) is warned


@pytest.mark.parametrize(
    ("value", "mended"),
    [
        ("+1 (415) 555-0123", "+14155550123"),
        ("+1.415.555.0123", "+14155550123"),
        ("++14155550123", "+14155550123"),
        ("14155550123", "+14155550123"),
        ("1-415-555-0123", "+14155550123"),
        ("0014155550123", "+14155550123"),
        ("0044 20 7946 0018", "+442079460018"),
        ("442079460018", "+442079460018"),
        ("+44 (0)20 7946 0018", "+442079460018"),
        ("tel:+14155550123", "+14155550123"),
        ("sip:14155550123@pbx7.example", "+14155550123"),
        ("+14155550123 ext. 22", "+14155550123"),
        ("Office <+14155550123>", "+14155550123"),
        # A plus before these would call Switzerland, Japan, Germany, Brazil.
        ("(415) 555-0123", None),
        ("8175550123", None),
        ("4930123456", None),
        ("55119876543", None),
        # With a trunk zero, or an exit code that only some countries have.
        ("020 7946 0018", None),
        ("011 44 20 7946 0018", None),
        ("0011 1 415 555 0123", None),
        ("+14155550123, +14155550124", None),
        ("14155550123/14155550124", None),
        ("x14155550123", None),
        ("123", None),
        ("x123456789", None),
        ("5551234567", None),
        ("(555) 123-4567", None),
        ("4155550123", None),
        ("15551234567", "+15551234567"),
        ("tel:+15551234567", "+15551234567"),
        ("sip:+15551234567@10.0.0.1", "+15551234567"),
        ('"Acme" <+15551234567>', "+15551234567"),
        ("Phone: +1 (555) 123-4567", "+15551234567"),
        ("+49 (0)30 123456", "+4930123456"),
        ("0049 30 123456", "+4930123456"),
        ("+1\u200b5551234567", "+15551234567"),
        ("\uff0b\uff11\uff15551234567", "+15551234567"),
        ("15551234567x101", None),
        ("+15551234567,+15557654321", None),
        ("1-800-FLOWERS", None),
    ],
    ids=ascii,
)
def test_a_number_is_mended_only_if_its_country_is_clear(value: str, mended: str | None) -> None:
    [problem] = OVERRIDE.problems(value)
    assert (problem.fix.answers[OVERRIDE.path] if problem.fix else None) == mended


def test_an_empty_answer_is_named_before_what_else_it_can_be() -> None:
    """After it, `like US; or empty, not "X"` has to be read twice."""
    assert (
        wrong(COUNTRY, "X")[0].message
        == 'must be empty or a two-letter country code in upper case (like US), not "X"'
    )
    assert (
        wrong(OVERRIDE, "X")[0].message
        == 'must be empty or a phone number in +E.164 form (like +15551234567), not "X"'
    )


@pytest.mark.parametrize(
    "value",
    [
        "-1",
        "+1",
        "1.0",
        "1e3",
        " 1",
        "1\n",
        "\u0661",
        "9223372036854775808",
        "9" * 19,
        "1" * 20,
        1293384261075731499,
    ],
    ids=ascii,
)
def test_profile_ids_that_are_refused(value: Json) -> None:
    assert wrong(PROFILE, value)


def test_a_profile_id_never_becomes_a_number() -> None:
    assert PROFILE.kind.parse(" 1293384261075731499 ") == "1293384261075731499"
    [problem] = wrong(PROFILE, 1293384261075731499)
    assert problem.fix is not None
    assert problem.fix.answers == {PROFILE.path: "1293384261075731499"}


@pytest.mark.parametrize(
    "value", ["us", "UK", "XX", "EU", "USA", "U", "US\n", "\uff35\uff33", "--"], ids=ascii
)
def test_countries_that_are_refused(value: str) -> None:
    [problem] = wrong(COUNTRY, value)
    assert problem.code == "country"


@pytest.mark.parametrize(
    ("typed", "meant"), [("us", "US"), (" de ", "DE"), ("UK", "GB"), ("en", None), ("XX", None)]
)
def test_countries_by_other_names(typed: str, meant: str | None) -> None:
    [problem] = wrong(COUNTRY, typed)
    assert (problem.fix.answers[COUNTRY.path] if problem.fix else None) == meant


def test_countries_in_number() -> None:
    assert len(COUNTRIES) == 249


@pytest.mark.parametrize("value", [["k:v"], ["a b"], ["x" * 129], [""], ["é"], ["a\n"]], ids=ascii)
def test_tags_that_are_warned_of(value: Json) -> None:
    assert [problem.severity for problem in TAGS.problems(value)] == ["warning"]


@pytest.mark.parametrize("value", ["a", "x" * 127, "x" * 128, "azAZ09_-"])
def test_tags_that_are_safe(value: str) -> None:
    assert list(TAGS.problems([value])) == []


# Whole numbers and choices


@pytest.mark.parametrize(
    ("kind", "value", "nearest"),
    [
        (Integer(0, 100, step=10), 5, 10),
        (Integer(0, 100, step=10), 4, 0),
        (Integer(0, 100, step=10), 54, 50),
        (Integer(0, 100, step=10), 99, 100),
        (Integer(0, 95, step=10), 95, 90),
        (Integer(3, 30, step=10), 4, 10),
    ],
    ids=repr,
)
def test_the_nearest_step_is_offered(kind: Integer, value: int, nearest: int) -> None:
    [violation] = kind.validate(value)
    assert (violation.code, violation.suggestion) == ("step", nearest)
    assert list(kind.validate(nearest)) == []


@pytest.mark.parametrize("setting", of(Integer), ids=named)
def test_the_nearer_end_is_offered(setting: Setting) -> None:
    kind = setting.kind
    assert isinstance(kind, Integer)
    below = (kind.lowest - 1, UNSET if kind.highest is None else kind.lowest)
    for value, end in (below, ((kind.highest or INT64) + 1, kind.highest)):
        [violation] = kind.validate(value)
        assert (violation.code, violation.suggestion) == ("range", end)


@pytest.mark.parametrize("setting", of(Choice), ids=named)
def test_up_to_six_choices_are_named_and_more_are_counted(setting: Setting) -> None:
    assert isinstance(setting.kind, Choice)
    options = list(setting.kind.options)
    [problem] = wrong(setting, "zzzz")
    if len(options) <= 6:
        assert all(option in problem.message for option in options)
    else:
        assert problem.message == f'must be one of the {len(options)} choices, not "zzzz"'


ENCRYPTION = REQUEST.settings[("encrypted_media",)]


def test_a_single_choice_is_named_with_null() -> None:
    assert ENCRYPTION.kind.limits == "SRTP or null"
    assert wrong(ENCRYPTION, "TLS")[0].message == 'must be SRTP or null, not "TLS"'


@pytest.mark.parametrize("setting", of(Choice), ids=named)
def test_null_is_among_the_choices_where_it_is_one(setting: Setting) -> None:
    for words in (setting.kind.limits, setting.kind.briefly):
        assert ("null" in words) is setting.nullable


def test_a_list_of_thousands_is_judged_at_once() -> None:
    """Each different item once, and no more faults than anyone reads; this would take minutes
    otherwise, and the time-out fail it.
    """
    for place in ("inbound.codecs", "tags"):
        setting = REQUEST.settings[tuple(place.split("."))]
        problems = list(setting.problems([f"no such {number}!" for number in range(50_000)]))
        assert 0 < len(problems) <= 40


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("office 12", "without spaces"),
        ('office"12', "without quotation marks"),
        ("office-12", "without hyphens"),
        ("office@12", 'without "@"'),
        ("office\u202e12", 'without "<U+202E>"'),
    ],
)
def test_what_a_user_name_must_not_hold_can_be_read_aloud(name: str, words: str) -> None:
    [problem] = USER.problems(name)
    assert problem.message.endswith(f", {words}")


@pytest.mark.parametrize(("setting", "severity"), [(CODECS, "error"), (TAGS, "warning")], ids=named)
def test_of_a_list_twenty_faults_of_a_kind_are_told(setting: Setting, severity: str) -> None:
    for number, told in ((19, 19), (20, 20), (21, 20), (50, 20)):
        problems = list(setting.problems([f"no such {item}!" for item in range(number)]))
        assert [problem.severity for problem in problems] == [severity] * told


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("G722, VP8", ["G722", "VP8"]),
        ("PCMU,PCMA", ["G711U", "G711A"]),
        ("g711", None),
        (" ", None),
    ],
)
def test_a_text_in_place_of_a_list_is_taken_apart_where_that_mends_it(
    typed: str, meant: Json
) -> None:
    [violation] = CODECS.kind.validate(typed)
    assert (violation.code, violation.suggestion) == ("type", meant)


def test_a_text_of_another_form_is_named_or_called_empty() -> None:
    assert wrong(USER, "")[0].message.endswith("0 entered")
    assert wrong(PROFILE, "-1")[0].message == 'must be 1 to 19 digits, not "-1"'


@pytest.mark.parametrize("setting", [NAME, USER, SECRET, OVERRIDE, PROFILE], ids=named)
def test_of_half_a_character_nothing_else_is_said(setting: Setting) -> None:
    assert [problem.code for problem in setting.problems("\ud800")] == ["surrogate"]


@pytest.mark.parametrize(
    ("place", "value", "mended"),
    [
        ("user_name", "sip:office12@sip.telnyx.com", "office12"),
        ("user_name", "office12@telnyx.com", "office12"),
        ("user_name", "@office12", "office12"),
        ("user_name", "B\u00fcro1234", "Buro1234"),
        ("user_name", "\uff4f\uff46\uff46\uff49\uff43\uff4512", "office12"),
        ("user_name", "\u043e\u0444\u0438\u04411234", None),
        ("user_name", "{{sip_user}}", None),
        ("user_name", "${SIP_USER}", None),
        ("user_name", "<your-user>", None),
        ("webhook_event_url", "<https://example.com/a>", "https://example.com/a"),
        ("webhook_event_url", '"https://example.com"', "https://example.com"),
        ("webhook_event_url", "htps://example.com", "https://example.com"),
        ("webhook_event_url", "https//example.com", "https://example.com"),
        ("webhook_event_url", "http:\\\\example.com", "http://example.com"),
        ("webhook_event_url", "ftp://example.com", None),
        ("webhook_event_url", "https:///hook", None),
        ("webhook_event_url", "file:///etc", None),
        ("ios_push_credential_id", "EC0C8E5D439E4620A0C19D9C8D02A836", "EC0C8E5D-439E-4620-A0C1-9D9C8D02A836"),
        ("ios_push_credential_id", "{ec0c8e5d-439e-4620-a0c1-9d9c8d02a836}", "ec0c8e5d-439e-4620-a0c1-9d9c8d02a836"),
        ("ios_push_credential_id", "ec0c8e5d-439e-4620-a0c1", None),
        ("outbound.outbound_voice_profile_id", "'1293384261075731499'", "1293384261075731499"),
        ("outbound.localization", "T\u00fcrkiye", "TR"),
        ("outbound.localization", "\u0421\u0428\u0410 us", None),
        ("outbound.localization", "N/A", UNSET),
        ("tags", '["a", "b"]', ["a", "b"]),
        ("tags", "a; b", ["a", "b"]),
        ("inbound.codecs", "G722;PCMU", ["G722", "G711U"]),
    ],
    ids=ascii,
)  # fmt: skip
def test_what_is_wrapped_or_dressed_up_is_taken_for_what_it_is(
    place: str, value: str, mended: object
) -> None:
    setting = REQUEST.settings[tuple(place.split("."))]
    [problem] = wrong(setting, value)
    assert (problem.fix.answers[setting.path] if problem.fix else None) == mended
