"""What may come instead of a connection: bounded work, a clear line, no hang, no traceback."""

import json
import os
import socket
import threading
import time
from pathlib import Path

import pytest

from tests.support.readings import BODY, PASSWORD, read
from tui_app.readers import read_file, read_text, reading, recognized
from tui_app.text.document import MAX_BYTES, UnreadableDocument

# Of processor time, and ten times what the slowest takes: a machine that others use as well is
# slower by the clock, and what grows with the square of a text takes minutes.
SECONDS = 12.0
BIG = 1 << 20
ABOUT = "connection_name user_name "


def filled(piece: str, start: str = "", end: str = "") -> str:
    """As much of `piece` as a file may have."""
    return start + piece * ((BIG - len(start) - len(end)) // len(piece.encode())) + end


def medium(piece: str, start: str = "", end: str = "") -> str:
    """As much of `piece` as a program may have."""
    return start + piece * (((1 << 16) - 99 - len(start) - len(end)) // len(piece)) + end


def nested(levels: int) -> str:
    """JSON in the text of a member, in the text of a member, and so on."""
    text = '{"connection_name": "x", "user_name": "y"}'
    for _ in range(levels):
        text = json.dumps({"body": text})
    return text


CURL = "curl https://api.telnyx.com/v2/credential_connections "
SDK = "client.credential_connections.create("
YAML = "connection_name: x\nuser_name: "
TF = 'resource "telnyx_credential_connection" "x" {\n'
ENV = "SIP_USERNAME=x\nSIP_PASSWORD="
PHP = "<?php $client->credentialConnections->create("
RUBY = "require 'telnyx'\nTelnyx::CredentialConnection.create("
JS = "const x = require('telnyx'); x.credentialConnections.create("

HOSTILE: dict[str, str] = {
    "one endless line": filled("x"),
    "spaces": filled(" "),
    "newlines": filled("\n"),
    "words": filled("connection_name "),
    "colons": filled("a: "),
    "equals": filled("SIP_PASSWORD="),
    "lists in JSON": filled("["),
    "objects in JSON": filled('{"a":'),
    "quotes": filled('"'),
    "braces": filled("{"),
    "backslashes in JSON": '{"a":"' + "\\\\" * (BIG // 3) + '"}',
    "open JSON": '{"connection_name": "' + "x" * (BIG - 100),
    "signs of every language": filled("const x = require('y')\n$x = array(\nrequire 'x'\n", ABOUT),
    "fences": filled("```\n"),
    "prompts": filled(">>> x\n"),
    "http lines": filled("POST /v2/credential_connections HTTP/1.1\n\n"),
    "http headers": filled("A: b\n", "POST /v2/credential_connections HTTP/1.1\n"),
    "comments of http": filled("# x\n", "", "POST /v2/credential_connections HTTP/1.1\n"),
    "postman": '{"info": {}, "item": ' + '[{"item": ' * 30 + "[]" + "}]" * 30 + "}",
    "many items of postman": '{"info": {}, "item": [' + ",".join(["{}"] * 300_000) + "]}",
    "many connections": "[" + ",".join(['{"id": "1", "user_name": "x"}'] * 30_000) + "]",
    "wide objects": "{" + ",".join(f'"a{n}":{{"connection_name":1}}' for n in range(30_000)) + "}",
}
for name, start, pieces in (
    (
        "curl",
        CURL,
        ("-d ", "$(", "`", "'", '"', "<<A\n", "-d @- <<X\n", "\\\n", "$'", "{", "a=$a\n"),
    ),
    ("curl data", CURL + "-d ", ("'{}'", "${", '"$x"', "\\", "^\n")),
    ("variables", "A=xxxxxxxxxxxxxxxx\n", ("A=$A$A\n", 'A="$A$A"\n', "A+=$A\n")),
    ("cli", "telnyx credential-connections create ", ("--tag a ", "--inbound ", "'", "--a.b=1 ")),
    ("python", SDK, ("(", "[", "{", "a=", "x=1,", "'", '"""', "f'{", "a+", "-", "lambda: ", "#\n")),
    ("python body", ABOUT, ("if x:\n ", "x = [x, x]\n", "[{'a': ", "@", "\\\n")),
    (
        "javascript",
        JS,
        ("(", "[", "{", "{a:", "`${", "'", "a+", "!", "x=>", "<a>", "/", "//\n", "/*"),
    ),
    ("php", PHP, ("(", "[", "array(", "'a'=>", '"$', '"{$', "'", ".", "-", "<<<A\n", "$", "#\n")),
    ("ruby", RUBY, ("(", "[", "{", "a: ", '"#{', "'", "+", "%w[", "<<A\n", ":", "do |x| ", "#\n")),
    (
        "yaml",
        YAML,
        ("[", "{", "- ", "? ", "- - ", "&a [", "*a ", "!x ", "|\n", "'", '"', "a: ", "a:\n "),
    ),
    ("yaml lines", YAML + "x\n", ("a: x\n", "- x\n", "? x\n", "# x\n", "&a b: c\n", "---\n", "\t")),
    (
        "terraform",
        TF,
        ("a = [", "a = {", "a {\n", "a = ", '"', "${", "<<A\n", "(", "!", "a = b\n", "#\n"),
    ),
    ("terraform text", TF + 'a = "', ("${", "%{if x}", "\\", "$${", "${a[")),
    ("env", ENV, ("'", '"', "\\", "${", "x ", "\\'", "#", "\n", "\nA=b", "\n=", "\nexport ")),
):
    for piece in pieces:
        HOSTILE[f"{name}: {piece!r}"] = medium(piece, start)
    HOSTILE[f"much {name}: {pieces[0]!r}"] = filled(pieces[0], start)
COPIED: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("copied", CURL, ("&quot;", "<b ", "\u2014a ", "\u201c", "\u00a0", "\u00a0\n", "> x\n")),
    (
        "prompts",
        f"{CURL}\n",
        ("C:\\a ", "a@b ", "mia@x:~$ ", "$ ", "(a) ", '"{`"a', '"{""a', "\n-a"),
    ),
    ("http", "POST /v2/credential_connections\n", ("{{", "{", " ", " \n", "@a=b\n")),
    ("files", "", ("cat > a <<X\nx\nX\n", "echo x > a\n", "cat > a <<X\n$(cat a)$(cat a)\nX\n")),
    ("merged", "x = {'user_name': 1}\n", ("x.update(x)\n", "x['a']['b'] = x\n", "x |= {'a': 1}\n")),
    ("unions", "import os\nx = {'user_name': 1}\ny = x", ("|x", "+{'user_name': 1}", "+'a'")),
    ("places", JS[:20] + ";\n", ("f({user_name: 1}, '/a/b', ", "f(() => { g({user_name: 1}, ")),
    ("classes", "require 'x'\n", ("Aa.new(user_name: ", "x.merge(user_name: 1)", "x.freeze")),
    ("members", "user_name: 'x', ", ("a: [", "a: {", "]", "})", "a: 'b', ", "(")),
    ("members in JSON", '"user_name": "x", ', ('"a": [', '"a": {', "]", "}", '"', "'", ",")),
    ("blocks", "", ("```\nuser_name = connection_name({\n```\n", "~~~\n", "In [1]: x\n", "1 x\n")),
)
for name, start, some in COPIED:
    for piece in some:
        HOSTILE[f"{name}: {piece!r}"] = medium(piece, start)
    HOSTILE[f"much {name}: {some[0]!r}"] = filled(some[0], start)
HOSTILE["objects of objects"] = "\n".join(
    [
        "import os",
        "x0 = {'user_name': 1}",
        *(f"x{n} = {{**x{n - 1}, **x{n - 1}}}" for n in range(1, 60)),
        "client.credential_connections.create(**x59)",
    ]
)
HOSTILE["uses of a variable"] = (
    "@a=" + "x" * 990 + "\n" + filled("{{a}}", "POST /v2/credential_connections\n\n", " " * 999)
)
HOSTILE["texts of a document"] = filled('{"func": "user_name = {"},', "[", '{"a": 1}]')
HOSTILE["programs of a document"] = (
    "[" + ",".join(['{"func": "user_name = {' + "(" * 50_000 + '"}'] * 18) + "]"
)
HOSTILE["aliases"] = (
    YAML
    + "x\na0: &a0 [x, x]\n"
    + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))
)
HOSTILE["merges"] = (
    YAML
    + "x\na0: &a0 {x: y}\n"
    + "".join(
        f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}], k{n}: *a{n - 1}}}\n" for n in range(1, 40)
    )
)
CODE = '"jsonBody": "x = {connection_name: ' + "(" * 300 + '"'
HOSTILE |= {
    "lines of JSON": filled('{"connection_name": "x", "user_name": "%"}\n'),
    "broken lines of JSON": filled('{"connection_name": "x",\n', ABOUT),
    "colons before JSON": filled("a: = : [ \n", ABOUT),
    "curled quotes": filled('{"a": “b”, ', "connection_name=“x”\n"),
    "curled lines": filled("a: ““ “\n", "connection_name=“x”\n"),
    "texts in JSON": '{"nodes": [' + ",".join([f"{{{CODE}}}"] * 2_500) + "]}",
    "templates in JSON": json.dumps({"a": '{"connection_name": ' + "{{ x" * 60_000}),
    "JSON in JSON in JSON": nested(12),
    "variables of YAML": medium("A_SIP_USER: x\n", "SIP_PASSWORD: x\n"),
    "items of YAML": medium("- SIP_USER=x\n", "environment:\n- SIP_PASSWORD=x\n"),
    "names of YAML": filled("telnyxsip: x\n"),
    "assignments on a line": filled("SIP_USER=x ", "SIP_PASSWORD=x "),
    "words on a line": filled("x ", "SIP_PASSWORD=x "),
    "semicolons on a line": filled(";A=", "SIP_PASSWORD=x "),
    "members of a reply": json.dumps(
        {"id": "1", "user_name": "x", **{f"unknown_member_{n}": "x" for n in range(28_000)}}
    ),
    "modules": medium('module "x" {\n  connection_name = "x"\n  user_name = "y"\n}\n'),
    "defaults in a circle": 'variable "a" {\n default = var.b\n}\nvariable "b" {\n default = var.a\n}'
    f"\n{TF} connection_name = var.a\n user_name = 1\n}}\n",
    "variables of Postman": json.dumps(
        {
            "info": {},
            "variable": [{"key": "x", "value": "{{x}}" * 10_000}],
            "item": [{"request": {"url": "{{x}}/credential_connections", "body": {"raw": "{{x}}"}}}]
            * 100,
        }
    ),
}
HOSTILE["an alias of itself"] = YAML + "x\na: &a [*a]\n"
HOSTILE["lists of variables"] = "\n".join(
    [
        "import os",
        "x0 = [1, 1]",
        *(f"x{n} = [x{n - 1}, x{n - 1}]" for n in range(1, 60)),
        "client.credential_connections.create(connection_name='x', tags=x59)",
    ]
)
HOSTILE["sums of variables"] = "\n".join(
    [
        "import os",
        "x0 = 'xxxxxxxx'",
        *(f"x{n} = x{n - 1} + x{n - 1}" for n in range(1, 60)),
        "client.credential_connections.create(connection_name=x59)",
    ]
)
HOSTILE["variables in a circle"] = (
    "a = b\nb = a\nclient.credential_connections.create(connection_name=a, user_name='x')"
)
HOSTILE["locals in a circle"] = (
    TF + " connection_name = local.a\n user_name = 1\n}\nlocals {\n a = local.b\n b = local.a\n}\n"
)


