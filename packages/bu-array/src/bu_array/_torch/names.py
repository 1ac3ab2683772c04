"""What torch's functions do to units, where no declared function of that name says it: data, no code.

A name stands for all its forms: ``clamp`` for ``torch.clamp``, ``Tensor.clamp``, ``Tensor.clamp_``, and
``erf`` for ``torch.special.erf``. Where a method has other parameters it has its own name: ``Tensor.where``.

A line lists the leading parameters in torch's order with their units in letters, and the unit of the result.
``-`` takes no quantity but a pure number, ``*`` is a list, ``ab`` a product, ``a^-0.5`` a power. ``!`` marks
a parameter whose default has no unit: beside one it must be given as a quantity. ``?`` marks a guard
against a division by zero: beside a unit its default becomes the least number of the dtype.
"""

from __future__ import annotations

__all__ = [
    "ABOUT",
    "ALIASES",
    "KEPT",
    "LINES",
    "MOVED_LINES",
    "ORDERS",
    "PURE",
    "REFUSED",
    "SYNONYMS",
]

# torch's name -> that of the declared function.
ALIASES = dict(
    pair.split(":")
    for pair in """
absolute:abs acos:arccos acosh:arccosh asin:arcsin asinh:arcsinh atan:arctan atan2:arctan2 atanh:arctanh amax:max amin:min
mul:multiply sub:subtract eq:equal ge:greater_equal gt:greater le:less_equal lt:less ne:not_equal neg:negative fix:trunc
conj_physical:conj resolve_conj:conj sgn:sign mm:matmul bmm:matmul mv:matmul ger:outer adjoint:conj inverse:inv
movedim:moveaxis permute:transpose swapdims:swapaxes t:transpose unsqueeze:expand_dims expit:sigmoid
__add__:add __radd__:add __iadd__:add __sub__:subtract __isub__:subtract __mul__:multiply __rmul__:multiply __imul__:multiply
__floordiv__:floor_divide __ifloordiv__:floor_divide __mod__:remainder __imod__:remainder __matmul__:matmul
__eq__:equal __ne__:not_equal __lt__:less __le__:less_equal __gt__:greater __ge__:greater_equal
__and__:bitwise_and __rand__:bitwise_and __iand__:bitwise_and __or__:bitwise_or __ror__:bitwise_or __ior__:bitwise_or
__xor__:bitwise_xor __rxor__:bitwise_xor __ixor__:bitwise_xor __invert__:bitwise_not """.split()
)

# The unit of the first argument stays, all others are pure numbers. What happens on a scale (degC), by kind:
KEPT = {
    # elements are moved, picked or copied: the scale itself
    "moved": """
alias_copy as_strided as_strided_copy aminmax cummax cummin kthvalue mode topk msort chunk tensor_split unsafe_chunk unsafe_split
unsafe_split_with_sizes split split_copy split_with_sizes split_with_sizes_copy hsplit vsplit dsplit unbind unbind_copy clone
contiguous detach detach_copy diagonal_copy expand expand_copy index_select masked_select narrow narrow_copy select select_copy
slice_copy squeeze_copy t_copy transpose_copy permute_copy unsqueeze_copy view view_copy ravel channel_shuffle
native_channel_shuffle pixel_shuffle pixel_unshuffle repeat_interleave resolve_neg slice_inverse unfold_copy
view_as_complex view_as_real view_as_complex_copy view_as_real_copy cpu cuda xpu ipu mtia half float
double bfloat16 chalf cfloat cdouble char byte short int long type pin_memory requires_grad take gather
take_along_dim combinations index fftshift ifftshift item tolist
""",
    # means of elements
    "averaged": """
adaptive_avg_pool1d adaptive_avg_pool2d adaptive_avg_pool3d avg_pool1d avg_pool2d avg_pool3d interpolate upsample
upsample_nearest upsample_bilinear
""",
    # sums, zeros among them, another zero: not on a scale
    "nothing": """
dropout dropout1d dropout2d dropout3d feature_dropout native_dropout lp_pool1d lp_pool2d lp_pool3d max_unpool1d max_unpool2d
max_unpool3d diag diag_embed tril triu fold unfold grid_sample grid_sampler grid_sampler_2d grid_sampler_3d prelu rrelu
sum_to_size pdist nuclear_norm frobenius_norm matrix_norm norm_except_dim norm vector_norm
fft ifft fft2 ifft2 fftn ifftn rfft irfft rfft2 irfft2 rfftn irfftn hfft ihfft hfft2 ihfft2 hfftn ihfftn frac
empty_like ones_like zeros_like rand_like randn_like randint_like new_zeros new_ones new_empty new_empty_strided
zero
""",
}

