#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is longer than a message, by keys and by ear, over a store without a server (preview.c)."""
import re
import subprocess
import sys
import unittest

from gi.repository import Atspi
from weft_desktop import DesktopTestCase, until

OFFER = """
import sys, gi
gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, GLib, Gtk
Gtk.init()
Gdk.Display.get_default().get_clipboard().set(("x" * int(sys.argv[2]) + "\\n") * int(sys.argv[1]))
print("ready", flush=True)
GLib.MainLoop().run()
"""


class LongTextTest(DesktopTestCase):
    session_options = {"keyring": "absent"}

    def open(self):
        app = self.start("tests/client/chat-preview").ready()
        composer = app.find("text", "Message deliveries-hcmc")
        app.focus(composer)
        return app, composer

    def paste(self, app, lines, length):
        """From another program's clipboard."""
        other = subprocess.Popen([sys.executable, "-c", OFFER, str(lines), str(length)], stdout=subprocess.PIPE, text=True)

        def end():
            other.kill()
            other.wait()
            other.stdout.close()

        self.addCleanup(end)
        self.assertEqual(other.stdout.readline(), "ready\n")
        app.key("ctrl+v")

    def count(self, composer):
        return Atspi.Text.get_character_count(composer)

    def test_becomes_a_file(self):
        """One is told before one sends; a key makes a file of it, a short text goes with it, and the deletion can be undone."""
        app, composer = self.open()
        self.paste(app, 170, 99)
        app.expect_announcement("Too long for a message: 17000 characters, at most 16000. Ctrl+Alt+Enter attaches it as a file.")
        app.find("button", "Attach as File")
        self.assertEqual(self.count(composer), 17000)
        since = len(app.announced)
        app.key("Return")
        app.expect_announcement("Too long for a message", since)
        self.assertEqual(self.count(composer), 17000, "it was sent or lost")
        app.key("ctrl+alt+Return")
        app.expect_announcement("The text is attached as message.txt")
        app.find("button", "Remove message.txt")
        app.gone("button", "Attach as File")
        until(lambda: self.count(composer) == 0, 10, "an empty composer")
        app.key("ctrl+z")
        until(lambda: self.count(composer) == 17000, 10, "the text again")
        app.key("ctrl+a", "BackSpace")
        until(lambda: self.count(composer) == 0, 10, "an empty composer")
        app.type(composer, "the whole log")
        app.key("Return")
        app.find("list item", re.compile(r"You, .*the whole log, .*message\.txt.*17"))

    def test_folded(self):
        """A long message is shown in part, and all of it by key; it is spoken whole either way."""
        app, composer = self.open()
        self.paste(app, 100, 20)
        until(lambda: self.count(composer) == 2100, 10, "the text")
        app.key("Return")
        message = app.find("list item", re.compile(r"You, .*(x{20}\s*){100}.*", re.S))

        def height():
            return Atspi.Component.get_extents(message, Atspi.CoordType.WINDOW).height

        until(lambda: 0 < height() < 1000, 10, f"a part of it: {height()} px")
        part = height()
        app.focus(message)
        app.key("ctrl+l")
        app.expect_announcement("All of the message is shown")
        until(lambda: height() > 2 * part, 10, f"all of it: {height()} px")
        app.key("ctrl+l")
        app.expect_announcement("The beginning of the message is shown")
        until(lambda: height() == part, 10, f"the part again: {height()} px")

    def test_book(self):
        """What no text view lays out between two frames is a file at once, in one line as in many, and the window answers. (Programs with GTK give no
        more than 256 kB by X's clipboard; a megabyte comes as from dictation.)"""
        app, composer = self.open()
        self.paste(app, 2000, 99)
        app.expect_announcement("The text is attached as message.txt")
        app.act(app.find("button", "Remove message.txt"))
        app.gone("button", "Remove message.txt")
        for text in ("x" * 1000 * 1000, "**bold**\n" * 120 * 1000):
            since = len(app.announced)
            name = "message.md" if "*" in text else "message.txt"
            Atspi.EditableText.insert_text(composer, 0, text, len(text))
            app.expect_announcement(f"The text is attached as {name}", since, timeout=30)
            app.find("button", f"Remove {name}")
            self.assertEqual(self.count(composer), 0)
        app.type(composer, "still here")
        self.assertFalse(app.find_all("button", "Attach as File"))
        app.key("Return")
        app.find("list item", re.compile(r"You, (.|\n)*still here(.|\n)*message\.txt(.|\n)*message\.md"))

    def test_edit(self):
        """A message stays one: what does not fit into it is not put there, and said."""
        app, composer = self.open()
        app.type(composer, "short")
        app.key("Return")
        app.find("list item", re.compile("You, .*short, Sent"))
        app.key("Up")
        until(lambda: app.text(composer) == "short", 10, "the message in the composer")
        self.paste(app, 1000, 99)
        app.expect_announcement("There is no room for it: a text has at most 64000 characters here")
        self.assertEqual(app.text(composer), "short")


if __name__ == "__main__":
    unittest.main(verbosity=2)
