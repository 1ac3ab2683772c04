"""numpy's own functions on quantities: protocols, tables, ufuncs."""
