package telnyx

// choice stands for the types of the choices, each a text of its own type.
type choice string

// CredentialConnectionNewParams has the fields of the SDK's type of this name.
type CredentialConnectionNewParams struct {
	ConnectionName                   string                                 `json:"connection_name"`
	Password                         string                                 `json:"password"`
	UserName                         string                                 `json:"user_name"`
	AndroidPushCredentialID          Opt[string]                            `json:"android_push_credential_id,omitzero"`
	IosPushCredentialID              Opt[string]                            `json:"ios_push_credential_id,omitzero"`
	WebhookEventFailoverURL          Opt[string]                            `json:"webhook_event_failover_url,omitzero"`
	WebhookTimeoutSecs               Opt[int64]                             `json:"webhook_timeout_secs,omitzero"`
	Active                           Opt[bool]                              `json:"active,omitzero"`
	CallCostInWebhooks               Opt[bool]                              `json:"call_cost_in_webhooks,omitzero"`
	DefaultOnHoldComfortNoiseEnabled Opt[bool]                              `json:"default_on_hold_comfort_noise_enabled,omitzero"`
	EncodeContactHeaderEnabled       Opt[bool]                              `json:"encode_contact_header_enabled,omitzero"`
	OnnetT38PassthroughEnabled       Opt[bool]                              `json:"onnet_t38_passthrough_enabled,omitzero"`
	WebhookEventURL                  Opt[string]                            `json:"webhook_event_url,omitzero"`
	EncryptedMedia                   choice                                 `json:"encrypted_media,omitzero"`
	AnchorsiteOverride               choice                                 `json:"anchorsite_override,omitzero"`
	DtmfType                         choice                                 `json:"dtmf_type,omitzero"`
	Inbound                          CredentialInboundParam                 `json:"inbound,omitzero"`
	JitterBuffer                     ConnectionJitterBufferParam            `json:"jitter_buffer,omitzero"`
	NoiseSuppression                 choice                                 `json:"noise_suppression,omitzero"`
	NoiseSuppressionDetails          ConnectionNoiseSuppressionDetailsParam `json:"noise_suppression_details,omitzero"`
	Outbound                         CredentialOutboundParam                `json:"outbound,omitzero"`
	RtcpSettings                     ConnectionRtcpSettingsParam            `json:"rtcp_settings,omitzero"`
	SipUriCallingPreference          choice                                 `json:"sip_uri_calling_preference,omitzero"`
	Tags                             []string                               `json:"tags,omitzero"`
	WebhookAPIVersion                choice                                 `json:"webhook_api_version,omitzero"`
	Extras
}

// CredentialConnectionUpdateParams has the fields of the SDK's type of this name.
type CredentialConnectionUpdateParams struct {
	ConnectionName                   Opt[string]                            `json:"connection_name,omitzero"`
	Password                         Opt[string]                            `json:"password,omitzero"`
	UserName                         Opt[string]                            `json:"user_name,omitzero"`
	AndroidPushCredentialID          Opt[string]                            `json:"android_push_credential_id,omitzero"`
	IosPushCredentialID              Opt[string]                            `json:"ios_push_credential_id,omitzero"`
	WebhookEventFailoverURL          Opt[string]                            `json:"webhook_event_failover_url,omitzero"`
	WebhookTimeoutSecs               Opt[int64]                             `json:"webhook_timeout_secs,omitzero"`
	Active                           Opt[bool]                              `json:"active,omitzero"`
	CallCostInWebhooks               Opt[bool]                              `json:"call_cost_in_webhooks,omitzero"`
	DefaultOnHoldComfortNoiseEnabled Opt[bool]                              `json:"default_on_hold_comfort_noise_enabled,omitzero"`
	EncodeContactHeaderEnabled       Opt[bool]                              `json:"encode_contact_header_enabled,omitzero"`
	OnnetT38PassthroughEnabled       Opt[bool]                              `json:"onnet_t38_passthrough_enabled,omitzero"`
	WebhookEventURL                  Opt[string]                            `json:"webhook_event_url,omitzero"`
	EncryptedMedia                   choice                                 `json:"encrypted_media,omitzero"`
	AnchorsiteOverride               choice                                 `json:"anchorsite_override,omitzero"`
	DtmfType                         choice                                 `json:"dtmf_type,omitzero"`
	Inbound                          CredentialInboundParam                 `json:"inbound,omitzero"`
	JitterBuffer                     ConnectionJitterBufferParam            `json:"jitter_buffer,omitzero"`
	NoiseSuppression                 choice                                 `json:"noise_suppression,omitzero"`
	NoiseSuppressionDetails          ConnectionNoiseSuppressionDetailsParam `json:"noise_suppression_details,omitzero"`
	Outbound                         CredentialOutboundParam                `json:"outbound,omitzero"`
	RtcpSettings                     ConnectionRtcpSettingsParam            `json:"rtcp_settings,omitzero"`
	SipUriCallingPreference          choice                                 `json:"sip_uri_calling_preference,omitzero"`
	Tags                             []string                               `json:"tags,omitzero"`
	WebhookAPIVersion                choice                                 `json:"webhook_api_version,omitzero"`
	Extras
}

