"""Where the events of a call are sent, and in what form."""

from tui_app.groups.kinds import Choice, Flag, Integer, Url
from tui_app.groups.setting import Group, Setting

WEBHOOKS = Group(
    "Webhooks",
    help="Where Telnyx reports the events of your calls.",
    settings=(
        Setting(
            "webhook_event_url",
            Url(),
            label="Event URL",
            help="Where call events are posted. Set it when an application follows or steers the calls; leave it unset otherwise.",
            note="Setting it makes the calls programmable and may move their sound to another site: do not set it just to be told. It is "
            "sent exactly as typed.",
        ),
        Setting(
            "webhook_event_failover_url",
            Url(blank=True),
            label="Failover URL",
            help="Where events go when the event URL does not take them. Best on another host than that one.",
            default="",
            default_words="empty",
            nullable=True,
        ),
        Setting(
            "webhook_api_version",
            Choice(
                {
                    "1": "older, kept for old applications",
                    "2": "for anything new",
                    "texml": "TeXML; needs call parking on",
                }
            ),
            label="API version",
            help="The form in which events are sent. Take the one that your application was written for.",
            note="texml can be given when a connection is created, not when it is changed later.",
            default="1",
        ),
        Setting(
            "webhook_timeout_secs",
            Integer(0, 30, unit="s"),
            label="Timeout",
            help="How long Telnyx waits for your server to take an event. Raise it for a slow server; 25 is a common choice.",
            note="The published default is null; how many seconds that means is told nowhere.",
            default=None,
            default_words="not published",
            nullable=True,
        ),
        Setting(
            "call_cost_in_webhooks",
            Flag(),
            label="Call cost in webhooks",
            help="Sends an event with what a call has cost. Turn it on to follow your spending call by call.",
            default=False,
        ),
    ),
)
