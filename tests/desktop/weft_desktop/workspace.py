# SPDX-License-Identifier: GPL-3.0-or-later
"""A workspace on a weftd of its own, and teammates who use weftctl."""
import json
import os
import pathlib
import struct
import subprocess

from .session import stop
from .waiting import pump, until

PASSWORD = "a good long password"


class Workspace:
    """Founded by Grace; she has a room and invites.  With tcp, whoever cannot see the socket comes by a port of this machine.
    With dated, things can be made to have happened before: see at()."""

    def __init__(self, session, build, name="Looms", tcp=False, dated=False):
        self.session = session
        self.build = build
        self.directory = session.directory / f"workspace-{name}"
        self.socket = session.directory / "run" / f"{name}.sock"
        self.process = None
        self.listen = (*(("--listen", "127.0.0.1:0") if tcp else ()), *(("--demo",) if dated else ()))
        ready = self.start()
        address = next((a for a in ready["addresses"] if a.startswith("http")), f"unix:{self.socket}")
        setup = ("--setup", (self.directory / "setup-code").read_text().strip()) if tcp else ()
        self.weftctl("grace", "--address", address, "found", name, "--name", "Grace Hopper", "--login", "grace", *setup)

    def start(self):
        reading, writing = os.pipe()
        self.process = self.session.spawn("weftd", self.build / "src/weftd/weftd", "--directory", self.directory, "--socket", self.socket,
                                          *self.listen, f"--ready-fd={writing}", pass_fds=[writing])
        os.close(writing)
        with open(reading) as pipe:
            line = pipe.readline()
        assert line, f"weftd did not start: {self.session.log('weftd')}"
        return json.loads(line)

    def stop(self):
        stop(self.process)

    def kill(self):
        """kill -9."""
        self.process.kill()
        self.process.wait()

    def at(self, ago):
        """What happens from now on happened so many seconds ago, 30 days at most, to the server's dates and to nothing else: as its demo has a past."""
        # The server has it mapped: it is never empty.
        with open(f"{self.socket}.clock", "r+b") as file:
            file.write(struct.pack("=q", -round(ago * 1000)))

    def weftctl(self, login, *arguments, check=True):
        """Runs weftctl as one person; what it printed."""
        state = self.directory / "weftctl" / login
        state.mkdir(parents=True, exist_ok=True)
        command = [self.build / "src/weftctl/weftctl", "--state", state, *arguments]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                   env=dict(os.environ, WEFTCTL_PASSWORD=PASSWORD))
        until(lambda: process.poll() is not None, 30, f"weftctl {' '.join(map(str, arguments))}")
        out, errors = process.stdout.read(), process.stderr.read()
        process.stdout.close()
        process.stderr.close()
        pump()
        assert not check or process.returncode == 0, f"weftctl {arguments} ended with {process.returncode}: {out}{errors}"
        return out.strip()

    def invite(self, *rooms, role="member"):
        return self.weftctl("grace", "invite", f"--role={role}", *(f"--room={room}" for room in rooms))

    def texts(self, room, login="grace"):
        """What was written in a room, oldest first, as another person gets it."""
        lines = self.weftctl(login, "--json", "history", "--limit=200", room).splitlines()
        return [message["text"] for message in map(json.loads, lines)]
