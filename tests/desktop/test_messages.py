#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people do with messages once they are there, on the real window and a real server."""
import re
import unittest

from weft_desktop import WeftTestCase, until


class MessagesTest(WeftTestCase):
    def test_messages(self):
        app = self.join()
        self.open_room(app)
        self.history(app)
        self.assertEqual(app.close(), 0)

    def focus_message(self, app, text):
        """By keys, from the composer up to the message with this text."""
        app.focus(self.composer(app))
        app.key("shift+Tab", "End")
        until(lambda: app.focused_name() in self.messages(app), 10, lambda: f"a message to have the focus, not {app.focused_name()!r}")
        for _ in self.messages(app):
            if text in app.focused_name():
                break
            app.key("Up")
        until(lambda: text in (app.focused_name() or ""), 10, lambda: f"{text!r} to have the focus, not {app.focused_name()!r}")

    def history(self, app):
        """What a message said before, said in words; of what was deleted since, nothing."""
        self.write(app, "Meet at ten")
        self.shows_state(app, "Meet at ten", "Sent")
        self.focus_message(app, "Meet at ten")
        app.key("F2")
        app.type(self.composer(app), "Meet Grace at eleven", replace=True)
        app.key("Return")
        self.shows_state(app, "Meet Grace at eleven, edited", "Sent")
        self.focus_message(app, "Meet Grace at eleven")
        app.key("ctrl+h")
        dialog = app.find("dialog", "Edit History")
        app.find("list item", re.compile(r"^Version 2 of 2, You, Today, \d\d:\d\d\. Added: Grace; eleven\. Removed: ten\. Meet Grace at eleven$"),
                 within=dialog, timeout=20)
        app.find("list item", re.compile(r"^Version 1 of 2, You, Today, \d\d:\d\d\. Meet at ten$"), within=dialog)
        app.key("Escape")
        app.gone("dialog", "Edit History")


if __name__ == "__main__":
    unittest.main(verbosity=2)
