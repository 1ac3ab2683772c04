"""Every function and method on every installed library: as numpy has it, or a BackendError that says so.

The support page is made from docs/backends/support.json, which `hatch run support` writes; these tests
measure the same anew and fail where the file says something else. On jax and ndonnx, which compile for
each new shape and dtype, two of the six variants of a call; all of them with HYPOTHESIS_PROFILE=nightly.
"""

import json
import os
from pathlib import Path

import pytest
from array_checks import NAMES as LIBRARIES
from array_checks import STRICT, register_strict
from support.cases import KNOWN

from bu_dispatch import get_backend
from bu_dispatch.testing import requested
from support import sweep

pytestmark = pytest.mark.slow

RECORDED = json.loads((Path(__file__).parent.parent / "docs/backends/support.json").read_text("utf-8"))
SAMPLE = {} if os.environ.get("HYPOTHESIS_PROFILE") == "nightly" else {"jax": 2, "ndonnx": 2}
# A test for each chapter of so many functions: one for each would spend its time on pytest.
CHAPTER = 40
NAMES = sorted(sweep.CASES)
CHAPTERS = [NAMES[start : start + CHAPTER] for start in range(0, len(NAMES), CHAPTER)]


@pytest.fixture(params=LIBRARIES)
def library(request, monkeypatch):
    register_strict(monkeypatch)
    return requested(request).name


def recorded(library, name):
    for status in ("yes", "partly", "no"):
        if name in RECORDED[library].get(status, ()):
            return status
    return None


# Cases that numpy itself has no answer to: complex numbers have no order, what is empty has no greatest.
UNANSWERED = {
    "complex128, 3-d": [
        "Quantity: q % r",
        "Quantity: q // r",
        "fft.rfft",
        "fft.rfft2",
        "fft.rfftn",
        *(
            f"math.{name}"
            for name in (
                "arctan2 atan2 bincount cbrt copysign divmod fabs floor_divide fmod frexp heaviside hypot "
                "logaddexp logaddexp2 mod nextafter remainder signbit"
            ).split()
        ),
    ],
    "float32, empty": [
        "Quantity: q.argmax()",
        "Quantity: q.argmin()",
        "Quantity: q.max()",
        "Quantity: q.min()",
        "Quantity: q.ptp()",
        *(
            f"math.{name}"
            for name in (
                "amax amin argmax argmin max min nanargmax nanargmin nanmax nanmin percentile ptp quantile"
            ).split()
        ),
    ],
    "float32, 0-d": [
        "Quantity: q.nonzero()",
        "Quantity: q.sort()",
        *(f"math.{name}" for name in ("nonzero sort").split()),
    ],
}


def test_numpy_answers_every_other_question():
    """What a library is not asked is named here, so that nothing falls out of the comparison unseen."""
    assert sweep.unanswered() == {f"{name}: {kind}" for kind, names in UNANSWERED.items() for name in names}


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda names: names[0])
def test_does_what_the_page_says(library, chapter):
    surprises = {}
    for name in chapter:
        found = sweep.outcomes(name, library, sample=SAMPLE.get(library))
        if not found:
            assert library in SAMPLE, name  # two variants that numpy has no answer to
            continue
        status, why = sweep.summary(found)
        if (name, library) in KNOWN:
            expected = "wrong"  # strictly: what works again must leave the list
        elif library == STRICT:
            expected = "no" if status == "no" and name in STRICT_LACKS else "yes"
        else:
            expected = recorded(library, name)
        some = expected == "partly" and library in SAMPLE and status != "wrong"
        if status != expected and not some:
            surprises[name] = f"{status}, not {expected}: {why}"
    assert not surprises


# The standard has no way to say these, so that no body of ours stands on it.
STRICT_LACKS = frozenset({"math.from_dlpack", "Quantity: q.half()"})


@pytest.mark.parametrize("library, goal", [("numpy", 1.0), ("jax", 1.0), ("torch", 1.0), ("dask", 0.95)])
def test_goals(library, goal):
    result = RECORDED[library]
    names = [name for status in ("yes", "partly", "no") for name in result.get(status, ())]
    assert len(names) > 400
    assert len(result["yes"]) / len(names) >= goal


def test_the_goal_of_ndonnx():
    """At least 80 % of math; it has no Fourier transforms and no linear algebra."""
    result = RECORDED["ndonnx"]
    names = [name for status in ("yes", "partly", "no") for name in result.get(status, ()) if "math." in name]
    assert sum(name in result["yes"] for name in names) / len(names) >= 0.8


def test_the_page_names_a_way_out():
    for library, result in RECORDED.items():
        assert "wrong" not in result
        record = get_backend(library)
        for name, why in result["notes"].items():
            assert record.name in why or record.title in why, name
