"""Annotations, and the decorator that checks them."""

import asyncio
import copy
import functools
import inspect
import pickle
import subprocess
import sys
from typing import Annotated, Any, Optional, Union, get_args

import numpy as np
import pytest

from bu_array import Quantity, typing
from bu_array.typing import (
    LENGTH,
    MASS,
    SPEED,
    TIME,
    PhysicalType,
    is_physical_type,
    quantity_type,
    validate_units,
)
from bu_units import DimensionMismatchError, Unit, UnitMismatchError

M, S = Unit("m"), Unit("s")


def len_of(x: list[int]) -> int:
    return len(x)


def far_away(x: LENGTH) -> LENGTH:
    return x


def test_every_name():
    assert sorted(typing.__all__) == sorted(set(typing.__all__))
    types = [name for name in typing.__all__ if name.isupper() and name != "HAS_UNIT"]
    assert len(types) == 26
    for name in types:
        assert is_physical_type(getattr(typing, name))
    for name, text in (
        ("DENSITY", "kg / m^3"),
        ("LUMINOSITY", "cd"),
        ("MAGNETIC_FIELD", "T"),
        ("DIMENSIONLESS_TYPE", "1"),
        ("SUBSTANCE", "mol"),
        ("CURRENT", "A"),
    ):
        assert get_args(getattr(typing, name))[1].dim is Unit(text).dim
    assert typing.HAS_UNIT is Quantity
    assert typing.PyTree[int]


def test_types_by_name():
    assert quantity_type(M) == Quantity[M]
    assert Quantity["length"] == LENGTH == quantity_type("length")
    assert Quantity["electric_charge"] == typing.CHARGE
    assert not is_physical_type(Quantity[M])
    assert not is_physical_type(Quantity)
    assert is_physical_type(PhysicalType("mass"))


def test_isinstance():
    for asked in (Quantity[M], Quantity["length"], typing.LENGTH, quantity_type(M), Quantity[M.dim]):
        assert isinstance(Quantity(1, "km"), asked)
        assert not isinstance(Quantity(1, "s"), asked)
        assert not isinstance(Quantity(1), asked)
        assert not isinstance(1.0, asked)
        assert not isinstance(M, asked)
        assert get_args(asked)[0] is Quantity
    assert isinstance(Quantity(20, "degC"), typing.TEMPERATURE)
    assert isinstance(Quantity(1, "deg"), typing.DIMENSIONLESS_TYPE)
    assert isinstance(1, (Quantity[M], int))
    assert all(isinstance(x, typing.Array) for x in (Quantity(1), np.ones(2)))


def test_physical_types_are_one_object():
    length = PhysicalType("length")
    assert length is PhysicalType(" LENGTH\n") is PhysicalType(length) is PhysicalType(PhysicalType("length"))
    assert PhysicalType("magnetic_field") is PhysicalType("Magnetic  field")
    assert length.dimension is length.dim is M.dim
    for one in (length, PhysicalType(M / Unit("s"))):
        assert pickle.loads(pickle.dumps(one)) is copy.deepcopy(one) is one


def test_validate_units():
    @validate_units
    def speed(x: LENGTH, t: Quantity[S], *rest: LENGTH, n: int = 3, limit: SPEED | None = None) -> SPEED:
        return x / t if n == 3 else x

    km = Quantity(1.0, "km")
    assert speed(km, Quantity(1, "min")).mantissa == 1.0
    assert speed(x=km, t=Quantity(1, "min"), limit=None).mantissa == 1.0
    assert validate_units(lambda x: x)(3) == 3
    for function in (len_of, lambda x: x):
        assert validate_units(function) is validate_units(function, strict=True) is function
    with pytest.raises(TypeError, match=r"must be of length, got one in 1"):
        validate_units(far_away)(3.0)
    with pytest.raises(DimensionMismatchError, match=r"speed: argument 't' must be of s, got one in km"):
        speed(km, km)
    with pytest.raises(DimensionMismatchError, match=r"argument 'limit' must be of speed, got one in km"):
        speed(km, Quantity(1, "s"), limit=km)
    with pytest.raises(DimensionMismatchError, match=r"argument 'x' must be of length, got one in 1"):
        speed(1.0, Quantity(1, "s"))
    with pytest.raises(DimensionMismatchError, match=r"the result must be of speed"):
        speed(km, Quantity(1, "s"), n=4)
    assert speed.__name__ == "speed"


