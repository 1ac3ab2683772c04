"""Units of trades as rows of data: read when a name is asked for that the catalogue has not.

They give way: a unit of the user's own may have any of these names (see `_registry`).
"""

from __future__ import annotations

from ._catalogue import Row

__all__ = ["TRADES"]

# IEC 80000-6:2022, items 6-57 and 6-60 (apparent and reactive power); NIST SP 811, appendix B.8: 746 W.
_ELECTRICITY = (
    Row("volt_ampere", "VA", "V A", prefixed=True),
    Row("var", "var", "V A", prefixed=True),
    Row("horsepower_electric", "hp_electric", "746 W"),
    Row("mho", "mho", "S", prefixed=True),
    Row("electrostatic_unit", "esu", "statC"),
)

# NIST SP 811 (2008), appendix B.8: the Btu is the international table one, the quad 10^15 of it. The therm
# of the USA is 1.054804e8 J by law (Federal Register, 27 July 1968).
_ENERGY_TRADE = (
    Row("british_thermal_unit", "BTU", "Btu_IT"),
    Row("million_Btu", "MMBtu", "1e6 Btu_IT", aliases="MMBTU"),
    Row("thousand_Btu", "kBtu", "1000 Btu_IT", aliases="kBTU"),
    Row("thousand_Btu_per_hour", "MBH", "1000 Btu_IT / h"),
    Row("therm_US", "thm_US", "1.054804e8 J"),
    Row("quad", "quad", "1e15 Btu_IT"),
    # IEA: 10 Gcal and 7 Gcal of the international table.
    Row("tonne_of_oil_equivalent", "toe", "1e10 calorie_IT", prefixed=True),
    Row("tonne_of_coal_equivalent", "tce", "7e9 calorie_IT", prefixed=True),
    Row(
        "barrel_of_oil_equivalent", "boe", "5.8e6 Btu_IT"
    ),  # US Internal Revenue Code, section 45K: 5.8 MMBtu
    Row("boiler_horsepower", "hp_boiler", "9809.5 W"),
    Row("langley", "Ly", "cal / cm^2", prefixed=True),
    Row("clo", "clo", "0.155 m^2 K / W"),
)

# Quotients and powers that trades have words for, each the product that it is.
_FLOW_AND_SPEED = (
    Row("cubic_foot_per_minute", "cfm", "ft^3 / min"),
    Row("cubic_foot_per_second", "cfs", "ft^3 / s", aliases="cusec"),
    Row("gallon_per_minute", "USgpm", "gal / min"),
    Row("gallon_per_hour", "USgph", "gal / h"),
    Row("million_gallon_per_day", "MGD", "1e6 gal / d"),
    Row("litre_per_minute", "lpm", "l / min"),
    Row("kilometre_per_hour", "kph", "km / h"),
    Row("metre_per_second", "mps", "m / s"),
    Row("foot_per_second", "fps", "ft / s"),
    Row("foot_per_minute", "fpm", "ft / min"),
    Row("mile_per_gallon", "mpg", "mi / gal"),
    Row("revolution_per_second", "rps", "turn / s"),
    Row("kilorevolution_per_minute", "krpm", "1000 turn / min"),
    Row("beat_per_minute", "bpm", "min^-1"),
    Row("baud", "Bd", "s^-1", prefixed=True),
    Row("bit_per_second", "bps", "bit / s"),
    Row("kilobit_per_second", "kbps", "kbit / s"),
    Row("megabit_per_second", "Mbps", "Mbit / s"),
    Row("gigabit_per_second", "Gbps", "Gbit / s"),
)

# NIST SP 811 (2008), appendix B.8, and NIST Handbook 44, appendix C; of the international foot.
_TRADE_LENGTH_AND_AREA = (
    Row("furlong", "fur", "220 yd"),
    Row("league", "league", "3 mi"),
    Row("link", "link", "0.66 ft"),
    Row("thou", "thou", "1e-3 in"),
    Row("microinch", "uin", "1e-6 in"),
    Row("are", "are", "100 m^2"),
    Row("section", "section", "mi^2"),
    Row("township", "township", "36 mi^2"),
    Row("circular_mil", "cmil", "(pi/4) mil^2"),
    Row("thousand_circular_mil", "kcmil", "250 pi mil^2", aliases="MCM"),
    # One cP at one cm/s under one atm/cm; API RP 27. "D" is the debye.
    Row("darcy", "darcy", "cP cm^2 / (s atm)", prefixed=True),
)

