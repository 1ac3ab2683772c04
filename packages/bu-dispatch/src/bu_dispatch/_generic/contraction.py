"""Sums of products over named axes (einsum): the order of the steps, and each step."""

from __future__ import annotations

from math import prod

from bu_dispatch.errors import BackendError, MissingFunctionError

TYPE_CHECKING = False  # typing itself costs more to import than this package
if TYPE_CHECKING:
    from typing import Any

    from bu_dispatch._namespace import Namespace

_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def contract(
    xp: Namespace,
    subscripts: str,
    /,
    *operands: Any,
    optimize: Any = "optimal",
    precision: Any = None,
    preferred_element_type: Any = None,
) -> Any:
    """Einsum in the order that opt_einsum finds, each step by the library's own `einsum`.

    `optimize` is as in opt_einsum.contract_path; False is one step for all.
    """
    if precision is not None:
        raise BackendError(f"einsum: precision= is an option of jax; {xp.backend.title} has nothing like it")
    if preferred_element_type is None:
        dtype = operands[0].dtype if len(operands) == 1 else xp.result_type(*operands)
    else:
        dtype = xp.backend.dtype(preferred_element_type)
    arrays = [x if x.dtype == dtype else xp.astype(x, dtype) for x in operands]
    terms, out = _explicit(subscripts, [len(x.shape) for x in arrays])
    terms, arrays = _without_ones(xp, terms, arrays)
    steps = []
    if len(arrays) > 2 and optimize is not False:
        text = f"{','.join(terms)}->{out}"
        steps = _path(
            text, tuple(tuple(x.shape) for x in arrays), "optimal" if optimize is True else optimize
        )
    for step in steps[:-1]:
        places = sorted(step, reverse=True)
        taken = [(terms.pop(i), arrays.pop(i)) for i in places][::-1]
        needed = set(out).union(*terms)
        kept = "".join(dict.fromkeys(c for term, _ in taken for c in term if c in needed))
        text = f"{','.join(term for term, _ in taken)}->{kept}"
        terms.append(kept)
        arrays.append(xp.einsum(text, *(x for _, x in taken)))
    result = xp.einsum(f"{','.join(terms)}->{out}", *arrays)
    return result if result.dtype == dtype else xp.astype(result, dtype)  # dask sums int32 in int64


def _path(text: str, shapes: tuple[tuple[int, ...], ...], optimize: Any) -> list[Any]:
    """Return which operands each step takes, the last step at the end."""
    import opt_einsum  # 20 ms, and most programs contract no three arrays

    path, _ = opt_einsum.contract_path(text, *shapes, shapes=True, optimize=optimize)
    return list(path)


# torch.compile runs it while it traces, as what `unseen` marks; that module imports this one.
_path._dynamo_marked_constant = True  # type: ignore[attr-defined]  # torch's own mark


def _explicit(subscripts: str, ranks: list[int]) -> tuple[list[str], str]:
    """Return the letters of each operand and of the result, without ellipses."""
    text = subscripts.replace(" ", "")
    left, arrow, out = text.partition("->")
    terms = left.split(",")
    if len(terms) != len(ranks):
        raise ValueError(f"einsum: {subscripts!r} names {len(terms)} operands, got {len(ranks)}")
    spare = [c for c in _LETTERS if c not in text]
    lengths = [rank - len(term.replace("...", "")) for term, rank in zip(terms, ranks, strict=True)]
    # torch.compile (2.13) knows no max(default=...).
    most = max([0, *(n for n, term in zip(lengths, terms, strict=True) if "..." in term)])
    dots = "".join(spare[:most])
    for term, length, rank in zip(terms, lengths, ranks, strict=True):
        if length < 0 or (length > 0 and "..." not in term):
            raise ValueError(f"einsum: {term!r} does not fit an operand of {rank} axes")
    # New lists throughout: torch.compile (2.13) assigns no items of them.
    terms = [term.replace("...", dots[most - n :], 1) for term, n in zip(terms, lengths, strict=True)]
    if not arrow:
        joined = "".join(terms)
        out = dots + "".join(sorted(c for c in set(joined) if joined.count(c) == 1 and c not in dots))
    elif dots and "..." not in out:
        raise ValueError(f"einsum: the result in {subscripts!r} needs an ellipsis, as the operands have one")
    else:
        out = out.replace("...", dots, 1)
    wrong = [c for c in "".join([*terms, out]) if not c.isalpha()]
    if wrong or len(set(out)) < len(out) or not set(out) <= set("".join(terms)):
        raise ValueError(f"einsum: {subscripts!r} is not a list of subscripts")
    return terms, out


