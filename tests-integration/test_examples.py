"""The programs of the field in ``examples/``: their physics, and their twins without units."""

import re
import subprocess
import sys
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

import brainunit as u

jax = pytest.importorskip("jax")

EXAMPLES = Path(__file__).parents[1] / "examples"


@pytest.fixture(scope="module")
def examples():
    """The modules of the examples."""
    sys.path.insert(0, str(EXAMPLES))
    try:
        import hodgkin_huxley_fit
        import n_body
        import planets
        import without_units
        from axon import model
    finally:
        sys.path.remove(str(EXAMPLES))
    return SimpleNamespace(
        fit=hodgkin_huxley_fit, model=model, n_body=n_body, planets=planets, program=without_units.program
    )


@pytest.fixture(params=["float64", "float32"])
def precision(request):
    before = jax.config.jax_enable_x64
    jax.config.update("jax_enable_x64", request.param == "float64")
    yield request.param
    jax.config.update("jax_enable_x64", before)


@pytest.fixture
def double():
    """Computing in float64; what `main` chooses is undone, too."""
    before = jax.config.jax_enable_x64
    jax.config.update("jax_enable_x64", True)
    yield
    jax.config.update("jax_enable_x64", before)


@pytest.mark.parametrize("name", ["hodgkin_huxley_fit.py", "n_body.py"])
def test_help(name):
    """The script starts, imports its parts, and chooses no precision before it is run."""
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / name), "--help"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "--float32" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize(
    "name, arguments, text",
    [
        ("fit", ["--iterations", "0"], "at least one is needed"),
        ("n_body", ["--step", "0"], "a positive number is needed"),
        ("n_body", ["--years", "inf"], "a positive number is needed"),
    ],
)
def test_wrong_arguments(examples, capsys, name, arguments, text):
    with pytest.raises(SystemExit, match="2"):
        getattr(examples, name).main(arguments)
    assert text in capsys.readouterr().err


# ---------------------------------------------------------------- n-body


def simulated(n_body, inputs, records, steps):
    return jax.jit(partial(n_body.simulate, records=records, steps=steps))(*inputs)


def century(n_body, step, years=100.0):
    """Return the beginning, energies, places at the start and after each record, times, Kepler's years."""
    start, masses, kepler = n_body.beginning()
    inputs = n_body.program_inputs(start, masses, step)
    steps = round(5.0 * u.day / step)
    records = round(years * u.julian_year / (5.0 * u.day))
    _, (places, energies) = simulated(n_body, inputs, records, steps)
    path = u.math.concatenate([start.place[None], places.to_numpy()])
    return inputs, energies, path, np.arange(records + 1) * (5.0 * u.day), kepler


def test_the_beginning_is_that_of_the_almanac(examples):
    """Kepler's years are the sidereal ones; the earth is where it is on 1 January."""
    start, masses, kepler = examples.n_body.beginning()
    known = [87.969, 224.701, 365.256, 686.980, 4332.589, 10759.22, 30685.4, 60189.0]
    np.testing.assert_allclose(kepler.to_decimal(u.day), known, rtol=1e-3)
    assert masses[0].to_decimal(u.kg) == pytest.approx(1.98841e30, rel=1e-5)
    assert masses[3].to_decimal(u.kg) == pytest.approx(5.9722e24 + 7.346e22, rel=1e-4)
    earth, speed = start.place[3] - start.place[0], start.velocity[3] - start.velocity[0]
    assert np.linalg.norm(earth).to_decimal(u.au) == pytest.approx(0.98333, abs=1e-4)  # near the perihelion
    assert np.linalg.norm(speed).to_decimal("km/s") == pytest.approx(30.29, abs=0.01)
    assert start.place.unit is u.au
    assert start.velocity.unit is u.au / u.day


def test_the_eccentric_anomaly_solves_keplers_equation(examples):
    mean = np.linspace(-6.0, 6.0, 101)
    for e in (0.0, 0.0167, 0.2056):
        anomaly = examples.planets._eccentric_anomaly(mean, e)
        np.testing.assert_allclose(anomaly - e * np.sin(anomaly), mean, rtol=0.0, atol=1e-14)


@pytest.mark.slow
def test_energy_is_conserved_over_a_century(examples, double):
    """Below the stated bound; no drift, only the ripple of leapfrog, of second order in the step."""
    n_body = examples.n_body
    ripples = []
    for step in (1.0, 0.5, 0.25):
        inputs, energies, _, _, _ = century(n_body, step * u.day)
        before = n_body.energy(*inputs[:3])
        assert before.unit == u.kg * (u.au / u.day) ** 2
        ripples.append(n_body.drift(before, energies))
        early, late = (n_body.drift(before, part) for part in (energies[:730], energies[-730:]))
        assert late < 1.1 * early  # the last ten years as the first ten
    assert ripples[-1] < n_body.ENERGY_DRIFT
    assert ripples[0] / ripples[1] == pytest.approx(4.0, rel=0.1)
    assert ripples[1] / ripples[2] == pytest.approx(4.0, rel=0.1)


