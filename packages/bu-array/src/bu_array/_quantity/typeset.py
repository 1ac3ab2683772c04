r"""Quantity -> LaTeX, HTML and siunitx, as notebooks and documents typeset it.

Each function is given `value_text`, which prints the numbers: ``\times 10^{-3}`` is made of its ``e-03``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from bu_dispatch import backend_of
from bu_units import Unit

__all__ = ["html", "latex", "siunitx"]

Printer: TypeAlias = Callable[..., str]

# A page of LaTeX breaks no line and no array: what is longer than this is cut, as numpy cuts.
_MOST_ELEMENTS, _MOST_LINES, _WIDTH = 100, 40, 75

# Compiled where they are first needed.
_PART = (
    r"(?i:(?P<digits>[0-9][0-9.]*|\.[0-9]+)[eE](?P<power>[+-]?[0-9]+)"
    r"|(?P<dots>\.\.\.)"
    r"|(?P<uncertain>\+/-)"
    r"|(?P<infinite>(?<![^\W_])inf(?:inity)?(?=j?(?![^\W_])))"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<special>[ ,%_$&#{}~^\\]))"
)
_TEXT = str.maketrans(
    {char: f"\\{char}" for char in "%_$&#{}"}
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", " ": r"\ "}
)


def latex(value_text: Printer, mantissa: Any, unit: Unit) -> str:
    r"""Return ``1.5 \times 10^{-3} \; \mathrm{mV}`` for math mode, which keeps neither blanks nor lines."""
    text, is_of_numbers = _cut(value_text, mantissa)
    lines = [_in_math(line) if is_of_numbers else _as_written(line) for line in text.split("\n")]
    value = lines[0]
    if len(lines) > 1:
        rows = r" \\ ".join(lines)
        value = rf"\begin{{array}}{{l}} {rows} \end{{array}}"
    return rf"{value} \; {unit:~L}" if unit.should_display_unit else value


def _cut(value_text: Printer, mantissa: Any) -> tuple[str, bool]:
    """Return the numbers, or the first and last where they would leave the page; False for no numbers."""
    if not _has_values(mantissa):
        return value_text(mantissa), False
    for elements, items in ((_MOST_ELEMENTS, 3), (0, 3), (0, 2), (0, 1)):
        limits = {"max_line_width": _WIDTH, "threshold": elements, "edgeitems": items}
        text = value_text(mantissa, limits=limits)
        if text.count("\n") < _MOST_LINES:
            return text, True
    return f"array of shape {tuple(mantissa.shape)}", False  # of more axes than a page has room for


def _has_values(mantissa: Any) -> bool:
    backend = backend_of(mantissa)
    return backend is None or backend.is_concrete(mantissa)


def _as_written(line: str) -> str:
    """Return what a lazy array says of itself."""
    return rf"\texttt{{{line.translate(_TEXT)}}}"


def _in_math(line: str) -> str:
    r"""Return a line of numbers with ``\times 10^{n}`` for ``en``, each blank kept, and words upright."""
    return re.sub(_PART, _part, line)


def _part(match: re.Match[str]) -> str:
    kind, text = match.lastgroup, match.group()
    if kind == "power":
        return rf"{match['digits']} \times 10^{{{int(match['power'])}}}"
    if kind == "dots":
        return r"\dots"
    if kind == "uncertain":
        return r" \pm "
    if kind == "infinite":
        return r"\infty"
    if kind == "word":
        return rf"\mathrm{{{text}}}"
    return "{,}" if text == "," else text.translate(_TEXT)


def html(value_text: Printer, mantissa: Any, unit: Unit) -> str:
    """Return value and unit, escaped; rows stand below each other, column by column."""
    value = value_text(mantissa)
    for char, code in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        value = value.replace(char, code)
    text = f"{value}&nbsp;{unit:~H}" if unit.should_display_unit else value
    # Blanks and digits of one width, which line up, are those of a <pre> alone.
    return f"<pre>{text}</pre>" if "\n" in value or "  " in value else text


def siunitx(value_text: Printer, mantissa: Any, unit: Unit) -> str:
    r"""Return ``\qty{1.5e-3}{\volt}``, ``\qtylist{1;2}{\volt}``; ``\num`` without a unit."""
    known = _has_values(mantissa)
    texts = [value_text(number) for number in (_elements(mantissa) if known else [mantissa])]
    is_list = known and bool(getattr(mantissa, "shape", ()))
    is_complex = any(text.endswith("j") for text in texts)
    if is_complex and is_list:
        raise ValueError("siunitx has no list of complex numbers; format them one by one")
    option = ""
    if all(re.fullmatch(_PLAIN, text) for text in texts):
        texts = [_for_siunitx(text) for text in texts]
    else:  # nan, inf, masked
        option = "[parse-numbers = false]"
        texts = [_in_math(text.strip()) if known else _as_written(text) for text in texts]
    what = "qty" if unit.should_display_unit else "num"
    name = ("complex" if is_complex else "") + what + ("list" if is_list else "")
    text = rf"\{name}{option}{{{';'.join(texts)}}}"
    return text + (f"{{{unit:~siunitx}}}" if what == "qty" else "")


_DECIMAL = r"[+-]?[0-9]+\.?[0-9]*(?:e[+-]?[0-9]+)?"
_PLAIN = rf" *{_DECIMAL}(?:[+-] *{_DECIMAL}j)? *"


def _elements(mantissa: Any) -> Iterator[Any]:
    shape = getattr(mantissa, "shape", ())
    if len(shape) > 1:
        raise ValueError(f"siunitx has lists and no arrays of {len(shape)} axes; format the rows one by one")
    return iter(mantissa) if shape else iter([mantissa])


def _for_siunitx(text: str) -> str:
    """Return ``1.e+06`` as ``1e6``."""
    text = re.sub(r"\.(?![0-9])", "", text.strip())
    return re.sub(r"e([+-]?)0*([0-9])", lambda found: f"e{found[1].replace('+', '')}{found[2]}", text)
