#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A guest at the window: whom they see and what is not offered to them; how guests are invited, and what an administrator does with one. By keys,
and as it is spoken."""
import re
import unittest

from weft_desktop import WeftTestCase, until


class GuestsTest(WeftTestCase):
    def palette(self, app):
        app.key("ctrl+k")
        until(lambda: app.focused_name() == "Search or jump to", 10, lambda: f"the palette to have the focus, not {app.focused_name()!r}")

    def test_administrator(self):
        """Ada is an administrator. A room's link lets in a guest, whom everybody is told of; his time ends, or he becomes a member."""
        self.workspace.invite = lambda *rooms, role=None: self.workspace.weftctl("grace", "invite", "--role=admin", *(f"--room={room}" for room in rooms))
        app = self.join()
        self.open_room(app)
        self.palette(app)
        app.type_blind("invite guests")
        app.find("list item", "Invite Guests to the Room", within=app.find("list", "Results"))
        app.key("Return")
        dialog = app.find("dialog", "Invite Guests")
        app.find("label", re.compile("can join as a guest.*Guests see “weaving” and who is in it, and nothing else"), within=dialog)
        link = app.find("text", "Invitation link", within=dialog)
        until(lambda: "#" in app.text(link), 20, "the link")
        until(lambda: app.focused_name() == "Copy Link", 10, lambda: f"its button to have the focus, not {app.focused_name()!r}")
        self.workspace.weftctl("gus", "join", app.text(link), "--name", "Gus", "--login", "gus")
        app.key("Escape")
        app.gone("dialog", "Invite Guests")
        self.workspace.weftctl("gus", "send", "weaving", "Thank you for having me")
        self.shows(app, "Thank you for having me")
        until(lambda: self.messages(app)[-1].startswith("Gus, guest, "), 20, lambda: f"the guest's message: {self.messages(app)}")

        app.key("F9")
        members = app.find("list", "Members")
        self.member(app, members, "Gus, guest")
        self.choose(app, members, "Return")  # ends in a week
        self.member(app, members, r"Gus, guest, .*Guest until \d+ \w+ \d{4}")
        self.choose(app, members, "Down", "Down", "Down", "Down", "Return")  # the last: a member of the workspace
        self.member(app, members, "Gus(?!, guest)")
        self.assertEqual(app.close(), 0)

    def results(self, app):
        names = [row.get_name() for row in app.find_all("list item", within=app.find("list", "Results"))]
        return [name for name in names if not name.startswith("Search messages")]

    def member(self, app, members, pattern):
        until(lambda: any(re.match(pattern, row.get_name()) for row in app.find_all("list item", within=members)), 20,
              lambda: f"{pattern!r} among {[row.get_name() for row in app.find_all('list item', within=members)]}")

    def choose(self, app, members, *keys):
        """In the menu of Gus."""
        row = next(row for row in app.find_all("list item", within=members) if row.get_name().startswith("Gus"))
        app.focus(row)
        app.key("shift+F10")
        until(lambda: len(app.find_all("menu item")) == 5, 10, lambda: f"a menu of five, not {len(app.find_all('menu item'))} items")
        app.key(*keys)
        until(lambda: not app.find_all("menu item"), 10, "no menu")

    def test_guest(self):
        """Ada is the guest: names of those in the room, and nothing that she could not do."""
        self.workspace.invite = lambda *rooms, role=None: self.workspace.weftctl("grace", "invite", *(f"--guest={room}" for room in rooms))
        self.workspace.weftctl("grace", "create-room", "secret")
        app = self.join()
        self.open_room(app)
        until(lambda: self.messages(app) and "Grace" in self.messages(app)[-1], 20, lambda: f"who said it: {self.messages(app)}")
        self.write(app, "I am")
        self.shows(app, "I am")
        self.palette(app)
        for words in ("new room", "browse rooms", "invite", "set a status", "secret"):
            app.key("ctrl+a")
            app.type_blind(words)
            until(lambda: not any(re.search(words, name, re.IGNORECASE) for name in self.results(app)), 10, lambda: f"nothing called {words}: {self.results(app)}")
        app.key("ctrl+a")
        app.type_blind("name and st")
        app.find("list item", "Name and Status…", within=app.find("list", "Results"))
        app.key("Return")
        dialog = app.find("dialog", "Name and Picture")
        self.assertFalse(app.find_all("text", "Status", within=dialog))
        app.key("ctrl+a")
        app.type_blind("Countess")
        app.key("Return")
        app.gone("dialog", "Name and Picture")
        until(lambda: "I am" in self.workspace.weftctl("grace", "search", "from:countess", "am"), 20, "others to find what the Countess said")
        self.assertEqual(app.close(), 0)


if __name__ == "__main__":
    unittest.main()
