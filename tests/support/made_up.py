"""Settings and a step that do not exist, made by declarations alone; and the program with them.

`python -m tests.support.made_up ARGUMENTS` is `telnyx-wizard ARGUMENTS` had the declarations been
written into the groups' files. `python -m tests.support.made_up post` posts standard input to the
sandbox and prints the status and the reply.
"""

import asyncio
import json
import sys
from dataclasses import replace

import tui_app.settings.groups
from tui_app.settings.groups import GROUPS
from tui_app.settings.setting import Group, Setting
from tui_app.settings.types import Choice, Flag, Integer, Phone, Tags, Text

PAUSE = Setting(
    "rtcp_settings.pause_secs",
    Integer(3, 30, step=3, unit="s"),
    label="Pause between reports",
    help="How long nothing is reported after a zeppelin has passed.",
    default=9,
)
MUSIC = Setting(
    "hold_music",
    Choice({"silence": "nothing at all", "polka": "one that nobody asked for"}),
    label="Music on hold",
    help="What a caller hears while a human being is fetched.",
    nullable=True,
)
GREETING = Setting(
    "greeting.spoken.words",
    Text(),
    label="Words of welcome",
    help="What a butler says to whoever rings the bell.",
)
NEW_STEP = Group(
    "Mailbox",
    help="Where messages go.",
    settings=(
        Setting(
            "mailbox.enabled",
            Flag(),
            label="Take messages",
            help="Whether an owl takes messages.",
            default=True,
        ),
        Setting(
            "mailbox.forward_to",
            Phone(blank=True),
            label="Forward messages to",
            help="Who is told of a message by an owl.",
        ),
        Setting(
            "mailbox_labels",
            Tags(),
            label="Message labels",
            help="What an owl writes on the envelope.",
        ),
    ),
)
ADDED: dict[str, tuple[Setting, ...]] = {"RTCP": (PAUSE,), "Push": (MUSIC, GREETING)}
MADE_UP: tuple[Setting, ...] = (MUSIC, GREETING, PAUSE, *NEW_STEP.settings)


def declared() -> tuple[Group, ...]:
    """The program's groups and what is made up: settings at the end of two groups, and a step in
    the middle.
    """
    groups = [
        replace(group, settings=(*group.settings, *ADDED.get(group.title, ()))) for group in GROUPS
    ]
    return (*groups[:3], NEW_STEP, *groups[3:])


async def post() -> None:
    """Creates a connection on the sandbox from the payload on standard input."""
    import httpx

    from tui_app.sandbox.app import create_app

    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(create_app()), base_url="http://sandbox/v2"
    ) as client:
        headers = {"Authorization": "Bearer any"}
        answer = await client.post(
            "/credential_connections", json=json.load(sys.stdin), headers=headers
        )
    print(json.dumps([answer.status_code, answer.json()]))


if __name__ == "__main__":
    # Before anything else reads the list: as if the declarations stood in the groups' files.
    tui_app.settings.groups.GROUPS = declared()
    if sys.argv[1:] == ["post"]:
        asyncio.run(post())
    else:
        from tui_app.cli import main

        sys.exit(main())
