# SPDX-License-Identifier: GPL-3.0-or-later
"""Several real weftd on one real PostgreSQL, with a real Valkey between them."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.path[:0] = [os.path.join(os.path.dirname(__file__), "..", name) for name in ("hostile", "database")]

from databases import new_url  # noqa: E402
from probe import PATIENCE, WEFTD, Client, Closed, Daemon, new_id  # noqa: E402,F401

VALKEY = os.environ["WEFT_VALKEY"]
FAST = "reread=100"          # what the bus loses is found at once
NEVER = "reread=600000"      # only the bus tells of anything

class Valkey:
    """A server on a Unix socket, and a word with it."""

    def __init__(self, options=()):
        self.root = tempfile.mkdtemp(prefix="weft-valkey-")
        self.path = os.path.join(self.root, "s")
        self.url = "unix:" + self.path
        self.options = list(options)
        self.process = None

    def start(self):
        self.process = subprocess.Popen(
            [VALKEY, "--port", "0", "--unixsocket", self.path, "--save", "", "--appendonly", "no", "--dir", self.root, "--daemonize", "no"] + self.options,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                self.connect().close()
                return self
            except OSError:
                time.sleep(0.02)
        raise RuntimeError("valkey-server did not start")

    def connect(self):
        sock = socket.socket(socket.AF_UNIX)
        sock.settimeout(PATIENCE)
        try:
            sock.connect(self.path)
        except OSError:
            sock.close()
            raise
        return sock

    def command(self, *words):
        data = b"".join(b"$%d\r\n%s\r\n" % (len(w), w) for w in (w if isinstance(w, bytes) else str(w).encode() for w in words))
        with self.connect() as sock:
            sock.sendall(b"*%d\r\n" % len(words) + data)
            return sock.recv(65536)

    def pause(self):
        self.process.send_signal(signal.SIGSTOP)

    def resume(self):
        self.process.send_signal(signal.SIGCONT)

    def kill(self):
        self.process.kill()
        self.process.wait()
        if os.path.exists(self.path):
            os.unlink(self.path)

    def discard(self):
        if self.process is not None and self.process.poll() is None:
            self.kill()
        shutil.rmtree(self.root, ignore_errors=True)


class Node(Daemon):
    def __init__(self, url, bus=None, limits=FAST, **kwargs):
        super().__init__(limits=limits, **kwargs)
        self.environment = {"WEFT_DATABASE": url, "WEFT_BUS": bus or ""}

    def start(self):
        before = {key: os.environ.get(key) for key in self.environment}
        os.environ.update(self.environment)
        try:
            return super().start()
        finally:
            for key, value in before.items():
                if value is None:
                    del os.environ[key]
                else:
                    os.environ[key] = value

    def metric(self, name):
        text = self.request("GET", "/metrics").body.decode()
        found = re.search(rf"^{name} (\S+)$", text, re.MULTILINE)
        return float(found.group(1)) if found else None

    def wait_for(self, name, value):
        is_right = value if callable(value) else lambda now: now == value
        until = time.monotonic() + PATIENCE
        while not is_right(self.metric(name)):
            if time.monotonic() > until:
                raise AssertionError(f"{name} stays {self.metric(name)}")
            time.sleep(0.02)


class Case(unittest.TestCase):
    def setUp(self):
        self.nodes = []

    def valkey(self, options=()):
        valkey = Valkey(options).start()
        self.addCleanup(valkey.discard)
        return valkey

    def pair(self, bus=None, limits=FAST, **kwargs):
        """Two nodes; anna founded the workspace."""
        url = new_url()
        self.nodes = [self.node(url, bus, limits, **kwargs) for _ in range(2)]
        self.anna = self.nodes[0].found()
        if bus:
            for node in self.nodes:
                node.wait_for("weft_bus_connected", 1)
        return self.nodes

    def node(self, url, bus=None, limits=FAST, **kwargs):
        node = Node(url, bus, limits, **kwargs).start()
        self.addCleanup(node.discard)
        self.addCleanup(self.stop_node, node)
        return node

    def stop_node(self, node):
        if node.process.returncode is None or node.process.returncode == 0:
            node.stop()
        log = node.read_log()
        self.assertNotIn("Sanitizer", log)
        self.assertNotIn("runtime error", log)

    def client(self, node, token=None, **kwargs):
        client = Reader(node, token or self.anna["access"], **kwargs)
        self.addCleanup(client.close)
        return client


class Reader(Client):
    """A client which keeps what it is told of streams, and complains of holes."""

    def __init__(self, *args, **kwargs):
        self.position = {}
        self.events = {}
        self.resets = 0
        super().__init__(*args, **kwargs)

    def resume(self, node, token):
        """The same client, by another node, from where it is."""
        other = Reader.__new__(Reader)
        other.position, other.events, other.resets = self.position, self.events, 0
        Client.__init__(other, node, token, client=self.client)
        other.subscribe(*self.position)
        return other

    def subscribe(self, *streams, mine=False):
        self.send({"type": "subscribe", "mine": mine, "positions": [[s, self.position.get(s)] for s in streams]})

    def next(self):
        frame, data = super().next()
        if frame["type"] == "reset":
            self.resets += 1
        elif frame["type"] == "snapshot":
            self.position[frame["stream"]] = frame["position"]
        elif frame["type"] == "events":
            stream = frame["stream"]
            before = self.seq(stream)
            for event in frame["events"]:
                if event["seq"] != before + 1:
                    raise AssertionError(f"{stream}: {event['seq']} came after {before}")
                before += 1
                self.events.setdefault(stream, []).append(event)
            self.position[stream] = frame["position"]
            assert before == self.seq(stream), frame
        return frame, data

    def seq(self, stream):
        return int(self.position[stream].split(".")[1]) if stream in self.position else 0

    def read_until(self, stream, seq):
        while self.seq(stream) < seq:
            self.next()

    def read_text(self, stream, text):
        """Until somebody says this."""
        while not any(event["body"].get("text") == text for event in self.events.get(stream, [])):
            self.next()

    def texts(self, stream):
        return [event["body"]["text"] for event in self.events.get(stream, []) if event["name"] == "thread.message-sent"]

    def join(self, stream):
        """Subscribes and reads to where the stream is."""
        self.subscribe(stream)
        self.seek("snapshot", stream=stream, last=True)
        return self


class Proxy:
    """Between a node and Valkey: what is said to the node can be thrown away."""

    def __init__(self, valkey):
        self.valkey = valkey
        self.root = tempfile.mkdtemp(prefix="weft-proxy-")
        self.path = os.path.join(self.root, "s")
        self.deaf = False
        self.thrown = 0
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(self.path)
        self.listener.listen()
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                ours, _ = self.listener.accept()
            except OSError:
                return
            theirs = self.valkey.connect()
            theirs.settimeout(None)
            threading.Thread(target=self.pump, args=(ours, theirs, False), daemon=True).start()
            threading.Thread(target=self.pump, args=(theirs, ours, True), daemon=True).start()

    def pump(self, source, target, inbound):
        try:
            while data := source.recv(65536):
                if inbound and self.deaf:
                    # Messages come as pushes; whole ones are thrown away, what else is said goes on.
                    kept = re.sub(rb">3\r\n\$7\r\nmessage\r\n.*?\r\n(?=[>:+*$%_-]|$)", b"", data, flags=re.DOTALL)
                    self.thrown += kept != data
                    data = kept
                target.sendall(data)
        except OSError:
            pass
        finally:
            for sock in (source, target):
                try:
                    sock.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

    def close(self):
        self.listener.close()
        shutil.rmtree(self.root, ignore_errors=True)
