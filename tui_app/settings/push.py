"""Push credentials that wake a mobile app for an incoming call."""

from tui_app.settings.setting import Group, Setting
from tui_app.settings.types import Uuid

PUSH = Group(
    "Push",
    help="What wakes a mobile app when a call comes in.",
    settings=(
        Setting(
            "ios_push_credential_id",
            Uuid(),
            label="iOS push credential",
            help="The stored VoIP push certificate that wakes an iOS app for a call. Only for "
            "apps built on the Telnyx Voice SDK.",
            note="It is the id of a push credential of the type ios in your account. null means "
            "none. Its APNs environment, sandbox or production, must most likely match the "
            "build of the app. Leave SRTP unset with it.",
            synonyms=("apns", "push", "iphone", "pushkit", "voip push", "push notifications"),
            default=None,
            default_words="none",
            nullable=True,
            lookup="ios_push_credentials",
        ),
        Setting(
            "android_push_credential_id",
            Uuid(),
            label="Android push credential",
            help="The stored Firebase service account that wakes an Android app for a call. Only "
            "for apps on the Telnyx Voice SDK.",
            note="It is the id of a push credential of the type android in your account. null "
            "means none. Leave SRTP unset with it.",
            synonyms=("fcm", "push notifications", "firebase", "push", "gcm"),
            default=None,
            default_words="none",
            nullable=True,
            lookup="android_push_credentials",
        ),
    ),
)
