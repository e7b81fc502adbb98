#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people do with messages once they are there, on the real window and a real server."""
import re
import subprocess
import sys
import unittest

from weft_desktop import WeftTestCase, until

OFFER = """
import gi
gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, GLib, Gtk
Gtk.init()
Gdk.Display.get_default().get_clipboard().set("warp " * 3300)
print("ready", flush=True)
GLib.MainLoop().run()
"""


class MessagesTest(WeftTestCase):
    def test_messages(self):
        app = self.join()
        self.open_room(app)
        self.history(app)
        self.several(app)
        self.scheduled(app)
        self.scheduled_file(app)
        self.kept(app)
        self.pins(app)
        self.hidden(app)
        self.saved(app)
        self.assertEqual(app.close(), 0)

    def focus_message(self, app, text):
        """By keys, from the composer up to the message with this text."""
        app.key("ctrl+e")
        until(lambda: "Message weaving" in (app.focused_name() or ""), 10, lambda: f"the composer to have the focus, not {app.focused_name()!r}")
        app.key("shift+Tab", "End")
        until(lambda: app.focused_name() in self.messages(app), 10, lambda: f"a message to have the focus, not {app.focused_name()!r}")
        for _ in self.messages(app):
            if text in app.focused_name():
                break
            app.key("Up")
        until(lambda: text in (app.focused_name() or ""), 10, lambda: f"{text!r} to have the focus, not {app.focused_name()!r}")

    def history(self, app):
        """What a message said before, said in words; of what was deleted since, nothing."""
        self.write(app, "Meet at ten")
        self.shows_state(app, "Meet at ten", "Sent")
        self.focus_message(app, "Meet at ten")
        app.key("F2")
        app.type(self.composer(app), "Meet Grace at eleven", replace=True)
        app.key("Return")
        self.shows_state(app, "Meet Grace at eleven, edited", "Sent")
        self.focus_message(app, "Meet Grace at eleven")
        app.key("ctrl+h")
        dialog = app.find("dialog", "Edit History")
        app.find("list item", re.compile(r"^Version 2 of 2, You, Today, \d\d:\d\d\. Added: Grace; eleven\. Removed: ten\. Meet Grace at eleven$"),
                 within=dialog, timeout=20)
        app.find("list item", re.compile(r"^Version 1 of 2, You, Today, \d\d:\d\d\. Meet at ten$"), within=dialog)
        app.key("Escape")
        app.gone("dialog", "Edit History")

    def scheduled(self, app):
        """Written now and sent at a time: listed, taken back and brought back by keys, and sent before its time."""
        app.key("ctrl+e")
        until(lambda: "Message weaving" in (app.focused_name() or ""), 10, lambda: f"the composer to have the focus, not {app.focused_name()!r}")
        app.type_blind("See you then")
        app.key("ctrl+shift+Return")
        app.find("dialog", "Send Later")
        app.find("spin button", "Hour")
        app.find("spin button", "Minute")
        app.act(app.find("button", "Send Then"))
        app.expect_announcement("Will be sent: Tomorrow, 09:00")
        until(lambda: app.text(self.composer(app)) == "", 10, "an empty composer")
        self.assertFalse(any("See you then" in name for name in self.messages(app)))
        app.key("ctrl+shift+s")
        app.act(app.find("radio button", "Scheduled"))
        listed = app.find("list", "Scheduled Messages")
        app.find("list item", "weaving · Tomorrow, 09:00, See you then", within=listed)
        app.key("Tab", "Delete")
        app.expect_announcement("It will not be sent")
        app.gone("list item", "weaving · Tomorrow, 09:00, See you then")
        self.assertEqual((app.count_announcements("Will be sent"), app.count_announcements("It will not be sent")), (1, 1))
        app.key("ctrl+z")
        app.find("list item", "weaving · Tomorrow, 09:00, See you then")
        app.act(app.find("toggle button", "What to Do with It"))
        until(lambda: app.find_all("menu item"), 10, "a menu")
        app.key("Return")  # Send Now
        self.shows_state(app, "See you then", "Sent")
        app.gone("list", "Scheduled Messages")
        app.act(app.find("radio button", "Saved"))
        app.key("ctrl+shift+s")

    def scheduled_file(self, app):
        """With a file, and no word: it is listed, and in the room once it is sent."""
        other = subprocess.Popen([sys.executable, "-c", OFFER], stdout=subprocess.PIPE, text=True)
        self.addCleanup(lambda: (other.kill(), other.wait(), other.stdout.close()))
        self.assertEqual(other.stdout.readline(), "ready\n")
        app.key("ctrl+e")
        until(lambda: "Message weaving" in (app.focused_name() or ""), 10, lambda: f"the composer to have the focus, not {app.focused_name()!r}")
        app.key("ctrl+v")
        app.find("button", "Attach as File", timeout=20)
        app.key("ctrl+alt+Return")
        app.expect_announcement("The text is attached as message.txt")
        app.find("button", "Remove message.txt")
        app.key("ctrl+shift+Return")
        app.find("dialog", "Send Later")
        app.act(app.find("button", "Send Then"))
        app.expect_announcement("Will be sent: Tomorrow, 09:00")
        app.gone("button", "Remove message.txt")
        self.assertFalse(any("message.txt" in name for name in self.messages(app)))
        app.key("ctrl+shift+s")
        app.act(app.find("radio button", "Scheduled"))
        app.find("list item", "weaving · Tomorrow, 09:00, message.txt, 1 file: message.txt", within=app.find("list", "Scheduled Messages"))
        app.act(app.find("toggle button", "What to Do with It"))
        until(lambda: app.find_all("menu item"), 10, "a menu")
        app.key("Return")  # Send Now
        self.shows_state(app, "message.txt", "Sent")
        app.act(app.find("radio button", "Saved"))
        app.key("ctrl+shift+s")

    def kept(self, app):
        """What an administrator says about how long messages are kept, everybody in the room sees there."""
        self.workspace.weftctl("grace", "retention", "weaving", "--content-days", "30")
        app.find("label", "What is written here is erased after 30 days.", timeout=20)
        self.workspace.weftctl("grace", "retention", "weaving")
        app.gone("label", "What is written here is erased after 30 days.")

    def pins(self, app):
        """Pinned by a key, it stands in the room's panel, which leads to it; taken down there, the row says so."""
        self.focus_message(app, "Hello, is anybody there?")
        app.key("ctrl+p")
        app.find("list item", re.compile(r"^.*Grace Hopper, .*Hello, is anybody there\?, pinned$"), within=app.find("list", "Messages"))
        app.expect_announcement("Message pinned")
        app.key("F9")
        pins = app.find("list", "Pinned Messages", timeout=20)
        self.assertEqual(app.count_announcements("Message pinned"), 1)
        row = app.find("list item", "Grace Hopper, Hello, is anybody there?", within=pins)
        app.act(row)
        until(lambda: "Hello, is anybody there?" in (app.focused_name() or ""), 10, lambda: f"the message to have the focus, not {app.focused_name()!r}")
        app.act(app.find("button", "Unpin", within=pins))
        app.gone("list", "Pinned Messages")
        app.find("list item", re.compile(r"^.*Grace Hopper, .*Hello, is anybody there\?$"), within=app.find("list", "Messages"))
        app.key("F9")

    def several(self, app):
        """Chosen by keys, counted aloud; copied, and deleted by one operation, which one undo takes back."""
        for text in ("one", "two", "three"):
            self.write(app, text)
            self.shows_state(app, text, "Sent")
        self.focus_message(app, "three")
        app.key("ctrl+space")
        app.expect_announcement("1 selected")
        app.key("Up", "space")
        app.expect_announcement("2 selected")
        app.find("list item", re.compile(r"You, .*, two, selected, Sent$"))
        app.find("list item", re.compile(r"You, .*, one, not selected, Sent$"))
        app.key("ctrl+c")
        app.expect_announcement("2 messages copied")
        app.gone("button", "Stop Selecting")
        app.key("ctrl+space", "Down", "space", "Delete")
        app.expect_announcement("2 messages deleted")
        until(lambda: sum("Message deleted" in name for name in self.messages(app)) == 2, 10, lambda: f"two deleted messages, not {self.messages(app)}")
        app.key("ctrl+z")
        self.shows_state(app, "two", "Sent")
        self.shows_state(app, "three", "Sent")
        # What others wrote is theirs.
        self.focus_message(app, "Hello, is anybody there?")
        app.key("ctrl+space", "Delete")
        app.expect_announcement("Only your own messages can be deleted")
        app.key("Escape")
        app.gone("button", "Stop Selecting")

    def hidden(self, app):
        """Deleted for oneself: others have it, the search does not find it, and it can be taken back."""
        self.focus_message(app, "Hello, is anybody there?")
        announced = len(app.announced)
        app.key("shift+Delete")
        app.expect_announcement("Message deleted for you", announced)
        app.find("list item", re.compile("Grace Hopper, .*, Message deleted for you$"))
        app.key("ctrl+shift+f")
        until(lambda: app.focused_name() == "Search messages", 10, "the search to have the focus")
        app.type_blind("anybody")
        app.find("label", "Nothing Was Found")
        app.key("Escape")
        self.assertIn("Hello, is anybody there?", self.workspace.texts("weaving"))
        app.key("ctrl+z")
        app.find("list item", re.compile(r"Grace Hopper, .*, Hello, is anybody there\?"))

    def saved(self, app):
        """Saved for oneself alone, found again in a list over all rooms; of a room that one has left, it says nothing."""
        self.focus_message(app, "Hello, is anybody there?")
        app.key("ctrl+s")
        app.find("list item", re.compile(r"Hello, is anybody there\?, saved$"), within=app.find("list", "Messages"))
        app.key("ctrl+shift+s")
        saved = app.find("list", "Saved Messages", timeout=20)
        app.find("list item", "Grace Hopper · weaving, Hello, is anybody there?", within=saved)
        until(lambda: (app.focused_name() or "").startswith("Grace Hopper · weaving"), 10, lambda: f"the saved message to have the focus, not {app.focused_name()!r}")
        self.workspace.weftctl("grace", "remove", "weaving", "ada")
        app.find("list item", "Not available to you any more", within=saved, timeout=20)
        app.key("Delete")
        app.gone("list", "Saved Messages")
        app.find("label", "Nothing Saved")
        app.key("ctrl+shift+s")


if __name__ == "__main__":
    unittest.main(verbosity=2)
