""".env, YAML, Terraform, Postman and the vendor's command line: what is their own."""

import pytest

from tests.support.readings import KEY, PASSWORD, key_of, read, refused
from tui_app.readers import Several, recognized

CLI = "telnyx credential-connections create --connection-name x "
TERRAFORM = 'resource "telnyx_credential_connection" "main" {{\n  connection_name = "x"\n  {}\n}}\n'
YAML = "connection_name: x\n"


# The command line


@pytest.mark.parametrize(
    ("given", "document"),
    [
        ("--active=false", {"active": False}),
        ("--active", {"active": True}),
        ("--encrypted-media null", {"encrypted_media": None}),
        ("--tag a --tag b", {"tags": ["a", "b"]}),
        ("--inbound.channel-limit 10", {"inbound": {"channel_limit": 10}}),
        ('--inbound.codecs \'["G722","OPUS"]\'', {"inbound": {"codecs": ["G722", "OPUS"]}}),
        ("--inbound.codecs '[G722, OPUS]'", {"inbound": {"codecs": ["G722", "OPUS"]}}),
        ("--inbound '{codecs: [G722]}'", {"inbound": {"codecs": ["G722"]}}),
        (
            "--inbound '{\"prack_enabled\": true}' --inbound.channel-limit=1",
            {"inbound": {"prack_enabled": True, "channel_limit": 1}},
        ),
        (r"--password '\@bcdefgh'", {"password": "@bcdefgh"}),
        ("--outbound.call-parking-enabled=null", {"outbound": {"call_parking_enabled": None}}),
        ("--webhook-api-version 2", {"webhook_api_version": "2"}),
    ],
)
def test_a_flag_of_the_command_line(given: str, document: dict[str, object]) -> None:
    assert read(CLI + given).document == {"connection_name": "x", **document}


def test_what_is_piped_into_the_command_line() -> None:
    """It takes a text that begins with @ as the name of a file there too."""
    command = "telnyx credential-connections create <<'X'\n{}\nX\n"
    piped = command.format(r'{"connection_name": "\\@x", "inbound": {"codecs": ["\\@y", "z"]}}')
    document = {"connection_name": "@x", "inbound": {"codecs": ["@y", "z"]}}
    assert read(piped).document == document
    words = refused(command.format('{"connection_name": "x", "tags": ["@secret.txt"]}'))
    assert "names a file" in words
    assert "secret.txt" not in words


def test_an_update_of_the_command_line() -> None:
    reading = read("telnyx credential-connections update --id 129 --active=false")
    assert reading.change
    assert reading.document == {"active": False}


def test_what_a_variable_of_the_shell_says_is_named() -> None:
    reading = read(CLI + '--password "$SIP_PASSWORD"')
    assert reading.document == {"connection_name": "x"}
    assert reading.notes == ("password is computed ($SIP_PASSWORD): left unset.",)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (CLI + "--password @secret.txt", "names a file"),
        (CLI + "--connection-name y", "appears twice"),
        (CLI + f"--inbound '{PASSWORD}: [' ", "neither JSON nor YAML"),
        ("telnyx credential-connections list", "creates and changes no connection"),
    ],
)
def test_what_is_refused_of_the_command_line(text: str, words: str) -> None:
    assert words in refused(text)


# YAML


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("no", False),
        ("~", None),
        ("", None),
        ("12", 12),
        ("5.0", 5.0),
        ("+15555550123", "+15555550123"),
        ("0123", "0123"),
        ("1:30", "1:30"),
        ("0x1F", "0x1F"),
        ("2026-01-01", "2026-01-01"),
        ("NO", "NO"),
        ("'12'", "12"),
        ("!!str 12", "12"),
        ("|\n  a\n  b", "a\nb\n"),
    ],
)
def test_a_value_of_yaml(text: str, value: object) -> None:
    found = read(f"user_name: u1\nconnection_name: {text}\n").document["connection_name"]
    assert found == value
    assert type(found) is type(value)


def test_a_tag_of_another_program_is_computed() -> None:
    reading = read(YAML + "password: !vault |\n  abc\nuser_name: !Ref User\n")
    assert reading.document == {"connection_name": "x"}
    assert "password is computed (!vault): left unset." in reading.notes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (YAML + "connection_name: y\n", "appears twice"),
        (YAML + "user_name: *nobody\n", "names nothing"),
        (YAML + "user_name: [a\n", "is not YAML, line 3"),
        (YAML + f"password: '{PASSWORD}\n", "is not YAML, line"),
        (YAML + "? [a]\n: b\n", "a name in it is no text"),
    ],
)
def test_what_is_refused_of_yaml(text: str, words: str) -> None:
    assert words in refused(text)


