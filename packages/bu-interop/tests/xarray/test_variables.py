"""Units of variables: attributes that cannot be read, or that say another unit."""

import interop_names as u
import numpy as np
import pytest

xr = pytest.importorskip("xarray")


def test_every_unreadable_unit_is_named():
    bad = xr.Dataset({"a": ("x", [1.0], {"units": "blax"}), "b": ("x", [1.0], {"units": "foox"})})
    with pytest.raises(ValueError, match=r"'a'.*blax.*'b'.*foox.*quantify"):
        bad.bu.quantify()
    found = bad.bu.quantify(a="m", b=None)
    assert found.bu.units == {"a": u.metre}
    assert found.b.attrs == {"units": "foox"}


def test_an_attribute_that_lies_is_refused():
    lying = xr.DataArray(u.Quantity(np.ones(2), "mV"), dims="x", attrs={"units": "V"})
    with pytest.raises(ValueError, match="one of them is wrong"):
        lying.bu.quantify()
    with pytest.raises(ValueError, match=r"bu\.to"):
        xr.DataArray(1.0 * u.mV).bu.quantify("V")
