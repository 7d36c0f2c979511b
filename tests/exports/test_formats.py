"""Exported Go and Terraform, judged by the real tools that can be had."""

import json
import subprocess
from base64 import b64decode
from pathlib import Path

import hcl2
import pytest
from hypothesis import HealthCheck, example, given, settings

from tests.support.exported import (
    HARD_ONES,
    IDENTITY,
    WORST,
    hard_payloads,
    needs,
    plan_for,
    run,
    sent,
)
from tests.support.paths import ROOT
from tests.support.sampling import fewer
from tests.support.written import Payload, leaves
from tui_app.exports import export
from tui_app.exports.go import LACKING
from tui_app.exports.terraform import ATTRIBUTES, NAMES
from tui_app.settings.change import CHANGE

STUB = ROOT / "tests" / "support" / "telnyx_go"
MODULE = f"""module exported

go 1.18

require github.com/team-telnyx/telnyx-go/v4 v4.97.0

replace github.com/team-telnyx/telnyx-go/v4 => {STUB}
"""


def fed(command: list[str], text: str) -> str:
    """What a tool prints that gets `text`. Fails if the tool does."""
    done = subprocess.run(
        command, input=text, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@needs("gofmt")
@pytest.mark.parametrize("update", [False, True], ids=["create", "change"])
@settings(fewer(10))
@example(payload=WORST)
@given(payload=hard_payloads)
def test_go_is_formatted(payload: Payload, update: bool) -> None:
    text = export("go", plan_for(payload, update=update))
    assert fed(["gofmt"], text) == text


@pytest.mark.long
@needs("go")
@pytest.mark.parametrize("update", [False, True], ids=["create", "change"])
@settings(fewer(100), suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(payload=WORST)
@given(payload=hard_payloads)
def test_go_compiles_and_sends_the_payload(payload: Payload, update: bool, go_folder: Path) -> None:
    """The SDK itself cannot be had: a stub of its names prints what it would send."""
    plan = plan_for(payload, update=update)
    program = go_folder / "main.go"
    program.write_text(export("go", plan))
    more = {"GOFLAGS": "-mod=mod", "GOPROXY": "off", "GOCACHE": str(go_folder / "cache")}
    printed = run(["go", "run", "."], payload, "", more, go_folder)
    call, body = printed.split("\n")[:2]
    assert call == (f"update {IDENTITY}" if update else "create")
    assert json.loads(body) == sent(plan, payload)


@pytest.fixture(scope="session")
def go_folder(pytestconfig: pytest.Config) -> Path:
    """A folder of a Go program, its compiled packages kept between runs."""
    folder = Path(pytestconfig.rootpath) / ".pytest_cache" / "go"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "go.mod").write_text(MODULE)
    return folder


def test_what_the_sdk_for_go_lacks_is_known() -> None:
    """Its fields are those of the stub: every other setting is said to be lacking."""
    fields = (STUB / "params.go").read_text()
    lacking = {path for path in CHANGE.settings if f'"{path[-1]}' not in fields}
    # Another object has a field of this name.
    assert lacking == LACKING


@pytest.mark.parametrize("payload", [WORST, *HARD_ONES])
def test_terraform_is_hcl_with_every_attribute(payload: Payload) -> None:
    text = export("terraform", plan_for(payload))
    (resource,) = hcl2.loads(text)["resource"]
    ((_, labelled),) = resource.items()
    ((_, body),) = labelled.items()
    written = {path for path, _ in leaves(body) if not path[0].startswith("__")}
    assert written == {tuple(NAMES.get(name, name) for name in path) for path in ATTRIBUTES}


def test_terraform_names_what_it_cannot_say_if_that_matters() -> None:
    """A value that the API takes by itself needs no saying."""
    defaults: Payload = {"encrypted_media": None, "jitter_buffer": {"enable_jitter_buffer": False}}
    names = {"connection_name": "x", "user_name": "office1"}
    assert "cannot say" not in export("terraform", plan_for({**names, **defaults}))
    text = export("terraform", plan_for({**names, **defaults, "encrypted_media": "SRTP"}))
    assert "must be set otherwise: encrypted_media\n" in text


@needs("terraform")
@settings(fewer(20), suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(payload=WORST)
@given(payload=hard_payloads)
def test_terraform_is_formatted(payload: Payload) -> None:
    text = export("terraform", plan_for(payload))
    assert fed(["terraform", "fmt", "-"], text) == text


@needs("terraform")
@pytest.mark.parametrize(
    "text", ["${x}", "$${x}", "$$${x}", "%{if}", "%%{x}", '\b\f\x01"\\ 😀\U000e0001']
)
def test_terraform_reads_a_text_as_it_is(text: str, tmp_path: Path) -> None:
    exported = export("terraform", plan_for({"connection_name": text, "user_name": "office1"}))
    line = next(line for line in exported.splitlines() if line.startswith("  connection_name"))
    expression = f"base64encode({line.partition('= ')[2]})"
    said = fed(["terraform", f"-chdir={tmp_path}", "console"], expression)
    assert b64decode(json.loads(said)).decode() == text
