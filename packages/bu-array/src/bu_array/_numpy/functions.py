"""numpy's functions on quantities: ``np.mean(q)``, ``np.concatenate([q, r])``, ``np.linalg.norm(q)``.

A function of numpy's is answered by the declared function of the same name. With an option that
only numpy has, numpy itself computes, the unit by the declared rule. What is in none of the tables
below is refused, so that no unit is lost.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from importlib import import_module
from typing import Any

import numpy as np

from bu_dispatch import BackendError, backend_of, backend_of_type, common_backend, get_backend, using_backend
from bu_units import UNITLESS, Unit

from ..core import (
    Pair,
    UnaryRule,
    by_default,
    detach,
    has_unit,
    has_zero,
    join,
    moved,
    pure_number,
    refused_on_scale,
    rules,
    scaled,
    split,
    zero_wanted,
)
from ..core.foreign import reader_of
from ..core.holding import held, held_as
from ..core.pair import is_masked
from ..declare import DECLARED
from .ufuncs import holds_array, written

__all__ = ["UNSUPPORTED", "answer_for", "array_function"]

# Where the functions of numpy's modules have their namesakes; linalg is imported at first use.
_NAMESPACES = {"numpy": "bu_array.math", "numpy.linalg": "bu_array.linalg"}
# What numpy calls differently.
_OTHER_NAMES = {"copy": "array", "amax": "max", "amin": "min", "around": "round"}

# Parameters of numpy's that ours has under another name.
_OTHER_PARAMETERS = {"clip": {"a_min": "min", "a_max": "max"}}

# Defaults of numpy's that are not ours.
_DEFAULTS: dict[str, dict[str, Any]] = {
    "numpy.unique": {"equal_nan": True},
}

# Parameters of functions written in C, whose signatures older numpy does not tell.
_PARAMETERS = {
    "bincount": "x weights minlength",
    "can_cast": "from_ to casting",
    "concatenate": "arrays axis out dtype casting",
    "copyto": "dst src casting where",
    "dot": "a b out",
    "empty_like": "prototype dtype order subok shape",
    "inner": "a b",
    "lexsort": "keys axis",
    "min_scalar_type": "a",
    "putmask": "a mask values",
    "ravel_multi_index": "multi_index dims mode order",
    "result_type": "*arrays_and_dtypes",
    "unravel_index": "indices shape order",
    "vdot": "a b",
    "where": "condition x y",
}

_CREATION = "a new array like a quantity: make it with the function of brainunit.math and unit="
_FILES = (
    "a file of numbers has no place for the unit: brainunit.io.save(path, q) writes it too, to .npz, .h5, .zarr, .nc; "
    "or save the numbers, q.to_decimal(unit)"
)
_DATES = "dates have no unit"
_FIELDS = "records have no one unit: work on their fields"
_BITS = "packed bits have no unit"
_CALLS = "the function given may change the unit: apply it to q.mantissa, and attach the unit that results"

UNSUPPORTED: dict[str, str] = {
    **dict.fromkeys(("busday_count", "busday_offset", "is_busday", "datetime_as_string"), _DATES),
    **dict.fromkeys(("save", "savez", "savez_compressed", "savetxt"), _FILES),
    **dict.fromkeys(("packbits", "unpackbits"), _BITS),
    **dict.fromkeys(("apply_along_axis", "apply_over_axes", "piecewise"), _CALLS),
    **dict.fromkeys(("genfromtxt", "loadtxt", "frombuffer", "fromfile", "fromiter", "fromstring"), _CREATION),
    **dict.fromkeys(("array", "asarray", "asanyarray", "ascontiguousarray", "asfortranarray"), _CREATION),
    **dict.fromkeys(("require", "fromfunction", "arange", "empty", "eye", "full", "identity"), _CREATION),
    **dict.fromkeys(("ones", "tri", "zeros"), _CREATION),
    **dict.fromkeys(("poly", "polydiv", "roots"), "the coefficients have different units: give each its own"),
    "in1d": "numpy 2.0 deprecated it, 2.4 lacks it; np.isin takes them",
}
"""Functions of numpy that refuse quantities, and why."""

_MODULES_UNSUPPORTED = {
    "numpy.lib.recfunctions": _FIELDS,
    "numpy.lib.scimath": "results may become complex: use the function of brainunit.math on complex numbers",
    "numpy.lib._scimath_impl": "results may become complex: use the function of brainunit.math on complex numbers",
}

# Functions that write into their first argument, and what they write: converted to its unit.
_IN_PLACE = {
    "copyto": "src",
    "put": "v",
    "putmask": "values",
    "place": "vals",
    "fill_diagonal": "val",
    "put_along_axis": "values",
}
# Of pure numbers, and not declared.
_PURE = frozenset({"i0"})
# Answers about arrays in which no unit matters.
_ABOUT = frozenset(
    {"shares_memory", "may_share_memory", "min_scalar_type", "can_cast", "common_type", "einsum_path"}
)
# Unit kept, and not declared.
_KEPT = frozenset({"real_if_close", "sort_complex", "sliding_window_view"})
# Unit kept, and declared otherwise: with options that only numpy has numpy computes these, too.
_ALSO_BY_NUMPY = frozenset(
    {"copy", "empty_like", "full_like", "geomspace", "linspace", "ones_like", "zeros_like"}
)
# Without a unit where booleans are asked for.
_TRUTHS = frozenset({"empty_like", "full_like", "ones_like", "zeros_like"})
# Options in the unit of the first argument.
_IN_ITS_UNIT = frozenset(
    {"constant_values", "end_values", "fill_value", "initial", "mean", "nan", "neginf", "posinf", "stop"}
)
# Those of them that are written into an array of its dtype.
_WRITTEN = frozenset({"constant_values", "end_values", "fill_value"})
# Real or complex with their values.
_EIGEN = frozenset({"eig", "eigvals"})
_TEXTS = frozenset({"array2string", "array_repr", "array_str"})

# Modes of `pad` that use zeros where the option does not say what.
_FILLS = {"constant": "constant_values", "linear_ramp": "end_values"}
# Modes of `pad` in which numbers are made of others.
_STATISTICS = frozenset({"empty", "linear_ramp", "maximum", "mean", "median", "minimum"})

Answer = Callable[[tuple[Any, ...], dict[str, Any]], Any]


class _Answers(dict[Any, "Answer | str"]):
    """Function of numpy -> what answers a call, or the reason why nothing does."""

    def __missing__(self, func: Any) -> Answer | str:
        self[func] = found = answer_for(func)
        return found


_answers = _Answers()


def array_function(
    func: Callable[..., Any], types: Iterable[type], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Any:
    """Answer a call of a function of numpy's; NotImplemented beside types of unknown kind."""
    for kind in types:
        if not issubclass(kind, Pair) and backend_of_type(kind) is None and reader_of(kind) is None:
            return NotImplemented
    answer = _answers[func]
    if isinstance(answer, str):
        raise TypeError(f"np.{_public(func)} takes no quantities: {answer}")
    if holds_array(args) or holds_array(kwargs.values()):
        return answer(args, kwargs)
    with using_backend("numpy"):  # the caller named the library
        return answer(args, kwargs)


