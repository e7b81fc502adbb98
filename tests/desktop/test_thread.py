#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A thread on the real window and a real server: opened by key, answered, left and opened again."""
import re
import unittest

from gi.repository import Atspi

from weft_desktop import WeftTestCase, until


class ThreadTest(WeftTestCase):
    def test_thread(self):
        app = self.join()
        self.open_room(app)
        composer = self.open_thread(app)
        app.type(composer, "Here I am")
        app.key("Return")
        app.find("list item", re.compile(r"You, .*, Here I am, Sent$"), timeout=20)
        app.find("list item", re.compile("Hello, is anybody there.*, 1 reply"))
        app.key("Escape")
        app.gone("text", "Reply in the thread")
        until(lambda: app.focused_name() == "Message weaving", 10, lambda: f"the room's composer to have the focus, not {app.focused_name()!r}")
        self.assertEqual(self.workspace.texts("weaving"), ["Hello, is anybody there?"])

        # Another panel stood in its place meanwhile.
        app.key("ctrl+shift+h")
        app.find("list", "Activity")
        app.key("ctrl+shift+h")
        app.gone("list", "Activity")
        app.key("ctrl+e")
        self.open_thread(app)
        app.find("list item", re.compile(r"You, .*, Here I am"))
        self.send_later(app)
        self.assertEqual(app.close(), 0)

    def send_later(self, app):
        """What is written in a thread and sent at a time goes into the thread, and not into the room."""
        app.find("text", "Reply in the thread", state=Atspi.StateType.FOCUSED)
        app.type_blind("See you then")
        app.key("ctrl+shift+Return")
        app.find("dialog", "Send Later")
        app.act(app.find("button", "Send Then"))
        app.expect_announcement("Will be sent: Tomorrow, 09:00")
        app.key("ctrl+shift+s")
        app.act(app.find("radio button", "Scheduled"))
        app.find("list item", "weaving · Tomorrow, 09:00, See you then")
        app.key("Tab")
        app.act(app.find("toggle button", "What to Do with It"))
        until(lambda: app.find_all("menu item"), 10, "a menu")
        app.key("Return")  # Send Now
        app.find("list item", re.compile("Hello, is anybody there.*, 2 replies"), timeout=20)
        self.assertEqual(self.workspace.texts("weaving"), ["Hello, is anybody there?"])

    def open_thread(self, app):
        app.key("shift+Tab", "End")
        until(lambda: "Hello, is anybody there?" in (app.focused_name() or ""), 10, lambda: f"the message to have the focus, not {app.focused_name()!r}")
        app.key("ctrl+t")
        return app.find("text", "Reply in the thread", state=Atspi.StateType.FOCUSED)


if __name__ == "__main__":
    unittest.main(verbosity=2)
