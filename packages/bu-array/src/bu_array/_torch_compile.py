"""What torch.compile is told of units.

It reads a program with quantities as Python, and runs what came out again for all arguments that it cannot
tell from the first. Of an object it compares what was asked (a text such as `Unit.ident`, not the object),
but at one place only: for an object that was met before, as a global and in an argument, nothing is compared
at the second place. Units are such objects, in `voltage + 1.0 * u.mV`, and the program for millivolts would
run for volts. So they are left out of its list of objects met, and each place is compared.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

from bu_dispatch import when_imported
from bu_units import Unit

__all__: list[str] = []


def _compare_each_unit(module: ModuleType) -> None:
    # torch 2.13; test_torch_compile.py tells when it moves.
    listed = getattr(module.SideEffects, "track_object_existing", None)
    if listed is None:
        return

    def track_object_existing(self: Any, item: Any, variable: Any) -> Any:
        return variable if isinstance(item, Unit) else listed(self, item, variable)

    module.SideEffects.track_object_existing = track_object_existing


when_imported("torch._dynamo.side_effects", _compare_each_unit)
