"""A walk over all of numpy and scipy, with the same physical values in volts and in millivolts."""
