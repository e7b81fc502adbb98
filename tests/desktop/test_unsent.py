#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is in a composer and was not sent is there again after kill -9, with a server and without: words, files, what was being changed."""
import contextlib
import re
import sqlite3
import unittest

from gi.repository import Atspi
from weft_desktop import WeftTestCase, until


class UnsentTest(WeftTestCase):
    def on_disk(self, sql, expected):
        """What the client's store says, which outlives the program."""
        path = next(self.profile.rglob("store.db"))

        def look():
            with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as store:
                return store.execute(sql).fetchone()[0]

        until(lambda: look() == expected, 20, lambda: f"{expected!r} of {sql}, not {look()!r}")

    def killed(self, app):
        """It opens the same room again."""
        app.kill()
        app = self.launch()
        app.find("text", re.compile("^Message weaving"), timeout=20)
        app.key("ctrl+e")
        until(lambda: (app.focused_name() or "").startswith("Message weaving"), 10, lambda: f"the composer to have the focus, not {app.focused_name()!r}")
        return app

    def holds(self, app, text):
        until(lambda: app.text(self.composer(app)) == text, 20, lambda: f"{text!r} in the composer, not {app.text(self.composer(app))!r}")

    def test_unsent(self):
        app = self.join()
        self.open_room(app)
        self.write(app, "What is on today?")
        app.find("list item", re.compile("You, .*What is on today.*Sent$"), timeout=20)
        app = self.without_server(app)
        app = self.in_thread(app)
        app = self.changed(app)
        app = self.longer(app)
        self.assertEqual(app.close(), 0)

    def attach(self, app, composer, text):
        app.type(composer, text, replace=True)
        app.key("ctrl+alt+Return")
        app.find("button", "Remove message.txt")

    def without_server(self, app):
        """In the middle of an upload, which has not even begun."""
        self.workspace.stop()
        self.attach(app, self.composer(app), "The list of today")
        app.type(self.composer(app), "As promised")
        self.on_disk("SELECT count(*) FROM file WHERE stream LIKE 'user/%'", 1)
        self.on_disk("SELECT max(text) FROM draft", "As promised")
        app = self.killed(app)
        app.find("button", "Remove message.txt", timeout=20)
        self.holds(app, "As promised")
        self.workspace.start()
        app.key("Return")
        app.find("list item", re.compile(r"You, .*As promised, file message\.txt, 17 bytes, Sent$"), timeout=60)
        app.gone("button", "Remove message.txt")
        self.assertEqual(self.workspace.texts("weaving")[-1], "As promised")
        return app

    def in_thread(self, app):
        """Each where it was written; what is taken out does not come back."""
        app.key("shift+Tab", "End", "ctrl+t")
        thread = app.find("text", "Reply in the thread", state=Atspi.StateType.FOCUSED, timeout=20)
        self.attach(app, thread, "Of tomorrow")
        self.on_disk("SELECT count(*) FROM file WHERE stream LIKE 'user/%'", 1)
        app = self.killed(app)
        self.assertFalse(app.find_all("button", "Remove message.txt"), "it is in the room's tray")
        app.key("shift+Tab", "End", "ctrl+t")
        remove = app.find("button", "Remove message.txt", timeout=20)
        app.act(remove)
        app.gone("button", "Remove message.txt")
        self.on_disk("SELECT count(*) FROM file WHERE stream LIKE 'user/%'", 0)
        app.key("Escape")
        app.gone("text", "Reply in the thread")
        return app

    def changed(self, app):
        """A message which was being changed is offered again."""
        app.key("ctrl+e")
        until(lambda: (app.focused_name() or "").startswith("Message weaving"), 10, lambda: f"the composer to have the focus, not {app.focused_name()!r}")
        app.key("Up")
        app.find("label", "Editing your message")
        app.type(self.composer(app), "As we agreed", replace=True)
        self.on_disk("SELECT max(text) FROM draft WHERE target LIKE 'message/%'", "As we agreed")
        app = self.killed(app)
        app.find("label", "You were changing a message: As we agreed", timeout=20)
        app.tab_to("button", "Go On")
        app.key("space")
        self.holds(app, "As we agreed")
        app.key("Return")
        app.find("list item", re.compile(r"You, .*As we agreed, file message\.txt, .*edited, Sent$"), timeout=20)
        self.on_disk("SELECT count(*) FROM draft", 0)
        return app

    def longer(self, app):
        """Longer than a message may be, which no draft carries."""
        text = "The ferry is late, tell gate three. " * 480
        Atspi.EditableText.insert_text(self.composer(app), 0, text, len(text))
        self.on_disk("SELECT sum(size) FROM file WHERE stream LIKE 'user/%'", len(text))
        app = self.killed(app)
        until(lambda: app.text(self.composer(app)) == text, 20, lambda: f"{len(text)} characters, not {len(app.text(self.composer(app)))}")
        self.assertFalse(app.find_all("button", "Remove message.txt"))
        app.find("button", "Attach as File")
        return app


if __name__ == "__main__":
    unittest.main(verbosity=2)