// CredentialInboundParam has the fields of the SDK's type of this name.
type CredentialInboundParam struct {
	ChannelLimit             Opt[int64] `json:"channel_limit,omitzero"`
	GenerateRingbackTone     Opt[bool]  `json:"generate_ringback_tone,omitzero"`
	IsupHeadersEnabled       Opt[bool]  `json:"isup_headers_enabled,omitzero"`
	PrackEnabled             Opt[bool]  `json:"prack_enabled,omitzero"`
	ShakenStirEnabled        Opt[bool]  `json:"shaken_stir_enabled,omitzero"`
	SipCompactHeadersEnabled Opt[bool]  `json:"sip_compact_headers_enabled,omitzero"`
	Timeout1xxSecs           Opt[int64] `json:"timeout_1xx_secs,omitzero"`
	Timeout2xxSecs           Opt[int64] `json:"timeout_2xx_secs,omitzero"`
	AniNumberFormat          choice     `json:"ani_number_format,omitzero"`
	Codecs                   []string   `json:"codecs,omitzero"`
	DefaultRoutingMethod     choice     `json:"default_routing_method,omitzero"`
	DnisNumberFormat         choice     `json:"dnis_number_format,omitzero"`
	SimultaneousRinging      choice     `json:"simultaneous_ringing,omitzero"`
	Extras
}

// CredentialOutboundParam has the fields of the SDK's type of this name.
type CredentialOutboundParam struct {
	CallParkingEnabled     Opt[bool]   `json:"call_parking_enabled,omitzero"`
	AniOverride            Opt[string] `json:"ani_override,omitzero"`
	ChannelLimit           Opt[int64]  `json:"channel_limit,omitzero"`
	GenerateRingbackTone   Opt[bool]   `json:"generate_ringback_tone,omitzero"`
	InstantRingbackEnabled Opt[bool]   `json:"instant_ringback_enabled,omitzero"`
	Localization           Opt[string] `json:"localization,omitzero"`
	OutboundVoiceProfileID Opt[string] `json:"outbound_voice_profile_id,omitzero"`
	AniOverrideType        choice      `json:"ani_override_type,omitzero"`
	T38ReinviteSource      choice      `json:"t38_reinvite_source,omitzero"`
	Extras
}

// ConnectionRtcpSettingsParam has the fields of the SDK's type of this name.
type ConnectionRtcpSettingsParam struct {
	CaptureEnabled      Opt[bool]  `json:"capture_enabled,omitzero"`
	ReportFrequencySecs Opt[int64] `json:"report_frequency_secs,omitzero"`
	Port                choice     `json:"port,omitzero"`
	Extras
}

// ConnectionJitterBufferParam has the fields of the SDK's type of this name.
type ConnectionJitterBufferParam struct {
	EnableJitterBuffer  Opt[bool]  `json:"enable_jitter_buffer,omitzero"`
	JitterbufferMsecMax Opt[int64] `json:"jitterbuffer_msec_max,omitzero"`
	JitterbufferMsecMin Opt[int64] `json:"jitterbuffer_msec_min,omitzero"`
	Extras
}

// ConnectionNoiseSuppressionDetailsParam has the fields of the SDK's type of this name.
type ConnectionNoiseSuppressionDetailsParam struct {
	AttenuationLimit Opt[int64] `json:"attenuation_limit,omitzero"`
	Engine           choice     `json:"engine,omitzero"`
	Extras
}
