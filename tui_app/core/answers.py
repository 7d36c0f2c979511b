"""Keep answers by path: secrets wrapped, and an object's value only if its members have none."""

from collections.abc import Mapping

from tui_app.core.new_password import generate_password
from tui_app.settings.problem import Answer, Generate, Path, Unset
from tui_app.settings.request import Request

Changes = Mapping[Path, "Answer | Unset | Generate"]
"""New answers; UNSET removes one, GENERATE makes a password."""


def kept(request: Request, path: Path, answer: "Answer | Generate") -> Answer:
    """Return an answer as it is kept: a secret is wrapped at once, generated if asked for."""
    answer = generate_password() if isinstance(answer, Generate) else answer
    if request.is_secret(path) and isinstance(answer, str):
        from pydantic import SecretStr  # 50 ms that `check` and the first screen do without

        return SecretStr(answer)
    return answer


def with_changes(
    request: Request, before: Mapping[Path, Answer], changes: Changes
) -> dict[Path, Answer]:
    """Return the answers `before` with the changes."""
    answers = dict(before)
    for path, answer in changes.items():
        if isinstance(answer, Unset):
            answers.pop(path, None)
        else:
            answers[path] = kept(request, path, answer)
            # A file may have put a value at the path of the object that contains `path`.
            for depth in range(1, len(path)):
                answers.pop(path[:depth], None)
    return answers
