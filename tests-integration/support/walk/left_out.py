"""What the walk leaves out, each with its reason, and what it finds and is so on purpose."""

from __future__ import annotations

import re

__all__ = ["KNOWN", "LEFT_OUT", "MODULES_LEFT_OUT", "known"]

_FILES = "reads or writes files"
_SETTINGS = "changes a setting of the process"
_RUNS = "runs programs or tests"
_ASKS = "prints about the installation"


def _named(reason: str, prefix: str, names: str) -> dict[str, str]:
    return dict.fromkeys((f"{prefix}.{name}" for name in names.split()), reason)


MODULES_LEFT_OUT = {
    "scipy.io": _FILES,
    "scipy.io.arff": _FILES,
    "scipy.io.matlab": _FILES,
    "scipy.io.wavfile": _FILES,
    "scipy.datasets": "loads from the network",
    "scipy.misc": "empty",
    "scipy.linalg.blas": "the bare routines: some end the process where the sizes do not fit each other",
    "scipy.linalg.lapack": "the bare routines: some end the process where the sizes do not fit each other",
    "scipy.special.cython_special": "the scalars of scipy.special, for Cython",
}

LEFT_OUT: dict[str, str] = {
    **_named(
        _FILES,
        "numpy",
        "save savez savez_compressed savetxt load loadtxt genfromtxt fromfile fromregex memmap",
    ),
    **_named(_FILES, "ndarray", "tofile dump"),
    **_named(
        "another library's arrays",
        "Quantity",
        "to_jax to_torch to_dask to_ndonnx to_cupy cuda persist rechunk",
    ),
    **_named(_SETTINGS, "numpy", "seterr seterrcall setbufsize set_printoptions errstate printoptions"),
    **_named(_ASKS, "numpy", "info show_config show_runtime get_include test typename"),
    **_named(_SETTINGS, "numpy.ma", "set_fill_value"),
    **_named(
        _RUNS,
        "numpy.testing",
        "run_threaded check_support_sve measure rundocs runstring tempdir temppath TestCase "
        "suppress_warnings clear_and_catch_warnings decorate_methods print_assert_equal verbose "
        "jiffies memusage overrides",
    ),
}

_WRITTEN = "rounds, cuts or counts the numbers as they are written: the unit is part of the question"
_MANTISSA = "a plain operand beside a unit is in that unit, by contract: 370 degree % 90"
_PLAIN_KINDS = r"plain \w+|whole|indices|mask"
_DIVISION = r"(__[ri]?(floordiv|mod|divmod)__|floor_divide|divmod|mod|remainder|fmod)(\.\w+)?"

# Calls that give something else in another unit, as regular expressions of ``name(kinds of arguments)``:
# it is meant so, or the library is so.
KNOWN: dict[str, str] = {
    r".*\W(around|round_?|__round__|ceil|floor|fix|rint|trunc|modf|spacing|nextafter|frexp|bincount)(\.\w+)?\(.*": _WRITTEN,
    rf".*\W{_DIVISION}\(.*\b({_PLAIN_KINDS})\b.*": _MANTISSA,
    r".*\W(ones_like|tree_ones_like)\(.*": "ones in the unit that is given",
    r".*\Wempty_like\(.*|numpy\.ndarray\(\)\..*|numpy\.char\.chararray\b.*": "holds no values yet",
    r"numpy\.rot90\(plain.*": "numpy asks whether k is 0, 1 or 2, and takes all else for 3",
    r".*\W(array2string|array_repr|array_str|repr_in_unit|format_float|build_err_msg)\(.*": "a text names the unit",
    r"Quantity\.(tree_flatten|tree_unflatten|update_mantissa)\(.*": "hands out or takes the bare mantissa, by its name",
    r"Quantity\.(float|half|bfloat16)\(.*": "has fewer digits, other ones in another unit",
    r".*\.(dumps|tobytes|getfield|view|byteswap|byte_bounds|ids)\(.*objects.*": "the addresses of objects",
    r"scipy\.stats\.(binom|poisson)\.support\(.*": "asks whether the numbers are whole ones",
    r"numpy\.polynomial\.polyutils\.mapdomain\(.*": "a plain zero fits any unit, and which sums are zero is rounding",
    r"scipy\.linalg\.(fiedler_)?companion\(masked\)": "scipy drops the mask of a quotient, which is bare",
    r"scipy\.optimize\.(Bounds|LinearConstraint)\(.*keep_feasible=.*": "an option that is cast to bool, in its unit",
    r"scipy\.stats\.(cum|rel)freq\(counts.*": "whole numbers lie on edges of bins, where rounding decides",
    r"(numpy\.histogram\w*|scipy\.stats\.(cum|rel)freq)\(.*(scalar|number|list).*": "of equal values numpy makes a range of one unit around them",
}


def known(call: str) -> bool:
    """Whether it is said above that a call gives something else in another unit."""
    return any(re.fullmatch(pattern, call) for pattern in KNOWN)
