import asyncio
import contextvars
import sys
import threading
import types

import numpy as np
import pytest

import bu_dispatch
from bu_dispatch import (
    BackendError,
    backend_of,
    backends,
    builtin_backends,
    common_backend,
    default_backend,
    get_backend,
    get_default_backend,
    set_default_backend,
    using_backend,
)

IS_ARRAY = {record.name: getattr(bu_dispatch, f"is_{record.name}_array") for record in backends()}


@pytest.fixture(autouse=True)
def no_default():
    """Every test starts and ends without a default."""
    set_default_backend(None)
    yield
    set_default_backend(None)


class TestBackendOf:
    def test_array(self, backend):
        x = backend.asarray([1.0, 2.0])
        assert backend_of(x) is backend
        assert backend_of(x) is backend  # from the table

    def test_predicates(self, backend):
        x = backend.asarray([1.0, 2.0])
        for name, predicate in IS_ARRAY.items():
            assert predicate(x) is (name == backend.name)

    @pytest.mark.parametrize("x", [1, 2.0, 3j, True, "a", b"a", None, [1.0], (1,), {}, object(), np, np.sin])
    def test_foreign(self, x):
        assert backend_of(x) is None
        assert not any(predicate(x) for predicate in IS_ARRAY.values())

    def test_object_with_hostile_attributes(self):
        class Hostile:
            def __getattribute__(self, name):
                raise RuntimeError(name)

        assert backend_of(Hostile()) is None
        assert not any(predicate(Hostile()) for predicate in IS_ARRAY.values())

    def test_object_with_a_hostile_class(self):
        class Unhashable(type):
            __hash__ = None

        class Hostile(type):
            def __hash__(cls):
                raise RuntimeError

        for metaclass in (Unhashable, Hostile):
            x = object.__new__(metaclass("Foreign", (), {}))
            assert not any(is_array(x) for is_array in IS_ARRAY.values())

    def test_stand_in_for_a_library(self, monkeypatch):
        """Such as sphinx's autodoc_mock_imports: its classes are no classes."""

        class Foreign:
            pass

        monkeypatch.setitem(sys.modules, "ndonnx", types.SimpleNamespace(Array=object()))
        assert backend_of(Foreign()) is None
        assert not bu_dispatch.is_ndonnx_array(Foreign())

    def test_numpy_scalars_are_no_arrays(self):
        for x in (np.float64(1), np.int32(1), np.bool_(True), np.complex64(1)):
            assert backend_of(x) is get_backend("numpy")
            assert not bu_dispatch.is_numpy_array(x)

    def test_numpy_subclasses(self):
        class Mine(np.ndarray):
            pass

        assert bu_dispatch.is_numpy_array(np.ones(2).view(Mine))
        assert bu_dispatch.is_numpy_array(np.ma.masked_array([1.0]))

    def test_jax_tracers(self):
        jax = pytest.importorskip("jax")
        seen = []

        def look(x):
            seen.append((type(x).__name__, backend_of(x), bu_dispatch.is_jax_array(x)))
            return x * 2.0

        jax.jit(look)(1.0)
        jax.vmap(look)(jax.numpy.ones(2))
        jax.grad(look)(1.0)
        jax.jvp(look, (1.0,), (1.0,))
        assert len({name for name, _, _ in seen}) >= 3
        assert all(record is get_backend("jax") and is_jax for _, record, is_jax in seen)

    def test_torch_subclasses(self):
        torch = pytest.importorskip("torch")

        class Mine(torch.Tensor):
            pass

        assert bu_dispatch.is_torch_array(torch.nn.Parameter(torch.ones(2)))
        assert bu_dispatch.is_torch_array(torch.ones(2).as_subclass(Mine))

    def test_types_are_freed(self):
        import gc
        import weakref

        class Foreign:
            pass

        assert backend_of(Foreign()) is None
        alive = weakref.ref(Foreign)
        del Foreign
        gc.collect()
        assert alive() is None

    def test_many_threads(self):
        classes = [type(f"Array{i}", (np.ndarray,), {}) for i in range(50)]
        arrays = [np.ones(1).view(cls) for cls in classes]
        wrong = []

        def look():
            wrong.extend(x for x in arrays if common_backend(x, np.float64(1)).name != "numpy")

        threads = [threading.Thread(target=look) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not wrong


class TestCommonBackend:
    def test_one_library(self, backend):
        x = backend.asarray([1.0, 2.0])
        assert common_backend(x) is backend
        assert common_backend(x, x) is backend
        assert common_backend(2.0, x, [1, 2], None) is backend

    def test_numpy_scalar_gives_way(self, backend):
        x = backend.asarray([1.0, 2.0])
        assert common_backend(np.float64(2), x) is backend
        assert common_backend(x, np.float64(2), np.float32(2)) is backend

    def test_numpy_scalar_alone(self):
        assert common_backend(np.float64(2)) is get_backend("numpy")
        assert common_backend(np.float64(2), 1.0) is get_backend("numpy")

    def test_several_or_none_is_the_default(self, backend):
        other = get_backend("jax" if backend.name == "numpy" else "numpy")
        if not other.usable():
            pytest.skip("jax is not installed")
        x, y = backend.asarray([1.0]), other.asarray([1.0])
        for record in (backend, other):
            with using_backend(record.name):
                assert common_backend(x, y) is record
                assert common_backend() is record
                assert common_backend(1.0, [2.0]) is record
                assert common_backend(x, 1.0) is backend

    def test_what_gives_way_to_a_lazy_array(self):
        mask, single, values = np.array([True]), np.array(2.0), np.array([1.0])
        for record in builtin_backends():
            if not (record.lazy and record.usable()):
                continue
            y = record.asarray([1.0])
            assert common_backend(mask, y) is common_backend(single, y, mask) is record
            assert common_backend(y, values) is common_backend(y, values, mask) is default_backend()
            with using_backend("numpy"):
                assert common_backend(y, values).name == "numpy"
        assert common_backend(mask, single).name == "numpy"

    def test_fallback(self):
        expected = "jax" if get_backend("jax").installed() else "numpy"
        assert common_backend().name == default_backend().name == expected
        assert get_default_backend() is None

    def test_fallback_without_jax(self, run_python):
        program = """
            import sys
            sys.modules["jax"] = None
            import bu_dispatch as bd
            assert bd.default_backend().name == "numpy"
            sys.modules["numpy"] = None
            bd.get_backend("numpy")._installed = None
            try:
                bd.default_backend()
            except bd.BackendError as error:
                print(error)
            """
        assert "no array library is installed: pip install brainunit" in run_python(program)


class TestDefault:
    def test_set_and_get(self):
        set_default_backend("numpy")
        assert get_default_backend() == "numpy"
        assert default_backend() is get_backend("numpy")
        set_default_backend(None)
        assert get_default_backend() is None

    def test_using_restores(self):
        with using_backend("numpy") as nothing:
            assert nothing is None
            assert get_default_backend() == "numpy"
        assert get_default_backend() is None

    def test_using_restores_after_an_exception(self):
        set_default_backend("numpy")
        with pytest.raises(ZeroDivisionError), using_backend(None):
            1 / (get_default_backend() is not None)
        assert get_default_backend() == "numpy"

    def test_nested_and_reentrant(self):
        outer, inner = using_backend("numpy"), using_backend(None)
        with outer:
            with inner, outer:
                assert get_default_backend() == "numpy"
                with inner:
                    assert get_default_backend() is None
                assert get_default_backend() == "numpy"
            assert get_default_backend() == "numpy"
        assert get_default_backend() is None

    def test_set_inside_using_ends_with_it(self):
        with using_backend("numpy"):
            set_default_backend(None)
            assert get_default_backend() is None
        assert get_default_backend() is None
        set_default_backend("numpy")
        with using_backend(None):
            set_default_backend(None)
        assert get_default_backend() == "numpy"

    def test_generators_that_hold_it_open_take_away_their_own(self):
        def hold(name):
            with using_backend(name):
                yield get_default_backend()

        first, second = hold(None), hold("numpy")
        assert (next(first), next(second)) == (None, "numpy")
        first.close()
        assert get_default_backend() == "numpy"
        second.close()
        assert get_default_backend() is None

    def test_a_generator_may_be_closed_in_another_thread(self):
        def hold():
            with using_backend(None):
                yield

        def work():
            with using_backend("numpy"):
                generator.close()
                seen.append(get_default_backend())
            seen.append(get_default_backend())

        generator, seen = hold(), []
        contextvars.copy_context().run(next, generator)  # its block stays open where it was entered
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        assert seen == ["numpy", None]

    def test_decorator(self):
        @using_backend("numpy")
        def ask(deep):
            """Docstring."""
            return ask(False) if deep else get_default_backend()

        assert ask(True) == "numpy"
        assert ask.__name__ == "ask"
        assert ask.__doc__ == "Docstring."
        assert get_default_backend() is None

    def test_decorated_coroutine(self):
        @using_backend("numpy")
        async def ask():
            await asyncio.sleep(0)
            return get_default_backend()

        assert asyncio.run(ask()) == "numpy"

    def test_generators_are_refused(self):
        with pytest.raises(TypeError, match="with block inside"):

            @using_backend("numpy")
            def generate():
                yield 1

    @pytest.mark.parametrize("call", [using_backend, set_default_backend, get_backend])
    @pytest.mark.parametrize("name", ["nunpy", "", 3, ["numpy"]])
    def test_unknown_name(self, call, name):
        with pytest.raises(BackendError, match=r"unknown backend .*; known are jax, numpy, ") as caught:
            call(name)
        assert ("Did you mean 'numpy'?" in str(caught.value)) == (name in ("nunpy", ["numpy"]))
        assert get_default_backend() is None

    @pytest.mark.parametrize("call", [using_backend, set_default_backend])
    def test_known_but_not_usable(self, call):
        for record in backends():
            if record.installed():
                continue
            with pytest.raises(BackendError, match=r"is not installed: pip install .+") as caught:
                call(record.name)
            assert str(caught.value).endswith(record.extra)

    def test_missing_library_is_named(self, run_python):
        program = """
            import sys
            sys.modules["torch"] = None
            import bu_dispatch as bd
            for call in (bd.using_backend, bd.set_default_backend):
                try:
                    call("torch")
                except bd.BackendError as error:
                    print(error)
            try:
                bd.get_backend("torch").xp
            except bd.BackendError as error:
                print(error)
            """
        text = "PyTorch is not installed: pip install brainunit[torch]"
        assert run_python(program).splitlines() == [text] * 3

    def test_library_hidden_by_a_finder_is_missing(self, run_python):
        program = """
            import sys

            class Hides:
                def find_spec(self, name, path, target=None):
                    if name.partition(".")[0] == "torch":
                        raise ModuleNotFoundError(f"No module named {name!r}")

            sys.meta_path.insert(0, Hides())
            import bu_dispatch as bd
            try:
                bd.using_backend("torch")
            except bd.BackendError as error:
                print(error)
            """
        assert run_python(program).strip() == "PyTorch is not installed: pip install brainunit[torch]"


class TestIsolation:
    def test_threads(self):
        barrier = threading.Barrier(2, timeout=10)
        shared = using_backend("numpy")
        seen = {}

        def work(name, inner):
            with shared if inner == "numpy" else using_backend(inner):
                barrier.wait()
                seen[name] = get_default_backend()
                barrier.wait()
            seen[name + " after"] = get_default_backend()

        set_default_backend("numpy")
        threads = [
            threading.Thread(target=work, args=("a", "numpy")),
            threading.Thread(target=work, args=("b", None)),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert seen == {"a": "numpy", "a after": None, "b": None, "b after": None}

    def test_tasks(self):
        async def work(name):
            seen = []
            with using_backend(name):
                for _ in range(5):
                    await asyncio.sleep(0)
                    seen.append(get_default_backend())
            return seen, get_default_backend()

        async def main():
            return await asyncio.gather(work("numpy"), work(None), work("numpy"))

        with using_backend("numpy"):
            results = asyncio.run(main())
        assert results == [(["numpy"] * 5, "numpy"), ([None] * 5, "numpy"), (["numpy"] * 5, "numpy")]


class TestDigits:
    """Where jax is the default and none of the arrays is its own, 64 bits are not cut to 32 in silence."""

    def mixed(self, value, dtype):
        torch = pytest.importorskip("torch")
        pytest.importorskip("jax")
        return torch.tensor([value], dtype=getattr(torch, dtype)), np.ones(1)

    @pytest.mark.parametrize(
        "value, dtype",
        [(16777217.0, "float64"), (0.1, "float64"), (2**40, "int64"), (0.1 + 0.1j, "complex128")],
    )
    def test_refused(self, value, dtype):
        xs = self.mixed(value, dtype)
        with pytest.raises(
            BackendError, match=r"numpy and torch meet.*digits of the .*using_backend\('numpy'\).*x64"
        ):
            common_backend(*xs)
        with pytest.raises(BackendError, match="digits"):
            common_backend(*reversed(xs))
        with using_backend("numpy"):
            assert common_backend(*xs).name == "numpy"

    @pytest.mark.parametrize(
        "value, dtype", [(0.5, "float64"), (float("nan"), "float64"), (7, "int64"), (0.1, "float32")]
    )
    def test_nothing_is_lost(self, value, dtype):
        assert common_backend(*self.mixed(value, dtype)).name == "jax"

    def test_jax_has_its_own_way_with_its_own_arrays(self):
        jax = pytest.importorskip("jax")
        xs = jax.numpy.ones(1), np.array([0.1])
        assert common_backend(*xs).name == "jax"
        with jax.enable_x64(True):
            assert common_backend(*self.mixed(0.1, "float64")).name == "jax"
