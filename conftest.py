"""What every test of the workspace shares. A test that leaves any of it changed fails, with what it left."""

import copy
import importlib.util
import os
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import settings

from bu_units import Unit, _dimension, _registry, _scale_rows, _unit, names, si, systems

# The `xp` fixture and its marks. The `units` environment holds bu-units alone.
pytest_plugins = ["bu_dispatch.testing"] if importlib.util.find_spec("bu_dispatch") else []

# The first call of many functions fills a cache or compiles: a time limit for each example would be
# met by chance only. The same examples in every run, so that a change is judged by what it changes; with
# HYPOTHESIS_PROFILE=nightly they are drawn anew.
NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
settings.register_profile("workspace", deadline=None, derandomize=not NIGHTLY)
settings.load_profile("workspace")

os.environ.setdefault("MPLBACKEND", "Agg")  # whoever imports matplotlib first: no window is opened

# One of so many tests runs: of all, and of the slow ones that are asked of each array library. CI has a time
# limit; the night has none.
SAMPLE = int(os.environ.get("BU_SAMPLE") or 1)
SAMPLE_SLOW = int(os.environ.get("BU_SAMPLE_SLOW") or 1)

PACKAGES = {path.name for path in Path(__file__).parent.glob("packages/*/src/*")}


# ---------------------------------------------------------------- what a process has once


def differing(before: Any, after: Any) -> str:
    """Say what is another than before, empty where nothing is; of a mapping, its keys."""
    if isinstance(before, Mapping):
        keys = [key for key in {**before, **after} if before.get(key, "") != after.get(key, "")]
        return ", ".join(map(str, keys))
    return "" if before == after else f"{before!r} became {after!r}"


def replaced(before: Mapping[Any, Any], after: Mapping[Any, Any]) -> str:
    """Say what is gone or another one, empty where nothing is; what is new, an import may have added."""
    return ", ".join(str(key) for key, value in before.items() if after.get(key, ...) is not value)


def added(before: list[Any], after: list[Any]) -> str:
    """Say what was not there before, empty where nothing is."""
    return ", ".join(repr(each) for each in after if each not in before)


class Shared(NamedTuple):
    """Something that a process has once: how it is read, put back and compared."""

    module: str
    """Looked at only where this module is imported, which is given to the functions."""
    read: Callable[[Any], Any]
    put_back: Callable[[Any, Any], object]
    compare: Callable[[Any, Any], str] = differing


def attribute(module: str, name: str) -> Shared:
    """A value that is an attribute of a module."""
    return Shared(
        module, lambda module: getattr(module, name), lambda module, was: setattr(module, name, was)
    )


def elements(module: str, name: str, compare: Callable[[Any, Any], str] = differing) -> Shared:
    """A list that is an attribute of a module."""

    def put_back(module: Any, was: list[Any]) -> None:
        getattr(module, name)[:] = was

    return Shared(module, lambda module: list(getattr(module, name)), put_back, compare)


def entries(module: str, name: str, grows: bool = False) -> Shared:
    """A mapping that is an attribute of a module; whether it may grow, as modules are imported."""

    def put_back(module: Any, was: Mapping[Any, Any]) -> None:
        (dict.update if grows else refill)(getattr(module, name), was)

    compare = replaced if grows else differing
    return Shared(module, lambda module: dict(getattr(module, name)), put_back, compare)


def refill(mapping: Any, was: Mapping[Any, Any]) -> None:
    """Make a mapping what it was."""
    for key in [key for key in mapping if key not in was]:
        del mapping[key]
    mapping.update(was)


def foreign(declared: list[Any]) -> list[str]:
    """Return the functions on the list of the declared ones that are of no package: a test's."""
    return [f"{row.module}.{row.name}" for row in declared if row.module.partition(".")[0] not in PACKAGES]


def declarations(before: list[Any], after: list[Any]) -> str:
    """Say which functions are off the list, or on it and of no package."""
    off = [] if before == after[: len(before)] else [row.name for row in before if row not in after]
    return ", ".join([*off, *foreign(after[len(before) :])])


# ---------------------------------------------------------------- units of the users' own


def definitions(registry: Any) -> dict[str, Any]:
    """Return what users have defined: units, names for products, base dimensions, systems."""
    own = {f"the unit {row.names}": row for row in registry.own_rows()}
    own |= {f"the name {unit.name}": unit for unit in registry._own_names.values()}
    own |= {f"the dimension {name}": symbol for name, symbol in _dimension._bases.items()}
    return own | {f"the system {name}": name for name in systems.system_names()}


