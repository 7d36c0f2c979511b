"""The name of the connection and its SIP credentials."""

from tui_app.settings.setting import Group, Setting
from tui_app.settings.types import Flag, Password, Tags, Text, UserName

CREDENTIALS = Group(
    "Credentials",
    help="What the connection is called and how a SIP device logs in to it.",
    settings=(
        Setting(
            "connection_name",
            Text(),
            label="Connection name",
            help="What you call this connection, so that you find it in lists and reports. The "
            "device never sees it.",
            note="Site and purpose make a good name, as in berlin-pbx. The API publishes no "
            "limit on its form, and whether it must be unique in your account is unknown; "
            "if so, the API's error appears here.",
            synonyms=("name", "label", "trunk name", "sip trunk", "friendly name", "alias"),
            required=True,
        ),
        Setting(
            "user_name",
            UserName(),
            label="User name",
            help="The SIP user that the device logs in as: 4 to 32 letters and digits, no "
            "hyphen, a letter among the first five.",
            note="Most likely it must be unique across all of Telnyx: a random tail avoids taken "
            "names. SIP URI calls need a letter in first place. Let the device send it in "
            "its Contact header, which SIP URI calls and the choice of an AnchorSite by "
            "latency need. One that is too short gets SIP 403 (P81).",
            synonyms=(
                "sip user",
                "login",
                "auth id",
                "sip username",
                "registration",
                "extension",
                "aor",
                "account",
                "username",
            ),
            required=True,
        ),
        Setting(
            "password",
            Password(),
            label="Password",
            help="The SIP digest password of that user. Take a generated one: whoever knows it "
            "calls at your cost.",
            note="With a wrong one the device gets SIP 401 again and again when it registers, "
            "407 when it calls. Newer accounts can read it only in the reply to the request "
            "that sets it: store it then. A semicolon most likely cuts off the line in an "
            "Asterisk .conf file.",
            synonyms=(
                "secret",
                "sip password",
                "digest",
                "auth",
                "rotate password",
                "passwd",
                "authentication",
                "credentials",
            ),
            required=True,
        ),
        Setting(
            "active",
            Flag(),
            label="Active",
            help="Off keeps the connection and refuses every call, with SIP 404 (reason D18).",
            note="Off until the device is set up is a fair use.",
            synonyms=("enabled", "enable", "disable", "suspend", "deactivate", "status", "block"),
            default=True,
        ),
        Setting(
            "tags",
            Tags(),
            label="Tags",
            help="Labels of your own to group connections by: letters, digits, _ and -.",
            note="The API's list of connections cannot be filtered by them. Other characters are "
            "most likely refused.",
            synonyms=("label", "group", "category"),
        ),
    ),
)
