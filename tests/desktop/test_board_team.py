#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A board by pointer, and while somebody else changes it."""
import unittest

from weft_desktop import BoardTestCase, pump, until
from weft_desktop.app import xdotool


class BoardTeamTest(BoardTestCase):
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

    def test_pointer(self):
        """In a column which scrolls, whether it was or not, the card under the pointer stays there, whatever others put above it, take away or change."""
        app = self.join()
        self.make_project(app)
        self.let_grace_in()
        to_do, done = self.rows("SELECT * FROM (SELECT id FROM project_status WHERE category = 'todo') UNION ALL"
                                " SELECT * FROM (SELECT id FROM project_status WHERE category = 'done')")
        ids = [f"0192f0c1-0000-7000-8000-0003{i:08d}" for i in range(20)]
        for i, card in enumerate(ids):
            self.create(card, f"Thread {i:02}", to_do, **({"after": ids[i - 1]} if i else {}))
        self.counts(app, 20)

        xdotool("mousemove", "--sync", "--window", app.window(), *self.middle(app, self.column(app, "To Do")))
        for i, wheel in enumerate(((), (4,) * 40, (5,) * 5, (5,) * 40)):
            for button in wheel:
                xdotool("click", button)
            self.rests(app)
            card = self.under_pointer(app)
            before = app.bounds(card)
            new = f"0192f0c1-0000-7000-8000-0004{i:08d}"
            self.create(new, "Cut the ends", to_do)
            self.counts(app, 21)
            self.stays(app, card, before)
            self.operate("grace", self.project, "board.move", ids=[ids[0]], status=to_do, after=new)
            self.operate("grace", self.project, "board.edit", id=new, title="Cut all the ends which hang out of the cloth and which nobody wants to see there at all")
            self.operate("grace", self.project, "board.move", ids=[new], status=done)
            self.counts(app, 20)
            self.stays(app, card, before)
        self.assertEqual(app.close(), 0)

    def rests(self, app):
        """The wheel's clicks have all come."""
        bounds = []
        while len(bounds) < 5 or len(set(bounds[-5:])) > 1:
            pump()
            bounds.append(app.bounds(self.under_pointer(app)))

    def counts(self, app, count):
        app.find("list", f"To Do, {count} cards", timeout=20)

    def create(self, card, title, status, **more):
        self.operate("grace", self.project, "board.create", id=card, title=title, status=status, priority="none", labels=[], assignees=[], **more)

    def middle(self, app, node):
        x, y, width, height = app.bounds(node)
        return x + width // 2, y + height // 2

    def under_pointer(self, app):
        x, y = self.middle(app, self.column(app, "To Do"))
        for row in app.find_all("list item", within=self.column(app, "To Do")):
            left, top, width, height = app.bounds(row)
            if left <= x < left + width and top <= y < top + height:
                return row
        raise AssertionError(f"no card at {x}, {y}")

    def stays(self, app, card, before):
        """For as long as things might still move."""
        name = card.get_name()
        for _ in range(10):
            pump()
            self.assertEqual((card.get_name(), app.bounds(card)), (name, before))

    def test_people(self):
        """Who is in a project is chosen when it is made, and seen, changed and added to later"""
        app = self.join()
        self.make_project(app, "Grace Hopper")
        project, grace = self.rows("SELECT stream FROM project UNION ALL SELECT id FROM person WHERE login = 'grace'")
        self.assertEqual(self.role(project, grace), ["member"])
        dialog = self.open_people(app)
        app.find("list item", "Ada Lovelace (you)", within=dialog)
        self.choose(app, "Grace Hopper", 1)
        until(lambda: self.role(project, grace) == ["admin"], 10, "Grace to be an administrator")
        app.find("label", "Administrator", within=app.find("list item", "Grace Hopper", within=dialog))

        self.choose(app, "Grace Hopper", 3)
        until(lambda: self.role(project, grace) == [], 10, "Grace to be out")
        until(lambda: not app.find_all("list item", "Grace Hopper", within=dialog), 10, "her row to go")
        app.act(app.find("button", "Add People", within=dialog))
        until(lambda: app.focused_name() == "Search people", 10, lambda: f"the search to have the focus, not {app.focused_name()!r}")
        app.tab_to("list item", "Grace Hopper")
        app.key("Return")
        app.expect_announcement("Grace Hopper chosen", 1)
        app.act(app.find("button", "Add", within=dialog))
        app.find("list item", "Grace Hopper", within=dialog)
        until(lambda: self.role(project, grace) == ["member"], 10, "Grace to be in again")
        app.key("Escape")
        app.gone("dialog", "People")
        self.assertEqual(app.close(), 0)

    def role(self, project, person):
        return self.rows(f"SELECT role FROM member WHERE stream = '{project}' AND person = '{person}'")

    def open_people(self, app):
        app.act(app.find("toggle button", "Project"))
        app.find("menu item", "")
        app.key("Return")
        return app.find("dialog", "People")

    def choose(self, app, person, downs):
        """What an administrator may do with them, by its place in the menu."""
        app.tab_to("list item", person)
        app.key("Return")
        app.find("menu item", "")
        app.key(*["Down"] * (downs - 1), "Return")


if __name__ == "__main__":
    unittest.main()
