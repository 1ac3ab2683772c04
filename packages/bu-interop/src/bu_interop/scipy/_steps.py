"""Functions by which `basinhopping` goes from state to state: they get and give quantities."""

from __future__ import annotations

from typing import Any

from ._calls import calls
from ._letters import Call, Power, Rule

__all__ = ["Accepts", "Step"]


class Step(Rule):
    """A function of the state that gives the next one."""

    late = True

    def __init__(self, state: Power) -> None:
        self.state = state

    def take(self, value: Any, call: Call, place: str) -> Any:
        if callable(value) and hasattr(value, "stepsize") and not self.state.of(call).is_pure:
            raise TypeError(
                f"{place}: its stepsize would be in the solver's own numbers; give a function without one"
            )
        return calls(self.state, gives=self.state).take(value, call, place) if callable(value) else value


class Accepts(Rule):
    """A function of both states and values, by keywords, that says whether a step is taken."""

    late = True

    def __init__(self, state: Power, height: Power) -> None:
        self.state = state
        self.height = height

    def take(self, value: Any, call: Call, place: str) -> Any:
        if not callable(value):
            return value

        state, height = self.state, self.height

        def accepts(f_new: Any, x_new: Any, f_old: Any, x_old: Any) -> Any:
            states = {"x_new": state.give(x_new, call), "x_old": state.give(x_old, call)}
            return value(f_new=height.give(f_new, call), f_old=height.give(f_old, call), **states)

        return accepts
