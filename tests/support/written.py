"""Payloads written in the forms that are read: a writer each, for round trips.

Text by text, as a person would.
"""

import json
import shlex
from collections.abc import Callable, Iterator
from typing import Any

import yaml

from tui_app.settings.problem import Path
from tui_app.settings.request import REQUEST
from tui_app.settings.types import Flag, Integer, TextList

URL = "https://api.telnyx.com/v2/credential_connections"
Payload = dict[str, Any]


def leaves(payload: Payload, parent: Path = ()) -> Iterator[tuple[Path, Any]]:
    for name, value in payload.items():
        if isinstance(value, dict):
            yield from leaves(value, (*parent, name))
        else:
            yield (*parent, name), value


def reply(payload: Payload) -> str:
    return json.dumps({"data": {"id": "1", "record_type": "credential_connection", **payload}})


def curl(payload: Payload) -> str:
    text = json.dumps(payload, indent=2, ensure_ascii=False)
    return f"curl -X POST {URL} \\\n  -H 'A: b' \\\n  -d {shlex.quote(text)}\n"


def curl_double(payload: Payload) -> str:
    text = json.dumps(payload)
    for character in '\\"$`':
        text = text.replace(character, "\\" + character)
    return f'curl {URL} --data "{text}"'


def curl_here(payload: Payload) -> str:
    return f"curl {URL} --data @- <<'JSON' | jq .\n{json.dumps(payload, indent=1)}\nJSON\n"


def http(payload: Payload) -> str:
    return f"POST /v2/credential_connections HTTP/1.1\r\nHost: x\r\n\r\n{json.dumps(payload)}"


def python_call(payload: Payload) -> str:
    given = ",\n    ".join(f"{name}={value!r}" for name, value in payload.items())
    return f"import telnyx\nclient.credential_connections.create(\n    {given},\n)\n"


def python_requests(payload: Payload) -> str:
    return f"import requests\nbody = {payload!r}\nrequests.post({URL!r}, json=body)\n"


def javascript_value(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {javascript_value(v)}" for k, v in value.items()) + ",}"
    if isinstance(value, list):
        return f"[{', '.join(map(javascript_value, value))}]"
    if isinstance(value, str):
        text = json.dumps(value)[1:-1].replace('\\"', '"').replace("'", "\\'")
        return f"'{text}'"
    return json.dumps(value)


def javascript_call(payload: Payload) -> str:
    return f"await client.credentialConnections.create({javascript_value(payload)});\n"


def javascript_fetch(payload: Payload) -> str:
    return (
        f"const body = {javascript_value(payload)};\n"
        f"fetch('{URL}', {{ method: 'POST', body: JSON.stringify(body) }});\n"
    )


def typescript(payload: Payload) -> str:
    return f"const body: Params = {javascript_value(payload)} as const;\n"


def single(value: str) -> str:
    """A string in single quotes, as PHP and Ruby have them."""
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def php_value(value: Any) -> str:
    if isinstance(value, dict):
        return f"[{', '.join(f'{single(k)} => {php_value(v)}' for k, v in value.items())}]"
    if isinstance(value, list):
        return f"[{', '.join(map(php_value, value))}]"
    return single(value) if isinstance(value, str) else json.dumps(value)


def php_guzzle(payload: Payload) -> str:
    return f"<?php\n$client->post('{URL}', ['json' => {php_value(payload)}]);\n"


def php_curl(payload: Payload) -> str:
    return (
        f"<?php\n$data = {php_value(payload)};\n"
        "curl_setopt($ch, CURLOPT_POSTFIELDS, json_encode($data));\n"
    )


def ruby_value(value: Any) -> str:
    if isinstance(value, dict):
        inner = ", ".join(f"{single(name)} => {ruby_value(item)}" for name, item in value.items())
        return f"{{ {inner} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(ruby_value, value))}]"
    if value is None:
        return "nil"
    return single(value) if isinstance(value, str) else json.dumps(value)


def ruby_http(payload: Payload) -> str:
    return (
        "require 'net/http'\nrequest = Net::HTTP::Post.new(uri)\n"
        f"request.body = {ruby_value(payload)}.to_json\n"
    )


