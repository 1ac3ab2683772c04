"""A bar for long writes."""

import interop_names as u
import numpy as np
import pytest

from bu_interop.io import save


def test_a_bar_of_progress(tmp_path, capsys):
    pytest.importorskip("tqdm")
    save(tmp_path / "a.npz", {"v": np.ones(1000) * u.mV}, progress=True)
    assert "a.npz" in capsys.readouterr().err
    save(tmp_path / "a.npz", {"v": np.ones(1000) * u.mV})
    assert not capsys.readouterr().err
