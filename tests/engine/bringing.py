# SPDX-License-Identifier: GPL-3.0-or-later
"""A workspace on a real server, into which an administrator brings exports of other programs."""
import collections
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "database"))

import databases  # noqa: E402

WEFTD, WEFTCTL = (os.path.abspath(path) for path in sys.argv[1:3])
SAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "imports")
PASSWORD = "correct horse"


class BringCase(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix="weft-bring-")
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)
        self.socket = os.path.join(self.directory, "sock")
        self.server = None
        self.addCleanup(self.stop)
        self.start()
        self.ctl("mai", "--address", "unix:" + self.socket, "found", "Loom", "--name", "Mai Đặng", "--login", "mai")
        self.ctl("ha", "join", self.ctl("mai", "invite").strip(), "--name", "Hà", "--login", "ha")

    def start(self):
        read, write = os.pipe()
        self.server = subprocess.Popen([WEFTD, *databases.options(self.path("server")), "-s", self.socket, "--ready-fd", str(write)], pass_fds=[write],
                                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as ready:
            self.assertTrue(ready.readline(), "weftd does not start")

    def stop(self):
        if self.server:
            self.server.terminate()
            self.assertEqual(self.server.wait(30), 0)
        self.server = None

    def path(self, name):
        return os.path.join(self.directory, name)

    def command(self, who, *arguments):
        return [WEFTCTL, "--state", self.path(who), "--wait", "30", *arguments], dict(os.environ, WEFTCTL_PASSWORD=PASSWORD)

    def ctl(self, who, *arguments, code=0):
        command, environment = self.command(who, *arguments)
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment, check=False)
        self.assertIn(done.returncode, code if isinstance(code, tuple) else (code,), f"{arguments}: {done.stdout}{done.stderr}")
        return done.stdout if code == 0 else done.stderr

    def lines(self, who, *arguments):
        return [json.loads(line) for line in self.ctl(who, "--json", *arguments).splitlines()]

    def rooms(self, who):
        return {room["name"]: room for room in self.lines(who, "rooms")}

    def history(self, who, room):
        return [m["text"] for m in self.lines(who, "history", room, "--limit", "200")]

    def sql(self, statement):
        return databases.run_sql(self.path("server"), statement)

    def write(self, name, data):
        with open(self.path(name), "wb") as file:
            file.write(data if isinstance(data, bytes) else data.encode())
        return self.path(name)

    def bring(self, source, path, *options, code=0):
        """Imports it; returns what is said, and the report."""
        report = self.path("report.json")
        if os.path.exists(report):
            os.unlink(report)
        text = self.ctl("mai", "import", source, path, "--report", report, *options, code=code)
        if code:
            return text, None
        with open(report, encoding="utf-8") as file:
            return text, json.load(file)

    def reasons(self, report):
        return collections.Counter(entry["reason"].split(":")[0] for entry in report["not_imported"])
