"""The array API namespaces of quantities: the standard's names and signatures, units, what is made there."""

import copy
import inspect
import pickle
import types

import array_api_strict
import numpy as np
import pytest
from array_checks import array, check, quantity

from bu_array import Quantity, fft, linalg, math
from bu_array._quantity.closed import Closed
from bu_array.core import MissingUnitError
from bu_array.namespace import namespace
from bu_dispatch import BackendError, get_backend, using_backend
from bu_units import UNITLESS, Unit, UnitMismatchError

X = np.array([3.0, -4.0, 0.5])
P = inspect.Parameter


def standard_functions():
    """The functions of the standard, as array-api-strict has them: ``linalg.det`` and the function."""
    # Written into the modules for their own use, and not of the standard.
    helpers = {
        "conj",
        "finfo",
        "normalize_axis_tuple",
        "requires_api_version",
        "requires_extension",
        "reshape",
    }
    helpers |= {"astype", "device_supports_dtype", "get_array_api_strict_flags", "Literal", "NamedTuple"}
    for prefix, module in (
        ("", array_api_strict),
        ("linalg.", array_api_strict.linalg),
        ("fft.", array_api_strict.fft),
    ):
        for name, found in vars(module).items():
            if name.startswith("_") or name.endswith("_array_api_strict_flags") or not callable(found):
                continue
            if isinstance(found, type) or (prefix and name in helpers):
                continue
            yield prefix + name, found


STANDARD = dict(standard_functions())


def found_in(root, name):
    for part in name.split("."):
        root = getattr(root, part)
    return root


def deviations(standard, ours):
    """What a call by the standard's signature meets in another one, in words."""
    theirs, mine = (list(inspect.signature(f).parameters.values()) for f in (standard, ours))
    by_name = {parameter.name: parameter for parameter in mine}
    takes_any = any(parameter.kind is P.VAR_POSITIONAL for parameter in mine)
    for place, wanted in enumerate(theirs):
        if wanted.kind is P.VAR_POSITIONAL:
            found = next((p for p in mine if p.kind is P.VAR_POSITIONAL), None)
        elif wanted.kind is P.POSITIONAL_ONLY:
            found = mine[place] if place < len(mine) else None
            if found is None or found.kind not in (P.POSITIONAL_ONLY, P.POSITIONAL_OR_KEYWORD):
                found = wanted if takes_any else None
        else:
            found = by_name.get(wanted.name)
            if found is not None and wanted.kind is P.POSITIONAL_OR_KEYWORD and mine.index(found) != place:
                yield f"{wanted.name} is in another place"
        if found is None:
            yield f"{wanted.name} is missing"
        elif wanted.default is not P.empty and found.default is P.empty:
            yield f"{wanted.name} is required"
    names = {parameter.name for parameter in theirs}
    for place, parameter in enumerate(mine):
        needed = parameter.default is P.empty and parameter.kind not in (P.VAR_POSITIONAL, P.VAR_KEYWORD)
        if needed and place >= len(theirs) and parameter.name not in names:
            yield f"{parameter.name} is required, and not of the standard"


# ---------------------------------------------------------------- names and signatures


def test_there_are_the_functions_of_the_standard():
    assert len(STANDARD) == 174
    assert {"linalg.svd", "fft.rfft", "unique_all", "take_along_axis", "astype"} <= STANDARD.keys()


@pytest.mark.parametrize("name", STANDARD)
def test_public_functions_take_the_standards_arguments(name):
    ours = found_in(types.SimpleNamespace(**vars(math), linalg=linalg, fft=fft), name)
    assert list(deviations(STANDARD[name], ours)) == []


@pytest.mark.parametrize("name", STANDARD)
def test_functions_of_a_namespace_have_the_standards_signature(name):
    assert list(deviations(STANDARD[name], found_in(namespace("numpy"), name))) == []


def test_deviations_are_seen():
    def standard(x, /, shape, *, copy=None): ...
    def other(x, order="C", shape=(), *, device): ...

    assert list(deviations(standard, other)) == [
        "shape is in another place",
        "copy is missing",
        "device is required, and not of the standard",
    ]


@pytest.mark.parametrize("name", ["zeros", "asarray", "full", "linspace", "zeros_like", "from_dlpack"])
def test_functions_that_make_arrays_have_a_keyword_unit(name):
    parameter = inspect.signature(getattr(namespace("numpy"), name)).parameters["unit"]
    assert parameter.default is None or parameter.default is UNITLESS


