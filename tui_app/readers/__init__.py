"""Read a connection from any common form into the body of `POST /credential_connections`.

The form is found by content. Nothing is ever executed or fetched, and a form's parser is imported
only if a text of that form is there.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import partial
from importlib import import_module
from json import JSONDecodeError
from typing import Final, NoReturn, cast

from tui_app.readers.copied import blocks, plain
from tui_app.readers.files import read_file
from tui_app.readers.foreign import POWERSHELL, language, not_read
from tui_app.readers.pages import first_readable
from tui_app.readers.reading import (
    ALIASES,
    KNOWN,
    LISTS,
    NAMED,
    Form,
    Found,
    Reading,
    Refused,
    Several,
    Unfit,
    Value,
    holds_connection,
    limited,
    readings,
)
from tui_app.text.document import MAX_BYTES, Json, UnreadableDocument, parse_document
from tui_app.text.escape import escape_controls

__all__ = ["Form", "Reading", "Several", "read_file", "read_text", "recognized"]

LOOKED_AT: Final = 1 << 16
"""Characters that are searched for the form."""
LANGUAGE: Final = 1 << 14
"""Characters that are searched for the language of a program."""
PASTED: Final = 1 << 20

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

# Signs of a program's language: the one with the most of its signs is tried first. The first sign
# of each, a call of the SDK, counts for three.
_SIGNS: Final[dict[Form, tuple[str, ...]]] = {
    "javascript": (
        r"\bcredentialConnections\s*\.\s*(?:create|update)\(",
        (
            r"(?m)^[ \t]*(?:export\s+)?(?:const|let|var|interface|type)\s+[\w{\[]"
            r"|\bexport default\b|\bmodule\.exports\b"
        ),
        r"\bJSON\.stringify\(|\bprocess\.env\b|\bimport\.meta\.env",
        r"\bawait\s|\bfetch\(|\baxios\b|\brequire\(['\"]|\bnew Telnyx\(|\bconsole\.",
        r"""(?m)^[ \t]*import\s.*\sfrom\s+['"]""",
        r"\)\s*=>|\basync\s+function|\bfunction\s*\w*\(",
        r"""[{,]\s*\w+\s*:\s*['"`\d\[{tfnu]""",
        r"(?m)^[ \t]*//|/\*",
        r"\b(?:undefined|null|true|false)\b\s*[,}\n;]",
        r"[:=(,]\s*`",
    ),
    "python": (
        (
            r"\bcredential_connections\.(?:with_raw_response\.)?"
            r"(?:create|update)\(\s*(?:\w+\s*=|\*\*|#|$)"
        ),
        r"(?m)^[ \t]*(?:from [\w.]+ import |import \w+\s*$|def \w+\(|async def |with |print\()",
        r"\b(?:requests|httpx|session)\.(?:post|patch|put|request)\(",
        r"\bjson\.dumps\(|\bos\.environ|\bos\.getenv|\bdict\(|\bTelnyx\(",
        r"[:=,(\[]\s*(?:True|False|None)\b",
        r"""(?m)^[ \t]*[a-z_]\w*\s*=\s*(?:[{\[rfbu]*["'{\[]|\()""",
        r"""[{,]\s*'\w+'\s*:""",
        r'"""',
        r"(?m)^[ \t]*#",
    ),
    "ruby": (
        r"\bcredential_connections\.(?:create|update)\(\s*\w+:|\bTelnyx::CredentialConnection\b",
        r"\.to_json\b|\bJSON\.(?:dump|generate)\b|\bNet::HTTP\b|\bTelnyx::",
        r"""(?m)^[ \t]*(?:require|require_relative)\s+['"]""",
        r"\bENV(?:\[|\.fetch\()",
        r"(?m)^[ \t]*(?:puts|p|end)\b|\bdo \|",
        r"""[{(,]\s*:\w+\s*=>""",
        r"""\{\s*['"]\w+['"]\s*=>""",
        r"\bnil\b",
        r"\bFaraday\b|\bHTTParty\b|<<[~-]?['\"]?[A-Z]+\b",
    ),
    "php": (
        r"<\?(?:php|=)",
        r"->credentialConnections->(?:create|update)\(",
        r"\bjson_encode\(|\bcurl_setopt|\bcurl_init\(|\barray\s*\(|\bgetenv\(|\$_ENV\b",
        r"(?m)^[ \t]*\$\w+\s*=",
        r"\$\w+->",
        r"""['"]\w+['"]\s*=>""",
        r"""\[\s*['"]\w+['"]\s*=>""",
        r"\\?Telnyx\\",
    ),
}
_ABOUT = re.compile(
    r"credential_?-?connections?\b|credentialconnections?\b"
    r"|\b(?:connection_name|user_name|connectionName|userName)\b",
    re.IGNORECASE,
)
_CURL = re.compile(r"(?:^|[\s;&|(`/>@])curl(?:\.exe)?[ \t]+[^\s=]", re.MULTILINE)
_CLI = re.compile(
    r"(?:^|[\s;&|(`/>])telnyx(?:\.exe)?[ \t](?:[^\n]|\\\n){0,300}?\bcredential-connections\b",
    re.MULTILINE,
)
_TERRAFORM = re.compile(r"^[ \t]*resource[ \t]+\"?telnyx_\w+", re.MULTILINE)
_ENV_LINE = re.compile(
    r"^[ \t]*(?:export[ \t]+|set[ \t]+|\$env:)?([A-Za-z_][A-Za-z0-9_.]*)[ \t]*=(?!=|>)"
    r"(?![ \t]*[{\[(]|[ \t]*[\w.]+\(|.*,[ \t]*$)",
    re.MULTILINE,
)
# The section of an .ini file, or the prompt of a shell.
_SECTION = re.compile(r"\[[A-Za-z][\w .:-]*\][ \t]*(?:\n|$)|\[[\w.-]+@[^\]\n]*\][#$%] ")
_FORM_DATA = re.compile(r"\s*[\w.\[\]-]+=[^\s&]*(?:&[\w.\[\]-]+=[^\s&]*)+\s*")
_MEMBER = re.compile(r'"\w+"[ \t]*:')
_ENV_NAME = re.compile(r"PASS|SECRET|API_?KEY|TELNYX|SIP_?|CONNECTION|USER_?NAME", re.IGNORECASE)
_YAML_LINE = re.compile(
    r"^[ \t]*(?:- )?[\"']?([A-Za-z_]\w*)[\"']?:(?=[ \t]|$)(?!.*[,;][ \t]*$)", re.MULTILINE
)


