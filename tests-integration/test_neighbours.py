"""What the page of neighbours says, run again: small programs, and every unit of other libraries of units.

A sample of the programs by day, all of them with HYPOTHESIS_PROFILE=nightly.
"""

import json
import os
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "tools"))
import neighbours  # noqa: E402  # a tool, found by the line above

NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
MEASURED = json.loads(neighbours.RESULTS.read_text("utf-8"))
FOREIGN = json.loads((ROOT / "docs/foreign-units.json").read_text("utf-8"))
SAMPLED = ("uncertainties", "quantities", "sympy")  # quick ones


def test_the_page_has_every_program():
    found = {
        name: neighbours.programs(neighbours.PROGRAMS / f"{name}.txt")[1] for name in neighbours.neighbours()
    }
    assert {name: list(rows) for name, rows in found.items()} == {
        name: list(row["programs"]) for name, row in MEASURED.items()
    }


def test_no_unit_is_lost():
    answers = {answer.partition(":")[0] for row in MEASURED.values() for answer in row["programs"].values()}
    assert answers == {"kept", "refused"}


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(MEASURED) if NIGHTLY else SAMPLED)
def test_programs(name):
    if find_spec(name.partition(".")[0]) is None and name != "arrow":
        pytest.skip(f"{name} is not installed")
    found = neighbours._apart(name)["programs"]
    assert {title: answer.partition(":")[0] for title, answer in found.items()} == {
        title: answer.partition(":")[0] for title, answer in MEASURED[name]["programs"].items()
    }


def test_a_lost_unit_is_called_lost():
    assert neighbours.judged("", "1 + 1 == 3\n") == "lost"
    assert neighbours.judged("", "raise_it = [].pop\nraise_it()\n").startswith("refused: IndexError")
    assert neighbours.judged("q = 3 * u.m\n", "same(q, 3 * u.m)\n") == "kept"
    assert neighbours.judged("q = 3 * u.m\n", "same(q.mantissa, 3 * u.m)\n") == "lost"
    with pytest.raises(NameError):
        neighbours.judged("", "no_such_name\n")


class TestForeignUnits:
    @pytest.mark.parametrize("name", sorted(FOREIGN))
    def test_nothing_comes_back_in_another_size(self, name):
        row = FOREIGN[name]
        assert row["from"]["wrong"] == {}
        assert row["from"]["no_way_back"] == []
        assert (
            row["from"]["named"] + row["from"]["numbers"] + len(row["from"]["refused"]) == row["from"]["all"]
        )

    @pytest.mark.parametrize(
        "name, least", [("pint", 421), ("astropy", 125), ("unyt", 961), ("quantities", 340)]
    )
    def test_nearly_all_have_a_counterpart(self, name, least):
        assert FOREIGN[name]["from"]["back"] >= least

    @pytest.mark.slow
    @pytest.mark.parametrize("name", sorted(FOREIGN) if NIGHTLY else ["pint", "quantities"])
    def test_measured_again(self, name):
        pytest.importorskip(name)
        import foreign_units

        library = foreign_units.LIBRARIES[name]()
        found = foreign_units.from_there(library)
        assert found["wrong"] == {}
        assert found["no_way_back"] == []
        if foreign_units.version(name) == FOREIGN[name]["version"]:
            assert found == FOREIGN[name]["from"]
