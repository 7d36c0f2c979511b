"""Takes commands after the connection was created."""

from tui_app.core.autosave import Position
from tui_app.line.asking import ask
from tui_app.line.prompt import Prompt
from tui_app.line.wizard import Linear


def take_commands(linear: Linear) -> Position:
    """Says which commands there are for the new connection, and takes them."""
    ways = (
        "/device configures a device, /status asks whether one is registered, /verify tries the "
        "login, /reveal says the password, /password sets a new one, /another sets up another "
        "one, /quit ends the wizard."
    )
    prompt = Prompt("Done:", "Done:", (ways,))
    while True:
        typed = (ask(linear, prompt) or "").strip()
        prompt = Prompt("Done:", "Done:")
        if typed:
            linear.console.say("It is created. Commands begin with /: ? lists them.")