def test_constants_dtypes_and_versions(backend):
    xp = namespace(backend.name)
    assert xp.__array_api_version__ == "2025.12"
    assert (xp.pi, xp.e, xp.inf, xp.newaxis) == (np.pi, np.e, np.inf, None)
    assert np.isnan(xp.nan)
    assert xp.float32 == array(backend, X, "f4").dtype
    assert xp.bool == array(backend, [True]).dtype
    assert {"linalg", "fft", "sum", "float64", "pi"} <= set(dir(xp))
    with pytest.raises(
        AttributeError, match=f"^bu_array.array_api.{backend.name} has no 'no_such_function'$"
    ):
        xp.no_such_function  # asked for
    with pytest.raises(AttributeError):
        xp.fft.fft2  # not of the standard, and it would take the spacing


def test_information(backend):
    info = namespace(backend.name).__array_namespace_info__()
    assert isinstance(info.devices(), tuple)
    assert info.capabilities()["boolean indexing"] in (True, False)
    assert "float32" in info.dtypes(kind="real floating")
    assert "real floating" in info.default_dtypes()
    info.default_device()


def test_questions_about_dtypes_are_the_librarys_own():
    xp = namespace("numpy")
    assert xp.result_type(xp.asarray(X, unit="mV"), xp.float32) == np.float64
    assert xp.isdtype(xp.asarray(X, unit="mV").dtype, "real floating")
    assert xp.can_cast(xp.asarray(X, unit="mV"), xp.float64)
    assert xp.finfo(xp.float32).eps == np.finfo("f4").eps


# ---------------------------------------------------------------- one namespace for each library


def test_namespaces_are_one_for_each_library(backend):
    xp = namespace(backend.name)
    assert xp is namespace(backend.name)
    assert quantity(backend, X, "mV").__array_namespace__() is xp
    assert quantity(backend, X, "mV").__array_namespace__(api_version="2024.12") is xp
    assert pickle.loads(pickle.dumps(xp)) is xp
    assert pickle.loads(pickle.dumps(xp.linalg)) is xp.linalg
    assert copy.deepcopy(xp) is xp
    assert backend.name in repr(xp)
    assert len({namespace(name).__name__ for name in ("numpy", "torch", "jax")}) == 3


def test_versions_that_are_not_known():
    with pytest.raises(ValueError, match=r"^the array API 2020.01 is not known here"):
        Quantity(X, "mV").__array_namespace__(api_version="2020.01")


def test_a_python_number_has_numpys():
    assert Quantity(1.5, "mV").__array_namespace__() is namespace("numpy")


def test_a_python_number_becomes_an_array_of_the_namespace():
    pytest.importorskip("torch")
    check(namespace("torch").asarray(Quantity(1.5, "mV")), get_backend("torch"), 1.5, "mV", dtype=False)


def test_unknown_libraries():
    with pytest.raises(BackendError, match="no_such_library"):
        namespace("no_such_library")


def test_arrays_of_another_library_are_refused():
    torch, xp = pytest.importorskip("torch"), namespace("numpy")
    with pytest.raises(
        BackendError, match=r"^sum of the numpy namespace takes numpy arrays, got torch; xp.asarray"
    ):
        xp.sum(Quantity(torch.tensor([1.0]), "mV"))
    check(xp.asarray(Quantity(torch.tensor(X), "mV")), get_backend("numpy"), X, "mV")


# ---------------------------------------------------------------- units


def test_asarray_takes_units(backend):
    xp = namespace(backend.name)
    check(xp.asarray(array(backend, X), unit="mV"), backend, X, "mV")
    check(xp.asarray([3.0, -4.0, 0.5], unit="mV", dtype=xp.float32), backend, X.astype("f4"), "mV")
    check(xp.asarray(array(backend, X)), backend, X, UNITLESS)
    check(xp.asarray(quantity(backend, X, "V"), unit="mV"), backend, X * 1e3, "mV")
    check(xp.asarray(Quantity(2.0, "V")), backend, 2.0, "V", dtype=False)
    check(
        xp.asarray([Quantity(2.0, "V"), Quantity(3.0, "mV")]),
        backend,
        [2.0, 0.003],
        "V",
        rtol=1e-6,
        dtype=False,
    )
    check(xp.asarray(True), backend, True, UNITLESS)
    with pytest.raises(UnitMismatchError):
        xp.asarray(quantity(backend, X, "V"), unit="s")
    with pytest.raises(TypeError, match=r"text|must be a number"):
        xp.asarray("3 mV")


