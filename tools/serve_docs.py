"""Show the site in a browser, from this machine alone; build it first where it is not there.

python tools/serve_docs.py [--port 8000] [--no-browser] [--build]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import webbrowser
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "docs/_build/html"
BUILD = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-j", "auto", "-b", "html", "docs", str(SITE)]


def main() -> int:
    """Serve until interrupted; return the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--port", type=int, default=8000, help="(default: %(default)s; 0: any that is free)")
    parser.add_argument("--no-browser", action="store_true", help="print the address only")
    parser.add_argument("--build", action="store_true", help="build the site anew")
    options = parser.parse_args()
    if options.build or not (SITE / "index.html").is_file():
        status = subprocess.run(BUILD, cwd=ROOT, check=False).returncode
        if status:
            return status
    handler = partial(SimpleHTTPRequestHandler, directory=str(SITE))
    try:
        server = ThreadingHTTPServer(("127.0.0.1", options.port), handler)
    except OSError as error:
        print(f"port {options.port}: {error.strerror}; choose another: --port 0", file=sys.stderr)
        return 1
    with server:
        address = f"http://localhost:{server.server_port}/"
        print(f"{address} (stop with Ctrl+C)", flush=True)
        if not options.no_browser:
            webbrowser.open(address)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
