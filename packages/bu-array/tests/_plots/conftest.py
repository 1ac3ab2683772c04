"""The axes that tests draw on: what they took can be drawn, and what they refused left nothing behind."""

import pytest


@pytest.fixture
def axes():
    """Axes in the plane."""
    plt = pytest.importorskip("matplotlib.pyplot")
    figure, axes = plt.subplots(figsize=(2, 2), dpi=30)
    yield axes
    figure.canvas.draw()
    plt.close(figure)


@pytest.fixture
def space():
    """Axes in space."""
    plt = pytest.importorskip("matplotlib.pyplot")
    figure = plt.figure(figsize=(2, 2), dpi=30)
    yield figure.add_subplot(projection="3d")
    figure.canvas.draw()
    plt.close(figure)
