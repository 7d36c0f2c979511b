"""Make shell commands as people copy them into what a POSIX shell reads.

That is: without prompts, with backslashes for what other systems' shells and web pages have.
"""

import re

_PROMPT = re.compile(
    r"[ \t]*(?:\([^()\n]{1,40}\)[ \t]*)?"
    r"(?:PS [^\n>]{0,200}>|[A-Za-z]:\\[^\n>]{0,200}>"
    r"|(?![ \t]*#)[^\n\"'`|;&(){}=\\]{0,200}[$#%>\u276f\u279c])[ \t]*"
    r"(?=(?:sudo[ \t]+)?(?:curl|telnyx)(?:\.exe)?[ \t])"
)
_DOLLAR = re.compile(r"[ \t]*\$[ \t]+(?=\S)")
# The prompts of bash, PowerShell and zsh in the next lines of a command.
_NEXT = re.compile(r"[ \t]*(?:>>?|[a-z]{2,9}>)(?:[ \t]|$)")
_COMMAND = re.compile(r"[ \t]*(?:curl|telnyx)(?:\.exe)?[ \t]")
_CMD = re.compile(
    r"(?:^|\s)(?:curl(?:\.exe)?|-[Hd]|--(?:header|data(?:-raw|-binary)?|url))[ \t]+\^\""
)


def as_posix(text: str) -> str:
    """Return `text` as a POSIX shell reads it; unchanged if it is one's already."""
    text = text.replace("\r\n", "\n")
    text = re.sub(r"(?m)^[ \t]*\u00a0[ \t\u00a0]*", " ", text)
    text = _without_prompts(text)
    if _CMD.search(text):
        # cmd.exe, as a browser copies it: every special character has a caret.
        text = re.sub(r"\^[ \t]*\n", "\\\n", text)
        return re.sub(r"\^(.)", r"\1", text)
    # Variables of PowerShell, and of cmd.exe, which has no single quotes.
    text = re.sub(r"\$env:(\w+)", r"$\1", text, flags=re.IGNORECASE)
    if re.search(r'"\{\s*(?:\\"|"")', text):
        text = re.sub(r"%([A-Z][A-Z0-9_]{2,60})%", r"$\1", text)
    for quote in ('`"', '""'):
        # A quote in double quotes, in PowerShell or cmd.exe.
        if re.search(r'"\{\s*' + quote + r"\w", text):
            text = text.replace(quote, '\\"')
    text = re.sub(r"(?m)(?<=[ \t])\^[ \t]*$", r"\\", text)
    text = re.sub(r"(?m)(?<=[ \t])`[ \t]*$", r"\\", text)
    text = re.sub(r"(?m)\\[ \t]+$(?=\n\s*-)", r"\\", text)
    # A page may lose the backslashes: no command begins with a hyphen.
    return re.sub(r"(?<=[^\\\n])\n(?=[ \t]*--?[A-Za-z])", " \\\n", text)


def _without_prompts(text: str) -> str:
    made = []
    is_command = False
    for line in text.split("\n"):
        prompt = _PROMPT.match(line) or _DOLLAR.match(line)
        if prompt is None and is_command:
            prompt = _NEXT.match(line)
        rest = line[prompt.end() :] if prompt else line
        continues = is_command and prompt is not None
        is_command = bool(continues or _COMMAND.match(rest) or rest.rstrip().endswith("\\"))
        made.append(rest)
    return "\n".join(made)
