#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A board, from making its project to moving its cards: by keys and as it is spoken."""
import json
import re
import sqlite3
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

    def test_drag(self):
        """By pointer: into an empty column, and between two cards of another."""
        app = self.join()
        self.make_project(app)
        self.add_cards(app)
        app.drag(self.card(app, "To Do", "Wind the bobbins"), self.column(app, "In Review"))
        app.expect_announcement("Moved to In Review, place 1 of 1")
        self.shows(app, "In Review", "Wind the bobbins")
        self.shows(app, "To Do", "Dye the wool", "Warp the loom")
        app.drag(self.card(app, "In Review", "Wind the bobbins"), self.card(app, "To Do", "Warp the loom"))
        app.expect_announcement("Moved to To Do, place")
        self.shows(app, "In Review")
        self.assertEqual(app.close(), 0)

    def test_together(self):
        """What somebody else does to the board leaves the focus where it is, on a card that is changed as well."""
        app = self.join()
        self.make_project(app)
        self.add_cards(app)
        rows = self.rows("SELECT stream FROM project UNION ALL SELECT id FROM person WHERE login = 'grace'"
                         " UNION ALL SELECT * FROM (SELECT id FROM project_status WHERE category = 'done')"
                         " UNION ALL SELECT * FROM (SELECT id FROM task ORDER BY number)")
        project, grace, done, warp, wind, dye = rows
        self.workspace.weftctl("ada", "--address", f"unix:{self.workspace.socket}", "sign-in", "ada")
        self.operate("ada", project, "people.add-member", person=grace, role="member")

        app.focus(self.card(app, "To Do", "Wind the bobbins"))
        for operation, args, cards, focused in (
            ("board.move", {"ids": [dye], "status": done}, ("Wind the bobbins", "Warp the loom"), "Wind the bobbins"),
            ("board.move", {"ids": [warp], "status": self.rows(f"SELECT list FROM entry WHERE id = '{wind}'")[0]}, ("Warp the loom", "Wind the bobbins"), "Wind the bobbins"),
            ("board.edit", {"id": wind, "title": "Wind them all"}, ("Warp the loom", "Wind them all"), "Wind them all"),
        ):
            self.operate("grace", project, operation, **args)
            self.shows(app, "To Do", *cards)
            until(lambda name=focused: (app.focused_name() or "").startswith(name), 10, lambda: f"the focus to stay, not {app.focused_name()!r}")
        self.shows(app, "Done", "Dye the wool")
        self.assertEqual(app.close(), 0)

    def rows(self, sql):
        """What the server has: the first column."""
        with sqlite3.connect(f"file:{self.workspace.directory}/weft.db?mode=ro", uri=True) as database:
            return [row[0] for row in database.execute(sql)]

    def operate(self, who, stream, operation, **args):
        self.workspace.weftctl(who, "operate", stream, operation, json.dumps(args))

    def card(self, app, column, title):
        return app.find("list item", re.compile(f"^{title}"), within=self.column(app, column))

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
            app.focus(self.card(app, "To Do", title))
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
        app.focus(self.card(app, "To Do", "Warp the loom"))
        app.key("Delete")
        self.shows(app, "To Do")
        app.key("ctrl+z")
        self.shows(app, "To Do", "Warp the loom")


if __name__ == "__main__":
    unittest.main()
