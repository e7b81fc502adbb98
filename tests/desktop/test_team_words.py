#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What administrators give a team to write with, by keys and by ear: quick replies for everybody."""
import unittest

from weft_desktop import WeftTestCase, until


class TeamWordsTest(WeftTestCase):
    def join(self):
        """Ada is an administrator of the workspace."""
        return super().join(role="admin")

    def test_team_words(self):
        app = self.join()
        self.open_room(app)
        self.phrases(app)
        self.assertEqual(app.close(), 0)

    def command(self, app, text):
        """Types it and says that it is meant: what is still offered is closed first."""
        app.key("ctrl+e")
        app.type(self.composer(app), text, replace=True)
        app.key("Escape", "Return")

    def write_phrase(self, app, name, text, team):
        """From the list; a switch says whose it is."""
        app.act(app.find("button", "New Quick Reply"))
        app.type(app.find("text", "Name, written behind a slash"), name)
        app.key("Tab")
        until(lambda: app.focused_name() == "For the Whole Team", 10, lambda: f"the switch to have the focus, not {app.focused_name()!r}")
        if team:
            app.key("space")
        app.type(app.find("text", "Text"), text)
        app.act(app.find("button", "Save"))

    def offers(self, app, typed, said):
        before = len(app.announced)
        app.key("ctrl+e")
        app.type(self.composer(app), typed, replace=True)
        app.expect_announcement(said, before)
        app.key("Escape")

    def phrases(self, app):
        """One for the team, and one's own of the same name, which goes first until it is gone."""
        self.command(app, "/replies")
        app.find("label", "No Quick Replies")
        self.write_phrase(app, "hours", "We are open from nine to five.", team=True)
        app.find("list item", "/hours", within=app.find("list", "Quick Replies of the Team"))
        self.assertEqual(app.find_all("list", "Quick Replies"), [])
        app.key("Escape")
        app.gone("dialog", "Quick Replies")
        self.offers(app, "/hou", "/hours, quick reply of the team: We are open from nine to five., 1 of 1")

        self.command(app, "/replies")
        self.write_phrase(app, "Hours", "Ask me.", team=False)
        app.find("list item", "/Hours", within=app.find("list", "Quick Replies"))
        app.find("label", "Your own goes first · We are open from nine to five.")
        app.key("Escape")
        app.gone("dialog", "Quick Replies")
        self.offers(app, "/hou", "/Hours, quick reply: Ask me., 1 of 1")
        self.command(app, "/hours")
        until(lambda: app.text(self.composer(app)) == "Ask me.", 10, lambda: f"one's own, not {app.text(self.composer(app))!r}")

        self.command(app, "/replies")
        own = app.find("list", "Quick Replies")
        app.act(app.find("button", "Forget", within=own))
        app.gone("list", "Quick Replies")
        app.act(app.find("button", "Change", within=app.find("list", "Quick Replies of the Team")))
        self.assertEqual(app.find_all(name="For the Whole Team"), [])
        app.type(app.find("text", "Text"), "We are open all day.", replace=True)
        app.act(app.find("button", "Save"))
        app.find("label", "We are open all day.")
        app.key("Escape")
        app.gone("dialog", "Quick Replies")
        self.command(app, "/hours")
        until(lambda: app.text(self.composer(app)) == "We are open all day.", 10, lambda: f"the team's, not {app.text(self.composer(app))!r}")
        app.key("ctrl+a", "BackSpace")


if __name__ == "__main__":
    unittest.main(verbosity=2)
