"""What people hold a connection in, through `check` and `create`."""

import json
from pathlib import Path

import pytest

from tests.commands.test_cli import run
from tests.support.paths import SHARED
from tui_app.settings.change import CHANGE, PERSISTENCE
from tui_app.settings.request import REQUEST
from tui_app.settings.types import Choice

CASES = SHARED / "cases"
KEY = "KEY0123456789ABCDEF0123456789ABCDEF_abcDEF0123456789abcDEF"
SECRET = "Xk7pVq2mRt9wZ4"
BODY = {"connection_name": "office", "user_name": "exampleuser1", "password": SECRET}
TEXT = json.dumps(BODY)
CURL = (
    "curl -X POST https://api.telnyx.com/v2/credential_connections "
    f"-H 'Authorization: Bearer {KEY}' -d '{TEXT}'"
)
REPLY = json.dumps(
    {
        "data": {
            **BODY,
            "id": "2769",
            "record_type": "credential_connection",
            "encrypted_media": None,
        }
    }
)
FORMS = {
    "json": TEXT,
    "reply": REPLY,
    "curl": CURL,
    "http": f"POST /v2/credential_connections HTTP/1.1\nHost: api.telnyx.com\n\n{TEXT}",
    "yaml": "\n".join(f"{name}: {value}" for name, value in BODY.items()),
    "cli": f"telnyx credential-connections create --connection-name office --user-name exampleuser1 --password {SECRET}",
}


def given(tmp_path: Path, text: str) -> str:
    file = tmp_path / "given"
    file.write_text(text)
    return str(file)


