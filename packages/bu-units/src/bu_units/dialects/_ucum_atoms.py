"""The unit atoms of UCUM, the Unified Code for Units of Measure, version 2.1, case sensitive.

Codes, values and metric flags are those of the tables whose titles stand above the rows, from the
specification by G. Schadow and C. J. McDonald (Regenstrief Institute and the UCUM Organization),
https://ucum.org. No value stands where a unit of the catalogue is defined alike. Where UCUM prints a
number of its own, that number counts, digit by digit, also where another is in use today:

- u, eV, [h], [k], [e], [m_e], [m_p], [G], [eps_0], [mu_0]: the constants of CODATA 1986;
- AU = 149597.870691 Mm (exact today: 149597.8707 Mm), pc = 3.085678e16 m;
- m[Hg] = 133.3220 kPa (the conventional one: 133.322387415 kPa);
- [Btu_th] = 1.054350 kJ (the definition gives 1.0543502645 kJ);
- ph = 1e-4 lx, an error for 1e4 lx that UCUM has kept.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["ATOMS", "MEANT", "REFUSED", "SCALES", "Atom"]


class Atom(NamedTuple):
    """One unit atom: ``value`` times ``unit``, a text of UCUM; no value for a unit of the catalogue."""

    code: str
    value: str
    unit: str
    metric: bool = False
    """Whether prefixes go with it."""
    own: bool = False
    """Not to be taken for a unit of equal size: the curie is no multiple of the hertz."""


# Base units; SI units. The mole stays the base unit that it is in the SI (UCUM: a number).
_BASE_AND_SI = (
    Atom("m", "", "metre", metric=True),
    Atom("s", "", "second", metric=True),
    Atom("g", "", "gram", metric=True),
    Atom("rad", "", "radian", metric=True),
    Atom("K", "", "kelvin", metric=True),
    Atom("C", "", "coulomb", metric=True),
    Atom("cd", "", "candela", metric=True),
    Atom("mol", "", "mole", metric=True),
    Atom("sr", "", "steradian", metric=True),
    Atom("Hz", "", "hertz", metric=True),
    Atom("N", "", "newton", metric=True),
    Atom("Pa", "", "pascal", metric=True),
    Atom("J", "", "joule", metric=True),
    Atom("W", "", "watt", metric=True),
    Atom("A", "", "ampere", metric=True),
    Atom("V", "", "volt", metric=True),
    Atom("F", "", "farad", metric=True),
    Atom("Ohm", "", "ohm", metric=True),
    Atom("S", "", "siemens", metric=True),
    Atom("Wb", "", "weber", metric=True),
    Atom("T", "", "tesla", metric=True),
    Atom("H", "", "henry", metric=True),
    Atom("lm", "", "lumen", metric=True),
    Atom("lx", "", "lux", metric=True),
    Atom("Bq", "", "becquerel", metric=True),
    Atom("Gy", "", "gray", metric=True),
    Atom("Sv", "", "sievert", metric=True),
)

# Dimensionless units. The grammar reads the numbers ten and pi.
_NUMBERS = (
    Atom("%", "1", "10*-2"),
    Atom("[ppth]", "1", "10*-3"),
    Atom("[ppm]", "1", "10*-6"),
    Atom("[ppb]", "1", "10*-9"),
    Atom("[pptr]", "1", "10*-12"),
)

# Other units from ISO 1000, ISO 2955 and some from ANSI X3.50.
_OTHER = (
    Atom("deg", "", "degree"),
    Atom("gon", "0.9", "deg"),
    Atom("'", "1", "deg/60"),
    Atom("''", "1", "'/60"),
    Atom("L", "", "litre", metric=True),
    Atom("ar", "100", "m2", metric=True),
    Atom("min", "", "minute"),
    Atom("h", "", "hour"),
    Atom("d", "", "day"),
    Atom("a_t", "365.24219", "d"),
    Atom("a_j", "365.25", "d"),
    Atom("a_g", "365.2425", "d"),
    Atom("a", "1", "a_j"),
    Atom("wk", "7", "d"),
    Atom("mo_s", "29.53059", "d"),
    Atom("mo_j", "1", "a_j/12"),
    Atom("mo_g", "1", "a_g/12"),
    Atom("mo", "1", "mo_j"),
    Atom("t", "", "metric_ton", metric=True),
    Atom("bar", "", "bar", metric=True),
    Atom("u", "1.6605402e-24", "g", metric=True),
    Atom("eV", "1", "[e].V", metric=True),
    Atom("AU", "149597.870691", "Mm"),
    Atom("pc", "3.085678e16", "m", metric=True),
)

# Natural units.
_CONSTANTS = (
    Atom("[c]", "299792458", "m/s", metric=True),
    Atom("[h]", "6.6260755e-34", "J.s", metric=True),
    Atom("[k]", "1.380658e-23", "J/K", metric=True),
    Atom("[eps_0]", "8.854187817e-12", "F/m", metric=True),
    Atom("[mu_0]", "4", "[pi].10*-7.N/A2", metric=True),
    Atom("[e]", "1.60217733e-19", "C", metric=True),
    Atom("[m_e]", "9.1093897e-28", "g", metric=True),
    Atom("[m_p]", "1.6726231e-24", "g", metric=True),
    Atom("[G]", "6.67259e-11", "m3.kg-1.s-2", metric=True),
    Atom("[g]", "9.80665", "m/s2", metric=True),
    Atom("atm", "", "atmosphere"),
    Atom("[ly]", "1", "[c].a_j", metric=True),
    Atom("gf", "1", "g.[g]", metric=True),
    Atom("[lbf_av]", "1", "[lb_av].[g]"),
)

# CGS units.
_CGS = (
    Atom("Ky", "1", "cm-1", metric=True),
    Atom("Gal", "1", "cm/s2", metric=True),
    Atom("dyn", "1", "g.cm/s2", metric=True),
    Atom("erg", "1", "dyn.cm", metric=True),
    Atom("P", "1", "dyn.s/cm2", metric=True),
    Atom("Bi", "10", "A", metric=True),
    Atom("St", "1", "cm2/s", metric=True),
    Atom("Mx", "1e-8", "Wb", metric=True),
    Atom("G", "1e-4", "T", metric=True),
    Atom("Oe", "250", "/[pi].A/m", metric=True),
    Atom("Gb", "1", "Oe.cm", metric=True),
    Atom("sb", "1", "cd/cm2", metric=True),
    Atom("Lmb", "1", "cd/cm2/[pi]", metric=True),
    Atom("ph", "1e-4", "lx", metric=True),
    Atom("Ci", "37e9", "Bq", metric=True, own=True),
    Atom("R", "2.58e-4", "C/kg", metric=True),
    Atom("RAD", "100", "erg/g", metric=True, own=True),
    Atom("REM", "1", "RAD", metric=True, own=True),
)

# International customary units.
_INTERNATIONAL = (
    Atom("[in_i]", "", "inch"),
    Atom("[ft_i]", "", "foot"),
    Atom("[yd_i]", "", "yard"),
    Atom("[mi_i]", "", "mile"),
    Atom("[fth_i]", "6", "[ft_i]"),
    Atom("[nmi_i]", "", "nautical_mile"),
    Atom("[kn_i]", "", "knot"),
    Atom("[sin_i]", "1", "[in_i]2"),
    Atom("[sft_i]", "1", "[ft_i]2"),
    Atom("[syd_i]", "1", "[yd_i]2"),
    Atom("[cin_i]", "1", "[in_i]3"),
    Atom("[cft_i]", "1", "[ft_i]3"),
    Atom("[cyd_i]", "1", "[yd_i]3"),
    Atom("[bf_i]", "144", "[in_i]3"),
    Atom("[cr_i]", "128", "[ft_i]3"),
    Atom("[mil_i]", "1e-3", "[in_i]"),
    Atom("[cml_i]", "1", "[pi]/4.[mil_i]2"),
    Atom("[hd_i]", "4", "[in_i]"),
)

# Older U.S. "survey" lengths.
_US_LENGTHS = (
    Atom("[ft_us]", "1200", "m/3937"),
    Atom("[yd_us]", "3", "[ft_us]"),
    Atom("[in_us]", "1", "[ft_us]/12"),
    Atom("[rd_us]", "16.5", "[ft_us]"),
    Atom("[ch_us]", "4", "[rd_us]"),
    Atom("[lk_us]", "1", "[ch_us]/100"),
    Atom("[rch_us]", "100", "[ft_us]"),
    Atom("[rlk_us]", "1", "[rch_us]/100"),
    Atom("[fth_us]", "6", "[ft_us]"),
    Atom("[fur_us]", "40", "[rd_us]"),
    Atom("[mi_us]", "8", "[fur_us]"),
    Atom("[acr_us]", "160", "[rd_us]2"),
    Atom("[srd_us]", "1", "[rd_us]2"),
    Atom("[smi_us]", "1", "[mi_us]2"),
    Atom("[sct]", "1", "[mi_us]2"),
    Atom("[twp]", "36", "[sct]"),
    Atom("[mil_us]", "1e-3", "[in_us]"),
)

# British Imperial lengths.
_BRITISH_LENGTHS = (
    Atom("[in_br]", "2.539998", "cm"),
    Atom("[ft_br]", "12", "[in_br]"),
    Atom("[rd_br]", "16.5", "[ft_br]"),
    Atom("[ch_br]", "4", "[rd_br]"),
    Atom("[lk_br]", "1", "[ch_br]/100"),
    Atom("[fth_br]", "6", "[ft_br]"),
    Atom("[pc_br]", "2.5", "[ft_br]"),
    Atom("[yd_br]", "3", "[ft_br]"),
    Atom("[mi_br]", "5280", "[ft_br]"),
    Atom("[nmi_br]", "6080", "[ft_br]"),
    Atom("[kn_br]", "1", "[nmi_br]/h"),
    Atom("[acr_br]", "4840", "[yd_br]2"),
)

# U.S. volumes including so called "dry measures".
_US_VOLUMES = (
    Atom("[gal_us]", "", "gallon"),
    Atom("[bbl_us]", "", "barrel"),
    Atom("[qt_us]", "1", "[gal_us]/4"),
    Atom("[pt_us]", "1", "[qt_us]/2"),
    Atom("[gil_us]", "1", "[pt_us]/4"),
    Atom("[foz_us]", "1", "[gil_us]/4"),
    Atom("[fdr_us]", "1", "[foz_us]/8"),
    Atom("[min_us]", "1", "[fdr_us]/60"),
    Atom("[crd_us]", "128", "[ft_i]3"),
    Atom("[bu_us]", "2150.42", "[in_i]3"),
    Atom("[gal_wi]", "1", "[bu_us]/8"),
    Atom("[pk_us]", "1", "[bu_us]/4"),
    Atom("[dqt_us]", "1", "[pk_us]/8"),
    Atom("[dpt_us]", "1", "[dqt_us]/2"),
    Atom("[tbs_us]", "1", "[foz_us]/2"),
    Atom("[tsp_us]", "1", "[tbs_us]/3"),
    Atom("[cup_us]", "16", "[tbs_us]"),
    Atom("[foz_m]", "30", "mL"),
    Atom("[cup_m]", "240", "mL"),
    Atom("[tsp_m]", "5", "mL"),
    Atom("[tbs_m]", "15", "mL"),
)

# British Imperial volumes.
_BRITISH_VOLUMES = (
    Atom("[gal_br]", "", "gallon_imp"),
    Atom("[pk_br]", "2", "[gal_br]"),
    Atom("[bu_br]", "4", "[pk_br]"),
    Atom("[qt_br]", "1", "[gal_br]/4"),
    Atom("[pt_br]", "1", "[qt_br]/2"),
    Atom("[gil_br]", "1", "[pt_br]/4"),
    Atom("[foz_br]", "1", "[gil_br]/5"),
    Atom("[fdr_br]", "1", "[foz_br]/8"),
    Atom("[min_br]", "1", "[fdr_br]/60"),
)

# Avoirdupois weights; troy weights; apothecaries' weights.
_WEIGHTS = (
    Atom("[gr]", "", "grain"),
    Atom("[lb_av]", "", "pound"),
    Atom("[oz_av]", "", "ounce"),
    Atom("[dr_av]", "1", "[oz_av]/16"),
    Atom("[scwt_av]", "100", "[lb_av]"),
    Atom("[lcwt_av]", "112", "[lb_av]"),
    Atom("[ston_av]", "20", "[scwt_av]"),
    Atom("[lton_av]", "20", "[lcwt_av]"),
    Atom("[stone_av]", "14", "[lb_av]"),
    Atom("[pwt_tr]", "24", "[gr]"),
    Atom("[oz_tr]", "20", "[pwt_tr]"),
    Atom("[lb_tr]", "12", "[oz_tr]"),
    Atom("[sc_ap]", "20", "[gr]"),
    Atom("[dr_ap]", "3", "[sc_ap]"),
    Atom("[oz_ap]", "8", "[dr_ap]"),
    Atom("[lb_ap]", "12", "[oz_ap]"),
    Atom("[oz_m]", "28", "g"),
)

# Units used in typesetting.
_TYPESETTING = (
    Atom("[lne]", "1", "[in_i]/12"),
    Atom("[pnt]", "1", "[lne]/6"),
    Atom("[pca]", "12", "[pnt]"),
    Atom("[pnt_pr]", "0.013837", "[in_i]"),
    Atom("[pca_pr]", "12", "[pnt_pr]"),
    Atom("[pied]", "32.48", "cm"),
    Atom("[pouce]", "1", "[pied]/12"),
    Atom("[ligne]", "1", "[pouce]/12"),
    Atom("[didot]", "1", "[ligne]/6"),
    Atom("[cicero]", "12", "[didot]"),
)

# Other units for heat and temperature.
_HEAT = (
    Atom("[degR]", "", "rankine"),
    Atom("cal_[15]", "4.18580", "J", metric=True),
    Atom("cal_[20]", "4.18190", "J", metric=True),
    Atom("cal_m", "4.19002", "J", metric=True),
    Atom("cal_IT", "4.1868", "J", metric=True),
    Atom("cal_th", "4.184", "J", metric=True),
    Atom("cal", "1", "cal_th", metric=True),
    Atom("[Cal]", "1", "kcal_th"),
    Atom("[Btu_39]", "1.05967", "kJ"),
    Atom("[Btu_59]", "1.05480", "kJ"),
    Atom("[Btu_60]", "1.05468", "kJ"),
    Atom("[Btu_m]", "1.05587", "kJ"),
    Atom("[Btu_IT]", "1.05505585262", "kJ"),
    Atom("[Btu_th]", "1.054350", "kJ"),
    Atom("[Btu]", "1", "[Btu_th]"),
    Atom("[HP]", "550", "[ft_i].[lbf_av]/s"),
    Atom("tex", "1", "g/km", metric=True),
    Atom("[den]", "1", "g/9/km"),
)

# Units used predominantly in clinical medicine.
_CLINICAL = (
    Atom("m[H2O]", "9.80665", "kPa", metric=True),
    Atom("m[Hg]", "133.3220", "kPa", metric=True),
    Atom("[in_i'H2O]", "1", "m[H2O].[in_i]/m"),
    Atom("[in_i'Hg]", "1", "m[Hg].[in_i]/m"),
    Atom("[PRU]", "1", "mm[Hg].s/ml"),
    Atom("[wood'U]", "1", "mm[Hg].min/L"),
    Atom("[diop]", "1", "/m"),
    Atom("[mesh_i]", "1", "/[in_i]"),
    Atom("[Ch]", "1", "mm/3"),
    Atom("[drp]", "1", "ml/20"),
    Atom("[hnsf'U]", "1", "1"),
    Atom("[MET]", "3.5", "mL/min/kg"),
)

# Units used in chemical and biochemical laboratories.
_CHEMICAL = (
    Atom("eq", "1", "mol", metric=True, own=True),
    Atom("osm", "1", "mol", metric=True, own=True),
    Atom("g%", "1", "g/dl", metric=True),
    Atom("[S]", "1", "10*-13.s"),
    Atom("[HPF]", "1", "1"),
    Atom("[LPF]", "100", "1"),
    Atom("kat", "", "katal", metric=True),
    Atom("U", "1", "umol/min", metric=True),
)

# Miscellaneous units; units used in information science and technology. The bit has the dimension here
# that it has in the catalogue (UCUM: a number).
_OTHERS = (
    Atom("st", "1", "m3", metric=True),
    Atom("Ao", "", "angstrom"),
    Atom("b", "100", "fm2"),
    Atom("att", "1", "kgf/cm2"),
    Atom("mho", "1", "S", metric=True),
    Atom("[psi]", "1", "[lbf_av]/[in_i]2"),
    Atom("circ", "2", "[pi].rad"),
    Atom("sph", "4", "[pi].sr"),
    Atom("[car_m]", "0.2", "g"),
    Atom("[car_Au]", "1", "/24"),
    Atom("[smoot]", "67", "[in_i]"),
    Atom("bit", "", "bit", metric=True),
    Atom("By", "", "byte", metric=True),
    Atom("Bd", "1", "/s", metric=True, own=True),
)

ATOMS: tuple[Atom, ...] = (
    *_BASE_AND_SI,
    *_NUMBERS,
    *_OTHER,
    *_CONSTANTS,
    *_CGS,
    *_INTERNATIONAL,
    *_US_LENGTHS,
    *_BRITISH_LENGTHS,
    *_US_VOLUMES,
    *_BRITISH_VOLUMES,
    *_WEIGHTS,
    *_TYPESETTING,
    *_HEAT,
    *_CLINICAL,
    *_CHEMICAL,
    *_OTHERS,
)

_POINT = "{} is a point on a temperature scale, not a factor: write K"
_LEVEL = "{} is the logarithm of a ratio, not a factor"
_ARBITRARY = "{} is an arbitrary unit, defined by an assay: it has no factor to any other unit"
_FUNCTION = "{} is a function of a number, not a factor"

# What the specification calls special units and arbitrary units, with the reason.
REFUSED: dict[str, str] = {
    code: reason
    for reason, codes in {
        _POINT: "Cel [degF] [degRe]",
        _LEVEL: "Np B B[SPL] B[V] B[mV] B[uV] B[10.nV] B[W] B[kW] [pH] bit_s",
        _FUNCTION: "[p'diop] %[slope] [hp'_X] [hp'_C] [hp'_M] [hp'_Q] [m/s2/Hz^(1/2)]",
        _ARBITRARY: "[iU] [IU] [arb'U] [USP'U] [GPL'U] [MPL'U] [APL'U] [beth'U] [anti'Xa'U] [todd'U] [dye'U] "
        "[smgy'U] [bdsk'U] [ka'U] [knk'U] [mclg'U] [tb'U] [CCID_50] [TCID_50] [EID_50] [PFU] [FFU] [CFU] [IR] "
        "[BAU] [AU] [Amb'a'1'U] [PNU] [Lf] [D'ag'U] [FEU] [ELU] [EU] [hp_X] [hp_C] [hp_M] [hp_Q] [kp_X] [kp_C] "
        "[kp_M] [kp_Q]",
    }.items()
    for code in codes.split()
}

# Special units that are scales of the catalogue: read where they stand alone. Not Np, which counts a
# ratio of amplitudes there and one of powers here.
SCALES: dict[str, str] = {
    "Cel": "degC",
    "[degF]": "degF",
    "B": "bel",
    "dB": "dB",
    "dB[W]": "dBW",
    "dB[V]": "dBV",
    "dB[uV]": "dBuV",
    "dB[SPL]": "dBSPL",
    "[pH]": "pH_scale",
}

# What people write for a code of UCUM that no other spelling leads to.
MEANT: dict[str, str] = {
    "mmHg": "mm[Hg]",
    "cmHg": "cm[Hg]",
    "inHg": "[in_i'Hg]",
    "cmH2O": "cm[H2O]",
    "mcg": "ug",
    "cc": "mL",
    "sec": "s",
    "hr": "h",
    "mon": "mo",
    "yr": "a",
    "mEq": "meq",
    "mOsm": "mosm",
}
