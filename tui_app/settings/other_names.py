"""Names of fields that no setting has: what they belong to, or which setting people mean by them.

Data only. Names stand as `key` writes them: snake_case, camelCase and kebab-case are the same here.
"""

from typing import Final

from tui_app.settings.types.spelling import key

_IP_AND_FQDN: Final = "IP and FQDN connections, not to this kind"
_ELSEWHERE: Final[dict[str, str]] = {
    _IP_AND_FQDN: (
        "transport transport_protocol sip_transport microsoft_teams_sbc sip_region sip_subdomain "
        "third_party_control_enabled sip_subdomain_receive_settings ip_address ip_addresses "
        "primary_ip "
        "default_primary_ip_id default_secondary_ip_id default_tertiary_ip_id fqdn fqdns "
        "primary_fqdn default_primary_fqdn_id default_secondary_fqdn_id default_tertiary_fqdn_id "
        "ip_authentication_method ip_authentication_token fqdn_authentication_method "
        "fqdn_outbound_authentication tech_prefix adjust_dtmf_timestamp ignore_dtmf_duration "
        "ignore_mark_bit rtp_pass_codecs_on_stream_change send_normalized_timestamps txt_name "
        "txt_ttl txt_value"
    ),
    "UAC connections, not to this kind": "external_uac_settings internal_uac_settings",
    "external connections, not to this kind": "external_sip_connection",
    "Voice API and TeXML applications, not to a connection": (
        "application_name first_command_timeout first_command_timeout_secs "
        "redact_dtmf_debug_logging redact_dtmf_debug_logging_enabled voice_url voice_fallback_url "
        "voice_method status_callback status_callback_url status_callback_method answer_url"
    ),
    "outbound voice profiles, not to a connection": (
        "traffic_type service_plan concurrent_call_limit daily_spend_limit "
        "daily_spend_limit_enabled max_destination_rate whitelisted_destinations "
        "allowed_destinations calling_window calls_per_cld call_recording_type "
        "call_recording_channels call_recording_format call_recording_caller_phone_numbers"
    ),
    "outbound voice profiles and phone numbers, not to a connection": (
        "billing_group_id call_recording usage_payment_method"
    ),
    "phone numbers, not to a connection": (
        "phone_number phone_numbers customer_reference hd_voice_enabled address_id "
        "call_forwarding call_forwarding_enabled forwards_to forwarding_type "
        "caller_id_name_enabled cnam_listing cnam_listing_enabled cnam_listing_details "
        "inbound_call_recording inbound_call_screening media_features media_handling_mode "
        "t38_fax_gateway_enabled rtp_auto_adjust_enabled accept_any_rtp_packets_enabled "
        "tech_prefix_enabled translated_number emergency emergency_enabled emergency_address_id"
    ),
}
# Sources: the vendor's SDK 4.189; SUP 4404448.
ELSEWHERE: Final = {
    key(name): owner for owner, names in _ELSEWHERE.items() for name in names.split()
}
"""What has a setting of this name, in words that follow "belongs to"."""

NOWHERE: Final = frozenset(map(key, ("webrtc_enabled", "sip_uri_calling_region")))
"""Names in public programs that no kind of connection has."""

_CALLED: Final[dict[str, str]] = {
    "connection_name": "name label title alias trunk_name friendly_name display_name",
    "user_name": (
        "username user login login_name sip_login sip_user sip_username auth_user auth_username "
        "authentication_username credential_username "
        "sip_authentication_username"
    ),
    "password": (
        "secret pass passwd pwd sip_password sip_secret sip_pass auth_password auth_pass "
        "user_password login_password credential_password authentication_password "
        "sip_authentication_password"
    ),
    "active": "is_active",
    "anchorsite_override": "anchorsite media_anchorsite",
    "dtmf_type": "dtmf dtmf_mode dtmf_method",
    "encrypted_media": (
        "media_encryption media_encrypted encrypt_media srtp srtp_enabled enable_srtp use_srtp"
    ),
    "ios_push_credential_id": "apns_push_credential_id apns_credential_id ios_credential_id",
    "android_push_credential_id": "fcm_push_credential_id fcm_credential_id android_credential_id",
    "webhook_event_url": (
        "webhook webhook_url webhook_uri webhook_event_uri event_url events_url callback_url "
        "notification_url"
    ),
    "webhook_event_failover_url": (
        "webhook_failover_url failover_url webhook_fallback_url fallback_url webhook_backup_url "
        "backup_url webhook_event_fallback_url webhook_event_backup_url"
    ),
    "webhook_api_version": "webhook_version",
    "webhook_timeout_secs": "webhook_timeout",
    "noise_suppression_details.engine": ("noise_suppression_model noise_suppression_details.model"),
    "jitter_buffer.enable_jitter_buffer": (
        "jitter_buffer_enabled jitter_buffer.enabled jitter_buffer.enable jitter_buffer.active"
    ),
    "jitter_buffer.jitterbuffer_msec_min": (
        "jitter_buffer_min jitter_buffer_min_ms jitter_buffer.min jitter_buffer.min_ms "
        "jitter_buffer.msec_min jitter_buffer.min_msec"
    ),
    "jitter_buffer.jitterbuffer_msec_max": (
        "jitter_buffer_max jitter_buffer_max_ms jitter_buffer.max jitter_buffer.max_ms "
        "jitter_buffer.msec_max jitter_buffer.max_msec"
    ),
    "rtcp_settings.report_frequency_secs": "rtcp_interval rtcp_report_interval",
    "inbound": "inbound_settings incoming",
    "inbound.ani_number_format": "ani_format",
    "inbound.dnis_number_format": "dnis_format did_format did_number_format",
    "inbound.codecs": (
        "codec_list codec_preferences codec_prefs preferred_codecs supported_codecs "
        "allowed_codecs audio_codecs"
    ),
    "inbound.default_routing_method": "routing_method default_routing",
    "inbound.simultaneous_ringing": "simultaneous_ring",
    "inbound.shaken_stir_enabled": "stir_shaken stir_shaken_enabled",
    "inbound.sip_compact_headers_enabled": "compact_headers compact_headers_enabled",
    "inbound.timeout_1xx_secs": "no_ringback_timeout no_ringback_timeout_secs",
    "inbound.timeout_2xx_secs": "no_answer_timeout no_answer_timeout_secs",
    "outbound": "outbound_settings outgoing",
    "outbound.outbound_voice_profile_id": (
        "outbound_voice_profile outbound_profile outbound_profile_id voice_profile "
        "voice_profile_id ovp ovp_id"
    ),
    "outbound.ani_override": (
        "caller_id caller_id_number caller_id_override outbound_caller_id "
        "outbound_caller_id_number ani_override_number"
    ),
    "outbound.ani_override_type": "override_type caller_id_override_type",
    "outbound.call_parking_enabled": "park_outbound_calls",
}


def path_key(name: str) -> str:
    """Return the path of a field, joined by dots, as this module writes it; its dots stay."""
    return ".".join(filter(None, map(key, name[:200].split("."))))


CALLED: Final = {path_key(name): path for path, names in _CALLED.items() for name in names.split()}
"""What people call a setting, in any object; with its object if the name alone is not enough."""

VAGUE: Final = frozenset(
    {"name", "label", "title", "alias", "active", "isactive", "port", "capture"}
)
"""Names that mean something else in another object."""

SECONDS: Final = ("seconds", "second", "sec")
"""Other spellings of the ending `secs`."""
OTHER_UNITS: Final = ("ms", "msec", "msecs", "millis", "milliseconds", "minutes", "mins", "hours")
"""Endings of names whose value would be another one in seconds."""
