"""The question to a registrar, answer by answer, without a socket."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from tests.support.registrar import REALM, Judge, Script, reply
from tui_app.sip.digest import Challenge, parse_credentials
from tui_app.sip.hosts import Transport
from tui_app.sip.message import Headers, MalformedMessage, Request, Response, cseq_of, parse_message
from tui_app.sip.register import (
    MOST_REQUESTS,
    Binding,
    Inquiry,
    Login,
    Registrar,
    Verdict,
    parse_registrar,
)

LOGIN = Login("office123", SecretStr("Wq7Nz2Lm9Rx"))
SERVER = Registrar("sip.example.com")
WRONG = "the user name or the password is wrong"


def inquiry(
    login: Login = LOGIN, registrar: Registrar = SERVER, transport: Transport = "udp"
) -> Inquiry:
    return Inquiry(login, registrar, transport, "192.0.2.1:5555")


def judged(script: Script, login: Login = LOGIN) -> tuple[Verdict, list[Request]]:
    """What a registrar that answers by `script` leads to, and the requests that it got."""
    made = inquiry(login)
    requests = [made.request]
    while len(requests) < 50:
        for data in script(requests[-1]):
            step = made.receive(parse_message(data))
            if isinstance(step, Verdict):
                return step, requests
            if step is not None:
                requests.append(step)
                break
        else:
            raise AssertionError("it waits")
    raise AssertionError("it has no end")


def asks(request: Request, *challenges: Challenge | str, status: int = 401) -> list[bytes]:
    name = {401: "WWW-Authenticate", 407: "Proxy-Authenticate"}[status]
    return [reply(request, status, *((name, str(each)) for each in challenges))]


def test_it_asks_for_the_bindings_and_changes_none() -> None:
    request = parse_message(bytes(inquiry().request))
    assert isinstance(request, Request)
    assert (request.method, request.uri) == ("REGISTER", "sip:sip.example.com")
    for absent in ("Contact", "Expires", "Authorization"):
        assert request.headers.get(absent) is None
    assert request.headers.get("To") == "<sip:office123@sip.example.com>"
    assert (request.headers.get("From") or "").startswith("<sip:office123@sip.example.com>;tag=")
    assert cseq_of(request) == (1, "REGISTER")


@pytest.mark.parametrize("algorithm", ["MD5", "SHA-256", "MD5-sess", "SHA-256-sess"])
@pytest.mark.parametrize("status", [401, 407])
def test_the_right_password_is_accepted(algorithm: str, status: int) -> None:
    verdict, requests = judged(Judge(algorithm=algorithm, asks=status))
    assert verdict.outcome == "accepted"
    assert verdict.transport == "udp"
    assert verdict.detail == ("sip.example.com takes this login. No device is registered with it.")
    first, second = requests
    assert cseq_of(second) == (2, "REGISTER")
    assert first.headers.get("Call-ID") == second.headers.get("Call-ID")
    assert first.headers.get("From") == second.headers.get("From")
    assert first.headers.get("Via") != second.headers.get("Via")


@pytest.mark.parametrize("login", [Login("office123", SecretStr("x")), Login("x", LOGIN.password)])
def test_a_wrong_login_is_refused_after_one_answer(login: Login) -> None:
    verdict, requests = judged(Judge(), login)
    assert (verdict.outcome, len(requests)) == ("refused", 2)
    assert verdict.detail == f"sip.example.com answers 401 Said: {WRONG}."


def test_devices_are_listed_with_what_is_left_of_their_time() -> None:
    contacts = ('"A, b" <sip:a@192.0.2.7:5060>;expires=170, <sip:b@[2001:db8::1]>', "<broken")
    verdict, _ = judged(Judge(contacts=contacts))
    assert verdict.bindings == (
        Binding("sip:a@192.0.2.7:5060", 170),
        Binding("sip:b@[2001:db8::1]", None),
    )
    assert verdict.detail.endswith(
        "2 devices are registered with it: sip:a@192.0.2.7:5060 for 170 s more, "
        "sip:b@[2001:db8::1]."
    )


def test_many_devices_are_counted_and_foreign_text_is_escaped() -> None:
    contacts = tuple(f"<sip:{n}\x1b[2J@a>;expires={'9' * 5000}" for n in range(8))
    verdict, _ = judged(Judge(contacts=contacts))
    assert len(verdict.bindings) == 8
    assert "8 devices are registered with it: sip:0^[[2J@a, sip:1" in verdict.detail
    assert verdict.detail.endswith(", and 3 more.")
    assert "\x1b" not in verdict.detail


def test_the_expiry_of_all_is_that_of_those_without_their_own() -> None:
    verdict, _ = judged(lambda request: [reply(request, 200, ("m", "sip:a@b"), ("Expires", "60"))])
    assert verdict.bindings == (Binding("sip:a@b", 60),)
    assert "One device is registered" in verdict.detail


def test_an_acceptance_without_a_question_says_nothing_about_the_password() -> None:
    verdict, requests = judged(lambda request: [reply(request, 200)])
    assert (verdict.outcome, len(requests)) == ("accepted", 1)
    assert "did not ask for the password" in verdict.detail


def test_a_stale_nonce_is_answered_once_more() -> None:
    nonces: list[str] = []

    def script(request: Request) -> list[bytes]:
        given = request.headers.get("Authorization")
        if given:
            nonces.append(parse_credentials(given).nonce)
        if nonces and nonces[-1] == "second":
            return [reply(request, 200)]
        return asks(request, Challenge(REALM, "second" if nonces else "first", stale=bool(nonces)))

    verdict, requests = judged(script)
    assert verdict.outcome == "accepted"
    assert nonces == ["first", "second"]
    assert [cseq_of(each)[0] for each in requests] == [1, 2, 3]
    assert len(requests[-1].headers.all("Authorization")) == 1


def test_stale_with_the_same_nonce_is_a_refusal() -> None:
    verdict, requests = judged(lambda request: asks(request, Challenge(REALM, "1", stale=True)))
    assert (verdict.outcome, len(requests)) == ("refused", 2)


@pytest.mark.parametrize("changing", ["nonce", "realm"])
def test_who_asks_again_and_again_is_left(changing: str) -> None:
    count = iter(range(50))

    def script(request: Request) -> list[bytes]:
        new = str(next(count))
        nonce, realm = (new, REALM) if changing == "nonce" else ("1", new)
        return asks(request, Challenge(realm, nonce, stale=True))

    verdict, requests = judged(script)
    assert (verdict.outcome, len(requests)) == ("unreachable", MOST_REQUESTS)
    assert "again and again" in verdict.detail


def test_a_proxy_and_the_registrar_are_both_answered() -> None:
    def script(request: Request) -> list[bytes]:
        if not request.headers.get("Proxy-Authorization"):
            return asks(request, Challenge("proxy", "1"), status=407)
        if not request.headers.get("Authorization"):
            return asks(request, Challenge(REALM, "2"))
        return [reply(request, 200)]

    verdict, requests = judged(script)
    assert (verdict.outcome, len(requests)) == ("accepted", 3)


def test_the_strongest_algorithm_is_answered() -> None:
    _, requests = judged(
        lambda request: asks(
            request, Challenge(REALM, "1"), Challenge(REALM, "2", "SHA-256"), "Basic realm=x"
        )
    )
    given = parse_credentials(requests[1].headers.get("Authorization") or "")
    assert (given.algorithm, given.nonce) == ("SHA-256", "2")


@pytest.mark.parametrize(
    ("status", "outcome", "words"),
    [
        (301, "unreachable", "it sends elsewhere to sip:b@c"),
        (400, "unreachable", "this says nothing about the login"),
        (403, "refused", "the login is wrong or not allowed here"),
        (404, "refused", "it does not know the user name"),
        (423, "unreachable", "this says nothing about the login"),
        (503, "unreachable", "this says nothing about the login"),
        (600, "unreachable", "this says nothing about the login"),
        (603, "refused", "it declines the login"),
    ],
)
def test_every_final_answer_is_an_outcome(status: int, outcome: str, words: str) -> None:
    verdict, _ = judged(
        lambda request: [reply(request, status, ("Contact", "<sip:b@c>"), reason="No\x1b[1m")]
    )
    assert verdict.outcome == outcome
    assert verdict.detail.rstrip(".") == f"sip.example.com answers {status} No^[[1m: {words}"


@pytest.mark.parametrize(
    "challenge", ["Basic realm=x", 'Digest realm="r", nonce="1", qop="auth-int"']
)
def test_what_cannot_be_answered_leaves_it_open(challenge: str) -> None:
    verdict, requests = judged(lambda request: asks(request, challenge))
    assert (verdict.outcome, len(requests)) == ("unreachable", 1)
    assert "no authentication that is known here" in verdict.detail


def changed(request: Request, name: str, value: str | None) -> Response:
    response = parse_message(reply(request, 200))
    assert isinstance(response, Response)
    fields = [(each, old if each != name else value) for each, old in response.headers]
    kept = Headers((each, new) for each, new in fields if new is not None)
    return Response(response.status, response.reason, kept)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Via", None),
        ("Via", "SIP/2.0/UDP 192.0.2.1:5555;branch=z9hG4bKother"),
        ("Via", 'SIP/2.0/UDP a;branch="'),
        ("Call-ID", "other"),
        ("Call-ID", None),
        ("CSeq", "2 REGISTER"),
        ("CSeq", "1 INVITE"),
        ("CSeq", "none"),
    ],
)
def test_what_answers_another_request_is_ignored(name: str, value: str | None) -> None:
    made = inquiry()
    assert made.receive(changed(made.request, name, value)) is None
    assert made.receive(made.request) is None
    assert isinstance(made.receive(parse_message(reply(made.request, 200))), Verdict)


def test_a_response_with_two_vias_is_not_for_us() -> None:
    made = inquiry()
    assert made.receive(parse_message(reply(made.request, 200, ("v", "SIP/2.0/UDP a")))) is None


def test_an_answer_to_the_request_before_is_ignored() -> None:
    made = inquiry()
    [asking] = asks(made.request, Challenge(REALM, "1"))
    assert isinstance(made.receive(parse_message(asking)), Request)
    assert made.receive(parse_message(asking)) is None


def test_a_provisional_answer_is_waited_through() -> None:
    made = inquiry()
    assert made.receive(parse_message(reply(made.request, 100))) is None
    assert made.is_proceeding
    [asking] = asks(made.request, Challenge(REALM, "1"))
    made.receive(parse_message(asking))
    assert not made.is_proceeding


def test_the_password_is_nowhere_in_sight() -> None:
    login = Login("office123", SecretStr("Wq7Nz2Lm9Rx"))
    made = inquiry(login)
    [asking] = asks(made.request, Challenge(REALM, "1"))
    request = made.receive(parse_message(asking))
    assert isinstance(request, Request)
    assert b"Wq7Nz2Lm9Rx" not in bytes(request)
    assert "Wq7Nz2Lm9Rx" not in repr((login, made, request, vars(made)))


def test_a_user_name_is_escaped_in_a_uri_and_cannot_end_a_line() -> None:
    made = inquiry(Login('a b"<@>\r\n\u00e9', SecretStr("x")))
    assert made.request.headers.get("To") == ("<sip:a%20b%22%3C%40%3E%0D%0A%C3%A9@sip.example.com>")
    [asking] = asks(made.request, Challenge(REALM, "1"))
    with pytest.raises(MalformedMessage):
        made.receive(parse_message(asking))


@pytest.mark.parametrize(
    ("registrar", "transport", "uri"),
    [
        (Registrar("a.example"), "tls", "sip:a.example"),
        (Registrar("a.example", 5060), "udp", "sip:a.example"),
        (Registrar("a.example", 5060), "tls", "sip:a.example:5060"),
        (Registrar("2001:db8::1", 5070), "tcp", "sip:[2001:db8::1]:5070"),
    ],
)
def test_the_domain_has_a_port_if_that_is_unusual(
    registrar: Registrar, transport: Transport, uri: str
) -> None:
    request = inquiry(LOGIN, registrar, transport).request
    assert request.uri == uri
    assert f"SIP/2.0/{transport.upper()} 192.0.2.1:5555;rport;" in str(request.headers.get("Via"))


@pytest.mark.parametrize(
    ("text", "registrar"),
    [
        ("sip.example.com", Registrar("sip.example.com")),
        ("sip_server:5070", Registrar("sip_server", 5070)),
        ("192.0.2.1:1", Registrar("192.0.2.1", 1)),
        ("[::1]:65535", Registrar("::1", 65535)),
        ("[::1]", Registrar("::1")),
        ("::1", Registrar("::1")),
    ],
)
def test_a_registrar_is_read(text: str, registrar: Registrar) -> None:
    assert parse_registrar(text) == registrar


@pytest.mark.parametrize(
    "text",
    [
        *("", ":5060", "a:", "a:0", "a:65536", "a:b", "[::1", "[a]:1", "[::1]5060", "::1%lo"),
        *("a b", "-a", "a..b", "a.", "sip:a", "a/b", "a@b", "a\r\n", "\u00e9", "a" * 64),
    ],
)
def test_no_registrar_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match="must"):
        parse_registrar(text)


@given(st.text(max_size=40))
def test_any_text_is_a_registrar_or_an_error(text: str) -> None:
    try:
        registrar = parse_registrar(text)
    except ValueError:
        return
    bytes(inquiry(LOGIN, registrar).request)
