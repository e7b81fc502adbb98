#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""When there is no room, no descriptor, or a database which is not what it should be."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

from probe import PASSWORD, WEFTD, Case, Client, Closed, Daemon, Refused, new_id

WEFTCTL = os.environ.get("WEFTCTL", "weftctl")

MOUNT = """
import ctypes, os, sys
libc = ctypes.CDLL(None, use_errno=True)
if libc.mount(b"tmpfs", sys.argv[1].encode(), b"tmpfs", 0, b"size=7m") != 0:
    sys.exit(os.strerror(ctypes.get_errno()))
with open(sys.argv[1] + "/ballast", "wb") as file:
    file.write(bytes(2000000))  # as much as SQLite wants to bring its journal home
os.execvp(sys.argv[2], sys.argv[2:])
"""


def can_mount():
    """Whether a file system of a fixed size can be had without being anybody."""
    try:
        return subprocess.run(["unshare", "-Urm", "true"], capture_output=True).returncode == 0
    except OSError:
        return False


class Disk(Case):
    def fill(self, daemon, client, room, text="x" * 15000, times=5000):
        """Writes until the server has no room; returns the messages it acknowledged and the refusal."""
        said = []
        for _ in range(times):
            message = new_id()
            try:
                client.run(room, "thread.send", {"id": message, "text": text})
                said.append(message)
            except Refused as refused:
                return said, refused
        self.fail("the disk never filled")

    def rows(self, client, room):
        ids, before = [], None
        while True:
            page = {"type": "page", "request": 1, "stream": room, "table": "message", "limit": 200}
            client.send(page | ({"before": before} if before else {}))
            answer = client.seek("page-rows", request=1)
            table = answer["tables"][0]
            id_, ordinal = table["columns"].index("id"), table["columns"].index("ordinal")
            ids = [row[id_] for row in sorted(table["rows"], key=lambda row: row[ordinal])] + ids
            if not answer["more"]:
                return ids
            before = min(row[ordinal] for row in table["rows"])

    def ctl(self, weftd, state, *args):
        return subprocess.run([WEFTCTL, "--address", "unix:" + weftd.path, "--state", state, *args], capture_output=True, text=True, timeout=90,
                              stdin=subprocess.DEVNULL, env=os.environ | {"WEFTCTL_PASSWORD": PASSWORD})

    def check_full(self, weftd, make_room):
        anna = self.client(weftd)
        state = tempfile.mkdtemp(prefix="weft-full-client-")
        self.addCleanup(shutil.rmtree, state, True)
        done = self.ctl(weftd, state, "sign-in", "anna")
        self.assertEqual(done.returncode, 0, done.stderr)
        room = anna.room()
        said, refused = self.fill(weftd, anna, room)
        self.assertEqual(refused.code, "full")
        self.assertNotIn("weft.db", str(refused))  # a path of the server's is nobody's business
        self.assertTrue(weftd.is_alive())

        # Reading goes on: pages, HTTP, those who come back, and those who have nothing yet.
        self.assertEqual(self.rows(anna, room)[-50:], said[-50:])
        self.assertEqual(weftd.request("GET", "/v1").json["name"], "Weft")
        again = self.client(weftd, client=anna.client)
        again.send({"type": "subscribe", "mine": True, "positions": []})
        while True:
            frame, _ = again.next()
            if frame["type"] == "snapshot" and frame["stream"] == room and frame["last"]:
                break

        # Writing says why not, and does so again.
        for _ in range(3):
            with self.assertRaises(Refused) as again_refused:
                again.run(room, "thread.send", {"id": new_id(), "text": "y" * 15000})
            self.assertEqual(again_refused.exception.code, "full")

        # No token can be given anew either: whoever asks keeps the old one, stays signed in and tries again.
        tokens = weftd.anna
        self.assertEqual(weftd.post("/v1/refresh", {"refresh": tokens["refresh"]}).code, "full")
        done = self.ctl(weftd, state, "--wait", "2", "create-room", "from the outbox")
        self.assertEqual(done.returncode, 4, done.stderr)
        self.assertNotIn("sign", done.stderr.lower())
        waiting = subprocess.Popen([WEFTCTL, "--state", state, "--wait", "60", "rooms"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        time.sleep(1)
        self.assertIsNone(waiting.poll())

        make_room()
        out, errors = waiting.communicate(timeout=90)
        self.assertEqual(waiting.returncode, 0, errors)
        self.assertIn("Room", out)
        self.assertEqual(weftd.post("/v1/refresh", {"refresh": tokens["refresh"]}).status, 200)
        until = time.monotonic() + 20
        while True:
            try:
                last = new_id()
                again.run(room, "thread.send", {"id": last, "text": "there is room"})
                break
            except Refused:
                self.assertLess(time.monotonic(), until)
                time.sleep(0.1)
        self.assertEqual(self.rows(again, room), said + [last])

    @unittest.skipUnless(can_mount(), "no user namespaces here")
    def test_full_disk(self):
        root = tempfile.mkdtemp(prefix="weft-full-")
        self.addCleanup(shutil.rmtree, root, True)
        data = os.path.join(root, "data")
        os.mkdir(data)
        # The small file system lives in weftd's own mount namespace; /proc/PID/root is the way in.
        weftd = self.daemon(directory=data, wrap=["unshare", "-Urm", sys.executable, "-c", MOUNT, data])

        def make_room():
            os.unlink(f"/proc/{weftd.pid}/root{data}/ballast")

        self.check_full(weftd, make_room)

    def test_file_size_limit(self):
        """A quota on the size of files must not kill the server (SIGXFSZ)."""
        weftd = self.daemon(file_size=3 << 20)
        anna = self.client(weftd)
        room = anna.room()
        said, refused = self.fill(weftd, anna, room)
        self.assertIn(refused.code, ("full", "internal"))
        self.assertTrue(weftd.is_alive())
        self.assertEqual(self.rows(anna, room)[-50:], said[-50:])
        weftd.stop()
        weftd.file_size = None
        weftd.start()
        self.assertEqual(self.rows(self.client(weftd), room), said)

    def test_no_descriptors(self):
        weftd = self.daemon(files=64, tcp=True)
        anna = self.client(weftd)
        room = anna.room()
        socks = []
        for i in range(120):
            sock = weftd.connect(tcp=i % 2 == 0)
            socks.append(sock)
        start = weftd.cpu()
        time.sleep(1)
        # Waiting for a descriptor is no reason to spin or to fill the log.
        self.assertLess(weftd.cpu() - start, 0.5)
        self.assertLess(len(weftd.read_log()), 100000)
        anna.say(room)
        self.rows(anna, room)
        for sock in socks:
            sock.close()
        self.client(weftd).say(room)
        self.client(weftd, tcp=True).say(room)

    def run_to_end(self, directory):
        root = tempfile.mkdtemp(prefix="weft-hostile-")
        self.addCleanup(shutil.rmtree, root, True)
        return subprocess.run([WEFTD, "--directory", directory, "--socket", os.path.join(root, "s")], capture_output=True,
                              text=True, timeout=60, stdin=subprocess.DEVNULL)

    def stopped(self):
        weftd = self.daemon()
        anna = self.client(weftd)
        room = anna.room()
        for _ in range(20):
            anna.say(room, "x" * 2000)
        weftd.stop()
        return weftd

    def test_two_in_one_directory(self):
        weftd = self.daemon()
        second = self.run_to_end(weftd.directory)
        self.assertEqual(second.returncode, 3, second.stderr)
        self.assertIn("another weftd serves this directory", second.stderr)
        self.client(weftd).room()

    def test_newer_database(self):
        weftd = self.stopped()
        path = os.path.join(weftd.directory, "weft.db")
        with sqlite3.connect(path) as database:
            self.assertGreater(database.execute("UPDATE schema_version SET version = 1000").rowcount, 0)
        database.close()
        ended = self.run_to_end(weftd.directory)
        self.assertEqual(ended.returncode, 1, ended.stderr)
        self.assertRegex(ended.stderr, "(?i)newer|later|update")
        self.assertNotIn("Sanitizer", ended.stderr)

    def test_damaged_database(self):
        weftd = self.stopped()
        path = os.path.join(weftd.directory, "weft.db")
        with open(path, "rb") as file:
            good = file.read()

        def head(data):
            return b"This is no database at all, but somebody's diary.\n" * 200

        def zeroes(data):
            return data[:100] + bytes(len(data) - 100)

        def noise(data):
            return data[:4096] + os.urandom(len(data) - 4096)

        def cut(data):
            return data[:len(data) // 2]

        def short(data):
            return data[:50]

        for damage in (head, zeroes, noise, cut, short):
            with self.subTest(damage.__name__):
                for name in os.listdir(weftd.directory):
                    if name.startswith("weft.db-"):
                        os.unlink(os.path.join(weftd.directory, name))
                with open(path, "wb") as file:
                    file.write(damage(good))
                # Either it does not start and says why, or it starts and refuses what it cannot read.
                daemon = Daemon(directory=weftd.directory)
                try:
                    daemon.start()
                except RuntimeError as error:
                    self.assertEqual(daemon.process.wait(30), 1, error)
                    self.assertRegex(str(error), "damaged|not a database|no database")
                else:
                    self.assertIn(damage, (noise, cut, zeroes))
                    try:
                        client = Client(daemon, weftd.anna["access"])
                        client.close()
                    except Closed:
                        pass
                    daemon.stop()
                self.assertNotIn("Sanitizer", daemon.read_log())
                self.assertNotIn("level=error", daemon.read_log())
                daemon.discard()

    def test_unwritable_directory(self):
        root = tempfile.mkdtemp(prefix="weft-hostile-")
        self.addCleanup(shutil.rmtree, root, True)
        blocked = os.path.join(root, "file")
        with open(blocked, "w"):
            pass
        for directory in (blocked, blocked + "/below", "/proc/weft"):
            ended = self.run_to_end(directory)
            self.assertIn(ended.returncode, (1, 3), ended.stderr)
            self.assertIn(directory.split("/")[-1], ended.stderr)


if __name__ == "__main__":
    unittest.main()
