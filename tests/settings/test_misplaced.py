"""Secrets where none belongs: found in every dress that people paste, and in no ordinary answer."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tui_app.settings.misplaced import find, in_answer, may_become

KEY = "KEY0123456789ABCDEF0123456789ABCDEF_abcDEF0123456789abcDEF"
PEM = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----"

KEYS = [
    KEY,
    f" {KEY} ",
    f"office {KEY}",
    f"Bearer {KEY}",
    f"Authorization: Bearer {KEY}",
    f"TELNYX_API_KEY={KEY}",
    f"export TELNYX_API_KEY='{KEY}'",
    f"https://example.com/hook?key={KEY}",
    "KEY0123456789ABCDEF",
    "KEY_abcdefghij0123456789",
    "KEYABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "Bearer abcdefghij0123456789",
    "authorization: bearer abcdefghij.0123456789-_",
    "--api-key abcdef0123",
    "api_key=abcdef0123",
    '"apiKey": "abcdef0123"',
]
PASSWORDS = [
    "trunk:\n  auth_password: hunter2hunter2\n  auth_user: office12\n",
    '> "password": "hunter2hunter2",\n> "active": true\n',
    "SIP_PASSWORD := hunter2hunter2",
    "SIP_PASSWORD ?= hunter2hunter2",
    "password=hunter2hunter2",
    "password = hunter2hunter2",
    "PASSWORD=hunter2hunter2",
    "SIP_PASSWORD=hunter2hunter2",
    "export SIP_PASSWORD='hunter2hunter2'",
    'password="hunter2hunter2"',
    '"password": "hunter2hunter2"',
    "'password': 'hunter2hunter2',",
    "password: hunter2hunter2",
    "pwd=hunter2hunter2",
    "sip_pass=hunter2hunter2",
    "--password hunter2hunter2",
    "--password=hunter2hunter2",
    "--sip-password 'hunter2hunter2'",
    "create --name office --password hunter2hunter2 --active",
    "user=office12&password=hunter2hunter2",
    "sip.password=hunter2hunter2",
    # Configurations of devices and servers.
    "[auth]\ntype=auth\nusername=office12\npassword=hunter2hunter2",
    "[auth_info_0]\nusername=office12\npasswd=hunter2hunter2",
    '<param name="password" value="hunter2hunter2"/>',
    '<entry name="passwd" overwrite="true">hunter2hunter2</entry>',
    "<username>office12</username><password>hunter2hunter2</password>",
    '<Password_1_ ua="na">hunter2hunter2</Password_1_>',
    '<user_pass idx="1" perm="">hunter2hunter2</user_pass>',
    'modparam("uac","auth_password","hunter2hunter2")',
    "SIP1 Register Pswd       :hunter2hunter2",
    # Mails and notes.
    "the password is hunter2hunter2",
    "Passwort: hunter2hunter2",
    "contrase\u00f1a: hunter2hunter2",
    "Username: office12, Password: hunter2hunter2, Server: sip.telnyx.com",
    "Username: office12\nPassword: hunter2hunter2\nServer: sip.telnyx.com",
    "Password\nhunter2hunter2",
    "password\thunter2hunter2",
    "password -> hunter2hunter2",
    "setx SIP_PASSWORD hunter2hunter2",
    "password: hunter2hunter2 # new",
    # What copying and programs do to a text.
    "pass\u200bword=hunter2hunter2",
    "password=\u200bhunter2hunter2",
    "password\uff1ahunter2hunter2",
    "password\u00a0=\u00a0hunter2hunter2",
    "password=\u201chunter2hunter2\u201d",
    '{\\"password\\": \\"hunter2hunter2\\"}',
    "password%3Dhunter2hunter2",
    'Password: telnyx.String("hunter2hunter2"),',
]
LOGINS = [
    "sip:office12:hunter2hunter2@sip.telnyx.com",
    "SIP:office12:hunter2hunter2@sip.telnyx.com:5060;transport=tls",
    "<sips:office12:hunter2hunter2@sip.telnyx.com>",
    "call sip:office12:hunter2hunter2@192.0.2.1 now",
    "office12:hunter2hunter2@sip.telnyx.com",
    "log in as office12:hunter2hunter2@sip.telnyx.com",
    "register => office12:hunter2hunter2@sip.telnyx.com",
    "register => office12@realm:hunter2hunter2@telnyx/1001",
    "register => tls://office12:hunter2hunter2:office12@sip.telnyx.com:5061",
    "curl -u office12:hunter2hunter2 https://example.com/x",
]
OTHERS = [
    PEM,
    "-----BEGIN CERTIFICATE----- MIIB",
    "https://office12:hunter2hunter2@example.com/hook",
    "postgres://office12:hunter2hunter2@db/x",
    "Authorization: Basic b2ZmaWNlMTI6aHVudGVyMg==",
    "client_secret=hunter2hunter2",
    "token=hunter2hunter2",
    "token: hunter2hunter2\r\nhost: example.com",
    "PIN=1234",
    "PIN: 483920",
    "Basic b2ZmaWNlMTI6aHVudGVyMg==",
    "Set-Cookie: sid=hunter2hunter2; HttpOnly",
    "ha1=5f4dcc3b5aa765d61d8327deb882cf99",
    "<param name='a1-hash' value='5f4dcc3b5aa765d61d8327deb882cf99'/>",
    '"key": "9f8e7d6c5b4a39281706f5e4d3c2b1a0"',
    "TELNYX_KEY=9f8e7d6c5b4a39281706f5e4d3c2b1a0",
]
# Put together here, since tools that look for leaked tokens would find them.
TOKENS = [
    "AKIA" + "IOSFODNN7EXAMPLE",
    "ghp" + "_aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5",
    "github" + "_pat_11ABCDEFG0aBcDeFgHiJkL_mNoPqRsT",
    "glpat" + "-aB3dE5fG7hI9jK1lM3nO",
    "xoxb" + "-123456789012-1234567890123-AbCdEfGhIjKl",
    "https://hooks.slack.com/" + "services/T00000000/B00000000/XXXXabcdXXXX",
    "sk" + "_live_4eC39HqLyjWDarjtT1zdp7dc",
    "sk" + "-proj-aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW",
    "AIza" + "SyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q",
    "SG" + ".aB3dE5fG7hI9jK1lM3nO5p.aB3dE5fG7hI9jK1lM3nO5p",
    "eyJ" + "hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmN",
]
ORDINARY = [
    "",
    "office",
    "Key West office",
    "KEYS",
    "KEY",
    "KEYNOTE-ROOM",
    "KEY_ACCOUNT_MANAGEMENT_2026",
    "KEY ACCOUNT 2026",
    "MONKEY0123456789ABCDEF",
    "keyboard",
    "https://example.com/hook",
    "https://example.com:8443/hook?site=berlin&x=1",
    "http://user@example.com/",
    "sip:office12@sip.telnyx.com",
    "sip:office12@sip.telnyx.com:5060",
    "sip:1001@192.0.2.1:5061;transport=tls",
    "office12@sip.telnyx.com",
    "site:berlin",
    "Office PBX: Berlin",
    "Password reset hotline",
    "password reset",
    "Password: see the wiki",
    "Password: see the wiki\nBerlin",
    "Reception (pass to desk)",
    "pass=",
    "Bearer of news",
    "bearer channel",
    "Basic plan",
    "Basic Telephony2026",
    "pin 4",
    "Spinning=fast",
    "token ring network",
    "token_type=bearer",
    "team=sales",
    "+15551234567",
    "1293384261075731499",
    "a2f7c1de-0a3b-4a44-9c1d-6b1f5c8f0e11",
    "Frankfurt, Germany",
    "G722,G711U",
    "12:30@office",
    "password=$SIP_PASSWORD",
    "password=${SIP_PASSWORD}",
    "password=<your password>",
    "--password {{password}}",
    "password=********",
    "Bearer $TELNYX_API_KEY",
    "sip:office12:${PASSWORD}@sip.telnyx.com",
    "-- office --",
    "a -> b",
    "Bearer team",
    "key: berlin",
    "key: a1b2c3d4-e5f6-4711-8899-aabbccddeeff",
    "key=berlin-office-2026-building-seven",
    "token: ring",
    "Secret: Santa",
    "Pin: Board",
    "cert: pending",
    "pass: lobby",
    "Credentials: Office",
    "Authorization: pending",
    "Password: none",
    "Password hotline 2026",
    "Password reset line: 24h",
    "the password is in the wiki",
    "owner:anna@example.com",
    "owner:anna82@example.com",
    "anna:berlin@example.com",
    "team:a1b2@corp.example.com",
    "user:office12@sip.telnyx.com",
    "trunk:abcd1234@sip.telnyx.com",
    "Auth: OAuth2",
    "auth:ldap01",
    "certificate: x509v3-2026",
    "pbx:5060@host.example",
    "sk_live_room",
    "xoxb-team",
    "ASIA-PACIFIC-REGION-01",
    "AKIABARA OFFICE TOKYO",
    "SG.office",
    "TELNYX_PUBLIC_KEY=e5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5",
    "git-9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
    "日本: 東京",
]


@pytest.mark.parametrize("text", KEYS)
def test_an_api_key_is_found(text: str) -> None:
    found = find(text)
    assert found is not None
    assert found.what == "an API key"
    assert found.api_key in text
    assert len(found.api_key) >= 10
    assert "F4" in found.message
    if KEY in text:
        assert found.api_key == KEY


@pytest.mark.parametrize("text", PASSWORDS)
def test_a_password_is_found(text: str) -> None:
    found = find(text)
    assert found is not None
    assert (found.user_name, found.password) == ("", "hunter2hunter2")
    assert found.message == "holds a password: it goes into Password"


@pytest.mark.parametrize("text", LOGINS)
def test_a_user_name_and_its_password_are_found(text: str) -> None:
    found = find(text)
    assert found is not None
    assert (found.user_name, found.password) == ("office12", "hunter2hunter2")


def test_what_an_address_escapes_is_meant_without_the_escapes() -> None:
    found = find("sip:office12:p%40ss%3Aword@sip.telnyx.com")
    assert found is not None
    assert found.password == "p@ss:word"


@pytest.mark.parametrize("text", [*OTHERS, *TOKENS])
def test_what_goes_nowhere_is_found_too(text: str) -> None:
    found = find(text)
    assert found is not None
    assert (found.api_key, found.password) == ("", "")


@pytest.mark.parametrize("text", ORDINARY, ids=ascii)
def test_an_ordinary_answer_passes(text: str) -> None:
    assert find(text) is None
    assert in_answer([text, {"x": text}]) is None


@pytest.mark.parametrize("text", [*KEYS, *PASSWORDS, *LOGINS, *OTHERS, *TOKENS])
def test_no_words_about_a_secret_hold_it(text: str) -> None:
    found = find(text)
    assert found is not None
    assert "hunter2" not in repr(found) + found.message
    assert KEY not in repr(found) + found.message
    assert found.text


def test_a_key_with_something_invisible_in_it_is_found_and_masked_whole() -> None:
    text = f"{KEY[:9]}\u200b{KEY[9:]}"
    found = find(text)
    assert found is not None
    assert (found.api_key, found.text) == (KEY, text)


def test_a_password_of_several_words_is_found_whole() -> None:
    found = find('password="correct horse battery"')
    assert found is not None
    assert found.password == "correct horse battery"


def test_a_web_address_may_hold_what_is_its_own() -> None:
    for text in (
        "https://me:hunter2hunter2@example.com/hook",
        "https://example.com/hook?token=hunter2hunter2",
        " https://example.com/?api_key=hunter2hunter2",
    ):
        assert find(text) is not None
        assert find(text, address=True) is None
    assert find(f"https://example.com/?key={KEY}", address=True) is not None
    assert find("password=hunter2hunter2", address=True) is not None


def test_every_item_of_a_list_is_looked_at() -> None:
    assert in_answer(["a", "password=hunter2"]) is not None
    assert in_answer({"a": {"b": [KEY]}}) is not None
    assert in_answer(None) is None
    assert in_answer(5) is None


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        (KEY, "KEY01"),
        ("sip:office12:hunter2hunter2@sip.telnyx.com", "sip:office12:"),
        ("password=hunter2hunter2", "password="),
        ("--password hunter2hunter2", "--password "),
        ("https://me:hunter2hunter2@example.com", "https://me:"),
        ("Bearer abcdefghij0123456789", "Bearer a"),
        (TOKENS[1], "ghp_a"),
        ("office12:hunter2hunter2@sip.telnyx.com", "office12:hunter2"),
        ("the password is hunter2hunter2", "the password is hunter2"),
        ("<password>hunter2hunter2</password>", "<password>h"),
    ],
)
def test_a_secret_is_suspected_before_it_is_whole(text: str, harmless: str) -> None:
    """While it is typed, so that no half of it is written down."""
    assert all(may_become(text[:end]) for end in range(len(harmless), len(text) + 1))


def test_what_is_typed_as_an_ordinary_answer_is_mostly_no_suspect() -> None:
    for text in (
        "Key West office",
        "KEYS",
        "https://example.com/hook",
        "sip:office12@x.y:5060",
        "a=b",
    ):
        assert not any(may_become(text[:end]) for end in range(len(text) + 1)), text


@given(st.text(max_size=60))
@example("KEY" * 30)
@example("sip:a:b@" * 5)
def test_whatever_is_found_is_part_of_the_text(text: str) -> None:
    found = find(text)
    if found is not None and "%" not in text:
        assert found.text in text


@pytest.mark.parametrize(
    "text",
    [
        "KEY" * 200_000,
        "sip:a:" * 100_000,
        "password" * 100_000,
        "password=" * 100_000,
        "--" * 300_000,
        "a:b@" * 200_000,
        "://:" * 200_000,
        "bearer " * 100_000,
        "x" * 1_000_000,
        " " * 500_000 + ":",
        "-----BEGIN " * 50_000,
        "eyJa" * 200_000,
        "<a" * 300_000,
        "<password>" * 60_000,
        'name="' * 100_000,
        "register=a:" * 60_000,
        "password " * 60_000,
        'password="' * 60_000,
        "a." * 300_000,
        "sk-a-1" * 100_000,
    ],
    ids=lambda text: text[:12],
)
def test_no_text_takes_long(text: str) -> None:
    before = time.process_time()
    find(text)
    may_become(text)
    assert time.process_time() - before < 0.5
