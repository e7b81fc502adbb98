#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may not read a stream learns nothing about it: not by an answer, not by a race, not after the removal."""

import json
import threading
import time
import unittest

from probe import Case, Client, Closed, Refused, new_id


def asked(stream):
    """Everything that names a stream, as its answers are compared."""
    position = "5eed5eed5eed5eed.2.14e2941ab6d8b529"
    return [
        {"type": "open", "streams": [stream]},
        {"type": "subscribe", "mine": False, "positions": [[stream, None]]},
        {"type": "subscribe", "mine": False, "positions": [[stream, position]]},
        {"type": "unsubscribe", "streams": [stream]},
        {"type": "page", "request": 1, "stream": stream, "table": "message", "limit": 1},
        {"type": "page", "request": 1, "stream": stream, "table": "message", "before": 2**63 - 1, "limit": 200},
        {"type": "page", "request": 1, "stream": stream, "table": "member", "limit": 1},
        {"type": "page", "request": 1, "stream": stream, "table": "no_such_table", "limit": 1},
        {"type": "latest", "stream": stream, "name": "thread.typing", "value": {}},
        {"type": "latest", "stream": stream, "name": "thread.read", "value": 2**63 - 1},
        {"type": "latest", "stream": stream, "name": "no.such", "value": 1},
    ]


def operations(stream):
    return [
        (stream, "thread.send", {"id": new_id(), "text": "x"}),
        (stream, "thread.send", {"id": "not an id"}),
        (stream, "thread.edit", {"id": new_id(), "text": "x"}),
        (stream, "thread.save-draft", {"target": stream, "text": "x"}),
        (stream, "people.add-member", {"person": new_id(), "role": "member"}),
        (stream, "people.leave", {}),
        (stream, "chat.set-room", {"name": "x"}),
        (stream, "people.join", {}),
        (stream, "no.such", {}),
    ]


