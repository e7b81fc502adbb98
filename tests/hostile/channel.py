# SPDX-License-Identifier: GPL-3.0-or-later
"""A client without a WebSocket: server-sent events or long polls down, requests up."""

import base64
import json
import os
import select
import socket
import time

from probe import PATIENCE, Client, Closed, new_id, read_answer


def new_name():
    return base64.urlsafe_b64encode(os.urandom(24)).decode()


def head(method, path, token, name, more=()):
    lines = [f"{method} {path} HTTP/1.1", "Host: weft"] + list(more)
    if token:
        lines.append(f"Authorization: Bearer {token}")
    if name:
        lines.append(f"Weft-Channel: {name}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def ask(daemon, method, path, token=None, name=None, body=b"", more=(), tcp=False):
    """One request on a connection of its own."""
    return daemon.raw(head(method, path, token, name, [f"Content-Length: {len(body)}", *more]) + body, tcp)


class Channel(Client):
    """Like a Client, by @kind: "stream" or "poll". Nothing is read before it is asked for."""

    def __init__(self, daemon, token, kind, client=None, tcp=False, hello=True, acknowledged=0, receive_buffer=None, flow=False):
        self.daemon, self.token, self.kind, self.tcp = daemon, token, kind, tcp
        self.client = client or new_id()
        self.name = new_name()
        self.buffer = b""
        self.events = []
        self.n = self.sent = self.seen = 0
        self.up = daemon.connect(tcp)
        self.sock = daemon.connect(tcp)
        self.asked = False
        if receive_buffer:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.sock.sendall(head("GET", "/v1/stream" if kind == "stream" else "/v1/poll?after=0", token, self.name))
        self.answer, self.buffer = read_answer(self.sock)
        if self.answer is None or self.answer.status != 200:
            self.close()
            raise Closed(self.answer.status if self.answer else None)
        # nginx sends what has no length in chunks.
        self.chunks, self.buffer = (self.buffer, b"") if kind == "stream" and "transfer-encoding" in self.answer.headers else (None, self.buffer)
        if kind == "poll":
            assert self.answer.body == b": weft.v1\n\n", self.answer.body
        if hello:
            self.send({"type": "hello", "version": 1, "client": self.client, "agent": "probe", "acknowledged": acknowledged, "flow": flow})
            self.welcome = self.expect("welcome")
            self.person = self.welcome["person"]
            self.n = self.welcome["next"] - 1

    def close(self):
        self.up.close()
        self.sock.close()

    def post(self, body, first):
        """Frames, one a line; the answer."""
        self.up.sendall(head("POST", f"/v1/frames?first={first}", self.token, self.name, [f"Content-Length: {len(body)}"]) + body)
        return read_answer(self.up)[0]

    def send(self, frame):
        data = frame if isinstance(frame, bytes) else (frame if isinstance(frame, str) else json.dumps(frame, ensure_ascii=False)).encode()
        while True:
            answer = self.post(data, self.sent + 1)
            if answer is None or answer.status != 200:
                raise Closed(answer.status if answer else None)
            if answer.json["received"] > self.sent:
                self.sent += 1
                return
            time.sleep(0.05)

    def fill(self, n):
        if self.chunks is None:
            super().fill(n)
            return
        while len(self.buffer) < n:
            size, line, rest = self.chunks.partition(b"\r\n")
            length = int(size, 16) if line else -1
            if length == 0:
                raise Closed(None)
            if length > 0 and len(rest) >= length + 2:
                self.buffer += rest[:length]
                self.chunks = rest[length + 2:]
                continue
            more = self.sock.recv(65536)
            if not more:
                raise Closed(None)
            self.chunks += more

    def take_events(self):
        while b"\n\n" in self.buffer:
            event, self.buffer = self.buffer.split(b"\n\n", 1)
            if not event.startswith(b":"):
                self.events.append(event)

    def next(self):
        while not self.events:
            if self.kind == "stream":
                self.fill(len(self.buffer) + 1)
                self.take_events()
                continue
            if not self.asked:
                self.sock.sendall(head("GET", f"/v1/poll?after={self.seen}", self.token, self.name))
                self.asked = True
            answer, self.buffer = read_answer(self.sock)
            self.asked = False
            if answer is None or answer.status != 200:
                raise Closed(answer.status if answer else None)
            self.buffer = answer.body
            self.take_events()
            assert not self.buffer, self.buffer
            self.seen += sum(not event.startswith(b"event:") for event in self.events)
        event = self.events.pop(0)
        if event.startswith(b"event: close\ndata: "):
            raise Closed(json.loads(event.split(b"data: ", 1)[1])["code"])
        assert event.startswith(b"data: "), event
        return json.loads(event[6:]), event[6:]

    def drain(self, seconds):
        frames = []
        until = time.monotonic() + seconds
        while True:
            if self.kind == "poll" and not self.asked and not self.events:
                self.sock.sendall(head("GET", f"/v1/poll?after={self.seen}", self.token, self.name))
                self.asked = True
            left = until - time.monotonic()
            if not self.events and b"\n\n" not in self.buffer and (left <= 0 or not select.select([self.sock], [], [], left)[0]):
                return frames
            self.take_events()
            frames.append(self.next()[1])
