"""Asks in lines: a free answer, yes or no, or one of a numbered list."""

from tui_app.core.messages import TITLES
from tui_app.line.describing import not_kept
from tui_app.line.keyboard import EndOfInput, TooLong
from tui_app.line.prompt import Given, Prompt
from tui_app.line.wizard import Leave, Linear, Move


def ask(linear: Linear, prompt: Prompt) -> str | None:
    """Asks until a line is an answer, and returns it; None if a command answered.

    Every command works here. Raises `Move` and `Leave`.
    """
    try:
        return _ask(linear, prompt)
    finally:
        linear.report.end_question()


def _ask(linear: Linear, prompt: Prompt) -> str | None:
    words = prompt.known or prompt.full
    if not prompt.known:
        linear.console.say(*prompt.before)
    while True:
        _say_late_outcome(linear)
        _say_trouble(linear)
        typed = _read_line(linear, words, prompt.secret)
        words = prompt.short
        linear.skipped = False
        if typed is None:
            continue
        meant = linear.interpret(linear, typed, prompt)
        if isinstance(meant, Given):
            return meant.text
        if meant == "answered":
            return None
        if meant == "skipped":
            linear.skipped = True
            return ""
        if meant == "again":
            prompt = prompt.renew() if prompt.renew else prompt
            linear.console.say(*prompt.before)
            words = prompt.full


def _read_line(linear: Linear, words: str, secret: bool) -> str | None:
    """Reads one line; None if it is too long. Raises `Leave` at the end of the input."""
    try:
        typed = linear.console.ask(words, secret=secret)
        if secret and typed:
            linear.wizard.remember_secret(typed)
        return typed
    except EndOfInput:
        raise Leave from None
    except TooLong:
        linear.console.say("Error: that line is too long to be an answer.")
        return None


def ask_yes(linear: Linear, *before: str, yes: str, no: str) -> bool:
    """Asks for yes or no. `yes` and `no` say what each answer does."""
    prompt = Prompt(f"Type yes to {yes}, no to {no}:", "Yes or no:", before)
    while True:
        typed = (ask(linear, prompt) or "").strip().lower()
        if typed in ("y", "yes"):
            return True
        if typed in ("n", "no"):
            return False
        prompt = Prompt(prompt.short, prompt.short)


def pick(linear: Linear, title: str, options: list[str]) -> int | None:
    """Asks for one of `options` by number. Returns its index; None for an empty line."""
    before = (title, *(f"{number} {option}" for number, option in enumerate(options, 1)))
    prompt = Prompt(f"1 to {len(options)}, or nothing for none of them:", "Number:", before)
    while True:
        typed = (ask(linear, prompt) or "").strip()
        if not typed:
            return None
        number = read_number(typed)
        if 1 <= number <= len(options):
            return number - 1
        linear.console.say(f"Error: must be a number from 1 to {len(options)}.")
        prompt = Prompt(prompt.short, prompt.short)


def read_number(typed: str) -> int:
    """Reads a number of at most 5 ASCII digits; 0 for anything else: numbers begin at 1."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0


# News that is said before a question


def _say_late_outcome(linear: Linear) -> None:
    """Says the API's answer if it came after the user stopped waiting for it.

    Raises `Move` if a connection exists now.
    """
    if linear.events is None or linear.events.empty():
        return
    from tui_app.api.progress import Late

    event = linear.events.get()
    if isinstance(event, Late):
        linear.outcome, linear.events = event.outcome, None
        linear.console.say(
            f"The answer came. {TITLES[event.outcome.kind]}. {event.outcome.words}",
            *not_kept(linear, event.outcome),
        )
        made = event.outcome.made
        if made is not None and linear.wizard.finish_late(made):
            linear.arrived = True
            raise Move(linear.position)


def _say_trouble(linear: Linear) -> None:
    """Says once that drafts cannot be saved."""
    trouble, linear.trouble = linear.trouble, None
    if trouble is not None:
        linear.console.say(f"Warning: {trouble.message}. The wizard goes on without.")
