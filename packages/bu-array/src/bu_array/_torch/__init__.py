"""What torch is told of quantities, once the user's own import brings it."""

from . import compile as compile
from . import custom as custom
from . import protocols as protocols
