# SPDX-License-Identifier: GPL-3.0-or-later
"""A real nginx before one or two weftd, configured word by word as docs/server.md says."""

import os
import re
import socket
import subprocess
import time

from probe import PATIENCE

HERE = os.path.dirname(os.path.abspath(__file__))
NGINX = os.environ["WEFT_NGINX"]
TLS = os.path.join(HERE, "..", "serve", "tls")
CERTIFICATE = os.path.join(TLS, "certificate.pem")
TIMEOUT = 3  # seconds for which nginx waits instead of 30
HOST = "127.0.0.1"


def free_port():
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def documented(port, first, second):
    """The block of docs/server.md, with this machine's ports and files."""
    with open(os.path.join(HERE, "..", "..", "docs", "server.md"), encoding="utf-8") as file:
        block = re.search(r"```\n(upstream weft \{.*?)```", file.read(), re.DOTALL).group(1)
    for old, new in (("127.0.0.1:8081", f"127.0.0.1:{first}"), ("127.0.0.1:8082", f"127.0.0.1:{second}"),
                     ("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl; listen [::1]:{port} ssl;"),
                     ("/etc/ssl/weft/chain.pem", CERTIFICATE), ("/etc/ssl/weft/key.pem", os.path.join(TLS, "key.pem")),
                     ("_timeout 30s;", f"_timeout {TIMEOUT}s;")):
        assert old in block, old
        block = block.replace(old, new)
    return block


class Nginx:
    def __init__(self, root, first, second=None):
        self.port = free_port()
        temporary = " ".join(f"{kind}_temp_path {root}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        path = os.path.join(root, "nginx.conf")
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"daemon off; pid {root}/nginx.pid; error_log {root}/nginx.log; worker_processes 1; events {{}}\n"
                       f"http {{ access_log off; {temporary}\n{documented(self.port, first, second or first)}}}\n")
        self.process = subprocess.Popen([NGINX, "-e", f"{root}/nginx.log", "-c", path], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
        until = time.monotonic() + PATIENCE
        while True:
            try:
                socket.create_connection((HOST, self.port), timeout=PATIENCE).close()
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > until:
                    with open(f"{root}/nginx.log", encoding="utf-8") as log:
                        raise RuntimeError("nginx did not start: " + log.read()) from None
                time.sleep(0.02)

    def stop(self):
        self.process.terminate()
        self.process.wait(PATIENCE)
