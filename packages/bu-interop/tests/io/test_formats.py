"""The ending says the format."""

import pytest

from bu_interop.io import load, save


@pytest.mark.parametrize("name", ["x.txt", "x", "x.npy", "x.mat"])
def test_another_ending_is_refused(tmp_path, name):
    for call in (lambda p: save(p, 1), load):
        with pytest.raises(ValueError, match=r"\.h5"):
            call(tmp_path / name)
