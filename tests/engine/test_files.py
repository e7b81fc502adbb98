#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files from one person's computer to another's, by a real weftd, while everything breaks that can.

    test_files.py WEFTD WEFTCTL [TEST…]
"""
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "database"))

import databases  # noqa: E402

WEFTD, WEFTCTL = (os.path.abspath(path) for path in sys.argv[1:3])
PASSWORD = "correct horse"
MB = 1 << 20


def sha(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Weftd:
    def __init__(self, directory, limits=None):
        self.directory, self.limits = directory, limits
        self.socket = os.path.join(directory, "sock")
        self.process = None

    def start(self):
        read, write = os.pipe()
        self.process = subprocess.Popen(
            [WEFTD, *databases.options(os.path.join(self.directory, "server")), "-s", self.socket, "--ready-fd", str(write)]
            + (["--limits", self.limits] if self.limits else []),
            pass_fds=[write], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as ready:
            assert ready.readline(), "weftd does not start"

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        if self.process and self.process.returncode is None:
            self.process.terminate()
            assert self.process.wait(30) == 0

    def gathered(self):
        """Bytes of uploads which are on their way."""
        folder = os.path.join(self.directory, "server", "files", "uploads")
        return sum(os.stat(os.path.join(folder, name)).st_size for name in os.listdir(folder))


class Case(unittest.TestCase):
    limits = None

    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix="weft-files-")
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)
        self.server = Weftd(self.directory, self.limits)
        self.server.start()
        self.addCleanup(self.server.stop)
        self.address = "unix:" + self.server.socket
        self.ctl("anna", "--address", self.address, "found", "Weft", "--name", "Anna", "--login", "anna")
        link = self.ctl("anna", "invite", "--uses", "3").stdout.strip()
        self.ctl("bob", "join", link, "--name", "Bob", "--login", "bob")
        self.room = self.ctl("anna", "create-room", "looms", "--member", "bob").stdout.strip()

    def command(self, who, *arguments):
        return [WEFTCTL, "--state", os.path.join(self.directory, who), "--wait", "30", *arguments]

    def ctl(self, who, *arguments, code=0, **kwargs):
        done = subprocess.run(self.command(who, *arguments), input="", capture_output=True, text=True, timeout=150,
                              env=dict(os.environ, WEFTCTL_PASSWORD=PASSWORD), check=False, **kwargs)
        self.assertEqual(done.returncode, code, f"{arguments}: {done.stdout}{done.stderr}")
        return done

    def spawn(self, who, *arguments):
        return subprocess.Popen(self.command(who, *arguments), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                stderr=subprocess.PIPE, env=dict(os.environ, WEFTCTL_PASSWORD=PASSWORD))

    def file(self, name, size, seed):
        path = os.path.join(self.directory, name)
        with open(path, "wb") as file:
            file.write(random.Random(seed).randbytes(size))
        return path

    def wait_for(self, condition):
        until = time.monotonic() + 60
        while not condition():
            self.assertLess(time.monotonic(), until)
            time.sleep(0.005)

    def files(self, who):
        listed = self.ctl(who, "--json", "files", self.room)
        self.assertNotIn("cached", listed.stderr)
        return [json.loads(line) for line in listed.stdout.splitlines()]

    def fetch(self, who, name):
        out = os.path.join(self.directory, "out-" + who)
        self.ctl(who, "fetch", self.room, name, "--output", out)
        return out

    def store(self, who):
        for root, _, names in os.walk(os.path.join(self.directory, who)):
            if "store.db" in names:
                return root
        self.fail("no store")


class Files(Case):
    def test_send_and_fetch(self):
        small, empty = self.file("Đơn hàng.pdf", 70_000, 1), self.file("empty", 0, 2)
        self.ctl("anna", "send", self.room, "--file", small, "--file", empty, "Here it is")
        self.ctl("anna", "send", self.room, "--file", small)
        self.assertEqual([file["name"] for file in self.files("bob")], ["Đơn hàng.pdf", "empty", "Đơn hàng.pdf"])
        self.assertEqual(self.files("bob")[0]["media_type"], "application/pdf")
        self.assertEqual(sha(self.fetch("bob", "Đơn hàng.pdf")), sha(small))
        self.assertEqual(os.stat(self.fetch("bob", "empty")).st_size, 0)
        texts = [json.loads(line)["text"] for line in self.ctl("bob", "--json", "history", self.room).stdout.splitlines()]
        self.assertEqual(texts, ["Here it is", "Đơn hàng.pdf"])
        self.ctl("anna", "send", self.room, "--file", "/nowhere/at/all", code=3)
        self.ctl("anna", "send", self.room, "--file", self.directory, code=3)
        # The original may go: a copy was taken.
        done = self.ctl("anna", "fetch", self.room, "nothing like that", code=3)
        self.assertIn("No file", done.stderr)

    def test_offline(self):
        """Only what names the file waits; it goes when the network comes back, from a copy."""
        path = self.file("late", 3 * MB, 3)
        expected = sha(path)
        self.server.stop()
        self.ctl("anna", "--offline", "send", self.room, "--file", path, "with a file", code=4)
        self.ctl("anna", "--offline", "send", self.room, "without", code=4)
        os.unlink(path)
        self.server.start()
        self.ctl("anna", "send", self.room, "later")
        self.wait_for(lambda: (self.ctl("anna", "rooms"), len(self.files("bob")) == 1)[1])
        self.assertEqual(sha(self.fetch("bob", "late")), expected)

    def test_killed(self):
        """kill -9 of the client at about 40 %, of the server at about 70 %; then the same on the way down."""
        size = 64 * MB
        path = self.file("large", size, 4)
        expected = sha(path)
        sending = self.spawn("anna", "send", self.room, "--file", path, "A large one")
        self.wait_for(lambda: self.server.gathered() > size * 0.4)
        sending.kill()
        sending.communicate()
        at_kill = self.server.gathered()
        self.assertLess(at_kill, size)

        offsets = []
        sending = self.spawn("anna", "tail", self.room)
        self.wait_for(lambda: self.server.gathered() > max(at_kill, size * 0.7) or not self.server.gathered())
        offsets.append(self.server.gathered())
        self.server.kill()
        time.sleep(0.2)
        self.assertGreaterEqual(self.server.gathered(), offsets[0])
        self.server.start()
        self.wait_for(lambda: self.files("bob"))
        sending.kill()
        sending.communicate()

        part = os.path.join(self.store("bob"), "files", "part", self.files("bob")[0]["hash"])

        def came():
            try:
                return os.stat(part).st_size
            except FileNotFoundError:
                return 0

        fetching = self.spawn("bob", "fetch", self.room, "large", "--output", os.path.join(self.directory, "out"))
        self.wait_for(lambda: came() > size * 0.4)
        fetching.kill()
        fetching.communicate()
        stopped_at = came()
        fetching = self.spawn("bob", "fetch", self.room, "large", "--output", os.path.join(self.directory, "out"))
        self.wait_for(lambda: came() > max(stopped_at, size * 0.7) or os.path.exists(os.path.join(self.directory, "out")))
        self.server.kill()
        self.server.start()
        _, errors = fetching.communicate(timeout=90)
        if fetching.returncode != 0:  # it had given up before the server was back: it goes on where it stood
            self.assertEqual(fetching.returncode, 4, errors)
            self.fetch("bob", "large")
        self.assertEqual(sha(self.fetch("bob", "large")), expected)
        self.assertEqual([json.loads(line)["text"] for line in self.ctl("bob", "--json", "history", self.room).stdout.splitlines()],
                         ["A large one"])

    def test_two_devices(self):
        """The same file from two devices at once is kept once, and both messages have it."""
        path = self.file("same", 20 * MB, 5)
        self.ctl("anna2", "--address", self.address, "sign-in", "anna")
        both = [self.spawn(who, "send", self.room, "--file", path, who) for who in ("anna", "anna2", "bob")]
        for process in both:
            _, errors = process.communicate(timeout=120)
            self.assertEqual(process.returncode, 0, errors)
        self.assertEqual([file["hash"] for file in self.files("bob")], [sha(path)] * 3)
        # An upload which another was quicker than may still lie with those on their way.
        kept = [name for root, _, names in os.walk(os.path.join(self.directory, "server", "files"))
                if os.path.basename(root) != "uploads" for name in names]
        self.assertEqual(len(kept), 1, kept)
        self.assertEqual(sha(self.fetch("anna2", "same")), sha(path))

    def test_lying_store(self):
        """Bytes that changed on the server's disk are not taken for the file."""
        path = self.file("true", 500_000, 6)
        self.ctl("anna", "send", self.room, "--file", path)
        for root, _, names in os.walk(os.path.join(self.directory, "server", "files")):
            for name in names:
                with open(os.path.join(root, name), "r+b") as file:
                    file.seek(1000)
                    file.write(b"x")
        done = self.ctl("bob", "fetch", self.room, "true", "--output", os.path.join(self.directory, "out"), code=1)
        self.assertIn("not the file", done.stderr)
        self.assertFalse(os.path.exists(os.path.join(self.directory, "out")))

    def test_hostile_names(self):
        path = self.file("precious", 100, 7)
        self.ctl("anna", "send", self.room, "--file", path)
        into = os.path.join(self.directory, "into")
        os.mkdir(into)
        with open(os.path.join(into, "precious"), "w") as file:
            file.write("mine")
        # Nobody's file takes the place of one's own.
        self.ctl("bob", "fetch", self.room, "precious", code=1, cwd=into)
        with open(os.path.join(into, "precious")) as file:
            self.assertEqual(file.read(), "mine")


class Limited(Case):
    limits = "files-person=1000000"

    def test_quota(self):
        path = self.file("too much", 1_000_001, 8)
        done = self.ctl("anna", "send", self.room, "--file", path, code=1)
        self.assertIn("do not fit any more", done.stderr)
        outbox = self.ctl("anna", "outbox").stdout
        self.assertIn("files.attach", outbox)
        self.ctl("anna", "send", self.room, "life goes on")
        self.assertEqual(self.files("bob"), [])



if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