_TRADE_VOLUME = (
    Row("cubic_centimetre cubic_centimeter", "cc", "cm^3"),
    Row("stere", "stere", "m^3"),
    Row("acre_foot", "acre_foot", "acre ft"),
    Row("board_foot", "FBM", "144 in^3"),
    Row("cord", "cord", "128 ft^3"),
    Row("hogshead", "hogshead", "63 gal"),
    Row("gill", "gi", "gal / 32"),
    Row("fluid_dram", "fldr", "gal / 1024"),
    Row("minim", "minim", "gal / 61440"),
    Row("peck", "pk", "bushel / 4"),
    Row("dry_quart", "dry_quart", "bushel / 32"),
    Row("dry_pint", "dry_pint", "bushel / 64"),
    Row("gill_imp", "gi_imp", "gallon_imp / 32"),
    Row("cup_metric", "cup_metric", "250 ml"),
    Row("drop", "gtt", "ml / 20"),  # UCUM, [drp]
)

_TRADE_MASS_AND_FORCE = (
    Row("pound_mass", "lbm", "lb"),
    Row("scruple", "scruple", "20 gr"),
    Row("assay_ton", "assay_ton", "(8750/3) * 1e-5 kg"),  # as many mg as a short ton has troy ounces
    Row("quintal", "quintal", "100 kg"),
    Row("pound_mole", "lbmol", "453.59237 mol"),
    Row("gram_force", "gf", "9.80665e-3 N", aliases="pond"),
    Row("kilopond", "kp", "kgf"),
    Row("ounce_force", "ozf", "lbf / 16"),
    Row("short_ton_force", "tonf_short", "2000 lbf"),
    Row("long_ton_force", "tonf_long", "2240 lbf"),
    Row("tonne_force", "tf", "1000 kgf"),
    # Textiles: ISO 1144.
    Row("tex", "tex", "1e-6 kg / m", prefixed=True),
    Row("denier", "den", "(1/9) * 1e-6 kg / m"),
)

# NIST SP 811 (2008), appendix B.8: conventional columns, as in the catalogue.
_TRADE_PRESSURE = (
    Row("mmH2O", "mmH2O", "9.80665 Pa"),
    Row("ftH2O", "ftH2O", "12 inH2O"),
    Row("mH2O", "mH2O", "9806.65 Pa"),
    Row("kilopound_per_square_inch", "kpsi", "1000 psi"),
    Row("pound_force_per_square_foot", "psf", "lbf / ft^2"),
    Row("megapound_per_square_inch", "Mpsi", "1e6 psi"),
    Row("millitorr", "mTorr", "1e-3 torr"),
    # Differences of gauge pressures, which are scales of points (_scale_rows.py).
    Row("delta_bar", "delta_bar", "bar"),
    Row("delta_psi", "delta_psi", "psi"),
    Row("delta_kPa", "delta_kPa", "kPa"),
    Row("reyn", "reyn", "psi s"),
    Row("rhe", "rhe", "10 / (Pa s)"),
)

# A thousand years are a thousand of the catalogue's, the mean Gregorian ones; those of geology and of the
# IAU (style manual, 1989) are Julian, as in UCUM.
_TRADE_TIME = (
    Row("fortnight", "fortnight", "14 d"),
    Row("common_year", "common_year", "365 d"),
    Row("leap_year", "leap_year", "366 d"),
    Row("century", "century", "100 yr"),
    Row("millennium", "millennium", "1000 yr"),
    Row("kiloyear", "kyr", "1e3 yr"),
    Row("megayear", "Myr", "1e6 yr"),
    Row("gigayear", "Gyr", "1e9 yr"),
    Row("annum", "annum", "julian_year"),
    Row("kiloannum", "ka", "1e3 julian_year"),
    Row("megaannum", "Ma", "1e6 julian_year"),
    Row("gigaannum", "Ga", "1e9 julian_year"),
    Row("shake", "shake", "1e-8 s"),
    Row("svedberg", "svedberg", "1e-13 s"),
)