def test_years_and_barycentre_over_a_century(examples, double):
    n_body = examples.n_body
    inputs, _, path, times, kepler = century(n_body, 0.25 * u.day)
    ratio = np.asarray(n_body.years(times, path) / kepler)
    np.testing.assert_allclose(ratio[:4], 1.0, rtol=2e-4)
    np.testing.assert_allclose(ratio[4:7], 1.0, rtol=1e-2)  # Jupiter and Saturn pull each other
    assert np.isnan(ratio[7])  # Neptune has not been round once
    masses = inputs[1].to_numpy()
    assert np.abs(n_body.centre(path, masses)).max() < 1.0 * u.meter


def test_one_planet_has_keplers_year(examples, double):
    """Sun and earth alone: Kepler's third law, but for what leapfrog is known to add.

    With a = 1 au and n from Kepler's law leapfrog goes round a circle of radius a exactly if it begins with
    the speed ``a sin(w step) / step``, and turns at ``cos(w step) = 1 - (n step)^2 / 2``.
    """
    n_body = examples.n_body
    gm = 1.3271244e20 * (u.meter**3 / u.second**2)
    masses = u.math.concatenate([[1.0], [1.0 / 328900.56]]) * (gm / u.constants.gravitational_constant).to(
        "kg"
    )
    motion = np.sqrt(gm * (1.0 + 1.0 / 328900.56) / (1.0 * u.au) ** 3).to(u.day**-1)
    place = np.array([[0.0, 0.0, 0.0], [1.0, 0.0, 0.0]]) * u.au
    step = 2.0 * u.day
    turning = np.arccos(1.0 - (motion * step) ** 2 / 2.0) / step
    velocity = np.roll(place, 1, axis=1) * (np.sin(turning * step) / step)
    start = n_body.State(place - n_body.centre(place, masses), velocity - n_body.centre(velocity, masses))
    inputs = n_body.program_inputs(start, masses, step)
    _, (places, _) = simulated(n_body, inputs, 3660, 1)
    path = u.math.concatenate([start.place[None], places.to_numpy()])
    year = n_body.years(np.arange(3661) * step, path)[0]
    kepler = 2.0 * np.pi / motion
    assert float(year * turning) == pytest.approx(2.0 * np.pi, rel=1e-9)
    assert float(year / kepler) == pytest.approx(1.0, rel=1e-4)
    separation = np.linalg.norm(path[:, 1] - path[:, 0], axis=1)
    np.testing.assert_allclose(separation.to_decimal(u.au), 1.0, rtol=1e-10)


def test_n_body_lowers_to_the_program_without_units(examples, precision):
    n_body = examples.n_body
    start, masses, _ = n_body.beginning()
    inputs = n_body.program_inputs(start, masses, 0.5 * u.day)
    assert inputs[0].place.dtype == precision
    bare = n_body.bare_inputs(inputs)
    counts = {"records": 4, "steps": 10}
    found = examples.program(partial(n_body.simulate, **counts), *inputs)
    assert found == examples.program(partial(n_body.without_units.simulate, **counts), *bare)
    assert found.count("stablehlo.while") == 2  # the records, the steps
    assert examples.program(n_body.energy, *inputs[:3]) == examples.program(
        n_body.without_units.energy, *bare[:3]
    )


def test_n_body_refuses_wrong_units(examples):
    n_body = examples.n_body
    start, masses, _ = n_body.beginning()
    state, masses, gravity, step = n_body.program_inputs(start, masses, 0.5 * u.day)
    with pytest.raises(u.UnitMismatchError, match="AU"):
        n_body.simulate(state, masses, gravity, step * u.day, records=1, steps=1)
    with pytest.raises(u.UnitMismatchError):  # acceleration for speed
        n_body.simulate(
            state._replace(velocity=state.velocity / u.day), masses, gravity, step, records=1, steps=1
        )


