# SPDX-License-Identifier: GPL-3.0-or-later
"""A real input method: IBus, with Unikey to compose Vietnamese from Telex."""
import os
import subprocess

from .waiting import until

PLAIN = "xkb:us::eng"
UNIKEY = "Unikey"


class InputMethod:
    """The daemon on the session's bus; made before the app. Keys are plain until an engine is chosen."""

    def __init__(self, session):
        os.environ.update(GTK_IM_MODULE="ibus", IBUS_ADDRESS_FILE=str(session.directory / "ibus-address"))
        self.daemon = session.spawn("ibus", "ibus-daemon", "--panel=disable", "--emoji-extension=disable", "--config=disable", "--cache=none")
        until(lambda: self.daemon.poll() is not None or self._ask("address").startswith("unix:"), 20, "the input method's daemon")
        assert self.daemon.poll() is None, f"ibus-daemon ended: {session.log('ibus')}"
        self.choose(PLAIN)

    @staticmethod
    def _ask(*arguments):
        answer = subprocess.run(["ibus", *arguments], capture_output=True, text=True, timeout=20, check=False)
        return (answer.stdout + answer.stderr).strip()

    def choose(self, engine):
        """As a person does with the keys of their desktop: for whatever has the focus."""
        def chosen():
            self._ask("engine", engine)
            return self._ask("engine") == engine

        until(chosen, 20, lambda: f"the engine {engine}; there are: {self._ask('list-engine')}")
