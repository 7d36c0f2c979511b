"""Keep answers by path: secrets wrapped, and an object's value only if its members have none."""

from collections.abc import Iterable, Iterator, Mapping

from tui_app.core.history import changed
from tui_app.core.new_password import generate_password
from tui_app.settings.misplaced import is_secret_member
from tui_app.settings.problem import Answer, Generate, Path, Unset
from tui_app.settings.request import Request
from tui_app.settings.types import plain

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


def worth_keeping(
    request: Request, base: Mapping[Path, Answer], answers: Mapping[Path, Answer], *, new: bool
) -> bool:
    """Whether answers that began as `base` hold something of the user's own that may be saved.

    The connection name alone is enough if the connection is `new`. Of an existing one, an answer
    that was taken back counts too.
    """
    name = answers.get(("connection_name",))
    if new and isinstance(name, str) and name.strip():
        return True
    return any(
        request.keeps(path, answers[path]) if path in answers else not new
        for path in changed(base, answers)
    )


def secrets_in(request: Request, states: Iterable[Mapping[Path, Answer]]) -> Iterator[str]:
    """Yield every secret in `states`, in clear."""
    for answers in states:
        for path, answer in answers.items():
            setting = request.settings.get(path)
            if setting is None:
                yield from _unknown_secrets(path[-1], plain(answer), request.is_secret(path))
            elif setting.secret:
                text = plain(answer)
                if isinstance(text, str):
                    yield text
            elif found := setting.misplaced(answer):
                yield found.text


def _unknown_secrets(name: str, value: object, secret: bool) -> Iterator[str]:
    """Yield the secrets in the value of an unknown field; `secret`: all of it is one."""
    secret = secret or is_secret_member(name, value)
    if isinstance(value, str) and secret:
        yield value
    elif isinstance(value, dict):
        for each, item in value.items():
            yield from _unknown_secrets(each, item, secret)
    elif isinstance(value, list):
        for item in value:
            yield from _unknown_secrets(name, item, secret)
