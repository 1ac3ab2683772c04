"""The demo, run as a user runs it; its parts, where a number is known or an error must be provoked."""

import os
import re
import struct
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

import brainunit as u
from bu_dispatch import backends, get_backend

EXAMPLES = Path(__file__).parents[1] / "examples"
SCRIPT = EXAMPLES / "squid_axon.py"
TOML = SCRIPT.with_suffix(".toml").read_text(encoding="utf-8")
SMALL = ("--voltages", "2000", "--duration", "5 ms")

# Lines of the table: backend, mantissa, peak, spikes, difference, and twice units, bare, ratio.
TIMES = r"\s+([\d.]+|-)\s+([\d.]+|-)\s+([\d.]+|-)"
ROW = re.compile(rf"^(\w+)\s+(\w+\.\w+)\s+([-\d.]+ mV|-)\s+(\d+|-)\s+(\S+){TIMES}{TIMES}$", re.MULTILINE)


def run_demo(tmp_path, *arguments, before=""):
    """Run the script in an empty folder, with Python code `before` it."""
    code = f"import runpy, sys\n{before}\nsys.path.insert(0, {str(EXAMPLES)!r})\n"
    code += f"sys.argv[0] = {str(SCRIPT)!r}\nrunpy.run_path({str(SCRIPT)!r}, run_name='__main__')"
    command = [sys.executable, "-c", code] if before else [sys.executable, str(SCRIPT)]
    # Tests may run with warnings as errors; the demo is run as a user runs it.
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONWARNINGS"}
    return subprocess.run(
        [*command, *arguments],
        cwd=tmp_path,
        env=environment,
        text=True,
        encoding="utf-8",
        capture_output=True,
        timeout=300,
        check=False,
    )


def rows(output):
    """Return the fields of the table's lines, by backend."""
    return {fields[0]: fields for fields in ROW.findall(output)}


def usable():
    return [backend.name for backend in backends() if backend.usable()]


@pytest.fixture(scope="module")
def demo():
    """The modules of the demo."""
    sys.path.insert(0, str(EXAMPLES))
    try:
        import squid_axon
        from axon import model, parameters, runs
    finally:
        sys.path.remove(str(EXAMPLES))
    return SimpleNamespace(main=squid_axon.main, model=model, parameters=parameters, runs=runs)


@pytest.fixture(scope="module")
def axon(demo):
    return demo.parameters.read(SCRIPT.with_suffix(".toml"))


@pytest.fixture
def double(backend):
    """Every backend in turn, computing in float64."""
    if backend.name != "jax":
        yield backend
        return
    before = backend.lib.config.jax_enable_x64
    backend.lib.config.update("jax_enable_x64", True)
    yield backend
    backend.lib.config.update("jax_enable_x64", before)


# ---------------------------------------------------------------- the run


def test_every_usable_backend_is_in_the_table_and_agrees(tmp_path):
    done = run_demo(tmp_path, *SMALL)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    table = rows(done.stdout)
    assert sorted(table) == sorted(usable()), done.stdout
    for name, (_, mantissa, peak, spikes, difference, *times) in table.items():
        assert mantissa.startswith(name), mantissa
        assert float(difference) < 1e-12
        assert "-" not in times[:3]  # the curves are computed everywhere
        if name in ("numpy", "jax", "torch", "cupy"):
            assert (peak, spikes) == ("40.267 mV", "1")
            assert "-" not in times
        else:
            assert f"{name}: the response is not integrated" in done.stdout
    for backend in backends():
        if not backend.usable():
            assert f"\n{backend.name}: " in done.stdout  # with the reason


@pytest.mark.slow
def test_the_whole_demo(tmp_path):
    done = run_demo(tmp_path)
    assert done.returncode == 0, done.stderr
    assert (
        "at 1,000,000 voltages, response to 10 uA / cm^2 for 50 ms (5,000 steps, Runge-Kutta of fourth order)."
        in done.stdout
    )
    table = rows(done.stdout)
    assert sorted(table) == sorted(usable())
    for fields in table.values():
        assert float(fields[4]) < 1e-9
        assert (fields[2], fields[3]) in (("40.267 mV", "4"), ("-", "-"))


