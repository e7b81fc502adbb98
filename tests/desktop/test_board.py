#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A board, from making its project to moving its cards: by keys and as it is spoken."""
import re
import unittest

from weft_desktop import WeftTestCase, until

TITLES = ("Warp the loom", "Wind the bobbins", "Dye the wool")


class BoardTest(WeftTestCase):
    def test_board(self):
        app = self.join()
        self.make_project(app)
        self.add_cards(app)
        self.move(app)
        self.take_back(app)
        self.delete(app)
        self.assertEqual(app.close(), 0)

    def column(self, app, name):
        return app.find("list", re.compile(f"^{name}, "))

    def cards(self, app, name):
        """What a screen reader says of each card of a column."""
        return [row.get_name() for row in app.find_all("list item", within=self.column(app, name))]

    def shows(self, app, name, *cards):
        def there():
            names = self.cards(app, name)
            return len(names) == len(cards) and all(shown.startswith(card) for shown, card in zip(names, cards))

        until(there, 20, lambda: f"{cards} in {name}; there is {self.cards(app, name)}")

    def make_project(self, app):
        app.act(app.find("toggle button", "Boards"))
        app.find("label", "No Board Yet")
        app.act(app.find("button", "New Project"))
        dialog = app.find("dialog", "New Project")
        until(lambda: app.focused_name() == "Name", 10, lambda: f"the name to have the focus, not {app.focused_name()!r}")
        app.type(app.find("text", "Name", within=dialog), "Weaving mill")
        until(lambda: app.text(app.find("text", "Code", within=dialog)) == "WM", 10, "a code made of the name")
        app.type(app.find("text", "Code", within=dialog), "MILL", replace=True)
        app.key("Return")
        for name in ("To Do", "In Progress", "In Review", "Done"):
            self.column(app, name)

    def add_cards(self, app):
        app.key("ctrl+n")
        until(lambda: app.focused_name() == "Title of the New Card", 10, lambda: f"a card to be written, not {app.focused_name()!r}")
        for title in TITLES:
            app.type_blind(title)
            app.key("Return")
        self.shows(app, "To Do", *(f"{title}, MILL-{len(TITLES) - i}" for i, title in enumerate(reversed(TITLES))))
        app.key("Escape")

    def move(self, app):
        """The first card to the second column, and there below the one which came first."""
        for title, key, place in (("Dye the wool", "MILL-3", "In Progress, place 1 of 1"), ("Wind the bobbins", "MILL-2", "In Progress, place 1 of 2")):
            app.focus(app.find("list item", re.compile(f"^{title}"), within=self.column(app, "To Do")))
            mark = len(app.announced)
            app.key("ctrl+m")
            app.expect_announcement(f"Moving {key}. To Do, place 1 of", mark)
            app.key("Right")
            app.expect_announcement(place, mark)
            if title == "Wind the bobbins":
                app.key("Down")
                app.expect_announcement("In Progress, place 2 of 2", mark)
            app.key("Return")
            app.expect_announcement("Moved to In Progress, place", mark)
            until(lambda t=title: (app.focused_name() or "").startswith(t), 10, lambda: f"the card to have the focus, not {app.focused_name()!r}")
        self.shows(app, "To Do", "Warp the loom")
        self.shows(app, "In Progress", "Dye the wool", "Wind the bobbins")

        app.key("ctrl+m", "Left", "Escape")
        app.expect_announcement("Put back")
        self.shows(app, "In Progress", "Dye the wool", "Wind the bobbins")

    def take_back(self, app):
        app.key("ctrl+z")
        self.shows(app, "To Do", "Wind the bobbins", "Warp the loom")
        app.key("ctrl+shift+z")
        self.shows(app, "In Progress", "Dye the wool", "Wind the bobbins")

    def delete(self, app):
        app.focus(app.find("list item", re.compile("^Warp the loom"), within=self.column(app, "To Do")))
        app.key("Delete")
        self.shows(app, "To Do")
        app.key("ctrl+z")
        self.shows(app, "To Do", "Warp the loom")


if __name__ == "__main__":
    unittest.main()
