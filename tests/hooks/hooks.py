# SPDX-License-Identifier: GPL-3.0-or-later
"""A real weftd with a room, and hooks into it."""

import hashlib
import os
import sqlite3

from probe import Case as ProbeCase, new_id


class Hook:
    def __init__(self, case, room, id_, secret):
        self.case, self.room, self.id, self.secret = case, room, id_, secret
        self.path = f"/hooks/{secret}"

    def post(self, body, kind="application/json", **headers):
        """As a program would: bytes over TCP."""
        lines = [f"POST {self.path} HTTP/1.1", "Host: weft", "Connection: close", f"Content-Length: {len(body)}"]
        if kind:
            lines.append(f"Content-Type: {kind}")
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        return self.case.server.raw("\r\n".join(lines).encode() + b"\r\n\r\n" + body, tcp=True)


class Case(ProbeCase):
    limits = None

    def setUp(self):
        self.server = self.daemon(tcp=True, limits=self.limits)
        self.anna = self.client(self.server)

    def hook(self, name="Builds", room=None, face=""):
        room = room or self.anna.room("Ops")
        id_, secret = new_id(), os.urandom(16).hex()
        self.anna.run(room, "hooks.add", {"id": id_, "name": name, "face": face, "secret_hash": hashlib.sha256(secret.encode()).hexdigest()})
        return Hook(self, room, id_, secret)

    def rows(self, sql, *values):
        database = sqlite3.connect(f"file:{self.server.directory}/weft.db?mode=ro", uri=True)
        try:
            return database.execute(sql, values).fetchall()
        finally:
            database.close()

    def messages(self, room):
        """(speaker, text) of each, in order."""
        return self.rows("SELECT speaker, text FROM message WHERE stream = ? ORDER BY ordinal", room)

    def text(self, room):
        return self.messages(room)[-1][1]

    def assert_answer(self, answer, status, body):
        self.assertEqual((answer.status, answer.body), (status, body), answer.headers)
        self.assertEqual(answer.headers["content-type"].split(";")[0], "text/plain")
