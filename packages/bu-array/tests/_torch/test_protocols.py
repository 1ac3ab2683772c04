"""What torch asks: when it is told, beside whom, and what that loads."""

import subprocess
import sys

import pytest

torch = pytest.importorskip("torch")

from bu_array import Quantity  # noqa: E402  # needs torch

V = Quantity(torch.ones(3), "mV")


def test_classes_that_answer_themselves_are_asked():
    class Own:
        @classmethod
        def __torch_function__(cls, func, types, args=(), kwargs=None):
            return "theirs"

    assert torch.add(V, Own()) == "theirs"


def test_torch_and_nothing_else_is_loaded():
    program = (
        "import sys, bu_array; assert not any(n in sys.modules for n in ('torch', 'bu_array._torch.functions'))\n"
        "import torch; q = bu_array.Quantity(torch.ones(2), 'mV'); print(torch.sum(q)); assert 'jax' not in sys.modules\n"
        "assert 'torch._dynamo' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("2. mV\n", 0), done.stderr


def test_torch_may_come_first():
    program = "import torch, bu_array; print(torch.ones(2) * bu_array.Quantity(torch.ones(2), 'mV'))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("[1. 1.] mV\n", 0), done.stderr
