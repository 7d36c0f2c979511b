"""Check your answers: problems first, then what is set; the rest by its number alone."""

from tui_app.core.autosave import Place
from tui_app.core.messages import standing
from tui_app.line.finding import find
from tui_app.line.telling import tell_numbered
from tui_app.line.wizard import Linear, Move, Prompt

ASKING = "Review:"


def review(wizard: Linear) -> Place:
    """Tells everything once, and then takes commands until one leads elsewhere."""
    wizard.draft.reviewed = True
    wizard.arrived = False
    if wizard.announced != wizard.review_step:
        wizard.announced = wizard.review_step
        _tell(wizard)
        prompt = Prompt(ASKING, ASKING, (_ways(wizard),), payloads=True)
    else:
        wizard.tell_problems()
        bad = len(wizard.draft.barring)
        wizard.console.say(f"Back at the review{f', {_errors(bad)} to mend first' if bad else ''}.")
        prompt = Prompt(ASKING, ASKING, payloads=True)
    while True:
        typed = (wizard.ask(prompt) or "").strip()
        prompt = Prompt(ASKING, ASKING, payloads=True)
        setting = find(wizard, typed) if typed else None
        if setting is not None:
            raise Move(wizard.place_of(setting.path), returning=True)


def _tell(wizard: Linear) -> None:
    step = wizard.review_step + 1
    say = wizard.console.say
    say(f"Step {step} of {step}: Review. Check your answers. {standing(wizard.draft.last_outcome)}")
    if wizard.draft.problems:
        tell_numbered(wizard)
    answered = [
        (number, setting)
        for number, setting in wizard.numbered()
        if setting.path in wizard.draft.answers
    ]
    count = len(wizard.draft.request.settings)
    say(f"You set {len(answered)} of {count} settings{':' if answered else '.'}")
    say(*(f"  {number} {setting.label}: {wizard.shown(setting)}" for number, setting in answered))
    if len(answered) < count:
        say(f"The other {count - len(answered)} are not set: the API's defaults hold.")


def _ways(wizard: Linear) -> str:
    bad = len(wizard.draft.barring)
    if bad:
        return f"{_errors(bad)} to mend first: /submit goes there. /edit NUMBER changes an answer."
    return "/submit creates the connection, after one question. /edit NUMBER changes an answer, /show tells the payload."


def _errors(number: int) -> str:
    return f"{number} error{'s' if number > 1 else ''}"
