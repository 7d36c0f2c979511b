"""Names of secrets: one list for masks, drafts and replies; and paths cut to the room there is."""

import pytest

from tui_app.api.replies import masked
from tui_app.settings.request import REQUEST
from tui_app.text.document import Json
from tui_app.text.escape import MASK, escape_controls, names_a_secret, shortened_path, stood_in

SECRETS = [
    "password",
    "Password",
    "PASSWORD",
    "sip_password",
    "sipPassword",
    "sip-password",
    "SIP_PASSWORD",
    "pasword",
    "passwd",
    "passwrd",
    "password2",
    "password_hash",
    "passwordText",
    "pass",
    "sip_pass",
    "sippass",
    "userpass",
    "pwd",
    "dbPwd",
    "passphrase",
    "pass_phrase",
    "passcode",
    "secret",
    "client_secret",
    "clientSecret",
    "secrets",
    "webhook-secret",
    "apikey",
    "api_key",
    "apiKey",
    "api-key",
    "API_KEY",
    "x-api-key",
    "TELNYX_API_KEY",
    "apiKeyV2",
    "access_key",
    "accessKey",
    "private_key",
    "privateKey",
    "private-key",
    "private_key_pem",
    "signing_key",
    "token",
    "tokens",
    "auth_token",
    "authToken",
    "authtoken",
    "refresh-token",
    "accessToken",
    "access_token_value",
    "jwt",
    "bearer",
    "Bearer",
    "bearer_auth",
    "authorization",
    "Authorization",
    "proxy-authorization",
    "auth",
    "basic_auth",
    "basicAuth",
    "auth_header",
    "credential",
    "credentials",
    "sipCredentials",
    "credential_data",
    "certificate",
    "cert",
    "client_cert",
    "certificate_pem",
    "pin",
    "PIN",
    "pin_code",
    "pinCode",
    "sip_pin",
    "account_json_file",
    "project_account_json_file",
    "cookie",
    "otp",
    "pass\u200bword",
]
ORDINARY = [
    "id",
    "name",
    "user_name",
    "connection_name",
    "ios_push_credential_id",
    "android_push_credential_id",
    "certificate_id",
    "credential_connection",
    "credential_connections",
    "credential_active",
    "credentialConnectionId",
    "spinning",
    "pinned",
    "opinion",
    "shipping",
    "passthru",
    "caller-passthru",
    "bypass_media",
    "compass",
    "token_type",
    "token_count",
    "auth_type",
    "auth_username",
    "author",
    "authority",
    "authenticated",
    "secret_id",
    "secretary",
    "keys",
    "key",
    "keyboard",
    "monkey",
    "tokenization",
    "max_tokens",
    "password_updated_at",
    "password_length",
    "pin_length",
    "certify",
    "cost",
    "caching",
    "record_type",
    "webhook_event_url",
    "t38_reinvite_source",
    "registration_status",
    "meta",
    "total_pages",
]


@pytest.mark.parametrize("name", SECRETS, ids=ascii)
def test_a_name_of_a_secret_is_known_however_it_is_written(name: str) -> None:
    assert names_a_secret(name)


@pytest.mark.parametrize("name", [*ORDINARY, "", "-", "\u00e9"], ids=ascii)
def test_an_ordinary_name_is_none(name: str) -> None:
    assert not names_a_secret(name)


def test_no_setting_but_the_password_is_called_like_a_secret() -> None:
    named = {path for path in REQUEST.settings if any(map(names_a_secret, path))}
    assert named == {("password",)}


@pytest.mark.parametrize("name", SECRETS, ids=ascii)
def test_masks_drafts_and_replies_go_by_the_one_list(name: str) -> None:
    """`api/replies.py` had a list of its own, without `api_key`, `passphrase` and `pin`."""
    assert masked({"outer": [{name: "hunter2"}]}) == {"outer": [{name: MASK}]}
    assert REQUEST.masked({(name,): "hunter2"}) == {(name,): MASK}
    assert not REQUEST.keeps((name,), "hunter2")
    assert not REQUEST.keeps(("other",), {name: "hunter2"})


