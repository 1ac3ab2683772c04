"""matplotlib's signatures, one argument at a time: the same picture in either unit, or one error at the call.

A quantity in mm and the same one in m (mg and g, pA and nA) must not make two pictures, and nothing may be
taken at the call that fails when the figure is drawn.
"""

import inspect

import numpy as np
import pytest

from bu_array import Quantity
from bu_units import UnitMismatchError

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")
plt = pytest.importorskip("matplotlib.pyplot")
colors = pytest.importorskip("matplotlib.colors")
mscale = pytest.importorskip("matplotlib.scale")
ticker = pytest.importorskip("matplotlib.ticker")

X, Y, Z = np.array([1.0, 2, 3, 4]), np.array([2.0, 4, 3, 5]), np.arange(16.0).reshape(4, 4) + 1
UP, MANY = np.array([2.0, 3, 4, 5]), np.array([1.0, 1.5, 2, 2.2, 3, 4])
CORNERS, TOPS = np.array([0.0, 1, 0, 1]), np.array([0.0, 0, 1, 1.2])
LIMITS = [0.0, 4.0, 0.0, 4.0]
STATISTICS = {"med": 2.0, "q1": 1.0, "q3": 3.0, "whislo": 0.5, "whishi": 4.0, "fliers": [5.0]}

# Arguments that work as plain numbers. Those of colours and arrows, whose unit is the first one's, are in
# SEVERAL, where they change together.
METHODS = {
    "annotate": [("a", (2.0, 2.0), (3.0, 3.0)), {"fontsize": 8.0, "rotation": 10.0}],
    "arrow": [(1.0, 1.0, 1.0, 1.0), {"width": 0.1, "head_width": 0.3, "head_length": 0.2}],
    "axhline": [(2.0, 0.2, 0.8), {"linewidth": 1.0}],
    "axhspan": [(1.0, 2.0, 0.2, 0.8), {"linewidth": 1.0}],
    "axis": [(LIMITS,), {}],
    "axline": [((1.0, 1.0), (2.0, 3.0)), {}],
    "axvline": [(2.0, 0.2, 0.8), {}],
    "axvspan": [(1.0, 2.0, 0.2, 0.8), {}],
    "bar": [(X, Y, 0.5, TOPS), {"xerr": 0.2, "yerr": 0.3, "capsize": 2.0, "linewidth": 1.0}],
    "barh": [(X, Y, 0.5, TOPS), {"xerr": 0.2, "yerr": 0.3, "linewidth": 1.0}],
    "boxplot": [(MANY,), {"positions": [1.0], "widths": 0.5, "whis": 1.5, "capwidths": 0.3}],
    "broken_barh": [([(1.0, 2.0)], (1.0, 1.0)), {"linewidth": 1.0}],
    "bxp": [([STATISTICS],), {"positions": [1.0], "widths": 0.5}],
    "ecdf": [(MANY, MANY), {}],
    "errorbar": [(X, Y, [X / 9, Y / 9], 0.2), {"elinewidth": 1.0, "capsize": 2.0, "capthick": 1.0}],
    "eventplot": [(MANY,), {"lineoffsets": 1.5, "linelengths": 0.5, "linewidths": 1.0}],
    "fill": [(X, Y), {"linewidth": 1.0}],
    "fill_between": [(X, Y, CORNERS), {"linewidth": 1.0}],
    "fill_betweenx": [(X, Y, CORNERS), {"linewidth": 1.0}],
    "hexbin": [(MANY, MANY[::-1]), {"gridsize": 3, "extent": tuple(LIMITS), "mincnt": 1, "linewidths": 1.0}],
    "hist": [(MANY, np.array([0.0, 2, 4])), {"weights": MANY, "bottom": 1.0, "rwidth": 0.5}],
    "hist2d": [(MANY, MANY[::-1]), {"range": [[0.0, 5.0], [0.0, 5.0]]}],
    "hlines": [(X, 1.0, Y), {"linewidth": 1.0}],
    "indicate_inset": [([1.0, 1.0, 1.0, 1.0],), {}],
    "inset_axes": [([0.1, 0.1, 0.3, 0.3],), {}],
    "legend": [([],), {"borderpad": 1.0, "labelspacing": 1.0, "bbox_to_anchor": (0.5, 0.5)}],
    "loglog": [(X, Y), {"base": 2.0}],
    "margins": [(0.1, 0.2), {}],
    "plot": [(X, Y, "o"), {"linewidth": 2.0, "markersize": 3.0, "markeredgewidth": 1.0, "zorder": 2.0}],
    "scatter": [(X, Y), {"s": Y, "linewidths": 1.0, "zorder": 2.0}],
    "set_aspect": [(1.0,), {}],
    "set_box_aspect": [(1.0,), {}],
    "set_rasterization_zorder": [(2.0,), {}],
    "set_title": [("a",), {"y": 1.0, "pad": 2.0, "fontsize": 8.0}],
    "set_xbound": [(0.0, 5.0), {}],
    "set_xlabel": [("a",), {"labelpad": 2.0}],
    "set_xlim": [(0.0, 5.0), {}],
    "set_xticks": [([1.0, 2.0],), {}],
    "set_ylim": [(0.0, 5.0), {}],
    "set_yticks": [(X,), {"minor": True}],
    "stackplot": [(X, Y, Y), {"linewidth": 1.0}],
    "stairs": [(Y[:3], X), {"baseline": 0.5, "linewidth": 1.0}],
    "stem": [(X, Y), {"bottom": 0.5}],
    "step": [(X, Y), {"linewidth": 2.0}],
    "table": [([["1"]],), {"colWidths": [0.5], "bbox": (0.0, 0.0, 0.5, 0.5)}],
    "text": [(2.0, 2.0, "a"), {"fontsize": 8.0, "rotation": 10.0}],
    "tick_params": [(), {"length": 3.0, "width": 1.0, "pad": 2.0, "labelsize": 8.0}],
    "ticklabel_format": [(), {"useOffset": 2.0, "axis": "x"}],
    "triplot": [(CORNERS, TOPS), {"linewidth": 1.0}],
    "violinplot": [(MANY,), {"positions": [1.0], "widths": 0.5, "points": 50}],
    "vlines": [(X, 1.0, Y), {"linewidth": 1.0}],
}

