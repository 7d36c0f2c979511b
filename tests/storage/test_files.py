"""Places and private files: where they are, that they are whole, and what is refused."""

import errno
import fcntl
import os
import pwd
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tui_app.core.payload_file import save_text
from tui_app.storage import files
from tui_app.storage.files import StorageProblem, lock, private_directory, sweep, write_atomic
from tui_app.storage.locations import locations


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def failing(number: int) -> Callable[..., int]:
    def fail(*_: object, **__: object) -> int:
        raise OSError(number, os.strerror(number))

    return fail


# Places


def test_the_places_are_those_of_the_environment() -> None:
    found = locations(
        {"HOME": "/h", "XDG_STATE_HOME": "/s", "XDG_DATA_HOME": "/d", "XDG_CONFIG_HOME": "/c"}
    )
    assert found.drafts == Path("/s/telnyx-wizard/drafts")
    assert found.journal == Path("/s/telnyx-wizard/journal.jsonl")
    assert found.sandbox == Path("/d/telnyx-wizard/sandbox.db")
    assert found.config == Path("/c/telnyx-wizard")


@pytest.mark.parametrize("useless", ["", "relative/path", "./x", "~/state"])
def test_a_place_that_is_not_absolute_is_ignored(useless: str) -> None:
    found = locations(
        {
            "HOME": "/h",
            "XDG_STATE_HOME": useless,
            "XDG_DATA_HOME": useless,
            "XDG_CONFIG_HOME": useless,
        }
    )
    assert found == (
        Path("/h/.local/state/telnyx-wizard"),
        Path("/h/.local/share/telnyx-wizard"),
        Path("/h/.config/telnyx-wizard"),
    )


@pytest.mark.parametrize("environment", [{}, {"HOME": ""}, {"HOME": "somewhere"}])
def test_without_a_home_the_account_knows_it(environment: dict[str, str]) -> None:
    assert locations(environment).state == Path(
        pwd.getpwuid(os.getuid()).pw_dir, ".local/state/telnyx-wizard"
    )


def test_an_account_without_a_home_has_places_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 3_999_999_999)
    assert locations({}).state == Path("/.local/state/telnyx-wizard")


# Whole files


def test_a_file_is_written_privately_in_directories_that_are_private(tmp_path: Path) -> None:
    file = tmp_path / "a" / "b" / "c.txt"
    before = os.umask(0)
    try:
        assert write_atomic(file, b"one") is None
        assert write_atomic(file, b"two") is None
    finally:
        os.umask(before)
    assert file.read_bytes() == b"two"
    assert (mode(file), mode(tmp_path / "a"), mode(tmp_path / "a" / "b")) == (0o600, 0o700, 0o700)
    assert [entry.name for entry in file.parent.iterdir()] == ["c.txt"]


def test_a_plain_write_would_not_be_private(tmp_path: Path) -> None:
    """The positive control of the modes above."""
    before = os.umask(0)
    try:
        (tmp_path / "plain").mkdir()
        (tmp_path / "plain" / "c.txt").write_bytes(b"one")
    finally:
        os.umask(before)
    assert (mode(tmp_path / "plain" / "c.txt"), mode(tmp_path / "plain")) == (0o666, 0o777)


def test_a_directory_of_ours_that_others_can_enter_is_closed(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o755)
    assert write_atomic(tmp_path / "open" / "f", b"x") is None
    assert mode(tmp_path / "open") == 0o700


@pytest.mark.parametrize("step", ["write", "fsync", "replace", "fchmod"])
@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EROFS, "the file system is read-only"),
        (errno.ENOMEM, "Cannot allocate memory"),
    ],
)
def test_whatever_fails_leaves_the_old_content_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int, words: str
) -> None:
    file = tmp_path / "d" / "f"
    write_atomic(file, b"old")
    with monkeypatch.context() as patched:
        patched.setattr(os, step, failing(number))
        found = write_atomic(file, b"new")
    assert found == StorageProblem("the file cannot be saved", words, file)
    assert found.message == f"the file cannot be saved: {words} ({file})"
    deep = found._replace(path=tmp_path / ("d" * 200) / "f").brief
    assert deep.startswith(f"the file cannot be saved: {words} (/")
    assert deep.endswith("d/f)"), "a long path must not cut off what follows"
    assert len(deep) < 150
    assert file.read_bytes() == b"old"
    assert [entry.name for entry in file.parent.iterdir()] == ["f"]


def test_the_content_is_on_the_disk_before_its_name_and_its_name_before_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    sync, replace = os.fsync, os.replace

    def note_sync(descriptor: int) -> None:
        done.append(
            "directory"
            if stat.S_ISDIR(os.fstat(descriptor).st_mode)
            else f"{os.fstat(descriptor).st_size} bytes"
        )
        sync(descriptor)

    def note_replace(source: str, target: str, *, src_dir_fd: int, dst_dir_fd: int) -> None:
        done.append("name")
        replace(source, target, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd)

    monkeypatch.setattr(os, "fsync", note_sync)
    monkeypatch.setattr(os, "replace", note_replace)
    write_atomic(tmp_path / "d" / "f", b"12345")
    assert done == ["5 bytes", "name", "directory"]


@pytest.mark.parametrize("found", [0o1777, 0o2775, 0o755])
def test_a_directory_of_the_users_stays_as_it_is(tmp_path: Path, found: int) -> None:
    """Where a payload is saved others may have files too: /tmp is no directory of ours."""
    (tmp_path / "d").mkdir()
    (tmp_path / "d").chmod(found)
    (tmp_path / "link").symlink_to(tmp_path / "d")
    for way in ("d", "link"):
        assert write_atomic(tmp_path / way / "f", b"x", ours=False) is None
    assert (mode(tmp_path / "d"), mode(tmp_path / "d/f")) == (found, 0o600)
    assert save_text("{}", tmp_path / "d" / "payload.json") is None
    assert mode(tmp_path / "d") == found


