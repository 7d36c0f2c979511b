"""Private files, written whole or not at all.

A file is written beside its place, forced to the disk and renamed over it, so that a reader finds the old content or the new one,
whenever the program or the machine dies. Directories are 0700, files 0600; links and what belongs to others are refused.
"""

import contextlib
import errno
import fcntl
import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tui_app.text.escape import shortened_path, visible

TEMPORARY = ".tmp"

_WORDS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "the file would be larger than the system allows",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.ENOTDIR: "a file stands where a directory is needed",
    errno.EEXIST: "a file stands where a directory is needed",
    errno.EIO: "the disk reports an error",
    errno.EMFILE: "too many files are open",
    errno.ENFILE: "too many files are open",
}


class StorageProblem(NamedTuple):
    """Something that could not be kept or read: `message` tells it on one line, safe to show."""

    what: str
    reason: str
    path: Path

    @property
    def message(self) -> str:
        return f"{self.what}: {self.reason} ({visible(str(self.path))})"

    @property
    def brief(self) -> str:
        """`message` with the path cut in its middle, for where more follows and room is short."""
        return f"{self.what}: {self.reason} ({shortened_path(str(self.path))})"


class Untrusted(OSError):
    """A file or directory that is not taken for ours; `strerror` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(None, reason)


class Superseded(Exception):
    """A newer content was written while this one was on its way, and stands."""


def problem(what: str, error: OSError, path: Path) -> StorageProblem:
    """An error of the operating system in plain words."""
    reason = _WORDS.get(error.errno or 0) or visible(error.strerror or "the system gives no reason")
    return StorageProblem(what, reason, path)


def write_atomic(path: Path, data: bytes, *, ours: bool = True) -> StorageProblem | None:
    """Makes `data` the content of `path`, or leaves what was there and says why.

    `ours`: the directory is the program's own, is made if it is missing, and is kept private. Else it
    is the user's, who may share it with others, and is never made.
    """
    try:
        with private_directory(path.parent) if ours else shared_directory(path.parent) as directory:
            os.close(replace_locked(directory, path.name, data))
    except OSError as error:
        return problem("the file cannot be saved", error, path)
    return None


@contextmanager
def private_directory(path: Path, *, make: bool = True) -> Iterator[int]:
    """A descriptor of the directory `path`, ours alone (0700). With `make`, what is missing of the way to it is made.

    Raises `OSError` where it cannot be had, `Untrusted` where it is a link or another user's.
    """
    if make:
        _make_way(path)
    if path.is_symlink():
        raise Untrusted("its directory is a symbolic link")
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        status = os.fstat(descriptor)
        if status.st_uid != os.geteuid():
            raise Untrusted("its directory belongs to another user")
        if stat.S_IMODE(status.st_mode) & 0o077:
            os.fchmod(descriptor, 0o700)
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def shared_directory(path: Path) -> Iterator[int]:
    """A descriptor of a directory that the user chose, left as it is: a link, another's, open to others.

    Raises `OSError` if it cannot be had.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _make_way(path: Path) -> None:
    """Makes what is missing of the way to `path`, private as XDG asks. What exists of it is somebody's choice, links in it too."""
    for directory in reversed((path, *path.parents)):
        if not directory.exists():
            with contextlib.suppress(FileExistsError):
                directory.mkdir(0o700)


def open_own(name: str, flags: int, directory: int) -> int:
    """A descriptor of a regular file of ours, never through a link. Raises `OSError`, or `Untrusted` where it is something else."""
    try:
        # Non-blocking, or a named pipe in its place would hold the program up.
        descriptor = os.open(name, flags | os.O_NOFOLLOW | os.O_NONBLOCK, 0o600, dir_fd=directory)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise Untrusted("it is a symbolic link") from None
        raise
    try:
        _trust(os.fstat(descriptor))
    except Untrusted:
        os.close(descriptor)
        raise
    return descriptor


def _trust(status: os.stat_result) -> None:
    if stat.S_ISLNK(status.st_mode):
        raise Untrusted("it is a symbolic link")
    if not stat.S_ISREG(status.st_mode):
        raise Untrusted("it is not a regular file")
    if status.st_uid != os.geteuid():
        raise Untrusted("it belongs to another user")


def replace_locked(
    directory: int, name: str, data: bytes, superseded: Callable[[], bool] = lambda: False
) -> int:
    """Makes `data` the content of `name` in an open directory, for good, mode 0600.

    Comes back with a descriptor of the new file that holds its lock: whoever keeps it open marks the file as in use, and a killed
    process marks nothing. Raises `OSError`; then the old content stands and nothing is left behind.
    """
    with contextlib.suppress(FileNotFoundError):
        _trust(os.stat(name, dir_fd=directory, follow_symlinks=False))
    for last in (False, False, True):
        temporary = f".{name}.{os.urandom(4).hex()}{TEMPORARY}"
        descriptor = os.open(
            temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600, dir_fd=directory
        )
        try:
            lock(descriptor)
            os.fchmod(descriptor, 0o600)
            write_all(descriptor, data)
            os.fsync(descriptor)
            if superseded():
                raise Superseded
            os.replace(temporary, name, src_dir_fd=directory, dst_dir_fd=directory)
            sync_directory(directory)
            return descriptor
        except BaseException as error:
            os.close(descriptor)
            with contextlib.suppress(OSError):
                os.unlink(temporary, dir_fd=directory)
            # Another wizard's start swept it between its making and its lock.
            if last or not isinstance(error, FileNotFoundError):
                raise
    raise AssertionError("the last try returns or raises")


def write_all(descriptor: int, data: bytes) -> None:
    """Writes all of `data`, in as many pieces as the system takes. Raises `OSError`."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def sync_directory(directory: int) -> None:
    """Forces a rename or a removal to the disk, where the file system can do that for a directory."""
    try:
        os.fsync(directory)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise


def lock(descriptor: int, *, shared: bool = False, patience: float = 0) -> bool:
    """Takes the lock of an open file, trying for `patience` seconds. False where another holds it.

    A file system without locks (some network ones) counts as nobody holding it.
    """
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(0.01)
        except OSError:
            return True
        else:
            return True


def sweep(directory: int) -> int:
    """Removes what writers that were killed left behind; what a living one holds stays. How many were removed."""
    removed = 0
    for name in os.listdir(directory):
        if not (name.startswith(".") and name.endswith(TEMPORARY)):
            continue
        with contextlib.suppress(OSError):
            descriptor = open_own(name, os.O_RDONLY, directory)
            try:
                if lock(descriptor):
                    os.unlink(name, dir_fd=directory)
                    removed += 1
            finally:
                os.close(descriptor)
    return removed