# Of each: the names of the arguments that are in one unit, which is that of the colours or the arrows.
SEVERAL = {
    "barbs": [
        {"": (X, Y, 5 * Y, 5 * X), "barb_increments": {"half": 5.0, "full": 10.0, "flag": 50.0}},
        (2, 3),
    ],
    "contour": [{"": (X, X, Z), "levels": np.array([3.0, 6, 9]), "vmin": 0.0, "vmax": 12.0}, (2,)],
    "contourf": [{"": (X, X, Z), "levels": np.array([3.0, 6, 9]), "vmin": 0.0, "vmax": 12.0}, (2,)],
    "hexbin": [{"": (MANY, MANY), "C": MANY, "gridsize": 3, "vmin": 0.0, "vmax": 4.0}, ("C",)],
    "hist2d": [{"": (MANY, MANY, 3), "weights": MANY, "cmin": 0.5, "vmin": 0.0, "vmax": 4.0}, ("weights",)],
    "imshow": [{"": (Z,), "vmin": 1.0, "vmax": 9.0}, (0,)],
    "matshow": [{"": (Z,), "vmin": 1.0, "vmax": 9.0}, (0,)],
    "pcolor": [{"": (X, UP, Z), "vmin": 1.0, "vmax": 9.0}, (2,)],
    "pcolorfast": [{"": ((0.0, 4.0), (0.0, 4.0), Z), "vmin": 1.0, "vmax": 9.0}, (2,)],
    "pcolormesh": [{"": (X, UP, Z), "vmin": 1.0, "vmax": 9.0}, (2,)],
    "quiver": [{"": (X, Y, Y, X), "scale": 20.0}, (2, 3)],
    "scatter": [{"": (X, Y), "c": X, "vmin": 0.0, "vmax": 5.0}, ("c",)],
    "spy": [{"": (Z,), "precision": 4.0}, (0,)],
    "streamplot": [{"": (X, X, Z, Z[::-1]), "density": 0.5}, (2, 3)],
    "tricontour": [{"": (CORNERS, TOPS, X), "levels": np.array([1.5, 2.5])}, (2,)],
    "tricontourf": [{"": (CORNERS, TOPS, X), "levels": np.array([1.5, 2.5])}, (2,)],
    "tripcolor": [{"": (CORNERS, TOPS, X), "vmin": 0.0, "vmax": 5.0}, (2,)],
}
VALUES = ("vmin", "vmax", "levels", "cmin", "scale", "precision", "barb_increments")

UNITS = [("mm", "m"), ("mg", "g"), ("pA", "nA")]