def read_text(data: bytes | str, source: str) -> Reading:
    """Read the connection in a text of any form. `source` is what messages call the text.

    Raises `Several` if there are several, and `UnreadableDocument` if there is none. Its text is on
    one line and contains nothing of a secret.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableDocument(f"{source} is larger than 1 MiB: that is no payload")
    text = _decoded(data, source)
    try:
        with limited():
            made = first_readable(_code(text), partial(_readings, source=source))
    except Unfit as error:
        raise UnreadableDocument(f"{source}: {escape_controls(str(error))}") from None
    except RecursionError:
        raise UnreadableDocument(f"{source} is not a payload: it is nested too deep") from None
    unlike = [reading for index, reading in enumerate(made) if reading not in made[:index]]
    if len(unlike) > 1:
        raise Several(source, unlike)
    return unlike[0]


def recognized(text: str) -> Form | None:
    """Return what a pasted text most likely is; None for an ordinary answer.

    An ordinary answer is a name, a URL, a word, a number. This is fast: nothing is parsed, so that
    reading the text may still fail.
    """
    text = _code(plain(text[:PASTED]))[0]
    begins = text.lstrip()
    if begins.startswith("{"):
        return _object_form(begins)
    if begins.startswith("[") and re.match(r"\[\s*\{", begins):
        return "reply"
    if _MEMBER.match(begins) and _ABOUT.search(begins[:LOOKED_AT]):
        return "json"
    return next(_forms(text), None)


def _object_form(text: str) -> Form | None:
    """Return what a text that begins with a brace most likely is."""
    start = text[:LOOKED_AT]
    if not re.match(r"\{\s*\"[^\"]*\"\s*:", start):
        is_about = _ABOUT.search(start) or _ENV_NAME.search(start)
        return next(_programs(start), None) if is_about else None
    if re.search(r"\"(?:item|request)\"\s*:", start) and re.search(r"\"(?:url|info)\"\s*:", start):
        return "postman"
    is_reply = re.match(r"\{\s*\"data\"\s*:", start) or re.search(r"\"record_type\"\s*:", start)
    return "reply" if is_reply else "json"


def _decoded(data: bytes | str, source: str) -> str:
    if isinstance(data, str):
        text = data
    else:
        try:
            # Notepad and PowerShell's `>` write UTF-16.
            text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
        except UnicodeDecodeError as error:
            raise UnreadableDocument(f"{source} is not UTF-8 (byte {error.start})") from None
    if not text.strip():
        raise UnreadableDocument(f"{source} is empty")
    if "\0" in text:
        raise UnreadableDocument(f"{source} is not text (byte {text.index(chr(0))} is zero)")
    return plain(text)


def _code(text: str) -> list[str]:
    """Return the blocks of a page that are about a connection, and the text if it may hold one."""
    found = [block for block in blocks(text[:LOOKED_AT]) if _ABOUT.search(block)]
    return found if found and not _CURL.search(text[:LOOKED_AT]) else [*found, text]


def _readings(text: str, source: str) -> list[Reading]:
    found, form = _found(text, source)
    return [reading for each in found for reading in readings(each, form)]


def _found(text: str, source: str) -> tuple[list[Found], Form]:
    """Return what the reader of the first matching form finds."""
    begins = text.lstrip()
    if begins.startswith(("{", "[")) and not _SECTION.match(begins):
        try:
            return _json(text, source)
        except UnreadableDocument as error:
            # A text that is JSON except for a value or a repeated name is meant as JSON.
            is_other = isinstance(error.__context__, JSONDecodeError) and len(text) <= LOOKED_AT
            read = _literal(text) if is_other else None
            if read is None:
                raise
            return read
    if _MEMBER.match(begins):
        members = begins.rstrip().rstrip(",;)'")
        for end in ("}", ""):
            with suppress(UnreadableDocument):
                return _json(f"{{{members}{end}", source)
    if _FORM_DATA.fullmatch(text):
        raise Unfit("it is form data (a=b&c=d), which the API does not take: give it as JSON")
    start = text[:LOOKED_AT]
    foreign = language(start)
    if foreign == POWERSHELL and not _CURL.search(start) and not _CLI.search(start):
        raise not_read(foreign)
    try:
        return _tried(_forms(text), text) or _unknown(source)
    except Refused:
        raise
    except (Unfit, UnreadableDocument):
        if foreign:
            raise not_read(foreign) from None
        raise


def _tried(forms: Iterable[Form], text: str) -> tuple[list[Found], Form] | None:
    """Return what the first reader that accepts the text finds; None if there is no form.

    Raises the first refusal if no reader accepts it.
    """
    refused: Unfit | None = None
    for form, strict in _attempts(forms):
        module = import_module(f"tui_app.readers.{MODULES[form]}")
        try:
            found = (module.read_strictly if strict else module.read)(text)
        except Refused:
            raise
        except Unfit as error:
            refused = refused or error
        else:
            return cast(list[Found], found), form
    if refused is not None:
        raise refused
    return None


def _attempts(forms: Iterable[Form]) -> Iterator[tuple[Form, bool]]:
    """Yield the forms in order, each with whether to read it strictly.

    Languages are first read strictly (no syntax error), since another one may be meant.
    """
    programs: list[Form] = []
    for form in forms:
        if form in _SIGNS:
            programs.append(form)
            yield form, True
            continue
        yield from _leniently(programs)
        programs.clear()
        yield form, False
    yield from _leniently(programs)


def _leniently(programs: list[Form]) -> Iterator[tuple[Form, bool]]:
    """Yield the languages again, after those whose signs the text does not have."""
    if programs:
        yield from ((form, True) for form in _SIGNS if form not in programs)
    yield from ((form, False) for form in programs)


def _unknown(source: str) -> NoReturn:
    raise UnreadableDocument(f"{source} is in no form that is read here: {NAMED}")


def _json(text: str, source: str) -> tuple[list[Found], Form]:
    if text.lstrip().startswith("["):
        return _json_list(text, source)
    document = parse_document(text, source)
    if "item" in document or "request" in document:
        from tui_app.readers import postman

        if postman.is_collection(document):
            return postman.read(document), "postman"
    return _embedded(document, text, source) or ([Found(cast(Value, document))], "json")


def _embedded(document: Json, text: str, source: str) -> tuple[list[Found], Form] | None:
    """Read the first text in a document that makes a connection; None if none does."""
    if not _ABOUT.search(text) or holds_connection(cast(Value, document)):
        return None
    from tui_app.readers import embedded

    return embedded.read(document, partial(_found, source=source))


def _json_list(text: str, source: str) -> tuple[list[Found], Form]:
    """Read a list reply without its envelope."""
    document = parse_document(f'{{"data":{text}}}', source)
    if document["data"] and isinstance(document["data"], list):
        inner = _embedded(document["data"], text, source)
        if inner:
            return inner
        return [Found(cast(Value, document))], "json"
    parse_document(text, source)
    raise Unfit("it holds no credential connection")


def _literal(text: str) -> tuple[list[Found], Form] | None:
    """Read a programming-language literal that begins as JSON does; None if it is none."""
    if text.rstrip().rstrip(";,")[-1] not in "]})":
        return None
    try:
        forms = [f for f in _programs(text, at_least=0) if f != "python" or "=>" not in text]
        return _tried(forms, text)
    except Refused:
        raise
    except Unfit:
        return None


def _begins_yaml(line: str) -> bool:
    """Whether a line is a member of YAML at the left edge, and not of an object in code."""
    match = _YAML_LINE.match(line)
    is_known = match is not None and match[1] in {*KNOWN, *LISTS, *ALIASES}
    return line == "---" or (is_known and line[0] not in " \t" and line.rstrip()[-1] not in ",{([")


def _programs(text: str, at_least: int = 1) -> Iterator[Form]:
    """Yield the languages whose signs `text` has, the most likely first."""
    text = text[:LANGUAGE]
    score = {
        form: sum((1 if index else 3) for index, sign in enumerate(signs) if re.search(sign, text))
        for form, signs in _SIGNS.items()
    }
    for form in sorted(score, key=lambda form: -score[form]):
        if score[form] >= at_least:
            yield form


def _forms(text: str) -> Iterator[Form]:
    """Yield the forms that a text may have if it is not JSON, the most likely first."""
    start = text[:LOOKED_AT]
    if not re.search(r"[\s=:(]", start):
        return
    from tui_app.readers.http import begins_request

    if begins_request(start):
        yield "http"
    if _CLI.search(start):
        yield "cli"
    if _CURL.search(start):
        yield "curl"
    if _TERRAFORM.search(start):
        yield "terraform"
    about = _ABOUT.search(start) is not None
    set_names = _ENV_LINE.findall(start)
    keys = _YAML_LINE.findall(start)
    is_env = any(map(_ENV_NAME.search, set_names))
    is_yaml = bool({*KNOWN, *LISTS} & {*keys}) or len(ALIASES & {*keys}) > 1
    lines = [line for line in start.splitlines() if line.strip() and line.strip()[0] not in "#;"]
    flat = sum(_ENV_LINE.match(line) is not None for line in lines)
    programs = list(_programs(start, 2)) if about else []
    is_code = next(_programs(start, 3), None) is not None if about else False
    if is_env and flat * 2 > len(lines) and not is_code:
        yield "env"
    if is_yaml and (not programs or any(map(_begins_yaml, lines[:50]))):
        yield "yaml"
    yield from programs
    if about and not programs:
        yield from _programs(start)
    if is_yaml:
        yield "yaml"
    if is_env:
        yield "env"
