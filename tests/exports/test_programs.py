"""Exported scripts and programs, run as they are: what arrives is the payload."""

import json
import shutil
import sys
from collections.abc import Iterator
from inspect import signature
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings

from tests.support.exported import (
    HARD_ONES,
    IDENTITY,
    KEY,
    WORST,
    Taken,
    hard_payloads,
    installed_for_node,
    plan_for,
    run,
    sent,
    taking_server,
)
from tests.support.sampling import fewer
from tests.support.written import Payload
from tui_app.exports import export
from tui_app.exports.limits import sayable
from tui_app.exports.python import KNOWN
from tui_app.settings.request import REQUEST
from tui_app.text.escape import MASK

SHELLS = {
    "sh": ["sh"],
    "bash": ["bash", "--posix"],
    "busybox": ["busybox", "sh"],
    "ksh": ["ksh"],
    "zsh": ["zsh", "--emulate", "sh"],
}
AWKS = ("mawk", "gawk", "original-awk", "busybox")
Server = tuple[str, list[Taken]]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with taking_server() as made:
        yield made


def arrives(server: Server, command: list[str], payload: Payload, *, update: bool) -> None:
    """Run an exported program, and compare what arrives with the payload."""
    url, taken = server
    taken.clear()
    printed = run(command, payload, f"{url}/v2")
    assert IDENTITY in printed
    if printed.startswith("{"):
        assert json.loads(printed)["data"]["password"] == MASK
    method, path = ("PATCH", f"/{IDENTITY}") if update else ("POST", "")
    body = sent(plan_for(payload, update=update), payload)
    assert taken == [(method, f"/v2/credential_connections{path}", KEY, body)]