def test_with_nothing_but_numpy(tmp_path):
    """No other array library and no matplotlib: the demo says so and goes on."""
    absent = [backend.module.partition(".")[0] for backend in backends() if backend.name != "numpy"]
    before = f"for name in {[*absent, 'matplotlib']}: sys.modules[name] = None"
    done = run_demo(tmp_path, *SMALL, before=before)
    assert done.returncode == 0, done.stderr
    assert list(rows(done.stdout)) == ["numpy"]
    assert "\njax: JAX is not installed: pip install brainunit\n" in done.stdout
    assert "\ntorch: PyTorch is not installed: pip install brainunit[torch]\n" in done.stdout
    assert "\nno picture: matplotlib is not installed (pip install matplotlib)\n" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_the_picture_is_a_png(tmp_path):
    pytest.importorskip("matplotlib")
    done = run_demo(tmp_path, *SMALL, "--backends", "numpy", "--output", "response.png")
    assert done.returncode == 0, done.stderr
    assert "picture: response.png" in done.stdout
    content = (tmp_path / "response.png").read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", content[16:24]) == (1500, 1050)


def test_the_axes_of_the_picture_have_units(demo, axon, tmp_path, monkeypatch):
    pytest.importorskip("matplotlib")
    from axon import picture

    figures = []
    monkeypatch.setattr(picture.Figure, "savefig", lambda figure, *_, **__: figures.append(figure))
    grid = demo.runs.voltages(axon, 200)
    short = axon._replace(experiment=axon.experiment._replace(duration=1.0 * u.ms))
    picture.draw(demo.runs.run(get_backend("numpy"), short, grid), short, grid, tmp_path / "x.png")
    labels = [(axes.get_xlabel(), axes.get_ylabel()) for axes in figures[0].axes]
    assert labels == [
        ("time (ms)", "membrane potential (mV)"),
        ("membrane potential (mV)", "rate (ms⁻¹)"),
        ("membrane potential (mV)", "ionic current, outward (µA·cm⁻²)"),
    ]


def test_a_picture_that_cannot_be_written(tmp_path):
    pytest.importorskip("matplotlib")
    done = run_demo(tmp_path, *SMALL, "--backends", "numpy", "--output", "nowhere/response.png")
    assert done.returncode == 2
    assert "nowhere/response.png" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments, text",
    [
        (("--voltages", "0"), "at least one voltage is needed"),
        (("--backends", "nunpy"), "unknown backend 'nunpy'; known are jax, numpy"),
        (("--duration", "5 mV"), '--duration = "5 mV": found the unit mV, expected the unit ms'),
        (("--duration", "-5 ms"), '--duration = "-5 ms": expected a positive value'),
        (("--duration", "0.01 ms"), "expected 2 to 1,000,000 in the duration, found 1"),
        (("--duration", "1e9 s"), "expected 2 to 1,000,000 in the duration, found 100,000,000,000,000"),
        (("--parameters", "nowhere.toml"), "nowhere.toml: [Errno 2] No such file or directory"),
    ],
)
def test_wrong_arguments(tmp_path, arguments, text):
    done = run_demo(tmp_path, *arguments)
    assert done.returncode == 2
    assert text in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


# ---------------------------------------------------------------- the parameter file

