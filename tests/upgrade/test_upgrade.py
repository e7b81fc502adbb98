#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an older Weft left behind, opened by this one: a server's database, and clients with full outboxes.

    test_upgrade.py WEFTD WEFTCTL FIXTURE.tar.xz…
"""
import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import time
import unittest

WEFTD, WEFTCTL = (os.path.abspath(path) for path in sys.argv[1:3])
FIXTURES = [os.path.abspath(path) for path in sys.argv[3:]]
PER_PERSON = 30  # messages which wait in each outbox


class Workspace:
    """A fixture, unpacked, as if the machine had been switched off a moment ago."""

    def __init__(self, fixture):
        self.directory = tempfile.mkdtemp(prefix="weft-upgrade-")
        with tarfile.open(fixture) as archive:
            archive.extractall(self.directory, filter="data")
        self.socket = os.path.join(self.directory, "sock")
        with open(os.path.join(self.directory, "socket"), encoding="utf-8") as file:
            old = file.read()
        for who in ("mai", "ha"):
            for name in ("profiles", "tokens"):
                path = os.path.join(self.directory, who, name)
                with open(path, encoding="utf-8") as file:
                    text = file.read()
                assert old in text
                with open(path, "w", encoding="utf-8") as file:
                    file.write(text.replace(old, self.socket))
        self.database = os.path.join(self.directory, "server", "weft.db")
        with contextlib.closing(sqlite3.connect(self.database)) as database, database:  # the fixture is older than a sign-in lasts
            database.execute("UPDATE refresh SET expires_at = ?", (int(time.time() * 1000) + 86_400_000,))
        self.process = None

    def start(self):
        read, write = os.pipe()
        self.process = subprocess.Popen([WEFTD, "-d", os.path.join(self.directory, "server"), "-s", self.socket, "--ready-fd", str(write)],
                                        pass_fds=[write], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as ready:
            assert ready.readline(), "weftd does not open the older database"

    def stop(self):
        if self.process:
            self.process.terminate()
            assert self.process.wait(20) == 0
        self.process = None

    def remove(self):
        self.stop()
        shutil.rmtree(self.directory, ignore_errors=True)

    def ctl(self, who, *arguments, code=0):
        done = subprocess.run([WEFTCTL, "--state", os.path.join(self.directory, who), "--wait", "30", *arguments],
                              capture_output=True, text=True, timeout=90, check=False)
        assert done.returncode == code, f"{arguments}: {done.returncode}: {done.stdout}{done.stderr}"
        return done.stdout

    def messages(self, who, *options):
        lines = self.ctl(who, *options, "history", "general", "--limit", "1000", "--json").splitlines()
        return [json.loads(line)["text"] for line in lines]

    def epochs(self):
        with contextlib.closing(sqlite3.connect(self.database)) as database, database:
            return dict(database.execute("SELECT stream, epoch FROM stream"))


class Upgrade(unittest.TestCase):
    def open(self, fixture):
        workspace = Workspace(fixture)
        self.addCleanup(workspace.remove)
        return workspace

    def test_full_outboxes(self):
        """Both go on where they were: nothing is lost, doubled or out of order, and no log begins anew."""
        for fixture in FIXTURES:
            with self.subTest(os.path.basename(fixture)):
                workspace = self.open(fixture)
                epochs = workspace.epochs()
                before = workspace.messages("ha", "--offline")
                self.assertIn("ha offline 0", before, "the older store shows what waits in it")
                workspace.start()
                for who in ("ha", "mai"):
                    workspace.ctl(who, "send", "general", f"{who} after")
                    self.assertEqual(workspace.ctl(who, "outbox", "--json"), "")
                ha, mai = workspace.messages("ha"), workspace.messages("mai")
                self.assertEqual(ha, mai)
                self.assertEqual(len(ha), 40 + 2 * PER_PERSON + 2)
                for who in ("ha", "mai"):
                    mine = [text for text in ha if text.startswith(f"{who} ")]
                    self.assertEqual(mine[20:], [f"{who} offline {i}" for i in range(PER_PERSON)] + [f"{who} after"])
                self.assertEqual({stream: epoch for stream, epoch in workspace.epochs().items() if stream in epochs}, epochs)

    def test_twice(self):
        """The second start finds nothing to do."""
        for fixture in FIXTURES:
            with self.subTest(os.path.basename(fixture)):
                workspace = self.open(fixture)
                workspace.start()
                workspace.stop()
                workspace.start()
                self.assertEqual(len(workspace.messages("mai")), 40 + PER_PERSON)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
