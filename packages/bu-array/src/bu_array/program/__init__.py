"""Programs of quantities: units checked once, then the bare program runs.

>>> import numpy as np
>>> from bu_array import Quantity
>>> from bu_array.program import record
>>> @record
... def height(start, speed, time):
...     return start + speed * time
>>> print(height(Quantity(np.ones(2), "m"), Quantity(np.ones(2), "km/h"), Quantity(3.6, "s")))
[2. 2.] m
>>> print(height.source)
def height(start, speed, time):
    # start: m, speed: km / h, time: s
    return start + speed * time * 0.2777777777777778  # m
"""

from __future__ import annotations

from .errors import RecordingError
from .record import record

__all__ = ["RecordingError", "record"]
