"""Quantity -> text for people. Called when something is shown, never to compute; `written` is for storing."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

import numpy as np

import bu_units
from bu_dispatch import backend_of
from bu_units import Unit

from ..core import Pair
from ..core.objects import bracketed, is_object_number, object_text
from ..core.sparse_arrays import is_sparse
from . import typeset, written

__all__ = ["Shown", "formatted", "shown"]


def value_text(
    mantissa: Any,
    spec: str = "",
    prefix: str = "",
    precision: int | None = None,
    limits: dict[str, Any] | None = None,
    in_code: bool = False,
) -> str:
    """Return the numbers as numpy prints an array, alike for every eager library.

    A lazy or traced array gives its own text: nothing is computed to show it. `spec` formats each
    element; `prefix` is what stands before, so that rows line up; `limits` are further options of numpy's.
    Numbers that are objects print as their own `str` says, `in_code` as their `repr` does.
    """
    if not is_shown_by_value(mantissa):
        return str(mantissa)
    if precision is None:
        precision = bu_units.display().precision
    backend = backend_of(mantissa)
    if backend is None and is_sparse(mantissa):  # not made dense to be shown
        return repr(mantissa) if in_code else str(mantissa)
    if backend is None and is_object_number(mantissa):
        return repr(mantissa) if in_code else bracketed(object_text(mantissa, spec, precision))
    values: Any = np.asarray(mantissa) if backend is None else backend.peek(mantissa)
    if values.dtype.isbuiltin == 2 and "float" in values.dtype.name:
        values = values.astype(np.float32)  # numpy prints 1 for the 1.0 of a dtype that it does not know
    masked = hasattr(values, "mask")  # array2string shows what is under the mask of numpy's masked arrays
    formatter: Any = {"all": partial(_element_text, spec)} if spec or masked else None
    if values.dtype.char == "O":
        formatter = {"all": _object_code if in_code else partial(_object_text, spec, precision)}
    if masked and values.ndim == 0 and values.mask:
        return "--"  # one of no axes it shows, whatever the formatter
    options: dict[str, Any] = {"formatter": formatter, "precision": precision, **(limits or {})}
    return np.array2string(values, prefix=prefix, **options)


def _element_text(spec: str, element: Any) -> str:
    return str(element) if hasattr(element, "mask") else format(element, spec)


def _object_code(element: Any) -> str:
    return str(element) if hasattr(element, "mask") else repr(element)


def _object_text(spec: str, precision: int | None, element: Any) -> str:
    return str(element) if hasattr(element, "mask") else object_text(element, spec, precision)


def is_shown_by_value(mantissa: Any) -> bool:
    """Whether the values are known now; a lazy or traced array shows itself."""
    backend = backend_of(mantissa)
    return backend is None or backend.is_concrete(mantissa)


def shown(mantissa: Any, unit: Unit, precision: int | None = None) -> str:
    """Return ``[1. 2.] m``; without a unit the value alone."""
    value = value_text(mantissa, precision=precision)
    return f"{value} {unit}" if unit.should_display_unit else value


def represented(mantissa: Any, unit: Unit) -> str:
    """Return ``Quantity([1. 2.], "m")``; without a unit ``Quantity(3)``."""
    value = value_text(mantissa, prefix="Quantity(", in_code=True)
    kind = "" if unit.kind is None else f'.of_kind("{unit.kind}")'
    return (f'Quantity({value}, "{unit}")' if unit.should_display_unit else f"Quantity({value})") + kind


def formatted(mantissa: Any, unit: Unit, spec: str) -> str:
    """Return the text for a format spec: ``.2f`` for each element, then ``~P`` for the unit."""
    element, tilde, style = spec.partition("~")
    in_unit = format(unit, tilde + style)  # first: an unknown notation is an error without a unit, too
    typesetter = _TYPESETTERS.get(style)
    try:
        if typesetter is not None:
            return typesetter(partial(value_text, spec=element), mantissa, unit)
        value = value_text(mantissa, element)
    except ValueError as error:
        raise ValueError(f"{error}{_meant_style(element)}") from None
    return f"{value} {in_unit}" if unit.should_display_unit else value


_TYPESETTERS = {"L": typeset.latex, "H": typeset.html, "siunitx": typeset.siunitx}
_STYLES = ("siunitx", "ucum", "udunits", "P", "C", "L", "H", "D")


def _meant_style(element: str) -> str:
    """Return the hint for a number format that ends with a notation of units: ``P``, ``.2fP``, ``~X``."""
    for style in _STYLES:
        rest = element.removesuffix(style)
        if rest != element:
            return f"; a notation of units has a tilde before it: did you mean '{rest}~{style}'?"
    return ""


class Shown(Pair):
    """The texts of a quantity: part of `Quantity`, apart for its length only."""

    __slots__ = ()

    def __str__(self) -> str:
        return shown(self._mantissa, self._unit)

    def __repr__(self) -> str:
        return represented(self._mantissa, self._unit)

    def __format__(self, spec: str) -> str:
        return formatted(self._mantissa, self._unit, spec) if spec else str(self)

    def _repr_latex_(self) -> str:
        return f"${typeset.latex(value_text, self._mantissa, self._unit)}$"

    def _repr_html_(self) -> str:
        return typeset.html(value_text, self._mantissa, self._unit)

    def _repr_mimebundle_(
        self, include: Iterable[str] | None = None, exclude: Iterable[str] | None = None
    ) -> dict[str, str]:
        """Return the texts by which notebooks show the quantity, by their MIME types.

        include: the types that are wanted, all of them unless given; exclude: those that are not.
        """
        ways = {"text/plain": self.__repr__, "text/html": self._repr_html_, "text/latex": self._repr_latex_}
        wanted = set(include or ways) - set(exclude or ())
        return {kind: way() for kind, way in ways.items() if kind in wanted}

    def repr_in_unit(self, precision: int | None = None) -> str:
        """Return ``3.14 mV``, with `precision` digits behind the point.

        precision: how many digits behind the point.
        """
        return shown(self._mantissa, self._unit, precision)

    def to_text(self) -> str:
        """Return the text that `parse_quantity` makes the same quantity of: the unit, every digit, the dtype.

        ``1.5 mV`` for a Python number, ``float32([0.1, nan]) mV`` for an array of any library; nothing is
        left out and no setting changes it. Raises BackendError for an array whose values are not known (dask,
        ndonnx, a tracer), TypeError for a masked array and for objects that are no numbers of Python's.

        >>> import numpy as np
        >>> from bu_array import Quantity
        >>> print(Quantity(np.array([0.1, np.inf], "float32"), "mV").to_text())
        float32([0.1, inf]) mV
        """
        return written.quantity_text(self._mantissa, self._unit)
