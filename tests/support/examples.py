"""Texts as web pages, read-me files and scripts have them. Each holds the same connection, `BODY`.

Those whose name begins with a star hold the key too. All in them is made up.
"""

from tests.support.readings import KEY

URL = "https://api.telnyx.com/v2/credential_connections"

PYTHON = {
    "*SDK": f"""
import os
from telnyx import Telnyx

client = Telnyx(api_key="{KEY}")
credential_connection = client.credential_connections.create(
    connection_name="office",
    password="Xk7pVq2mRt9wZ4",
    user_name="exampleuser1",
)
print(credential_connection.data)
""",
    "*old SDK": f"""
import telnyx
telnyx.api_key = '{KEY}'
telnyx.CredentialConnection.create(connection_name='office', user_name="exampleuser1",
                                   password=r'Xk7pVq2mRt9wZ4')
""",
    "await, in a function, a prose line before": """
Create the connection like this:

    async def main() -> None:
        response = await client.credential_connections.with_raw_response.create(
            connection_name="office", user_name="exampleuser1", password="Xk7pVq2mRt9wZ4",
            timeout=5,
        )
""",
    "keywords in a dict": """
params = dict(connection_name="office", user_name="exampleuser1")
params["password"] = "Xk7pVq2mRt9wZ4"
connection = client.credential_connections.create(**params)
""",
    "*requests, json": f"""
import requests

url = "{URL}"
headers = {{"Authorization": "Bearer {KEY}", "Content-Type": "application/json"}}
payload = {{
    "connection_name": "office",  # shown in the portal
    "user_name": "exampleuser1",
    "password": "Xk7p" "Vq2mRt9wZ4",
}}
response = requests.post(url, json=payload, headers=headers)
response.raise_for_status()
""",
    "*requests, dumps, an f-string for the key": f"""
API_KEY = "{KEY}"
PASSWORD = "Xk7pVq2mRt9wZ4"
r = requests.request(
    "POST", f"{{BASE}}/credential_connections",
    headers={{"Authorization": f"Bearer {{API_KEY}}"}},
    data=json.dumps({{'connection_name': 'office', 'user_name': 'exampleuser1', 'password': PASSWORD}}),
)
""",
    "http.client, a JSON text": '''
import http.client
conn = http.client.HTTPSConnection("api.telnyx.com")
payload = """{
  "connection_name": "office",
  "user_name": "exampleuser1",
  "password": "Xk7pVq2mRt9wZ4"
}"""
conn.request("POST", "/v2/credential_connections", payload, headers)
''',
    "httpx, adjacent strings of JSON": """
import httpx
httpx.post(URL, content='{"connection_name": "office", "user_name": "exampleuser1", '
                        '"password": "Xk7pVq2mRt9wZ4"}')
""",
    "a bare dict": "{'connection_name': 'office', 'user_name': 'exampleuser1', 'password': 'Xk7pVq2mRt9wZ4',}",
    "a dict in parentheses of a function": """
def create(session):
    return session.post("/v2/credential_connections", json=dict(
        connection_name="office", user_name="exampleuser1", password="Xk7pVq2mRt9wZ4"))
""",
    "a model": """
body = CredentialConnectionCreateParams(connection_name="office", user_name="exampleuser1",
    password="Xk7pVq2mRt9wZ4")
""",
    "a doctest": """
>>> client.credential_connections.create(
...     connection_name="office",
...     user_name="exampleuser1",
...     password="Xk7pVq2mRt9wZ4",
... )
""",
}

