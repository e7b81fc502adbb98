#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files by HTTP: resumed after whatever happened, hidden from whom they are not for, and never more than was allowed."""

import hashlib
import os
import random
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
import unittest

from probe import PASSWORD, Case, Refused, new_id, read_answer
from test_disk import MOUNT, can_mount

PIECE = 4 << 20
EMPTY = hashlib.sha256(b"").hexdigest()


def noise(n, seed):
    return random.Random(seed).randbytes(n)


def sha(data):
    return hashlib.sha256(data).hexdigest()


class FileCase(Case):
    """How files are carried."""

    def open(self, weftd, data, token=None, hash=None, size=None):
        return weftd.post("/v1/files", {"hash": hash or sha(data), "size": len(data) if size is None else size},
                          token or weftd.anna["access"])

    def head(self, offset, length, token, path, extra=()):
        return "\r\n".join([f"PATCH {path} HTTP/1.1", "Host: weft", "Connection: close", f"Authorization: Bearer {token}",
                            "Content-Type: application/partial-upload", f"Upload-Offset: {offset}",
                            f"Content-Length: {length}", *extra]).encode() + b"\r\n\r\n"

    def patch(self, weftd, upload, offset, data, token=None, tcp=False):
        return weftd.raw(self.head(offset, len(data), token or weftd.anna["access"], f"/v1/files/{upload}") + data, tcp)

    def upload(self, weftd, data, token=None, piece=PIECE, tcp=False):
        answer = self.open(weftd, data, token)
        self.assertIn(answer.status, (200, 201), answer.body)
        if answer.json["complete"]:
            return answer
        upload, offset = answer.json["upload"], answer.json["offset"]
        while True:
            answer = self.patch(weftd, upload, offset, data[offset:offset + piece], token, tcp)
            self.assertEqual(answer.status, 200, answer.body)
            offset = answer.json["offset"]
            if answer.json["complete"]:
                self.assertEqual(answer.headers["upload-complete"], "?1")
                return answer

    def attach(self, client, room, data, **args):
        id_ = new_id()
        client.run(room, "files.attach", {"id": id_, "hash": sha(data), "name": "a.bin", "size": len(data)} | args)
        return id_

    def get(self, weftd, room, hash, token=None, method="GET", headers=(), tcp=False):
        lines = [f"{method} /v1/files/{hash}?stream={room} HTTP/1.1", "Host: weft", "Connection: close",
                 f"Authorization: Bearer {token or weftd.anna['access']}", *headers]
        sock = weftd.connect(tcp)
        try:
            sock.sendall("\r\n".join(lines).encode() + b"\r\n\r\n")
            if method == "HEAD":
                data = b""
                while more := sock.recv(65536):
                    data += more
                head = data.decode().split("\r\n")
                return int(head[0].split()[1]), {l.split(":", 1)[0].lower(): l.split(":", 1)[1].strip() for l in head[1:] if ":" in l}
            return read_answer(sock)[0]
        finally:
            sock.close()

    def stored(self, weftd):
        """Files kept, and uploads begun, below the directory."""
        kept, begun = [], []
        for root, _, names in os.walk(os.path.join(weftd.directory, "files")):
            (begun if root.endswith("/uploads") else kept).extend(os.path.join(root, name) for name in names)
        return kept, begun


