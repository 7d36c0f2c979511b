"""Read a connection from any common form into the body of `POST /credential_connections`.

The form is found by content. Nothing is ever executed or fetched, and a form's parser is imported
only if a text of that form is there.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from importlib import import_module
from json import JSONDecodeError, JSONDecoder, dumps
from typing import Final, NoReturn, TypeAlias, cast

from tui_app.readers.files import read_file
from tui_app.readers.foreign import POWERSHELL, language, not_read
from tui_app.readers.forms import CLI, ENV_LINE, FLOW, SIGNS, forms_of, languages, recognized
from tui_app.readers.pages import first_readable
from tui_app.readers.reading import (
    NAMED,
    Form,
    Found,
    Reading,
    Refused,
    Several,
    Unfit,
    Value,
    hurry,
    is_late,
    limited,
)
from tui_app.readers.search import holds_connection, key_around, readings
from tui_app.readers.texts import ABOUT, CURL, LOOKED_AT, MEMBER, code, decoded, unquoted
from tui_app.text.document import MAX_BYTES, UnreadableDocument, parse_document
from tui_app.text.escape import escape_controls

__all__ = ["Form", "Reading", "Several", "read_file", "read_text", "recognized"]

MAX_FAILURES: Final = 20
"""Beginnings of JSON in another text that are tried."""
Reader: TypeAlias = Callable[[str], list[Found]]

MODULES: Final[dict[Form, str]] = {
    "curl": "curl",
    "http": "http",
    "python": "python",
    "javascript": "javascript",
    "php": "php",
    "ruby": "ruby",
    "env": "dotenv_file",
    "yaml": "yaml_file",
    "terraform": "terraform",
    "cli": "cli",
}

# The section of an .ini file, or the prompt of a shell.
_SECTION = re.compile(r"\[[A-Za-z][\w .:-]*\][ \t]*(?:\n|$)|\[[\w.-]+@[^\]\n]*\][#$%] ")
_FORM_DATA = re.compile(r"\s*[\w.\[\]-]+=[^\s&]*(?:&[\w.\[\]-]+=[^\s&]*)+\s*")
_LINE = re.compile(r"^(?:[^\"'{\n]{0,300}[:=])?[ \t]*(?=[{\[])", re.MULTILINE)


def read_text(data: bytes | str, source: str) -> Reading:
    """Read the connection in a text of any form. `source` is what messages call the text.

    Raises `Several` if there are several, and `UnreadableDocument` if there is none. Its text is on
    one line and contains nothing of a secret.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableDocument(f"{source} is larger than 1 MiB: that is no payload")
    text = decoded(data, source)
    try:
        with limited():
            made = first_readable(code(text), partial(_readings, source=source))
    except Unfit as error:
        raise UnreadableDocument(f"{source}: {escape_controls(str(error))}") from None
    except RecursionError:
        raise UnreadableDocument(f"{source} is not a payload: it is nested too deep") from None
    unlike = list(
        {(dumps(each.document), each.name, each.identity): each for each in made}.values()
    )
    if len(unlike) > 1:
        raise Several(source, unlike)
    return unlike[0]


def _readings(text: str, source: str) -> list[Reading]:
    return readings(*_found(text, source), _within)


def _found(text: str, source: str) -> tuple[list[Found], Form]:
    """Return what the reader of the first matching form finds."""
    text = unquoted(text)
    begins = text.lstrip()
    if begins.startswith(("{", "[")) and not _SECTION.match(begins):
        try:
            return _json(text, source)
        except UnreadableDocument as error:
            # A text that is JSON except for a value or a repeated name is meant as JSON.
            if not isinstance(wrong := error.__context__, JSONDecodeError):
                raise
            if wrong.msg == "Extra data":
                with suppress(Unfit):
                    return _json_in(text), "json"
            read = _literal(text)
            if read is None:
                raise
            return read
    if MEMBER.match(begins):
        with suppress(UnreadableDocument):
            return _members(begins, source)
    if _FORM_DATA.fullmatch(text):
        raise Unfit("it is form data (a=b&c=d), which the API does not take: give it as JSON")
    foreign = language(text[:LOOKED_AT])
    if foreign == POWERSHELL and not CURL.search(text) and not CLI.search(text):
        raise not_read(foreign)
    try:
        return _tried(forms_of(text), text) or _unknown(source)
    except Refused:
        raise
    except (Unfit, UnreadableDocument):
        if foreign:
            raise not_read(foreign) from None
        raise


def _members(text: str, source: str) -> tuple[list[Found], Form]:
    """Read the members of an object without its braces, or with the last one."""
    members = text.rstrip().rstrip(",;)'")
    with suppress(UnreadableDocument):
        return _json(f"{{{members}}}", source)
    return _json(f"{{{members}", source)


