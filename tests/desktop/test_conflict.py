#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A message changed offline and elsewhere meanwhile: told, listed with what it was, spoken, chosen; then everybody has the same text."""
import json
import re
import signal
import unittest

from weft_desktop import Orca, WeftTestCase, until

from gi.repository import Atspi  # after the harness has chosen its version

NEEDS = "1 text was changed in two places at once and needs you."


class ConflictTest(WeftTestCase):
    def setUp(self):
        super().setUp()
        self.orca = Orca(self.session)
        self.addCleanup(self.orca.stop)

    def test_conflict(self):
        app = self.join()
        self.open_room(app)
        self.shows(app, "Hello, is anybody there?")
        self.write(app, "The border is blue")
        self.shows_state(app, "The border is blue", "Sent")
        self.workspace.weftctl("ada", "--address", f"unix:{self.workspace.socket}", "sign-in", "ada")
        self.conflict(app, "blue", "red", "green")
        self.open_list(app)
        self.spoken(app)
        self.keep(app, "Mine", "Yours kept", "red")
        self.assertEqual(app.close(), 0)

    def elsewhere(self, text):
        """Only she may change her message: she does, on another device."""
        (message,) = [one for one in map(json.loads, self.workspace.weftctl("ada", "--json", "history", "weaving").splitlines())
                      if one["text"].startswith("The border is")]
        self.workspace.weftctl("ada", "edit", "weaving", message["id"], text)

    def conflict(self, app, before, mine, theirs):
        """The server is away while she changes her message here; before her window hears of it again she does elsewhere."""
        self.workspace.stop()
        app.find("button", "Try Now", timeout=20)
        app.focus(self.composer(app))
        app.key("Up")
        until(lambda: app.text(self.composer(app)) == f"The border is {before}", 10, lambda: f"her message in the composer, not {app.text(self.composer(app))!r}")
        app.type(self.composer(app), f"The border is {mine}", replace=True)
        app.key("Return")
        self.shows(app, f"The border is {mine}")
        self.orca.quiet()
        mark, announced = self.orca.mark(), len(app.announced)
        app.process.send_signal(signal.SIGSTOP)
        try:
            self.workspace.start()
            self.elsewhere(f"The border is {theirs}")
        finally:
            app.process.send_signal(signal.SIGCONT)
        app.key("F5")
        app.expect_announcement(NEEDS, announced, timeout=30)
        self.orca.expect(NEEDS, mark)
        app.find("label", NEEDS)
        self.shows(app, f"The border is {theirs}")  # the earlier one stays until she chooses

    def open_list(self, app):
        self.orca.quiet()
        self.mark = self.orca.mark()
        app.key("ctrl+shift+o")
        app.find("heading", "Changed at the same time")
        until(lambda: self.focused(app, "Keep Mine"), 10, lambda: f"the focus at the first choice, not {app.focused_name()!r}")

    def focused(self, app, name):
        return bool(app.find_all("button", name, state=Atspi.StateType.FOCUSED))

    def spoken(self, app):
        """All three texts in one go; each button says what it keeps."""
        row = "Before: The border is blue. You wrote: The border is red. Changed by you on another device meanwhile: The border is green"
        app.find("grouping", row)
        self.orca.expect(row, self.mark)
        self.orca.expect("Keep Mine", self.mark)
        self.assertEqual(app.find("button", "Keep Mine").get_description(), "The border is red")
        self.assertEqual(app.find("button", "Keep Theirs").get_description(), "The border is green")
        for text in ("Before", "The border is blue", "You wrote", "The border is red", "Changed by you on another device meanwhile", "The border is green"):
            app.find("label", text)

    def keep(self, app, which, said, color):
        """By keyboard; the choice is said, the list is done with, the focus is not lost, and all have one text."""
        for _ in range(3):
            if self.focused(app, f"Keep {which}"):
                break
            app.key("Tab")
        announced = len(app.announced)
        app.key("space")
        app.expect_announcement(said, announced)
        app.gone("heading", "Changed at the same time")
        done = "Everything Has Been Sent"
        until(lambda: app.focused_name() == done, 10, lambda: f"the focus at what is left, not at {app.focused_name()!r}")
        app.gone("label", NEEDS)
        self.shows(app, f"The border is {color}")
        both = ["Hello, is anybody there?", f"The border is {color}"]
        for login in ("grace", "ada"):
            until(lambda: self.workspace.texts("weaving", login) == both, 20, lambda: f"{both} at {login}'s; there is {self.workspace.texts('weaving', login)}")
        app.find("list item", re.compile(f"The border is {color}.*Sent"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
