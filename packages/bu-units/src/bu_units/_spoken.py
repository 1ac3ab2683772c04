"""Words for the signs between units: "metre per second squared", "kg per cubic metre"."""

from __future__ import annotations

TYPE_CHECKING = False  # typing itself takes longer to import than this module
if TYPE_CHECKING:
    from typing import Any

__all__ = ["SPOKEN", "Powers"]

_BEHIND = {"squared": "²", "cubed": "³"}
_IN_FRONT = {"square": "²", "sq": "²", "cubic": "³"}
SPOKEN = frozenset(("per", *_BEHIND, *_IN_FRONT))
"""The words; a unit of the user's own may have one of them for its name."""


class Powers:
    """Turns the words among tokens into signs; a power that is said first is put behind its unit."""

    __slots__ = ("_place", "awaited")

    def __init__(self) -> None:
        self.awaited: Any = None
        """The word of a power whose unit has not come."""
        self._place = 0

    def hear(self, token: Any, tokens: list[Any]) -> None:
        """Add what a word says to the tokens before it."""
        if token.text in _IN_FRONT:
            if self.awaited is None:
                self.awaited, self._place = token, len(tokens)
                return
        elif token.text == "per":
            token.kind = "over"
        else:
            token.kind, token.text = "superscript", _BEHIND[token.text]
        tokens.append(token)

    def follow(self, tokens: list[Any]) -> None:
        """Put a power that was said first behind its unit, if that is the last of the tokens."""
        unit, power = tokens[-1], self.awaited
        if power is not None and len(tokens) == self._place + 1 and unit.kind in ("name", "phrase"):
            tokens.append(type(unit)("superscript", _IN_FRONT[power.text], unit.start, unit.end))
            self.awaited = None
