"""A command or option that is misspelt: the error names the nearest."""

import pytest

from tests.commands.test_cli import run
from tests.settings.test_misplaced import KEY


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (["chek", "x"], "did you mean check?"),
        (["Check", "x"], "did you mean check?"),
        (["crate", "x"], "did you mean create?"),
        (["scheme"], "did you mean schema?"),
        (["sandbx"], "did you mean sandbox?"),
        (["--sandox"], "did you mean --sandbox?"),
        (["--form", "x"], "did you mean --from?"),
        (["--resum"], "did you mean --resume?"),
        (["--timout=5"], "did you mean --timeout?"),
        (["check", "x", "--jsno"], "did you mean --json?"),
        (["check", "x", "--udpate"], "did you mean --update?"),
        (["create", "x", "--dryrun"], "did you mean --dry-run?"),
        (["sandbox", "--prot", "1"], "did you mean --port?"),
        # One that is required.
        (["delete", "12", "--nme", "x"], "did you mean --name?"),
        (["export", "x", "--too=curl"], "did you mean --to?"),
        (["export", "x", "--format", "curl"], "unrecognized arguments: --format; the following"),
        # A choice.
        (["export", "x", "--to", "crul"], "did you mean curl?"),
        (["device-config", "12", "--for", "asterix"], "did you mean asterisk?"),
        (["verify", "12", "--transport", "tsl"], "did you mean tls?"),
        (["templates", "shwo", "pbx"], "did you mean show?"),
        (["drafts", "list"], "telnyx-wizard drafts alone lists them"),
        (["completion", "bsh"], "did you mean bash?"),
        (["help"], "did you mean --help?"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_was_meant_is_named(
    arguments: list[str], meant: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(*arguments, capsys=capsys)
    assert (code, out) == (2, "")
    assert meant in err


def test_nothing_far_fetched_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    err = run("zzz", capsys=capsys)[2]
    assert "did you mean" not in err
    assert "there are check, create," in err
    err = run("--zzz", capsys=capsys)[2]
    assert "unrecognized arguments: --zzz" in err
    assert "did you mean" not in err
    assert "did you mean" not in run("x" * 100_000, capsys=capsys)[2]


def test_a_key_that_is_given_as_an_argument_is_not_said_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for arguments in (["--api-key", KEY], [f"--api-key={KEY}"], ["--password", "hunter2hunter2"]):
        code, out, err = run("check", "x", *arguments, capsys=capsys)
        assert code == 2
        assert KEY not in out + err
        assert "hunter2" not in out + err
    assert "did you mean --api-key-file?" in run("check", "x", "--api-key", KEY, capsys=capsys)[2]
