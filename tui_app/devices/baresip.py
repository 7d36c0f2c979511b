"""baresip: a line of its file `accounts`, tried with version 1.0."""

from typing import Final

from tui_app.devices.account import REGISTER_SECONDS, Account, CannotHold

AUDIO: Final = {
    "G722": "G722/16000/1",
    "G711U": "PCMU/8000/1",
    "G711A": "PCMA/8000/1",
    "OPUS": "opus/48000/2",
}
VIDEO: Final = {"H.264": "h264", "VP8": "vp8"}
DTMF: Final = {"RFC 2833": "rtpevent", "SIP INFO": "info"}


def render(account: Account) -> str:
    """Return the lines of the file `accounts`. DTMF as tones is more than baresip can do."""
    audio = ",".join(AUDIO[name] for name in account.offered if name in AUDIO)
    video = ",".join(VIDEO[name] for name in account.offered if name in VIDEO)
    parameters = {
        "auth_user": account.user_name,
        "auth_pass": _quoted(account.secret()),
        "regint": str(REGISTER_SECONDS),
        "ptime": "20",
        "audio_codecs": audio,
        "video_codecs": video,
        "dtmfmode": DTMF.get(account.dtmf, "rtpevent"),
        "mediaenc": "srtp-mand" if account.srtp else "",
    }
    uri = f"sip:{account.user_name}@{account.address};transport={account.transport}"
    line = "".join(f";{name}={value}" for name, value in parameters.items() if value)
    remarks = "".join(f"# {each}\n" for each in account.to_do)
    modules = " and srtp.so" if account.srtp else ""
    return (
        f"# Telnyx: {account.connection_name}\n"
        f"# Add it to ~/.baresip/accounts. config has to load the modules of the codecs{modules}.\n"
        f"{remarks}<{uri}>{line}\n"
    )


def _quoted(text: str) -> str:
    """Return `text` in the quotes between which only a quote and a last backslash do harm."""
    backslashes = len(text) - len(text.rstrip("\\"))
    if '"' in text or backslashes % 2:
        raise CannotHold(
            "baresip reads neither a quote in a password nor a backslash at its end; "
            "without auth_pass it asks for the password at its start"
        )
    return f'"{text}"'
