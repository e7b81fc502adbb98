# SPDX-License-Identifier: GPL-3.0-or-later
"""What journeys on a board share: making its project, and reading what is there."""
import json
import re
import sqlite3

from .waiting import until
from .weft import WeftTestCase

TITLES = ("Warp the loom", "Wind the bobbins", "Dye the wool")


class BoardTestCase(WeftTestCase):
    """Ada at the window, who makes a project."""

    def make_project(self, app, *people):
        """With these others in it."""
        app.act(app.find("toggle button", "Boards"))
        app.find("label", "No Board Yet")
        app.act(app.find("button", "New Project"))
        dialog = app.find("dialog", "New Project")
        until(lambda: app.focused_name() == "Name", 10, lambda: f"the name to have the focus, not {app.focused_name()!r}")
        app.type(app.find("text", "Name", within=dialog), "Weaving mill")
        until(lambda: app.text(app.find("text", "Code", within=dialog)) == "WM", 10, "a code made of the name")
        app.type(app.find("text", "Code", within=dialog), "MILL", replace=True)
        for person in people:
            app.tab_to("list item", person)
            app.key("Return")
            app.expect_announcement(f"{person} chosen")
        app.act(app.find("button", "Create", within=dialog))
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

    def rows(self, sql):
        """What the server has: the first column."""
        with sqlite3.connect(f"file:{self.workspace.directory}/weft.db?mode=ro", uri=True) as database:
            return [row[0] for row in database.execute(sql)]

    def operate(self, who, stream, operation, **args):
        self.workspace.weftctl(who, "operate", stream, operation, json.dumps(args))

    def let_grace_in(self):
        """Ada, at weftctl, takes Grace into the project."""
        self.project, grace = self.rows("SELECT stream FROM project UNION ALL SELECT id FROM person WHERE login = 'grace'")
        self.workspace.weftctl("ada", "--address", f"unix:{self.workspace.socket}", "sign-in", "ada")
        self.operate("ada", self.project, "people.add-member", person=grace, role="member")

    def open_card(self, app, title, key):
        app.focus(self.card(app, "To Do", title))
        app.key("Return")
        dialog = app.find("dialog", key)
        until(lambda: app.focused_name() == "Title", 10, lambda: f"the title to have the focus, not {app.focused_name()!r}")
        return dialog

    def kept(self, column, value, number=1):
        """Waits until the server has it of the task with this number."""
        until(lambda: self.rows(f"SELECT {column} FROM task WHERE number = {number}") == [value], 10,
              lambda: f"{column} to be {value!r}, not {self.rows(f'SELECT {column} FROM task WHERE number = {number}')}")

    def open_row(self, app, name):
        """A row which opens a page, by Tab."""
        app.tab_to("list item", name)
        app.key("Return")
