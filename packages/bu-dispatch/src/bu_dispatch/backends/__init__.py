"""One file a library: its record and its deviations. Nothing else names the library."""
