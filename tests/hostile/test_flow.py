#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Clients that have no room, say so, and do not say so; by each transport."""

import os
import threading
import time
import unittest

from channel import Channel
from probe import Case, Client, Closed, new_id

KINDS = ("websocket", "stream", "poll")
LIMITS = "queue-soft=32768,queue-hard=200000"
BURST = int(os.environ.get("WEFT_TEST_BURST", "10000"))  # events
GROUP = 400


class Flow(Case):
    def daemon(self, *args, **kwargs):
        # libsoup ends a connection after each answer as long as it has no listener of its own
        return super().daemon(*args, tcp=True, **kwargs)

    def reader(self, weftd, kind, token=None, **kwargs):
        token = token or weftd.anna["access"]
        client = Client(weftd, token, **kwargs) if kind == "websocket" else Channel(weftd, token, kind, **kwargs)
        self.addCleanup(client.close)
        return client

    def subscribed(self, weftd, kind, room, answer=False, **kwargs):
        """A reader that stands at the end of @room, and has answered nothing yet unless it shall."""
        reader = self.reader(weftd, kind, flow=True, **kwargs)
        reader.send({"type": "subscribe", "mine": False, "positions": [[room, None]]})
        reader.position = reader.seek("snapshot", stream=room)["position"]
        # From its own message on it is sent what happens as it happens.
        reader.run(room, "thread.send", {"id": new_id(), "text": "here"})
        anna = self.client(weftd)
        seqs, last = [], anna.say(room)["positions"][0][1]
        anna.close()
        reader.unanswered = 0
        self.take(reader, room, last, seqs, answer)
        return reader

    def take(self, reader, room, until, seqs, answer=True):
        """Reads up to event @until; answers as a client does. Returns how many pokes came."""
        n_pokes = 0
        while not seqs or seqs[-1] < until:
            frame, _ = reader.next()
            if frame["type"] == "sent":
                reader.unanswered = frame["bytes"]
                if answer:
                    reader.send({"type": "received", "bytes": frame["bytes"]})
            elif frame["type"] == "poke":
                n_pokes += 1
                self.assertEqual([head[0] for head in frame["heads"]], [room])
                if not answer:
                    return n_pokes
                reader.send({"type": "subscribe", "mine": False, "positions": [[room, reader.position]]})
            elif frame["type"] == "events":
                for event in frame["events"]:
                    if not seqs or event["seq"] > seqs[-1]:
                        seqs.append(event["seq"])
                reader.position = frame["position"]
        return n_pokes

    def burst(self, anna, room, n):
        """@n messages, by few transactions. Returns the number of the last event."""
        for first in range(0, n, GROUP):
            operations = [{"op": "thread.send", "args": {"id": new_id(), "text": "x"}} for _ in range(min(GROUP, n - first))]
            result = anna.run(room, "weft.group", {"operations": operations})
        return result["positions"][0][1]

    def test_never_acknowledges(self):
        """Gets what fits, is told that there is more, and gets it when it says that there is room and asks."""
        weftd = self.daemon(limits=LIMITS)
        anna = self.client(weftd)
        for kind in KINDS:
            with self.subTest(kind):
                room = anna.room()
                reader = self.subscribed(weftd, kind, room)
                for _ in range(60):
                    head = anna.say(room, "x" * 2000)["positions"][0][1]
                seqs = []
                self.assertEqual(self.take(reader, room, head, seqs, answer=False), 1)
                self.assertLess(len(seqs), 25)
                self.assertEqual([frame for frame in reader.drain(0.5) if b'"events"' in frame], [])
                reader.send({"type": "received", "bytes": reader.unanswered})
                reader.send({"type": "subscribe", "mine": False, "positions": [[room, reader.position]]})
                self.take(reader, room, head, seqs)
                self.assertEqual(seqs, list(range(head - 59, head + 1)))
                self.assertEqual(reader.run(room, "thread.send", {"id": new_id(), "text": "still here"})["type"], "result")

    def test_never_acknowledges_answers(self):
        """What cannot wait in the log is bounded by the hard limit."""
        weftd = self.daemon(limits="queue-soft=8192,queue-hard=20000")
        anna = self.client(weftd)
        for i, kind in enumerate(KINDS):
            with self.subTest(kind):
                room = anna.room()
                reader = self.subscribed(weftd, kind, room)

                def write():
                    try:
                        while True:
                            reader.operate(room, "thread.send", {"id": new_id(), "text": "x"})
                    except (Closed, OSError):
                        pass

                writer = threading.Thread(target=write)
                writer.start()
                self.wait_for_metric(weftd, "weft_too_slow_total", i + 1)
                if kind == "websocket":
                    reader.expect_close(4413)
                writer.join()
        anna.say(room)

    def test_acknowledges_what_it_never_got(self):
        weftd = self.daemon(limits=LIMITS)
        anna = self.client(weftd)
        for kind in KINDS:
            room = anna.room()
            for bad in ("1000000000000", "-1", "1.5", '"1"', "null"):
                with self.subTest(f"{kind} {bad}"):
                    reader = self.subscribed(weftd, kind, room)
                    reader.send('{"type":"received","bytes":%s}' % bad)
                    self.assertEqual(reader.seek("error")["code"], "invalid")
                    self.assertEqual(reader.expect_close(4400), 4400)
            # Whoever answers nothing by its hello has nothing to answer.
            reader = self.reader(weftd, kind)
            reader.send({"type": "received", "bytes": 1})
            self.assertEqual(reader.seek("error")["message"], "bytes: 1, but 0 were told to be sent")
            reader.expect_close(4400)
            # Less than before, and the same again, are what a late frame says.
            reader = self.subscribed(weftd, kind, room)
            for _ in range(10):
                anna.say(room, "x" * 2000)
            sent = reader.seek("sent")["bytes"]
            for bytes_ in (sent, 0, sent):
                reader.send({"type": "received", "bytes": bytes_})
            reader.run(room, "thread.send", {"id": new_id(), "text": "well"})

    def test_never_reads(self):
        """Costs a queue of memory, is let go of, and goes on later from where it was."""
        weftd = self.daemon(limits=LIMITS + ",stall=1500,silence=100000")
        anna = self.client(weftd)
        room = anna.room()
        readers = [self.subscribed(weftd, kind, room, receive_buffer=4096) for kind in KINDS for _ in range(4)]
        before = weftd.resident()
        for _ in range(100):
            last = anna.say(room, "x" * 15000)["positions"][0][1]
        self.assertLess(weftd.resident() - before, 40 << 20)
        self.wait_for_metric(weftd, "weft_sessions", 1)
        self.assertEqual(self.metric(weftd, "weft_too_slow_total"), len(readers))
        for reader in readers[::4]:
            again = self.reader(weftd, "websocket", flow=True, client=reader.client)
            again.position, seqs = reader.position, []
            again.send({"type": "subscribe", "mine": False, "positions": [[room, again.position]]})
            self.take(again, room, last, seqs)
            self.assertEqual(seqs, list(range(seqs[0], last + 1)))
            self.assertGreaterEqual(len(seqs), 100)

    def test_reads_1_kB_a_second(self):
        """It takes its time; nobody loses patience."""
        weftd = self.daemon(limits="queue-soft=2048,queue-hard=100000,silence=100000")
        anna = self.client(weftd)
        room = anna.room()
        readers = [self.subscribed(weftd, kind, room, answer=True, receive_buffer=2048) for kind in KINDS]
        for _ in range(2):
            last = anna.say(room, "x" * 1200)["positions"][0][1]

        def crawl(reader, seqs):
            recv = reader.sock.recv

            class Slow:
                """Reads a hundred bytes each tenth of a second."""
                def __getattr__(self, name):
                    return getattr(reader.slow, name)

                def recv(self, n):
                    time.sleep(0.1)
                    return recv(min(n, 100))

            reader.slow, reader.sock = reader.sock, Slow()
            self.take(reader, room, last, seqs)

        seqs = [[] for _ in readers]
        threads = [threading.Thread(target=crawl, args=pair) for pair in zip(readers, seqs)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        for each in seqs:
            self.assertEqual(each[-2:], [last - 1, last])
        self.assertEqual(self.metric(weftd, "weft_too_slow_total"), 0)

    def test_burst(self):
        """Slow ones by each way cost little memory and slow nobody, and get all of it in the end."""
        weftd = self.daemon()
        anna = self.client(weftd)
        room = anna.room()
        fast = self.subscribed(weftd, "websocket", room)
        slow = [self.subscribed(weftd, kind, room) for kind in KINDS]
        before = weftd.resident()
        followed = []
        first = int(fast.position.split(".")[1]) + len(KINDS) * 2 + 1
        follower = threading.Thread(target=lambda: self.take(fast, room, first + BURST - 1, followed))
        follower.start()
        last = self.burst(anna, room, BURST)
        follower.join(120)
        self.assertEqual(followed[-BURST:], list(range(last - BURST + 1, last + 1)))
        self.assertLess(weftd.resident() - before, 80 << 20)
        for reader in slow:
            seqs = []
            self.take(reader, room, last, seqs)
            self.assertEqual(seqs, list(range(seqs[0], last + 1)))
            self.assertGreaterEqual(len(seqs), BURST)
        self.assertGreater(self.metric(weftd, "weft_pokes_total"), 0)
        self.assertEqual(self.metric(weftd, "weft_too_slow_total"), 0)


if __name__ == "__main__":
    unittest.main()
