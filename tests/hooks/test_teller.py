# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs which are told what people write: signed, in order, once each, and only where the server may go."""

import hashlib
import hmac
import json
import os
import socket
import subprocess
import threading
import time
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from hooks import Case
from probe import Refused, new_id

OUTSIDE = "127.0.0.2"  # stands for the Internet: the tests' servers are told that they may go there
PATIENCE = 60
KEY = "k" * 40


class Receiver:
    """A program which is told something; it checks the signature as its makers would."""

    def __init__(self, host=OUTSIDE):
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = receiver.status.pop(0) if receiver.status else 200
                receiver.requests.append((dict(self.headers), body, status))
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", receiver.location)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.requests, self.status, self.location = [], [], None
        self.server = ThreadingHTTPServer((host, 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def url(self, host=OUTSIDE):
        return f"http://{host}:{self.port}/told?x=1"

    def taken(self):
        return [json.loads(body) for _, body, status in self.requests if status == 200]

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class Teller(Case):
    def setUp(self):
        self.server = self.daemon(tcp=True, options=["--reach", OUTSIDE])
        self.anna = self.client(self.server)
        self.room = self.anna.room("Ops")

    def receiver(self, host=OUTSIDE):
        receiver = Receiver(host)
        self.addCleanup(receiver.stop)
        return receiver

    def tell(self, address, **changes):
        id_ = new_id()
        self.anna.run(self.room, "hooks.add-teller", {"id": id_, "name": "Mirror", "address": address, "key": KEY, **changes})
        return id_

    def wait(self, condition):
        until = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > until:
                raise AssertionError(f"in vain\n{self.server.read_log()}\n{self.rows('SELECT id, state, attempts, due_at, try_at, error FROM job')}"
                                     f"\nnow {time.time() * 1000:.0f}")
            time.sleep(0.05)

    def failed(self, teller):
        return self.rows("SELECT failed, working FROM teller WHERE id = ?", teller)[0]

    def test_told(self):
        receiver = self.receiver()
        self.tell(receiver.url())
        for i in range(20):
            self.anna.say(self.room, f"số {i}")
        self.wait(lambda: len(receiver.taken()) == 20)
        self.assertEqual([told["message"]["text"] for told in receiver.taken()], [f"số {i}" for i in range(20)])
        self.assertEqual([told["message"]["ordinal"] for told in receiver.taken()], list(range(1, 21)))
        headers, body, _ = receiver.requests[0]
        told = json.loads(body)
        self.assertEqual((told["type"], told["stream"], told["message"]["author"]), ("message", self.room, {"id": self.anna.person, "name": "Anna"}))
        self.assertEqual(headers["Weft-Id"], told["id"])
        self.assertEqual(len({told["id"] for told in receiver.taken()}), 20)
        self.assertLess(abs(int(headers["Weft-Timestamp"]) - time.time()), 60)
        mac = hmac.new(KEY.encode(), headers["Weft-Timestamp"].encode() + b"." + body, hashlib.sha256).hexdigest()
        self.assertTrue(hmac.compare_digest(headers["Weft-Signature"], "v1=" + mac))
        self.assertEqual(headers["Content-Type"], "application/json")
        # A reply in a thread, shown in the room as well, is one thing said.
        self.anna.run(self.room, "thread.reply", {"id": new_id(), "root": told["message"]["id"], "text": "an answer", "also": new_id()})
        self.wait(lambda: len(receiver.taken()) == 21)
        self.assertEqual((receiver.taken()[-1]["message"]["text"], receiver.taken()[-1]["message"]["thread"]), ("an answer", told["message"]["id"]))
        # What programs write is told to none: two of them would never end.
        self.anna.run(self.room, "hooks.add", {"id": new_id(), "name": "In", "secret_hash": hashlib.sha256(b"x" * 32).hexdigest()})
        self.assertEqual(self.server.request("POST", "/hooks/" + "x" * 32, {"text": "from a program"}, tcp=True).body, b"ok")
        self.anna.say(self.room, "last")
        self.wait(lambda: len(receiver.taken()) == 22)
        self.assertEqual(receiver.taken()[-1]["message"]["text"], "last")

    def test_again(self):
        """Whoever does not take it is told again, under the same id, and what comes later waits."""
        receiver = self.receiver()
        receiver.status = [500, 302]
        receiver.location = receiver.url("127.0.0.1")
        self.tell(receiver.url())
        self.anna.say(self.room, "one")
        self.anna.say(self.room, "two")
        self.wait(lambda: len(receiver.taken()) == 2)
        self.assertEqual([told["message"]["text"] for told in receiver.taken()], ["one", "two"])
        self.assertEqual([status for _, _, status in receiver.requests], [500, 302, 200, 200])  # no redirect was followed
        ids = [headers["Weft-Id"] for headers, _, _ in receiver.requests]
        self.assertEqual(len(set(ids[:3])), 1)
        self.assertNotEqual(ids[2], ids[3])

    def test_killed(self):
        """Whatever happens to the server, nobody misses anything, and what comes twice has one id."""
        receiver = self.receiver()
        receiver.status = [503] * 2
        self.tell(receiver.url())
        for i in range(10):
            self.anna.say(self.room, str(i))
        self.wait(lambda: receiver.requests)
        self.server.kill()
        self.server.start()
        self.wait(lambda: len({told["id"] for told in receiver.taken()}) == 10)
        first = {}
        for told in receiver.taken():
            first.setdefault(told["id"], told["message"]["text"])
        self.assertEqual(list(first.values()), [str(i) for i in range(10)])

    def test_erased(self):
        """What was deleted before it was told is not told."""
        receiver = self.receiver()
        receiver.status = [500, 500]
        self.tell(receiver.url())
        self.anna.say(self.room, "first")
        secret = new_id()
        self.anna.run(self.room, "thread.send", {"id": secret, "text": "a slip"})
        self.anna.run(self.room, "thread.delete", {"id": secret})
        self.anna.say(self.room, "last")
        self.wait(lambda: len(receiver.taken()) == 2)
        self.assertEqual([told["message"]["text"] for told in receiver.taken()], ["first", "last"])
        self.assertNotIn(b"a slip", b"".join(body for _, body, _ in receiver.requests))

    def test_inside(self):
        """Nothing of this machine or its networks is ever asked, however it is written; its administrators hear why."""
        inner = self.receiver("127.0.0.1")
        refused = 0
        port = inner.port
        for host in ("127.0.0.1", "localhost", "2130706433", "0177.0.0.1", "0x7f.1", "127.1", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
                     "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "0.0.0.0", "169.254.169.254", "10.0.0.1"):
            with self.subTest(host):
                teller = self.tell(f"http://{host}:{port}/")
                self.anna.say(self.room, "x")
                # Some ways to write a number are no name either: those are looked up again and again.
                self.wait(lambda: self.failed(teller)[1] == 0 or self.rows("SELECT 1 FROM job WHERE id LIKE ? AND error LIKE '%is not known%'",
                                                                           f"hooks/{teller}/%"))
                if self.failed(teller)[1] == 0:
                    refused += 1
                    self.assertIn("does not reach", self.rows("SELECT fields FROM notice WHERE kind = 'hook' ORDER BY seq DESC LIMIT 1")[0][0])
                self.anna.run(self.room, "hooks.remove-teller", {"id": teller})
        self.assertEqual(inner.requests, [])
        # Its administrators heard of each; what was said of a program goes with it.
        self.assertEqual(self.rows("SELECT count(*) FROM notice WHERE stream = ? AND kind = 'hook'", "user/" + self.anna.person), [(refused,)])
        self.assertGreaterEqual(refused, 10)

    def test_refused(self):
        for address in ("ftp://example.org/", "file:///etc/passwd", "http://", "http://a b/", "https://u:p@example.org/", "javascript:alert(1)", "http:///x",
                        "https://example.org/\n", "gopher://x/"):
            with self.assertRaises(Refused, msg=address):
                self.tell(address)
        with self.assertRaises(Refused):
            self.tell("https://example.org/", key="short")
        for _ in range(10):
            self.tell("https://example.org/")
        with self.assertRaises(Refused):
            self.tell("https://example.org/")

    def test_secret(self):
        teller = self.tell(f"http://{OUTSIDE}:9/secret-path")
        for word in (KEY, "secret-path"):
            self.assertEqual(self.rows("SELECT count(*) FROM event WHERE stored LIKE ?", f"%{word}%"), [(0,)])
        self.assertEqual(self.rows("SELECT host FROM teller"), [(f"{OUTSIDE}:9",)])
        self.anna.run(self.room, "hooks.remove-teller", {"id": teller})
        self.assertEqual(self.rows("SELECT count(*) FROM teller_secret"), [(0,)])

    def test_hostile(self):
        """Answers without end, that drip, or are nothing at all, cost nobody else anything."""
        def serve(answer):
            server = socket.create_server((OUTSIDE, 0))
            self.addCleanup(server.close)

            def run():
                while True:
                    try:
                        connection, _ = server.accept()
                    except OSError:
                        return
                    threading.Thread(target=answer, args=(connection,), daemon=True).start()

            threading.Thread(target=run, daemon=True).start()
            return f"http://{OUTSIDE}:{server.getsockname()[1]}/"

        def endless(connection):
            try:
                connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
                while True:
                    connection.sendall(b"x" * 65536)
            except OSError:
                pass

        def drip(connection):
            try:
                while True:
                    connection.sendall(b"H")
                    time.sleep(0.5)
            except OSError:
                pass

        def noise(connection):
            try:
                connection.sendall(os.urandom(100000))
                connection.close()
            except OSError:
                pass

        for answer in (endless, drip, noise):
            self.tell(serve(answer))
        receiver = self.receiver()
        self.tell(receiver.url())
        before = self.server.resident()
        self.anna.say(self.room, "one")
        self.wait(lambda: len(receiver.taken()) == 1)
        self.anna.say(self.room, "two")
        self.wait(lambda: len(receiver.taken()) == 2)
        self.assertLess(self.server.resident() - before, 64 << 20)

    def test_commands(self):
        def ctl(*arguments, code=0):
            done = subprocess.run([os.environ["WEFTCTL"], "--state", os.path.join(self.server.root, "ctl"), "--wait", "30", *arguments],
                                  capture_output=True, text=True, timeout=90, env=dict(os.environ, WEFTCTL_PASSWORD="correct horse"), check=False)
            self.assertEqual(done.returncode, code, f"{arguments}: {done.stdout}{done.stderr}")
            return done.stdout

        receiver = self.receiver()
        ctl("--address", f"http://127.0.0.1:{self.server.port}", "sign-in", "anna")
        key = ctl("add-teller", "Ops", "Mirror", receiver.url()).strip()
        self.assertGreaterEqual(len(key), 32)
        ctl("send", "Ops", "hello")
        self.wait(lambda: receiver.taken())
        headers, body, _ = receiver.requests[0]
        self.assertEqual(headers["Weft-Signature"][3:], hmac.new(key.encode(), headers["Weft-Timestamp"].encode() + b"." + body, hashlib.sha256).hexdigest())
        self.assertIn(f"Mirror → {OUTSIDE}", ctl("hooks", "Ops"))
        ctl("remove-hook", "Ops", "Mirror")
        self.assertEqual(ctl("hooks", "Ops"), "")


if __name__ == "__main__":
    unittest.main(verbosity=2)
