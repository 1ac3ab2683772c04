"""numpy's distributions by jax.random: from a key, traced and vectorised."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
from jax import random as jr

from .drawing import shape_of

__all__: list[str] = []  # asked by name


def normal(key: Any, loc: Any, scale: Any, size: Any) -> Any:
    return loc + scale * jr.normal(key, shape_of(size, loc, scale))


def uniform(key: Any, low: Any, high: Any, size: Any) -> Any:
    return jr.uniform(key, shape_of(size, low, high), minval=low, maxval=high)


def laplace(key: Any, loc: Any, scale: Any, size: Any) -> Any:
    return loc + scale * jr.laplace(key, shape_of(size, loc, scale))


def gumbel(key: Any, loc: Any, scale: Any, size: Any) -> Any:
    return loc + scale * jr.gumbel(key, shape_of(size, loc, scale))


def logistic(key: Any, loc: Any, scale: Any, size: Any) -> Any:
    return loc + scale * jr.logistic(key, shape_of(size, loc, scale))


def exponential(key: Any, scale: Any, size: Any) -> Any:
    return scale * jr.exponential(key, shape_of(size, scale))


def rayleigh(key: Any, scale: Any, size: Any) -> Any:
    return jr.rayleigh(key, scale, shape_of(size, scale))


def gamma(key: Any, shape: Any, scale: Any, size: Any) -> Any:
    return scale * jr.gamma(key, shape, shape_of(size, shape, scale))


def triangular(key: Any, left: Any, mode: Any, right: Any, size: Any) -> Any:
    return jr.triangular(key, left, mode, right, shape_of(size, left, mode, right))


def wald(key: Any, mean: Any, scale: Any, size: Any) -> Any:
    return scale * jr.wald(key, mean / scale, shape_of(size, mean, scale))


def multivariate_normal(key: Any, mean: Any, cov: Any, size: Any, method: Any) -> Any:
    shape = None if size is None else shape_of(size)
    return jr.multivariate_normal(key, jnp.asarray(mean), jnp.asarray(cov), shape, method=method or "svd")


def lognormal(key: Any, mean: Any, sigma: Any, size: Any) -> Any:
    return jnp.exp(mean + sigma * jr.normal(key, shape_of(size, mean, sigma)))


def beta(key: Any, a: Any, b: Any, size: Any) -> Any:
    return jr.beta(key, a, b, shape_of(size, a, b))


def binomial(key: Any, n: Any, p: Any, size: Any) -> Any:
    return jr.binomial(key, n, p, shape_of(size, n, p))


def chisquare(key: Any, df: Any, size: Any) -> Any:
    return jr.chisquare(key, df, shape_of(size, df))


def dirichlet(key: Any, alpha: Any, size: Any) -> Any:
    return jr.dirichlet(key, jnp.asarray(alpha), None if size is None else shape_of(size))


def f(key: Any, dfnum: Any, dfden: Any, size: Any) -> Any:
    return jr.f(key, dfnum, dfden, shape_of(size, dfnum, dfden))


def geometric(key: Any, p: Any, size: Any) -> Any:
    return jr.geometric(key, p, shape_of(size, p))


def pareto(key: Any, a: Any, size: Any) -> Any:
    return jnp.expm1(jr.exponential(key, shape_of(size, a)) / a)  # Lomax, as numpy's


def weibull(key: Any, a: Any, size: Any) -> Any:
    return jr.weibull_min(key, 1.0, a, shape_of(size, a))


def poisson(key: Any, lam: Any, size: Any) -> Any:
    return jr.poisson(key, lam, shape_of(size, lam))


def power(key: Any, a: Any, size: Any) -> Any:
    return jr.uniform(key, shape_of(size, a)) ** (1.0 / a)


def standard_t(key: Any, df: Any, size: Any) -> Any:
    return jr.t(key, df, shape_of(size, df))


def standard_gamma(key: Any, shape: Any, size: Any, dtype: Any) -> Any:
    return jr.gamma(key, shape, shape_of(size, shape), **_dtype(dtype))


def standard_cauchy(key: Any, size: Any) -> Any:
    return jr.cauchy(key, shape_of(size))


def standard_exponential(key: Any, size: Any, dtype: Any) -> Any:
    return jr.exponential(key, shape_of(size), **_dtype(dtype))


def standard_normal(key: Any, size: Any, dtype: Any) -> Any:
    return jr.normal(key, shape_of(size), **_dtype(dtype))


def random(key: Any, size: Any, dtype: Any) -> Any:
    return jr.uniform(key, shape_of(size), **_dtype(dtype))


def integers(key: Any, low: Any, high: Any, size: Any, dtype: Any, endpoint: bool) -> Any:
    low, high = (0, low) if high is None else (low, high)
    return jr.randint(key, shape_of(size, low, high), low, high + endpoint, **_dtype(dtype))


def choice(key: Any, a: Any, size: Any, replace: bool, p: Any, axis: int, shuffle: bool) -> Any:
    a = a if isinstance(a, int) else jnp.asarray(a)
    p = None if p is None else jnp.asarray(p)
    return jr.choice(key, a, shape_of(size), replace=replace, p=p, axis=axis)


def permutation(key: Any, x: Any, axis: int) -> Any:
    return jr.permutation(key, x if isinstance(x, int) else jnp.asarray(x), axis=axis)


def permuted(key: Any, x: Any, axis: Any) -> Any:
    x = jnp.asarray(x)
    if axis is None:
        return jr.permutation(key, x.reshape(-1)).reshape(x.shape)
    return jr.permutation(key, x, axis=axis, independent=True)


def _dtype(dtype: Any) -> dict[str, Any]:
    return {} if dtype is None else {"dtype": dtype}
