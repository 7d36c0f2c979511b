"""The vendor's own Python SDK, on a real port, takes the sandbox for the API."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
import telnyx
from pydantic import SecretStr

from tests.support.sandbox import LEAST, ON_ITS_OWN, PASSWORD, served
from tui_app.api.change import Change
from tui_app.api.client import Client
from tui_app.api.removal import Removal
from tui_app.api.target import Target
from tui_app.sandbox.seeds import PHONE_NUMBERS, PUSH_CREDENTIALS, VOICE_PROFILES
from tui_app.settings.problem import Answer
from tui_app.settings.problem import Path as SettingPath
from tui_app.text.escape import MASK


@pytest.fixture
def client(private_environment: Path) -> Iterator[Any]:
    with served() as (_, base):
        # Without retries: every answer counts.
        with telnyx.Telnyx(api_key="KEY0123456789", base_url=base, max_retries=0) as client:
            yield client


def told(error: telnyx.APIStatusError) -> Any:
    """The errors of the envelope."""
    return cast(Any, error.body)["errors"]


def create(client: Any, **settings: Any) -> Any:
    return client.credential_connections.create(**{**LEAST, **settings}).data


def test_it_creates_reads_changes_and_deletes(client: Any) -> None:
    made = create(
        client,
        inbound={
            "codecs": ["OPUS", "G722"],
            "timeout_2xx_secs": 600,
            "simultaneous_ringing": "enabled",
        },
        outbound={"outbound_voice_profile_id": VOICE_PROFILES[0]["id"], "localization": "DE"},
        tags=["lab"],
        webhook_api_version="2",
    )
    assert made.id.isdigit()
    assert made.record_type == "credential_connection"
    assert (made.connection_name, made.user_name, made.password) == ("office", "office1", PASSWORD)
    assert (made.inbound.codecs, made.inbound.timeout_2xx_secs) == (["OPUS", "G722"], 600)
    assert made.outbound.outbound_voice_profile_id == VOICE_PROFILES[0]["id"]
    assert made.rtcp_settings.report_frequency_secs == 5

    read = client.credential_connections.retrieve(made.id).data
    assert read.to_dict() == made.to_dict() | {"password": MASK}

    changed = client.credential_connections.update(
        made.id, connection_name="branch", inbound={"prack_enabled": True}
    ).data
    assert (changed.connection_name, changed.inbound.prack_enabled, changed.inbound.codecs) == (
        "branch",
        True,
        ["OPUS", "G722"],
    )

    assert client.credential_connections.delete(made.id).data.id == made.id
    with pytest.raises(telnyx.NotFoundError) as caught:
        client.credential_connections.retrieve(made.id)
    assert told(caught.value)[0]["code"] == "10005"


def test_it_reads_every_member_of_a_reply_as_its_types_say(client: Any) -> None:
    made = create(client)
    # What the API was seen to send beside what its types name.
    assert made.model_extra.keys() == ON_ITS_OWN.keys()
    assert made.inbound.model_extra == {"instant_ringback_enabled": False}
    for part in (
        "outbound",
        "rtcp_settings",
        "jitter_buffer",
        "noise_suppression_details",
    ):
        assert getattr(made, part).model_extra == {}
    # Once more, strictly: the SDK itself takes what it is sent.
    assert type(made).model_validate(made.to_dict()) == made


def test_it_lists_by_name_in_order_and_over_pages(client: Any) -> None:
    for number in range(5):
        create(
            client,
            connection_name=f"{'office' if number else 'branch'} {number}",
            user_name=f"office{number}",
        )
    page = client.credential_connections.list(page_size=2, sort="connection_name")
    assert (page.meta.total_results, page.meta.total_pages) == (5, 3)
    # Going through a page fetches the ones after it.
    assert [each.connection_name for each in page] == [
        "branch 0",
        "office 1",
        "office 2",
        "office 3",
        "office 4",
    ]
    found = client.credential_connections.list(filter={"connection_name": {"contains": "BRANCH"}})
    assert [each.user_name for each in found] == ["office0"]
    assert list(client.credential_connections.list(filter={"outbound_voice_profile_id": "5"})) == []
    with pytest.raises(telnyx.BadRequestError):
        client.credential_connections.list(filter={"connection_name": {"contains": "br"}})


def test_it_goes_through_a_list_of_several_pages_of_the_api(private_environment: Path) -> None:
    with (
        served("--seed", "600") as (_, base),
        telnyx.Telnyx(api_key="KEY0123456789", base_url=base, max_retries=0) as client,
    ):
        first: Any = client.credential_connections.list()
        assert (first.meta.page_size, first.meta.total_pages) == (250, 3)
        ids = [each.id for each in first]
        assert len(set(ids)) == len(ids) == 600
        oldest: Any = list(client.credential_connections.list(sort="created_at", page_size=100))
        assert [each.id for each in oldest] == ids[::-1]
        assert [each.created_at for each in oldest] == sorted(each.created_at for each in oldest)


def test_it_changes_what_it_made_member_by_member(client: Any) -> None:
    made = create(client, inbound={"channel_limit": 7})
    assert made.conversation_persistence is False
    connections = client.credential_connections
    changed = connections.update(
        made.id,
        conversation_persistence=True,
        inbound={"codecs": ["OPUS"]},
        password="another-secret-2",
    ).data
    assert (changed.conversation_persistence, changed.password) == (True, "another-secret-2")
    assert (changed.inbound.channel_limit, changed.inbound.codecs) == (7, ["OPUS"])
    assert changed.updated_at > made.updated_at
    again = connections.update(made.id, active=False).data
    assert again.to_dict() == changed.to_dict() | {
        "active": False,
        "password": MASK,
        "updated_at": again.updated_at,
    }
    with pytest.raises(telnyx.UnprocessableEntityError) as caught:
        connections.update(made.id, webhook_api_version="texml")
    assert told(caught.value)[0]["source"] == {"pointer": "/webhook_api_version"}


def test_it_assigns_phone_numbers(client: Any) -> None:
    made = create(client)
    first = client.phone_numbers.list()
    assert (first.meta.page_size, first.meta.total_results) == (20, len(PHONE_NUMBERS))
    numbers = list(first)
    assert len(numbers) == len(PHONE_NUMBERS)
    changed = client.phone_numbers.update(numbers[0].id, connection_id=made.id).data
    assert (changed.connection_id, changed.connection_name) == (made.id, "office")
    # Once more, strictly: every member is as the SDK's types say.
    assert changed.model_extra == {}
    assert type(changed).model_validate(changed.to_dict()) == changed
    mine = client.phone_numbers.list(filter={"connection_id": made.id})
    assert [each.phone_number for each in mine] == [numbers[0].phone_number]
    pending = client.phone_numbers.list(filter={"status": "port-pending"})
    assert [each.status for each in pending] == ["port-pending"]
    client.credential_connections.delete(made.id)
    assert client.phone_numbers.retrieve(numbers[0].id).data.connection_id is None


def test_a_restricted_key_is_told_so(private_environment: Path) -> None:
    with (
        served("--no-profiles") as (_, base),
        telnyx.Telnyx(api_key="KEY0123456789", base_url=base, max_retries=0) as client,
    ):
        with pytest.raises(telnyx.PermissionDeniedError):
            client.outbound_voice_profiles.list()
        with pytest.raises(telnyx.PermissionDeniedError):
            client.mobile_push_credentials.list()
        assert list(client.credential_connections.list()) == []


def test_it_asks_for_the_registration(client: Any) -> None:
    status = client.credential_connections.actions.check_registration_status(create(client).id).data
    assert (status.status, status.sip_username, status.record_type) == (
        "Not Registered",
        "office1",
        "registration_status",
    )


def test_it_tells_what_is_refused(client: Any) -> None:
    create(client)
    with pytest.raises(telnyx.UnprocessableEntityError) as caught:
        create(client, inbound={"dnis_number_format": "test"})
    [error] = told(caught.value)
    assert (error["code"], error["source"]) == ("10015", {"pointer": "/inbound/dnis_number_format"})
    with pytest.raises(telnyx.UnprocessableEntityError) as caught:
        create(client)
    assert told(caught.value)[0]["source"] == {"pointer": "/user_name"}


def test_it_lists_what_there_is_to_choose_from(client: Any) -> None:
    assert {each.id for each in client.outbound_voice_profiles.list()} == {
        profile["id"] for profile in VOICE_PROFILES
    }
    first = VOICE_PROFILES[0]
    assert client.outbound_voice_profiles.retrieve(first["id"]).data.name == first["name"]
    [europe] = client.outbound_voice_profiles.list(filter={"name": {"contains": "europe"}})
    assert europe.whitelisted_destinations[0] == "DE"
    for kind in ("ios", "android"):
        listed = client.mobile_push_credentials.list(filter={"type": kind})
        assert listed.meta.total_pages == 2
        assert [each.id for each in listed] == [
            each["id"] for each in PUSH_CREDENTIALS if each["type"] == kind
        ]


def test_what_a_change_and_a_deletion_do_is_read_back(client: Any) -> None:
    made = create(client, inbound={"codecs": ["OPUS"], "timeout_2xx_secs": 600}, tags=["lab"])
    before = client.credential_connections.retrieve(made.id).data.to_dict()
    target = Target(str(client.base_url).rstrip("/"), "test")

    def opened() -> Client:
        return Client(target, SecretStr("KEY0123456789"))

    names = (made.id, "office", "office1")
    wanted: dict[SettingPath, Answer] = {
        ("inbound", "timeout_2xx_secs"): 60,
        ("inbound", "codecs"): ["OPUS"],
        ("tags",): ["lab", "berlin"],
        ("password",): SecretStr("Summer2026x-secret"),
    }
    changed = Change(*names, wanted, opened, lambda event: None, known=before).run()
    assert (changed.kind, changed.problems, changed.attempts) == ("updated", (), 1)
    after = client.credential_connections.retrieve(made.id).data.to_dict()
    inbound = before["inbound"] | {"timeout_2xx_secs": 60}
    new = {"inbound": inbound, "tags": ["lab", "berlin"], "updated_at": after["updated_at"]}
    assert after == before | new

    again = Change(*names, wanted | {("tags",): []}, opened, lambda event: None).run()
    assert (again.kind, client.credential_connections.retrieve(made.id).data.tags) == (
        "updated",
        [],
    )
    refused = Removal(made.id, "branch", "office1", opened, lambda event: None).run()
    assert (refused.kind, len(list(client.credential_connections.list()))) == ("rejected", 1)
    assert Removal(*names, opened, lambda event: None).run().kind == "deleted"
    with pytest.raises(telnyx.NotFoundError):
        client.credential_connections.retrieve(made.id)
