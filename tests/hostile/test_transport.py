#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What answers is no Weft server, never ends, sends elsewhere, or is not who it should be."""

import os
import subprocess
import time
import unittest

from lied_to import WEFTCTL, LiedTo
from mallory import Mallory
from probe import PASSWORD


def largest(process):
    """Waits for a process; returns the most memory it was seen with."""
    most = 0
    while process.poll() is None:
        try:
            with open(f"/proc/{process.pid}/statm") as file:
                most = max(most, int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE"))
        except (OSError, IndexError):
            break
        time.sleep(0.05)
    return most


class Transport(LiedTo):
    def test_no_frames_at_all(self):
        for lie in (b"{", b"\xff\xfe", b"[" * 30000, b"x" * 300000):
            with self.subTest(lie[:20]):
                self.lie(lambda frame, lie=lie: [lie], wait=1)

    def test_snapshot_without_end(self):
        """Pages and pages: the client does not grow without bound."""
        def pages(frame):
            filler = {"table": "no_such", "columns": ["stream"], "rows": [["x" * 60000]]}
            for i in range(6000):
                time.sleep(0.004)  # libsoup reads ahead of us without a bound, further the less of the processor we get
                yield frame | {"page": i, "last": False, "tables": [filler]}

        def endless(frame):
            return pages(frame) if frame["type"] == "snapshot" and frame["stream"] == self.room else [frame]

        self.mallory.tamper = endless
        process = subprocess.Popen([WEFTCTL, "--address", self.mallory.address, "--state", self.state, "--wait", "16", "history", "Lobby"],
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        most = largest(process)
        self.assertGreaterEqual(process.wait(), 0)
        self.assertLess(most, 250 << 20)
        self.mallory.tamper = None
        self.assertEqual(self.history()[0], self.said)

    def test_redirects(self):
        """Neither a password nor a token follows a redirect to somebody else."""
        thief = Mallory(self.weftd)
        self.addCleanup(thief.stop)
        for status in (302, 307, 308):
            for target in (thief.address, self.mallory.address):
                head = f"HTTP/1.1 {status} Go\r\nContent-Length: 0\r\nConnection: close\r\nLocation: "
                self.mallory.answer = lambda path, head=head, target=target: (head + target + path + "\r\n\r\n").encode()
                self.assertNotEqual(self.ctl("sign-in", "anna", state=self.fresh_state(), wait=2).returncode, 0)
                self.history(wait=1)
        told = [(method, path, headers.get("authorization"), body) for method, path, headers, body in thief.requests]
        self.assertFalse([t for t in told if t[2] or PASSWORD.encode() in t[3] or b"refresh" in t[3]], told)
        self.mallory.answer = None
        self.assertEqual(self.history()[0], self.said)

    def test_answers_without_end(self):
        def endless(path):
            yield b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"
            for _ in range(8000):
                yield b"[" * 65536

        self.mallory.answer = endless
        state = self.fresh_state()
        process = subprocess.Popen([WEFTCTL, "--address", self.mallory.address, "--state", state, "--wait", "5", "sign-in", "anna"],
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                   env=os.environ | {"WEFTCTL_PASSWORD": PASSWORD})
        most = largest(process)
        self.assertGreater(process.wait(), 0)
        self.assertLess(most, 200 << 20)

    def test_wrong_certificate(self):
        """Nobody is spoken to whose certificate is not trusted."""
        tls = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "serve", "tls")
        names = sorted(os.listdir(tls))
        certificate = next(n for n in names if "cert" in n or n.endswith(".crt"))
        key = next(n for n in names if "key" in n)
        weftd = self.daemon(tcp=True, options=["--tls-certificate", os.path.join(tls, certificate), "--tls-key", os.path.join(tls, key)])
        done = self.ctl("sign-in", "anna", address=f"https://127.0.0.1:{weftd.port}", wait=3)
        self.assertNotEqual(done.returncode, 0)
        self.assertRegex(done.stderr.lower(), "certificate|safe connection")


if __name__ == "__main__":
    unittest.main()
