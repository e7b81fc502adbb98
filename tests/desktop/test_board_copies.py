#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cards are duplicated by keys, one by one and several at once, and it is said what they are called; one undo takes all of them back."""
import unittest

from weft_desktop import BoardTestCase, until


class BoardCopiesTest(BoardTestCase):
    def test_copies(self):
        app = self.join()
        self.make_project(app)
        self.add_cards(app)
        self.one(app)
        self.several(app)
        self.assertEqual(app.close(), 0)

    def one(self, app):
        app.focus(self.card(app, "To Do", "Wind the bobbins"))
        app.key("ctrl+b")
        app.expect_announcement("Duplicated as MILL-4")
        self.shows(app, "To Do", "Dye the wool, MILL-3", "Wind the bobbins, MILL-2", "Wind the bobbins, MILL-4", "Warp the loom, MILL-1")
        until(lambda: app.focused_name().startswith("Wind the bobbins, MILL-4"), 10, lambda: f"the copy to have the focus, not {app.focused_name()!r}")
        app.key("ctrl+z")
        self.shows(app, "To Do", "Dye the wool, MILL-3", "Wind the bobbins, MILL-2", "Warp the loom, MILL-1")

    def several(self, app):
        app.focus(self.card(app, "To Do", "Dye the wool"))
        app.key("ctrl+a", "shift+F10")
        app.find("menu item", "")
        app.key("Down", "Down", "Down", "Return")
        app.expect_announcement("3 cards duplicated")
        self.shows(app, "To Do", "Dye the wool, MILL-3", "Dye the wool, MILL-5", "Wind the bobbins, MILL-2", "Wind the bobbins, MILL-6", "Warp the loom, MILL-1", "Warp the loom, MILL-7")
        app.key("ctrl+z")
        self.shows(app, "To Do", "Dye the wool, MILL-3", "Wind the bobbins, MILL-2", "Warp the loom, MILL-1")


if __name__ == "__main__":
    unittest.main()
