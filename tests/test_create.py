"""`telnyx-wizard create`: the wizard's own submission without a screen."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.support.sandbox import served

GOOD = {"connection_name": "cli-pbx", "user_name": "clipbx01", "password": "hunter2hunter2"}
CREATE = (sys.executable, "-m", "tui_app", "create")


@pytest.fixture
def payload(tmp_path: Path) -> str:
    path = tmp_path / "payload.json"
    path.write_text(json.dumps(GOOD))
    return str(path)


def run(*arguments: str, stdin: str | None = None, **environ: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of `create`. No secret in either."""
    ended = subprocess.run(
        [*CREATE, *arguments], input=stdin, capture_output=True, text=True, timeout=60, env={**os.environ, **environ}, check=False
    )
    assert "hunter2" not in ended.stdout + ended.stderr
    assert "KEYsecret" not in ended.stdout + ended.stderr
    return ended.returncode, ended.stdout, ended.stderr


def told(output: str) -> dict[str, Any]:
    """The one object of `--json`, its form checked."""
    found: dict[str, Any] = json.loads(output)
    assert set(found) == {"outcome", "connection", "problems", "attempts"}
    return found


def journal(home: Path) -> list[dict[str, Any]]:
    path = home / "state/telnyx-wizard/journal.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def test_created_in_the_sandbox_and_journalled(payload: str, private_environment: Path) -> None:
    code, out, err = run(payload, "--sandbox", "--json")
    answer = told(out)
    assert (code, answer["outcome"], answer["attempts"]) == (0, "created", 1)
    assert answer["connection"]["user_name"] == "clipbx01"
    assert answer["connection"]["password"] == "********"
    assert "Sending the request" in err
    begin, end = journal(private_environment)
    assert (begin["event"], end["event"], end["outcome"], end["id"]) == ("begin", "end", "created", answer["connection"]["id"])


def test_without_json_the_id_stands_on_standard_output(payload: str) -> None:
    code, out, _ = run(payload, "--sandbox")
    assert code == 0
    assert out.startswith("Created: 1")
    assert len(out.splitlines()) == 1


def test_a_user_name_that_is_taken_is_refused_before_anything_is_sent(payload: str) -> None:
    assert run(payload, "--sandbox")[0] == 0
    code, out, _ = run(payload, "--sandbox", "--json")
    answer = told(out)
    assert (code, answer["outcome"], answer["attempts"]) == (4, "rejected", 0)
    assert "/user_name" in [problem["pointer"] for problem in answer["problems"]]


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
    assert run("-", "--sandbox", stdin=json.dumps(document), TELNYX_SIP_PASSWORD="hunter2hunter2")[0] == 0


def test_without_a_key_it_is_wrong_usage(payload: str) -> None:
    code, out, err = run(payload)
    assert (code, out) == (2, "")
    assert "TELNYX_API_KEY" in err


def test_against_a_sandbox_on_a_port(payload: str) -> None:
    with served() as (_, base_url):
        code, out, _ = run(payload, "--json", "--base-url", base_url, TELNYX_API_KEY="KEYsecret")
        assert (code, told(out)["outcome"]) == (0, "created")


def test_a_host_that_is_not_there_is_told_and_nothing_was_created(payload: str) -> None:
    code, out, err = run(payload, "--json", "--base-url", "http://127.0.0.1:9/v2", TELNYX_API_KEY="KEYsecret")
    assert (code, told(out)["outcome"]) == (5, "not_created")
    assert "Waiting to try again" in err


class Stalling(BaseHTTPRequestHandler):
    """Lists nothing, and keeps the answer to a create to itself."""

    release = threading.Event()
    posted = threading.Event()

    def do_GET(self) -> None:
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
def stalling() -> Iterator[str]:
    Stalling.release, Stalling.posted = threading.Event(), threading.Event()
    with ThreadingHTTPServer(("127.0.0.1", 0), Stalling) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/v2"
        finally:
            Stalling.release.set()
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_an_end_while_the_answer_is_awaited_is_honest(number: signal.Signals, code: int, payload: str, private_environment: Path) -> None:
    with stalling() as url:
        command = [*CREATE, payload, "--base-url", url]
        environ = {**os.environ, "TELNYX_API_KEY": "KEYsecret"}
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environ) as process:
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
