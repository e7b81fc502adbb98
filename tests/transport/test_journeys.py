#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same journey by each transport, and what makes a client take another."""

import json
import os
import shutil
import subprocess
import tempfile
import threading
import time
import unittest

from probe import PASSWORD, PATIENCE, Case
from relay import Relay, wait_for

WEFTCTL = os.environ.get("WEFTCTL", "weftctl")
CUT = float(os.environ.get("WEFT_TEST_CUT", "0.7"))  # s
TIMING = f"stream=1500,brief={max(4000, int(CUT * 1000) + 2000)}"


class Running:
    """A weftctl which prints JSON lines until it is stopped."""

    def __init__(self, case, arguments):
        self.lines = []
        self.process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        case.addCleanup(self.stop)
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            self.lines.append(json.loads(line))

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(PATIENCE)
        self.process.stdout.close()
        self.process.stderr.close()


class Journeys(Case):
    def setUp(self):
        self.weftd = self.daemon()
        anna = self.client(self.weftd)
        self.ha = self.weftd.join(anna, "ha")
        self.room = anna.room("Lobby", [self.ha["person"]])
        anna.close()
        self.relay = Relay(self.weftd)
        self.addCleanup(self.relay.stop)
        self.states = {}
        for device in ("anna", "anna's other", "ha"):
            self.states[device] = tempfile.mkdtemp(prefix="weft-transport-")
            self.addCleanup(shutil.rmtree, self.states[device], True)
            self.ctl(device, "sign-in", device.split("'")[0])

    def arguments(self, login, *arguments, timing=TIMING, wait=40):
        return [WEFTCTL, "--address", self.relay.address, "--state", self.states[login], "--timing", timing, "--wait", str(wait), "--json",
                *arguments]

    def ctl(self, login, *arguments, code=0, **options):
        done = subprocess.run(self.arguments(login, *arguments, **options), capture_output=True, text=True, timeout=120,
                              stdin=subprocess.DEVNULL, env=os.environ | {"WEFTCTL_PASSWORD": PASSWORD})
        self.assertEqual(done.returncode, code, f"{arguments}: {done.stdout}{done.stderr}")
        self.assertNotIn("Sanitizer", done.stderr)
        return done.stdout

    def running(self, login, *arguments, **options):
        return Running(self, self.arguments(login, *arguments, **options))

    def transport(self, login):
        return json.loads(self.ctl(login, "status"))["transport"]

    def tail(self):
        tail = self.running("anna", "tail", "Lobby")
        tail.texts = lambda: [line["text"] for line in tail.lines]
        return tail

    def wait_for_text(self, tail, text):
        wait_for(lambda: text in tail.texts(), lambda: f"{text}: {tail.texts()[-3:]}, {self.relay.requests[-5:]}")

    def journey(self, transport):
        """Send, receive, offline, 1,000 missed, the server killed."""
        self.assertEqual(self.transport("ha"), transport)
        tail = self.tail()
        self.ctl("ha", "send", "Lobby", "xin chào")
        self.wait_for_text(tail, "xin chào")

        self.relay.stop()
        self.ctl("ha", "--offline", "send", "Lobby", "viết khi không có mạng", code=4)
        writer = self.client(self.weftd, token=self.ha["access"])
        for i in range(1000):
            writer.operate(self.room, "thread.send", {"id": f"019a81f0-0000-7000-8000-{i:012x}", "text": f"{i}"})
        writer.seek("result", n=writer.n)
        writer.close()
        self.relay.start()
        self.wait_for_text(tail, "999")
        self.assertEqual(self.transport("ha"), transport)
        # What waits goes while a command runs, and this one asks for no more than it is named for.
        wait_for(lambda: json.loads(self.ctl("ha", "status"))["waiting"] == 0, "what was written offline to go")
        self.wait_for_text(tail, "viết khi không có mạng")

        self.weftd.kill()
        self.ctl("ha", "--offline", "send", "Lobby", "server chết rồi", code=4)
        self.weftd.start()
        self.ctl("ha", "send", "Lobby", "sau đó")
        self.wait_for_text(tail, "sau đó")

        expected = ["xin chào"] + [f"{i}" for i in range(1000)] + ["viết khi không có mạng", "server chết rồi", "sau đó"]
        self.assertEqual(tail.texts(), expected)
        tail.stop()
        for login in ("anna", "ha"):
            lines = self.ctl(login, "history", "Lobby", "--limit", "1004").splitlines()
            self.assertEqual([json.loads(line)["text"] for line in lines], expected, login)
        self.assertEqual(self.transport("ha"), transport)

    def test_websocket(self):
        self.journey("websocket")

    def test_stream(self):
        self.relay.blocked = {"/v1/sync"}
        self.journey("stream")

    def test_poll(self):
        self.relay.blocked = {"/v1/sync"}
        self.relay.withheld = {"/v1/stream"}
        self.journey("poll")

    def test_cut_after_a_while(self):
        """A proxy which cuts each WebSocket after some seconds: usable at once, and it stays so by another way."""
        self.relay.cut = {"/v1/sync": CUT}
        follower = self.running("anna's other", "status", "--follow")
        wait_for(lambda: any(line["state"] == "online" for line in follower.lines), "online")
        tail = self.tail()
        sent = []
        for i in range(12):
            self.ctl("ha", "send", "Lobby", f"message {i}")
            sent.append(f"message {i}")
        self.wait_for_text(tail, sent[-1])
        self.assertEqual(tail.texts(), sent)
        wait_for(lambda: follower.lines[-1]["state"] == "online" and follower.lines[-1]["transport"] == "stream",
                 lambda: str(follower.lines[-5:]))
        n, n_lines = self.relay.count("/v1/sync"), len(follower.lines)
        time.sleep(4)
        self.assertEqual((self.relay.count("/v1/sync"), follower.lines[n_lines:]), (n, []), "nothing is lost any more")

    def test_upwards(self):
        """Where a WebSocket is let through again it is taken, without a moment offline; if it is then cut, back."""
        timing = "brief=1000,up-first=500,up-max=1000"
        self.relay.blocked = {"/v1/sync"}
        follower = self.running("anna's other", "status", "--follow", timing=timing)
        wait_for(lambda: follower.lines and follower.lines[-1]["transport"] == "stream" and follower.lines[-1]["state"] == "online", "stream")
        n = len(follower.lines)
        time.sleep(2)
        self.assertEqual(len(follower.lines), n, "a try is not seen")
        self.assertGreater(self.relay.count("/v1/sync"), 1)

        self.relay.cut = {"/v1/sync": 0.3}
        self.relay.blocked = set()
        wait_for(lambda: any(line["transport"] == "websocket" for line in follower.lines), "websocket")
        wait_for(lambda: follower.lines[-1]["transport"] == "stream" and follower.lines[-1]["state"] == "online", "back to the stream")

        self.relay.cut = {}
        wait_for(lambda: follower.lines[-1]["transport"] == "websocket" and follower.lines[-1]["state"] == "online", "websocket for good")
        n = len(follower.lines)
        time.sleep(2)
        self.assertEqual(len(follower.lines), n)
        self.assertFalse([line for line in follower.lines[1:] if line["state"] in ("unreachable", "offline")])

    def test_gateway_without_server(self):
        """A gateway which has no server for a while is no reason for another transport."""
        self.relay.status = 502
        self.relay.blocked = {"/v1/sync", "/v1/stream", "/v1/poll"}
        follower = self.running("anna's other", "status", "--follow")
        wait_for(lambda: follower.lines and follower.lines[-1]["reason"] is not None, "a reason")
        self.assertIn("502", follower.lines[-1]["reason"])
        self.relay.blocked = set()
        wait_for(lambda: follower.lines[-1]["state"] == "online", lambda: str(follower.lines[-2:]))
        self.assertEqual(follower.lines[-1]["transport"], "websocket")


if __name__ == "__main__":
    unittest.main()
