"""The command line: what it prints, where, and its exit codes."""

import errno
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.pty import Terminal
from tui_app import __version__, cli
from tui_app.cli import main
from tui_app.commands.help import PURPOSES
from tui_app.commands.options import parser_of_all
from tui_app.text.document import MAX_DEPTH, UnreadableDocument, parse_document

GOOD = {"connection_name": "office-pbx", "user_name": "office12", "password": "Xk7pVq2mRt9wZ4"}


@pytest.fixture
def payload(tmp_path: Path):  # type: ignore[no-untyped-def]
    """Writes a document to a file and gives its name."""

    def write(document: object) -> str:
        path = tmp_path / "payload.json"
        path.write_bytes(document if isinstance(document, bytes) else json.dumps(document).encode())
        return str(path)

    return write


def run(*arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    try:
        code = main(arguments)
    except SystemExit as end:
        code = int(end.code or 0)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_a_valid_payload_is_valid_with_its_warnings(  # type: ignore[no-untyped-def]
    payload, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run("check", payload(GOOD), capsys=capsys)
    assert code == 0
    assert err == ""
    assert out.splitlines()[-1] == "valid: 1 warning"
    assert "/outbound/outbound_voice_profile_id" in out


def test_json_output_is_one_object_with_the_password_masked(  # type: ignore[no-untyped-def]
    payload, capsys: pytest.CaptureFixture[str]
) -> None:
    document = {**GOOD, "inbound": {"timeout_1xx_secs": 0, "codecs": ["PCMU"]}, "created_at": "1"}
    code, out, err = run("check", payload(document), "--json", capsys=capsys)
    assert code == 3
    assert err == ""
    answer = json.loads(out)
    assert set(answer) == {"valid", "problems", "payload", "form", "notes"}
    assert (answer["form"], answer["notes"]) == ("json", [])
    assert answer["valid"] is False
    assert all(
        set(problem) == {"pointer", "severity", "code", "message"} for problem in answer["problems"]
    )
    pointers = {problem["pointer"]: problem["severity"] for problem in answer["problems"]}
    assert pointers["/inbound/timeout_1xx_secs"] == "error"
    assert pointers["/inbound/codecs"] == "error"
    assert pointers["/created_at"] == "warning"
    assert answer["payload"] == {**GOOD, "password": "********", "inbound": document["inbound"]}
    assert GOOD["password"] not in out


def test_standard_input_is_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(GOOD).encode())))
    assert run("check", "-", capsys=capsys)[0] == 0


def test_the_password_comes_from_the_environment_where_it_is_left_out(  # type: ignore[no-untyped-def]
    payload, monkeypatch, capsys
) -> None:
    document = {key: value for key, value in GOOD.items() if key != "password"}
    assert run("check", payload(document), capsys=capsys)[0] == 3
    monkeypatch.setenv("TELNYX_SIP_PASSWORD", "hunter2hunter2")
    code, out, _ = run("check", payload(document), "--json", capsys=capsys)
    assert code == 0
    assert json.loads(out)["payload"]["password"] == "********"


def test_the_password_of_the_environment_leaves_the_payloads_own(  # type: ignore[no-untyped-def]
    payload, monkeypatch, capsys
) -> None:
    """Seen by what is wrong with each, since neither is shown."""
    for own, other, code in (
        (GOOD["password"], "short", 0),
        ("short", GOOD["password"], 3),
        (None, GOOD["password"], 3),
    ):
        monkeypatch.setenv("TELNYX_SIP_PASSWORD", str(other))
        assert run("check", payload({**GOOD, "password": own}), capsys=capsys)[0] == code


UNREADABLE = {
    "not JSON": b"{",
    "not an object": b"[]",
    "null": b"null",
    "empty": b"",
    "not UTF-8": b'{"connection_name": "\xff"}',
    "a member twice": b'{"active": true, "active": false}',
    "NaN": b'{"active": NaN}',
    "infinite": b'{"active": 1e999}',
    "too deep": b'{"a":' * 100_000,
    "one level too deep": b'{"a":' + b"[" * MAX_DEPTH + b"]" * MAX_DEPTH + b"}",
    "too many digits": b'{"a": ' + b"9" * 10_000 + b"}",
    "too large": b" " * (1 << 20) + b"{}",
}


