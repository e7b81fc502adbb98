# SPDX-License-Identifier: GPL-3.0-or-later
"""weftctl between a real weftd and a liar."""

import json
import os
import shutil
import sqlite3
import subprocess
import tempfile

from mallory import Mallory
from probe import PASSWORD, Case

WEFTCTL = os.environ.get("WEFTCTL", "weftctl")


class LiedTo(Case):
    """Each test begins with a signed-in client that holds nothing yet, and an honest Mallory."""

    def setUp(self):
        self.weftd = self.daemon(limits="attempts=100000")
        self.anna = self.client(self.weftd)
        self.room = self.anna.room("Lobby")
        self.other = self.anna.room("Other")
        self.said = [f"message {i}" for i in range(60)]
        for text in self.said:
            self.anna.say(self.room, text)
        self.mallory = Mallory(self.weftd)
        self.addCleanup(self.mallory.stop)
        self.state = self.fresh_state()
        done = self.ctl("sign-in", "anna")
        self.assertEqual(done.returncode, 0, done.stderr)

    def ctl(self, *args, wait=10, state=None, address=None):
        done = subprocess.run(
            [WEFTCTL, "--address", address or self.mallory.address, "--state", state or self.state, "--wait", str(wait), *args],
            capture_output=True, text=True, timeout=90, stdin=subprocess.DEVNULL, env=os.environ | {"WEFTCTL_PASSWORD": PASSWORD})
        self.assertIn(done.returncode, (0, 1, 2, 3, 4), f"{args}: {done.returncode}\n{done.stderr}")
        for bad in ("Sanitizer", "runtime error", "CRITICAL **: The store"):
            self.assertNotIn(bad, done.stderr)
        return done

    def history(self, **kwargs):
        done = self.ctl("history", "Lobby", "--limit", "200", "--json", **kwargs)
        return [json.loads(line)["text"] for line in done.stdout.splitlines() if line.startswith("{")], done

    def check_store(self, state=None):
        """Every database of the client is whole. (The search index needs the client's own tokenizer to look at.)"""
        n = 0
        for directory, _, names in os.walk(state or self.state):
            for name in names:
                path = os.path.join(directory, name)
                with open(path, "rb") as file:
                    if file.read(15) != b"SQLite format 3":
                        continue
                n += 1
                with sqlite3.connect(path) as database:
                    for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%search%'"
                                                     " AND sql NOT LIKE 'CREATE VIRTUAL%'").fetchall():
                        self.assertEqual(database.execute(f"PRAGMA integrity_check('{table}')").fetchall(), [("ok",)], table)
                database.close()
        self.assertGreater(n, 0)

    def fresh_state(self):
        state = tempfile.mkdtemp(prefix="weft-hostile-")
        self.addCleanup(shutil.rmtree, state, True)
        return state

    def lie(self, tamper, fresh=True, wait=2, heals=True):
        """Lets the client meet a liar, then the honest server: it must then show the truth."""
        if not fresh:
            self.mallory.tamper = None
            self.assertEqual(self.history()[0], self.said)
        self.mallory.tamper = tamper
        self.history(wait=wait)
        self.ctl("rooms", wait=wait)
        self.check_store()
        self.mallory.tamper = None
        if heals:
            shown, done = self.history()
            self.assertEqual(shown, self.said, done.stderr)
