"""Mistakes that a type checker finds; mypy reads this file, nothing runs it. See test_typing.py."""

import numpy as np

import brainunit as u

q = np.array([1.0]) * u.mV
length = u.Quantity(np.array([1.0]), u.metre)

u.mvlot  # E: attr-defined
u.si.kgg  # E: attr-defined
u.constants.plank  # E: attr-defined
u.math.mean(length, axs=0)  # E: call-arg
u.math.add(length)  # E: call-arg
u.math.sqrt()  # E: call-arg
u.math.zeros(3, unit=3)  # E: arg-type
u.lax.neg(length, 1)  # E: call-arg
length.to(3)  # E: arg-type
length.unit.factor_to("mm")  # E: arg-type
u.using_backend(1)  # E: arg-type
length.at[0].set(length, mod="clip")  # E: call-arg
length.unsqueeze()  # E: call-arg
u.fail_for_unit_mismatch()  # E: call-arg
u.metre + u.metre  # E: operator
length + "a"  # E: operator
length - None  # E: operator
u.parse_unit(3)  # E: arg-type
length.to_torch("cpu")  # E: call-arg
length.to_numpy(device="cpu")  # E: call-arg
length.to_nothing()  # E: attr-defined
u.is_torch_array()  # E: call-arg


@u.check_units(v=u.mV)
def amplified(v: u.Quantity, gain: float = 2.0) -> u.Quantity:
    return v.to("V") if gain > 2 else v


amplified(q, gian=3.0)  # E: call-arg
amplified(3)  # E: arg-type
