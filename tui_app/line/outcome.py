"""After a creation: what can be done with the connection."""

from tui_app.core.autosave import Place
from tui_app.line.wizard import Linear, Prompt


def show_made(linear: Linear) -> Place:
    """Takes commands after a creation."""
    ways = "/quit leaves, /another sets up another one, /reveal says the password, /password sets a new one."
    prompt = Prompt("Done:", "Done:", (ways,))
    while True:
        typed = (linear.ask(prompt) or "").strip()
        prompt = Prompt("Done:", "Done:")
        if typed:
            linear.console.say("It is created. Commands begin with /: ? lists them.")
