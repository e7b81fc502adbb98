#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is written and not sent: what another device overwrote, and what an input method still composes; over a store without a server (preview.c)."""
import re
import unittest

from gi.repository import Atspi
from weft_desktop import DesktopTestCase, until

OFFER = "Another draft from your other device: The ferry is late, tell gate three."


class DraftsTest(DesktopTestCase):
    session_options = {"keyring": "absent"}

    def open(self, *arguments):
        app = self.start("tests/client/chat-preview", *arguments).ready()
        composer = app.find("text", "Message deliveries-hcmc")
        app.focus(composer)
        return app, composer

    def holds(self, app, composer, text):
        until(lambda: app.text(composer) == text, 10, lambda: f"{text!r} in the composer, not {app.text(composer)!r}")

    def test_restore(self):
        """It comes behind what is there, can be undone, and is not offered again."""
        app, composer = self.open("--lost-draft")
        app.find("label", OFFER)
        app.type(composer, "Gate one")
        app.tab_to("button", "Restore")
        app.key("space")
        app.gone("button", "Restore")
        self.holds(app, composer, "Gate one\nThe ferry is late,\ntell gate three.")
        until(lambda: app.has(composer, Atspi.StateType.FOCUSED), 10, "the focus where one writes")
        app.key("ctrl+z")
        self.holds(app, composer, "Gate one")
        self.assertFalse(app.find_all("button", "Restore"))

    def test_forget(self):
        app, composer = self.open("--lost-draft")
        app.act(app.find("button", "Forget the Other Draft"))
        app.gone("button", "Restore")
        self.holds(app, composer, "")

    def test_files(self):
        """They are there again where they were put, as the words are."""
        app, composer = self.open()
        app.type(composer, "The list of today")
        app.key("ctrl+alt+Return")
        app.find("button", "Remove message.txt")
        self.elsewhere_and_back(app)
        app.find("button", "Remove message.txt")
        app.act(app.find("button", "Remove message.txt"))
        app.gone("button", "Remove message.txt")
        self.elsewhere_and_back(app)
        self.assertFalse(app.find_all("button", "Remove message.txt"))

    def elsewhere_and_back(self, app):
        app.key("alt+Down")
        app.gone("text", "Message deliveries-hcmc")
        other = app.find("text", re.compile("^Message "))
        self.holds(app, other, "")
        self.assertFalse(app.find_all("button", "Remove message.txt"))
        app.key("alt+Up")
        return app.find("text", "Message deliveries-hcmc")

    def change(self, app, composer, text):
        """By Up, the last message."""
        app.focus(composer)
        app.key("Up")
        app.find("label", "Editing your message")
        app.type(composer, text, replace=True)

    def test_change(self):
        """A message which is being changed is offered again, aloud; it is taken up by its button or by Up, sent, or left as it is."""
        app, composer = self.open()
        app.type(composer, "see you at ten")
        app.key("Return")
        app.find("list item", re.compile("You, .*see you at ten, Sent"))
        self.change(app, composer, "see you at eleven")
        since = len(app.announced)
        composer = self.elsewhere_and_back(app)
        app.expect_announcement("You were changing a message: see you at eleven", since)
        self.holds(app, composer, "")
        app.focus(composer)
        app.tab_to("button", "Go On")
        app.key("space")
        self.holds(app, composer, "see you at eleven")
        app.find("label", "Editing your message")
        composer = self.elsewhere_and_back(app)
        app.find("button", "Go On")
        app.focus(composer)
        app.key("Up")
        self.holds(app, composer, "see you at eleven")
        app.gone("button", "Go On")
        app.key("Return")
        app.find("list item", re.compile("You, .*see you at eleven, edited, Sent"))
        composer = self.elsewhere_and_back(app)
        self.assertFalse(app.find_all("button", "Go On"), "what was sent is offered")

        self.change(app, composer, "see you never")
        composer = self.elsewhere_and_back(app)
        app.act(app.find("button", "Leave the Message as It Is"))
        app.gone("button", "Go On")
        composer = self.elsewhere_and_back(app)
        self.assertFalse(app.find_all("button", "Go On"), "what was forgotten is offered")
        self.change(app, composer, "see you never")
        app.key("Escape")
        composer = self.elsewhere_and_back(app)
        self.assertFalse(app.find_all("button", "Go On"), "what was given up is offered")

    def test_preedit(self):
        """GTK composes letters from what is typed behind the Compose key, as input methods compose words: ạ is ! and a."""
        app, composer = self.open()
        app.type(composer, "Xin ch")
        app.key("Multi_key", "exclam")
        self.assertEqual(app.text(composer), "Xin ch", "what is composed was taken for text")
        app.key("a")
        self.holds(app, composer, "Xin chạ")
        # Enter is the input method's: it ends what is composed, not the message.
        app.key("Multi_key", "exclam", "Return")
        self.assertFalse(app.find_all("list item", re.compile("You, .*Xin chạ")), "Enter sent it")
        self.assertTrue(app.text(composer).startswith("Xin chạ"), app.text(composer))
        app.key("Escape", "ctrl+a", "BackSpace")
        self.holds(app, composer, "")
        # Behind an @ the names are offered; not while a letter is composed, and again when it is there.
        app.type(composer, "ask @")
        app.find("list", "Suggestions")
        app.key("Multi_key")
        app.gone("list", "Suggestions")
        app.key("d", "minus")
        self.holds(app, composer, "ask @đ")
        app.key("ctrl+a", "BackSpace")
        self.holds(app, composer, "")
        app.type(composer, "done")
        app.key("Return")
        app.find("list item", re.compile("You, .*done, Sent"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