class Strangers(Case):
    def setUp(self):
        self.weftd = self.daemon()
        self.anna = self.client(self.weftd)
        self.secret = self.anna.room("Secret")
        for i in range(3):
            self.anna.say(self.secret, f"secret {i}")

    def answers(self, client, stream):
        """The bytes of all answers, with the stream's name taken out."""
        heard = []
        for frame in asked(stream):
            client.send(frame)
            if frame["type"] == "unsubscribe":
                continue
            while True:
                answer, data = client.next()
                if answer["type"] not in ("heartbeat", "presence"):
                    break
            heard.append(data.decode().replace(stream, "S"))
        for stream_, op, args in operations(stream):
            n = client.operate(stream_, op, args)
            result = client.seek("result", n=n)
            heard.append(json.dumps(result.get("error")).replace(stream, "S"))
        return heard

    def test_answers_tell_nothing(self):
        for role in ("member", "guest"):
            bob = self.client(self.weftd, self.weftd.join(self.anna, "bob-" + role, role)["access"])
            there = self.answers(bob, self.secret)
            absent = self.answers(bob, "room/" + new_id())
            self.assertEqual(there, absent)
            self.assertFalse([line for line in there if "secret" in line.lower()])
            there = self.answers(bob, "user/" + self.anna.person)
            absent = self.answers(bob, "user/" + new_id())
            self.assertEqual(there, absent)

    def test_guest_knows_no_workspace(self):
        guest = self.client(self.weftd, self.weftd.join(self.anna, "guest", "guest")["access"])
        for frame in asked("workspace"):
            guest.send(frame)
        for data in guest.drain(1):
            self.assertNotIn(b"snapshot", data)
            self.assertNotIn(b"anna", data.lower())
        with self.assertRaises(Refused) as refused:
            guest.run("workspace", "people.invite", {})
        self.assertEqual(refused.exception.code, "not-found")

    def test_watch_tells_nothing_of_strangers(self):
        guest = self.client(self.weftd, self.weftd.join(self.anna, "guest", "guest")["access"])
        guest.send({"type": "watch", "people": [self.anna.person]})
        guest.send({"type": "watch", "people": [new_id()]})
        guest.sync()
        self.client(self.weftd).close()
        self.anna.close()
        self.assertFalse([data for data in guest.drain(1.5) if b"presence" in data])

    def test_presence_ends_with_the_last_room(self):
        """A guest hears of somebody no longer than they share a room, in either direction of who leaves."""
        tokens = self.weftd.join(self.anna, "guest", "guest")
        bob = self.weftd.join(self.anna, "bob")
        for removed in (tokens["person"], bob["person"]):
            room = self.anna.room("Room", [tokens["person"], bob["person"]])
            guest = self.client(self.weftd, tokens["access"])
            guest.send({"type": "watch", "people": [bob["person"]]})
            with Client(self.weftd, bob["access"]) as other:
                other.sync()
                guest.seek("presence")
            guest.seek("presence")
            self.anna.run(room, "people.remove-member", {"person": removed})
            with Client(self.weftd, bob["access"]) as other:
                other.sync()
                self.assertFalse([data for data in guest.drain(1.5) if b"presence" in data])
            guest.close()

    def test_open_never_listens_before_it_looks(self):
        """A stranger who opens a room again and again must not catch a value in between."""
        mallory = self.client(self.weftd, self.weftd.join(self.anna, "mallory")["access"])
        heard = []

        def listen():
            try:
                while True:
                    heard.append(mallory.next()[1])
            except (Closed, OSError):
                pass

        thread = threading.Thread(target=listen)
        thread.start()
        opening = Client.frame(json.dumps({"type": "open", "streams": [self.secret]}).encode())
        began = time.monotonic()
        self.anna.send({"type": "open", "streams": [self.secret]})
        mark = 0
        told = 0
        sent = 0
        while time.monotonic() < began + 4:
            # As often as one may: more frames would end the connection (limits frames, frames-burst).
            if sent > 15000 + 1500 * (time.monotonic() - began):
                time.sleep(0.005)
            else:
                mallory.send_bytes(opening * 50)
                sent += 50
            if time.monotonic() > told + 0.05:
                told = time.monotonic()
                mark += 1
                self.anna.send({"type": "latest", "stream": self.secret, "name": "thread.read", "value": mark})
                self.anna.send({"type": "latest", "stream": self.secret, "name": "thread.typing", "value": {}})
        mallory.sock.shutdown(2)
        thread.join()
        self.assertEqual([data for data in heard if b'"latest"' in data and b"by" in data], [])

    def test_nothing_after_revoked(self):
        """Removed while pages, snapshots and events are on their way: `revoked` is the last word, and the removal the last event."""
        tokens = self.weftd.join(self.anna, "bob")
        for turn in range(8):
            room = self.anna.room(f"Room {turn}", [tokens["person"]])
            for _ in range(3):
                self.anna.say(room, "x" * 5000)
            bob = Client(self.weftd, tokens["access"])
            bob.send({"type": "subscribe", "mine": turn % 2 == 0, "positions": [[room, None]]})
            if turn % 3:
                bob.seek("snapshot", stream=room)
            bob.send({"type": "open", "streams": [room]})
            for request in range(1, 30):
                bob.send({"type": "page", "request": request, "stream": room, "table": "message", "limit": 200})
            self.anna.operate(room, "people.remove-member", {"person": tokens["person"]})
            self.anna.operate(room, "thread.send", {"id": new_id(), "text": "after"})
            for request in range(30, 40):
                bob.send({"type": "page", "request": request, "stream": room, "table": "message", "limit": 200})
            self.anna.seek("result", n=self.anna.n)
            self.anna.send({"type": "latest", "stream": room, "name": "thread.read", "value": 1})
            while True:
                frame, data = bob.next()
                self.assertNotIn(b'"after"', data)
                if frame["type"] == "revoked" and frame["stream"] == room:
                    break
            for data in bob.drain(0.5):
                frame = json.loads(data)
                self.assertNotIn(b'"after"', data)
                self.assertNotEqual(frame.get("stream"), room, data[:200])
                self.assertNotEqual(frame["type"], "latest")
            bob.close()

    def test_suspended(self):
        tokens = self.weftd.join(self.anna, "bob")
        bob = self.client(self.weftd, tokens["access"])
        idle = Client(self.weftd, tokens["access"], hello=False)
        self.addCleanup(idle.close)
        self.anna.run("workspace", "people.suspend", {"person": tokens["person"], "suspended": True})
        bob.expect_close(4403)
        # One whose handshake ended just after is not told at once, but can no longer say hello.
        idle.expect_close(4403, 4400)
        with self.assertRaises(Closed) as closed:
            Client(self.weftd, tokens["access"])
        self.assertEqual(closed.exception.code, 401)
        self.assertEqual(self.weftd.post("/v1/refresh", {"refresh": tokens["refresh"]}).status, 401)
        wrong = self.weftd.post("/v1/sign-in", {"login": "nobody", "password": "correct horse"})
        right = self.weftd.post("/v1/sign-in", {"login": "bob", "password": "correct horse"})
        self.assertEqual((right.status, right.body), (wrong.status, wrong.body))

    def test_signed_out_elsewhere(self):
        """A connection that was given a newer token ends with the sign-in which that token came from."""
        first = self.weftd.join(self.anna, "bob")
        second = self.weftd.post("/v1/sign-in", {"login": "bob", "password": "correct horse"}).json
        bob = self.client(self.weftd, first["access"])
        bob.send({"type": "authenticate", "token": second["access"]})
        bob.sync()
        self.weftd.post("/v1/sign-out", token=second["access"])
        bob.expect_close(4401)


if __name__ == "__main__":
    unittest.main()
