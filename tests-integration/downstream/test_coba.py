"""The network of spiking neurons on brainstate: its physics, and that units cost nothing.

brainstate is not installed with the workspace; where it is, a run of this file alone needs
``--confcutdir=tests-integration/downstream`` if hypothesis is missing.
"""

import sys
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

import brainunit as u

jax = pytest.importorskip("jax")
brainstate = pytest.importorskip("brainstate", reason="brainstate is not part of the test environment")
pytest.importorskip("brainevent", reason="brainevent is not part of the test environment")

EXAMPLES = Path(__file__).parents[2] / "examples"
STEPS = 5000  # half a second

RATES = 15.0 * u.Hz, 25.0 * u.Hz
"""Of both populations: 17 to 22 Hz with the seeds 0 to 9, and so with the published program (`euler`).

ANNarchy's documentation prints 20.5 Hz for a second of this network (ANNarchy.github.io,
notebooks/COBA.ipynb), driven there by 20 mV more, with which this one fires at 22 Hz.
"""


@pytest.fixture(scope="module")
def example():
    sys.path.insert(0, str(EXAMPLES))
    try:
        import coba_network
        from without_units import coba_network as bare
        from without_units import program
    finally:
        sys.path.remove(str(EXAMPLES))
    return SimpleNamespace(coba=coba_network, bare=bare, program=program)


@pytest.fixture(scope="module")
def coba(example):
    return example.coba


@pytest.fixture(scope="module")
def spikes(coba):
    run = partial(coba.simulate, links=coba.connect(4000, seed=0), steps=STEPS)
    return np.asarray(jax.jit(run)(coba.beginning(4000, seed=0)))


# ---------------------------------------------------------------- the membrane


def test_the_parameters_are_those_of_the_source(coba):
    assert coba.CAPACITANCE.to_decimal(u.pF) == 200.0
    assert coba.LEAK.to_decimal(u.nS) == 10.0
    assert (coba.CAPACITANCE / coba.LEAK).to_decimal(u.ms) == 20.0


def test_the_membrane_relaxes_to_the_mean_of_the_reversal_potentials(coba):
    g_e, g_i = np.array([0.0, 30.0, 5.0]) * u.nS, np.array([0.0, 0.0, 200.0]) * u.nS
    v0 = np.full(3, -55.0) * u.mV
    v, steps = v0.to_jax(), 50
    with brainstate.environ.context(dt=coba.STEP):
        for _ in range(steps):
            v = brainstate.nn.exp_euler_step(coba.slope, v, g_e.to_jax(), g_i.to_jax())
    total = coba.LEAK + g_e + g_i
    end = (coba.LEAK * coba.REST + g_e * coba.REVERSAL_E + g_i * coba.REVERSAL_I) / total
    expected = end + (v0 - end) * u.math.exp(-steps * coba.STEP * total / coba.CAPACITANCE)
    np.testing.assert_allclose(v.to_decimal(u.mV), expected.to_decimal(u.mV), rtol=1e-5)


def test_a_conductance_in_a_wrong_unit_is_an_error(coba):
    start = coba.beginning(100, seed=0)
    with pytest.raises(u.UnitMismatchError, match="mV"):
        jax.eval_shape(
            partial(coba.simulate, links=coba.connect(100, seed=0), steps=1), start._replace(g_e=start.v)
        )


# ---------------------------------------------------------------- the network


def test_the_rates_are_in_the_published_range(coba, spikes):
    low, high = RATES
    for rate in coba.rates(spikes):
        assert rate.unit == u.Hz
        assert low < rate < high


def test_the_rates_are_those_of_the_published_program(coba, spikes):
    published = euler(coba.connect(4000, seed=0), coba.beginning(4000, seed=0))
    for rate, expected in zip(coba.rates(spikes), coba.rates(published), strict=True):
        # The activity is chaotic: with the seeds 0 to 9, the rates of half a second differ by up to 1.7 Hz.
        assert abs((rate - expected).to_decimal(u.Hz)) < 3.0


def euler(links, start):
    """The spikes by the equations and the scheme of ModelDB 83319, SciLab/COBAEuler.sce, in mV and ms."""
    v, g_e, g_i = np.asarray(start.v.mantissa, float) + 60.0, start.g_e / 10.0, start.g_i / 10.0
    g_e, g_i = np.array(g_e.mantissa, float), np.array(g_i.mantissa, float)
    excitatory, inhibitory = links
    count, last = len(excitatory.starts) - 1, np.full(len(v), -1000)
    spikes = np.zeros((STEPS, len(v)), bool)
    for step in range(STEPS):
        v += 0.1 / 20.0 * (-v - g_e * (v - 60.0) - g_i * (v + 20.0))
        g_e *= 1.0 - 0.1 / 5.0
        g_i *= 1.0 - 0.1 / 10.0
        v[step - last < 50] = 0.0
        spikes[step] = v > 10.0
        for neuron in np.nonzero(spikes[step])[0]:
            part, g, weight, row = (
                (excitatory, g_e, 0.6, neuron) if neuron < count else (inhibitory, g_i, 6.7, neuron - count)
            )
            g[part.targets[part.starts[row] : part.starts[row + 1]]] += weight
        last[spikes[step]] = step
        v[spikes[step]] = 0.0
    return spikes


def test_the_activity_sustains_itself_and_is_irregular(coba, spikes):
    in_the_end = spikes[-1000:].mean() / coba.STEP
    assert in_the_end > 10.0 * u.Hz
    assert coba.irregularity(spikes) > 1.0
    # Asynchronous: in no millisecond does a tenth of all neurons spike.
    assert spikes.reshape(-1, 10, spikes.shape[1]).sum(axis=(1, 2)).max() < 0.1 * spikes.shape[1]


def test_no_neuron_spikes_in_its_refractory_period(coba, spikes):
    shortest = min(np.diff(np.nonzero(train)[0]).min(initial=STEPS) for train in spikes.T)
    assert shortest * coba.STEP > coba.REFRACTORY


def test_without_connections_the_activity_dies(coba):
    links = tuple(coba.Links(part.targets[:0], 0 * part.starts) for part in coba.connect(400, seed=0))
    spikes = np.asarray(jax.jit(partial(coba.simulate, links=links, steps=2000))(coba.beginning(400, seed=0)))
    assert spikes[:1000].any()
    assert not spikes[1000:].any()


# ---------------------------------------------------------------- with and without units


def test_the_program_is_the_one_without_units(example):
    coba, bare = example.coba, example.bare
    start, options = coba.beginning(1000, seed=3), {"links": coba.connect(1000, seed=3), "steps": 300}
    units = partial(coba.simulate, **options), start
    plain = partial(bare.simulate, **options), coba.bare_input(start)
    assert example.program(*units) == example.program(*plain)
    found, expected = (np.asarray(jax.jit(run)(state)) for run, state in (units, plain))
    assert found.any()
    np.testing.assert_array_equal(found, expected)


def test_the_example_prints_and_draws(coba, tmp_path, capsys):
    picture = tmp_path / "raster.png"
    assert coba.main(["--neurons", "1000", "--duration", "20", "--time", "--plot", str(picture)]) == 0
    output = capsys.readouterr().out
    assert output.startswith("1000 neurons, ")
    assert "rates: excitatory " in output
    assert "lowered programs with and without units: equal" in output
    assert ("no picture" in output) != picture.exists()