def test_strict():
    @validate_units(strict=True)
    def f(x: Annotated[Quantity, M], t: TIME) -> Annotated[Quantity, "m"]:
        return x

    assert f(Quantity(1, "m"), Quantity(1, "h")).mantissa == 1
    assert f(0, Quantity(1, "h")) == 0
    with pytest.raises(UnitMismatchError, match=r"f: argument 'x' is in another unit \(units are km and m\)"):
        f(Quantity(1, "km"), Quantity(1, "h"))
    with pytest.raises(DimensionMismatchError, match="argument 't'"):
        f(Quantity(1, "m"), Quantity(1, "m"))


def test_unions():
    @validate_units()
    def f(x: Union[LENGTH, TIME], y: Optional[LENGTH] = None, z: "LENGTH | float" = 1.0):  # noqa: UP007, UP045  # both spellings
        return x

    assert f(Quantity(1, "m")).mantissa == f(Quantity(1, "s"), z=2.0).mantissa == 1
    with pytest.raises(DimensionMismatchError, match="argument 'x' must be of length or time"):
        f(Quantity(1, "A"))


def test_every_library(backend):
    from array_checks import check, quantity

    @validate_units
    def twice(x: LENGTH) -> LENGTH:
        return x * 2

    check(twice(quantity(backend, [1.0, 2.0], "m")), backend, [2.0, 4.0], "m")
    with pytest.raises(DimensionMismatchError):
        twice(quantity(backend, [1.0, 2.0], "s"))


def test_brings_no_library():
    program = "import sys, bu_array.typing; print([m for m in ('jax', 'torch', 'dask') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_within_a_module_without_quantities():
    @validate_units
    def f(x, y: int = 3) -> np.ndarray:
        return x

    assert f(3) == 3


def test_arguments_collected_by_stars():
    @validate_units
    def path(*steps: LENGTH, start: TIME | None = None, **masses: MASS) -> LENGTH:
        return sum(steps)

    m, s, kg = Quantity(1.0, "m"), Quantity(1.0, "s"), Quantity(1.0, "kg")
    assert path(m, m, m, start=s, earth=kg).mantissa == 3.0
    with pytest.raises(DimensionMismatchError, match="argument 'steps' must be of length, got one in s"):
        path(m, m, s)
    with pytest.raises(DimensionMismatchError, match="argument 'masses' must be of mass, got one in m"):
        path(m, masses=m)
    with pytest.raises(DimensionMismatchError, match="argument 'earth' must be of mass, got one in m"):
        path(m, earth=m)


def test_a_union_with_bare_numbers():
    @validate_units
    def f(x: LENGTH | float | np.ndarray, y: LENGTH | object = None, z: LENGTH | Any = None):
        return x

    for passes in (1.0, np.ones(2), Quantity(1.0, "km"), None, 0):
        assert f(passes) is passes
    with pytest.raises(DimensionMismatchError, match="argument 'x' must be of length, got one in s"):
        f(Quantity(1.0, "s"))
    f(1.0, Quantity(1.0, "s"), Quantity(1.0, "s"))  # anything is an object


def test_coroutines_and_partials():
    @validate_units
    async def drive(time: TIME, speed: SPEED) -> LENGTH:
        return time * speed

    @validate_units
    async def wrong(time: TIME) -> LENGTH:
        return time

    s, speed = Quantity(2.0, "s"), Quantity(3.0, "m / s")
    assert inspect.iscoroutinefunction(drive)
    assert asyncio.run(drive(s, speed)).mantissa == 6.0
    with pytest.raises(DimensionMismatchError, match="argument 'time' must be of time"):
        asyncio.run(drive(speed, speed))
    with pytest.raises(DimensionMismatchError, match="the result must be of length"):
        asyncio.run(wrong(s))

    def ratio(a: LENGTH, b: TIME) -> SPEED:
        return a / b

    with_time = validate_units(functools.partial(ratio, b=s))
    assert with_time(Quantity(1.0, "m")).mantissa == 0.5
    with pytest.raises(DimensionMismatchError, match="ratio: argument 'a' must be of length"):
        with_time(s)
