#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The workspace's own emoji among all others, on the real window and a real server: a section of their own, found by name, written, given as a reaction."""
import re
import subprocess
import unittest

from weft_desktop import WeftTestCase, until


class OwnEmojiTest(WeftTestCase):
    def test_own_emoji(self):
        app = self.join()
        self.open_room(app)
        self.write(app, "Here I am")
        self.shows(app, "Here I am")
        self.open_grid(app)
        self.assertFalse(app.find_all("button", "Emoji of the Workspace"), "a section of nothing")
        self.close_grid(app)

        picture = self.session.directory / "loom.png"
        subprocess.run(["convert", "-size", "64x64", "xc:#c8285a", str(picture)], check=True, timeout=60)
        self.workspace.weftctl("grace", "add-emoji", "loom_party", picture)
        app.focus(self.composer(app))
        until(lambda: self.offered(app), 20, "a section for it")
        app.type_blind("loom_")
        app.expect_announcement("loom_party, 1 emoji")
        app.key("Return")
        until(lambda: app.text(self.composer(app)) == ":loom_party:", 10, lambda: f"its name, not {app.text(self.composer(app))!r}")
        app.key("Return")
        self.shows(app, ":loom_party:")
        app.key("shift+Tab", "End")
        self.open_grid(app)
        app.find("table cell", "loom_party")
        app.key("Return")  # it was used last
        app.find("list item", re.compile(":loom_party:.*:loom_party: 1, also yours"))
        self.assertEqual(app.close(), 0)

    def open_grid(self, app):
        app.key("ctrl+period")
        until(lambda: app.focused_name() == "Search emoji", 10, lambda: f"the search for emoji focused, not {app.focused_name()!r}")

    def close_grid(self, app):
        app.key("Escape")
        until(lambda: app.focused_name() != "Search emoji", 10, "the grid closed")

    def offered(self, app):
        self.open_grid(app)
        if app.find_all("button", "Emoji of the Workspace"):
            return True
        self.close_grid(app)
        return False


if __name__ == "__main__":
    unittest.main(verbosity=2)