def ruby_call(payload: Payload) -> str:
    given = ", ".join(f"{name}: {ruby_value(value)}" for name, value in payload.items())
    return f"require 'telnyx'\nclient.credential_connections.create({given})\n"


def yaml_block(payload: Payload) -> str:
    return str(yaml.safe_dump(payload, sort_keys=False, allow_unicode=True))


def yaml_flow(payload: Payload) -> str:
    return "# a comment\n---\n" + "\n".join(
        f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in payload.items()
    )


def hcl_value(value: Any) -> str:
    if isinstance(value, dict):
        return "{\n" + "\n".join(f"{k} = {hcl_value(v)}" for k, v in value.items()) + "\n}"
    if isinstance(value, list):
        return f"[{', '.join(map(hcl_value, value))}]"
    return hcl_text(value) if isinstance(value, str) else json.dumps(value)


def hcl_text(value: str) -> str:
    """A quoted template of HCL, which has no escapes like JSON's for a backspace and a form
    feed.
    """
    escaped = "".join(
        f"\\u{ord(each):04x}" if each in "\b\f" else json.dumps(each, ensure_ascii=False)[1:-1]
        for each in value
    )
    return f'"{escaped}"'.replace("${", "$${").replace("%{", "%%{")


def terraform(payload: Payload) -> str:
    given = "\n".join(
        f"  {'username' if name == 'user_name' else name} = {hcl_value(value)}"
        for name, value in payload.items()
    )
    return f'resource "telnyx_credential_connection" "main" {{\n{given}\n}}\n'


def postman(payload: Payload) -> str:
    request = {"method": "POST", "url": {"raw": URL}, "body": {"mode": "raw"}}
    request["body"] = {"mode": "raw", "raw": json.dumps(payload, indent=2)}
    item = {"name": "Connections", "item": [{"name": "Create", "request": request}]}
    return json.dumps({"info": {"name": "Telnyx"}, "item": [item]})


def cli_text(text: str) -> str:
    """A text for a shell; the vendor's CLI reads one that begins with @ as the name of a file."""
    return shlex.quote(f"\\{text}" if text.startswith("@") else text)


def cli(payload: Payload) -> str:
    given = []
    for path, value in leaves(payload):
        flag = "--" + ".".join(path).replace("_", "-")
        kind = REQUEST.settings[path].kind
        if path == ("tags",):
            given += [f"--tag {cli_text(tag)}" for tag in value]
        elif isinstance(kind, Flag):
            given.append(f"{flag}={json.dumps(value)}")
        elif isinstance(kind, TextList | Integer):
            given.append(f"{flag} {shlex.quote(json.dumps(value))}")
        else:
            text = "null" if value is None else value
            given.append(f"{flag} {cli_text(text)}")
    return "telnyx credential-connections create " + " \\\n  ".join(given) + "\n"


def env(payload: Payload) -> str:
    lines = []
    for path, value in leaves(payload):
        name = "TELNYX_" + "_".join(path).upper()
        text = value if isinstance(value, str) else json.dumps(value)
        escaped = text.replace("\\", "\\\\").replace("'", "\\'")
        lines.append(f"{name}='{escaped}'")
    return "\n".join(lines) + "\n"


WRITERS: dict[str, tuple[str, Callable[[Payload], str]]] = {
    "json": ("json", json.dumps),
    "reply": ("reply", reply),
    "curl, single quotes": ("curl", curl),
    "curl, double quotes": ("curl", curl_double),
    "curl, here-document": ("curl", curl_here),
    "http": ("http", http),
    "python, SDK": ("python", python_call),
    "python, requests": ("python", python_requests),
    "javascript, SDK": ("javascript", javascript_call),
    "javascript, fetch": ("javascript", javascript_fetch),
    "typescript": ("javascript", typescript),
    "php, Guzzle": ("php", php_guzzle),
    "php, curl": ("php", php_curl),
    "ruby, Net::HTTP": ("ruby", ruby_http),
    "ruby, SDK": ("ruby", ruby_call),
    "yaml, block": ("yaml", yaml_block),
    "yaml, flow": ("yaml", yaml_flow),
    "terraform": ("terraform", terraform),
    "postman": ("postman", postman),
    "cli": ("cli", cli),
    "env": ("env", env),
}
