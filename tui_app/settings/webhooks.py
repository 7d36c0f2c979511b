"""Webhooks: where the events of a call are sent, and in what form."""

from tui_app.settings.setting import Group, Setting
from tui_app.settings.types import Choice, Flag, Integer, Url

WEBHOOKS = Group(
    "Webhooks",
    help="Where Telnyx reports the events of your calls.",
    settings=(
        Setting(
            "webhook_event_url",
            Url(blank=True),
            label="Event URL",
            help="Where events go for an application that steers parked outbound calls. Leave it "
            "unset for a PBX, a phone or a fax.",
            note="It makes calls programmable and may move their media to another site (the "
            "vendor's example is Australia): do not set it just to be told. It steers no "
            "inbound call: for that, assign the number to a Voice API or TeXML application. "
            "Results of voicemail detection and call screening come here too. It is sent "
            "exactly as typed.",
            synonyms=(
                "webhook",
                "callback",
                "http",
                "url",
                "events",
                "notify",
                "status callback",
                "endpoint",
            ),
        ),
        Setting(
            "webhook_event_failover_url",
            Url(blank=True),
            label="Failover URL",
            help="Where events go when the event URL fails or answers too late. Take another "
            "host than that one.",
            note="Without an event URL it is probably never used.",
            synonyms=("backup", "fallback", "failover", "callback"),
            default="",
            default_words="empty",
            nullable=True,
        ),
        Setting(
            "webhook_api_version",
            Choice(
                {
                    "1": "no longer recommended",
                    "2": "signed with Ed25519",
                    "texml": "needs call parking on",
                }
            ),
            label="API version",
            help="The form of events: 2 (JSON) for anything new, texml to fetch TeXML "
            "instructions, 1 only for old applications.",
            note="If an event URL is set and this is not, it is 1. texml can be given when a "
            "connection is created, not when it is changed later.",
            synonyms=("v1", "v2", "json", "texml", "twiml", "xml"),
            default="1",
        ),
        Setting(
            "webhook_timeout_secs",
            Integer(0, 30, unit="s"),
            label="Timeout",
            help="How long Telnyx waits for a 2xx reply before it retries or fails over. Reply "
            "first, work later; 25 is a common value.",
            note="The published default is null. The vendor's pages on webhooks say 2 seconds, "
            "then a retry; most likely that is what null means. What 0 means is unknown. A "
            "parked caller waits as long.",
            synonyms=("retry", "slow", "wait"),
            default=None,
            default_words="undocumented",
            default_doubt="undocumented",
            nullable=True,
        ),
        Setting(
            "call_cost_in_webhooks",
            Flag(),
            label="Call cost in webhooks",
            help="Posts an event with the price of each call to the event URL.",
            note="Most likely it is the event call.cost. It needs an event URL.",
            synonyms=("cost", "price", "billing", "spend"),
            default=False,
        ),
    ),
)
