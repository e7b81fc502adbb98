#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cards are linked by keys; what does not go is told in place, and what others do appears while one writes."""
import unittest

from weft_desktop import BoardTestCase, until


class BoardLinksTest(BoardTestCase):
    def test_links(self):
        app = self.join()
        self.make_project(app)
        self.add_cards(app)
        self.let_grace_in()
        dialog = self.open_card(app, "Warp the loom", "MILL-1")
        self.links(app, dialog)
        self.refusals(app, dialog)
        self.together(app, dialog)
        app.key("Escape")
        app.gone("dialog", "MILL-1")
        self.shows(app, "To Do", "Count the threads, MILL-4", "Dye the wool, MILL-3", "Wind the bobbins",
                   "Warp both looms, MILL-1, Blocked by MILL-3, 0 of 1 done")
        self.circle(app)
        self.assertEqual(app.close(), 0)

    def links(self, app, dialog):
        app.tab_to("toggle button", "Add a Link")
        app.key("Return")
        app.find("menu item", "")  # GTK leaves them without a name
        app.key("Down", "Down", "Return")
        until(lambda: app.focused_name() == "Search by key or title", 10, lambda: f"the search to have the focus, not {app.focused_name()!r}")
        app.type_blind("dye")
        app.find("list item", "MILL-3, Dye the wool")
        app.key("Return")
        app.find("button", "Remove: Blocked By MILL-3", within=dialog)
        app.tab_to("text", "New Sub-task")
        app.type_blind("Count the threads")
        app.key("Return")
        app.find("button", "Remove: Sub-task MILL-4", within=dialog)
        until(lambda: app.focused_name() == "New Sub-task", 10, lambda: f"the focus to stay, not {app.focused_name()!r}")
        app.tab_to("combo box", "Status")
        app.key("ctrl+z")
        app.gone("button", "Remove: Sub-task MILL-4")
        app.key("ctrl+shift+z")
        app.find("button", "Remove: Sub-task MILL-4", within=dialog)

    def refusals(self, app, dialog):
        """It is not done while it waits: the choice is put back, and it is said why."""
        app.key("space", "End", "Return")
        app.expect_announcement("MILL-1 waits for MILL-3, which is not done.")
        app.find("label", "MILL-1 waits for MILL-3, which is not done.", within=dialog)

    def together(self, app, dialog):
        """What Grace does appears, but not in what is being written; both texts are kept."""
        task = self.rows("SELECT id FROM task WHERE number = 1")[0]
        description = app.find("text", "Description", within=dialog)
        self.operate("grace", self.project, "board.edit", id=task, about="First line.\n\nLast line.\n")
        until(lambda: app.text(description) == "First line.\n\nLast line.\n", 10, "what Grace wrote")
        app.tab_to("text", "Description")
        app.key("ctrl+Home")
        app.type_blind("The very ")
        self.operate("grace", self.project, "board.edit", id=task, title="Warp both looms", about="First line.\n\nLast line, of Grace.\n")
        until(lambda: app.text(app.find("text", "Title", within=dialog)) == "Warp both looms", 10, "the title as Grace wrote it")
        self.assertEqual(app.focused_name(), "Description")
        self.assertEqual(app.text(description), "The very First line.\n\nLast line.\n")
        app.key("shift+Tab")
        until(lambda: app.text(description) == "The very First line.\n\nLast line, of Grace.\n", 10, lambda: f"both texts, not {app.text(description)!r}")
        self.kept("about", "The very First line.\n\nLast line, of Grace.\n")

    def circle(self, app):
        dialog = self.open_card(app, "Dye the wool", "MILL-3")
        app.find("button", "Remove: Blocks MILL-1", within=dialog)
        app.tab_to("toggle button", "Add a Link")
        app.key("Return")
        app.find("menu item", "")  # GTK leaves them without a name
        app.key("Down", "Down", "Return")
        until(lambda: app.focused_name() == "Search by key or title", 10, "the search to have the focus")
        app.type_blind("mill-1")
        app.find("list item", "MILL-1, Warp both looms")
        app.key("Return")
        app.expect_announcement("MILL-1 waits for MILL-3 already.")
        app.find("label", "MILL-1 waits for MILL-3 already.", within=dialog)
        app.key("Escape")
        app.gone("dialog", "MILL-3")


if __name__ == "__main__":
    unittest.main()
