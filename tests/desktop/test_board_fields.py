#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A project is given fields of its own by keys; a card fills them in, says them, and takes them back; what is no number is told in place."""
import unittest

from weft_desktop import BoardTestCase, until


class BoardFieldsTest(BoardTestCase):
    def test_fields(self):
        app = self.join()
        self.make_project(app)
        self.add_cards(app)
        dialog = self.open_menu(app, 2, "Project Settings")
        self.settings(app, dialog)
        until(lambda: self.left(app), 10, "the dialog to close")
        self.fill_in(app)
        self.shows(app, "To Do", "Dye the wool, MILL-3", "Wind the bobbins", "Warp the loom, MILL-1, Grade Fine · Size 3.5")
        app.key("ctrl+z")
        self.shows(app, "To Do", "Dye the wool, MILL-3", "Wind the bobbins", "Warp the loom, MILL-1, Size 3.5")
        self.assertEqual(app.close(), 0)

    def open_menu(self, app, place, name):
        app.act(app.find("toggle button", "Project"))
        app.find("menu item", "")
        app.key(*["Down"] * (place - 1), "Return")
        return app.find("dialog", name)

    def left(self, app):
        """By Escape, which a page that still slides away keeps for itself."""
        app.key("Escape")
        return not app.find_all("dialog", "Project Settings")

    def add_field(self, app, name, steps):
        """Of the kind so many below the one that is chosen."""
        app.tab_to("combo box", "Kind")
        app.key("space", *["Down"] * steps, "Return")
        app.tab_to("text", "New Field")
        app.type_blind(name)
        app.key("Return")
        app.find("list item", name)

    def settings(self, app, dialog):
        app.click(app.find("page tab", "Fields", within=dialog))
        self.add_field(app, "Size", 1)
        self.add_field(app, "Grade", 2)
        app.tab_to("list item", "Grade")
        app.key("Return")
        app.tab_to("text", "New Choice")
        for choice in ("Fine", "Coarse"):
            app.type_blind(choice)
            app.key("Return")
            app.find("button", "Remove Choice")
        until(lambda: [len(map.split("\n")) for map in self.rows("SELECT options FROM project_field WHERE name = 'Grade'") if map] == [2], 10, "two choices")
        app.key("Escape")

    def fill_in(self, app):
        dialog = self.open_card(app, "Warp the loom", "MILL-1")
        app.tab_to("text", "Size")
        app.type_blind("wide")
        app.key("Return")
        app.expect_announcement("This field takes a number.")
        app.key("ctrl+a")
        app.type_blind("3.50")
        app.key("Return")
        until(lambda: any((values or "").endswith(" 3.5") for values in self.rows("SELECT field_values FROM task WHERE number = 1")), 10, "the size")
        app.tab_to("combo box", "Grade")
        app.key("space", "Down", "Return")
        until(lambda: any(len((values or "").split("\n")) == 2 for values in self.rows("SELECT field_values FROM task WHERE number = 1")), 10, "the grade")
        app.key("Escape")
        app.gone("dialog", "MILL-1")


if __name__ == "__main__":
    unittest.main()
