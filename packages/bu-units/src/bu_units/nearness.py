"""Which known names an unknown one may have been meant for: by the slips that lead from one to the other."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["hint", "near"]

# A letter too many, one too few and two in the wrong order happen more often than a wrong letter.
_SLIP, _WRONG, _CASE = 1.0, 1.1, 0.3
_MOST = 3


def near(text: str, names: Iterable[str], most: int = _MOST) -> list[str]:
    """Return the names near to a text, the nearest first; of equally near ones in the order of `names`.

    One slip for every three letters, and one at least, is allowed; farther ones are left out.

    >>> near("men", ["min", "sum", "mean"]), near("invrse", ["inv", "inverse"]), near("q", ["dot"])
    (['mean', 'min'], ['inverse'], [])
    """
    allowed = max(_WRONG, len(text) / 3)
    found = []
    for name in dict.fromkeys(names):
        slips = _slips(text, name, allowed) if abs(len(name) - len(text)) <= allowed else allowed + 1
        if slips <= allowed and slips < max(len(text), len(name)) / 2:
            found.append((slips, name))
    found.sort(key=lambda pair: pair[0])
    return [name for slips, name in found[:most] if slips < found[0][0] + _SLIP / 2]


def hint(text: str, names: Iterable[str]) -> str:
    """Return ``; did you mean mean or min?``, empty where nothing is near."""
    found = near(text, names)
    return f"; did you mean {' or '.join(found)}?" if found else ""


def _slips(first: str, second: str, allowed: float) -> float:
    """Return how many slips make one text of another (optimal string alignment), up to the allowed ones."""
    before: list[float] = []
    last = [_SLIP * column for column in range(len(second) + 1)]
    for row, char in enumerate(first, 1):
        here = [_SLIP * row]
        for column, other in enumerate(second, 1):
            wrong = 0.0 if char == other else _CASE if char.lower() == other.lower() else _WRONG
            cost = min(last[column] + _SLIP, here[column - 1] + _SLIP, last[column - 1] + wrong)
            if row > 1 and column > 1 and char == second[column - 2] and first[row - 2] == other:
                cost = min(cost, before[column - 2] + _SLIP)
            here.append(cost)
        if min(here) > allowed:
            return allowed + 1
        before, last = last, here
    return last[-1]
