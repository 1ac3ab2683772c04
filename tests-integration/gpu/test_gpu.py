"""The sweep for cupy, and for torch and jax on CUDA: skipped, with the reason, where there is no GPU."""

import pytest

from gpu.devices import DEVICES, missing
from support import sweep

pytestmark = pytest.mark.slow

CHAPTER = 60
NAMES = sorted(sweep.CASES)


@pytest.fixture(params=list(DEVICES))
def library(request):
    reason = missing(request.param)
    if reason:
        pytest.skip(reason)
    return request.param


@pytest.mark.parametrize("start", range(0, len(NAMES), CHAPTER))
def test_on_the_gpu(library, start):
    wrong = {}
    for name in NAMES[start : start + CHAPTER]:
        found = sweep.outcomes(name, library, DEVICES[library])
        status, why = sweep.summary(found)
        if status == "wrong":
            wrong[name] = why
    assert not wrong


def test_there_is_a_reason_or_a_gpu():
    for name in DEVICES:
        assert missing(name) == "" or name in missing(name) or "no GPU" in missing(name)
