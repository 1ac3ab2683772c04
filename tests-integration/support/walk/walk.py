"""The walk through a chapter: each function in volts and in millivolts, and the counts of what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple

from .calls import OPTIONS, Answer, Call, TooLong, answer, calls_of, options_of, quiet
from .comparison import difference
from .left_out import known
from .operands import PLAIN_LISTS

__all__ = ["Found", "judged", "walked"]


class Found(NamedTuple):
    """What came of the calls of a function: counts, what differed in millivolts, what was slow."""

    counts: Counter[str]
    different: dict[str, str]
    slow: list[str]


def walked(name: str, function: Callable[..., Any]) -> Found:
    """Call a function in all ways, in volts and in millivolts."""
    with quiet():
        return _walked(name, function)


def _walked(name: str, function: Callable[..., Any]) -> Found:
    found = Found(Counter(), {}, [])
    base = None
    for call in calls_of(function):
        status = _one(name, function, call, found)
        if status == "slow":
            return found
        if status == "equal" and base is None:
            base = call
    base = base or _plain(function)
    for option in options_of(function) if base is not None else ():
        for kind in OPTIONS:
            if _one(name, function, base._replace(option=option, kind=kind), found) == "slow":
                return found
    return found


def _plain(function: Callable[..., Any]) -> Call | None:
    """Return a call without any quantity that the function takes."""
    for kinds in PLAIN_LISTS:
        if answer(function, Call(kinds), 1, "V").error is None:
            return Call(kinds)
    return None


def _one(name: str, function: Callable[..., Any], call: Call, found: Found) -> str:
    status, why = judged(answer(function, call, 1, "V"), answer(function, call, 1000, "mV"))
    if status == "different" and known(f"{name}{call}"):
        status = "known"
    found.counts["calls"] += 1
    found.counts[status] += 1
    if status == "different":
        found.different[f"{name}{call}"] = why
    elif status == "slow":
        found.slow.append(f"{name}{call}")
    return status


def judged(volts: Answer, millivolts: Answer) -> tuple[str, str]:
    """Return "refused", "equal", "different" or "slow", and what is different."""
    if isinstance(volts.error, TooLong) or isinstance(millivolts.error, TooLong):
        return "slow", ""
    if volts.error is not None and millivolts.error is not None:
        return "refused", ""
    if volts.error is not None or millivolts.error is not None:
        error = volts.error or millivolts.error
        return "different", f"refused in one of them: {type(error).__name__}: {str(error)[:100]}"
    why = difference([volts.result, *volts.arguments], [millivolts.result, *millivolts.arguments])
    return ("different", why) if why else ("equal", "")