def in_unit(value, unit, factor):
    if isinstance(value, dict):
        return {key: in_unit(item, unit, factor) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(in_unit(item, unit, factor) for item in value)
    return Quantity(value * factor, unit)


def is_number(value):
    if isinstance(value, (list, tuple)):
        return bool(value) and all(map(is_number, value))
    return isinstance(value, (int, float, np.ndarray)) and not isinstance(value, bool)


def picture(draw):
    """Return the picture, or the error of the call."""
    figure, axes = plt.subplots(figsize=(1.5, 1.5), dpi=40)
    try:
        axes.xaxis.update_units(Quantity(1.0, "mm"))
        axes.yaxis.update_units(Quantity(1.0, "mg"))
        axes.set_xlim(0, 6)
        axes.set_ylim(0, 6)
        try:
            draw(axes)
        except (TypeError, ValueError, AttributeError, UnitMismatchError) as error:
            return error
        figure.canvas.draw()  # not to fail here
        return np.asarray(figure.canvas.buffer_rgba()).astype(int)
    finally:
        plt.close(figure)


def assert_alike(first, second):
    assert isinstance(first, Exception) == isinstance(second, Exception), (first, second)
    if isinstance(first, Exception):
        assert type(first) is type(second)
    else:
        assert first.shape == second.shape
        assert np.abs(first - second).max() < 60  # antialiasing, where a position differs in its last digit


SLOTS = [
    (name, slot)
    for name, (args, kwargs) in METHODS.items()
    for slot, value in [*enumerate(args), *kwargs.items()]
    if is_number(value)
]


@pytest.mark.parametrize("name, slot", SLOTS)
@pytest.mark.filterwarnings("ignore")  # of plain numbers that make an odd picture
def test_one_argument_in_two_units(name, slot):
    args, kwargs = METHODS[name]
    value = dict([*enumerate(args), *kwargs.items()])[slot]
    taken = []
    for small, large in UNITS:
        pictures = []
        for unit, factor in ((small, 1.0), (large, 1e-3)):
            changed = {**dict(enumerate(args)), **kwargs, slot: in_unit(value, unit, factor)}
            places = [changed.pop(i) for i in range(len(args))]
            draw = lambda axes, p=places, k=changed: getattr(axes, name)(*p, **k)  # noqa: E731  # bound in the loop
            pictures.append(picture(draw))
        assert_alike(*pictures)
        taken += [] if isinstance(pictures[0], Exception) else [small]
    # Nothing but the weights of an ecdf, which are divided by their sum, takes more than one dimension.
    assert len(taken) <= 1 or (name, slot) == ("ecdf", 1), taken
    plain = picture(lambda axes: getattr(axes, name)(*args, **kwargs))
    assert not isinstance(plain, Exception), plain


@pytest.mark.parametrize("name", SEVERAL)
@pytest.mark.filterwarnings("ignore")
def test_colours_and_arrows_in_two_units(name):
    arguments, own = SEVERAL[name]
    args = arguments[""]
    rest = {key: value for key, value in arguments.items() if key}
    plain = picture(lambda axes: getattr(axes, name)(*args, **rest))
    assert not isinstance(plain, Exception), plain
    pairs = [("nA", "nA"), ("nA", "uA"), ("uA", "uA")]
    if name == "barbs":  # counts its marks by //, which the rounding of 0.03 // 0.01 changes
        pairs.pop()
    for first, second in pairs:
        factor = {"nA": 1.0, "uA": 1e-3}
        places = [in_unit(x, first, factor[first]) if i in own else x for i, x in enumerate(args)]
        more = {
            key: in_unit(value, second, factor[second])
            if key in VALUES
            else in_unit(value, first, factor[first])
            if key in own
            else value
            for key, value in rest.items()
        }
        shown = picture(lambda axes, p=places, k=more: getattr(axes, name)(*p, **k))
        assert not isinstance(shown, Exception), shown
        assert_alike(plain, shown)


# ---------------------------------------------------------------- locators, formatters, scales, norms


def classes(module, base, more=()):
    found = [x for x in vars(module).values() if inspect.isclass(x) and issubclass(x, base)]
    return sorted({x for x in found if not inspect.isabstract(x)} - set(more), key=lambda x: x.__name__)


NEEDED = {
    "fmt": "%d",
    "func": lambda x, _: "",
    "functions": (abs, abs),
    "locs": [1.0],
    "name": "linear",
    "ncolors": 4,
    "seq": [""],
}
# Flags and texts: whatever is given there is no number in another unit.
NO_NUMBERS = {
    "labelOnlyBase",
    "useLocale",
    "useMathText",
    "usetex",
    "use_overline",
    "is_latex",
    "minor",
    "clip",
}
NO_NUMBERS |= {"symbol", "sep", "unit", "transform", "fmt", "seq", "func", "functions", "presets", "one_half"}


def arguments_of(cls, name, value):
    parameters = [p for p in inspect.signature(cls).parameters.values() if p.name != "axis"]
    needed = {
        p.name: NEEDED.get(p.name, 1.0)
        for p in parameters
        if p.default is p.empty and p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)
    }
    return {**needed, name: value}


def numbers_of(*found):
    return [
        (cls, p.name)
        for cls in found
        for p in inspect.signature(cls).parameters.values()
        if p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL) and p.name not in NO_NUMBERS | {"axis", "norms"}
    ]


TICKERS = numbers_of(*classes(ticker, ticker.TickHelper))


