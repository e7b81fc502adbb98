#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Searching by keyboard: everywhere, in one room, in the palette; what is found opens in its place; and without a server. A link to
what was found is a card, which opens it."""
import re
import unittest

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi

from weft_desktop import WeftTestCase
from weft_desktop.app import xdotool
from weft_desktop.waiting import until


ROOMS = ("weaving", "dyeing", "spinning", "carding")


class SearchTest(WeftTestCase):
    def test_rooms_move(self):
        """Rooms which others write in move up in the palette while it is open, each of them once, and a room that was chosen stays chosen."""
        for room in ROOMS[1:]:
            self.workspace.weftctl("grace", "create-room", room)
        app = self.join()
        for room in ROOMS[1:]:
            self.workspace.weftctl("grace", "add", room, "ada")
        app.find("list item", re.compile("^carding"), within=app.find("list", "Conversations"), timeout=20)
        app.key("ctrl+k")
        until(lambda: len(self.rooms(app)) == len(ROOMS), 10, lambda: f"all rooms, not {self.rooms(app)}")
        chosen, *others = self.rooms(app)
        for room in (*others, chosen, *others):
            self.workspace.weftctl("grace", "send", room, "Hello")
            until(lambda: self.conversations(app)[0].startswith(room), 10, lambda: f"{room} to be first, not {self.conversations(app)}")
            self.assertEqual(len(self.rooms(app)), len(set(self.rooms(app))), self.rooms(app))
        app.key("Return")
        app.find("text", f"Message {chosen}")
        self.assertEqual(app.close(), 0)

    def rooms(self, app):
        """Those seen in the palette."""
        return [row.get_name() for row in app.find_all("list item", within=app.find("list", "Results")) if row.get_name() in ROOMS]

    def conversations(self, app):
        return [row.get_name() for row in app.find_all("list item", within=app.find("list", "Conversations"))]

    def test_search(self):
        self.workspace.weftctl("grace", "send", "weaving", "Đơn hàng 17 đã giao")
        pattern = self.session.directory / "mẫu.txt"
        pattern.write_text("over, under")
        self.workspace.weftctl("grace", "send", "--file", pattern, "weaving", "What the loom needs")
        for i in range(25):
            self.workspace.weftctl("grace", "send", "weaving", f"another pattern {i}")
        app = self.join()
        self.open_room(app)

        self.look_for(app, "ctrl+shift+f", "don hang")
        self.result(app, "weaving, Grace Hopper, Đơn hàng 17 đã giao")
        app.expect_announcement("1 result")
        app.key("Return")
        self.opened(app, "Đơn hàng 17")
        self.link(app)

        # Results come under a pointer that rests, or is knocked: it chooses none of them.
        x, y, width, height = app.frame()
        xdotool("mousemove", x + width // 2, y + height // 2)
        self.look_for(app, "ctrl+f", "pattern -24")
        app.find("toggle button", "Only in weaving")
        self.result(app, "another pattern 23")
        xdotool("mousemove_relative", "--sync", 2, 2)
        announced = len(app.announced)
        app.key("Down")
        app.expect_announcement("weaving, Grace Hopper, another pattern 22", announced)
        app.key("Escape")

        # Keys mean what was typed, though what it finds is not listed yet.
        app.key("ctrl+shift+f")
        until(lambda: app.focused_name() == "Search messages", 10, "the search to have the focus")
        app.type_blind("pattern -24")
        app.key("Down", "Return")
        self.opened(app, "another pattern 22")

        # A file is found as the message which carries it.
        announced = len(app.announced)
        self.look_for(app, "ctrl+shift+f", "has:file from:grace mau")
        self.result(app, "weaving, Grace Hopper, mẫu.txt – What the loom needs")
        app.expect_announcement("1 result", announced)
        app.key("Return")
        self.opened(app, "What the loom needs")

        self.look_for(app, "ctrl+shift+f", "zzzz")
        app.find("label", "Nothing Was Found")
        app.key("Escape")

        app.key("ctrl+k")
        until(lambda: app.focused_name() == "Search or jump to", 10, "the palette to have the focus")
        app.type_blind("hang 17")
        self.result(app, "Đơn hàng 17 đã giao")
        self.result(app, "Search messages for “hang 17”")
        app.key("Escape")

        self.workspace.stop()
        app.find("button", re.compile("^Offline"), timeout=20)
        self.look_for(app, "ctrl+shift+f", "giao")
        self.result(app, "Đơn hàng 17 đã giao")
        app.find("label", "Offline: only what this computer holds was searched.")
        app.key("Escape")
        self.look_for(app, "ctrl+shift+f", "has:file in:weaving before:2100")
        self.result(app, "mẫu.txt – What the loom needs")
        app.key("Escape")
        self.assertEqual(app.close(), 0)

    def link(self, app):
        """The message found is linked in another one, from its menu's key; Enter leads back to it."""
        app.focus(app.find("text", re.compile("^Message weaving")))
        app.key("shift+Tab")
        for _ in range(30):
            if "Đơn hàng 17" in app.focused_name():
                break
            app.key("Up")
        self.assertIn("Đơn hàng 17", app.focused_name())
        app.key("ctrl+shift+c", "Escape")
        composer = app.find("text", re.compile("^Message weaving"))
        until(lambda: app.has(composer, Atspi.StateType.FOCUSED), 10, "the composer to have the focus")
        app.key("ctrl+v")
        until(lambda: app.text(composer).startswith("weft:room/"), 10, lambda: f"the link, not {app.text(composer)!r}")
        app.key("Return")
        row = app.find("list item", re.compile(r"^You, .*, link to weaving, Grace Hopper, Đơn hàng 17 đã giao, "))
        self.assertNotIn("weft:", row.get_name())
        app.key("shift+Tab", "End")
        until(lambda: "link to weaving" in app.focused_name(), 10, lambda: f"the card's message to have the focus, not {app.focused_name()!r}")
        app.key("Return")
        until(lambda: app.has(composer, Atspi.StateType.FOCUSED), 10, "the room to be opened there")
        self.opened(app, "Grace Hopper, ")

    def look_for(self, app, key, text):
        app.key(key)
        until(lambda: app.focused_name() == "Search messages", 10, lambda: f"the search to have the focus, not {app.focused_name()!r}")
        app.type_blind(text)

    def result(self, app, name):
        app.find("list item", re.compile(re.escape(name)), within=app.find("list", "Results"))

    def opened(self, app, text):
        """The message is on screen, and so is the room it stands in."""
        until(lambda: any(text in name for name in self.messages(app)), 10, lambda: f"{text!r} among {self.messages(app)}")
        row = next(row for row in app.find_all("list item", within=app.find("list", "Messages")) if text in row.get_name())
        until(lambda: app.has(row, Atspi.StateType.SHOWING), 10, f"{text!r} to be on screen")


if __name__ == "__main__":
    unittest.main(verbosity=2)
