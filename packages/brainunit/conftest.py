"""Where jax is missing, two modules cannot be imported: no doctest is looked for in them."""

from importlib.util import find_spec

collect_ignore = [] if find_spec("jax") else ["src/brainunit/autograd.py", "src/brainunit/lax.py"]
