#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Too much of everything: connections, frames, subscriptions, values; and ends at the worst moment."""

import gzip
import json
import os
import re
import resource
import threading
import time
import unittest
import zlib

from probe import CLOSE, PASSWORD, PING, Case, Client, Closed, Refused, new_id, read_answer


# Where what is shown lies behind the limit of frames.
ANY_NUMBER = "frames=1000000,frames-burst=1000000"


class Pump(threading.Thread):
    """Sends the same bytes until it is told to stop or nobody takes them."""

    def __init__(self, client, data, seconds):
        super().__init__()
        self.client, self.data, self.until = client, data, time.monotonic() + seconds
        self.n = 0
        self.start()

    def run(self):
        self.client.sock.settimeout(1)
        try:
            while time.monotonic() < self.until:
                self.client.sock.sendall(self.data)
                self.n += len(self.data)
        except OSError:
            pass


class Load(Case):
    def median_of_others(self, client, room, times=15):
        """How long somebody else waits for an operation."""
        taken = []
        for _ in range(times):
            start = time.monotonic()
            client.say(room)
            taken.append(time.monotonic() - start)
        return sorted(taken)[len(taken) // 2]

    def test_slow_reader_asks_without_end(self):
        """Who reads nothing and subscribes again and again costs no memory without bound."""
        weftd = self.daemon(limits=ANY_NUMBER)
        anna = self.client(weftd)
        room = anna.room()
        for _ in range(30):
            anna.say(room, "x" * 15000)
        before = weftd.resident()
        slow = self.client(weftd, receive_buffer=4096)
        streams = ["room/" + new_id() for _ in range(400)]
        frames = Client.frame(json.dumps({"type": "subscribe", "mine": True, "positions": [[room, None]]}).encode())
        for _ in range(60):
            frames += Client.frame(json.dumps({"type": "page", "request": 1, "stream": room, "table": "message", "limit": 200}).encode())
        slow.send_bytes(frames)
        time.sleep(0.3)
        frames = Client.frame(json.dumps({"type": "subscribe", "mine": False, "positions": [[s, None] for s in streams]}).encode())
        frames += Client.frame(json.dumps({"type": "unsubscribe", "streams": streams}).encode())
        pump = Pump(slow, frames, 6)
        waited = self.median_of_others(anna, room)
        pump.join()
        self.assertLess(weftd.resident() - before, 80 << 20, f"after {pump.n} bytes")
        self.assertLess(waited, 5)

    def test_values_without_end(self):
        """One who floods the writer with marks does not keep others from it."""
        weftd = self.daemon(limits=ANY_NUMBER)
        anna = self.client(weftd)
        tokens = weftd.join(anna, "mallory")
        room = anna.room("Room", [tokens["person"]])
        mallory = self.client(weftd, tokens["access"])
        frames = b""
        for i in range(2000):
            frames += Client.frame(json.dumps({"type": "latest", "stream": room, "name": "thread.read", "value": i}).encode())
            frames += Client.frame(json.dumps({"type": "acknowledge", "n": 0 + i + 1}).encode())
        pump = Pump(mallory, frames, 5)
        waited = self.median_of_others(anna, room)
        pump.join()
        self.assertLess(waited, 5)
        self.assertEqual(anna.say(room)["type"], "result")

    def test_marks_beyond_everything(self):
        weftd = self.daemon()
        anna = self.client(weftd)
        room = anna.room()
        anna.say(room)
        for value in (2**63 - 1, 1, 0, 2**53):
            anna.send({"type": "latest", "stream": room, "name": "thread.read", "value": value})
        for value in (-1, 2**63, 1.5, "1", None, True, [], 10**400):
            client = Client(weftd, weftd.anna["access"])
            client.send({"type": "latest", "stream": room, "name": "thread.read", "value": value})
            client.send({"type": "ping"})
            for data in client_end(client):
                self.assertIn(b'"invalid"', data)
            client.close()
        anna.sync()
        again = self.client(weftd)
        marks = [latest["value"] for latest in again.welcome["latests"] if latest["name"] == "thread.read"]
        self.assertEqual(marks, [2**63 - 1])

    def test_numbers_beyond_everything(self):
        weftd = self.daemon()
        anna = self.client(weftd)
        room = anna.room()
        for n in (2**50, anna.n + 2):
            anna.operate(room, "thread.send", {"id": new_id(), "text": "x"}, n=n)
            self.assertEqual(anna.seek("result", n=n)["error"]["code"], "unavailable")
        for n in (0, -1, 2**63 - 1, 2**63, 1.5, "1", None):
            client = Client(weftd, weftd.anna["access"])
            client.send({"type": "operation", "n": n, "id": new_id(), "stream": room, "op": "thread.send", "args": {}})
            client.expect("error")
            client.expect_close(4400)
            client.close()
        for before in (0, 1, -1, 2**63 - 1, -2**63):
            client = Client(weftd, weftd.anna["access"])
            client.send({"type": "page", "request": 2**63 - 1, "stream": room, "table": "message", "before": before, "limit": 200})
            self.assertIn(client.expect("page-rows", "error")["type"], ("page-rows", "error"))
            client.close()
        anna.say(room)

    def test_streams_that_are_others(self):
        """Streams cannot be made where they are, in the name of others, or of a kind that is not made."""
        weftd = self.daemon()
        anna = self.client(weftd)
        bob = self.client(weftd, weftd.join(anna, "bob")["access"])
        room = anna.room()
        make = {"kind": "room", "name": "Mine", "members": []}
        for client in (anna, bob):
            for stream in (room, "user/" + anna.person, "user/" + bob.person, "workspace", "user/" + new_id(), "nothing/" + new_id()):
                with self.assertRaises(Refused, msg=stream) as refused:
                    client.run(stream, "chat.create-room", make)
                self.assertIn(refused.exception.code, ("invalid", "exists", "not-found"))
        for stream in ("room/", "room/x", "room/" + new_id().upper(), "room/" + new_id() + "/", "ROOM/" + new_id(), "../" + new_id(),
                       "room/" + new_id() + "\u0000", "workspace ", "", "/", "room//" + new_id(), "user/system", "x" * 60000):
            client = Client(weftd, weftd.anna["access"])
            client.operate(stream, "chat.create-room", make)
            self.assertIn("error", json.dumps(client.expect("error", "result")), stream)
            client.close()
        for members in ([anna.person] * 500, [new_id()], ["system"], [anna.person, bob.person] * 300, "x", None):
            try:
                anna.run("room/" + new_id(), "chat.create-room", {"kind": "direct", "name": "", "members": members})
            except Refused as refused:
                self.assertEqual(refused.code if refused.code != "not-found" else "invalid", refused.code if refused.code in ("too-large", "denied", "conflict") else "invalid")

    def test_depth_of_args(self):
        weftd = self.daemon()
        anna = self.client(weftd)
        room = anna.room()
        for args in ('{"id":' + "[" * 20000 + "]" * 20000 + "}", '{"id":{"id":' * 10 + "1" + "}}" * 10, '{"text":"' + "\\u0041" * 10000 + '"}',
                     "{" + ",".join(f'"a{i}":1' for i in range(1025)) + "}", '{"id":1e99999}', '{"text":"\\udc00"}'):
            client = Client(weftd, weftd.anna["access"])
            client.send('{"type":"operation","n":1,"id":"%s","stream":"%s","op":"thread.send","args":%s}' % (new_id(), room, args))
            client.expect("error", "result")
            client.close()
        # The longest texts there are must fit through every frame on their way back.
        bob = self.client(weftd)
        bob.send({"type": "subscribe", "mine": True, "positions": []})
        for text in ("\U0001F600" * 16000, "a" + "\u2028" * 15998 + "b", "a" + "\n" * 15998 + "b", "a" + "\t" * 15998 + "b", '"' * 16000, "\\" * 16000):
            anna.say(room, text)
        for _ in range(6):
            anna.send({"type": "page", "request": 1, "stream": room, "table": "message", "limit": 200})
            while True:
                frame, data = anna.next()
                self.assertLessEqual(len(data), 65536)
                if frame["type"] == "page-rows":
                    break
        fresh = self.client(weftd)
        fresh.send({"type": "subscribe", "mine": False, "positions": [[room, None]]})
        for client in (bob, fresh):
            seen = 0
            while seen < 200000:
                _, data = client.next()
                self.assertLessEqual(len(data), 65536)
                seen += len(data)

    def test_too_many_frames(self):
        """A WebSocket ends with 4429 and says for how long; so does the next one, if it comes sooner. Nobody else is let go."""
        weftd = self.daemon(limits="frames=50,frames-burst=100")
        anna = self.client(weftd)
        bob = self.client(weftd, weftd.join(anna, "bob")["access"])
        frame = Client.frame(b'{"type":"ping"}')
        anna.send_bytes(frame * 90)
        anna.sync()
        anna.send_bytes(frame * 200)
        opcode, data = 0, b""
        while opcode != CLOSE:
            opcode, data = anna.next_raw()
        self.assertEqual(int.from_bytes(data[:2], "big"), 4429)
        seconds = int(re.fullmatch(rb"too many frames; Retry-After: (\d+)", data[2:])[1])
        self.assertIn(seconds, (1, 2))
        with self.assertRaises(Closed) as sooner:
            Client(weftd, weftd.anna["access"])
        self.assertEqual(sooner.exception.code, 4429)
        bob.sync()
        time.sleep(seconds)
        self.client(weftd).sync()
        self.assertGreaterEqual(self.metric(weftd, "weft_rate_limited_total"), 1)

    def test_pings_without_end(self):
        weftd = self.daemon()
        anna = self.client(weftd)
        room = anna.room()
        before = weftd.resident()
        deaf = [self.client(weftd, receive_buffer=4096) for _ in range(4)]
        pumps = [Pump(client, Client.frame(b"x" * 125, opcode=PING) * 300, 4) for client in deaf]
        waited = self.median_of_others(anna, room)
        for pump in pumps:
            pump.join()
        self.assertLess(waited, 5)
        self.assertLess(weftd.resident() - before, 80 << 20)

    def test_connections_come_and_go(self):
        """Thousands of connections leave nothing behind."""
        weftd = self.daemon()
        anna = self.client(weftd)
        tokens = weftd.join(anna, "bob")
        room = anna.room("Room", [tokens["person"]])
        times = int(os.environ.get("HOSTILE_CONNECTIONS", "500"))
        client = new_id()

        def come_and_go(n):
            for i in range(n):
                bob = Client(weftd, tokens["access"], client=client if i % 2 else new_id(), hello=i % 5 != 0)
                if i % 5:
                    bob.send({"type": "subscribe", "mine": True, "positions": [[room, None]]})
                    bob.send({"type": "open", "streams": [room]})
                    bob.send({"type": "watch", "people": [anna.person]})
                    if i % 3 == 0:
                        bob.sync()
                if i % 2:
                    bob.reset()
                else:
                    bob.close()

        def fds():
            return len(os.listdir(f"/proc/{weftd.pid}/fd"))

        come_and_go(max(times // 5, 50))
        time.sleep(0.5)
        before, open_before = weftd.resident(), fds()
        come_and_go(times)
        until = time.monotonic() + 5
        while "\nweft_sessions 1\n" not in weftd.request("GET", "/metrics").body.decode() and time.monotonic() < until:
            time.sleep(0.1)
        self.assertLessEqual(fds(), open_before + 30)
        growth = weftd.resident() - before
        print(f"{times} connections: {growth / 1024:.0f} kB more, {fds()} descriptors", flush=True)
        self.assertLess(growth, 40 << 20)  # of which sanitizers keep most
        anna.say(room)
        self.assertIn("\nweft_sessions 1\n", weftd.request("GET", "/metrics").body.decode())

    def test_half_open(self):
        """A thousand connections of which nothing more comes: in the request, before hello, after it, in a frame. Others are served as before, and all of them end."""
        n = 1000
        weftd = self.daemon(limits="request=4000,hello=4000,silence=6000", files=n + 400)
        anna = self.client(weftd)
        room = anna.room()
        lines = (f"GET /v1/sync HTTP/1.1\r\nHost: weft\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {'A' * 22}==\r\n"
                 f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: weft.v1\r\nAuthorization: Bearer {weftd.anna['access']}\r\n\r\n").encode()
        hello = {"type": "hello", "version": 1, "agent": "probe", "acknowledged": 0}
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        socks = []
        for i in range(n):
            sock = weftd.connect()
            socks.append(sock)
            said = Client.frame(json.dumps(hello | {"client": new_id()}).encode())
            sock.sendall((lines[:-2], lines, lines + said, lines + said + said[:5])[i % 4])
            if i % 50 == 0:
                anna.say(room)
        self.assertLess(self.median_of_others(anna, room), 5)
        for sock in socks:
            sock.settimeout(60)
            try:
                while sock.recv(65536):
                    pass
            except ConnectionResetError:
                pass
            sock.close()
        self.client(weftd).say(room)

    def test_nothing_is_unpacked(self):
        """No compression is agreed on, so there is none to be a bomb: neither in frames nor in bodies of requests."""
        weftd = self.daemon()
        before = weftd.resident()
        bomb = gzip.compress(bytes(60 << 20))
        for encoding in ("gzip", "deflate", "br", "x-gzip", "gzip, gzip"):
            answer = weftd.raw(f"POST /v1/sign-in HTTP/1.1\r\nHost: weft\r\nConnection: close\r\nContent-Encoding: {encoding}\r\nContent-Length: {len(bomb)}\r\n\r\n".encode()
                               + bomb)
            self.assertEqual(answer.status, 400, encoding)
        sock = weftd.connect()
        sock.sendall(f"GET /v1/sync HTTP/1.1\r\nHost: weft\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {'A' * 22}==\r\n"
                     "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: weft.v1\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"
                     f"Authorization: Bearer {weftd.anna['access']}\r\n\r\n".encode())
        answer, _ = read_answer(sock)
        sock.close()
        self.assertEqual((answer.status, answer.headers.get("sec-websocket-extensions")), (101, None))
        anna = self.client(weftd)
        anna.send_bytes(Client.frame(zlib.compress(bytes(1 << 20)), reserved=4))
        anna.expect_close(1002)
        self.assertLess(weftd.resident() - before, 40 << 20)

    def test_terminated_under_load(self):
        """SIGTERM: what was acknowledged is there after it, each once; nobody hangs; sign-ins under way do no harm."""
        weftd = self.daemon(limits="attempts=100000")
        anna = self.client(weftd)
        room = anna.room()
        for turn in range(3):
            acknowledged, sent = set(), set()
            stop = threading.Event()

            def talk():
                try:
                    with Client(weftd, weftd.anna["access"]) as mine:
                        while True:
                            messages = [new_id() for _ in range(20)]
                            ns = {mine.operate(room, "thread.send", {"id": m, "text": "x"}): m for m in messages}
                            sent.update(messages)
                            while ns:
                                result = mine.seek("result")
                                if "error" not in result:
                                    acknowledged.add(ns[result["n"]])
                                del ns[result["n"]]
                except (Closed, OSError):
                    pass

            def sign_in():
                while not stop.is_set():
                    try:
                        weftd.post("/v1/sign-in", {"login": "anna", "password": PASSWORD})
                    except OSError:
                        pass

            threads = [threading.Thread(target=talk) for _ in range(4)] + [threading.Thread(target=sign_in) for _ in range(3)]
            for thread in threads:
                thread.start()
            time.sleep(0.7)
            start = time.monotonic()
            weftd.stop()
            self.assertLess(time.monotonic() - start, 20)
            stop.set()
            for thread in threads:
                thread.join()
            self.assertGreater(len(acknowledged), 0)
            weftd.start()
            anna = self.client(weftd)
            ids, before = [], None
            while True:
                page = {"type": "page", "request": 1, "stream": room, "table": "message", "limit": 200}
                anna.send(page | ({"before": before} if before else {}))
                answer = anna.seek("page-rows")
                table = answer["tables"][0]
                ids += [row[table["columns"].index("id")] for row in table["rows"]]
                if not answer["more"]:
                    break
                before = min(row[table["columns"].index("ordinal")] for row in table["rows"])
            self.assertEqual(len(ids), len(set(ids)))
            self.assertLessEqual(acknowledged, set(ids))


def client_end(client):
    """What comes until the server closes or has answered nothing for a moment."""
    frames = []
    try:
        for data in client.drain(0.3):
            frames.append(data)
    except Closed:
        pass
    return frames


if __name__ == "__main__":
    unittest.main()
