"""The rules of declared functions that answer torch."""

import pytest

from bu_array._torch.declared import declared
from bu_array.core import BinaryRule, UnaryRule

pytest.importorskip("torch")


def test_rules_are_those_of_the_declarations():
    found = declared()
    assert {"add", "mean", "solve", "sqrt"} <= found.keys()
    assert all(isinstance(each.law, UnaryRule | BinaryRule) for each in found.values())
    assert all(each.module.startswith("bu_array.") for each in found.values())
