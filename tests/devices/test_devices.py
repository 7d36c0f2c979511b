"""What a device reads in its configuration is what the connection holds, whatever that is."""

from html import unescape
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import SecretStr

from tests.support import device_files
from tui_app.devices import DEVICES, render
from tui_app.devices.account import PLACEHOLDER, Account, CannotHold, account_of
from tui_app.sip.hosts import Transport
from tui_app.text.document import Json

PASSWORD = "Otter-lamp-42-rain"
NASTY = ";\\\"'<>&$={}[]#%,:@ -!`~|*é☎\u200d"
passwords = st.text(
    st.one_of(st.sampled_from(NASTY), st.characters(exclude_categories=("Cs", "Cc", "Cn"))),
    min_size=8,
    max_size=128,
)
names = st.text(max_size=80)


def account(
    password: str | None = PASSWORD, transport: Transport | None = None, **document: Json
) -> Account:
    held = {"connection_name": "Lab", "user_name": "lab2027", **document}
    secret = None if password is None else SecretStr(password)
    return account_of(held, secret, "sip.telnyx.com", transport=transport)


def read_password(name: str, text: str) -> str:
    """The password as the device reads it."""
    if name == "asterisk":
        [auth] = [each for each in device_files.asterisk(text) if each.get("type") == "auth"]
        return auth["password"]
    if name == "freeswitch":
        return device_files.freeswitch(text)["password"]
    if name == "linphone":
        return device_files.linphone(text)["auth_info_0"]["passwd"]
    if name == "baresip":
        return device_files.baresip(text)["auth_pass"]
    [line] = [line for line in text.split("\n") if line.startswith("Password ")]
    return line.removeprefix("Password").removeprefix(" " * (len(line) - len(line.lstrip())))


@pytest.mark.parametrize("name", sorted(DEVICES.keys() - {"zoiper", "table"}))
@given(password=passwords, connection=names)
def test_a_device_reads_the_password_as_it_is(name: str, password: str, connection: str) -> None:
    held = account(password, connection_name=connection)
    if name == "asterisk" and password != password.strip(" "):
        assume(False)
    if name == "baresip" and ('"' in password or password.endswith("\\")):
        assume(False)
    assert read_password(name, render(name, held)) == password


@pytest.mark.parametrize("name", ["zoiper", "table"])
@given(password=passwords)
def test_what_is_typed_is_shown_as_it_is(name: str, password: str) -> None:
    lines = render(name, account(password)).split("\n")
    [line] = [line for line in lines if line.startswith("Password ")]
    assert line.endswith(f"  {password}")


@pytest.mark.parametrize(
    ("name", "password", "held"),
    [
        ("asterisk", " Otter-lamp", False),
        ("asterisk", "Otter-lamp ", False),
        ("asterisk", ">Otter;-;--lamp\\;", True),
        ("baresip", 'Otter"lamp', False),
        ("baresip", "Otter-lamp\\", False),
        ("baresip", " Otter;<lamp>\\\\", True),
        ("freeswitch", "$${domain} x-PRE-process", True),
        ("linphone", " ]]>&amp;<Otter ", True),
    ],
)
def test_which_passwords_a_format_holds(name: str, password: str, held: bool) -> None:
    if held:
        assert read_password(name, render(name, account(password))) == password
    else:
        with pytest.raises(CannotHold) as refused:
            render(name, account(password))
        assert password not in str(refused.value)


@pytest.mark.parametrize("name", DEVICES)
@pytest.mark.parametrize(
    "password", ["Otter\nlamp", "Otter\x1b[2J", "Otter\ud800lamp", "Otter\x85-"]
)
def test_a_password_that_no_line_can_hold_is_refused(name: str, password: str) -> None:
    with pytest.raises(CannotHold):
        render(name, account(password))


@pytest.mark.parametrize("name", DEVICES)
@pytest.mark.parametrize("user", ["lab;x", "lab\ntype = x", 'lab"', "lab<x>", ""])
def test_a_user_name_that_is_none_is_refused(name: str, user: str) -> None:
    with pytest.raises(CannotHold):
        render(name, account(user_name=user))


@pytest.mark.parametrize("name", DEVICES)
@given(
    connection=names, codecs=st.lists(st.text(max_size=20), max_size=4), dtmf=st.text(max_size=9)
)
def test_no_text_of_a_reply_becomes_a_line_or_a_parameter(
    name: str, connection: str, codecs: list[str], dtmf: str
) -> None:
    foreign: Any = {"inbound": {"codecs": ["G711U", *codecs]}, "dtmf_type": dtmf}
    plain = render(name, account(inbound={"codecs": ["G711U"]}))
    text = render(name, account(connection_name=connection, **foreign))
    assert len(text.split("\n")) == len(plain.split("\n"))
    assert len(text.splitlines()) >= len(plain.splitlines())
    if name in ("linphone", "freeswitch"):
        # It is still well-formed.
        assert read_password(name, text) == PASSWORD


def read(name: str, **how: Any) -> Any:
    return getattr(device_files, name)(render(name, account(**how)))


def section(kind: str, **how: Any) -> dict[str, str]:
    [found] = [each for each in read("asterisk", **how) if each.get("type") == kind]
    return found  # type: ignore[no-any-return]