def test_arrays_are_made_in_units(backend):
    xp = namespace(backend.name)
    check(xp.zeros(2, unit="mV"), backend, [0.0, 0.0], "mV", dtype=False)
    check(xp.ones((2, 1), dtype=xp.float32, unit=Unit("s")), backend, np.ones((2, 1), "f4"), "s")
    check(xp.full(2, 3.0, unit="mV"), backend, [3.0, 3.0], "mV", dtype=False)
    check(xp.full(2, Quantity(3.0, "V"), unit="mV"), backend, [3e3, 3e3], "mV", dtype=False)
    check(xp.linspace(0.0, 1.0, 3, unit="s"), backend, [0.0, 0.5, 1.0], "s", dtype=False)
    check(xp.arange(3, unit="s"), backend, [0, 1, 2], "s", dtype=False)
    check(xp.arange(Quantity(0.0, "s"), Quantity(2.0, "s")), backend, [0.0, 1.0], "s", dtype=False)
    check(xp.eye(2, unit="mV"), backend, np.eye(2), "mV", dtype=False)
    check(xp.ones_like(quantity(backend, X, "mV")), backend, np.ones(3), "mV")
    check(xp.ones_like(quantity(backend, X, "mV"), unit="V"), backend, np.ones(3), "V")
    check(xp.full_like(quantity(backend, X, "mV"), Quantity(1.0, "V")), backend, np.full(3, 1e3), "mV")
    check(xp.zeros(2), backend, [0.0, 0.0], UNITLESS, dtype=False)


def test_results_are_quantities_with_the_units_of_the_rules(backend):
    xp, q = namespace(backend.name), quantity(backend, X, "mV")
    check(xp.mean(q), backend, X.mean(), "mV")
    check(xp.multiply(q, q), backend, X * X, "mV^2")
    check(xp.divide(q, q), backend, X / X, UNITLESS)
    check(xp.greater(q, xp.asarray(0.001, unit="V")), backend, X > 1, UNITLESS)
    check(xp.isfinite(q), backend, np.isfinite(X), UNITLESS)
    check(xp.argmax(q), backend, np.argmax(X), UNITLESS, dtype=False)
    check(xp.stack([q, q])[1, 0], backend, 3.0, "mV")
    check(xp.vecdot(q, q), backend, X @ X, "mV^2")
    if backend.name != "ndonnx":  # it has no linear algebra
        check(xp.linalg.vector_norm(q), backend, np.linalg.norm(X), "mV")
    check(xp.std(q), backend, X.std(), "mV")
    check(xp.reshape(q, (3, 1), copy=True), backend, X.reshape(3, 1), "mV")
    check(xp.nanmean(q), backend, X.mean(), "mV")
    with pytest.raises(UnitMismatchError):
        xp.add(q, xp.asarray(X, unit="s"))
    with pytest.raises(TypeError, match=r"^exp needs a dimensionless argument, got one in mV"):
        xp.exp(q)


def test_results_in_parts(backend):
    xp = namespace(backend.name)
    grid = xp.meshgrid(quantity(backend, X, "mV"), quantity(backend, X, "s"))
    assert [str(part.unit) for part in grid] == ["mV", "s"]
    found = namespace("numpy").unique_counts(Quantity(np.array([1.0, 1.0, 2.0]), "mV"))
    check(found.values, get_backend("numpy"), [1.0, 2.0], "mV")
    check(found.counts, get_backend("numpy"), [2, 1], UNITLESS)
    solved = namespace("numpy").linalg.eigh(Quantity(np.diag([1.0, 2.0]), "mV"))
    check(solved.eigenvalues, get_backend("numpy"), [1.0, 2.0], "mV")
    check(solved.eigenvectors, get_backend("numpy"), np.eye(2), UNITLESS)


def test_fourier_transforms_are_plain_sums(backend):
    xp, q = namespace(backend.name), quantity(backend, X, "mV")
    if backend.name == "ndonnx":
        pytest.skip("ndonnx has no Fourier transforms")
    check(xp.fft.rfft(q), backend, np.fft.rfft(X), "mV", rtol=1e-12)
    check(xp.fft.irfft(xp.fft.rfft(q, norm="ortho"), n=3, norm="ortho"), backend, X, "mV", rtol=1e-12)
    two = quantity(backend, [X, X], "mV")
    check(xp.fft.fftn(two, axes=(0, 1)), backend, np.fft.fft2([X, X]), "mV", rtol=1e-12)
    check(xp.fft.fftfreq(4, d=0.5), backend, np.fft.fftfreq(4, 0.5), UNITLESS, dtype=False)
    check(xp.fft.fftshift(q), backend, np.fft.fftshift(X), "mV")
    with pytest.raises(TypeError):
        xp.fft.fft(q, dt=Quantity(1.0, "s"))