@pytest.mark.slow
def test_n_body_prints_its_table(examples, double, capsys, tmp_path):
    pytest.importorskip("matplotlib")
    picture = tmp_path / "orbits.png"
    arguments = ["--years", "20", "--step", "1", "--time", "--plot", str(picture)]
    assert examples.n_body.main(arguments) == 0
    out = capsys.readouterr().out
    assert "9 bodies for 20 yr, steps of 1 d, float64" in out
    assert re.search(r"\nJupiter +43\d\d\.\d{3} d +4332\.692 d +-?\d\.\de-0\d\n", out)
    assert re.search(r"\nUranus +- +30702\.451 d +-\n", out)
    assert "lowered programs with and without units: equal" in out
    assert "ratio" in out
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert examples.n_body.main(["--years", "1", "--float32"]) == 0
    assert "float32" in capsys.readouterr().out


# ---------------------------------------------------------------- Hodgkin and Huxley


def fitting(module, steps):
    known, setup = module.experiment()
    return known, module.fit_inputs(known, setup, steps)


@pytest.mark.slow
def test_the_fit_finds_the_conductances(examples, double, capsys):
    """Wrong by 20 to 50 percent at the start, right to 1e-3 in the end: `main` returns 0."""
    assert examples.fit.main(["--iterations", "200"]) == 0
    out = capsys.readouterr().out
    assert "400 steps of 0.05 ms, 3 stimuli, float64, 200 iterations of Adam" in out
    lines = {line.split()[0]: line.split() for line in out.splitlines() if line.startswith("g_")}
    for name, known in {"g_na": 120.0, "g_k": 36.0, "g_l": 0.3}.items():
        _, start, *_ = row = lines[name]
        found = float(row[5])
        assert row[2:5] == row[6:9] == ["mS", "/", "cm^2"]
        assert abs(float(start) / known - 1.0) > 0.19
        assert found == pytest.approx(known, rel=examples.fit.TOLERANCE)


@pytest.mark.slow
def test_a_fit_that_is_too_short_fails(examples, double, capsys, tmp_path):
    pytest.importorskip("matplotlib")
    picture = tmp_path / "fit.png"
    arguments = ["--iterations", "2", "--steps", "20", "--float32", "--plot", str(picture)]
    assert examples.fit.main(arguments) == 1
    assert "20 steps of 0.05 ms, 3 stimuli, float32, 2 iterations" in capsys.readouterr().out
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_the_responses_have_no_spike_one_and_two(examples, double):
    module = examples.fit
    _, (_, _, trace, _) = fitting(module, 400)
    assert trace.unit is u.mV
    assert [int(examples.model.spikes(trace[:, k])) for k in range(3)] == [0, 1, 2]
    assert float(trace.max() / u.mV) == pytest.approx(40.7, abs=0.1)


@pytest.mark.slow
def test_the_gradient_is_that_of_differences(examples, double):
    """In mV^2 per mS / cm^2, as central differences of the loss have it."""
    module = examples.fit
    known, setup = module.experiment()
    trace = u.math.full((40, 3), -60.0 * u.mV, dtype=float)
    start = known._replace(g_na=0.8 * known.g_na)
    both = jax.jit(u.autograd.value_and_grad(module.loss))
    value, slopes = both(start, trace, setup)
    assert value.unit == u.mV**2
    for name, slope in slopes._asdict().items():
        g = getattr(start, name)
        assert slope.unit == u.mV**2 / (u.mS / u.cm**2)
        up, down = (
            both(start._replace(**{name: g * by}), trace, setup)[0] for by in (1.0 + 1e-5, 1.0 - 1e-5)
        )
        difference = (up - down) / (2e-5 * g)
        assert float(slope / difference) == pytest.approx(1.0, rel=1e-6)


@pytest.mark.slow
def test_the_fit_lowers_to_the_program_without_units(examples, precision):
    module, bare_module = examples.fit, examples.fit.without_units
    known, inputs = fitting(module, 20)
    assert known.g_na.dtype == precision
    bare = module.bare_inputs(inputs)
    fit = examples.program(partial(module.fit, iterations=3), *inputs)
    assert fit == examples.program(partial(bare_module.fit, iterations=3), *bare)
    assert fit.count("stablehlo.while") == 3  # iterations, the integration, and its way back
    assert examples.program(module.loss, *inputs[:1], *inputs[2:]) == examples.program(
        bare_module.loss, *bare[:1], *bare[2:]
    )


def test_the_fit_refuses_wrong_units(examples):
    module = examples.fit
    known, setup = module.experiment()
    with pytest.raises(u.UnitMismatchError):
        module.simulate(known._replace(g_na=known.g_na * u.cm**2), setup, 2)
    trace = u.math.full((2, 3), -60.0 * u.mV)
    with pytest.raises(u.UnitMismatchError):  # a rate without the unit of its conductance
        module.fit(known, known._replace(g_k=1.0), trace, setup, 1)
    with pytest.raises(u.UnitMismatchError):  # a trace of currents
        module.loss(known, trace * (u.mS / u.cm**2), setup)
