"""Objects of programs: merged, spread, set later, made by classes of an SDK."""

import pytest

from tests.support.readings import BODY, PASSWORD, read, refused
from tui_app.readers import Several

NAMES = "connection_name user_name password"
PY = f"{{'connection_name': 'office', 'user_name': 'exampleuser1', 'password': '{PASSWORD}'}}"
JS = f"{{ connection_name: 'office', user_name: 'exampleuser1', password: '{PASSWORD}' }}"
PHP = f"['connection_name' => 'office', 'user_name' => 'exampleuser1', 'password' => '{PASSWORD}']"
RUBY = f"connection_name: 'office', user_name: 'exampleuser1', password: '{PASSWORD}'"

MERGED = {
    "python |": f"import os\nBASE = {{'active': True}}\nbody = BASE | {PY}",
    "python **": f"import os\nBASE = {{'active': True}}\nbody = {{**BASE, **{PY}}}",
    "python dict": f"import os\nbody = dict({PY}, active=True)",
    "python update": f"import os\nbody = {PY}\nbody.update({{'active': False}})\n"
    f"body.update(active=True)",
    "python |=": f"import os\nbody = {PY}\nbody |= {{'active': True}}",
    "python copy": f"import os\nBASE = {PY}\nbody = BASE.copy()\nbody['active'] = True\n"
    "client.credential_connections.create(**body)",
    "python one by one": "import os\nbody = {}\nbody['connection_name'] = 'office'\n"
    f"body['user_name'] = 'exampleuser1'\nbody['password'] = '{PASSWORD}'\nbody['active'] = True",
    "python attribute": f"class X:\n  def __init__(self):\n    self.body = {PY}\n"
    f"    self.body['active'] = True",
    "javascript spread": f"const base = {{ active: false }};\n"
    f"const body = {{ ...base, ...{JS}, active: true }};",
    "javascript spread after": f"const over = {{ active: true }};\n"
    f"const body = {{ active: false, ...{JS}, ...over }};",
    "javascript assign": f"const base = {{ active: true }};\n"
    f"const body = Object.assign({{}}, base, {JS});",
    "javascript assign to": f"const body = {JS};\nObject.assign(body, {{ active: true }});",
    "javascript freeze": f"const base = Object.freeze({{ active: true }});\n"
    f"const body = {{ ...base, ...{JS} }};",
    "node-red": "msg.payload = {};\nmsg.payload.connection_name = 'office';\n"
    "msg.payload.active = true;\n"
    f"msg.payload.user_name = 'exampleuser1';\nmsg.payload['password'] = '{PASSWORD}';\n"
    f"return msg;",
    "php merge": f"<?php\n$base = ['active' => true];\n$body = array_merge($base, {PHP});",
    "php +": f"<?php\n$base = ['active' => false];\n$body = ['active' => true] + {PHP} + $base;",
    "php +=": f"<?php\n$body = {PHP};\n$body += ['active' => true];",
    "php spread": f"<?php\n$base = ['active' => true];\n$body = [...$base, ...{PHP}];",
    "php one by one": "<?php\n$data = array();\n$data['connection_name'] = 'office';\n"
    f"$data['user_name'] = 'exampleuser1';\n$data['password'] = '{PASSWORD}';\n"
    f"$data['active'] = true;",
    "php object": f"<?php\n$body = (object) {PHP[:-1]}, 'active' => true];",
    "ruby merge": f"require 'x'\nbase = {{ active: true }}.freeze\n"
    f"client.credential_connections.create(base.merge({RUBY}))",
    "ruby splat": f"require 'x'\nBASE = {{ active: true }}.freeze\n"
    f"client.credential_connections.create({RUBY}, **BASE)",
    "ruby merge!": f"require 'x'\nbody = {{ {RUBY} }}\nbody.merge!(active: true)\n"
    f"puts body.to_json",
    "ruby shorthand": f"require 'x'\nconnection_name = 'office'\nuser_name = 'exampleuser1'\n"
    f"password = '{PASSWORD}'\n"
    "client.credential_connections.create(connection_name:, user_name:, password:, active: true)",
}


@pytest.mark.parametrize("text", MERGED.values(), ids=MERGED.keys())
def test_an_object_of_several_parts_is_one(text: str) -> None:
    assert read(text).document == BODY | {"active": True}


