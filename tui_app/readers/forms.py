"""Recognize the form of a text by its content. Nothing is parsed."""

import re
from collections.abc import Iterator
from typing import Final

from tui_app.readers.copied import plain, straight
from tui_app.readers.reading import ALIASES, KNOWN, LISTS, Form
from tui_app.readers.texts import ABOUT, CURL, LOOKED_AT, MEMBER, code, unquoted
from tui_app.readers.variables import names_a_setting

LANGUAGE: Final = 1 << 14
"""Characters that are searched for the language of a program."""
PASTED: Final = 1 << 20

# Signs of a program's language: the one with the most of its signs is tried first. The first sign
# of each, a call of the SDK, counts for three.
SIGNS: Final[dict[Form, tuple[str, ...]]] = {
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
CLI = re.compile(
    r"(?:^|[\s;&|(`/>])telnyx(?:\.exe)?[ \t](?:[^\n]|\\\n){0,300}?\bcredential-connections\b",
    re.MULTILINE,
)
_TERRAFORM = re.compile(r"^[ \t]*(?:[-+~/]{1,3}[ \t]+)?resource[ \t]+\"?telnyx_\w+", re.MULTILINE)
FLOW = re.compile(r"\s*\{\s*[A-Za-z_]\w*: ")
"""How an object of YAML in one line begins, unlike JSON."""
# A block, or an object whose members have equals signs and no commas, as in a .tfvars file.
_HCL = re.compile(
    r"^(?:(?:resource|data|module|variable|provider|output)[ \t]+\"[^\n=]*"
    r"|(?:locals|terraform)[ \t]*)\{"
    r"|^\w+[ \t]*=[ \t]*\{[ \t]*\n(?:[ \t]*[#\n][^\n]*\n?)*[ \t]*\"?\w+\"?[ \t]*=[ \t]",
    re.MULTILINE,
)
ENV_LINE = re.compile(
    r"^[ \t]*(?:(?:export|declare -x|set|env|ENV)[ \t]+|Environment=[\"']?|\$env:)?"
    r"([A-Za-z_][A-Za-z0-9_.]*)[ \t]*=(?!=|>)"
    r"(?![ \t]*[{\[(]|[ \t]*[\w.]+\(|.*,[ \t]*(?:$|\w+[ \t]*=))",
    re.MULTILINE,
)
_ENV_NAME = re.compile(r"PASS|SECRET|API_?KEY|TELNYX|SIP_?|CONNECTION|USER_?NAME", re.IGNORECASE)
_YAML_LINE = re.compile(
    r"^[ \t]*(?:- )?[\"']?([A-Za-z_]\w*)[\"']?:(?=[ \t]|$)(?!.*[,;][ \t]*$)", re.MULTILINE
)
_VARIABLE = re.compile(
    r"^[ \t]*(?:- )?(?:name:[ \t]*)?[\"']?([A-Za-z]\w{2,60})[\"']?(?::[ \t]|=|[ \t]*$)",
    re.MULTILINE,
)


def recognized(text: str) -> Form | None:
    """Return what a pasted text most likely is; None for an ordinary answer.

    An ordinary answer is a name, a URL, a word, a number. This is fast: nothing is parsed, so that
    reading the text may still fail.
    """
    text = unquoted(code(plain(text[:PASTED]))[0])
    begins = text.lstrip()
    if begins.startswith("{"):
        begins = straight(begins)
        return _object_form(begins)
    if begins.startswith("[") and re.match(r"\[\s*\{", begins):
        return "reply"
    if MEMBER.match(begins) and ABOUT.search(begins[:LOOKED_AT]):
        return "json"
    is_json_in = ABOUT.search(text) and re.search(r"\{\s*\"\w+\"\s*:", text)
    return next(forms_of(text), "json" if is_json_in else None)


def _object_form(text: str) -> Form | None:
    """Return what a text that begins with a brace most likely is."""
    start = text[:LOOKED_AT]
    if not re.match(r"\{\s*\"[^\"]*\"\s*:", start):
        is_about = ABOUT.search(start) or _ENV_NAME.search(start)
        flow: Form | None = "yaml" if FLOW.match(start) else None
        return next(languages(start), flow) if is_about else None
    if re.search(r"\"(?:item|request)\"\s*:", start) and re.search(r"\"(?:url|info)\"\s*:", start):
        return "postman"
    if re.search(r"\"telnyx_credential_connection\"", start):
        return "terraform"
    is_reply = re.match(r"\{\s*\"data\"\s*:", start) or re.search(r"\"record_type\"\s*:", start)
    return "reply" if is_reply else "json"


def _begins_yaml(line: str) -> bool:
    """Whether a line is a member of YAML at the left edge, and not of an object in code."""
    match = _YAML_LINE.match(line)
    is_known = match is not None and match[1] in {*KNOWN, *LISTS, *ALIASES}
    return line == "---" or (is_known and line[0] not in " \t" and line.rstrip()[-1] not in ",{([")


def languages(text: str, at_least: int = 1) -> Iterator[Form]:
    """Yield the languages whose signs `text` has, the most likely first."""
    text = text[:LANGUAGE]
    score = {
        form: sum((1 if index else 3) for index, sign in enumerate(signs) if re.search(sign, text))
        for form, signs in SIGNS.items()
    }
    for form in sorted(score, key=lambda form: -score[form]):
        if score[form] >= at_least:
            yield form


def forms_of(text: str) -> Iterator[Form]:
    """Yield the forms that a text may have if it is not JSON, the most likely first."""
    start = text[:LOOKED_AT]
    if not re.search(r"[\s=:(]", start):
        return
    from tui_app.readers.http import begins_request

    if begins_request(start):
        yield "http"
    if CLI.search(start):
        yield "cli"
    if CURL.search(start):
        yield "curl"
    about = ABOUT.search(start) is not None
    if _TERRAFORM.search(start) or (about and _HCL.search(start)):
        yield "terraform"
    set_names = ENV_LINE.findall(start)
    keys = _YAML_LINE.findall(start)
    is_env = any(map(_ENV_NAME.search, set_names))
    is_yaml = bool({*KNOWN, *LISTS} & {*keys}) or len(ALIASES & {*keys}) > 1
    is_yaml = is_yaml or (bool(keys) and any(map(names_a_setting, _VARIABLE.findall(start))))
    lines = [line for line in start.splitlines() if line.strip() and line.strip()[0] not in "#;"]
    flat = sum(ENV_LINE.match(line) is not None for line in lines)
    programs = list(languages(start, 2)) if about else []
    is_code = next(languages(start, 3), None) is not None if about else False
    if is_env and flat * 2 > len(lines) and not is_code:
        yield "env"
    if is_yaml and (not programs or any(map(_begins_yaml, lines[:50]))):
        yield "yaml"
    yield from programs
    if about and not programs:
        yield from languages(start)
    if is_yaml:
        yield "yaml"
    if is_env:
        yield "env"
    if about and not is_yaml and len(keys) > 1:
        yield "yaml"