def test_asterisk_registers_and_calls_as_the_guide_says() -> None:
    registration, endpoint = section("registration"), section("endpoint")
    assert registration["server_uri"] == "sip:sip.telnyx.com"
    assert registration["client_uri"] == "sip:lab2027@sip.telnyx.com"
    assert registration["expiration"] == "180"
    assert section("aor")["qualify_frequency"] == "60"
    assert endpoint["allow"] == "g722,ulaw,alaw,g729"
    assert endpoint["dtmf_mode"] == "rfc4733"
    assert endpoint["context"] == "from-pstn"
    assert endpoint["rewrite_contact"] == endpoint["force_rport"] == "yes"
    assert "media_encryption" not in endpoint
    assert section("identify")["match"] == "sip.telnyx.com"
    secure = section("registration", encrypted_media="SRTP")
    assert secure["server_uri"] == "sip:sip.telnyx.com:5061;transport=tls"
    assert section("endpoint", encrypted_media="SRTP")["media_encryption"] == "sdes"
    assert section("transport", encrypted_media="SRTP")["method"] == "tlsv1_2"


def test_freeswitch_registers_and_calls_as_the_guide_says() -> None:
    gateway = read("freeswitch")
    assert gateway["realm"] == gateway["proxy"] == "sip.telnyx.com"
    assert gateway["register"] == "true"
    assert gateway["expire-seconds"] == "180"
    assert gateway["absolute_codec_string"] == "G722,PCMU,PCMA,G729"
    assert gateway["dtmf_type"] == "rfc2833"
    assert gateway["sip_h_X-Telnyx-Username"] == "lab2027"
    assert "rtp_secure_media" not in gateway
    secure = read("freeswitch", encrypted_media="SRTP")
    assert (secure["proxy"], secure["register-transport"]) == ("sip.telnyx.com:5061", "tls")
    assert secure["rtp_secure_media"] == "mandatory"


def test_linphone_registers_over_the_transport() -> None:
    sections = read("linphone", transport="tcp", dtmf_type="SIP INFO")
    assert sections["proxy_0"]["reg_proxy"] == "<sip:sip.telnyx.com;transport=tcp>"
    assert sections["proxy_0"]["reg_expires"] == "180"
    assert sections["auth_info_0"]["username"] == "lab2027"
    assert (sections["sip"]["use_info"], sections["sip"]["use_rfc2833"]) == ("1", "0")
    assert sections["sip"]["media_encryption"] == "none"
    assert read("linphone", encrypted_media="SRTP")["sip"]["media_encryption"] == "srtp"


def test_baresip_registers_with_the_codecs_it_has() -> None:
    line = read("baresip", transport="tls", encrypted_media="SRTP")
    assert line["uri"] == "sip:lab2027@sip.telnyx.com:5061;transport=tls"
    assert line["regint"] == "180"
    assert line["audio_codecs"] == "G722/16000/1,PCMU/8000/1,PCMA/8000/1,opus/48000/2"
    assert line["video_codecs"] == "h264"
    assert line["mediaenc"] == "srtp-mand"
    assert line["dtmfmode"] == "rtpevent"
    assert "mediaenc" not in read("baresip")


def test_zoiper_gets_the_fields_of_its_form() -> None:
    fields = device_files.table(render("zoiper", account(dtmf_type="Inband", transport="tls")))
    assert fields["Domain"] == "sip.telnyx.com:5061"
    assert fields["Transport"] == "TLS"
    assert fields["DTMF"] == "Inband"
    assert fields["Codecs, best first"] == "G.722, u-law, a-law, G.729, Opus, H.264"
    assert fields["Encryption"] == "none"


@pytest.mark.parametrize(
    ("document", "transport"),
    [
        ({}, "udp"),
        ({"encrypted_media": "SRTP"}, "tls"),
        ({"inbound": {"codecs": ["OPUS"]}}, "tcp"),
        ({"inbound": {"codecs": []}}, "udp"),
        ({"inbound": {"codecs": ["OPUS", "G722"]}}, "udp"),
    ],
)
def test_the_transport_follows_from_the_connection(
    document: dict[str, Any], transport: Transport
) -> None:
    assert account(**document).transport == transport


def test_codecs_keep_their_order_and_lose_what_udp_has_not() -> None:
    held: Any = {"inbound": {"codecs": ["OPUS", "G711A", "G722"]}}
    assert account(**held).offered == ("G711A", "G722")
    assert account(transport="tcp", **held).offered == ("OPUS", "G711A", "G722")


@pytest.mark.parametrize("name", DEVICES)
def test_without_a_password_a_placeholder_stands_and_is_told(name: str) -> None:
    text = render(name, account(None))
    assert PLACEHOLDER in unescape(text)
    assert "Put the password in place of" in text
    assert "Put the password" not in render(name, account())


@pytest.mark.parametrize(
    "document", [{"inbound": "x"}, {"inbound": {"codecs": {}}}, {"dtmf_type": 5}, {"user_name": 7}]
)
def test_a_reply_of_another_shape_gives_the_defaults(document: dict[str, Any]) -> None:
    held = account(**document)
    assert (held.codecs, held.dtmf) == (account().codecs, account().dtmf)


def test_there_is_no_other_device() -> None:
    with pytest.raises(KeyError):
        render("os", account())
