#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A project is arranged by keys: its name, its statuses and labels; cards are put away by their menu and come back."""
import unittest

from weft_desktop import BoardTestCase, until


class BoardSettingsTest(BoardTestCase):
    def test_settings(self):
        app = self.join()
        self.make_project(app)
        self.add_cards(app)
        self.menu_of_cards(app)
        self.archive(app)
        dialog = self.open_menu(app, 2, "Project Settings")
        self.project(app, dialog)
        self.statuses(app, dialog)
        self.labels(app, dialog)
        until(lambda: self.left(app), 10, "the dialog to close")
        self.column(app, "Weaving")
        self.assertEqual(app.close(), 0)

    def left(self, app):
        """By Escape, which a page that still slides away keeps for itself."""
        app.key("Escape")
        return not app.find_all("dialog", "Project Settings")

    def menu_of_cards(self, app):
        """All cards are selected, and all have the priority."""
        app.focus(self.card(app, "To Do", "Dye the wool"))
        app.key("ctrl+a", "shift+F10")
        app.find("menu item", "")
        app.key("Return")
        until(lambda: len(app.find_all("menu item", "")) >= 5, 10, "the priorities")
        app.key("Down", "Down", "Down", "Down", "Return")
        self.shows(app, "To Do", "Dye the wool, MILL-3, High priority", "Wind the bobbins, MILL-2, High priority", "Warp the loom, MILL-1, High priority")
        app.key("Escape", "ctrl+z")
        self.shows(app, "To Do", "Dye the wool, MILL-3", "Wind the bobbins, MILL-2", "Warp the loom, MILL-1")

    def archive(self, app):
        app.focus(self.card(app, "To Do", "Warp the loom"))
        app.key("shift+F10")
        app.find("menu item", "")
        app.key(*["Down"] * 7, "Return")
        self.shows(app, "To Do", "Dye the wool", "Wind the bobbins")
        dialog = self.open_menu(app, 3, "Archived Cards")
        app.find("list item", "MILL-1, Warp the loom", within=dialog)
        app.act(app.find("button", "Restore", within=dialog))
        app.expect_announcement("MILL-1 is back on the board")
        app.find("label", "No Archived Cards", within=dialog)
        app.key("Escape")
        app.gone("dialog", "Archived Cards")
        self.shows(app, "To Do", "Dye the wool", "Wind the bobbins", "Warp the loom")

    def open_menu(self, app, place, name):
        app.act(app.find("toggle button", "Project"))
        app.find("menu item", "")
        app.key(*["Down"] * (place - 1), "Return")
        return app.find("dialog", name)

    def project(self, app, dialog):
        app.type(app.find("text", "Code", within=dialog), "LOOM", replace=True)
        app.key("Return")
        until(lambda: self.rows("SELECT code FROM project") == ["LOOM"], 10, "another code")
        app.type(app.find("text", "Code", within=dialog), "1st", replace=True)
        app.key("Return")
        app.find("label", "A code is a capital letter, then capital letters and digits: WEB.")
        app.key("ctrl+a")
        app.type_blind("LOOM")
        app.key("Return")
        app.type(app.find("text", "What It Is For", within=dialog), "All that is woven")
        app.key("Return")
        until(lambda: self.rows("SELECT about FROM project") == ["All that is woven"], 10, "what it is for")

    def names(self, app, dialog):
        return [row.get_name() for row in app.find_all("list item", within=app.find("list", "Statuses", within=dialog))]

    def statuses(self, app, dialog):
        app.click(app.find("page tab", "Statuses", within=dialog))
        app.tab_to("text", "New Status")
        app.type_blind("Weaving")
        app.key("Return")
        until(lambda: self.names(app, dialog) == ["To Do", "In Progress", "In Review", "Weaving", "Done"], 10, lambda: f"another status, not {self.names(app, dialog)}")
        app.tab_to("list item", "Weaving")
        app.key("alt+Up")
        app.expect_announcement("Weaving, place 3 of 5")
        until(lambda: self.names(app, dialog) == ["To Do", "In Progress", "Weaving", "In Review", "Done"], 10, lambda: f"the order, not {self.names(app, dialog)}")
        until(lambda: app.focused_name() == "Weaving", 10, lambda: f"the focus to stay, not {app.focused_name()!r}")
        app.key("ctrl+z")
        until(lambda: self.names(app, dialog) == ["To Do", "In Progress", "In Review", "Weaving", "Done"], 10, lambda: f"the old order, not {self.names(app, dialog)}")
        app.key("Return")
        app.tab_to("text", "Limit of Cards")
        app.type_blind("few")
        app.key("Return")
        app.find("label", "A limit is a number from 1 to 10000.")
        app.key("ctrl+a")
        app.type_blind("2")
        app.key("Return")
        until(lambda: self.rows("SELECT wip FROM project_status WHERE name = 'Weaving'") == [2], 10, "its limit")
        app.key("Escape")
        app.tab_to("list item", "To Do")
        app.key("Return")
        app.tab_to("button", "Remove Status")
        app.key("Return")
        app.find("label", "Move its 3 cards elsewhere first.")
        app.key("Escape")

    def labels(self, app, dialog):
        app.click(app.find("page tab", "Labels", within=dialog))
        app.tab_to("text", "New Label")
        app.type_blind("wood")
        app.key("Return")
        app.tab_to("list item", "wood")
        app.key("Return")
        app.tab_to("combo box", "Color")
        app.key("space", "Down", "Return")
        until(lambda: self.rows("SELECT yarn FROM project_label") == ["indigo"], 10, "another colour")
        app.tab_to("button", "Remove Label")
        app.key("Return")
        app.gone("list item", "wood")
        app.gone("button", "Remove Label")  # while the page slides away keys are its own
        until(lambda: app.focused_name() == "New Label", 10, lambda: f"the focus on what makes another one, not {app.focused_name()!r}")


if __name__ == "__main__":
    unittest.main()
