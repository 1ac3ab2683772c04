"""`scipy.signal` with units: filters keep the unit, densities are squares per frequency."""

from __future__ import annotations

from typing import Any

from bu_array.core import refused_on_scale, split
from bu_units import ScaleUnit

from ._layouts import plain
from ._letters import ANY, PURE, delta, letters
from ._rows import Rows

rows = Rows("scipy.signal")
x, y, t = letters("x y t")
f, a, b, z = letters("f a b z", linear=True)
_HERTZ = ("fs", "Wn", "w0", "cutoff", "wp", "ws", "freq", "bands", "width", "freqs")


def _rate(asked: dict[str, Any]) -> None:
    """Refuse what would be off by 2 pi, and frequencies beside no rate."""
    given = [name for name in _HERTZ if name in asked and not plain(asked[name])]
    for name in given:
        _refuse_angular(name, asked[name])
    others = [name for name in given if name != "fs"]
    if others and asked.get("analog"):
        raise TypeError(
            f"{others[0]}: an analog filter has coefficients in powers of its unit; give it as a number of rad/s"
        )
    if others and asked.get("fs") is None:
        raise TypeError(
            f"{others[0]} in {split(asked[others[0]])[1]} needs fs=, the sampling rate, with its unit"
        )
    if "fs" in given and not others:
        named = [name for name in _HERTZ[1:] if asked.get(name) is not None and not callable(asked[name])]
        if named and "x" not in asked:
            raise TypeError(f"{named[0]} must be in {split(asked['fs'])[1]} as fs is, got a plain value")


def _refuse_angular(name: str, value: Any) -> None:
    unit = split(value)[1]
    if "rad" in str(unit) or "deg" in str(unit):
        raise TypeError(
            f"{name} is a frequency in cycles, as Hz, got one in {unit}, which differs by 2 pi: divide by 2 pi rad first"
        )


def _spectrum(asked: dict[str, Any]) -> None:
    """Refuse the spectrum of points of a scale whose mean stays in: it would be that of the scale's zero."""
    _rate(asked)
    if asked.get("detrend", "constant") is not False:
        return
    for name in ("x", "y"):
        unit = split(asked.get(name))[1] if not plain(asked.get(name)) else None
        if isinstance(unit, ScaleUnit):
            raise refused_on_scale('a spectrum without detrend="constant"', unit)


_BAND: dict[str, Any] = {"fs": f, "Wn": f, "check": _rate}
rows("butter cheby1 cheby2 ellip bessel iirfilter", **_BAND)
rows("buttord cheb1ord cheb2ord ellipord", fs=f, wp=f, ws=f, check=_rate, gives=(None, f))
rows("iirdesign", fs=f, wp=f, ws=f, check=_rate)
rows("iirnotch iirpeak iircomb", fs=f, w0=f, check=_rate)
rows("firwin", fs=f, cutoff=f, width=f, check=_rate)
rows("firwin2", fs=f, freq=f, check=_rate)
rows("remez firls", fs=f, bands=f, check=_rate)
rows("freqz", fs=f, worN=lambda worN: ANY if plain(worN) else f, check=_rate, gives=(f, None))
rows(
    "freqz_sos sosfreqz freqz_zpk",
    fs=f,
    worN=lambda worN: ANY if plain(worN) else f,
    check=_rate,
    gives=(f, None),
)
rows("group_delay", fs=f, check=_rate, gives=(f, None))
# Points of a scale do not pass a filter: what becomes of its zero is the filter's gain, which nothing says.
rows("filtfilt sosfiltfilt hilbert hilbert2 decimate", x=z, gives=z)
rows("resample_poly", x=z, cval=z, gives=z)
rows("wiener", im=z, noise=z**2, gives=z)
rows("lfilter sosfilt", x=z, zi=z, gives=lambda zi: z if zi is None else (z, z))
rows("lfiltic", y=z, x=z, gives=z)
rows(
    "lfilter_zi sosfilt_zi tf2sos tf2zpk zpk2sos zpk2tf sos2tf sos2zpk savgol_coeffs get_window correlation_lags"
)
rows("detrend", data=y, gives=delta(y))
rows("medfilt", volume=z, gives=z)
rows("medfilt2d", input=z, gives=z)
rows("savgol_filter", x=y, delta=delta(t), cval=y, gives=lambda deriv: y / t**deriv if deriv else y)


def _density(scaling: Any) -> Any:
    return y**2 / f if scaling == "density" else y**2


rows("welch periodogram", x=y, fs=f, check=_spectrum, gives=lambda scaling: (f, _density(scaling)))
rows(
    "csd",
    x=x,
    y=y,
    fs=f,
    check=_spectrum,
    gives=lambda scaling: (f, x * y / f if scaling == "density" else x * y),
)
rows("coherence", x=x, y=y, fs=f, check=_spectrum, gives=(f, None))


def _shown(scaling: Any, mode: Any) -> Any:
    if mode == "psd":
        return (f, 1 / f, _density(scaling))
    amplitude = y if scaling == "spectrum" else y / f**0.5
    return (f, 1 / f, PURE if mode in ("angle", "phase") else amplitude)


rows("spectrogram", x=y, fs=f, check=_spectrum, gives=_shown)
rows(
    "stft",
    x=y,
    fs=f,
    check=_spectrum,
    gives=lambda scaling: (f, 1 / f, y if scaling == "spectrum" else y / f**0.5),
)
rows(
    "istft",
    fs=f,
    Zxx=a,
    check=_rate,
    gives=lambda scaling: (1 / f, a if scaling == "spectrum" else a * f**0.5),
)
_PEAKS = {
    "peak_heights": y,
    "prominences": delta(y),
    "left_thresholds": delta(y),
    "right_thresholds": delta(y),
}
rows(
    "find_peaks",
    x=y,
    height=y,
    threshold=delta(y),
    prominence=delta(y),
    gives=(
        None,
        {**_PEAKS, "width_heights": y, **dict.fromkeys(("widths", "left_ips", "right_ips", "plateau_sizes"))},
    ),
)
rows("peak_prominences", x=y, gives=(delta(y), None, None))
rows("peak_widths", x=y, gives=(None, y, None, None))
rows("argrelmax argrelmin", data=y)
rows("argrelextrema", data=y, comparator=ANY)
_time = t  # where a parameter has the name of the letter
rows("resample", x=y, t=t, gives=lambda t: y if t is None else (y, _time))
rows("convolve correlate fftconvolve oaconvolve", in1=a, in2=b, gives=a * b)
rows("convolve2d correlate2d", in1=a, in2=b, fillvalue=a, gives=a * b)
rows("chirp", t=t, t1=t, f0=1 / t, f1=1 / t)

__all__ = list(rows.made)
globals().update(rows.made)


def __getattr__(name: str) -> Any:
    return rows.unlisted(name)


def __dir__() -> list[str]:
    return sorted(__all__)