class TestCurl:
    @pytest.mark.sampled(every=7)
    @pytest.mark.parametrize("payload", HARD_ONES)
    @pytest.mark.parametrize("awk", AWKS)
    @pytest.mark.parametrize("shell", SHELLS)
    def test_in_each_shell_with_each_awk(
        self,
        shell: str,
        awk: str,
        payload: Payload,
        server: Server,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        found = shutil.which(awk)
        if found is None or shutil.which(SHELLS[shell][0]) is None:
            pytest.skip(f"{shell} or {awk} is not installed")
        (tmp_path / "awk").symlink_to(found)
        monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
        script = tmp_path / "create.sh"
        script.write_text(export("curl", plan_for(payload)))
        arrives(server, [*SHELLS[shell], str(script)], payload, update=False)

    @pytest.mark.parametrize("update", [False, True], ids=["create", "change"])
    @settings(fewer(10), suppress_health_check=[HealthCheck.function_scoped_fixture])
    @example(payload=WORST)
    @given(payload=hard_payloads)
    def test_any_payload(
        self, payload: Payload, update: bool, server: Server, tmp_path: Path
    ) -> None:
        script = tmp_path / "create.sh"
        script.write_text(export("curl", plan_for(payload, update=update)))
        arrives(server, ["sh", str(script)], payload, update=update)

    def test_it_sends_nothing_without_a_password(self, server: Server, tmp_path: Path) -> None:
        script = tmp_path / "create.sh"
        script.write_text(export("curl", plan_for(WORST)))
        server[1].clear()
        with pytest.raises(AssertionError, match="TELNYX_SIP_PASSWORD: is not set"):
            run(["sh", str(script)], {**WORST, "password": ""}, server[0])
        assert server[1] == []

    def test_the_key_is_in_no_argument(self, tmp_path: Path) -> None:
        """Nor is the password: a curl that only says its arguments stands in for the real one."""
        stub = tmp_path / "curl"
        stub.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
        stub.chmod(0o755)
        script = tmp_path / "create.sh"
        payload = {**WORST, "password": "the-password"}
        script.write_text(export("curl", plan_for(payload)))
        path = f"{tmp_path}:/usr/bin:/bin"
        said = run(["sh", str(script)], payload, "", {"PATH": path})
        assert "--data-binary" in said
        assert KEY not in said
        assert "the-password" not in said


@pytest.mark.long
class TestSdks:
    @pytest.mark.parametrize("update", [False, True], ids=["create", "change"])
    @settings(fewer(100), suppress_health_check=[HealthCheck.function_scoped_fixture])
    @example(payload=WORST)
    @given(payload=hard_payloads)
    def test_python(self, payload: Payload, update: bool, server: Server, tmp_path: Path) -> None:
        program = tmp_path / "create.py"
        program.write_text(export("python", plan_for(payload, update=update)))
        arrives(server, [sys.executable, str(program)], payload, update=update)

    @pytest.mark.parametrize("update", [False, True], ids=["create", "change"])
    @settings(fewer(50), suppress_health_check=[HealthCheck.function_scoped_fixture])
    @example(payload=WORST)
    @given(payload=hard_payloads)
    def test_node(self, payload: Payload, update: bool, server: Server, node_sdk: Path) -> None:
        program = node_sdk / "create.mjs"
        program.write_text(export("node", plan_for(payload, update=update)))
        arrives(server, ["node", str(program)], payload, update=update)

    def test_python_has_an_argument_for_each_setting(self) -> None:
        from telnyx.resources.credential_connections import CredentialConnectionsResource as Sdk

        created, changed = signature(Sdk.create).parameters, signature(Sdk.update).parameters
        assert {path[0] for path in REQUEST.settings} <= set(created)
        assert set(changed) >= KNOWN

    def test_a_lost_answer_is_not_followed_by_a_second_request(
        self, server: Server, tmp_path: Path
    ) -> None:
        program = tmp_path / "create.py"
        program.write_text(export("python", plan_for(WORST)))
        server[1].clear()
        with pytest.raises(AssertionError, match="APIConnectionError"):
            run([sys.executable, str(program)], WORST, f"{server[0]}/silent")
        assert len(server[1]) == 1


@pytest.fixture(scope="session")
def node_sdk(pytestconfig: pytest.Config) -> Path:
    """A folder with the vendor's SDK, kept between runs."""
    folder = Path(pytestconfig.rootpath) / ".pytest_cache" / "node"
    folder.mkdir(parents=True, exist_ok=True)
    installed_for_node(folder)
    return folder


class TestCli:
    """The vendor's program cannot be had: a stub takes its arguments and its input."""

    @pytest.mark.parametrize("update", [False, True], ids=["create", "change"])
    @settings(fewer(10), suppress_health_check=[HealthCheck.function_scoped_fixture])
    @example(payload=WORST)
    @given(payload=hard_payloads)
    def test_any_payload(self, payload: Payload, update: bool, tmp_path: Path) -> None:
        password = payload["password"]
        if password.startswith("\\@"):
            return
        stub = tmp_path / "telnyx"
        stub.write_text('#!/bin/sh\nprintf "%s\\n" "$@" ---\ncat\n')
        stub.chmod(0o755)
        script = tmp_path / "create.sh"
        plan = plan_for(payload, update=update)
        script.write_text(export("cli", plan))
        said = run(["sh", str(script)], payload, "", {"PATH": f"{tmp_path}:/usr/bin:/bin"})
        words, _, body = said.partition("---\n")
        expected = ["update", "--id", IDENTITY] if update else ["create"]
        before = ["--transform", "data.id", "credential-connections"]
        assert words.splitlines() == [*before, *expected]
        # The CLI reads it as YAML, and then takes the backslash from texts that begin with \@.
        read = as_sent(json.loads(body))
        said_of, _ = sayable(plan.body, lambda value: str(value).startswith("\\@"))
        assert read == {**said_of, "password": password}

    def test_a_password_that_it_cannot_send_is_refused(self, tmp_path: Path) -> None:
        payload = {**WORST, "password": "\\@secret-1"}
        script = tmp_path / "create.sh"
        script.write_text(export("cli", plan_for(payload)))
        with pytest.raises(AssertionError, match="cannot send a password"):
            run(["sh", str(script)], payload, "")

    def test_a_name_that_it_cannot_send_is_said(self) -> None:
        text = export("cli", plan_for({**WORST, "connection_name": "\\@name"}))
        assert "at the start of a text: connection_name\n" in text
        assert '"connection_name"' not in text


def as_sent(value: object) -> object:
    if isinstance(value, dict):
        return {name: as_sent(item) for name, item in value.items()}
    if isinstance(value, list):
        return [as_sent(item) for item in value]
    assert not (isinstance(value, str) and value.startswith("@")), "a file would be read"
    return value[1:] if isinstance(value, str) and value.startswith("\\@") else value
