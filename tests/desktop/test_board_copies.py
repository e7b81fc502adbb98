#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cards are duplicated by keys, one by one and several at once, and it is said what they are called; one undo takes all of them back. A card is saved as a template,
which is changed, used where it says and where a card is being written, and deleted. The whole project is duplicated with its cards."""
import re
import unittest

from weft_desktop import BoardTestCase, until


class BoardCopiesTest(BoardTestCase):
    def test_copies(self):
        app = self.join()
        self.make_project(app)
        self.add_cards(app)
        self.one(app)
        self.several(app)
        self.template(app)
        self.use(app)
        self.forget(app)
        self.project(app)
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

    def template(self, app):
        app.focus(self.card(app, "To Do", "Warp the loom"))
        app.key("shift+F10")
        app.find("menu item", "")
        app.key(*["Down"] * 4, "Return")
        app.expect_announcement("1 template saved")
        until(lambda: self.rows("SELECT title FROM task WHERE template = 1") == ["Warp the loom"], 10, "a template")
        self.shows(app, "To Do", "Dye the wool, MILL-3", "Wind the bobbins, MILL-2", "Warp the loom, MILL-1")

    def templates(self, app):
        app.key("ctrl+shift+i")
        dialog = app.find("dialog", "Templates")
        app.find("list item", re.compile("^MILL-8, "), within=dialog)
        return dialog

    def use(self, app):
        """It is called otherwise, and its cards with it; where it says, and where one asks for it."""
        dialog = self.templates(app)
        app.act(app.find("button", "Edit MILL-8", within=dialog))
        dialog = app.find("dialog", "Template MILL-8")
        until(lambda: app.focused_name() == "Title", 10, lambda: f"the title to have the focus, not {app.focused_name()!r}")
        app.key("ctrl+a")
        app.type_blind("Warp a loom")
        app.key("Return", "Escape")
        app.gone("dialog", "Template MILL-8")
        self.templates(app)
        app.tab_to("list item", "MILL-8, Warp a loom")
        app.key("Return")
        app.expect_announcement("MILL-9 made from “Warp a loom”")
        self.shows(app, "To Do", "Warp a loom, MILL-9", "Dye the wool, MILL-3", "Wind the bobbins, MILL-2", "Warp the loom, MILL-1")
        until(lambda: app.focused_name().startswith("Warp a loom, MILL-9"), 10, lambda: f"the card to have the focus, not {app.focused_name()!r}")
        app.act([button for button in app.find_all("button", "New Card") if not app.find_all("label", within=button)][1])
        until(lambda: app.focused_name() == "Title of the New Card", 10, lambda: f"a card to be written, not {app.focused_name()!r}")
        dialog = self.templates(app)
        app.act(app.find("button", "Use", within=dialog))
        app.expect_announcement("MILL-10 made from “Warp a loom”")
        self.shows(app, "In Progress", "Warp a loom, MILL-10")

    def forget(self, app):
        dialog = self.templates(app)
        app.act(app.find("button", "Delete MILL-8", within=dialog))
        app.expect_announcement("MILL-8 deleted")
        app.find("label", "No Templates", within=dialog)
        app.key("Escape")
        app.gone("dialog", "Templates")

    def project(self, app):
        app.act(app.find("toggle button", "Project"))
        app.find("menu item", "")
        app.key(*["Down"] * 4, "Return")
        dialog = app.find("dialog", "Duplicate Project")
        until(lambda: app.focused_name() == "Name", 10, lambda: f"the name to have the focus, not {app.focused_name()!r}")
        self.assertEqual(app.text(app.find("text", "Name", within=dialog)), "Weaving mill (copy)")
        self.assertEqual(app.text(app.find("text", "Code", within=dialog)), "MILL2")
        app.key("ctrl+a")
        app.type_blind("Second mill")
        app.tab_to("check box", "Cards")
        app.key("space")
        app.act(app.find("button", "Duplicate", within=dialog))
        app.expect_announcement("Copying to “Second mill”")
        app.expect_announcement("The project is duplicated")
        app.find("list item", "Second mill")
        self.shows(app, "To Do", "Warp a loom, MILL2-1", "Dye the wool, MILL2-2", "Wind the bobbins, MILL2-3", "Warp the loom, MILL2-4")
        self.shows(app, "In Progress", "Warp a loom, MILL2-5")
        until(lambda: self.rows("SELECT archived FROM project WHERE name = 'Second mill'") == [0], 20, "the whole of it")


if __name__ == "__main__":
    unittest.main()
