#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A board of Trello is imported by keys: what would come and what would not is seen first, who is who is said, and the project opens. A table whose columns nobody knows
is read once it is said what they mean. The project is exported, and the file is as weftctl writes it."""
import csv
import json
import os
import unittest

from weft_desktop import BoardTestCase, until
from weft_desktop.chooser import choose_file, enter_path

from gi.repository import Atspi  # after the harness has chosen its version

TRELLO = {
    "id": "b1", "name": "Spinning mill", "desc": "",
    "lists": [{"id": "l1", "name": "Backlog", "pos": 1, "closed": False}, {"id": "l2", "name": "Spun", "pos": 2, "closed": False}],
    "labels": [{"id": "g1", "name": "wool", "color": "green"}],
    "members": [{"id": "m1", "fullName": "Mai of Trello", "username": "elsewhere"}],
    "cards": [{"id": "c1", "name": "Card the wool", "idList": "l1", "pos": 1, "idMembers": ["m1"], "idLabels": ["g1"], "stickers": [{"id": "s"}]},
              {"id": "c2", "name": "Draw the sliver", "idList": "l1", "pos": 2, "closed": False},
              {"id": "c3", "name": "Spin the yarn", "idList": "l2", "pos": 1, "closed": False}],
    "checklists": [{"id": "k1", "idCard": "c1", "name": "Before", "checkItems": [{"name": "Wash it", "state": "complete", "pos": 1}]}],
    "actions": [{"id": "a1", "type": "commentCard", "date": "2026-11-24T10:15:00.000Z", "idMemberCreator": "m1", "data": {"text": "Softly", "card": {"id": "c1"}}}],
}
TABLE = "What,Where,Yards\nTwist,Waiting,12\nPly,Done,7\n"


class BoardExchangeTest(BoardTestCase):
    def test_exchange(self):
        app = self.join()
        self.make_project(app)
        self.trello(app)
        self.broken(app)
        self.table(app)
        self.export(app)
        self.assertEqual(app.close(), 0)

    def path(self, name, content=None):
        path = os.path.join(self.session.directory, name)
        if content is not None:
            with open(path, "w", encoding="utf-8") as file:
                file.write(content)
        return path

    def command(self, app, text):
        app.key("ctrl+k")
        app.find("list", "Results")
        until(lambda: app.focused_name() == "Search or jump to", 10, lambda: f"the palette to have the focus, not {app.focused_name()!r}")
        app.type_blind(text)
        app.find("list item", text, state=Atspi.StateType.SELECTED)
        app.key("Return")

    def start_import(self, app, path):
        self.command(app, "Import a Project")
        choose_file(app, "Import Project", path)
        return app.find("dialog", "Import Project")

    def trello(self, app):
        dialog = self.start_import(app, self.path("board.json", json.dumps(TRELLO)))
        for name in ("Spinning mill", "Backlog", "Spun"):
            app.find("list item", name, within=dialog)
        app.find("label", "3 cards, 2 checklist items, 1 comment", within=dialog)
        app.find("label", "0 of 1 are here", within=dialog)
        app.find("list item", "Sticker: there are none on cards here", within=dialog)
        app.find("label", "Comments do not come: only an administrator of the workspace brings what others said.", within=dialog)
        app.tab_to("list item", "People")
        app.key("Return")
        app.tab_to("combo box", "Mai of Trello")
        app.key("space", "Down", "Return", "Escape")
        app.find("label", "1 of 1 are here", within=dialog)
        app.act(app.find("button", "Import", within=dialog))
        app.expect_announcement("Importing “Spinning mill”")
        app.expect_announcement("3 cards came.")
        until(lambda: app.focused_name() == "Open Project", 10, lambda: f"the way to the project to have the focus, not {app.focused_name()!r}")
        app.find("list item", "Comment: refused", within=dialog)
        app.act(app.find("button", "Save Report…", within=dialog))
        report = self.path("report.json")
        enter_path(app, "Save Report", report)
        app.expect_announcement("The report is saved")
        with open(report, encoding="utf-8") as file:
            self.assertEqual({entry["reason"] for entry in json.load(file)["not_imported"]}, {"sticker: there are none on cards here", "comment: refused"})
        app.act(app.find("button", "Open Project", within=dialog))
        app.gone("dialog", "Import Project")
        self.shows(app, "Backlog", "Card the wool, SPIN-1", "Draw the sliver, SPIN-3")
        self.shows(app, "Spun", "Spin the yarn, SPIN-2")

    def broken(self, app):
        """What is wrong is told, and nothing comes of it."""
        dialog = self.start_import(app, self.path("broken.json", json.dumps(TRELLO)[:-200]))
        app.expect_announcement("byte ")
        self.assertFalse(app.has(app.find("button", "Import", within=dialog), Atspi.StateType.SENSITIVE))
        app.key("Escape")
        app.gone("dialog", "Import Project")

    def table(self, app):
        """A table whose columns nobody knows."""
        dialog = self.start_import(app, self.path("yarn.csv", TABLE))
        app.expect_announcement("no column is a task's title")
        app.find("label", "0 of 3 have a place here", within=dialog)
        app.tab_to("list item", "Columns")
        app.key("Return")
        for header, downs in (("What", 3), ("Where", 5), ("Yards", 23)):
            app.find("combo box", header)
            app.tab_to("combo box", header)
            app.key("space", *["Down"] * downs, "Return")
        app.key("Escape")
        app.find("label", "3 of 3 have a place here", within=dialog)
        app.find("label", "2 cards, 0 checklist items, 0 comments", within=dialog)
        app.act(app.find("button", "Import", within=dialog))
        app.expect_announcement("2 cards came.")
        app.act(app.find("button", "Open Project", within=dialog))
        self.shows(app, "Waiting", "Twist, YARN-1, Yards 12")
        self.shows(app, "Done", "Ply, YARN-2, Yards 7")

    def export(self, app):
        target = self.path("out.csv")
        self.command(app, "Export the Project as a Table")
        enter_path(app, "Export Project", target)
        app.expect_announcement("“yarn” is exported")
        with open(target, encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([(row["title"], row["status"], row["custom field (Yards)"]) for row in rows], [("Twist", "Waiting", "12"), ("Ply", "Done", "7")])


if __name__ == "__main__":
    unittest.main()