KEY = "KEY0123456789ABCDEF0123456789ABCDEF"
LOOKS = [
    ("key", KEY),
    ("key", "a1B/2c%3d4e5f"),
    ("telnyxKey", "hunter2hunter2"),
    ("note", KEY),
    ("note", "password=hunter2hunter2"),
    ("uri", "sip:office12:hunter2hunter2@sip.telnyx.com"),
]
NO_SECRETS = [
    ("key", "site"),
    ("key", "a1b2c3d4-e5f6-4711-8899-aabbccddeeff"),
    ("monkey", "hunter2hunter2"),
    ("public_key", "hunter2hunter2"),
    ("note", "2026-11-25T10:00:00Z"),
    ("uri", "sip:office12@sip.telnyx.com"),
]


@pytest.mark.parametrize(("name", "value"), LOOKS)
def test_a_secret_under_a_neutral_name_is_masked_in_replies_and_unknown_fields(
    name: str, value: str
) -> None:
    assert masked({name: value, "outer": [{name: [value]}]}) == {
        name: MASK,
        "outer": [{name: [MASK]}],
    }
    assert REQUEST.masked({(name,): value}) == {(name,): MASK}
    assert not REQUEST.keeps(("other",), [{name: value}])


@pytest.mark.parametrize(("name", "value"), NO_SECRETS)
def test_what_only_looks_like_one_stays(name: str, value: str) -> None:
    assert masked({"outer": [{name: [value]}]}) == {"outer": [{name: [value]}]}
    assert REQUEST.keeps((name,), value)


def test_the_values_of_settings_stay_in_a_reply_so_that_they_can_be_compared() -> None:
    reply: dict[str, Json] = {"connection_name": KEY, "tags": [KEY], "inbound": {"codecs": [KEY]}}
    assert masked(reply) == reply


@pytest.mark.parametrize("limit", [20, 60, 61])
def test_a_long_path_keeps_its_start_and_its_end(limit: int) -> None:
    path = "/home/" + "deep/" * 40 + "d.json"
    cut = shortened_path(path, limit)
    assert len(cut) == limit
    assert cut.startswith("/home")
    assert cut.endswith("/d.json")
    assert "..." in cut


def test_a_path_that_fits_stays_and_none_is_obeyed() -> None:
    assert shortened_path("/a" * 30) == "/a" * 30
    assert shortened_path("/\x1b[2J" * 30, 30).isprintable()


@pytest.mark.parametrize(
    "text",
    [
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",  # a family
        "\U0001f3f3\ufe0f\u200d\U0001f308",  # a flag with a rainbow
        "\U0001f469\u200d\u2695\ufe0f",  # a doctor
        "\u2764\ufe0f",
        "1\ufe0f\u20e3",
        "\u0915\u094d\u200d\u0937",  # Hindi
        "\u0d28\u0d4d\u200d",  # Malayalam
    ],
    ids=ascii,
)
def test_what_makes_one_picture_of_several_parts_stays(text: str) -> None:
    assert escape_controls(text) == stood_in(text) == text


@pytest.mark.parametrize(
    ("text", "shown", "in_a_field"),
    [
        ("Off\u200dice", "Off<U+200D>ice", "Off?ice"),
        ("Office\ufe0f", "Office<U+FE0F>", "Office?"),
        ("\U0001f468\u200dx", "\U0001f468<U+200D>x", "\U0001f468?x"),
        ("1\ufe0f", "1<U+FE0F>", "1?"),
        ("\u2764\ufe0f\ufe0f", "\u2764\ufe0f<U+FE0F>", "\u2764\ufe0f?"),
        ("\u4e00\ufe00", "\u4e00<U+FE00>", "\u4e00?"),
    ],
    ids=ascii,
)
def test_joiners_and_selectors_that_nobody_would_see_are_shown(
    text: str, shown: str, in_a_field: str
) -> None:
    assert escape_controls(text) == shown
    assert stood_in(text) == in_a_field
