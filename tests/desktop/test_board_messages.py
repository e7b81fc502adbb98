#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A card made of a message, and a message made of a card: each leads to the other, without a pointer."""
import re
import unittest

from gi.repository import Atspi

from weft_desktop import BoardTestCase, until


class BoardMessagesTest(BoardTestCase):
    def test_there_and_back(self):
        app = self.join()
        self.make_project(app)
        self.open_room(app)  # of another feature than the one which is shown
        self.make_card(app)
        self.follow(app)
        self.send(app)
        self.assertEqual(app.close(), 0)

    def menu(self, app, key):
        app.key("shift+F10")
        app.find("menu item", state=Atspi.StateType.FOCUSED)
        app.key(key)
        until(lambda: not app.find_all("menu item"), 10, "the menu to close")

    def make_card(self, app):
        """Of a message, whose thread tells of it."""
        composer = app.find("text", "Message weaving")
        app.type(composer, "We need **undyed** wool")
        app.key("shift+Return")
        app.type_blind("by Friday")
        app.key("Return")
        app.find("list item", re.compile("You, .*We need undyed wool"))
        app.key("shift+Tab", "End")
        until(lambda: "undyed wool" in (app.focused_name() or ""), 10, lambda: f"the message to have the focus, not {app.focused_name()!r}")
        self.menu(app, "d")
        dialog = app.find("dialog", "Make a Card")
        title = app.find("text", "Title", within=dialog, state=Atspi.StateType.FOCUSED)
        self.assertEqual(app.text(title), "We need undyed wool")
        app.key("ctrl+a", "BackSpace")
        app.find("button", "Create", within=dialog)
        until(lambda: not app.has(app.find("button", "Create", within=dialog), Atspi.StateType.SENSITIVE), 10, "no card without a title")
        app.type_blind("Order undyed wool")
        app.key("Return")
        app.expect_announcement("Card made in Weaving mill")
        app.find("list item", re.compile("You, .*We need undyed wool\nby Friday, 1 reply"))
        until(lambda: self.rows("SELECT about FROM task") and "> We need **undyed** wool\n> by Friday\nweft:room/" in self.rows("SELECT about FROM task")[0],
              10, lambda: f"the message to be quoted, not {self.rows('SELECT about FROM task')}")

        app.key("ctrl+t")
        app.find("text", "Reply in the thread", state=Atspi.StateType.FOCUSED)
        app.find("list item", re.compile(r"You, .*link to Order undyed wool, .*To Do"))
        # It follows the card.
        project, task, done = self.rows("SELECT stream FROM project UNION ALL SELECT id FROM task UNION ALL SELECT id FROM project_status WHERE name = 'Done'")
        self.workspace.weftctl("ada", "--address", f"unix:{self.workspace.socket}", "sign-in", "ada")
        self.operate("ada", project, "board.move", ids=[task], status=done)
        app.find("list item", re.compile(r"You, .*link to Order undyed wool, .*Done"))
        app.key("Escape")

    def follow(self, app):
        """From the card to the message."""
        app.key("ctrl+2")
        app.focus(self.card(app, "Done", "Order undyed wool"))
        app.key("Return")
        dialog = app.find("dialog", "MILL-1")
        row = app.find("list item", re.compile("^weaving"), within=dialog)
        app.tab_to("list item", row.get_name())
        app.key("Return")
        app.gone("dialog", "MILL-1")
        app.find("list item", re.compile("You, .*We need undyed wool\nby Friday, 1 reply"))

    def send(self, app):
        """A card to a conversation, from its menu and from its dialog."""
        app.key("ctrl+2")
        app.focus(self.card(app, "Done", "Order undyed wool"))
        self.menu(app, "n")
        app.find("dialog", "Send to a Conversation")
        app.type_blind("weav")
        app.key("Return")
        app.expect_announcement("Forwarded to weaving")
        app.focus(self.card(app, "Done", "Order undyed wool"))
        app.key("Return")
        app.find("dialog", "MILL-1")
        app.key("ctrl+shift+j")
        app.find("dialog", "Send to a Conversation")
        app.key("Escape")
        app.gone("dialog", "Send to a Conversation")
        app.key("Escape")
        app.gone("dialog", "MILL-1")
        app.key("ctrl+1")
        app.find("list item", re.compile(r"You, .*, link to Order undyed wool, .*Done"))


if __name__ == "__main__":
    unittest.main()
