"""What the sandbox's registrar answers, and what it keeps."""

import re
import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.registering import (
    CONTACT,
    HERE,
    VIA,
    Bench,
    Field,
    challenges,
    proof,
    register,
)
from tests.support.sandbox import PASSWORD
from tui_app.sandbox.bindings import registration
from tui_app.sandbox.registrar import BOTH, LONGEST, MOST, NONCE_LIFE, SHORTEST, Origin, Registrar
from tui_app.sandbox.store import SECOND
from tui_app.sip.message import Headers, MalformedMessage, Request, Response, parse_message

OTHER = "<sip:office1@192.0.2.7:5060;transport=tcp>"


@pytest.fixture
def bench() -> Bench:
    return Bench()


def bound(response: Response) -> list[str]:
    assert response.status == 200
    return response.headers.all("Contact")


def status(bench: Bench) -> str:
    return registration(bench.bindings.of([bench.number]).get(bench.number, []), bench.now).status


def test_a_device_registers_refreshes_and_leaves(bench: Bench) -> None:
    phone = bench.phone()
    assert status(bench) == "Not Registered"
    assert bound(phone.ask(("Contact", CONTACT), ("Expires", "600"))) == [f"{CONTACT};expires=600"]
    [binding] = bench.bindings.of([bench.number])[bench.number]
    assert binding[3:7] == ("Test phone 1.0", "127.0.0.1", 40_001, "UDP")
    assert status(bench) == "Registered"
    bench.now += 599 * SECOND
    assert bound(phone.ask()) == [f"{CONTACT};expires=1"]
    assert bound(phone.ask(("Contact", f"{CONTACT};expires=60"))) == [f"{CONTACT};expires=60"]
    bench.now += 60 * SECOND
    assert status(bench) == "Expired"
    assert bound(phone.ask()) == []
    assert bound(phone.ask(("Contact", CONTACT))) == [f"{CONTACT};expires={LONGEST}"]
    assert bound(phone.ask(("Contact", f"{CONTACT};expires=0"))) == []
    assert status(bench) == "Unregistered"
    assert bound(phone.ask(("Contact", CONTACT))) == [f"{CONTACT};expires={LONGEST}"]
    assert bound(phone.ask(("Contact", "*"), ("Expires", "0"))) == []
    assert status(bench) == "Unregistered"


def test_asking_without_a_contact_changes_nothing(bench: Bench) -> None:
    assert bound(bench.phone().ask()) == []
    assert status(bench) == "Not Registered"
    bench.phone().ask(("Contact", CONTACT))
    before = bench.bindings.of([bench.number])
    bench.now += SECOND
    assert bound(bench.phone().ask(("Expires", "0"))) == [f"{CONTACT};expires={LONGEST - 1}"]
    assert bench.bindings.of([bench.number]) == before


def test_the_last_to_register_is_the_only_one(bench: Bench) -> None:
    bench.phone().ask(("Contact", CONTACT))
    assert bound(bench.phone().ask(("Contact", OTHER), call_id="other")) == [
        f"{OTHER};expires={LONGEST}"
    ]
    both = bench.phone().ask(("Contact", f"{OTHER}, {CONTACT};expires=50"), call_id="both")
    assert bound(both) == [f"{CONTACT};expires=50"]
    # Who is not there any more has nothing to end.
    assert bound(bench.phone().ask(("Contact", f"{OTHER};expires=0"))) == [f"{CONTACT};expires=50"]


def test_several_ring_where_the_connection_says_so() -> None:
    bench = Bench(inbound={"simultaneous_ringing": "enabled"})
    assert bound(bench.phone().ask(("Contact", CONTACT), ("m", OTHER))) == [
        f"{CONTACT};expires={LONGEST}",
        f"{OTHER};expires={LONGEST}",
    ]
    assert bound(bench.phone().ask(("Contact", f"{CONTACT};expires=0"), call_id="2")) == [
        f"{OTHER};expires={LONGEST}"
    ]
    for number in range(2 * MOST):
        bench.now += SECOND
        bench.phone().ask(("Contact", f"<sip:x@192.0.2.{number}>"), call_id=str(number))
    left = bound(bench.phone().ask())
    assert len(left) == MOST
    assert left[0] == f"<sip:x@192.0.2.{2 * MOST - 1}>;expires={LONGEST}"
    assert bound(bench.phone().ask(("Contact", "*"), ("Expires", "0"))) == []


