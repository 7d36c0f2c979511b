"""Where requests go and with which key: what is taken, what is refused, and that no secret is in
the words.
"""

from pathlib import Path

import pytest

from tests.house.test_imports import HEAVY, REPORT, imported
from tui_app.api.target import PRODUCTION_URL, SANDBOX, BadTarget, check_key, find_key, find_target

CANARY = "canary-Winter2026"


@pytest.mark.parametrize(
    ("url", "base", "label"),
    [
        (None, PRODUCTION_URL, "PRODUCTION"),
        (PRODUCTION_URL, PRODUCTION_URL, "PRODUCTION"),
        ("https://API.telnyx.com:443/v2/", PRODUCTION_URL, "PRODUCTION"),
        ("https://api.telnyx.eu/v2", "https://api.telnyx.eu/v2", "api.telnyx.eu"),
        ("https://api.telnyx.com/v3", "https://api.telnyx.com/v3", "api.telnyx.com"),
        ("http://127.0.0.1:8080/v2", "http://127.0.0.1:8080/v2", "127.0.0.1:8080"),
        ("http://localhost:8080/v2", "http://localhost:8080/v2", "localhost:8080"),
        ("http://[::1]:8080/v2", "http://[::1]:8080/v2", "[::1]:8080"),
        ("https://10.0.0.1", "https://10.0.0.1", "10.0.0.1"),
        (" https://example.com/v2 ", "https://example.com/v2", "example.com"),
    ],
)
def test_what_is_taken(url: str | None, base: str, label: str) -> None:
    assert find_target(url, {}) == (base, label)


@pytest.mark.parametrize(
    "url",
    [
        "http://api.telnyx.com/v2",
        "http://127.0.0.1.example.com/v2",
        "http://localhost.example.com/v2",
        "http://0.0.0.0/v2",
        "http://10.0.0.1/v2",
        "http://127.1/v2",
        f"https://user:{CANARY}@api.telnyx.com/v2",
        f"https://{CANARY}@api.telnyx.com/v2",
        "https://@api.telnyx.com/v2",
        f"https://api.telnyx.com/v2?key={CANARY}",
        "https://api.telnyx.com/v2?",
        f"https://api.telnyx.com/v2#{CANARY}",
        "https://api.telnyx.com:99999/v2",
        "https://api.telnyx.com:0/v2",
        "https://api.telnyx.com:/v2",
        "https://api.telnyx.com:x/v2",
        "https://[::1/v2",
        "https://[evil]/v2",
        "https:///v2",
        "https://",
        "https:api.telnyx.com/v2",
        "ftp://api.telnyx.com/v2",
        "javascript://api.telnyx.com/v2",
        "file:///etc/passwd",
        "api.telnyx.com/v2",
        CANARY,
        "https://api.telnyx.com/v2\r\nX: y",
        "https://api.telnyx.com/v2 x",
        "https://api.telnyx.com\\@evil.example/v2",
        "https://api.telnyx.com/v2/../v3",
        "https://api.telnyx.com//v2",
        "https://api.telnyx.com/%2e%2e/v2",
        "https://-evil.example/v2",
        "https://é.example/v2",
        "https://\x1b[2J.example/v2",
        "https://" + "a" * 2000,
        "   ",
    ],
)
def test_what_is_refused_in_words_that_hold_nothing_of_it(url: str) -> None:
    with pytest.raises(BadTarget) as refused:
        find_target(url, {})
    assert CANARY not in str(refused.value)
    assert "\x1b" not in str(refused.value)


def test_the_option_wins_over_the_environment() -> None:
    environment = {"TELNYX_BASE_URL": "https://two.example/v2"}
    assert find_target("https://one.example/v2", environment).label == "one.example"
    assert find_target(None, environment).label == "two.example"


def test_the_sandbox_is_no_host_on_a_network() -> None:
    assert SANDBOX.is_sandbox
    assert SANDBOX.label == "SANDBOX"
    assert not find_target(None, {}).is_sandbox
    with pytest.raises(BadTarget):
        find_target(SANDBOX.base_url, {})


@pytest.mark.parametrize("text", ["KEY0123", " KEY0123\n", "KEY0123\r\n", "~" * 1000, "!~"])
def test_a_key_is_visible_ascii(text: str) -> None:
    key = check_key(text)
    assert key.get_secret_value() == text.strip()
    assert text.strip() not in repr(key)


@pytest.mark.parametrize(
    "wrong",
    [
        "\n",
        "\r\nX-Evil: 1",
        "\0",
        " ",
        "\t",
        "é",
        "\xa0",
        "\u200b",
        "\u201c",
        "\x1b",
        "\x7f",
        "\ud800",
    ],
)
def test_a_key_that_could_not_stand_in_a_header_is_refused(wrong: str) -> None:
    with pytest.raises(BadTarget) as refused:
        check_key(CANARY + wrong + CANARY)
    assert CANARY not in str(refused.value)
    assert f"character {len(CANARY) + 1}" in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "TELNYX_API_KEY=KEY0123",
        "export TELNYX_API_KEY='KEY0123'",
        '$env:TELNYX_API_KEY = "KEY0123"',
        "Bearer KEY0123",
        "Authorization: Bearer KEY0123",
        '"api_key": "KEY0123",',
    ],
)
def test_what_is_copied_along_with_a_key_is_none_of_it(text: str) -> None:
    assert check_key(text).get_secret_value() == "KEY0123"


@pytest.mark.parametrize("text", ["", " \n", "x" * 1001])
def test_no_key_and_too_much_of_one(text: str) -> None:
    with pytest.raises(BadTarget):
        check_key(text)


def test_a_key_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_bytes(b"\xef\xbb\xbfKEY0123\r\n")
    key = find_key(file, {"TELNYX_API_KEY": "other"})
    assert key is not None
    assert key.get_secret_value() == "KEY0123"


@pytest.mark.parametrize("content", [b"", b"a b", b"KEY\nKEY", b"\xff", b"x" * 5000, b"KEY\0"])
def test_a_file_without_a_key_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "key\x1b[2J"
    file.write_bytes(content)
    with pytest.raises(BadTarget) as refused:
        find_key(file, {})
    assert "\x1b" not in str(refused.value)


@pytest.mark.parametrize("name", ["missing", ".", "nul\0"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadTarget, match="cannot read"):
        find_key(tmp_path / name, {})


def test_targets_are_read_without_httpx_and_pydantic() -> None:
    assert imported(f"import tui_app.api.target\n{REPORT}").isdisjoint(HEAVY)


def test_the_environment_gives_the_key() -> None:
    assert find_key(None, {}) is None
    assert find_key(None, {"TELNYX_API_KEY": ""}) is None
    key = find_key(None, {"TELNYX_API_KEY": "KEY0123"})
    assert key is not None
    assert key.get_secret_value() == "KEY0123"
    with pytest.raises(BadTarget, match="TELNYX_API_KEY"):
        find_key(None, {"TELNYX_API_KEY": "a b"})
