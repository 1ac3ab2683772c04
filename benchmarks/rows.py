"""What is measured, as data. To add a measurement, add a row to a scene below; nothing else changes.

A scene is what runs before, for each library; a row is a statement of a library of units and one on the
bare arrays that gives the same numbers, and what the first may cost beside the second. Names in statements:
`q` a quantity in mV, `km` and `m` lengths, `x` a pure number, `a` and `b` bare arrays, `c` a mask.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec

OURS = "brainunit"


@dataclass(frozen=True)
class Budget:
    """What a statement with units may cost: `times` the bare one, or `extra` seconds more. One is enough."""

    times: float | None = None
    extra: float | None = None
    memory: float | None = None
    """How many times the bare statement's peak of memory; this one is kept besides."""

    def kept(
        self, ratio: float | None, extra: float, memory: float | None = None, slack: float = 0.0
    ) -> bool:
        """Whether measured figures are within the budget, widened by the share `slack`."""
        widened = 1 + slack
        by_ratio = self.times is not None and ratio is not None and ratio <= self.times * widened
        in_time = by_ratio or (self.extra is not None and extra <= self.extra * widened)
        # Memory is counted, not timed: nothing blurs it.
        return in_time and (self.memory is None or memory is None or memory <= self.memory)


@dataclass(frozen=True)
class Row:
    """One line of the table. Without a `bare` statement (there is none to compare) the whole time counts."""

    units: str
    bare: str | None
    budget: Budget | None = None
    name: str = ""  # where the statement alone does not say it
    other: Mapping[str, str | None] = field(default_factory=dict)
    """Library -> its statement, where it is another one; None: it has no such thing."""

    @property
    def work(self) -> str:
        """What stands in the first column."""
        return self.name or self.units

    def statement(self, library: str) -> str | None:
        """Return the statement of a library."""
        return self.other.get(library, self.units)


@dataclass(frozen=True)
class Scene:
    """Rows that share a setup, and the libraries that these need."""

    title: str
    setups: Mapping[str, str]
    """Library of units -> its setup. Our own is the first."""
    rows: tuple[Row, ...]
    needs: tuple[str, ...] = ()
    own_process: bool = False
    """Each statement in a fresh interpreter, whose start counts."""
    memory: bool = False
    """The peak of memory is measured too."""

    def missing(self) -> list[str]:
        """Return the libraries that are not installed."""
        return [name for name in self.needs if find_spec(name) is None]

    def libraries(self) -> list[str]:
        """Return the libraries of units that are installed: ours, then the peers."""
        return [name for name in self.setups if find_spec(name.partition(".")[0]) is not None]


# ---------------------------------------------------------------- numpy

ARRAYS = """
import numpy as np
a = np.linspace(0.1, 0.9, {size})
b = a[::-1].copy()
c = a > 0.5
"""
NUMPY = {
    OURS: """
import brainunit as u
q, km, m, x = u.Quantity(a, u.mV), u.Quantity(a, u.km), u.Quantity(b, u.m), u.Quantity(a)
metre, second = u.metre, u.second
""",
    "pint": """
import pint
u = pint.UnitRegistry()
q, km, m, x = (u.Quantity(y, unit) for y, unit in ((a, u.mV), (a, u.km), (b, u.m), (a, u.dimensionless)))
metre, second = u.metre, u.second
""",
    "astropy.units": """
import astropy.units as u
q, km, m, x = (u.Quantity(y, unit) for y, unit in ((a, u.mV), (a, u.km), (b, u.m), (a, u.one)))
metre, second = u.m, u.s
""",
    "unyt": """
import unyt as u
q, km, m, x = (u.unyt_array(y, unit) for y, unit in ((a, u.mV), (a, u.km), (b, u.m), (a, u.dimensionless)))
metre, second = u.m, u.s
""",
    "saiunit": """
import saiunit as u
q, km, m, x = u.Quantity(a, u.mV), u.Quantity(a, u.kmeter), u.Quantity(b, u.meter), a
metre, second = u.meter, u.second
""",
}
_BY_NUMPY = ("pint", "astropy.units", "unyt")