JAVASCRIPT = {
    "*SDK": f"""
import Telnyx from 'telnyx';

const client = new Telnyx({{ apiKey: '{KEY}' }});
const credentialConnection = await client.credentialConnections.create({{
  connection_name: 'office',
  password: 'Xk7pVq2mRt9wZ4',
  user_name: 'exampleuser1',
}});
console.log(credentialConnection.data);
""",
    "*old SDK": f"""
const telnyx = require('telnyx')('{KEY}');
const {{ data: connection }} = await telnyx.credentialConnections.create({{
  connection_name: "office", user_name: "exampleuser1", password: "Xk7pVq2mRt9wZ4" }});
""",
    "*fetch": f"""
const res = await fetch("{URL}", {{
  method: "POST",
  headers: {{ Authorization: "Bearer {KEY}", "Content-Type": "application/json" }},
  body: JSON.stringify({{
    connection_name: "office", // its name
    user_name: `exampleuser1`,
    password: "Xk7pVq2mRt9wZ4",
    encrypted_media: undefined,
  }}),
}});
""",
    "*axios, variables": f"""
const axios = require('axios');
const API_KEY = '{KEY}';
const password = 'Xk7pVq2mRt9wZ4', user_name = 'exampleuser1';
let data = {{ connection_name: 'office', user_name, password }};
axios.post(`${{BASE}}/credential_connections`, data, {{ headers: {{ Authorization: `Bearer ${{API_KEY}}` }} }})
  .then(response => console.log(response.data));
""",
    "an object of axios options": f"""
var config = {{
  method: 'post',
  url: '{URL}',
  data : {{"connection_name":"office","user_name":"exampleuser1","password":"Xk7pVq2mRt9wZ4"}}
}};
""",
    "a raw JSON text": """
var raw = "{\\n  \\"connection_name\\": \\"office\\",\\n" +
  "  \\"user_name\\": \\"exampleuser1\\",\\n  \\"password\\": \\"Xk7pVq2mRt9wZ4\\"\\n}";
fetch(url, {method: 'POST', body: raw});
""",
    "a bare object": "{ connection_name: 'office', user_name: 'exampleuser1', password: 'Xk7pVq2mRt9wZ4' }",
    "an object with a comment and a comma": '{\n  // mine\n  "connection_name": "office",\n'
    '  "user_name": "exampleuser1",\n  "password": "Xk7pVq2mRt9wZ4",\n}\n',
    "TypeScript": """
interface Body { connection_name: string; user_name: string; password?: string }
const defaults = { user_name: 'exampleuser1' } as const;
export const body: Body = { connection_name: 'office', ...defaults, password: 'Xk7pVq2mRt9wZ4' };
await client.credentialConnections.create(body as any);
""",
    "members one by one": """
const body: Record<string, unknown> = {};
body.connection_name = 'office';
body['user_name'] = 'exampleuser1';
body.password = 'Xk7pVq2mRt9wZ4';
await client.credentialConnections.create(body);
""",
    "an export": "export default {\n  connection_name: 'office',\n  user_name: 'exampleuser1',\n"
    "  password: 'Xk7pVq2mRt9wZ4',\n}\n",
    "a module": "module.exports = { credential: { connection_name: 'office', user_name: 'exampleuser1',"
    " password: 'Xk7pVq2mRt9wZ4' } };\n",
    "lines of an object": "  connection_name: 'office',\n  user_name: 'exampleuser1',\n  password: 'Xk7pVq2mRt9wZ4',\n",
}

