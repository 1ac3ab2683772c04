"""Operators of other libraries that take anything, made to leave what meets a quantity of ours to it.

Python asks the left operand first. unyt, quantities and saiunit take an operand of a type that they do not
know for a number without a unit: ``1 km == 1000 m`` would be False, and a product a quantity inside another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import wraps
from typing import Any

from bu_array.core import Pair
from bu_units import Unit

__all__ = ["defer_functions", "defer_operators", "defer_ufuncs"]

_OURS = (Pair, Unit)
_OPERATORS = (
    "add sub mul truediv floordiv mod divmod pow matmul eq ne lt le gt ge and or xor lshift rshift"
    " radd rsub rmul rtruediv rfloordiv rmod rdivmod rpow rmatmul iadd isub imul itruediv ifloordiv imod ipow"
)


def defer_operators(kind: Any) -> None:
    """Have the operators of a class and of its subclasses, later ones too, answer NotImplemented to ours."""
    for each in _with_subclasses(kind):
        _defer(each)
    own = vars(kind).get("__init_subclass__")

    def init_subclass(cls: Any, /, **options: Any) -> None:
        if own is None:
            super(kind, cls).__init_subclass__(**options)
        else:
            own.__get__(None, cls)(**options)
        _defer(cls)

    kind.__init_subclass__ = classmethod(init_subclass)


def _with_subclasses(kind: Any) -> Iterator[Any]:
    yield kind
    for each in kind.__subclasses__():
        yield from _with_subclasses(each)


def _defer(kind: type) -> None:
    for name in _OPERATORS.split():
        method = vars(kind).get(f"__{name}__")
        if method is not None and not hasattr(method, "_left_to_ours"):
            setattr(kind, f"__{name}__", _deferring(method))


def _deferring(method: Any) -> Any:
    @wraps(method)
    def operate(self: Any, other: Any, *rest: Any) -> Any:
        return NotImplemented if isinstance(other, _OURS) else method(self, other, *rest)

    operate._left_to_ours = True  # type: ignore[attr-defined]  # a mark of ours
    return operate


def defer_ufuncs(kind: type) -> None:
    """Have a class's ``__array_ufunc__`` leave what has an operand of ours to it."""
    method: Any = kind.__array_ufunc__  # type: ignore[attr-defined]  # of a subclass of numpy's array

    @wraps(method)
    def array_ufunc(self: Any, ufunc: Any, name: str, *inputs: Any, **options: Any) -> Any:
        if _among(inputs) or _among(options.get("out") or ()):
            return NotImplemented
        return method(self, ufunc, name, *inputs, **options)

    setattr(kind, "__array_ufunc__", array_ufunc)  # noqa: B010  # mypy takes no assignment to a method


def _among(operands: Iterable[Any]) -> bool:
    return any(isinstance(x, _OURS) for x in operands)


def defer_functions(kind: type) -> None:
    """Have a class's ``__array_function__`` leave what has an argument of ours to it."""
    method: Any = kind.__array_function__  # type: ignore[attr-defined]  # as above

    @wraps(method)
    def array_function(self: Any, func: Any, types: Iterable[type], args: Any, kwargs: Any) -> Any:
        if any(issubclass(each, Pair) for each in types):
            return NotImplemented
        return method(self, func, types, args, kwargs)

    setattr(kind, "__array_function__", array_function)  # noqa: B010  # as above