@pytest.mark.parametrize("data", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_an_unreadable_file_is_told_on_one_line(data: bytes, payload, capsys) -> None:  # type: ignore[no-untyped-def]
    code, out, err = run("check", payload(data), "--json", capsys=capsys)
    assert code == 2
    assert out == ""
    assert len(err.splitlines()) == 1
    assert err.startswith("telnyx-wizard: ")


@pytest.mark.parametrize(
    ("inside", "outside"), [("[", "]"), ('{"a":', "}")], ids=["lists", "objects"]
)
def test_how_deep_a_payload_may_be(inside: str, outside: str) -> None:
    """Far less than Python's own bound: what is judged here must not fail while it is written out
    to be sent.
    """
    levels = MAX_DEPTH - 1
    assert parse_document(f'{{"a": {inside * levels}1{outside * levels}}}', "x")
    with pytest.raises(
        UnreadableDocument, match="x is not a payload: it is nested more than 64 levels deep"
    ):
        parse_document(f'{{"a": {inside * MAX_DEPTH}1{outside * MAX_DEPTH}}}', "x")


def test_a_name_that_stands_twice_among_endless_others_is_found_at_once() -> None:
    """Comparing each name with all others would take minutes, and the time-out fail it."""
    names = [chr(code) for code in range(0x100, 0xD800)] + [
        chr(code) for code in range(0x10000, 0x2C000)
    ]
    members = ",".join(f'"{name}":0' for name in [*names, names[-1]])
    with pytest.raises(UnreadableDocument, match="appears twice"):
        parse_document(f"{{{members}}}", "x")


def test_a_missing_file_and_a_hostile_name(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run("check", "no\x1b[2Jsuch", capsys=capsys)
    assert code == 2
    assert "\x1b" not in err
    assert "No such file" in err
    assert run("check", "nul\0", capsys=capsys)[0] == 2


def test_a_byte_order_mark_is_no_error(payload, capsys) -> None:  # type: ignore[no-untyped-def]
    assert run("check", payload(b"\xef\xbb\xbf" + json.dumps(GOOD).encode()), capsys=capsys)[0] == 0


def test_unknown_members(payload, capsys) -> None:  # type: ignore[no-untyped-def]
    document = {**GOOD, "inbound": {"timeout_1xx": 3}, "\x1b[31mx": 1}
    code, out, _ = run("check", payload(document), capsys=capsys)
    assert code == 3
    assert "did you mean inbound.timeout_1xx_secs?" in out
    assert "\x1b" not in out
    code, out, _ = run("check", payload(document), "--json", "--allow-unknown", capsys=capsys)
    assert code == 0
    assert json.loads(out)["payload"]["inbound"] == {"timeout_1xx": 3}


def test_schema_is_json_schema(capsys: pytest.CaptureFixture[str]) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    code, out, _ = run("schema", capsys=capsys)
    assert code == 0
    schema = json.loads(out)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    assert validator.is_valid(GOOD)
    assert not validator.is_valid({**GOOD, "active": "yes"})


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--version", capsys=capsys) == (0, f"telnyx-wizard {__version__}\n", "")
    code, out, _ = run("--help", capsys=capsys)
    assert code == 0
    for word in (
        "check",
        "schema",
        "sandbox",
        "--from",
        "--sandbox",
        "TELNYX_API_KEY",
        "man telnyx-wizard",
    ):
        assert word in out


def test_the_help_is_one_screen_with_every_command_and_option_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    _, out, _ = run("--help", capsys=capsys)
    lines = out.splitlines()
    assert len(lines) < 24, "the prompt has a line too"
    assert max(map(len, lines)) <= 80
    parser = parser_of_all()
    commands = out.partition("commands:")[2].partition("other options:")[0].split()
    assert [commands.count(name) for name in parser.commands] == [1] * len(parser.commands)
    named = [name for names in PURPOSES.values() for name in names]
    assert sorted(named) == sorted(parser.commands)
    shown = re.findall(r"(?m)(?:^|  )(--[a-z-]+)", out)
    assert sorted(shown) == sorted(parser.options)


@pytest.mark.parametrize("absent", [["export", "x"]])
def test_what_no_release_has_yet_is_absent(
    absent: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*absent, capsys=capsys)[0] == 2


@pytest.mark.parametrize(
    "wrong",
    [
        ["--nonsense\x1b[2J"],
        ["check"],
        ["--timeout", "0"],
        ["--timeout", "nan"],
        ["sandbox", "--port", "70000"],
    ],
)
def test_wrong_usage_is_told_without_escape_sequences(
    wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(*wrong, capsys=capsys)
    assert code == 2
    assert out == ""
    assert err
    assert "\x1b" not in err


def test_without_a_terminal_the_wizard_says_so_and_sends_no_escape() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "tui_app", "--sandbox"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=20,
        env=os.environ,
        check=False,
    )
    assert ended.returncode == 2
    assert b"\x1b" not in ended.stdout + ended.stderr
    assert b"check" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_a_reader_that_goes_away_is_no_crash() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "tui_app", "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_a_command_that_is_interrupted_ends_as_by_the_signal(monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    def interrupted(options: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_run", interrupted)
    assert run("check", "-", capsys=capsys) == (130, "", "")


@pytest.mark.parametrize(
    ("option", "taken", "refused"),
    [
        ("--timeout", ["1", "1.5", "3600"], ["0.9", "3601", "inf", "-1", ""]),
        ("--settle", ["1", "3600"], ["0", "3600.5"]),
    ],
)
def test_the_ends_of_the_seconds(  # type: ignore[no-untyped-def]
    option: str, taken: list[str], refused: list[str], payload, capsys
) -> None:
    for value, code in [*((value, 0) for value in taken), *((value, 2) for value in refused)]:
        assert run(option, value, "check", payload(GOOD), capsys=capsys)[0] == code
        assert (
            run("create", f"{option}={value}", "--dry-run", payload(GOOD), capsys=capsys)[0] == code
        )


def test_the_ends_of_the_ports(monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("tui_app.sandbox.serve.serve", lambda port, **_: port % 100)
    for value, code in (
        ("0", 0),
        ("65535", 35),
        ("65536", 2),
        ("-1", 2),
        ("08080", 80),
        ("100000", 2),
        ("\u0661", 2),
        ("", 2),
    ):
        assert run("sandbox", f"--port={value}", capsys=capsys)[0] == code


def test_the_ends_of_the_seed(monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("tui_app.sandbox.serve.serve", lambda port, *, seed, **_: seed % 99)
    for value, code in (("0", 0), ("100000", 10), ("100001", 2), ("-1", 2), ("1.0", 2), ("", 2)):
        assert run("sandbox", f"--seed={value}", capsys=capsys)[0] == code


def test_what_the_sandbox_is_told(monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    told: dict[int, dict[str, object]] = {}

    def serve(port: int, **behaviour: object) -> int:
        told[port] = behaviour
        return 0

    monkeypatch.setattr("tui_app.sandbox.serve.serve", serve)
    nothing: dict[str, object] = {
        "sip_port": None,
        "sha256": False,
        "drops": False,
        "seed": 0,
        "restricted": False,
        "slow": 0,
        "lose": {},
    }
    everything = [
        "--sip-port=5070",
        "--sip-sha256",
        "--no-profiles",
        "--slow",
        "0.5",
        "--lose",
        "POST",
        "--lose=PATCH:2",
    ]
    for arguments, behaviour in (
        ([], nothing),
        (
            everything,
            nothing
            | {"sip_port": 5070, "sha256": True, "restricted": True, "slow": 0.5}
            | {"lose": {"POST": None, "PATCH": 2}},
        ),
    ):
        assert run("sandbox", *arguments, capsys=capsys)[0] == 0
        assert told.pop(8080) == behaviour
    for wrong in (
        "--lose=GET",
        "--lose=POST:",
        "--lose=POST:x",
        "--lose=",
        "--slow=-1",
        "--sip-port=x",
    ):
        assert run("sandbox", wrong, capsys=capsys)[0] == 2


# The options that every command takes

COMMON: dict[str, list[str]] = {
    "--json": [],
    "--base-url": ["http://localhost:1/v2"],
    "--api-key-file": ["no such file"],
    "--timeout": ["7"],
    "--allow-unknown": [],
    "--ascii": [],
    "--no-mouse": [],
}
ALL_OF_THEM = [word for name, values in COMMON.items() for word in (name, *values)]


@pytest.mark.parametrize(
    "command",
    [["check", "FILE"], ["schema"], ["create", "FILE", "--dry-run"], ["sandbox", "--port", "0"]],
    ids=" ".join,
)
def test_every_command_takes_the_common_options_before_and_after_it(  # type: ignore[no-untyped-def]
    command: list[str], payload, monkeypatch, capsys
) -> None:
    monkeypatch.setattr("tui_app.sandbox.serve.serve", lambda port, **_: port)
    words = [payload(GOOD) if word == "FILE" else word for word in command]
    for arguments in (
        [*ALL_OF_THEM, *words],
        [*words, *ALL_OF_THEM],
        [words[0], *ALL_OF_THEM, *words[1:]],
    ):
        code, out, _ = run(*arguments, capsys=capsys)
        assert code == 0
        assert command[0] == "sandbox" or isinstance(json.loads(out), dict)


@pytest.mark.parametrize("command", ["check", "create", "schema", "sandbox"])
def test_every_command_knows_the_version(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(command, "--version", capsys=capsys) == (0, f"telnyx-wizard {__version__}\n", "")


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ([], {*COMMON, "--version"}),
        (["check"], {"--json", "--allow-unknown", "--ascii"}),
        (["create"], set(COMMON) - {"--no-mouse"}),
        (["schema"], set()),
        (["sandbox"], set()),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_the_help_tells_of_the_options_that_are_heeded(
    command: list[str], told: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(*command, "--help", capsys=capsys)
    options = re.findall("--[a-z-]+", out.partition("options:")[2])
    assert told == {*COMMON, "--version"} & set(options)


def test_an_option_after_the_command_wins_over_the_one_before(payload, capsys) -> None:  # type: ignore[no-untyped-def]
    before, after = "http://localhost:1/v2", "http://localhost:2/v2"
    for arguments, host in (
        (["create", "--base-url", after], "localhost:2"),
        (["--base-url", before, "create", "--base-url", after], "localhost:2"),
        (["--base-url", before, "create"], "localhost:1"),
    ):
        code, _, err = run(*arguments, "--dry-run", payload(GOOD), capsys=capsys)
        assert code == 0
        assert f"would be sent to {host}" in err


def test_check_writes_nothing_outside_ascii_where_that_is_wanted(payload, capsys) -> None:  # type: ignore[no-untyped-def]
    document = payload({**GOOD, "user_name": "bür\u202eo1", "日本": 1})
    assert not run("check", document, capsys=capsys)[1].isascii()
    for arguments in (["--ascii", "check", document], ["check", "--ascii", document]):
        code, out, _ = run(*arguments, capsys=capsys)
        assert code == 3
        assert out.isascii()
        assert '"\\xfc"' in out
        assert "\\u65e5\\u672c" in out
    code, _, err = run("check", "--ascii", "日本", capsys=capsys)
    assert code == 2
    assert err.startswith("telnyx-wizard: cannot read \\u65e5\\u672c: ")


def test_json_is_refused_where_there_is_no_command(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["--json"], ["--json", "--linear", "--sandbox"]):
        code, out, err = run(*arguments, capsys=capsys)
        assert (code, out) == (2, "")
        assert err == "telnyx-wizard: --json is for check and create: the wizard has a screen\n"


@pytest.mark.parametrize("options", [[], ["--linear"]], ids=["screen", "linear"])
def test_a_payload_is_not_waited_for_at_a_terminal(options: list[str], tmp_path: Path) -> None:
    with Terminal(
        sys.executable, "-m", "tui_app", "--sandbox", "--from", "-", *options, home=tmp_path
    ) as terminal:
        terminal.wait_for("--from - reads a payload from standard input")
        assert terminal.wait() == 2


# What the streams are


def redirected(redirection: str, *arguments: str, **environ: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of the command with its streams as the shell's
    `redirection` has them.
    """
    ended = subprocess.run(
        ["sh", "-c", f'"$@" {redirection}', "sh", sys.executable, "-m", "tui_app", *arguments],
        input="",
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, **environ},
        check=False,
    )
    return ended.returncode, ended.stdout, ended.stderr


def test_a_standard_input_that_is_closed_is_told_on_one_line() -> None:
    told = (2, "", "telnyx-wizard: cannot read standard input: it is closed\n")
    assert redirected("<&-", "check", "-") == told
    assert redirected("<&-", "create", "-") == told
    assert redirected("0> /dev/null", "check", "-") == (
        2,
        "",
        "telnyx-wizard: cannot read standard input: Bad file descriptor\n",
    )


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    ("redirection", "why"),
    [("> /dev/full", "No space left on device"), ("1< /dev/null", "Bad file descriptor")],
)
def test_an_output_that_cannot_be_written_is_told_on_one_line(  # type: ignore[no-untyped-def]
    redirection: str, why: str, unbuffered: str, payload
) -> None:
    for command in (["check", payload(GOOD)], ["check", payload(GOOD), "--json"], ["schema"]):
        code, _, err = redirected(redirection, *command, PYTHONUNBUFFERED=unbuffered)
        assert (code, err) == (1, f"telnyx-wizard: standard output cannot be written: {why}\n")


@pytest.mark.parametrize(
    ("command", "error"),
    [
        ([], OSError(errno.EIO, "from the wizard")),
        (["schema"], OSError(errno.ENOSPC, "of a file", "journal.jsonl")),
        (["schema"], OSError(errno.EMFILE, "of no output")),
    ],
    ids=["wizard", "file", "other"],
)
def test_a_fault_of_the_program_is_not_taken_for_one_of_its_output(  # type: ignore[no-untyped-def]
    command: list[str], error: OSError, monkeypatch
) -> None:
    def failing(options: object) -> int:
        raise error

    monkeypatch.setattr(cli, "_run", failing)
    with pytest.raises(OSError, match=error.strerror):
        main(command)


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_what_is_wrong_is_told_all_the_same_where_the_output_cannot_be_written(
    unbuffered: str,
) -> None:
    for command in (["check", "no such file"], ["check"]):
        code, _, err = redirected("> /dev/full", *command, PYTHONUNBUFFERED=unbuffered)
        assert code == 2
        assert "cannot be written" not in err
        assert err


@pytest.mark.parametrize("redirection", ["2>&-", "2> /dev/full"])
def test_without_a_standard_error_the_exit_code_tells_alone(redirection: str) -> None:
    for command in (["check", "no such file"], ["check"]):
        code, out, _ = redirected(redirection, *command)
        assert (code, out) == (2, "")


def test_a_standard_output_that_is_closed_leaves_the_exit_code(payload) -> None:  # type: ignore[no-untyped-def]
    assert redirected(">&-", "check", payload(GOOD)) == (0, "", "")
    assert redirected(">&-", "check", payload({**GOOD, "active": 1})) == (3, "", "")


ASCII_STREAMS = [
    {"PYTHONIOENCODING": "ascii"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": ""},
]


@pytest.mark.parametrize("environ", ASCII_STREAMS, ids=["encoding", "locale"])
def test_text_that_the_output_cannot_hold_is_escaped(environ: dict[str, str], payload) -> None:  # type: ignore[no-untyped-def]
    code, out, err = redirected(
        "", "check", payload({**GOOD, "user_name": "bür\U0001f600o1"}), **environ
    )
    assert (code, err) == (3, "")
    assert '"\\xfc"' in out
    assert out.splitlines()[-1].startswith("invalid: 1 error")