# Functions of pure numbers alone, all their arguments: what has a dimension is divided by a unit first. Among
# them are some that add a number of their own to what may have a unit: renorm, cosine_embedding_loss.
PURE = """
digamma polygamma lgamma mvlgamma multigammaln gammaln gammainc gammaincc igamma igammac erf erfc erfcx erfinv i0 i0e i1 i1e entr
ndtr ndtri log_ndtr psi zeta airy_ai bessel_j0 bessel_j1 bessel_y0 bessel_y1 modified_bessel_i0 modified_bessel_i1
modified_bessel_k0 modified_bessel_k1 scaled_modified_bessel_k0 scaled_modified_bessel_k1 spherical_bessel_j0
chebyshev_polynomial_t chebyshev_polynomial_u chebyshev_polynomial_v chebyshev_polynomial_w hermite_polynomial_h
hermite_polynomial_he laguerre_polynomial_l legendre_polynomial_p shifted_chebyshev_polynomial_t shifted_chebyshev_polynomial_u
shifted_chebyshev_polynomial_v shifted_chebyshev_polynomial_w xlog1py xlogy softmax log_softmax softmin gumbel_softmax tanhshrink
logsumexp logcumsumexp logit logdet matrix_exp softplus softsign celu elu gelu glu selu hardsigmoid hardswish mish silu
alpha_dropout feature_alpha_dropout local_response_norm batch_norm instance_norm binary_cross_entropy
binary_cross_entropy_with_logits renorm cosine_embedding_loss cross_entropy linear_cross_entropy nll_loss kl_div ctc_loss poisson_nll_loss gaussian_nll_loss
soft_margin_loss multilabel_soft_margin_loss multi_margin_loss multilabel_margin_loss triplet_margin_with_distance_loss
poisson unravel_index binomial multinomial bernoulli one_hot is_nonzero __bool__ __nonzero__ __index__ __int__ __long__ __float__ __complex__
affine_grid affine_grid_generator multi_head_attention_forward lstm gru rnn_tanh rnn_relu lstm_cell gru_cell rnn_tanh_cell
rnn_relu_cell native_batch_norm native_group_norm native_layer_norm native_norm batch_norm_stats batch_norm_elemt
batch_norm_update_stats batch_norm_gather_stats batch_norm_gather_stats_with_counts batch_norm_backward_reduce
batch_norm_backward_elemt _sym_sqrt __lshift__ __rshift__ __ilshift__ __irshift__ __rlshift__ __rrshift__ bitwise_left_shift bitwise_right_shift logspace
householder_product orgqr ormqr
"""

# Answers about arrays in which no unit matters.
ABOUT = """
is_floating_point is_complex is_conj is_neg is_signed is_inference is_distributed is_contiguous is_pinned is_same_size is_shared
is_set_to is_coalesced numel nelement dim ndimension size stride get_device element_size storage_offset dim_order result_type
sparse_dim dense_dim _is_view nonzero_static __len__ can_cast
"""

