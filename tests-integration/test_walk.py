"""Everything in numpy and scipy gives one quantity in volts and in millivolts, or refuses it.

The page docs/backends/walk.md is made from docs/backends/walk.json, which `hatch run walk` writes. A sample
of the functions is walked here, all with HYPOTHESIS_PROFILE=nightly; then they are as many as on the page,
where numpy and scipy are of its versions.
"""

import json
import os
import warnings
import zlib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np
import pytest
from support.walk.calls import Call, TooLong, answer, limited
from support.walk.comparison import difference
from support.walk.functions import CHAPTERS, SCIPY, functions_of, modules_of_scipy
from support.walk.left_out import KNOWN, LEFT_OUT, MODULES_LEFT_OUT
from support.walk.operands import WITH_UNIT, argument_lists
from support.walk.walk import judged, walked

from bu_array import Quantity

NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
RECORDED = json.loads((Path(__file__).parent.parent / "docs/backends/walk.json").read_text("utf-8"))
OF_A_HUNDRED = 2  # functions of a hundred that are walked at any time

pytestmark = pytest.mark.slow


def installed(name):
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def is_sampled(name):
    return NIGHTLY or zlib.crc32(name.encode()) % 100 < OF_A_HUNDRED


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_what_is_accepted_is_one_quantity_in_any_unit(chapter, tmp_path, monkeypatch):
    if chapter.startswith("scipy."):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # scipy.odr says that it is to go
            pytest.importorskip(chapter, reason="a chapter of scipy, of the version that has it")
    monkeypatch.chdir(tmp_path)  # for what writes files
    walks, different, slow = 0, {}, []
    for name, function in functions_of(chapter).items():
        if is_sampled(name):
            found = walked(name, function)
            walks += 1
            different |= found.different
            slow += found.slow
    assert different == {}
    same_versions = all(installed(name) == RECORDED[name] for name in ("numpy", "scipy"))
    assert set(slow) <= set(RECORDED["slow"]) or not same_versions
    if (
        NIGHTLY and same_versions and chapter != "methods of Quantity"
    ):  # of which there are more with every change
        assert walks == RECORDED["chapters"][chapter]["functions"]


def test_the_page_has_every_chapter():
    assert set(RECORDED["chapters"]) == {chapter for chapter in CHAPTERS if chapter != "scipy.cluster"}


def test_every_module_of_scipy_is_a_chapter():
    pytest.importorskip("scipy", reason="its modules")
    if installed("scipy") == RECORDED["scipy"]:
        assert set(modules_of_scipy()) == set(SCIPY)


def test_every_reason_is_about_something():
    """What is left out exists, in some version of numpy at least; what is known has a reason."""
    assert all(LEFT_OUT.values())
    assert all(MODULES_LEFT_OUT.values())
    assert all(KNOWN.values())


def test_a_quantity_is_in_every_call():
    for count in range(1, 7):
        lists = list(argument_lists(count))
        assert len(set(lists)) == len(lists) > 10
        assert all(len(kinds) == count and any(kind in WITH_UNIT for kind in kinds) for kinds in lists)


# ---------------------------------------------------------------- the walk finds what it is for


def judge(function, *kinds):
    call = Call(kinds)
    return judged(answer(function, call, 1, "V"), answer(function, call, 1000, "mV"))


@pytest.mark.parametrize(
    "function",
    [
        lambda x: x.mantissa,
        lambda x: x + Quantity(1.0, x.unit),
        lambda x: np.where(x.mantissa > 1, x, 0),
        lambda x: {"nested": [1, (x.mantissa,)]},
        lambda x: x.update_mantissa(np.ones_like(x.mantissa)),
        lambda x: x[x.mantissa > 1],
        lambda x: x if x.mantissa[0] > 1 else x * x,
        lambda x: 1 / x.mantissa[0] if x.mantissa[0] > 1 else np.zeros(2)[3],
    ],
)
def test_a_unit_that_is_lost_is_found(function):
    status, why = judge(function, "vector")
    assert status == "different"
    assert why


@pytest.mark.parametrize(
    "function", [lambda x: x / x.sum(), lambda x: x.argmax(), lambda x: [x, None, "text"], lambda x: x > x[0]]
)
def test_one_quantity_is_equal(function):
    assert judge(function, "vector") == ("equal", "")


def test_a_refusal_is_counted_as_one():
    assert judge(np.asarray, "vector")[0] == "refused"


def test_a_call_ends():
    def forever(x):
        while True:
            try:
                x + x
            except Exception:  # noqa: BLE001  # as libraries do
                continue

    with pytest.raises(TooLong), limited(0.05):
        forever(1)


def test_objects_are_compared_by_what_they_hold():
    class Fitted:
        def __init__(self, slope):
            self.slope = slope

    assert difference(Fitted(Quantity(1.0, "V")), Fitted(Quantity(1000.0, "mV"))) == ""
    assert "slope" in difference(Fitted(1.0), Fitted(1000.0))
    assert "slope" in difference(Fitted(Quantity(1.0, "V")), Fitted(Quantity(1.0, "mV")))
