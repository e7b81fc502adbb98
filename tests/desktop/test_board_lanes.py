#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A board with lanes, by keys: cards are moved across them, lanes are folded, cards are sorted, and it is said where a card lands."""
import re
import unittest

from weft_desktop import BoardTestCase, until

from gi.repository import Atspi  # after the harness has chosen its version


class BoardLanesTest(BoardTestCase):
    def test_lanes(self):
        app = self.join()
        self.make_project(app)
        self.add_cards(app)
        self.group(app)
        self.move(app)
        self.undo(app)
        self.write(app)
        self.fold(app)
        self.sort(app)
        self.save(app)
        self.assertEqual(app.close(), 0)

    def cell(self, app, column, lane):
        return app.find("list", re.compile(f"^{column}, {lane}, "))

    def has(self, app, column, lane, *cards):
        def read():
            return [row.get_name() for row in app.find_all("list item", within=self.cell(app, column, lane))]

        until(lambda: len(read()) == len(cards) and all(shown.startswith(card) for shown, card in zip(read(), cards)), 20,
              lambda: f"{cards} in {column}, {lane}; there is {read()}")

    def choose(self, app, *keys):
        """From the project's menu."""
        app.act(app.find("toggle button", "Project"))
        app.find("menu item", state=Atspi.StateType.FOCUSED)
        app.key(*keys)

    def choices(self, app):
        until(lambda: sum(len(app.find_all(role)) for role in ("menu item", "radio menu item", "check menu item")) >= 6, 10, "what can be chosen")

    def focuses(self, app, name):
        until(lambda: (app.focused_name() or "").startswith(name), 10, lambda: f"{name} to have the focus, not {app.focused_name()!r}")

    def group(self, app):
        """By priority: there is a lane for each, though nothing is in most."""
        self.choose(app, "Up", "Return")
        self.choices(app)
        app.key("Down", "Down", "Down", "Down", "Down", "Return")
        self.has(app, "To Do", "No priority", "Dye", "Wind", "Warp")
        self.has(app, "To Do", "Urgent")
        app.find("button", "Lane No priority, 3 cards")

    def move(self, app):
        """Up from the first place into the lane above, and on; both what it is and where it stands are changed."""
        app.focus(app.find("list item", re.compile("^Wind"), within=self.cell(app, "To Do", "No priority")))
        app.key("ctrl+m")
        mark = len(app.announced)
        app.key("Right")
        app.expect_announcement("In Progress, lane No priority, place 1 of 1", mark)
        mark = len(app.announced)
        app.key("Up")
        app.expect_announcement("In Progress, lane Low priority, place 1 of 1", mark)
        mark = len(app.announced)
        app.key("Up", "Up", "Up")
        app.expect_announcement("In Progress, lane Urgent, place 1 of 1", mark)
        mark = len(app.announced)
        app.key("Return")
        app.expect_announcement("Moved to In Progress, lane Urgent, place 1 of 1", mark)
        self.has(app, "In Progress", "Urgent", "Wind the bobbins, MILL-2, Urgent")
        self.has(app, "To Do", "No priority", "Dye", "Warp")
        self.kept("priority", "urgent", 2)
        app.find("button", "Lane Urgent, 1 card")
        self.focuses(app, "Wind")

    def undo(self, app):
        """One undo for both."""
        app.key("ctrl+z")
        self.has(app, "To Do", "No priority", "Dye", "Wind", "Warp")
        self.kept("priority", "none", 2)
        app.key("ctrl+shift+z")
        self.has(app, "In Progress", "Urgent", "Wind")

    def write(self, app):
        """A new card is in the lane in which it is written."""
        app.focus(app.find("list item", re.compile("^Wind"), within=self.cell(app, "In Progress", "Urgent")))
        app.key("ctrl+n")
        until(lambda: app.focused_name() == "Title of the New Card", 10, lambda: f"a card to be written, not {app.focused_name()!r}")
        app.type_blind("Oil the shuttle")
        app.key("Return", "Escape")
        self.has(app, "In Progress", "Urgent", "Oil the shuttle", "Wind")
        self.kept("priority", "urgent", 4)

    def fold(self, app):
        app.tab_to("button", "Lane Urgent, 2 cards")
        app.key("space")
        app.gone("list", re.compile("^In Progress, Urgent, "))
        self.focuses(app, "Lane Urgent")
        app.key("space")
        self.has(app, "In Progress", "Urgent", "Oil", "Wind")

    def sort(self, app):
        """By title: what is moved lands where its title has it, and keys go from lane to lane."""
        self.choose(app, "Up", "Up", "Return")
        self.choices(app)
        app.key("Down", "Down", "Down", "Return")
        self.has(app, "To Do", "No priority", "Dye", "Warp")
        app.focus(app.find("list item", re.compile("^Warp"), within=self.cell(app, "To Do", "No priority")))
        app.key("ctrl+m", "Right", "Up", "Up", "Up")
        mark = len(app.announced)
        app.key("Up")
        app.expect_announcement("In Progress, lane Urgent, place 2 of 3, sorted by Title", mark)
        app.key("Return")
        self.has(app, "In Progress", "Urgent", "Oil", "Warp", "Wind")

    def save(self, app):
        """A view keeps the lanes and the order."""
        app.key("ctrl+d")
        app.find("menu item", state=Atspi.StateType.FOCUSED)
        app.key("Return")
        app.find("alert", "Save This View")
        app.type(app.find("text", "Name"), "Urgency")
        app.key("Return")
        until(lambda: self.rows("SELECT grouping || ' ' || sort || ' ' || layout FROM project_view") == ["priority title board"], 10, "the view to be kept")


if __name__ == "__main__":
    unittest.main()
