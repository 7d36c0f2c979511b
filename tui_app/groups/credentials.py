"""Who logs in: the name of the connection and its SIP credentials."""

from tui_app.groups.kinds import Flag, Password, Tags, Text, UserName
from tui_app.groups.setting import Group, Setting

CREDENTIALS = Group(
    "Credentials",
    help="What the connection is called and how a SIP device logs in to it.",
    settings=(
        Setting(
            "connection_name",
            Text(),
            label="Connection name",
            help="What you call this connection: it is how you find it again in lists and invoices.",
            note="The API publishes no limit on its form. Names may have to be unique in your account; if so, the refusal lands here.",
            required=True,
        ),
        Setting(
            "user_name",
            UserName(),
            label="User name",
            help="The SIP user name a device registers with. It is unique across all of Telnyx.",
            note="A letter among the first five characters is expected, and a letter in first place where SIP URI calls are allowed.",
            required=True,
        ),
        Setting(
            "password",
            Password(),
            label="Password",
            help="The SIP password that goes with the user name. A generated one is the safest.",
            note="Newer accounts can read a password only once, in the answer to its creation: store it when you set it.",
            required=True,
        ),
        Setting(
            "active",
            Flag(),
            label="Active",
            help="Whether the connection takes and makes calls. Off keeps it, and refuses every call.",
            default=True,
        ),
        Setting(
            "tags",
            Tags(),
            label="Tags",
            help="Words of your own to group connections by.",
        ),
    ),
)
