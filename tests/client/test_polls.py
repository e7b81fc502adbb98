#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Polls by keys and by ear, over a store without a server (preview.c)."""
import re
import unittest

from gi.repository import Atspi
from weft_desktop import DesktopTestCase, until


class PollsTest(DesktopTestCase):
    session_options = {"keyring": "absent"}

    def open(self):
        app = self.start("tests/client/chat-preview", "--polls").ready()
        app.find("list item", re.compile(r"Nguyễn Thu Hà, .*, Poll: Where do we eat on Friday\?\. Option 1, Phở, around the corner, 3 votes\. "
                                         r"Option 2, Bánh mì in the park, 2 votes\. Option 3, The canteen, 0 votes\. 5 votes$"))
        return app

    def focus_row(self, app, part):
        app.focus(app.find("text", "Message deliveries-hcmc"))
        app.key("shift+Tab")
        until(lambda: app.find_all("list item", state=Atspi.StateType.FOCUSED), 10, "a message focused")
        while part not in (before := app.focused_name() or ""):
            app.key("Down")
            until(lambda: (app.focused_name() or "") != before, 10, f"the message below {before!r}")

    def test_vote(self):
        """A digit votes, another changes that, the same takes it back; where votes are secret only figures and one's own are told."""
        app = self.open()
        self.focus_row(app, "Where do we eat")
        app.key("2")
        app.expect_announcement("Voted: Bánh mì in the park")
        app.find("list item", re.compile("Option 2, Bánh mì in the park, 3 votes, yours"))
        app.key("1")
        app.find("list item", re.compile("Option 1, Phở, around the corner, 4 votes, yours. Option 2, Bánh mì in the park, 2 votes. "))
        app.key("1")
        app.expect_announcement("Vote taken back: Phở, around the corner")
        app.find("list item", re.compile("Option 1, Phở, around the corner, 3 votes. "))
        self.focus_row(app, "Which shifts")
        app.key("1", "2")
        app.find("list item", re.compile("Option 1, Early, 0 votes, yours. Option 2, Late, 0 votes, yours. 0 votes · several answers · anonymous"))

    def test_open(self):
        """One asks by keys: what is missing is said, and the poll is there and can be closed."""
        app = self.open()
        app.focus(app.find("text", "Message deliveries-hcmc"))
        app.key("ctrl+shift+t")
        question = app.find("text", "Question")
        app.find("label", "Write what you ask.")
        app.type(question, "Rain tomorrow?")
        app.find("label", "Write at least two options.")
        app.type(app.find("text", "Option 1"), "Yes")
        app.type(app.find("text", "Option 2"), "No")
        app.find("text", "Option 3")
        app.key("ctrl+Return")
        app.find("list item", re.compile(r"You, .*, Poll: Rain tomorrow\?. Option 1, Yes, 0 votes. Option 2, No, 0 votes. 0 votes"))

    def test_closing(self):
        """Its time comes while it is looked at: it is closed then, without anything else happening."""
        app = self.start("tests/client/chat-preview", "--polls", "--closing").ready()
        app.find("list item", re.compile(r"Poll: Tea now\?\..* closes "))
        app.find("list item", re.compile(r"Poll: Tea now\?\..* closed$"), timeout=30)


if __name__ == "__main__":
    unittest.main(verbosity=2)
