"""What units cost beside the bare library: ``hatch run bench``, or ``python -m benchmarks``."""
