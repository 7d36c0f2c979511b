"""Texts that people bring, with secrets in them that cannot be there by chance."""

import base64
import json
import random
import string

from tests.support.canary_scene import NAME, USER, Scene


def plain_secret(scene: Scene, chance: random.Random, name: str, start: str = "") -> str:
    """A secret of letters and digits alone, as it stands unescaped in every form."""
    letters = string.ascii_letters + string.digits
    made = f"{start}{''.join(chance.choices(letters, k=24))}9a"
    scene.search.add(name, made)
    return made


def forms(password: str, key: str) -> dict[str, str]:
    """A connection in every form, with the key where that form has one."""
    body = {"connection_name": NAME, "user_name": USER, "password": password}
    text = json.dumps(body)
    literal = ", ".join(f"{name}={value!r}" for name, value in body.items())
    url = "https://api.telnyx.com/v2/credential_connections"
    request = {"method": "POST", "url": url, "body": {"mode": "raw", "raw": text}}
    return {
        "json": text,
        "reply": json.dumps({"data": {**body, "id": "17", "record_type": "credential_connection"}}),
        "curl": f"curl {url} \\\n  -H 'Authorization: Bearer {key}' \\\n  -d '{text}'",
        "cli": f"telnyx credential-connections create --user-name {USER} --password {password}",
        "env": f"TELNYX_API_KEY={key}\nSIP_USERNAME={USER}\nSIP_PASSWORD={password}",
        "yaml": "\n".join(f"{name}: {value}" for name, value in body.items()),
        "terraform": 'resource "telnyx_credential_connection" "a" {\n'
        + "\n".join(f'  {name} = "{value}"' for name, value in body.items())
        + "\n}",
        "postman": json.dumps({"item": [{"name": NAME, "request": request}]}),
        "http": f"POST /v2/credential_connections HTTP/1.1\nAuthorization: Bearer {key}\n\n{text}",
        "javascript": f"const client = new Telnyx({{apiKey: '{key}'}});\n"
        f"await client.credentialConnections.create({text});",
        "php": f"<?php\n$client->credentialConnections->create(userName: '{USER}', password: '{password}');",
        "ruby": f'client.credential_connections.create(user_name: "{USER}", password: "{password}")',
        "python": f"client = Telnyx(api_key='{key}')\nclient.credential_connections.create({literal})",
        "broken": text.removesuffix("}"),
    }


def alone(password: str, key: str) -> dict[str, str]:
    """Secrets by themselves, as they are pasted or typed where none belongs."""
    return {
        "key": key,
        "bearer": f"Authorization: Bearer {key}",
        "address": f"sip:{USER}:{password}@sip.telnyx.com",
        "option": f"--password {password}",
        "named": f"my password={password}",
        "token": f"token={password}",
        "url": f"ftp://{USER}:{password}@example.com/",
    }


def dresses(password: str, key: str, token: str) -> dict[str, str]:
    """Secrets as notes, devices, servers and programs write them, on one line or several."""
    basic = base64.b64encode(f"{USER}:{password}".encode()).decode()
    return {
        "key in a note": f"my key is {key}, thanks",
        "key with a tab": f"\t{key}\t",
        "setx": f"setx TELNYX_API_KEY {key}",
        "member": f'"key": "{key}"',
        "PowerShell": f"$env:SIP_PASSWORD = '{password}'",
        "sips": f"sips:{USER}:{password}@sip.telnyx.com;transport=tls",
        "register": f"register => {USER}:{password}@sip.telnyx.com/{USER}",
        "login": f"{USER}:{password}@sip.telnyx.com",
        "pjsip": f"[auth]\ntype=auth\nusername={USER}\npassword={password}",
        "chan_sip": f"[trunk]\ntype=peer\nsecret={password}",
        "FreeSWITCH": f'<param name="password" value="{password}"/>',
        "Linphone": f'<entry name="passwd" overwrite="true">{password}</entry>',
        "Zoiper": f"<username>{USER}</username><password>{password}</password>",
        "baresip": f"<sip:{USER}@sip.telnyx.com>;auth_pass={password}",
        "phone": f"account.1.password = {password}",
        "mail": f"Username: {USER}\nPassword: {password}\nServer: sip.telnyx.com",
        "note": f"the password is {password}",
        "German": f"Passwort: {password}",
        "invisible": f"pass\u200bword=\u200b{password}",
        "wide colon": f"password\uff1a{password}",
        "form": f"user={USER}&password={password}&x=1",
        "escaped": f'{{\\"password\\": \\"{password}\\"}}',
        "curl -u": f"curl -u {USER}:{password} https://example.com/",
        "Basic": f"Basic {basic}",
        "header": f"X-API-Key: {password}",
        "cookie": f"Set-Cookie: sid={password}; HttpOnly",
        "PIN": f"PIN: {password}",
        "PEM": f"-----BEGIN PRIVATE KEY-----\n{password}\n-----END PRIVATE KEY-----",
        "GitHub": token,
        "PHP": f"'password' => '{password}',",
    }
