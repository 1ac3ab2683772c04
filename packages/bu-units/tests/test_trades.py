"""Units of trades: literal facts with their sources, and that they give way to the user's own."""

from fractions import Fraction

import pytest
from unit_laws import python

from bu_units import Dimension, UnitMismatchError, UnitParseError, convert_value, names, parse_unit
from bu_units._catalogue import ROWS
from bu_units._dimension import COUNTED
from bu_units._magnitude import PI, magnitude
from bu_units._registry import find, spellings, trades
from bu_units._trades import TRADES

FACTS = [
    # NIST SP 811 (2008), appendix B.8, and NIST Handbook 44, appendix C
    ("horsepower_electric", "746", "W"),
    ("boiler_horsepower", "9809.5", "W"),
    ("BTU", "1055.05585262", "J"),
    ("MMBtu", "1055055852.62", "J"),
    ("quad", "1.05505585262e18", "J"),
    ("therm_US", "105480400", "J"),
    ("toe", "4.1868e10", "J"),
    ("tce", "2.93076e10", "J"),
    ("boe", "6119323945.196", "J"),
    ("langley", "41840", "J / m^2"),
    ("clo", "0.155", "K m^2 / W"),
    ("cfm", "4.719474432e-4", "m^3 / s"),
    ("cfs", "2.8316846592e-2", "m^3 / s"),
    ("gallon_per_minute", Fraction("3.785411784e-3") / 60, "m^3 / s"),
    ("MGD", Fraction("3785.411784") / 86400, "m^3 / s"),
    ("kph", "5/18", "m / s"),
    ("mpg", Fraction("1609.344") / Fraction("3.785411784e-3"), "m^-2"),
    ("bpm", "1/60", "s^-1"),
    ("Gbps", "1e9", "bit / s"),
    ("furlong", "201.168", "m"),
    ("league", "4828.032", "m"),
    ("link", "0.201168", "m"),
    ("thou", "2.54e-5", "m"),
    ("section", "2589988.110336", "m^2"),
    ("darcy", Fraction(1, 101325) / 10**7, "m^2"),
    ("mdarcy", Fraction(1, 101325) / 10**10, "m^2"),
    ("acre_foot", "1233.48183754752", "m^3"),
    ("board_foot", "2.359737216e-3", "m^3"),
    ("cord", "3.624556363776", "m^3"),
    ("gill", "1.1829411825e-4", "m^3"),
    ("fluid_dram", "3.6966911953125e-6", "m^3"),
    ("minim", "6.16115199218750e-8", "m^3"),
    ("peck", "8.80976754172e-3", "m^3"),
    ("dry_quart", "1.101220942715e-3", "m^3"),
    ("dry_pint", "5.506104713575e-4", "m^3"),
    ("gill_imp", "1.420653125e-4", "m^3"),
    ("hogshead", "0.238480942392", "m^3"),
    ("scruple", "1.2959782e-3", "kg"),
    ("assay_ton", "7/240", "kg"),
    ("lbm", "0.45359237", "kg"),
    ("lbmol", "453.59237", "mol"),
    ("gf", "9.80665e-3", "N"),
    ("kp", "9.80665", "N"),
    ("ozf", "0.27801385095378125", "N"),
    ("short_ton_force", "8896.443230521", "N"),
    ("long_ton_force", "9964.01641818352", "N"),
    ("tf", "9806.65", "N"),
    ("tex", "1e-6", "kg / m"),
    ("dtex", "1e-7", "kg / m"),
    ("denier", "1/9000000", "kg / m"),
    ("mmH2O", "9.80665", "Pa"),
    ("ftH2O", "2989.06692", "Pa"),
    ("kpsi", Fraction("6894.757293168361336722673"), None),
    ("mTorr", "101325/760000", "Pa"),
    # the catalogue's year of 365.2425 d; the Julian year of the IAU
    ("fortnight", "1209600", "s"),
    ("kyr", "31556952000", "s"),
    ("Myr", "31556952000000", "s"),
    ("Gyr", "31556952000000000", "s"),
    ("century", "3155695200", "s"),
    ("Ma", "31557600000000", "s"),
    # IAU 2015 resolution B3; CODATA 2022
    ("R_sun", "6.957e8", "m"),
    ("L_sun", "3.828e26", "W"),
    ("M_sun", Fraction("1.3271244e20") / Fraction("6.67430e-11"), "kg"),
    ("R_earth", "6378100", "m"),
    ("M_earth", Fraction("3.986004e14") / Fraction("6.67430e-11"), "kg"),
    ("R_jup", "71492000", "m"),
    ("M_jup", Fraction("1.2668653e17") / Fraction("6.67430e-11"), "kg"),
    ("lsec", "299792458", "m"),
    # UCUM 2.1; IUPAC and IUB (1981)
    ("meq", "1e-3", "mol"),
    ("mEq", "1e-3", "mol"),
    ("mOsm", "1e-3", "mol"),
    ("U", "1/60000000", "mol / s"),
    ("dpt", "1", "m^-1"),
    ("drop", "5e-8", "m^3"),
    ("degBx", "0.01", "1"),
    # WMO No. 8
    ("okta", "1/8", "1"),
    ("geopotential_metre", "9.80665", "J / kg"),
    ("DU", Fraction("1e-5") * 101325 / (Fraction("8.31446261815324") * Fraction("273.15")), "mol / m^2"),
    ("PVU", "1e-6", "K m^2 / (kg s)"),
    ("townsend", "1e-21", "V m^2"),
    ("kVA", "1000", "W"),
    ("kvar", "1000", "W"),
    ("mmho", "1e-3", "S"),
    ("Rd", "1e6", "Bq"),
    ("count", "1", "1"),
    ("nit", "1", "cd / m^2"),
]  # fmt: skip


