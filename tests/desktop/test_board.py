#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A board, from making its project to moving its cards: by keys and as it is spoken."""
import unittest

from weft_desktop import BoardTestCase, until


class BoardTest(BoardTestCase):
    def test_board(self):
        app = self.join()
        self.make_project(app)
        self.add_cards(app)
        self.move(app)
        self.take_back(app)
        self.write_card(app)
        self.delete(app)
        self.assertEqual(app.close(), 0)

    def move(self, app):
        """The first card to the second column, and there below the one which came first."""
        for title, key, place in (("Dye the wool", "MILL-3", "In Progress, place 1 of 1"), ("Wind the bobbins", "MILL-2", "In Progress, place 1 of 2")):
            app.focus(self.card(app, "To Do", title))
            mark = len(app.announced)
            app.key("ctrl+m")
            app.expect_announcement(f"Moving {key}. To Do, place 1 of", mark)
            app.key("Right")
            app.expect_announcement(place, mark)
            if title == "Wind the bobbins":
                app.key("Down")
                app.expect_announcement("In Progress, place 2 of 2", mark)
            app.key("Return")
            app.expect_announcement("Moved to In Progress, place", mark)
            until(lambda t=title: (app.focused_name() or "").startswith(t), 10, lambda: f"the card to have the focus, not {app.focused_name()!r}")
        self.shows(app, "To Do", "Warp the loom")
        self.shows(app, "In Progress", "Dye the wool", "Wind the bobbins")

        app.key("ctrl+m", "Left", "Escape")
        app.expect_announcement("Put back")
        self.shows(app, "In Progress", "Dye the wool", "Wind the bobbins")

    def take_back(self, app):
        app.key("ctrl+z")
        self.shows(app, "To Do", "Wind the bobbins", "Warp the loom")
        app.key("ctrl+shift+z")
        self.shows(app, "In Progress", "Dye the wool", "Wind the bobbins")

    def write_card(self, app):
        """What a card says, and how much it matters; each is undone by itself."""
        app.focus(self.card(app, "To Do", "Warp the loom"))
        app.key("Return")
        dialog = app.find("dialog", "MILL-1")
        until(lambda: app.focused_name() == "Title", 10, lambda: f"the title to have the focus, not {app.focused_name()!r}")
        app.type(app.find("text", "Title", within=dialog), "Warp both looms", replace=True)
        app.type(app.find("text", "Description", within=dialog), "Oak first")
        app.focus(app.find("combo box", "Priority", within=dialog))
        app.key("space", "End", "Return", "ctrl+Return")
        self.shows(app, "To Do", "Warp both looms, MILL-1, Urgent")
        app.focus(self.card(app, "To Do", "Warp both looms"))
        app.key("Return")
        dialog = app.find("dialog", "MILL-1")
        until(lambda: app.text(app.find("text", "Description", within=dialog)) == "Oak first", 10, "the description as it was written")
        app.key("Escape")
        until(lambda: not app.find_all("dialog", "MILL-1"), 10, "the dialog to close")
        app.key("ctrl+z")
        self.shows(app, "To Do", "Warp both looms, MILL-1")
        app.key("ctrl+z")
        until(lambda: self.rows("SELECT about FROM task WHERE number = 1") == [""], 10, "no description")
        app.key("ctrl+z")
        self.shows(app, "To Do", "Warp the loom, MILL-1")

    def delete(self, app):
        app.focus(self.card(app, "To Do", "Warp the loom"))
        app.key("Delete")
        self.shows(app, "To Do")
        app.key("ctrl+z")
        self.shows(app, "To Do", "Warp the loom")


if __name__ == "__main__":
    unittest.main()
