"""JSON and replies of the API: unwrapped, what only a reply has left out."""

import json
from typing import Any

import pytest

from tests.support.readings import BODY, KEY, PASSWORD, key_of, read, refused
from tui_app.readers import Several
from tui_app.settings.problem import errors
from tui_app.settings.request import REPLY_ONLY, REQUEST

REPLY: dict[str, Any] = {
    "id": "2769000000000000000",
    "record_type": "credential_connection",
    "active": True,
    "user_name": "exampleuser1",
    "password": PASSWORD,
    "connection_name": "my trunk",
    "registration_status": "Not Registered",
    "registration_status_updated_at": None,
    "third_party_control_enabled": False,
    "anchorsite_override": "Latency",
    "sip_uri_calling_preference": None,
    "encrypted_media": None,
    "ios_push_credential_id": None,
    "webhook_timeout_secs": None,
    "noise_suppression": "disabled",
    "tags": [],
    "some_new_member": {"a": 1},
    "created_at": "2025-08-25T14:45:03Z",
    "inbound": {
        "codecs": ["G722"],
        "channel_limit": None,
        "instant_ringback_enabled": False,
        "some_new_member": 1,
    },
    "outbound": {"outbound_voice_profile_id": None, "localization": "US"},
}


def test_json_is_as_it_is() -> None:
    document = {**BODY, "no_such": 1, "inbound": {"channel_limit": None}}
    reading = read(json.dumps(document))
    assert (reading.document, reading.form, reading.notes) == (document, "json", ())


@pytest.mark.parametrize("envelope", [False, True], ids=["bare", "data"])
def test_a_reply_is_unwrapped(envelope: bool) -> None:
    reading = read(json.dumps({"data": REPLY} if envelope else REPLY))
    assert (reading.form, reading.identity, reading.name) == ("reply", REPLY["id"], "my trunk")
    assert reading.document == {
        "active": True,
        "user_name": "exampleuser1",
        "password": PASSWORD,
        "connection_name": "my trunk",
        "anchorsite_override": "Latency",
        "encrypted_media": None,
        "ios_push_credential_id": None,
        "webhook_timeout_secs": None,
        "noise_suppression": "disabled",
        "tags": [],
        "inbound": {"codecs": ["G722"]},
        "outbound": {"localization": "US"},
    }
    [note] = reading.notes
    for name in (
        "id",
        "record_type",
        "registration_status",
        "third_party_control_enabled",
        "inbound.instant_ringback_enabled",
        "some_new_member",
        "inbound.some_new_member",
    ):
        assert name in note
    answers, dropped = REQUEST.read(reading.document)
    assert not errors([*dropped, *REQUEST.validate(answers)])


def test_every_name_that_only_a_reply_has_is_left_out() -> None:
    reply: dict[str, Any] = {**BODY, "inbound": {"channel_limit": 1}}
    for name in REPLY_ONLY:
        first, _, rest = name.partition(".")
        reply |= {first: {**reply[first], rest: False} if rest else "x"}
    reply["record_type"] = "credential_connection"
    assert read(json.dumps(reply)).document == {**BODY, "inbound": {"channel_limit": 1}}


@pytest.mark.parametrize("mask", ["********", "\u2022" * 9])
@pytest.mark.parametrize("member", [{"id": "1"}, {}], ids=["reply", "body"])
def test_a_masked_password_is_left_out_and_asked_for(member: dict[str, str], mask: str) -> None:
    reading = read(json.dumps({**BODY, **member, "password": mask}))
    assert "password" not in reading.document
    assert any("password is masked" in note for note in reading.notes)


@pytest.mark.parametrize("wrap", [lambda r: r, lambda r: {"data": r, "meta": {}}])
def test_a_list_reply(wrap: Any) -> None:
    other = {"id": "5", "record_type": "fqdn_connection", "connection_name": "not ours"}
    assert read(json.dumps(wrap([REPLY, other]))).identity == REPLY["id"]
    second = {**REPLY, "id": "6", "connection_name": "second \x1b[2J"}
    with pytest.raises(Several) as caught:
        read(json.dumps(wrap([REPLY, second])))
    assert 'FILE holds 2 connections: "my trunk", "second ^[[2J"' in str(caught.value)
    assert [reading.identity for reading in caught.value.readings] == [REPLY["id"], "6"]
    assert "holds no" in refused(json.dumps(wrap([other])))


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({"data": []}, "empty list"),
        ({"data": {"id": "1", "record_type": "fqdn_connection"}}, '"fqdn_connection"'),
        ({"errors": [{"code": "10009"}]}, "error reply"),
        ({"data": {"event_type": "call.hangup", "record_type": "event"}}, '"event"'),
        ({"id": "1", "record_type": "ip_connection", "connection_name": "x"}, '"ip_connection"'),
        ({"data": {"record_type": "phone_number", "connection_name": "x"}}, '"phone_number"'),
        ({"data": None}, "holds no"),
    ],
)
def test_what_is_no_connection_is_said(document: dict[str, Any], words: str) -> None:
    assert words in refused(json.dumps(document))


def test_an_id_alone_makes_no_reply() -> None:
    """Many things have an id: what such an object says is judged, and nothing of it dropped."""
    document = {"id": "5", "name": "office", "sip_username": "u1", "sip_password": PASSWORD}
    reading = read(json.dumps(document))
    assert (reading.form, reading.document) == ("json", document)


def test_another_spelling_in_a_reply_is_kept() -> None:
    reply = {"id": "5", "connection_name": "x", "username": "u1", "webhookEventUrl": "", "new": 1}
    reading = read(json.dumps(reply))
    assert reading.form == "reply"
    assert reading.document == {"connection_name": "x", "username": "u1", "webhookEventUrl": ""}
    both = {**reply, "user_name": "u2"}
    assert "username" not in read(json.dumps(both)).document


def test_the_one_resource_of_this_kind() -> None:
    named: dict[str, Any] = {
        "phone_numbers": {"x": {"connection_name": "not this"}},
        "credential_connections": {"main": BODY},
    }
    reading = read(json.dumps(named))
    assert reading.document == BODY
    assert "phone_numbers" in reading.notes[0]
    named["credential_connections"]["other"] = {"user_name": "another1"}
    with pytest.raises(Several, match='"office", "other"'):
        read(json.dumps(named))


@pytest.mark.parametrize("name", ["connection", "credential_connection", "telnyx"])
def test_an_object_around_the_connection(name: str) -> None:
    assert read(json.dumps({name: BODY})).document == BODY
    assert read(json.dumps({"version": 1, name: {"inner": BODY}})).document == BODY


@pytest.mark.parametrize(
    "document",
    [{}, {"colour": "red"}, {"connectionName": "x"}, {"data": 1, "active": True}],
)
def test_what_is_no_connection_is_left_to_the_judgement(document: dict[str, Any]) -> None:
    assert read(json.dumps(document)).document == document


def test_a_key_in_the_object_is_moved_to_the_session() -> None:
    reading = read(json.dumps({**BODY, "api_key": KEY}))
    assert (reading.document, key_of(reading)) == (BODY, KEY)
    assert "It contains an API key" in reading.notes[0]
    assert KEY not in repr(reading)
    assert PASSWORD not in repr(reading)


def test_placeholders_in_json_stay() -> None:
    document = {**BODY, "password": "${env.SIP_PASSWORD}"}
    assert read(json.dumps(document)).document == document