@pytest.mark.parametrize(
    "text",
    [
        (
            f"import os\nbody = {PY}\nif profile:\n  body['outbound'] = {{}}\n"
            f"  body['outbound']['channel_limit'] = 3"
        ),
        f"const body = {JS};\nbody.outbound = {{ }};\nbody.outbound.channel_limit = 3;",
        f"<?php\n$body = {PHP};\n$body['outbound']['channel_limit'] = 3;",
        (
            f"require 'x'\nbody = {{ {RUBY}, outbound: {{}} }}\n"
            "body[:outbound][:channel_limit] = 3\n"
            f"x body.to_json"
        ),
    ],
    ids=["python", "javascript", "php", "ruby"],
)
def test_a_member_of_a_member_that_is_set_later(text: str) -> None:
    assert read(text).document == BODY | {"outbound": {"channel_limit": 3}}


@pytest.mark.parametrize(
    "text",
    [
        (
            "import telnyx\nclient.credential_connections.create(user_name='u1', "
            "inbound=ConnectionInbound("
            "channel_limit=3))"
        ),
        (
            "<?php\n$p = CredentialConnectionCreateParams::with(userName: 'u1', "
            "inbound: CredentialInbound::with("
            "channelLimit: 3));\n$client->credentialConnections->create($p);"
        ),
        (
            "require 'telnyx'\nclient.credential_connections.create(user_name: 'u1', inbound: "
            "Telnyx::CredentialInbound.new(channel_limit: 3))"
        ),
        (
            "const c = <Create>{ user_name: 'u1', inbound: { channel_limit: <number>3 } };\n"
            "send(c as unknown);"
        ),
    ],
    ids=["python", "php", "ruby", "typescript"],
)
def test_an_object_of_a_class(text: str) -> None:
    assert read(text).document == {"user_name": "u1", "inbound": {"channel_limit": 3}}


@pytest.mark.parametrize(
    "text",
    [
        "client.credential_connections.create(user_name='u1', **({'tags': ['a']} if x else {}))",
        "client.credentialConnections.create({user_name: 'u1', ...(x ? { tags: ['a'] } : {})})",
        "client.credentialConnections.create({user_name: 'u1', ...(x && { tags: ['a'] })})",
    ],
)
def test_what_is_spread_under_a_condition_is_named(text: str) -> None:
    reading = read(text)
    assert reading.document == {"user_name": "u1"}
    assert reading.notes == ("tags is computed (a condition): left unset.",)


@pytest.mark.parametrize(
    "text",
    [
        (
            "a = {'user_name': 'u1'}\na.update(a)\na.update(a)\na.update(a)\n"
            "client.credential_connections.create(**a)"
        ),
        (
            "const a = {user_name: 'u1'};\na.inbound = a;\na.inbound.inbound = a;\n"
            "client.credentialConnections.create(a);"
        ),
    ],
)
def test_an_object_in_itself_is_refused(text: str) -> None:
    assert refused(text)


@pytest.mark.parametrize(
    "text",
    [
        (
            f"import os\nall = [{PY}, {PY.replace('office', 'second')}]\nfor each in all:\n"
            "    client.credential_connections.create(**each)"
        ),
        (
            f"import os\nall = {{'a': {PY}, 'b': {PY.replace('office', 'second')}}}\n"
            "client.credential_connections.create(**all[env])"
        ),
        (
            f"const all = [{JS}, {JS.replace('office', 'second')}];\n"
            "for (const each of all) await client.credentialConnections.create(each);"
        ),
    ],
    ids=["loop", "choice", "javascript"],
)
def test_what_a_loop_creates_is_a_choice(text: str) -> None:
    with pytest.raises(Several, match='2 connections: "office", "second"'):
        read(text)


def test_several_variables_assigned_at_once() -> None:
    call = "client.credential_connections.create(connection_name: a, user_name: b, password: c)"
    values = f"'office', 'exampleuser1', '{PASSWORD}'"
    assert read(f"require 'x'\na, b, c = {values}\n{call}").document == BODY
    call = call.replace(": ", "=")
    assert read(f"import os\na, b, c = {values}\n{call}").document == BODY
    assert read(f"import os\n(a, b, c) = ({values})\n{call}").document == BODY


def test_a_constant_of_a_class() -> None:
    text = f"class X:\n  BASE = {{'active': True}}\n  def f(self): return {{**self.BASE, **{PY}}}"
    assert read(text).document == BODY | {"active": True}
    text = (
        "<?php class X { const BASE = ['active' => true];\n"
        f"function f() {{ return array_merge(self::BASE, {PHP}); }} }}"
    )
    assert read(text).document == BODY | {"active": True}


def test_a_repeated_member_is_refused_beside_a_spread() -> None:
    text = "client.credentialConnections.create({...a, user_name: 'u1', user_name: 'u2'})"
    assert "appears twice" in refused(text)
