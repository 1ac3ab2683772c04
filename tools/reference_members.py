"""Examples of members of classes, and of names that are data: one expression each; texts where none are.

A row is what the members are used on and how, without blanks: ``("q", "T max() take(j)")`` gives `q.T`,
`q.max()` and `q.take(j)`, each in the entry of its own.
"""

from __future__ import annotations

__all__ = ["DTYPES", "HELD", "MEMBERS", "OTHER_DATA", "TYPED"]

# Objects of the class that the example of CustomArray defines.
HELD = {
    "recording": "Recording(np.array([3.0, -1.0, 2.0]) * u.mV)",
    "rising": "Recording(np.array([1.0, 2.0, 4.0]) * u.mV)",
    "phasors": "Recording(np.array([3.0 + 4.0j, -1.0j]) * u.mV)",
    "square": "Recording(np.array([[2.0, 1.0], [0.0, 3.0]]) * u.mV)",
    "plain": "Recording(np.array([0.0, 0.5, 1.0]))",
    "steps": "Recording(np.array([1.25, 2.5, 4.0]))",
    "flags": "Recording(np.array([True, False, True]))",
    "places": "Recording(np.array([0, 1, 0]))",
}

CUSTOM: list[tuple[str, str]] = [
    ("recording", "abs() absolute() argmax() argmin() argsort() max() min() mean() prod() ptp() std() sum()"),
    (
        "recording",
        "var() cumsum() clone() copy() sort() ravel() flatten() tolist() nonzero() to_numpy() numpy()",
    ),
    ("recording", "dtype itemsize nbytes ndim shape size data tree_flatten()"),
    (
        "recording",
        "astype('float16').dtype float().dtype half().dtype double().dtype int() long().dtype bool()",
    ),
    ("recording", "clip(0*u.mV,2*u.mV) clamp(0*u.mV,2*u.mV) clamp_(0*u.mV,2*u.mV).data zero_().data"),
    ("recording", "mul(2.0*u.ms) multiply(2.0*u.ms)"),
    ("recording", "expand_dims(0) unsqueeze(0) expand(2,3) expand_as(np.zeros((2,3))) repeat(2) tile(2)"),
    ("recording", "take(np.array([2,0])) compress([True,False,True]) split(3) reshape(3,1) view(3,1) pow(2)"),
    ("recording", "to_jax().backend dot(np.ones(3)*u.ms) outer(np.ones(3)*u.ms)"),
    ("recording[:1]", "item()"),
    ("rising", "searchsorted(3.0*u.mV) argpartition(0)[0]"),
    ("phasors", "conj() conjugate() real imag"),
    ("square", "T mT diagonal() trace() transpose() swapaxes(0,1)"),
    ("steps", "cumprod() round()"),
    ("Recording(np.ones((1, 3)) * u.mV)", "squeeze()"),
    ("plain", "sin() cos() tan() sinh() cosh() tanh() arcsin() arccos() arctan()"),
    ("plain", "sin_().data cos_().data tan_().data sinh_().data tanh_().data"),
    ("plain", "arcsin_().data arccos_().data arctan_().data"),
    ("flags", "all() any()"),
]
UNITS: list[tuple[str, str]] = [
    ("u.mV", "atoms base dispname is_fullname is_unitless magnitude name scale should_display_unit"),
    ("u.inch", "factor factorless()"),
    ("u.volt", "has_same_base(u.inch)"),
]
MEMBERS: dict[str, list[tuple[str, str]]] = {
    "brainunit.custom_array.CustomArray": CUSTOM,
    "brainunit.Unit": UNITS,
    "brainunit.Dimension": [
        ("u.newton.dim", "dim exponents is_dimensionless order"),
    ],
    "brainunit.sparse.SparseMatrix": [
        ("matrix", "data dtype nse shape unit tocoo() tocsc() tocsr() transpose().todense()"),
        ("matrix", "block_until_ready().nse tree_flatten() yw_to_w(T[:2],matrix.data)"),
        ("matrix", "yw_to_w_transposed(T[:2],matrix.data)"),
    ],
    "brainunit.sparse.CSR": [
        ("matrix", "indices indptr tocoo() tocsr() transpose() tree_flatten()"),
        ("u.sparse.CSR", "fromdense(P)"),
    ],
    "brainunit.sparse.CSC": [
        ("matrix.tocsc()", "indices indptr tocoo() tocsc() transpose() tree_flatten()"),
        ("u.sparse.CSC", "fromdense(P)"),
    ],
    "brainunit.sparse.COO": [
        ("matrix.tocoo()", "row col tocoo() tocsc() tocsr() transpose().todense() tree_flatten()"),
        ("u.sparse.COO", "fromdense(P)"),
    ],
    "brainunit.systems.UnitSystem": [("u.systems.cgs", "name base_units")],
    "brainunit.typing.PhysicalType": [('u.typing.PhysicalType("energy")', "name physical_type dim")],
    "bu_units.LevelUnit": [("bu_units.names.dBm", "is_difference per_decade reference")],
    "bu_units.ScaleUnit": [
        ("bu_units.names.degC", "difference is_unitless factor_to(bu_units.names.degC)"),
    ],
    "bu_units.Magnitude": [
        ("bu_units.names.inch.exact", "decimal_exponent fraction"),
        ("bu_units.names.degree.exact", "parts"),
        ("bu_units.names.mV.exact", "power_of_ten"),
    ],
    "bu_units.constants.Constant": [
        ("bu_units.constants.electron_mass", "exact is_exact name relative_uncertainty source symbol"),
        ("bu_units.constants.electron_mass", "uncertainty unit value is_negative"),
    ],
    "bu_dispatch.Backend": [
        ('bu_dispatch.get_backend("torch")', "array_types extra module name namespace_module title"),
        (
            'bu_dispatch.get_backend("jax")',
            "fallback_rank mutable numpy_index options rich_index takes_precision way_out",
        ),
        ('bu_dispatch.get_backend("dask")', "chunked lazy"),
        ('bu_dispatch.get_backend("jax")', "numbers_only wider"),
        ("backend", "scalar_types swapped_bytes xp installed() usable() asarray([1.0,2.0]) dtype('float32')"),
        ("backend", "export(np.ones(2)) gives_way(np.float64) is_concrete(np.ones(2)) on_host(np.ones(2))"),
        ("backend", "owns(np.ndarray) peek(np.ones(2)) to_host(np.ones(2)) to_numpy(np.ones(2))"),
        ("backend", "lib.__name__ loaded().__name__ compute(np.ones(2))"),
        (
            "backend",
            "by_numpy device('cpu') device_of(np.ones(2)) info().default_dtypes() to_device(np.ones(2),'cpu')",
        ),
    ],
}

