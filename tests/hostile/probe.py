# SPDX-License-Identifier: GPL-3.0-or-later
"""A real weftd, and a client which also says what no client should. Standard library only."""

import base64
import hashlib
import json
import os
import resource
import select
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import time
import unittest
import uuid

WEFTD = os.environ.get("WEFTD", "weftd")
PATIENCE = 30  # seconds: only ever waited for when something is broken
PASSWORD = "correct horse"

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


def new_id():
    """A UUIDv7."""
    ms = int(time.time() * 1000)
    raw = bytearray(ms.to_bytes(6, "big") + os.urandom(10))
    raw[6] = 0x70 | (raw[6] & 0x0F)
    raw[8] = 0x80 | (raw[8] & 0x3F)
    return str(uuid.UUID(bytes=bytes(raw)))


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        return self.json.get("error", {}).get("code")


class Daemon:
    """weftd in a directory of its own."""

    def __init__(self, directory=None, options=(), limits=None, tcp=False, files=None, file_size=None, wrap=()):
        self.root = tempfile.mkdtemp(prefix="weft-hostile-")
        self.directory = directory or os.path.join(self.root, "data")
        self.path = os.path.join(self.root, "s")
        self.options = list(options)
        if limits:
            self.options += ["--limits", limits]
        if tcp:
            self.options += ["--listen", "127.0.0.1:0"]
        self.files, self.file_size, self.wrap = files, file_size, list(wrap)
        self.process = None
        self.log = open(os.path.join(self.root, "log"), "a+b")

    def start(self):
        reader, writer = os.pipe()

        def before():
            if self.files:
                resource.setrlimit(resource.RLIMIT_NOFILE, (self.files, self.files))
            if self.file_size:
                resource.setrlimit(resource.RLIMIT_FSIZE, (self.file_size, self.file_size))

        self.process = subprocess.Popen(
            self.wrap + [WEFTD, "--directory", self.directory, "--socket", self.path, "--ready-fd", str(writer)] + self.options,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=self.log, pass_fds=[writer], preexec_fn=before)
        os.close(writer)
        line = b""
        while not line.endswith(b"\n"):
            more = os.read(reader, 4096)
            if not more:
                break
            line += more
        os.close(reader)
        if not line.endswith(b"\n"):
            raise RuntimeError("weftd did not start: " + self.read_log())
        ready = json.loads(line)
        self.port = next((int(a.rsplit(":", 1)[1]) for a in ready["addresses"] if a.startswith("http")), None)
        self.pid = ready["pid"]
        return self

    def read_log(self):
        self.log.flush()
        with open(self.log.name, "rb") as file:
            return file.read().decode(errors="replace")

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        """SIGTERM, after which it must end well. What sanitizers have to say comes here."""
        if self.process is not None and self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
            status = self.process.wait(PATIENCE)
            if status != 0:
                raise AssertionError(f"weftd ended with {status}\n{self.read_log()[-8000:]}")

    def discard(self):
        if self.process is not None and self.process.returncode is None:
            self.kill()
        self.log.close()
        shutil.rmtree(self.root, ignore_errors=True)

    def is_alive(self):
        return self.process.poll() is None

    def resident(self):
        with open(f"/proc/{self.pid}/statm") as file:
            return int(file.read().split()[1]) * resource.getpagesize()

    def cpu(self):
        """Seconds of processor used."""
        with open(f"/proc/{self.pid}/stat") as file:
            fields = file.read().rsplit(") ", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def connect(self, tcp=False):
        if tcp:
            sock = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        else:
            sock = socket.socket(socket.AF_UNIX)
            sock.settimeout(PATIENCE)
            try:
                sock.connect(self.path)
            except OSError:
                sock.close()
                raise
        return sock

    def raw(self, data, tcp=False):
        """Sends bytes and reads an answer."""
        sock = self.connect(tcp)
        try:
            try:
                sock.sendall(data)
            except OSError:
                pass
            return read_answer(sock)[0]
        finally:
            sock.close()

    def request(self, method, path, body=None, token=None, tcp=False):
        data = b"" if body is None else (body if isinstance(body, bytes) else json.dumps(body).encode())
        lines = [f"{method} {path} HTTP/1.1", "Host: weft", "Connection: close", f"Content-Length: {len(data)}"]
        if token:
            lines.append(f"Authorization: Bearer {token}")
        return self.raw("\r\n".join(lines).encode() + b"\r\n\r\n" + data, tcp)

    def post(self, path, body=None, token=None, tcp=False):
        return self.request("POST", path, body, token, tcp)

    def found(self, password=PASSWORD):
        body = {"workspace": "Weft", "name": "Anna", "login": "anna", "password": password}
        answer = self.post("/v1/found", body)
        if answer.status != 200:
            raise AssertionError(answer.body)
        return answer.json

    def join(self, admin, login, role="member", streams=(), uses=1):
        """Lets somebody in with an invitation of @admin, a Client."""
        invitation, secret = admin.invite(role, streams, uses)
        answer = self.post("/v1/join", {"invitation": f"{invitation}.{secret}", "name": login.title(), "login": login, "password": PASSWORD})
        if answer.status != 200:
            raise AssertionError(answer.body)
        return answer.json


def read_answer(sock):
    data = b""
    while b"\r\n\r\n" not in data:
        try:
            more = sock.recv(65536)
        except (ConnectionResetError, TimeoutError):
            more = b""
        if not more:
            return None, data
        data += more
    head, data = data.split(b"\r\n\r\n", 1)
    lines = head.decode("latin-1").split("\r\n")
    headers = {}
    for line in lines[1:]:
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    status = int(lines[0].split()[1])
    length = int(headers.get("content-length", 0))
    data = bytearray(data)
    while len(data) < length:
        more = sock.recv(65536)
        if not more:
            break
        data += more
    return Answer(status, headers, bytes(data[:length])), bytes(data[length:])


def mask(data):
    key = os.urandom(4)
    pad = (key * (len(data) // 4 + 1))[: len(data)]
    return key + (int.from_bytes(data, "big") ^ int.from_bytes(pad, "big")).to_bytes(len(data), "big")


class Closed(Exception):
    def __init__(self, code):
        super().__init__(f"closed with {code}")
        self.code = code


class Refused(Exception):
    def __init__(self, error):
        super().__init__(f"{error['code']}: {error['message']}")
        self.code = error["code"]


class Client:
    """One WebSocket. Nothing is read before it is asked for."""

    def __init__(self, daemon, token, client=None, tcp=False, hello=True, acknowledged=0, receive_buffer=None, flow=False):
        self.daemon = daemon
        self.client = client or new_id()
        self.buffer = b""
        self.n = 0
        self.sock = daemon.connect(tcp)
        if receive_buffer:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        key = base64.b64encode(os.urandom(16)).decode()
        self.sock.sendall((
            "GET /v1/sync HTTP/1.1\r\nHost: weft\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: weft.v1\r\n"
            f"Authorization: Bearer {token}\r\n\r\n").encode())
        self.answer, self.buffer = read_answer(self.sock)
        if self.answer is None or self.answer.status != 101:
            self.sock.close()
            raise Closed(self.answer.status if self.answer else None)
        if hello:
            self.send({"type": "hello", "version": 1, "client": self.client, "agent": "probe", "acknowledged": acknowledged, "flow": flow})
            self.welcome = self.expect("welcome")
            self.person = self.welcome["person"]
            self.n = self.welcome["next"] - 1

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def close(self):
        self.sock.close()

    def reset(self):
        """Ends without a goodbye."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()

    def send_bytes(self, data):
        self.sock.sendall(data)

    @staticmethod
    def frame(data, opcode=TEXT, fin=True, reserved=0, masked=True):
        length = len(data)
        head = bytes([(0x80 if fin else 0) | reserved << 4 | opcode])
        bit = 0x80 if masked else 0
        if length < 126:
            head += bytes([bit | length])
        elif length < 65536:
            head += bytes([bit | 126]) + struct.pack(">H", length)
        else:
            head += bytes([bit | 127]) + struct.pack(">Q", length)
        return head + (mask(data) if masked else data)

    def send(self, frame, **options):
        data = frame if isinstance(frame, bytes) else (frame if isinstance(frame, str) else json.dumps(frame, ensure_ascii=False)).encode()
        self.send_bytes(self.frame(data, **options))

    def fill(self, n):
        while len(self.buffer) < n:
            try:
                more = self.sock.recv(65536)
            except ConnectionResetError:
                more = b""
            if not more:
                raise Closed(None)
            self.buffer += more

    def next_raw(self):
        """The next message or control frame: (opcode, bytes)."""
        self.fill(2)
        length, at = self.buffer[1] & 0x7F, 2
        if length == 126:
            self.fill(4)
            length, at = struct.unpack(">H", self.buffer[2:4])[0], 4
        elif length == 127:
            self.fill(10)
            length, at = struct.unpack(">Q", self.buffer[2:10])[0], 10
        self.fill(at + length)
        opcode, data = self.buffer[0] & 0xF, self.buffer[at:at + length]
        self.buffer = self.buffer[at + length:]
        return opcode, data

    def next(self):
        """The next frame as (object, bytes), skipping pongs. Closed when the server closes."""
        while True:
            opcode, data = self.next_raw()
            if opcode == CLOSE:
                raise Closed(struct.unpack(">H", data[:2])[0] if len(data) >= 2 else 1005)
            if opcode == TEXT:
                return json.loads(data), data

    def expect(self, *types, skip=("heartbeat", "presence")):
        while True:
            frame, _ = self.next()
            if frame["type"] in types:
                return frame
            if frame["type"] not in skip:
                raise AssertionError(f"expected {types}, got {frame}")

    def seek(self, type_, **members):
        while True:
            frame, _ = self.next()
            if frame["type"] == type_ and all(frame.get(key) == value for key, value in members.items()):
                return frame

    def drain(self, seconds):
        """Everything which comes in this time, as bytes."""
        frames = []
        until = time.monotonic() + seconds
        while True:
            left = until - time.monotonic()
            if len(self.buffer) < 2 and (left <= 0 or not select.select([self.sock], [], [], left)[0]):
                return frames
            frames.append(self.next()[1])

    def expect_close(self, *codes):
        try:
            while True:
                self.next()
        except Closed as closed:
            if codes and closed.code not in codes:
                raise AssertionError(f"closed with {closed.code}, expected {codes}") from None
            return closed.code

    def operate(self, stream, op, args, n=None, id=None):
        """Sends an operation; returns its n."""
        if n is None:
            self.n += 1
            n = self.n
        self.send({"type": "operation", "n": n, "id": id or new_id(), "stream": stream, "op": op, "args": args})
        return n

    def run(self, stream, op, args):
        """Runs an operation to its result, skipping what else comes."""
        n = self.operate(stream, op, args)
        result = self.seek("result", n=n)
        if "error" in result:
            if result["error"]["code"] in ("unavailable", "full", "internal", "rate-limited"):
                self.n -= 1
            raise Refused(result["error"])
        return result

    def invite(self, role="member", streams=(), uses=1, expires_in=3600):
        invitation, secret = new_id(), os.urandom(12).hex()
        self.run("workspace", "people.invite", {
            "id": invitation, "secret_hash": hashlib.sha256(secret.encode()).hexdigest(), "role": role,
            "streams": list(streams), "uses": uses, "expires_at": int((time.time() + expires_in) * 1000)})
        return invitation, secret

    def room(self, name="Room", members=()):
        stream = "room/" + new_id()
        self.run(stream, "chat.create-room", {"kind": "room", "name": name, "members": list(members)})
        return stream

    def say(self, room, text="hello"):
        return self.run(room, "thread.send", {"id": new_id(), "text": text})

    def sync(self):
        """Everything sent before has been handled when this returns."""
        self.send({"type": "page", "request": 1, "stream": "room/" + new_id(), "table": "message", "limit": 1})
        self.seek("error")


class Case(unittest.TestCase):
    """A test with daemons, each of which must end well."""

    def daemon(self, *args, found=True, **kwargs):
        daemon = Daemon(*args, **kwargs).start()
        self.addCleanup(daemon.discard)
        self.addCleanup(self.stop_daemon, daemon)
        if found:
            daemon.anna = daemon.found()
        return daemon

    def stop_daemon(self, daemon):
        if daemon.process.returncode is None or daemon.process.returncode == 0:
            daemon.stop()
        log = daemon.read_log()
        self.assertNotIn("Sanitizer", log)
        self.assertNotIn("runtime error", log)
        self.assertNotIn("level=error", log)

    def client(self, daemon, token=None, **kwargs):
        client = Client(daemon, token or daemon.anna["access"], **kwargs)
        self.addCleanup(client.close)
        return client

    def metric(self, daemon, name):
        for line in daemon.request("GET", "/metrics").body.decode().splitlines():
            if line.startswith(name + " "):
                return float(line.split()[1])
        raise AssertionError(name)

    def wait_for_metric(self, daemon, name, value):
        until = time.monotonic() + PATIENCE
        while self.metric(daemon, name) != value:
            self.assertLess(time.monotonic(), until, f"{name} is {self.metric(daemon, name)}, expected {value}")
            time.sleep(0.05)
