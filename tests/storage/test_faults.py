"""Drafts under fire: two wizards at once, kills in the middle of a write, disks without room,
signals and threads.
"""

import errno
import os
import signal
import threading
from pathlib import Path

import pytest

from tests.support import writers
from tui_app.storage import drafts as drafts_module
from tui_app.storage.drafts import Drafts
from tui_app.storage.files import lock
from tui_app.text.document import Json


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "telnyx-wizard" / "drafts"


def saved(directory: Path, document: dict[str, Json]) -> str:
    """The name of a draft that a wizard saved and then left."""
    wizard = Drafts(directory)
    assert wizard.save(document) is None
    wizard.close()
    assert wizard.name is not None
    return wizard.name


# Two at once


def test_two_in_one_process_do_not_take_each_others(directory: Path) -> None:
    name = saved(directory, {"n": 1})
    one, two = Drafts(directory), Drafts(directory)
    assert one.resume(name) is not None
    assert two.resume(name) is None
    assert two.find().newest is None
    told = two.discard(name)
    assert told is not None
    assert "another wizard is at work on it" in told.message
    assert one.save({"n": 2}) is None
    assert two.resume(name) is None
    one.close()
    resumed = two.resume(name)
    assert resumed is not None
    assert resumed.document == {"n": 2}
    assert two.save({"n": 3}) is None
    assert [entry.name for entry in directory.iterdir()] == [name]


def test_what_another_is_at_work_on_is_not_set_aside(directory: Path) -> None:
    """It may be of a newer version that runs beside this one."""
    directory.mkdir(parents=True)
    (directory / "newer.json").write_text('{"format": "telnyx-wizard draft", "version": 2}')
    with (directory / "newer.json").open("rb") as newer:
        assert lock(newer.fileno())
        assert Drafts(directory).find() == ((), (), None)
    assert [aside.name for aside in Drafts(directory).find().set_aside] == ["newer.json"]


def test_a_draft_that_is_replaced_while_it_is_taken_over_is_not_taken(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = saved(directory, {"n": 1})
    faster = Drafts(directory)
    assert faster.resume(name) is not None
    # A file system without locks, say: only the file's identity tells.
    monkeypatch.setattr(drafts_module, "lock", lambda *_, **__: faster.save({"n": 2}) is None)
    assert Drafts(directory).resume(name) is None


def test_two_processes_each_have_a_file_of_their_own(directory: Path) -> None:
    wizards = [writers.start("hold", directory, 40) for _ in range(2)]
    try:
        names = [wizard.stdout.readline().strip() for wizard in wizards if wizard.stdout]
        mine = Drafts(directory)
        found = mine.find()
        assert found.set_aside == ()
        assert sorted(draft.name for draft in found.drafts) == sorted(names)
        assert all(draft.in_use and draft.document["number"] == 39 for draft in found.drafts)
        assert {draft.document["writer"] for draft in found.drafts} == {
            wizard.pid for wizard in wizards
        }
        assert mine.resume(names[0]) is None
        wizards[0].send_signal(signal.SIGKILL)
        wizards[0].wait()
        newest = mine.find().newest
        assert newest is not None
        assert newest.name == names[0]
        assert mine.resume(names[0]) is not None
    finally:
        for wizard in wizards:
            wizard.kill()
            wizard.communicate()


# What the machine does


def test_a_writer_that_is_killed_leaves_a_whole_draft(tmp_path: Path) -> None:
    unreadable, strays = map(int, writers.run("kill", "drafts", tmp_path, 40).split())
    assert unreadable == 0
    # Else no kill came in the middle of a write, and the above says nothing.
    assert strays > 0


def test_a_naive_writer_that_is_killed_leaves_torn_ones(tmp_path: Path) -> None:
    """The positive control."""
    unreadable, _ = map(int, writers.run("kill", "naive", tmp_path, 40).split())
    assert unreadable > 0


def test_a_disk_without_room_is_told_and_the_last_draft_stays(directory: Path) -> None:
    told = writers.run("starve", directory, 4096)
    assert told.startswith(
        "the draft cannot be saved: the file would be larger than the system allows ("
    )
    assert [draft.document for draft in Drafts(directory).find().drafts] == [{"text": "short"}]
    assert len(list(directory.iterdir())) == 1


def test_a_full_disk_is_told_and_the_next_save_may_succeed(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "")

    wizard = Drafts(directory)
    wizard.save({"n": 1})
    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        found = wizard.save({"n": 2})
    assert found is not None
    assert (
        found.message
        == f"the draft cannot be saved: the disk is full ({directory / str(wizard.name)})"
    )
    assert Drafts(directory).find().drafts[0].document == {"n": 1}
    assert wizard.save({"n": 3}) is None
    assert Drafts(directory).find().drafts[0].document == {"n": 3}


def test_a_save_from_a_handler_in_the_middle_of_a_save_wins(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A signal interrupts a save: its handler's, which began later, is what stands in the end."""
    wizard = Drafts(directory)
    sync = os.fsync
    told: list[object] = []

    def interrupted(descriptor: int) -> None:
        monkeypatch.setattr(os, "fsync", sync)
        told.append(wizard.save({"n": "the handler's"}))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", interrupted)
    assert wizard.save({"n": "the interrupted"}) is None
    assert told == [None]
    assert [draft.document for draft in Drafts(directory).find().drafts] == [{"n": "the handler's"}]
    assert len(list(directory.iterdir())) == 1


def test_a_save_that_began_before_the_removal_does_not_bring_the_draft_back(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wizard = Drafts(directory)
    wizard.save({"n": 1})
    sync = os.fsync

    def interrupted(descriptor: int) -> None:
        monkeypatch.setattr(os, "fsync", sync)
        assert wizard.remove() is None
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", interrupted)
    assert wizard.save({"n": 2}) is None
    assert list(directory.iterdir()) == []


def test_saves_from_many_threads_leave_one_whole_draft(directory: Path) -> None:
    wizard = Drafts(directory)
    wizard.save({"n": -1})
    threads = [
        threading.Thread(target=wizard.save, args=({"n": number, "text": "x" * 9999},))
        for number in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (draft,) = Drafts(directory).find().drafts
    assert draft.document["text"] == "x" * 9999
    assert draft.in_use
    assert len(list(directory.iterdir())) == 1


def test_a_thread_that_a_dead_disk_holds_does_not_hold_a_save_for_ever(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts_module, "PATIENCE", 0.01)
    wizard = Drafts(directory)
    sync = os.fsync
    held, revived = threading.Event(), threading.Event()

    def dead(descriptor: int) -> None:
        held.set()
        revived.wait(30)
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", dead)
    stuck = threading.Thread(target=wizard.save, args=({"n": "stuck"},))
    stuck.start()
    assert held.wait(20)
    monkeypatch.setattr(os, "fsync", sync)
    # As a signal's handler does it in the main thread.
    saved = threading.Thread(target=wizard.save, args=({"n": "saved"},))
    saved.start()
    saved.join(20)
    in_time = not saved.is_alive()
    revived.set()
    for thread in (stuck, saved):
        thread.join(20)
    assert in_time
    assert [draft.document for draft in Drafts(directory).find().drafts] == [{"n": "saved"}]


def test_saving_does_not_use_up_descriptors(directory: Path) -> None:
    wizard = Drafts(directory)
    wizard.save({})
    before = len(os.listdir("/dev/fd"))
    for number in range(20):
        wizard.save({"n": number})
        wizard.find()
        assert wizard.resume("gone.json") is None
    assert len(os.listdir("/dev/fd")) == before
