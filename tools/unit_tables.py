"""The pages of units and constants in docs/reference."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from sphinx.util.rst import escape

from page_text import code, prose, table
from reference_entries import data

__all__ = ["constants_page", "units_page"]

# Titles of the blocks of the catalogue.
TITLES = {
    "_BASE": "Base units",
    "_DERIVED": "SI units with special names",
    "_ACCEPTED": "Accepted for use with the SI",
    "_CONCENTRATION": "Concentration",
    "_RATIO": "Ratios",
    "_ROTATION": "Rotation",
    "_INFORMATION": "Information",
    "_LENGTH_AND_AREA": "Length and area",
    "_VOLUME": "Volume",
    "_MASS": "Mass",
    "_TIME_AND_SPEED": "Time and speed",
    "_TEMPERATURE": "Differences of temperature",
    "_MECHANICS_AND_HEAT": "Mechanics and heat",
    "_CGS": "CGS",
    "_CGS_ELECTRIC": "Electricity in CGS",
    "_RADIATION": "Radiation",
    "_SCIENCE": "Further units of the sciences",
    "_NATURAL": "Atomic and Planck units",
    "_ELECTRICITY": "Trades: electricity",
    "_ENERGY_TRADE": "Trades: energy and heat",
    "_FLOW_AND_SPEED": "Trades: rates, flow and speed",
    "_TRADE_LENGTH_AND_AREA": "Trades: length and area",
    "_TRADE_VOLUME": "Trades: volume",
    "_TRADE_MASS_AND_FORCE": "Trades: mass, force and textiles",
    "_TRADE_PRESSURE": "Trades: pressure and flow of liquids",
    "_TRADE_TIME": "Trades: time",
    "_ASTRONOMY": "Trades: astronomy",
    "_COUNTING": "Trades: counting and detectors",
    "_MEDICINE": "Trades: medicine and food",
    "_EARTH_SCIENCE": "Trades: weather, earth and spectra",
    "_LIGHT": "Trades: light",
}
COLUMNS = ["names", "symbol", "dimension", "size in SI units, exactly", "prefixes", "source"]


def units_page() -> str:
    """Return docs/reference/units.md: the catalogue."""
    known = import_module("explorer").catalogue()
    registry = import_module("bu_units._registry")
    rows = registry.rows()
    blocks = import_module("explorer").blocks()
    names = registry.attribute_names()
    lines = ["# Units", "", _introduction(len(names), len(rows)), ""]
    last = ""
    for row, entry in zip(rows, known["units"], strict=True):
        block = blocks[id(row)]
        if block != last:
            lines += ["", f"## {TITLES[block]}", "", *table(COLUMNS, [])]
            last = block
        unit = registry.find(entry["names"][0])
        cells = [
            ", ".join(code(name) for name in (*entry["names"], *entry["aliases"])),
            code(entry["symbol"]),
            code(str(unit.dim)),
            code(entry["exact"]),
            {"si": "SI", "binary": "binary", "": "none"}[entry["prefixes"]],
            prose(known["sources"][entry["source"]]),
        ]
        lines += table([], [cells])[2:]
    si = f"""\
## The module si

```{{py:module}} brainunit.si
```

`u.si` has the units of the SI and those accepted for use with it, {len(registry.si_names()):,} names: prefixes
stand before names in full (`u.si.millivolt`) and before symbols as symbols (`u.si.mV`, `u.si.kΩ`). What
would shadow a built-in function elsewhere is here too: `u.si.min`."""
    return "\n".join([*lines, "", *_scales(known), "", *_prefixes(known), "", si, ""])


def _introduction(names: int, rows: int) -> str:
    return f"""\
`brainunit` has {names:,} names of units, each an attribute of the module (`u.mV`) and a word that
[texts](../guide/units.md) may use. They follow from the {rows} rows below, with prefixes before them.
The [explorer](../explorer/index.md) converts between them.

```{{raw}} html
<form class="unit-finder" id="unit-finder" role="search" aria-label="Units" hidden>
<label for="unit-text">Find a unit by name, symbol or dimension</label>
<input id="unit-text" type="search" autocomplete="off" autocapitalize="off" spellcheck="false"
  placeholder="mvolt, Pa, m s^-1">
<p id="unit-count" role="status"></p>
<div class="pst-scrollable-table-container" id="unit-found" hidden></div>
</form>
<script defer src="../_static/explorer-data.js"></script>
<script defer src="../_static/unit-finder.js"></script>
```

