"""How a submission ended, and what can be done with a connection that exists."""

from typing import TYPE_CHECKING

from tui_app.core.autosave import Place
from tui_app.core.draft import generate_password
from tui_app.core.messages import (
    DECLINED,
    KEPT_ALL,
    RENEWED,
    next_words,
    not_kept_title,
    outcome_title,
    sentence,
    statement,
    told,
)
from tui_app.line.wizard import MOST_SHOWN, Linear, Move, Prompt
from tui_app.settings.passwords import judged
from tui_app.settings.problem import errors
from tui_app.text.escape import MASK, shortened

if TYPE_CHECKING:
    from tui_app.api.progress import Outcome
    from tui_app.api.replies import Connection


def tell_outcome(wizard: Linear, outcome: "Outcome") -> None:
    """Tells it, and raises `Move` to where the user will want to go on."""
    if outcome.connection is not None:
        tell_connection(wizard, outcome, lost_password=outcome.earlier)
        if not outcome.earlier:
            finish(wizard, outcome.connection)
        raise Move(wizard.place)
    wizard.draft.refusals, wizard.draft.last_outcome = list(outcome.problems), outcome.kind
    tell_failure(wizard, outcome)
    refused = [
        problem.path
        for problem in outcome.problems
        if problem.path in wizard.draft.request.settings
    ]
    if refused:
        raise Move(wizard.place_of(refused[0]), returning=True)
    wizard.mark_told()
    wizard.announced = wizard.review_step
    raise Move(Place(wizard.review_step))


def tell_declined(wizard: Linear, outcome: "Outcome") -> None:
    """The user decided against it, and has heard why. Raises `Move` to what he may want to change."""
    wizard.draft.refusals = list(outcome.problems)
    wizard.mark_told()
    wizard.console.say(DECLINED, *outcome.notes)
    concerned = [
        problem.path
        for problem in outcome.problems
        if problem.path in wizard.draft.request.settings
    ]
    if concerned:
        raise Move(wizard.place_of(concerned[0]), returning=True, told=True)
    wizard.announced = wizard.review_step
    raise Move(Place(wizard.review_step))


def finish(wizard: Linear, connection: "Connection") -> None:
    """The connection of this draft exists: the draft has done its work."""
    wizard.made = connection
    wizard.draft.refusals = []
    wizard.arrived = True
    if wizard.keeper is not None:
        wizard.keeper.forget()


def tell_failure(wizard: Linear, outcome: "Outcome") -> None:
    """What happened and what to do. What is wrong with a setting is told there, where the user is led."""
    settings = wizard.draft.request.settings
    reasons = [
        statement(problem, settings) for problem in outcome.problems if problem.path not in settings
    ]
    wizard.console.say(
        f"{outcome_title(outcome.kind, outcome.stopped)}.",
        outcome.words,
        *reasons,
        *outcome.notes,
        KEPT_ALL,
    )


def tell_connection(wizard: Linear, outcome: "Outcome", *, lost_password: bool = False) -> None:
    """The connection as it exists, and how a device uses it."""
    made = outcome.connection
    if made is None:
        return
    wizard.console.say(
        f"{outcome_title(outcome.kind, outcome.stopped)}: {made.id}",
        *([outcome.words] if outcome.kind == "found" else []),
        *outcome.notes,
        f"  Connection: {shortened(made.connection_name, MOST_SHOWN)}",
        f"  User name: {made.user_name}",
        f"  Password: {'lost' if lost_password else MASK}",
        f"  Environment: {wizard.session.target.label}",
        *differences(wizard, outcome),
        *next_words(made, wizard.session.target).split("\n"),
    )


def differences(wizard: Linear, outcome: "Outcome") -> list[str]:
    """What a connection does not hold as it was sent, a line each after a title; nothing if all was kept."""
    if outcome.connection is None or not outcome.problems:
        return []
    return [
        not_kept_title(len(outcome.problems), earlier=outcome.earlier),
        *(
            f"  {sentence(told(problem, wizard.draft.request.settings))}"
            for problem in outcome.problems
        ),
    ]


def show_made(wizard: Linear) -> Place:
    """Takes commands after a creation."""
    ways = "/quit leaves, /another sets up another one, /reveal says the password, /password sets a new one."
    prompt = Prompt("Done:", "Done:", (ways,))
    while True:
        typed = (wizard.ask(prompt) or "").strip()
        prompt = Prompt("Done:", "Done:")
        if typed:
            wizard.console.say("It is created. Commands begin with /: ? lists them.")


def give_new_password(wizard: Linear, made: "Connection") -> None:
    """Asks for a password of a connection that exists, or makes one, and sets it at the API."""
    import asyncio

    from pydantic import SecretStr

    from tui_app.api.errors import ApiError
    from tui_app.api.password import replace_password

    setting = next(setting for setting in wizard.draft.request.settings.values() if setting.secret)
    typed = wizard.ask(
        Prompt(
            "New SIP password, not shown; an empty line makes one:",
            "New SIP password:",
            secret=True,
        )
    )
    if typed is None:
        return
    given = typed or generate_password()
    wizard.remember_secret(given)
    wrong = errors(list(setting.problems(given)))
    if wrong:
        wizard.console.say(f"Error: {setting.label} {wrong[0].message}.")
        return
    weak = judged(given, made.user_name)
    if weak and not wizard.ask_yes(
        f"Warning: {setting.label} {weak.words}.", yes="set it all the same", no="keep the old one"
    ):
        return
    password = SecretStr(given)

    async def send() -> None:
        async with wizard.session.open_client() as client:
            await replace_password(client, made.id, password)

    try:
        asyncio.run(send())
    except ApiError as error:
        wizard.console.say(
            f"Error: {error.failure.words} It was not set for certain; setting it again does no harm."
        )
        return
    wizard.new_password = password
    wizard.console.say(f"{RENEWED} /reveal says it.")