def _setups(setups: Mapping[str, str], before: str) -> dict[str, str]:
    return {library: before + setup for library, setup in setups.items()}


def _numpy_rows(large: bool) -> tuple[Row, ...]:
    """The same work on ten elements and on ten million, with the budget of each."""
    whole = Budget(times=1.02, extra=2e-6, memory=1.02)  # a view takes microseconds whatever its size

    def within(times: float | None = None, extra: float | None = None) -> Budget:
        return whole if large else Budget(times=times, extra=extra)

    operators = [Row(f"q {sign} q", f"a {sign} a", within(2.5)) for sign in ("+", "-", "*", "/", "<")]
    # A float as the factor: with the int 1000 the bare statement itself takes 1.15 times as long.
    converted = [Row("km + m", "a + 0.001 * b", within(2.0))]
    light = [
        Row(units, bare, within(4.0, 400e-9), name)
        for units, bare, name in (
            ("q[3:5]", "a[3:5]", ""),
            ("-q", "-a", ""),
            ("abs(q)", "abs(a)", ""),
            ("q ** 2", "a ** 2", ""),
            ("2 * q", "2 * a", ""),
            ("q * a", "a * a", "q * array"),
        )
    ]
    functions = [
        Row(f"u.math.{call}", bare, within(extra=600e-9), other=dict.fromkeys(_BY_NUMPY, f"np.{call}"))
        for call, bare in (
            ("sqrt(q)", "np.sqrt(a)"),
            ("exp(x)", "np.exp(a)"),
            ("sum(q)", "np.sum(a)"),
            ("mean(q)", "np.mean(a)"),
            ("dot(q, q)", "np.dot(a, a)"),
            ("where(c, q, q)", "np.where(c, a, a)"),
            ("concatenate([q, q])", "np.concatenate([a, a])"),
        )
    ]
    protocols = [
        Row("np.add(q, q)", "np.add(a, a)", within(extra=1.5e-6)),
        Row("np.mean(q)", "np.mean(a)", within(extra=1.5e-6)),
    ]
    out = {"pint": "km.m_as(metre)", "astropy.units": "km.to_value(metre)", "unyt": "km.to_value(metre)"}
    leaving = [Row("km.to_decimal(metre)", "a * 1000.0", within(extra=400e-9), other=out)]
    return (*operators, *converted, *light, *functions, *protocols, *leaving)


MADE = (
    Row("3.0 * u.mV", None, Budget(extra=350e-9)),
    Row("a * u.mV", None, Budget(extra=400e-9), "array * u.mV"),
    Row(
        "u.meter * u.second",
        None,
        Budget(extra=120e-9),
        other={"astropy.units": "u.m * u.s", "unyt": "u.m * u.s"},
    ),
)

# The right side of an equation as a solver calls it: units on, units checked, and off again.
RIGHT_SIDES = {
    OURS: """
import numpy as np
import brainunit as u
y, slope = np.array([1.0, 2.0, 3.0]), np.array([0.1, 0.2, 0.3])
rate = u.Quantity(slope, u.mV / u.ms)
one = u.bare(lambda t, v: rate, inputs=("ms", "mV"), outputs="mV/ms")
bare_one = lambda t, v: slope
state = {"V": -65.0 * u.mV, "h": 0.6, "m": 0.05, "n": 0.32}
start, unravel = u.ravel(state)
slopes = np.array([3.0, 0.1, 0.2, 0.3])
bare_mixed = lambda t, v: slopes
rates = {"V": 3.0 * u.mV / u.ms, "h": 0.1 / u.ms, "m": 0.2 / u.ms, "n": 0.3 / u.ms}
mixed = u.bare(lambda t, v: rates, inputs=("ms", unravel), outputs=unravel.per("ms"))
"""
}
_RIGHT = (
    Row("one(0.0, y)", "bare_one(0.0, y)", Budget(extra=1.5e-6), "right side of solve_ivp, one unit"),
    Row(
        "mixed(0.0, start)",
        "bare_mixed(0.0, start)",
        Budget(extra=6e-6),
        "right side of solve_ivp, a dict of four",
    ),
)

