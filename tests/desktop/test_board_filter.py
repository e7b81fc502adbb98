#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cards are found on a board by keys, as it is spoken: by words and by conditions; what is moved lands between those which are seen."""
import re
import unittest

from weft_desktop import BoardTestCase, until

from gi.repository import Atspi  # after the harness has chosen its version

MORE = ("Đơn hàng của An", "Card the wool")


class BoardFilterTest(BoardTestCase):
    def test_filter(self):
        app = self.join()
        self.make_project(app)
        self.add_cards(app)
        self.add_more(app)
        self.words(app)
        self.back_to_the_card(app)
        self.conditions(app)
        self.unknown(app)
        self.among_those_seen(app)
        self.from_the_menu(app)
        self.search_behind_it(app)
        self.assertEqual(app.close(), 0)

    def add_more(self, app):
        """To Do: Card the wool 5, Đơn hàng 4, Dye the wool 3, Wind 2, Warp 1."""
        app.key("ctrl+n")
        until(lambda: app.focused_name() == "Title of the New Card", 10, lambda: f"a card to be written, not {app.focused_name()!r}")
        for title in MORE:
            app.type(app.find("text", "Title of the New Card"), title, replace=True)
            app.key("Return")
        app.key("Escape")
        self.shows(app, "To Do", "Card the wool", "Đơn hàng", "Dye the wool", "Wind", "Warp")

    def entry(self, app):
        return app.find("entry", "Filter cards")

    def filter(self, app, text):
        """As it is written, from wherever one is on the board."""
        mark = len(app.announced)
        app.key("ctrl+f")
        until(lambda: app.focused_name() == "Filter cards", 10, lambda: f"the filter to have the focus, not {app.focused_name()!r}")
        app.type(self.entry(app), text, replace=True)
        return mark

    def words(self, app):
        app.focus(self.card(app, "To Do", "Wind"))
        mark = self.filter(app, "don hang")
        self.shows(app, "To Do", "Đơn hàng")
        app.expect_announcement("1 of 5 cards", mark)
        app.find("label", "1 of 5 cards")
        # The whole column's limit counts, and its name says what is seen of it.
        app.find("list", "To Do, 5 cards, 1 shown")

    def back_to_the_card(self, app):
        """Down to what was found; from the filter Escape shows all, at the card from which one came."""
        app.key("Down")
        until(lambda: (app.focused_name() or "").startswith("Đơn hàng"), 10, lambda: f"the card found to have the focus, not {app.focused_name()!r}")
        app.key("ctrl+f", "Escape")
        self.shows(app, "To Do", "Card the wool", "Đơn hàng", "Dye the wool", "Wind", "Warp")
        until(lambda: (app.focused_name() or "").startswith("Đơn hàng"), 10, lambda: f"the card to have the focus again, not {app.focused_name()!r}")
        app.gone("entry", "Filter cards")

    def conditions(self, app):
        app.focus(self.card(app, "To Do", "Warp"))
        app.key("ctrl+f")
        app.type(self.entry(app), "wool -dye is:open ", replace=True)
        self.shows(app, "To Do", "Card the wool")
        app.type(self.entry(app), "mill-2", replace=True)
        self.shows(app, "To Do", "Wind")
        app.type(self.entry(app), "assignee:me ", replace=True)
        self.shows(app, "To Do")
        # What becomes what is wanted comes by itself.
        project, task, ada = self.rows("SELECT stream FROM project UNION ALL SELECT id FROM task WHERE number = 3 UNION ALL SELECT id FROM person WHERE login = 'ada'")
        self.workspace.weftctl("ada", "--address", f"unix:{self.workspace.socket}", "sign-in", "ada")
        self.operate("ada", project, "board.assign", ids=[task], person=ada, on=True)
        self.shows(app, "To Do", "Dye the wool")
        until(lambda: app.focused_name() == "Filter cards", 10, lambda: f"the filter to keep the focus, not {app.focused_name()!r}")
        # The longest chain of what waits is another as soon as somebody says so.
        app.type(self.entry(app), "is:critical ", replace=True)
        self.shows(app, "To Do")
        warp, wind = self.rows("SELECT * FROM (SELECT id FROM task WHERE number < 3 ORDER BY number)")
        self.operate("ada", project, "board.block", ids=[wind], other=warp, on=True)
        self.shows(app, "To Do", "Wind", "Warp")
        self.operate("ada", project, "board.block", ids=[wind], other=warp, on=False)
        self.shows(app, "To Do")

    def unknown(self, app):
        mark = len(app.announced)
        app.type(self.entry(app), "owner:ada", replace=True)
        app.find("label", "“owner:” is nothing cards are filtered by; it is looked for as words.")
        app.expect_announcement("0 of 5 cards. “owner:” is nothing", mark)
        app.type(self.entry(app), "priority:hgih ", replace=True)
        app.find("label", "No card can have “priority:hgih”.")
        app.type(self.entry(app), "priority:hig", replace=True)
        app.gone("label", re.compile("^No card can have"))

    def among_those_seen(self, app):
        """Card the wool and Dye the wool are seen; moved below it, the first lands behind Dye, and before what is not seen."""
        app.type(self.entry(app), "wool", replace=True)
        self.shows(app, "To Do", "Card the wool", "Dye the wool")
        app.focus(self.card(app, "To Do", "Card the wool"))
        mark = len(app.announced)
        app.key("ctrl+m")
        app.expect_announcement("To Do, place 1 of 2", mark)
        app.key("Down")
        app.expect_announcement("To Do, place 2 of 2", mark)
        app.key("Return")
        self.shows(app, "To Do", "Dye the wool", "Card the wool")
        # One which is written and not seen is told of, once.
        app.key("ctrl+n")
        until(lambda: app.focused_name() == "Title of the New Card", 10, lambda: f"a card to be written, not {app.focused_name()!r}")
        app.type_blind("Comb the flax")
        app.key("Return")
        app.expect_announcement("MILL-6 is there, but the filter hides it")
        app.find("label", "MILL-6 is there, but the filter hides it")
        app.key("Escape", "ctrl+z")
        self.kept("removed", 1, 6)
        app.key("ctrl+f", "Escape")
        self.shows(app, "To Do", "Đơn hàng", "Dye the wool", "Card the wool", "Wind", "Warp")

    def from_the_menu(self, app):
        app.focus(self.card(app, "To Do", "Wind"))
        app.key("ctrl+f")
        app.act(app.find("toggle button", "Add a Condition"))
        app.find("menu item", "", state=Atspi.StateType.FOCUSED)
        app.key("Return")
        until(lambda: app.text(self.entry(app)) == "is:mine ", 10, lambda: f"a condition in the filter, not {app.text(self.entry(app))!r}")
        self.shows(app, "To Do", "Dye the wool")
        until(lambda: app.focused_name() == "Filter cards", 10, lambda: f"the filter to have the focus, not {app.focused_name()!r}")

    def search_behind_it(self, app):
        """Once more, and what was said in the project is searched."""
        app.key("ctrl+f")
        app.find("dialog", "Search")
        app.key("Escape")
        until(lambda: not app.find_all("dialog", "Search"), 10, "the dialog to close")
        app.key("Escape")
        self.shows(app, "To Do", "Đơn hàng", "Dye the wool", "Card the wool", "Wind", "Warp")


if __name__ == "__main__":
    unittest.main()