LINES = """
lerp: input=a end=a weight=- -> a
hardshrink softshrink: input=a lambd=a! -> a
threshold _threshold: input=a threshold=a value=a -> a
hardtanh: input=a min_val=a! max_val=a! -> a
as_strided_scatter: input=a src=a -> a
index_add: input=a dim=- index=- source=a -> a
scatter_add: input=a dim=- index=- src=a -> a
diff: input=a n=- dim=- prepend=a append=a -> a
pad: input=a pad=- mode=- value=a -> a
constant_pad_nd: input=a pad=- value=a -> a
addcmul: input=ab tensor1=a tensor2=b -> ab
addcdiv: input=a/b tensor1=a tensor2=b -> a/b
addmm addbmm baddbmm addmv addr: input=ab mat1=a mat2=b -> ab
linear: input=a weight=b bias=ab -> ab
bilinear: input1=a input2=b weight=c bias=abc -> abc
conv1d conv2d conv3d conv_tbc conv_transpose1d conv_transpose2d conv_transpose3d convolution: input=a weight=b bias=ab -> ab
embedding: input=- weight=a padding_idx=- max_norm=a -> a
embedding_bag: input=- weight=a offsets=- max_norm=a norm_type=- scale_grad_by_freq=- mode=- sparse=- per_sample_weights=b -> ab,-,-,-
scaled_dot_product_attention: query=a key=1/a value=b attn_mask=- -> b
layer_norm: input=a normalized_shape=- weight=b bias=b eps=aa! -> b
group_norm: input=a num_groups=- weight=b bias=b eps=aa! -> b
rms_norm: input=a normalized_shape=- weight=b eps=aa! -> b
normalize: input=a p=- dim=- eps=-? -> 1
mse_loss: input=a target=a -> aa
l1_loss: input=a target=a -> a
smooth_l1_loss: input=a target=a size_average=- reduce=- reduction=- beta=a! -> a
huber_loss: input=a target=a reduction=- delta=a! -> aa
cosine_similarity: x1=a x2=b dim=- eps=-? -> 1
hinge_embedding_loss: input=a target=- margin=a! -> a
pairwise_distance: x1=a x2=a p=- eps=a! -> a
triplet_margin_loss: anchor=a positive=a negative=a margin=a! p=- eps=a! -> a
margin_ranking_loss: input1=a input2=a target=- margin=a -> a
cdist: x1=a x2=a -> a
dist: input=a other=a -> a
histc: input=a bins=- min=a max=a -> 1
bincount: input=- weights=a -> a
complex: real=a imag=a -> a
polar: abs=a angle=- -> a
cov: input=a -> aa
corrcoef: input=a -> 1
std_mean: input=a -> a,a
var_mean: input=a -> aa,a
trapezoid trapz cumulative_trapezoid: y=a x=b dim=- dx=b -> ab
stft: input=a n_fft=- hop_length=- win_length=- window=b -> ab
istft: input=a n_fft=- hop_length=- win_length=- window=b -> a/b
solve_ex: A=a B=b -> b/a,-
solve_triangular: A=a B=b -> b/a
triangular_solve: b=b A=a -> b/a,a
cholesky_solve: B=b L=a -> b/aa
cholesky_inverse: input=a -> 1/aa
cholesky_ex: input=a -> a^0.5,-
inv_ex: A=a -> 1/a,-
svd: A=a -> -,a,-
qr: A=a -> -,a
eig eigh: A=a -> a,-
lu: A=a -> -,-,a
lstsq: A=a B=b rcond=- -> b/a,bb,-,a
matrix_rank: A=a tol=a hermitian=- atol=a -> 1
pinv pinverse: A=a rcond=- hermitian=- atol=a -> 1/a
svd_lowrank: A=a q=- niter=- M=a -> -,a,-
pca_lowrank: A=a -> -,a,-
rsqrt: input=a -> a^-0.5
__rdiv__: self=a other=b -> b/a
normal: mean=a std=a! -> a
Tensor.normal: input=a mean=a std=a! -> a
normal_: tensor=a mean=a std=a! -> a
uniform_: tensor=a a=a b=a! -> a
linspace: start=a end=a -> a
arange: start=a end=a step=a -> a
"""

# The same where elements are picked, compared or written, which values on a scale (degC) allow.
MOVED_LINES = """
cat concat concatenate hstack vstack dstack column_stack row_stack stack: tensors=*a -> a
where: condition=- input=a other=a -> a
Tensor.where: input=a condition=- other=a -> a
clamp clip: input=a min=a max=a -> a
clamp_min: input=a min=a -> a
clamp_max: input=a max=a -> a
nan_to_num: input=a nan=a posinf=a neginf=a -> a
masked_fill: input=a mask=- value=a -> a
index_fill: input=a dim=- index=- value=a -> a
full_like: input=a fill_value=a -> a
constant_: tensor=a val=a -> a
pad_sequence: sequences=*a batch_first=- padding_value=a -> a
_pack_padded_sequence: input=a lengths=- -> a,-
_pad_packed_sequence: data=a batch_sizes=- batch_first=- padding_value=a -> a,-
full: size=- fill_value=a -> a
fill fill_diagonal: input=a value=a -> a
copy: input=a src=a -> a
masked_scatter: input=a mask=- source=a -> a
index_copy: input=a dim=- index=- source=a -> a
index_reduce: input=a dim=- index=- source=a -> a
scatter: input=a dim=- index=- src=a -> a
scatter_reduce: input=a dim=- index=- src=a -> a
put: input=a index=- source=a -> a
select_scatter slice_scatter diagonal_scatter: input=a src=a -> a
index_put: input=a indices=- values=a -> a
bucketize: input=a boundaries=a -> 1
searchsorted: sorted_sequence=a input=a -> 1
isin: elements=a test_elements=a -> 1
isclose allclose: input=a other=a rtol=- atol=a -> 1
max_pool1d max_pool2d max_pool3d adaptive_max_pool1d adaptive_max_pool2d adaptive_max_pool3d: input=a -> a,-
fractional_max_pool2d fractional_max_pool3d: input=a -> a,-
max_pool1d_with_indices max_pool2d_with_indices max_pool3d_with_indices adaptive_max_pool1d_with_indices: input=a -> a,-
adaptive_max_pool2d_with_indices adaptive_max_pool3d_with_indices: input=a -> a,-
fractional_max_pool2d_with_indices fractional_max_pool3d_with_indices: input=a -> a,-
unique unique_consecutive: input=a -> a,-,-
to type_as view_as expand_as reshape_as resize_as: input=a other=b -> a
"""

