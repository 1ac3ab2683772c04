"""Quantities in a torch.nn.Module: what is trained, and what goes along.

>>> import torch
>>> class Spring(torch.nn.Module):
...     def __init__(self):
...         super().__init__()
...         self.stiffness = Parameter(40.0, "N / m")
...         self.mass = Buffer(250.0, "g")
>>> spring = Spring()
>>> print((spring.stiffness / spring.mass).detach().to("1 / s^2"))
160. 1 / s^2
>>> print(*spring.state_dict())
stiffness.value stiffness._extra_state mass.value mass._extra_state
"""

from __future__ import annotations

from . import _layers as _layers  # tells torch's layers how many axes a quantity has
from . import _refusals as _refusals  # tells torch's own modules what a quantity is not
from ._parameter import Buffer, Parameter

__all__ = ["Buffer", "Parameter"]
