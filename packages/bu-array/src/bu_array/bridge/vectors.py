"""Trees of quantities as plain vectors, for solvers that know numbers only, and back."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from bu_dispatch import (
    Backend,
    BackendError,
    backend_of,
    common_backend,
    convert,
    get_backend,
    get_default_backend,
)
from bu_units import UNITLESS, ScaleUnit, Unit, UnitMismatchError
from bu_units.tracing import tracing

from .._quantity.quantity import Quantity
from ..core import Pair, as_unit, class_for, detach, join, known_number, scaled, settled, split, suited
from .trees import Structure

__all__ = ["Layout", "difference", "numeric_scale", "ravel", "taken"]

_new = object.__new__
_FLOATS = ("real floating", "complex floating")


def ravel(tree: Any, scales: Any = None) -> tuple[Any, Layout]:
    """Plain vector of the numbers of a tree of quantities, each part in its own unit; and the way back.

    tree: a quantity, array or number, or dicts, tuples, lists, named tuples, dataclasses (and what is
    registered with jax where the program has imported jax) of them, nested; dicts are taken by their sorted
    keys, as in jax.
    scales: a tree alike of quantities, by which the parts are divided, so that a solver sees numbers near
    one: a scale is a number for its part, or an array that broadcasts to it.
    The second result makes such a tree of a vector, ``unravel(vector)``; see `Layout`. A value on a scale
    stays on it: 20 degC is the number 20, and a scale of 10 K makes it 2. The vector is one of the library of
    the parts, numpy's where there are numbers alone and no default is set, of their common dtype; integers
    become floats, as solvers step between them. It shares no memory with the tree.
    Raises UnitMismatchError, with the place in the tree and both units, for a scale of another dimension,
    TypeError for a missing one and for what is no number, ValueError for a scale of zero.

    >>> import numpy as np
    >>> from bu_array import Quantity, ravel
    >>> state = {"x": Quantity(np.array([1.0, 2.0]), "m"), "v": Quantity(3.0, "km/s")}
    >>> vector, unravel = ravel(state, {"x": Quantity(10.0, "m"), "v": Quantity(1.0, "m/s")})
    >>> print(vector)
    [3.e+03 1.e-01 2.e-01]
    >>> print(unravel(vector * 2)["v"])
    6. km / s
    """
    layout = Layout.of(tree, scales)
    return layout.ravel(tree), layout


class Layout:
    """Where each part of a tree lies in a vector, its shape, its unit and its scale.

    Called with a vector it makes the tree: ``layout(vector, axis=0)``. An array of more axes is a tree of
    arrays of more axes: those of a part stand in the place of `axis`, so that the times of a solver stay
    where it has them. `ravel` makes the vector of another tree alike. `per` is the layout of derivatives.
    Every result has the dtype of the vector.
    """

    __slots__ = (
        "__weakref__",
        "_ends",
        "_library",
        "_numbers",
        "_outcomes",
        "_plan",
        "_quick",
        "_scales",
        "_seen",
        "_shapes",
        "structure",
        "units",
    )

    structure: Structure
    """The containers, and the place of each part."""
    units: tuple[Unit, ...]
    """The unit of each part, in the order of the vector."""

    def __init__(
        self,
        structure: Structure,
        shapes: Sequence[tuple[int, ...]],
        units: Sequence[Unit],
        scales: Sequence[Any] | None = None,
        library: tuple[Backend, Any] | None = None,
        *,
        computed: bool = False,
    ) -> None:
        self.structure = structure
        self.units = tuple(units)
        self._shapes = tuple(shapes)
        self._scales = None if scales is None else tuple(scales)
        # The library and the dtype of trees of numbers alone.
        self._library = _library([]) if library is None else library
        self._quick = scales is None and self._library[0].name == "numpy" and self._library[1] == np.float64
        self._numbers = scales is None and not any(shapes)
        self._ends = [0]
        for shape in shapes:
            self._ends.append(self._ends[-1] + math.prod(shape))
        # A computed m/cm is a number, one that was given stays as it is.
        self._outcomes = [
            settled(unit) if computed else (None if unit is UNITLESS else unit, None) for unit in units
        ]
        # What converts values in units that were met before, by their identity; None stands for plain values.
        self._seen: list[dict[Any, Any]] = [
            {unit.ident: None, None: None} if unit is UNITLESS else {unit.ident: None} for unit in units
        ]
        self._plan = [
            (
                start,
                end if shape else None,
                shape if len(shape) > 1 else None,
                unit,
                fold,
                Quantity if unit is None else class_for(unit),
            )
            for start, end, shape, (unit, fold) in zip(
                self._ends, self._ends[1:], self._shapes, self._outcomes, strict=False
            )
        ]

    @staticmethod
    def of(tree: Any, scales: Any = None) -> Layout:
        """Return the layout of a tree; see `ravel`."""
        structure = Structure(tree)
        leaves = structure.leaves(tree, "ravel")
        mantissas, shapes, units = [], [], []
        for leaf, place in zip(leaves, structure.places, strict=True):
            mantissa, unit = _number(leaf, f"ravel: {_part(place)}")
            mantissas.append(mantissa)
            shapes.append(tuple(getattr(mantissa, "shape", ())))
            units.append(unit)
        found = None if scales is None else _scales(structure, scales, shapes, units)
        return Layout(structure, shapes, units, found, _library(mantissas))

    @property
    def size(self) -> int:
        """How long the vector is."""
        return self._ends[-1]

    @property
    def shapes(self) -> tuple[tuple[int, ...], ...]:
        """The shape of each part, in the order of the vector."""
        return self._shapes

    def __repr__(self) -> str:
        parts = [
            f"{place or 'one part'}: {unit}{list(shape) if shape else ''}"
            for place, unit, shape in zip(self.structure.places, self.units, self._shapes, strict=True)
        ]
        return f"<layout of {self.size} numbers: {', '.join(parts)}>"

    def per(self, unit: Unit | str) -> Layout:
        """Return the layout of derivatives: each part in its unit per `unit`, over the same scales.

        The derivative of a value on a scale is one of differences: delta_degC / s.

        >>> from bu_array import Quantity, bridge
        >>> bridge.Layout.of({"x": Quantity(1.0, "m"), "v": Quantity(1.0, "m/s")}).per("s")
        <layout of 2 numbers: ['v']: m / s^2, ['x']: m / s>
        """
        divisor = difference(as_unit(unit, "per"))
        return self.of_units([difference(own) / divisor for own in self.units])

    def of_units(self, units: Sequence[Unit]) -> Layout:
        """Return the layout of another tree alike, in these units, over the same scales."""
        return Layout(self.structure, self._shapes, units, self._scales, self._library, computed=True)

    def ravel(self, tree: Any, name: str = "ravel") -> Any:
        """Return the vector of a tree alike, each part in its unit over its scale.

        name: what errors call the tree.
        """
        leaves = self.structure.leaves(tree, name)
        if self._quick:
            vector = self._at_once(leaves)
            if vector is not None:
                return vector
        parts = [self._taken(index, leaf, name) for index, leaf in enumerate(leaves)]
        return self._joined(parts, name)

    def _at_once(self, leaves: Sequence[Any]) -> Any:
        """Return the vector of quantities of numpy in units that were met before; None for any other."""
        if not leaves:
            return None
        numbers: list[Any] = []
        for leaf, seen, shape in zip(leaves, self._seen, self._shapes, strict=True):
            if type(leaf) is Quantity:
                mantissa = leaf._mantissa
                factor = seen.get(leaf._unit.ident, seen)
            else:
                mantissa = leaf
                factor = seen.get(None, seen)
            if factor is seen:
                return None
            kind = type(mantissa)
            if kind is float or kind is np.float64 or kind is int:
                if shape:
                    return None
            elif kind is not np.ndarray or mantissa.dtype != np.float64 or mantissa.shape != shape:
                return None
            numbers.append(mantissa if factor is None else mantissa * factor)
        if not any(self._shapes):
            return np.array(numbers, dtype=np.float64)
        return np.concatenate([np.reshape(number, -1) for number in numbers])

    def _taken(self, index: int, leaf: Any, name: str) -> Any:
        unit = self.units[index]
        part = taken(leaf, unit, f"{name}: {_part(self.structure.places[index])}")
        own = leaf._unit if type(leaf) is Quantity else UNITLESS
        alike = type(own) is type(unit) is Unit and own.dim is unit.dim and own.kind is unit.kind is None
        if alike and not tracing():
            self._seen[index][own.ident] = suited(own, unit)
        return part if self._scales is None else part / self._scales[index]

    def _joined(self, parts: Sequence[Any], name: str) -> Any:
        """Return parts as one vector: of the library of the arrays among them, in their common dtype."""
        arrays = [part for part in parts if backend_of(part) is not None]
        backend = common_backend(*arrays) if arrays else self._library[0]
        if backend.lazy and any(size is None or size != size for shape in self._shapes for size in shape):
            raise BackendError(f"{name}: parts of unknown shape are no vector; compute them first")
        arrays = [convert(part, backend) for part in arrays]
        dtype = _dtype(backend, parts, arrays, self._library[1])
        converted = iter(arrays)
        flat = []
        for part, shape, place in zip(parts, self._shapes, self.structure.places, strict=True):
            if backend_of(part) is None:
                array = _full(backend, shape, part, dtype, arrays)
            else:
                array = _shaped(backend, next(converted), shape, f"{name}: {_part(place)}")
            flat.append(backend.xp.astype(backend.xp.reshape(array, (-1,)), dtype))
        return backend.xp.concat(flat) if flat else backend.xp.zeros((0,), dtype=dtype)

    def __call__(self, vector: Any, axis: int = 0) -> Any:
        """Return the tree of a vector, each part in its unit."""
        shape = getattr(vector, "shape", None)
        if shape is None or isinstance(vector, Pair):
            raise TypeError(f"unravel: an array of plain numbers is wanted, got {_told(vector)}")
        if not shape or not -len(shape) <= axis < len(shape):
            raise ValueError(f"unravel: the array has no axis {axis}: its shape is {tuple(shape)}")
        if shape[axis] != self._ends[-1]:
            raise ValueError(
                f"unravel: {self._ends[-1]} numbers are wanted along axis {axis}, got {shape[axis]}"
            )
        if len(shape) == 1:
            return self.structure.tree(self._of_one_axis(vector))
        parts = self._cut(vector, tuple(shape), axis % len(shape))
        if self._scales is not None:
            parts = [part * scale for part, scale in zip(parts, self._along(len(shape), axis), strict=True)]
        return self.structure.tree(
            [
                (part if fold is None else scaled(part, fold)) if unit is None else join(part, unit)
                for part, (unit, fold) in zip(parts, self._outcomes, strict=True)
            ]
        )

    def _of_one_axis(self, vector: Any) -> list[Any]:
        """Return the parts of a vector, with their units."""
        found: list[Any] = []
        if self._numbers and type(vector) is np.ndarray:  # which gives them one by one quicker than by index
            for number, (_, _, _, unit, fold, kind) in zip(vector, self._plan, strict=True):
                if unit is None:
                    found.append(number if fold is None else scaled(number, fold))
                    continue
                quantity = _new(kind)
                quantity._mantissa = number
                quantity._unit = unit
                found.append(quantity)
            return found
        for index, (start, end, shape, unit, fold, kind) in enumerate(self._plan):
            if end is None:
                part = vector[start]
            else:
                part = vector[start:end]
                if shape is not None:
                    part = _reshaped(part, shape)
            if self._scales is not None:
                part = part * self._scales[index]
            if fold is not None:
                part = scaled(part, fold)
            if unit is not None:
                quantity = _new(kind)
                quantity._mantissa = part
                quantity._unit = unit
                part = quantity
            found.append(part)
        return found

    def _cut(self, vector: Any, shape: tuple[int, ...], axis: int) -> list[Any]:
        """Return the parts of an array of several axes."""
        before, after = shape[:axis], shape[axis + 1 :]
        whole = (slice(None),) * axis
        return [
            _reshaped(vector[(*whole, slice(start, end), ...)], (*before, *part, *after))
            for part, start, end in zip(self._shapes, self._ends, self._ends[1:], strict=False)
        ]

    def _along(self, ndim: int, axis: int) -> Sequence[Any]:
        """Return the scales with further axes for those of an array that stand behind `axis`."""
        assert self._scales is not None
        behind = ndim - 1 - axis % ndim
        if not behind:
            return self._scales
        return [
            _reshaped(s, (*s.shape, *(1,) * behind)) if getattr(s, "shape", ()) else s for s in self._scales
        ]


# ---------------------------------------------------------------- parts


def difference(unit: Unit) -> Unit:
    """Return the unit of differences of values in `unit`: itself for one that is a factor."""
    return unit.difference if isinstance(unit, ScaleUnit) else unit


def taken(x: Any, unit: Unit, place: str, *beside: Any) -> Any:
    """Return the mantissa of `x` in `unit`; UnitMismatchError that names the place and both units.

    beside: arrays of the library that lists become arrays of.
    """
    _number(x, place, *beside)
    try:
        return known_number(detach(x, unit, place, *beside))
    except UnitMismatchError as error:
        own = split(x, *beside)[1]
        if own is unit or len(error.args) != 3:
            raise
        found = "a plain value" if own is UNITLESS else f"one in {own}"
        mismatch = type(error)(f"{place} must be in {unit}, got {found}", own, unit)
    raise mismatch


def _number(x: Any, place: str, *beside: Any) -> tuple[Any, Unit]:
    """Split a number, an array or a quantity; TypeError with the place for anything else."""
    try:
        mantissa, unit = split(x, *beside)
    except TypeError as error:  # with a reason: a text, a date, an array with a unit of its own
        reason = error
    else:
        backend = backend_of(mantissa)
        if backend is None and isinstance(known_number(mantissa), (int, float, complex)):
            return known_number(mantissa), unit
        if backend is not None and _plain_array(mantissa):
            return mantissa, unit
        reason = TypeError(f"got {_told(x)}")
    raise TypeError(f"{place} must be a number, an array of numbers or a quantity: {reason}") from None


def _plain_array(mantissa: Any) -> bool:
    # A vector has no place for a mask, nor an array of objects one in other libraries.
    return getattr(mantissa.dtype, "kind", "") != "O" and not hasattr(mantissa, "mask")


def _told(x: Any) -> str:
    mantissa = x._mantissa if isinstance(x, Pair) else x
    dtype = getattr(mantissa, "dtype", None)
    kind = type(mantissa).__name__ + ("" if dtype is None else f" of {dtype}")
    return f"a quantity in {x._unit} ({kind})" if isinstance(x, Pair) else kind


def _part(place: str) -> str:
    return f"the part {place}" if place else "the value"


def _scales(
    structure: Structure, scales: Any, shapes: Sequence[tuple[int, ...]], units: Sequence[Unit]
) -> list[Any]:
    found = []
    leaves = structure.leaves(scales, "ravel: scales")
    for scale, place, shape, unit in zip(leaves, structure.places, shapes, units, strict=True):
        name = f"ravel: the scale of {_part(place)}"
        number = numeric_scale(scale, difference(unit), name)
        own = tuple(getattr(number, "shape", ()))
        try:
            fits = np.broadcast_shapes(own, shape) == shape
        except ValueError:
            fits = False
        if not fits:
            raise ValueError(f"{name} has the shape {own}, the part {shape}")
        found.append(number)
    return found


def numeric_scale(scale: Any, unit: Unit, name: str) -> Any:
    """Return a scale as a number in `unit`; an error with `name` for a missing one, zero or infinity."""
    if scale is None:
        raise TypeError(f"{name} is missing; it must be in {unit}")
    number = taken(scale, unit, name)
    backend = backend_of(number)
    if backend is None:
        bad = number == 0 or number != number or number in (math.inf, -math.inf)
    else:
        bad = backend.is_concrete(number) and bool(
            backend.xp.any((number == 0) | ~backend.xp.isfinite(number))
        )
    if bad:
        raise ValueError(f"{name} must be finite and not zero, got {scale}")
    # As a number of Python's, which changes no dtype and which every library takes.
    return number.item() if isinstance(number, (np.ndarray, np.generic)) and number.ndim == 0 else number


# ---------------------------------------------------------------- one vector


def _library(parts: Sequence[Any]) -> tuple[Backend, Any]:
    """Return the library and the dtype of the vector of these parts."""
    arrays = [part for part in parts if backend_of(part) is not None]
    backend = common_backend(*arrays) if arrays else get_backend(get_default_backend() or "numpy")
    return backend, _dtype(backend, parts, [convert(part, backend) for part in arrays])


def _dtype(backend: Backend, parts: Sequence[Any], arrays: Sequence[Any], dtype: Any = None) -> Any:
    """Return the common dtype of parts, in which Python numbers weigh nothing; of floats for integers.

    dtype: that of numbers alone.
    """
    xp = backend.xp
    if arrays:
        dtype = arrays[0].dtype
        if any(array.dtype != dtype for array in arrays):
            # By dtypes, as torch.compile traces it of these alone; jax has arrays whose dtype weighs nothing.
            dtype = xp.result_type(*(a if getattr(a, "weak_type", False) else a.dtype for a in arrays))
    if dtype is None or not xp.isdtype(dtype, _FLOATS):
        dtype = xp.asarray(0.0).dtype
    imaginary = any(isinstance(part, complex) for part in parts)
    return xp.result_type(dtype, xp.complex64) if imaginary else dtype


def _full(backend: Backend, shape: tuple[int, ...], number: Any, dtype: Any, arrays: list[Any]) -> Any:
    device = getattr(arrays[0], "device", None) if arrays and backend.mutable and not backend.lazy else None
    return backend.xp.full(shape, number, dtype=dtype, device=device)


def _reshaped(array: Any, shape: tuple[int, ...]) -> Any:
    backend = backend_of(array)
    assert backend is not None
    return backend.xp.reshape(array, shape)


def _shaped(backend: Backend, array: Any, shape: tuple[int, ...], place: str) -> Any:
    own = tuple(array.shape)
    if own == shape:
        return array
    try:
        fits = np.broadcast_shapes(own, shape) == shape
    except ValueError:
        fits = False
    if not fits:
        raise ValueError(f"{place} has the shape {own}, {shape} is wanted")
    return backend.xp.broadcast_to(array, shape)
