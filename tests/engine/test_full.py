#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A full disk under the client: nothing that was taken is lost, what is not taken is said so, and it goes on when there is room.

    test_full.py WEFTD WEFTCTL FULL-DISK.SO [TEST…]
"""
import json
import mmap
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import unittest

WEFTD, WEFTCTL, SHIM = (os.path.abspath(path) for path in sys.argv[1:4])


class FullTest(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix="weft-full-")
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)
        self.socket = os.path.join(self.directory, "sock")
        control = os.path.join(self.directory, "full")
        with open(control, "wb") as file:
            file.write(b"\0")
        with open(control, "r+b") as file:
            self.control = mmap.mmap(file.fileno(), 1)
        self.addCleanup(self.control.close)
        asan = ":".join(filter(None, [os.environ.get("ASAN_OPTIONS"), "verify_asan_link_order=0"]))
        self.environment = {**os.environ, "WEFTCTL_PASSWORD": "correct horse", "LD_PRELOAD": SHIM, "WEFT_FULL": control,
                            "WEFT_FULL_DIRECTORY": os.path.join(self.directory, "mai"), "ASAN_OPTIONS": asan}
        self.server = None
        self.start()
        self.addCleanup(self.stop)
        self.run_ctl("--address", "unix:" + self.socket, "found", "Loom", "--name", "Mai", "--login", "mai")
        self.run_ctl("create-room", "general")
        self.run_ctl("send", "general", "first")

    def start(self):
        read, write = os.pipe()
        self.server = subprocess.Popen([WEFTD, "-d", os.path.join(self.directory, "server"), "-s", self.socket, "--ready-fd", str(write)],
                                       pass_fds=[write], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as ready:
            assert ready.readline(), "weftd does not start"

    def stop(self):
        if self.server:
            self.server.terminate()
            self.assertEqual(self.server.wait(20), 0)
        self.server = None

    def set_full(self, full):
        self.control[0:1] = b"\1" if full else b"\0"

    def command(self, *arguments, who="mai"):
        return [WEFTCTL, "--state", os.path.join(self.directory, who), *arguments]

    def run_ctl(self, *arguments, who="mai", code=0):
        done = subprocess.run(self.command(*arguments, who=who), env=self.environment, stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, timeout=90, check=False)
        for bad in ("Sanitizer", "CRITICAL"):
            self.assertNotIn(bad, done.stderr.replace("WARNING: ASan", ""))
        self.assertTrue(done.returncode == code or (code is None and done.returncode != 0), f"{arguments}: {done.returncode}\n{done.stderr}")
        return done

    def texts(self):
        lines = self.run_ctl("history", "general", "--limit", "1000", "--json").stdout.splitlines()
        return [json.loads(line)["text"] for line in lines]

    def test_send(self):
        """What cannot be kept is not taken, and says why; afterwards one is still signed in."""
        for _ in range(3):
            self.set_full(True)
            done = self.run_ctl("--wait", "3", "send", "general", "no room for this", code=None)
            self.assertRegex(done.stderr.lower(), "full")
            self.set_full(False)
            self.assertNotIn("no room for this", self.texts())
        self.run_ctl("send", "general", "room for this")
        self.assertEqual(self.texts(), ["first", "room for this"])

    def test_files(self):
        """A file for which there is no room is not taken, and one that cannot be kept comes once it can."""
        path = os.path.join(self.directory, "a file")
        with open(path, "wb") as file:
            file.write(os.urandom(3_000_000))
        self.set_full(True)
        done = self.run_ctl("--wait", "3", "send", "general", "--file", path, code=None)
        self.assertRegex(done.stderr.lower(), "full")
        self.set_full(False)
        self.assertEqual(self.run_ctl("files", "general").stdout, "")
        self.run_ctl("send", "general", "--file", path)

        for root, folders, _ in os.walk(os.path.join(self.directory, "mai")):
            if "files" in folders:
                shutil.rmtree(os.path.join(root, "files"))
        self.set_full(True)
        done = self.run_ctl("--wait", "3", "fetch", "general", "a file", "--output", os.path.join(self.directory, "out"), code=None)
        self.assertRegex(done.stderr.lower(), "full")
        self.set_full(False)
        self.run_ctl("fetch", "general", "a file", "--output", os.path.join(self.directory, "out"))
        with open(path, "rb") as first, open(os.path.join(self.directory, "out"), "rb") as second:
            self.assertEqual(first.read(), second.read())

    def test_outbox(self):
        """What was taken stays in the outbox while there is no room to note that it was sent, and arrives once."""
        self.stop()
        for text in ("second", "third"):
            self.run_ctl("--wait", "0", "send", "general", text, code=4)
        self.set_full(True)
        self.start()
        for _ in range(3):
            self.run_ctl("--wait", "1", "rooms", code=None)
        self.set_full(False)
        self.assertEqual([json.loads(line)["args"]["text"] for line in self.run_ctl("--offline", "--json", "outbox").stdout.splitlines()],
                         ["second", "third"])
        self.run_ctl("send", "general", "fourth")
        self.assertEqual(self.texts(), ["first", "second", "third", "fourth"])
        self.assertEqual(self.run_ctl("--json", "outbox").stdout, "")

    def test_while_it_runs(self):
        """It fills up under a program that runs: what it cannot keep it gets again when there is room."""
        link = self.run_ctl("invite", "--room", "general").stdout.strip()
        self.run_ctl("join", link, "--name", "Hà", "--login", "ha", who="ha")
        heard = []
        tail = subprocess.Popen(self.command("--json", "tail", "general"), env=self.environment, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

        def listen():
            for line in tail.stdout:
                heard.append(json.loads(line)["text"])

        listener = threading.Thread(target=listen)
        listener.start()
        try:
            self.hear(heard, ["first"])
            self.set_full(True)
            for text in ("second", "third"):
                self.run_ctl("send", "general", text, who="ha")
            time.sleep(1)
            self.assertEqual(heard, ["first"])
            self.assertIsNone(tail.poll())
            self.set_full(False)
            self.run_ctl("send", "general", "fourth", who="ha")
            self.hear(heard, ["first", "second", "third", "fourth"])
        finally:
            tail.kill()
            listener.join()
            tail.wait()
            tail.stdout.close()
        self.assertEqual(self.texts(), heard)
        database = sqlite3.connect(os.path.join(self.directory, "server", "weft.db"))
        self.assertEqual(database.execute("SELECT count(*) FROM message").fetchone()[0], 4)
        database.close()

    def hear(self, heard, expected):
        deadline = time.monotonic() + 60
        while heard != expected:
            self.assertLess(time.monotonic(), deadline, heard)
            time.sleep(0.02)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[4:]], verbosity=2)
