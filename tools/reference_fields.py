"""Unit rule and libraries of the public names that are not declared: methods, derivatives, sparse matrices.

Names stand behind the class or module whose page they are on. A method that is called as a declared function
has the rule of that, and is not here.
"""

from __future__ import annotations

from functools import cache

from bu_dispatch import builtin_backends

__all__ = ["libraries_of", "measured_as", "unit_rule_of"]

QUANTITY = "brainunit.Quantity"
AT = "bu_array._quantity.at.AtIndex"
CUSTOM = "brainunit.custom_array.CustomArray"
SPARSE = "brainunit.sparse"
AUTOGRAD = "brainunit.autograd"
TORCH = "brainunit.torch"
TOP = "brainunit"
MATH = "brainunit.math"

OWN = "The unit of the quantity."
HELD = "The unit of what `data` holds."
ENTRIES = "The unit of the entries."
PER_ARGUMENT = "The unit of the value per unit of the argument."
NUMBERS = "No unit; the operand is a pure number."
BARE = "No unit; operands take none."
SPARSE_CLASSES = ("SparseMatrix", "COO", "CSC", "CSR")

# The rule, the owner, the names.
RULES: list[tuple[str, str, str]] = [
    (OWN, QUANTITY, "clone copy double float half expand_as unsqueeze"),
    ("None: the number of elements, or nothing, is returned.", QUANTITY, "numel backward"),
    ("No unit; the operand is a time.", QUANTITY, "to_timedelta to_timedelta64"),
    (OWN, QUANTITY, "contiguous pin_memory bfloat16 requires_grad_"),
    (OWN, QUANTITY, "view cpu cuda compute persist rechunk detach item tolist to_device"),
    (OWN, QUANTITY, " ".join(["to_backend", *(f"to_{record.name}" for record in builtin_backends())])),
    ("The unit of the quantity; the values are converted to it.", QUANTITY, "fill update_mantissa"),
    (
        "The unit of the quantity; the values are converted to it.",
        QUANTITY,
        "scatter_add scatter_sub scatter_max scatter_min",
    ),
    ("The unit of the quantity; the values are pure numbers.", QUANTITY, "scatter_mul scatter_div"),
    ("The unit asked for.", QUANTITY, "to in_unit with_unit"),
    ("The unit that the system has for the dimension.", QUANTITY, "in_system"),
    ("The unit of the quantity; nothing is converted.", QUANTITY, "of_kind without_kind"),
    ("The coherent unit of the SI.", QUANTITY, "to_base"),
    ("The unit of the quantity, with another prefix.", QUANTITY, "to_compact"),
    ("The unit among those given, or a product of powers of them.", QUANTITY, "to_preferred"),
    ("The unit of the same scale without its factor.", QUANTITY, "factorless"),
    ("No unit: the mantissa in the unit asked for.", QUANTITY, "to_decimal"),
    ("The unit of the quantity; the values are converted to it.", AT, "set add subtract min max"),
    ("The unit of the quantity; the values are pure numbers.", AT, "mul multiply div divide"),
    ("The unit of the quantity; `fill_value` is converted to it.", AT, "get"),
    ("The unit of the quantity; that of `unit_fun` is converted to it.", AT, "apply"),
    (NUMBERS, AT, "power"),
    (HELD, CUSTOM, "bool byteswap clone copy double expand expand_as float half int item long"),
    (HELD, CUSTOM, "numpy to_jax to_numpy tolist view zero_"),
    ("The unit of what `data` holds; the limits are converted to it.", CUSTOM, "clamp clamp_"),
    ("The unit of what `data` holds; the values are converted to it.", CUSTOM, "fill"),
    ("The unit of `beta * self`; that of `alpha * outer(vec1, vec2)` is converted to it.", CUSTOM, "addr"),
    (PER_ARGUMENT, AUTOGRAD, "grad jacfwd jacobian jacrev vector_grad hvp"),
    (
        "The value keeps its unit; the gradient is in that per unit of the argument.",
        AUTOGRAD,
        "value_and_grad",
    ),
    ("The unit of the value per unit of each of two arguments.", AUTOGRAD, "hessian"),
    ("The value and its change are in the unit of the value.", AUTOGRAD, "jvp linearize"),
    (
        "The value keeps its unit; a slope of S by the argument is in the unit of S per its unit.",
        AUTOGRAD,
        "vjp",
    ),
    ("The units that the function gives.", AUTOGRAD, "checkpoint"),
    (PER_ARGUMENT, f"{TORCH}.autograd", "grad jacrev jacfwd"),
    (
        "The value keeps its unit; the gradient is in that per unit of the argument.",
        f"{TORCH}.autograd",
        "value_and_grad",
    ),
    ("The unit of the value per unit of each of two arguments.", f"{TORCH}.autograd", "hessian"),
    ("The value and its change are in the unit of the value.", f"{TORCH}.autograd", "jvp"),
    (
        "The value keeps its unit; a slope of S by the argument is in the unit of S per its unit.",
        f"{TORCH}.autograd",
        "vjp",
    ),
    ("The units of what is carried; what a step gives is converted to them.", TORCH, "while_loop scan"),
    ("The units that `true_fn` gives; what `false_fn` gives is converted to them.", TORCH, "cond"),
    ("Each quantity keeps its unit.", TORCH, "save_safetensors load_safetensors"),
    (ENTRIES, SPARSE, "coo_fromdense coo_todense csc_fromdense csc_todense csr_fromdense csr_todense"),
    (ENTRIES, f"{SPARSE}.SparseMatrix", "tocoo tocsc tocsr todense transpose sum block_until_ready"),
    *((ENTRIES, f"{SPARSE}.{name}", "fromdense tocoo tocsc tocsr transpose") for name in SPARSE_CLASSES[1:]),
    ("The unit of the new entries.", f"{SPARSE}.SparseMatrix", "with_data"),
    ("The product of the units.", f"{SPARSE}.SparseMatrix", "yw_to_w yw_to_w_transposed"),
    ("The unit asked for.", TOP, "array_with_unit"),
    ("The unit that the text says.", TOP, "parse_quantity"),
    ("Kelvin; a quantity is converted.", TOP, "celsius2kelvin fahrenheit2kelvin"),
    (
        "No unit; a quantity is converted, a plain number is in kelvin.",
        TOP,
        "kelvin2celsius kelvin2fahrenheit",
    ),
    ("No unit; the operand is a pure number, or converted to `unit`.", TOP, "maybe_decimal"),
    ("The unit of the first; the others are converted to it.", TOP, "unit_scale_align_to_first"),
    ("The unit that `data` has.", TOP, "maybe_custom_array maybe_custom_array_tree"),
    (BARE, MATH, "broadcast_shapes can_cast isdtype issubdtype iinfo set_exprel_order"),
    ("No unit, whatever those of the operands are.", MATH, "finfo isscalar result_type get_promote_dtypes"),
    ("Each operand keeps its own unit.", MATH, "tree_ones_like tree_zeros_like"),
    ("The unit of the last value; the others are converted to it.", MATH, "piecewise"),
    (BARE, "brainunit.lax", "broadcast_shapes"),
]
# What runs the names of these modules and classes.
LIBRARIES = dict.fromkeys((AUTOGRAD, SPARSE, *(f"{SPARSE}.{name}" for name in SPARSE_CLASSES)), "jax")
LIBRARIES |= dict.fromkeys((TORCH, f"{TORCH}.autograd"), "torch")
# Methods of Quantity, and names of AtIndex, that are another one's, which the sweep has called.
SAME = {
    "scatter_add": "add",
    "scatter_sub": "subtract",
    "scatter_mul": "multiply",
    "scatter_div": "divide",
    "scatter_max": "max",
    "scatter_min": "min",
    "mul": "multiply",
    "div": "divide",
}


@cache
def _rules() -> dict[str, str]:
    return {f"{owner}.{name}": rule for rule, owner, names in RULES for name in names.split()}


def unit_rule_of(full: str) -> str:
    """Return what becomes of the units in what has no declaration, given its full name; "" if not said."""
    return _rules().get(full, "")


def libraries_of(owner: str) -> str:
    """Return what runs the names of a module or class, where that is the same for all."""
    return LIBRARIES.get(owner, "")


def measured_as(name: str) -> str:
    """Return under which name of AtIndex the sweep of the libraries has called a method."""
    return SAME.get(name, name)
