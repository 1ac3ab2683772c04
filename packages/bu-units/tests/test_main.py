"""The command line: what it prints, exactly, and how it fails."""

import contextlib
import io
import os
import subprocess
import sys
from importlib.metadata import distributions

import pytest
from unit_laws import SOURCE, python

from bu_units.__main__ import main
from bu_units.kinds import KINDS


def command(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "bu_units", *arguments],
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONIOENCODING": "utf-8", **environment},
    )


@pytest.mark.parametrize(
    "value, unit, printed",
    [
        ("3.5 inch", "mm", "88.9 mm"),
        ("-3.5 inch", "mm", "-88.9 mm"),
        ("1 mile", "km", "1.609344 km"),
        ("72 km/h", "m/s", "20 m / s"),
        ("1 GiB", "byte", "1073741824 B"),
        ("1e300 km", "mm", "1e+306 mm"),
        ("123456789012345678901 nm", "m", "123456789012.345678901 m"),
        ("0 m", "ft", "0 ft"),
        ("1 uV", "V", "1e-06 V"),
        ("1 m", "ft", "3.2808398950131235 ft (rounded)"),
        ("180 deg", "rad", "3.141592653589793 rad (rounded)"),
        ("1 turn", "deg", "360 °"),
        ("5 %", "ppm", "50000 ppm"),
        ("20 degC", "K", "293.15 K"),
        ("68 degF", "degC", "20 degC"),
        ("-40 degC", "degF", "-40 degF"),
        ("0.1 mK", "degC", "-273.1499 degC"),
        ("10 dBm", "mW", "10.0 mW (rounded)"),
        ("1 W", "dBm", "30.0 dBm (rounded)"),
    ],
)
def test_convert(value, unit, printed, capsys):
    assert main(["convert", value, unit]) == 0
    assert capsys.readouterr().out == printed + "\n"


def test_convert_in_a_process():
    done = command("convert", "3.5 inch", "mm")
    assert (done.returncode, done.stdout, done.stderr) == (0, "88.9 mm\n", "")
    assert command("convert", "-40.5 m", "cm").stdout == "-4050 cm\n"


def test_explain():
    done = command("explain", "mV")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "unit:      mvolt (mV)",
        "dimension: m^2 kg s^-3 A^-1",
        "kinds:     voltage",
        "in SI:     0.001 V",
        "prefix:    milli (m), 10^-3 volt (V)",
        "defined:   volt = W / A",
        "prefixes:  those of the SI",
        "SI base:   0.001 kg * m^2 / (A * s^3)",
        "UCUM:      mV",
        "UDUNITS:   mV",
    ]


@pytest.mark.parametrize(
    "text, line",
    [
        ("J/(kg K)", "made of:   J (joule), kg (kilogram), K (kelvin)"),
        ("J/(kg K)", "in SI:     1 m^2 / (K * s^2)"),
        ("litre", "also:      liter, L"),
        ("degree", "in SI:     0.017453292519943295 (rounded)"),
        ("Kibit", "prefix:    kibi (Ki), 2^10 bit (bit)"),
        ("1", "dimension: 1"),
        ("degC", "unit:      degree_celsius (degC)"),
    ],
)
def test_explain_lines(text, line, capsys):
    assert main(["explain", text]) == 0
    assert line in capsys.readouterr().out.splitlines()


def test_list():
    done = command("list", "pressure")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert [line.split()[:2] for line in lines[:6]] == [
        ["Ba", "barye"], ["mTorr", "millitorr"], ["Pa", "pascal"], ["mmH2O", "mmH2O"],
        ["psf", "pound_force_per_square_foot"], ["cmH2O", "cmH2O"],
    ]  # fmt: skip
    assert lines[2] == "Pa           pascal                       1 Pa"
    assert lines[6] == "torr         torr                         133.32236842105263 Pa (rounded)"


def test_list_by_unit_and_all_kinds(capsys):
    assert main(["list", "psi"]) == 0
    by_unit = capsys.readouterr().out
    assert main(["list", "Pressure"]) == 0
    assert capsys.readouterr().out == by_unit
    assert main(["list"]) == 0
    assert [line.partition("  ")[0] for line in capsys.readouterr().out.splitlines()] == list(KINDS)


