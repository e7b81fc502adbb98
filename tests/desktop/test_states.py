#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Not to be disturbed, and what one says of oneself: by keys, seen by others, and nothing is lost by it."""
import re
import unittest

from weft_desktop import Notifications, WeftTestCase, until

from gi.repository import Atspi  # after the harness has chosen its version


class StatesTest(WeftTestCase):
    def setUp(self):
        super().setUp()
        self.desktop = Notifications(self.session)

    def test_states(self):
        app = self.join()
        self.workspace.weftctl("grace", "create-room", "dyeing")
        self.workspace.weftctl("grace", "add", "dyeing", "ada")
        app.find("list item", re.compile("^dyeing"), timeout=20)
        self.open_room(app)
        app.key("F9")
        app.find("list item", re.compile(r"^Ada Lovelace \(you\), Online$"), timeout=20)
        self.quiet(app)
        self.disturbed_again(app)
        self.hours(app)
        self.status(app)
        self.seen(app)
        self.other_keys(app)
        self.assertEqual(app.close(), 0)

    def command(self, app, letters, name):
        """By the palette."""
        app.key("ctrl+k")
        until(lambda: app.focused_name() == "Search or jump to", 10, lambda: f"the palette to have the focus, not {app.focused_name()!r}")
        app.type_blind(letters)
        app.find("list item", name, within=app.find("list", "Results"))
        app.key("Return")

    def quiet(self, app):
        """Nothing pops up; what is unread is counted all the same, and others see it."""
        self.command(app, "disturb for an hour", "Do Not Disturb for an Hour")
        app.find("label", re.compile(r"^You are not disturbed until: (Today|Tomorrow), \d\d:\d\d$"))
        app.find("list item", re.compile(r"^Ada Lovelace \(you\), Busy$"))
        app.find("toggle button", "Ada Lovelace, Busy")
        self.workspace.weftctl("grace", "send", "dyeing", "@Ada is the indigo ready?")
        app.find("toggle button", "Notices, 1 not seen", timeout=15)
        self.assertEqual(self.desktop.shown, [])

    def disturbed_again(self, app):
        self.command(app, "let me be", "Let Me Be Disturbed")
        app.find("label", "You are told of notices again")
        app.find("list item", re.compile(r"^Ada Lovelace \(you\), Online$"))
        self.workspace.weftctl("grace", "send", "dyeing", "@Ada and the madder?")
        until(lambda: self.desktop.shown, 15, "a notification")
        self.assertEqual([one["title"] for one in self.desktop.shown], ["2 notices in dyeing"])

    def hours(self, app):
        """The dialog's switch; it is noon in this session, so that the hours as they are offered do not hold now."""
        self.command(app, "quiet hours", "Quiet Hours…")
        dialog = app.find("dialog", "Quiet Hours")
        app.find("check box", "Quiet Hours", within=dialog)
        app.find("combo box", "From", within=dialog)
        self.assertEqual([day.get_name() for day in app.find_all("toggle button", within=dialog)],
                         ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"])
        until(lambda: app.focused_name() == "Quiet Hours", 10, lambda: f"the focus on the switch, not {app.focused_name()!r}")
        app.key("space")
        self.hours_are_on(app, dialog)
        app.key("Escape")
        app.gone("dialog", "Quiet Hours")
        self.command(app, "quiet hours", "Quiet Hours…")
        dialog = app.find("dialog", "Quiet Hours")
        self.hours_are_on(app, dialog)
        app.key("Escape")
        app.gone("dialog", "Quiet Hours")
        app.find("list item", re.compile(r"^Ada Lovelace \(you\), Online$"))

    def hours_are_on(self, app, dialog):
        until(lambda: app.has(app.find("combo box", "From", within=dialog), Atspi.StateType.SENSITIVE), 10, "the hours to be on")

    def status(self, app):
        self.command(app, "name and st", "Name and Status…")
        dialog = app.find("dialog", "Name and Status")
        app.find("toggle button", "Emoji of the status", within=dialog)
        app.find("combo box", "How Long", within=dialog)
        app.type_blind("On leave")
        app.key("Return")
        app.find("list item", re.compile(r"^Ada Lovelace \(you\), Online, On leave$"))
        self.command(app, "name and st", "Name and Status…")
        dialog = app.find("dialog", "Name and Status")
        app.act(app.find("button", "Clear the status", within=dialog))
        app.act(app.find("button", "Save", within=dialog))
        app.find("list item", re.compile(r"^Ada Lovelace \(you\), Online$"))

    def seen(self, app):
        """Who has seen a message: by its key in the row, and while the dialog is open."""
        self.write(app, "Who is coming?")
        self.shows(app, "Who is coming?")
        app.key("shift+Tab", "End", "ctrl+i")
        dialog = app.find("dialog", "Not Seen Yet")
        people = app.find("list", "Who has seen the message", within=dialog)
        app.find("list item", re.compile("^Grace Hopper, (Received|Not received yet)"), within=people)
        self.workspace.weftctl("grace", "read", "weaving")
        app.find("list item", re.compile(r"^Grace Hopper, Seen, Today, \d\d:\d\d$"), within=people, timeout=20)
        app.find("dialog", "Seen by 1 Person")
        self.assertEqual(len(app.find_all("list item", within=people)), 1)
        app.key("Escape")
        app.gone("dialog", "Seen by 1 Person")

    def other_keys(self, app):
        """A key of one's own; what has it already is said, and what was there at first comes back."""
        self.choose_key(app, "ctrl+f", "ctrl+alt+k")
        app.find("list item", "Search or Jump To, Ctrl+Alt+K")
        app.key("Escape")
        app.gone("dialog", "Keyboard Shortcuts")
        app.key("ctrl+alt+k")
        until(lambda: app.focused_name() == "Search or jump to", 10, lambda: f"the palette to have the focus, not {app.focused_name()!r}")
        app.key("Escape")
        app.gone("list", "Results")
        app.key("ctrl+question")
        app.act(app.find("button", "Reset All"))
        app.find("list item", "Search or Jump To, Ctrl+K")
        app.key("Escape")
        app.gone("dialog", "Keyboard Shortcuts")

    def choose_key(self, app, taken, free):
        app.key("ctrl+question")
        row = app.find("list item", "Search or Jump To, Ctrl+K")
        until(lambda: app.has(row, Atspi.StateType.FOCUSED), 10, "the focus on the first row")
        app.key("Return")
        app.find("label", "Press the keys. Backspace takes them away.")
        app.key(taken)
        app.find("label", "Ctrl+F belongs to “Search in This Place”. Press another.")
        app.key(free)
        app.gone("label", "Ctrl+F belongs to “Search in This Place”. Press another.")


if __name__ == "__main__":
    unittest.main(verbosity=2)
