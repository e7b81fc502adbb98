#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two workspaces in one window: nothing of one shows in the other, and a server which swallows everything and answers nothing never delays the other."""
import os
import re
import socket
import threading
import unittest

from weft_desktop import WeftTestCase
from weft_desktop.waiting import until
from weft_desktop.workspace import PASSWORD, Workspace


class Relay:
    """A Unix socket before another; a black hole when it is told so: it accepts and takes, and nothing ever comes back."""

    def __init__(self, path, target):
        self.path, self.target = str(path), str(target)
        self.swallows = threading.Event()
        self.open = []
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(self.path)
        self.listener.listen(64)
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(self.target)
            self.open += [client, server]
            for source, sink in ((client, server), (server, client)):
                threading.Thread(target=self._pass_on, args=(source, sink), daemon=True).start()

    def _pass_on(self, source, sink):
        try:
            while data := source.recv(65536):
                if not self.swallows.is_set():
                    sink.sendall(data)
            if not self.swallows.is_set():
                sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def answer(self):
        """The other end is back, and knows nothing of the connections which were swallowed."""
        self.swallows.clear()
        for one in self.open:
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            one.close()
        self.open.clear()

    def close(self):
        self.answer()
        self.listener.close()
        os.unlink(self.path)


class WorkspacesTest(WeftTestCase):
    @property
    def other(self):
        return f"other {self._testMethodName}"

    def join_other(self):
        """Ada joins a second workspace, whose server is behind a relay."""
        other = Workspace(self.session, self.build, self.other)
        self.addCleanup(other.stop)
        other.weftctl("grace", "create-room", "weaving")
        other.weftctl("grace", "send", "weaving", "Hello from the other side")
        relay = Relay(self.session.directory / "run" / "relay.sock", other.socket)
        self.addCleanup(relay.close)
        link = other.invite("weaving").replace(str(other.socket), relay.path)
        self.assertIn(relay.path, link)
        app = self.launch("--join", link)
        dialog = app.find("dialog", "Join Workspace")
        app.type(app.find("text", "Your Name", within=dialog), "Ada Lovelace", replace=True)
        app.type(app.find("text", "Login", within=dialog), "ada", replace=True)
        app.type_unseen(app.find("text", "Password", within=dialog), PASSWORD)
        app.key("Return")
        app.gone("dialog", "Join Workspace", timeout=30)
        return app, other, relay

    def show(self, app, name):
        """By the rail: the button which is the workspace."""
        app.act(app.find("button", name, within=app.find("grouping", "Other workspaces")))
        app.find("frame", f"weaving – {name}")

    def finds(self, app, text, found):
        """By the search of the workspace which is shown."""
        app.key("ctrl+shift+f")
        until(lambda: app.focused_name() == "Search messages", 10, "the search to have the focus")
        app.type_blind(text)
        if found:
            app.find("list item", re.compile(re.escape(text)), within=app.find("list", "Results"))
        else:
            app.find("label", "Nothing Was Found")
        app.key("Escape")

    def test_apart(self):
        app = self.join()
        self.assertEqual(app.close(), 0)
        app, other, _ = self.join_other()
        self.open_room(app)
        self.shows(app, "Hello from the other side")
        app.type(self.composer(app), "half a thought")
        app.find("list item", re.compile("weaving, draft"), timeout=15)

        self.show(app, self._testMethodName)
        self.open_room(app)
        self.shows(app, "Hello, is anybody there?")
        self.assertEqual(app.text(self.composer(app)), "")
        self.assertEqual([row.get_name() for row in app.find_all("list item", re.compile("draft"))], [])
        self.finds(app, "other side", False)
        self.finds(app, "anybody", True)
        self.write(app, "said here alone")
        self.shows_state(app, "said here alone", "Sent")

        self.show(app, self.other)
        self.open_room(app)
        self.assertEqual(app.text(self.composer(app)), "half a thought")
        self.finds(app, "said here", False)
        self.finds(app, "other side", True)
        self.assertEqual(other.texts("weaving"), ["Hello from the other side"])
        self.assertEqual(app.close(), 0)

    def test_black_hole(self):
        app = self.join()
        self.assertEqual(app.close(), 0)
        app, other, relay = self.join_other()
        self.open_room(app)
        self.shows(app, "Hello from the other side")
        self.write(app, "before the hole")
        self.shows_state(app, "before the hole", "Sent")

        relay.swallows.set()
        self.write(app, "into the hole")
        self.shows(app, "into the hole")

        self.show(app, self._testMethodName)
        self.open_room(app)
        self.shows(app, "Hello, is anybody there?")
        for number in range(3):
            self.write(app, f"here all goes well, {number}")
            self.shows_state(app, f"here all goes well, {number}", "Sent")
            self.workspace.weftctl("grace", "send", "weaving", f"answer {number}")
            self.shows(app, f"answer {number}")
        self.assertNotIn("into the hole", other.texts("weaving"))

        relay.answer()
        until(lambda: "into the hole" in other.texts("weaving"), 60, "the message, once the other server answers again")
        self.assertEqual(other.texts("weaving").count("into the hole"), 1)
        self.assertEqual(app.close(), 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
