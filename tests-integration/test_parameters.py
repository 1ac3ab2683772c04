"""Every parameter of every public function is described in the reference, and every shared word is of use."""

import sys
from pathlib import Path

import pytest

pytest.importorskip("sphinx", reason="napoleon reads the docstrings")
pytest.importorskip("jax", reason="bu_jax has what only jax can do")

sys.path.append(str(Path(__file__).parents[1] / "tools"))

from parameter_texts import BY_OWNER, TEXTS
from reference_parameters import described, public_functions, split_docstring


def test_every_parameter_is_described():
    found = {full: described(function, full) for full, function in public_functions().items()}
    assert sum(map(len, found.values())) > 1500
    assert [
        f"{full}: {name}" for full, texts in found.items() for name, text in texts.items() if not text
    ] == []


def test_every_shared_word_describes_a_parameter():
    functions = public_functions()
    used = {text for full, function in functions.items() for text in described(function, full).values()}
    words = {"": TEXTS}
    words |= {
        own: texts for own, texts in BY_OWNER.items() if any(f"{own}." in f"{full}." for full in functions)
    }
    assert [(own, name) for own, texts in words.items() for name in texts if texts[name] not in used] == []


@pytest.mark.parametrize(
    "docstring, text, said",
    [
        ("Sum.\n\na: (n, n); b: (n,).", "Sum.", {"a": "(n, n)", "b": "(n,)"}),
        ("Sum.\n\n`a`, b: (n,) or\nmore. Raises an error.", "Sum.\n\nRaises an error.", {"a": "(n,) or more", "b": "(n,) or more"}),
        ("Sum.\n\nWith `a` it is a tuple. Else not.", "Sum.\n\nElse not.", {"a": "with it, it is a tuple"}),
        ("Sum of `a`.\n\nNot: this. So `a` is it.", "Sum of `a`.\n\nNot: this. So `a` is it.", {}),
        ("Sum.\n\nArgs:\n    a: this\n        and that", "Sum.", {"a": "this and that"}),
        ("Sum.\n\n>>> a\n1", "Sum.", {}),
    ],
)  # fmt: skip
def test_what_a_docstring_says_of_parameters(docstring, text, said):
    assert split_docstring(docstring, ["a", "b"]) == (text, said)
