"""Calls of a function, each under a time limit: what came of it, and which arguments it takes."""

from __future__ import annotations

import contextlib
import inspect
import io
import re
import signal
import warnings
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from bu_dispatch import using_backend

from .operands import argument_lists, make

__all__ = [
    "Answer",
    "Call",
    "TooLong",
    "answer",
    "calls_of",
    "count_needed",
    "limited",
    "options_of",
    "quiet",
]

LIMIT = 2.0  # seconds of computing for a call
OPTIONS = ("number", "vector")


class TooLong(BaseException):
    """A call is stopped; no `except Exception` within the function may stop this."""


class Call(NamedTuple):
    """The kinds of the arguments by position, and of one option by name."""

    kinds: tuple[str, ...]
    option: str = ""
    kind: str = ""

    def __str__(self) -> str:
        option = (f"{self.option}={self.kind}",) if self.option else ()
        return f"({', '.join((*self.kinds, *option))})"


class Answer(NamedTuple):
    """What a call gives, and its arguments after it, into which it may write; or the error."""

    result: Any = None
    arguments: tuple[Any, ...] = ()
    error: BaseException | None = None


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Show no warning and no print, let numpy compute, and leave its options and generator as they were."""
    state, options, errors = np.random.get_state(), np.get_printoptions(), np.geterr()  # noqa: NPY002  # kept
    sink = io.StringIO()
    with warnings.catch_warnings(), contextlib.redirect_stdout(sink), contextlib.redirect_stderr(sink):
        warnings.simplefilter("ignore")
        np.seterr(all="ignore")
        try:
            with using_backend("numpy"):
                yield
        finally:
            np.random.set_state(state)  # noqa: NPY002  # as above
            np.seterr(**errors)
            np.set_printoptions(**options)


@contextlib.contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise TooLong after so many seconds of computing; what else the machine does changes no count."""

    def stop(*_: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def answer(function: Callable[..., Any], call: Call, factor: int, unit: str) -> Answer:
    """Call a function with operands in a unit, of which there are `factor` in a volt."""
    arguments = make(call.kinds, factor, unit)
    options = {call.option: make((call.kind,), factor, unit)[0]} if call.option else {}
    try:
        np.random.seed(7)  # noqa: NPY002  # what scipy draws from where no generator is given
        with limited(LIMIT):
            result = function(*arguments, **options)
            if isinstance(result, Iterator):
                result = [each for each, _ in zip(result, range(20), strict=False)]
    except (Exception, TooLong) as error:  # noqa: BLE001  # whatever a library says to what it does not take
        return Answer(error=error)
    return Answer(result, (*arguments, *options.values()))


def calls_of(function: Callable[..., Any]) -> Iterator[Call]:
    """Yield the calls to try: by position, with as many arguments as are needed and with one more."""
    needed = getattr(function, "needed", None)
    needed = count_needed(function) if needed is None else needed
    for count in (max(needed, 1), max(needed, 1) + 1):
        for kinds in argument_lists(count):
            yield Call(kinds)


def options_of(function: Callable[..., Any]) -> list[str]:
    """Return the names of the parameters that have a default."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return []
    return [each.name for each in parameters if each.default is not each.empty]


def count_needed(function: Any, skip: int = 0) -> int:
    """Return how many arguments a function needs, without the first `skip`; one where it does not tell."""
    if isinstance(function, np.ufunc):
        return function.nin
    try:
        parameters = [*inspect.signature(function).parameters.values()][skip:]
    except (TypeError, ValueError):
        told = re.match(r"[^(\n]*\w\(([^\[)]*)[\[)]", function.__doc__ or "")
        return len(told[1].replace(" ", "").strip(",").split(",")) if told else 1
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return sum(each.default is each.empty and each.kind in kinds for each in parameters)
