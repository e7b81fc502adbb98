#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A notification pressed while Weft is closed: the very place comes up."""
import re
import unittest

from weft_desktop import KeptNotifications, WeftTestCase, until


class ClosedTest(WeftTestCase):
    """The desktop keeps a notification after Weft has ended; pressed, it starts Weft, and the very place is shown."""

    def test_closed(self):
        shell = KeptNotifications(self.session)
        app = self.join()
        self.workspace.weftctl("grace", "create-room", "dyeing")
        self.workspace.weftctl("grace", "add", "dyeing", "ada")
        app.find("list item", re.compile("^dyeing"), timeout=20)
        self.open_room(app)
        self.workspace.weftctl("grace", "send", "dyeing", "@Ada is the indigo ready?")
        until(lambda: shell.kept, 15, "a notification")
        ((name, _), notification), = shell.kept.items()
        self.assertEqual(notification["title"].get_string(), "Grace Hopper in dyeing")
        self.assertEqual(app.close(), 0)

        app = self.start("src/app/weft", "--profile", self.profile, "--gapplication-service")
        shell.press(name, notification)
        app.ready()
        app.find("text", "Message dyeing", timeout=20)
        self.shows(app, "is the indigo ready?")
        until(lambda: not shell.kept, 15, lambda: f"nothing left on the desktop; there is {shell.kept}")
        self.assertEqual(app.close(), 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
