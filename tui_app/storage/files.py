"""Private files, written whole or not at all.

A file is written next to its final path, forced to the disk and renamed over it. So a reader finds
the old content or the new one, whenever the program or the machine dies. Directories are 0700,
files 0600; links, and files of other users, are refused.
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

from tui_app.text.escape import escape_controls, shortened_path

TEMPORARY = ".tmp"

_WORDS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "the file would be larger than the system allows",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.ENOTDIR: "a file is where a directory is needed",
    errno.EEXIST: "a file is where a directory is needed",
    errno.EIO: "the disk reports an error",
    errno.EMFILE: "too many files are open",
    errno.ENFILE: "too many files are open",
}


class StorageProblem(NamedTuple):
    """Something that could not be kept or read: `message` says it on one line, safe to show."""

    what: str
    reason: str
    path: Path

    @property
    def message(self) -> str:
        return f"{self.what}: {self.reason} ({escape_controls(str(self.path))})"

    @property
    def brief(self) -> str:
        """`message` with the path cut in its middle, if more text follows and room is short."""
        return f"{self.what}: {self.reason} ({shortened_path(str(self.path))})"


class Untrusted(OSError):
    """A file or directory that is not accepted as ours; `strerror` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(None, reason)


class Superseded(Exception):
    """Newer content was written while this one was being written, and is kept."""


def problem(what: str, error: OSError, path: Path) -> StorageProblem:
    """Describe an error of the operating system in plain words."""
    reason = _WORDS.get(error.errno or 0) or escape_controls(
        error.strerror or "the system gives no reason"
    )
    return StorageProblem(what, reason, path)


def write_atomic(path: Path, data: bytes, *, ours: bool = True) -> StorageProblem | None:
    """Make `data` the content of `path`, or leave what was there and return why.

    `ours`: the directory is the program's own; it is made if missing, and kept private. Otherwise
    it is the user's, who may share it with others, and it is never made.
    """
    try:
        with private_directory(path.parent) if ours else shared_directory(path.parent) as directory:
            os.close(replace_locked(directory, path.name, data))
    except OSError as error:
        return problem("the file cannot be saved", error, path)
    return None


@contextmanager
def private_directory(path: Path, *, make: bool = True) -> Iterator[int]:
    """Yield a descriptor of the directory `path`, which is ours alone (0700).

    `make`: make the missing parts of its path. Raises `OSError` if it cannot be opened, `Untrusted`
    if it is a link or another user's.
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
    """Yield a descriptor of a directory that the user chose, left as it is.

    It may be a link, another user's, or open to others. Raises `OSError` if it cannot be opened.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _make_way(path: Path) -> None:
    """Make the missing parts of the path to `path`, private as XDG asks.

    Existing parts are left as they are, links too: somebody chose them.
    """
    for directory in reversed((path, *path.parents)):
        if not directory.exists():
            with contextlib.suppress(FileExistsError):
                directory.mkdir(0o700)


def open_own(name: str, flags: int, directory: int) -> int:
    """Open a regular file of ours, never through a link, and return its descriptor.

    Raises `OSError`, or `Untrusted` if it is something else.
    """
    try:
        # Non-blocking: a named pipe with this name would block the program.
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
    """Make `data` the content of `name` in an open directory, on the disk, with mode 0600.

    Return a descriptor of the new file that holds its lock: while it is open the file is marked as
    in use, and a killed process marks nothing. Raises `OSError`; then the old content stays and
    nothing is left behind. Raises `Superseded` if `superseded` says so before the rename.
    """
    with contextlib.suppress(FileNotFoundError):
        _trust(os.stat(name, dir_fd=directory, follow_symlinks=False))
    for last in (False, False, True):
        temporary = f".{name}.{os.urandom(4).hex()}{TEMPORARY}"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        # Until the new file is locked, another wizard's start would take it for a dead writer's.
        with _held(directory, shared=True, patience=0.1):
            descriptor = os.open(temporary, flags, 0o600, dir_fd=directory)
            lock(descriptor)
        try:
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
            # A start removed it all the same: one that was interrupted, or on a file system
            # without locks.
            if last or not isinstance(error, FileNotFoundError):
                raise
    raise AssertionError("the last try returns or raises")


def write_all(descriptor: int, data: bytes) -> None:
    """Write all of `data`, in as many pieces as the system takes. Raises `OSError`."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def sync_directory(directory: int) -> None:
    """Force a rename or a removal to the disk, if the file system can do so for a directory."""
    try:
        os.fsync(directory)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise


def lock(descriptor: int, *, shared: bool = False, patience: float = 0) -> bool:
    """Take the lock of an open file, trying for `patience` seconds. False if another holds it.

    On a file system without locks (some network ones) nobody counts as holding it.
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


@contextmanager
def _held(directory: int, *, shared: bool = False, patience: float = 0) -> Iterator[bool]:
    """Lock an open directory in the block: `shared` to make a file, alone to sweep.

    Yield whether it is locked.
    """
    try:
        yield lock(directory, shared=shared, patience=patience)
    finally:
        with contextlib.suppress(OSError):
            fcntl.flock(directory, fcntl.LOCK_UN)


def sweep(directory: int) -> int:
    """Remove what killed writers left behind; files of running writers stay. Return the count.

    While a writer makes a file, nothing is removed: the next start does it.
    """
    removed = 0
    with _held(directory) as alone:
        for name in os.listdir(directory) if alone else ():
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
