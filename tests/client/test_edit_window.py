#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long one may edit one's own messages, as a keyboard and a screen reader meet it (preview.c): the room's settings, what is offered, and why not."""
import re
import unittest

from weft_desktop import DesktopTestCase, until


class EditWindowTest(DesktopTestCase):
    session_options = {"keyring": "absent"}

    def test_edit_window(self):
        app = self.start("tests/client/chat-preview", "--panel").ready()
        composer = app.find("text", "Message deliveries-hcmc")
        app.focus(composer)
        app.type_blind("It was me")
        app.key("Return")
        app.find("list item", re.compile("^You, .*It was me"))
        app.key("Up")
        until(lambda: app.text(composer) == "It was me", 10, lambda: f"the last message to edit, not {app.text(composer)!r}")
        app.key("Escape")
        self.limit(app, "Always", "Never", "Down", "Down", "Down", "Down")

        app.focus(composer)
        app.key("Up")
        app.expect_announcement("Messages stay as they were sent here")
        app.find("label", "Messages stay as they were sent here")
        self.assertEqual(app.text(composer), "")
        app.key("shift+Tab", "End")
        until(lambda: "It was me" in (app.focused_name() or ""), 10, lambda: f"the message, not {app.focused_name()!r}")
        since = len(app.announced)
        app.key("F2")
        app.expect_announcement("Messages stay as they were sent here", since)
        self.assertEqual(app.text(composer), "")

        self.limit(app, "Never", "Always", "Up", "Up", "Up", "Up")
        app.focus(composer)
        app.key("Up")
        until(lambda: app.text(composer) == "It was me", 10, lambda: f"the message to edit again, not {app.text(composer)!r}")

    def limit(self, app, before, after, *keys):
        app.act(app.find("button", "Room Settings"))
        dialog = app.find("dialog", "Room Settings")
        row = app.find("combo box", "Edit One’s Own Messages", within=dialog)
        app.find("label", before, within=row)
        app.focus(row)
        app.key("space", *keys, "Return")
        app.find("label", after, within=row)
        app.act(app.find("button", "Save", within=dialog))
        app.gone("dialog", "Room Settings")


if __name__ == "__main__":
    unittest.main(verbosity=2)
