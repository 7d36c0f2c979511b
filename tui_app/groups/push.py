"""What wakes a mobile app for an incoming call."""

from tui_app.groups.kinds import Uuid
from tui_app.groups.setting import Group, Setting

PUSH = Group(
    "Push",
    help="What wakes a mobile app when a call comes in.",
    settings=(
        Setting(
            "ios_push_credential_id",
            Uuid(),
            label="iOS push credential",
            help="The stored Apple certificate that wakes your iOS app for a call. Needed only for apps built on the Telnyx SDK.",
            note="It is the id of a push credential of the type ios in your account. null means none.",
            default=None,
            default_words="none",
            nullable=True,
            lookup="ios_push_credentials",
        ),
        Setting(
            "android_push_credential_id",
            Uuid(),
            label="Android push credential",
            help="The stored Firebase key that wakes your Android app for a call. Needed only for apps built on the Telnyx SDK.",
            note="It is the id of a push credential of the type android in your account. null means none.",
            default=None,
            default_words="none",
            nullable=True,
            lookup="android_push_credentials",
        ),
    ),
)
