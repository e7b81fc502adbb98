#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Backup, restore, fsck, socket activation and metrics, as whoever runs a server meets them.

    test_running.py WEFTD WEFTCTL weftd.service weftd.socket
"""
import contextlib
import json
import os
import resource
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.request

WEFTD, WEFTCTL, SERVICE, SOCKET = (os.path.abspath(path) for path in sys.argv[1:5])
PASSWORD = "correct horse"
DAMAGE = 4


def limit_files(size):
    def apply():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    return apply


class Case(unittest.TestCase):
    def setUp(self):
        self.root = tempfile.mkdtemp(prefix="weft-running-")
        self.addCleanup(shutil.rmtree, self.root, ignore_errors=True)
        self.socket = os.path.join(self.root, "sock")
        self.process = None
        self.log = open(os.path.join(self.root, "log"), "ab")
        self.addCleanup(self.log.close)
        self.addCleanup(self.stop)

    def path(self, *names):
        return os.path.join(self.root, *names)

    def database(self, directory="server"):
        return contextlib.closing(sqlite3.connect(self.path(directory, "weft.db")))

    def start(self, directory="server", options=()):
        read, write = os.pipe()
        self.process = subprocess.Popen([WEFTD, "-d", self.path(directory), "-s", self.socket, "--ready-fd", str(write), *options],
                                        pass_fds=[write], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=self.log)
        os.close(write)
        with os.fdopen(read) as ready:
            line = ready.readline()
        self.assertTrue(line, "weftd does not start")
        return json.loads(line)["addresses"]

    def stop(self):
        if self.process:
            self.process.terminate()
            self.assertEqual(self.process.wait(30), 0)
        self.process = None

    def weftd(self, *arguments, code=0, **options):
        done = subprocess.run([WEFTD, *arguments], capture_output=True, text=True, timeout=120, check=False, **options)
        self.assertEqual(done.returncode, code, f"{arguments}: {done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def ctl(self, who, *arguments, code=0):
        done = subprocess.run([WEFTCTL, "--state", self.path(who), "--wait", "30", *arguments], capture_output=True, text=True,
                              timeout=120, env=dict(os.environ, WEFTCTL_PASSWORD=PASSWORD), check=False)
        self.assertEqual(done.returncode, code, f"{arguments}: {done.stdout}{done.stderr}")
        return done.stdout

    def found(self):
        self.ctl("mai", "--address", "unix:" + self.socket, "found", "Loom", "--name", "Mai", "--login", "mai")
        self.ctl("mai", "create-room", "general")
        self.ctl("mai", "create-room", "second")

    def texts(self, who, room="general"):
        return [json.loads(line)["text"] for line in self.ctl(who, "history", room, "--limit", "1000", "--json").splitlines()]

    def change(self, sql, *parameters, directory="server"):
        with self.database(directory) as database, database:
            cursor = database.execute(sql, parameters)
            self.assertNotEqual(cursor.rowcount, 0, sql)


class Backup(Case):
    def test_while_in_use(self):
        """A backup taken while people write is whole; a client which knows more than it comes back, and nothing is doubled."""
        self.start()
        self.found()
        self.ctl("mai", "send", "general", "before")
        going = threading.Event()

        def write():
            for i in range(15):
                self.ctl("mai", "send", "general", f"during {i}")
                if i == 2:
                    going.set()

        writer = threading.Thread(target=write)
        writer.start()
        going.wait()
        self.ctl("admin", "backup", "-d", self.path("server"), self.path("backup"))
        writer.join()
        self.assertIn("all is whole", self.weftd("--fsck", "-d", self.path("backup")))
        self.assertIn("all is whole", self.weftd("--fsck", "-d", self.path("server")), "also while it serves")
        self.stop()

        self.ctl("admin", "restore", "-d", self.path("restored"), self.path("backup"))
        self.ctl("mai", "--offline", "send", "general", "written while it was away", code=4)
        self.start("restored")
        # Its token is one which the backup knows nothing of.
        self.ctl("mai", "send", "general", "after", code=3)
        self.ctl("mai", "--address", "unix:" + self.socket, "sign-in", "mai")
        self.ctl("mai", "outbox")
        texts = self.texts("mai")
        self.assertEqual(texts[0], "before")
        self.assertEqual(texts[-2:], ["written while it was away", "after"])
        self.assertEqual(texts[1:-2], [f"during {i}" for i in range(len(texts) - 3)])
        self.assertGreaterEqual(len(texts), 6)
        self.stop()
        self.assertIn("all is whole", self.weftd("--fsck", "-d", self.path("restored")))
        with self.database() as old, self.database("restored") as new:
            epochs = "SELECT stream, epoch FROM stream"
            self.assertFalse(set(old.execute(epochs)) & set(new.execute(epochs)), "every log has a new epoch")

    def test_nothing_is_written_over(self):
        self.start()
        self.found()
        self.stop()
        self.weftd("--backup", self.path("backup"), "-d", self.path("server"))
        self.assertIn("never written over", self.weftd("--backup", self.path("backup"), "-d", self.path("server"), code=1))
        self.assertIn("nothing is written over", self.weftd("--restore", self.path("backup"), "-d", self.path("server"), code=1))
        self.assertIn("no workspace", self.weftd("--backup", self.path("x"), "-d", self.path("nowhere"), code=1))
        self.assertIn("no backup", self.weftd("--restore", self.path("nowhere"), "-d", self.path("x"), code=1))
        self.assertIn("one at a time", self.weftd("--fsck", "--backup", self.path("x"), "-d", self.path("server"), code=2))
        self.assertFalse(os.path.exists(self.path("x")))

    def test_full_disk(self):
        """No room: an error, and no half of a backup under its name."""
        self.start()
        self.found()
        self.stop()
        for option, paths in (("--backup", ("backup", "server")),):
            text = self.weftd(option, self.path(paths[0]), "-d", self.path(paths[1]), code=1, preexec_fn=limit_files(65536))
            self.assertIn("weft.db", text)
        self.assertEqual([name for name in os.listdir(self.root) if name.startswith("backup")], [])
        self.weftd("--backup", self.path("backup"), "-d", self.path("server"))
        self.weftd("--restore", self.path("backup"), "-d", self.path("restored"), code=1, preexec_fn=limit_files(65536))
        self.assertEqual([name for name in os.listdir(self.root) if name.startswith("restored")], [])

    def test_killed(self):
        """What a kill leaves behind is thrown away by the next."""
        self.start()
        self.found()
        self.stop()
        os.makedirs(self.path("backup.part"))
        with open(self.path("backup.part", "weft.db"), "wb") as file:
            file.write(b"half of it")
        self.weftd("--backup", self.path("backup"), "-d", self.path("server"))
        self.assertIn("all is whole", self.weftd("--fsck", "-d", self.path("backup")))
        self.assertFalse(os.path.exists(self.path("backup.part")))


class Fsck(Case):
    def prepare(self):
        self.start()
        self.found()
        for i in range(5):
            self.ctl("mai", "send", "general", f"message {i}")
        self.ctl("mai", "history", "general")
        self.stop()

    def check(self, words, untouched="second"):
        """The damage is found and named, mended, and then everybody agrees again."""
        text = self.weftd("--fsck", "-d", self.path("server"), code=DAMAGE)
        self.assertIn(words, text)
        self.assertNotIn("message 2", text, "what people write is nobody's business here")
        self.assertEqual(text.count("\n"), 2, text)
        self.assertIn("1 streams mended", self.weftd("--repair", "-d", self.path("server")))
        self.assertIn("all is whole", self.weftd("--fsck", "-d", self.path("server")))
        self.start()
        self.ctl("mai", "send", "general", "after")
        texts = self.texts("mai")
        with self.database() as database:
            rows = [text for (text,) in database.execute("SELECT message.text FROM message JOIN thread USING (stream) ORDER BY ordinal")]
        self.assertEqual(texts, rows)
        self.stop()
        return texts

    ALL = [f"message {i}" for i in range(5)] + ["after"]

    def test_row_changed(self):
        self.prepare()
        self.change("UPDATE message SET text = 'forged' WHERE ordinal = 3")
        self.assertEqual(self.check("message: the row"), self.ALL)

    def test_row_lost(self):
        self.prepare()
        self.change("DELETE FROM message WHERE ordinal = 5")
        self.assertEqual(self.check("message: the row"), self.ALL)

    def test_event_changed(self):
        self.prepare()
        self.change("UPDATE event SET stored = replace (stored, 'message 2', 'message X') WHERE stored LIKE '%message 2%'")
        self.assertEqual(self.check("its hash differs"), self.ALL)

    def test_event_lost(self):
        self.prepare()
        self.change("DELETE FROM event WHERE stored LIKE '%message 2%'")
        self.assertEqual(self.check("is missing"), self.ALL)

    def test_tail_lost(self):
        self.prepare()
        self.change("DELETE FROM event WHERE stored LIKE '%message 4%'")
        self.assertEqual(self.check("the log ends at"), self.ALL)

    def test_nonsense(self):
        self.prepare()
        with open(self.path("server", "weft.db"), "r+b") as file:
            file.seek(0)
            file.write(b"\0" * 16384)
        self.weftd("--fsck", "-d", self.path("server"), code=1)

    def test_not_while_serving(self):
        self.start()
        self.found()
        self.assertIn("another weftd", self.weftd("--repair", "-d", self.path("server"), code=3))


class Activation(Case):
    def test_sockets_from_systemd(self):
        """The first to connect starts it; both kinds of sockets are served, and stay when it ends."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        activate = subprocess.Popen(["systemd-socket-activate", "-l", self.socket, "-l", f"127.0.0.1:{port}", WEFTD, "-d", self.path("server")],
                                    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(activate.wait, 30)
        self.addCleanup(activate.terminate)
        for _ in range(100):
            if os.path.exists(self.socket):
                break
            time.sleep(0.1)
        self.found()
        self.ctl("mai", "send", "general", "through a socket of systemd's")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=20) as answer:
            self.assertEqual(answer.read().strip(), b"ok")
        activate.terminate()
        self.assertEqual(activate.wait(30), 0)
        self.assertTrue(os.path.exists(self.socket), "who made the socket takes it away")

    def test_says_when_it_is_ready(self):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
            notify.bind(self.path("notify"))
            notify.settimeout(30)
            process = subprocess.Popen([WEFTD, "-d", self.path("server"), "-s", self.socket], env=dict(os.environ, NOTIFY_SOCKET=self.path("notify")),
                                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            self.assertEqual(notify.recv(1000), b"READY=1")
            self.assertTrue(os.path.exists(self.socket), "not before it can be reached")
            process.terminate()
            self.assertEqual(notify.recv(1000), b"STOPPING=1")
            self.assertEqual(process.wait(30), 0)

    def test_units(self):
        """systemd itself finds no fault with them."""
        directory = self.path("units")
        os.makedirs(directory)
        with open(SERVICE, encoding="utf-8") as file:
            text = file.read()
        start = next(line for line in text.splitlines() if line.startswith("ExecStart="))
        with open(os.path.join(directory, "weftd.service"), "w", encoding="utf-8") as file:
            file.write(text.replace(start.split("=")[1].split()[0], WEFTD))
        shutil.copy(SOCKET, directory)
        done = subprocess.run(["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", os.path.join(directory, "weftd.service"),
                               os.path.join(directory, "weftd.socket")],
                              capture_output=True, text=True, timeout=60, check=False)
        mine = [line for line in done.stderr.splitlines() if "weftd" in line]
        self.assertEqual(mine, [])


class Metrics(Case):
    def test_promtool(self):
        """Prometheus' own checker has nothing to say."""
        address = next(a for a in self.start(options=("--listen", "127.0.0.1:0")) if a.startswith("http"))
        self.found()
        self.ctl("mai", "send", "general", "one")
        with urllib.request.urlopen(address + "/metrics", timeout=20) as answer:
            text = answer.read()
        done = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True, timeout=60, check=False)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, b"", b""))
        self.assertIn(b"weft_operations_total", text)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
