# SPDX-License-Identifier: GPL-3.0-or-later
"""Two weftd serve one workspace: whatever node somebody is on, it is the same workspace."""

import json
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time
import types
import unittest

from nodes import FAST, NEVER, PATIENCE, WEFTD, Case, Closed, Proxy, Reader, new_id

from channel import Channel, ask

if "WEFT_NGINX" in os.environ:
    from nginx import CERTIFICATE, HOST, Nginx

N_WRITERS, N_MESSAGES = 4, 40
N_BEFORE, N_AFTER = 10, 10


class Writer(threading.Thread):
    """Says things, and goes on by the other node when its own is gone. What was not answered is said again, the same. With @until, at least until that is
    set, and some more."""

    def __init__(self, case, name, token, room, homes, until=None):
        super().__init__(daemon=True)
        self.case, self.name, self.token, self.room, self.homes, self.until = case, name, token, room, homes, until
        self.texts = []
        self.operations = []
        self.client = new_id()
        self.problem = None
        self.answered = 0
        self.head = 0
        self.moves = 0

    def next(self):
        """The operation which is to be answered next, or None."""
        if self.answered == len(self.operations):
            if self.until is not None and not self.until.is_set():
                self.left = N_AFTER
            elif self.until is not None:
                self.left -= 1
            if self.left <= 0 if self.until is not None else self.answered == N_MESSAGES:
                return None
            self.texts.append(f"{self.name} {self.answered}")
            self.operations.append((self.answered + 1, new_id(), {"id": new_id(), "text": self.texts[-1]}))
        return self.operations[self.answered]

    def run(self):
        try:
            while operation := self.next():
                try:
                    with self.case.reader(self.homes[self.moves % len(self.homes)], self.token, client=self.client) as client:
                        while operation:
                            n, id_, args = operation
                            client.operate(self.room, "thread.send", args, n=n, id=id_)
                            result = client.seek("result", n=n)
                            if "error" in result:
                                assert result["error"]["code"] == "unavailable", result
                                break
                            self.answered = n
                            self.head = dict(result["positions"])[self.room]
                            operation = self.next()
                except (Closed, OSError):
                    self.moves += 1
                    time.sleep(0.02)
        except BaseException as problem:  # pylint: disable=broad-except
            self.problem = problem

    def finish(self):
        self.join(120)
        if self.problem:
            raise self.problem
        assert self.answered == len(self.operations) > 0


