#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts under attack: races for invitations and tokens, guessing, and HTTP that nobody should speak."""

import json
import os
import ssl
import threading
import unittest

from probe import PASSWORD, Case, Client, Closed, Refused, new_id, read_answer


def at_once(functions):
    """Runs all at the same moment; returns what each gave."""
    results = [None] * len(functions)
    gate = threading.Barrier(len(functions))

    def run(i, function):
        gate.wait()
        try:
            results[i] = function()
        except Exception as error:  # a result like any other
            results[i] = error

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(functions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


class Accounts(Case):
    def test_invitation_raced(self):
        weftd = self.daemon()
        anna = self.client(weftd)
        invitation, secret = anna.invite("guest", uses=2)

        def join(i):
            return weftd.post("/v1/join", {"invitation": f"{invitation}.{secret}", "name": "X", "login": f"x{i}", "password": PASSWORD})

        answers = at_once([lambda i=i: join(i) for i in range(8)])
        self.assertEqual(sorted(a.status for a in answers), [200] * 2 + [403] * 6)
        # Not by another secret, not one taken back, not one that is over.
        other, _ = anna.invite()
        revoked, key = anna.invite()
        anna.run("workspace", "people.revoke-invitation", {"id": revoked})
        with self.assertRaises(Refused):
            anna.invite(expires_in=-10)
        for bad in (f"{other}.{secret}", f"{revoked}.{key}", f"{new_id()}.{key}"):
            answer = weftd.post("/v1/join", {"invitation": bad, "name": "X", "login": "y", "password": PASSWORD})
            self.assertEqual((answer.status, answer.code), (404, "not-found"), bad)
        for bad in ("", ".", "a.b", f"{other}", f"{other}.", "x" * 3999, f"{other}.{'x' * 3000}"):
            answer = weftd.post("/v1/join", {"invitation": bad, "name": "X", "login": "y", "password": PASSWORD})
            self.assertIn(answer.status, (400, 404), bad)

    def test_login_raced(self):
        weftd = self.daemon()
        anna = self.client(weftd)
        invitation, secret = anna.invite(uses=10)
        logins = ["Đạt", "đạt", "ĐẠT", "Đạt"]
        answers = at_once([lambda login=login: weftd.post(
            "/v1/join", {"invitation": f"{invitation}.{secret}", "name": "X", "login": login, "password": PASSWORD})
            for login in logins])
        self.assertEqual([a.status for a in answers].count(200), 1, [a.body for a in answers])

    def test_refresh_raced(self):
        """Of all who show one token only the last keeps what it was given, and as soon as another shows its own nobody has anything."""
        weftd = self.daemon(limits="attempts=1000")
        for _ in range(6):
            tokens = weftd.post("/v1/sign-in", {"login": "anna", "password": PASSWORD}).json
            answers = at_once([lambda: weftd.post("/v1/refresh", {"refresh": tokens["refresh"]})] * 4)
            self.assertEqual([a.status for a in answers], [200] * 4)
            good = [a.json for a in answers if self.opens(weftd, a.json["access"])]
            self.assertLessEqual(len(good), 1)
            for token in [a.json["refresh"] for a in answers] * 2:
                weftd.post("/v1/refresh", {"refresh": token})
            for given in [tokens] + [a.json for a in answers]:
                self.assertFalse(self.opens(weftd, given["access"]))
                self.assertEqual(weftd.post("/v1/refresh", {"refresh": given["refresh"]}).status, 401)

    def opens(self, weftd, access):
        try:
            Client(weftd, access).close()
            return True
        except Closed as closed:
            self.assertEqual(closed.code, 401)
            return False

    def refreshed(self, weftd, token, status=200):
        answer = weftd.post("/v1/refresh", {"refresh": token})
        self.assertEqual(answer.status, status, answer.body)
        return answer.json

    def test_refresh_answer_lost(self):
        """A token whose successor nobody has used may come again; as often as answers are lost, and after a restart."""
        weftd = self.daemon()
        tokens = weftd.post("/v1/sign-in", {"login": "anna", "password": PASSWORD}).json
        lost = [self.refreshed(weftd, tokens["refresh"])]
        lost.append(self.refreshed(weftd, tokens["refresh"]))
        weftd.kill()
        weftd.start()
        kept = self.refreshed(weftd, tokens["refresh"])
        for answer in lost:
            self.assertFalse(self.opens(weftd, answer["access"]))
        client = Client(weftd, kept["access"])
        kept = self.refreshed(weftd, kept["refresh"])
        client.close()
        self.assertTrue(self.opens(weftd, kept["access"]))

    def test_refresh_stolen_and_used_late(self):
        """The old token after its successor was used: a thief's, whoever shows it."""
        weftd = self.daemon()
        first = weftd.post("/v1/sign-in", {"login": "anna", "password": PASSWORD}).json
        second = self.refreshed(weftd, first["refresh"])
        third = self.refreshed(weftd, second["refresh"])
        client = Client(weftd, third["access"])
        self.refreshed(weftd, first["refresh"], 401)
        with self.assertRaises(Closed) as closed:
            client.seek("never")
        self.assertEqual(closed.exception.code, 4401)
        for given in (first, second, third):
            self.assertFalse(self.opens(weftd, given["access"]))
            self.refreshed(weftd, given["refresh"], 401)

    def test_refresh_stolen_and_used_early(self):
        """The old token while the victim has not used its new one yet: the thief gets in, until the victim refreshes, which is at once."""
        weftd = self.daemon()
        first = weftd.post("/v1/sign-in", {"login": "anna", "password": PASSWORD}).json
        victims = self.refreshed(weftd, first["refresh"])
        client = Client(weftd, victims["access"])
        thiefs = self.refreshed(weftd, first["refresh"])
        thief = Client(weftd, thiefs["access"])
        # The victim is thrown out, and refreshes as every client does then.
        with self.assertRaises(Closed) as closed:
            client.seek("never")
        self.assertEqual(closed.exception.code, 4401)
        self.refreshed(weftd, victims["refresh"], 401)
        with self.assertRaises(Closed) as closed:
            thief.seek("never")
        self.assertEqual(closed.exception.code, 4401)
        for given in (first, victims, thiefs):
            self.assertFalse(self.opens(weftd, given["access"]))
            self.refreshed(weftd, given["refresh"], 401)

    def test_last_admin_raced(self):
        weftd = self.daemon()
        anna = self.client(weftd)
        tokens = weftd.join(anna, "bob", "admin")
        bob = self.client(weftd, tokens["access"])
        room = anna.room("Room", [tokens["person"]])
        anna.run(room, "people.set-member-role", {"person": bob.person, "role": "admin"})

        def refused(client, *args):
            try:
                client.run(*args)
                return False
            except Refused:
                return True

        self.assertEqual(at_once([
            lambda: refused(anna, room, "people.remove-member", {"person": bob.person}),
            lambda: refused(bob, room, "people.remove-member", {"person": anna.person})]).count(False), 1)
        outcomes = at_once([
            lambda: refused(anna, "workspace", "people.set-role", {"person": bob.person, "role": "guest"}),
            lambda: refused(bob, "workspace", "people.set-role", {"person": anna.person, "role": "guest"})])
        self.assertEqual(outcomes.count(False), 1)
        admin = anna if not outcomes[0] else bob
        for op, args in (("people.set-role", {"person": admin.person, "role": "member"}),
                         ("people.suspend", {"person": admin.person, "suspended": True})):
            self.assertTrue(refused(admin, "workspace", op, args), op)

    def test_founded_once(self):
        weftd = self.daemon(found=False, tcp=True)
        body = {"workspace": "Weft", "name": "Anna", "login": "anna", "password": PASSWORD}
        for setup in ({}, {"setup": ""}, {"setup": "x"}, {"setup": 1}):
            self.assertIn(weftd.post("/v1/found", body | setup, tcp=True).status, (400, 403))
        answers = at_once([lambda: weftd.post("/v1/found", body)] * 4)
        self.assertEqual(sorted(a.status for a in answers), [200, 409, 409, 409])
        weftd.anna = next(a.json for a in answers if a.status == 200)
        self.client(weftd)

    def test_timing_of_unknown_logins(self):
        weftd = self.daemon(limits="attempts=100000")
        used = {"anna": 0, "nobody": 0}
        for _ in range(15):
            for login in used:
                start = weftd.cpu()
                self.assertEqual(weftd.post("/v1/sign-in", {"login": login, "password": "wrong horse"}).status, 401)
                used[login] += weftd.cpu() - start
        # The processor's time, as a busy machine would spoil any other.
        self.assertGreater(min(used.values()), 0.1)
        self.assertLess(max(used.values()) / min(used.values()), 2)

    def test_guessing_is_slowed(self):
        weftd = self.daemon(limits="attempts=3", tcp=True)
        body = {"login": "anna", "password": "wrong horse"}
        statuses = [weftd.post("/v1/sign-in", body, tcp=True).status for _ in range(5)]
        self.assertEqual(statuses[:3] + statuses[-1:], [401] * 3 + [429])
        # Nor can somebody without an invitation keep the hashing threads busy.
        start = weftd.cpu()
        for _ in range(40):
            weftd.post("/v1/join", {"invitation": new_id() + ".secret", "name": "X", "login": "x", "password": PASSWORD}, tcp=True)
            weftd.post("/v1/found", body | {"workspace": "X", "name": "X"}, tcp=True)
        self.assertLess(weftd.cpu() - start, 1)

    def test_client_id_of_another(self):
        weftd = self.daemon()
        anna = self.client(weftd)
        tokens = weftd.join(anna, "bob")
        anna.room()
        with self.assertRaises((AssertionError, Closed)):
            Client(weftd, tokens["access"], client=anna.client)
        bob = self.client(weftd, tokens["access"], hello=False)
        bob.send({"type": "hello", "version": 1, "client": anna.client, "agent": "x", "acknowledged": 10**9})
        self.assertEqual(bob.expect("error")["code"], "forked")
        bob.expect_close()
        # It cost anna nothing: not her connection, not her results.
        anna.room()
        again = self.client(weftd, client=anna.client)
        self.assertEqual(len(again.welcome["results"]), anna.n)

    def test_one_client_twice(self):
        """Two connections of one client in a race: every number runs once."""
        weftd = self.daemon()
        anna = self.client(weftd)
        room = anna.room()
        ids = [new_id() for _ in range(40)]
        client = new_id()

        def run():
            try:
                with Client(weftd, weftd.anna["access"], client=client) as mine:
                    for i, message in enumerate(ids):
                        mine.operate(room, "thread.send", {"id": message, "text": str(i)}, n=i + 1, id=message)
                    mine.sync()
            except (Closed, OSError, AssertionError):
                pass

        at_once([run] * 4)
        with Client(weftd, weftd.anna["access"], client=client) as mine:
            for i, message in enumerate(ids):
                mine.operate(room, "thread.send", {"id": message, "text": str(i)}, n=i + 1, id=message)
            results = [mine.seek("result", n=i + 1) for i in range(len(ids))]
        self.assertFalse([r for r in results if "error" in r])
        anna.send({"type": "page", "request": 1, "stream": room, "table": "message", "limit": 200})
        rows = anna.seek("page-rows")["tables"][0]
        column = rows["columns"].index("id")
        self.assertEqual(sorted(row[column] for row in rows["rows"]), sorted(ids))


HEAD = b"Host: weft\r\n"


class Http(Case):
    def setUp(self):
        self.weftd = self.daemon(tcp=True, limits="request=2000")

    def statuses(self, data, tcp=True):
        """All the answers which some bytes get."""
        sock = self.weftd.connect(tcp)
        sock.settimeout(5)
        try:
            sock.sendall(data)
        except OSError:
            pass
        found, rest = [], b""
        try:
            while True:
                rest += sock.recv(65536)
                if not rest or rest == b"":
                    break
                if rest.endswith(b"}") or len(rest) > 100000:
                    sock.settimeout(0.5)
                before = len(rest)
                more = sock.recv(65536)
                if not more:
                    break
                rest += more
        except OSError:
            pass
        sock.close()
        for line in rest.split(b"HTTP/1.")[1:]:
            found.append(int(line[2:5]))
        return found

    def test_smuggling(self):
        inner = b"GET /metrics HTTP/1.1\r\n" + HEAD + b"\r\n"
        body = b"0\r\n\r\n" + inner
        both = b"POST /v1/sign-in HTTP/1.1\r\n" + HEAD + b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n" % len(body) + body
        self.assertEqual(self.statuses(both)[:1], [411])
        self.assertLess(len(self.statuses(both)), 2)
        for lines in (b"Content-Length: 2\r\nContent-Length: 40\r\n", b"Content-Length: -1\r\n", b"Content-Length: 2x\r\n",
                      b"Content-Length: 99999999999999999999999\r\n", b"Transfer-Encoding: identity, chunked\r\n",
                      b"Transfer-Encoding: \x0bchunked\r\n", b"Content-Length : 5\r\n"):
            got = self.statuses(b"POST /v1/sign-in HTTP/1.1\r\n" + HEAD + lines + b"\r\n{}" + inner)
            self.assertNotIn(200, got[:1], lines)

    def test_bodies_too_large(self):
        before = self.weftd.resident()
        for tcp in (True, False):
            for length in (70000, 2**31, 2**62):
                sock = self.weftd.connect(tcp)
                try:
                    sock.sendall(b"POST /v1/sign-in HTTP/1.1\r\n" + HEAD + b"Content-Length: %d\r\n\r\n" % length)
                    for _ in range(min(length, 60 << 20) >> 16):
                        sock.sendall(b"x" * 65536)
                    self.assertLess(self.weftd.resident() - before, 30 << 20)
                    sock.sendall(b"x" * (length % 65536))
                except OSError:
                    pass
                answer, _ = read_answer(sock)
                self.assertTrue(answer is None or answer.status == 413)
                sock.close()

    def test_headers_too_large(self):
        before = self.weftd.resident()
        for head in (b"GET /" + b"a" * 3000000 + b" HTTP/1.1\r\n\r\n",
                     b"GET /v1 HTTP/1.1\r\n" + HEAD + b"X: " + b"a" * 3000000 + b"\r\n\r\n",
                     b"GET /v1 HTTP/1.1\r\n" + HEAD + b"X: a\r\n" * 500000 + b"\r\n"):
            self.assertNotIn(200, self.statuses(head))
        self.assertLess(self.weftd.resident() - before, 60 << 20)

    def test_paths_and_methods(self):
        for path in ("/v1/", "/v1//sign-in", "/v1/../metrics", "/v1/sign-in/", "/v1/sign-in/x", "/v1/%73ign-in/%2e%2e", "/v1/sync/..",
                     "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/v1/sign-in%00", "//healthz", "/" + "a/" * 5000, "/*", "*"):
            answer = self.weftd.request("GET", path)
            self.assertTrue(answer is None or answer.status in (400, 404, 405, 414) or path.endswith("/metrics"), (path, answer.status))
        for method in ("PUT", "DELETE", "TRACE", "CONNECT", "OPTIONS", "PATCH", "PROPFIND", "X" * 5000, "get"):
            for path in ("/v1", "/v1/sign-in", "/v1/sync", "/healthz", "/metrics"):
                answer = self.weftd.request(method, path)
                self.assertTrue(answer is None or 400 <= answer.status < 500, (method, path, answer and answer.status))

    def test_bodies(self):
        deep = b"[" * 100000 + b"]" * 100000
        wide = json.dumps({f"m{i}": i for i in range(5000)}).encode()
        for body in (b"", b"null", b"[]", b"{", b"{}", b'"x"', b"\xff\xfe", b'{"login":"\\u0000","password":"x"}', deep[:60000], wide,
                     b'{"a":' * 12000, b'{"login":1e999999,"password":1}', b'{"login":"a","login":"b"}', b'{"login":null,"password":null}',
                     b'{"login":"\\ud800","password":"x"}', json.dumps({"login": "x" * 5000, "password": "y"}).encode(),
                     json.dumps({"login": "x", "password": "y" * 50000}).encode()):
            for path in ("/v1/sign-in", "/v1/join", "/v1/found", "/v1/refresh"):
                answer = self.weftd.request("POST", path, body)
                self.assertIn(answer.status, (400, 401, 413), body[:50])

    def test_authorizations(self):
        token = self.weftd.anna["access"]
        for lines in (["Bearer " + token, "Bearer x"], ["Bearer x", "Bearer x"], ["Basic " + token], ["Bearer"], ["Bearer "],
                      ["Bearer " + token + ", Bearer x"], ["Bearer " + "x" * 60000], ["Bearer \xff"]):
            head = "".join(f"Authorization: {line}\r\n" for line in lines)
            answer = self.weftd.raw(("POST /v1/sign-out HTTP/1.1\r\nHost: weft\r\nContent-Length: 0\r\n" + head + "\r\n").encode("latin-1"))
            self.assertTrue(answer is None or answer.status in (400, 401, 431), lines)
        self.client(self.weftd)

    def test_slow_heads_end(self):
        """Whoever does not finish a request is shown out; others are served meanwhile."""
        weftd = self.daemon(tcp=True, limits="request=1000")
        slow = []
        for tcp in (True, False):
            for start in (b"", b"GET /v1 HT", b"GET /v1 HTTP/1.1\r\nX: ", b"POST /v1/sign-in HTTP/1.1\r\nContent-Length: 100\r\n\r\n{"):
                sock = weftd.connect(tcp)
                sock.sendall(start)
                slow.append(sock)
        for sock in slow:
            for _ in range(100):
                try:
                    sock.settimeout(0.1)
                    sock.sendall(b"a")
                    if sock.recv(4096) == b"":
                        break
                except TimeoutError:
                    continue
                except OSError:
                    break
            else:
                self.fail("a request may take for ever")
            sock.close()
        self.assertEqual(weftd.request("GET", "/v1", tcp=True).status, 200)

    def test_handshakes_end(self):
        """Whoever does not end a TLS handshake is shown out, at any point of it; others are served meanwhile."""
        tls = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "serve", "tls")
        weftd = self.daemon(tcp=True, limits="handshake=1000", options=[
            "--tls-certificate", os.path.join(tls, "certificate.pem"), "--tls-key", os.path.join(tls, "key.pem")])
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        outgoing = ssl.MemoryBIO()
        with self.assertRaises(ssl.SSLWantReadError):
            context.wrap_bio(ssl.MemoryBIO(), outgoing).do_handshake()
        hello = outgoing.read()
        slow = []
        for start in (b"", hello[:1], hello[:5], hello[:-1], hello, b"GET / HTTP/1.1\r\n\r\n", b"\x16\x03\x01\xff\xff", os.urandom(300)):
            sock = weftd.connect(tcp=True)
            sock.sendall(start)
            slow.append(sock)
        with context.wrap_socket(weftd.connect(tcp=True)) as good:
            good.sendall(b"GET /v1 HTTP/1.1\r\nHost: weft\r\nConnection: close\r\n\r\n")
            self.assertEqual(read_answer(good)[0].status, 200)
        for sock in slow:
            sock.settimeout(10)
            try:
                while sock.recv(65536):
                    pass
            except TimeoutError:
                self.fail("a handshake may take for ever")
            except OSError:
                pass
            sock.close()
        # Going down in the middle of one.
        last = weftd.connect(tcp=True)
        last.sendall(hello)
        weftd.stop()
        last.close()


if __name__ == "__main__":
    unittest.main()
