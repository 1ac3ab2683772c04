"""set_display: called and in a block, in threads and tasks; under every setting a text reads back."""

import asyncio
import contextvars
import copy
import pickle
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit_laws import laws, python, units

from bu_units import display, parse_unit, set_display

SIGNS = [None, " * ", "*", "·", " · ", "⋅", "×", " × ", " "]
FORCE = parse_unit("kg m / s^2")


def in_its_own(function):
    """Run a test where what it sets ends with it."""

    def run():
        contextvars.copy_context().run(function)

    run.__name__ = function.__name__
    return run


@pytest.mark.parametrize(
    "options, shown",
    [
        ({}, "kg * m / s^2"),
        ({"product": "·"}, "kg·m / s^2"),
        ({"product": " × "}, "kg × m / s^2"),
        ({"product": " "}, "kg m / s^2"),
        ({"unicode": True}, "kg·m·s⁻²"),
        ({"unicode": True, "product": " "}, "kg m s⁻²"),
        ({"unicode": True, "product": None}, "kg·m·s⁻²"),
        ({"unicode": False, "precision": 3}, "kg * m / s^2"),
    ],
)
def test_settings(options, shown):
    with set_display(**options):
        assert str(FORCE) == f"{FORCE}" == shown
        assert repr(FORCE) == f'Unit("{shown}")'
        assert parse_unit(repr(FORCE)) == FORCE
        # What is stored, and what names a notation, stays.
        assert f"{FORCE:~D}" == FORCE.dispname == FORCE.name == "kg * m / s^2"
        assert (f"{FORCE:~P}", f"{FORCE:~C}") == ("kg·m·s⁻²", "kg*m/s**2")
        assert pickle.loads(pickle.dumps(FORCE)) is copy.deepcopy(FORCE) is FORCE
    assert str(FORCE) == "kg * m / s^2"


@laws
@given(units, st.sampled_from(SIGNS), st.booleans())
def test_what_is_shown_reads_back(unit, product, unicode):
    with set_display(product=product, unicode=unicode):
        assert parse_unit(str(unit)) == unit
        assert parse_unit(repr(unit)) == unit


@pytest.mark.parametrize("text", ["degC", "degF", "dBm", "dB", "W/(m^2 degC)", "uV/degC", "dB/km", "°", "1"])
@pytest.mark.parametrize("product", SIGNS)
def test_scales_read_back(text, product):
    unit = parse_unit(text)
    with set_display(product=product, unicode=True):
        assert parse_unit(str(unit)) == unit


@pytest.mark.parametrize("text", ["fl * oz", "° * C", "3.0 * 10.0^2 * m"])
def test_a_product_that_a_blank_would_change_keeps_its_sign(text):
    unit = parse_unit(text)
    with set_display(product=" "):
        assert "*" in str(unit)
        assert parse_unit(str(unit)) == unit


@in_its_own
def test_a_call_lasts_and_a_block_restores():
    set_display(unicode=True)
    with set_display(product="×", precision=4):
        assert (display().unicode, display().product, display().precision) == (True, "×", 4)
        assert str(FORCE) == "kg×m×s⁻²"
    assert (display().unicode, display().product, display().precision) == (True, None, None)
    set_display(unicode=None)
    assert str(FORCE) == "kg * m / s^2"


@in_its_own
def test_one_object_serves_again_and_within_itself():
    block = set_display(product="·")
    with block:
        with block:
            assert "·" in str(FORCE)
        assert "·" in str(FORCE)
    assert str(FORCE) == "kg * m / s^2"
    with block:
        assert "·" in str(FORCE)
    assert str(FORCE) == "kg * m / s^2"


def test_an_error_in_a_block_restores():
    with pytest.raises(KeyError), set_display(product="·"):
        raise KeyError
    assert str(FORCE) == "kg * m / s^2"


@in_its_own
def test_blocks_that_end_out_of_order_restore_what_they_set():
    def held(**options):
        with set_display(**options):
            yield

    first, second = held(product="·"), held(unicode=True)
    next(first), next(second)
    first.close()
    assert (display().unicode, display().product) == (True, None)
    second.close()
    assert (display().unicode, display().product) == (False, None)


def test_each_thread_and_task_has_its_own():
    seen = []

    async def show(sign):
        with set_display(product=sign):
            await asyncio.sleep(0)
            seen.append(str(FORCE))

    async def both():
        await asyncio.gather(show("·"), show("×"))

    with set_display(unicode=True):
        thread = threading.Thread(target=lambda: seen.append(str(FORCE)))
        thread.start()
        thread.join()
    asyncio.run(both())
    assert sorted(seen) == sorted(["kg * m / s^2", "kg·m / s^2", "kg×m / s^2"])


@pytest.mark.parametrize(
    "options, error",
    [
        ({"precision": -1}, ValueError),
        ({"precision": 2.0}, TypeError),
        ({"precision": True}, TypeError),
        ({"product": "x"}, ValueError),
        ({"product": "/"}, ValueError),
        ({"product": ""}, ValueError),
        ({"product": "**"}, ValueError),
        ({"product": "."}, ValueError),
        ({"product": 1}, TypeError),
        ({"unicode": "yes"}, TypeError),
        ({"colour": True}, TypeError),
    ],
)
def test_what_cannot_be_shown_is_refused_and_changes_nothing(options, error):
    with pytest.raises(error):
        set_display(**{"unicode": True} | options)
    assert str(FORCE) == "kg * m / s^2"


def test_it_says_what_it_sets():
    with set_display(precision=2, product="·") as nothing:
        assert nothing is None
    assert repr(set_display()) == "set_display()"


def test_definitions_do_not_depend_on_it():
    code = """
from bu_units import Unit, parse_unit, set_display
with set_display(unicode=True, product=" "):
    first = Unit.define("heptajoule", "hepta_J", parse_unit("7 N m"))
    print(Unit.define("ohmic", "ohmic", "7 uohm m") is Unit.define("ohmic", "ohmic", "7 uohm m"))
print(Unit.define("heptajoule", "hepta_J", parse_unit("7 N m")) is first, first.dispname)
"""
    assert python(code).split() == ["True", "True", "hepta_J"]
