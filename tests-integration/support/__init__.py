"""What works on which array library: the same calls on all of them, compared with numpy."""
