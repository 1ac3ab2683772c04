"""The promises of the overview, end to end: one Quantity over numpy and jax, and how a library is chosen."""

import asyncio
import operator
import re
import subprocess
import sys
import threading

import numpy as np
import pytest

import brainunit as u
from bu_dispatch import builtin_backends, get_backend

jax = pytest.importorskip("jax", reason="the overview is about numpy and jax side by side")
import jax.numpy as jnp  # noqa: E402  # after the skip


@pytest.fixture
def q_np():
    return u.Quantity(np.array([1.0]), unit=u.meter)


@pytest.fixture
def q_jax():
    return u.Quantity(jnp.array([2.0]), unit=u.meter)


@pytest.fixture(autouse=True)
def no_default_left_behind():
    assert u.get_default_backend() is None
    yield
    u.set_default_backend(None)


MIXED = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "divide": operator.truediv,
    "less": operator.lt,
    "equal": operator.eq,
    "math.add": u.math.add,
    "math.maximum": u.math.maximum,
    "math.where": lambda a, b: u.math.where(True, a, b),
    "math.concatenate": lambda a, b: u.math.concatenate([a, b]),
}


def library(x):
    """The backend of a quantity or of a bare array."""
    return x.backend if isinstance(x, u.Quantity) else "jax" if u.is_jax_array(x) else "numpy"


class TestBackend:
    def test_of_a_quantity(self, q_np, q_jax):
        assert (q_np.backend, q_jax.backend) == ("numpy", "jax")

    @pytest.mark.parametrize("operation", MIXED.values(), ids=MIXED)
    def test_one_library_computes(self, q_np, q_jax, operation):
        with u.using_backend("jax"):
            assert library(operation(q_np, q_np)) == "numpy"
        with u.using_backend("numpy"):
            assert library(operation(q_jax, q_jax)) == "jax"

    @pytest.mark.parametrize("operation", MIXED.values(), ids=MIXED)
    def test_mixed_goes_to_the_default(self, q_np, q_jax, operation):
        assert library(operation(q_np, q_jax)) == "jax"
        assert library(operation(q_jax, q_np)) == "jax"
        with u.using_backend("numpy"):
            assert library(operation(q_np, q_jax)) == "numpy"
            assert library(operation(q_jax, q_np)) == "numpy"

    def test_values_of_a_mixed_sum(self, q_np, q_jax):
        total = q_np + q_jax
        assert total.unit is u.meter
        assert total.mantissa.tolist() == [3.0]

    def test_no_array_goes_to_the_default(self):
        assert u.math.zeros(2, unit=u.volt).backend == "jax"
        with u.using_backend("numpy"):
            assert u.math.zeros(2, unit=u.volt).backend == "numpy"
            assert ([1, 2] * u.mV).backend == "numpy"


class TestDefault:
    def test_set_and_get(self, q_np, q_jax):
        u.set_default_backend("numpy")
        assert u.get_default_backend() == "numpy"
        assert (q_np + q_jax).backend == "numpy"
        u.set_default_backend(None)
        assert u.get_default_backend() is None
        assert (q_np + q_jax).backend == "jax"

    def test_nested_blocks_restore(self):
        with u.using_backend("numpy"):
            with u.using_backend("jax"):
                assert u.get_default_backend() == "jax"
            assert u.get_default_backend() == "numpy"
        assert u.get_default_backend() is None

    def test_restored_after_an_exception(self):
        with u.using_backend("numpy"):
            with pytest.raises(KeyError):
                with u.using_backend("jax"):
                    raise KeyError
            assert u.get_default_backend() == "numpy"

    def test_threads_do_not_see_each_other(self):
        barrier = threading.Barrier(2)
        seen = {}

        def work(name):
            before = u.get_default_backend()
            with u.using_backend(name):
                barrier.wait(10)
                seen[name] = (before, u.get_default_backend())
                barrier.wait(10)

        with u.using_backend("numpy"):
            threads = [threading.Thread(target=work, args=(name,)) for name in ("numpy", "jax")]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        assert seen == {"numpy": (None, "numpy"), "jax": (None, "jax")}

    def test_tasks_do_not_see_each_other(self):
        async def work(name, other):
            u.set_default_backend(name)
            await asyncio.sleep(0)
            assert u.get_default_backend() == name
            with u.using_backend(other):
                await asyncio.sleep(0)
                assert u.get_default_backend() == other
            return u.get_default_backend()

        async def both():
            return await asyncio.gather(work("numpy", "jax"), work("jax", "numpy"))

        assert asyncio.run(both()) == ["numpy", "jax"]
        assert u.get_default_backend() is None

    def test_an_unknown_name_lists_the_known(self):
        for call in (u.set_default_backend, u.using_backend):
            with pytest.raises(u.BackendError, match="unknown backend 'nunpy'; known are") as caught:
                call("nunpy")
            assert {backend.name for backend in builtin_backends()} <= set(
                re.findall(r"\w+", str(caught.value))
            )