def test_several_documents() -> None:
    with pytest.raises(Several, match='"x", "y"'):
        read("connection_name: x\n---\nconnection_name: y\n")


# Terraform


@pytest.mark.parametrize(
    ("line", "document"),
    [
        ('inbound {\n codecs = ["G722"]\n }', {"inbound": {"codecs": ["G722"]}}),
        ('tags = ["a", "b",]', {"tags": ["a", "b"]}),
        ("encrypted_media = null", {"encrypted_media": None}),
        (
            "inbound = {\n channel_limit = null\n prack_enabled = true\n}\n active = null",
            {"inbound": {"prack_enabled": True}},
        ),
        ("active = false // off", {"active": False}),
        (r'password = "a\"b\n$${x}"', {"password": 'a"b\n${x}'}),
        (
            'outbound = { ani_override = "", "localization" = "US" }',
            {"outbound": {"ani_override": "", "localization": "US"}},
        ),
        ("webhook_timeout_secs = 25", {"webhook_timeout_secs": 25}),
        ("count = 2\n depends_on = [x.y]", {}),
        ("password = <<-EOT\n    abc\n    EOT", {"password": "abc\n"}),
    ],
)
def test_an_argument_of_terraform(line: str, document: dict[str, object]) -> None:
    reading = read(TERRAFORM.format(line))
    assert reading.document == {"connection_name": "x", **document}
    assert reading.notes == ()


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("var.sip_password", "(var.sip_password)"),
        ('"a${var.x}"', "(var.x)"),
        ("random_password.p.result", "(random_password.p.result)"),
        (f'sensitive("{PASSWORD}")', "(an expression)"),
    ],
)
def test_what_terraform_computes_is_named(value: str, words: str) -> None:
    reading = read(TERRAFORM.format(f"password = {value}"))
    assert reading.document == {"connection_name": "x"}
    [note] = reading.notes
    assert words in note
    assert PASSWORD not in note


def test_several_resources_and_none() -> None:
    two = TERRAFORM.format("") + TERRAFORM.format("user_name = 1").replace('"x"', '"y"')
    with pytest.raises(Several, match='"x", "y"'):
        read(two)
    other = TERRAFORM.format("").replace("credential", "fqdn")
    assert "no telnyx_credential_connection" in refused(other)
    assert "line 3" in refused(TERRAFORM.format("user_name = ="))


# .env


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ("SIP_PASSWORD=a#b", {"password": "a#b"}),
        ('SIP_PASSWORD="a\\nb"', {"password": "a\nb"}),
        ("TELNYX_ACTIVE=false", {"active": False}),
        ("INBOUND_CODECS=G722, OPUS", {"inbound": {"codecs": ["G722", "OPUS"]}}),
        ('TELNYX_TAGS=["a"]', {"tags": ["a"]}),
        ("OUTBOUND_VOICE_PROFILE_ID=129", {"outbound": {"outbound_voice_profile_id": "129"}}),
        ("OUTBOUND_CHANNEL_LIMIT=3", {"outbound": {"channel_limit": 3}}),
        ("TELNYX_CREDENTIAL_CONNECTION_NAME=x", {"connection_name": "x"}),
        ("TELNYX_WEBHOOK_URL=https://a.b", {"webhook_event_url": "https://a.b"}),
        ("SIP_TRUNK_PASSWORD=a", {"password": "a"}),
        ("LIVEKIT_SIP_AUTH_PASSWORD=a", {"password": "a"}),
        ("PUBLIC_SIP_PASSWORD=a", {"password": "a"}),
        # What belongs to something else, or names the same once more.
        ("SIP_PORT=5060", {}),
        ("TELNYX_PORT=80", {}),
        ("LOCALIZATION=en", {}),
        ("USER=root", {}),
        ("PASSWORD=a\nSIP_PASSWORD=b", {"password": "b"}),
        ("VITE_SIP_USERNAME=u1", {}),
        ("SMTP_PASSWORD=a", {}),
        ("TELNYX_PORTAL_PASSWORD=a", {}),
    ],
)
def test_a_variable(text: str, document: dict[str, object]) -> None:
    assert read(f"SIP_USERNAME=u1\n{text}\n").document == {"user_name": "u1", **document}


