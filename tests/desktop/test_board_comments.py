#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said of a card."""
import re
import unittest
import uuid

from weft_desktop import BoardTestCase, until


class BoardCommentsTest(BoardTestCase):
    def test_comments(self):
        """From the card and back, without a pointer; what the other says is there at once, counted on the card, and a notice leads to it."""
        app = self.join()
        self.make_project(app, "Grace Hopper")
        self.add_cards(app)
        project, task = self.rows("SELECT stream FROM project UNION ALL SELECT id FROM task WHERE title = 'Wind the bobbins'")
        app.focus(self.card(app, "To Do", "Wind the bobbins"))
        app.key("ctrl+t")
        panel = app.find("grouping", "Comments")
        until(lambda: app.focused_name() == "Write a comment", 10, lambda: f"the composer to have the focus, not {app.focused_name()!r}")
        app.find("label", "MILL-2 · Wind the bobbins", within=panel)
        app.type_blind("Which **colour**?")
        app.key("Return")
        app.find("list item", re.compile("You, .*Which colour\\?"), within=panel)
        self.card(app, "To Do", "Wind the bobbins, MILL-2, 1 comment")

        self.comment(project, task, "Undyed.")
        app.find("list item", re.compile("Grace Hopper, .*Undyed"), within=panel)
        self.card(app, "To Do", "Wind the bobbins, MILL-2, 2 comments")
        app.key("Escape")
        app.gone("grouping", "Comments")
        until(lambda: (app.focused_name() or "").startswith("Wind the bobbins"), 10, lambda: f"the card to have the focus, not {app.focused_name()!r}")

        self.comment(project, task, "@Ada there is no more of it")
        app.key("ctrl+shift+b")
        app.find("list item", re.compile("no more of it"))
        app.key("Return")
        panel = app.find("grouping", "Comments")
        app.find("list item", re.compile("Grace Hopper, .*no more of it"), within=panel)
        app.key("Escape")
        app.gone("grouping", "Comments")

        self.open_card(app, "Wind the bobbins", "MILL-2")
        app.tab_to("button", "3 Comments")
        app.key("Return")
        app.find("grouping", "Comments")
        app.gone("dialog", "MILL-2")
        self.assertEqual(app.close(), 0)

    def comment(self, project, task, text):
        if not hasattr(self, "grace"):
            self.grace = True
            self.workspace.weftctl("grace", "--address", f"unix:{self.workspace.socket}", "sign-in", "grace")
        self.operate("grace", project, "thread.reply", id=str(uuid.uuid4()), root=task, text=text)


if __name__ == "__main__":
    unittest.main()
