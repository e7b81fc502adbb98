#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""weftctl against a real weftd, as a script or a person at a terminal uses it.

    test_weftctl.py WEFTD WEFTCTL SCENARIO [TEST…]
"""
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

WEFTD, WEFTCTL, SCENARIO = (os.path.abspath(path) for path in sys.argv[1:4])
PASSWORD = "correct horse"


class Weftd:
    """A server on a Unix socket in a directory of its own."""

    def __init__(self, directory):
        self.directory = directory
        self.socket = os.path.join(directory, "sock")
        self.process = None

    def start(self):
        read, write = os.pipe()
        self.process = subprocess.Popen([WEFTD, "-d", os.path.join(self.directory, "server"), "-s", self.socket, "--ready-fd", str(write)],
                                        pass_fds=[write], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as ready:
            assert ready.readline(), "weftd does not start"

    def stop(self):
        if self.process:
            self.process.terminate()
            assert self.process.wait(20) == 0
        self.process = None


class Case(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix="weftctl-")
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)
        self.server = Weftd(self.directory)
        self.server.start()
        self.addCleanup(self.server.stop)
        self.address = "unix:" + self.server.socket

    def command(self, who, *arguments):
        return [WEFTCTL, "--state", os.path.join(self.directory, who), "--wait", "30", *arguments]

    def run_ctl(self, who, *arguments, code=0, stdin=None):
        done = subprocess.run(self.command(who, *arguments), input=stdin or "", capture_output=True, text=True, timeout=90,
                              env=dict(os.environ, WEFTCTL_PASSWORD=PASSWORD), check=False)
        self.assertEqual(done.returncode, code, f"{arguments}: {done.stdout}{done.stderr}")
        return done

    def found(self):
        self.run_ctl("mai", "--address", self.address, "found", "Loom", "--name", "Mai Đặng", "--login", "mai")
        self.run_ctl("mai", "create-room", "general", "--topic", "Everything")

    def messages(self, who, room="general"):
        lines = self.run_ctl(who, "history", room, "--limit", "1000", "--json").stdout.splitlines()
        return [json.loads(line) for line in lines]

    def outbox(self, who, *options):
        return [json.loads(line) for line in self.run_ctl(who, *options, "--json", "outbox").stdout.splitlines()]


class Commands(Case):
    def search(self, who, *words):
        lines = self.run_ctl(who, "--json", "search", *words).stdout.splitlines()
        return [json.loads(line) for line in lines]

    def test_jobs(self):
        """What waits, what was refused and why, of one stream or all; for administrators only."""
        self.found()
        link = self.run_ctl("mai", "invite", "--room", "general").stdout.strip()
        self.run_ctl("ha", "join", link, "--name", "Nguyễn Thu Hà", "--login", "ha")
        self.assertEqual(self.run_ctl("mai", "jobs").stdout, "")
        self.server.stop()
        reminder, streams = "019a81f0-0000-7000-8000-0000000000a1", ("user/019a81f0-0000-7000-8000-0000000000b1", "user/019a81f0-0000-7000-8000-0000000000b2")
        database = sqlite3.connect(os.path.join(self.directory, "server", "weft.db"))
        with database:
            for stream, due in zip(streams, (4102444800000, 1700000000000)):  # 2100, and long past: it runs as soon as the server does
                database.execute("INSERT INTO job (id, nonce, author, stream, op, args, schedule, due_at, try_at, state, attempts, late, created_at)"
                                 " VALUES (?, ?, 'system', ?, 'reminders.fire', ?, '', ?, ?, 'waiting', 0, 0, 1)",
                                 (f"reminders/{stream}/{reminder}", stream[-4:], stream, json.dumps({"id": reminder, "at": due}), due, due))
        database.close()
        self.server.start()

        for _ in range(100):
            jobs = [json.loads(line) for line in self.run_ctl("mai", "--json", "jobs").stdout.splitlines()]
            if jobs[-1]["state"] != "waiting":
                break
            time.sleep(0.1)
        self.assertEqual([(job["stream"], job["state"]) for job in jobs], [(streams[0], "waiting"), (streams[1], "refused")])
        self.assertNotIn("args", jobs[0])  # are not everybody's
        text = self.run_ctl("mai", "jobs", "--stream", streams[1]).stdout
        self.assertIn("refused", text)
        self.assertIn("reminders.fire", text)
        self.assertIn(f"reminders/{streams[1]}/{reminder}", text)
        self.assertIn("no such reminder here", text)
        self.assertNotIn(streams[0], text)
        self.assertIn("2100-01-01", self.run_ctl("mai", "jobs", "-s", streams[0]).stdout)
        self.assertIn("administrators", self.run_ctl("ha", "jobs", code=3).stderr)
        self.assertIn("--offline", self.run_ctl("mai", "--offline", "jobs", code=2).stderr)

    def test_guest_days(self):
        """A guest's time is promised with the invitation."""
        self.found()
        link = self.run_ctl("mai", "invite", "--guest", "general", "--guest-days", "3").stdout.strip()
        before = time.time()
        self.run_ctl("gus", "join", link, "--name", "Gus", "--login", "gus")
        self.run_ctl("gus", "send", "general", "I am here for three days")
        self.server.stop()
        database = sqlite3.connect(os.path.join(self.directory, "server", "weft.db"))
        [[until, role]] = database.execute("SELECT guest_until, role FROM person WHERE stream = 'workspace' AND login = 'gus'")
        [[due, operation]] = database.execute("SELECT due_at, op FROM job WHERE id LIKE 'people/guest/%'")
        database.close()
        self.server.start()
        self.assertEqual((role, due, operation), ("guest", until, "people.suspend"))
        self.assertAlmostEqual(until / 1000, before + 3 * 86400, delta=600)
        self.assertIn("only guests have an end", self.run_ctl("mai", "invite", "--guest-days", "3", code=3).stderr)
        self.assertIn("--guest-days", self.run_ctl("mai", "invite", "--guest-days", "-1", code=2).stderr)

    def test_search(self):
        self.found()
        link = self.run_ctl("mai", "invite", "--room", "general").stdout.strip()
        self.run_ctl("mai", "create-room", "secret")
        for i in range(21):
            self.run_ctl("mai", "send", "general", f"Đơn hàng số {i}" if i % 10 == 0 else f"chuyện khác {i}")
        self.run_ctl("mai", "send", "secret", "đơn hàng mật")
        self.run_ctl("ha", "join", link, "--name", "Nguyễn Thu Hà", "--login", "ha")
        self.run_ctl("ha", "send", "general", "đơn hàng của Hà")

        texts = [hit["texts"][0] for hit in self.search("mai", "don", "hang")]
        self.assertEqual(texts[:3], ["đơn hàng của Hà", "đơn hàng mật", "Đơn hàng số 20"])
        self.assertEqual(len(texts), 5)
        self.assertEqual([hit["texts"][0] for hit in self.search("ha", "don hang -from:ha")],
                         [f"Đơn hàng số {i}" for i in range(20, -10, -10)])  # not the secret one
        held = self.run_ctl("ha", "--json", "search", "--held", "don hang").stdout.splitlines()
        self.assertEqual(len(held), 4)
        self.assertEqual([hit["texts"][0] for hit in self.search("mai", "from:me", "in:secret")], ["đơn hàng mật"])
        self.assertEqual(self.search("ha", "in:secret", "hang"), [])
        self.assertEqual(self.search("mai", '"hàng đơn"'), [])
        self.assertEqual([hit["table"] for hit in self.search("mai", "nguyen", "ha")], ["person"])

        self.server.stop()
        offline = self.run_ctl("mai", "--wait", "1", "search", "của Hà")
        self.assertIn("Only what is held here was searched", offline.stderr)
        self.assertIn("đơn hàng của Hà", offline.stdout)

    def test_two_people(self):
        self.found()
        link = self.run_ctl("mai", "invite", "--room", "general").stdout.strip()
        self.run_ctl("ha", "join", link, "--name", "Nguyễn Thu Hà", "--login", "ha")
        self.run_ctl("other", "join", link, "--name", "Somebody", "--login", "other", code=3)

        self.run_ctl("mai", "send", "general", "Xin", "chào")
        self.run_ctl("ha", "send", "#general", "-", stdin="Two\nlines\n")
        self.assertEqual([m["text"] for m in self.messages("mai")], ["Xin chào", "Two\nlines"])
        self.assertEqual([m["login"] for m in self.messages("ha")], ["mai", "ha"])

        self.run_ctl("mai", "create-room", "--direct", "--member", "ha")
        self.run_ctl("mai", "send", "@ha", "only for you")
        self.assertEqual([m["text"] for m in self.messages("ha", "@mai")], ["only for you"])
        rooms = [json.loads(line) for line in self.run_ctl("ha", "rooms", "--json").stdout.splitlines()]
        self.assertEqual([room["name"] for room in rooms], ["general", "Mai Đặng"])

    def test_tail(self):
        self.found()
        self.run_ctl("mai", "send", "general", "before")
        link = self.run_ctl("mai", "invite", "--room", "general").stdout.strip()
        self.run_ctl("ha", "join", link, "--name", "Hà", "--login", "ha")
        tail = subprocess.Popen(self.command("ha", "--json", "tail", "general"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            self.assertEqual(json.loads(tail.stdout.readline())["text"], "before")
            self.run_ctl("mai", "send", "general", "after")
            self.assertEqual(json.loads(tail.stdout.readline())["text"], "after")
        finally:
            tail.send_signal(signal.SIGINT)
            tail.communicate(timeout=20)

    def test_offline(self):
        self.found()
        self.server.stop()
        started = time.monotonic()
        for text in ("one", "two"):
            done = self.run_ctl("mai", "--wait", "0", "send", "general", text, code=4)
            self.assertIn("outbox", done.stderr)
        self.assertLess(time.monotonic() - started, 30)
        self.assertEqual([m["text"] for m in (json.loads(line) for line in
                          self.run_ctl("mai", "--offline", "--json", "history", "general").stdout.splitlines())], ["one", "two"])
        self.assertEqual([entry["state"] for entry in self.outbox("mai", "--offline")], ["waiting", "waiting"])
        first = self.outbox("mai", "--offline")[0]["id"]
        self.run_ctl("mai", "--offline", "outbox", "discard", first)
        self.server.start()
        self.run_ctl("mai", "send", "general", "three")
        self.assertEqual([m["text"] for m in self.messages("mai")], ["two", "three"])
        self.assertEqual(self.outbox("mai"), [])

    def test_operate(self):
        """Any operation, with what is wrong said as for any other."""
        self.found()
        project = "project/0192f0c1-0000-7000-8000-000000000001"
        self.run_ctl("mai", "operate", project, "board.create-project", '{"name": "Mill", "code": "MILL", "members": []}')
        done = self.run_ctl("mai", "operate", project, "board.set-project", '{"name": "Mill", "code": "mill"}', code=3)
        self.assertIn("code: expected a capital letter", done.stderr)
        self.run_ctl("mai", "outbox", "discard", self.outbox("mai")[0]["id"])
        done = self.run_ctl("mai", "operate", project, "board.set-project", '{"name": 7, "code": "M"}', code=3)
        self.assertIn("name", done.stderr)
        for arguments in (("nowhere", "board.set-project", "{}"), (project, "board.no-such", "{}"), ("workspace", "board.set-project", "{}")):
            self.run_ctl("mai", "operate", *arguments, code=2)
        for arguments in ("[]", "{"):
            self.run_ctl("mai", "operate", project, "board.set-project", arguments, code=3)
        self.run_ctl("mai", "operate", project, "board.looking", '{"window": "0192f0c1-0000-7000-8000-000000000002", "held": []}')
        done = self.run_ctl("mai", "operate", project, "board.looking", '{"window": 7, "held": []}', code=3)
        self.assertIn("window: expected a string", done.stderr)
        self.run_ctl("mai", "operate", project, "thread.read", "1", code=2)

    def test_refused(self):
        self.found()
        link = self.run_ctl("mai", "invite", "--room", "general").stdout.strip()
        self.run_ctl("ha", "join", link, "--name", "Hà", "--login", "ha")
        self.run_ctl("ha", "invite", "--role", "admin", code=3)
        self.assertEqual([(e["op"], e["state"], e["code"]) for e in self.outbox("ha")], [("people.invite", "failed", "denied")])
        self.run_ctl("ha", "send", "general", "goes all the same")
        self.run_ctl("ha", "outbox", "discard", self.outbox("ha")[0]["id"])
        self.assertEqual(self.outbox("ha"), [])
        done = self.run_ctl("ha", "send", "general", "x" * 16001, code=3)
        self.assertIn("16000", done.stderr)
        self.run_ctl("ha", "send", "nowhere", "x", code=3)

    def test_sign_out(self):
        self.found()
        self.run_ctl("mai", "sign-out")
        self.run_ctl("mai", "rooms", code=3)
        self.run_ctl("mai", "--address", self.address, "sign-in", "mai")
        self.assertEqual(len(self.run_ctl("mai", "rooms").stdout.splitlines()), 1)
        self.run_ctl("owner", "--address", self.address, "sign-in", "--local")
        self.assertEqual(len(self.run_ctl("owner", "rooms").stdout.splitlines()), 1)

    def test_usage(self):
        for arguments in (["fly"], ["--fly"], ["send"], ["rooms", "x"], ["completion", "fish"], []):
            self.run_ctl("mai", *arguments, code=2)
        self.assertIn("Commands:", self.run_ctl("mai", "--help").stdout)
        for command in ("found", "invite", "join", "sign-in", "sign-out", "rooms", "create-room", "send", "tail", "history", "outbox", "play", "backup",
                        "restore", "fsck"):
            self.assertIn("Usage:", self.run_ctl("mai", command, "--help").stdout)
        self.run_ctl("mai", "--address", "ftp://x", "rooms", code=3)
        completion = self.run_ctl("mai", "completion", "bash").stdout
        subprocess.run(["bash", "-n"], input=completion, text=True, check=True)


class Play(Case):
    def test_play(self):
        with open(SCENARIO, encoding="utf-8") as file:
            scenario = json.load(file)
        scenario["history"] = scenario["history"][:30] + scenario["history"][-20:]
        scenario["timeline"] = scenario["timeline"][:3]
        scenario["loop"] = False
        path = os.path.join(self.directory, "scenario.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(scenario, file)

        for _ in range(2):  # again, with people who are there already
            self.run_ctl("play", "--address", self.address, "play", path, "--once", "--speed", "100")
        database = sqlite3.connect(os.path.join(self.directory, "server", "weft.db"))
        n_seen, n_not = database.execute("SELECT sum(m.ordinal <= l.value), sum(m.ordinal > l.value) FROM notice n JOIN person p ON n.stream = 'user/' || p.id"
                                         " JOIN message m ON m.stream = n.link AND m.id = n.object"
                                         " JOIN latest l ON l.stream = n.link AND l.name = 'thread.read' AND l.person = p.id WHERE p.login = 'mai'").fetchone()
        database.close()
        self.assertGreater(n_seen, 0)  # of what she has read
        self.assertLessEqual(n_not, sum(room.get("unread", 0) for room in scenario["rooms"]) + 2 * len(scenario["timeline"]))
        self.run_ctl("mai", "--address", self.address, "sign-in", "--local")
        self.assertEqual(len(self.run_ctl("mai", "rooms").stdout.splitlines()), len(scenario["rooms"]))
        texts = [m["text"] for m in self.messages("mai", "deliveries-hcmc")]
        self.assertEqual(len(texts), sum(line["room"] == "deliveries-hcmc" for line in scenario["history"]) +
                         2 * sum(line["room"] == "deliveries-hcmc" for line in scenario["timeline"]))

    def test_damaged(self):
        path = os.path.join(self.directory, "scenario.json")
        with open(path, "w", encoding="utf-8") as file:
            file.write('{"workspace": "x", "desk": "a", "people": [{"login": "a", "name": "A"}], "rooms": [{"key": "r", "members": ["b"]}], '
                       '"history": [], "timeline": [], "answers": []}')
        done = self.run_ctl("play", "--address", self.address, "play", path, code=3)
        self.assertIn("rooms[0].members", done.stderr)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[4:]], verbosity=2)