@pytest.fixture(autouse=True)
def less_patience(whole: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading gives up sooner, so that the suite stays fast; the campaigns run with what users
    have.
    """
    if not whole:
        monkeypatch.setattr(reading, "SECONDS", 0.2)


@pytest.mark.sampled(every=3, kind=lambda name: name.partition(": ")[0])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_ends_soon_and_clearly(text: str) -> None:
    """Every third text runs every day, and one of each form at least; the campaigns run them
    all.
    """
    began = time.process_time()
    try:
        read(text)
    except UnreadableDocument as error:
        words = str(error)
        assert len(words.splitlines()) == 1
        assert words.startswith("FILE")
        assert len(words) < 400
    assert time.process_time() - began < SECONDS
    began = time.process_time()
    recognized(text)
    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b" \n\t", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\xff\x00\x01", "is not UTF-8 (byte 0)"),
        (b'{"connection_name": "\xff"}', "is not UTF-8 (byte 21)"),
        (b"user_name: x\0y", "is not text (byte 12 is zero)"),
        (b"\x7fELF\x02\x01\x01\0\0", "is not text"),
        (b"PK\x03\x04" + bytes(range(200)), "is not"),
        (b"x" * (MAX_BYTES + 1), "is larger than 1 MiB"),
        (b"hello", "is in no form that is read here: JSON, an API reply, curl"),
        (b"# a read-me\n\nJust some prose: with a colon.\n", "is in no form"),
        (b"<html><body>x</body></html>", "is in no form"),
    ],
)
def test_what_is_no_text_of_a_form(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_text(data, "FILE")
    assert words in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_what_notepad_saves_is_text() -> None:
    text = f"connection_name: office\nuser_name: exampleuser1\npassword: {PASSWORD}\n"
    assert read(text.encode("utf-16")).document == BODY
    assert read(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()).document == BODY


# Files


def said_of(path: Path | str) -> str:
    with pytest.raises(UnreadableDocument) as caught:
        read_file(str(path))
    return str(caught.value)


def test_a_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a b"
    file.write_text("x: y")
    assert read_file(str(file)) == (b"x: y", str(file))


def test_of_a_large_file_no_more_than_needed_is_read(tmp_path: Path) -> None:
    file = tmp_path / "large"
    with file.open("wb") as opened:
        opened.truncate(50 << 20)
    data, source = read_file(str(file))
    assert len(data) == MAX_BYTES + 1
    with pytest.raises(UnreadableDocument, match="larger than 1 MiB"):
        read_text(data, source)


def test_what_is_no_file(tmp_path: Path) -> None:
    assert "Is a directory" in said_of(tmp_path)
    assert "No such file" in said_of(tmp_path / "none\x1b[2J")
    assert "\x1b" not in said_of(tmp_path / "none\x1b[2J")
    assert "not a file name" in said_of("nul\0")
    assert len(read_file("/dev/zero")[0]) == MAX_BYTES + 1


def test_a_pipe_without_a_writer_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    began = time.process_time()
    assert "nobody writes" in said_of(tmp_path / "pipe")
    assert time.process_time() - began < SECONDS


def test_a_file_that_says_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """As `/proc/kmsg` is: no pipe, and it blocks who reads it until the kernel has something."""
    here, there = socket.socketpair()
    with here, there:
        here.setblocking(False)
        monkeypatch.setattr(os, "open", lambda name, flags: os.dup(here.fileno()))
        began = time.process_time()
        assert "nothing comes from it" in said_of("/proc/kmsg")
        assert time.process_time() - began < SECONDS


@pytest.mark.parametrize("wait", [False, True], ids=["at once", "once it is waited for"])
def test_a_pipe_with_a_writer_is_read_to_its_end(tmp_path: Path, wait: bool) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    opened = threading.Event()

    def write() -> None:
        with pipe.open("wb") as out:
            opened.set()
            out.write(b"user_name: ")
            out.flush()
            if wait:
                # Longer than the pipe is waited for while nobody has it open.
                threading.Event().wait(1.8)
            out.write(b"x" * 100_000)

    writer = threading.Thread(target=write, daemon=True)
    writer.start()
    data, _ = read_file(str(pipe))
    writer.join(10)
    assert opened.is_set()
    assert data == b"user_name: " + b"x" * 100_000


def test_a_pipe_whose_writer_is_gone_gives_what_it_left() -> None:
    """What `check <(printf ...)` is."""
    source, sink = os.pipe()
    os.write(sink, b"user_name: x")
    os.close(sink)
    try:
        assert read_file(f"/dev/fd/{source}")[0] == b"user_name: x"
    finally:
        os.close(source)
