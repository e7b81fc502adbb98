#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Groups of people: an administrator makes and fills one, and calls it; by keys and as it is spoken."""
import re
import unittest

from weft_desktop import WeftTestCase, until

PEOPLE = ("Mei", "Noor", "Otto", "Pia", "Quyen", "Rosa")


class GroupsTest(WeftTestCase):
    def join(self):
        """Ada is an administrator of the workspace."""
        return super().join(role="admin")

    def test_groups(self):
        app = self.join()
        self.open_room(app)
        self.group(app)
        self.call(app)
        self.remove(app)
        self.assertEqual(app.close(), 0)

    def command(self, app, text):
        """Types it and says that it is meant: what is still offered is closed first."""
        app.key("ctrl+e")
        app.type(self.composer(app), text, replace=True)
        app.key("Escape", "Return")

    def group(self, app):
        """Made and filled by its administrator: what is wrong with a name is said while it is written."""
        for person in PEOPLE:
            link = self.workspace.weftctl("grace", "invite", "--room=weaving")
            self.workspace.weftctl(person.lower(), "join", link, "--name", person, "--login", person.lower())
        app.key("ctrl+shift+y")
        app.find("dialog", "Groups of People")
        app.find("label", "No Groups")
        app.act(app.find("button", "New Group"))
        name = app.find("text", "Name, written behind an @")
        for wrong, said in (
            ("two words", "A name is one word of letters and digits, a letter first."),
            ("@all", "That means everybody, or could be taken for it."),
            ("grace", "Somebody here is called that."),
        ):
            app.type(name, wrong, replace=True)
            app.find("label", said)
        app.type(name, "@Dye-House", replace=True)
        app.type(app.find("text", "What the group is for"), "Whoever dyes")
        app.key("Return")
        app.find("label", "Nobody is in the group yet.")
        app.find("label", "Whoever dyes")
        app.act(app.find("button", "Add People to the Group"))
        app.find("list item", "Rosa", within=app.find("list", "People"))
        until(lambda: app.focused_name() == "Search people", 10, lambda: f"the search to have the focus, not {app.focused_name()!r}")
        app.key("Tab")
        for person in ("Ada Lovelace", "Grace Hopper", *PEOPLE):
            until(lambda: app.focused_name() == person, 10, lambda: f"{person} to have the focus, not {app.focused_name()!r}")
            app.key("Return")
            app.expect_announcement(f"{person} chosen")
            app.key("Down")
        app.act(app.find("button", "Add"))
        app.expect_announcement("8 people added to the group")
        app.find("label", re.compile("^8 people hear of what names the group"))
        app.act(app.find("button", "Take Ada Lovelace Out"))
        app.expect_announcement("Ada Lovelace taken out of the group")
        app.find("label", re.compile("^7 people hear of what names the group"))
        app.key("Escape")  # back
        app.find("label", "7 people · Whoever dyes")
        app.key("Escape")
        app.gone("dialog", "Groups of People")

    def call(self, app):
        """Offered behind an @ by a part of its name; of so many people it asks first. Whoever is in it is meant."""
        app.key("ctrl+e")
        app.type(self.composer(app), "Look, @hou", replace=True)
        app.expect_announcement("@dye-house, group, 7 people here, 1 of 1")
        app.key("Return")
        until(lambda: app.text(self.composer(app)) == "Look, @dye-house ", 10, lambda: f"its name, not {app.text(self.composer(app))!r}")
        app.key("Return")
        app.find("label", "Notify 7 People?")
        app.find("label", re.compile("^Your message calls a group of people"))
        app.act(app.find_all("button", "Send")[-1])  # the first is the composer's
        self.shows(app, "Look, @dye-house")
        until(lambda: self.workspace.texts("weaving")[-1] == "Look, @dye-house", 10, "it on the server")
        self.workspace.weftctl("mei", "send", "weaving", "Coming, @dye-house")
        self.shows(app, "Look, @dye-house", "Coming, @dye-house")

    def remove(self, app):
        """Gone with a key, back with another."""
        self.command(app, "/groups")
        app.find("list item", "@dye-house", within=app.find("list", "Groups of People"))
        app.tab_to("list item", "@dye-house")
        app.key("Return")
        app.act(app.find("button", "Remove Group"))
        app.expect_announcement("Group removed")
        app.find("label", "No Groups")
        app.key("Escape")
        app.gone("dialog", "Groups of People")
        app.key("ctrl+e", "shift+Tab")
        until(lambda: app.focused_name() in self.messages(app), 10, lambda: f"a message to have the focus, not {app.focused_name()!r}")
        app.key("ctrl+z")  # in the composer it would undo typing
        app.key("ctrl+shift+y")
        app.find("list item", "@dye-house", within=app.find("list", "Groups of People"))
        app.key("Escape")
        app.gone("dialog", "Groups of People")


if __name__ == "__main__":
    unittest.main(verbosity=2)
