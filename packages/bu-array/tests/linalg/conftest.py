"""The matrices and the numbers that tests of linear algebra are run with."""

import numpy as np
import pytest
from matrix_checks import MATRICES


@pytest.fixture(params=MATRICES, ids=str)
def matrix(request):
    """Square ones, real and complex, of two precisions, and a stack."""
    return MATRICES[request.param]


@pytest.fixture
def rng():
    """The same numbers in every test, whichever comes first."""
    return np.random.default_rng(11)