# Arrays, and the dtypes of brainunit.math that they are turned into.
DTYPES = {
    "b": "bool_",
    "i": "int8 int16 int32 int64 int_ uint8 uint16 uint32 uint64 uint",
    "q": "float16 float32 float64 float_ single double",
    "z": "complex64 complex128 complex_ csingle cdouble",
}

# Annotations of brainunit.typing, and a unit that fits.
TYPED = {
    "ACCELERATION": "u.meter / u.second**2",
    "AREA": "u.cm2",
    "CAPACITANCE": "u.uF",
    "CHARGE": "u.coulomb",
    "CONDUCTANCE": "u.nS",
    "CURRENT": "u.nA",
    "DENSITY": "u.kgram / u.meter3",
    "DIMENSIONLESS_TYPE": "u.percent",
    "ENERGY": "u.joule",
    "FORCE": "u.newton",
    "FREQUENCY": "u.Hz",
    "HAS_UNIT": "u.mV",
    "INDUCTANCE": "u.henry",
    "LENGTH": "u.um",
    "LUMINOSITY": "u.candela",
    "MAGNETIC_FIELD": "u.tesla",
    "MAGNETIC_FLUX": "u.weber",
    "MASS": "u.kgram",
    "POWER": "u.watt",
    "PRESSURE": "u.hPa",
    "RESISTANCE": "u.Mohm",
    "SPEED": "u.meter / u.second",
    "SUBSTANCE": "u.mmol",
    "TEMPERATURE": "u.kelvin",
    "TIME": "u.ms",
    "VOLTAGE": "u.mV",
    "VOLUME": "u.liter",
}

# What constants, types and aliases are, where the source does not say it.
OTHER_DATA = {
    "newaxis": "None: an axis of length 1 where it stands in an index.",
    "DIMENSIONLESS": "The dimension of a pure number.",
    "UNITLESS": "The unit of a pure number.",
    "HAS_UNIT": "Annotation: any quantity.",
    "Axis": "Annotation: the number of an axis.",
    "Axes": "Annotation: the number of an axis, or a sequence of several.",
    "Shape": "Annotation: the lengths of the axes, or the length of the only one.",
    "dtype": "The class of numpy's dtypes.",
    "__version__": "The version, a text.",
    "__version_info__": "The version, a tuple of numbers.",
}
