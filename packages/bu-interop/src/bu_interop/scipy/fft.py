"""`scipy.fft` with units: scipy's own sums, in the unit of the samples."""

from __future__ import annotations

from typing import Any

from ._letters import letters
from ._rows import Rows

rows = Rows("scipy.fft")
(x,) = letters("x", linear=True)
rows(
    "fft ifft fft2 ifft2 fftn ifftn rfft irfft rfft2 irfft2 rfftn irfftn hfft ihfft hfft2 ihfft2 hfftn ihfftn "
    "dct idct dst idst dctn idctn dstn idstn fftshift ifftshift",
    x=x,
    gives=x,
)
rows("fftfreq rfftfreq", d=x, gives=1 / x)
rows("fht", a=x, gives=x)
rows("ifht", A=x, gives=x)
rows("next_fast_len prev_fast_len fhtoffset")
rows.same("set_backend skip_backend set_global_backend register_backend get_workers set_workers")

__all__ = list(rows.made)
globals().update(rows.made)


def __getattr__(name: str) -> Any:
    return rows.unlisted(name)


def __dir__() -> list[str]:
    return sorted(__all__)
