#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Three windows at once, Ada's on two devices and Grace's: what they do to one thing without a server, and what of one person's agrees on both."""
import re
import signal
import unittest

from weft_desktop import WeftTestCase, until


class WindowsTest(WeftTestCase):
    # Each window keeps its own sign-in, as each device does.
    session_options = {"keyring": "absent"}

    def test_windows(self):
        self.desk = self.join()
        self.open_room(self.desk)
        self.grace = self.sign_in("grace")
        self.open_room(self.grace)
        self.laptop = self.sign_in("ada")
        self.unread()
        self.mute()
        self.open_room(self.laptop)
        self.reactions()
        self.edits()
        self.edit_of_deleted()
        for app in (self.desk, self.laptop, self.grace):
            self.assertEqual(app.close(), 0)

    def offline(self, *apps):
        self.workspace.stop()
        for app in apps:
            app.find("button", "Try Now", timeout=20)

    def online(self, *apps):
        for app in apps:
            self.at(app).key("F5")
            app.gone("button", "Try Now", timeout=30)

    def row(self, app, words):
        """What is said of the room."""
        app.find("list item", re.compile(words), within=app.find("list", "Conversations"), timeout=20)

    def last(self, words, *apps):
        """What all of them say of the newest message."""
        for app in apps:
            until(lambda: re.search(words, self.messages(app)[-1]), 30, lambda: f"{words!r} for the last of {self.messages(app)}")

    def unread(self):
        """Read at the desk is read on the laptop."""
        self.write(self.at(self.grace), "The warp is ready")
        self.row(self.laptop, "^weaving, 2 unread|^weaving, 1 unread")
        self.at(self.desk)
        self.shows(self.desk, "The warp is ready")
        self.row(self.laptop, "^weaving$")

    def mute(self):
        self.at(self.laptop)
        self.open_room(self.laptop)
        self.laptop.key("ctrl+shift+m")
        self.row(self.laptop, "^weaving, muted$")
        self.row(self.desk, "^weaving, muted$")
        self.laptop.key("ctrl+shift+m")
        self.row(self.desk, "^weaving$")

    def react(self, app, words):
        self.at(app).focus(self.composer(app))
        app.key("ctrl+shift+backslash")
        until(lambda: app.focused_name() == "Search emoji", 10, lambda: f"the search for emoji focused, not {app.focused_name()!r}")
        announced = len(app.announced)
        app.type_blind(words)
        app.expect_announcement(f"{words}, ", announced)
        app.key("Return")

    def reactions(self):
        """Two people, neither of whom knows what the other does: everybody has both."""
        self.offline(self.desk, self.grace)
        self.react(self.desk, "thumbs up")
        self.react(self.desk, "party popper")
        self.react(self.grace, "thumbs up")
        self.workspace.start()
        self.online(self.desk, self.grace, self.laptop)
        self.last(r"The warp is ready.*👍\S* 2\b.*🎉 1\b", self.desk, self.laptop, self.grace)

    def change(self, app, before, after):
        """Up edits one's last message."""
        self.at(app).focus(self.composer(app))
        app.key("Up")
        until(lambda: app.text(self.composer(app)) == before, 10, lambda: f"{before!r} to be changed, not {app.text(self.composer(app))!r}")
        app.type(self.composer(app), after, replace=True)
        app.key("Return")
        self.last(re.escape(after), app)

    def edits(self):
        """Two changes of one text, in different places of it: both are in it, everywhere."""
        self.write(self.at(self.desk), "red yarn on the loom, blue yarn in the box")
        self.last("blue yarn in the box", self.desk, self.laptop, self.grace)
        self.offline(self.desk, self.laptop)
        self.change(self.desk, "red yarn on the loom, blue yarn in the box", "crimson yarn on the loom, blue yarn in the box")
        self.change(self.laptop, "red yarn on the loom, blue yarn in the box", "red yarn on the loom, blue yarn in the chest")
        self.workspace.start()
        self.online(self.desk, self.laptop, self.grace)
        self.last("crimson yarn on the loom, blue yarn in the chest", self.desk, self.laptop, self.grace)

    def edit_of_deleted(self):
        """Deleted on the laptop, changed at the desk, which hears of it later: it stays deleted, and the desk still has what was typed."""
        text = "crimson yarn on the loom, blue yarn in the chest"
        self.offline(self.desk, self.laptop)
        self.change(self.desk, text, "all the yarn is gone")
        self.at(self.laptop).focus(self.composer(self.laptop))
        self.laptop.key("shift+Tab", "End")
        until(lambda: "blue yarn" in (self.laptop.focused_name() or ""), 10, lambda: f"the message focused, not {self.laptop.focused_name()!r}")
        self.laptop.key("Delete")
        self.last("Message deleted", self.laptop)
        announced = len(self.desk.announced)
        self.desk.process.send_signal(signal.SIGSTOP)
        try:
            self.workspace.start()
            self.laptop.key("F5")
            until(lambda: self.workspace.texts("weaving")[-1] == "", 30, "the message to be deleted for everybody")
        finally:
            self.desk.process.send_signal(signal.SIGCONT)
        self.online(self.desk, self.grace)
        self.last("Message deleted", self.desk, self.laptop, self.grace)
        self.desk.expect_announcement("1 change was refused and needs you.", announced, timeout=30)
        self.at(self.desk).key("ctrl+shift+o")
        self.desk.find("grouping", re.compile("^all the yarn is gone, Refused: "))


if __name__ == "__main__":
    unittest.main(verbosity=2)