@pytest.mark.parametrize(
    "name, factor, unit", FACTS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_facts(name, factor, unit):
    named = getattr(names, name)
    if unit is None:  # not a finite decimal: to the digits that are published
        assert named.magnitude == float(factor) * 1000
        return
    coherent = parse_unit(unit)
    assert named.dim is coherent.dim
    assert (named.exact / coherent.exact).fraction == Fraction(factor)


def test_facts_with_pi():
    assert names.mas == parse_unit("1e-3 arcsec")
    assert names.uas == parse_unit("1e-6 arcsec")
    assert names.hourangle == parse_unit("turn / 24")
    assert names.spat.exact is PI * magnitude(4)
    assert names.rps == parse_unit("60 rpm")
    assert names.krpm == parse_unit("1000 rpm")
    assert names.kcmil == parse_unit("1000 cmil")
    assert names.cmil == parse_unit("(pi / 4) mil^2")
    assert names.lambert == parse_unit("(1e4 / pi) nit")
    assert names.footlambert == parse_unit("(1 / pi) cd / ft^2")


def test_no_word_of_trades_is_read_from_the_catalogue():
    others = {text for row in ROWS for text, _, _ in spellings(row)}
    for row in TRADES:
        assert others.isdisjoint(text for text, _, _ in spellings(row)), row.names


@pytest.mark.parametrize("row", TRADES, ids=lambda row: row.names)
def test_a_definition_is_in_units_of_the_catalogue(row):
    of_trades = {text for other in TRADES for text, _, _ in spellings(other)}
    words = set(row.definition.replace("(", " ").replace(")", " ").replace("^", " ").split())
    assert words.isdisjoint(of_trades)  # what gives way takes nothing with it


def test_what_a_detector_counts_has_a_dimension_of_its_own():
    units = [names.photon, names.electron, names.pixel, names.voxel, names.adu, names.beam]
    assert len({unit.dim for unit in units}) == len(COUNTED) == len(units)
    assert str(names.Jy / names.beam) == "Jy / beam"
    assert names.adu * (names.electron / names.adu) is names.electron
    assert str(names.photon / names.second / names.cm2) == str(parse_unit("photon / (cm^2 s)"))
    with pytest.raises(UnitMismatchError):
        names.adu.factor_to(names.electron)
    for unit in units:
        for dialect in ("ucum", "udunits"):
            with pytest.raises(ValueError, match="cannot say"):
                format(unit, f"~{dialect}")
    assert names.count / names.second == names.hertz  # a number, as in the SI Brochure


def test_micro_is_typeset_before_units_of_trades():
    assert f"{parse_unit('uVA'):~P} {parse_unit('uin'):~P} {parse_unit('uas'):~P}" == "µVA uin uas"


@pytest.mark.parametrize(
    "gauge, absolute, zero",
    [("barg", "bar", 1.01325), ("psig", "psi", 14.695948775513449), ("kPag", "kPa", 101.325)],
)
def test_gauge_pressures_are_counted_from_the_atmosphere(gauge, absolute, zero):
    scale, plain = parse_unit(gauge), parse_unit(absolute)
    assert convert_value(0.0, scale, plain) == zero
    assert convert_value(zero, plain, scale) == pytest.approx(0.0, abs=1e-15)
    assert convert_value(1.0, scale, names.barg) == pytest.approx(plain.factor_to(names.bar))
    assert scale.difference == plain
    assert str(scale.difference) == f"delta_{absolute}"
    assert parse_unit(f"{gauge} / m") == parse_unit(f"{absolute} / m")
    with pytest.raises(
        UnitParseError, match=f"use delta_{absolute} for a difference, or convert a value to pascal"
    ):
        parse_unit(f"2 {gauge}")


@pytest.mark.parametrize(
    "level, value, linear, unit",
    [
        ("dBu", 0.0, 0.7745966692414834, "V"),  # ITU-T V.574
        ("dBu", 4.0, 1.2276529879838803, "V"),
        ("dBZ", 30.0, 1000.0, "mm^6 / m^3"),  # WMO No. 8
        ("dBZ", 0.0, 1e-18, "m^3"),
        ("STmag", 0.0, 3.630780547701013e-09, "erg / (s cm^2 angstrom)"),  # -21.10
        ("STmag", -21.1, 1.0, "erg / (s cm^2 angstrom)"),
        ("dex", 2.0, 100.0, "1"),
        ("dex", 1.0, 10.0, "dB"),
    ],
)
def test_levels(level, value, linear, unit):
    found = convert_value(value, parse_unit(level), parse_unit(unit))
    assert found == pytest.approx(linear, rel=1e-14)


def test_an_import_has_none_of_them():
    code = """if True:
        import sys
        import bu_units as bu
        for text in ("mV", "kg m s-2", "degC", "dBm", "cm2", "mmetre2", "%", "au", "W/(m^2 °C)"):
            bu.parse_unit(text)
        assert not {"bu_units._trades", "bu_units._words"} & set(sys.modules)
        assert bu.parse_unit("furlongs") is bu.names.furlong
        print(bu.names.furlong)
    """
    assert python(code) == "fur"


def test_they_give_way_to_units_of_the_users_own():
    code = """if True:
        import bu_units as bu
        from bu_units import Dimension, Unit, names, parse_unit
        {before}
        pixels = Dimension.define("pixels")
        px = Unit.define("pixel", "px", dimension=pixels, prefixes=True)
        assert parse_unit("pixel") is parse_unit("px") is names.pixel is px and px.dim is pixels
        assert parse_unit("pixels") == px and parse_unit("Mpx") == parse_unit("1e6 pixel")
        for word in ("pix", "Mpix"):  # the whole row, not one word of it
            try:
                parse_unit(word)
            except bu.UnitParseError:
                continue
            raise AssertionError(word)
        fortnight = Unit.define("fortnight", "fortnight", "15 d")
        assert fortnight is parse_unit("fortnight") and fortnight.factor_to(names.day) == 15.0
        assert Unit.define("fortnight", "fortnight", "15 d") is fortnight
        assert Unit.define("feet", "feet", "1 m") is parse_unit("feet") is names.feet
        assert Unit.define("IU", "IU", dimension=Dimension.define("activity"), prefixes=True) is parse_unit("IU")
        bu.add_standard_unit(Unit.create(names.metre.dim, "league", "lea", factor=5000))
        assert parse_unit("3 league / h") == parse_unit("15 km / h")
        assert Unit.define("barg", "barg", "bar") is parse_unit("barg") == parse_unit("bar")
        assert bu.add_base_dimension("beams", "beam") is parse_unit("beam").dim
        print(parse_unit("mIU/ml"))
    """
    for before in ("", 'assert parse_unit("Mpix/fortnight").dim; parse_unit("beam"); parse_unit("1 league")'):
        assert python(code.replace("{before}", before)) == "mIU / ml"


def test_the_rows_are_entered_once():
    assert trades() is trades()
    for row in trades():
        first = row.names.split()[0]
        assert find(row.symbol) is find(first)
        assert str(find(first)) == row.symbol


@pytest.mark.parametrize("text", ["EU", "YU", "dU", "mkyr", "kGyr", "kmas", "mR_sun", "kfurlong"])
def test_what_takes_no_prefix(text):
    with pytest.raises(UnitParseError):
        parse_unit(text)


def test_dimensions_of_detectors_are_no_synonyms():
    with pytest.raises(ValueError, match="unknown base dimension"):
        Dimension([("pixel", 1)])
