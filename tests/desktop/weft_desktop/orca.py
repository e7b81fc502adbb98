# SPDX-License-Identifier: GPL-3.0-or-later
"""The real screen reader, and what it says."""
import os
import pathlib
import re
import time

from .session import stop
from .waiting import PATIENCE, pump, until

SPEECH = re.compile(r"SPEECH OUTPUT: '(.*)'(?: |$)")

# Orca's log is block-buffered; without this the last words are read minutes later.
CUSTOMIZATIONS = "import orca.debug\nif orca.debug.debugFile:\n    orca.debug.debugFile.reconfigure(line_buffering=True)\n"


class Orca:
    def __init__(self, session):
        self.path = pathlib.Path(session.directory / "speech.log")
        folder = pathlib.Path(os.environ["XDG_DATA_HOME"]) / "orca"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "orca-customizations.py").write_text(CUSTOMIZATIONS)
        environment = dict(os.environ, PATH=f"{self._alone(session)}:{os.environ['PATH']}")
        self.process = session.spawn("orca", "orca", f"--debug-file={self.path}", env=environment)
        until(lambda: "SPEECH" in self._text() or self.process.poll() is not None, 60, "Orca's first word")
        assert self.process.poll() is None, f"Orca ended: {session.log('orca')}"

    @staticmethod
    def _alone(session):
        """Orca asks pgrep for Orcas to refuse or kill; those of other sessions are none of its business."""
        folder = session.directory / "orca-bin"
        folder.mkdir(exist_ok=True)
        pgrep = folder / "pgrep"
        pgrep.write_text("#!/bin/sh\nexit 1\n")
        pgrep.chmod(0o755)
        return folder

    def _text(self):
        return self.path.read_text(errors="replace") if self.path.exists() else ""

    def spoken(self):
        """Everything it said so far, in order."""
        return [match.group(1) for match in map(SPEECH.search, self._text().splitlines()) if match]

    def mark(self):
        """The number to give as since: what is said from now on."""
        return len(self.spoken())

    def quiet(self, pause=0.4, timeout=5):
        """Waits until it has said nothing for a moment."""
        end = time.monotonic() + timeout * PATIENCE
        size, since = -1, time.monotonic()
        while time.monotonic() < end and time.monotonic() - since < pause:
            now = len(self._text())
            if now != size:
                size, since = now, time.monotonic()
            pump()
            time.sleep(0.05)

    def expect(self, text, since=0, timeout=10):
        """The first phrase after number since which contains text."""
        return until(lambda: next((phrase for phrase in self.spoken()[since:] if text in phrase), None), timeout,
                     lambda: f"Orca to say {text!r}; it said {self.spoken()[since:]}")

    def stop(self):
        stop(self.process)