def _within(text: str) -> list[Found]:
    """Return what is in a text within another one; nothing if that is no connection."""
    text = text.lstrip().removeprefix("=").lstrip()
    is_about = ABOUT.search(text) or ("\n" in text and ENV_LINE.search(text))
    if len(text) > LOOKED_AT or not is_about:
        return []
    try:
        if text.startswith("{") and "{{" in text:
            from tui_app.readers.requests import body, templated

            return [Found(body(templated(text), "a text in it"))]
        return _found(text, "it")[0]
    except (Unfit, UnreadableDocument):
        hurry()
        return []


def _tried(forms: Iterable[Form], text: str) -> tuple[list[Found], Form] | None:
    """Return what the first reader that accepts the text finds; None if there is no form.

    Raises the first refusal if no reader accepts it.
    """
    refused: Unfit | None = None
    for form, read in _attempts(forms):
        try:
            return read(text), form
        except Refused:
            raise
        except Unfit as error:
            refused = refused or error
    if is_late() and refused is not None:
        raise refused
    try:
        return _json_in(text), "json"
    except Unfit:
        if refused is not None:
            raise refused from None
    return None


def _attempts(forms: Iterable[Form]) -> Iterator[tuple[Form, Reader]]:
    """Yield the forms in order, each with its reader.

    Languages are first read strictly (no syntax error), since another one may be meant. JSON in a
    text that is no program of any language is read as such.
    """
    programs: list[Form] = []
    for form in forms:
        module = import_module(f"tui_app.readers.{MODULES[form]}")
        if form in SIGNS:
            programs.append(form)
            yield form, module.read_strictly
            continue
        if form != "yaml":
            # No program is YAML, but some YAML looks like one with mistakes.
            yield from _loosely(programs)
        yield form, module.read
    yield from _loosely(programs)


def _loosely(programs: list[Form]) -> Iterator[tuple[Form, Reader]]:
    """Yield the readers of languages again, which overlook mistakes now.

    First come the languages whose signs the text does not have, and JSON in it.
    """
    if programs:
        others = [form for form in SIGNS if form not in programs]
        yield from (
            (form, import_module(f"tui_app.readers.{MODULES[form]}").read_strictly)
            for form in others
        )
        yield "json", _json_in
    yield from ((form, import_module(f"tui_app.readers.{MODULES[form]}").read) for form in programs)
    programs.clear()


def _json_in(text: str) -> list[Found]:
    """Return the objects in JSON that are about a connection, each from the start of a line.

    What people copy has a request, a heading or a log around it. Raises `Unfit` if there is none.
    """
    found = []
    end = failures = 0
    for start in _LINE.finditer(text):
        if start.end() < end:
            continue
        hurry()
        try:
            end = JSONDecoder().raw_decode(text, start.end())[1]
            [each], _ = _json(text[start.end() : end], "it")
        except (ValueError, RecursionError, Unfit, UnreadableDocument):
            failures += 1
            if failures > MAX_FAILURES:
                break
            continue
        if holds_connection(each.value):
            found.append(replace(each, notes=("What is around the JSON in it is left out.",)))
    rest = text[end:].strip()
    # A bracket too many, or too few before it, may be a mistake in the JSON itself.
    if not found or (rest and not rest.strip("{}[](),; \n")):
        raise Unfit("it holds no JSON about a credential connection")
    return found


def _unknown(source: str) -> NoReturn:
    raise UnreadableDocument(f"{source} is in no form that is read here: {NAMED}")


def _json(text: str, source: str) -> tuple[list[Found], Form]:
    if text.lstrip().startswith("["):
        return _json_list(text, source)
    document = parse_document(text, source)
    if not {"item", "request", "collection"}.isdisjoint(document):
        from tui_app.readers import postman

        collection = postman.collection(document)
        if collection is not None:
            return postman.read(collection), "postman"
    if "resource" in document or "resources" in document:
        from tui_app.readers import terraform

        if terraform.is_configuration(document):
            key = key_around(cast(Value, document))
            return [replace(each, key=key) for each in terraform.read_json(document)], "terraform"
    return [Found(cast(Value, document))], "json"


def _json_list(text: str, source: str) -> tuple[list[Found], Form]:
    """Read a list reply without its envelope."""
    document = parse_document(f'{{"data":{text}}}', source)
    if document["data"] and isinstance(document["data"], list):
        return [Found(cast(Value, document["data"]))], "json"
    parse_document(text, source)
    raise Unfit("it holds no credential connection")


def _literal(text: str) -> tuple[list[Found], Form] | None:
    """Read an object of a language that begins as JSON does, or JSON with a text after it."""
    is_whole = text.rstrip().rstrip(";,")[-1] in "]})" and len(text) <= LOOKED_AT
    forms = [f for f in languages(text, at_least=0) if f != "python" or "=>" not in text]
    if FLOW.match(text):
        forms.append("yaml")
    try:
        return _tried(forms if is_whole else [], text)
    except Refused:
        raise
    except Unfit:
        return None
