"""`scipy.ndimage` with units: filters keep the unit of the image."""

from __future__ import annotations

from typing import Any

import numpy as np

from ._letters import delta, letters
from ._rows import Rows

rows = Rows("scipy.ndimage")
(y,) = letters("y")
(z,) = letters("z", linear=True)
rows(
    "uniform_filter uniform_filter1d median_filter maximum_filter minimum_filter "
    "maximum_filter1d minimum_filter1d percentile_filter rank_filter zoom shift rotate map_coordinates affine_transform "
    "grey_erosion grey_dilation grey_opening grey_closing spline_filter spline_filter1d",
    input=y,
    cval=y,
    gives=y,
)
rows(
    "gaussian_filter gaussian_filter1d",
    input=y,
    cval=y,
    gives=lambda order: delta(y) if np.any(order) else y,
)
rows(
    "convolve convolve1d correlate correlate1d laplace gaussian_laplace sobel prewitt gaussian_gradient_magnitude",
    input=z,
    cval=z,
    gives=z,
)
rows("sum sum_labels", input=z, gives=z)
rows("mean median maximum minimum", input=y, gives=y)
rows("maximum_position minimum_position center_of_mass", input=z)

__all__ = list(rows.made)
globals().update(rows.made)


def __getattr__(name: str) -> Any:
    return rows.unlisted(name)


def __dir__() -> list[str]:
    return sorted(__all__)
