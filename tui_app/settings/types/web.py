"""Web addresses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlsplit

from tui_app.settings.problem import UNSET, Unset
from tui_app.settings.types.kind import Violation, trimmed, unwrapped
from tui_app.settings.types.spelling import close
from tui_app.settings.types.texts import Form
from tui_app.text.document import Json
from tui_app.text.escape import has_unsafe, quoted


@dataclass(frozen=True)
class Url(Form):
    """An absolute http or https URL with a host, at most 2,000 characters (error 10003 of the API).

    It is validated, never rewritten.
    """

    # Scheme, user name and password, host (an IPv6 address in brackets or a name), port, the rest.
    regex: str = (
        r"[Hh][Tt][Tt][Pp][Ss]?://([^\s/?#@\[\]\\]*@)?(\[[0-9A-Fa-f:.]+\]|"
        r"[^\s/?#@:\[\]\\%<>^`{|}\".]+(\.[^\s/?#@:\[\]\\%<>^`{|}\".]+)*\.?)"
        r"(:[0-9]*)?([/?#]\S*)?"
    )
    words: str = "an http:// or https:// URL with a host"
    brief: str = "an http or https URL"
    highest: int = 2000
    blank_is_none: ClassVar = True

    def validate_text(self, value: str) -> Iterator[Violation]:
        problem = self._problem(value)
        if problem is not None:
            yield Violation(
                "url", f"must be {self.words}{problem}", suggestion=self._instead(value)
            )
        elif "@" in urlsplit(value).netloc:
            yield Violation(
                "userinfo",
                "holds a user name or password before the @, "
                "which is stored and shown to all who see it",
                "warning",
            )

    def _problem(self, value: str) -> str | None:
        if value == "":
            return ", not empty: leave it unset instead"
        if len(value) > self.highest:
            return f", at most {self.highest} characters, {len(value)} entered"
        if re.search(r"[\s\x00-\x20\x7f-\x9f]", value) or has_unsafe(value):
            return ", without spaces or control characters"
        if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", value):
            instead = self._instead(value)
            lacking = isinstance(instead, str) and instead == f"https://{trimmed(value)}"
            return ": put https:// before it" if lacking else f", not {quoted(value)}"
        try:
            parts = urlsplit(value)
            host, port = parts.hostname, parts.port
        except ValueError:
            return ", its host or port cannot be read"
        if parts.scheme not in ("http", "https"):
            return f", not {quoted(parts.scheme)}"
        if not host or not re.fullmatch(self.regex, value):
            return ", its host cannot be read"
        return ", its port cannot be 0" if port == 0 else None

    def _instead(self, value: str) -> str | Unset | None:
        if value == "":
            return UNSET
        plain = unwrapped(value)
        bare = re.fullmatch(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:[0-9]{1,5})?(/\S*)?", plain)
        # A scheme, its colon or its slashes, mistyped.
        scheme = re.match(
            r"([A-Za-z]{3,6})(?::[/\\]{1,2}|[/\\]{2}|:(?=[A-Za-z0-9-]+\.))(?![/\\])", plain
        )
        meant = close(scheme[1], ("http", "https")) if scheme else None
        if bare:
            mended = f"https://{plain}"
        elif scheme and meant:
            mended = f"{meant}://{plain[scheme.end() :]}"
        else:
            mended = plain
        return (
            mended
            if mended != value and "://" in mended and self._problem(mended) is None
            else None
        )

    def json_schema(self) -> dict[str, Json]:
        schema = super().json_schema()
        return schema | {"maxLength": self.highest, "format": "uri"}
