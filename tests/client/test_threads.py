#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Threads as a screen reader and a keyboard meet them, over a store without a server (preview.c)."""
import re
import unittest

from gi.repository import Atspi
from weft_desktop import DesktopTestCase, until


class ThreadsTest(DesktopTestCase):
    session_options = {"keyring": "absent"}

    def open(self):
        app = self.start("tests/client/chat-preview", "--threads").ready()
        app.find("list item", re.compile("Morning all.*, 5 replies, Rain plan"))
        return app

    def open_thread(self, app):
        app.focus(app.find("text", "Message deliveries-hcmc"))
        app.key("shift+Tab")
        until(lambda: "3 new messages" in (app.focused_name() or ""), 10, "the first unread message focused")
        app.key("Up", "Up")
        until(lambda: "Morning all" in (app.focused_name() or ""), 10, lambda: f"the message with the thread, not {app.focused_name()!r}")
        app.key("ctrl+t")
        return app.find("text", "Reply in the thread", state=Atspi.StateType.FOCUSED)

    def open_again(self, app):
        app.focus(app.find("list item", re.compile("Morning all.*replies")))
        app.key("ctrl+t")
        return app.find("text", "Reply in the thread", state=Atspi.StateType.FOCUSED)

    def test_read_and_reply(self):
        """The row says that there is a thread; a key opens it, Escape leaves it; a reply counts, and stands in the room only if wanted."""
        app = self.open()
        composer = self.open_thread(app)
        app.find("list item", re.compile("Daniel Okafor, .*, The east routes as well"))
        app.find("label", "Rain plan")
        app.type(composer, "@Lê Bảo Ngọc thanks")
        app.key("Return")
        app.find("list item", re.compile(r"(^|\. )You, .*, @Lê Bảo Ngọc thanks, Sent$"))
        app.find("list item", re.compile("Morning all.*, 6 replies, Rain plan"))
        app.key("shift+Tab", "space")
        app.focus(composer)
        app.type_blind("for everybody")
        app.key("Return")
        until(lambda: len(app.find_all("list item", re.compile(r"(^|\. )You, .*for everybody"))) == 2, 10, "the reply in the thread and in the room")
        app.find("list item", re.compile(r"(^|\. )You, .*answering Lê Bảo Ngọc, for everybody"))
        app.key("Escape")
        app.gone("text", "Reply in the thread")
        app.find("text", "Message deliveries-hcmc", state=Atspi.StateType.FOCUSED)

    def test_draft(self):
        """What was begun in a thread is there again, apart from what was begun in the room."""
        app = self.open()
        room = app.find("text", "Message deliveries-hcmc")
        app.type(room, "for all")
        composer = self.open_thread(app)
        app.type(composer, "only half a")
        app.key("Escape")
        app.gone("text", "Reply in the thread")
        until(lambda: app.text(room) == "for all", 10, lambda: f"the room's draft, not {app.text(room)!r}")
        composer = self.open_again(app)
        until(lambda: app.text(composer) == "only half a", 10, lambda: f"the thread's draft, not {app.text(composer)!r}")
        app.type(composer, " reply")
        app.key("Return")
        app.find("list item", re.compile("You, .*only half a reply, Sent$"))
        app.key("Escape")
        app.gone("text", "Reply in the thread")
        self.assertEqual(app.text(self.open_again(app)), "")

    def test_files(self):
        """A file in a thread's tray waits there and nowhere else; it goes with the reply, and is there as well where that is shown in the room."""
        app = self.open()
        composer = self.open_thread(app)
        app.type(composer, "The list of today")
        app.key("ctrl+alt+Return")
        app.expect_announcement("The text is attached as message.txt")
        app.find("button", "Remove message.txt")
        self.assertEqual(len(app.find_all("button", "Remove message.txt")), 1, "it is in the room's tray, too")
        app.key("Escape")
        app.gone("button", "Remove message.txt")
        composer = self.open_again(app)
        app.find("button", "Remove message.txt")
        app.type(composer, "as promised")
        app.key("shift+Tab", "space")
        app.focus(composer)
        app.key("Return")
        said = re.compile(r"(^|\. )You, .*as promised, file message\.txt, 17 bytes")
        until(lambda: len(app.find_all("list item", said)) == 2, 10, "the reply with its file in the thread and in the room")
        app.gone("button", "Remove message.txt")
        # Without a word of its own, and not shown in the room; what is said in the room takes none of it along.
        app.type(composer, "Another list")
        app.key("ctrl+alt+Return")
        app.find("button", "Remove message.txt")
        room = app.find("text", "Message deliveries-hcmc")
        app.type(room, "by the way")
        app.key("Return")
        app.find("list item", re.compile(r"(^|\. )You, .*by the way, Sent$"))
        app.focus(composer)
        app.key("Return")
        app.find("list item", re.compile(r"(^|\. )You, [^,]*, file message\.txt, 12 bytes, Sent$"))
        app.gone("button", "Remove message.txt")

    def test_imported(self):
        """What was said in another program is told apart from what was said here, and is no news."""
        app = self.start("tests/client/chat-preview", "--imported").ready()
        app.find("list item", re.compile("Lê Bảo Ngọc, imported, .*, Morning all"))
        app.find("list item", re.compile("Gus Verhoeven, imported, .*, I was in the old workspace only"))
        app.find("list item", re.compile("1 new message. .*So this is the new place"))

    def test_title_and_state(self):
        app = self.open()
        self.open_thread(app)
        app.click(app.find("button", "Title of the Thread"))
        entry = app.find("text", "Title of the Thread")
        app.type(entry, "Weather", replace=True)
        app.key("Return")
        app.find("list item", re.compile("Morning all.*, 5 replies, Weather$"))
        app.click(app.find("button", "Settle the Thread"))
        app.find("list item", re.compile("Morning all.*, 5 replies, Weather, settled"))
        app.expect_announcement("Thread settled")
        app.click(app.find("button", "Open the Thread Again"))
        app.click(app.find("button", "Follow the Thread"))
        app.find("button", "Do Not Follow the Thread")
        # Marked as unread, the line of what is new stands above the newest message.
        app.key("Escape", "ctrl+shift+u")
        app.find("list item", re.compile(r"1 new message\. .*release note"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
