import copy
import pickle

import numpy as np
import pytest

from bu_dispatch import BackendError, Namespace, get_backend


def test_record(backend):
    assert isinstance(backend.xp, Namespace)
    assert backend.xp.backend is backend
    assert backend.xp is backend.xp
    assert repr(backend.xp) == f"<Namespace {backend.name}>"


def test_a_name_is_looked_up_once(backend):
    xp = backend.xp
    found = xp.sin
    assert vars(xp)["sin"] is found
    assert xp.sin is found


@pytest.mark.parametrize("roundtrip", [copy.copy, copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))])
def test_copies_are_the_same_object(backend, roundtrip):
    assert roundtrip(backend) is backend
    assert roundtrip(backend.xp) is backend.xp
    assert roundtrip(backend.xp.linalg) is backend.xp.linalg


def test_underscore_names_are_plain_attribute_errors(backend):
    for name in ("__array__", "__torch_function__", "_repr_html_", "__wrapped__", "_private"):
        with pytest.raises(AttributeError) as caught:
            getattr(backend.xp, name)
        assert not isinstance(caught.value, BackendError)


def test_missing_function(backend):
    xp = backend.xp
    assert not hasattr(xp, "no_such_function")
    with pytest.raises(
        BackendError, match=f"no_such_function is not available on the {backend.name} backend"
    ):
        xp.no_such_function
    with pytest.raises(BackendError, match=r"linalg\.no_such_function is not available"):
        xp.linalg.no_such_function


def test_way_out():
    pytest.importorskip("ndonnx")
    with pytest.raises(BackendError, match=r"linalg\.det is not available on the ndonnx .*\.to_numpy\(\)$"):
        get_backend("ndonnx").xp.linalg.det


def test_extra_functions_get_the_namespace(backend):
    xp = backend.xp
    x = xp.asarray([0.0, 0.5])
    assert xp.sinc(x).shape == (2,)


def test_constants_and_dtypes(backend):
    xp = backend.xp
    assert xp.pi == pytest.approx(3.14159265)
    assert xp.zeros(2, dtype=xp.float32).dtype == xp.float32
    assert xp.newaxis is None


def test_extensions():
    xp = get_backend("numpy").xp
    assert xp.linalg is xp.linalg
    assert repr(xp.linalg) == "<Namespace numpy.linalg>"
    assert xp.linalg.det(np.eye(2)) == 1
    assert xp.fft.fft(np.ones(4))[0] == 4


def test_dir_lists_functions(backend):
    assert {"sin", "zeros"} <= set(dir(backend.xp))


def test_fill_finds_what_a_look_up_finds(backend):
    xp = Namespace(backend, backend.xp._module)
    xp.fill()
    for name in ("sin", "cbrt", "power", "pi", "linalg", "nansum", "float64"):
        assert name in vars(xp)
    assert not [name for name in vars(xp) if name.startswith("__")]
    assert xp.backend is backend