Names and symbols are case-sensitive. A prefix stands before a name as its symbol or in full in a text
("mvolt", "millivolt"), before an attribute as its symbol (`u.mvolt`, `u.mV`); `u.si` has the full names
of the SI too (`u.si.millivolt`). Names of SI units also exist with 2 and 3 behind them (`u.mmetre2`).
"SI" under prefixes: all 24 of the SI; "binary": the ten binary ones, and those of the SI from kilo on.
The size is the exact factor to the coherent SI unit of the dimension; in programs it is `unit.exact`."""


def _scales(known: dict[str, Any]) -> list[str]:
    lines = ["## Scales", ""]
    lines += [
        "A value on a scale is converted by more than a factor: points have a zero of their own, levels",
        "",
    ]
    lines[-2] += " count logarithms. The chapter on temperatures and logarithms of the"
    lines[-2] += " [guide](../guide/index.md) says how they add."
    points = [
        [
            ", ".join(code(name) for name in (row["name"], *row["aliases"])),
            code(row["symbol"]),
            code(row["difference"]),
            f"{code(row['zero'])} {'K' if 'deg' in row['symbol'] else 'Pa'}",
        ]
        for row in known["points"]
    ]
    lines += table(["names", "symbol", "unit of a difference", "zero"], points)
    levels = [
        [
            code(row["name"]),
            code(row["symbol"]),
            code(row["difference"] or row["symbol"]),
            code(row["reference"]),
            f"{row['decade']:.10g}",
        ]
        for row in known["levels"]
    ]
    titles = ["name", "symbol", "unit of a difference", "reference", "how many make a factor of ten"]
    return [*lines, "", *table(titles, levels)]


def _prefixes(known: dict[str, Any]) -> list[str]:
    rows = [
        [
            code(prefix["name"]),
            code(prefix["symbol"]),
            f"{prefix['base']}^{prefix['power']}".replace("^", r"\^"),
        ]
        for prefix in known["prefixes"]
    ]
    source = "SI Brochure, 9th edition (2019, updated 2022), table 7; IEC 80000-13:2025 for the binary ones."
    return ["## Prefixes", "", source, "", *table(["name", "symbol", "factor"], rows)]


def constants_page() -> str:
    """Return docs/reference/constants.md: constants with value, uncertainty and source; customary units."""
    exact = import_module("bu_units.constants")
    lines = ["# Constants", "", CONSTANTS, ""]
    lines += ["```{py:module} brainunit.constants", "```", "", "````{eval-rst}"]
    for name in exact.constant_names():
        constant = getattr(exact, name)
        known = "exact" if constant.is_exact else f"standard uncertainty {constant.uncertainty!r}"
        symbol = f"{escape(constant.symbol)} = " if constant.symbol else ""
        value = f"{symbol}``{constant.value!r} {constant.unit}``, {known}."
        lines.append(data(f"brainunit.constants.{name}", value, f":Source: {escape(constant.source)}").text())
    lines += ["````", "", "## By letter", "", LETTERS, ""]
    letters = [[code(letter), code(name)] for letter, name in exact.LETTERS.items()]
    lines += table(["letter", "the same as"], letters)
    lines += ["", "## Units outside the SI as quantities", "", CUSTOMARY, ""]
    rows = []
    arrays = import_module("bu_array.constants")
    for name in import_module("bu_units").customary_names():
        if name in dir(arrays) and name not in {*exact.constant_names(), *exact.LETTERS, *arrays.__all__}:
            quantity = getattr(arrays, name)
            rows.append([code(name), code(f"{quantity.mantissa.item()!r} {quantity.unit}")])
    lines += table(["name", "value"], rows)
    units = ", ".join(code(name) for name in arrays.__all__)
    return "\n".join([*lines, "", f"The units {units} are attributes too, as units.", ""])


CONSTANTS = """\
`u.constants` has these as quantities of numpy's float64; `bu_units.constants` has their exact values,
uncertainties and sources. Each is built on first use."""

LETTERS = """\
The letters of formulas, as CODATA 2022 has them; Greek ones by their names. A letter is never a unit's symbol:
`u.constants.h` is the Planck constant, and `u.constants.hour` has 3600 s."""

CUSTOMARY = """\
What one of these units is in coherent SI units, as a quantity: `u.constants.inch` is 0.0254 m, while
`u.inch` is the unit. What they follow from is in the table of [units](units.md)."""
