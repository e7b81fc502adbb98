#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a card says of itself is set by keys, and what does not go is told in place."""
import re
import unittest

from weft_desktop import BoardTestCase, until

from gi.repository import Atspi  # after the harness has chosen its version


class BoardCardTest(BoardTestCase):
    def test_card(self):
        app = self.join()
        self.make_project(app)
        self.add_cards(app)
        self.let_grace_in()
        dialog = self.open_card(app, "Warp the loom", "MILL-1")
        self.people(app, dialog)
        self.labels(app)
        self.estimate(app, dialog)
        self.dates(app, dialog)
        app.key("Escape")
        app.gone("dialog", "MILL-1")
        self.shows(app, "To Do", "Dye the wool, MILL-3", "Wind the bobbins", "Warp the loom, MILL-1, due Tomorrow, wood, Grace Hopper")
        self.assertEqual(app.close(), 0)

    def people(self, app, dialog):
        self.open_row(app, "Assignees")
        until(lambda: app.focused_name() == "Search people", 10, lambda: f"the search to have the focus, not {app.focused_name()!r}")
        app.type_blind("hop")
        app.tab_to("list item", "Grace Hopper")
        app.key("Return")
        app.expect_announcement("Grace Hopper chosen")
        app.key("shift+Tab", "Escape", "Escape")
        until(lambda: self.described(app, dialog, "Assignees") == "Grace Hopper", 10, lambda: f"whose it is, not {self.described(app, dialog, 'Assignees')!r}")

    def described(self, app, dialog, name):
        """What a row says below its name."""
        return next((label.get_name() for label in app.find_all("label", within=app.find("list item", name, within=dialog)) if label.get_name() != name), "")

    def labels(self, app):
        self.open_row(app, "Labels")
        until(lambda: app.focused_name() == "New Label", 10, lambda: f"a label to be written, not {app.focused_name()!r}")
        app.type_blind("wood")
        app.key("Return")
        check = app.find("check box", "wood")
        until(lambda: app.has(check, Atspi.StateType.CHECKED), 10, "the new label to be on the card")
        app.key("Escape")
        app.gone("check box", "wood")

    def estimate(self, app, dialog):
        app.tab_to("text", "Estimate in Points")
        app.type_blind("many")
        app.key("Return")
        app.expect_announcement("An estimate is a number")
        app.key("ctrl+a")
        app.type_blind("2.5")
        app.key("Return")
        self.kept("estimate", 2.5)

    def dates(self, app, dialog):
        self.open_row(app, "Due")
        app.find("button", "Set Date")
        app.tab_to("button", "Tomorrow")
        app.key("Return")
        until(lambda: re.match(r"\w+, \d+ \w+ \d{4}$", self.described(app, dialog, "Due")), 10, "the day in full")
        due = self.rows("SELECT due_at FROM task WHERE number = 1")[0]
        self.assertEqual(due % 86400000, 0)
        self.open_row(app, "Start")
        app.act(app.find("button", "In a Week"))
        app.expect_announcement("It would be due before it begins.")
        self.kept("start_at", 0)


if __name__ == "__main__":
    unittest.main()
