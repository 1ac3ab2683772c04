"""The default that torch.compile reads: that of the thread, as it was set last."""

import threading

import pytest

from bu_dispatch import BackendError, default_backend, get_backend, using_backend
from bu_dispatch._compiled import compiled_default


def test_it_is_the_default_that_was_set():
    with using_backend("numpy"):
        assert compiled_default() is default_backend() is get_backend("numpy")
        with using_backend(None), pytest.raises(BackendError, match=r"using_backend\('torch'\)"):
            compiled_default()
        assert compiled_default() is get_backend("numpy")
    with pytest.raises(BackendError, match=r"using_backend\('torch'\)"):
        compiled_default()


def test_each_thread_has_its_own():
    seen = []

    def look():
        with pytest.raises(BackendError):
            compiled_default()
        seen.append(True)

    with using_backend("numpy"):
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert seen == [True]


def test_torch_compile_asks_it():
    torch = pytest.importorskip("torch")
    torch._dynamo.reset()
    run = torch.compile(
        lambda x: x * (2 if default_backend().name == "torch" else 3), backend="eager", fullgraph=True
    )
    x = torch.ones(1)
    with using_backend("torch"):
        assert run(x).item() == 2
    with using_backend("numpy"):
        assert run(x).item() == 3
    torch._dynamo.reset()
