"""Unfinished work on disk: one file per draft, always whole; a bad file never stops a start.

The caller decides what a draft holds (see `tui_app.core.draft`); here it is wrapped, dated, written
and found again. A running wizard holds the lock of its own file, so that two at once do not write,
offer or resume each other's.
"""

import contextlib
import itertools
import json
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, cast

from tui_app.storage.files import (
    StorageProblem,
    Superseded,
    Untrusted,
    lock,
    open_own,
    private_directory,
    problem,
    replace_locked,
    sweep,
    sync_directory,
)
from tui_app.text.document import Json
from tui_app.text.escape import escape_controls

FORMAT = "telnyx-wizard draft"
VERSION = 1
MAX_BYTES = 8 << 20
PATIENCE = 1.0
"""Seconds that a save waits for another one."""
SUFFIX = ".json"
ASIDE = ".set-aside"


class SavedDraft(NamedTuple):
    """A draft as it was found.

    `order` sorts drafts by age, even if the clock was changed between them.
    """

    name: str
    saved_at: datetime
    order: int
    document: dict[str, Json]
    in_use: bool

    def age(self, now: datetime) -> float:
        """Return the seconds since it was saved, 0 if the clock was set back meanwhile."""
        return max(0.0, (now - self.saved_at).total_seconds())


class SetAside(NamedTuple):
    """A file that is no draft of this version.

    `kept_as`: its new name, or its own if it cannot be renamed.
    """

    name: str
    kept_as: str
    reason: str

    @property
    def message(self) -> str:
        name, kept_as = escape_controls(self.name), escape_controls(self.kept_as)
        return f"the draft {name} {self.reason}; it is kept as {kept_as}"


