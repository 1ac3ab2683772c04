"""Every module of u.scipy: the same quantity of volts and of millivolts, signatures, and what is refused."""

from __future__ import annotations

import inspect
from importlib import import_module

import numpy as np
import pytest

from bu_array import Quantity
from bu_units import UnitMismatchError

pytest.importorskip("scipy")

from bu_interop import scipy as us

MODULES = (
    "integrate",
    "optimize",
    "interpolate",
    "signal",
    "stats",
    "spatial",
    "ndimage",
    "linalg",
    "fft",
    "special",
    "sparse",
)
SAMPLES = np.random.default_rng(0).normal(size=64)
TIMES = Quantity(np.linspace(0.0, 30.0, 64), "ms")


def mv(value):
    return Quantity(value, "mV")


PROGRAMS = {
    "solve_ivp": lambda v: (
        us.integrate.solve_ivp(lambda t, y: -y / Quantity(10.0, "ms"), TIMES[[0, -1]], v[:2]).y
    ),
    "quad": lambda v: us.integrate.quad(lambda t: v[0] * t, Quantity(0.0, "s"), Quantity(3.0, "ms"))[0],
    "simpson": lambda v: us.integrate.simpson(v, x=TIMES),
    "brentq": lambda v: us.optimize.brentq(lambda x: x - v[0], v[0] - mv(1.0), v[0] + mv(2.0)),
    "simplex": lambda v: (
        us.optimize.minimize(lambda x: ((x - v[:2]) ** 2).sum(), v[2:4], method="Nelder-Mead").x
    ),
    "CubicSpline": lambda v: us.interpolate.CubicSpline(TIMES, v)(Quantity(0.01, "s"), 1),
    "filtfilt": lambda v: us.signal.filtfilt(*us.signal.butter(2, 0.2), v),
    "welch": lambda v: us.signal.welch(v, fs=Quantity(1.0, "kHz"), nperseg=16)[1],
    "ttest": lambda v: us.stats.ttest_1samp(v, 0).confidence_interval()[0],
    "norm": lambda v: us.stats.norm(loc=v[0], scale=mv(2.0)).ppf(0.3),
    "cdist": lambda v: us.spatial.distance.cdist(v[:, None], v[:3, None]),
    "gaussian": lambda v: us.ndimage.gaussian_filter(v, 2),
    "solve": lambda v: us.linalg.solve(Quantity(np.eye(2), "Mohm"), v[:2]),
    "fft": lambda v: us.fft.fft(v),
    "spsolve": lambda v: us.sparse.linalg.spsolve(us.sparse.csc_array(Quantity(np.eye(2), "Mohm")), v[:2]),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_unit_of_writing_does_not_matter(name):
    first = PROGRAMS[name](mv(SAMPLES))
    second = PROGRAMS[name](mv(SAMPLES).to("V"))
    np.testing.assert_allclose(second.to_decimal(first.unit), first.mantissa, rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("module", MODULES)
def test_signatures_are_those_of_scipy(module):
    ours, theirs = getattr(us, module), import_module(f"scipy.{module}")
    for name, made in ours.rows.made.items():
        if not hasattr(made, "__wrapped__"):
            continue
        try:
            wanted = inspect.signature(getattr(theirs, name))
        except ValueError:  # of a compiled function that does not tell
            continue
        assert str(inspect.signature(made)) == str(wanted), name  # NaN as a default is unequal to itself


def test_mixed_state_keeps_its_structure():
    solved = us.integrate.solve_ivp(
        lambda t, s: {"x": s["v"], "v": Quantity(-9.81, "m/s^2")},
        (Quantity(0.0, "s"), Quantity(2.0, "s")),
        {"x": Quantity(0.0, "m"), "v": Quantity(0.0, "m/s")},
        t_eval=Quantity(np.array([0.0, 2000.0]), "ms"),
    )
    np.testing.assert_allclose(solved.y["x"].to_decimal("m"), [0.0, -19.62], rtol=1e-6)


def test_covariance_has_a_unit_for_each_element():
    data = 5.0 * np.exp(-TIMES.mantissa / 7.0) + 0.01 * SAMPLES
    best, spread = us.optimize.curve_fit(
        lambda t, A, tau: A * np.exp(-t / tau), TIMES, mv(data), p0=[mv(1.0), Quantity(0.005, "s")]
    )
    assert abs(best[1].to_decimal("ms") - 7.0) < 0.1
    assert spread[0][1].unit.dim == (mv(1.0) * Quantity(1.0, "s")).unit.dim
    assert spread.diagonal()[1].unit.dim == (Quantity(1.0, "s") ** 2).unit.dim


def test_another_dimension_is_named():
    with pytest.raises(UnitMismatchError, match="solve_ivp: fun must be in mV / ms, got mV"):
        us.integrate.solve_ivp(lambda t, y: -y, TIMES[[0, -1]], mv(np.ones(2)))
    with pytest.raises(UnitMismatchError, match="bounds"):
        us.optimize.minimize(lambda x: (x**2).sum(), mv(np.ones(1)), bounds=[(0, Quantity(1.0, "s"))])


def test_an_angular_frequency_is_no_frequency():
    with pytest.raises(TypeError, match="2 pi"):
        us.signal.butter(2, Quantity(100.0, "rad/s"), fs=Quantity(2.0, "kHz"))


def test_what_has_no_row_names_the_way_out():
    with pytest.raises(AttributeError, match="boundary"):
        us.optimize.fmin_tnc  # the access is what is tested


TABLES = (*MODULES, "spatial.distance", "sparse.linalg")


@pytest.mark.parametrize("module", TABLES)
def test_the_arguments_of_a_row_are_parameters_of_scipys_function(module):
    """Of functions that are declared together each name is a parameter of one, and each function has one."""
    ours, theirs = import_module(f"bu_interop.scipy.{module}"), import_module(f"scipy.{module}")
    assert ours.rows.declared
    for names in ours.rows.declared:
        known = set()
        for name in names:
            takes = {*ours.rows.rows[name].takes}
            try:
                parameters = inspect.signature(getattr(theirs, name)).parameters
            except ValueError:  # a compiled function that does not tell: by its own words
                parameters = {key: None for key in takes if key in (getattr(theirs, name).__doc__ or "")}
            known |= {*parameters}
            if any(
                p is not None and p.kind in (p.VAR_KEYWORD, p.VAR_POSITIONAL) for p in parameters.values()
            ):
                known |= takes
            assert not takes or takes & known, f"{name} has none of {takes}"
        assert not names or {*ours.rows.rows[names[0]].takes} <= known, (names, known)