TRADES = (
    _registry.trades()
)  # all that there is to be found: loaded by the first name that is not found without
CONTAINERS: list[Any] = [_registry._stems, _registry._symbols, _registry._units, _registry._own_names]
CONTAINERS += [_registry._sizes, _dimension._SYNONYMS, _scale_rows._entries]
ORIGINALS = [dict(container) for container in CONTAINERS]
FURTHER = list(_registry._further)
PHRASES = dict(_registry._parser._phrases)
BASES = _dimension._bases


def undefine(registry: Any, was: object = None) -> None:
    """Have no units but the catalogue's, as before any test."""
    for container, original in zip(CONTAINERS, ORIGINALS, strict=True):
        refill(container, original)
    registry._own_rows, registry._trades, _dimension._bases = (), TRADES, BASES
    registry._further[:] = FURTHER
    for parser in (registry._parser, registry._quietly()):
        refill(parser._phrases, PHRASES)
    _unit.forget_names()
    refill(systems._systems, {name: made for name, made in systems._systems.items() if name in systems._ROWS})
    for module in filter(None, [names, si, systems, sys.modules.get("brainunit")]):
        for name, value in list(vars(module).items()):
            unknown = isinstance(value, Unit) and value.is_fullname and registry.meaning(value.name) is None
            if unknown or (isinstance(value, systems.UnitSystem) and name not in systems.system_names()):
                delattr(module, name)


# ---------------------------------------------------------------- options of the libraries


# What a test may want to be missing, or another one. All of sys.modules would take 10 ms.
BACKENDS = Path(__file__).parent / "packages/bu-dispatch/src/bu_dispatch/backends"
MODULES = {*PACKAGES, *(path.stem for path in BACKENDS.glob("[a-z]*.py"))}
MODULES |= {"array_api_strict", "distributed", "einops", "matplotlib", "ml_dtypes", "opt_einsum", "pandas"}
MODULES |= {"scipy"}


def modules(sys: Any) -> dict[str, Any]:
    """Return the modules that tests are about, as far as they are imported."""
    return {name: sys.modules[name] for name in MODULES if name in sys.modules}


