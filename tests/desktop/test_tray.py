#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Weft in the tray of a real panel, in the dock, and without a window: only where there is a way back."""
import os
import pathlib
import re
import unittest

from weft_desktop import Notifications, WeftTestCase, until
from weft_desktop.bell import Bell
from weft_desktop.panel import SERVICES, Panel
from weft_desktop.portal import BackgroundPortal
from weft_desktop.session import Session

from gi.repository import Atspi, Gio  # after the harness has chosen its version


class PanelSession(Session):
    services = Session.services + SERVICES


class TrayTest(WeftTestCase):
    session_class = PanelSession

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.desktop = Notifications(cls.session)

    def setUp(self):
        super().setUp()
        self.badges = []
        self.bus = self.session.bus()  # which goes, with its subscriptions, when nobody holds it
        subscription = self.bus.signal_subscribe(None, "com.canonical.Unity.LauncherEntry", "Update", None, None, Gio.DBusSignalFlags.NONE,
                                                 lambda *call: self.badges.append(call[5].unpack()))
        self.addCleanup(self.bus.signal_unsubscribe, subscription)

    def two_rooms(self, app):
        self.workspace.weftctl("grace", "create-room", "dyeing_blue")
        self.workspace.weftctl("grace", "add", "dyeing_blue", "ada")
        app.find("list item", re.compile("^dyeing_blue"), timeout=20)
        self.open_room(app)

    def mention(self, text):
        self.workspace.weftctl("grace", "send", "dyeing_blue", text)

    def prefer(self, app, *switches):
        """Turns switches of the preferences the other way, by name, with what they say of themselves then."""
        app.key("ctrl+comma")
        dialog = app.find("dialog", "Preferences")
        for name, says in switches:
            row = self.reach(app, dialog, name)
            app.key("space")
            app.find("label", says, within=row)
        app.key("Escape")
        app.gone("check box", switches[0][0])

    def reach(self, app, dialog, name):
        """A row of the preferences, by keys."""
        row = app.find("check box", name, within=dialog)
        for key in ["Down"] * 30 + ["Up"] * 30:
            if app.has(row, Atspi.StateType.FOCUSED):
                return row
            app.key(key)
        self.fail(f"no focus on {name!r}: {app.tree()}")

    def close_window(self, app):
        """Alt+F4; the program goes on."""
        app.ready()
        app.key("alt+F4")
        until(lambda: not app.window_numbers(), 10, "no window")
        self.assertIsNone(app.process.poll(), app.log())

    def status(self, panel, status, tooltip):
        until(lambda: (panel.properties()["Status"], panel.properties()["ToolTip"][3]) == (status, tooltip), 15,
              lambda: f"{status} and {tooltip!r}, not {panel.properties()['Status']} and {panel.properties()['ToolTip'][3]!r}")

    def test_tray(self):
        panel = Panel(self.session)
        bell = Bell()
        self.addCleanup(bell.close)
        app = self.join()
        self.two_rooms(app)
        self.tells(app, panel, bell)
        self.disturbs_nobody(app, panel)
        self.keeps_running(app, panel)
        self.tray_goes(app, panel)
        panel = Panel(self.session)
        self.quits(app, panel)

    def tells(self, app, panel, bell):
        """What is unread, in icon, tooltip, menu and dock, and to the ear; the menu opens it."""
        item = panel.item()
        quiet = item["IconPixmap"]
        self.assertEqual((item["Category"], item["Title"]), ("Communications", "Weft"))
        self.status(panel, "Active", "Nothing unread")
        self.assertEqual([label for _, label in panel.menu()], ["_Open Weft", None, "_Do Not Disturb", None, "_Quit"])
        bell.count()
        self.mention("@Ada is the indigo ready?")
        self.status(panel, "NeedsAttention", "1 unread message for you")
        self.assertNotEqual(panel.properties()["IconPixmap"], quiet)
        self.assertEqual([label for _, label in panel.menu()], ["_Open Weft", None, "dyeing__blue", None, "_Do Not Disturb", None, "_Quit"])
        self.gone_room = panel.menu()[2][0]
        until(lambda: self.badges and self.badges[-1][1] == {"count": 1, "count-visible": True}, 10, lambda: f"the number in the dock; there was {self.badges}")
        self.assertEqual(self.badges[-1][0], "application://dev.weft.Weft.desktop")
        until(lambda: bell.count() == 1, 10, "one sound")
        panel.choose(2)
        app.find("text", "Message dyeing_blue")
        self.status(panel, "Active", "Nothing unread")
        until(lambda: self.badges[-1][1] == {"count": 0, "count-visible": False}, 10, lambda: f"no number in the dock; there was {self.badges}")
        self.assertEqual(panel.properties()["IconPixmap"], quiet)

    def disturbs_nobody(self, app, panel):
        """Chosen in the tray it holds in the window, and the tray shows it."""
        numbers = {label: number for number, label in panel.menu()}
        panel.click(numbers["_Do Not Disturb"])
        app.find("toggle button", "Ada Lovelace, Busy")
        until(lambda: panel.checks() == ["_Do Not Disturb"], 10, lambda: f"a check, not {panel.checks()}")
        panel.click(numbers["_Do Not Disturb"])
        app.find("toggle button", "Ada Lovelace, Online")
        until(lambda: panel.checks() == [], 10, lambda: f"no check, not {panel.checks()}")

    def keeps_running(self, app, panel):
        """Chosen, its window closes into the tray; a press brings it back. Switched off, sounds are not heard."""
        self.prefer(app, ("Keep Running in the Background", "Weft stays in the tray when its window is closed"))
        self.close_window(app)
        self.mention("@Ada and the madder?")
        self.status(panel, "NeedsAttention", "1 unread message for you")
        panel.press()
        app.ready()
        self.shows(app, "and the madder?")
        self.status(panel, "Active", "Nothing unread")

    def tray_goes(self, app, panel):
        """Nothing hides in a tray that is not there."""
        self.close_window(app)
        panel.end()
        until(app.window_numbers, 15, "the window, as there is no tray any more")

    def quits(self, app, panel):
        """The tray is back, and the item in it; its menu ends Weft also without a window."""
        panel.item()
        self.close_window(app)
        numbers = {label: number for number, label in panel.menu()}
        panel.click(numbers["_Quit"] + 1)  # no such thing
        panel.click(self.gone_room)        # which stood in an earlier menu
        self.assertFalse(app.window_numbers())
        panel.click(numbers["_Quit"])
        self.assertEqual(app.process.wait(15), 0)
        until(lambda: not panel.items(), 10, lambda: f"an empty tray, not {panel.items()}")

    def test_desktop_agrees(self):
        """Without a tray the desktop is asked; only if it agrees there is life without a window."""
        portal = BackgroundPortal(self.session, agrees=False)
        self.addCleanup(portal.end)
        bell = Bell()
        self.addCleanup(bell.close)
        app = self.join()
        self.two_rooms(app)
        background = "Keep Running in the Background"
        self.prefer(app, (background, "This desktop has no tray and did not agree: closing the window ends Weft"), (background, "Closing the window ends Weft"))
        portal.agrees = True
        self.prefer(app, ("Sounds", None), (background, "Weft runs on when its window is closed: the desktop agreed"), ("Start with the Session", None))
        self.assertEqual(len(portal.asked), 2, portal.asked)
        entries = pathlib.Path(os.environ["XDG_CONFIG_HOME"], "autostart")
        until(lambda: list(entries.glob("dev.weft.Weft*.desktop")), 10, "an entry for the session's start")
        entry = next(entries.glob("*.desktop")).read_text()
        self.assertIn(f"\nExec='weft' '--background' '--profile' '{self.profile}'\n", entry)
        self.close_window(app)
        bell.count()
        self.mention("@Ada who hears this?")
        until(lambda: self.badges and self.badges[-1][1]["count"] == 1, 10, lambda: f"the number in the dock; there was {self.badges}")
        self.assertEqual(bell.count(), 0)
        again = self.start("src/app/weft", "--profile", self.profile, "--background")
        self.assertEqual(again.process.wait(15), 0)
        self.assertFalse(app.window_numbers())
        self.start("src/app/weft", "--profile", self.profile)
        app.ready()
        self.prefer(app, (background, "Closing the window ends Weft"), ("Start with the Session", None))
        until(lambda: not list(entries.glob("*.desktop")), 10, "no entry for the session's start")
        self.assertEqual(app.close(), 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
