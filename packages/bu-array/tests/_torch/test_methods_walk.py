"""All public methods of tensors, in torch's own words: values as torch has them, the unit by how they grow.

Where all arguments with a unit are doubled and the result grows 2**k fold, its unit is the kth power. What
grows in no such way takes no quantities.
"""

import pytest

torch = pytest.importorskip("torch")

from bu_array import Quantity  # noqa: E402  # needs torch
from bu_array._torch import functions  # noqa: E402  # as above
from bu_units import UNITLESS, Unit, UnitMismatchError  # noqa: E402  # as above

MV = Unit("mV")

# Methods: calls. x, y, v, w carry the unit; p is a pure number, i are positions, m is a mask.
CALLS = """
abs absolute neg negative positive conj conj_physical resolve_conj resolve_neg adjoint t trace: ()
sgn sign signbit isnan isinf isfinite isneginf isposinf isreal logical_not count_nonzero: ()
square sqrt rsqrt reciprocal inverse pinverse det: ()
add sub subtract maximum minimum fmax fmin fmod remainder hypot copysign true_divide floor_divide: (y)
add sub: (y, alpha=2)
mul multiply div divide matmul mm: (y) | (2.0)
div divide: (y, rounding_mode="floor")
atan2 arctan2 eq ne lt le gt ge equal allclose isclose less less_equal greater greater_equal not_equal: (y)
heaviside: (p)
logical_and logical_or logical_xor: (y)
dist: (y) | (y, 1)
nextafter: (y)
lerp: (y, 0.5)
pow: (2) | (exponent=3)
float_power: (2.0)
matrix_power: (2) | (n=3)
prod: () | (0) | (0, True) | (dim=1, keepdim=True)
sum mean nansum nanmean: () | (0) | (0, True) | (dim=0, keepdim=True) | ((0, 1))
std var: (0, True) | (dim=0, correction=0) | (dim=0, unbiased=False, keepdim=True)
amax amin: () | (0) | (0, True) | (dim=0, keepdim=True)
max min: () | (dim=0) | (dim=0, keepdim=True) | (y) | (other=y)
median nanmedian: () | (0) | (dim=1, keepdim=True)
kthvalue: (1, 0) | (1, dim=0)
mode: (0)
aminmax: () | (dim=0)
argmax argmin: () | (0) | (0, True) | (dim=0, keepdim=True)
argsort: () | (0) | (0, True) | (dim=0, descending=True) | (stable=True)
sort: (0, True) | (dim=0) | (descending=True) | (stable=True, dim=1)
msort: ()
topk: (2) | (2, 0, False)
all any: () | (0) | (0, True) | (dim=0, keepdim=True)
cumsum: (0) | (dim=1)
cummax cummin: (0) | (dim=1)
quantile nanquantile: (0.5) | (0.5, 0) | (p[0], dim=1, keepdim=True) | (0.5, interpolation="lower")
norm: () | (2, 0) | (p=1, dim=0, keepdim=True)
renorm: (2, 0, 1e9)
clamp clip: (v[0], v[1]) | (min=v[0]) | (max=v[0])
clamp_min clamp_max: (v[0])
ceil floor round trunc fix frac: ()
round: (decimals=1)
diff: () | (1, 0) | (dim=0)
cov: ()
corrcoef: ()
cdouble cfloat chalf float double half bfloat16 int long short byte char bool: ()
to: ("cpu") | (torch.float32) | (device="cpu", dtype=torch.float16)
type: (torch.float32)
type_as view_as reshape_as expand_as: (other=y) | (p)
cpu clone contiguous detach requires_grad_ ravel flatten: ()
flatten: (0, 1) | (start_dim=0, end_dim=1)
reshape view: (9) | (3, 3, 1) | ((1, 9)) | (-1)
view: (size=(9,))
unflatten: (0, (1, 3))
unsqueeze: (0) | (dim=0) | (-1)
squeeze: () | (0) | (dim=0) | ((0, 1))
transpose swapaxes swapdims: (0, 1) | (-1, -2)
transpose: (dim0=0, dim1=1)
permute: (1, 0) | ((1, 0)) | (dims=(1, 0))
movedim moveaxis: (0, 1) | ((0, 1), (1, 0))
expand: (2, 3, 3) | (-1, 3)
broadcast_to: ((2, 3, 3))
sum_to_size: (1, 3)
tile: (2, 1) | ((2, 1)) | (dims=(2, 1))
repeat_interleave: (2) | (2, dim=0)
narrow narrow_copy: (0, 0, 2) | (dim=1, start=0, length=1)
select: (0, 1) | (dim=0, index=1)
index_select: (0, i) | (dim=0, index=i)
take: (i) | (index=i)
take_along_dim: (i[:, None], 1)
gather: (0, i[None]) | (dim=0, index=i[None])
masked_select: (m) | (mask=m)
masked_fill: (m, v[0]) | (mask=m, value=0.0)
masked_scatter: (m, y)
where: (m, y) | (m, other=y)
index_fill: (0, i, v[0])
index_add index_copy: (0, i, y[:3])
index_reduce: (0, i, y[:3], "amax")
index_put: ((i,), y[:3])
scatter: (0, i[None], y) | (dim=0, index=i[None], src=y)
scatter_add: (0, i[None], y) | (dim=0, index=i[None], src=y)
scatter_reduce: (0, i[None], y, "sum")
put: (i, v, True) | (i, v, accumulate=True)
select_scatter: (v, 0, 0)
diagonal_scatter: (v)
slice_scatter: (y[:1], 0, 0, 1)
as_strided: ((2, 2), (1, 1))
as_strided_scatter: (y[:2, :2], (2, 2), (3, 1))
diagonal diag diagflat: () | (1) | (offset=1)
diagonal: (dim1=0, dim2=1)
diag_embed: ()
tril triu: () | (1) | (diagonal=1)
fill_diagonal_: (v[0])
flip: (0) | ((0, 1)) | (dims=(0,))
fliplr flipud: ()
rot90: () | (1, (0, 1))
roll: (1) | (1, 0) | (shifts=1, dims=0)
unbind: () | (0) | (dim=1)
chunk tensor_split: (2) | (2, 1) | (2, dim=1)
split: (2, dim=1) | (split_size=2)
split_with_sizes unsafe_split_with_sizes: ([1, 2])
hsplit vsplit: (3)
dsplit: (1)
unsafe_split unsafe_chunk: (2)
unfold: (0, 2, 1)
unique unique_consecutive: () | (dim=0)
nonzero: (as_tuple=True)
argwhere nonzero_static: () | (size=2)
isin: (y)
addmm baddbmm: (p, y) | (p, y, beta=2, alpha=3)
addr: (p[0], v)
addmv: (p, v)
addbmm: (p, y)
addcmul: (p, y) | (p, y, value=2)
addcdiv: (y, p) | (y, p, value=2)
bmm: (y)
mv matmul inner: (v)
dot vdot inner outer ger: (v)
outer: (vec2=v)
kron: (y)
cross: (y, dim=0) | (other=y, dim=1)
cdist: (y)
cholesky: ()
cholesky_solve: (y)
cholesky_inverse: ()
triangular_solve: (y)
qr svd: ()
logdet slogdet: ()
nan_to_num: () | (nan=0.0)
histc: (3) | (3, v[0], v[1])
hardshrink: (v[0])
prelu: (p[0, :1])
relu relu_: ()
new_zeros new_empty new_ones: (2) | ((2, 3))
new_full: ((2,), v[0])
new_empty_strided: ((2,), (1,))
sin cos tan sinh cosh tanh exp exp2 expm1 log log2 log10 log1p sigmoid erf erfc lgamma digamma i0 sinc logit: ()
asin acos atan asinh acosh atanh arcsin arccos arctan arcsinh arccosh arctanh erfinv: ()
mvlgamma polygamma: (1)
deg2rad rad2deg: ()
softmax log_softmax logsumexp logcumsumexp: (0)
cumprod: (0)
logaddexp logaddexp2: (y)
xlogy: (y)
matrix_exp: ()
multinomial: (2)
ldexp: (i[:1])
size stride numel nelement ndimension element_size is_contiguous is_complex is_floating_point storage_offset get_device: ()
is_signed is_conj is_neg is_inference dim_order is_pinned is_shared sparse_dim dense_dim: ()
size stride: (0) | (dim=0)
is_same_size is_set_to: (y)
add_ sub_ subtract_ fmod_ remainder_ copysign_ nextafter_ hypot_: (y)
mul_ multiply_ div_ divide_ true_divide_ floor_divide_: (2.0)
abs_ absolute_ neg_ negative_ conj_physical_ ceil_ floor_ round_ trunc_ fix_ frac_ zero_ t_ detach_: ()
sqrt_ square_ rsqrt_ reciprocal_: ()
clamp_ clip_: (v[0], v[1])
clamp_min_ clamp_max_: (v[0])
fill_: (v[0])
copy_: (y)
lerp_: (y, 0.5)
index_add_ index_copy_: (0, i, y[:3])
index_fill_: (0, i, v[0])
index_put_: ((i,), y[:3])
masked_fill_: (m, v[0])
masked_scatter_: (m, y)
put_: (i, v)
scatter_ scatter_add_: (0, i[None], y)
addcmul_: (p, y)
addmm_: (p, y)
cumsum_: (0)
tril_ triu_: ()
nan_to_num_: ()
squeeze_ : ()
unsqueeze_: (0)
transpose_ swapaxes_ swapdims_: (0, 1)
resize_: (2, 2)
resize_as_: (p)
hardshrink_: (v[0])
eq_ ne_ lt_ le_ gt_ ge_: (y)
exp_ sin_ log_ sigmoid_ softplus_: ()
normal_: (v[0], v[1])
"""

