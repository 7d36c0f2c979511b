"""Sound answers for each declared setting, and the declarations as test parameters."""

import pytest

from tui_app.settings.problem import Answer, Problem, Unset, errors
from tui_app.settings.request import REQUEST
from tui_app.settings.setting import Setting
from tui_app.settings.types import (
    COUNTRIES,
    INT64,
    Choice,
    Codecs,
    Country,
    Flag,
    Form,
    Int64Text,
    Integer,
    Kind,
    Password,
    Phone,
    Tags,
    Text,
    Url,
    UserName,
    Uuid,
)
from tui_app.text.document import Json

SETTINGS = list(REQUEST.settings.values())
UUID = "6a09cdc3-8948-47f0-aa62-74ac943d6c58"

# Sound answers of the kinds whose declarations do not list them.
SOUND: dict[type[Kind], list[Json]] = {
    Text: ["office-pbx", "my name", "Büro 電話", "a", " x "],
    UserName: ["abcd", "a234567890b234567890c234567890d2", "A1b2"],
    Password: ["12345678", "x" * 128, "pa ss~word"],
    Tags: [["a"], [], ["lab", "eu_1-x"]],
    Url: [
        "https://example.com",
        "http://example.com:8080/hook?x=1#y",
        "HTTPS://EXAMPLE.com",
        "https://[2001:db8::1]:8443/",
        "https://[::1]",
    ],
    Uuid: [UUID, UUID.upper()],
    Int64Text: ["1", "1293384261075731499", str(INT64), "0"],
    Phone: ["+15551234567", "+4930123456"],
    Country: [*sorted(COUNTRIES)],
}


def sound(setting: Setting) -> list[Json]:
    """Answers that `setting` takes, its range ends and every choice among them."""
    kind = setting.kind
    match kind:
        case Flag():
            found: list[Json] = [True, False]
        case Integer():
            found = [
                kind.lowest,
                INT64 if kind.highest is None else kind.highest,
                kind.lowest + kind.step,
            ]
        case Choice():
            found = list(kind.options)
        case Codecs():
            names: list[Json] = [*kind.options, *kind.extra]
            found = [names, names[::-1], *([name] for name in names), []]
        case _:
            found = list(SOUND[type(kind)])
    if isinstance(kind, Form) and kind.blank:
        found.append("")
    return [*found, None] if setting.nullable else found


def wrong(setting: Setting, answer: "Answer | Unset") -> list[Problem]:
    return errors(list(setting.problems(answer)))


def of(*kinds: type[Kind]) -> list[Setting]:
    return [setting for setting in SETTINGS if isinstance(setting.kind, kinds)]


def named(setting: object) -> str:
    return setting.json_path if isinstance(setting, Setting) else repr(setting)[:40]


every_setting = pytest.mark.parametrize("setting", SETTINGS, ids=named)