@pytest.mark.parametrize("cls, name", TICKERS, ids=str)
@pytest.mark.filterwarnings("ignore")
def test_locators_and_formatters_in_two_units(cls, name):
    def put(axes, unit, factor):
        value = np.array([1.0, 2.0, 5.0]) if name == "locs" else 2.0
        helper = cls(**arguments_of(cls, name, Quantity(value * factor, unit)))
        kind = "locator" if isinstance(helper, ticker.Locator) else "formatter"
        getattr(axes.xaxis, f"set_major_{kind}")(helper)

    for small, large in UNITS[:2]:
        pictures = [picture(lambda axes, u=u, f=f: put(axes, u, f)) for u, f in ((small, 1.0), (large, 1e-3))]
        assert_alike(*pictures)
        assert small == "mm" or isinstance(pictures[0], Exception)


SCALES = numbers_of(*(mscale._scale_mapping[name] for name in mscale.get_scale_names()))


@pytest.mark.parametrize("cls, name", SCALES, ids=str)
@pytest.mark.filterwarnings("ignore")
def test_scales_in_two_units(cls, name):
    def put(axes, unit, factor):
        given = arguments_of(cls, name, Quantity(2.0 * factor, unit))
        axes.set_xscale(cls.name, **given)

    for small, large in UNITS[:2]:
        pictures = [picture(lambda axes, u=u, f=f: put(axes, u, f)) for u, f in ((small, 1.0), (large, 1e-3))]
        assert_alike(*pictures)
        assert small == "mm" or isinstance(pictures[0], Exception)


NORMS = numbers_of(*classes(colors, colors.Normalize, [colors.NoNorm]))  # there values are indices


COLOURS = {"vmin", "vmax", "vcenter", "halfrange", "linthresh", "linear_width", "boundaries"}


@pytest.mark.parametrize("cls, name", NORMS, ids=str)
@pytest.mark.filterwarnings("ignore")
def test_norms_in_two_units(cls, name):
    def draw(axes, unit, factor):
        value = [1.0, 2.0, 5.0] if name == "boundaries" else 2.0
        given = arguments_of(cls, name, value)
        if "linear_width" in inspect.signature(cls).parameters:
            given.setdefault("linear_width", 1.0)  # a default is a plain number in the unit of the norm
        own = {name} | (given.keys() & COLOURS)
        given = {key: in_unit(x, unit, factor) if key in own else x for key, x in given.items()}
        axes.imshow(Quantity(Z, "mm"), norm=cls(**given))

    for small, large in UNITS[:2]:
        pictures = [
            picture(lambda axes, u=u, f=f: draw(axes, u, f)) for u, f in ((small, 1.0), (large, 1e-3))
        ]
        assert_alike(*pictures)
        assert small == "mm" or isinstance(pictures[0], Exception)


# ---------------------------------------------------------------- setters of artists

SIZES = {
    "line": (lambda axes: axes.plot(X, Y, "o-")[0], "linewidth markersize markeredgewidth markevery zorder"),
    "points": (lambda axes: axes.scatter(X, Y), "linewidth sizes zorder offsets array hatch_linewidth"),
    "bar": (lambda axes: axes.bar(X, Y).patches[0], "linewidth angle x y width height xy zorder"),
    "image": (lambda axes: axes.imshow(Z), "data array extent zorder"),
    "text": (lambda axes: axes.text(1, 1, "a"), "x y position rotation fontsize linespacing zorder"),
    "ellipse": (
        lambda axes: axes.add_patch(matplotlib.patches.Ellipse((1, 1), 1, 1)),
        "center width height angle linewidth",
    ),
    "lines": (lambda axes: axes.vlines(X, 0, 1), "linewidth zorder segments"),
    "wedge": (
        lambda axes: axes.add_patch(matplotlib.patches.Wedge((1, 1), 1, 0, 90)),
        "theta1 theta2 radius width",
    ),
}


@pytest.mark.parametrize("kind, setter", [(kind, s) for kind, (_, row) in SIZES.items() for s in row.split()])
@pytest.mark.filterwarnings("ignore")
def test_setters_in_two_units(kind, setter):
    def draw(axes, unit, factor):
        artist = SIZES[kind][0](axes)
        value = {"sizes": Y, "offsets": np.c_[X, Y], "array": X, "data": Z, "extent": np.array(LIMITS)}
        value = value.get(setter, np.array([1.0, 2.0]) if setter in ("xy", "position", "center") else 2.0)
        squared = 2 if setter == "sizes" else 1
        if not hasattr(artist, f"set_{setter}"):
            raise AttributeError(setter)  # a version without it
        getattr(artist, f"set_{setter}")(Quantity(value * factor**squared, f"{unit}^{squared}"))

    for small, large in UNITS:
        assert_alike(
            *(picture(lambda axes, u=u, f=f: draw(axes, u, f)) for u, f in ((small, 1.0), (large, 1e-3)))
        )