def test_neutral_values_fit_any_unit(backend):
    xp = namespace(backend.name)
    q, zero = xp.asarray(quantity(backend, X, "mV")), xp.zeros(3, dtype=xp.float64)
    if backend.lazy:
        check(q + 0.0, backend, X, "mV")
        check(xp.maximum(q, 0.0), backend, np.maximum(X, 0), "mV")
        return
    check(q + zero, backend, X, "mV")
    check(zero + q, backend, X, "mV")
    check(xp.where(q > 0, q, zero), backend, np.where(X > 0, X, 0), "mV")
    check(xp.where(q > 0, zero, q), backend, np.where(X > 0, 0, X), "mV")
    check(xp.concat([zero, q]), backend, [*(0.0,) * 3, *X], "mV")
    check(xp.maximum(xp.asarray(0.0, dtype=xp.float64), q), backend, np.maximum(0, X), "mV")
    check(xp.where(q > 0, q, xp.asarray(xp.nan, dtype=xp.float64)), backend, np.where(X > 0, X, np.nan), "mV")
    check(q > xp.asarray(-xp.inf, dtype=xp.float64), backend, -np.inf < X, UNITLESS)
    check(xp.clip(q, 0, xp.inf), backend, np.clip(X, 0, np.inf), "mV")
    with pytest.raises(MissingUnitError):
        q + xp.ones(3, dtype=xp.float64)


def test_truth_in_any_unit(backend):
    xp, q = namespace(backend.name), quantity(backend, X, "mV")
    check(xp.any(q), backend, True, UNITLESS)
    check(xp.all(q * 0.0), backend, False, UNITLESS)
    check(~xp.astype(q, xp.bool), backend, X == 0, UNITLESS)
    with pytest.raises(TypeError, match="degC"):
        xp.any(quantity(backend, X, "degC"))


def test_scales():
    xp = namespace("numpy")
    q = xp.asarray([20.0, 25.0], unit="degC")
    check(q[1] - q[0], get_backend("numpy"), 5.0, "delta_degC")
    check(xp.mean(q), get_backend("numpy"), 22.5, "degC")
    check(
        (q + xp.asarray(1.0, unit="delta_degC")).to("K"),
        get_backend("numpy"),
        [294.15, 299.15],
        "K",
        rtol=1e-12,
    )
    assert isinstance(q, Closed)
    assert isinstance(q + Quantity(1.0, "delta_degC"), Closed)
    with pytest.raises(TypeError, match="degC"):
        q * q


# ---------------------------------------------------------------- keywords of the standard, in place


def test_devices_of_new_arrays(backend):
    like = quantity(backend, X, "mV")
    device = like.device
    with using_backend(backend.name):
        for made in (
            math.zeros(2, device=device),
            math.ones(2, unit="mV", device=device),
            math.empty(2, device=device),
            math.eye(2, device=device),
            math.full(2, 1.0, device=device),
            math.full(2, like[0], device=device),
            math.arange(3, device=device),
            math.linspace(0.0, 1.0, 3, device=device),
            math.zeros_like(like, device=device),
            math.ones_like(like, device=device),
            math.empty_like(like, device=device),
            math.full_like(like, like[0], device=device),
            math.astype(like, "float32", device=device),
        ):
            assert backend.device_of(getattr(made, "mantissa", made)) == device


def test_clip_under_the_standards_names(backend):
    q, low = quantity(backend, X, "mV"), Quantity(-0.001, "V")
    for limited in (math.clip(q, min=low), math.clip(q, a_min=low), math.clip(q, low)):
        check(limited, backend, np.clip(X, -1, None), "mV")
    check(math.clip(q, max=0), backend, np.clip(X, None, 0), "mV")
    with pytest.raises(TypeError, match="one bound twice"):
        math.clip(q, low, a_min=low)


def test_repeats_may_be_quantities(backend):
    repeats = [1, 0, 2]
    counts = repeats if backend.lazy else Quantity(array(backend, repeats))
    check(math.repeat(quantity(backend, X, "mV"), counts), backend, np.repeat(X, repeats), "mV")
    with pytest.raises(TypeError, match="repeat: repeats takes no unit, got one in s"):
        math.repeat(quantity(backend, X, "mV"), quantity(backend, repeats, "s"))
