#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Chat as a screen reader and a keyboard meet it, over a store without a server (preview.c)."""
import re
import signal
import unittest

from gi.repository import Atspi
from weft_desktop import DesktopTestCase, until


def message(author, text, state=""):
    """A row's one sentence: author, time, text, state."""
    return re.compile(rf"{author}, \d\d:\d\d, {text}{', ' + state if state else ''}$", re.S)


class ChatWindowTest(DesktopTestCase):
    session_options = {"keyring": "absent"}

    def preview(self, *options):
        app = self.start("tests/client/chat-preview", *options).ready()
        app.find("list item", message("Emma Clarke", "I will write the release note after lunch 🙂"))
        return app

    def composer(self, app, room="deliveries-hcmc"):
        return app.find("text", f"Message {room}")

    def test_rows_are_one_sentence(self):
        app = self.preview()
        row = app.find("list item", re.compile(r"^3 new messages\. Nguyễn Thu Hà, \d\d:\d\d, @Mai the message template is ready, it only needs your OK\.$"))
        self.assertEqual([child.get_name() for child in app.walk(row) if child.get_name()], [])
        app.find("list item", message("You", r"answering Lê Bảo Ngọc, Thanks Ngọc! Can we tell the customers before 9\?", "Read"))
        app.find("list item", re.compile(r"^(Today|Yesterday), .*\. Lê Bảo Ngọc, \d\d:\d\d, Morning all\."))
        app.find("list item", "release-train, 12 unread")
        app.find("list item", re.compile(r"^Nguyễn Thu Hà, Online, 2 unread$"))

    def test_browse(self):
        """Rooms to join are found without accents, and say what activating them does; a link to one offers to join."""
        app = self.preview()
        app.find("list item", "Notes to Self")
        app.key("ctrl+shift+l")
        app.find("list item", "cycling, Join, Saturday rides, routes and repairs")
        app.find("list item", "finance, Ask to Join, Invoices and budgets")
        app.find("list item", "deliveries-hcmc, Open, Same-day routes, exceptions, handover")
        app.type(app.find("entry", "Search Rooms"), "don hang")
        app.gone("list item", re.compile("^finance"))
        app.find("list item", "đơn-hàng, Join, Hỏi đáp về đơn hàng")
        app.type(app.find("entry", "Search Rooms"), "zzz", replace=True)
        app.find("label", "No Room Found")

    def test_convert(self):
        """A conversation of several people becomes a room, by its menu; what it says of itself is said of a room then."""
        app = self.preview()
        app.click(app.find("list item", re.compile("^Lê Bảo Ngọc, Phạm Quốc Anh")), button=3)
        until(lambda: len(app.find_all("menu item")) >= 8, 10, lambda: f"a menu, not {len(app.find_all('menu item'))} items")
        app.key("Up", "Up", "Up", "Up", "Return")  # Make It a Room, above Archive, Delete and Leave
        app.type(app.find("text", "Name"), "couriers")
        app.key("Return")
        app.find("list item", "couriers")
        app.gone("list item", re.compile("^Lê Bảo Ngọc, Phạm Quốc Anh"))

    def test_administration(self):
        """The panel says what a room is for and who asks to be let in; an administrator answers, and makes another one."""
        app = self.preview("--panel")
        app.find("label", re.compile("^Routes, weather and handover"))
        app.act(app.find("button", "Let Sofia Rossi In"))
        app.find("list item", "Sofia Rossi, Design")
        app.gone("button", "Let Sofia Rossi In")
        app.click(app.find("list item", re.compile("^Emma Clarke.*Product$"), within=app.find("list", "Members")), button=3)
        until(lambda: len(app.find_all("menu item")) >= 2, 10, "a menu of two")
        app.key("Return")  # Make an Administrator
        app.find("list item", re.compile("^Emma Clarke, administrator"))
        app.act(app.find("button", "Room Settings"))
        app.type(app.find("text", "Description"), "All about deliveries.", replace=True)
        app.act(app.find("button", "Save"))
        app.find("label", "All about deliveries.")

    def test_markdown(self):
        """Spoken without its marks; its code is copied by keys."""
        app = self.preview("--markdown")
        app.find("list item", message("Daniel Okafor", r"The window is now wider when it rains, ten thirty minutes: see eta_window and the note\.\ndef eta_window.*"))
        app.find("list item", message("Lê Bảo Ngọc", r"Can we tell the customers before 9\?\n.*\n☑ the template\n☐ the OK from @Mai\n• both languages\n1\. send\n2\. watch the replies"))
        app.focus(self.composer(app))
        app.key("shift+Tab", "Up")  # by the button to the newest message
        until(lambda: "6 new messages" in (app.focused_name() or ""), 10, "the first unread message focused")
        app.key("End")
        until(lambda: "SELECT id" in (app.focused_name() or ""), 10, "the newest message focused")
        self.open_menu(app, 15)
        app.key("Down", "Down", "Down", "Down", "Down", "Return")  # Copy Code, after React, Reply, Thread, Forward and Copy Text
        app.expect_announcement("Code copied")

    def test_own_list(self):
        """What one made of rooms for oneself is said with their names; menus do the same as keys do."""
        app = self.preview()
        app.find("list item", "deliveries-hcmc, pinned")
        app.find("list item", "alerts, muted")
        app.find("label", "Shop")
        self.assertEqual(app.find_all("list item", re.compile("moving-house")), [])
        archive = app.find("toggle button", "1 archived")
        app.act(archive)
        app.click(app.find("list item", "moving-house, archived"), button=3)
        until(lambda: len(app.find_all("menu item")) >= 7, 10, lambda: f"a menu, not {len(app.find_all('menu item'))} items")
        app.key("Up", "Up", "Up", "Return")  # Take Out of the Archive
        app.find("list item", "moving-house")
        app.gone("toggle button", "1 archived")

        app.key("ctrl+shift+m")
        app.find("list item", re.compile("deliveries-hcmc, pinned, muted"))
        app.key("ctrl+shift+p")
        app.find("list item", re.compile("deliveries-hcmc, muted"))
        app.key("ctrl+shift+e")
        app.find("toggle button", "1 archived")
        app.find("button", "Undo")
        app.act(app.find("button", "Undo"))
        app.find("list item", re.compile("deliveries-hcmc, muted"))

    def test_files(self):
        app = self.preview("--files")
        app.find("list item", message("Nguyễn Thu Hà", r"Tết gift boxes arrived, first batch on the shelf:, picture weave\.png, .*, file Packing list, batch 1\.ods, .*"))
        app.find("list item", message("You", r"file Packing list, batch 1\.ods, 13 bytes", "Sent"))

    def test_cancelled_download(self):
        """A file that comes slowly is stopped from the message's menu, by keys, and can be asked for again."""
        app = self.preview("--files", "--slow")
        app.find("list item", message("You", r"file Packing list, batch 1\.ods, 13 bytes", "Sent"))
        app.focus(self.composer(app))
        app.key("shift+Tab", "Up")  # by the button to the newest message
        until(lambda: "6 new messages" in (app.focused_name() or ""), 10, lambda: f"the first unread message focused, not {app.focused_name()!r}")
        for _ in range(10):
            if re.search(r"(^|\. )You, .*file Packing list", app.focused_name()):
                break
            app.key("Down")
        self.open_menu(app, 16)
        app.key("Down", "Down", "Down", "Down", "Down", "Down", "Down", "Down", "Return")  # Open File
        self.open_menu(app, 17)
        app.key("Down", "Down", "Down", "Down", "Down", "Down", "Down", "Down", "Down", "Down", "Return")  # Cancel Download, after Save File As
        app.expect_announcement("Download cancelled: Packing list, batch 1.ods")
        self.open_menu(app, 16)
        app.key("Down", "Return")  # Reply
        until(lambda: app.has(self.composer(app), Atspi.StateType.FOCUSED), 10, lambda: f"the composer focused, not {app.focused_name()!r}")

    def open_menu(self, app, count):
        """Of the message that has the focus. GTK's menu items have no names here, only their number."""
        until(lambda: not app.find_all("menu item"), 10, "no menu")
        app.key("shift+F10")
        until(lambda: len(app.find_all("menu item")) == count, 10, lambda: f"{count} menu items, not {len(app.find_all('menu item'))}")

    def test_cards(self):
        app = self.preview("--cards")
        app.find("list item", message("Emma Clarke", "The route plan is in, link to general, Room"))
        app.find("list item", message("You", "link to release-train, Daniel Okafor, Version 4\\.2 goes out at three, .* later\\.", "Sent"))
        # another's room, a feature that is not there, a message that is not held: only where one reads is something said
        app.find("list item", message("Lê Bảo Ngọc", "link to Not available to you, link to Not available to you, link to support-vn"))
        app.find("list item", message("Lê Bảo Ngọc", re.escape("weft:room/../x#message/%00@9 weft: weft:#@ no link")))

        app.process.send_signal(signal.SIGUSR1)
        app.find("list item", message("Emma Clarke", "The route plan is in, link to route-plans, Room"))
        app.find("list item", message("You", "link to release-bus, Daniel Okafor, Version .*", "Sent"))

        app.focus(self.composer(app))
        app.key("shift+Tab", "End")
        for _ in range(20):
            if "link to route-plans" in app.focused_name():
                break
            app.key("Up")
        self.assertIn("link to route-plans", app.focused_name())
        app.key("Return")
        self.composer(app, "route-plans")

    def test_card_of_what_is_taken_away(self):
        app = self.preview("--cards")
        app.find("list item", message("You", "link to release-train, Daniel Okafor, Version .*", "Sent"))
        app.process.send_signal(signal.SIGUSR2)
        app.find("list item", message("You", "link to Not available to you", "Sent"))
        self.assertFalse([name for name in map(lambda item: item.get_name(), app.find_all("list item")) if "Version 4.2" in name])

    def test_tray(self):
        app = self.preview("--tray")
        app.find("button", "Attach Files…")
        app.find("button", "Remove weave.png")
        app.act(app.find("button", "Remove Packing list, batch 1.ods"))
        composer = self.composer(app)
        app.focus(composer)
        app.key("Return")
        app.find("list item", message("You", r"picture weave\.png, .*", "Sent"))

    def test_write_and_hear(self):
        app = self.preview()
        composer = self.composer(app)
        app.type(composer, "hello there")
        app.key("Return")
        app.find("list item", message("You", "hello there", "Sent"))
        self.assertEqual(app.text(composer), "")

        app.process.send_signal(signal.SIGUSR1)
        app.expect_announcement("Emma Clarke: The press release is out.")
        app.find("list item", message("Emma Clarke", r"The press release is out\."))
        self.assertTrue(app.has(composer, Atspi.StateType.FOCUSED), "a remote change moved the focus")
        app.process.send_signal(signal.SIGUSR2)
        app.expect_announcement("5 new messages in deliveries-hcmc")

        app.type(composer, "one")
        app.key("shift+Return")
        app.key("t", "w", "o", "Return")
        app.find("list item", re.compile(r"You, \d\d:\d\d, one\ntwo, Sent$"))

    def test_names_are_offered(self):
        """By a part of a name without its marks, by keys; the focus stays where one writes."""
        app = self.preview()
        composer = self.composer(app)
        app.type(composer, "ask @ha")
        app.expect_announcement("Nguyễn Thu Hà, 1 of")
        app.key("Tab")
        until(lambda: app.text(composer) == "ask @Nguyễn Thu Hà ", 10, lambda: f"the name, not {app.text(composer)!r}")
        self.assertTrue(app.has(composer, Atspi.StateType.FOCUSED))
        app.key("at")
        app.expect_announcement("Daniel Okafor, 1 of 7")
        app.key("Down")
        app.expect_announcement("Emma Clarke, 2 of 7")
        app.key("Escape", "BackSpace", "colon", "t", "h", "u", "m", "b")
        app.expect_announcement("thumbs up, 1 of")
        app.key("Return")
        until(lambda: app.text(composer).startswith("ask @Nguyễn Thu Hà 👍"), 10, lambda: f"the emoji, not {app.text(composer)!r}")

    def go_to(self, app, room):
        """Down the list, wherever in it the room stands by now."""
        for _ in range(10):
            before = {one.get_name() for one in app.find_all("text")}
            app.key("alt+Down")
            until(lambda: {one.get_name() for one in app.find_all("text")} != before, 10, "the next conversation")
            if app.find_all("text", f"Message {room}"):
                return
        self.fail(f"{room} is not in the list")

    def test_forward(self):
        """To a conversation found by typing; the card says where it comes from."""
        app = self.preview()
        app.focus(self.composer(app))
        app.key("shift+Tab", "End")
        until(lambda: "release note" in (app.focused_name() or ""), 10, "the newest message")
        app.key("ctrl+shift+j")
        app.find("entry", "Search conversations", state=Atspi.StateType.FOCUSED)
        app.type_blind("gene")
        app.key("Return")
        app.expect_announcement("Forwarded to general")
        self.go_to(app, "general")
        app.find("list item", message("You", r"I will write the release note after lunch 🙂, link to deliveries-hcmc, Emma Clarke, I will write .*", "Sent"))
        self.assertEqual(app.count_announcements("Forwarded to general"), 1)

    def test_edit_the_last(self):
        app = self.preview()
        composer = self.composer(app)
        app.type(composer, "helo")
        app.key("Return")
        app.find("list item", message("You", "helo", "Sent"))
        app.key("Up")
        until(lambda: app.text(composer) == "helo", 10, "the last own message in the composer")
        app.find("label", "Editing your message")
        app.key("Escape")
        until(lambda: app.text(composer) == "", 10, "the composer as it was")
        app.key("Up")
        until(lambda: app.text(composer) == "helo", 10, "the last own message again")
        app.key("BackSpace", "l", "o", "Return")
        app.find("list item", message("You", "hello", "edited, Sent"))

    def test_keyboard_in_messages(self):
        app = self.preview()
        app.focus(self.composer(app))
        app.key("shift+Tab")
        until(lambda: "3 new messages" in app.focused_name(), 10, lambda: f"the first unread message focused, not {app.focused_name()!r}")
        app.key("Down", "Down")
        until(lambda: "release note" in app.focused_name(), 10, "the newest message")
        app.key("Home")
        until(lambda: "Route 4 left the depot" in (app.focused_name() or ""), 10, lambda: f"the first message shown and focused, not {app.focused_name()!r}")
        app.key("End", "Up")
        until(lambda: "tracking page" in (app.focused_name() or ""), 10, "the message above the newest")
        app.key("ctrl+r")
        app.find("label", "Answering Emma Clarke")
        composer = self.composer(app)
        until(lambda: app.has(composer, Atspi.StateType.FOCUSED), 10, "the composer focused")
        app.type(composer, "good")
        app.key("Return")
        app.find("list item", message("You", "answering Emma Clarke, good", "Sent"))
        app.key("shift+Tab")
        until(lambda: not app.has(composer, Atspi.StateType.FOCUSED), 10, "a message focused")
        app.key("End")
        until(lambda: "You, " in app.focused_name(), 10, "the newest message focused")
        app.key("Escape")
        until(lambda: app.has(composer, Atspi.StateType.FOCUSED), 10, "back in the composer")

    def test_offline(self):
        app = self.preview()
        app.process.send_signal(signal.SIGHUP)
        composer = app.find("text", "Message deliveries-hcmc, sent when you are back online")
        app.type(composer, "later")
        app.key("Return")
        app.find("list item", message("You", "later", "Waiting"))

    def test_draft_is_kept(self):
        app = self.preview()
        app.type(self.composer(app), "not yet")
        app.key("alt+Down")
        self.composer(app, "storefront")
        app.find("list item", re.compile("deliveries-hcmc.*draft"))
        app.tab_to("list item", re.compile("^deliveries-hcmc"))
        app.key("Return")
        composer = self.composer(app)
        until(lambda: app.text(composer) == "not yet", 10, "the draft")

    def test_new_room(self):
        app = self.preview()
        app.key("ctrl+shift+n")
        name = app.find("text", "Name")
        app.type(name, "returns")
        app.act(app.find("button", "Create"))
        app.find("text", "Message returns", state=Atspi.StateType.FOCUSED)
        app.find("list item", "returns")

    def test_escape_leaves_the_search_of_people(self):
        app = self.preview()
        app.key("ctrl+shift+d")
        app.find("entry", "Search people", state=Atspi.StateType.FOCUSED)
        app.type_blind("zzzz")
        app.find("label", "Nobody found")
        app.key("Escape")
        app.gone("label", "Nobody found")
        app.find("list", "People")
        app.key("Escape")
        app.gone("list", "People")


if __name__ == "__main__":
    unittest.main(verbosity=2)