PHP = {
    "*SDK, names": f"""<?php
require_once 'vendor/autoload.php';
use Telnyx\\Client;

$client = new Client(apiKey: '{KEY}');
$credentialConnection = $client->credentialConnections->create(
  connectionName: 'office',
  password: 'Xk7pVq2mRt9wZ4',
  userName: 'exampleuser1',
);
var_dump($credentialConnection);
""",
    "*old SDK": f"""<?php
\\Telnyx\\Telnyx::setApiKey('{KEY}');
\\Telnyx\\CredentialConnection::create(['connection_name' => 'office', "user_name" => "exampleuser1",
  'password' => 'Xk7pVq2mRt9wZ4']);
""",
    "*Guzzle": f"""
$response = $client->request('POST', '{URL}', [
    'headers' => ['Authorization' => 'Bearer {KEY}'],
    'json' => [
        'connection_name' => 'office',
        'user_name' => 'exampleuser1',
        'password' => 'Xk7p' . 'Vq2mRt9wZ4', // split
    ],
]);
""",
    "curl, an encoded array": """
$ch = curl_init($url);
$payload = array(
    "connection_name" => "office",
    "user_name" => "exampleuser1",
);
$payload['password'] = 'Xk7pVq2mRt9wZ4';
curl_setopt($ch, CURLOPT_POSTFIELDS, json_encode($payload));
""",
    "curl_setopt_array, a JSON text": """<?php
curl_setopt_array($curl, array(
  CURLOPT_URL => 'https://api.telnyx.com/v2/credential_connections',
  CURLOPT_CUSTOMREQUEST => 'POST',
  CURLOPT_POSTFIELDS =>'{
    "connection_name": "office",
    "user_name": "exampleuser1",
    "password": "Xk7pVq2mRt9wZ4"
}',
));
""",
    "Laravel": """
$response = Http::withToken(config('services.telnyx.key'))->post('https://api.telnyx.com/v2/credential_connections', [
    'connection_name' => 'office', 'user_name' => 'exampleuser1', 'password' => 'Xk7pVq2mRt9wZ4',
]);
""",
    "here-document": """<?php
$json = <<<JSON
{"connection_name": "office", "user_name": "exampleuser1", "password": "Xk7pVq2mRt9wZ4"}
JSON;
""",
    "a bare array": "['connection_name' => 'office', 'user_name' => 'exampleuser1', 'password' => 'Xk7pVq2mRt9wZ4']",
}

RUBY = {
    "*SDK": f"""
require "telnyx"

client = Telnyx::Client.new(api_key: "{KEY}")
credential_connection = client.credential_connections.create(
  connection_name: "office",
  password: "Xk7pVq2mRt9wZ4",
  user_name: "exampleuser1"
)
puts(credential_connection)
""",
    "*old SDK": f"""
Telnyx.api_key = '{KEY}'
Telnyx::CredentialConnection.create connection_name: 'office', user_name: 'exampleuser1', password: 'Xk7pVq2mRt9wZ4'
""",
    "*Net::HTTP": f"""
require 'net/http'
require 'json'
uri = URI('{URL}')
request = Net::HTTP::Post.new(uri)
request['Authorization'] = "Bearer {KEY}"
request.body = {{
  connection_name: 'office',
  'user_name' => "exampleuser1",
  :password => 'Xk7pVq2mRt9wZ4'
}}.to_json
""",
    "JSON.dump of a variable": """
require 'httparty'
payload = { "connection_name" => "office", "user_name" => "exampleuser1", "password" => "Xk7pVq2mRt9wZ4" }
HTTParty.post(url, body: JSON.dump(payload))
""",
    "here-document": """
require 'faraday'
conn.post('/v2/credential_connections', <<~BODY)
  {
    "connection_name": "office",
    "user_name": "exampleuser1",
    "password": "Xk7pVq2mRt9wZ4"
  }
BODY
""",
    "a bare hash": '{ "connection_name" => "office", "user_name" => "exampleuser1", "password" => "Xk7pVq2mRt9wZ4" }',
    "a hash of symbols": "{ :connection_name => 'office', :user_name => 'exampleuser1', :password => 'Xk7pVq2mRt9wZ4' }",
}

ENV = {
    "*prefixes": f"""\
TELNYX_API_KEY={KEY}
TELNYX_CONNECTION_NAME=office
TELNYX_SIP_USERNAME=exampleuser1
TELNYX_SIP_PASSWORD=Xk7pVq2mRt9wZ4
DATABASE_URL=postgres://u:p@h/db
""",
    "exports and quotes": """\
# SIP
export CONNECTION_NAME='office'
export SIP_USER="exampleuser1" # note
export SIP_PASS="Xk7pVq2mRt9wZ4"
""",
    "spaces": """\
CONNECTION_NAME = office
USER_NAME = exampleuser1
PASSWORD = Xk7pVq2mRt9wZ4
""",
    "PowerShell": """\
$env:CONNECTION_NAME = 'office'
$env:SIP_USERNAME = 'exampleuser1'
$env:SIP_PASSWORD = 'Xk7pVq2mRt9wZ4'
""",
    "cmd": """\
set CONNECTION_NAME=office\r
set SIP_USERNAME=exampleuser1\r
set SIP_PASSWORD=Xk7pVq2mRt9wZ4\r
""",
    "sections": """\
[telnyx]
; mine
connection_name=office
user_name=exampleuser1
password=Xk7pVq2mRt9wZ4
""",
    "of an app": """\
VITE_TELNYX_SIP_USERNAME=exampleuser1
VITE_TELNYX_SIP_PASSWORD=Xk7pVq2mRt9wZ4
VITE_CONNECTION_NAME=office
""",
}

