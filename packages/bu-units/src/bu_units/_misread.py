"""Texts that mean something else than what the grammar would make of them; why they are refused."""

from __future__ import annotations

import re

__all__ = ["degrees", "misread", "uncertain"]

_DEGREES = frozenset("° deg degs degree degrees".split())
_SCALES = {
    "degC": "C Celsius celsius centigrade",
    "degF": "F Fahrenheit fahrenheit",
    "degR": "R Ra Rankine rankine",
    "K": "K Kelvin kelvin",
}
_AFTER_DEGREES = {word: scale for scale, words in _SCALES.items() for word in words.split()}
# What a letter says that people write for degrees, and what says the degrees.
_LETTERS = {
    "C": ("coulomb", "degrees Celsius", "degC °C"),
    "F": ("farad", "degrees Fahrenheit", "degF °F"),
    "R": ("roentgen", "degrees Rankine", "degR °R"),
    **dict.fromkeys(_DEGREES, ("degree of an angle", "degrees of a temperature", "degC degF")),
}
_WORD = re.compile(r"[^\W\d]\w*|°\w*")
_COLUMNS = {
    ("mm", "Hg"): "mmHg",
    ("cm", "Hg"): "cmHg",
    ("in", "Hg"): "inHg",
    ("inch", "Hg"): "inHg",
    ("inches", "Hg"): "inHg",
    ("cm", "H2O"): "cmH2O",
    ("in", "H2O"): "inH2O",
    ("inch", "H2O"): "inH2O",
    ("inches", "H2O"): "inH2O",
}
_RATIOS = frozenset(("%", "‰", "percent", "permille"))
_HUMIDITY = frozenset("RH rh Rh rH".split())
_LEVELS = frozenset(("dB", "decibel", "decibels"))
_WEIGHTINGS = frozenset("A B C D Z SPL".split())
_PRESSURES = frozenset("bar mbar Pa hPa kPa MPa psi atm at kgf".split())
_ABOVE_WHAT = frozenset("g a abs gauge G A".split())


def misread(first: str, second: str) -> str:
    """Return why two names side by side are no product (``deg C``, ``% RH``); empty where they are one.

    A product that is meant all the same is written with its sign: ``deg * C``.
    """
    if first in _DEGREES and second in _AFTER_DEGREES:
        kelvin = second[0].upper() == "K"
        meant = "the kelvin has no degree sign" if kelvin else "the scale is one word"
        return f"'{first} {second}' would be a product: {meant}, {_AFTER_DEGREES[second]!r}"
    if first in _RATIOS and second in _HUMIDITY:
        return f"'{first} {second}' would be a product: a relative humidity is in {first!r} alone"
    if (first, second) in _COLUMNS:
        return f"'{first} {second}' would be a product: the pressure is one word, {_COLUMNS[first, second]!r}"
    if first in _LEVELS and second in _WEIGHTINGS:
        return (
            f"'{first} {second}' would be a product: a weighting does not go into the unit, {first!r} alone"
        )
    if first in _PRESSURES and second in _ABOVE_WHAT:
        return (
            f"'{first} {second}' would be a product: what a pressure is above does not go into the unit, "
            f"{first!r} alone"
        )
    if second in _RATIOS:
        return f"'{first} {second}' would be a product: what is counted does not go into the unit, {second!r} alone"
    return ""


def degrees(number: str, unit: str) -> str:
    """Return what to write in a text for degrees of a temperature; empty where nothing looks like them.

    number: what stands in front, or ""; unit: a unit, "C" or "W/(m^2 C)". A letter is never taken for
    degrees: "20C" is 20 coulomb, and whether that was meant its reader is asked.

    >>> degrees("20", "C")
    '20 C is 20 coulomb; for degrees Celsius write 20 degC or 20 °C'
    """
    letter = next((word for word in _WORD.findall(unit) if word in _LETTERS), None)
    if letter is None:
        return ""
    name, meant, texts = _LETTERS[letter]
    if unit.strip() != letter or not number:
        where = letter if unit.strip() == letter else f"{letter!r} in {unit!r}"
        return f"{where} is the {name}; for {meant} write {texts.replace(' ', ' or ')}"
    is_letter = letter not in _DEGREES
    said = f"{number} {name}" if is_letter else "an angle"
    return f"{number} {letter} is {said}; for {meant} write " + " or ".join(
        f"{number} {text}" for text in texts.split()
    )


def uncertain(number: str, digits: str) -> str:
    """Return why ``5.0(3)`` is refused: no product of 5.0 and 3, but 5.0 with an uncertainty of 0.3."""
    last = number.lower().partition("e")[0]
    places = len(last.partition(".")[2])
    size = (
        digits
        if "." in digits or not places
        else f"{digits.zfill(places + 1)[:-places]}.{digits.zfill(places + 1)[-places:]}"
    )
    return (
        f"{number}({digits}) is {number} with the standard uncertainty {size}, which is kept beside "
        "a value and not in it"
    )
