"""Webhook URLs that nobody can reach, or that are no URLs: told by their text alone."""

import pytest

from tui_app.settings.problem import Answer, Path, Problem
from tui_app.settings.request import REQUEST
from tui_app.settings.rules.answers import EVENT_URL, FAILOVER_URL

LEAST: dict[Path, Answer] = {
    ("connection_name",): "office",
    ("user_name",): "office12",
    ("password",): "Qx7Fz2Lm9Rt4Vb8",
}


def told(url: str, path: Path = EVENT_URL) -> list[Problem]:
    answers: dict[Path, Answer] = {**LEAST, path: url}
    return [each for each in REQUEST.validate(answers) if each.code in ("host", "uri")]


@pytest.mark.parametrize("path", [EVENT_URL, FAILOVER_URL])
@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://localhost:3000/hook", "only your own network"),
        ("https://pbx.local/hook", "only your own network"),
        ("https://pbx.localdomain/hook", "only your own network"),
        ("https://pbx.home.arpa/hook", "only your own network"),
        ("https://100.101.102.103/hook", "carriers share"),
        ("https://127.0.0.1/hook", "a loopback address"),
        ("https://[::1]/hook", "a loopback address"),
        ("https://10.1.2.3/", "a private address"),
        ("https://172.16.0.9/", "a private address"),
        ("https://192.168.1.4:8443/x", "a private address"),
        ("https://[fd00::1]/", "a private address"),
        ("https://169.254.169.254/", "a link-local address"),
        ("https://[fe80::1]/", "a link-local address"),
        ("https://[::ffff:10.0.0.1]/", "a private address"),
        ("https://0.0.0.0/", "cannot reach"),
        ("https://undefined/hook", "placeholder"),
        ("https://null/hook", "placeholder"),
        ("https://your-domain.com/hook", "placeholder"),
        ("https://yourserver.com/hook", "placeholder"),
        ("https://pbx/hook", "without a domain"),
        ("https://0x7f.1/", "a loopback address"),
        ("https://2130706433/", "a loopback address"),
        ("https://0177.0.0.1/", "a loopback address"),
        ("https://127.1/", "a loopback address"),
        ("https://0x7F000001/", "a loopback address"),
        ("https://10.1/", "a private address"),
        ("https://[::ffff:7f00:1]/", "a loopback address"),
        ("https://[2002:a00:1::]/", "a private address"),
        ("https://100.64.0.1/", "CGNAT"),
        ("https://224.0.0.1/", "a multicast address"),
        ("https://[ff02::1]/", "a multicast address"),
        ("https://192.0.2.1/", "for documents"),
        ("https://203.0.113.9/", "for documents"),
        ("https://[2001:db8::1]/", "for documents"),
        ("https://240.0.0.1/", "no host has"),
        ("https://localhost./", "only your own network"),
        ("https://localhost.localdomain/", "only your own network"),
        ("https://pbx.LOCAL./", "only your own network"),
        ("https://host.docker.internal/", "only your own network"),
        ("https://box.home.arpa/", "(home.arpa)"),
        ("https://undefined:3000/x", "placeholder"),
        ("https://null.ngrok.io/", "placeholder"),
        ("https://api.yourdomain.com/hook", "placeholder"),
        ("https://your.domain.com/", "placeholder"),
        ("https://mywebhook.com/primary", "placeholder"),
        ("https://domain.com/", "placeholder"),
        ("https://xxxxxxxx.ngrok-free.app/", "placeholder"),
        ("https://abc123.ngrok.io/", "placeholder"),
        ("https://abcd1234.eu.ngrok.io/", "placeholder"),
        ("https://change-me.com/", "placeholder"),
        ("https://$HOST/x", "placeholder"),
        ("https://example.com,/", "can exist"),
        ("https://example.com;/", "can exist"),
        ("https://-acme.com/", "can exist"),
        ("https://256.1.1.1/", "can exist"),
        ("https://1.2.3.4.5/", "can exist"),
        ("https://example.com/{id}", "braces"),
        ("https://example.com/%zz", "escape such as %20"),
        ("https://example.com/a|b", "special characters"),
    ],
)
def test_what_cannot_be_reached_is_a_warning(url: str, words: str, path: Path) -> None:
    [problem] = told(url, path)
    assert (problem.path, problem.severity) == (path, "warning")
    assert words in problem.message


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com",
        "https://example.com/hook?x=1#y",
        "https://my-app.acme.io/hook",
        "https://hooks.acme.com:8443/a%20b",
        "https://8.8.8.8/hook",
        "https://[2606:4700::1111]/hook",
        "https://xn--bcher-kva.example/",
        "https://yourmechanic.com/",
        "https://domain.acme.io/",
        "https://hook_s.acme.io/",
        "https://3f2a-203-0-113-9.ngrok-free.app/",
        "https://abc.acme.io/",
        "https://0x.acme.io/",
        "https://8.8.2056/",
        "https://local.acme.io/",
        "",
    ],
)
def test_what_can_be_reached_is_not_told(url: str) -> None:
    assert not told(url)


@pytest.mark.parametrize(
    ("url", "mended"),
    [
        ("https://b\u00fccher.example/", "https://xn--bcher-kva.example/"),
        (
            "https://B\u00dcCHER.example/\u00e4?q=\u00f6",
            "https://xn--bcher-kva.example/%C3%A4?q=%C3%B6",
        ),
        ("https://example.com/caf\u00e9", "https://example.com/caf%C3%A9"),
        ("https://acme\u3002com/", "https://acme.com/"),
        ("https://example.com/a|b", "https://example.com/a%7Cb"),
    ],
)
def test_a_url_in_other_characters_gets_its_encoded_form(url: str, mended: str) -> None:
    [problem] = told(url)
    assert problem.fix is not None
    assert problem.fix.answers == {EVENT_URL: mended}
    assert not told(mended)
