"""The benchmarks, as data. To add one, add a row to a scene below; nothing else changes.

A scene is a setup and the rows that run in what it leaves; a row is two statements that give the same
numbers, one with units and one on the bare arrays, and what the first may cost beside the second.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec


@dataclass(frozen=True)
class Budget:
    """What a statement with units may cost: `times` the bare one, or `extra` seconds more. One is enough."""

    times: float | None = None
    extra: float | None = None

    def kept(self, ratio: float | None, extra: float, slack: float = 0.0) -> bool:
        """Whether a measured ratio and difference are within the budget, widened by the share `slack`."""
        by_ratio = self.times is not None and ratio is not None and ratio <= self.times * (1 + slack)
        return by_ratio or (self.extra is not None and extra <= self.extra * (1 + slack))


@dataclass(frozen=True)
class Row:
    """One line of the table. Without a `bare` statement (there is none to compare) the whole time counts."""

    units: str
    bare: str | None
    budget: Budget | None = None
    name: str = ""  # where the statement alone does not say it

    @property
    def work(self) -> str:
        """What stands in the first column."""
        return self.name or self.units


@dataclass(frozen=True)
class Scene:
    """Rows that share a setup, and the libraries that these need beside numpy."""

    title: str
    setup: str
    rows: tuple[Row, ...]
    needs: tuple[str, ...] = ()
    own_process: bool = False  # each statement in a fresh interpreter, whose start counts

    def missing(self) -> list[str]:
        """Return the libraries that are not installed."""
        return [name for name in self.needs if find_spec(name) is None]


NUMPY = """
import numpy as np
import brainunit as u

a = np.linspace(0.1, 0.9, {size})
b = a[::-1].copy()
q = u.Quantity(a, u.mV)
km, m = u.Quantity(a, u.km), u.Quantity(b, u.m)
metre, second = u.metre, u.second
"""

JAX = """
import jax
import jax.numpy as jnp
import brainunit as u

a = jnp.linspace(0.1, 0.9, 10)
q, p = u.Quantity(a, u.mV), u.Quantity(a, u.mS)
f = jax.jit(lambda x, y: x * y)
"""

TORCH = """
import torch
import brainunit as u

a = torch.linspace(0.1, 0.9, 10, dtype=torch.float64)
q = u.Quantity(a, u.mV)
"""

DASK = """
import dask.array as da
import brainunit as u

a = da.linspace(0.1, 0.9, 10, chunks=5)
q = u.Quantity(a, u.mV)
"""

SCENES = (
    Scene(
        "numpy, 10 float64",
        NUMPY.format(size=10),
        (
            Row("q + q", "a + a", Budget(times=3.5)),
            Row("q - q", "a - a"),
            Row("q * q", "a * a"),
            Row("q / q", "a / a"),
            Row("q < q", "a < a"),
            # A float as the factor: with the int 1000 the bare statement itself takes 1.15 times as long.
            Row("km + m", "a + 0.001 * b"),
            Row("q[3:5]", "a[3:5]"),
            Row("q ** 2", "a ** 2"),
            Row("2 * q", "2 * a"),
            Row("q * a", "a * a", name="q * array"),
            Row("u.math.sqrt(q)", "np.sqrt(a)"),
            Row("u.math.mean(q)", "np.mean(a)"),
            Row("q.to_decimal(u.V)", "a * 0.001"),
            Row("a * u.mV", None, name="array * u.mV"),
            Row("3.0 * u.mV", None),
            Row("metre * second", None, name="unit * unit"),
        ),
    ),
    Scene(
        "numpy, 1,000,000 float64",
        NUMPY.format(size=1_000_000),
        (
            Row("q + q", "a + a"),
            Row("km + m", "a + 0.001 * b"),
        ),
    ),
    Scene(
        "jax, 10 elements",
        JAX,
        (
            Row("q + q", "a + a", Budget(times=1.3), name="eager q + q"),
            Row("f(q, p)", "f(a, a)", name="jitted f(q, p)"),
        ),
        needs=("jax",),
    ),
    Scene("torch, 10 float64", TORCH, (Row("q + q", "a + a", name="eager q + q"),), needs=("torch",)),
    Scene("dask, 10 float64", DASK, (Row("q + q", "a + a", name="graph of q + q"),), needs=("dask",)),
    Scene(
        "a fresh interpreter",
        "",
        (
            Row("import bu_units", "pass", name="import bu_units | pass"),
            Row("import bu_dispatch", "pass", name="import bu_dispatch | pass"),
            Row("import bu_array", "pass", name="import bu_array | pass"),
            Row("import bu_array", "import numpy", name="import bu_array | numpy"),
            Row("import brainunit", "pass", name="import brainunit | pass"),
            Row("import brainunit", "import numpy", name="import brainunit | numpy"),
            # The first unit reads the catalogue.
            Row("import brainunit as u; u.mV", "import numpy", name="import, then u.mV | numpy"),
        ),
        own_process=True,
    ),
)
