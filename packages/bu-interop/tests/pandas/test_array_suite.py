"""pandas' own tests of extension arrays, on columns in mV. What is left out stands in `LEFT_OUT`, with
the reason.
"""

import operator

import numpy as np
import pytest

pd = pytest.importorskip("pandas")
base = pytest.importorskip("pandas.tests.extension.base")

import interop_names as u  # noqa: E402 - without pandas there is nothing here

from bu_interop.pandas import QuantityArray, QuantityDtype  # noqa: E402 - without pandas there is nothing here
from bu_units import UNITLESS  # noqa: E402 - as above

_KEYS = "the name of a group is its key, which pandas hashes; a quantity has no hash"
LEFT_OUT: dict[str, str] = {
    "test_groupby_extension_transform": _KEYS,
    "test_groupby_extension_apply": _KEYS,
    "test_astype_str": "a text has every digit and is read back; str() of a quantity shows as many as numpy",
    "test_astype_string": "as above",
    **{
        f"test_arith_series_with_array[__{name}__]": "ends with an empty list of objects, which says no unit"
        for name in ("mul", "rmul", "floordiv", "rfloordiv", "truediv", "rtruediv")
    },
}
COUNT = 10 if int(pd.__version__.partition(".")[0]) >= 3 else 100
"""Test -> why it does not hold; a name without a class."""


def column(values):
    return QuantityArray(np.array(values, dtype=float), u.mV)


@pytest.fixture
def dtype():
    return QuantityDtype("mV")


@pytest.fixture
def data():
    return column(np.arange(1.0, COUNT + 1.0))


@pytest.fixture
def data_for_twos():
    return column(np.full(COUNT, 2.0))


@pytest.fixture
def data_missing():
    return column([np.nan, 1.0])


@pytest.fixture
def data_for_sorting():
    return column([2.0, 3.0, 1.0])


@pytest.fixture
def data_missing_for_sorting():
    return column([2.0, np.nan, 1.0])


@pytest.fixture
def na_cmp():
    return lambda a, b: a != a and b != b


@pytest.fixture
def na_value():
    return np.nan


@pytest.fixture
def data_for_grouping():
    b, a, c, na = 2.0, 1.0, 3.0, np.nan
    return column([b, b, na, na, a, a, b, c])


@pytest.fixture
def data_repeated(data):
    return lambda count: (data for _ in range(count))


@pytest.fixture(params=[None, lambda x: x])
def sort_by_key(request):
    return request.param


@pytest.fixture(params=[True, False])
def box_in_series(request):
    return request.param


@pytest.fixture(
    params=[lambda x: 1, lambda x: [1] * len(x), lambda x: pd.Series([1] * len(x)), lambda x: x],
    ids=["scalar", "list", "series", "object"],
)
def groupby_apply_op(request):
    return request.param


@pytest.fixture(params=[True, False])
def as_frame(request):
    return request.param


@pytest.fixture(params=[True, False])
def as_series(request):
    return request.param


@pytest.fixture(params=[True, False])
def use_numpy(request):
    return request.param


@pytest.fixture(params=["ffill", "bfill"])
def fillna_method(request):
    return request.param


@pytest.fixture(params=[True, False])
def as_array(request):
    return request.param


@pytest.fixture
def using_infer_string():
    return pd.options.future.infer_string


@pytest.fixture(
    params=[
        "__add__",
        "__radd__",
        "__sub__",
        "__rsub__",
        "__mul__",
        "__rmul__",
        "__floordiv__",
        "__rfloordiv__",
        "__truediv__",
        "__rtruediv__",
        "__pow__",
        "__rpow__",
        "__mod__",
        "__rmod__",
    ]
)
def all_arithmetic_operators(request):
    return request.param


@pytest.fixture(params=["eq", "ne", "gt", "ge", "lt", "le"])
def comparison_op(request):
    return getattr(operator, request.param)


@pytest.fixture(params=["sum", "max", "min", "mean", "prod", "std", "var", "median", "kurt", "skew", "sem"])
def all_numeric_reductions(request):
    return request.param


@pytest.fixture(params=["all", "any"])
def all_boolean_reductions(request):
    return request.param


@pytest.fixture(params=["cumsum", "cumprod", "cummin", "cummax"])
def all_numeric_accumulations(request):
    return request.param


@pytest.fixture(params=[True, False])
def skipna(request):
    return request.param


@pytest.fixture(
    params=["sum", "max", "min", "mean", "prod", "std", "var", "median", "kurt", "skew", "sem", "all", "any"]
)
def all_reductions(request):
    return request.param


@pytest.fixture(params=["data", "data_missing"])
def all_data(request, data, data_missing):
    return data if request.param == "data" else data_missing


@pytest.fixture
def using_nan_is_na():
    return True


@pytest.fixture(params=[1, "text"], ids=str)
def invalid_scalar(request):
    return request.param


def _unit(name, count):
    if name in ("kurt", "skew"):
        return UNITLESS
    return u.mV ** {"var": 2, "prod": count}.get(name, 1)


class TestPandasOwn(base.ExtensionTests):
    """All of them."""

    divmod_exc = None

    def _get_expected_exception(self, op_name, obj, other):
        """A power by quantities, and of them by a column, has no unit: refused."""
        return TypeError if "pow" in op_name else None

    def _supports_reduction(self, ser, op_name):
        return True

    def _supports_accumulation(self, ser, op_name):
        return op_name != "cumprod"

    def _cast_pointwise_result(self, op_name, obj, other, pointwise_result):
        if isinstance(pointwise_result, pd.Series) and pointwise_result.dtype == object:
            return pd.Series(QuantityArray._from_sequence(pointwise_result), index=pointwise_result.index)
        return pointwise_result

    def check_reduce(self, ser, op_name, skipna):
        """Against pandas on the bare numbers; the unit as in `bu_array.math`."""
        options = {} if op_name == "count" else {"skipna": skipna}
        result = getattr(ser, op_name)(**options)
        expected = getattr(pd.Series(ser.array.quantity.mantissa), op_name)(**options)
        np.testing.assert_equal(getattr(result, "mantissa", result), expected)
        if isinstance(result, u.Quantity):
            assert result.unit == _unit(op_name, int(ser.count()) if skipna else len(ser))

    def _get_expected_reduction_dtype(self, arr, op_name, skipna):
        return QuantityDtype(_unit(op_name, int((~arr.isna()).sum()) if skipna else len(arr)))

    def check_accumulate(self, ser, op_name, skipna):
        result = getattr(ser, op_name)(skipna=skipna)
        expected = getattr(pd.Series(ser.array.quantity.mantissa), op_name)(skipna=skipna)
        assert result.dtype == ser.dtype
        np.testing.assert_equal(result.array.quantity.mantissa, expected.to_numpy())

    @pytest.fixture(autouse=True)
    def _left_out(self, request):
        name = request.node.name
        reason = LEFT_OUT.get(name) or LEFT_OUT.get(name.partition("[")[0])
        if reason:
            pytest.skip(reason)
