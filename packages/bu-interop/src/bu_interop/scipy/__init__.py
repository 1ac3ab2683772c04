"""scipy's own functions, on quantities."""
