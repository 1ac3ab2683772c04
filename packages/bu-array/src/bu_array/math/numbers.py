"""Constants of mathematics and of indexing: plain numbers."""

from __future__ import annotations

import math

__all__ = ["e", "euler_gamma", "inf", "nan", "newaxis", "pi"]

e = math.e
"""Base of the natural logarithm."""
pi = math.pi
"""Circumference of a circle per diameter."""
inf = math.inf
"""Infinity."""
nan = math.nan
"""Not a number."""
euler_gamma = 0.57721566490153286061
"""Euler's constant, the limit of ``1 + 1/2 + ... + 1/n - log(n)``."""
newaxis = None
"""Index that makes a new axis of length one."""