def test_a_line_alone_is_read() -> None:
    reading = read(f"TELNYX_API_KEY={KEY}")
    assert (reading.document, key_of(reading)) == ({}, KEY)
    assert recognized(f"SIP_PASSWORD={PASSWORD}") == "env"
    assert read(f"SIP_PASSWORD={PASSWORD}").document == {"password": PASSWORD}


def test_variables_of_other_things_are_left_out_by_name_alone() -> None:
    reading = read("SIP_USERNAME=u1\nDB_PASSWORD_OLD=hunter2\nPORT=3000\nSIP_PASSWORD=${OTHER}\n")
    assert reading.document == {"user_name": "u1"}
    notes = " ".join(reading.notes)
    assert "Left out what is no setting: DB_PASSWORD_OLD, PORT." in notes
    assert "password is computed" in notes
    assert "hunter2" not in notes


@pytest.mark.parametrize(
    "line",
    [
        f"export SIP_USERNAME=u1 SIP_PASSWORD={PASSWORD}",
        f"SIP_USERNAME=u1 SIP_PASSWORD='{PASSWORD}'",
        f'env SIP_USERNAME="u1" SIP_PASSWORD="{PASSWORD}" # both',
        f"export SIP_USERNAME=u1; export SIP_PASSWORD={PASSWORD};",
        f"$env:SIP_USERNAME='u1'; $env:SIP_PASSWORD=\"{PASSWORD}\"",
        f"set SIP_USERNAME=u1\nset SIP_PASSWORD={PASSWORD}",
        f'declare -x SIP_USERNAME="u1"\ndeclare -x SIP_PASSWORD="{PASSWORD}"',
        f"ENV SIP_USERNAME=u1 SIP_PASSWORD={PASSWORD}",
        f'[Service]\nEnvironment="SIP_USERNAME=u1" "SIP_PASSWORD={PASSWORD}"',
        f'Environment="SIP_USERNAME=u1"\nEnvironment=SIP_PASSWORD={PASSWORD}',
    ],
)
def test_an_assignment_of_shells_docker_and_systemd(line: str) -> None:
    """As one value, the password would be part of the user name, which is shown."""
    assert read(line).document == {"user_name": "u1", "password": PASSWORD}


@pytest.mark.parametrize("value", ["${X}", "${X:-abc}", "$(pass sip)", "$SIP_SECRET", "{{ pw }}"])
def test_what_other_variables_make_is_left_unset(value: str) -> None:
    reading = read(f"SIP_USERNAME=u1\nSIP_PASSWORD={value}\n")
    assert (reading.document, len(reading.notes)) == ({"user_name": "u1"}, 1)
    assert read(f"SIP_USERNAME=u1\nSIP_PASSWORD='{value}'\n").document["password"] == value


@pytest.mark.parametrize("value", ["a$Bc9!kLmZq", "$ecret12", "pa$$word"])
def test_a_dollar_in_a_password_is_part_of_it(value: str) -> None:
    assert read(f"SIP_USERNAME=u1\nSIP_PASSWORD={value}\n").document["password"] == value


def test_the_vendors_key_is_the_one_taken() -> None:
    reading = read(f"API_KEY=sk_0123456789abcdef\nTELNYX_API_KEY={KEY}\nTELNYX_PUBLIC_KEY=a9c=\n")
    assert key_of(reading) == KEY
    assert "TELNYX_PUBLIC_KEY" in " ".join(reading.notes)


def test_two_names_for_one_setting() -> None:
    words = refused(f"SIP_PASSWORD={PASSWORD}\nTELNYX_PASSWORD=b\n")
    assert "SIP_PASSWORD and TELNYX_PASSWORD are the same setting; keep" in words
    assert "appears twice" in refused(f"SIP_PASSWORD={PASSWORD}\nSIP_PASSWORD=b\n")


# What is no payload


@pytest.mark.parametrize(
    "text",
    [
        "office",
        "Office PBX, Berlin: 2nd floor",
        "https://example.com/hook?a=b&user_name=x",
        "exampleuser1",
        "12345",
        "+15555550123",
        "G722, G711U",
        "true",
        "",
        "curl",
        "a=b",
        "{colour: red}",
        "site:berlin",
        "my connection_name",
        "Ashburn, VA",
        PASSWORD,
        "sip:exampleuser1@sip.telnyx.com",
    ],
)
def test_an_ordinary_answer_is_no_form(text: str) -> None:
    assert recognized(text) is None