@pytest.mark.parametrize(
    "arguments, reason",
    [
        (["convert", "3 m", "s"], "Cannot convert between units of different dimension (units are m and s)."),
        (["convert", "3 metrs", "mm"], "unknown unit 'metrs'"),
        (["convert", "m", "mm"], "expected a number in front of the unit"),
        (["convert", "3 m", "mm", "--cm"], "unrecognized arguments"),
        (["explain", "m", "-m"], "unrecognized arguments"),
        (["convert", "3 m", "cm", "--digits", "0"], "number of digits, 1 to 30"),
        (["convert", "1 eV", "nm", "--via", "magic"], "invalid choice"),
        (["convert", "1e400 m", "mm"], "beyond the range"),
        (["convert", "0 mW", "dBm"], "0.0 has no level"),
        (["convert", "5 delta_degC", "degC"], "A point on a scale is no difference"),
        (["explain", "mVV"], "unknown unit 'mVV'"),
        (["explain", ""], "an empty text is no unit"),
        (["list", "charm"], "'charm' is no kind of quantity that is listed, and no unit"),
        (["frob"], "invalid choice"),
        ([], "COMMAND"),
        (["--definitions", "none.toml", "list"], "none.toml"),
    ],
)
def test_bad_input_is_status_2(arguments, reason):
    done = command(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert reason in done.stderr
    assert "Traceback" not in done.stderr


def test_definitions_from_a_file(tmp_path):
    path = tmp_path / "units.toml"
    path.write_text('[units]\nfurlong = { symbol = "fur", definition = "220 yard" }\n', "utf-8")
    done = command("--definitions", str(path), "convert", "2 furlong", "m")
    assert (done.stdout, done.returncode) == ("402.336 m\n", 0)
    assert "furlong = 220 yard" in command("--definitions", str(path), "explain", "fur").stdout


def test_a_terminal_that_lacks_the_character():
    done = command("convert", "1 turn", "deg", PYTHONIOENCODING="ascii")
    assert (done.stdout, done.returncode) == ("360 \\xb0\n", 0)


def test_scales_of_ones_own(tmp_path):
    path = tmp_path / "units.toml"
    path.write_text('[units]\nbarq = { of = "bar", zero = "1 atm" }\n', "utf-8")
    assert command("--definitions", str(path), "convert", "2 barq", "bar").stdout == "3.01325 bar\n"
    explained = command("--definitions", str(path), "explain", "barq").stdout
    assert "a scale of points whose zero lies at 1.01325 delta_barq" in explained
    assert "steps:     delta_barq" in explained
    lines = command("--definitions", str(path), "list", "pressure").stdout.splitlines()
    assert [line.split()[-1] for line in lines if line.startswith("barq ")] == ["point"]


def test_scales_are_listed_behind_the_units():
    lines = command("list", "temperature").stdout.splitlines()
    assert [line.split() for line in lines[-2:]] == [
        ["degC", "degree_celsius", "point"],
        ["degF", "degree_fahrenheit", "point"],
    ]
    assert "level" in command("list", "power").stdout


@pytest.mark.parametrize("value", ["1e-200", "4e-330"])
def test_a_small_value_is_exact_too(value, capsys):
    assert main(["convert", f"{value} m", "m"]) == 0
    assert capsys.readouterr().out == f"{value} m\n"


def test_a_value_is_not_rounded_to_zero(capsys):
    assert main(["convert", "1e-330 m", "inch"]) == 2
    assert "beyond the range of float64" in capsys.readouterr().err


def test_any_stream_takes_the_output():
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream):
        assert main(["convert", "3.5 inch", "mm"]) == 0
    assert stream.getvalue() == "88.9 mm\n"


