"""SIP messages: what is read is what was written, and a stranger's bytes do no harm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_app.sip.message import (
    MOST_BYTES,
    MOST_HEADERS,
    Framer,
    Headers,
    MalformedMessage,
    Message,
    Request,
    Response,
    cseq_of,
    parse_message,
)

TOKENS = st.text("ABCXYZabcxyz019-.!%*_+`'~", min_size=1, max_size=12)
VALUES = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\0"), max_size=30
).map(lambda text: text.strip(" \t"))
FIELDS = st.lists(
    st.tuples(TOKENS.filter(lambda name: name.lower() not in ("l", "content-length")), VALUES),
    max_size=8,
)
WORDS = st.text("ABCXYZabcxyz019-.:;@", min_size=1, max_size=20)
MESSAGES: st.SearchStrategy[Message] = st.one_of(
    st.builds(Request, TOKENS, WORDS, FIELDS.map(Headers), st.binary(max_size=50)),
    st.builds(Response, st.integers(100, 699), VALUES, FIELDS.map(Headers), st.binary(max_size=50)),
)
NEARLY = st.lists(
    st.sampled_from(
        [
            *(b"\0", b"\n", b"\xff", b":", b" ", b"\t", b"abc", b"Via:", b"CSeq: 1 A", b"\r\n"),
            *(b"SIP/2.0 200 OK", b"REGISTER sip:a SIP/2.0", b"Content-Length: 3", b"\r\n\r\n"),
            b"l: 99999999999",
        ]
    ),
    max_size=12,
).map(b"".join)


def same(made: Message, read: Message) -> bool:
    """Whether a message is read as it was made, but for the Content-Length that is written."""
    fields = Headers(field for field in read.headers if field[0] != "Content-Length")
    if isinstance(read, Request):
        return made == Request(read.method, read.uri, fields, read.body)
    return made == Response(read.status, read.reason, fields, read.body)


@given(MESSAGES)
def test_what_is_written_is_read_again(message: Message) -> None:
    assert same(message, parse_message(bytes(message)))


@given(st.one_of(st.binary(max_size=300), NEARLY))
def test_anything_is_a_message_or_malformed(data: bytes) -> None:
    try:
        message = parse_message(data)
    except MalformedMessage:
        return
    assert parse_message(bytes(message)).body == message.body


def taken(framer: Framer) -> list[Message | str]:
    """What can be taken now; the last is the error's text if there was one."""
    found: list[Message | str] = []
    try:
        while (message := framer.take()) is not None:
            found.append(message)
    except MalformedMessage as error:
        found.append(str(error))
    return found


@given(
    st.lists(st.one_of(MESSAGES.map(bytes), NEARLY, st.just(b"\r\n\r\n")), max_size=4).map(
        b"".join
    ),
    st.data(),
)
def test_a_stream_is_the_same_however_it_is_cut(stream: bytes, data: st.DataObject) -> None:
    whole = Framer()
    whole.feed(stream)
    expected = taken(whole)
    cut = Framer()
    found: list[Message | str] = []
    rest = stream
    while rest and not (found and isinstance(found[-1], str)):
        size = data.draw(st.integers(1, len(rest)))
        cut.feed(rest[:size])
        rest = rest[size:]
        found += taken(cut)
    assert found == expected


@given(st.lists(MESSAGES, max_size=4))
def test_a_stream_of_messages_is_taken_apart(messages: list[Message]) -> None:
    framer = Framer()
    framer.feed(b"\r\n\r\n".join(map(bytes, messages)))
    found = taken(framer)
    assert len(found) == len(messages)
    for made, read in zip(messages, found, strict=True):
        assert not isinstance(read, str)
        assert same(made, read)