def hidden(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Say which modules are gone, others, or may not be imported any more."""
    gone = {name for name, module in before.items() if after.get(name) is not module}
    return ", ".join(gone | {name for name, module in after.items() if module is None})


def set_modules(sys: Any, was: Mapping[str, Any]) -> None:
    """Have the modules that were there, and others importable."""
    for name in [name for name, module in modules(sys).items() if module is None]:
        del sys.modules[name]
    sys.modules.update(was)


# What libraries set for themselves as they are imported, or as torch.compile starts.
LIBRARIES = ("CUDA_", "KMP_", "OMP_", "PYTORCH_", "TF_", "TORCH", "TPU_", "TRITON_", "_TORCH")


def environment(os: Any) -> dict[str, str]:
    """Return the environment variables, without pytest's own."""
    own = ("PYTEST_CURRENT_TEST", *LIBRARIES)
    return {key: value for key, value in os.environ.items() if not key.startswith(own)}


def set_environment(os: Any, was: Mapping[str, str]) -> None:
    """Set what `environment` returns."""
    for key in environment(os).keys() - was.keys():
        del os.environ[key]
    os.environ.update(was)


def waiting(sys: Any) -> dict[str, list[Any]]:
    """Return what waits for the import of modules, by their names."""
    ours = sys.modules.get("bu_dispatch._imports")
    return {} if ours is None else ours._finder.waiting


def of_tests(what: Any) -> bool:
    """Whether a class or function is a test module's; they are named by their folders."""
    return what.__module__.partition(".")[0] in {"packages", "tests-integration"}


def finders(sys: Any) -> list[Any]:
    """Return what tests let look for modules, or wait for their import; libraries bring their own."""
    looking = [finder for finder in sys.meta_path if of_tests(type(finder))]
    return looking + [each for row in waiting(sys).values() for each in row if of_tests(each)]


def set_finders(sys: Any, was: list[Any]) -> None:
    """Take away those that were not there."""
    sys.meta_path[:] = [finder for finder in sys.meta_path if not of_tests(type(finder)) or finder in was]
    for row in waiting(sys).values():
        row[:] = [each for each in row if not of_tests(each) or each in was]


def default_backend(select: Any) -> Any:
    """Return the chain of default backends; None where it says nothing."""
    link = select._default.get()
    return link if link is not None and (link[0] or link[1]) else None


def numpy_options(np: Any) -> dict[str, Any]:
    """Return how numpy prints, and what it does on errors."""
    return {**np.get_printoptions(), **np.geterr()}


def set_numpy_options(np: Any, was: Mapping[str, Any]) -> None:
    """Set what `numpy_options` returns."""
    errors = {key: was[key] for key in np.geterr()}
    np.seterr(**errors)
    np.set_printoptions(**{key: value for key, value in was.items() if key not in errors})


def set_jax_options(jax: Any, was: Mapping[str, Any]) -> None:
    """Set those options of jax that are others now."""
    for key, value in was.items():
        if jax.config.values[key] != value:
            jax.config.update(key, value)


def torch_defaults(torch: Any) -> dict[str, Any]:
    """Return what torch takes where a call does not say."""
    return {
        "dtype": torch.get_default_dtype(),
        "device": torch.get_default_device(),
        "gradients": torch.is_grad_enabled(),
        "deterministic": torch.are_deterministic_algorithms_enabled(),
    }


def set_torch_defaults(torch: Any, was: Mapping[str, Any]) -> None:
    """Set what `torch_defaults` returns."""
    torch.set_default_dtype(was["dtype"])
    if torch.get_default_device() != was["device"]:  # to set one, even the same, has every call look at it
        torch.set_default_device(None)
    torch.set_grad_enabled(was["gradients"])
    torch.use_deterministic_algorithms(was["deterministic"])


def dask_options(config: Any) -> dict[str, Any]:
    """Return the options of dask; distributed brings its own as it is imported."""
    return copy.deepcopy({key: value for key, value in config.config.items() if key != "distributed"})


def set_dask_options(config: Any, was: Mapping[str, Any]) -> None:
    """Set what `dask_options` returns."""
    for key in dask_options(config).keys() - was.keys():
        del config.config[key]
    config.config.update(was)


def drawing_options(matplotlib: Any) -> dict[str, Any]:
    """Return matplotlib's parameters, but for the backend, which it looks for at the first figure."""
    return {key: value for key, value in dict.items(matplotlib.rcParams) if key != "backend"}


def import_path(sys: Any) -> list[str]:
    """Return where modules are looked for, but for what installed libraries add (setuptools its own)."""
    return [folder for folder in sys.path if "site-packages" not in folder]


def set_import_path(sys: Any, was: list[str]) -> None:
    """Take away what was not there, and put back what was."""
    sys.path[:] = [*was, *(folder for folder in sys.path if "site-packages" in folder)]


SHARED: dict[str, Shared] = {
    "sys.path": Shared("sys", import_path, set_import_path),
    "sys.modules": Shared("sys", modules, set_modules, hidden),
    "finders of modules": Shared("sys", finders, set_finders, added),
    "environment variables": Shared("os", environment, set_environment),
    "current folder": Shared("os", lambda os: os.getcwd(), lambda os, was: os.chdir(was)),
    "settings of hypothesis": Shared(
        "hypothesis",
        lambda hypothesis: hypothesis.settings.default,
        lambda hypothesis, was: hypothesis.settings.load_profile("workspace"),
    ),
    "definitions of units": Shared("bu_units._registry", definitions, undefine),
    "default backend": Shared(
        "bu_dispatch._select", default_backend, lambda select, was: select._default.set(was)
    ),
    "records of backends": entries("bu_dispatch._registry", "_records"),
    "declared functions": elements("bu_array.declare.arrays", "DECLARED", declarations),
    "listener to conversions": attribute("bu_array.core.listening", "listener"),
    "order of exprel": attribute("bu_array.math.exponential", "_exprel_order"),
    "numpy's options": Shared("numpy", numpy_options, set_numpy_options),
    "precision of mpmath": Shared(
        "mpmath", lambda mpmath: mpmath.mp.prec, lambda mpmath, was: setattr(mpmath.mp, "prec", was)
    ),
    "jax's options": Shared("jax", lambda jax: dict(jax.config.values), set_jax_options),
    "torch's defaults": Shared("torch", torch_defaults, set_torch_defaults),
    "dask's options": Shared("dask.config", dask_options, set_dask_options),
    "matplotlib's parameters": Shared(
        "matplotlib", drawing_options, lambda matplotlib, was: matplotlib.rcParams.update(was)
    ),
    "matplotlib's converters": entries("matplotlib.units", "registry", grows=True),
    "matplotlib's figures": Shared(
        "matplotlib.pyplot", lambda pyplot: pyplot.get_fignums(), lambda pyplot, was: pyplot.close("all")
    ),
}


# ---------------------------------------------------------------- no test leaves any of it changed


def states() -> dict[str, Any]:
    """Return all that is shared as it is now, as far as it is imported."""
    modules = {name: sys.modules.get(each.module) for name, each in SHARED.items()}
    return {name: SHARED[name].read(module) for name, module in modules.items() if module is not None}


def leaks(before: Mapping[str, Any]) -> list[str]:
    """Put back what is another than before; return what that was."""
    found = []
    for name, was in before.items():
        shared = SHARED[name]
        module = sys.modules[shared.module]
        difference = shared.compare(was, shared.read(module))
        if difference:
            found.append(f"{name}: {difference}")
            shared.put_back(module, was)
    return found


def data(module: Any) -> dict[str, Any]:
    """Return the content of the arrays, lists and tables that the tests of a module share."""
    found: dict[str, Any] = {}
    for name, value in vars(module).items() if module else ():
        library = type(value).__module__.partition(".")[0]
        if library == "bu_array" and hasattr(value, "mantissa"):
            value = value.mantissa
            library = type(value).__module__.partition(".")[0]
        if library == "torch" and hasattr(value, "detach"):
            found[name] = repr(value.detach())
        elif library == "numpy" and hasattr(value, "tobytes"):
            found[name] = value.dtype, value.shape, value.tobytes()
        elif type(value) in (list, set, dict) and not name.startswith("__"):
            found[name] = [id(each) for each in (value.values() if type(value) is dict else value)]
    return found


def watched(node: Any) -> Iterator[None]:
    """Run what is between, and fail where it leaves anything changed."""
    before, content = states(), data(getattr(node, "module", None))
    yield
    if isinstance(node, pytest.DoctestItem):  # it may define a unit, as users do
        undefine(_registry)
    left = leaks(before)
    now = data(getattr(node, "module", None))  # torch.compile adds names of its own
    written = differing(content, {name: now.get(name) for name in content})
    left += [f"data of the test module: {written}"] if written else []
    if left:
        pytest.fail(f"{node.nodeid} leaves changed what others see: {'; '.join(left)}", pytrace=False)


@pytest.fixture(autouse=True, scope="module")
def a_module_leaves_nothing(request: pytest.FixtureRequest) -> Iterator[None]:
    """Watch what the fixtures of a module do."""
    before = states()
    yield
    left = leaks(before)
    if left:
        pytest.fail(f"fixtures of {request.node.nodeid} leave changed: {'; '.join(left)}", pytrace=False)


@pytest.fixture(autouse=True)
def a_test_leaves_nothing(request: pytest.FixtureRequest) -> Iterator[None]:
    """Watch each test."""
    yield from watched(request.node)


@pytest.hookimpl(trylast=True)  # after those that mark tests as slow
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what BU_SAMPLE and BU_SAMPLE_SLOW say, the same tests in every run."""

    def left_out(item: pytest.Item) -> bool:
        parameters = getattr(getattr(item, "callspec", None), "params", {})
        of_libraries = "backend" in parameters and item.get_closest_marker("slow") is not None
        share = max(SAMPLE, SAMPLE_SLOW if of_libraries else 1)
        return bool(zlib.crc32(item.nodeid.encode()) % share)

    if SAMPLE > 1 or SAMPLE_SLOW > 1:
        gone = [item for item in items if left_out(item)]
        config.hook.pytest_deselected(items=gone)
        items[:] = [item for item in items if not left_out(item)]


def pytest_collection_finish(session: pytest.Session) -> None:
    """Refuse to start where a test module declares functions of its own on everyone's list."""
    arrays = sys.modules.get("bu_array.declare.arrays")
    declared = foreign(arrays.DECLARED) if arrays else []
    if declared:
        raise pytest.UsageError(f"declared by test modules, for all others to see: {', '.join(declared)}")
