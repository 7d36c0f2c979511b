"""What is said and asked before the first step: a draft that was left behind, a key that is missing, an attempt never settled.

Someone at a terminal is asked. A pipe is only told: its first line is the answer to the first setting, whatever lies on the disk.
"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tui_app.api.target import BadTarget
from tui_app.core.autosave import Keeper, Place, is_empty, offer_words
from tui_app.core.messages import KEY_CHOICES, key_wanted, no_key, target_words
from tui_app.core.startup import draft_of, elsewhere_words
from tui_app.line.wizard import Linear, Prompt

if TYPE_CHECKING:
    from tui_app.readers import Reading


def begin(wizard: Linear) -> Place:
    """Says what this is, and asks what there is to ask. Where the user begins."""
    target = wizard.session.target
    wizard.console.say(
        f"telnyx-wizard in linear mode. It creates a connection on {target_words(target)}."
    )
    wizard.console.say(
        "Type ? for the commands.", *(f"Warning: {notice}" for notice in wizard.notices)
    )
    asking = wizard.console.keyboard.is_terminal
    offered = wizard.keeper is not None and _offer_draft(wizard, wizard.keeper, asking)
    reading = _choose_reading(wizard) if wizard.readings else None
    if not wizard.session.is_ready:
        if asking:
            ask_for_key(wizard)
        else:
            wizard.console.say(f"{no_key(wizard.session.target)}. /key gives one.")
    if reading is not None and reading.identity:
        _make_new(wizard, reading)
    from tui_app.line.earlier import settle_earlier

    settle_earlier(wizard, asked=asking)
    return _first_missing(wizard, offered) if wizard.resumed else wizard.place


def _choose_reading(wizard: Linear) -> "Reading | None":
    """The connection of the file that the wizard began with. Of several the one that is chosen fills the draft."""
    from tui_app.line.pasting import choose_reading, offer_key

    several = len(wizard.readings) > 1
    reading = choose_reading(wizard, wizard.readings)
    if reading is None:
        return None
    if several:
        draft, words = draft_of(reading, allow_unknown=wizard.draft.allow_unknown)
        wizard.draft.take_over(draft)
        wizard.console.say(*(f"Warning: {each}" for each in words))
    if reading.api_key is not None:
        offer_key(wizard, reading.api_key)
    return reading


def _make_new(wizard: Linear, reading: "Reading") -> None:
    """Has user name and password asked for if the connection of a reply is in the account already."""
    import asyncio

    from tui_app.core.importing import IN_ACCOUNT, is_in_account, make_new

    if asyncio.run(is_in_account(wizard.session, reading)) and make_new(wizard.draft, reading):
        wizard.console.say(IN_ACCOUNT)


def _first_missing(wizard: Linear, offered: bool) -> Place:
    """Where a resumed draft goes on: at what is required and missing, as the password is, unless it was left before that.

    `offered`: that a password is not kept was heard already.
    """
    numbers = {setting.path: number for number, setting in wizard.numbered()}
    missing = [
        setting
        for _, setting in wizard.numbered()
        if setting.required and setting.path not in wizard.draft.answers
    ]
    places = list(numbers)
    left = places.index(wizard.place.path) if wizard.place.path in numbers else len(places)
    if not missing or left <= places.index(missing[0].path):
        return wizard.place
    setting = wizard.draft.request.settings.get(wizard.place.path)
    way = (
        f"/go {numbers[setting.path]} leads to where it was left, {setting.label}"
        if setting
        else "/review leads to where it was left"
    )
    why = "" if offered or wizard.draft.password is not None else " The password is never kept."
    wizard.console.say(
        f"The draft goes on.{why} Still required: {', '.join(each.label for each in missing)}. {way}."
    )
    # That they are missing was just said.
    wizard.mark_told([each.path for each in missing])
    wizard.arrived = False
    wizard.place = wizard.place_of(missing[0].path)
    return wizard.place


def _offer_draft(wizard: Linear, keeper: Keeper, asking: bool) -> bool:
    """Tells of the draft that was left behind, and asks whether it is to go on. Whether it does."""
    found = keeper.drafts.find()
    wizard.console.say(*(f"Warning: {aside.message}" for aside in found.set_aside))
    newest = next((draft for draft in found.free if not is_empty(draft.document)), None)
    if wizard.resumed or wizard.draft.answers or wizard.readings or newest is None:
        return False
    words = offer_words(newest, datetime.now(UTC))
    if not asking:
        wizard.console.say(f"There is a draft: {words} --resume takes it up.")
    elif wizard.ask_yes(f"There is a draft: {words}", yes="resume it", no="start over"):
        wizard.take_up(newest)
        wizard.console.say(
            *(f"Warning: {words}" for words in elsewhere_words(newest.document, wizard.session))
        )
        return True
    return False


def ask_for_key(wizard: Linear) -> bool:
    """Offers the ways to go on without a key. Whether a request can be sent from now on."""
    session = wizard.session
    if session.target.is_sandbox:
        wizard.console.say("The sandbox takes no key.")
        return True
    choices = list(KEY_CHOICES.items())
    title = (
        f"There is a key for {session.target.host} already:"
        if session.is_ready
        else f"{no_key(session.target)}:"
    )
    place = wizard.pick(title, [": ".join(words) for _, words in choices])
    choice = choices[place][0] if place is not None else "later"
    if choice == "sandbox":
        session.use_sandbox()
        wizard.draft.move_to(session.target.host)
        wizard.console.say(f"From now on it creates on {target_words(session.target)}.")
    elif choice == "type":
        _type_key(wizard)
    return session.is_ready


def _type_key(wizard: Linear) -> None:
    prompt = Prompt(
        f"API key. {key_wanted(wizard.session.target)} Not shown:",
        "API key, not shown:",
        secret=True,
    )
    while True:
        typed = wizard.ask(prompt)
        if not typed:
            return
        try:
            wizard.session.use_key(typed)
        except BadTarget as error:
            wizard.console.say(f"Error: {error}.")
            prompt = Prompt(prompt.short, prompt.short, secret=True)
        else:
            return
