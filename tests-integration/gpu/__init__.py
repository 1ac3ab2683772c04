"""The sweep on a GPU: cupy, and torch and jax on CUDA."""