# Functions for which numpy's record brings numpy's own: what is left is the unit, and a look at the values.
NUMPYS_OWN = {
    OURS: """
import numpy as np
import brainunit as u
random = np.random.default_rng(0)
a, b = random.normal(size=200_000), random.normal(size=200_000)
i, n = random.integers(0, 1000, 200_000), np.where(a > 2, np.nan, a)
points, edges = np.linspace(-3, 3, 50), np.linspace(-3, 3, 51)
q, y, whole, holes = u.Quantity(a, u.mV), u.Quantity(b, u.mV), u.Quantity(i, u.mV), u.Quantity(n, u.mV)
bins, spots = u.Quantity(edges, u.mV), u.Quantity(points, u.mV)
"""
}


def _own_rows() -> tuple[Row, ...]:
    return tuple(
        Row(f"u.math.{units}", f"np.{bare}", Budget(times=1.5, extra=50e-6))
        for units, bare in (
            ("histogram(q, 100)[0]", "histogram(a, 100)[0]"),
            ("histogram(q, bins)[0]", "histogram(a, edges)[0]"),
            ("polyfit(q, y, 3)[0]", "polyfit(a, b, 3)[0, ...]"),
            ("interp(q, spots, spots)", "interp(a, points, points)"),
            ("unwrap(9 * q, period=u.mV)", "unwrap(9 * a, period=1.0)"),
            ("sort(q)", "sort(a)"),
            ("isin(whole, whole[:100])", "isin(i, i[:100])"),
            ("unique_inverse(q)[1]", "unique(a, return_inverse=True)[1]"),
            ("digitize(q, bins)", "digitize(a, edges)"),
            ("nanmax(holes)[None]", "nanmax(n, keepdims=True)"),
        )
    )


# ---------------------------------------------------------------- jax, torch, dask

JAX_ARRAYS = """
import jax
import jax.numpy as jnp
a = jnp.linspace(0.1, 0.9, {size})
b = a[::-1]
f = jax.jit(lambda x, y: x * y)

def hundred(x, y):
    for _ in range(50):
        x = x + y
        y = y * 2.0
    return x
"""
JAX = {
    OURS: """
import brainunit as u
q, p, km, m = u.Quantity(a, u.mV), u.Quantity(a, u.mS), u.Quantity(a, u.km), u.Quantity(b, u.m)
""",
    "saiunit": """
import saiunit as u
q, p, km, m = u.Quantity(a, u.mV), u.Quantity(a, u.mS), u.Quantity(a, u.kmeter), u.Quantity(b, u.meter)
""",
    "unxt": """
import unxt as u
q, p, km, m = u.Quantity(a, "mV"), u.Quantity(a, "mS"), u.Quantity(a, "km"), u.Quantity(b, "m")
""",
}

TORCH = """
import torch
import brainunit as u
a = torch.linspace(0.1, 0.9, {size}, dtype=torch.float64)
q, p = u.Quantity(a, u.mV), u.Quantity(a, u.mS)

def energy(x, y):
    return x * y + x * y

compiled, bare = torch.compile(energy, fullgraph=True), torch.compile(energy, fullgraph=True)
"""

DASK = {
    OURS: """
import dask.array as da
import brainunit as u
a = da.linspace(0.1, 0.9, 10, chunks=5)
q = u.Quantity(a, u.mV)
"""
}

# ---------------------------------------------------------------- all

_READY = Row("f(q, p)", "f(a, a)", Budget(times=1.25), name="jitted f(q, p)")
_COMPILED = Row(
    "compiled(q, p)", "bare(a, a)", Budget(times=1.2, extra=3e-6), name="torch.compile, fullgraph"
)
_TRACED = "jax.make_jaxpr(lambda x, y: hundred(x, y))({0}, {0})"

