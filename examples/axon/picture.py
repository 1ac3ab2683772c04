"""The picture: response, rate functions and steady-state current, with units on the axes.

The only module that imports matplotlib.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import brainunit as u

from .parameters import Parameters, Value
from .runs import Run

__all__ = ["draw"]

# Blue, vermilion and green of Okabe and Ito, which colour-blind readers tell apart.
_COLOURS = {"m": "#0072B2", "h": "#D55E00", "n": "#009E73"}
_DARK = "#333333"
_POINTS = 1500  # more than a panel has pixels


def draw(result: Run, parameters: Parameters, grid: u.Quantity, output: Path) -> None:
    """Write the picture of the results of one backend as a PNG."""
    figure = Figure(figsize=(10, 7), layout="constrained")
    panels = figure.subplot_mosaic([["response", "response"], ["rates", "current"]])
    figure.suptitle("Squid giant axon, Hodgkin and Huxley (1952)", fontsize=13)
    _draw_response(panels["response"], result, parameters)
    _draw_rates(panels["rates"], result, grid)
    _draw_current(panels["current"], result, grid)
    for axes in panels.values():
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(color="#e6e6e6", linewidth=0.8)
        axes.set_axisbelow(True)
        axes.margins(x=0.0)
    figure.savefig(output, format="png", dpi=150)


def _plot(axes: Axes, x: u.Quantity, y: u.Quantity, x_name: str, y_name: str, **style: Value) -> None:
    """Plot `y` over `x`; their names and units are the labels of the axes."""
    axes.plot(x.mantissa, y.mantissa, **style)
    axes.set_xlabel(f"{x_name} ({x.unit:~P})")
    axes.set_ylabel(f"{y_name} ({y.unit:~P})")


def _draw_response(axes: Axes, result: Run, parameters: Parameters) -> None:
    if result.response is None:
        return
    experiment = parameters.experiment
    time = np.arange(result.response.size) * experiment.step
    axes.set_xlim(0.0, experiment.duration.mantissa)
    _plot(axes, time, result.response, "time", "membrane potential", color=_DARK, linewidth=1.4)
    axes.set_title(
        f"Response to {_text(experiment.stimulus)}: {result.spikes} spikes, peak {result.peak:.1f}",
        fontsize=10,
        loc="left",
    )


def _draw_rates(axes: Axes, result: Run, grid: u.Quantity) -> None:
    if result.curves is None:
        return
    every = _every(grid)
    for name, rate in zip(result.curves._fields[:-1], result.curves[:-1], strict=True):
        kind, gate = name.split("_")
        _plot(
            axes,
            grid[every],
            rate[every],
            "membrane potential",
            "rate",
            color=_COLOURS[gate],
            linestyle="-" if kind == "alpha" else "--",
            linewidth=1.4,
            label=rf"$\{kind}_{gate}$",
        )
    axes.set_yscale("log")  # they span four orders of magnitude
    axes.set_title("Rate functions", fontsize=10, loc="left")
    axes.legend(
        ncols=6,
        fontsize=9,
        frameon=False,
        columnspacing=0.8,
        handlelength=1.3,
        loc="lower right",  # above the panel, where no curve is
        bbox_to_anchor=(1.0, 1.0),
        borderaxespad=0.0,
    )


def _draw_current(axes: Axes, result: Run, grid: u.Quantity) -> None:
    if result.curves is None:
        return
    every = _every(grid)
    axes.axhline(0.0, color="#999999", linewidth=0.8)
    _plot(
        axes,
        grid[every],
        result.curves.current[every],
        "membrane potential",
        "ionic current, outward",
        color=_DARK,
        linewidth=1.4,
    )
    axes.set_title("Current in the steady state", fontsize=10, loc="left")


def _every(grid: u.Quantity) -> slice:
    return slice(None, None, max(1, grid.size // _POINTS))


def _text(quantity: u.Quantity) -> str:
    return f"{quantity.mantissa:g} {quantity.unit:~P}"
