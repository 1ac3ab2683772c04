"""What the command line answers: conversions, explanations, searches. `bu_units.__main__` prints them."""
