"""The rules between settings.

A rule is a function from the answers that are sound by themselves to the problems between them. An answer that is unsound is absent
there; `Request.judge` holds back what a rule says about such a setting until it is mended. What is known for certain is an error,
what is likely a warning; what nobody knows is left to the API.
"""

from tui_app.rules.answers import Rule
from tui_app.rules.audio import idle_jitter_sizes, idle_noise_details, jitter_order
from tui_app.rules.credentials import inactive, letter_in_user_name, sip_uri_calls
from tui_app.rules.inbound import no_channels, tcp_or_tls_only
from tui_app.rules.media import encryption
from tui_app.rules.outbound import idle_override_type, idle_t38, no_profile, parking, two_ringbacks
from tui_app.rules.webhooks import failover, plain_http, texml

RULES: tuple[Rule, ...] = (
    inactive,
    letter_in_user_name,
    sip_uri_calls,
    encryption,
    idle_noise_details,
    jitter_order,
    idle_jitter_sizes,
    plain_http,
    failover,
    texml,
    tcp_or_tls_only,
    no_channels,
    no_profile,
    idle_override_type,
    parking,
    two_ringbacks,
    idle_t38,
)
"""Every rule, in the order in which they speak: the one list to extend."""
