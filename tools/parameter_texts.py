TEXTS: dict[str,str] = {}
BY_MODULE: dict[str, dict[str,str]] = {}
