"""Which units an unknown name may have been meant for: names that people write, and no exotic prefix."""

from __future__ import annotations

import difflib
import operator
from collections.abc import Iterator

from ._catalogue import SHORT_ALIASES
from ._registry import _by_name, _by_symbol, _further, _prefixes, find, own_rows, refusal, rows, trades

__all__ = ["suggest"]


def suggest(text: str) -> list[str]:
    """Return known names near to an unknown one, the nearest first; of a plural the singular alone."""
    singular = _singular(text)
    told = [singular] if singular is not None else _of_prefix(text)
    if told is not None:
        return told
    said = " ".join(prefix.symbol for prefix in _prefixes if text.startswith(prefix.name))
    names = set(_usual_names(""))
    known = list(dict.fromkeys([*_usual_names(""), *_usual_names(), *(_usual_names(said) if said else ())]))
    same = [name for name in known if name.lower() == text.lower()]
    if same:
        return sorted(same, key=lambda name: sum(map(operator.ne, name, text)))[:3]
    near = difflib.get_close_matches(text, known, n=6, cutoff=0.7)
    # Beside a name, or the one with a prefix, further prefixes would be a guess.
    return [name for name in near if name is near[0] or name in names][:3]


# The prefixes that people write; no other makes a name likely ("hsr", "zkelvin").
_USUAL = "k M G m u n p"
_USUAL_OF = {
    "metre meter": "k c m u n p",
    "second": "m u n p f",
    "kelvin": "m u n",
    "candle candela": "m",
    "gram gramme": "k m u n p",
    "mole mol": "k m u n p",
    "litre liter": "d c m u n",
    "radian": "m u",
    "steradian": "",
    "rem": "m",
    "sievert": "m u",
    "gray": "m u",
    "barn": "m",
    "hartree": "",
    "gauss": "m k",
    "oersted": "k",
    "poise": "m",
    "stokes": "m",
    "galileo": "m",
    "roentgen": "m",
    "dalton": "k M",
    "molar": "m u n",
    "pascal": "h k M G m",
    "bar": "m k",
    "watt": "T G M k m u n p",
    "hertz": "T G M k m",
    "bit": "k M G T Ki Mi Gi Ti",
    "byte": "k M G T Ki Mi Gi Ti",
    "volt_ampere": "k M G",
    "var": "k M G",
    "tonne_of_oil_equivalent": "k M",
    "darcy": "m",
    "pixel": "k M",
    "equivalent": "m u",
    "osmole": "m",
    "tex": "d k",
}


def _usual_names(prefixes: str | None = None) -> Iterator[str]:
    """Yield the names and symbols that someone may have meant, with the usual prefixes unless given."""
    for row in (*rows(), *own_rows()):
        names, symbols = row.names.split(), [row.symbol, *row.aliases.split()]
        yield from names
        yield from symbols
        usual = _USUAL_OF.get(row.names, "" if row in trades() else _USUAL)
        for symbol in (usual if prefixes is None else prefixes).split():
            prefix = _by_symbol[symbol]
            if row.takes(prefix):
                yield from (start + name for name in names for start in (prefix.symbol, prefix.name))
                yield from (symbol + other for other in symbols if len(other) < 4)
    yield from SHORT_ALIASES
    yield from _further


# What is not near to the name that it means.
_OTHER_WORDS = {
    "feet": "foot",
    "sec": "second",
    "secs": "second",
    "hr": "hour",
    "hrs": "hour",
    "dimensionless": "1",
    "unitless": "1",
}


def _singular(text: str) -> str | None:
    """Return the name of the unit that a plural means, or another word; None if no unit is called so."""
    ends = [
        text[: -len(end)] + stem for end, stem in (("ies", "y"), ("es", ""), ("s", "")) if text.endswith(end)
    ]
    for name in (
        _OTHER_WORDS.get(text),
        _OTHER_WORDS.get(text.lower()),
        *ends,
        *(end.lower() for end in ends),
    ):
        if name == "1" or (name and len(name) > 2 and find(name) is not None):
            return name
    symbol = text.removesuffix("s")  # "kms": a symbol that is no plural
    return symbol if len(symbol) == len(text) - 1 > 1 and find(symbol) is not None else None


def _of_prefix(text: str) -> list[str] | None:
    """Return what a word may mean that begins with the name of a prefix, "kilofeet"; None for any other."""
    for prefix in _by_name.values():
        rest = text.removeprefix(prefix.name)
        if rest == text or len(rest) < 3:
            continue
        if refusal(rest):  # "kiloton"
            return []
        name = _singular(rest) or (rest if find(rest) is not None else None)
        if name is not None:
            return [prefix.symbol + name if find(prefix.symbol + name) is not None else name]
    return None