WRONG = {
    "unit": (
        '"120 mS / cm^2"',
        '"120 mV"',
        'membrane.g_na = "120 mV": found the unit mV, expected the unit mS / cm^2',
    ),
    "no unit": (
        '"120 mS / cm^2"',
        '"120"',
        'membrane.g_na = "120": found no unit, expected the unit mS / cm^2',
    ),
    "needless unit": (
        'q10 = "3"',
        'q10 = "3 K"',
        'temperature.q10 = "3 K": found the unit K, expected no unit',
    ),
    "unit in a table inside": (
        '"0.125 / ms"',
        '"0.125 ms"',
        'kinetics.beta_n.rate = "0.125 ms": found the unit ms, expected the unit 1 / ms',
    ),
    "missing": ('g_k = "36 mS/cm^2"', "", "membrane.g_k: missing parameter, expected the unit mS / cm^2"),
    "missing table": ("[kinetics.beta_h]", "[kinetics.beta_x]", "kinetics.beta_h.rate: missing parameter"),
    "unknown": ("rest = ", "rset = ", "membrane.rset: unknown parameter; did you mean membrane.rest?"),
    "unknown table": ("[temperature]", "[weather]", "weather: unknown parameter"),
    "no table": ("[membrane]", "temperature = 3\n[membrane]\n", None),
    "number": (
        'e_na = "50 mV"',
        "e_na = 50",
        'membrane.e_na: expected a text with a unit, such as "1 mV", found 50',
    ),
    "no number": (
        '"0.3 mS / cm^2"',
        '"mS / cm^2"',
        "membrane.g_l: expected a number in front of the unit\n  mS / cm^2\n  ^\n",
    ),
    "unknown unit": ('"10 uA / cm^2"', '"10 uAmp / cm^2"', "experiment.stimulus: unknown unit 'uAmp'"),
    "not positive": (
        '"1 uF / cm^2"',
        '"0 uF / cm^2"',
        'membrane.capacitance = "0 uF / cm^2": expected a positive value',
    ),
    "negative conductance": (
        'g_k = "36 mS/cm^2"',
        'g_k = "-36 mS/cm^2"',
        'membrane.g_k = "-36 mS/cm^2": expected at least 0\n',
    ),
    "negative conductance in another unit": (
        'g_l = "0.3 mS / cm^2"',
        'g_l = "-3 S / m^2"',
        'membrane.g_l = "-3 S / m^2": expected at least 0\n',
    ),
    "negative rate": (
        '"0.125 / ms"',
        '"-0.125 / ms"',
        'kinetics.beta_n.rate = "-0.125 / ms": expected at least 0\n',
    ),
    "below absolute zero": (
        'temperature = "6.3 degC"',
        'temperature = "-300 degC"',
        'temperature.temperature = "-300 degC": expected at least -273.15 degC, absolute zero\n',
    ),
    "below absolute zero in kelvin": (
        'reference = "6.3 degC"',
        'reference = "-0.5 K"',
        'temperature.reference = "-0.5 K": expected at least 0 K, absolute zero\n',
    ),
    "below absolute zero in degF": (
        'temperature = "6.3 degC"',
        'temperature = "-459.7 degF"',
        'temperature.temperature = "-459.7 degF": expected at least -459.67 degF, absolute zero\n',
    ),
    "difference of temperatures": (
        'temperature = "6.3 degC"',
        'temperature = "6.3 delta_degC"',
        'temperature.temperature = "6.3 delta_degC": found a difference of temperatures, expected a temp',
    ),
    "temperature for a difference": (
        'q10_step = "10 K"',
        'q10_step = "10 degC"',
        'temperature.q10_step = "10 degC": found a temperature, expected a difference of two',
    ),
    "infinite": (
        'rest = "-65 mV"',
        'rest = "-1e308 V"',
        'membrane.rest = "-1e308 V": beyond the range of float64',
    ),
    "empty range": (
        'highest = "50 mV"',
        'highest = "-0.1 V"',
        "experiment.highest: expected more than experiment.lowest",
    ),
    "no TOML": ("[membrane]", "[membrane", "at line 9, column 12"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_parameter_stops_the_demo(tmp_path, case):
    old, new, text = WRONG[case]
    assert old in TOML
    (tmp_path / "axon.toml").write_text(TOML.replace(old, new, 1), encoding="utf-8")
    done = run_demo(tmp_path, *SMALL, "--backends", "numpy", "--parameters", "axon.toml")
    assert done.returncode == 2
    assert done.stderr.startswith("axon.toml:")
    assert (text or "axon.toml:") in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_the_place_in_a_text_that_is_no_unit(tmp_path):
    (tmp_path / "axon.toml").write_text(TOML.replace('"10 uA / cm^2"', '"10 uA / qq"'), encoding="utf-8")
    done = run_demo(tmp_path, "--parameters", "axon.toml")
    lines = done.stderr.splitlines()
    caret = next(line for line in lines if line.strip() == "^")
    shown = lines[lines.index(caret) - 1]
    assert shown[caret.index("^") :] == "qq"


def test_everything_wrong_is_said_at_once(tmp_path, demo):
    text = TOML.replace('"120 mS / cm^2"', '"120 mV"').replace('step = "0.01 ms"', "step = 1")
    (tmp_path / "axon.toml").write_text(text, encoding="utf-8")
    with pytest.raises(demo.parameters.ParameterError) as caught:
        demo.parameters.read(tmp_path / "axon.toml")
    assert "membrane.g_na" in str(caught.value)
    assert "experiment.step" in str(caught.value)


def test_table_in_place_of_which_stands_a_number(tmp_path, demo):
    (tmp_path / "axon.toml").write_text("membrane = 3", encoding="utf-8")
    with pytest.raises(
        demo.parameters.ParameterError, match="membrane: expected a table of parameters, found 3"
    ):
        demo.parameters.read(tmp_path / "axon.toml")


def test_the_published_values(axon):
    assert repr(axon.membrane.g_na) == 'Quantity(120., "mS / cm^2")'
    assert axon.temperature.temperature.mantissa == 279.45
    assert axon.temperature.temperature.unit is u.kelvin
    # The paper counts V from rest, with depolarization negative.
    paper = {"e_na": -115.0, "e_k": 12.0, "e_l": -10.613}
    for name, voltage in paper.items():
        here = (axon.membrane.rest - getattr(axon.membrane, name)).to_decimal(u.mV)
        assert here == pytest.approx(voltage, rel=1e-12)


def test_another_unit_of_the_dimension_is_converted(demo, axon, tmp_path):
    text = TOML.replace('"120 mS / cm^2"', '"1200 S / m^2"').replace('"6.3 degC"', '"279.45 K"')
    text = text.replace('q10_step = "10 K"', 'q10_step = "10 delta_degC"')
    (tmp_path / "axon.toml").write_text(text, encoding="utf-8")
    assert repr(demo.parameters.read(tmp_path / "axon.toml")) == repr(axon)


@pytest.mark.parametrize(
    "name, text",
    [
        ("membrane.g_na", "0 S / m^2"),
        ("temperature.temperature", "0 K"),
        ("temperature.q10_step", "18 delta_degF"),
    ],
)
def test_the_limits_themselves_are_fine(demo, name, text):
    table, field = name.split(".")
    unit = getattr(getattr(demo.parameters.UNITS, table), field)
    value = demo.parameters.quantity(name, text, unit)
    assert value.to_decimal(unit) == pytest.approx(u.parse_quantity(text).to_decimal(unit))


# ---------------------------------------------------------------- the numbers


def test_resting_state_on_every_backend(demo, axon, double):
    """m, h and n at rest are in every textbook: 0.0529, 0.5961, 0.3177."""
    v = demo.runs._on(double, np.array([-65.0, -65.0]) * u.mV)
    gates = demo.runs._finished(double, demo.model.resting(v, axon.kinetics)[1:])
    for gate, known in zip(gates, (0.0529, 0.5961, 0.3177), strict=True):
        assert not isinstance(gate, u.Quantity)  # 1/ms over 1/ms is a number
        assert u.Quantity(gate).to_numpy().mantissa == pytest.approx(known, abs=5e-5)


@pytest.mark.parametrize("index, at, limit", [(0, -40.0, 1.0), (4, -55.0, 0.1)], ids=["alpha_m", "alpha_n"])
def test_the_rates_where_they_are_zero_by_zero(demo, axon, double, index, at, limit):
    """alpha_m at -40 mV and alpha_n at -55 mV, exactly there and around."""
    volts = at + np.array([-1e-3, -1e-6, -1e-9, -1e-12, 0.0, 1e-12, 1e-9, 1e-6, 1e-3])
    v = demo.runs._on(double, volts * u.mV)
    rate = demo.runs._finished(double, demo.model.rates(v, axon.kinetics))[index]
    x = (at - volts) / 10.0
    expected = limit * (1.0 - x / 2.0 + x**2 / 12.0)
    np.testing.assert_allclose(rate.to_numpy().to_decimal(u.ms**-1), expected, rtol=1e-15)


def test_the_grid_meets_the_singular_voltages(demo, axon):
    grid = demo.runs.voltages(axon, 1_000_000)
    assert grid.backend == "numpy"
    assert grid.shape == (1_000_000,)
    assert grid.mantissa[0] == -100.0
    assert grid.mantissa[300_000] == -55.0
    assert grid.mantissa[400_000] == -40.0
    assert grid.mantissa[-1] < 50.0


def test_rates_are_faster_in_the_warm(demo, axon):
    warm = axon.temperature._replace(temperature=u.parse_quantity("16.3 degC").to(u.kelvin))
    fast = demo.model.at_temperature(axon.kinetics, warm)
    for rate, slow in zip(fast, axon.kinetics, strict=True):
        assert rate.rate / slow.rate == pytest.approx(3.0, rel=1e-12)
        assert (rate.at.mantissa, rate.width.mantissa) == (slow.at.mantissa, slow.width.mantissa)
    cold = demo.model.at_temperature(axon.kinetics, axon.temperature)
    assert repr(cold) == repr(axon.kinetics)


def test_response_of_fifty_milliseconds(demo, axon):
    """Four spikes, the first of them the highest; at rest no current flows."""
    result = demo.runs.run(get_backend("numpy"), axon, demo.runs.voltages(axon, 2_000))
    assert result.gaps == []
    assert result.spikes == 4
    assert result.response.shape == (5_000,)
    assert result.response.unit is u.mV
    assert result.peak.to_decimal(u.mV) == pytest.approx(40.267, abs=1e-3)
    assert int(np.argmax(result.response.mantissa)) == 214  # 2.14 ms
    assert result.response.mantissa.min() == pytest.approx(-75.08, abs=0.01)
    rest = demo.model.curves(np.array([-65.0]) * u.mV, axon.membrane, axon.kinetics).current
    assert abs(rest.to_decimal("uA / cm^2")[0]) < 5e-3  # e_l is rounded to the microvolt
    assert demo.runs.compare(result, result) == (0.0, [])


def test_the_method_is_of_fourth_order(demo, axon):
    """Half the step, a sixteenth of the error; at the step of the file it is 1e-4 mV, in the upstroke."""
    numpy = get_backend("numpy")
    responses = []
    for step in (0.02, 0.01, 0.005):
        experiment = axon.experiment._replace(duration=2.4 * u.ms, step=step * u.ms)
        plain = demo.parameters.decimals(axon._replace(experiment=experiment), demo.parameters.UNITS)
        integrate = demo.runs._integration(numpy, plain, numpy.xp)
        responses.append(integrate(np.array([-65.0]))[:: round(0.02 / step), 0])
    coarse, fine = (np.abs(a - b).max() for a, b in pairwise(responses))
    assert fine < 2e-4
    assert 12.0 < coarse / fine < 20.0


def test_spikes_are_upward_crossings(demo):
    v = np.array([-65.0, 0.0, 40.0, -1.0, -70.0, 1.0, 2.0, -3.0, 4.0]) * u.mV
    assert demo.model.spikes(v) == 3
    assert demo.model.spikes(v.mantissa, get_backend("numpy").xp) == 3


def test_the_model_keeps_units_and_refuses_wrong_ones(demo, axon):
    curves = demo.model.curves(np.array([-65.0, 0.0]) * u.mV, axon.membrane, axon.kinetics)
    for curve, unit in zip(curves, demo.runs.CURVE_UNITS, strict=True):
        assert curve.unit == unit
    with pytest.raises(u.UnitMismatchError, match="mV and s"):
        demo.model.curves(np.array([1.0]) * u.second, axon.membrane, axon.kinetics)


# ---------------------------------------------------------------- disagreement


@pytest.fixture(scope="module")
def reference(demo, axon):
    short = axon._replace(experiment=axon.experiment._replace(duration=1.0 * u.ms))
    return demo.runs.run(get_backend("numpy"), short, demo.runs.voltages(axon, 100))


def test_relative_difference(demo):
    difference = demo.runs.relative_difference
    a = np.array([0.0, 2.0, -4.0]) * u.mV
    assert difference(a, a) == 0.0
    assert difference(a + 0.004 * u.mV, a) == pytest.approx(1e-3)  # of the largest, not of the zero
    assert difference(a.to("V"), a) == pytest.approx(0.0, abs=1e-15)
    assert difference(a[:2], a) == np.inf
    assert difference(0.0 * a, 0.0 * a) == 0.0
    assert difference(a, 0.0 * a) == np.inf
    assert np.isnan(difference(a * np.nan, a))


@pytest.mark.parametrize("factor, count", [(1.0 + 5e-7, 0), (1.0 + 2e-6, 1), (np.nan, 2), (-1.0, 1)])
def test_a_curve_that_differs(demo, reference, factor, count):
    curves = reference.curves._replace(alpha_n=reference.curves.alpha_n * factor)
    bare = {**reference.bare, "alpha_n": curves.alpha_n}
    _, problems = demo.runs.compare(replace(reference, backend="torch", curves=curves, bare=bare), reference)
    assert len(problems) == count
    if problems:
        assert problems[0].startswith("torch: differs from numpy's alpha_n by ")  # nan from itself, too


def test_a_response_that_differs(demo, reference):
    other = replace(reference, backend="jax", spikes=3, peak=reference.peak * 1.01)
    _, problems = demo.runs.compare(other, reference)
    assert "jax: 3 spikes, numpy has 0" in problems
    assert any(problem.startswith("jax: differs from numpy's peak by 1.0e-02") for problem in problems)


def test_bare_results_that_differ(demo, reference):
    bare = {**reference.bare, "current": reference.bare["current"] * 1.01}
    _, problems = demo.runs.compare(replace(reference, bare=bare), reference)
    assert len(problems) == 1
    assert problems[0].startswith("numpy: differs from current without units by 1.0e-02")


def test_disagreement_is_the_exit_status(demo, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(demo.runs, "LIMIT", -1.0)  # not even numpy agrees with itself
    output = str(tmp_path / "x.png")
    arguments = ["--voltages", "10", "--duration", "0.1 ms", "--backends", "numpy", "--output", output]
    assert demo.main(arguments) == 1
    captured = capsys.readouterr()
    assert list(rows(captured.out)) == ["numpy"]
    assert "numpy: differs from numpy's alpha_m by 0.0e+00" in captured.err


def test_results_that_are_no_numbers_do_not_agree(tmp_path):
    (tmp_path / "axon.toml").write_text(
        TOML.replace('"120 mS / cm^2"', '"1e308 mS / cm^2"'), encoding="utf-8"
    )
    done = run_demo(tmp_path, *SMALL, "--backends", "numpy", "--parameters", "axon.toml")
    assert done.returncode == 1
    assert "numpy: differs from numpy's response by nan" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_backend_that_lacks_something_is_reported(demo, axon, monkeypatch, tmp_path, capsys):
    def lacking(*_):
        raise u.BackendError("expm1 is not available on the numpy backend")

    monkeypatch.setattr(demo.runs, "_add_response", lacking)
    assert demo.main(["--voltages", "10", "--backends", "numpy", "--output", str(tmp_path / "x.png")]) == 0
    assert "\nnumpy: expm1 is not available on the numpy backend\n" in capsys.readouterr().out
