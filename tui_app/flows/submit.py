"""Creating the connection: one confirmation, at most one request that counts, and what became of it."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from tui_app.core.messages import (
    RENEWED,
    TITLES,
    confirmation,
    foreign_ids,
    next_words,
    not_kept_title,
    outcome_title,
    sent_words,
    sentence,
)
from tui_app.flows.key import ask_for_key
from tui_app.flows.password import give_new_password
from tui_app.settings.problem import warnings
from tui_app.text.escape import quoted, visible
from tui_app.tui.screens.dialogs import Confirmation
from tui_app.tui.screens.outcome import CreatedScreen, FailedScreen
from tui_app.tui.screens.submit import SubmitScreen

if TYPE_CHECKING:
    from tui_app.api.background import Background
    from tui_app.api.progress import Event, Outcome
    from tui_app.tui.app import WizardApp


async def submit(app: "WizardApp") -> None:
    """Asks once, sends once, and shows the outcome. The request goes on in its own thread whatever happens on the screen."""
    if not app.session.is_ready and not await ask_for_key(app):
        return
    body, target = app.draft.payload(), app.session.target
    name = str(body["connection_name"])
    draft = app.draft
    text = confirmation(
        name,
        target,
        sent=sent_words(draft),
        warnings=len(warnings(draft.problems)),
        foreign=foreign_ids(draft),
    )
    if not await app.push_screen_wait(
        Confirmation("Create connection?", text, yes="Create connection", no="back to the review")
    ):
        return
    from tui_app.api.background import ask
    from tui_app.api.submission import Submission

    def begin(tell: "Callable[[Event], None]") -> Submission:
        return Submission(
            body,
            app.session.open_client,
            tell,
            journal=app.journal,
            decide=ask,
            pace=app.session.pace,
        )

    outcome = await follow(app, name, begin, title=f"Creating {quoted(name, 60)}")
    if app.session.notice:
        app.notify(app.session.notice, severity="warning", markup=False, timeout=10)
    await _show(app, outcome, name)


async def follow(
    app: "WizardApp",
    name: str,
    begin: "Callable[[Callable[[Event], None]], Background]",
    *,
    title: str,
    sends: bool = True,
) -> "Outcome":
    """Starts a piece of work and shows each of its events until its outcome. What comes later is told when it comes.

    What `sends` is waited for on the command line where the wizard is left meanwhile.
    """
    from tui_app.api.progress import Asking, Late, Outcome, Waiting

    loop = asyncio.get_running_loop()
    events: asyncio.Queue[Event] = asyncio.Queue()

    def tell(event: "Event") -> None:
        # The loop may have ended: the outcome is in the journal, and the command line tells it.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(events.put_nowait, event)

    work = begin(tell)
    screen = SubmitScreen(title, name, app.session.target.label, work.cancel)
    await app.push_screen(screen)
    if sends:
        app.submission = work
    work.start()
    while not isinstance(event := await events.get(), Outcome):
        if isinstance(event, Late):
            continue
        until = event.until if isinstance(event, Waiting) else None
        screen.say(event.doing, event.stopping, until=until)
        if isinstance(event, Asking):
            words = visible(event.question.words)
            question = Confirmation(
                "Go on all the same?", words, yes="send it", no="do not send", careful=True
            )
            work.answer(await app.push_screen_wait(question))
    await screen.dismiss()
    if event.stopped and event.kind == "unknown":
        app.run_worker(_late(app, events), name="late answer", group="late")
    return event


async def _late(app: "WizardApp", events: "asyncio.Queue[Event]") -> None:
    """Waits for the answer that the user did not want to wait for, and tells it."""
    from tui_app.api.progress import Late

    while not isinstance(event := await events.get(), Late):
        pass
    outcome = event.outcome
    differing = outcome.problems if outcome.connection is not None else ()
    told = [sentence(app.statement(problem)) for problem in differing]
    app.notify(
        " ".join([f"{TITLES[outcome.kind]}.", outcome.words, *told]),
        title="The answer came",
        markup=False,
        timeout=30,
    )
    if outcome.connection is not None:
        app.finish(outcome.connection)


async def _show(app: "WizardApp", outcome: "Outcome", name: str) -> None:
    """The outcome, and then the place where the user will want to go on."""
    if outcome.connection is not None:
        if outcome.earlier:
            # The draft was not what it was made of: its password is another, and its answers are not lost.
            app.made.append(outcome.connection)
        else:
            app.finish(outcome.connection)
        await show_connection(app, outcome, lost_password=outcome.earlier)
        return
    app.draft.refusals, app.draft.last_outcome = list(outcome.problems), outcome.kind
    refused = [
        problem.path for problem in outcome.problems if problem.path in app.draft.request.settings
    ]
    await show_failure(
        app, outcome, name, way="to the first of the fields" if refused else "back to the review"
    )
    if refused:
        app.show_setting(refused[0])
    else:
        app.sync()


async def show_failure(
    app: "WizardApp", outcome: "Outcome", name: str, *, way: str = "back to the review"
) -> None:
    """What happened and what to do, in words. `way`: where it goes from there."""
    reasons = [app.statement(problem) for problem in outcome.problems]
    title = outcome_title(outcome.kind, outcome.stopped)
    await app.push_screen_wait(
        FailedScreen(
            title,
            [outcome.words, *reasons, *outcome.notes],
            name,
            app.session.target.label,
            way=way,
        )
    )


async def show_connection(
    app: "WizardApp", outcome: "Outcome", *, lost_password: bool = False
) -> None:
    """The connection, and what the user wants next. `lost_password`: the one it was made with is not known any more."""
    made = outcome.connection
    if made is None:
        return
    notes = [*([outcome.words] if outcome.kind == "found" else []), *outcome.notes]
    password = None if lost_password else app.draft.password
    then = next_words(made, app.session.target)
    differences = [sentence(app.statement(problem)) for problem in outcome.problems]
    while True:
        screen = CreatedScreen(
            TITLES[outcome.kind],
            made,
            app.session.target.label,
            notes,
            password,
            then,
            differences,
            not_kept_title(len(differences), earlier=outcome.earlier),
        )
        choice = await app.push_screen_wait(screen)
        if choice == "password":
            given = await give_new_password(app, made)
            password = given or password
            # On the page itself: a message would go with the dialog before it.
            if given and RENEWED not in notes:
                notes.append(RENEWED)
        elif choice == "again":
            app.set_up_another()
            return
        else:
            return