def test_a_write_in_pieces_is_still_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: write(descriptor, data[:3]))
    assert write_atomic(tmp_path / "d" / "f", b"0123456789") is None
    assert (tmp_path / "d" / "f").read_bytes() == b"0123456789"


def test_a_file_in_the_place_of_a_directory_is_told(tmp_path: Path) -> None:
    (tmp_path / "d").write_text("in the way")
    for file in (tmp_path / "d" / "f", tmp_path / "d" / "e" / "f"):
        found = write_atomic(file, b"x")
        assert found is not None
        assert found.reason == "a file is where a directory is needed"
    assert (tmp_path / "d").read_text() == "in the way"


@pytest.mark.skipif(
    os.getuid() != 0, reason="only root can become another user, who may not write here"
)
def test_a_home_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    for directory in (tmp_path, *tmp_path.parents[:2]):
        directory.chmod(0o755)
    program = (
        "import os, sys; from pathlib import Path; from tui_app.storage.files import write_atomic; os.setuid(65534);"
        "print(write_atomic(Path(sys.argv[1]), b'x').reason)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, tmp_path / "d" / "f"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == "permission denied\n"


# What is refused


def test_a_link_in_the_place_of_the_file_is_refused(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"mine")
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "f").symlink_to(victim)
    found = write_atomic(tmp_path / "d" / "f", b"x")
    assert found is not None
    assert found.reason == "it is a symbolic link"
    assert victim.read_bytes() == b"mine"
    assert (tmp_path / "d" / "f").is_symlink()


@pytest.mark.parametrize("target", ["there", "not-there"])
def test_a_link_in_the_place_of_the_directory_is_refused(tmp_path: Path, target: str) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "d").symlink_to(tmp_path / target)
    found = write_atomic(tmp_path / "d" / "f", b"x")
    assert found is not None
    assert found.reason == "its directory is a symbolic link"
    assert list((tmp_path / "there").iterdir()) == []


def test_a_link_on_the_way_is_the_users_own_choice(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "state").symlink_to(tmp_path / "elsewhere")
    assert write_atomic(tmp_path / "state" / "telnyx-wizard" / "f", b"x") is None
    assert (tmp_path / "elsewhere" / "telnyx-wizard" / "f").read_bytes() == b"x"


def test_what_is_no_regular_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    os.mkfifo(tmp_path / "d" / "f")
    found = write_atomic(tmp_path / "d" / "f", b"x")
    assert found is not None
    assert found.reason == "it is not a regular file"


def test_what_belongs_to_another_user_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_atomic(tmp_path / "d" / "f", b"old")
    monkeypatch.setattr(os, "geteuid", lambda: 3_999_999_999)
    found = write_atomic(tmp_path / "d" / "f", b"x")
    assert found is not None
    assert found.reason == "its directory belongs to another user"
    with pytest.raises(files.Untrusted, match="belongs to another user"):
        files._trust((tmp_path / "d" / "f").stat())


def test_a_path_is_told_without_what_a_terminal_obeys(tmp_path: Path) -> None:
    (tmp_path / "d").write_text("")
    found = write_atomic(tmp_path / "d" / "\x1b[31mf\n", b"x")
    assert found is not None
    assert found.message.isprintable()
    assert "^[[31mf^J" in found.message


# Strays


def test_strays_of_the_dead_are_swept_and_those_of_the_living_stay(tmp_path: Path) -> None:
    for name in (".a.json.1.tmp", ".b.json.2.tmp", "c.tmp", ".d", "e.json"):
        (tmp_path / name).write_text("x")
    living = os.open(tmp_path / ".b.json.2.tmp", os.O_RDONLY)
    try:
        assert lock(living)
        with private_directory(tmp_path) as directory:
            assert sweep(directory) == 1
    finally:
        os.close(living)
    assert sorted(entry.name for entry in tmp_path.iterdir() if entry.is_file()) == [
        ".b.json.2.tmp",
        ".d",
        "c.tmp",
        "e.json",
    ]


def test_a_file_that_was_just_made_is_not_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another wizard starts again and again between the making of the file and its lock."""
    place = tmp_path / "d"
    make = os.open

    def met(name: str | Path, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        descriptor = make(name, flags, mode, dir_fd=dir_fd)
        if flags & os.O_CREAT:
            with private_directory(place) as directory:
                assert sweep(directory) == 0
        return descriptor

    monkeypatch.setattr(os, "open", met)
    assert write_atomic(place / "f", b"x") is None
    assert (place / "f").read_bytes() == b"x"


def test_a_sweep_that_hangs_does_not_hold_a_write(tmp_path: Path) -> None:
    with private_directory(tmp_path) as directory:
        assert lock(directory)
        assert write_atomic(tmp_path / "f", b"x") is None
    assert (tmp_path / "f").read_bytes() == b"x"


def test_a_write_that_was_swept_too_early_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = os.replace
    swept: list[str] = []

    def swept_once(source: str, target: str, *, src_dir_fd: int, dst_dir_fd: int) -> None:
        if not swept:
            swept.append(source)
            os.unlink(source, dir_fd=src_dir_fd)
        replace(source, target, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd)

    monkeypatch.setattr(os, "replace", swept_once)
    assert write_atomic(tmp_path / "d" / "f", b"x") is None
    assert (tmp_path / "d" / "f").read_bytes() == b"x"
    assert len(swept) == 1


def test_a_file_system_without_locks_is_no_hindrance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fcntl, "flock", failing(errno.ENOLCK))
    assert write_atomic(tmp_path / "d" / "f", b"x") is None
