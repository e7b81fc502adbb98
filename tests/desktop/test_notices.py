#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Being told of a mention: by the desktop, the bell and its list; never of what happens before one's eyes."""
import re
import unittest

from weft_desktop import Notifications, Orca, WeftTestCase, until

from gi.repository import Atspi  # after the harness has chosen its version


class NoticesTest(WeftTestCase):
    def setUp(self):
        super().setUp()
        self.desktop = Notifications(self.session)
        self.orca = Orca(self.session)
        self.addCleanup(self.orca.stop)

    def test_notices(self):
        app = self.join()
        self.open_room(app)
        self.workspace.weftctl("grace", "create-room", "dyeing")
        self.workspace.weftctl("grace", "add", "dyeing", "ada")
        app.find("list item", re.compile("^dyeing"), timeout=20)
        self.nothing_of_what_is_seen(app)
        self.told_elsewhere(app)
        self.open_by_keyboard(app)
        self.press_the_notification(app)
        self.mark_all(app)
        self.assertEqual(app.close(), 0)

    def mention(self, room, text):
        self.workspace.weftctl("grace", "send", room, text)

    def bell(self, app, name, timeout=15):
        return app.find("toggle button", name, timeout=timeout)

    def told(self, title, body):
        """Waits for a notification and returns it: the newest of that title."""
        def look():
            return next((one for one in reversed(self.desktop.shown) if one["title"] == title and body in one["body"]), None)

        return until(look, 15, lambda: f"a notification {title!r}; there were {self.desktop.shown}")

    def nothing_of_what_is_seen(self, app):
        """In the open room, in an active window: it is there to be seen, and is seen."""
        self.mention("weaving", "@Ada you see this at once")
        self.shows(app, "you see this at once")
        self.told_count = len(self.desktop.shown)
        self.bell(app, "Notices")

    def told_elsewhere(self, app):
        """In another room: the desktop tells, one notification a room, and the bell counts."""
        self.mention("dyeing", "@Ada is the indigo ready?")
        self.told("Grace Hopper in dyeing", "is the indigo ready?")
        self.assertEqual(len(self.desktop.shown), self.told_count + 1, self.desktop.shown)
        self.bell(app, "Notices, 1 not seen")
        self.mention("dyeing", "@Ada and the madder?")
        second = self.told("2 notices in dyeing", "and the madder?")
        self.assertEqual(second["body"], "Grace Hopper: @Ada is the indigo ready?\nGrace Hopper: @Ada and the madder?")
        self.bell(app, "Notices, 2 not seen")

    def open_by_keyboard(self, app):
        """The list by its key; the newest row is said in full; Enter shows its place, and what is there counts as seen."""
        self.orca.quiet()
        mark = self.orca.mark()
        app.key("ctrl+shift+m")
        rows = app.find("list", "Notices")
        row = re.compile(r"^Grace Hopper in dyeing: @Ada and the madder\?, \d\d:\d\d, not seen yet$")
        app.find("list item", row, within=rows)
        until(lambda: app.find_all("list item", row, state=Atspi.StateType.FOCUSED), 10, lambda: f"the focus on the newest notice, not {app.focused_name()!r}")
        self.orca.expect("and the madder?", mark)
        closed = len(self.desktop.closed)
        app.key("Return")
        app.find("text", "Message dyeing")
        self.shows(app, "is the indigo ready?", "and the madder?")
        self.bell(app, "Notices")
        until(lambda: len(self.desktop.closed) > closed, 10, "the notification to be withdrawn")
        app.find("list item", re.compile(r"^Grace Hopper in dyeing: @Ada and the madder\?, \d\d:\d\d$"), within=rows)

    def press_the_notification(self, app):
        """Pressed on the desktop it shows the place too."""
        self.mention("weaving", "@Ada one more")
        one = self.told("Grace Hopper in weaving", "one more")
        self.desktop.press(one["number"])
        app.find("text", "Message weaving")
        self.bell(app, "Notices")

    def mark_all(self, app):
        """All at once, on all devices: nothing is left on the desktop."""
        self.mention("dyeing", "@Ada last call")
        self.told("Grace Hopper in dyeing", "last call")
        self.bell(app, "Notices, 1 not seen")
        closed, announced = len(self.desktop.closed), len(app.announced)
        if not app.find_all("list", "Notices"):
            app.key("ctrl+shift+m")
        app.act(app.find("button", "Mark All as Seen"))
        app.expect_announcement("All notices are seen", announced)
        self.bell(app, "Notices")
        until(lambda: len(self.desktop.closed) > closed, 10, "the notification to be withdrawn")


if __name__ == "__main__":
    unittest.main(verbosity=2)
