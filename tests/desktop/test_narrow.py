#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window at 360 px, where dialogs are sheets from below: one can type at once."""
import re
import unittest

from weft_desktop import WeftTestCase, until

from gi.repository import Atspi  # after the harness has chosen its version


class NarrowTest(WeftTestCase):
    def test_sheets(self):
        app = self.join()
        self.open_room(app)
        app.resize(360, 720)
        app.find("button", "Back", timeout=20)
        self.thread(app)
        self.lines(app)
        self.takes_words(app, "Name", "ctrl+shift+n")
        self.takes_words(app, "Search people", "ctrl+shift+d")
        self.takes_words(app, "Search or jump to", "ctrl+k")
        self.takes_words(app, "Search messages", "ctrl+shift+f")
        self.takes_words(app, "Status", "ctrl+k", "Name and Status")
        self.takes_words(app, "Search people", "ctrl+k", "Add People")
        app.key("ctrl+shift+a")
        app.act(app.find("button", re.compile("on this computer")))
        self.types(app, "Workspace Name")
        until(lambda: self.closed(app, "Workspace Name"), 10, "the dialog to close")
        self.assertEqual(app.close(), 0)

    def thread(self, app):
        """In a sheet, which Escape closes: one writes in the room again; as one does in what is opened while a sheet is there."""
        app.type(app.find("text", "Message"), "The reed is bent")
        app.key("Return")
        self.shows(app, "The reed is bent")
        app.key("shift+Tab", "End", "ctrl+t")
        self.types(app, "Reply in the thread")
        app.key("Escape")
        self.types(app, "Message", "weft")
        app.key("ctrl+a", "BackSpace", "F9")
        app.find("list", "Members")
        app.key("ctrl+k")
        self.types(app, "Search or jump to", "weaving")
        app.find("list item", re.compile("weaving"), within=app.find("list", "Results"))
        app.key("Return")
        self.types(app, "Message", "weft")
        app.key("ctrl+a", "BackSpace")

    def lines(self, app):
        """What is written is as wide as the window as soon as it takes a second line, and the words go on."""
        composer = app.find("text", "Message")
        buttons = app.find("button", "Attach Files…")
        beside = app.bounds(composer)[2]
        app.focus(composer)
        app.type_blind("Short")
        self.assertEqual(app.bounds(composer)[2], beside)
        app.type_blind(" at first, and then more of it")
        until(lambda: app.bounds(composer)[2] > 300, 10, lambda: f"the text to have the width, not {app.bounds(composer)}")
        until(lambda: app.bounds(buttons)[1] >= sum(app.bounds(composer)[1::2]), 10, lambda: f"the buttons at {app.bounds(buttons)} below the text at {app.bounds(composer)}")
        self.assertEqual(app.text(composer), "Short at first, and then more of it")
        app.type_blind(", enough of it to take some lines, of which the first stays where a first line is")
        until(lambda: self.first_line(app, composer) > 4, 10, lambda: f"the first line in sight, not {self.first_line(app, composer)} px from the top")
        app.key("ctrl+a", "BackSpace")
        until(lambda: app.bounds(composer)[2] == beside, 10, lambda: f"the text beside the buttons again, not at {app.bounds(composer)}")

    def first_line(self, app, composer):
        """How far from the top."""
        return Atspi.Text.get_character_extents(composer, 0, Atspi.CoordType.WINDOW).y - app.bounds(composer)[1]

    def takes_words(self, app, field, key, command=None):
        """A dialog by its key, or by its name in the palette."""
        app.key(key)
        if command is not None:
            self.types(app, "Search or jump to", command)
            app.find("list item", re.compile(command), within=app.find("list", "Results"))
            app.key("Return")
        self.types(app, field)
        until(lambda: self.closed(app, field), 10, lambda: f"the dialog to close:\n{app.tree()}")

    def closed(self, app, field):
        """By Escape, of which the first empties a search."""
        app.key("Escape")
        return not app.find_all(None, field)

    def types(self, app, field, words="warp"):
        """Into what has the focus, which is this field."""
        until(lambda: app.focused_name() == field, 10, lambda: f"{field} to have the focus, not {app.focused_name()!r}:\n{app.tree()}")
        app.type_blind(words)
        text = app.find(None, field, state=Atspi.StateType.FOCUSED)
        until(lambda: app.text(text).endswith(words), 10, lambda: f"{words!r} in {field}, not {app.text(text)!r}")


if __name__ == "__main__":
    unittest.main(verbosity=2)
