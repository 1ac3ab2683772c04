"""The errors of unit algebra; texts are put together when an error is printed, not before."""

from __future__ import annotations

__all__ = ["DimensionMismatchError", "KindMismatchError", "UnitMismatchError", "UnitParseError"]


def _listed(things: tuple[object, ...]) -> str:
    """Join the texts of `things`: "A", "A and B", "A, B and C"; a unit of a kind as ``N * m [torque]``."""
    kinds = [getattr(thing, "kind", None) for thing in things]
    texts = [f"{thing} [{kind}]" if kind else str(thing) for thing, kind in zip(things, kinds, strict=True)]
    if len(texts) < 2:
        return "".join(texts)
    return f"{', '.join(texts[:-1])} and {texts[-1]}"


class _MismatchError(Exception):
    """Base of the two mismatch errors: a description and the things that do not fit."""

    _singular = ""
    _plural = ""

    @property
    def description(self) -> str:
        """What was wrong, without the things that do not fit."""
        return str(self.args[0]) if self.args else ""

    def __str__(self) -> str:
        things = self.args[1:]
        if not things:
            return self.description
        noun = f"{self._singular} is" if len(things) == 1 else f"{self._plural} are"
        return f"{self.description} ({noun} {_listed(things)})."


class DimensionMismatchError(_MismatchError):
    """Operands have different dimensions; `dims` are those dimensions."""

    _singular, _plural = "dimension", "dimensions"

    @property
    def dims(self) -> tuple[object, ...]:
        """The dimensions that do not fit."""
        return self.args[1:]


class UnitMismatchError(_MismatchError):
    """Operands have units that cannot be converted into each other; `units` are those units."""

    _singular, _plural = "unit", "units"

    @property
    def units(self) -> tuple[object, ...]:
        """The units that do not fit."""
        return self.args[1:]


class KindMismatchError(UnitMismatchError):
    """Operands have one dimension, but are of different kinds of quantity (torque and energy)."""


class UnitParseError(ValueError):
    """A text is not a unit; its message shows the text with a caret under the place.

    reason: what is wrong; text: the whole text; position: the place in it, from 0.
    """

    def __init__(self, reason: str, text: str, position: int = 0) -> None:
        super().__init__(reason, text, position)
        self.reason = reason
        self.text = text
        self.position = position

    def __str__(self) -> str:
        # A long text is shown around the place only.
        start = max(0, self.position - 60)
        shown = self.text[start : self.position + 60]
        shown = "".join(char if char.isprintable() else " " for char in shown)  # one line
        caret = " " * (self.position - start) + "^"
        return f"{self.reason}\n  {shown}\n  {caret}"