@pytest.mark.parametrize(
    ("seconds", "granted"),
    [
        (str(SHORTEST), SHORTEST),
        (str(LONGEST + 1), LONGEST),
        ("9" * 10, LONGEST),
        ("9" * 11, LONGEST),
        ("soon", LONGEST),
        ("", LONGEST),
        ("-1", LONGEST),
    ],
)
def test_how_long_a_binding_lasts(bench: Bench, seconds: str, granted: int) -> None:
    for fields in (
        [("Contact", CONTACT), ("Expires", seconds)],
        [("Contact", f'{CONTACT};expires="{seconds}"')],
    ):
        assert bound(bench.phone().ask(*fields)) == [f"{CONTACT};expires={granted}"]


def test_too_short_a_time_is_refused(bench: Bench) -> None:
    for seconds in (1, SHORTEST - 1):
        answer = bench.phone().ask(("Contact", f"{CONTACT};expires={seconds}"))
        assert (answer.status, answer.headers.get("Min-Expires")) == (423, str(SHORTEST))
    assert status(bench) == "Not Registered"


@pytest.mark.parametrize(
    "fields",
    [
        [("Contact", "*")],
        [("Contact", "*"), ("Expires", "60")],
        [("Contact", f"*, {CONTACT}"), ("Expires", "0")],
        [("Contact", "<")],
        [("Contact", f'{CONTACT};x="')],
        [("Contact", "<sip:é@127.0.0.1>")],
    ],
)
def test_a_contact_that_cannot_be_is_refused(bench: Bench, fields: list[Field]) -> None:
    bench.phone().ask(("Contact", OTHER))
    assert bench.phone().ask(*fields).status == 400
    assert bound(bench.phone().ask()) == [f"{OTHER};expires={LONGEST}"]


def test_an_older_request_of_the_same_device_changes_nothing(bench: Bench) -> None:
    phone = bench.phone()
    phone.cseq = 50
    phone.ask(("Contact", CONTACT))
    late = bench.phone().ask(("Contact", f"{CONTACT};expires=0"))
    assert late.status == 500
    assert bound(bench.phone().ask()) == [f"{CONTACT};expires={LONGEST}"]
    # Another call may begin at one, and a request that was sent twice is answered twice.
    phone.cseq = 50
    assert phone.ask(("Contact", CONTACT)).status == 200
    assert bench.phone().ask(("Contact", CONTACT), call_id="new").status == 200


# Who may register


def test_nobody_registers_without_the_right_password(bench: Bench) -> None:
    bench.store.create({"connection_name": "x", "user_name": "nopass1"})
    bench.store.create({"connection_name": "x", "user_name": "off1", "active": False}, PASSWORD)
    strangers = [
        bench.phone(password="Wq7Nz2Lm9Rx-secreT"),
        bench.phone(user="nobody1"),
        bench.phone(user="nopass1"),
        bench.phone(user="off1"),
    ]
    answers = [each.ask(("Contact", CONTACT)) for each in strangers]
    assert {(each.status, each.reason) for each in answers} == {(403, "Forbidden")}
    # Nothing tells one from another.
    assert len({tuple(name for name, _ in each.headers) for each in answers}) == 1
    # The password of one is none for another.
    assert bench.phone().ask(("Contact", CONTACT), user="nopass1").status == 403
    assert status(bench) == "Not Registered"


@pytest.mark.parametrize("user", ["office1", "OFFICE1"])
def test_the_name_in_to_is_taken_in_any_case(bench: Bench, user: str) -> None:
    assert bench.phone().ask(("Contact", CONTACT), user=user).status == 200


def test_both_algorithms_are_offered_and_taken(bench: Bench) -> None:
    bench.registrar = Registrar(bench.bindings, bench.clock, BOTH)
    first = bench.send(register())
    assert first is not None
    offered = challenges(first)
    assert [each.algorithm for each in offered] == ["SHA-256", "MD5"]
    for each in offered:
        assert each.qop
        assert not each.stale
        answer = bench.send(register(credentials=proof(each), cseq=2))
        assert answer is not None
        assert answer.status == 200


