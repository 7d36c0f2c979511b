"""Programs that write drafts and journals, to be killed, crowded or starved by the tests of
storage.

`python -m tests.support.writers kill {drafts|naive} DIRECTORY ROUNDS` kills a writer in the middle
of rewriting its file, again and again, and prints how many files could not be read afterwards and
how many strays were left before the next start.
"""

import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tests.support.paths import ROOT
from tui_app.storage.drafts import Drafts
from tui_app.storage.journal import Intent, Journal

LONG = 200_000
Save = Callable[[dict[str, str]], object]


def start(*arguments: object) -> subprocess.Popen[str]:
    """Starts one of these programs. Its standard input, output and error are pipes."""
    pipe = subprocess.PIPE
    command = [sys.executable, "-m", "tests.support.writers", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True)


def run(*arguments: object) -> str:
    """What one of these programs prints. Fails where it ends badly or prints errors."""
    with start(*arguments) as program:
        output, complaints = program.communicate(timeout=100)
    assert (program.returncode, complaints) == (0, "")
    return output


def naive_save(directory: Path) -> Save:
    """What most programs do: open, which empties the file, and write."""

    def save(document: dict[str, str]) -> None:
        with (directory / "draft.json").open("w") as file:
            json.dump(document, file)

    return save


def write_until_killed(save: Save, told: int) -> None:
    number = 0
    while True:
        save({"text": chr(ord("a") + number % 26) * LONG})
        os.write(told, b".")
        number += 1


def kill_writers(kind: str, directory: Path, rounds: int) -> tuple[int, int]:
    """How many drafts could not be read after `rounds` kills at random moments, and how many strays
    a start had to sweep.
    """
    unreadable = strays = 0
    for turn in range(rounds):
        place = directory / str(turn)
        place.mkdir(0o700)
        reading, writing = os.pipe()
        writer = os.fork()
        if writer == 0:
            write_until_killed(
                naive_save(place) if kind == "naive" else Drafts(place).save, writing
            )
        os.read(reading, 1)
        # The moment is the subject: somewhere in the next few rewritings.
        until = time.perf_counter() + random.random() * 0.008
        while time.perf_counter() < until:
            pass
        os.kill(writer, signal.SIGKILL)
        os.waitpid(writer, 0)
        os.close(reading)
        os.close(writing)
        strays += sum(file.name.startswith(".") for file in place.iterdir())
        unreadable += not (naive_is_whole(place) if kind == "naive" else draft_is_whole(place))
    return unreadable, strays


def naive_is_whole(place: Path) -> bool:
    try:
        return len(json.loads((place / "draft.json").read_text())["text"]) == LONG
    except ValueError:
        return False


def draft_is_whole(place: Path) -> bool:
    """Whether a start finds the one draft, free to be resumed, and leaves nothing else behind."""
    found = Drafts(place).find()
    newest = found.newest
    text = newest.document["text"] if newest else ""
    return (
        isinstance(text, str)
        and len(text) == LONG
        and len(list(place.iterdir())) == 1
        and not found.set_aside
    )


def hold(directory: Path, rounds: int) -> None:
    """Saves a draft `rounds` times, says its name, and holds it until its standard input ends."""
    drafts = Drafts(directory)
    for number in range(rounds):
        problem = drafts.save({"writer": os.getpid(), "number": number})
        if problem:
            sys.exit(problem.message)
        drafts.find()
    print(drafts.name, flush=True)
    sys.stdin.read()


def journal(path: Path, rounds: int) -> None:
    """Begins and ends `rounds` submissions."""
    written = Journal(path)
    for number in range(rounds):
        intent = Intent(
            f"{os.getpid()}-{number}", datetime.now(UTC), "127.0.0.1", "n" * 200, "user"
        )
        problem = written.begin(intent) or (
            written.end(intent, "created", "1") if number % 2 else None
        )
        if problem:
            sys.exit(problem.message)


def starve(directory: Path, limit: int) -> None:
    """Saves a draft that fits, then one that the system has no room for, and prints what it was
    told.
    """
    drafts = Drafts(directory)
    assert drafts.save({"text": "short"}) is None
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    problem = drafts.save({"text": "x" * LONG})
    print(problem.message if problem else "saved")


def main() -> None:
    match sys.argv[1:]:
        case ["kill", kind, directory, rounds]:
            print(*kill_writers(kind, Path(directory), int(rounds)))
        case ["hold", directory, rounds]:
            hold(Path(directory), int(rounds))
        case ["journal", path, rounds]:
            journal(Path(path), int(rounds))
        case ["starve", directory, limit]:
            starve(Path(directory), int(limit))
        case _:
            sys.exit("usage: see the top of this file")


if __name__ == "__main__":
    main()