class Files(FileCase):
    # The way it is meant

    def test_there_and_back(self):
        weftd = self.daemon(tcp=True)
        anna = self.client(weftd)
        room = anna.room()
        for size in (0, 1, 5, PIECE, PIECE + 1, 9_000_000):
            for tcp in (False, True):
                data = noise(size, size * 2 + tcp)
                self.upload(weftd, data, tcp=tcp)
                self.attach(anna, room, data)
                answer = self.get(weftd, room, sha(data), tcp=tcp)
                self.assertEqual((answer.status, len(answer.body)), (200, size))
                self.assertEqual(sha(answer.body), sha(data))
        kept, begun = self.stored(weftd)
        self.assertEqual((len(kept), begun), (11, []))  # twice nothing is the same nothing
        for path in kept:
            self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)

    def test_headers(self):
        weftd = self.daemon()
        anna = self.client(weftd)
        room = anna.room()
        data = b"<html><script>alert (1)</script></html>"
        self.upload(weftd, data)
        self.attach(anna, room, data, name="page.html", media_type="text/html")
        answer = self.get(weftd, room, sha(data))
        self.assertEqual(answer.headers["content-type"], "application/octet-stream")
        self.assertEqual(answer.headers["x-content-type-options"], "nosniff")
        self.assertEqual(answer.headers["content-disposition"], "attachment")
        self.assertIn("sandbox", answer.headers["content-security-policy"])
        self.assertEqual(answer.headers["etag"], f'"{sha(data)}"')
        status, headers = self.get(weftd, room, sha(data), method="HEAD")
        self.assertEqual((status, headers["content-length"]), (200, str(len(data))))

    def test_ranges(self):
        weftd = self.daemon()
        anna = self.client(weftd)
        room = anna.room()
        data = noise(300_000, 1)
        tag = f'"{sha(data)}"'
        self.upload(weftd, data)
        self.upload(weftd, b"")
        self.attach(anna, room, data)
        self.attach(anna, room, b"")

        def ask(text, *more, hash=sha(data)):
            return self.get(weftd, room, hash, headers=[f"Range: {text}", *more])

        for text, first, last in (("bytes=0-0", 0, 0), ("bytes=5-9", 5, 9), ("bytes=299999-", 299_999, 299_999),
                                  ("bytes=100000-", 100_000, 299_999), ("bytes=-1", 299_999, 299_999),
                                  ("bytes=-999999999", 0, 299_999), ("bytes=131000-999999999999", 131_000, 299_999),
                                  ("Bytes=0-", 0, 299_999)):
            with self.subTest(text):
                answer = ask(text)
                self.assertEqual(answer.status, 206)
                self.assertEqual(answer.headers["content-range"], f"bytes {first}-{last}/300000")
                self.assertEqual(sha(answer.body), sha(data[first:last + 1]))
        for text in ("bytes=300000-", "bytes=999999999999999999-", "bytes=-0"):
            with self.subTest(text):
                answer = ask(text)
                self.assertEqual((answer.status, answer.body), (416, b""))
                self.assertEqual(answer.headers["content-range"], "bytes */300000")
        for text in ("bytes=9-5", "bytes=a-b", "bytes=--5", "bytes=1-2,5-6", "lines=1-2", "bytes=", "bytes=-", "bytes=+1-2",
                     "bytes=99999999999999999999-", "bytes=0x1-2", "bytes=1 -2"):
            with self.subTest(text):
                answer = ask(text)
                self.assertEqual((answer.status, sha(answer.body)), (200, sha(data)))
        self.assertEqual(ask("bytes=1-2", f"If-Range: {tag}").status, 206)
        self.assertEqual(ask("bytes=1-2", 'If-Range: "other"').status, 200)
        self.assertEqual(ask("bytes=1-2", f"If-Range: W/{tag}").status, 200)
        self.assertEqual(ask("bytes=0-", hash=EMPTY).status, 416)

    # Resumed

    def test_resume(self):
        weftd = self.daemon()
        anna = self.client(weftd)
        room = anna.room()
        data = noise(10 << 20, 2)
        upload = self.open(weftd, data).json["upload"]

        # Cut in the middle of a piece: what came is kept, and it is the same upload.
        sock = weftd.connect()
        sock.sendall(self.head(0, PIECE, weftd.anna["access"], f"/v1/files/{upload}") + data[:3_000_000])
        time.sleep(0.3)
        sock.close()
        again = self.open(weftd, data).json
        self.assertEqual(again["upload"], upload)
        self.assertGreater(again["offset"], 2_000_000)
        self.assertLessEqual(again["offset"], 3_000_000)

        # kill -9 in the middle of the next.
        sock = weftd.connect()
        offset = again["offset"]
        sock.sendall(self.head(offset, PIECE, weftd.anna["access"], f"/v1/files/{upload}") + data[offset:offset + 2_000_000])
        time.sleep(0.3)
        weftd.kill()
        sock.close()
        weftd.start()
        answer = weftd.request("HEAD", f"/v1/files/{upload}", token=weftd.anna["access"])
        self.assertEqual(answer.headers["upload-length"], str(len(data)))
        self.assertEqual(answer.headers["upload-complete"], "?0")
        offset = int(answer.headers["upload-offset"])
        self.assertGreater(offset, again["offset"])

        while True:
            answer = self.patch(weftd, upload, offset, data[offset:offset + PIECE])
            self.assertEqual(answer.status, 200, answer.body)
            offset = answer.json["offset"]
            if answer.json["complete"]:
                break
            weftd.kill()
            weftd.start()
        anna = self.client(weftd)
        self.attach(anna, room, data)
        self.assertEqual(sha(self.get(weftd, room, sha(data)).body), sha(data))
        self.assertEqual(self.stored(weftd)[1], [])

    def test_takeover(self):
        """A connection of which nobody knows that it is dead does not stand in the way."""
        weftd = self.daemon()
        data = noise(200_000, 3)
        upload = self.open(weftd, data).json["upload"]
        dead = weftd.connect()
        dead.sendall(self.head(0, len(data), weftd.anna["access"], f"/v1/files/{upload}") + data[:50_000])
        time.sleep(0.3)
        offset = self.open(weftd, data).json["offset"]
        self.assertEqual(offset, 50_000)
        answer = self.patch(weftd, upload, offset, data[offset:])
        self.assertTrue(answer.json["complete"], answer.body)
        dead.sendall(data[50_000:])  # nothing of it is written any more
        answer, _ = read_answer(dead)
        self.assertTrue(answer is None or answer.status >= 400)
        dead.close()
        self.client(weftd)
        self.assertTrue(self.open(weftd, data).json["complete"])

    def test_left_by_a_crash(self):
        """A file which is there, and which no row knows as the server died in between, goes once it is old enough to be nobody's; without another start."""
        weftd = self.daemon(limits="file-grace=3000,file-collect=200")
        weftd.kill()
        orphan = os.path.join(weftd.directory, "files", "ab", "cd", "abcd" + "0" * 60 + "-" + "0" * 32)
        os.makedirs(os.path.dirname(orphan))
        with open(orphan, "wb") as file:
            file.write(b"nobody's")
        weftd.start()
        time.sleep(1)
        self.assertTrue(os.path.exists(orphan), "a young one may be about to get its row")
        until = time.monotonic() + 30
        while os.path.exists(orphan) and time.monotonic() < until:
            time.sleep(0.2)
        self.assertFalse(os.path.exists(orphan))

    def test_killed_often(self):
        """A crash between the steps of keeping a file leaves nothing behind that stays."""
        weftd = self.daemon(limits="file-grace=6000,file-collect=200")
        rng = random.Random(4)
        room = None
        for round_ in range(6):
            data = noise(1_000_000, 100 + round_)
            done = threading.Event()

            def work():
                try:
                    self.upload(weftd, data, piece=300_000)
                except (AssertionError, OSError, AttributeError, ValueError):
                    pass
                done.set()

            thread = threading.Thread(target=work)
            thread.start()
            done.wait(rng.random() * 0.4)
            weftd.kill()
            thread.join()
            weftd.start()
        anna = self.client(weftd)
        room = anna.room()
        for round_ in range(6):
            data = noise(1_000_000, 100 + round_)
            self.upload(weftd, data)
            self.attach(anna, room, data)
        for round_ in range(6):
            data = noise(1_000_000, 100 + round_)
            self.assertEqual(sha(self.get(weftd, room, sha(data)).body), sha(data))
        until = time.monotonic() + 30
        while tuple(map(len, self.stored(weftd))) != (6, 0) and time.monotonic() < until:
            time.sleep(0.2)
        self.assertEqual(tuple(map(len, self.stored(weftd))), (6, 0))

    # Hostile

    def test_bad_requests(self):
        weftd = self.daemon(limits="file-size=5000000")
        token = weftd.anna["access"]
        data = noise(1000, 5)
        for body, field in (({"hash": "x", "size": 1}, "hash"), ({"hash": sha(data).upper(), "size": 1}, "hash"),
                            ({"hash": "../../etc/passwd", "size": 1}, "hash"), ({"hash": sha(data)}, "size"),
                            ({"hash": sha(data), "size": -1}, "size"), ({"hash": sha(data), "size": 1.5}, "size"),
                            ({"hash": sha(data), "size": 1e30}, "size"), ({"hash": sha(data), "size": "1"}, "size"),
                            ({"hash": sha(data), "size": 1, "name": "x"}, "name")):
            with self.subTest(body):
                answer = weftd.post("/v1/files", body, token)
                self.assertEqual((answer.status, answer.json["error"]["field"]), (400, field), answer.body)
        for body in (b"", b"[]", b"{", b"\xff", b"{" * 10000):
            self.assertEqual(weftd.post("/v1/files", body, token).status, 400)
        answer = weftd.post("/v1/files", {"hash": sha(data), "size": 1 << 60}, token)
        self.assertEqual((answer.status, answer.code), (413, "too-large"))
        self.assertIn("at most 5000000", answer.json["error"]["message"])

        upload = self.open(weftd, data).json["upload"]
        path = f"/v1/files/{upload}"
        for offset in ("-1", "1", "999", "1000", "999999999999999", "9999999999999999999", "0x0", "", "a", "0;b", "+0", "1.0"):
            with self.subTest(offset=offset):
                answer = weftd.raw(self.head(offset, 1, token, path) + b"x")
                self.assertIn(answer.status, (400, 409), answer.body)
                if answer.status == 409:
                    self.assertEqual(answer.headers["upload-offset"], "0")
        self.assertEqual(self.patch(weftd, upload, 0, data[:400]).json["offset"], 400)
        for offset in (0, 399, 401):  # what overlaps or leaves a hole
            answer = self.patch(weftd, upload, offset, b"y" * 10)
            self.assertEqual((answer.status, answer.headers["upload-offset"]), (409, "400"))
        answer = self.patch(weftd, upload, 400, data[400:] + b"more")
        self.assertIn(answer.status, (400, 413))
        offset = self.open(weftd, data).json["offset"]
        self.assertTrue(self.patch(weftd, upload, offset, data[offset:]).json["complete"])

        for extra, status in (([f"Content-Length: {PIECE + 1}"], (400, 413)), (["Transfer-Encoding: chunked"], (400, 411))):
            head = self.head(0, 0, token, path).replace(b"Content-Length: 0\r\n", (extra[0] + "\r\n").encode())
            answer = weftd.raw(head)
            self.assertTrue(answer is None or answer.status in status, answer and answer.body)
        head = self.head(0, 4, token, path).replace(b"application/partial-upload", b"text/plain")
        self.assertEqual(weftd.raw(head + b"abcd").status, 400)

        for path in ("/v1/files/", "/v1/files/x", "/v1/files/../../weft.db", "/v1/files/%2e%2e%2fweft.db", "/v1/files//etc/passwd",
                     f"/v1/files/{upload}/..", f"/v1/files/{sha(data)}%00", f"/v1/files/{sha(data).upper()}", "/v1/filesx",
                     "/v1/files/uploads/" + upload):
            for method in ("GET", "POST", "PATCH", "PUT", "DELETE", "OPTIONS", "BREW"):
                with self.subTest(path=path, method=method):
                    answer = weftd.request(method, path, token=token)
                    self.assertIn(answer.status, (400, 404, 405), answer.body)
        for method, path in (("PUT", f"/v1/files/{upload}"), ("GET", "/v1/files"), ("DELETE", f"/v1/files/{sha(data)}")):
            self.assertEqual(weftd.request(method, path, token=token).status, 405)
        for stream in ("", "?stream=", "?stream=room", "?stream=../x", "?stream=room/" + new_id() + "/x"):
            self.assertEqual(weftd.request("GET", f"/v1/files/{sha(data)}{stream}", token=token).status, 400)
        for method, path in (("POST", "/v1/files"), ("GET", f"/v1/files/{sha(data)}?stream=workspace"), ("HEAD", f"/v1/files/{upload}"),
                             ("PATCH", f"/v1/files/{upload}"), ("DELETE", f"/v1/files/{upload}")):
            self.assertEqual(weftd.request(method, path).status, 401)
            self.assertEqual(weftd.request(method, path, token="x" * 43).status, 401)

    def test_wrong_hash(self):
        weftd = self.daemon()
        data = noise(100_000, 6)
        upload = self.open(weftd, data, hash=sha(b"something else")).json["upload"]
        answer = self.patch(weftd, upload, 0, data)
        self.assertEqual((answer.status, answer.json["error"]["field"]), (400, "hash"))
        self.assertEqual(self.stored(weftd), ([], []))
        self.assertEqual(weftd.request("HEAD", f"/v1/files/{upload}", token=weftd.anna["access"]).status, 404)
        with self.assertRaises(Refused):
            anna = self.client(weftd)
            self.attach(anna, anna.room(), b"something else")

    def test_lies_about_the_file(self):
        weftd = self.daemon()
        anna = self.client(weftd)
        room = anna.room()
        data = noise(1000, 7)
        with self.assertRaisesRegex(Refused, "not-found: hash"):
            self.attach(anna, room, data)
        self.upload(weftd, data)
        with self.assertRaisesRegex(Refused, "invalid: size: 999, but the file has 1000 bytes"):
            self.attach(anna, room, data, size=999)
        self.attach(anna, room, data)

    def test_symlinks(self):
        """Somebody with a hand in the directory cannot make the server write or read elsewhere."""
        weftd = self.daemon()
        anna = self.client(weftd)
        room = anna.room()
        data = noise(1000, 8)
        victim = os.path.join(weftd.root, "victim")
        with open(victim, "w") as file:
            file.write("precious")
        upload = self.open(weftd, data).json["upload"]
        path = os.path.join(weftd.directory, "files", "uploads", upload)
        if os.path.exists(path):
            os.unlink(path)
        os.symlink(victim, path)
        self.assertEqual(self.patch(weftd, upload, 0, data).status, 500)
        with open(victim) as file:
            self.assertEqual(file.read(), "precious")
        os.unlink(path)
        self.upload(weftd, data)
        self.attach(anna, room, data)
        kept = self.stored(weftd)[0][0]
        os.unlink(kept)
        os.symlink(victim, kept)
        self.assertEqual(self.get(weftd, room, sha(data)).status, 500)

    def test_slow_bodies(self):
        weftd = self.daemon(limits="request=1000,stall=1000")
        data = noise(8_000_000, 9)
        upload = self.open(weftd, data).json["upload"]
        head = self.head(0, PIECE, weftd.anna["access"], f"/v1/files/{upload}")

        # A byte now and then is no progress: it is cut.
        sock = weftd.connect()
        sock.sendall(head)
        start = time.monotonic()
        try:
            while time.monotonic() - start < 10:
                sock.sendall(b"x")
                time.sleep(0.1)
        except OSError:
            pass
        self.assertLess(time.monotonic() - start, 8)
        sock.close()

        # Slow but honest: longer than the limit in all, and it arrives.
        weftd.request("DELETE", f"/v1/files/{upload}", token=weftd.anna["access"])
        upload = self.open(weftd, data).json["upload"]
        sock = weftd.connect()
        sock.sendall(self.head(0, 400_000, weftd.anna["access"], f"/v1/files/{upload}"))
        for i in range(8):
            sock.sendall(data[i * 50_000:(i + 1) * 50_000])
            time.sleep(0.25)
        answer, _ = read_answer(sock)
        self.assertEqual(answer.json["offset"], 400_000)
        sock.close()

        # Who asks and does not read gives the place free again.
        anna = self.client(weftd)
        room = anna.room()
        self.upload(weftd, data)
        self.attach(anna, room, data)
        sleepers = []
        for _ in range(16):
            sock = socket.socket(socket.AF_UNIX)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            sock.connect(weftd.path)
            sock.sendall(f"GET /v1/files/{sha(data)}?stream={room} HTTP/1.1\r\nHost: weft\r\n"
                         f"Authorization: Bearer {weftd.anna['access']}\r\n\r\n".encode())
            sleepers.append(sock)
        time.sleep(0.3)
        self.assertEqual(self.get(weftd, room, sha(data)).status, 429)
        until = time.monotonic() + 10
        while self.get(weftd, room, sha(data)).status == 429:
            self.assertLess(time.monotonic(), until)
            time.sleep(0.2)
        for sock in sleepers:
            sock.close()

    def test_limits(self):
        weftd = self.daemon(limits="file-size=1000000,files-person=3000000,uploads=3")
        bob = weftd.join(self.client(weftd), "bob")["access"]
        begun = [self.open(weftd, b"", hash=sha(noise(10, i)), size=10) for i in range(4)]
        self.assertEqual([answer.status for answer in begun], [201, 201, 201, 429])
        self.assertEqual(begun[3].code, "rate-limited")
        self.assertEqual(self.open(weftd, b"", token=bob, hash=sha(noise(10, 0)), size=10).status, 201)  # others are not held up
        self.assertEqual(weftd.request("DELETE", f"/v1/files/{begun[0].json['upload']}", token=bob).status, 404)
        for answer in begun[:3]:
            self.assertEqual(weftd.request("DELETE", f"/v1/files/{answer.json['upload']}", token=weftd.anna["access"]).status, 204)
        for i in range(3):
            self.upload(weftd, noise(900_000, 20 + i))
        answer = self.open(weftd, noise(900_000, 30))
        self.assertEqual((answer.status, answer.code), (507, "full"))
        self.assertIn("a person may keep", answer.json["error"]["message"])
        self.upload(weftd, noise(900_000, 30), token=bob)

    # Nobody learns

    def test_no_oracle(self):
        weftd = self.daemon()
        anna = self.client(weftd)
        room = anna.room()
        bob_tokens = weftd.join(anna, "bob")
        bob = self.client(weftd, bob_tokens["access"])
        bobs = bob_tokens["access"]
        secret, nothing = noise(50_000, 40), noise(50_000, 41)
        self.upload(weftd, secret)
        self.attach(anna, room, secret)
        other = bob.room()

        # Whatever Bob asks of a hash, it is the same whether the bytes are here or not.
        for data in (secret, nothing):
            answer = self.open(weftd, data, bobs)
            self.assertEqual((answer.status, answer.json["complete"], answer.json["offset"]), (201, False, 0))
            for stream in (room, other, "workspace", "room/" + new_id()):
                answer = self.get(weftd, stream, sha(data), bobs)
                self.assertEqual((answer.status, answer.json["error"]["message"]), (404, "hash: no such file"))
            with self.assertRaises(Refused) as refused:
                self.attach(bob, other, data)
            self.assertEqual(str(refused.exception), "not-found: hash: no such file; upload it first")
            with self.assertRaises(Refused) as refused:
                self.attach(bob, room, data)
            self.assertEqual(str(refused.exception), "not-found: stream: no such stream")
        # Not even a part of the bytes is proof.
        upload = self.open(weftd, secret, bobs).json["upload"]
        self.assertFalse(self.patch(weftd, upload, 0, secret[:-1], bobs).json["complete"])
        with self.assertRaises(Refused):
            self.attach(bob, other, secret)
        # Anna's uploads are none of Bob's.
        annas = self.open(weftd, nothing).json["upload"]
        for method in ("HEAD", "DELETE"):
            self.assertEqual(weftd.request(method, f"/v1/files/{annas}", token=bobs).status, 404)
        self.assertEqual(self.patch(weftd, annas, 0, b"x", bobs).status, 404)

        # With all of them Bob has it, and it is kept once.
        self.assertTrue(self.patch(weftd, upload, len(secret) - 1, secret[-1:], bobs).json["complete"])
        self.attach(bob, other, secret)
        self.assertEqual(self.get(weftd, other, sha(secret), bobs).body, secret)
        self.assertEqual(len(self.stored(weftd)[0]), 1)
        self.assertEqual(self.get(weftd, room, sha(secret), bobs).status, 404)

        # Who may read it need not upload it, until they may read it no more.
        carol_tokens = weftd.join(anna, "carol")
        carol = self.client(weftd, carol_tokens["access"])
        anna.run(room, "people.add-member", {"person": carol_tokens["person"], "role": "guest"})
        self.assertTrue(self.open(weftd, secret, carol_tokens["access"]).json["complete"])
        self.assertEqual(self.get(weftd, room, sha(secret), carol_tokens["access"]).body, secret)
        hers = carol.room()
        anna.run(room, "people.remove-member", {"person": carol_tokens["person"]})
        self.assertEqual(self.get(weftd, room, sha(secret), carol_tokens["access"]).status, 404)
        self.assertFalse(self.open(weftd, secret, carol_tokens["access"]).json["complete"])
        with self.assertRaises(Refused):
            self.attach(carol, hers, secret)

    # Taken away

    def test_collected(self):
        weftd = self.daemon(limits="file-grace=600,file-collect=100")
        anna = self.client(weftd)
        room, other = anna.room(), anna.room()
        data = noise(10_000, 50)
        loose = noise(10_000, 51)
        begun = self.open(weftd, noise(10, 52)).json["upload"]
        self.upload(weftd, data)
        self.upload(weftd, loose)
        first, second = self.attach(anna, room, data), self.attach(anna, other, data)

        def wait_for(n):
            until = time.monotonic() + 15
            while len(self.stored(weftd)[0]) != n:
                self.assertLess(time.monotonic(), until)
                time.sleep(0.05)

        wait_for(1)  # the loose one went
        anna.run(room, "files.remove", {"id": first})
        time.sleep(1.5)
        self.assertEqual(self.get(weftd, other, sha(data)).body, data)
        self.assertEqual(self.get(weftd, room, sha(data)).status, 404)
        anna.run(other, "files.remove", {"id": second})
        # For a while it can be put back without its bytes …
        second = self.attach(anna, other, data)
        time.sleep(1.5)
        self.assertEqual(self.get(weftd, other, sha(data)).body, data)
        # … and then it cannot.
        anna.run(other, "files.remove", {"id": second})
        wait_for(0)
        with self.assertRaises(Refused):
            self.attach(anna, other, data)
        self.assertEqual(weftd.request("HEAD", f"/v1/files/{begun}", token=weftd.anna["access"]).status, 404)

    def test_deleted_message(self):
        """What hung on a message goes with it."""
        weftd = self.daemon()
        anna = self.client(weftd)
        room = anna.room()
        data, other = noise(10_000, 53), noise(10_000, 54)
        self.upload(weftd, data)
        self.upload(weftd, other)
        message = new_id()
        self.attach(anna, room, data, target=message)
        anna.run(room, "thread.send", {"id": message, "text": "a.bin"})
        self.attach(anna, room, other)
        self.assertEqual(self.get(weftd, room, sha(data)).body, data)
        anna.run(room, "thread.delete", {"id": message})
        self.assertEqual(self.get(weftd, room, sha(data)).status, 404)
        self.assertEqual(self.get(weftd, room, sha(other)).status, 200)

    # The disk

    @unittest.skipUnless(can_mount(), "no user namespaces here")
    def test_full_disk(self):
        root = tempfile.mkdtemp(prefix="weft-full-")
        self.addCleanup(shutil.rmtree, root, True)
        data = os.path.join(root, "data")
        os.mkdir(data)
        weftd = self.daemon(directory=data, wrap=["unshare", "-Urm", sys.executable, "-c", MOUNT, data])
        anna = self.client(weftd)
        room = anna.room()
        inside = f"/proc/{weftd.pid}/root{data}"
        disk = os.statvfs(inside)
        free = disk.f_bavail * disk.f_frsize
        answer = self.open(weftd, b"", hash=sha(b"x"), size=free + 1)
        self.assertEqual((answer.status, answer.code), (507, "full"))

        # It fills while the file comes: what came is kept, and once there is room it goes on.
        file = noise(free // 2, 60)
        upload = self.open(weftd, file).json["upload"]
        with open(f"{inside}/more", "wb") as more:
            try:
                more.write(bytes(free * 3 // 4))
                more.flush()
            except OSError:
                pass
        offset, answer = 0, None
        while answer is None or answer.status == 200:
            answer = self.patch(weftd, upload, offset, file[offset:offset + PIECE])
            if answer.status == 200:
                self.assertFalse(answer.json["complete"])
                offset = answer.json["offset"]
        self.assertEqual((answer.status, answer.code), (507, "full"))
        self.assertTrue(weftd.is_alive())
        os.unlink(f"{inside}/more")
        os.unlink(f"{inside}/ballast")
        self.upload(weftd, file)
        anna = self.client(weftd)
        self.attach(anna, room, file)
        self.assertEqual(sha(self.get(weftd, room, sha(file)).body), sha(file))

    def test_memory(self):
        """However large a file, a few hundred kB of it are in memory."""
        weftd = self.daemon()
        anna = self.client(weftd)
        room = anna.room()
        self.upload(weftd, noise(1 << 20, 70))
        data = noise(64 << 20, 71)
        before = weftd.resident()
        self.upload(weftd, data)
        self.attach(anna, room, data)
        self.assertEqual(sha(self.get(weftd, room, sha(data)).body), sha(data))
        self.assertLess(weftd.resident() - before, 32 << 20)


if __name__ == "__main__":
    unittest.main()
