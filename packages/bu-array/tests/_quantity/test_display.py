"""Text, LaTeX and HTML: alike on every eager library; lazy arrays show themselves, uncomputed."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from array_checks import array, quantity

from bu_array import Quantity, display_in_unit
from bu_dispatch import get_backend
from bu_units import set_display

LAZY = pytest.mark.skip_backend("dask", "ndonnx", reason="lazy arrays print their own text; see below")

TEXTS = [
    (3.0, "mV", "3. mV", 'Quantity(3., "mV")'),
    ([1.0, 2.0], "m", "[1. 2.] m", 'Quantity([1. 2.], "m")'),
    ([1e6, 2.0], "m", "[1.e+06 2.e+00] m", 'Quantity([1.e+06 2.e+00], "m")'),
    (1e16, "m", "1.e+16 m", 'Quantity(1.e+16, "m")'),
    ([0.1, -2.25], "mS / cm^2", "[ 0.1  -2.25] mS / cm^2", 'Quantity([ 0.1  -2.25], "mS / cm^2")'),
    ([np.nan, np.inf], "m", "[nan inf] m", 'Quantity([nan inf], "m")'),
    (
        [[1.0, 2.0], [3.0, 4.0]],
        "m",
        "[[1. 2.]\n [3. 4.]] m",
        'Quantity([[1. 2.]\n          [3. 4.]], "m")',
    ),
    ([], "m", "[] m", 'Quantity([], "m")'),
    ([1.5], "rad", "[1.5] rad", 'Quantity([1.5], "rad")'),
    ([1.5], "1", "[1.5]", "Quantity([1.5])"),
]


@LAZY
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("data, unit, text, representation", TEXTS)
def test_values_print_as_numpy_prints_them(backend, data, unit, text, representation, dtype):
    q = quantity(backend, data, unit, dtype)
    if data == [1e6, 2.0]:
        text, representation = f"{np.array(data, dtype)} m", f'Quantity({np.array(data, dtype)}, "m")'
    assert str(q) == f"{q}" == text
    assert repr(q) == representation


@LAZY
def test_integers_and_booleans(backend):
    assert str(quantity(backend, [1, 2], "m")) == "[1 2] m"
    assert repr(quantity(backend, 3, "m")) == 'Quantity(3, "m")'
    assert str(Quantity(array(backend, [True, False]))) == "[ True False]"


def test_objects_are_shown_as_people_write_them():
    assert str(Quantity(Decimal("0.10"), "m")) == "0.10 m"
    assert repr(Quantity(Fraction(1, 3), "m")) == 'Quantity(Fraction(1, 3), "m")'
    assert str(Quantity(np.array([Decimal("0.10"), Fraction(1, 3)], dtype=object), "m")) == "[0.10 1/3] m"
    assert f"{Quantity(Decimal('0.10'), 'm'):~siunitx}" == r"\qty{0.10}{\metre}"


def test_python_numbers():
    assert str(Quantity(3, "mV")) == "3 mV"
    assert repr(Quantity(3)) == "Quantity(3)"
    assert str(Quantity(3.0, "mV")) == "3. mV"
    assert str(Quantity(2.5, "mV") / Quantity(1, "nA")) == "2.5 Mohm"
    assert str(Quantity(1 + 2j, "V")) == "1.+2.j V"


@LAZY
def test_format(backend):
    q = quantity(backend, [1.0, 2.123], "mV")
    assert f"{q:.2f}" == "[1.00 2.12] mV"
    assert f"{q:.1e}" == "[1.0e+00 2.1e+00] mV"
    assert f"{q:~P}" == "[1.    2.123] mV"
    assert f"{quantity(backend, 1.0, 'm / s'):.1f~P}" == "1.0 m·s⁻¹"
    assert f"{quantity(backend, 1.0, 'm / s'):.3e~C}" == "1.000e+00 m/s"
    assert f"{Quantity(q.mantissa):.1f}" == "[1.0 2.1]"


def test_format_of_python_numbers():
    assert f"{Quantity(3, 'mV'):.2f}" == "3.00 mV"
    with pytest.raises(ValueError):
        f"{Quantity(3, 'mV'):bogus}"


@pytest.mark.parametrize("wrong", ["P", ".2fP", "~X", ".2f~Y"])
def test_an_unknown_notation_is_an_error_with_and_without_a_unit(wrong):
    for unit in ("mV", "1"):
        with pytest.raises(ValueError, match=r"did you mean|known are"):
            format(Quantity(1.5, unit), wrong)


@LAZY
def test_notebooks_get_every_text_or_those_they_ask_for(backend):
    q = quantity(backend, [1.0, 2.0], "m / s")
    ways = {"text/plain": repr(q), "text/html": q._repr_html_(), "text/latex": q._repr_latex_()}
    assert q._repr_mimebundle_() == ways
    assert q._repr_mimebundle_(include={"text/latex"}) == {"text/latex": q._repr_latex_()}
    assert set(q._repr_mimebundle_(exclude=["text/latex"])) == {"text/plain", "text/html"}


@LAZY
def test_set_display(backend):
    q = quantity(backend, [1.23456, 2.0], "N m / s")
    written = q.to_text()
    with set_display(precision=2, product="·"):
        assert str(q) == f"{q}" == "[1.23 2.  ] N·m / s"
        assert repr(q) == 'Quantity([1.23 2.  ], "N·m / s")'
        assert f"{q:.4f}" == "[1.2346 2.0000] N·m / s"  # what the format says holds
        assert "1.23\\ " in q._repr_latex_()
        assert "1.23 " in q._repr_html_()
        assert q.to_text() == written
    with set_display(unicode=True):
        assert f"{q[0]}" == "1.23456 N·m·s⁻¹"
        assert f"{q[0]:~D}" == "1.23456 N * m / s"
    assert str(q) == "[1.23456 2.     ] N * m / s"


@LAZY
def test_precision(backend):
    q = quantity(backend, 3.14159, "mV")
    assert display_in_unit(q, precision=2) == q.repr_in_unit(2) == "3.14 mV"
    assert q.repr_in_unit() == "3.14159 mV"
    assert display_in_unit(q, Quantity(1, "V").unit, 5) == display_in_unit(q, "V", 5) == "0.00314 V"


def test_large_arrays_are_cut():
    text = str(Quantity(np.arange(10000.0), "m"))
    assert "..." in text
    assert len(text) < 100


def test_dask_shows_its_graph():
    pytest.importorskip("dask.array")
    q = quantity(get_backend("dask"), [1.0, 2.0], "m")
    from array_checks import lazy_dask

    with lazy_dask():
        for text in (
            str(q),
            repr(q),
            f"{q}",
            f"{q:.2f}",
            q._repr_latex_(),
            q.repr_in_unit(2),
            f"{q:~siunitx}",
        ):
            assert "dask.array<" in text
            assert text.count("m") > 0
        assert str(q) == f"{q.mantissa} m"
        assert "<" not in q._repr_html_().replace("<sup>", "")


def test_ndonnx_shows_its_own_text():
    ndx = pytest.importorskip("ndonnx")
    x = ndx.argument(shape=("N",), dtype=ndx.float64)
    q = Quantity(x, "m")
    assert str(q) == f"{x} m"
    assert repr(q) == f'Quantity({x}, "m")'
    assert str(q + q).endswith(" m")


def test_a_tracer_shows_itself():
    jax = pytest.importorskip("jax")
    seen = []

    def show(x):
        seen.append(str(Quantity(x, "m")))
        return x

    jax.jit(show)(1.0)
    assert "float32" in seen[0]
    assert seen[0].endswith(" m")


def test_a_tensor_that_requires_grad_shows_its_values():
    torch = pytest.importorskip("torch")
    assert str(Quantity(torch.ones(2, requires_grad=True), "m")) == "[1. 1.] m"
    assert str(Quantity(torch.ones(2, dtype=torch.bfloat16), "m")) == "[1. 1.] m"


def test_floats_of_few_bits_print_alike():
    jnp = pytest.importorskip("jax.numpy")
    assert str(Quantity(jnp.ones(2, jnp.bfloat16), "m")) == "[1. 1.] m"
    assert repr(Quantity(jnp.ones((), jnp.float8_e5m2), "m")) == 'Quantity(1., "m")'


def test_one_masked_element_shows_no_number():
    q = Quantity(np.ma.masked_array([1.0, 2.0], [0, 1]), "m")
    assert (str(q[1]), f"{q[1]:.2f}", repr(q[1] + q[0])) == ("-- m", "-- m", 'Quantity(--, "m")')
    assert str(q[0]) == "1. m"


def test_masked_elements_stay_masked():
    q = Quantity(np.ma.masked_array([1.0, 2.0, 3.0], [0, 1, 0]), "m")
    assert str(q) == "[1.0 -- 3.0] m"
    assert f"{q:.2f}" == "[1.00 -- 3.00] m"
    assert str(Quantity(np.ma.masked_array(5.0, True), "m")) == "-- m"


def test_floats_of_few_bits_print_alike_on_numpy():
    bfloat16 = pytest.importorskip("ml_dtypes").bfloat16
    assert str(Quantity(np.ones(2, bfloat16), "m")) == "[1. 1.] m"
