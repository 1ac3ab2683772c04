"""Every text that pint, astropy and UDUNITS read is read alike here, refused, or listed as another unit."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

import bu_units as bu
from bu_units._elsewhere import WRITTEN as ELSEWHERE

ROOT = Path(__file__).resolve().parents[2]


def _tool() -> ModuleType:
    spec = spec_from_file_location("other_texts", ROOT / "tools/other_texts.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TOOL = _tool()
OUTCOMES = {text: TOOL.outcome(text) for text in TOOL.texts()}


@pytest.mark.parametrize("library, least", [("pint", 1000), ("astropy", 300), ("udunits2", 500)])
def test_the_list_is_whole(library: str, least: int) -> None:
    assert sum(text.library == library for text in OUTCOMES) > least


def test_what_is_read_is_alike_or_listed_with_the_reason() -> None:
    others = {text.text for text, (key, _) in OUTCOMES.items() if key == "meaning"}
    assert others == set(TOOL.MEANINGS)


def test_what_is_alike_has_the_size_of_the_other_library() -> None:
    alike = [text for text, (key, _) in OUTCOMES.items() if key == "alike" and text.size != "scale"]
    assert len(alike) > 1100
    for text in alike:
        unit = bu.parse_unit(text.text, "udunits" if text.library == "udunits2" else "default")
        assert unit.magnitude == pytest.approx(float(text.size), rel=1e-9, abs=0), text


def test_what_is_refused_says_how_it_is_written_or_what_it_is() -> None:
    for text, (key, reason) in OUTCOMES.items():
        if key == "refused":
            assert len(reason) > len(text.text) + 15, text
    assert not [text for text, (key, _) in OUTCOMES.items() if key == "unknown"]


def test_what_is_to_be_written_instead_is_of_the_same_size() -> None:
    written = {name: text for names, text in ELSEWHERE.items() for name in names.split()}
    compared = 0
    for text, (key, reason) in OUTCOMES.items():
        # Theirs in Gaussian units of no electric dimension, and what one library has wrong.
        gaussian = text.text in ("statT", "stattesla", "statWb", "statweber")
        if key == "refused" and repr(written.get(text.text, "")) in reason and not gaussian:
            unit = bu.parse_unit(written[text.text])
            assert unit.magnitude == pytest.approx(float(text.size), rel=1e-6, abs=0), text
            compared += 1
    assert compared > 200


def test_the_page_has_what_is_measured() -> None:
    assert (ROOT / "docs/guide/other-texts.md").read_text("utf-8") == TOOL.texts_page()
