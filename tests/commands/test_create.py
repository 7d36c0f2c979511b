"""`telnyx-wizard create`: the wizard's own submission without a screen."""

import io
import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.support.echo_server import echo_server
from tests.support.fault_server import FaultServer
from tests.support.pty import CTRL_Q, CTRL_S, Terminal
from tests.support.sandbox import served
from tui_app.cli import main

GOOD = {"connection_name": "cli-pbx", "user_name": "clipbx01", "password": "hunter2hunter2"}
CREATE = (sys.executable, "-m", "tui_app", "create")


@pytest.fixture
def payload(tmp_path: Path) -> str:
    path = tmp_path / "payload.json"
    path.write_text(json.dumps(GOOD))
    return str(path)


def run(*arguments: str, stdin: str = "", **environ: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of `create` in this process. No secret in
    either.
    """
    typed = io.TextIOWrapper(io.BytesIO(stdin.encode()))
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patched, redirect_stdout(out), redirect_stderr(err):
        patched.setattr(sys, "stdin", typed)
        # This process may dump its core.
        patched.setattr(resource, "setrlimit", lambda *_: None)
        for name, value in environ.items():
            patched.setenv(name, value)
        code = main(["create", *arguments])
    assert "hunter2" not in out.getvalue() + err.getvalue()
    assert "KEYsecret" not in out.getvalue() + err.getvalue()
    return code, out.getvalue(), err.getvalue()


def run_alone(*arguments: str) -> tuple[int, str, str]:
    """The same of a process of its own."""
    done = subprocess.run(
        [*CREATE, *arguments], capture_output=True, text=True, timeout=60, check=False
    )
    assert "hunter2" not in done.stdout + done.stderr
    return done.returncode, done.stdout, done.stderr


def told(output: str) -> dict[str, Any]:
    """The one object of `--json`, its form checked."""
    found: dict[str, Any] = json.loads(output)
    assert set(found) == {"outcome", "connection", "problems", "attempts"}
    return found


def journal(home: Path) -> list[dict[str, Any]]:
    path = home / "state/telnyx-wizard/journal.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def test_created_in_the_sandbox_and_journalled(payload: str, private_environment: Path) -> None:
    code, out, err = run_alone(payload, "--sandbox", "--json")
    answer = told(out)
    assert (code, answer["outcome"], answer["attempts"]) == (0, "created", 1)
    assert answer["connection"]["user_name"] == "clipbx01"
    assert answer["connection"]["password"] == "********"
    assert "Sending the request" in err
    begin, end = journal(private_environment)
    assert (begin["event"], end["event"], end["outcome"], end["id"]) == (
        "begin",
        "end",
        "created",
        answer["connection"]["id"],
    )


def test_without_json_the_id_stands_on_standard_output(payload: str) -> None:
    code, out, _ = run_alone(payload, "--sandbox")
    assert code == 0
    assert out.startswith("Created: 1")
    assert len(out.splitlines()) == 1


def test_a_user_name_that_is_taken_is_refused_before_anything_is_sent(payload: str) -> None:
    assert run(payload, "--sandbox")[0] == 0
    code, out, _ = run(payload, "--sandbox", "--json")
    answer = told(out)
    assert (code, answer["outcome"], answer["attempts"]) == (4, "rejected", 0)
    assert "/user_name" in [problem["pointer"] for problem in answer["problems"]]


def test_a_name_in_use_is_a_warning_and_it_is_sent(payload: str, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text(json.dumps({**GOOD, "user_name": "other123"}))
    assert run(str(other), "--sandbox")[0] == 0
    code, out, err = run(payload, "--sandbox", "--json")
    answer = told(out)
    assert (code, answer["outcome"]) == (0, "created")
    (problem,) = [problem for problem in answer["problems"] if problem["code"] == "exists"]
    assert (problem["pointer"], problem["severity"]) == ("/connection_name", "warning")
    assert problem["message"].startswith(
        'is that of another connection already: user name "other123"'
    )
    assert run(str(other), "--sandbox")[0] == 4
    assert "/user_name is taken already by the connection" in run(payload, "--sandbox")[2]
    assert ".." not in err.replace("...", "")


def test_what_cannot_be_recorded_is_not_sent(payload: str, private_environment: Path) -> None:
    (private_environment / "state").write_text("in the way")
    with echo_server() as server:
        code, out, err = run(
            payload, "--json", "--base-url", server.url, TELNYX_API_KEY="KEYsecret"
        )
        assert server.posts == []
    answer = told(out)
    assert (code, answer["outcome"], answer["attempts"]) == (5, "not_created", 0)
    (problem,) = [problem for problem in answer["problems"] if problem["severity"] == "error"]
    assert problem["code"] == "unrecorded"
    assert problem["message"].startswith(
        "was not sent, since the attempt could not be recorded: the journal cannot be written: a file"
    )
    assert "Nothing was sent" in err


def test_an_invalid_payload_is_not_sent(tmp_path: Path, private_environment: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_text(json.dumps({**GOOD, "user_name": "!"}))
    code, out, _ = run(str(path), "--sandbox", "--json")
    assert code == 3
    assert told(out)["outcome"] == "invalid"
    assert journal(private_environment) == []


def test_an_invalid_payload_is_called_so_once(tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_text(json.dumps({**GOOD, "actve": True}))
    err = run(str(path), "--sandbox")[2].splitlines()
    assert "error: /actve is not a setting of this API: did you mean active?" in err
    assert err[-1] == "Invalid. Nothing was sent."


def test_a_dry_run_sends_nothing_and_needs_no_key(payload: str, private_environment: Path) -> None:
    code, out, err = run(payload, "--dry-run")
    assert code == 0
    assert json.loads(out) == {**GOOD, "password": "********"}
    assert "nothing was" in err
    assert journal(private_environment) == []


def test_standard_input_and_the_password_of_the_environment() -> None:
    document = {key: value for key, value in GOOD.items() if key != "password"}
    assert run("-", "--sandbox", stdin=json.dumps(document))[0] == 3
    assert (
        run("-", "--sandbox", stdin=json.dumps(document), TELNYX_SIP_PASSWORD="hunter2hunter2")[0]
        == 0
    )


def test_without_a_key_it_is_wrong_usage(payload: str) -> None:
    code, out, err = run(payload)
    assert (code, out) == (2, "")
    assert "TELNYX_API_KEY" in err


def test_against_a_sandbox_on_a_port(payload: str) -> None:
    with served() as (_, base_url):
        code, out, _ = run(payload, "--json", "--base-url", base_url, TELNYX_API_KEY="KEYsecret")
        assert (code, told(out)["outcome"]) == (0, "created")


ODD = {
    **GOOD,
    "nonsense": {"of": "mine"},
    "ios_push_credential_id": "6a09cdc3-8948-47f0-aa62-74ac943d6c58",
    "outbound": {"outbound_voice_profile_id": "1", "generate_ringback_tone": True},
}
NOT_KEPT = [
    "/ios_push_credential_id",
    "/outbound/outbound_voice_profile_id",
    "/outbound/instant_ringback_enabled",
    "/nonsense",
]


def test_what_the_api_does_not_keep_is_a_warning_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "odd.json"
    path.write_text(json.dumps(ODD))
    options = (str(path), "--sandbox", "--drop-values", "--allow-unknown")
    code, out, _ = run(*options, "--json")
    answer = told(out)
    assert (code, answer["outcome"]) == (0, "created")
    found = [problem for problem in answer["problems"] if problem["code"] == "not_kept"]
    assert [problem["pointer"] for problem in found] == NOT_KEPT
    assert {problem["severity"] for problem in found} == {"warning"}
    assert 'sent "1", the API has null: outbound calls are refused' in found[1]["message"]
    assert answer["connection"]["outbound"]["outbound_voice_profile_id"] is None
    path.write_text(json.dumps({**ODD, "user_name": "other123"}))
    code, out, err = run(*options)
    assert code == 0
    assert len(out.splitlines()) == 1
    assert "warning: /outbound/outbound_voice_profile_id was not kept: sent" in err
    # By itself the sandbox refuses it.
    path.write_text(json.dumps({**ODD, "user_name": "third123"}))
    assert run(*options[:2], "--allow-unknown")[0] == 4
    assert run(str(path), "--drop-values")[0] == 2


def test_what_is_found_after_a_lost_answer_is_compared_too(tmp_path: Path) -> None:
    path = tmp_path / "odd.json"
    path.write_text(json.dumps({**GOOD, "tags": ["lab"]}))
    with FaultServer("commit then drop", keeps={"tags": []}) as server:
        code, out, _ = run(
            str(path), "--json", "--base-url", server.base_url, TELNYX_API_KEY="KEYsecret"
        )
    answer = told(out)
    assert (code, answer["outcome"]) == (0, "found")
    [problem] = [problem for problem in answer["problems"] if problem["code"] == "not_kept"]
    assert problem["pointer"] == "/tags"


def test_a_host_that_is_not_there_is_told_and_nothing_was_created(payload: str) -> None:
    code, out, err = run(
        payload, "--json", "--base-url", "http://127.0.0.1:9/v2", TELNYX_API_KEY="KEYsecret"
    )
    assert (code, told(out)["outcome"]) == (5, "not_created")
    assert "Waiting to try again" in err


class Stalling(BaseHTTPRequestHandler):
    """Lists nothing, and keeps the answer to a create to itself."""

    release = threading.Event()
    posted = threading.Event()
    listing = threading.Event()
    listed = threading.Event()

    def do_GET(self) -> None:
        self.listed.set()
        if not self.listing.is_set():
            self.release.wait(30)
        body = b'{"data":[],"meta":{"total_pages":1,"page_number":1}}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.posted.set()
        self.release.wait(30)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        return


@contextmanager
def stalling(*, lists: bool = True) -> Iterator[str]:
    Stalling.release, Stalling.posted, Stalling.listing, Stalling.listed = (
        threading.Event() for _ in range(4)
    )
    if lists:
        Stalling.listing.set()
    with ThreadingHTTPServer(("127.0.0.1", 0), Stalling) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/v2"
        finally:
            Stalling.release.set()
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGQUIT, 131)],
)
def test_an_end_while_the_answer_is_awaited_is_honest(
    number: signal.Signals, code: int, payload: str, private_environment: Path
) -> None:
    with stalling() as url:
        command = [*CREATE, payload, "--base-url", url]
        environ = {**os.environ, "TELNYX_API_KEY": "KEYsecret"}
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environ
        ) as process:
            assert Stalling.posted.wait(20)
            process.send_signal(number)
            if number is signal.SIGINT:
                # The first ends the waiting, the second the looking.
                assert process.stderr is not None
                while "Looking whether" not in process.stderr.readline():
                    pass
                process.send_signal(number)
            _, err = process.communicate(timeout=20)
        assert process.returncode == code
        assert "may have been created" in err
        assert "not created" not in err.lower().replace("was not created", "")
    lines = journal(private_environment)
    assert lines[0]["event"] == "begin"
    assert all(line.get("outcome") in (None, "unknown") for line in lines)


def started(
    payload: str, url: str, *options: str, before: tuple[str, ...] = ()
) -> "subprocess.Popen[str]":
    """A `create --json` that runs, its streams pipes."""
    command = [*before, *CREATE, payload, "--json", "--base-url", url, *options]
    environ = {**os.environ, "TELNYX_API_KEY": "KEYsecret"}
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environ
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT])
def test_a_signal_is_obeyed_while_the_terminal_stands_still(
    number: signal.Signals, payload: str, tmp_path: Path
) -> None:
    with echo_server() as server:
        server.gate.clear()
        with Terminal(
            *CREATE,
            payload,
            "--base-url",
            server.url,
            home=tmp_path,
            environ={"TELNYX_API_KEY": "KEYsecret"},
        ) as terminal:
            terminal.wait_until(server.arrived.is_set, 30)
            terminal.wait_for("waiting for the answer")
            terminal.send(CTRL_S)
            terminal.wait_until(terminal.is_full)
            # Something has to be told in the meantime.
            terminal.kill(signal.SIGINT)
            since = time.monotonic()
            terminal.kill(number)
            assert terminal.wait(10, read=False) == 128 + number
            assert time.monotonic() - since < 8
            assert terminal.output.count(b"Ended by a signal") <= 1
    assert {line.get("outcome") for line in journal(tmp_path)} <= {None, "unknown"}


@pytest.mark.parametrize("interrupted", [False, True])
def test_the_outcome_is_noted_while_the_terminal_stands_still(
    interrupted: bool, payload: str, tmp_path: Path
) -> None:
    """What is told must not hold up the work that tells it; and who cannot be told can still end
    it.
    """
    with echo_server() as server:
        server.gate.clear()
        options = ("--base-url", server.url, "--timeout", "1", "--settle", "1")
        with Terminal(
            *CREATE, payload, *options, home=tmp_path, environ={"TELNYX_API_KEY": "KEYsecret"}
        ) as terminal:
            terminal.wait_until(server.arrived.is_set, 30)
            terminal.send(CTRL_S)
            terminal.wait_until(terminal.is_full)
            terminal.wait_until(lambda: len(journal(tmp_path)) == 2, 30)
            assert journal(tmp_path)[1]["outcome"] == "unknown"
            if interrupted:
                terminal.kill(signal.SIGINT)
                try:
                    code = terminal.wait(8, read=False)
                except TimeoutError:
                    # It came between the note and the outcome, and counted as the end of the wait.
                    terminal.kill(signal.SIGINT)
                    code = terminal.wait(8, read=False)
                assert code == 130
                return
            terminal.send(CTRL_Q)
            assert terminal.wait() == 6
            assert "Unknown. No complete answer came in time" in one_line(terminal)


def one_line(terminal: Terminal) -> str:
    return " ".join(terminal.screen_text().split())


def test_ctrl_c_without_end_is_honest_and_ends_with_an_outcome(
    payload: str, private_environment: Path
) -> None:
    """An exception in the middle of a wait, or of the telling, would leave a lock taken or the
    outcome untold.
    """
    with stalling() as url, started(payload, url, "--settle", "30") as process:
        assert Stalling.posted.wait(20)
        pause = threading.Event()
        sent = 0
        while process.poll() is None and sent < 20_000:
            process.send_signal(signal.SIGINT)
            sent += 1
            pause.wait(0.0001)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert told(out)["outcome"] == "unknown"
    assert "You stopped waiting for the answer. Looking whether it exists" in err
    assert "may have been created" in err
    assert "Traceback" not in err
    assert [line.get("outcome") for line in journal(private_environment)] == [None, "unknown"]


def test_a_signal_before_the_request_sends_nothing_and_says_so(
    payload: str, private_environment: Path
) -> None:
    with stalling(lists=False) as url, started(payload, url) as process:
        assert Stalling.listed.wait(20)
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=20)
        assert not Stalling.posted.is_set()
    assert process.returncode == 143
    assert told(out)["outcome"] == "not_created"
    assert "Nothing was sent, so nothing was created." in err
    assert journal(private_environment) == []


def test_a_hang_up_that_is_ignored_from_the_start_ends_nothing(payload: str) -> None:
    with echo_server() as server:
        server.gate.clear()
        with started(payload, server.url, before=("nohup",)) as process:
            assert server.arrived.wait(20)
            process.send_signal(signal.SIGHUP)
            server.gate.set()
            out, _ = process.communicate(timeout=20)
    assert process.returncode == 0
    assert told(out)["outcome"] == "created"


def redirected(payload: str, redirection: str) -> "subprocess.CompletedProcess[str]":
    command = [
        "sh",
        "-c",
        f'exec "$@" {redirection}',
        "sh",
        *CREATE,
        payload,
        "--sandbox",
        "--json",
    ]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_with_standard_error_closed_nothing_else_stands_on_standard_output(payload: str) -> None:
    done = redirected(payload, "2>&-")
    assert (done.returncode, told(done.stdout)["outcome"]) == (0, "created")


def test_an_outcome_that_cannot_be_written_is_told_in_one_line(payload: str) -> None:
    """And the exit code says what became of it, or it would be sent again."""
    done = redirected(payload, ">/dev/full")
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr
    assert "Created. The API says that it created the connection." in done.stderr
    assert "standard output cannot be written (No space left on device). Created: 1" in done.stderr


def test_nobody_who_reads_changes_no_exit_code(payload: str) -> None:
    with echo_server() as server:
        server.gate.clear()
        with started(payload, server.url) as process:
            assert server.arrived.wait(20)
            assert process.stdout is not None
            process.stdout.close()
            server.gate.set()
            assert process.stderr is not None
            err = process.stderr.read()
            assert process.wait(20) == 0
    assert "standard output cannot be written (nobody reads it). Created: 1" in err


@pytest.mark.parametrize(
    "command",
    [
        ["check", "FILE"],
        ["check", "FILE", "--json"],
        ["schema"],
        ["--help"],
        ["create", "--help"],
        ["--version"],
    ],
)
def test_other_commands_say_that_nothing_could_be_written(command: list[str], payload: str) -> None:
    arguments = [payload if each == "FILE" else each for each in command]
    line = ["sh", "-c", 'exec "$@" >/dev/full', "sh", *CREATE[:-1], *arguments]
    done = subprocess.run(line, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert (
        done.stderr == "telnyx-wizard: standard output cannot be written: No space left on device\n"
    )


INTERRUPTED = """
import runpy, sys
class Interrupts:
    def find_spec(self, name, path, target=None):
        if name == "{module}":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupts())
sys.argv[1:] = ["create", "-", "--sandbox"]
{start}
"""


@pytest.mark.parametrize("module", ["tui_app.settings.request", "tui_app.commands.create"])
@pytest.mark.parametrize(
    "start",
    [
        "runpy.run_module('tui_app', run_name='__main__')",
        "from tui_app.cli import main; sys.exit(main())",
    ],
)
def test_ctrl_c_while_it_is_loaded_is_quiet(module: str, start: str) -> None:
    code = INTERRUPTED.format(module=module, start=start)
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=json.dumps(GOOD),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_no_core_is_dumped_with_the_secrets_in_it(
    payload: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits: list[tuple[int, int]] = []
    monkeypatch.setattr(
        resource, "setrlimit", lambda which, limit: limits.append((which, limit[0]))
    )
    assert main(["create", payload, "--sandbox"]) == 0
    assert limits == [(resource.RLIMIT_CORE, 0)]
