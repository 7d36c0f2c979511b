"""What is said and asked before the first step: a draft that was left behind, a key that is missing, an attempt never settled.

Someone at a terminal is asked. A pipe is only told: its first line is the answer to the first setting, whatever lies on the disk.
"""

from datetime import UTC, datetime

from tui_app.api.target import BadTarget
from tui_app.keeper import Place, offer_words
from tui_app.linear.wizard import Linear, Prompt
from tui_app.words import KEY_CHOICES, key_wanted, no_key, target_words


def begin(wizard: Linear) -> Place:
    """Says what this is, and asks what there is to ask. Where the user begins."""
    target = wizard.session.target
    wizard.console.say(f"telnyx-wizard in linear mode. It creates a connection on {target_words(target)}.")
    wizard.console.say("Type ? for the commands.", *(f"Warning: {notice}" for notice in wizard.notices))
    asking = wizard.console.keyboard.is_terminal
    if wizard.keeper is not None:
        _offer_draft(wizard, asking)
    if not wizard.session.is_ready:
        if asking:
            ask_for_key(wizard)
        else:
            wizard.console.say(f"{no_key(wizard.session.target)}. /key gives one.")
    from tui_app.linear.earlier import settle_earlier

    settle_earlier(wizard, asked=asking)
    if wizard.resumed and wizard.draft.password is None:
        wizard.console.say("The draft goes on where it was left. The password is never kept: /go password leads to it.")
    return wizard.place


def _offer_draft(wizard: Linear, asking: bool) -> None:
    if wizard.keeper is None:
        return
    found = wizard.keeper.drafts.find()
    wizard.console.say(*(f"Warning: {aside.message}" for aside in found.set_aside))
    if wizard.resumed or wizard.draft.answers or found.newest is None:
        return
    words = offer_words(found.newest, datetime.now(UTC))
    if not asking:
        wizard.console.say(f"There is a draft: {words} --resume goes on with it.")
    elif wizard.ask_yes(f"There is a draft: {words}", yes="go on with it", no="begin anew"):
        wizard.take_up(found.newest)


def ask_for_key(wizard: Linear) -> bool:
    """Offers the ways to go on without a key. Whether a request can be sent from now on."""
    session = wizard.session
    if session.target.is_sandbox:
        wizard.console.say("The sandbox takes no key.")
        return True
    choices = list(KEY_CHOICES.items())
    title = f"There is a key for {session.target.host} already:" if session.is_ready else f"{no_key(session.target)}:"
    place = wizard.pick(title, [": ".join(words) for _, words in choices])
    choice = choices[place][0] if place is not None else "later"
    if choice == "sandbox":
        session.use_sandbox()
        wizard.console.say(f"From now on it creates on {target_words(session.target)}.")
    elif choice == "type":
        _type_key(wizard)
    return session.is_ready


def _type_key(wizard: Linear) -> None:
    prompt = Prompt(f"API key. {key_wanted(wizard.session.target)} Not shown:", "API key, not shown:", secret=True)
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