def test_headers_are_found_in_any_case_by_either_name_folded_and_repeated() -> None:
    message = parse_message(
        b"\r\nsip/2.0 401 Unauthorized\r\n"
        b"v: SIP/2.0/UDP a;branch=1\r\n"
        b"VIA : SIP/2.0/UDP b\r\n \t ;branch=2\r\n"
        b"call-ID:x\r\nl: 2\r\n\r\nokmore"
    )
    assert isinstance(message, Response)
    assert (message.status, message.reason, message.body) == (401, "Unauthorized", b"ok")
    assert message.headers.all("Via") == ["SIP/2.0/UDP a;branch=1", "SIP/2.0/UDP b ;branch=2"]
    assert message.headers.get("Call-Id") == message.headers.get("i") == "x"
    assert message.headers.get("To") is None


def test_the_tortured_but_valid_request_of_rfc_4475_is_read() -> None:
    """From section 3.1.1.1, shortened."""
    message = parse_message(
        b"INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0\r\n"
        b"TO :\r\n sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n\r\n"
        b'from   : "J Rosenberg \\\\\\""       <sip:jdrosen@example.com>\r\n  ;\r\n  tag = 98asjd8\r\n'
        b"CSeq: 0009\r\n  INVITE\r\n"
        b"s :\r\n"
        b"NewFangledHeader:   newfangled value\r\n continued newfangled value\r\n"
        b"UnknownHeaderWithUnusualValue: ;;,,;;,;\r\n"
        b"v:  SIP  / 2.0  / TCP     spindle.example.com   ;\r\n  branch  =   z9hG4bK9ikj8\r\n\r\n"
    )
    assert cseq_of(message) == (9, "INVITE")
    assert message.headers.get("Subject") == ""
    assert message.headers.get("newfangledheader") == "newfangled value continued newfangled value"


HEAD = b"SIP/2.0 200 OK\r\n"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\0\0\0",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"SIP/2.0 99 No\r\n\r\n",
        b"SIP/2.0 700 No\r\n\r\n",
        HEAD,
        HEAD + b"no colon\r\n\r\n",
        HEAD + b": no name\r\n\r\n",
        HEAD + b"A: b\nC: d\r\n\r\n",
        HEAD + b"Content-Length: 3\r\n\r\nab",
        HEAD + b"Content-Length: -1\r\n\r\n",
        HEAD + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n",
        HEAD + "Content-Length: \u0663\r\n\r\nabc".encode(),
        HEAD + b"Content-Length: 0\r\nl: 1\r\n\r\na",
        HEAD + b"A: b\r\n" * (MOST_HEADERS + 1) + b"\r\n",
        HEAD + b"\r\n" + b"a" * MOST_BYTES,
    ],
)
def test_these_are_malformed(data: bytes) -> None:
    with pytest.raises(MalformedMessage):
        parse_message(data)


@pytest.mark.parametrize(
    "data",
    [
        HEAD + b"\r\n",
        HEAD + b"Content-Length: 65536\r\n\r\n",
        HEAD + b"A: " + b"a" * MOST_BYTES,
        b"\xff" * MOST_BYTES,
    ],
)
def test_these_end_a_stream_at_once(data: bytes) -> None:
    framer = Framer()
    framer.feed(data)
    with pytest.raises(MalformedMessage):
        framer.take()


@pytest.mark.parametrize("broken", ["a\r\nContact: <sip:x>", "a\n", "\r", "\0", "\ud800"])
def test_no_value_ends_its_line(broken: str) -> None:
    with pytest.raises(MalformedMessage):
        bytes(Request("REGISTER", "sip:a", Headers([("To", broken)])))


def test_a_foreign_byte_is_kept() -> None:
    message = parse_message(HEAD + b"Subject: caf\xe9\r\n\r\n")
    assert b"Subject: caf\xe9\r\n" in bytes(message)


@pytest.mark.parametrize(
    "value", ["", "x REGISTER", "1", "1 2 3", "\u0661 REGISTER", "9" * 11 + " A"]
)
def test_a_cseq_is_a_number_and_a_method(value: str) -> None:
    with pytest.raises(MalformedMessage):
        cseq_of(Request("REGISTER", "sip:a", Headers([("CSeq", value)])))
