#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server that lies, rambles or breaks off must neither crash a client nor spoil what it holds."""

import copy
import os
import random
import shutil
import unittest

from lied_to import LiedTo
from probe import new_id

EXTREMES = [0, -1, 1, 2**31, 2**53, 2**62 - 1, 2**62, 2**62 + 1, 2**63 - 1, -2**63, 1.5, 10**30, "", "x", None, True, [], {}, "\x00"]


class Lies(LiedTo):
    def test_holes_and_repeats(self):
        random.seed(1)

        def repeat(frame):
            return [frame, frame]

        def drop(frame):
            return [frame] if frame["type"] != "events" or random.random() < 0.5 else []

        def shuffle(frame):
            if frame["type"] == "events":
                random.shuffle(frame["events"])
            return [frame]

        def later(frame):
            if frame["type"] == "snapshot" and frame["page"] == 0:
                frame["page"] = 5
            return [frame]

        def torn(frame):
            if frame["type"] == "snapshot":
                return [frame | {"last": False}, frame | {"page": frame["page"] + 2, "last": True}]
            return [frame]

        def epoch(frame):
            if frame["type"] == "events":
                frame["position"] = "5eed5eed5eed5eed" + frame["position"][16:]
            return [frame]

        for tamper in (repeat, drop, shuffle, later, torn, epoch):
            for fresh in (True, False):
                with self.subTest(tamper.__name__, fresh=fresh):
                    self.lie(tamper, fresh)

    def test_what_was_never_asked(self):
        stranger = "room/" + new_id()
        position = "5eed5eed5eed5eed.%d.0011223344556677"

        def inject(frame):
            out = [frame]
            if frame["type"] == "welcome":
                event = {"seq": 1, "at": 1, "by": "system", "name": "thread.message-sent", "version": 1,
                         "body": {"id": new_id(), "text": "never asked"}}
                out += [
                    {"type": "events", "stream": stranger, "position": position % 1, "events": [event]},
                    {"type": "reset", "stream": stranger, "reason": "epoch"},
                    {"type": "revoked", "stream": stranger},
                    {"type": "page-rows", "request": 1, "stream": stranger, "seq": 1, "more": True, "tables": []},
                    {"type": "page-rows", "request": 10**9, "stream": self.room, "seq": 1, "more": True, "tables": []},
                    {"type": "result", "n": 10**9, "id": new_id(), "positions": [[stranger, 2**62]]},
                    {"type": "result", "n": 1, "id": new_id(), "error": {"code": "forked", "message": "x"}},
                    {"type": "result", "n": 1, "id": new_id(), "error": {"code": "done", "message": "x"}},
                    {"type": "latest", "values": [{"stream": stranger, "name": "thread.read", "by": new_id(), "at": 1, "value": 2**63 - 1},
                                                  {"stream": stranger, "name": "thread.typing", "by": new_id(), "at": 1, "value": {}},
                                                  {"stream": stranger, "name": "no.such", "by": new_id(), "at": 1, "value": {}}]},
                    {"type": "presence", "people": [{"person": new_id(), "state": "online", "seen": 2**53}]},
                    {"type": "heartbeat", "time": 2**53, "heads": [[stranger, 2**53], [self.room, 2**53]]},
                    {"type": "error", "code": "no-such-code", "message": "x" * 60000},
                    {"type": "no-such-type", "anything": [1, 2, 3]},
                    frame,
                ]
            return out

        self.lie(inject)
        self.lie(inject, fresh=False)

    def test_rows_of_other_streams(self):
        """A room's snapshot must not be able to write into another room, nor into the person's own stream."""
        self.mallory.tamper = None
        self.assertEqual(self.history()[0], self.said)

        def foist(frame):
            if frame["type"] == "snapshot" and frame["stream"] == self.other:
                for table in frame["tables"]:
                    table["rows"] += [[self.room] + row[1:] for row in table["rows"]]
            if frame["type"] == "events" and frame["stream"] == self.other:
                return [frame | {"stream": self.room}]
            return [frame]

        self.state = self.fresh_state()
        self.ctl("sign-in", "anna")
        self.lie(foist)

    def test_cells(self):
        random.seed(2)

        def spoil(frame):
            if frame["type"] in ("snapshot", "page-rows") and frame["stream"] == self.other:
                for table in frame["tables"]:
                    for row in table["rows"]:
                        row[random.randrange(len(row))] = random.choice(["x", None, 2**63 - 1, 1.5, {"blob": "AAEC"}])
            return [frame]

        def columns(frame):
            if frame["type"] == "snapshot" and frame["stream"] == self.other:
                for table in frame["tables"]:
                    table["columns"][random.randrange(len(table["columns"]))] = random.choice(["stream", "no_such", "id; DROP TABLE message"])
            return [frame]

        def tables(frame):
            if frame["type"] == "snapshot" and frame["stream"] == self.other:
                for table in frame["tables"]:
                    table["table"] = random.choice(["outbox", "sqlite_master", "extent", "held", "no_such"])
            return [frame]

        for tamper in (spoil, columns, tables):
            with self.subTest(tamper.__name__):
                self.lie(tamper)

    def test_noise(self):
        """Frames in which one thing or another is not what it should be."""

        def places(node, path=()):
            yield path
            if isinstance(node, dict):
                for key in node:
                    yield from places(node[key], path + (key,))
            elif isinstance(node, list):
                for i in range(len(node)):
                    yield from places(node[i], path + (i,))

        def mutate(frame):
            if random.random() < 0.6:
                return [frame]
            frame = copy.deepcopy(frame)
            path = random.choice([p for p in places(frame) if p] or [("type",)])
            node = frame
            for step in path[:-1]:
                node = node[step]
            if random.random() < 0.2 and isinstance(node, dict):
                del node[path[-1]]
            else:
                node[path[-1]] = random.choice(EXTREMES)
            return [frame]

        self.assertEqual(self.history()[0], self.said)
        for seed in range(int(os.environ.get("HOSTILE_SEEDS", "8"))):
            with self.subTest(seed=seed):
                random.seed(seed)
                state = self.fresh_state()
                shutil.copytree(self.state, state, dirs_exist_ok=True)
                self.mallory.tamper = mutate
                self.history(wait=1, state=state)
                self.ctl("send", "Lobby", "to the liar", wait=1, state=state)
                self.check_store(state)
        self.mallory.tamper = None

    def test_somebody_elses_workspace(self):
        """The same address, but another workspace or another person: nothing is mixed."""
        self.mallory.tamper = None
        self.assertEqual(self.history()[0], self.said)
        for member in ("workspace", "person"):
            def lie(frame, member=member):
                return [frame | {member: new_id()}] if frame["type"] == "welcome" else [frame]

            self.mallory.tamper = lie
            self.history(wait=2)
            self.check_store()
            self.mallory.tamper = None
            self.assertEqual(self.history()[0], self.said)

    def test_taken_away(self):
        """Revoked in everything, and then not: it comes back."""
        def revoke(frame):
            if frame["type"] == "snapshot" and frame["last"]:
                return [frame, {"type": "revoked", "stream": frame["stream"]}]
            return [frame]

        self.lie(revoke)
        self.lie(revoke, fresh=False)


if __name__ == "__main__":
    unittest.main()