class TestJaxOnly:
    def test_refused_by_name(self, q_np):
        with pytest.raises(u.BackendError) as caught:
            u.lax.slice(q_np, (0,), (1,))
        assert str(caught.value) == (
            "brainunit.lax.slice requires the jax backend; got numpy-backed Quantity. "
            "Call .to_jax() on the input first."
        )

    def test_runs_after_conversion(self, q_np, capsys):
        print(u.lax.slice(q_np.to_jax(), (0,), (1,)))
        assert capsys.readouterr().out == "[1.] m\n"


class TestDetection:
    TESTS = (
        u.is_numpy_array,
        u.is_jax_array,
        u.is_cupy_array,
        u.is_torch_array,
        u.is_dask_array,
        u.is_ndonnx_array,
    )

    @pytest.mark.parametrize("test", TESTS)
    @pytest.mark.parametrize(
        "x",
        [[1, 2, 3], None, "array", 1.0, object(), int, {}, np.float64(1.0)],
        ids=lambda x: type(x).__name__,
    )
    def test_foreign_objects(self, test, x):
        assert test(x) is False

    def test_own_arrays(self, q_np, q_jax):
        assert u.is_numpy_array(q_np.mantissa)
        assert u.is_jax_array(q_jax.mantissa)
        assert not u.is_numpy_array(q_jax.mantissa)
        assert not u.is_jax_array(q_np.mantissa)

    def test_nothing_is_imported_and_nothing_raises(self):
        code = """
import sys, brainunit as u
class Hostile:
    def __getattr__(self, name): raise RuntimeError(name)
    __class__ = property(lambda self: 1 / 0)
before = set(sys.modules)
tests = [getattr(u, f"is_{name}_array") for name in ("numpy", "jax", "cupy", "torch", "dask", "ndonnx")]
assert not any(test(x) for test in tests for x in ([1, 2, 3], Hostile(), Hostile))
heavy = {"jax", "cupy", "torch", "dask", "ndonnx"} & (set(sys.modules) - before)
assert not heavy, heavy
"""
        subprocess.run([sys.executable, "-c", code], check=True)


class TestConversion:
    def test_nothing_to_do_is_the_same_object(self, q_np, q_jax):
        assert q_np.to_numpy() is q_np
        assert q_jax.to_jax() is q_jax

    def test_round_trip(self, q_np):
        there = q_np.to_jax()
        back = there.to_numpy()
        assert (there.backend, back.backend) == ("jax", "numpy")
        assert back.unit is u.meter
        assert np.array_equal(back.mantissa, [1.0])
        assert (q_np.backend, q_np.mantissa.tolist()) == ("numpy", [1.0])

    def test_the_original_is_untouched(self, q_np):
        converted = q_np.to_jax()
        q_np[0] = 5.0 * u.meter
        assert converted.mantissa.tolist() == [1.0]

    def test_a_tracer_has_no_numpy_values(self, q_jax):
        with pytest.raises(
            u.BackendError, match=r"traced by jax; it has no values yet.*using_backend\('jax'\)"
        ):
            jax.jit(lambda q: q.to_numpy())(q_jax)

    def test_a_tracer_is_not_mixed_into_numpy(self, q_np, q_jax):
        with u.using_backend("numpy"), pytest.raises(u.BackendError, match="traced by jax"):
            jax.jit(lambda q: q + q_np)(q_jax)


class TestMissingLibrary:
    # cupy needs a GPU, and where there is one another library may be missing.
    MISSING = next((b for b in ("cupy", "torch", "ndonnx", "dask") if not get_backend(b).installed()), None)

    @pytest.mark.skipif(MISSING is None, reason="every array library is installed")
    @pytest.mark.parametrize(
        "ask",
        [u.using_backend, u.set_default_backend, lambda name: getattr(3.0 * u.mV, f"to_{name}")()],
        ids=["using_backend", "set_default_backend", "conversion"],
    )
    def test_the_error_says_what_to_install(self, ask):
        with pytest.raises(u.BackendError) as caught:
            ask(self.MISSING)
        assert str(caught.value).endswith(f"pip install brainunit[{self.MISSING}]")


class TestBadInput:
    def test_metre_and_second(self):
        with pytest.raises(u.UnitMismatchError) as caught:
            u.Quantity(np.array([1.0]), u.meter) + u.Quantity(np.array([1.0]), u.second)
        assert str(caught.value).startswith("add:")
        assert str(caught.value).endswith("(units are m and s).")

    @pytest.mark.parametrize("mantissa", ["1", b"1"])
    def test_a_text_is_no_mantissa(self, mantissa):
        with pytest.raises(TypeError, match="mantissa must be a number or an array"):
            u.Quantity(mantissa, u.meter)
