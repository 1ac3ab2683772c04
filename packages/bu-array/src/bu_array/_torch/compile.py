"""What torch.compile is told of units.

It reads a program with quantities as Python, and runs what came out again for all arguments that it cannot
tell from the first. Of an object it compares what was asked (a text such as `Unit.ident`, not the object),
but at one place only: for an object that was met before, as a global and in an argument, nothing is compared
at the second place. Units are such objects, in `voltage + 1.0 * u.mV`, and the program for millivolts would
run for volts. So they are left out of its list of objects met, and each place is compared.

An operator beside a tensor (`q * tensor`, `tensor * u.mV`) it puts into the graph with both operands, without
asking their classes, and `@` it follows for no class but its own. So it is told what Python does instead: the
left operand's method, and if that gives NotImplemented the right one's.

All that is changed in torch's compiler is in this file.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from types import ModuleType
from typing import Any

from bu_dispatch import when_imported
from bu_units import Unit

from ..core import MissingUnitError, Pair
from .custom import refuse_lost_gradient

__all__: list[str] = []

Binary = Callable[[Any, Any], Any]


def _compare_each_unit(module: ModuleType) -> None:
    # torch 2.13; test_compile.py tells when it moves.
    listed = getattr(module.SideEffects, "track_object_existing", None)
    if listed is None:
        return

    def track_object_existing(self: Any, item: Any, variable: Any) -> Any:
        return variable if isinstance(item, Unit) else listed(self, item, variable)

    module.SideEffects.track_object_existing = track_object_existing


IN_PLACE: dict[str, Callable[[Any, Any], Any]] = {}
"""Reflected operator -> what answers torch for the one in place; see `functions.fill`."""


def _in_python(names: tuple[str, ...], reflected: str) -> Binary:
    """Return the operator as Python does it: each method of the left operand, then the right one's."""
    in_place = len(names) == 2

    def operate(x: Any, y: Any) -> Any:
        if in_place and not isinstance(x, (Pair, Unit)) and isinstance(y, Pair) and reflected in IN_PLACE:
            try:
                result = IN_PLACE[reflected]((x, y), {})
            except MissingUnitError:  # a TypeError, on which torch's own methods fall back
                result = NotImplemented
            if result is not NotImplemented:
                return result
        for operand, other, methods in ((x, y, names), (y, x, (reflected,))):
            if isinstance(operand, (Pair, Unit)):
                for method in methods:
                    if hasattr(operand, method):
                        result = getattr(operand, method)(other)
                        if result is not NotImplemented:
                            return result
        if reflected in ("__eq__", "__ne__"):
            return reflected == "__ne__"  # two objects
        raise TypeError(f"unsupported operand types for {names[-1]}: {type(x)} and {type(y)}")

    return operate


def _operators() -> dict[Binary, Binary]:
    found = {}
    for name, reflected in COMPARISONS.items():
        found[getattr(operator, name)] = _in_python((f"__{name}__",), f"__{reflected}__")
    for name in REFLECTED:
        found[getattr(operator, f"__{name}__")] = _in_python((f"__{name}__",), f"__r{name}__")
        found[getattr(operator, f"__i{name}__")] = _in_python((f"__i{name}__", f"__{name}__"), f"__r{name}__")
    return found


REFLECTED = "add sub mul truediv floordiv mod pow matmul and or xor lshift rshift".split()
COMPARISONS = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le", "eq": "eq", "ne": "ne"}
OPERATORS = _operators()


def _operate_in_python(module: ModuleType) -> None:
    # torch 2.13; test_compile_operators.py tells when it moves.
    builtins, objects, tensors, variables = (getattr(module, name, None) for name in _OF_TORCH)
    called = getattr(builtins, "call_function", None)
    if builtins is None or objects is None or tensors is None or variables is None or called is None:
        return  # another torch is imported all the same, and compiles what it can

    def call_function(self: Any, tx: Any, args: Any, kwargs: Any) -> Any:
        ours = OPERATORS.get(self.fn) if len(args) == 2 and not kwargs else None
        if ours is not None:
            units = [isinstance(arg, objects) and isinstance(arg.value, (Pair, Unit)) for arg in args]
            if all(units) or (any(units) and any(isinstance(arg, tensors) for arg in args)):
                return variables.build(tx, ours).call_function(tx, args, kwargs)
        return called(self, tx, args, kwargs)

    builtins.call_function = call_function


_OF_TORCH = ("BuiltinVariable", "UserDefinedObjectVariable", "TensorVariable", "VariableTracker")


def _look_into_tuples(module: ModuleType) -> None:
    # torch 2.13 looks for classes that answer in lists, not in tuples: torch.cat((q, r));
    # test_compile_functions.py tells when it does.
    flatten = getattr(module, "_flatten_vts", None)
    if flatten is None:
        return

    def _flatten_vts(vts: Any) -> Any:
        from torch._dynamo.variables.lists import TupleVariable

        found: list[Any] = []
        for vt in flatten(vts):
            inside = vt.is_realized() and isinstance(vt, TupleVariable)
            found += _flatten_vts(vt.items) if inside else [vt]
        return found

    _flatten_vts.__wrapped__ = flatten  # type: ignore[attr-defined]  # as functools.wraps sets it
    module._flatten_vts = _flatten_vts  # type: ignore[attr-defined]  # torch's own


def _refuse_functions(module: ModuleType) -> None:
    # torch 2.13 follows the forward pass of a torch.autograd.Function whose arguments are no tensors, and
    # differentiates that; test_custom.py tells when it moves.
    function, objects = (getattr(module, name, None) for name in ("AutogradFunctionVariable", _OF_TORCH[1]))
    apply = getattr(function, "call_apply", None)
    if function is None or objects is None or apply is None:
        return

    def call_apply(self: Any, tx: Any, args: Any, kwargs: Any) -> Any:
        for arg in args:
            known = arg.realize()
            if isinstance(known, objects) and isinstance(known.value, Pair):
                refuse = module.VariableTracker.build(tx, _refuse_one)
                refuse.call_function(tx, [module.VariableTracker.build(tx, self.fn_cls.__name__), arg], {})
        return apply(self, tx, args, kwargs)

    function.call_apply = call_apply


def _refuse_one(name: str, quantity: Any) -> None:
    refuse_lost_gradient(name, (quantity,))


when_imported("torch._dynamo.variables.misc", _refuse_functions)
when_imported("torch._dynamo.variables.torch_function", _look_into_tuples)
when_imported("torch._dynamo.side_effects", _compare_each_unit)
when_imported("torch._dynamo.variables.builtin", _operate_in_python)