class Nodes(Case):
    def reader(self, node, token, **kwargs):
        return Reader(node, token, **kwargs)

    def two_people(self, a, b):
        """Anna on the first node and Bob on the second, in a room, both told of it."""
        anna = self.client(a)
        room = anna.room()
        self.bob = a.join(anna, "bob", streams=[room])
        bob = self.client(b, self.bob["access"])
        anna.join(room)
        bob.join(room)
        return anna, bob, room

    def test_one_order(self):
        a, b = self.pair(self.valkey().url)
        anna, bob, room = self.two_people(a, b)
        people = [self.anna, self.bob]
        writers = [Writer(self, f"writer{i}", people[i % 2]["access"], room, [(a, b)[i // 2]]) for i in range(N_WRITERS)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.finish()
        said = sorted(text for writer in writers for text in writer.texts)
        head = max(writer.head for writer in writers)
        for reader in (anna, bob):
            reader.read_until(room, head)
            self.assertEqual(sorted(reader.texts(room)), said)
        self.assertEqual(anna.events[room], bob.events[room])
        for writer in writers:
            self.assertEqual([text for text in anna.texts(room) if text in writer.texts], writer.texts)
        # Rows: the same by both nodes.
        pages = []
        for client in (anna, bob):
            client.send({"type": "page", "request": 7, "stream": room, "table": "message", "limit": 100})
            pages.append(client.seek("page-rows", request=7))
        self.assertEqual(*pages)
        self.assertEqual(anna.resets + bob.resets, 0)

    def through_nginx(self, a, b):
        """Both nodes by one address."""
        root = tempfile.mkdtemp(prefix="weft-nginx-")
        self.addCleanup(shutil.rmtree, root, True)
        nginx = Nginx(root, a.port, b.port)
        self.addCleanup(nginx.stop)
        context = ssl.create_default_context(cafile=CERTIFICATE)
        context.check_hostname = False
        connect = lambda tcp=False: context.wrap_socket(socket.create_connection((HOST, nginx.port), timeout=PATIENCE))
        return types.SimpleNamespace(connect=connect)

    @unittest.skipUnless("WEFT_NGINX" in os.environ, "no nginx")
    def test_channels_behind_nginx(self):
        """Streams and polls live in one node each: nginx brings all requests of one there. When it goes, they begin anew with the other."""
        a, b = self.pair(self.valkey().url, tcp=True)
        front = self.through_nginx(a, b)
        anna = self.client(a)
        room = anna.room()
        token = self.anna["access"]
        channels = []

        def begin(kind):
            channel = Channel(front, token, kind, flow=True)
            self.addCleanup(channel.close)
            channel.send({"type": "subscribe", "mine": False, "positions": [[room, None]]})
            channel.seek("snapshot", stream=room)
            return channel

        # Which node a name leads to is chance: until there are some of each kind on both.
        for kind in ("stream", "poll"):
            metric = "weft_sessions_streaming" if kind == "stream" else "weft_sessions_polling"
            for _ in range(40):
                channels.append(begin(kind))
                if a.metric(metric) > 1 and b.metric(metric) > 1:
                    break
            self.assertGreater(min(a.metric(metric), b.metric(metric)), 1)
        for i, channel in enumerate(channels):
            channel.run(room, "thread.send", {"id": new_id(), "text": f"said {i}"})
        for channel in channels[:-1]:
            while f"said {len(channels) - 1}" not in [event["body"]["text"] for event in channel.seek("events", stream=room)["events"]]:
                pass

        # A request which comes to the other node all the same: there is no such channel.
        stray = Channel(a, token, "poll")
        answer = ask(b, "POST", "/v1/frames?first=1", token, stray.name, b'{"type":"ping"}', tcp=True)
        self.assertEqual((answer.status, answer.code), (404, "not-found"))
        answer = ask(b, "GET", "/v1/poll?after=1", token, stray.name, tcp=True)
        self.assertEqual((answer.status, answer.code), (404, "not-found"))
        stray.run(room, "thread.send", {"id": new_id(), "text": "still here"})
        stray.close()

        b.kill()
        ended = 0
        for channel in channels:
            try:
                channel.run(room, "thread.send", {"id": new_id(), "text": "after"})
            except (Closed, OSError):
                ended += 1
                begin(channel.kind).run(room, "thread.send", {"id": new_id(), "text": "again"})
        self.assertGreater(ended, 3)
        self.assertLess(ended, len(channels) - 3)

    def test_killed_node(self):
        a, b = self.pair(self.valkey().url)
        anna, bob, room = self.two_people(a, b)
        killed = threading.Event()
        writers = [Writer(self, f"writer{i}", self.anna["access"], room, [(a, b), (b, a)][i % 2], killed) for i in range(N_WRITERS)]
        for writer in writers:
            writer.start()
        while min(writer.answered for writer in writers) < N_BEFORE and not any(writer.problem for writer in writers):
            time.sleep(0.01)
        a.kill()
        killed.set()
        for writer in writers:
            writer.finish()
        self.assertEqual([bool(writer.moves) for writer in writers], [True, False] * (N_WRITERS // 2))
        try:
            while True:
                anna.next()
        except Closed:
            pass
        again = anna.resume(b, self.anna["access"])
        self.addCleanup(again.close)
        head = max(writer.head for writer in writers)
        for reader in (again, bob):
            reader.read_until(room, head)
            self.assertEqual(sorted(reader.texts(room)), sorted(text for writer in writers for text in writer.texts))
            self.assertEqual(reader.resets, 0)
        self.assertEqual(again.events[room], bob.events[room])

    def test_bus_alone(self):
        """Nothing is read again by itself in this test: what arrives came by the bus."""
        a, b = self.pair(self.valkey().url, limits=NEVER)
        anna, bob, room = self.two_people(a, b)
        anna.say(room, "by the bus")
        bob.read_text(room, "by the bus")
        bob.say(room, "and back")
        anna.read_text(room, "and back")
        other = anna.room("Another", members=[bob.person])
        bob.subscribe(mine=True)
        bob.seek("snapshot", stream=other, last=True)
        third = anna.room("A third", members=[bob.person])
        bob.seek("snapshot", stream=third, last=True)
        self.assertEqual(b.metric("weft_bus_garbage_total"), 0)
        self.assertEqual(bob.resets, 0)
        done = subprocess.run(["promtool", "check", "metrics"], input=b.request("GET", "/metrics").body, capture_output=True, timeout=60, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, b""), done.stdout)

    def test_without_bus(self):
        a, b = self.pair()
        anna, bob, room = self.two_people(a, b)
        anna.say(room, "read again")
        bob.read_text(room, "read again")
        bob.subscribe(mine=True)
        other = anna.room("Another", members=[bob.person])
        bob.seek("snapshot", stream=other, last=True)
        self.assertIsNone(b.metric("weft_bus_connected"))

    def test_bus_dies(self):
        valkey = self.valkey()
        a, b = self.pair(valkey.url)
        anna, bob, room = self.two_people(a, b)
        valkey.kill()
        for node in (a, b):
            node.wait_for("weft_bus_connected", 0)
        anna.say(room, "while it is dead")
        bob.read_text(room, "while it is dead")
        valkey.start()
        for node in (a, b):
            node.wait_for("weft_bus_connected", 1)
        anna.say(room, "after")
        bob.read_text(room, "after")
        valkey.pause()
        bob.say(room, "while it sleeps")
        anna.read_text(room, "while it sleeps")
        for node in (a, b):
            node.wait_for("weft_bus_connected", 0)
        valkey.resume()
        for node in (a, b):
            node.wait_for("weft_bus_connected", 1)

    def test_back_on_the_bus(self):
        """A connection made again reads once what was said meanwhile, though nothing is read by itself."""
        valkey = self.valkey()
        a, b = self.pair(valkey.url, limits=NEVER)
        anna, bob, room = self.two_people(a, b)
        valkey.kill()
        b.wait_for("weft_bus_connected", 0)
        anna.say(room, "while it is dead")
        valkey.start()
        bob.read_text(room, "while it is dead")
        a.wait_for("weft_bus_connected", 1)
        anna.say(room, "by the bus again")
        bob.read_text(room, "by the bus again")

    def test_lost_message(self):
        """One that is thrown away on its way, while the connection stays: the next look finds it."""
        valkey = self.valkey()
        proxy = Proxy(valkey)
        self.addCleanup(proxy.close)
        a, b = self.pair(valkey.url)
        b.stop()
        b = self.node(a.environment["WEFT_DATABASE"], "unix:" + proxy.path)
        b.wait_for("weft_bus_connected", 1)
        anna, bob, room = self.two_people(a, b)
        connections = b.metric("weft_bus_connections_total")
        proxy.deaf = True
        anna.say(room, "lost")
        bob.read_text(room, "lost")
        until = time.monotonic() + PATIENCE
        while proxy.thrown == 0 and time.monotonic() < until:
            time.sleep(0.02)
        self.assertGreater(proxy.thrown, 0)
        self.assertEqual(b.metric("weft_bus_connections_total"), connections)
        b.wait_for("weft_rereads_late_total", lambda n_late: n_late > 0)

    def test_values(self):
        a, b = self.pair(self.valkey().url, limits=NEVER)
        anna, bob, room = self.two_people(a, b)
        for client in (anna, bob):
            client.send({"type": "open", "streams": [room]})
            client.sync()
        anna.send({"type": "latest", "stream": room, "name": "thread.typing", "value": {}})
        values = bob.seek("latest")["values"]
        self.assertEqual([(v["name"], v["by"]) for v in values], [("thread.typing", anna.person)])
        anna.say(room, "read this")
        bob.read_text(room, "read this")
        bob.send({"type": "latest", "stream": room, "name": "thread.read", "value": bob.seq(room)})
        self.assertEqual([(v["by"], v["value"]) for v in anna.seek("latest")["values"]], [(bob.person, bob.seq(room))])

    def test_values_without_bus(self):
        a, b = self.pair()
        anna, bob, room = self.two_people(a, b)
        phone = self.client(a, self.bob["access"])
        anna.send({"type": "open", "streams": [room]})
        anna.sync()
        bob.say(room)
        bob.send({"type": "latest", "stream": room, "name": "thread.read", "value": 1})
        for client in (anna, phone):
            self.assertEqual([(v["by"], v["value"]) for v in client.seek("latest")["values"]], [(bob.person, 1)])

    def test_presence(self):
        valkey = self.valkey()
        a, b = self.pair(valkey.url, limits="reread=200,node-silence=1000")
        anna, bob, _ = self.two_people(a, b)
        anna.send({"type": "watch", "people": [bob.person]})
        self.wait_presence(anna, bob.person, "online")
        bob.close()
        self.wait_presence(anna, bob.person, "offline")
        bob = self.client(b, self.bob["access"])
        self.wait_presence(anna, bob.person, "online")
        b.kill()
        self.wait_presence(anna, bob.person, "offline")

    def wait_presence(self, client, person, state):
        while True:
            for entry in client.seek("presence")["people"]:
                if entry["person"] == person and entry["state"] == state:
                    return

    def test_suspended(self):
        for bus, limits in ((self.valkey().url, NEVER), (None, FAST)):
            with self.subTest(bus=bus):
                a, b = self.pair(bus, limits)
                anna, bob, _ = self.two_people(a, b)
                self.assertEqual(b.post("/v1/files", {"hash": "0" * 64, "size": 1}, self.bob["access"]).status, 201)
                anna.run("workspace", "people.suspend", {"person": bob.person, "suspended": True})
                bob.expect_close(4403)
                self.assertEqual(b.post("/v1/files", {"hash": "0" * 64, "size": 1}, self.bob["access"]).status, 401)

    def test_signed_out(self):
        a, b = self.pair(self.valkey().url, limits=NEVER)
        _, bob, _ = self.two_people(a, b)
        self.assertEqual(a.post("/v1/sign-out", token=self.bob["access"]).status, 200)
        bob.expect_close(4401)

    def test_replaced(self):
        for bus, limits in ((self.valkey().url, NEVER), (None, FAST)):
            with self.subTest(bus=bus):
                a, b = self.pair(bus, limits)
                old = self.client(a)
                self.client(b, client=old.client)
                old.expect_close(4409)

    def test_nothing_runs_for_who_was_replaced(self):
        """The older connection is not told yet: its node looks at nothing in this test."""
        a, b = self.pair(None, NEVER)
        old = self.client(a)
        room = old.room()
        new = self.client(b, client=old.client).join(room)
        n = old.operate(room, "thread.send", {"id": new_id(), "text": "too late"})
        self.assertEqual(old.seek("result", n=n)["error"]["code"], "unavailable")
        new.say(room, "in time")
        new.read_text(room, "in time")
        self.assertEqual(new.texts(room), ["in time"])

    def test_removed(self):
        for bus, limits in ((self.valkey().url, NEVER), (None, FAST)):
            with self.subTest(bus=bus):
                a, b = self.pair(bus, limits)
                anna, bob, room = self.two_people(a, b)
                bob.send({"type": "open", "streams": [room]})
                bob.sync()
                anna.say(room, "before")
                anna.run(room, "people.remove-member", {"person": bob.person})
                anna.say(room, "after")
                bob.seek("revoked", stream=room)
                self.assertEqual(bob.events[room][-1]["name"], "people.member-removed")
                self.assertIn("before", bob.texts(room))
                self.assertNotIn("after", bob.texts(room))
                # Let in again, who wants all streams gets it by itself.
                bob.subscribe(mine=True)
                bob.sync()
                anna.run(room, "people.add-member", {"person": bob.person, "role": "member"})
                bob.seek("snapshot", stream=room, last=True)

    def test_removed_while_behind(self):
        """Who takes nothing for now, and is removed by another node meanwhile, gets all up to that and no more, however late their node looks."""
        for bus, limits in ((self.valkey().url, NEVER), (None, "reread=500")):
            with self.subTest(bus=bus):
                a, b = self.pair(bus, limits + ",queue-soft=4096")
                anna = self.client(a)
                room = anna.room()
                self.bob = a.join(anna, "bob", streams=[room])
                bob = self.client(b, self.bob["access"], receive_buffer=4096).join(room)
                bob.send({"type": "open", "streams": [room]})
                bob.sync()
                for i in range(60):
                    anna.say(room, f"{i} " + "x" * 10000)
                if bus is None:
                    n_rereads = b.metric("weft_rereads_total")
                    b.wait_for("weft_rereads_total", lambda n: n > n_rereads)
                anna.run(room, "people.remove-member", {"person": bob.person})
                for i in range(3):
                    anna.say(room, "behind their back")
                if bus is None:
                    b.wait_for("weft_rereads_total", lambda n: n > n_rereads + 2)
                bob.seek("revoked", stream=room)
                self.assertEqual(bob.events[room][-1]["name"], "people.member-removed")
                self.assertEqual(len(bob.texts(room)), 60)
                anna.say(room, "again")
                bob.sync()

    def test_garbage(self):
        """Who can write to the bus makes nodes look, and no more."""
        valkey = self.valkey()
        a, b = self.pair(valkey.url, limits=NEVER)
        anna, bob, room = self.two_people(a, b)
        for client in (anna, bob):
            client.send({"type": "open", "streams": [room]})
            client.sync()
        channel = b"weft:" + self.anna["workspace"].encode()
        node = new_id()

        def message(is_, names=(), numbers=(), **more):
            return json.dumps({"v": 1, "node": node, "is": is_, "names": list(names), "numbers": list(numbers), **more}).encode()

        garbage = [
            b"", b"\0\xff", b"{", b"[]", b"null", b"{}", b"[" * 60000, b'{"v":1}', b"x" * 70000, b"\xc3(" * 100,
            message("moved", [room]), message("moved", [room], [-1]), message("moved", [room], [1.5]), message("moved", ["room/7"], [1]),
            message("moved", [None], [1]), message("moved", [room] * 501, [1] * 501), message("here", ["anna"]), message("here", [1]),
            message("mark", [room, "thread.read"]), message("passing", [room, "thread.typing", anna.person], [1]),
            message("passing", [room, "thread.typing", anna.person], [1], value=[]),
            json.dumps({"v": 1, "node": "x", "is": "bye", "names": [], "numbers": []}).encode(),
        ]
        harmless = [
            b'{"v":2,"is":7}', message("dance"), message("moved", [room], [2 ** 62]), message("moved", ["room/" + new_id()], [5]),
            message("mark", [room, "thread.read", bob.person]), message("mark", [room, "x" * 50, bob.person]),
            message("sessions", [bob.person, anna.person, anna.client, new_id()]), message("here", [new_id() for _ in range(500)]), message("bye"),
            # Neither of these two may type there, and one is no such value.
            message("passing", [room, "thread.typing", new_id()], [2 ** 60], value={}),
            message("passing", [room, "thread.read", anna.person], [1], value={}),
            message("passing", [room, "thread.typing", anna.person], [5000], value={"x": "y" * 2000}),
        ]
        for text in garbage + harmless:
            valkey.command("PUBLISH", channel, text)
        anna.say(room, "still here")
        bob.read_text(room, "still here")
        self.assertEqual(bob.texts(room), ["still here"])
        for each in (a, b):
            # One of the garbage is longer than a message can be, and is not even looked at.
            self.assertEqual(each.metric("weft_bus_garbage_total"), len(garbage) - 1)
        for client in (anna, bob):
            client.sync()
        # A huge one costs no memory: the connection is given up and made again.
        before = b.resident()
        connections = b.metric("weft_bus_connections_total")
        valkey.command("CONFIG", "SET", "client-output-buffer-limit", "pubsub 0 0 0")
        with valkey.connect() as sock:
            sock.sendall(b"*3\r\n$7\r\nPUBLISH\r\n$%d\r\n%s\r\n$%d\r\n" % (len(channel), channel, 64 << 20))
            chunk = b"z" * (1 << 20)
            for _ in range(64):
                sock.sendall(chunk)
            sock.sendall(b"\r\n")
            sock.recv(100)
        b.wait_for("weft_bus_connections_total", lambda n: n > connections)
        self.assertLess(b.resident() - before, 32 << 20)
        a.wait_for("weft_bus_connected", 1)
        b.wait_for("weft_bus_connected", 1)
        anna.say(room, "and still")
        bob.read_text(room, "and still")

    def test_password(self):
        """A user who may do what docs/server.md says, and a wrong password."""
        rights = "resetchannels &weft:* +hello +auth +subscribe +publish +ping"
        valkey = self.valkey(["--requirepass", "0ther", "--user", "weft", "on", ">s3cret", *rights.split()])
        with open(os.path.join(os.path.dirname(__file__), "../../docs/server.md"), encoding="utf-8") as text:
            self.assertIn(rights, text.read())
        a, b = self.pair(f"unix://weft:s3cret@{valkey.path}", limits=NEVER)
        anna, bob, room = self.two_people(a, b)
        anna.say(room, "with a password")
        bob.read_text(room, "with a password")
        c = self.node(a.environment["WEFT_DATABASE"], f"unix://weft:wr0ng@{valkey.path}")
        until = time.monotonic() + PATIENCE
        while "The bus is away" not in c.read_log() and time.monotonic() < until:
            time.sleep(0.02)
        self.assertIn("WRONGPASS", c.read_log())
        self.assertEqual(c.metric("weft_bus_connected"), 0)
        for node in (a, b, c):
            self.assertNotIn("s3cret", node.read_log())
            self.assertNotIn("wr0ng", node.read_log())

    def test_wrong_usage(self):
        for options, says in ((["--bus", "redis://:secret@localhost", "--database", "x"], "WEFT_BUS"), (["--bus", "unix:/x"], "--database"),
                              (["--bus", "gopher://x", "--database", "x"], "redis://"), (["--bus", "redis://", "--database", "x"], "redis://")):
            done = subprocess.run([WEFTD, "--directory", "/nonexistent/weft", *options], capture_output=True, text=True, timeout=PATIENCE, check=False)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn(says, done.stderr)
            self.assertNotIn("secret", done.stderr)


if __name__ == "__main__":
    unittest.main()
