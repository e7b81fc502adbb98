#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""weftd behind a real nginx which ends TLS, configured word by word as docs/server.md says; and those who lie about where they come from."""

import os
import socket
import ssl
import subprocess
import sys
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "database"))

from channel import Channel  # noqa: E402
from databases import run_sql  # noqa: E402
from nginx import CERTIFICATE, TIMEOUT, Nginx  # noqa: E402
from probe import PASSWORD, PATIENCE, Client, Daemon, new_id, read_answer  # noqa: E402
from test_files import PIECE, FileCase, noise, sha  # noqa: E402

PROXY, MAI, EVE = "127.0.0.1", "127.0.0.2", "127.0.0.3"  # where connections come from
TRUST = ("--trusted-proxy", PROXY)


class Proxied(Daemon):
    """A weftd that is spoken to through nginx; directly, if @direct."""

    direct = False
    source = MAI
    headers = ()

    def start(self):
        super().start()
        self.nginx = Nginx(self.root, self.port)
        return self

    def connect(self, tcp=False):
        host = "::1" if ":" in self.source else PROXY
        sock = socket.create_connection((host, self.port if self.direct else self.nginx.port), timeout=PATIENCE, source_address=(self.source, 0))
        if self.direct:
            return sock
        context = ssl.create_default_context(cafile=CERTIFICATE)
        context.check_hostname = False
        return context.wrap_socket(sock)

    def raw(self, data, tcp=False):
        lines = "".join(f"{line}\r\n" for line in self.headers).encode()
        return super().raw(data.replace(b"\r\n", b"\r\n" + lines, 1), tcp)

    def found(self, password=PASSWORD):
        """By the Unix socket, as on the machine itself."""
        return Daemon.found(LocalView(self), password)

    def sign_in(self, source, *headers, login="nobody", direct=False):
        """The status of an attempt that comes from @source."""
        self.source, self.headers, self.direct = source, headers, direct
        try:
            return self.post("/v1/sign-in", {"login": login, "password": "not the password"}).status
        finally:
            self.source, self.headers, self.direct = MAI, (), False

    def discard(self):
        self.nginx.stop()
        super().discard()


class LocalView:
    """The same weftd by its Unix socket."""

    def __init__(self, daemon):
        self.daemon = daemon

    def connect(self, tcp=False):
        return Daemon.connect(self.daemon)

    def raw(self, data, tcp=False):
        return Daemon.raw(self, data)

    def request(self, *args, **kwargs):
        return Daemon.request(self, *args, **kwargs)

    def post(self, *args, **kwargs):
        return Daemon.post(self, *args, **kwargs)


