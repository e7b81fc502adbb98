#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Those who come in: connections before they have asked for anything, and heads of requests as nobody should send them. Who asks for a WebSocket plainly is let in
by the epoll threads, everybody else by libsoup; what is served must not depend on which of the two it was."""

import os
import resource
import socket
import ssl
import time
import unittest

from probe import PATIENCE, Case, Client, Closed, new_id, read_answer

TLS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "serve", "tls")
N_HALF_OPEN = 10000
PLAIN = b"GET /v1 HTTP/1.1\r\nHost: weft\r\n"


def head(token, more=b"", first=b"GET /v1/sync HTTP/1.1", host=b"Host: weft\r\n"):
    return (first + b"\r\n" + host + b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            b"Sec-WebSocket-Protocol: weft.v1\r\nAuthorization: Bearer " + token.encode() + b"\r\n" + more + b"\r\n")


def hello():
    return Client.frame(b'{"type":"hello","version":1,"client":"%s","agent":"probe","acknowledged":0}' % new_id().encode())


def read_all(sock):
    """What comes until the other end closes."""
    data = b""
    try:
        while more := sock.recv(65536):
            data += more
    except (ConnectionResetError, ssl.SSLEOFError):
        pass
    return data


def read_frame(sock, rest):
    """The first frame's text."""
    while len(rest) < 4 or len(rest) < 4 + int.from_bytes(rest[2:4], "big"):
        more = sock.recv(65536)
        if not more:
            raise AssertionError(f"closed after {rest!r}")
        rest += more
    return rest[4:4 + int.from_bytes(rest[2:4], "big")]