class Found(NamedTuple):
    """What the drafts' directory holds: drafts, newest first, and files that were set aside."""

    drafts: tuple[SavedDraft, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    problem: StorageProblem | None = None

    @property
    def free(self) -> tuple[SavedDraft, ...]:
        """The drafts that no running wizard uses, newest first."""
        return tuple(draft for draft in self.drafts if not draft.in_use)

    @property
    def newest(self) -> SavedDraft | None:
        """The newest draft that no running wizard uses."""
        return next(iter(self.free), None)


class _Unreadable(Exception):
    """The file is no draft of this version; the text says why."""


def utc_now() -> datetime:
    return datetime.now(UTC)


class Drafts:
    """The drafts in one directory, and the one of them that is this wizard's own."""

    def __init__(
        self, directory: Path, *, program: str = "", clock: Callable[[], datetime] = utc_now
    ) -> None:
        self.directory = directory
        self._program = program
        self._clock = clock
        self._name: str | None = None
        self._held: int | None = None
        self._order = 0
        self._turns = itertools.count(1)
        self._written = 0
        self._lock = threading.RLock()

    @property
    def name(self) -> str | None:
        """The file name of this wizard's own draft; None before its first save."""
        return self._name

    # Finding

    def find(self) -> Found:
        """Return everything in the directory, after removing what killed wizards left behind.

        Makes no directory.
        """
        drafts: list[SavedDraft] = []
        aside: list[SetAside] = []
        try:
            with private_directory(self.directory, make=False) as directory:
                sweep(directory)
                for name in sorted(os.listdir(directory)):
                    if name.endswith(SUFFIX) and not name.startswith("."):
                        self._examine(name, directory, drafts, aside)
        except FileNotFoundError:
            return Found()
        except OSError as error:
            return Found(problem=problem("the drafts cannot be read", error, self.directory))
        drafts.sort(key=lambda draft: draft.order, reverse=True)
        self._order = max([self._order, *(draft.order for draft in drafts)])
        return Found(tuple(drafts), tuple(aside))

    def _examine(
        self, name: str, directory: int, drafts: list[SavedDraft], aside: list[SetAside]
    ) -> None:
        in_use = False
        try:
            descriptor = open_own(name, os.O_RDONLY, directory)
            try:
                in_use = not lock(descriptor, shared=True)
                drafts.append(_read(name, descriptor, in_use))
            finally:
                os.close(descriptor)
        except FileNotFoundError:
            # Its wizard finished meanwhile.
            return
        except Untrusted as error:
            aside.append(self._set_aside(name, directory, f"is not read: {error.strerror}"))
        except _Unreadable as error:
            if not in_use:
                aside.append(self._set_aside(name, directory, str(error)))

    def _set_aside(self, name: str, directory: int, reason: str) -> SetAside:
        kept_as = f"{name}{ASIDE}"
        if kept_as in os.listdir(directory):
            kept_as = f"{name}.{os.urandom(3).hex()}{ASIDE}"
        try:
            os.rename(name, kept_as, src_dir_fd=directory, dst_dir_fd=directory)
        except OSError:
            return SetAside(name, name, reason)
        return SetAside(name, kept_as, reason)

    # This wizard's own

    def resume(self, name: str) -> SavedDraft | None:
        """Take a draft over: later saves go to its file.

        None if it is gone, unreadable or another wizard's.
        """
        try:
            with private_directory(self.directory, make=False) as directory:
                descriptor = open_own(name, os.O_RDONLY, directory)
                try:
                    # A wizard that starts elsewhere holds it for as long as it takes to read it.
                    if not lock(descriptor, patience=0.3) or not _is_still(
                        name, descriptor, directory
                    ):
                        raise _Unreadable("is in use")
                    found = _read(name, descriptor, in_use=True)
                except BaseException:
                    os.close(descriptor)
                    raise
        except (OSError, _Unreadable):
            return None
        with self._locked():
            self._hold(descriptor)
            self._name = name
            self._order = max(self._order, found.order)
        return found

    def save(self, document: Mapping[str, Json]) -> StorageProblem | None:
        """Write this wizard's draft. Safe in any thread and in a signal handler.

        The call that began last wins. Raises `TypeError` if `document` holds something that is no
        JSON, as a `SecretStr`: the caller leaves secrets out.
        """
        turn = next(self._turns)
        self._order = max(time.time_ns(), self._order + 1)
        name = self._name or f"{self._clock():%Y%m%dT%H%M%SZ}-{os.urandom(4).hex()}{SUFFIX}"
        self._name = name
        path = self.directory / name
        wrapped = {
            "format": FORMAT,
            "version": VERSION,
            "program": self._program,
            "saved_at": self._clock().isoformat(),
            "order": self._order,
            "draft": document,
        }
        data = json.dumps(wrapped, allow_nan=False).encode() + b"\n"
        if len(data) > MAX_BYTES:
            return StorageProblem("the draft cannot be saved", "it is larger than 8 MiB", path)
        with self._locked():
            try:
                # Check the program's own directory first: whoever owns it could replace the drafts'
                # directory.
                with (
                    private_directory(self.directory.parent),
                    private_directory(self.directory) as directory,
                ):
                    self._hold(
                        replace_locked(
                            directory, name, data, superseded=lambda: turn < self._written
                        )
                    )
                self._written = turn
            except Superseded:
                return None
            except OSError as error:
                return problem("the draft cannot be saved", error, path)
        return None

    def remove(self) -> StorageProblem | None:
        """Remove this wizard's own draft, when its work is done. The next save begins another."""
        with self._locked():
            found = self.discard(self._name) if self._name else None
            self.leave()
        return found

    def leave(self) -> None:
        """Leave this wizard's own draft on disk. The next save begins another."""
        with self._locked():
            # A save that began before this one must not bring the draft back.
            self._written = next(self._turns)
            self._name = None
            self._hold(None)

    def discard(self, name: str) -> StorageProblem | None:
        """Remove a draft by its file name, unless another wizard uses it.

        A draft that is gone already is no problem.
        """
        try:
            with private_directory(self.directory, make=False) as directory:
                if name != self._name and _is_in_use(name, directory):
                    return StorageProblem(
                        "the draft is not removed",
                        "another wizard is at work on it",
                        self.directory / name,
                    )
                os.unlink(name, dir_fd=directory)
                sync_directory(directory)
        except FileNotFoundError:
            return None
        except OSError as error:
            return problem("the draft cannot be removed", error, self.directory / name)
        return None

    def close(self) -> None:
        """Release this wizard's own draft, which stays on disk for another to resume."""
        with self._locked():
            self._hold(None)

    def _hold(self, descriptor: int | None) -> None:
        held, self._held = self._held, descriptor
        if held is not None:
            with contextlib.suppress(OSError):
                os.close(held)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """Allow one writer at a time, but wait at most `PATIENCE` seconds.

        A signal handler must not wait for a thread that a dead disk holds up.
        """
        got = self._lock.acquire(timeout=PATIENCE)
        try:
            yield
        finally:
            if got:
                self._lock.release()


def _is_in_use(name: str, directory: int) -> bool:
    descriptor = open_own(name, os.O_RDONLY, directory)
    try:
        return not lock(descriptor, patience=0.1)
    finally:
        os.close(descriptor)


def _is_still(name: str, descriptor: int, directory: int) -> bool:
    """Whether the opened file still has this name, and was not replaced before it was locked."""
    return os.path.samestat(
        os.fstat(descriptor), os.stat(name, dir_fd=directory, follow_symlinks=False)
    )


def _read(name: str, descriptor: int, in_use: bool) -> SavedDraft:
    """Read the draft in an open file. Raises `OSError`, or `_Unreadable` if it is none.

    A draft of another version is unreadable too.
    """
    with os.fdopen(os.dup(descriptor), "rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise _Unreadable("is larger than any draft")
    try:
        wrapped = json.loads(data)
    except (ValueError, RecursionError):
        raise _Unreadable("is damaged") from None
    if not isinstance(wrapped, dict) or wrapped.get("format") != FORMAT:
        raise _Unreadable("is not a draft")
    version = wrapped.get("version")
    if type(version) is not int:
        raise _Unreadable("is damaged")
    if version != VERSION:
        raise _Unreadable("was written by another version of telnyx-wizard")
    order, document = wrapped.get("order"), wrapped.get("draft")
    try:
        saved_at = datetime.fromisoformat(wrapped["saved_at"])
    except (KeyError, TypeError, ValueError):
        raise _Unreadable("is damaged") from None
    if saved_at.tzinfo is None or type(order) is not int or not isinstance(document, dict):
        raise _Unreadable("is damaged")
    return SavedDraft(name, saved_at, order, cast(dict[str, Json], document), in_use)
