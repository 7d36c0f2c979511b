"""Read curl commands as the shell and curl would. They are never run."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tui_app.readers.reading import Found, Refused, Unfit
from tui_app.readers.requests import concerns, found_in, without_others
from tui_app.readers.shell import Command, commands, file_named, holes

# The options of curl that take no value (curl 8 manual). All others take one.
_FLAGS = """--anyauth --append --basic --ca-native --cert-status --compressed --compressed-ssh
    --create-dirs --crlf --digest --disable --disable-eprt --disable-epsv --disallow-username-in-url
    --doh-cert-status --doh-insecure --fail --fail-early --fail-with-body --false-start
    --form-escape --ftp-create-dirs --ftp-pasv --ftp-pret --ftp-skip-pasv-ip --ftp-ssl-ccc
    --ftp-ssl-control --get --globoff --haproxy-protocol --head --http0.9 --http1.0 --http1.1
    --http2 --http2-prior-knowledge --http3 --http3-only --ignore-content-length --include
    --insecure --ipv4 --ipv6 --junk-session-cookies --list-only --location --location-trusted
    --manual --metalink --negotiate --netrc --netrc-optional --next --no-alpn --no-buffer
    --no-clobber --no-keepalive --no-npn --no-progress-meter --no-sessionid --ntlm --ntlm-wb
    --parallel --parallel-immediate --path-as-is --post301 --post302 --post303 --progress-bar
    --proxy-anyauth --proxy-basic --proxy-digest --proxy-insecure --proxy-negotiate --proxy-ntlm
    --proxytunnel --raw --remote-header-name --remote-name --remote-name-all --remote-time
    --remove-on-error --sasl-ir --show-error --silent --socks5-basic --socks5-gssapi --ssl
    --ssl-no-revoke --ssl-reqd --sslv2 --sslv3 --styled-output --suppress-connect-headers
    --tcp-fastopen --tcp-nodelay --tftp-no-options --tlsv1 --tlsv1.0 --tlsv1.1 --tlsv1.2 --tlsv1.3
    --tr-encoding --trace-ids --trace-time --use-ascii --verbose --version --xattr"""
FLAGS = frozenset(_FLAGS.split())
WITH_VALUE = frozenset("AbcCdDeEFhHKmoPQrtTuUwxXyYz")
"""The short options that take a value."""
DATA = frozenset({"--data", "--data-raw", "--data-binary", "--data-ascii", "--json", "-d"})
LONG = {"-X": "--request", "-H": "--header", "-u": "--user", "-F": "--form", "-d": "--data"}
LONG |= {"-G": "--get", "-T": "--upload-file", "-x": "--proxy", "-K": "--config"}
PROGRAMS = ("curl", "curl.exe")


@dataclass
class Request:
    """What one curl command sends."""

    url: str = ""
    method: str = ""
    headers: list[str] = field(default_factory=list, repr=False)
    data: list[str] = field(default_factory=list, repr=False)
    notes: list[str] = field(default_factory=list)


_LINE = re.compile(r"^[ \t]*(?:[$%>][ \t]+)?(?:sudo[ \t]+)?curl(?:\.exe)?[ \t]", re.MULTILINE)


def read(text: str) -> list[Found]:
    """Return the connections that the curl commands in `text` create or change.

    Raises `Refused` with the reason if there is one that cannot be read, `Unfit` if there is none.
    """
    try:
        return _read(text)
    except Unfit:
        # To the shell, an apostrophe in the words before the command opens a quote.
        start = _LINE.search(text)
        if start is None or not text[: start.start()].strip():
            raise
        return _read(text[start.start() :])


def _read(text: str) -> list[Found]:
    found: list[Found] = []
    refused: list[Refused] = []
    elsewhere = bodiless = 0
    for command in commands(text):
        given = _curl(command)
        if given is None:
            continue
        try:
            request = _request(given, command)
            if concerns(request.url) is False:
                elsewhere += 1
                continue
            if not request.data:
                bodiless += 1
                continue
            found.append(
                found_in(
                    request.method,
                    request.url,
                    request.headers,
                    "&".join(request.data),
                    "what the curl command sends",
                    tuple(request.notes),
                )
            )
        except Refused as error:
            refused.append(error)
    if not found:
        if refused:
            raise refused[0]
        if bodiless:
            raise Unfit("the curl command sends no body (-d)")
        if elsewhere:
            raise Unfit("its curl command is not for /credential_connections")
        raise Unfit("it holds no curl command")
    return without_others(found, elsewhere)


def _curl(command: Command) -> tuple[str, ...] | None:
    """Return the words after `curl`, whatever precedes it (sudo, time, env)."""
    for index, word in enumerate(command.words[:8]):
        if word.lstrip("@").rpartition("/")[2].lower() in PROGRAMS:
            return command.words[index + 1 :]
    return None


def _options(given: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield the options by their long names with their values; a URL as ("", URL)."""
    rest = list(reversed(given))
    while rest:
        word = rest.pop()
        if word.startswith("--") and len(word) > 2:
            name, equals, value = word.partition("=")
            if word in FLAGS or word.startswith("--no-"):
                yield word, ""
            else:
                yield name, value if equals else (rest.pop() if rest else "")
        elif word.startswith("-") and len(word) > 1 and word != "--":
            yield from _short(word[1:], rest)
        elif word != "--":
            yield "", word


def _short(letters: str, rest: list[str]) -> Iterator[tuple[str, str]]:
    """Split short options: `-sSXPOST` is -s, -S and -X with POST."""
    for index, letter in enumerate(letters):
        name = LONG.get("-" + letter, "-" + letter)
        if letter in WITH_VALUE:
            value = letters[index + 1 :] or (rest.pop() if rest else "")
            yield name, value
            return
        yield name, ""


def _request(given: tuple[str, ...], command: Command) -> Request:
    made = Request()
    for name, value in _options(given):
        if name in ("", "--url"):
            made.url = made.url or value
        elif name == "--request":
            made.method = value
        elif name in ("--header", "--oauth2-bearer"):
            made.headers.append(value if name == "--header" else f"Authorization: Bearer {value}")
        elif name == "--user":
            made.notes.append("The user and password that curl sends to the API (-u) are left out.")
        elif name in DATA:
            data = _data(name, value, command)
            if name == "--json" and made.data:
                # curl puts them together as they are, and other data with "&".
                made.data[-1] += data
            else:
                made.data.append(data)
        elif name in ("--data-urlencode", "--form", "--form-string", "--upload-file"):
            raise Refused(f"curl's {name} sends no JSON, which the API wants: use -d")
        elif name == "--config":
            raise Refused("it has its options in a file (-K), which is not read")
    return made


def _data(name: str, value: str, command: Command) -> str:
    if not value.startswith("@") or name == "--data-raw":
        return value
    if value == "@-":
        if command.stdin is None:
            raise Refused("the curl command reads its body from standard input, which is not here")
        return command.stdin
    written = file_named(command, value[1:])
    if written is not None:
        return written
    if holes(value):
        raise Refused("the curl command sends a file whose name is computed: give its JSON instead")
    raise Refused(
        "the curl command sends a file (-d @FILE), which is not read: give that file instead"
    )