class Door(Case):
    def expect_welcome(self, sock, msg=None):
        """The door has done the handshake, which libsoup dates, and then the server speaks weft."""
        answer, rest = read_answer(sock)
        self.assertEqual(answer and answer.status, 101, msg)
        self.assertNotIn("date", answer.headers, msg)
        self.assertEqual(answer.headers["sec-websocket-accept"], "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
        self.assertEqual(answer.headers["sec-websocket-protocol"], "weft.v1")
        sock.sendall(hello())
        self.assertIn(b'"type":"welcome"', read_frame(sock, rest), msg)

    def test_split_at_each_byte(self):
        weftd = self.daemon(tcp=True)
        whole = head(weftd.anna["access"])
        for tcp in (True, False):
            socks = []
            for at in range(1, len(whole), 1 if tcp else 7):
                sock = weftd.connect(tcp)
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1) if tcp else None
                sock.sendall(whole[:at])
                socks.append((at, sock))
            time.sleep(0.1)
            for at, sock in socks:
                sock.sendall(whole[at:])
            for at, sock in socks:
                self.expect_welcome(sock, at)
                sock.close()
        sock = weftd.connect(tcp=True)
        for at in range(len(whole)):
            sock.sendall(whole[at:at + 1])
        self.expect_welcome(sock)
        sock.close()

    def test_more_behind_a_head(self):
        """Frames that come with the head, and requests before and behind it: each is answered, in order."""
        weftd = self.daemon(tcp=True)
        whole = head(weftd.anna["access"])
        for tcp in (True, False):
            for before in (b"", b"GET /healthz HTTP/1.1\r\nHost: weft\r\n\r\n" * 3, b"\r\n"):
                for more in (hello(), hello()[:3]):
                    sock = weftd.connect(tcp)
                    sock.sendall(before + whole + more)
                    data = b""
                    for _ in range(before.count(b"GET")):
                        while not data.endswith(b"ok\n"):
                            data = data + sock.recv(1)
                        data = b""
                    answer, rest = read_answer(sock)
                    self.assertEqual(answer.status, 101)
                    if len(more) > 3:
                        self.assertIn(b'"type":"welcome"', read_frame(sock, rest))
                    sock.close()
        # A connection that has been used asks for a WebSocket.
        sock = weftd.connect()
        for _ in range(3):
            sock.sendall(PLAIN + b"\r\n")
            self.assertEqual(read_answer(sock)[0].status, 200)
        sock.sendall(whole)
        self.assertEqual(read_answer(sock)[0].status, 101)
        sock.close()

    def test_one_answer_each(self):
        """However a head is bent, there is at most the one answer to it, and a body is never taken for frames or for a request."""
        weftd = self.daemon(tcp=True)
        token = weftd.anna["access"]
        inner = b"GET /metrics HTTP/1.1\r\nHost: weft\r\n\r\n"
        bent = [head(token, more) + inner for more in (
            b"Content-Length: %d\r\n" % len(inner), b"Content-Length: 0\r\n", b"Transfer-Encoding: chunked\r\n", b"Content-Length: 5\r\nContent-Length: 6\r\n",
            b"Content-Length: -1\r\n", b"Content-Length : 5\r\n", b"X: a\r\n folded: b\r\n", b"X: a\n", b"X: a\rb\r\n", b"X: \0\r\n", b"\0: a\r\n", b": a\r\n", b"X\r\n",
            b"Host: other\r\n", b"Connection: close\r\n", b"Upgrade: h2c\r\n", b"Expect: 100-continue\r\n", b"Authorization: Bearer x\r\n", b"X: \xff\r\n",
            b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n", b"Sec-WebSocket-Version: 8\r\n", b"Sec-WebSocket-Protocol: other\r\n")]
        bent += [head(token, first=first) + inner for first in (
            b"GET /v1/sync HTTP/1.0", b"GET /v1/sync HTTP/0.9", b"GET /v1/sync", b"GET /v1/sync HTTP/2.0", b"POST /v1/sync HTTP/1.1", b"get /v1/sync HTTP/1.1",
            b"GET  /v1/sync HTTP/1.1", b"GET /v1/sync?a=b HTTP/1.1", b"GET /v1/../v1/sync HTTP/1.1", b"GET /v1/%73ync HTTP/1.1", b"GET http://weft/v1/sync HTTP/1.1",
            b"\0GET /v1/sync HTTP/1.1", b"GET /v1/sync HTTP/1.1 ", b"GET\t/v1/sync HTTP/1.1")]
        bent += [head(token, host=host) + inner for host in (b"", b"Host: \r\n", b"Host: a b\r\n", b"Host : weft\r\n")]
        for said in bent:
            for tcp in (True, False):
                sock = weftd.connect(tcp)
                sock.sendall(said)
                sock.settimeout(0.15)
                data = b""
                try:
                    while more := sock.recv(65536):
                        data += more
                except (TimeoutError, ConnectionResetError):
                    pass
                sock.close()
                statuses = [int(part[2:5]) for part in data.split(b"HTTP/1.")[1:]]
                self.assertLessEqual(len([status for status in statuses if status == 101]), 1, said)
                # After an upgrade what follows is no request any more.
                if 101 in statuses:
                    self.assertEqual(statuses[-1], 101, said)
                    self.assertNotIn(b"weft_sessions", data, said)
        self.client(weftd)

    def test_refused_alike(self):
        """Bad tokens, paths and protocols are refused as ever, plain heads or not."""
        weftd = self.daemon(tcp=True)
        token = weftd.anna["access"]
        for tcp in (True, False):
            for said, status, code in ((head("x" * 43), 401, "unauthenticated"), (head(token[:-1]), 401, "unauthenticated"), (head(token, first=b"GET /v1/sync/x HTTP/1.1"), 404, "not-found"),
                                       (head(token).replace(b"weft.v1", b"weft.v2"), 400, "invalid"), (head(token).replace(b"Authorization", b"X-Authorization"), 401, "unauthenticated")):
                answer = weftd.raw(said, tcp)
                self.assertEqual((answer.status, answer.code), (status, code), said)

    def test_heads_end(self):
        """Nobody keeps a head open: not by silence, not by a byte now and then, not by more of it."""
        weftd = self.daemon(tcp=True, limits="request=1000")
        whole = head(weftd.anna["access"])
        slow = []
        for tcp in (True, False):
            for start in (b"", whole[:1], whole[:100], whole[:-1], whole[:-2] + b"X: "):
                sock = weftd.connect(tcp)
                sock.sendall(start)
                slow.append(sock)
        until = time.monotonic() + 30
        while slow and time.monotonic() < until:
            for sock in list(slow):
                try:
                    sock.settimeout(0.02)
                    sock.sendall(b"a")
                    if sock.recv(4096) != b"":
                        continue
                except TimeoutError:
                    continue
                except OSError:
                    pass
                sock.close()
                slow.remove(sock)
        self.assertEqual(slow, [])
        before = weftd.resident()
        for more in (b"a" * 3000000, b"X: a\r\n" * 500000):
            sock = weftd.connect()
            try:
                sock.sendall(whole[:-2] + b"X: " + more)
            except OSError:
                pass
            self.assertNotIn(b" 101 ", read_all(sock)[:20])
            sock.close()
        self.assertLess(weftd.resident() - before, 60 << 20)

    @staticmethod
    def connect_in_turn(weftd):
        """A Unix socket whose backlog is full says so at once, where TCP would wait: this is quicker than the server may be on a busy machine."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return weftd.connect()
            except BlockingIOError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.01)

    def test_half_open(self):
        """Ten thousand who say nothing, or half of it: others are served meanwhile, memory is bounded, and all of them end."""
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        n = min(N_HALF_OPEN, hard - 200)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        weftd = self.daemon(limits="request=5000", files=min(2 * n + 1000, hard))
        anna = self.client(weftd)
        room = anna.room()
        whole = head(weftd.anna["access"])
        before = weftd.resident()
        socks = []
        for i in range(n):
            sock = self.connect_in_turn(weftd)
            if i % 2:
                sock.sendall(whole[:20 + i % 200])
            socks.append(sock)
            if i % 1000 == 0:
                anna.say(room)
        self.client(weftd).say(room)
        self.assertLess(weftd.resident() - before, 120 << 20)
        for sock in socks:
            sock.settimeout(60)
            read_all(sock)
            sock.close()
        self.client(weftd).say(room)
        print(f"{n} half-open connections", flush=True)

    def test_a_burst_is_let_in(self):
        """Whoever comes with hundreds of others waits, as long as there are descriptors: nobody goes for them."""
        weftd = self.daemon(files=500)
        socks = [self.connect_in_turn(weftd) for _ in range(300)]
        for sock in socks:
            sock.sendall(head(weftd.anna["access"]))
            self.expect_welcome(sock)
            sock.close()

    def test_who_waits_longest_goes(self):
        """When descriptors run out, one is turned away and those who have waited longest go: whoever tries again comes in, even if most descriptors are taken for good."""
        weftd = self.daemon(files=500)
        anna = self.client(weftd)
        served = [self.connect_in_turn(weftd) for _ in range(200)]
        for sock in served:
            sock.sendall(head(weftd.anna["access"]))
            self.expect_welcome(sock)
        idle = [self.connect_in_turn(weftd) for _ in range(400)]
        room = anna.room()
        try:
            other = self.client(weftd)
        except Closed:
            other = self.client(weftd)
        other.say(room)
        for sock in idle[:100]:
            sock.settimeout(10)
            self.assertEqual(read_all(sock), b"")
        idle[-1].sendall(head(weftd.anna["access"]))
        self.expect_welcome(idle[-1])
        for sock in served + idle:
            sock.close()


class DoorOverTls(Door):
    def secure(self, **kwargs):
        return self.daemon(tcp=True, options=["--tls-certificate", os.path.join(TLS, "certificate.pem"), "--tls-key", os.path.join(TLS, "key.pem")], **kwargs)

    @staticmethod
    def context(version=None):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        if version:
            context.minimum_version = context.maximum_version = version
        return context

    # What is not about TLS was tried above.
    test_half_open = test_a_burst_is_let_in = test_who_waits_longest_goes = test_one_answer_each = None

    def daemon(self, *args, **kwargs):
        if "options" in kwargs:
            return super().daemon(*args, **kwargs)
        kwargs.pop("tcp", None)
        weftd = self.secure(*args, **kwargs)
        connect = weftd.connect
        weftd.connect = lambda tcp=False: self.context().wrap_socket(connect(True)) if tcp else connect(False)
        return weftd

    def test_sessions_are_resumed(self):
        weftd = self.secure()
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            context = self.context(version)
            context.set_alpn_protocols(["h2", "http/1.1"])
            session = None
            for turn in range(3):
                with context.wrap_socket(weftd.connect(tcp=True), session=session, server_hostname="localhost") as sock:
                    sock.sendall(head(weftd.anna["access"]))
                    self.expect_welcome(sock)
                    self.assertEqual(sock.selected_alpn_protocol(), "http/1.1")
                    self.assertEqual(sock.session_reused, turn > 0, (version, turn))
                    session = sock.session
        # Tickets of another server are nothing here.
        other = self.secure(found=False)
        with context.wrap_socket(other.connect(tcp=True), session=session, server_hostname="localhost") as sock:
            self.assertFalse(sock.session_reused)

    def test_versions(self):
        weftd = self.secure()
        for version in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1):
            context = self.context()
            context.set_ciphers("ALL:@SECLEVEL=0")
            context.minimum_version = context.maximum_version = version
            with self.assertRaises(ssl.SSLError):
                context.wrap_socket(weftd.connect(tcp=True))
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            with self.context(version).wrap_socket(weftd.connect(tcp=True)) as sock:
                for _ in range(3):
                    sock.sendall(PLAIN + b"\r\n")
                    self.assertEqual(read_answer(sock)[0].status, 200)
                # Its end is said, so that nobody takes a cut for the end.
                sock.sendall(PLAIN + b"Connection: close\r\n\r\n")
                self.assertEqual(read_answer(sock)[0].status, 200)
                self.assertEqual(sock.recv(1), b"")

    def test_records(self):
        """Records of one byte each, many in one write, and torn by TCP; the answers of a thousand requests at once, to who reads slowly."""
        weftd = self.secure()
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        for step in (1, 7, 100000):
            for plain in (head(weftd.anna["access"]), (PLAIN + b"\r\n") * 1000):
                below = weftd.connect(tcp=True)
                below.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
                tls = self.context().wrap_bio(incoming, outgoing)
                while True:
                    try:
                        tls.do_handshake()
                        break
                    except ssl.SSLWantReadError:
                        below.sendall(outgoing.read())
                        incoming.write(below.recv(65536))
                below.sendall(outgoing.read())
                upgrade = b"Upgrade" in plain
                for at in range(0, len(plain), step if upgrade else 999):
                    tls.write(plain[at:at + (step if upgrade else 999)])
                said = outgoing.read()
                cut = max(step, 50)
                data = b""
                below.settimeout(0.005)
                for at in range(0, len(said), cut):
                    below.settimeout(30)
                    below.sendall(said[at:at + cut])
                expected = 1 if upgrade else 1000
                below.settimeout(30)
                while data.count(b"HTTP/1.1 ") < expected or not (upgrade or data.endswith(b"}")):
                    try:
                        data += tls.read(65536)
                    except ssl.SSLWantReadError:
                        more = below.recv(2048)
                        self.assertNotEqual(more, b"", (step, data[-300:]))
                        incoming.write(more)
                self.assertEqual(data.count(b"HTTP/1.1 101" if upgrade else b"HTTP/1.1 200"), expected)
                below.close()
        self.client(weftd)


if __name__ == "__main__":
    unittest.main()
