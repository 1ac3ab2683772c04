"""Programs that mypy reads and nothing runs."""

collect_ignore_glob = ["typing/*"]
