#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A status is given rules by keys; a card which lacks something is not moved there, and it is said what it lacks."""
import subprocess
import unittest

from weft_desktop import BoardTestCase, until


class BoardRulesTest(BoardTestCase):
    def test_rules(self):
        app = self.join()
        self.make_project(app)
        self.add_cards(app)
        self.let_grace_in()
        self.rules(app)
        self.needs(app)
        self.way(app)
        self.server(app)
        self.assertEqual(app.close(), 0)

    def left(self, app):
        """By Escape, which a page that still slides away keeps for itself."""
        app.key("Escape")
        return not app.find_all("dialog", "Project Settings")

    def rules(self, app):
        """Into “In Progress” goes what is somebody's and ticked off, from “To Do” and from nowhere else."""
        app.act(app.find("toggle button", "Project"))
        app.find("menu item", "")
        app.key("Down", "Return")
        dialog = app.find("dialog", "Project Settings")
        app.click(app.find("page tab", "Statuses", within=dialog))
        app.tab_to("list item", "In Progress")
        app.key("Return")
        app.tab_to("combo box", "A Card Needs")
        app.key("space", "End", "Return")
        until(lambda: self.rows("SELECT needs FROM project_status WHERE name = 'In Progress'") == ["both"], 10, "what it needs")
        app.tab_to("list item", "Cards Come From")
        app.key("Return")
        app.tab_to("check box", "To Do")
        app.key("Return")
        until(lambda: self.rows("SELECT s.id = p.sources FROM project_status s, project_status p WHERE s.name = 'To Do' AND p.name = 'In Progress'") == [1], 10,
              "from where cards come")
        app.key("ctrl+z")
        until(lambda: self.rows("SELECT sources FROM project_status WHERE name = 'In Progress'") == [None], 10, "it to be undone")
        app.key("ctrl+shift+z")
        until(lambda: self.rows("SELECT sources IS NULL FROM project_status WHERE name = 'In Progress'") == [0], 10, "it to be done again")
        until(lambda: self.left(app), 10, "the dialog to close")

    def lift(self, app, column, title, *keys):
        app.focus(self.card(app, column, title))
        mark = len(app.announced)
        app.key("ctrl+m", *keys)
        return mark

    def needs(self, app):
        """What a card lacks is said where it would land, and where it was dropped; it stays where it was."""
        ada, task = self.rows("SELECT id FROM person WHERE login = 'ada'")[0], self.rows("SELECT id FROM task WHERE number = 1")[0]
        self.operate("grace", self.project, "board.add-item", id="0192f0c1-0000-7000-8000-000000000001", parent=task, title="Reed")
        mark = self.lift(app, "To Do", "Warp the loom", "Right")
        app.expect_announcement("In Progress, place 1 of 1. MILL-1 has 1 item to be done, and “In Progress” takes what is ticked off.", mark)
        mark = len(app.announced)
        app.key("Return")
        app.expect_announcement("MILL-1 has 1 item to be done", mark)
        self.operate("grace", self.project, "board.tick-item", id="0192f0c1-0000-7000-8000-000000000001", done=True)
        until(lambda: self.rows("SELECT items_done FROM task WHERE number = 1") == [1], 10, "it to be done")
        mark = self.lift(app, "To Do", "Warp the loom", "Right", "Return")
        app.expect_announcement("MILL-1 is nobody's, and “In Progress” takes what is somebody's.", mark)
        self.shows(app, "In Progress")
        self.operate("grace", self.project, "board.assign", ids=[task], person=ada, on=True)
        self.shows(app, "To Do", "Dye the wool", "Wind the bobbins", "Warp the loom, MILL-1")
        until(lambda: "Ada" in self.cards(app, "To Do")[2], 10, lambda: f"it to be Ada's, not {self.cards(app, 'To Do')}")
        self.lift(app, "To Do", "Warp the loom", "Right", "Return")
        self.shows(app, "In Progress", "Warp the loom")

    def way(self, app):
        self.lift(app, "In Progress", "Warp the loom", "Right", "Return")
        self.shows(app, "In Review", "Warp the loom")
        mark = self.lift(app, "In Review", "Warp the loom", "Left", "Return")
        app.expect_announcement("MILL-1 does not go from “In Review” to “In Progress”.", mark)
        self.shows(app, "In Review", "Warp the loom")

    def server(self, app):
        """Who does not ask the window is told by the server."""
        task, status = self.rows("SELECT id FROM task WHERE number = 1")[0], self.rows("SELECT id FROM project_status WHERE name = 'In Progress'")[0]
        with self.assertRaises((subprocess.CalledProcessError, AssertionError)) as caught:
            self.operate("grace", self.project, "board.move", ids=[task], status=status)
        self.assertIn("MILL-1 does not go from “In Review” to “In Progress”", f"{caught.exception} {getattr(caught.exception, 'stderr', '')}")


if __name__ == "__main__":
    unittest.main()