def _public(func: Any) -> str:
    """Return the name of a function of numpy's as users write it, without ``np.``."""
    module = func.__module__.removeprefix("numpy").lstrip(".")
    return f"{module}.{func.__name__}" if module in ("linalg", "fft") else str(func.__name__)


def answer_for(func: Any) -> Answer | str:
    """Return what answers a call of `func`, or the reason why quantities are refused."""
    module, name = func.__module__, func.__name__
    if module in _MODULES_UNSUPPORTED:
        return _MODULES_UNSUPPORTED[module]
    if module == "numpy" and name in UNSUPPORTED:
        return UNSUPPORTED[name]
    if module.startswith("numpy.fft"):
        return partial(_transformed, func)
    if name in _IN_PLACE:
        return partial(_written_into, func, _IN_PLACE[name])
    if name in _TEXTS:
        return partial(_text, func)
    if name in _PURE:
        return partial(_computed, func, rules.pure)
    if name in _KEPT:
        return partial(_computed, func, rules.keep, on_scale=moved)
    if name in _ABOUT:
        return partial(_about, func)
    namespace = import_module(_NAMESPACES[module]) if module in _NAMESPACES else None
    ours = getattr(namespace, _OTHER_NAMES.get(name, name), None)
    if ours is None:
        return "it is not known here; strip the unit on purpose: q.to_decimal(unit), or q.mantissa"
    if name == "pad":
        return partial(_padded, func, _Delegate(func, ours))
    if name in _EIGEN:
        return partial(_eigen, func, _Delegate(func, ours))
    return _Delegate(func, ours)


