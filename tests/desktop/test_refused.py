#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was written offline and then refused: told, spoken, tried again, written anew, copied, discarded; never lost."""
import re
import signal
import unittest

from weft_desktop import Orca, WeftTestCase, until

from gi.repository import Atspi  # after the harness has chosen its version

LETTERS = ("The border is done.", "The middle needs more thread.", "Shall I cut it?")


class RefusedTest(WeftTestCase):
    def setUp(self):
        super().setUp()
        self.orca = Orca(self.session)
        self.addCleanup(self.orca.stop)

    def test_refused(self):
        app = self.join()
        self.open_room(app)
        self.shows(app, "Hello, is anybody there?")
        self.write_offline(app)
        self.remove_meanwhile(app)
        self.needs_you(app)
        self.retry_in_vain(app)
        self.workspace.weftctl("grace", "add", "weaving", "ada")
        app.find("list item", re.compile("^weaving"), timeout=20)
        self.retry(app)
        self.edit(app)
        self.discard(app)
        self.assertEqual(app.close(), 0)
        self.assertEqual(self.workspace.texts("weaving"), ["Hello, is anybody there?", LETTERS[0], LETTERS[1] + " Blue."])

    def write_offline(self, app):
        self.workspace.stop()
        app.find("button", "Try Now", timeout=20)
        for letter in LETTERS:
            self.write(app, letter)
            self.shows_state(app, letter, "Waiting")

    def remove_meanwhile(self, app):
        """An administrator removes her before her window hears of the server again."""
        self.orca.quiet()
        mark, announced = self.orca.mark(), len(app.announced)
        app.process.send_signal(signal.SIGSTOP)
        try:
            self.workspace.start()
            self.workspace.weftctl("grace", "remove", "weaving", "ada")
        finally:
            app.process.send_signal(signal.SIGCONT)
        app.key("F5")
        app.expect_announcement("3 changes were refused and need you.", announced, timeout=30)
        self.orca.expect("3 changes were refused and need you.", mark)
        app.find("label", "3 changes were refused and need you.")
        app.gone("list", "Messages")

    def rows(self, app):
        """The refused changes, as they are said."""
        return [row.get_name() for row in app.find_all("grouping", re.compile(", Refused: "))]

    def button(self, app, label, letter):
        """The button of a refused change; its description names the change."""
        return next((one for one in app.find_all("button", label) if letter in (one.get_description() or "")), None)

    def focused(self, app, label, letter):
        button = self.button(app, label, letter)
        return button is not None and app.has(button, Atspi.StateType.FOCUSED)

    def go_to(self, app, label, letter):
        for _ in range(80):
            if self.focused(app, label, letter):
                return
            app.key("Tab")
        raise AssertionError(f"Tab did not reach {label} of {letter!r}:\n{app.tree()}")

    def needs_you(self, app):
        """In the order they were written, each with its reason; the words can be had although the room is gone."""
        app.key("ctrl+shift+o")
        app.find("heading", "Needs you")
        reason = re.compile("Refused: You are no longer a member (here|of “weaving”)$")  # whichever the server says first

        def listed():
            rows = self.rows(app)
            return len(rows) == len(LETTERS) and all(row.startswith(f"{letter}, ") and reason.search(row) for row, letter in zip(rows, LETTERS))

        until(listed, 10, lambda: f"the refused changes; there is {self.rows(app)}")
        self.assertEqual(app.find_all("button", "Edit"), [])
        until(lambda: self.focused(app, "Retry", LETTERS[0]), 10, lambda: f"the focus in the outbox, not at {app.focused_name()!r}")
        announced = len(app.announced)
        self.go_to(app, "Copy", LETTERS[2])
        app.key("space")
        app.expect_announcement(f"Copied: {LETTERS[2]}", announced)

    def retry_in_vain(self, app):
        """She is still no member: it is refused once more and stays."""
        mark, announced = self.orca.mark(), len(app.announced)
        app.key("shift+Tab")
        until(lambda: self.focused(app, "Retry", LETTERS[2]), 10, "Retry of the last")
        app.key("space")
        app.expect_announcement(f"Trying again: {LETTERS[2]}", announced)
        self.orca.expect("Trying again", mark)
        app.expect_announcement("were refused and need you.", announced, timeout=20)
        until(lambda: len(self.rows(app)) == 3, 20, lambda: f"three refused changes; there is {self.rows(app)}")

    def retry(self, app):
        """A member again: what was refused arrives, and the focus goes on to the next."""
        until(lambda: len(app.find_all("button", "Edit")) == 3, 20, "the words to have a place again")
        self.assertEqual(len(self.rows(app)), 3)
        self.go_to(app, "Retry", LETTERS[0])
        app.key("space")
        until(lambda: not any(name.startswith(LETTERS[0]) for name in self.rows(app)), 20, "the first to be gone from the outbox")
        until(lambda: self.focused(app, "Retry", LETTERS[1]), 10, lambda: f"the focus at the next, not at {app.focused_name()!r}")
        until(lambda: LETTERS[0] in self.workspace.texts("weaving"), 20, "the message at Grace's")

    def edit(self, app):
        """In the composer of its room; until it is sent it stays in the outbox."""
        self.go_to(app, "Edit", LETTERS[1])
        app.key("space")
        until(lambda: app.focused_name() == "Message weaving", 10, lambda: f"the composer to have the focus, not {app.focused_name()!r}")
        until(lambda: app.text(self.composer(app)) == LETTERS[1], 10, "the words in the composer")
        app.find("label", "Editing your message")
        self.assertTrue(any(name.startswith(LETTERS[1]) for name in self.rows(app)))
        app.type(self.composer(app), " Blue.")
        app.key("Return")
        self.shows_state(app, LETTERS[1] + " Blue.", "Sent")
        until(lambda: len(self.rows(app)) == 1 and self.rows(app)[0].startswith(LETTERS[2]), 10,
              lambda: f"one refused change; there is {self.rows(app)}")

    def discard(self, app):
        announced = len(app.announced)
        self.go_to(app, "Discard", LETTERS[2])
        app.key("space")
        app.expect_announcement(f"Discarded: {LETTERS[2]}", announced)
        app.find("label", "Everything Has Been Sent")
        until(lambda: app.focused_name() == "Everything Has Been Sent", 10, lambda: f"the focus at what is left, not at {app.focused_name()!r}")
        app.gone("label", re.compile("need you"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
