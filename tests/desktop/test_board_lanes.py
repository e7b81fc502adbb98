#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A board with lanes, by keys: cards are moved across them, lanes are folded, cards are sorted, and it is said where a card lands."""
import os
import re
import unittest
import uuid

from weft_desktop import BoardTestCase, until

from gi.repository import Atspi  # after the harness has chosen its version


class BoardLanesTest(BoardTestCase):
    def setUp(self):
        os.environ["GSETTINGS_BACKEND"] = "keyfile"  # as a restart has them
        super().setUp()

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
        self.field(app)
        self.regroup(app)
        self.field_gone(app)
        self.limit(app)
        app = self.fold_and_restart(app)
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

    def field(self, app):
        """By a field of the project's own: a lane for each choice, and what is moved across gets it, by one undo."""
        self.project = self.rows("SELECT stream FROM project")[0]
        self.grade, fine, rough = (str(uuid.uuid4()) for _ in range(3))
        self.workspace.weftctl("ada", "--address", f"unix:{self.workspace.socket}", "sign-in", "ada")
        self.operate("ada", self.project, "board.add-field", id=self.grade, name="Grade", kind="select")
        self.operate("ada", self.project, "board.set-option", id=self.grade, option=fine, name="Fine")
        self.operate("ada", self.project, "board.set-option", id=self.grade, option=rough, name="Rough")
        until(lambda: rough in str(self.rows("SELECT options FROM project_field")), 10, "the choices to be there")
        self.choose(app, "Up", "Return")
        self.choices(app)
        app.key("Up", "Return")
        app.find("button", "Lane Fine, 0 cards")
        app.find("button", "Lane Rough, 0 cards")
        app.find("button", "Lane No Grade, 4 cards")
        app.focus(app.find("list item", re.compile("^Dye"), within=self.cell(app, "To Do", "No Grade")))
        app.key("ctrl+m")
        mark = len(app.announced)
        app.key("Up")
        app.expect_announcement("To Do, lane Rough, place 1 of 1, sorted by Title", mark)
        app.key("Return")
        app.find("button", "Lane Rough, 1 card")
        self.has(app, "To Do", "Rough", "Dye")
        until(lambda: self.rows("SELECT field_values FROM task WHERE number = 3") == [f"{self.grade} {rough}"], 10, "the field to say it")
        app.key("ctrl+z")
        app.find("button", "Lane No Grade, 4 cards")
        until(lambda: self.rows("SELECT field_values FROM task WHERE number = 3") in ([None], [""]), 10, "the field to say nothing")

    def regroup(self, app):
        """A view that has other lanes, from the palette: who stood on a card stands on it still."""
        app.focus(app.find("list item", re.compile("^Dye"), within=self.cell(app, "To Do", "No Grade")))
        app.key("ctrl+k")
        until(lambda: app.focused_name() == "Search or jump to", 10, lambda: f"the palette to have the focus, not {app.focused_name()!r}")
        app.type_blind("Urgency")
        app.find("list item", "Urgency", state=Atspi.StateType.SELECTED)
        app.key("Return")
        app.find("button", re.compile("^Lane Urgent, "))
        self.focuses(app, "Dye")
        self.choose(app, "Up", "Return")
        self.choices(app)
        app.key("Up", "Return")
        app.find("button", "Lane No Grade, 4 cards")

    def field_gone(self, app):
        """A field that goes while it makes lanes leaves columns, and comes back with them."""
        self.operate("ada", self.project, "board.remove-field", id=self.grade)
        app.gone("button", re.compile("^Lane "))
        self.column(app, "To Do")
        self.operate("ada", self.project, "board.restore-field", id=self.grade)
        app.find("button", "Lane No Grade, 4 cards")

    def limit(self, app):
        """Of each lane by itself: it is said, and refuses nothing."""
        status = self.rows("SELECT id FROM project_status WHERE name = 'In Progress'")[0]
        self.operate("ada", self.project, "board.set-status", id=status, name="In Progress", category="doing", wip=3, hard=True)
        self.operate("ada", self.project, "board.set-lane-limit", id=status, per_lane=True)
        app.find("list", "In Progress, No Grade, 3 cards, limit 3")
        app.find("list", "In Progress, Rough, 0 cards, limit 3")
        app.focus(app.find("list item", re.compile("^Dye"), within=self.cell(app, "To Do", "No Grade")))
        app.key("ctrl+m")
        mark = len(app.announced)
        app.key("Right")
        app.expect_announcement("In Progress, lane No Grade, place 1 of 4, sorted by Title. More cards than the limit", mark)
        mark = len(app.announced)
        app.key("Up")
        app.expect_announcement("In Progress, lane Rough, place 1 of 1, sorted by Title", mark)
        app.key("Down", "Return")
        app.find("list", "In Progress, No Grade, 4 cards, limit 3")
        self.has(app, "In Progress", "No Grade", "Dye", "Oil", "Warp", "Wind")

    def fold_and_restart(self, app):
        """What is folded is so when Weft is started again, and so are the lanes and the order."""
        app.tab_to("button", "Lane Rough, 0 cards")
        app.key("space")
        app.gone("list", re.compile("^To Do, Rough, "))
        self.assertEqual(app.close(), 0)
        app = self.launch()
        app.act(app.find("toggle button", "Boards"))
        app.find("button", "Lane Rough, 0 cards")
        self.has(app, "In Progress", "No Grade", "Dye", "Oil", "Warp", "Wind")
        self.cell(app, "To Do", "Fine")
        self.assertEqual(app.find_all("list", re.compile("^To Do, Rough, ")), [])
        return app


if __name__ == "__main__":
    unittest.main()
