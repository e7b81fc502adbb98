#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files hang on a card: attached from a dialog, taken off and brought back by keys; offline too. The card says how many there are, the filter finds it,
a copy of it has them, and somebody else in the project gets them to the byte."""
import os
import re
import unittest

from weft_desktop import BoardTestCase, until
from weft_desktop.chooser import choose_file

CONTENT = "Warp: 240 ends\nWeft: wool\n"


class BoardFilesTest(BoardTestCase):
    def test_files(self):
        app = self.join()
        self.make_project(app)
        self.add_cards(app)
        self.let_grace_in()
        self.dialog = self.open_card(app, "Warp the loom", "MILL-1")
        self.attach(app)
        self.take_off(app)
        self.away(app)
        app.key("Escape")
        app.gone("dialog", "MILL-1")
        self.said(app)
        self.copied(app)
        self.others()
        self.found(app)
        self.assertEqual(app.close(), 0)

    def make_file(self, name, content):
        path = os.path.join(self.session.directory, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(content)
        return path

    def has(self, *names):
        """The server, of the first card."""
        sql = "SELECT f.name FROM file f JOIN task t ON t.stream = f.stream AND t.id = f.target WHERE t.number = 1 ORDER BY f.seq"
        until(lambda: self.rows(sql) == list(names), 20, lambda: f"{names} to be with the server, not {self.rows(sql)}")

    def choose(self, app, path):
        app.tab_to("button", "Attach Files…")
        app.key("Return")
        choose_file(app, "Attach Files", path)

    def attach(self, app):
        self.choose(app, self.make_file("draft.txt", CONTENT))
        app.find("list item", re.compile("^file draft.txt, "), within=self.dialog)
        self.has("draft.txt")

    def take_off(self, app):
        """And bring it back."""
        app.tab_to("list item", re.compile("^file draft.txt, "))
        app.key("Delete")
        app.expect_announcement("“draft.txt” removed")
        app.gone("list item", re.compile("^file draft.txt, "))
        self.has()
        until(lambda: app.focused_name() == "Attach Files…", 10, lambda: f"the next row to have the focus, not {app.focused_name()!r}")
        app.key("ctrl+z")
        app.find("list item", re.compile("^file draft.txt, "), within=self.dialog)
        self.has("draft.txt")

    def away(self, app):
        """Without the server it hangs on the card at once, and comes to the others later."""
        self.workspace.stop()
        self.choose(app, self.make_file("pattern.csv", "a,b\n"))
        app.find("list item", re.compile("^file pattern.csv, "), within=self.dialog)
        self.workspace.start()
        self.has("draft.txt", "pattern.csv")

    def said(self, app):
        self.shows(app, "To Do", "Dye the wool, MILL-3", "Wind the bobbins", "Warp the loom, MILL-1, 2 files")

    def copied(self, app):
        app.focus(self.card(app, "To Do", "Warp the loom"))
        app.key("ctrl+b")
        app.expect_announcement("Duplicated as MILL-4")
        self.shows(app, "To Do", "Dye the wool, MILL-3", "Wind the bobbins", "Warp the loom, MILL-1, 2 files", "Warp the loom, MILL-4, 2 files")

    def others(self):
        got = os.path.join(self.session.directory, "got.txt")
        file = self.rows("SELECT id FROM file WHERE name = 'draft.txt'")[0]
        self.workspace.weftctl("grace", "fetch", "MILL", file, "--output", got)
        with open(got, encoding="utf-8") as file:
            self.assertEqual(file.read(), CONTENT)

    def found(self, app):
        app.key("ctrl+f")
        until(lambda: app.focused_name() == "Filter cards", 10, lambda: f"the filter to have the focus, not {app.focused_name()!r}")
        app.type_blind("has:file")
        self.shows(app, "To Do", "Warp the loom, MILL-1", "Warp the loom, MILL-4")


if __name__ == "__main__":
    unittest.main()
