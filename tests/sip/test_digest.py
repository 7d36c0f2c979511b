"""Digest authentication: the examples of the RFCs, both sides, and hostile headers."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_app.sip.digest import (
    STRONGEST_FIRST,
    Challenge,
    answer,
    are_right,
    ha1,
    new_nonce,
    parse_challenges,
    parse_credentials,
    strongest,
)
from tui_app.sip.message import MalformedMessage

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\0"), max_size=20)
CHALLENGES = st.builds(
    Challenge,
    realm=TEXTS,
    nonce=TEXTS,
    algorithm=st.sampled_from(STRONGEST_FIRST),
    qop=st.booleans(),
    opaque=st.none() | TEXTS,
    stale=st.booleans(),
)
RFC_2617 = Challenge("testrealm@host.com", "dcd98b7102dd2f0e8b11d0f600bfb0c093")
RFC_7616 = Challenge(
    "http-auth@example.org",
    "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
    opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS",
)


@pytest.mark.parametrize(
    ("challenge", "password", "cnonce", "response"),
    [
        pytest.param(
            replace(RFC_2617, qop=False),
            "CircleOfLife",
            "",
            "1949323746fe6a43ef61f9606e7febea",
            id="RFC 2069, 2.4, as corrected by its erratum",
        ),
        pytest.param(
            RFC_2617,
            "Circle Of Life",
            "0a4f113b",
            "6629fae49393a05397450978507c4ef1",
            id="RFC 2617, 3.5",
        ),
        pytest.param(
            RFC_7616,
            "Circle of Life",
            "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
            "8ca523f5e9506fed4657c9700eebdbec",
            id="RFC 7616, 3.9.1, MD5",
        ),
        pytest.param(
            replace(RFC_7616, algorithm="SHA-256"),
            "Circle of Life",
            "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
            "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
            id="RFC 7616, 3.9.1, SHA-256",
        ),
    ],
)
def test_the_examples_of_the_rfcs(
    challenge: Challenge, password: str, cnonce: str, response: str
) -> None:
    secret = ha1(challenge.algorithm, "Mufasa", challenge.realm, password)
    given = answer(
        challenge,
        user="Mufasa",
        secret=secret,
        method="GET",
        uri="/dir/index.html",
        cnonce=cnonce,
    )
    assert given.response == response
    assert are_right(given, secret, "GET")
    assert not are_right(given, secret, "REGISTER")


def test_a_session_algorithm_hashes_the_nonces_in() -> None:
    """H(H(a:b:c):n:m) and so on, by hand."""
    import hashlib

    def h(text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()

    challenge = Challenge(realm="b", nonce="n", algorithm="SHA-256-sess")
    secret = ha1("SHA-256-sess", "a", "b", "c")
    made = answer(challenge, user="a", secret=secret, method="R", uri="u", cnonce="m", count=2)
    a1, a2 = h(h("a:b:c") + ":n:m"), h("R:u")
    assert made.response == h(f"{a1}:n:00000002:m:auth:{a2}")


@given(CHALLENGES, TEXTS, TEXTS, TEXTS, st.integers(1, 2**32 - 1))
def test_the_server_takes_what_the_client_makes_of_its_challenge(
    challenge: Challenge, user: str, password: str, uri: str, count: int
) -> None:
    assert parse_challenges([str(challenge)]) == [challenge]
    secret = ha1(challenge.algorithm, user, challenge.realm, password)
    wrong = ha1(challenge.algorithm, user, challenge.realm, password + "x")
    sent = answer(
        challenge,
        user=user,
        secret=secret,
        method="REGISTER",
        uri=uri,
        cnonce=new_nonce(),
        count=count,
    )
    read = parse_credentials(str(sent))
    assert read == sent
    assert are_right(read, secret, "REGISTER")
    assert not are_right(read, wrong, "REGISTER")
    assert not are_right(replace(read, response="\u00e9"), secret, "REGISTER")


def test_a_response_is_not_in_a_repr() -> None:
    sent = answer(Challenge("r", "n"), user="u", secret="s", method="M", uri="u", cnonce="c")
    assert sent.response not in repr(sent)


NEARLY = st.lists(
    st.sampled_from(
        [
            *('"', ",", " ", "\\", "=", "\ud800", '"a"', "Digest ", "Basic ", "auth", "MD5"),
            *("realm=", "nonce=b", "qop=", "algorithm=", "response=1", "uri=", "username="),
            *("nc=00000001", "cnonce=x"),
        ]
    ),
    max_size=20,
).map("".join)


@given(st.text(max_size=100) | NEARLY)
def test_anything_is_read_or_malformed(text: str) -> None:
    parse_challenges([text])
    try:
        credentials = parse_credentials(text)
    except MalformedMessage:
        return
    assert credentials.realm is not None


def test_what_cannot_be_answered_is_left_out_and_the_strongest_is_chosen() -> None:
    found = parse_challenges(
        [
            'Basic realm="x"',
            "Negotiate YWJj=",
            'Digest realm="a, \\"b\\"", nonce="1", algorithm=md5, qop="auth,auth-int"',
            'DIGEST Nonce = 2 , realm=r , algorithm="SHA-256", qop=auth',
            'Digest realm="r", nonce="3", algorithm=SHA-256, qop="auth", stale=TRUE, new=1',
            'Digest realm="r", nonce="4", algorithm=SHA-512-256, qop="auth"',
            'Digest realm="r", nonce="5", qop="auth-int"',
            'Digest realm="r", nonce="6", nonce="7"',
            'Digest realm="r"',
            'Digest realm="open, nonce="8"',
            "Digest",
            "",
        ]
    )
    assert found == [
        Challenge('a, "b"', "1"),
        Challenge("r", "2", "SHA-256"),
        Challenge("r", "3", "SHA-256", stale=True),
    ]
    assert strongest(found) == found[1]
    assert strongest([]) is None


def test_several_challenges_may_be_in_one_header() -> None:
    found = parse_challenges(
        ['Digest realm="r", nonce="1", Basic realm="x", Digest realm="r", nonce="2", qop="auth"']
    )
    assert [each.nonce for each in found] == ["1", "2"]


@pytest.mark.parametrize(
    "change",
    [
        ("Digest ", "Basic "),
        ('username="u", ', ""),
        ('uri="u"', 'uri="u'),
        ("nc=00000001", "nc=1"),
        ("qop=auth", "qop=auth-int"),
        ("algorithm=MD5", "algorithm=MD4"),
        ('cnonce="c", ', ""),
        ('realm="r"', 'realm="r", realm="r"'),
    ],
)
def test_these_credentials_are_malformed(change: tuple[str, str]) -> None:
    made = answer(Challenge("r", "n"), user="u", secret="s", method="M", uri="u", cnonce="c")
    text = str(made)
    parse_credentials(text)
    assert change[0] in text
    with pytest.raises(MalformedMessage):
        parse_credentials(text.replace(*change))
