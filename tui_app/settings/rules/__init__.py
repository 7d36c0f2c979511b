"""The rules between settings.

A rule is a function from the answers that are valid by themselves to the problems between them. An
invalid answer is absent there; `Request.validate` holds back what a rule says about such a setting
until it is fixed. What is certain is an error, what is likely a warning, what is merely good to
know a hint; what nobody knows is left to the API. An answer that equals the API's default raises no
warning of its own.
"""

from tui_app.settings.rules.answers import Rule
from tui_app.settings.rules.audio import (
    idle_jitter_sizes,
    idle_noise_details,
    jitter_order,
    no_reduction,
)
from tui_app.settings.rules.credentials import (
    guessable_password,
    inactive,
    letter_in_user_name,
    sip_uri_calls,
    weak_password,
)
from tui_app.settings.rules.inbound import (
    hidden_number,
    isup,
    no_channels,
    no_time_to_answer,
    offered_codecs,
    one_device,
)
from tui_app.settings.rules.media import (
    fax_tones,
    inband_dtmf,
    programmable_site,
    srtp,
    srtp_sdk,
    srtp_t38,
)
from tui_app.settings.rules.outbound import (
    caller_id,
    emergency_address,
    idle_override_type,
    no_profile,
    parking,
    two_ringbacks,
)
from tui_app.settings.rules.webhooks import (
    failover,
    idle_webhooks,
    old_events,
    plain_http,
    takes_calls_over,
    texml,
    texml_url,
    unreachable,
)

RULES: tuple[Rule, ...] = (
    inactive,
    letter_in_user_name,
    weak_password,
    guessable_password,
    sip_uri_calls,
    # What breaks comes before what is good to know.
    srtp_sdk,
    srtp_t38,
    srtp,
    inband_dtmf,
    programmable_site,
    fax_tones,
    idle_noise_details,
    no_reduction,
    jitter_order,
    idle_jitter_sizes,
    unreachable,
    plain_http,
    failover,
    texml,
    texml_url,
    old_events,
    takes_calls_over,
    idle_webhooks,
    offered_codecs,
    isup,
    no_channels,
    hidden_number,
    one_device,
    no_time_to_answer,
    no_profile,
    idle_override_type,
    caller_id,
    emergency_address,
    parking,
    two_ringbacks,
)
"""Every rule, in the order in which they run. To add one, write its function and extend this."""

SLOW: frozenset[Rule] = frozenset({guessable_password})
"""Rules that take some ms: they wait until the user leaves the setting that is being typed."""
