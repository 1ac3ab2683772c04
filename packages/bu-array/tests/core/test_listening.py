"""Who is told of conversions: the listener of this thread, and nobody after it."""

import threading

import numpy as np
import pytest

from bu_array import Quantity, math
from bu_array.core import listening
from bu_array.core.listening import Conversion, listen
from bu_units import Unit

KM, M = Quantity(np.array([1.0, 2.0]), "km"), Quantity(np.array([1.0, 2.0]), "m")


class Listener:
    """Writes down what is converted, and has it computed."""

    def __init__(self):
        self.heard = []

    def __call__(self, compute, given, conversion):
        self.heard.append(conversion)
        return compute(*given)


@pytest.mark.parametrize("convert", [lambda: KM + M, lambda: math.add(KM, M), lambda: KM.to("m") + M])
def test_a_conversion_is_told_with_its_factor(convert):
    listener, expected = Listener(), convert()
    with listen(listener):
        found = convert()
    (conversion,) = listener.heard
    assert conversion.factor in (1e-3, 1e3)
    assert {conversion.from_unit.dim, conversion.to_unit.dim} == {Unit("m").dim}
    assert conversion.from_unit.factor_to(conversion.to_unit) == conversion.factor
    np.testing.assert_array_equal(found.mantissa, expected.mantissa)


def test_a_conversion_on_a_scale_has_no_factor():
    listener = Listener()
    with listen(listener):
        assert Quantity(20.0, "degC").to("K").mantissa == 293.15
    assert listener.heard == [Conversion(None, Unit("degC"), Unit("K"))]


@pytest.mark.parametrize(
    "compute", [lambda: KM + KM, lambda: KM * M, lambda: KM.to("km"), lambda: np.sin(M / M), lambda: KM < 0]
)
def test_nothing_is_told_where_nothing_is_converted(compute):
    listener = Listener()
    with listen(listener):
        compute()
    assert listener.heard == []


def test_what_the_listener_gives_is_the_result():
    with listen(lambda compute, given, conversion: np.array([7.0, 7.0])):
        assert (KM.to("m")).mantissa.tolist() == [7.0, 7.0]


def test_the_inner_one_listens_and_then_the_outer_one_again():
    outer, inner = Listener(), Listener()
    with listen(outer):
        KM + M
        with listen(inner):
            KM + M
            KM + M
        KM + M
    assert (len(outer.heard), len(inner.heard)) == (2, 2)
    assert listening.listener is None


def test_nobody_listens_after_an_error():
    with pytest.raises(ZeroDivisionError), listen(Listener()):
        1 / 0  # the error is what it is for
    assert listening.listener is None


def test_other_threads_are_not_heard():
    listener, results = Listener(), []
    with listen(listener):
        thread = threading.Thread(target=lambda: results.append(KM + M))
        thread.start()
        thread.join()
    assert listener.heard == []
    np.testing.assert_array_equal(results[0].mantissa, (KM + M).mantissa)


def test_others_wait_for_their_turn_to_listen():
    order, listening_now = [], threading.Event()

    def second():
        listening_now.wait()
        with listen(Listener()):
            order.append("second")

    thread = threading.Thread(target=second)
    thread.start()
    with listen(Listener()):
        listening_now.set()
        thread.join(0.05)  # it cannot come in while this one listens
        order.append("first")
    thread.join()
    assert order == ["first", "second"]