def test_who_stops_reading_is_no_error():
    code = "import sys; from bu_units.__main__ import main; sys.stdin.read(); sys.exit(main(['list']))"
    with subprocess.Popen(
        [sys.executable, "-W", "error", "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
    ) as process:
        process.stdout.close()  # before anything is written
        process.stdin.close()
        errors = process.stderr.read()
    assert (process.returncode, errors) == (1, b"")


def test_the_words_need_no_quotes():
    assert command("convert", "3.5", "inch", "mm", "cm").stdout == "88.9 mm\n8.89 cm\n"
    assert command("convert", "-40", "degC", "degF").stdout == "-40 degF\n"
    assert command("convert", "--", "-40", "degC", "degF").stdout == "-40 degF\n"
    assert command("convert", "-3/4", "inch", "mm").stdout == "-19.05 mm\n"
    done = command("convert", "1", "eV", "--via", "spectral", "nm", "--digits", "6")
    assert (done.stdout, done.returncode) == ("1239.84 nm (rounded)\n", 0)


def asked(arguments, text, **options):
    """Run the command with a text on its standard input."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "bu_units", *arguments],
        input=text,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONIOENCODING": "utf-8"},
        **options,
    )


@pytest.mark.parametrize("arguments", [["convert", "-"], ["convert"], []])
def test_lines_of_the_standard_input(arguments):
    text = "3.5 inch mm\r\n\n# a comment\n3.5 inhc mm\n5 in in cm\n20C K\n-40 degC degF\n1/2 min s"
    done = asked(arguments, text, encoding="utf-8")
    assert done.stdout == "88.9 mm\n12.7 cm\n-40 degF\n30 s\n"
    errors = [line for line in done.stderr.splitlines() if line.startswith("bu_units: ")]
    assert [line.split(":")[1] for line in errors] == [" line 4", " line 6"]
    assert "degC or 20 °C" in errors[1]
    assert done.returncode == 2


def test_units_asked_for_on_the_command_line():
    done = asked(["convert", "-", "mm", "cm", "--digits", "3"], "1 inch\n1/3 ft\n", encoding="utf-8")
    assert done.stdout.splitlines() == ["25.4 mm", "2.54 cm", "102 mm (rounded)", "10.2 cm (rounded)"]
    assert done.returncode == 0


def test_explain_and_search_read_lines_too():
    assert asked(["explain"], "kg m s-2\n", encoding="utf-8").stdout.startswith("unit:      kg * m / s^2\n")
    assert asked(["search", "-"], "coulomb", encoding="utf-8").stdout.startswith("C            coulomb")


@pytest.mark.parametrize("arguments", [["convert"], ["explain"], ["search"], []])
def test_nothing_asked_is_an_error(arguments):
    done = asked(arguments, "", encoding="utf-8")
    assert (done.returncode, done.stdout) == (2, "")
    assert "usage:" in done.stderr


def test_any_bytes_on_the_standard_input():
    done = asked(["convert"], b"\xef\xbb\xbf1 m cm\n\xff\xfe m cm\n\x00\n2 m cm\n")
    assert (done.stdout, done.returncode) == (b"100 cm\n200 cm\n", 2)
    assert b"Traceback" not in done.stderr
    assert done.stderr.count(b"line ") == 2


def test_nothing_found_is_status_1():
    done = command("search", "kilgram")
    assert done.returncode == 1
    assert done.stdout.startswith("kg           kilogram, kilogramme")
    assert "no unit and no kind of quantity is called 'kilgram'; near names are kilogram" in done.stderr


def test_version():
    from bu_units import __version__

    assert command("--version").stdout == f"bu-units {__version__}\n"


@pytest.mark.parametrize("name", ["brainunit", "bu-units"])
def test_scripts_go_by_their_names(name, tmp_path):
    """What an installer writes for an entry point: a file of that name that calls `main`."""
    script = tmp_path / name
    script.write_text("import sys\nfrom bu_units.__main__ import main\nsys.exit(main())\n", "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}

    def run(*arguments):
        return subprocess.run(
            [sys.executable, str(script), *arguments],
            capture_output=True, text=True, check=False, env=environment,
        )  # fmt: skip

    known = name if any(found.metadata["Name"] == name for found in distributions()) else "bu-units"
    assert run("--version").stdout.startswith(f"{known} ")
    assert f"usage: {name} " in run("--help").stdout
    assert run("convert", "3", "m", "s").stderr.startswith(f"{name}: ")


def test_it_needs_no_third_party_module():
    code = """if True:
        import sys
        from bu_units.__main__ import main
        main(["convert", "3.5", "inch", "mm"])
        main(["explain", "kg m s-2"])
        main(["search", "inch"])
        loaded = {name.partition(".")[0] for name in sys.modules} - sys.stdlib_module_names
        print(sorted(loaded - {"__main__"}))
    """
    assert python(code, "-I", "-S").splitlines()[-1] == "['bu_units']"
