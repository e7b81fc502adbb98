#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A card's checklist is written, ticked, moved and undone by keys alone; what others tick meanwhile is there as well."""
import unittest

from weft_desktop import BoardTestCase, until


class BoardChecklistTest(BoardTestCase):
    def test_checklist(self):
        app = self.join()
        self.make_project(app)
        self.add_cards(app)
        self.let_grace_in()
        dialog = self.open_card(app, "Warp the loom", "MILL-1")
        self.write(app, dialog)
        self.through(app)
        self.tick(app, dialog)
        self.move(app, dialog)
        self.together(app, dialog)
        self.person(app, dialog)
        self.remove(app, dialog)
        self.make_task(app, dialog)
        until(lambda: self.left(app), 10, "the dialog to close")
        self.assertEqual(app.close(), 0)

    def left(self, app):
        """By Escape, of which the first takes away what was said."""
        app.key("Escape")
        return not app.find_all("dialog", "MILL-1")

    def items(self, app, dialog):
        """What a screen reader says of each; the entry says nothing of itself."""
        return [name for row in app.find_all("list item", within=app.find("list", "Checklist", within=dialog)) if (name := row.get_name()) and not name.startswith("New Item")]

    def lists(self, app, dialog, *items):
        until(lambda: self.items(app, dialog) == list(items), 10, lambda: f"{items}, not {self.items(app, dialog)}")

    def go(self, app, name, *keys):
        app.key(*keys)
        until(lambda: app.focused_name() == name, 10, lambda: f"the focus on {name!r}, not {app.focused_name()!r}")

    def write(self, app, dialog):
        app.tab_to("text", "New Item")
        for title in ("Beam", "Reed"):
            app.type_blind(title)
            app.key("Return")
        self.lists(app, dialog, "Beam, not done", "Reed, not done")
        until(lambda: app.focused_name() == "New Item", 10, lambda: f"the next to be written, not {app.focused_name()!r}")
        self.go(app, "Beam, not done", "Up", "Up")
        app.key("Return")
        until(lambda: app.focused_name() == "New Item", 10, lambda: f"one below it to be written, not {app.focused_name()!r}")
        app.type_blind("Heddles")
        app.key("Return")
        self.lists(app, dialog, "Beam, not done", "Heddles, not done", "Reed, not done")
        app.key("Escape")
        until(lambda: app.focused_name() == "Heddles, not done", 10, lambda: f"the focus to go back, not {app.focused_name()!r}")

    def through(self, app):
        """Tab goes through all of it, and back."""
        app.key("Tab")
        until(lambda: app.focused_name() == "Menu of Heddles", 10, lambda: f"the menu, not {app.focused_name()!r}")
        app.key("Tab")
        until(lambda: app.focused_name() == "Reed, not done", 10, lambda: f"the next, not {app.focused_name()!r}")
        app.key("shift+Tab", "shift+Tab")
        until(lambda: app.focused_name() == "Heddles, not done", 10, lambda: f"the focus back, not {app.focused_name()!r}")

    def tick(self, app, dialog):
        app.key("space")
        app.expect_announcement("Heddles, done")
        self.lists(app, dialog, "Beam, not done", "Heddles, done", "Reed, not done")
        app.find("label", "1 of 3 done", within=dialog)
        app.key("ctrl+z")
        self.lists(app, dialog, "Beam, not done", "Heddles, not done", "Reed, not done")

    def move(self, app, dialog):
        app.key("alt+Down")
        app.expect_announcement("Heddles, place 3 of 3")
        self.lists(app, dialog, "Beam, not done", "Reed, not done", "Heddles, not done")
        app.key("alt+Right")
        app.expect_announcement("Heddles, below Reed")
        self.lists(app, dialog, "Beam, not done", "Reed, 0 of 1 done", "Heddles, below Reed, not done")
        app.key("alt+Left")
        app.expect_announcement("Heddles, place 3 of 3")
        self.lists(app, dialog, "Beam, not done", "Reed, not done", "Heddles, not done")
        app.key("alt+Up", "alt+Up")
        self.lists(app, dialog, "Heddles, not done", "Beam, not done", "Reed, not done")
        until(lambda: app.focused_name() == "Heddles, not done", 10, lambda: f"the focus to stay, not {app.focused_name()!r}")

    def together(self, app, dialog):
        """Grace ticks one, Ada another."""
        reed = self.rows("SELECT id FROM task_item WHERE title = 'Reed'")[0]
        self.operate("grace", self.project, "board.tick-item", id=reed, done=True)
        app.key("space")
        self.lists(app, dialog, "Heddles, done", "Beam, not done", "Reed, done")
        app.find("label", "2 of 3 done", within=dialog)
        self.kept("items || '/' || items_done", "3/2")

    def person(self, app, dialog):
        app.key("F2")
        until(lambda: app.focused_name() == "Title", 10, lambda: f"its title to have the focus, not {app.focused_name()!r}")
        app.key("ctrl+a")
        app.type_blind("Healds")
        app.key("Return")
        self.open_row(app, "Assignee")
        until(lambda: app.focused_name() == "Search people", 10, lambda: f"the search to have the focus, not {app.focused_name()!r}")
        app.type_blind("hop")
        app.tab_to("list item", "Grace Hopper")
        app.key("Return")
        app.find("label", "Grace Hopper", within=dialog)
        until(lambda: self.rows("SELECT assignee FROM task_item WHERE title = 'Healds'")[0] is not None, 10, "it to be Grace's")
        app.key("Escape")
        self.lists(app, dialog, "Healds, done, Grace Hopper", "Beam, not done", "Reed, done")

    def remove(self, app, dialog):
        self.go(app, "Beam, not done", "Down")
        app.key("Delete")
        app.expect_announcement("“Beam” removed")
        self.lists(app, dialog, "Healds, done, Grace Hopper", "Reed, done")
        until(lambda: app.focused_name() == "Reed, done", 10, lambda: f"the focus to go to the next, not {app.focused_name()!r}")
        app.act(app.find("button", "Undo"))
        self.lists(app, dialog, "Healds, done, Grace Hopper", "Beam, not done", "Reed, done")

    def make_task(self, app, dialog):
        """From its menu: it is a card from then on."""
        self.go(app, "Healds, done, Grace Hopper", "Up", "Up")
        app.key("shift+F10")
        app.find("menu item", "")
        app.key("Down", "Down", "Down", "Down", "Return")
        app.find("button", "Remove: Sub-task MILL-4", within=dialog)
        self.lists(app, dialog, "Beam, not done", "Reed, done")
        until(lambda: self.rows("SELECT title FROM task WHERE number = 4") == ["Healds"], 10, "the sub-task")


if __name__ == "__main__":
    unittest.main()