# The names that some of torch's functions have for a parameter of a line.
SYNONYMS = {
    "input": "self A x tensor",
    "self": "input",
    "A": "input self",
    "mat1": "batch1 mat vec1",
    "mat2": "batch2 vec vec2",
    "src": "value other",
    "value": "fill_value",
    "elements": "element",
    "test_elements": "test_element",
    "L": "input2",
    "B": "input",
    "other": "tensor y",
    "a": "from",
    "b": "to",
}

# Distances of an order; of order 0 they count, and have no unit.
ORDERS = {"norm": "p", "vector_norm": "ord", "dist": "p", "cdist": "p", "pdist": "p"}

_QUANTIZED = "quantized tensors have no place for a unit; work on q.mantissa"
_SPARSE = "sparse tensors are no mantissas; work on q.mantissa"
_HANDS_ON = "it hands the bare array on; strip the unit on purpose: q.to_decimal(unit), or q.mantissa"
_NEW = "make a quantity of the data: u.Quantity(data, unit), or q.new_full(size, a quantity)"
_GONE = "torch has it no more"
_DRAWS = "draw numbers and attach the unit: torch.randn(...) * unit"
_PARTS = "its parts have different units; use torch.linalg.lu, qr or svd, or work on q.mantissa"
_TENSOR = "it belongs to the tensor; call it on q.mantissa"
_SYMBOLS = "symbolic sizes have no unit"
_CALLS = "the function given may change the unit; apply it to q.mantissa, and attach the unit that results"
_CUDNN = "it belongs to one device library; use torch.nn.functional"
_TEXT = "str(q) and repr(q) have the unit"

# Functions that refuse quantities, and why.
REFUSED = {
    name: reason
    for reason, names in {
        _QUANTIZED: """
quantize_per_channel quantize_per_tensor quantize_per_tensor_dynamic quantized_batch_norm quantized_gru_cell quantized_lstm_cell
quantized_max_pool1d quantized_max_pool2d quantized_max_pool3d quantized_rnn_relu_cell quantized_rnn_tanh_cell dequantize
q_per_channel_axis q_per_channel_scales q_per_channel_zero_points q_scale q_zero_point qscheme int_repr choose_qparams_optimized
fake_quantize_per_channel_affine fake_quantize_per_tensor_affine fused_moving_avg_obs_fake_quant fbgemm_linear_fp16_weight
fbgemm_linear_fp16_weight_fp32_activation fbgemm_linear_int8_weight fbgemm_linear_int8_weight_fp32_activation
fbgemm_linear_quantize_weight fbgemm_pack_gemm_matrix_fp16 fbgemm_pack_quantized_matrix
""",
        _SPARSE: """
_coalesced_ _dimI _dimV _indices _nnz _sparse_mask_projection _to_dense _values coalesce ccol_indices ccol_indices_copy col_indices
col_indices_copy crow_indices crow_indices_copy row_indices row_indices_copy indices indices_copy values values_copy to_dense
to_mkldnn to_sparse to_sparse_bsc to_sparse_bsr to_sparse_coo to_sparse_csc to_sparse_csr to_padded_tensor sparse_mask
sparse_resize sparse_resize_and_clear resize_as_sparse dsmm hsmm hspmm saddmm smm spmm sspaddmm _nested_tensor_size _nested_tensor_storage_offsets _nested_tensor_strides
""",
        _HANDS_ON: """
numpy __array__ __array_wrap__ __dlpack__ __dlpack_device__ storage storage_type untyped_storage data_ptr const_data_ptr set
share_memory __reduce_ex__ __setstate__ __deepcopy__ module_load as_subclass _clear_non_serializable_cached_data hash_tensor
__reversed__ __contains__ tensor as_tensor
""",
        _NEW: "new new_tensor",
        _GONE: "reinforce symeig",
        _DRAWS: "random cauchy exponential geometric log_normal",
        _PARTS: "lu_factor lu_factor_ex lu_solve lu_unpack ldl_factor ldl_factor_ex ldl_solve geqrf lobpcg",
        _TENSOR: """
register_hook register_post_accumulate_grad_hook record_stream autocast _autocast_to_full_precision
_autocast_to_reduced_precision backward
""",
        _SYMBOLS: "sym_float sym_int sym_ite sym_max sym_min sym_not sym_sum",
        _CALLS: "apply map map2",
        _CUDNN: """
miopen_batch_norm miopen_convolution miopen_convolution_add_relu miopen_convolution_relu miopen_convolution_transpose
miopen_depthwise_convolution miopen_rnn
""",
        _TEXT: "__format__ __repr__",
        "bins of several units need several edges; use brainunit.math.histogramdd": "histogramdd",
    }.items()
    for name in names.split()
}
