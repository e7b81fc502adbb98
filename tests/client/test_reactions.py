#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reactions as a screen reader and a keyboard meet them, over a store without a server (preview.c)."""
import re
import unittest

from gi.repository import Atspi
from weft_desktop import DesktopTestCase, until
from weft_desktop.app import xdotool


class ReactionsTest(DesktopTestCase):
    session_options = {"keyring": "absent"}

    def choose(self, app, words, *keys):
        until(lambda: app.focused_name() == "Search emoji", 10, lambda: f"the search for emoji focused, not {app.focused_name()!r}")
        announced = len(app.announced)
        app.type_blind(words)
        app.expect_announcement(f"{words}, ", announced)
        if keys:
            app.key(*keys)
            until(lambda: app.focused_name() == words, 10, lambda: f"{words} focused, not {app.focused_name()!r}")
        app.key("Return")

    def press(self, app, place):
        """The reaction at @place of the menu, from its end."""
        xdotool("mousemove", 32000, 32000)  # over a menu it would choose
        app.key("Menu")
        until(lambda: app.find_all("menu item"), 10, "a menu")
        app.key(*["Up"] * place, "Return")
        until(lambda: not app.find_all("menu item"), 10, "no menu")

    def test_by_keyboard(self):
        """The row says what people made of it; its menu gives the same or takes it back; a key offers all emoji, for any message or for the newest."""
        app = self.start("tests/client/chat-preview").ready()
        app.find("list item", re.compile("Morning all.*, 🙏 3, ☔ 1$"))
        app.focus(app.find("text", "Message deliveries-hcmc"))
        app.key("shift+Tab")
        until(lambda: "3 new messages" in (app.focused_name() or ""), 10, "the first unread message focused")
        app.key("Up", "Up")
        until(lambda: "Morning all" in (app.focused_name() or ""), 10, lambda: f"the message with reactions, not {app.focused_name()!r}")
        self.press(app, 2)
        app.find("list item", re.compile("Morning all.*, 🙏 4, also yours, ☔ 1$"))
        app.expect_announcement("Reacted with 🙏")
        app.key("ctrl+period")
        self.choose(app, "thumbs up", "Down")
        app.find("list item", re.compile("Morning all.*, 🙏 4, also yours, ☔ 1, 👍.* 1, also yours$"))
        self.press(app, 3)
        app.find("list item", re.compile("Morning all.*, 🙏 3, ☔ 1, 👍.* 1, also yours$"))
        app.expect_announcement("Took 🙏 back")

    def test_newest(self):
        app = self.start("tests/client/chat-preview").ready()
        composer = app.find("text", "Message deliveries-hcmc")
        app.focus(composer)
        app.key("ctrl+shift+backslash")
        self.choose(app, "party popper")
        app.find("list item", re.compile("release note.*, 🎉 1, also yours$"))
        app.find("text", "Message deliveries-hcmc", state=Atspi.StateType.FOCUSED)
        # What was chosen last comes first.
        app.key("ctrl+shift+backslash")
        until(lambda: app.focused_name() == "Search emoji", 10, "the search for emoji focused")
        app.key("Down")
        until(lambda: app.focused_name() == "party popper", 10, lambda: f"the emoji chosen last focused, not {app.focused_name()!r}")
        app.type_blind("zzzz")
        app.expect_announcement("No emoji is called that")
        app.key("Escape")
        app.find("text", "Message deliveries-hcmc", state=Atspi.StateType.FOCUSED)


if __name__ == "__main__":
    unittest.main(verbosity=2)
