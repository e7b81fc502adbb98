#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a board is looked at is saved under a name by keys, for oneself and for everybody in the project, and looked at again."""
import unittest

from weft_desktop import BoardTestCase, until

from gi.repository import Atspi  # after the harness has chosen its version


class BoardViewsTest(BoardTestCase):
    def test_views(self):
        app = self.join()
        self.make_project(app)
        self.add_cards(app)
        self.save(app)
        self.look(app)
        self.change(app)
        self.share(app)
        self.jump(app)
        self.rename(app)
        self.forget(app)
        self.assertEqual(app.close(), 0)

    def filter(self, app, text):
        app.key("ctrl+f")
        until(lambda: app.focused_name() == "Filter cards", 10, lambda: f"the filter to have the focus, not {app.focused_name()!r}")
        app.type(app.find("entry", "Filter cards"), text, replace=True)

    def menu(self, app, *keys):
        app.key("ctrl+d")
        app.find("menu item", state=Atspi.StateType.FOCUSED)
        app.key(*keys)

    def views(self, *expected):
        def read():
            return self.rows("SELECT CASE WHEN stream = target THEN 'all: ' ELSE '' END || name || ' ' || text || ' ' || layout FROM project_view ORDER BY name")

        until(lambda: read() == list(expected), 10, lambda: f"the views {expected}, not {read()}")

    def save(self, app):
        app.focus(self.card(app, "To Do", "Dye"))
        self.filter(app, "wool")
        self.shows(app, "To Do", "Dye the wool")
        self.menu(app, "Return")
        app.find("alert", "Save This View")
        until(lambda: app.focused_name() == "Name", 10, lambda: f"the name to have the focus, not {app.focused_name()!r}")
        app.type(app.find("text", "Name"), "Wool")
        app.key("Return")
        app.find("label", "“Wool” saved")
        self.views("Wool wool board")

    def look(self, app):
        """All again, and then through it; it is said what is seen."""
        app.key("ctrl+f", "Escape")
        self.shows(app, "To Do", "Dye the wool", "Wind", "Warp")
        mark = len(app.announced)
        self.menu(app, "Return")
        app.expect_announcement("Wool: 1 of 3 cards", mark)
        self.shows(app, "To Do", "Dye the wool")
        self.assertEqual(app.text(app.find("entry", "Filter cards")), "wool")

    def change(self, app):
        """It becomes what is seen now, and by undoing what it was."""
        self.filter(app, "loom")
        self.shows(app, "To Do", "Warp the loom")
        self.menu(app, "Down", "Down", "Return")
        self.views("Wool loom board")
        app.focus(self.card(app, "To Do", "Warp"))
        app.key("ctrl+z")
        self.views("Wool wool board")

    def share(self, app):
        app.key("ctrl+g")
        self.menu(app, "Down", "Return")
        dialog = app.find("alert", "Save This View")
        app.type(app.find("text", "Name", within=dialog), "Wool")
        app.find("label", "Another view is called that.")
        app.tab_to("check box", "For Everybody in the Project")
        app.key("space")
        app.gone("label", "Another view is called that.")
        app.tab_to("text", "Name")
        app.key("ctrl+a")
        app.type_blind("Figures of all")
        app.key("Return")
        self.views("all: Figures of all loom figures", "Wool wool board")

    def jump(self, app):
        """From anywhere, by the palette."""
        app.key("ctrl+k")
        app.find("list", "Results")
        until(lambda: app.focused_name() == "Search or jump to", 10, lambda: f"the palette to have the focus, not {app.focused_name()!r}")
        app.type_blind("Wool")
        app.find("list item", "Wool", state=Atspi.StateType.SELECTED)
        app.key("Return")
        self.shows(app, "To Do", "Dye the wool")

    def rename(self, app):
        """It is looked through as before."""
        app.focus(self.card(app, "To Do", "Dye"))
        self.menu(app, "Up", "Up", "Return")
        dialog = app.find("alert", "Rename the View")
        name = app.find("text", "Name", within=dialog)
        until(lambda: app.focused_name() == "Name", 10, lambda: f"the name to have the focus, not {app.focused_name()!r}")
        self.assertEqual(app.text(name), "Wool")
        app.key("ctrl+a")
        app.type_blind("Fleece")
        app.key("Return")
        self.views("all: Figures of all loom figures", "Fleece wool board")
        app.focus(self.card(app, "To Do", "Dye"))
        app.key("ctrl+z")
        self.views("all: Figures of all loom figures", "Wool wool board")

    def forget(self, app):
        app.focus(self.card(app, "To Do", "Dye"))
        self.menu(app, "Up", "Return")
        self.views("all: Figures of all loom figures")
        app.key("ctrl+z")
        self.views("all: Figures of all loom figures", "Wool wool board")


if __name__ == "__main__":
    unittest.main()