# Of whole numbers, of pure ones, of other shapes, or about the memory: see test_functions.py.
ELSEWHERE = frozenset(
    """angle bernoulli bincount bitwise_and bitwise_left_shift bitwise_not bitwise_or bitwise_right_shift bitwise_xor gcd lcm frexp
    igamma igammac histogram stft istft lu orgqr ormqr index is_coalesced is_distributed is_nonzero item tolist slice_inverse
    pin_memory cuda ipu mtia xpu backward retain_grad resize_as eig solve lstsq uniform_""".split()
)
# Names of tensors that quantities have with another meaning, that of numpy or of units, which the guide says.
OURS = {
    "dim": "the dimension: the number of axes is ndim",
    "repeat": "numpy's: tile is torch's",
    "resize": "numpy's, in place",
}
ROUNDED = frozenset("ceil floor round trunc fix frac int long short byte char".split())
MADE = frozenset("new_ones new_zeros".split())
RANDOM = frozenset(
    "uniform_ normal_ bernoulli multinomial new_empty new_empty_strided requires_grad_".split()
)


def _table():
    found = {}
    for row in CALLS.strip().splitlines():
        names, calls = row.split(":", 1)
        for name in names.split():
            found.setdefault(name, []).extend(call.strip() for call in calls.split(" | "))
    return {name: calls for name, calls in found.items() if hasattr(torch.Tensor, name)}


