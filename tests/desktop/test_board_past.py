#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A board at earlier moments, by keys and as it is spoken: back by changes, to the beginning, played, and to now."""
import re
import unittest

from weft_desktop import BoardTestCase, until



class BoardPastTest(BoardTestCase):
    def test_past(self):
        app = self.join()
        self.make_project(app)
        self.add_cards(app)
        self.finish(app)
        self.activity(app)
        self.back_in_time(app)
        self.nothing_changes(app)
        self.compare(app)
        self.play(app)
        self.to_now(app)
        self.assertEqual(app.close(), 0)

    def finish(self, app):
        self.project, *tasks = self.rows("SELECT stream FROM project UNION ALL SELECT * FROM (SELECT id FROM task ORDER BY number)")
        status = self.rows("SELECT id FROM project_status WHERE name = 'In Progress'")[0]
        self.workspace.weftctl("ada", "--address", f"unix:{self.workspace.socket}", "sign-in", "ada")
        self.operate("ada", self.project, "board.move", ids=[tasks[1]], status=status)
        self.has(app, "In Progress", "Wind the bobbins")

    def activity(self, app):
        """Of one card: sentences, the newest first; the focus goes to the first."""
        app.focus(self.card(app, "In Progress", "Wind"))
        app.key("Return")
        app.find("dialog", "MILL-2")
        until(lambda: app.focused_name() == "Title", 10, lambda: f"the title to have the focus, not {app.focused_name()!r}")
        app.tab_to("button", "Show What Happened")
        app.key("Return")
        app.find("list item", re.compile("^You moved it from To Do to In Progress, "))
        app.find("list item", re.compile("^You made it, "))
        until(lambda: (app.focused_name() or "").startswith("You moved it"), 10, lambda: f"the newest to have the focus, not {app.focused_name()!r}")
        app.key("Escape")

    def stands(self, app, name):
        app.find("label", re.compile(name))

    def has(self, app, column, title):
        until(lambda: any(card.startswith(title) for card in self.cards(app, column)), 20, lambda: f"{title!r} in {column}; there is {self.cards(app, column)}")

    def back_in_time(self, app):
        """One key from a card; the slider has the focus, and each step back is one change."""
        app.focus(self.card(app, "To Do", "Warp"))
        app.key("ctrl+u")
        until(lambda: app.focused_name() == "Moment", 20, lambda: f"the slider to have the focus, not {app.focused_name()!r}")
        self.stands(app, "^As it is now$")
        self.has(app, "In Progress", "Wind the bobbins")
        app.key("Left")
        self.stands(app, r"^Change \d+ of \d+$")
        self.has(app, "To Do", "Wind the bobbins")
        app.key("Home")
        self.stands(app, "^Before it was made$")
        until(lambda: not app.find_all("list item", re.compile("Warp the loom")), 20, "the cards to be gone")
        app.key("End")
        self.stands(app, "^As it is now$")
        self.has(app, "In Progress", "Wind the bobbins")
        app.key("Page_Up")
        self.stands(app, "^Before it was made$")
        app.key("Page_Down")
        self.stands(app, "^As it is now$")

    def nothing_changes(self, app):
        """What was can be looked at, and that is all."""
        before = self.rows("SELECT count(*) FROM task")
        app.focus(self.card(app, "In Progress", "Wind"))
        app.key("ctrl+n", "ctrl+m", "Left", "Return")
        self.has(app, "In Progress", "Wind the bobbins")
        self.assertEqual(self.rows("SELECT count(*) FROM task"), before)

    def compare(self, app):
        """What changed between two moments, by keys; a card opens as it is now."""
        app.focus(app.find("slider", "Moment"))
        app.tab_to("toggle button", "Compare")
        app.key("space")
        app.find("slider", "Other Moment")
        app.find("list", "What Changed")
        app.find("label", "3 new")
        app.find("list item", "MILL-2 · Wind the bobbins, New, Made, now in In Progress")
        self.assertEqual(len(app.find_all("list item", re.compile("^MILL-"))), 3)
        # One step: what became of it last.
        app.focus(app.find("slider", "Moment"))
        app.key("End", "Left")
        app.expect_announcement("1 moved")
        app.find("list item", "MILL-2 · Wind the bobbins, Moved, To Do → In Progress")
        self.assertEqual(len(app.find_all("list item", re.compile("^MILL-"))), 1)
        app.tab_to("slider", "Other Moment")
        app.key("Left")
        app.expect_announcement("Nothing changed")
        app.find("label", "Nothing Changed")
        app.key("Right")
        app.tab_to("list item", "MILL-2 · Wind the bobbins, Moved, To Do → In Progress")
        app.key("Return")
        app.find("dialog", "MILL-2")
        app.key("Escape")
        app.gone("dialog", "MILL-2")
        app.tab_to("toggle button", "Compare")
        app.key("space")
        app.gone("slider", "Other Moment")
        self.has(app, "To Do", "Wind the bobbins")

    def play(self, app):
        app.focus(app.find("slider", "Moment"))
        app.key("Home")
        self.stands(app, "^Before it was made$")
        app.key("space")
        app.find("button", "Pause")
        self.stands(app, "^As it is now$")
        app.find("button", "Play")

    def to_now(self, app):
        app.key("Left")
        self.has(app, "To Do", "Wind the bobbins")
        app.key("Escape")
        until(lambda: not app.find_all("slider", "Moment"), 20, "the slider to be gone")
        self.has(app, "In Progress", "Wind the bobbins")
        until(lambda: app.focused_name(), 10, "the focus to be somewhere")


if __name__ == "__main__":
    unittest.main()
