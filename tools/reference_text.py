"""Docstrings as Markdown for MyST: plain paragraphs with marks for code, and examples."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["code", "fenced", "markdown", "prose", "table"]

_MARKED = re.compile(r"``.+?``|`[^`]+`", re.DOTALL)
# What Markdown would read as a mark of its own, inside a line and at the beginning of a paragraph.
_SPECIAL = re.compile(r"([\\*_<>\[\]$|])")
_START = re.compile(r"^(\d+)([.)] )|^([-+#:~=])")


def markdown(docstring: str, links: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Return the paragraphs of a cleaned docstring, and its examples, which are sessions.

    `links`: what is documented under a word in single backticks.
    """
    text: list[str] = []
    examples: list[str] = []
    literal = False
    for block in re.split(r"\n\s*\n", docstring.strip("\n")):
        if block.lstrip().startswith(">>>"):
            examples.append(dedented(block))
        elif literal and block.startswith(" "):
            text[-1:] = _joined(text[-1], fenced(dedented(block), "text"))
            continue
        elif re.match(r"[-*] ", block):
            items = re.split(r"\n(?=[-*] )", block)
            text.append("\n".join(f"- {prose(item[2:], links)}" for item in items))
        elif block:
            shown = block.removesuffix(" ::") if block.endswith(" ::") else re.sub("::$", ":", block)
            text.append(prose(shown, links))
        literal = block.endswith("::")
    return text, examples


def _joined(before: str, block: str) -> list[str]:
    """Return a block of code, as one with the block before it where there is one."""
    if before.startswith("```text"):
        return [before.removesuffix("```") + "\n" + block.removeprefix("```text\n")]
    return [before, block]


def dedented(block: str) -> str:
    """Return a block without its common indentation."""
    lines = block.split("\n")
    margin = min(len(line) - len(line.lstrip()) for line in lines if line.strip())
    return "\n".join(line[margin:] for line in lines)


def prose(text: str, links: Mapping[str, str] | None = None) -> str:
    """Return a paragraph on one line: code in backticks, documented words as links, all else escaped."""
    text = " ".join(text.split())
    parts = []
    end = 0
    for found in _MARKED.finditer(text):
        parts.append(_escaped(text[end : found.start()]))
        marked = found.group()
        word = marked.strip("`")
        if not marked.startswith("``") and links and word in links:
            parts.append(f"{{py:obj}}`{word} <{links[word]}>`")
        else:
            parts.append(code(word))
        end = found.end()
    parts.append(_escaped(text[end:]))
    return _START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", "".join(parts))


def _escaped(text: str) -> str:
    """Escape what Markdown would read as its own, but for ``*words*``, which mean the same there."""
    escaped = _SPECIAL.sub(r"\\\1", text)
    return re.sub(r"(?<![\w*])\\\*(\w[\w ]*)\\\*(?![\w*])", r"*\1*", escaped)


def code(text: str) -> str:
    """Return a text marked as code, in a table too."""
    text = text.replace("|", "\\|")
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def fenced(text: str, language: str) -> str:
    """Return a block of code."""
    return f"```{language}\n{text}\n```"


def table(titles: list[str], rows: list[list[str]]) -> list[str]:
    """Return the lines of a table."""
    lines = [f"| {' | '.join(titles)} |", f"|{'---|' * len(titles)}"]
    return lines + [f"| {' | '.join(row)} |" for row in rows]
