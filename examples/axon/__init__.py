"""The parts of the demo ``squid_axon.py``: parameters, model, runs on each backend, picture."""
