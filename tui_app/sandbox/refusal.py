"""What the sandbox refuses, in the API's envelope of errors."""

from collections.abc import Iterable
from typing import Final

from tui_app.settings.problem import Problem
from tui_app.text.document import Json

MOST: Final = 100
"""The most errors in one reply; the others are left out."""

TITLES: Final = {
    "10003": "Invalid URL",
    "10004": "Missing required parameter",
    "10005": "Resource not found",
    "10007": "Unexpected error",
    "10009": "Authentication failed",
    "10010": "Authorization failed",
    "10015": "Bad Request",
    "10016": "Phone number must be in +E.164 format",
    "10017": "Associated resource does not exist",
    "10023": "Invalid JSON",
    "10025": "Invalid string length",
    "10026": "Invalid parameter type",
    "10029": "Expected JSON Content-Type",
    "10033": "Value out of range",
}
"""Numbers and titles from the API's catalogue.

Only for 10004, 10005, 10009 and 10015 is it known that the API sends them here.
"""

WHOLE: Final = "/"
"""The pointer to the whole request, as in the published examples."""

# From a problem's code to the API's. 10015 is the usual one for a refused value, as in the
# published example of a wrong choice. Clients should read status, code and pointer, never a title.
CODES: Final = {
    "required": "10004",
    "null": "10026",
    "type": "10026",
    "range": "10033",
    "step": "10033",
    "length": "10025",
    "url": "10003",
    "phone": "10016",
}
USUAL: Final = "10015"


class Refusal(Exception):
    """A request that is answered with an HTTP `status` of 400 or more and these `errors`."""

    def __init__(self, status: int, errors: list[Json]) -> None:
        super().__init__(status)
        self.status = status
        self.errors = errors

    @property
    def body(self) -> dict[str, Json]:
        return {"errors": self.errors}


def entry(
    code: str, detail: str, *, pointer: str | None = WHOLE, parameter: str | None = None
) -> Json:
    """Return one error of the envelope.

    `parameter` names a query parameter; otherwise `pointer` leads to a position in the body, and
    None means no position.
    """
    words = detail if parameter is None else f"{parameter} {detail}"
    error: dict[str, Json] = {"code": code, "title": TITLES[code], "detail": words}
    if parameter is not None:
        error["source"] = {"parameter": parameter}
    elif pointer is not None:
        error["source"] = {"pointer": pointer}
    return error | {"meta": {"url": f"https://developers.telnyx.com/docs/overview/errors/{code}"}}


def refusal(
    status: int,
    code: str,
    detail: str,
    *,
    pointer: str | None = WHOLE,
    parameter: str | None = None,
) -> Refusal:
    """Return a refusal for one reason."""
    return Refusal(status, [entry(code, detail, pointer=pointer, parameter=parameter)])


def unprocessable(problems: Iterable[Problem], extra: Iterable[Json] = ()) -> Refusal:
    """Return status 422 for a body that was understood but is wrong: an entry for each problem."""
    errors = [
        entry(
            CODES.get(p.code, USUAL), f"{'.'.join(p.path)} {p.message}", pointer=p.pointer or WHOLE
        )
        for p in problems
    ]
    return Refusal(422, [*errors, *extra][:MOST])
