r"""Unit -> text: default, unicode, compact, LaTeX and HTML, from (symbol, exponent) pairs; dialects by name.

============ ============================= =======================================================
format spec  J / (K * mol)                 what it is
============ ============================= =======================================================
``~D``       ``J / (K * mol)``             default, as `str`; `parse_unit` reads it back
``~P``       ``J·K⁻¹·mol⁻¹``               unicode; `parse_unit` reads it back
``~C``       ``J/K/mol``                   compact, as program text; `parse_unit` reads it back
``~L``       ``\frac{\mathrm{J}}{...}``    LaTeX, to stand in math mode
``~H``       ``J&nbsp;K<sup>-1</sup>...``  HTML
``~siunitx`` ``\joule\per\kelvin...``     macros of the LaTeX package siunitx
``~ucum``    ``J/K/mol``                   UCUM; ``parse_unit(text, "ucum")`` reads it back
``~udunits`` ``J K-1 mol-1``               UDUNITS, CF; ``parse_unit(text, "udunits")`` likewise
============ ============================= =======================================================

The tilde may be left out. A unit that a dialect cannot say is a ValueError that says why.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from fractions import Fraction

from ._catalogue import ROWS
from ._dimension import power_text
from ._display import PRODUCT, Display
from ._magnitude import ONE, Magnitude

__all__ = ["DIALECTS", "MICRO", "STYLES", "dialect_text", "shown_text", "unit_text"]

# Modules with a function `unit_text`; each is imported when its style is first asked for.
DIALECTS = {name: f"bu_units.dialects.{name}" for name in ("siunitx", "ucum", "udunits")}

Pairs = Sequence[tuple[str, Fraction]]

# Symbols whose "u" is the prefix micro ("uV"); it is none in "u" or in a user's "unit".
MICRO = {f"u{row.symbol}" for row in ROWS if row.prefixed}

# Points on the scales of temperature, as they are typeset.
_DEGREES = {"degC": "°C", "degF": "°F"}

# Longer coefficients are written as powers of primes, which the parser need not factorise.
_LONGEST_COEFFICIENT = 400  # bits
_LARGEST_PRIME = 1 << 28

_SUPERSCRIPTS = str.maketrans("0123456789-/", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻ᐟ")


def default(pairs: Pairs, coefficient: Magnitude, product: str = PRODUCT) -> str:
    """Return ``J / (K * mol)``; what the parser's default dialect reads back."""
    if _is_alone(pairs, coefficient):
        return pairs[0][0]
    above = _coefficient_factors(coefficient)
    above += [_default_power(symbol, power) for symbol, power in pairs if power > 0]
    below = [_default_power(symbol, -power) for symbol, power in pairs if power < 0]
    text = product.join(above) or "1"
    if not below:
        return text
    return f"{text} / {below[0]}" if len(below) == 1 else f"{text} / ({product.join(below)})"


def compact(pairs: Pairs, coefficient: Magnitude) -> str:
    """Return ``J/K/mol``, ``kg*m**2``: the shortest that Python's operators say."""
    if _is_alone(pairs, coefficient):
        return pairs[0][0]
    above = [factor.replace("^", "**") for factor in _coefficient_factors(coefficient)]
    above += [_default_power(symbol, power, "**") for symbol, power in pairs if power > 0]
    below = [_default_power(symbol, -power, "**") for symbol, power in pairs if power < 0]
    return "/".join(["*".join(above) or "1", *below])


def unicode(pairs: Pairs, coefficient: Magnitude, product: str = "·") -> str:
    """Return ``J·K⁻¹·mol⁻¹``."""
    factors = []
    for factor in _coefficient_factors(coefficient):
        base, _, exponent = factor.partition("^")
        factors.append(base + _raised(Fraction(exponent.strip("()") or 1)))
    alone = _is_alone(pairs, coefficient)
    factors += [_factor(_pretty_symbol(symbol), alone) + _raised(power) for symbol, power in pairs]
    return product.join(factors) or "1"


def _raised(power: Fraction) -> str:
    """Return an exponent as in ``m²`` or ``m¹ᐟ²``; no decimal, whose point would be a product's."""
    return "" if power == 1 else str(power).translate(_SUPERSCRIPTS)


def latex(pairs: Pairs, coefficient: Magnitude) -> str:
    r"""Return ``\frac{\mathrm{J}}{\mathrm{K} \, \mathrm{mol}}``, to stand in math mode."""
    thin = r" \, "
    above = [_latex_coefficient(factor) for factor in _coefficient_factors(coefficient)]
    alone = _is_alone(pairs, coefficient)
    above += [_latex_power(_factor(symbol, alone), power) for symbol, power in pairs if power > 0]
    below = [_latex_power(_factor(symbol, alone), -power) for symbol, power in pairs if power < 0]
    text = thin.join(above) or "1"
    return rf"\frac{{{text}}}{{{thin.join(below)}}}" if below else text


def html(pairs: Pairs, coefficient: Magnitude) -> str:
    """Return ``J K<sup>-1</sup> mol<sup>-1</sup>`` with no-break spaces."""
    factors = []
    for factor in _coefficient_factors(coefficient):
        base, caret, exponent = factor.partition("^")
        factors.append(f"{base}<sup>{exponent.strip('()')}</sup>" if caret else base)
    alone = _is_alone(pairs, coefficient)
    for symbol, power in pairs:
        raised = "" if power == 1 else f"<sup>{power_text(power).strip('()')}</sup>"
        factors.append(_escape(_factor(_pretty_symbol(symbol), alone)) + raised)
    return "&nbsp;".join(factors) or "1"


