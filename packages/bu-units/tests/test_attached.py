"""What other modules attach to units."""

import pytest

from bu_units import _attached, names


def test_quantities_need_the_array_layer(monkeypatch):
    for operate in (lambda m: 3 * m, lambda m: m * 3, lambda m: m / 3, lambda m: 3 / m):
        monkeypatch.setattr(_attached, "make_quantity", _attached._no_quantity)
        monkeypatch.setattr(_attached, "divide_by_quantity", _attached._no_quantity)
        with pytest.raises(TypeError, match="pip install bu-array"):
            operate(names.metre)
        monkeypatch.undo()


def test_attach_quantity(monkeypatch):
    monkeypatch.setattr(_attached, "make_quantity", None)
    monkeypatch.setattr(_attached, "divide_by_quantity", None)
    _attached.attach_quantity(lambda x, unit: (x, "*", unit), lambda x, unit: (x, "/", unit))
    metre = names.metre
    assert 3 * metre == metre * 3 == (3, "*", metre)
    assert 3 / metre == (3, "*", metre**-1)
    assert metre / 3 == (3, "/", metre)
    assert metre * [1, 2] == ([1, 2], "*", metre)
