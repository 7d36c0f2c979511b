"""Which of a program's requests an object is the body of."""

import pytest

from tests.support.readings import BODY, KEY, PASSWORD, key_of, read, refused
from tui_app.readers import Several

PY = f"{{'connection_name': 'office', 'user_name': 'exampleuser1', 'password': '{PASSWORD}'}}"
JS = f"{{ connection_name: 'office', user_name: 'exampleuser1', password: '{PASSWORD}' }}"
PHP = f"['connection_name' => 'office', 'user_name' => 'exampleuser1', 'password' => '{PASSWORD}']"

OTHERS = {
    "python": "import requests\n"
    "requests.post(API + '/fqdn_connections', json={'connection_name': 'other', 'active': True})\n"
    f"requests.post(f'{{API}}/credential_connections', json={PY})\n",
    "python variables": "import requests\n"
    f"ip = {{'connection_name': 'other', 'active': True}}\nbody = {PY}\n"
    "requests.post(f'{API}/ip_connections', json=ip)\n"
    "requests.post(f'{API}/credential_connections', data=json.dumps(body))\n",
    "python sdk": "client.ip_connections.create(connection_name='other')\n"
    "client.call_control_applications.create(application_name='x', "
    "webhook_event_url='https://a.example')\n"
    f"client.credential_connections.create(**{PY})\n",
    "python row": f"import requests\nrow = {{'connection_name': 'other', 'active': True}}\n"
    f"db.insert(row)\n"
    f"url = API + '/credential_connections'\nrequests.post(url, json={PY})\n",
    "javascript": "await fetch(`${API}/fqdn_connections`, { method: 'POST', body: JSON.stringify("
    "{ connection_name: 'other', transport_protocol: 'TLS' }) });\n"
    f"await fetch(`${{API}}/credential_connections`, {{ method: 'POST', "
    f"body: JSON.stringify({JS}) }});\n",
    "javascript options": "axios({ url: '/v2/ip_connections', "
    "data: { connection_name: 'other' } });\n"
    f"axios({{ method: 'post', url: '/v2/credential_connections', data: {JS} }});\n",
    "php": "<?php\n$http->post('/v2/ip_connections', ['json' => ['connection_name' => 'other']]);\n"
    f"$http->post('/v2/credential_connections', ['json' => {PHP}]);\n",
    "ruby": "require 'faraday'\nFaraday.post(\"#{API}/ip_connections\", "
    "{ connection_name: 'other' }.to_json)\n"
    "Faraday.post(\"#{API}/credential_connections\", { connection_name: 'office', "
    f"user_name: 'exampleuser1', password: '{PASSWORD}' }}.to_json)\n",
}


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS.keys())
def test_bodies_for_other_resources_are_left_out(text: str) -> None:
    assert read(text).document == BODY


def test_a_route_of_a_server_is_no_request() -> None:
    text = f"app.post('/api/phones', async (req, res) => {{ const body = {JS}; send(body); }});"
    assert read(text).document == BODY


@pytest.mark.parametrize(
    "text",
    [
        f"await fetch('/api/sip/phones', {{ method: 'POST', body: JSON.stringify({JS}) }});",
        f"const body = {JS};\nawait axios.post('https://backend.example/trunks', body);",
        f"import requests\nrequests.post('https://backend.example/trunks', json={PY})",
    ],
)
def test_a_server_of_ones_own_may_pass_a_body_on(text: str) -> None:
    assert read(text).document == BODY


def test_a_webhook_url_is_no_address_of_a_request() -> None:
    text = f"client.make({JS[:-2]}, webhook_event_url: 'https://example.com/hook' }});"
    assert read(text).document == BODY | {"webhook_event_url": "https://example.com/hook"}


@pytest.mark.parametrize(
    "text",
    [
        "client.ip_connections.create(connection_name='x', active=True)",
        (
            "requests.post('https://api.telnyx.com/v2/fqdn_connections', "
            "json={'connection_name': 'x'})"
        ),
    ],
)
def test_a_program_for_another_resource_alone_is_refused(text: str) -> None:
    assert "another resource" in refused(text)


def test_each_request_of_a_program_is_a_change_or_not_by_itself() -> None:
    text = (
        f"await fetch(`${{API}}/credential_connections`, {{ method: 'POST', "
        f"body: JSON.stringify({JS}) }});\n"
        "await fetch(`${API}/credential_connections/${id}`, { method: 'PATCH', "
        "body: JSON.stringify({ connection_name: 'new' }) });\n"
    )
    with pytest.raises(Several, match=r'"office", a change \(connection_name\)') as several:
        read(text)
    assert [reading.change for reading in several.value.readings] == [False, True]


def test_a_change_without_a_name_that_is_a_connections_alone() -> None:
    text = (
        f"axios.post(`${{API}}/credential_connections`, {JS});\n"
        "axios.patch(`${API}/credential_connections/${id}`, { active: false });\n"
        "axios.patch(`${API}/users/${id}`, { active: true });\n"
    )
    with pytest.raises(Several, match=r'"office", a change \(active\)'):
        read(text)


def test_a_patch_of_another_resource_makes_no_change_of_a_create() -> None:
    text = (
        f"made = post('/credential_connections', {PY})\n"
        "requests.patch(f'{API}/phone_numbers/1', json={'connection_id': made['id']})\n"
    )
    reading = read(text)
    assert (reading.document, reading.change) == (BODY, False)


def test_a_key_in_a_header_that_is_one_text() -> None:
    text = (
        f"<?php\ncurl_setopt($c, CURLOPT_HTTPHEADER, ['Authorization: Bearer {KEY}']);\n"
        f"curl_setopt($c, CURLOPT_POSTFIELDS, json_encode({PHP}));\n"
    )
    assert key_of(read(text)) == KEY
