#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cards of a board as a list: ordered by its columns, grouped, filtered, opened and changed by keys, and as it is spoken."""
import re
import unittest
import uuid

from weft_desktop import BoardTestCase, until

from gi.repository import Atspi  # after the harness has chosen its version


class BoardListTest(BoardTestCase):
    def test_list(self):
        app = self.join()
        self.make_project(app)
        self.add_cards(app)
        self.set_facts(app)
        self.switch(app)
        self.sort(app)
        self.several(app)
        self.group(app)
        self.find_in_it(app)
        self.back(app)
        self.fields(app)
        self.assertEqual(app.close(), 0)

    def set_facts(self, app):
        """Wind (2) is urgent and in progress; Warp (1) has an estimate."""
        self.project, *tasks = self.rows("SELECT stream FROM project UNION ALL SELECT * FROM (SELECT id FROM task ORDER BY number)")
        status = self.rows("SELECT id FROM project_status WHERE name = 'In Progress'")[0]
        self.workspace.weftctl("ada", "--address", f"unix:{self.workspace.socket}", "sign-in", "ada")
        self.operate("ada", self.project, "board.set-priority", ids=[tasks[1]], priority="urgent")
        self.operate("ada", self.project, "board.move", ids=[tasks[1]], status=status)
        self.operate("ada", self.project, "board.set-estimate", ids=[tasks[0]], estimate=2.5)
        self.shows(app, "In Progress", "Wind the bobbins")

    def lines(self, app):
        return [row.get_name() for row in app.find_all("list item", within=app.find("list", "Cards"))]

    def has(self, app, *lines):
        def there():
            names = self.lines(app)
            return len(names) == len(lines) and all(shown.startswith(line) for shown, line in zip(names, lines))

        until(there, 20, lambda: f"{lines}; there is {self.lines(app)}")

    def switch(self, app):
        """From a card by one key; the same card has the focus there."""
        app.focus(self.card(app, "To Do", "Warp"))
        app.key("ctrl+j")
        self.has(app, "Dye the wool, MILL-3, To Do", "Warp the loom, MILL-1, To Do, 2.5 points", "Wind the bobbins, MILL-2, In Progress, Urgent")
        until(lambda: (app.focused_name() or "").startswith("Warp"), 10, lambda: f"the card to have the focus, not {app.focused_name()!r}")

    def sort(self, app):
        app.tab_to("button", "Priority")
        app.key("space")
        self.has(app, "Wind", "Dye", "Warp")
        app.tab_to("button", "Key")
        app.key("space")
        self.has(app, "Warp", "Wind", "Dye")
        self.assertEqual(app.find("button", "Key").get_description(), "Sorted")
        app.key("space")
        self.has(app, "Dye", "Wind", "Warp")
        self.assertEqual(app.find("button", "Key").get_description(), "Sorted the other way round")

    def several(self, app):
        """All at once by their menu, as on the board, and one undo."""
        app.focus(app.find("list item", re.compile("^Dye"), within=app.find("list", "Cards")))
        app.key("ctrl+a", "shift+F10")
        app.find("menu item", state=Atspi.StateType.FOCUSED)
        app.key("Return")
        until(lambda: len(app.find_all("menu item")) > 5, 10, "the priorities")
        app.key("Down", "Down", "Return")
        until(lambda: self.rows("SELECT priority FROM task ORDER BY number") == ["low", "low", "low"], 10,
              lambda: f"all to be low, not {self.rows('SELECT priority FROM task ORDER BY number')}")
        self.has(app, "Dye the wool, MILL-3, To Do, Low priority", "Wind the bobbins, MILL-2, In Progress, Low priority", "Warp the loom, MILL-1, To Do, Low priority")
        app.key("ctrl+z")
        self.has(app, "Dye the wool, MILL-3, To Do", "Wind the bobbins, MILL-2, In Progress, Urgent", "Warp")

    def group(self, app):
        app.act(app.find("toggle button", "Project"))
        app.find("menu item", state=Atspi.StateType.FOCUSED)
        app.key("Up", "Return")
        until(lambda: sum(len(app.find_all(role)) for role in ("menu item", "radio menu item", "check menu item")) >= 6, 10, "what is grouped by")
        app.key("Down", "Down", "Return")
        app.find("label", "To Do · 2 cards")
        app.find("label", "In Progress · 1 card")
        self.has(app, "Dye", "Warp", "Wind")

    def find_in_it(self, app):
        app.key("ctrl+f")
        app.type(app.find("entry", "Filter cards"), "is:doing ", replace=True)
        self.has(app, "Wind")
        app.key("Down", "Return")
        app.find("dialog", "MILL-2")
        app.key("Escape")
        until(lambda: not app.find_all("dialog", "MILL-2"), 10, "the dialog to close")

    def back(self, app):
        app.key("ctrl+j")
        self.shows(app, "In Progress", "Wind the bobbins")
        until(lambda: (app.focused_name() or "").startswith("Wind"), 10, lambda: f"the card to have the focus, not {app.focused_name()!r}")

    def fields(self, app):
        """Fields of the project's own are columns: said with each card, sorted by their heads, and gone with the field."""
        app.key("ctrl+f", "Escape", "ctrl+j")
        self.has(app, "Dye", "Warp", "Wind")
        size = str(uuid.uuid4())
        tasks = self.rows("SELECT id FROM task ORDER BY number")
        self.operate("ada", self.project, "board.add-field", id=size, name="Size", kind="number")
        self.operate("ada", self.project, "board.set-value", id=tasks[0], field=size, value="10")
        self.operate("ada", self.project, "board.set-value", id=tasks[2], field=size, value="9.5")
        self.has(app, "Dye the wool, MILL-3, To Do, Size 9.5", "Warp the loom, MILL-1, To Do, 2.5 points, Size 10", "Wind")
        app.tab_to("button", "Size")
        app.key("space")
        self.has(app, "Dye", "Warp", "Wind")
        self.assertEqual(app.find("button", "Size").get_description(), "Sorted")
        app.key("space")
        self.has(app, "Warp", "Dye", "Wind")
        self.assertEqual(app.find("button", "Size").get_description(), "Sorted the other way round")
        self.operate("ada", self.project, "board.remove-field", id=size)
        app.gone("button", "Size")
        self.has(app, "Dye the wool, MILL-3, To Do", "Warp the loom, MILL-1, To Do, 2.5 points", "Wind")


if __name__ == "__main__":
    unittest.main()