def test_a_nonce_that_is_old_or_not_its_own_is_asked_for_again(bench: Bench) -> None:
    first = bench.send(register())
    assert first is not None
    [challenge] = challenges(first)
    bench.now += NONCE_LIFE - 1
    answer = bench.send(register(credentials=proof(challenge)))
    assert answer is not None
    assert answer.status == 200
    bench.now += 1
    other = Registrar(bench.bindings, bench.clock)
    for registrar in (bench.registrar, other):
        bench.registrar = registrar
        answer = bench.send(register(credentials=proof(challenge)))
        assert answer is not None
        [again] = challenges(answer)
        assert again.stale
        assert again.nonce != challenge.nonce
        # A wrong password is none the better for an old nonce.
        wrong = bench.send(register(credentials=proof(challenge, password="x")))
        assert wrong is not None
        assert wrong.status == 403
        answer = bench.send(register(credentials=proof(again)))
        assert answer is not None
        assert answer.status == 200


def test_credentials_for_something_else(bench: Bench) -> None:
    first = bench.send(register())
    assert first is not None
    right = proof(challenges(first)[0])
    for text, code in (
        (right.replace('uri="sip:127.0.0.1"', 'uri="sip:127.0.0.2"'), 403),
        (right.replace('realm="sip.telnyx.com"', 'realm="elsewhere"'), 401),
        ("Basic b2ZmaWNlMTpzZWNyZXQ=", 400),
        ("Digest", 400),
        (right.replace("MD5", "ROT13"), 400),
        (right.replace("nc=00000001", "nc=00000002"), 403),
    ):
        answer = bench.send(register(credentials=text))
        assert answer is not None
        assert answer.status == code, text


def test_a_password_lets_register_until_the_user_name_or_itself_changes(bench: Bench) -> None:
    def change(password: str | None = None, **settings: str) -> None:
        bench.store.update(bench.number, lambda old: {**old.settings, **settings}, password)

    def may(user: str, password: str) -> bool:
        answer = bench.phone(user=user, password=password).ask(("Contact", CONTACT))
        return answer.status == 200

    assert may("office1", PASSWORD)
    change(connection_name="other")
    assert may("office1", PASSWORD)
    change("Summer2026x-secret")
    assert not may("office1", PASSWORD)
    assert may("office1", "Summer2026x-secret")
    change(user_name="branch1")
    assert not may("office1", "Summer2026x-secret")
    assert not may("branch1", "Summer2026x-secret")
    change(PASSWORD, user_name="branch2")
    assert may("branch2", PASSWORD)
    bench.store.delete(bench.number)
    assert not may("branch2", PASSWORD)
    assert bench.bindings.of([bench.number]) == {}


# Requests


@pytest.mark.parametrize(
    ("method", "code"),
    [("OPTIONS", 200), ("INVITE", 405), ("BYE", 405), ("MESSAGE", 405), ("HELLO", 501)],
)
def test_other_methods(bench: Bench, method: str, code: int) -> None:
    answer = bench.send(register((), method=method))
    assert answer is not None
    assert (answer.status, answer.headers.get("Allow")) == (code, "OPTIONS, REGISTER")


def test_an_ack_has_no_answer(bench: Bench) -> None:
    assert bench.send(register((), method="ACK")) is None


@pytest.mark.parametrize("missing", ["From", "To", "Call-ID", "CSeq"])
def test_a_request_that_lacks_something_is_refused(bench: Bench, missing: str) -> None:
    answer = bench.send(register(without=[missing]))
    assert answer is not None
    assert answer.status == 400


def test_what_cannot_be_answered_is_not(bench: Bench) -> None:
    for via in ([], [("Via", "")], [("Via", "HTTP/1.1 proxy")], [("Via", '"')]):
        assert bench.send(register(via, without=["Via"])) is None