# ---------------------------------------------------------------- the declared function computes


class _Delegate:
    """A declared function under numpy's name, with numpy's names and order of parameters."""

    def __init__(self, func: Any, ours: Callable[..., Any]) -> None:
        self.func = func
        self.ours = ours
        self.name = _public(func)
        self.theirs = _signature(func)
        self.signature = inspect.signature(ours)
        self.defaults = _DEFAULTS.get(f"{func.__module__}.{func.__name__}", {})
        their_names, our_names = list(self.theirs.parameters), list(self.signature.parameters)
        self.names = {name: name for name in their_names if name in our_names}
        for name, own in zip(their_names, our_names, strict=False):
            # An option that only numpy has is not ours in its place: `sorted` is no `size`.
            if own not in their_names and _is_needed(self.theirs.parameters[name]):
                self.names.setdefault(name, own)
        self.names |= _OTHER_PARAMETERS.get(func.__name__, {})
        pairs = zip(their_names, our_names, strict=False)
        # So many arguments by position mean the same to both.
        self.leading = next(
            (
                place
                for place, (name, own) in enumerate(pairs)
                if self.names.get(name) != own or own in _NUMPYS or own in _PASSED_ON
            ),
            min(len(their_names), len(our_names)),
        )
        kinds = [parameter.kind for parameter in self.theirs.parameters.values()]
        self.variadic = inspect.Parameter.VAR_POSITIONAL in kinds
        self.same = frozenset(name for name, own in self.names.items() if name == own)
        self.same -= _NUMPYS | _PASSED_ON
        self.direct = not self.defaults and not self.variadic

    def __call__(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if self.direct and len(args) <= self.leading and self.same.issuperset(kwargs):
            return self.ours(*args, **kwargs)
        return self._general(args, kwargs)

    def _general(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        bound = self.theirs.bind(*args, **kwargs)
        out = bound.arguments.pop("out", None)
        arguments, extra = self._translated({**self.defaults, **bound.arguments})
        if extra:
            result = self._by_numpy(args, {key: x for key, x in kwargs.items() if key != "out"}, extra)
        elif self.variadic:
            result = self.ours(*args, **{key: x for key, x in arguments.items() if key in kwargs})
        else:
            ours = inspect.BoundArguments(
                self.signature, {key: arguments[key] for key in self.signature.parameters if key in arguments}
            )
            result = self.ours(*ours.args, **ours.kwargs)
        return result if out is None else written(self.name, out, result)

    def _translated(self, given: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
        """Return arguments by our names, and the options that only numpy has."""
        parameters = self.theirs.parameters
        for name in [name for name in given if name in parameters and parameters[name].kind is _KEYWORDS]:
            given |= given.pop(name)
        arguments, extra = {}, []
        for name, value in given.items():
            if value is np._NoValue or name in _PERMISSIONS:
                continue
            if name in _PASSED_ON and isinstance(value, float) and value == parameters[name].default:
                continue
            if name in _NUMPYS and name in parameters and not _is_default(value, parameters[name].default):
                extra.append(name)
            elif name in self.names:
                if self.names[name] in arguments:
                    raise TypeError(f"np.{self.name} got {self.names[name]!r} a second time, as {name!r}")
                arguments[self.names[name]] = value
            elif name in self.signature.parameters:
                arguments[name] = value
            elif name not in parameters or not _is_default(value, parameters[name].default):
                extra.append(name)
        return arguments, extra

    def _by_numpy(self, args: tuple[Any, ...], kwargs: dict[str, Any], extra: list[str]) -> Any:
        law: Any = rules.keep if self.func.__name__ in _ALSO_BY_NUMPY else None
        on_scale: Any = moved if law else None
        for declared in DECLARED:
            if declared.function is self.ours and declared.kind == "unary":
                law, on_scale = declared.law, declared.on_scale
        if not isinstance(law, UnaryRule):
            raise TypeError(
                f"np.{self.name} takes no {' and no '.join(f'{name}=' for name in extra)} for quantities; "
                f"its options here are {', '.join(self.signature.parameters)}"
            )
        return _computed(self.func, law, args, kwargs, on_scale)


_KEYWORDS = inspect.Parameter.VAR_KEYWORD
# Options that our functions have for their callers' sake, and of which only numpy can do them all.
_NUMPYS = frozenset({"kind", "order"})
# Options that callers pass on in the value that they have by default, as xarray.testing does with a
# tolerance; in that value ours is in the unit of the array.
_PASSED_ON = frozenset({"atol"})
# Options that allow numpy something, and ask for nothing.
_PERMISSIONS = frozenset({"overwrite_input", "sorted", "subok"})


def _is_needed(parameter: inspect.Parameter) -> bool:
    """Whether every call gives this argument."""
    return parameter.default is parameter.empty and parameter.kind is not _KEYWORDS


def _signature(func: Any) -> inspect.Signature:
    """Return the signature of a function of numpy's."""
    names = _PARAMETERS.get(func.__name__)
    if names is None:
        return inspect.signature(func)
    kind, empty = inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.empty
    first, *rest = names.split()
    if first.startswith("*"):
        return inspect.Signature([inspect.Parameter(first[1:], inspect.Parameter.VAR_POSITIONAL)])
    parameters = [inspect.Parameter(first, kind, default=empty)]
    defaults = {"casting": "same_kind"}
    options = (inspect.Parameter(name, kind, default=defaults.get(name)) for name in rest)
    return inspect.Signature([*parameters, *options])


def _is_default(value: Any, default: Any) -> bool:
    """Whether an option was passed in the value it has anyway."""
    return value is default or (isinstance(value, (str, bool, int)) and value == default)


# ---------------------------------------------------------------- numpy computes


def _arrays(name: str, args: Sequence[Any], kwargs: dict[str, Any]) -> None:
    """Raise TypeError unless numpy is the library of all mantissas."""
    mantissas = [x._mantissa if isinstance(x, Pair) else x for x in (*args, *kwargs.values())]
    if common_backend(*mantissas).name != "numpy":
        raise TypeError(
            f"np.{name} with these options computes with numpy; use the function of brainunit.math, "
            "or convert the quantity first: .to_numpy()"
        )


def _visible(name: str, mantissa: Any) -> None:
    """Raise BackendError for a masked array: numpy's function would compute with what is hidden."""
    if is_masked(mantissa):
        raise BackendError(
            f"np.{name} of a masked array would compute with what the mask hides; "
            "fill the mantissa first: .filled(value)"
        )


def _computed(
    func: Any,
    rule: UnaryRule,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    on_scale: UnaryRule | None = None,
    compute: Callable[..., Any] | None = None,
) -> Any:
    """Let numpy compute a function of one array, the unit by rule; further quantities are options.

    `compute` is another library's function with numpy's parameters, and the array is of that library.
    """
    name = _public(func)
    given = _signature(func).bind(*args, **kwargs)
    first = next(iter(given.arguments))
    x = given.arguments[first]
    if compute is None:
        _arrays(name, given.args, given.kwargs)
    mantissa, unit = split(x)
    if func.__name__ not in _ALSO_BY_NUMPY:
        _visible(name, mantissa)
    law = rule if type(unit) is Unit else on_scale or by_default(rule)
    outcome = law.of(unit)
    if outcome is None:
        raise law.refuse(name, unit)
    factor, result_unit, fold = outcome
    out = given.arguments.pop("out", None)

    def bare(key: str, value: Any) -> Any:
        if key in _WRITTEN and has_unit(x):
            dtype = np.dtype(given.arguments.get("dtype") or mantissa.dtype)
            return held_as(value, dtype, get_backend("numpy"), unit, f"{name}: argument {key!r}")
        if key in _IN_ITS_UNIT and rule is not rules.truth and value is not None and value is not np._NoValue:
            return detach(value, unit, f"{name}: argument {key!r}")
        if key == "weights":  # their unit cancels
            return split(value)[0]
        return pure_number(value, name, key) if isinstance(value, Pair) else value

    for key, value in list(given.arguments.items())[1:]:
        if given.signature.parameters[key].kind is _KEYWORDS:
            given.arguments[key] = {option: bare(option, x) for option, x in value.items()}
        else:
            given.arguments[key] = bare(key, value)
    given.arguments[first] = scaled(mantissa, factor)
    values = (compute or func)(*given.args, **given.kwargs)
    if name in _TRUTHS and given.arguments.get("dtype") is not None and values.dtype == bool:
        return values

    def dressed(values: Any) -> Any:
        if isinstance(values, tuple):  # linspace and its step
            return tuple(dressed(one) for one in values)
        result = scaled(values, fold)
        if result_unit is None or (result_unit is UNITLESS and not has_unit(x)):
            return result
        return join(result, result_unit)

    return dressed(values) if out is None else written(name, out, dressed(values))


def _padded(func: Any, ours: Answer, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Answer `pad`: numpy, and what has a `pad` after it, have more modes and options than the others."""
    given = _signature(func).bind(*args, **kwargs)
    mantissa, unit = split(given.arguments["array"])
    if is_masked(mantissa):
        return ours(args, kwargs)
    filled = _FILLS.get(given.arguments.get("mode", "constant"))
    if filled and filled not in given.arguments.get("kwargs", {}) and not has_zero(unit):
        raise zero_wanted("np.pad", filled, unit)
    if callable(given.arguments.get("mode")):
        raise TypeError(f"np.pad takes no function as mode for quantities: {_CALLS}")
    own = backend_of(mantissa)
    if own is None or own.name == "numpy":
        return _computed(func, rules.keep, args, kwargs, moved)
    theirs = getattr(own.xp, "pad", None)
    width = given.arguments["pad_width"]
    more = given.arguments.get("kwargs", {}).keys() - {"constant_values"}
    like_numpys = more or given.arguments.get("mode") in _STATISTICS or isinstance(width, dict)
    if (
        theirs is None or not like_numpys or "reflect_type" in more
    ):  # which dask 2026.8 takes and does not obey
        return ours(args, kwargs)
    return _computed(func, rules.keep, args, kwargs, moved, theirs)


def _eigen(func: Any, ours: Answer, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Answer `eig` or `eigvals`: numpy's own gives real values where all are, as the standard's does not."""
    given = _signature(func).bind(*args, **kwargs)
    mantissa, unit = split(*given.args)
    if common_backend(mantissa).name != "numpy" or type(unit) is not Unit:
        return ours(args, kwargs)
    _visible(_public(func), mantissa)
    result = func(mantissa)
    if func.__name__ == "eigvals":
        return join(result, unit)
    values, vectors = result  # the vectors have no unit
    return type(result)(join(values, unit), vectors)


def _transformed(func: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Answer a Fourier transform of numpy's: a plain sum, in the unit of the samples.

    `brainunit.fft` takes samples a time `dt` apart.
    """
    given = _signature(func).bind(*args, **kwargs)
    first = next(iter(given.arguments))
    mantissa, unit = split(given.arguments[first])
    if type(unit) is not Unit:
        raise refused_on_scale(_public(func), unit)
    _visible(_public(func), mantissa)
    backend = backend_of(mantissa)
    if backend is not None and backend.name != "numpy":
        func = getattr(backend.xp.fft, func.__name__)
    given.arguments[first] = mantissa
    out = given.arguments.pop("out", None)
    result = join(func(*given.args, **given.kwargs), unit)
    return result if out is None else written(_public(func), out, result)


def _written_into(func: Any, source: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Let numpy write into the memory of a quantity, values converted to its unit."""
    name = _public(func)
    given = _signature(func).bind(*args, **kwargs)
    _arrays(name, given.args, given.kwargs)
    first, target = next(iter(given.arguments.items()))
    # An array of objects takes no unit of its own: what is written into it is no number.
    array, unit = split(target) if isinstance(target, Pair) else (target, UNITLESS)
    for key, value in given.arguments.items():
        if key == source:
            fit = detach if given.arguments.get("casting") == "unsafe" else partial(held, array=array)
            if is_masked(array):
                _visible(name, split(value)[0])
            given.arguments[key] = fit(value, unit=unit, name=f"{name}: argument {key!r}")
        elif isinstance(value, Pair) and key != first:
            given.arguments[key] = pure_number(value, name, key)
    given.arguments[first] = array
    func(*given.args, **given.kwargs)


def _text(func: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    """Return numpy's text of the numbers, and the unit behind it."""
    given = _signature(func).bind(*args, **kwargs)
    first = next(iter(given.arguments))
    mantissa, unit = split(given.arguments[first])
    given.arguments[first] = mantissa
    return f"{func(*given.args, **given.kwargs)} {unit}"


def _about(func: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Answer a question about arrays in which no unit matters."""
    if kwargs.get("einsum_call"):
        raise TypeError(f"np.{_public(func)} hands out no operands of quantities: einsum_call")
    bare = [x._mantissa if isinstance(x, Pair) else x for x in args]
    return func(*bare, **{key: x._mantissa if isinstance(x, Pair) else x for key, x in kwargs.items()})
