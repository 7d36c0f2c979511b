"""Read the configurations of devices as the devices do, as far as their values go."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree


def asterisk(text: str) -> list[dict[str, str]]:
    """Return the sections of a .conf file: `[]` is the name, the rest as Asterisk reads it."""
    sections: list[dict[str, str]] = []
    for line in text.split("\n"):
        kept = _without_comment(line).strip(" \t")
        if kept.startswith("["):
            sections.append({"[]": kept.strip("[]")})
        elif kept:
            name, _, value = kept.partition("=")
            sections[-1][name.strip()] = value.removeprefix(">").strip(" \t")
    return sections


def _without_comment(line: str) -> str:
    """Cut a comment, and unescape each semicolon that a backslash stands before."""
    kept, start = "", 0
    while (at := line.find(";", start)) >= 0:
        if at == start or line[at - 1] != "\\":
            return kept + line[start:at]
        kept += line[start : at - 1] + ";"
        start = at + 1
    return kept + line[start:]


def freeswitch(text: str) -> dict[str, str]:
    """Return the parameters and variables of a gateway by name.

    Before it is XML, FreeSWITCH replaces variables, and drops lines that name the preprocessor.
    """
    lines = [re.sub(r"\$\$\{.*?\}", "", line) for line in text.split("\n")]
    read = "\n".join(line for line in lines if "x-pre-process" not in line.lower())
    gateway = ElementTree.fromstring(f"<all>{read}</all>").find("include/gateway")
    assert gateway is not None
    return {
        each.attrib["name"]: each.attrib["value"]
        for each in gateway.iter()
        if "value" in each.attrib
    }


def linphone(text: str) -> dict[str, dict[str, str]]:
    """Return the sections of a remote configuration."""
    space = "{http://www.linphone.org/xsds/lpconfig.xsd}"
    return {
        section.attrib["name"]: {each.attrib["name"]: each.text or "" for each in section}
        for section in ElementTree.fromstring(text.encode()).iter(f"{space}section")
    }


def baresip(text: str) -> dict[str, str]:
    """Return the parameters of the one account, and its URI as `uri`."""
    [line] = [each for each in text.split("\n") if each and not each.startswith("#")]
    uri, rest = line[1:].split(">", 1)
    return {"uri": uri, **dict(_parameters(rest))}


def _parameters(text: str) -> Iterator[tuple[str, str]]:
    """Split at semicolons outside of quotes; a backslash keeps the next character in them."""
    while text:
        name, _, text = text[1:].partition("=")
        quoted = re.match(r'"((?:[^"\\]|\\.)*)"(?=;|$)', text) if text.startswith('"') else None
        plain = re.match("[^;]*", text)
        found = quoted or plain
        assert found is not None
        yield name, quoted[1] if quoted else found[0]
        text = text[found.end() :]


def table(text: str) -> dict[str, str]:
    """Return the value of each label, with the note after it."""
    rows = (re.match("(.*?)  +(.*)", line) for line in text.split("\n"))
    return {row[1]: row[2] for row in rows if row}