TABLE = _table()


def arrays(factor):
    draw = torch.Generator().manual_seed(3)
    x = torch.rand(3, 3, generator=draw, dtype=torch.float64) + 0.3
    x = x @ x.T + torch.eye(3, dtype=torch.float64)
    y = torch.rand(3, 3, generator=draw, dtype=torch.float64) + 0.5
    return {"x": factor * x, "y": factor * y, "v": factor * y[0].clone(), "w": factor * x[0].clone()}


PURE = {
    "p": torch.full((3, 3), 0.7, dtype=torch.float64),
    "i": torch.tensor([2, 0, 1]),
    "m": torch.tensor([[True, False, True]] * 3),
}
VECTORS = frozenset("addmv dot vdot outer ger diag_embed diagflat bincount multinomial".split())
CUBES = frozenset("bmm baddbmm dsplit".split())


def answer(name, call, given):
    """Return what a call gives, as a flat list."""
    x = given["x"]
    if name in VECTORS or (name == "inner" and call == "(v)"):
        x = given["w"]
    scope = {"torch": torch, **PURE, **given, "x": x}
    if name == "addbmm":
        scope |= {key: scope[key][None] for key in ("y", "p")}
    if name in CUBES:
        scope |= {key: scope[key][None] for key in ("x", "y", "p")}
    return flat(eval(f"x.{name}{call}", {}, scope))