@pytest.mark.parametrize("form", FORMS)
def test_check_reads_every_form_and_says_which(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = given(tmp_path, FORMS[form])
    code, out, err = run("check", file, "--json", capsys=capsys)
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert told["form"] == form
    assert told["payload"] == {**BODY, "password": "********"} | (
        {"encrypted_media": None} if form == "reply" else {}
    )
    code, text, _ = run("check", file, capsys=capsys)
    assert code == 0
    assert text.startswith("read as ") == (form != "json")
    for note in told["notes"]:
        assert f"note: {note}\n" in text
    assert SECRET not in out + text
    assert KEY not in out + text


def test_a_reply_and_a_key_are_named_in_the_notes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = json.loads(run("check", given(tmp_path, REPLY), "--json", capsys=capsys)[1])
    assert any("id, record_type" in note for note in told["notes"])
    told = json.loads(run("check", given(tmp_path, CURL), "--json", capsys=capsys)[1])
    assert any("API key" in note for note in told["notes"])


def test_create_takes_every_form_and_never_the_key_in_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TELNYX_API_KEY", raising=False)
    code, out, err = run("create", given(tmp_path, CURL), "--dry-run", capsys=capsys)
    assert code == 0
    assert json.loads(out) == {**BODY, "password": "********"}
    assert "read as a curl command" in err
    code, out, err = run("create", given(tmp_path, CURL), capsys=capsys)
    assert code == 2
    assert "there is no API key" in err
    assert "It contains an API key, which was not used" in err
    assert KEY not in out + err
    assert "contains an API key" not in run("create", given(tmp_path, TEXT), capsys=capsys)[2]


@pytest.mark.parametrize("command", ["check", "create"])
def test_several_are_an_error_that_names_them(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = {"data": [{**BODY, "id": "1"}, {**BODY, "connection_name": "branch", "id": "2"}]}
    code, out, err = run(command, given(tmp_path, json.dumps(listed)), capsys=capsys)
    assert (code, out) == (2, "")
    assert '"office", "branch"' in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    "text", ["hello", "a list of things\n- one\n", "", "curl -d @body.json https://x.y"]
)
def test_what_is_none_of_them_is_one_line(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run("check", given(tmp_path, text), "--json", capsys=capsys)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1


# Changes


def test_a_change_needs_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = given(
        tmp_path, '{"webhook_event_url": "https://example.com/hook", "webhook_timeout_secs": 5}'
    )
    assert run("check", file, capsys=capsys)[0] == 3
    code, out, _ = run("check", file, "--update", "--json", capsys=capsys)
    assert code == 0
    told = json.loads(out)
    assert told["valid"]
    assert not [each for each in told["problems"] if each["severity"] != "hint"]


def test_a_change_takes_no_password_of_the_environment(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELNYX_SIP_PASSWORD", SECRET)
    _, out, _ = run(
        "check", given(tmp_path, '{"active": false}'), "--update", "--json", capsys=capsys
    )
    assert json.loads(out)["payload"] == {"active": False}


@pytest.mark.parametrize(
    ("document", "codes"),
    [
        ({}, set()),
        ({"conversation_persistence": True}, set()),
        ({"conversation_persistence": "yes"}, {"type"}),
        ({"webhook_api_version": "2"}, set()),
        ({"webhook_api_version": "texml"}, {"choice"}),
        ({"webhook_api_version": "texml", "outbound": {"call_parking_enabled": True}}, {"choice"}),
        ({"connection_name": None}, {"null"}),
        ({"connection_name": " "}, {"blank"}),
        ({"jitter_buffer": {"jitterbuffer_msec_min": 300}}, set()),
        (
            {"jitter_buffer": {"jitterbuffer_msec_min": 300, "jitterbuffer_msec_max": 200}},
            {"order"},
        ),
        ({"no_such": 1}, {"unknown_setting"}),
    ],
    ids=str,
)
def test_what_is_in_a_change_is_validated(document: dict[str, object], codes: set[str]) -> None:
    answers, dropped = CHANGE.read(document)  # type: ignore[arg-type]
    found = {each.code for each in CHANGE.validate(answers) if each.severity == "error"}
    assert not dropped
    assert bool(found) == bool(codes), found


def test_only_a_change_knows_conversation_persistence() -> None:
    assert PERSISTENCE.path in CHANGE.settings
    assert PERSISTENCE.path not in REQUEST.settings
    assert set(CHANGE.settings) == {*REQUEST.settings, PERSISTENCE.path}
    assert not any(setting.required for setting in CHANGE.settings.values())
    kind = CHANGE.settings[("webhook_api_version",)].kind
    assert isinstance(kind, Choice)
    assert list(kind.options) == ["1", "2"]


def test_the_body_of_a_patch_is_judged_as_given_with_a_note(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    patch = 'PATCH /v2/credential_connections/1 HTTP/1.1\nHost: api.telnyx.com\n\n{"active": false}'
    code, out, _ = run("check", given(tmp_path, patch), "--json", capsys=capsys)
    assert code == 3
    assert any("--update" in note for note in json.loads(out)["notes"])
    code, out, _ = run("check", given(tmp_path, patch), "--json", "--update", capsys=capsys)
    assert (code, json.loads(out)["notes"]) == (0, [])


# Cases beside the project that are about forms: the form, the exit code of `check`, members of the
# payload

WANTED = {
    "003-get-reply.json": ("reply", 0),
    "004-get-object.json": ("reply", 0),
    "005-get-masked-password.json": ("json", 3),
    "046-curl.sh": ("curl", 0),
    "047-credential.tf": ("terraform", 0),
    "048-payload.yaml": ("yaml", 0),
    "051-sdk.py": ("python", 0),
    "053-http-request.txt": ("http", 3),
    "054-postman.json": ("postman", 0),
    "055-cli.sh": ("cli", 0),
    "074-curl-with-secrets.sh": ("curl", 0),
}


@pytest.mark.parametrize("name", WANTED)
def test_the_cases_are_read(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    if not (CASES / name).exists():
        pytest.skip("the cases are not here")
    code, out, err = run("check", str(CASES / name), "--json", capsys=capsys)
    assert err == ""
    told = json.loads(out)
    assert (told["form"], code) == WANTED[name], told["problems"]
    assert SECRET not in out
    assert "KEY0000" not in out


def test_the_case_of_a_change_is_valid_as_one(capsys: pytest.CaptureFixture[str]) -> None:
    if not CASES.exists():
        pytest.skip("the cases are not here")
    for name in ("022-patch-webhook.json", "053-http-request.txt"):
        assert run("check", str(CASES / name), "--update", capsys=capsys)[0] == 0


BOTH = (
    f"ID=$(curl https://api.telnyx.com/v2/credential_connections -d '{TEXT}' | jq -r .data.id)\n"
    'curl -X PATCH "https://api.telnyx.com/v2/credential_connections/$ID" '
    '-d \'{"sip_uri_calling_preference": "internal"}\'\n'
)


@pytest.mark.parametrize(
    ("options", "payload", "note"),
    [
        ((), {**BODY, "password": "********"}, "Left out what changes a connection (PATCH)."),
        (
            ("--update",),
            {"sip_uri_calling_preference": "internal"},
            "Left out what creates a connection (POST).",
        ),
    ],
)
def test_of_a_creation_and_a_change_the_one_that_is_asked_for(
    options: tuple[str, ...],
    payload: dict[str, object],
    note: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, out, err = run("check", given(tmp_path, BOTH), "--json", *options, capsys=capsys)
    told = json.loads(out)
    assert (told["payload"], err) == (payload, "")
    assert note in told["notes"]


def test_several_creations_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = BOTH + BOTH.replace("office", "second")
    code, _, err = run("check", given(tmp_path, text), capsys=capsys)
    assert code == 2
    assert '"office", a change (sip_uri_calling_preference), "second"' in err
