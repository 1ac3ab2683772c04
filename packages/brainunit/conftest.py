"""Where jax or torch is missing, some modules cannot be imported: no doctest is looked for in them."""

from importlib.util import find_spec

FROM_JAX = ("autograd", "custom_array", "lax", "sparse")
collect_ignore = [] if find_spec("jax") else [f"src/brainunit/{name}.py" for name in FROM_JAX]
collect_ignore += [] if find_spec("torch") and find_spec("bu_torch") else ["src/brainunit/torch"]