# IAU 2015 resolution B3, nominal values; a mass is the nominal G M over CODATA's G (2022).
_ASTRONOMY = (
    Row("milliarcsecond", "mas", "1e-3 arcsecond"),
    Row("microarcsecond", "uas", "1e-6 arcsecond"),
    Row("hourangle", "hourangle", "15 degree"),
    Row("spat", "spat", "4 pi steradian"),
    Row("solar_mass", "M_sun", "(1.3271244e20 / 6.67430e-11) kg", aliases="Msun solMass"),
    Row("solar_radius", "R_sun", "6.957e8 m", aliases="Rsun solRad"),
    Row("solar_luminosity", "L_sun", "3.828e26 W", aliases="Lsun solLum"),
    Row("earth_mass", "M_earth", "(3.986004e14 / 6.67430e-11) kg", aliases="Mearth earthMass"),
    Row("earth_radius", "R_earth", "6.3781e6 m", aliases="Rearth earthRad"),
    Row(
        "jupiter_mass",
        "M_jup",
        "(1.2668653e17 / 6.67430e-11) kg",
        aliases="Mjup M_jupiter Mjupiter jupiterMass",
    ),
    Row("jupiter_radius", "R_jup", "7.1492e7 m", aliases="Rjup R_jupiter Rjupiter jupiterRad"),
    Row("light_second", "lsec", "299792458 m", aliases="lightsecond"),
    Row("bethe", "bethe", "1e44 J", aliases="foe"),
)

# SI Brochure, 9th edition, section 2.3.3: a count is a number. What a detector tells apart has dimensions
# of its own, so that a gain in electrons per adu and a brightness in Jy/beam stay what they are.
_COUNTING = (
    Row("count", "count", "1"),
    Row("photon", "photon", "[photon_number]"),
    Row("electron", "electron", "[electron_number]"),
    Row("pixel", "pixel", "[picture_elements]", aliases="pix", prefixed=True),
    Row("voxel", "voxel", "[volume_elements]", aliases="vox", prefixed=True),
    Row("adu", "adu", "[digital_level]"),
    Row("beam", "beam", "[beam_area]"),
)

# UCUM, table "chemical and biochemical units"; IUPAC (1981) for the enzyme unit.
_MEDICINE = (
    Row("chemical_equivalent", "eq", "mol", aliases="Eq", prefixed=True),
    Row("osmole", "Osm", "mol", aliases="osm", prefixed=True),
    Row("enzyme_unit", "U", "umol / min"),
    Row("milli_enzyme_unit", "mU", "nmol / min"),
    Row("kilo_enzyme_unit", "kU", "mmol / min"),
    # One gram in a hundred grams.
    Row("degree_Brix", "°Bx", "1e-2", aliases="degBx Brix"),
    Row("dioptre diopter", "dpt", "m^-1"),  # ISO 80000-7, item 7-28
    Row("rutherford", "Rd", "1e6 Bq"),
)

# WMO No. 8: eighths of the sky; the standard geopotential metre is 9.80665 J/kg. Dobson: 10 um of gas at
# 0 degC and one atmosphere.
_EARTH_SCIENCE = (
    Row("okta", "okta", "1/8"),
    Row("geopotential_metre geopotential_meter", "geopotential_m", "9.80665 J / kg"),
    Row("dobson_unit", "DU", "1e-5 m * atm / (8.31446261815324 J mol^-1 K^-1 * 273.15 K)"),
    Row("potential_vorticity_unit", "PVU", "1e-6 K m^2 / (kg s)"),
    Row("eotvos", "eotvos", "1e-9 s^-2"),
    Row("kayser", "kayser", "cm^-1", prefixed=True),
    Row("townsend", "Td", "1e-21 V m^2"),
)

# NIST SP 811 (2008), appendix B.8.
_LIGHT = (
    Row("nit", "nit", "cd / m^2"),
    Row("lambert", "lambert", "(1/pi) * 1e4 cd / m^2"),
    Row("footlambert", "footlambert", "(1/pi) cd / ft^2"),
    Row("apostilb", "apostilb", "(1/pi) cd / m^2"),
    Row("gilbert", "gilbert", "(10 / (4 pi)) A"),
)

TRADES: tuple[Row, ...] = (
    *_ELECTRICITY,
    *_ENERGY_TRADE,
    *_FLOW_AND_SPEED,
    *_TRADE_LENGTH_AND_AREA,
    *_TRADE_VOLUME,
    *_TRADE_MASS_AND_FORCE,
    *_TRADE_PRESSURE,
    *_TRADE_TIME,
    *_ASTRONOMY,
    *_COUNTING,
    *_MEDICINE,
    *_EARTH_SCIENCE,
    *_LIGHT,
)
