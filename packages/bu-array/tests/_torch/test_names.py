"""The tables of torch's names: each name is one of torch's, and has one rule."""

import pytest

torch = pytest.importorskip("torch")

from bu_array._torch import functions, names  # noqa: E402  # needs torch


def names_of(func):
    return func.__name__, functions.base_name(func)


def test_every_name_of_the_tables_is_one_of_torchs():
    """A misspelt name would leave its function to another table."""
    known = {
        name
        for each in (functions.overridable(), functions.unlisted())
        for func in each
        for name in names_of(func)
    }
    lines = {
        name
        for text in (names.LINES, names.MOVED_LINES)
        for row in text.strip().splitlines()
        for name in row.split(": ")[0].split()
    }
    tables = {*names.ALIASES, *names.PURE.split(), *names.REFUSED, *lines, *names.ORDERS}
    tables |= {name for kept in names.KEPT.values() for name in kept.split()}
    assert not {name for name in tables if name.removeprefix("Tensor.") not in known}


def test_no_name_has_two_rules():
    lines = [
        name
        for text in (names.LINES, names.MOVED_LINES)
        for row in text.strip().splitlines()
        for name in row.split(": ")[0].split()
    ]
    kept = [name for text in names.KEPT.values() for name in text.split()]
    row = [*lines, *kept, *names.PURE.split(), *names.ABOUT.split(), *names.REFUSED]
    assert sorted(row) == sorted(set(row))


# Options that take no unit by their meaning, in torch's words for operators.
PURE_OPTIONS = set(
    "alpha beta weight index indices mask p rtol condition value dropout_p scale fweights aweights correction "
    "sorter random_samples running_mean a b the_template self".split()
)


def test_all_words_for_parameters_are_known():
    """A number under a word that no line knows would go past the units."""
    kinds = (
        "Tensor",
        "Optional[Tensor]",
        "number",
        "Optional[number]",
        "List[Tensor]",
        "float",
        "Optional[float]",
    )
    unknown = set()
    for name, line in functions._LINES.items():
        base = name.removeprefix("Tensor.")
        for found in (base, f"{base}_", f"linalg_{base}"):
            packet = getattr(torch.ops.aten, found, None)
            for overload in packet.overloads() if packet is not None else ():
                for argument in getattr(packet, overload)._schema.arguments:
                    if str(argument.type) in kinds and not argument.is_out:
                        unknown |= {argument.name} - line.own_names - PURE_OPTIONS
    assert not unknown