def flat(found):
    if isinstance(found, (tuple, list)) and not isinstance(found, torch.Size):
        return [each for part in found for each in flat(part)]
    return [found]


def number_of(found):
    return torch.as_tensor(found, dtype=torch.float64) if isinstance(found, (int, float, bool)) else found


def power(one, two):
    """Return k where the second is 2**k times the first; None where there is no such k."""
    one, two = number_of(one), number_of(two)
    if not isinstance(one, torch.Tensor) or not (one.is_floating_point() or one.is_complex()):
        return 0 if not isinstance(one, torch.Tensor) or torch.equal(one, two) else None
    if one.shape != two.shape:
        return None
    if one.isnan().all():
        return None
    for k in (0, 1, 2, -1, -2, 3, 0.5, -0.5, 9, -3):
        if torch.allclose(two, one * 2.0**k, rtol=1e-6, atol=0, equal_nan=True):
            return k
    return None


@pytest.mark.filterwarnings("ignore::UserWarning")  # of functions that torch finds old, or new
@pytest.mark.parametrize("name", TABLE)
def test_in_torchs_own_words(name):
    answered, refusals = 0, []
    for call in TABLE[name]:
        try:
            one, two = (answer(name, call, arrays(factor)) for factor in (1.0, 2.0))
        except (TypeError, RuntimeError, IndexError, ValueError):
            continue  # torch takes it for another method of this line, or not at all
        answered += 1
        given = {key: Quantity(value, MV) for key, value in arrays(1.0).items()}
        powers = [power(a, b) for a, b in zip(one, two, strict=True)]
        try:
            found = answer(name, call, given)
        except (TypeError, AttributeError, UnitMismatchError) as error:
            refusals.append((call, str(error)))
            assert name in REFUSING or None in powers or name.endswith("_"), (call, error)  # noqa: PT017  # of many calls
            continue
        check(name, call, one, powers, found)
    assert answered, "no call of this method is torch's"
    assert all("unit" in refused for _, refused in refusals), refusals


def check(name, call, one, powers, found):
    assert len(found) == len(one), call
    for expected, k, part in zip(one, powers, found, strict=True):
        unit = part.unit if isinstance(part, Quantity) else UNITLESS
        zero = isinstance(expected, torch.Tensor) and expected.dtype != torch.bool and not expected.any()
        if name not in RANDOM and not zero:
            k = 1 if name in MADE or name.rstrip("_") in ROUNDED or name == "floor_divide_" else k
            assert k is not None, f"{call}: {part} of what grows in no way"
            assert unit == MV**k, f"{call}: {unit}"
        bare = part.mantissa if isinstance(part, Quantity) else part
        if isinstance(expected, torch.Tensor) and name not in RANDOM:
            assert type(bare) is torch.Tensor or name.startswith("is"), call
            torch.testing.assert_close(bare, expected, check_stride=False)
        elif name not in RANDOM:
            assert bare == expected, call


# Homogeneous, and refused all the same, for a reason that the refusal says.
REFUSING = frozenset(
    "renorm deg2rad rad2deg logdet ldexp logical_not logical_and logical_or logical_xor multinomial".split()
)


def test_every_public_method_is_walked_refused_or_an_attribute():
    functions.fill()
    q = Quantity(torch.ones(3, 3), "mV")
    missing = []
    for name in dir(torch.Tensor):
        known = TABLE.keys() | OURS.keys() | ELSEWHERE
        if name.startswith("_") or name in known:
            continue
        method = getattr(torch.Tensor, name)
        if name.endswith("_") and name[:-1] in known:
            continue  # in place: the same answer, and `stays`
        if not callable(method):
            continue
        try:
            getattr(q, name)
        except AttributeError as error:
            if "a quantity has no method" in str(error) or "here it is" in str(error):
                continue
        missing.append(name)
    assert not missing
