"""Quantity -> text, LaTeX and HTML. Called when something is shown, never to compute."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from bu_dispatch import backend_of
from bu_units import Unit

__all__ = ["formatted", "html", "latex", "represented", "shown"]


def value_text(mantissa: Any, spec: str = "", prefix: str = "", precision: int | None = None) -> str:
    """Return the numbers as numpy prints an array, alike for every eager library.

    A lazy or traced array gives its own text: nothing is computed to show it. `spec` formats each
    element; `prefix` is what stands before, so that rows line up.
    """
    backend = backend_of(mantissa)
    if backend is not None and not backend.is_concrete(mantissa):
        return str(mantissa)
    values = np.asarray(mantissa) if backend is None else backend.peek(mantissa)
    masked = hasattr(values, "mask")  # array2string shows what is under the mask of numpy's masked arrays
    formatter: Any = {"all": partial(_element_text, spec)} if spec or masked else None
    return np.array2string(values, prefix=prefix, formatter=formatter, precision=precision)


def _element_text(spec: str, element: Any) -> str:
    return str(element) if hasattr(element, "mask") else format(element, spec)


def shown(mantissa: Any, unit: Unit, precision: int | None = None) -> str:
    """Return ``[1. 2.] m``; without a unit the value alone."""
    value = value_text(mantissa, precision=precision)
    return f"{value} {unit}" if unit.should_display_unit else value


def represented(mantissa: Any, unit: Unit) -> str:
    """Return ``Quantity([1. 2.], "m")``; without a unit ``Quantity(3)``."""
    value = value_text(mantissa, prefix="Quantity(")
    kind = "" if unit.kind is None else f'.of_kind("{unit.kind}")'
    return (f'Quantity({value}, "{unit}")' if unit.should_display_unit else f"Quantity({value})") + kind


def formatted(mantissa: Any, unit: Unit, spec: str) -> str:
    """Return the text for a format spec: ``.2f`` for each element, then ``~P`` for the unit."""
    element, tilde, style = spec.partition("~")
    try:
        value = value_text(mantissa, element)
    except ValueError as error:
        raise ValueError(f"{error}{_meant_style(element)}") from None
    return f"{value} {unit:{tilde + style}}" if unit.should_display_unit else value


_STYLES = ("siunitx", "ucum", "udunits", "P", "L", "H", "D")


def _meant_style(element: str) -> str:
    """Return the hint for a number format that ends with a notation of units: ``P``, ``.2fP``, ``~X``."""
    for style in _STYLES:
        rest = element.removesuffix(style)
        if rest != element:
            return f"; a notation of units has a tilde before it: did you mean '{rest}~{style}'?"
    return ""


def latex(mantissa: Any, unit: Unit) -> str:
    r"""Return ``$3 \; \mathrm{mV}$``; LaTeX keeps no blanks and no lines of itself."""
    value = value_text(mantissa).replace(" ", r"\ ")
    if "\n" in value:
        lines = value.replace("\n", r" \\ ")
        value = rf"\begin{{array}}{{l}} {lines} \end{{array}}"
    return rf"${value} \; {unit:~L}$" if unit.should_display_unit else f"${value}$"


def html(mantissa: Any, unit: Unit) -> str:
    """Return the value and the unit, joined by a no-break space; rows stand below each other."""
    value = value_text(mantissa).replace("&", "&amp;").replace("<", "&lt;")
    if "\n" in value:
        value = value.replace(" ", "&nbsp;").replace("\n", "<br>")
    return f"{value}&nbsp;{unit:~H}" if unit.should_display_unit else value
