#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Messages which matter, and which ask for acknowledgement, by keys and by ear, over a store without a server (preview.c)."""
import re
import unittest

from gi.repository import Atspi
from weft_desktop import DesktopTestCase, until

BRIDGE = re.compile(r"Lê Bảo Ngọc, .*, Urgent, Every van back")


class AskingTest(DesktopTestCase):
    session_options = {"keyring": "absent"}

    def open(self, *options):
        app = self.start("tests/client/chat-preview", "--asks", *options).ready()
        app.find("list item", BRIDGE)
        return app

    def focus_row(self, app, part):
        app.focus(app.find("text", "Message deliveries-hcmc"))
        app.key("shift+Tab")
        until(lambda: app.find_all("list item", state=Atspi.StateType.FOCUSED), 10, "a message focused")
        while part not in (before := app.focused_name() or ""):
            app.key("Down")
            until(lambda: (app.focused_name() or "") != before, 10, f"the message below {before!r}")

    def choose(self, app, nth, composer="Message deliveries-hcmc"):
        app.key("ctrl+shift+x")
        until(lambda: app.find_all("menu item", state=Atspi.StateType.FOCUSED), 10, "the focus in the menu")
        app.key(*["Down"] * (nth - 1), "Return")
        app.find("text", composer, state=Atspi.StateType.FOCUSED)

    def test_acknowledge(self):
        """The row says how much it matters and who has acknowledged; a key does so, and takes it back; the list says who."""
        app = self.open()
        app.find("list item", re.compile("Urgent, Every van back.*, 1 of 5 acknowledged, you are asked to acknowledge it"))
        app.find("list item", re.compile("Daniel Okafor, .*, Important, Gate three is closed[^,]*, use gate one"))
        app.find("list item", re.compile("You, .*new rota.*, 1 of 5 acknowledged"))
        self.focus_row(app, "Every van back")
        app.key("ctrl+shift+y")
        app.expect_announcement("Acknowledged")
        app.find("list item", re.compile("Every van back.*, 2 of 5 acknowledged, you have acknowledged it"))
        app.key("ctrl+y")
        app.find("list item", "Nguyễn Thu Hà, Acknowledged")
        app.find("list item", "Mai Đỗ, Acknowledged")
        app.find("list item", "Emma Clarke, Not yet")
        app.key("Escape")
        app.gone("list item", "Emma Clarke, Not yet")
        self.focus_row(app, "Every van back")
        app.key("ctrl+shift+y")
        app.expect_announcement("Acknowledgement taken back")
        app.find("list item", re.compile("Every van back.*, 1 of 5 acknowledged, you are asked to acknowledge it"))

    def test_ask(self):
        """One writes what matters by keys: what is chosen is said, stands above the words, and goes by Escape."""
        app = self.open()
        composer = app.find("text", "Message deliveries-hcmc")
        app.focus(composer)
        self.choose(app, 3)
        app.expect_announcement("Urgent")
        app.find("label", "Urgent")
        app.key("Escape")
        app.gone("label", "Urgent")
        self.choose(app, 2)
        self.choose(app, 4)
        app.find("label", "Important · asks everybody to acknowledge it")
        app.type(composer, "@Emma Clarke and @Daniel Okafor: gate one, please")
        app.find("label", "Important · asks 2 people to acknowledge it")
        app.key("Return")
        app.find("list item", re.compile(r"You, .*, Important, @Emma Clarke and .*, 0 of 2 acknowledged"))
        app.gone("label", re.compile("Important · asks"))
        app.find("text", "Message deliveries-hcmc", state=Atspi.StateType.FOCUSED)

    def test_ask_in_thread(self):
        """A reply asks as a message in the room does."""
        app = self.open("--panel")
        self.focus_row(app, "Every van back")
        app.key("ctrl+t")
        composer = app.find("text", "Reply in the thread", state=Atspi.StateType.FOCUSED)
        self.choose(app, 3, "Reply in the thread")
        self.choose(app, 4, "Reply in the thread")
        app.type(composer, "@Emma Clarke: is yours back?")
        app.find("label", "Urgent · asks 1 person to acknowledge it")
        app.key("Return")
        app.find("list item", re.compile(r"You, .*, Urgent, @Emma Clarke: is yours back.*, 0 of 1 acknowledged"))
        app.gone("label", re.compile("Urgent · asks"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