STYLES: dict[str, Callable[[Pairs, Magnitude], str]] = {
    "": default,
    "D": default,
    "P": unicode,
    "C": compact,
    "L": latex,
    "H": html,
}


def unit_text(pairs: Pairs, coefficient: Magnitude, spec: str) -> str:
    """Return the text for a format spec: "" or "~D", "~P" (unicode), "~C", "~L" (LaTeX), "~H" (HTML)."""
    try:
        style = STYLES[spec.removeprefix("~")]
    except KeyError:
        known = ", ".join(f"~{code}" for code in (*STYLES, *DIALECTS) if code)
        raise ValueError(f"unknown format {spec!r} for a unit; known are {known}") from None
    return style(_numerators_first(pairs), coefficient)


def shown_text(pairs: Pairs, coefficient: Magnitude, options: Display, product: str | None) -> str:
    """Return the text that `set_display` asks for, with the sign of a product in the place of its own."""
    pairs = _numerators_first(pairs)
    if options.unicode:
        return unicode(pairs, coefficient, "·" if product is None else product)
    return default(pairs, coefficient, PRODUCT if product is None else product)


def _numerators_first(pairs: Pairs) -> Pairs:
    return sorted(pairs, key=lambda pair: pair[1] < 0)


def dialect_text(unit: object, spec: str) -> str:
    """Return the text of a Unit in a dialect, from the module of that dialect."""
    text: str = importlib.import_module(DIALECTS[spec.removeprefix("~")]).unit_text(unit)
    return text


def _is_alone(pairs: Pairs, coefficient: Magnitude) -> bool:
    """Whether a unit is one symbol and nothing else."""
    return len(pairs) == 1 and pairs[0][1] == 1 and coefficient is ONE


def _factor(symbol: str, alone: bool) -> str:
    """Return a symbol as it stands in a product or a power: ``(km/h)``."""
    compound = not alone and any(operator in symbol for operator in "*/^+-·")
    return f"({symbol})" if compound else symbol


def _default_power(symbol: str, power: Fraction, raised: str = "^") -> str:
    symbol = _factor(symbol, False)
    return symbol if power == 1 else f"{symbol}{raised}{power_text(power)}"


def _latex_power(symbol: str, power: Fraction) -> str:
    shown = {"ohm": r"\Omega", "°": r"{}^{\circ}", "′": r"{}^{\prime}", "″": r"{}^{\prime\prime}"}
    if symbol in shown:
        body = shown[symbol]
    elif symbol in _DEGREES:
        body = rf"{{}}^{{\circ}}\mathrm{{{_DEGREES[symbol][1:]}}}"
    elif symbol.endswith("ohm"):
        body = rf"\mathrm{{{_latex_escape(_pretty_symbol(symbol)[:-1])}}}\Omega"
    else:
        body = rf"\mathrm{{{_latex_escape(_pretty_symbol(symbol))}}}"
    if power == 1:
        return body
    body = f"{{{body}}}" if "^" in body else body  # TeX refuses a second superscript
    return f"{body}^{{{power_text(power).strip('()')}}}"


_LATEX = str.maketrans(
    {char: f"\\{char}" for char in "%_$&#{} "}
    | {
        "\\": r"\backslash ",
        "^": r"\hat{}",
        "~": r"\sim ",
        "µ": r"\mu ",
        "Å": r"\mathring{A}",
        "Ω": r"\Omega ",
    }
)


def _latex_escape(symbol: str) -> str:
    return symbol.translate(_LATEX)


def _latex_coefficient(factor: str) -> str:
    base, caret, power = factor.partition("^")
    base = base.replace("pi", r"\pi")
    return f"{base}^{{{power.strip('()')}}}" if caret else base


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _pretty_symbol(symbol: str) -> str:
    """Return the typeset symbol: ``Mohm`` as MΩ, ``uV`` as µV, ``degC`` as °C."""
    if symbol in _DEGREES:
        return _DEGREES[symbol]
    if symbol.endswith("ohm"):
        symbol = symbol[:-3] + "Ω"
    return "µ" + symbol[1:] if symbol.replace("Ω", "ohm") in MICRO else symbol


def _coefficient_factors(coefficient: Magnitude) -> list[str]:
    """Return the factors of ``3.0 * 10.0^2``; every one is exact and reads back."""
    if coefficient is ONE:
        return []
    ten = coefficient.power_of_ten
    if ten is not None:
        return [f"10.0^{power_text(ten)}"]
    exact = coefficient.fraction if _is_short(coefficient) else None
    if exact is None:
        return [
            f"{'pi' if base == 0 else base}" + ("" if power == 1 else f"^{power_text(power)}")
            for base, power in coefficient.parts
        ]
    rest = exact.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return [f"({exact})"]
    return _scientific(exact)


def _is_short(coefficient: Magnitude) -> bool:
    """Whether a rational coefficient has few digits and at most one prime that is hard to find."""
    bits = sum(abs(power) * base.bit_length() for base, power in coefficient.parts)
    hard = sum(abs(power) for base, power in coefficient.parts if base > _LARGEST_PRIME)
    return bits <= _LONGEST_COEFFICIENT and hard <= 1


def _scientific(exact: Fraction) -> list[str]:
    """Return ``[3.0, 10.0^2]`` for a terminating decimal."""
    places = 0
    while exact.denominator != 1:
        exact *= 10
        places += 1
    digits = str(exact.numerator)
    scale = len(digits) - 1 - places
    digits = digits.rstrip("0")
    factor = f"{digits[0]}.{digits[1:] or '0'}"
    return [factor, f"10.0^{scale}"] if scale else [factor]
