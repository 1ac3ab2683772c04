"""Scales of the user's own: what is said of them, and what is refused. Each test is a process of its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_definitions import START
from unit_laws import laws, python

from bu_units import PointUnit, Unit, affine_between, convert_value, names, parse_unit
from bu_units._catalogue import Row
from bu_units._scale_definitions import Levels, Points, scale_meaning

READ = parse_unit.__globals__["_parser"].read


def run(code):
    return python(START + code)


def points(of, zero):
    return Points(of, zero).make(Row("mine", "mine", ""), READ)


def levels(reference, per_decade, difference=None):
    found = scale_meaning(None, None, reference, per_decade, difference)
    assert isinstance(found, Levels)
    return found.make(Row("mine", "mine", ""), READ)


# ---------------------------------------------------------------- end to end


def test_points_by_name():
    code = """
        barg = Unit.define("barg", "barg", of="bar", zero="1 atm")
        assert barg is parse_unit("barg") is names.barg is Unit.define("barg", "barg", of="bar", zero="1 atm")
        for zero in ("101325 Pa", "1.01325 bar", 1.01325, parse_unit("atm")):  # the same in other words
            assert Unit.define("barg", "barg", of="bar", zero=zero) is barg
        assert barg.difference is names.delta_barg == names.bar
        assert str(names.W / barg) == "W / delta_barg" and str(parse_unit("barg/m")) == "delta_barg / m"
        assert {"barg", "delta_barg"} <= set(dir(names)) and dir(names).count("barg") == 1
        assert str(parse_unit("1e5 Pa")) == str(names.Pa * Unit(factor=1e5)) != "delta_barg"  # no product's name
        reaumur = Unit.define("reaumur", "°Ré", of="1.25 K", zero="0 degC", aliases=["degRe"])
        assert reaumur is parse_unit("°Ré") is parse_unit("degRe") is names.reaumur
        assert parse_unit("W/°Ré") is names.W / names.delta_reaumur is parse_unit(str(names.W / reaumur))
        print(bu.convert_value(2.0, barg, names.bar), bu.convert_value(80.0, reaumur, names.degC))
    """
    assert run(code) == "3.01325 100.0"


def test_levels_by_name():
    code = """
        dBFS = Unit.define("dBFS", "dBFS", reference="1", per_decade=20)
        pKa = Unit.define("pKa", "pKa", reference="mol/L", per_decade=-1)
        band = Unit.define("mag_V", "mag_V", reference="3636 Jy", per_decade=-2.5)
        nep = Unit.define("NpV", "NpV", reference="1 V", per_decade=2.302585092994046, difference="Np")
        assert [str(scale.difference) for scale in (dBFS, pKa, band, nep)] == ["dB", "delta_pKa", "mag", "Np"]
        assert parse_unit("delta_pKa/K") * names.K is pKa.difference is names.delta_pKa
        assert (parse_unit("delta_pKa/K")).factor_to(parse_unit("delta_pH/K")) == 1.0
        assert pKa is parse_unit("pKa") is parse_unit(repr(pKa))
        assert Unit.define("pKa", "pKa", reference="mol/L", per_decade=-1) is pKa
        print(bu.convert_value(-20.0, dBFS, bu.UNITLESS), bu.convert_value(0.5, bu.UNITLESS, dBFS))
    """
    assert run(code) == "0.1 -6.020599913279624"


@pytest.mark.parametrize("style", ["~siunitx", "~ucum", "~udunits"])
def test_a_dialect_says_that_it_has_none(style):
    code = f"""
        scales = [Unit.define("barq", "barq", of="bar", zero=1), Unit.define("lev", "lev", reference="W", per_decade=-3)]
        for scale in (*scales, scales[1].difference):
            assert str(scale) in refused(ValueError, scale, function=lambda unit: format(unit, "{style}"))
            for text in (f"{{scale}}", f"{{scale:~P}}"):
                assert parse_unit(text) is scale
    """
    assert run(code) == ""


def test_pickles_take_the_definition_along():
    code = """
        barg = Unit.define("barg", "barg", of="bar", zero="2 atm")
        pKa = Unit.define("pKa", "pKa", reference="mol/L", per_decade=-1)
        made = barg, names.delta_barg, pKa, pKa.difference, parse_unit("delta_pKa/K"), names.degC, names.dBm
        assert all(a is b for a, b in zip(made, pickle.loads(pickle.dumps(made))))
        print(pickle.dumps(made).hex())
    """
    other = f"""
        made = pickle.loads(bytes.fromhex("{run(code)}"))
        barg, delta, pKa, step, slope, degC, dBm = made
        assert degC is names.degC and dBm is names.dBm
        assert bu.convert_value(0.0, barg, names.bar) == 2.0265 and barg.difference is delta
        assert bu.is_difference(delta) and slope * names.K is step is pKa.difference
        assert bu.convert_value(3.0, pKa, parse_unit("mol/l")) == 1e-3
        assert parse_unit("barg") is not barg  # here it is that of the catalogue
        mine = Unit.define("barg", "barg", of="bar", zero="1 atm")  # another one of that name
        assert mine is not barg and mine.zero * 2 == barg.zero and mine.difference is delta
        assert Unit.define("pKa", "pKa", reference="mol/L", per_decade=-1) is pKa
        assert all(a is b for a, b in zip(made, pickle.loads(pickle.dumps(made))))
    """
    assert run(other) == ""


def test_files_have_scales_too():
    code = """
        text = '''[units]
        gauge = { symbol = "barQ", of = "bary", zero = "1 atmy", aliases = ["gauges"] }
        bary = "1 bar"
        atmy = "101325 Pa"
        slope = "gauge / m"
        rise = "3 delta_barQ / s"
        louder = { reference = "2 powy", per_decade = 10 }
        powy = "3 mW"
        pKx = { reference = "1 mol/L", per_decade = -1 }
        pKy = { reference = "1 mmol/L", per_decade = -1, difference = "delta_pKx" }
        deep = { of = "bar", zero = "1 gauge" }
        '''
        units = load_definitions(io.StringIO(text))
        assert [unit.name for unit in units] == "gauge bary atmy slope rise louder powy pKx pKy deep".split()
        assert all(a is b for a, b in zip(units, load_definitions(io.StringIO(text))))
        assert names.slope == parse_unit("bar/m") and names.rise == parse_unit("3 bar/s")
        assert names.louder.reference == parse_unit("6 mW") and names.pKy.difference is names.delta_pKx
        print(names.gauge.zero, names.deep.zero, names.gauges is names.barQ, str(names.delta_gauge))
    """
    assert run(code) == "4053/4000 8053/4000 True delta_barQ"


def test_threads_define_and_read_scales_at_once():
    code = """
        def work(number):
            unit = Unit.define(f"sc{number % 7}_", f"sc{number % 7}_", of="bar", zero=number % 7)
            found[number] = unit is parse_unit(f"sc{number % 7}_") and parse_unit("psig") is names.psig
        found = {}
        threads = [threading.Thread(target=work, args=(number,)) for number in range(40)]
        for thread in threads: thread.start()
        for thread in threads: thread.join()
        print(len(found), all(found.values()))
    """
    assert run(code) == "40 True"


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    "keywords, error, reason",
    [
        ("of='bar'", "TypeError", "both of= and zero="),
        ("zero='1 bar'", "TypeError", "both of= and zero="),
        ("of='bar', zero='3 K'", "ValueError", "zero= is a value in K, which does not convert to bar"),
        ("of='bar', zero='3'", "ValueError", "zero= '3' has no unit"),
        ("of='bar', zero=''", "ValueError", "empty"),
        ("of='bar', zero=float('nan')", "ValueError", "zero= must be finite"),
        ("of='bar', zero=float('inf')", "ValueError", "zero= must be finite"),
        ("of='bar', zero='nan bar'", "ValueError", "unknown unit 'nan'"),
        ("of='bar', zero='1e400 bar'", "ValueError", "beyond the range of float64"),
        ("of='bar', zero='1e99999999 bar'", "ValueError", "out of all proportion"),
        ("of='bar', zero=True", "TypeError", "got bool"),
        ("of='bar', zero=[1]", "TypeError", "zero= must be one real number"),
        ("of='bar', zero=1j", "TypeError", "zero= must be one real number"),
        ("of='K', zero='20 delta_degC'", "ValueError", "values in delta_degC are differences"),
        ("of='W', zero='3 dBm'", "ValueError", "zero= is a value in dBm"),
        ("of='degC', zero=20", "ValueError", "for differences write delta_degC"),
        ("of='dBm', zero=20", "ValueError", "dBm is a scale and no factor"),
        ("of='2 bar', zero=20, prefixes=True", "ValueError", "a scale takes no prefixes"),
        ("of=3, zero=20", "TypeError", "of= is a unit or its text"),
        ("of='bar', zero=1, reference='W', per_decade=10", "TypeError", "not both"),
        ("reference='1 W'", "TypeError", "both reference= and per_decade="),
        ("per_decade=10", "TypeError", "both reference= and per_decade="),
        ("reference='1 W', per_decade=0", "ValueError", "another number than zero"),
        ("reference='1 W', per_decade=1e-320", "ValueError", "another number than zero"),
        ("reference='1 W', per_decade=float('nan')", "ValueError", "per_decade= must be finite"),
        ("reference='1 W', per_decade='10'", "TypeError", "per_decade= must be one real number"),
        ("reference='1 W', per_decade=True", "TypeError", "got bool"),
        ("reference='0 W', per_decade=10", "ValueError", "cannot be zero"),
        ("reference='-1 W', per_decade=10", "ValueError", "expected a unit"),
        ("reference=1, per_decade=10", "TypeError", "reference= is a quantity, a unit or a text"),
        ("reference='1 dBm', per_decade=10", "ValueError", "dBm is a scale"),
        ("reference='degC', per_decade=10", "ValueError", "degC is a scale"),
        ("reference='W', per_decade=7, difference='dB'", "ValueError", "10 for powers or 20 for amplitudes"),
        ("reference='W', per_decade=-10, difference='dB'", "ValueError", "10 for powers"),
        ("reference='W', per_decade=10, difference='dBm'", "ValueError", "and not dBm"),
        ("reference='W', per_decade=10, difference='m'", "ValueError", "and not m"),
        ("definition='2 m', of='bar', zero=1", "TypeError", "a scale is no multiple of a unit"),
        ("dimension=names.m.dim, of='bar', zero=1", "TypeError", "a scale is no multiple of a unit"),
        ("of='bar', zero=1, aliases=['km']", "ValueError", "'km' is taken"),
        ("of='bar', zero=1, aliases=['delta_degC']", "ValueError", "'delta_degC' is taken"),
    ],
)
def test_what_is_refused_registers_nothing(keywords, error, reason):
    code = f"""
        message = refused({error}, "thing", "tw", {keywords})
        for text in ("thing", "tw", "delta_tw", "delta_thing"):
            refused(bu.UnitParseError, text, function=parse_unit)
        Unit.define("thing", "tw", of="bar", zero=1)
        print(message)
    """
    assert reason in run(code)


def test_another_meaning_of_a_name_is_refused():
    code = """
        barq = Unit.define("barq", "barq", of="bar", zero="1 atm")
        Unit.define("lev", "lev", reference="1 W", per_decade=10)
        Unit.define("delta_mine", "delta_mine", "2 bar")
        for arguments, keywords in (
            (("barq", "barq"), dict(of="bar", zero="2 atm")),
            (("barq", "barq"), dict(of="kPa", zero="1 atm")),
            (("barq", "barq", "bar"), {}),
            (("lev", "lev"), dict(reference="1 W", per_decade=20)),
            (("lev", "lev"), dict(reference="2 W", per_decade=10)),
            (("mine", "mine"), dict(of="bar", zero=1)),
            (("degree_celsius", "degC", "K"), {}),
            (("degree_celsius", "degC"), dict(of="K", zero="273 K")),
            (("bar", "bar"), dict(of="Pa", zero=1)),
        ):
            print(refused(ValueError, *arguments, **keywords))
        assert Unit.define("degree_celsius", "degC", of="K", zero="273.15 K") is names.degC
        assert Unit.define("decibel_milliwatt", "dBm", reference="1 mW", per_decade=10) is names.dBm
    """
    lines = run(code).splitlines()
    assert (
        lines[0] == "'barq' is taken: it means barq, a scale of points whose zero lies at 1.01325 delta_barq"
    )
    assert lines[3] == "'lev' is taken: it means lev, a scale of levels above W, 10 a decade"
    assert lines[5].startswith("'delta_mine' is taken: it means delta_mine; differences on the scale")
    assert all("is taken" in line for line in lines)


@pytest.mark.parametrize(
    "entry, reason",
    [
        ("{ of = 'bar' }", "both of= and zero="),
        ("{ of = 'bar', zero = 1, definition = '2 m' }", "a scale is no multiple of a unit"),
        ("{ of = 'bar', zero = 1, zeros = 1 }", "unknown key 'zeros'"),
        ("{ of = 'bar', zero = nan }", "zero= must be finite"),
        ("{ of = 'bar', zero = 2020-01-01 }", "zero= must be one real number"),
        ("{ of = 'thing', zero = 1 }", "circular: thing -> thing"),
        ("{ reference = '1 Wq', per_decade = 10 }", "unknown unit 'Wq'"),
        ("{ reference = 'W', per_decade = '10' }", "per_decade= must be one real number"),
        ("{ of = 'bar', zero = 1 }\ndelta_thing = '2 bar'", "'delta_thing' is taken"),
        ("{ of = 'bar', zero = 1 }\nmore = '2 thing'", "thing is a scale"),
    ],
)
def test_a_wrong_file_names_the_entry(entry, reason):
    code = f"""
        file = io.StringIO({"[units]" + chr(10) + "thing = " + entry!r})
        file.name = "my.toml"
        print(refused(ValueError, file, function=load_definitions))
    """
    message = run(code)
    assert message.startswith("my.toml: [units] ")
    assert reason in message


# ---------------------------------------------------------------- laws

zeros = st.fractions(-1000, 1000, max_denominator=1000)
units_of_points = st.sampled_from(["K", "bar", "psi", "m", "degR", "percent", "deg", "m/s^2", "1.25 K"])


@laws
@given(units_of_points, zeros, zeros, st.floats(-1e6, 1e6))
def test_points_convert_there_and_back(of, zero, other, value):
    first, second = points(of, zero), points(of, other)
    assert isinstance(first, PointUnit)
    assert first.zero == zero
    assert points(of, zero) is first
    assert affine_between(first, second) == (1.0, float(zero - other))
    plain = convert_value(value, first, parse_unit(of))
    assert convert_value(plain, parse_unit(of), first) == pytest.approx(value, rel=1e-9, abs=1e-6)


@laws
@given(units_of_points, zeros)
def test_a_zero_is_the_same_as_number_text_and_unit(of, zero):
    scale = points(of, zero)
    if zero > 0:
        assert points(of, Unit.create_scaled_unit(Unit(factor=zero), 0) * parse_unit(of)) is scale
    digits = f"{zero.numerator} ({1}/{zero.denominator}) {'' if of[0].isdigit() else of}"
    if not of[0].isdigit():
        assert points(of, digits.replace(" (", " * (")) is scale


@laws
@given(
    st.sampled_from(["1 W", "2.5 mV", "1", "mol/l", "1 mm^6 m^-3", "20 uPa"]),
    st.sampled_from([10, 20, -1, -2.5, 3.5, 0.1]),
    st.floats(-30, 30),
)
def test_levels_convert_there_and_back(reference, per_decade, level):
    scale = levels(reference, per_decade)
    assert scale.reference is parse_unit(reference)
    assert levels(reference, per_decade) is scale
    value = level * abs(per_decade)
    plain = convert_value(value, scale, scale.reference)
    assert convert_value(plain, scale.reference, scale) == pytest.approx(value, rel=1e-9, abs=1e-9)
    assert convert_value(0.0, scale, scale.reference) == 1.0
    tenfold = convert_value(float(per_decade), scale, scale.reference)
    assert tenfold == pytest.approx(10.0)
    assert scale.difference.is_difference


def test_numbers_of_other_kinds():
    assert points("K", names.degC).zero == points("K", "1 degC").zero  # one degree Celsius