YAML = {
    "a body": """\
connection_name: office
user_name: exampleuser1
password: Xk7pVq2mRt9wZ4
""",
    "two marks and comments": """\
---
# mine
connection_name: 'office' # shown
user_name: "exampleuser1"
password: >-
  Xk7pVq2mRt9wZ4
...
""",
    "inside": """\
telnyx:
  region: us
  connection:
    connection_name: office
    user_name: exampleuser1
    password: Xk7pVq2mRt9wZ4
""",
    "resources": """\
credential_connections:
  main:
    connection_name: office
    user_name: exampleuser1
    password: Xk7pVq2mRt9wZ4
""",
    "a list": """\
credential_connections:
  - connection_name: office
    user_name: exampleuser1
    password: Xk7pVq2mRt9wZ4
""",
    "anchors": """\
base: &base
  user_name: exampleuser1
connection:
  <<: *base
  connection_name: office
  password: Xk7pVq2mRt9wZ4
""",
    "a task": """\
- name: create it
  uri:
    url: https://api.telnyx.com/v2/credential_connections
    body_format: json
    body:
      connection_name: office
      user_name: exampleuser1
      password: Xk7pVq2mRt9wZ4
""",
}

TERRAFORM = {
    "*with a provider": f"""
terraform {{
  required_providers {{ telnyx = {{ source = "petsinc/telnyx" }} }}
}}
provider "telnyx" {{
  api_key = "{KEY}"
}}
locals {{
  user = "exampleuser1"
}}
resource "telnyx_outbound_voice_profile" "x" {{
  name = "not this"
}}
resource "telnyx_credential_connection" "main" {{
  connection_name = "office" # its name
  username        = local.user
  password        = "Xk7pVq2mRt9wZ4"
  lifecycle {{
    ignore_changes = [password]
  }}
}}
output "id" {{ value = telnyx_credential_connection.main.id }}
""",
    "one line each": 'resource telnyx_credential_connection main {\n connection_name="office"\n'
    ' username = "${local.u}user1"\n password = "Xk7pVq2mRt9wZ4"\n}\nlocals { u = "example" }\n',
}

CLI = {
    "several lines": """\
telnyx credential-connections create \\
  --connection-name 'office' --user-name exampleuser1 \\
  --password "Xk7pVq2mRt9wZ4"
""",
    "equals": """\
$ telnyx credential-connections create --connection-name=office --user-name=exampleuser1 --password=Xk7pVq2mRt9wZ4\
""",
    "*options of the program": f"""\
TELNYX_API_KEY=x telnyx --api-key {KEY} --format json --debug \\
  credential-connections create --transform data.id --connection-name office \\
  --user-name exampleuser1 --password Xk7pVq2mRt9wZ4 | jq .\
""",
    "piped": """\
telnyx credential-connections create <<'JSON'
{"connection_name": "office", "user_name": "exampleuser1", "password": "Xk7pVq2mRt9wZ4"}
JSON
""",
    "a variable": """\
PW='Xk7pVq2mRt9wZ4'
ID=$(telnyx credential-connections create --connection-name office --user-name exampleuser1 --password "$PW" --transform data.id)
""",
}

EXAMPLES = {
    "python": PYTHON,
    "javascript": JAVASCRIPT,
    "php": PHP,
    "ruby": RUBY,
    "env": ENV,
    "yaml": YAML,
    "terraform": TERRAFORM,
    "cli": CLI,
}