def _without_ones(xp: Namespace, terms: list[str], arrays: list[Any]) -> tuple[list[str], list[Any]]:
    """Take axes of length one out of operands where another one has more: those are broadcast."""
    sizes: dict[str, Any] = {}
    for term, x in zip(terms, arrays, strict=True):
        for letter, length in zip(term, x.shape, strict=True):
            known = sizes.get(letter, 1)
            whole = isinstance(known, int) and isinstance(length, int)
            if whole and known != length and 1 not in (known, length):
                raise ValueError(f"einsum: axis {letter!r} has lengths {known} and {length}")
            sizes[letter] = length if known == 1 else known
    kept_terms, kept_arrays = [], []
    for term, x in zip(terms, arrays, strict=True):
        ones = tuple(j for j, letter in enumerate(term) if x.shape[j] == 1 and sizes[letter] != 1)
        kept_terms.append("".join(letter for j, letter in enumerate(term) if j not in ones))
        kept_arrays.append(xp.squeeze(x, axis=ones) if ones else x)
    return kept_terms, kept_arrays


# ---------------------------------------------------------------- a step, for libraries without einsum


def einsum(xp: Namespace, subscripts: str, /, *operands: Any) -> Any:
    """Einsum in the explicit form, by matrix products of two operands at a time."""
    left, _, out = subscripts.partition("->")
    if any(not isinstance(length, int) for x in operands for length in x.shape):
        raise MissingFunctionError(
            f"einsum is not available on the {xp.backend.name} backend for axes of unknown length"
        )
    pairs = [_diagonals(xp, term, x) for term, x in zip(left.split(","), operands, strict=True)]
    term, x = pairs[0]
    for i, (other, y) in enumerate(pairs[1:], 2):
        needed = set(out).union(*(later for later, _ in pairs[i:]))
        term, x = _product(xp, term, x, other, y, needed)
    term, x = _summed(xp, term, x, set(out))
    order = tuple(term.index(letter) for letter in out)
    return x if order == tuple(range(len(order))) else xp.permute_dims(x, order)


def _diagonals(xp: Namespace, term: str, x: Any) -> tuple[str, Any]:
    """Return an operand with the diagonal in place of axes of one name."""
    for letter in dict.fromkeys(term):
        while term.count(letter) > 1:
            i = term.index(letter)
            j = term.index(letter, i + 1)
            rest = [k for k in range(len(term)) if k not in (i, j)]
            length = x.shape[i]
            x = xp.permute_dims(x, (*rest, i, j))
            x = xp.reshape(x, (*x.shape[:-2], length * length))[..., :: length + 1]
            term = "".join(term[k] for k in rest) + letter
    return term, x


def _summed(xp: Namespace, term: str, x: Any, needed: set[str]) -> tuple[str, Any]:
    """Return an operand without the axes that nothing else needs."""
    axes = tuple(i for i, letter in enumerate(term) if letter not in needed)
    if not axes:
        return term, x
    return "".join(c for c in term if c in needed), xp.sum(x, axis=axes, dtype=x.dtype)


def _product(xp: Namespace, a: str, x: Any, b: str, y: Any, needed: set[str]) -> tuple[str, Any]:
    """Return the product of two operands, summed over the axes that only they have."""
    a, x = _summed(xp, a, x, needed | set(b))
    b, y = _summed(xp, b, y, needed | set(a))
    both = "".join(c for c in a if c in b and c in needed)
    gone = "".join(c for c in a if c in b and c not in needed)
    rows = "".join(c for c in a if c not in b)
    columns = "".join(c for c in b if c not in a)
    sizes = dict(zip(a + b, (*x.shape, *y.shape), strict=True))

    def shape(*groups: str) -> tuple[int, ...]:
        return (*(sizes[c] for c in both), *(prod(sizes[c] for c in group) for group in groups))

    x = xp.permute_dims(x, tuple(a.index(c) for c in both + rows + gone))
    y = xp.permute_dims(y, tuple(b.index(c) for c in both + gone + columns))
    z = xp.matmul(xp.reshape(x, shape(rows, gone)), xp.reshape(y, shape(gone, columns)))
    term = both + rows + columns
    return term, xp.reshape(z, tuple(sizes[c] for c in term))


def dot(xp: Namespace, a: Any, b: Any, /) -> Any:
    """numpy's `dot`: numbers multiply; last axis of `a`, last but one of `b`."""
    if not (getattr(a, "shape", ()) and getattr(b, "shape", ())):
        return xp.multiply(a, b)
    return xp.tensordot(a, b, axes=((-1,), (max(len(b.shape) - 2, 0),)))


GENERIC = (contract, dot, einsum)
