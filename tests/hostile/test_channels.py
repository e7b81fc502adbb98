#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Clients without a WebSocket, and what strangers do with their ways in."""

import json
import os
import re
import resource
import time
import unittest

from channel import Channel, ask, head, new_name
from probe import PASSWORD, PATIENCE, Case, new_id, read_answer

KINDS = ("stream", "poll")
PING = b'{"type":"ping"}'


class Channels(Case):
    def daemon(self, *args, **kwargs):
        # libsoup ends a connection after each answer as long as it has no listener of its own
        return super().daemon(*args, tcp=True, **kwargs)

    def channel(self, daemon, kind, token=None, **kwargs):
        channel = Channel(daemon, token or daemon.anna["access"], kind, **kwargs)
        self.addCleanup(channel.close)
        return channel

    def test_same_as_by_websocket(self):
        """What one client writes the others read, whichever way each came; then they come back to where they were."""
        weftd = self.daemon(limits="heartbeat=200")
        socket_ = self.client(weftd)
        room = socket_.room()
        channels = {kind: self.channel(weftd, kind) for kind in KINDS}
        for client in [socket_, *channels.values()]:
            client.send({"type": "subscribe", "mine": True, "positions": []})
            client.seek("snapshot", stream=room)
        for i, writer in enumerate([socket_, *channels.values()]):
            writer.say(room, f"đây là {i}")
            bytes_seen = set()
            for reader in [socket_, *channels.values()]:
                if reader is writer:
                    continue
                frame, data = reader.next()
                while frame["type"] != "events" or frame["stream"] != room:
                    frame, data = reader.next()
                self.assertEqual(frame["events"][0]["body"]["text"], f"đây là {i}")
                position = frame["position"]
                bytes_seen.add(data)
            self.assertEqual(len(bytes_seen), 1, "the same bytes")
        self.assertEqual(self.metric(weftd, "weft_sessions_streaming"), 1)
        self.assertEqual(self.metric(weftd, "weft_sessions_polling"), 1)
        for kind, channel in channels.items():
            channel.close()
            socket_.say(room, "missed by " + kind)
            again = self.channel(weftd, kind, client=channel.client)
            again.send({"type": "subscribe", "mine": False, "positions": [[room, position]]})
            seen = []
            while not seen or seen[-1] != "missed by " + kind:
                frame = again.seek("events", stream=room)
                seen += [event["body"]["text"] for event in frame["events"]]
            self.assertNotIn("đây là 1", seen)
            again.seek("heartbeat")
            again.close()

    def test_examples(self):
        """The exchanges in docs/protocol.md, byte for byte; "…" stands for anything."""
        weftd = self.daemon()
        with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "docs", "protocol.md"), encoding="utf-8") as file:
            blocks = re.findall(r"^```http (request|answer)\n(.*?)^```$", file.read(), re.M | re.S)
        self.assertGreater(len(blocks), 10)
        for (kind, request), (other, expected) in zip(blocks[::2], blocks[1::2]):
            self.assertEqual((kind, other), ("request", "answer"))
            top, body = request.split("\n\n", 1)
            if "Content-Length" in top:
                body = body[:-1]
                self.assertEqual(int(re.search(r"Content-Length: (\d+)", top)[1]), len(body), top)
            sock = weftd.connect()
            sock.sendall((top.replace("\n", "\r\n") + "\r\n\r\n" + body).replace("ACCESS", weftd.anna["access"]).encode())
            answer, rest = read_answer(sock)
            if "content-length" not in answer.headers:
                answer.body = rest or sock.recv(65536)
            sock.close()
            top, body = expected.split("\n\n", 1)
            status, *headers = top.split("\n")
            self.assertEqual(answer.status, int(status.split()[1]), answer.body)
            for header in headers:
                name, value = header.split(": ")
                self.assertEqual(answer.headers.get(name.lower()), value, top)
            if not body.endswith("\n\n"):
                body = body.rstrip("\n")
            pattern = ".*".join(re.escape(part) for part in body.split("…"))
            self.assertRegex(answer.body.decode(), "^" + pattern + r"\Z")

    def test_ends(self):
        """The same ends for the same reasons."""
        for kind in KINDS:
            with self.subTest(kind):
                weftd = self.daemon(limits="hello=300,silence=900,heartbeat=100")
                mute = self.channel(weftd, kind, hello=False)
                mute.expect_close(4400)
                silent = self.channel(weftd, kind)
                silent.expect_close(4408) if kind == "stream" else time.sleep(2)
                anna = self.client(weftd)
                tokens = weftd.post("/v1/sign-in", {"login": "anna", "password": PASSWORD}).json
                signed_out = self.channel(weftd, kind, token=tokens["access"])
                weftd.post("/v1/sign-out", token=tokens["access"])
                self.assertIn(signed_out.expect_close(), (4401, 401))
                first = self.channel(weftd, kind)
                second = self.channel(weftd, kind, client=first.client)
                first.expect_close(4409)
                bad = self.channel(weftd, kind)
                bad.send(b'{"type":7}')
                bad.expect("error")
                bad.expect_close(4400)
                anna.close()
                second.send(PING)

    def test_going_down(self):
        for kind in KINDS:
            with self.subTest(kind):
                weftd = self.daemon()
                channel = self.channel(weftd, kind)
                channel.drain(0.2)  # a poll waits
                weftd.process.terminate()
                channel.expect_close(4503)
                self.assertEqual(weftd.process.wait(PATIENCE), 0)

    def test_strangers(self):
        weftd = self.daemon()
        good = weftd.anna["access"]
        name = new_name()
        for method, path in (("GET", "/v1/stream"), ("GET", "/v1/poll?after=0"), ("POST", "/v1/frames?first=1")):
            for token in (None, "", "x", good[:-1], weftd.anna["refresh"], good + "x" * 600):
                self.assertEqual(ask(weftd, method, path, token, name).status, 401, (path, token))
            for bad in (None, "short", "x" * 65, "x" * 30 + "/", "../" * 10, "x" * 30 + " y"):
                answer = ask(weftd, method, path, good, bad)
                self.assertEqual((answer.status, answer.json["error"]["field"]), (400, "Weft-Channel"), (path, bad))
            for wrong in ("PUT", "DELETE", "POST" if method == "GET" else "GET"):
                answer = ask(weftd, wrong, path, good, name)
                self.assertEqual((answer.status, answer.headers["allow"]), (405, method), (path, wrong))
            self.assertEqual(ask(weftd, method, path.split("?")[0] + "/more", good, name).status, 404)
        for path in ("/v1/poll", "/v1/poll?after=", "/v1/poll?after=-1", "/v1/poll?after=1.0", "/v1/poll?after=99999999999999999999"):
            self.assertEqual(ask(weftd, "GET", path, good, name).status, 400, path)
        for path in ("/v1/frames", "/v1/frames?first=0", "/v1/frames?first=x"):
            self.assertEqual(ask(weftd, "POST", path, good, name, PING).status, 400, path)
        self.assertEqual(ask(weftd, "GET", "/v1/poll?after=7", good, name).status, 404)
        self.assertEqual(ask(weftd, "POST", "/v1/frames?first=1", good, name, PING).status, 404)
        answer = ask(weftd, "GET", "/v1/poll?after=0", good, name)
        self.assertEqual((answer.status, answer.headers["content-type"], answer.headers["cache-control"]),
                         (200, "text/event-stream", "no-store, no-transform"))
        self.assertNotIn("set-cookie", answer.headers)

    def test_not_theirs(self):
        """Who knows the name of another's channel knows nothing."""
        weftd = self.daemon()
        anna = self.client(weftd)
        mallory = weftd.join(anna, "mallory")["access"]
        other = weftd.post("/v1/sign-in", {"login": "anna", "password": PASSWORD}).json["access"]
        for kind in KINDS:
            channel = self.channel(weftd, kind)
            for token in (mallory, other):
                self.assertEqual(ask(weftd, "POST", "/v1/frames?first=2", token, channel.name, PING).status, 404)
                self.assertEqual(ask(weftd, "GET", "/v1/poll?after=1", token, channel.name).status, 404)
                own = ask(weftd, "GET", "/v1/poll?after=0", token, channel.name)
                self.assertEqual((own.status, own.body), (200, b": weft.v1\n\n"))
            # and its owner cannot begin it twice
            self.assertEqual(ask(weftd, "GET", "/v1/stream", weftd.anna["access"], channel.name).status, 409)
            channel.sync()

    def test_bodies(self):
        weftd = self.daemon()
        for kind in KINDS:
            channel = self.channel(weftd, kind)
            big = b'{"type":"dance","x":"' + b"x" * 65536 + b'"}'
            for body, status in ((big, 413), (PING + b"\n\n" + PING, 400), (b"\n", 400), (b"\xff\xfe", 400), (b'{"\x00"}', 400),
                                 (PING + b"\n" + big, 413)):
                answer = channel.post(body, channel.sent + 1)
                self.assertEqual(answer.status, status, body[:30])
            huge = ask(weftd, "POST", f"/v1/frames?first={channel.sent + 1}", channel.token, channel.name, b"x" * 200000)
            self.assertIn(huge.status if huge else None, (413, None))
            answer = ask(weftd, "POST", "/v1/frames?first=2", channel.token, channel.name, b"0\r\n\r\n",
                         more=["Transfer-Encoding: chunked"])
            self.assertIn(answer.status if answer else None, (400, 411, None))
            answer = channel.post(b"", channel.sent + 1)
            self.assertEqual((answer.status, answer.json), (200, {"received": channel.sent}))
            largest = b'{"type":"dance","x":"' + b"x" * (65536 - 23) + b'"}'
            self.assertEqual(len(largest), 65536)
            channel.send(largest)
            channel.sync()

    def test_twice(self):
        """A request whose answer was lost is sent again, and nothing happens twice."""
        weftd = self.daemon()
        anna = self.client(weftd)
        room = anna.room()
        anna.send({"type": "subscribe", "mine": True, "positions": []})
        anna.seek("snapshot", stream=room)
        for kind in KINDS:
            channel = self.channel(weftd, kind)
            frames = [json.dumps({"type": "operation", "n": channel.n + 1 + i, "id": f"019a81f0-0000-4000-8000-00000000{ord(kind[0]):02x}{i:02x}",
                                  "stream": room, "op": "thread.send",
                                  "args": {"id": f"019a81f0-0000-7000-8000-00000001{ord(kind[0]):02x}{i:02x}", "text": f"{kind} {i}"}}).encode() for i in range(4)]
            first = channel.sent + 1
            for answer in (channel.post(b"\n".join(frames[:3]), first), channel.post(b"\n".join(frames[:3]), first),
                           channel.post(frames[1], first + 1)):
                self.assertEqual(answer.json, {"received": first + 2})
            self.assertEqual(channel.post(frames[3], first + 4).status, 409)
            self.assertEqual(channel.post(b"\n".join(frames), first).json, {"received": first + 3})
            channel.sent = first + 3
            results = [channel.expect("result")["n"] for _ in frames]
            self.assertEqual(results, [channel.n + 1 + i for i in range(4)])
            channel.sync()
            texts = []
            while len(texts) < 4:
                texts += [event["body"]["text"] for event in anna.seek("events", stream=room)["events"]]
            self.assertEqual(texts, [f"{kind} {i}" for i in range(4)])

    def test_lost_answers(self):
        """An answer to a poll that was lost is given again, the same; and it is not asked for the impossible."""
        weftd = self.daemon(limits="heartbeat=100000")
        channel = self.channel(weftd, "poll")
        room = channel.room()
        channel.post(json.dumps({"type": "subscribe", "mine": True, "positions": []}).encode(), channel.sent + 1)
        channel.sent += 1
        path = f"/v1/poll?after={channel.seen}"
        once = ask(weftd, "GET", path, channel.token, channel.name)
        again = ask(weftd, "GET", path, channel.token, channel.name)
        self.assertTrue(once.body)
        self.assertEqual(again.body[:len(once.body)], once.body)
        for after in (channel.seen - 1, channel.seen + 1000):
            self.assertEqual(ask(weftd, "GET", f"/v1/poll?after={after}", channel.token, channel.name).status, 400)
        channel.seek("snapshot", stream=room)
        channel.drain(0.2)
        # Two at a time: the first is let go, the second gets what comes.
        waiting = [weftd.connect() for _ in range(2)]
        if channel.asked:
            waiting.insert(0, channel.sock)
        for sock in waiting[-2:]:
            sock.sendall(head("GET", f"/v1/poll?after={channel.seen}", channel.token, channel.name))
            time.sleep(0.1)
        self.assertEqual(read_answer(waiting[-2])[0].body, b": weft.v1\n\n")
        self.client(weftd).say(room, "hello")
        self.assertIn(b'"hello"', read_answer(waiting[-1])[0].body)
        for sock in waiting:
            sock.close()

    def test_too_many(self):
        """One person has so many and no more, until some end."""
        weftd = self.daemon(limits="channels=5,polls=3")
        anna = self.client(weftd)
        bob = weftd.join(anna, "bob")["access"]
        held = [self.channel(weftd, "stream") for _ in range(3)] + [self.channel(weftd, "poll") for _ in range(2)]
        for path in ("/v1/stream", "/v1/poll?after=0"):
            answer = ask(weftd, "GET", path, weftd.anna["access"], new_name())
            self.assertEqual((answer.status, answer.code, "retry-after" in answer.headers), (429, "rate-limited", True))
        self.channel(weftd, "poll", token=bob)
        self.assertEqual(ask(weftd, "GET", "/v1/poll?after=0", bob, new_name()).status, 503)
        self.channel(weftd, "stream", token=bob)
        for channel in held[:2]:
            channel.close()
        self.wait_for_metric(weftd, "weft_sessions_streaming", 2)
        for _ in range(2):
            self.channel(weftd, "stream")

    def test_slow_readers(self):
        """Who takes nothing is let go of, and holds no more than a queue of memory."""
        weftd = self.daemon(limits="queue-soft=65536,queue-hard=400000,stall=700,silence=100000")
        anna = self.client(weftd)
        room = anna.room()
        slow = [self.channel(weftd, kind, receive_buffer=4096) for kind in KINDS for _ in range(5)]
        for channel in slow:
            channel.send({"type": "subscribe", "mine": True, "positions": []})
        before = weftd.resident()
        for _ in range(150):
            anna.say(room, "x" * 15000)
        self.wait_for_metric(weftd, "weft_sessions_streaming", 0)
        self.wait_for_metric(weftd, "weft_sessions_polling", 0)
        self.assertEqual(self.metric(weftd, "weft_too_slow_total"), 10)
        self.assertLess(weftd.resident() - before, 60 << 20)
        anna.say(room)

    def test_slow_but_steady(self):
        """Who takes little at a time gets everything, in order."""
        weftd = self.daemon(limits="queue-soft=65536,queue-hard=400000")
        anna = self.client(weftd)
        room = anna.room()
        channels = [self.channel(weftd, kind) for kind in KINDS]
        for channel in channels:
            channel.send({"type": "subscribe", "mine": True, "positions": []})
            channel.seek("snapshot", stream=room)
        for i in range(120):
            anna.say(room, f"{i} " + "x" * 15000)
        for channel in channels:
            seen = []
            while len(seen) < 120:
                seen += [int(event["body"]["text"].split()[0]) for event in channel.seek("events", stream=room)["events"]]
            self.assertEqual(seen, list(range(120)))

    def test_flood(self):
        """Frames faster than they are handled wait with the client."""
        weftd = self.daemon(limits="frames=1000000,frames-burst=1000000")
        anna = self.client(weftd)
        room = anna.room()
        for kind in KINDS:
            flooder = self.channel(weftd, kind)
            before = weftd.resident()
            body = b"\n".join([json.dumps({"type": "open", "streams": [room]}).encode() for i in range(1200)])
            for _ in range(15):
                answer = flooder.post(body, flooder.sent + 1)
                self.assertEqual(answer.status, 200)
                flooder.sent = answer.json["received"]
            anna.say(room)
            self.assertLess(weftd.resident() - before, 80 << 20)

    def test_too_many_frames(self):
        """Over the rate a request is answered 429 and when to come back; the channel stays, and what was taken counts once."""
        weftd = self.daemon(limits="frames=50,frames-burst=100")
        anna = self.client(weftd)
        room = anna.room()
        for kind in KINDS:
            with self.subTest(kind):
                tokens = weftd.join(anna, kind, streams=[room])
                channel = self.channel(weftd, kind, token=tokens["access"])
                lines = [PING] * 149
                lines.append(json.dumps({"type": "operation", "n": channel.n + 1, "id": new_id(), "stream": room, "op": "thread.send",
                                         "args": {"id": new_id(), "text": "after all of them"}}).encode())
                body, first, n_refused = b"\n".join(lines), channel.sent + 1, 0
                while (answer := channel.post(body, first)).status == 429 or answer.json["received"] < first + 149:
                    if answer.status == 429:
                        self.assertEqual(answer.json["error"]["code"], "rate-limited")
                        self.assertIn(int(answer.headers["retry-after"]), (1, 2))
                        n_refused += 1
                    time.sleep(0.5)
                    self.assertLess(n_refused, 20)
                self.assertGreater(n_refused, 0)
                self.assertEqual(answer.json["received"], first + 149)
                result = channel.seek("result")
                self.assertNotIn("error", result)
        self.assertGreaterEqual(self.metric(weftd, "weft_rate_limited_total"), 2)

    def test_thousands(self):
        """Thousands of open streams and polls: others are served as before, and nothing of them stays."""
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        n = min(2000, (hard - 500) // 2)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        weftd = self.daemon(limits="channels=100000,hello=60000,silence=60000", files=hard)
        anna = self.client(weftd)
        room = anna.room()
        before = weftd.resident()
        socks = []
        for i in range(n):
            sock = weftd.connect()
            socks.append(sock)
            kind = "/v1/stream" if i % 2 else "/v1/poll?after=0"
            sock.sendall(head("GET", kind, weftd.anna["access"], f"{i:032d}"))
            if i % 100 == 99:
                for late in socks[-100:]:
                    self.assertEqual(read_answer(late)[0].status, 200)
        for i in range(0, n, 2):
            socks[i].sendall(head("GET", "/v1/poll?after=0", weftd.anna["access"], f"{i:032d}"))
        self.wait_for_metric(weftd, "weft_sessions_streaming", n // 2)
        self.wait_for_metric(weftd, "weft_sessions_polling", n // 2)
        cost = (weftd.resident() - before) / n
        start = time.monotonic()
        for _ in range(20):
            anna.say(room)
        print(f"{n} channels, {cost:.0f} bytes each (ASan), an operation beside them {(time.monotonic() - start) / 20 * 1000:.1f} ms")
        for sock in socks:
            sock.close()
        self.wait_for_metric(weftd, "weft_sessions_streaming", 0)
        anna.say(room)


if __name__ == "__main__":
    unittest.main()
