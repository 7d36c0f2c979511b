"""The submission in its thread: signals, stops, errors, and who waits for whom."""

import asyncio
import errno
import os
import signal
import socket
import threading
from typing import Any

import pytest
from pydantic import SecretStr

from tests.support.clock import InstantClock, MemoryJournal
from tests.support.fake_api import FakeApi
from tests.support.submission import BODY, Run
from tui_app.api.client import Client, Listing
from tui_app.api.progress import Event, Pace
from tui_app.api.replies import Connection
from tui_app.api.submission import Submission
from tui_app.api.target import Target
from tui_app.storage.journal import Intent


class Gate(FakeApi):
    """An API that holds the request until it is let go, in real time."""

    def __init__(self) -> None:
        super().__init__(InstantClock())
        self.open = threading.Event()
        self.has_it = threading.Event()

    async def create(self, body: Any) -> Connection:
        self.has_it.set()
        await asyncio.to_thread(self.open.wait, 20)
        return await super().create(body)


def test_it_runs_apart_and_a_callback_that_fails_or_a_second_start_changes_nothing() -> None:
    api = Gate()
    threads: set[int] = set()

    def emit(event: Event) -> None:
        threads.add(threading.get_ident())
        raise ValueError("the screen is gone")

    journal = MemoryJournal()
    work = Submission(BODY, lambda: api, emit, journal=journal)
    running = [work.is_running]
    work.start()
    work.start()
    assert api.has_it.wait(20)
    running.append(work.is_running)
    assert work.wait_for(0) is None
    api.open.set()
    assert work.wait().kind == "created"
    assert work.join(20)
    running.append(work.is_running)
    assert running == [False, True, False]
    assert api.posts == ["created"]
    assert journal.ended[0][1] == "created"
    assert threads.isdisjoint({threading.get_ident()})
    assert isinstance(work.error, ValueError)


def test_ctrl_c_without_end_is_a_stop_and_raises_nothing() -> None:
    """An exception in the middle of the wait could leave a lock taken for ever."""
    api = Gate()
    work = Submission(BODY, lambda: api, lambda event: None, pace=Pace(settle=30.0))
    ended = threading.Event()
    late: list[int] = []

    def own(number: int, frame: object) -> None:
        late.append(number)

    before = signal.signal(signal.SIGINT, own)

    def interrupt() -> None:
        api.has_it.wait(20)
        while not ended.wait(0.0001) and work.outcome is None:
            os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    thread.start()
    try:
        outcome = work.run()
    finally:
        ended.set()
        thread.join(20)
        api.open.set()
        restored = signal.signal(signal.SIGINT, before)
    assert (outcome.kind, outcome.stopped) == ("unknown", True)
    assert restored is own
    assert len(late) <= 1, "only one that came after the outcome is anybody else's"
    assert work.join(20)


def test_ctrl_c_that_is_ignored_from_the_start_stops_nothing() -> None:
    api = Gate()
    work = Submission(BODY, lambda: api, lambda event: None)

    def interrupt() -> None:
        api.has_it.wait(20)
        os.kill(os.getpid(), signal.SIGINT)
        api.open.set()

    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        thread = threading.Thread(target=interrupt)
        thread.start()
        outcome = work.run()
        thread.join(20)
    finally:
        signal.signal(signal.SIGINT, before)
    assert (outcome.kind, outcome.stopped) == ("created", False)


def test_without_a_loop_nothing_is_sent_and_nobody_waits_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full() -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr(asyncio, "new_event_loop", full)
    monkeypatch.setattr(asyncio.events, "new_event_loop", full)
    events: list[Event] = []
    work = Submission(BODY, lambda: Gate(), events.append)
    work.start()
    outcome = work.wait_for(20)
    assert outcome is not None
    assert (outcome.kind, events) == ("not_created", [outcome])
    assert isinstance(work.error, OSError)


def test_an_error_of_the_program_itself_is_told_as_unknown_once_sending_began() -> None:
    class Broken(FakeApi):
        async def create(self, body: Any) -> Connection:
            raise KeyError("bug")

    work = Submission(
        BODY, lambda: Broken(InstantClock()), lambda event: None, clock=InstantClock()
    )
    outcome = work.run()
    assert outcome.kind == "unknown"
    assert isinstance(work.error, KeyError)


def test_the_thread_does_not_hold_the_process() -> None:
    api = Gate()
    work = Submission(BODY, lambda: api, lambda event: None)
    work.start()
    assert api.has_it.wait(20)
    assert all(each.daemon for each in threading.enumerate() if each.name == "Submission")
    api.open.set()
    assert work.join(20)


def test_a_name_server_that_does_not_answer_holds_up_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked, answered = threading.Event(), threading.Event()

    def never(*_: object, **__: object) -> list[object]:
        asked.set()
        answered.wait(60)
        raise socket.gaierror(socket.EAI_AGAIN, "too late")

    monkeypatch.setattr(socket, "getaddrinfo", never)
    work = Submission(
        BODY,
        lambda: Client(Target("https://api.example.com/v2", ""), SecretStr("K")),
        lambda event: None,
    )
    work.start()
    assert asked.wait(20)
    work.cancel()
    outcome = work.wait_for(5)
    assert outcome is not None
    assert (outcome.kind, outcome.stopped) == ("not_created", True)
    assert work.join(5)
    assert all(each.daemon for each in threading.enumerate() if each is not threading.main_thread())
    answered.set()


def test_an_answer_that_nobody_asked_for_is_no_stop() -> None:
    run = Run("hangs then created")
    run.at("create", 1, lambda: run.work.answer(True))
    outcome = run()
    assert (outcome.kind, outcome.stopped) == ("created", False)


def test_a_stop_before_the_first_byte_sends_nothing() -> None:
    run = Run()
    begin = run.journal.begin

    def begin_and_stop(intent: Intent) -> None:
        begin(intent)
        run.work.cancel()

    run.journal.begin = begin_and_stop  # type: ignore[method-assign]
    outcome = run()
    assert (outcome.kind, outcome.stopped, run.api.posts) == ("not_created", True, [])
    assert run.journal.unfinished() == []


def test_a_stop_ends_a_look_that_takes_long() -> None:
    run = Run("lost")
    gate = asyncio.Event()
    find = run.api.find

    async def slow(name: str, seconds: float | None = None, *, pages: int = 60) -> Listing:
        if run.api.looks == 2:
            run.work.cancel()
            await gate.wait()
        return await find(name, seconds, pages=pages)

    run.api.find = slow  # type: ignore[method-assign]
    outcome = run()
    assert (outcome.kind, outcome.stopped) == ("unknown", True)
    assert "not found after 1 look," in outcome.words


def test_the_password_is_let_go_of_at_the_end() -> None:
    run = Run()
    run()
    assert "Wq7Nz2Lm9Rx" not in repr(vars(run.work))