SCENES = (
    Scene("numpy, 10 float64", _setups(NUMPY, ARRAYS.format(size=10)), _numpy_rows(False) + MADE),
    Scene(
        "numpy, 10,000,000 float64",
        _setups(NUMPY, ARRAYS.format(size=10_000_000)),
        _numpy_rows(True),
        memory=True,
    ),
    Scene("numpy, 200,000 float64", NUMPYS_OWN, _own_rows()),
    Scene(
        "jax, 10 elements",
        _setups(JAX, JAX_ARRAYS.format(size=10)),
        (
            Row("q + q", "a + a", Budget(times=1.15), name="eager q + q"),
            Row("km + m", "a + 0.001 * b", Budget(times=2.0), name="eager km + m"),
            _READY,
            Row(_TRACED.format("q"), _TRACED.format("a"), Budget(times=1.15), name="tracing 100 operations"),
        ),
        needs=("jax",),
    ),
    Scene(
        "torch, 10 float64",
        {OURS: TORCH.format(size=10)},
        (
            Row("q + q", "a + a", Budget(times=1.3), name="eager q + q"),
            Row("q * a", "a * a", Budget(times=1.3), name="eager q * tensor"),
            Row("a * q", "a * a", Budget(extra=1.5e-6), name="eager tensor * q"),
            Row("torch.sum(q)", "torch.sum(a)", Budget(extra=1.5e-6)),
            Row("torch.cat([q, q])", "torch.cat([a, a])", Budget(extra=4e-6)),
            Row("q.sum()", "a.sum()", Budget(extra=1.5e-6)),
            _COMPILED,
        ),
        needs=("torch",),
    ),
    Scene(
        "torch, 100,000 float64",
        {OURS: TORCH.format(size=100_000)},
        (_COMPILED,),
        needs=("torch",),
    ),
    Scene(
        "dask, 10 float64",
        DASK,
        (Row("q + q", "a + a", Budget(times=1.15), name="graph of q + q"),),
        needs=("dask",),
    ),
    Scene(
        "a fresh interpreter",
        dict.fromkeys((OURS, "pint", "astropy.units", "unyt", "saiunit", "unxt"), ""),
        (
            Row(
                "import bu_units",
                "pass",
                Budget(extra=20e-3),
                name="import bu_units | pass",
                other=dict.fromkeys(("pint", "astropy.units", "unyt", "saiunit", "unxt")),
            ),
            Row(
                "import brainunit",
                "import numpy",
                Budget(extra=60e-3),
                name="import brainunit | numpy",
                other={
                    "pint": "import pint",
                    "astropy.units": "import astropy.units",
                    "unyt": "import unyt",
                    "saiunit": "import saiunit",
                    "unxt": "import unxt",
                },
            ),
        ),
        own_process=True,
    ),
)

# ---------------------------------------------------------------- from one element to ten million

SIZES = tuple(10**power for power in range(8))
"""For the plots."""


def _waited(units: str, bare: str) -> Row:
    """Return a row that waits for its result: jax answers before it has computed."""
    ours, unxt = (f"({units}).{array}.block_until_ready()" for array in ("mantissa", "value"))
    return Row(ours, f"({bare}).block_until_ready()", name=units, other={"unxt": unxt})


CURVES = {
    array_library: tuple(
        Scene(
            f"{array_library}, {size} elements",
            _setups(setups, arrays.format(size=size)),
            rows,
            needs=(array_library,),
        )
        for size in SIZES
    )
    for array_library, setups, arrays, rows in (
        ("numpy", NUMPY, ARRAYS, (Row("q + q", "a + a"), Row("km + m", "a + 0.001 * b"))),
        ("jax", JAX, JAX_ARRAYS, (_waited("q + q", "a + a"), _waited("km + m", "a + 0.001 * b"))),
    )
}