def test_cseq_of_another_method_and_what_is_required(bench: Bench) -> None:
    answer = bench.send(register([("CSeq", "1 INVITE")], without=["CSeq"]))
    assert answer is not None
    assert answer.status == 400
    answer = bench.send(register([("Require", "path, x")]))
    assert answer is not None
    assert (answer.status, answer.headers.get("Unsupported")) == (420, "path, x")


def test_an_answer_says_where_the_request_came_from(bench: Bench) -> None:
    second = "SIP/2.0/TCP 192.0.2.9"
    request = register(
        [("Via", f"SIP/2.0/UDP phone.example:5;branch=z1, {second}"), ("v", "SIP/2.0/UDP 9.9.9.9")],
        without=["Via"],
    )
    answer = bench.send(request, Origin("127.0.0.9", 7, "UDP"))
    assert answer is not None
    assert answer.headers.all("Via") == [
        "SIP/2.0/UDP phone.example:5;branch=z1;received=127.0.0.9",
        second,
        "SIP/2.0/UDP 9.9.9.9",
    ]
    answer = bench.send(register(), HERE)
    assert answer is not None
    assert answer.headers.get("Via") == VIA.replace("rport", "rport=40001;received=127.0.0.1")
    again = bench.send(register(), HERE)
    assert again is not None
    to = answer.headers.get("To") or ""
    assert re.fullmatch(r"<sip:office1@127\.0\.0\.1>;tag=[0-9a-f]{12}", to)
    # A request that was sent twice gets the same tag.
    assert again.headers.get("To") == to
    for name in ("From", "Call-ID", "CSeq"):
        assert answer.headers.get(name) == register().headers.get(name)


def test_a_disk_that_fails_is_an_error_of_the_server(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = bench.send(register())
    assert first is not None

    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(bench.bindings, "change", fail)
    answer = bench.send(register(credentials=proof(challenges(first)[0])))
    assert answer is not None
    assert answer.status == 500


parts = st.sampled_from(
    [
        *("Via", "From", "To", "Call-ID", "CSeq", "Contact", "Expires", "Authorization", "Require"),
        *("REGISTER", "sip:office1@127.0.0.1", VIA, CONTACT, "*", "<", '"', ",", ";", "=", "\\"),
        *("1 REGISTER", "Digest ", 'realm="sip.telnyx.com"', "0", "é", "\udcff", " ", ";rport"),
    ]
) | st.text(max_size=3)
texts = st.lists(parts, max_size=6).map("".join)
names = st.sampled_from(["Via", "From", "To", "Call-ID", "CSeq", "Contact", "Authorization"])


@settings(max_examples=300, deadline=None)
@given(
    method=st.sampled_from(["REGISTER", "OPTIONS", "INVITE", "X"]),
    uri=st.sampled_from(["sip:127.0.0.1", "*", "\udcff", "sips:"]),
    fields=st.lists(st.tuples(names | texts, texts), max_size=8),
    usual=st.booleans(),
)
def test_whatever_a_request_holds_it_is_answered_or_not(
    method: str, uri: str, fields: list[Field], usual: bool
) -> None:
    bench = Bench()
    with_usual = [*register((), method=method).headers] if usual else []
    try:
        request = parse_message(bytes(Request(method, uri, Headers([*with_usual, *fields]))))
    except MalformedMessage:
        return
    answer = bench.registrar.answer(request, HERE)  # type: ignore[arg-type]
    if answer is not None:
        assert bytes(answer).startswith(b"SIP/2.0 ")
        assert isinstance(parse_message(bytes(answer)), Response)
    assert bench.bindings.of([bench.number]) == {}


@settings(max_examples=200, deadline=None)
@given(fields=st.lists(st.tuples(st.just("Contact") | st.just("Expires"), texts), max_size=4))
def test_whatever_a_device_with_the_password_asks_its_answer_can_be_read(
    fields: list[Field],
) -> None:
    bench = Bench(inbound={"simultaneous_ringing": "enabled"})
    first = bench.send(register())
    assert first is not None
    request = register(fields, credentials=proof(challenges(first)[0]), cseq=2)
    try:
        message = parse_message(bytes(request))
    except MalformedMessage:
        return
    assert isinstance(message, Request)
    answer = bench.send(message)
    assert answer is not None
    assert answer.status in (200, 400, 423)
