#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Being told of a mention: by the desktop, the bell and its list; never of what happens before one's eyes. And being reminded of a message."""
import json
import re
import sqlite3
import time
import unittest

from weft_desktop import Notifications, WeftTestCase, until

from gi.repository import Atspi  # after the harness has chosen its version


class NoticesTest(WeftTestCase):
    def setUp(self):
        super().setUp()
        self.desktop = Notifications(self.session)

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
        self.read_elsewhere(app)
        self.mark_on_the_desktop(app)
        self.mute(app)
        self.set_a_reminder(app)
        self.it_is_due(app)
        self.snooze_on_the_desktop(app)
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
        focused = len(app.focused)
        app.key("ctrl+shift+b")
        rows = app.find("list", "Notices")
        row = re.compile(r"^Grace Hopper in dyeing: @Ada and the madder\?, \d\d:\d\d, not seen yet$")
        app.find("list item", row, within=rows)
        until(lambda: app.find_all("list item", row, state=Atspi.StateType.FOCUSED), 10, lambda: f"the focus on the newest notice, not {app.focused_name()!r}")
        until(lambda: any(role == "list item" and row.search(name) for role, name in app.focused[focused:]), 10, lambda: f"the focus to be told; there was {app.focused[focused:]}")
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
            app.key("ctrl+shift+b")
        app.act(app.find("button", "Mark All as Seen"))
        app.expect_announcement("All notices are seen", announced)
        self.bell(app, "Notices")
        until(lambda: len(self.desktop.closed) > closed, 10, "the notification to be withdrawn")

    def read_elsewhere(self, app):
        """What she reads on another device is seen here: her mark says so."""
        self.workspace.weftctl("ada", "--address", f"unix:{self.workspace.socket}", "sign-in", "ada")
        self.mention("dyeing", "@Ada read me there")
        self.told("Grace Hopper in dyeing", "read me there")
        self.bell(app, "Notices, 1 not seen")
        closed = len(self.desktop.closed)
        self.workspace.weftctl("ada", "read", "dyeing")
        self.bell(app, "Notices")
        until(lambda: len(self.desktop.closed) > closed, 10, "the notification to be withdrawn")

    def mark_on_the_desktop(self, app):
        """Its button there: read, without a window coming up or another room being opened; also for others, by the mark."""
        self.mention("dyeing", "@Ada just so that you know")
        one = self.told("Grace Hopper in dyeing", "just so that you know")
        self.bell(app, "Notices, 1 not seen")
        self.assertIn("Mark as Read", one["actions"])
        self.desktop.press(one["number"], one["actions"]["Mark as Read"])
        self.bell(app, "Notices")
        until(lambda: app.find_all("list item", re.compile("^dyeing$|^dyeing, (?!.*unread)")), 10, lambda: f"nothing unread there: {app.tree()}")
        app.find("text", "Message weaving")

    def mute(self, app):
        """By its key on a notice: nothing more is told of that place, until it is heard again by the menu."""
        if app.find_all("list", "Notices"):
            app.key("ctrl+shift+b")
            until(lambda: not app.find_all("list", "Notices"), 10, "the notices to be hidden")
        app.key("ctrl+shift+b")
        row = re.compile("^Grace Hopper in dyeing: @Ada just so that you know")
        until(lambda: app.find_all("list item", row, state=Atspi.StateType.FOCUSED), 10, lambda: f"the focus on the newest notice, not {app.focused_name()!r}")
        app.key("ctrl+m")
        app.find("label", "You get no more notices of this place")
        app.find("list item", re.compile("^Grace Hopper in dyeing: @Ada just so that you know, .*, muted$"))
        shown = len(self.desktop.shown)
        self.mention("dyeing", "@Ada nobody hears this")
        open_room = re.compile("@Ada one more")
        before = len(app.find_all("list item", open_room))
        self.mention("weaving", "@Ada one more")  # which is open, and so seen
        until(lambda: len(app.find_all("list item", open_room)) > before, 15, "the next message")
        self.assertEqual(len(self.desktop.shown), shown, self.desktop.shown)
        app.key("ctrl+shift+b", "ctrl+shift+b", "Down")
        until(lambda: app.find_all("list item", row, state=Atspi.StateType.FOCUSED), 10, lambda: f"the focus on the newest notice, not {app.focused_name()!r}")
        app.key("Menu")
        until(lambda: app.find_all("menu item", state=Atspi.StateType.FOCUSED), 10, "the focus in the menu")
        app.key("Return")
        app.find("label", "You get notices of this place again")
        self.mention("dyeing", "@Ada heard again")
        self.told("Grace Hopper in dyeing", "heard again")
        app.act(app.find("button", "Mark All as Seen"))
        self.bell(app, "Notices")

    def reminders(self, app):
        return [row.get_name() for row in app.find_all("list item", within=app.find("list", "Reminders"))]

    def jobs(self):
        """What the server is to do, as an administrator sees it."""
        return [job for job in map(json.loads, self.workspace.weftctl("grace", "--json", "jobs").splitlines()) if job["op"] == "reminders.fire"]

    def choose_20_minutes(self, app):
        """By keyboard, on the newest message."""
        app.key("ctrl+e", "shift+Tab", "End", "ctrl+shift+r")
        until(lambda: app.find_all("menu item", state=Atspi.StateType.FOCUSED), 10, "the focus in the menu")
        self.assertEqual(len(app.find_all("menu item")), 6)  # GTK does not tell what they are called
        app.key("Return")
        app.find("label", re.compile(r"^You will be reminded: "), timeout=20)

    def set_a_reminder(self, app):
        """Set, taken back, set again: it stands in the list and waits with the server."""
        app.find("text", "Message weaving")
        if not app.find_all("list", "Notices"):
            app.key("ctrl+shift+b")
        app.act(app.find("radio button", "Reminders"))
        app.find("label", "No Reminders")
        self.choose_20_minutes(app)
        until(lambda: len(self.reminders(app)) == 1, 10, "the reminder in the list")
        app.act(app.find("button", "Undo"))
        app.find("label", "No Reminders")
        self.choose_20_minutes(app)
        until(lambda: len(self.reminders(app)) == 1, 10, "the reminder in the list again")
        self.assertRegex(self.reminders(app)[0], r"^@Ada one more, (Today|Tomorrow), \d\d:\d\d$")
        until(lambda: [job["state"] for job in self.jobs()] == ["waiting"], 10, lambda: f"one job that waits; there is {self.jobs()}")

    def it_is_due(self, app):
        """The clock of the stopped server is put on by 20 minutes: for what it has to do that is the same as that its jobs are earlier."""
        self.workspace.stop()
        database = sqlite3.connect(self.workspace.directory / "weft.db")
        with database:
            database.execute("UPDATE job SET due_at = ?, try_at = ? WHERE op = 'reminders.fire' AND state = 'waiting'", (int(time.time() * 1000),) * 2)
        database.close()
        self.workspace.start()
        app.key("F5")
        self.due = self.told("Reminder in weaving", "@Ada one more")
        self.assertLessEqual({"Snooze 20 Minutes", "Done"}, set(self.due["actions"]))
        self.bell(app, "Notices, 1 not seen")
        self.assertEqual([job["state"] for job in self.jobs()], ["done"])
        app.act(app.find("radio button", "Notices"))
        app.find("list item", re.compile(r"^Reminder in weaving: @Ada one more, \d\d:\d\d, not seen yet$"))
        app.find("button", "Done")

    def snooze_on_the_desktop(self, app):
        """Its button there: the notice is seen, the reminder waits anew; then it is done with, in the list."""
        self.desktop.press(self.due["number"], self.due["actions"]["Snooze 20 Minutes"])  # which closes it there
        self.bell(app, "Notices")
        until(lambda: "waiting" in [job["state"] for job in self.jobs()], 10, lambda: f"a job that waits; there is {self.jobs()}")
        app.act(app.find("radio button", "Reminders"))
        self.assertRegex(self.reminders(app)[0], r"^@Ada one more, (Today|Tomorrow), \d\d:\d\d$")
        app.act(app.find("button", "Done"))
        app.find("label", "No Reminders")
        until(lambda: "waiting" not in [job["state"] for job in self.jobs()], 10, lambda: f"no job that waits; there is {self.jobs()}")


if __name__ == "__main__":
    unittest.main(verbosity=2)
