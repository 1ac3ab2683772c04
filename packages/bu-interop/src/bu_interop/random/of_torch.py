"""numpy's distributions by torch, from one of its Generators and on its device.

What torch draws from a Generator is here, and what follows from that exactly: a Weibull variate is a power
of an exponential one. Its gamma variates, and what is made of them, take no Generator.
"""

from __future__ import annotations

from typing import Any

import torch

from .drawing import shape_of

__all__: list[str] = []  # asked by name


def _made(draw: Any, source: torch.Generator, size: Any, *parameters: Any) -> Any:
    floats = [p.dtype for p in parameters if isinstance(p, torch.Tensor) and p.is_floating_point()]
    dtype = floats[0] if floats else None
    return draw(shape_of(size, *parameters), generator=source, device=source.device, dtype=dtype)


def _normal(source: torch.Generator, size: Any, *parameters: Any) -> Any:
    return _made(torch.randn, source, size, *parameters)


def _uniform(source: torch.Generator, size: Any, *parameters: Any) -> Any:
    return _made(torch.rand, source, size, *parameters)


def _exponential(source: torch.Generator, size: Any, *parameters: Any) -> Any:
    def draw(shape: Any, generator: Any, device: Any, dtype: Any) -> Any:
        return torch.empty(shape, device=device, dtype=dtype).exponential_(generator=generator)

    return _made(draw, source, size, *parameters)


def normal(source: Any, loc: Any, scale: Any, size: Any) -> Any:
    return loc + scale * _normal(source, size, loc, scale)


def uniform(source: Any, low: Any, high: Any, size: Any) -> Any:
    return low + (high - low) * _uniform(source, size, low, high)


def laplace(source: Any, loc: Any, scale: Any, size: Any) -> Any:
    # The difference of two exponential variates.
    first, second = (_exponential(source, size, loc, scale) for _ in range(2))
    return loc + scale * (first - second)


def gumbel(source: Any, loc: Any, scale: Any, size: Any) -> Any:
    return loc - scale * torch.log(_exponential(source, size, loc, scale))


def logistic(source: Any, loc: Any, scale: Any, size: Any) -> Any:
    first, second = (_exponential(source, size, loc, scale) for _ in range(2))
    return loc + scale * torch.log(first / second)


def exponential(source: Any, scale: Any, size: Any) -> Any:
    return scale * _exponential(source, size, scale)


def rayleigh(source: Any, scale: Any, size: Any) -> Any:
    return scale * torch.sqrt(2.0 * _exponential(source, size, scale))


def triangular(source: Any, left: Any, mode: Any, right: Any, size: Any) -> Any:
    share = _uniform(source, size, left, mode, right)
    span, rise, fall = right - left, mode - left, right - mode
    up = left + torch.sqrt(share * span * rise)
    return torch.where(share * span < rise, up, right - torch.sqrt((1.0 - share) * span * fall))


def multivariate_normal(source: Any, mean: Any, cov: Any, size: Any, method: Any) -> Any:
    cov = torch.as_tensor(cov, device=source.device)
    mean = torch.as_tensor(mean, device=source.device).to(cov.dtype)
    shape = () if size is None else shape_of(size)
    if method in (None, "cholesky"):
        root = torch.linalg.cholesky(cov)
    else:
        values, vectors = torch.linalg.eigh(cov)
        root = vectors * torch.sqrt(values.clamp(min=0.0))
    numbers = _normal(source, (*shape, mean.shape[-1]), cov)
    return mean + numbers @ root.mT


def lognormal(source: Any, mean: Any, sigma: Any, size: Any) -> Any:
    return torch.exp(mean + sigma * _normal(source, size, mean, sigma))


def geometric(source: Any, p: Any, size: Any) -> Any:
    p = torch.as_tensor(p, device=source.device)
    return torch.ceil(_exponential(source, size, p) / -torch.log1p(-p)).clamp(min=1).to(torch.int64)


def pareto(source: Any, a: Any, size: Any) -> Any:
    return torch.expm1(_exponential(source, size, a) / a)  # Lomax, as numpy's


def weibull(source: Any, a: Any, size: Any) -> Any:
    return _exponential(source, size, a) ** (1.0 / a)


def power(source: Any, a: Any, size: Any) -> Any:
    return _uniform(source, size, a) ** (1.0 / a)


def poisson(source: Any, lam: Any, size: Any) -> Any:
    rates = torch.as_tensor(lam, dtype=torch.get_default_dtype(), device=source.device)
    return torch.poisson(rates.expand(shape_of(size, rates)).contiguous(), generator=source).to(torch.int64)


def binomial(source: Any, n: Any, p: Any, size: Any) -> Any:
    shape = shape_of(size, n, p)
    counts, shares = (
        torch.as_tensor(x, dtype=torch.get_default_dtype(), device=source.device).expand(shape).contiguous()
        for x in (n, p)
    )
    return torch.binomial(counts, shares, generator=source).to(torch.int64)


def standard_cauchy(source: Any, size: Any) -> Any:
    return torch.empty(shape_of(size), device=source.device).cauchy_(generator=source)


def standard_exponential(source: Any, size: Any, dtype: Any) -> Any:
    return torch.empty(shape_of(size), device=source.device, dtype=dtype).exponential_(generator=source)


def standard_normal(source: Any, size: Any, dtype: Any) -> Any:
    return torch.randn(shape_of(size), generator=source, device=source.device, dtype=dtype)


def random(source: Any, size: Any, dtype: Any) -> Any:
    return torch.rand(shape_of(size), generator=source, device=source.device, dtype=dtype)


def integers(source: Any, low: Any, high: Any, size: Any, dtype: Any, endpoint: bool) -> Any:
    low, high = (0, low) if high is None else (low, high)
    shape = shape_of(size)
    return torch.randint(
        int(low), int(high) + endpoint, shape, generator=source, device=source.device, dtype=dtype
    )


def permutation(source: Any, x: Any, axis: int) -> Any:
    if isinstance(x, int):
        return torch.randperm(x, generator=source, device=source.device)
    order = torch.randperm(x.shape[axis], generator=source, device=source.device)
    return torch.index_select(x, axis, order)


def permuted(source: Any, x: Any, axis: Any) -> Any:
    if axis is None:
        return permutation(source, x.reshape(-1), 0).reshape(x.shape)
    keys = torch.rand(x.shape, generator=source, device=source.device)
    return torch.take_along_dim(x, torch.argsort(keys, dim=axis), dim=axis)


def choice(source: Any, a: Any, size: Any, replace: bool, p: Any, axis: int, shuffle: bool) -> Any:
    count = a if isinstance(a, int) else a.shape[axis]
    shape = shape_of(size)
    many = int(torch.Size(shape).numel())
    if p is not None:
        shares = torch.as_tensor(p, device=source.device)
        places = torch.multinomial(shares, many, replacement=replace, generator=source)
    elif replace:
        places = torch.randint(count, (many,), generator=source, device=source.device)
    elif many > count:
        raise ValueError(f"random.choice: {many} of {count} elements without replacement")
    else:
        places = torch.randperm(count, generator=source, device=source.device)[:many]
    if isinstance(a, int):
        return places.reshape(shape)
    axis = axis % a.ndim
    return torch.index_select(a, axis, places).reshape((*a.shape[:axis], *shape, *a.shape[axis + 1 :]))
