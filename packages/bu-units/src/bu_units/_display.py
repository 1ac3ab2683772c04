"""How units and quantities are shown in this thread or task: `set_display`.

It is looked at where something is shown. What is stored (``~D``, `Quantity.to_text`, pickles) and what is
read does not depend on it, and what is shown reads back under every setting.
"""

from __future__ import annotations

from contextvars import ContextVar

TYPE_CHECKING = False  # typing itself takes longer to import than this module
if TYPE_CHECKING:
    from typing import Any, Literal

__all__ = ["PRODUCT", "Display", "display", "set_display"]

PRODUCT = " * "

# Signs that the parser reads as a product; the rest of the text between two factors are blanks.
_SIGNS = frozenset("*·⋅×")
_KEEP: Any = object()


class Display:
    """What holds: digits behind the point or None, the sign of a product or None, whether in unicode."""

    __slots__ = ("precision", "product", "unicode")

    def __init__(self, precision: int | None, product: str | None, unicode: bool) -> None:
        self.precision = precision
        self.product = product
        self.unicode = unicode


_USUAL = Display(None, None, False)
_display: ContextVar[Display] = ContextVar("bu_units_display", default=_USUAL)


def display() -> Display:
    """Return what holds now, in this thread or task."""
    return _display.get()


class set_display:  # noqa: N801  # read as a function: with set_display(precision=3)
    """Set how units and quantities are shown, from now on or within a ``with`` block.

    precision: how many digits stand behind the point of a float at most; None for those that numpy prints.
    product: what stands between the factors of a unit, such as ``"·"`` or ``" "``; None for ``" * "``.
    unicode: whether units are shown as ``m·s⁻¹`` and ``µV``; None for no.
    What is not given stays as it is. Called alone it lasts for this thread or task; a block restores what was
    before. It holds for `str`, `repr` and a format without a notation of its own, and reads back.
    Raises TypeError or ValueError for what cannot be shown, or not be read back.

    >>> from bu_units import parse_unit
    >>> with set_display(product="·"):
    ...     print(parse_unit("kg m / s^2"))
    kg·m / s^2
    >>> with set_display(unicode=True):
    ...     print(parse_unit("uV / m"))
    µV·m⁻¹
    """

    def __init__(
        self,
        *,
        precision: int | None = _KEEP,
        product: str | None = _KEEP,
        unicode: bool | None = _KEEP,
    ) -> None:
        if precision is not _KEEP:
            _check_precision(precision)
        if product is not _KEEP:
            _check_product(product)
        if unicode not in (True, False, None) and unicode is not _KEEP:
            raise TypeError(f"unicode is true or false, got {unicode!r}")
        given = {"precision": precision, "product": product, "unicode": unicode}
        self._given = {name: value for name, value in given.items() if value is not _KEEP}
        self._before: list[Display] = [display()]
        self._set_by_call = True
        self._apply(self._given)

    def __enter__(self) -> None:
        if self._set_by_call:
            self._set_by_call = False
        else:
            self._before.append(display())
        self._apply(self._given)

    def __exit__(self, *exc: object) -> Literal[False]:
        before = self._before.pop()
        # By name: another block that is still open may have set something else.
        self._apply({name: getattr(before, name) for name in self._given})
        return False

    def __repr__(self) -> str:
        return f"set_display({', '.join(f'{name}={value!r}' for name, value in self._given.items())})"

    def _apply(self, values: dict[str, Any]) -> None:
        now = display()
        merged = {name: values.get(name, getattr(now, name)) for name in Display.__slots__}
        _display.set(Display(merged["precision"], merged["product"], bool(merged["unicode"])))


def _check_precision(precision: Any) -> None:
    if precision is None:
        return
    if isinstance(precision, bool) or not isinstance(precision, int):
        raise TypeError(f"precision is a number of digits, got {precision!r}")
    if not 0 <= precision <= 100:
        raise ValueError(f"precision is a number of digits from 0 to 100, got {precision}")


def _check_product(product: Any) -> None:
    if product is None:
        return
    if not isinstance(product, str):
        raise TypeError(f"product is a text, got {product!r}")
    sign = product.strip(" ")
    if not product or (sign and sign not in _SIGNS):
        raise ValueError(
            f"product is one of {', '.join(map(repr, sorted(_SIGNS)))} with blanks around, or a blank, got {product!r}: "
            "a unit could not be read back"
        )