class Proxy(FileCase):
    def proxied(self, options=TRUST, limits="attempts=1000"):
        weftd = Proxied(options=options, limits=limits, tcp=True).start()
        self.addCleanup(weftd.discard)
        self.addCleanup(self.stop_daemon, weftd)
        weftd.anna = weftd.found()
        return weftd

    def addresses(self, weftd, action):
        return [address for (address,) in run_sql(weftd.directory, f"SELECT address FROM audit WHERE action = '{action}' ORDER BY n")]

    def test_everything_through_it(self):
        """The WebSocket, also when nobody speaks for longer than nginx would wait; files up, in pieces and resumed, and down, whole and in part."""
        weftd = self.proxied(limits=f"heartbeat={TIMEOUT * 1000 // 8}")
        anna = self.client(weftd)
        room = anna.room()
        anna.say(room, "xin chào")
        until = time.monotonic() + 2.5 * TIMEOUT
        while time.monotonic() < until:
            self.assertEqual(anna.seek("heartbeat")["type"], "heartbeat")
        anna.say(room, "still here")

        data = noise(2 * PIECE + 100_000, 1)
        answer = self.open(weftd, data)
        upload = answer.json["upload"]
        sock = weftd.connect()
        sock.sendall(self.head(0, PIECE, weftd.anna["access"], f"/v1/files/{upload}") + data[:1_000_000])
        until = time.monotonic() + PATIENCE
        while not (offset := self.begun(weftd)):
            self.assertLess(time.monotonic(), until, "nothing of a piece arrives before all of it has")
            time.sleep(0.02)
        sock.close()
        self.assertLessEqual(offset, 1_000_000)
        while (answer := self.open(weftd, data)).json["offset"] < offset or self.patch(weftd, upload, answer.json["offset"], b"").status == 409:
            self.assertLess(time.monotonic(), until)
            time.sleep(0.02)
        self.assertGreater(answer.json["offset"], 0)
        self.upload(weftd, data)
        self.attach(anna, room, data)
        answer = self.get(weftd, room, sha(data))
        self.assertEqual((answer.status, sha(answer.body)), (200, sha(data)))
        answer = self.get(weftd, room, sha(data), headers=["Range: bytes=5000000-5000999"])
        self.assertEqual((answer.status, answer.body), (206, data[5_000_000:5_001_000]))
        answer = self.get(weftd, room, sha(data), headers=[f"Range: bytes={len(data)}-"])
        self.assertEqual(answer.status, 416)

        # What is for the machine itself stays on it.
        self.assertEqual(weftd.request("GET", "/metrics").status, 404)
        self.assertEqual(weftd.request("GET", "/v1").status, 200)
        # And people hear when weftd goes: the close frame comes through.
        weftd.stop()
        anna.expect_close(4503)

    def test_channels_through_it(self):
        """Streams and polls: the first byte comes at once, and they outlive nginx's patience; the end is told."""
        weftd = self.proxied(limits=f"heartbeat={TIMEOUT * 1000 // 8}")
        anna = self.client(weftd)
        room = anna.room()
        channels = []
        for kind in ("stream", "poll"):
            began = time.monotonic()
            channel = Channel(weftd, weftd.anna["access"], kind, flow=True)
            self.addCleanup(channel.close)
            self.assertLess(time.monotonic() - began, TIMEOUT)
            channel.send({"type": "subscribe", "mine": False, "positions": [[room, None]]})
            channel.seek("snapshot", stream=room)
            channels.append(channel)
        until = time.monotonic() + 2 * TIMEOUT
        while time.monotonic() < until:
            for channel in channels:
                channel.seek("heartbeat")
                channel.send({"type": "ping"})
        for i, channel in enumerate(channels):
            channel.run(room, "thread.send", {"id": new_id(), "text": f"by {channel.kind}"})
            for other in channels:
                if other is not channel:
                    self.assertEqual(other.seek("events", stream=room)["events"][-1]["body"]["text"], f"by {channel.kind}")
        weftd.stop()
        channels[0].expect_close(4503)

    def begun(self, weftd):
        """Bytes of uploads on their way."""
        return sum(os.stat(path).st_size for path in self.stored(weftd)[1])

    def test_real_address(self):
        """The audit names who asks, not the proxy."""
        weftd = self.proxied()
        self.assertEqual(weftd.sign_in(EVE), 401)
        self.assertEqual(weftd.sign_in("::1"), 401)
        self.assertEqual(weftd.sign_in(EVE, "X-Forwarded-For: 192.0.2.1", "Forwarded: for=192.0.2.1"), 401)
        self.assertEqual(weftd.sign_in(EVE, "X-Forwarded-For: 192.0.2.1", direct=True), 401)
        self.client(weftd).invite()
        LocalView(weftd).post("/v1/sign-in", {"login": "nobody", "password": "not the password"})
        weftd.stop()
        self.assertEqual(self.addresses(weftd, "sign-in-failed"), [EVE, "::1", EVE, EVE, "unix"])
        self.assertEqual(self.addresses(weftd, "people.invite"), [MAI])

    def test_limits(self):
        """Who tries passwords is stopped alone, whatever they write; three attempts a minute from one address here."""
        weftd = self.proxied(limits="attempts=1")
        logins = (f"login{i}" for i in range(100))
        self.assertEqual([weftd.sign_in(EVE, login=next(logins)) for _ in range(4)], [401, 401, 401, 429])
        for forged in ("X-Forwarded-For: 192.0.2.1", "X-Forwarded-For: 192.0.2.2, 127.0.0.1", "Forwarded: for=192.0.2.3", "X-Real-IP: 192.0.2.4",
                       "X-Forwarded-For: \"", "Forwarded: for=\"", "X-Forwarded-For: " + "192.0.2.5, " * 500 + "192.0.2.6"):
            self.assertEqual(weftd.sign_in(EVE, forged, login=next(logins)), 429, forged)
        # Past the proxy, too: nobody but the proxy is believed.
        self.assertEqual(weftd.sign_in(EVE, "X-Forwarded-For: 192.0.2.7", login=next(logins), direct=True), 429)
        self.assertEqual(weftd.sign_in(MAI, login=next(logins)), 401, "others are not held up by that")

    def test_shared_without_trust(self):
        """A proxy that is not named is like anybody else: all behind it share one limit, and nothing is believed."""
        weftd = self.proxied(options=(), limits="attempts=1")
        logins = (f"login{i}" for i in range(100))
        self.assertEqual([weftd.sign_in(source, login=next(logins)) for source in (EVE, MAI, EVE, MAI)], [401, 401, 401, 429])
        self.assertEqual(weftd.request("GET", "/metrics").status, 404, "nor is what it brings from this machine")
        weftd.stop()
        self.assertEqual(set(self.addresses(weftd, "sign-in-failed")), {PROXY})

    def test_not_local(self):
        """What only this machine's users may, no proxy may for others: not even one at the Unix socket."""
        weftd = Proxied(options=TRUST, tcp=True).start()
        self.addCleanup(weftd.discard)
        self.addCleanup(self.stop_daemon, weftd)
        local = LocalView(weftd)
        body = {"workspace": "W", "name": "Eve", "login": "eve", "password": PASSWORD}
        self.assertEqual(weftd.post("/v1/found", body).code, "denied")

        def forwarded(path, body, header):
            request = Daemon.request

            class View(LocalView):
                def raw(self, data, tcp=False):
                    return Daemon.raw(self, data.replace(b"\r\n", b"\r\n" + header + b"\r\n", 1))

            return request(View(weftd), "POST", path, body)

        for header in (b"X-Forwarded-For: 192.0.2.1", b"Forwarded: for=192.0.2.1", b"X-Forwarded-For:"):
            self.assertEqual(forwarded("/v1/found", body, header).code, "denied", header)
            self.assertEqual(forwarded("/v1/sign-in", {"local": True}, header).code, "denied", header)
        weftd.anna = weftd.found()
        self.assertEqual(local.post("/v1/sign-in", {"local": True}).status, 200)


    def test_smuggling(self):
        """What two may read differently is not passed on, or read as nginx reads it: nobody gets an answer to what they did not ask."""
        weftd = self.proxied()
        inner = b"POST /v1/refresh HTTP/1.1\r\nHost: weft\r\nContent-Length: 13\r\n\r\n"
        chunked = b"0\r\n\r\n" + inner
        requests = [b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n" % len(chunked) + chunked]
        for lines in (b"Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n", b"Transfer-Encoding: xchunked\r\n", b"Transfer-Encoding:\x0bchunked\r\n",
                      b"Transfer-Encoding\r\n : chunked\r\n", b"X: y\rTransfer-Encoding: chunked\r\n", b"Content-Length : 0\r\n",
                      b"Content-Length: +2\r\n", b"Content-Length: 0x2\r\n", b"Content-Length: 0\r\nContent-Length: 7\r\n", b""):
            requests.append(lines + b"\r\n" + inner)
        for path in (b"/v1/sign-in", b"/v1/frames", b"/v1/sync", b"/v1"):
            for rest in requests:
                sock = weftd.connect()
                sock.settimeout(0.3)
                got = b""
                try:
                    sock.sendall(b"POST " + path + b" HTTP/1.1\r\nHost: weft\r\n" + rest)
                    while more := sock.recv(65536):
                        got += more
                except (OSError, TimeoutError):
                    pass
                sock.close()
                statuses = [int(part[2:5]) for part in got.split(b"HTTP/1.")[1:]]
                self.assertFalse([status for status in statuses if status < 400 and path != b"/v1"], (path, rest, got))
                # On the connections which nginx keeps to weftd everybody is still answered what they asked.
                about = weftd.request("GET", "/v1")
                self.assertEqual((about.status, about.json["protocol"]), (200, "weft.v1"), (path, rest))
        self.client(weftd)


class Option(unittest.TestCase):
    def test_refused(self):
        for value in ("proxy.example.org", "10.0.0.0/33", ""):
            done = subprocess.run([os.environ["WEFTD"], "--trusted-proxy", value], capture_output=True, text=True, timeout=60, check=False)
            self.assertEqual(done.returncode, 2, value)
            self.assertIn("trusted-proxy: ", done.stderr)


if __name__ == "__main__":
    unittest.main()
