"""The comment at the top of an export: what it does, and what to know before it is run again."""

from collections.abc import Iterable, Iterator
from typing import Final

from tui_app.exports.plan import Plan

TWICE: Final = """\
Run twice, it can create two connections: the API does not prevent that.
After an error or a lost answer, look first whether it exists:"""


def comments(
    plan: Plan,
    mark: str,
    *,
    run: str = "",
    look: Iterable[str] = (),
    twice: str = TWICE,
    missing: Iterable[str] = (),
) -> str:
    """Return the comment, its lines with `mark` before them.

    `run`: what is needed to run it. `twice`: what happens if it is run twice; a change does the
    same again. `look`: how to find what exists. `missing`: what the format cannot say, a line each.
    """
    lines = [*_does(plan)]
    if run:
        lines.append(run)
    if not plan.update:
        lines += [*twice.splitlines(), *(f"  {line}" for line in look)]
    if plan.left_out:
        lines.append(f"Left out, since it holds a secret: {', '.join(plan.left_out)}")
    lines += missing
    return "".join(f"{mark} {line}\n" for line in lines)


def _does(plan: Plan) -> Iterator[str]:
    does = f"Changes the connection {plan.update}" if plan.update else "Creates a connection"
    if plan.has_password:
        yield f"{does}, with the SIP password in TELNYX_SIP_PASSWORD."
    else:
        yield f"{does}."
    yield "The API key comes from TELNYX_API_KEY."
