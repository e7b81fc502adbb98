#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What happened in the place that is shown: by key, each row a sentence, as it happens, offline, and in another place."""
import os
import re
import unittest

from weft_desktop import WeftTestCase, until

from gi.repository import Atspi  # after the harness has chosen its version

# Older ones come in pages of 50: with so many messages more they are walked through, too.
MORE = int(os.environ.get("WEFT_TEST_ACTIVITY", "0"))

START = ("Grace Hopper added Ada Lovelace as member", "Grace Hopper wrote a message")


class ActivityTest(WeftTestCase):
    def test_activity(self):
        for number in range(MORE):
            self.workspace.weftctl("grace", "send", "weaving", f"row {number}")
        app = self.join()
        self.open_room(app)
        self.by_key(app)
        if MORE:
            self.older(app)
        self.as_it_happens(app)
        self.offline(app)
        self.another_place(app)
        self.assertEqual(app.close(), 0)

    def rows(self, app):
        return [row.get_name() for row in app.find_all("list item", within=app.find("list", "Activity"))]

    def shows_rows(self, app, *rows):
        """Waits until the first rows are these; each says when, too."""
        wanted = [re.compile("^" + re.escape(row) + r", Today, \d\d:\d\d$") for row in rows]

        def there():
            names = self.rows(app)
            return len(names) >= len(wanted) and all(row.search(name) for row, name in zip(wanted, names))

        until(there, 20, lambda: f"{rows} first; there is {self.rows(app)[:10]}")

    def by_key(self, app):
        """The key opens it, the focus is on what is newest, and that is said."""
        focused = len(app.focused)
        app.key("ctrl+shift+h")
        self.shows_rows(app, *START)
        app.find("label", "weaving")
        newest = re.compile(f"^{START[0]}, Today")
        until(lambda: app.find_all("list item", newest, state=Atspi.StateType.FOCUSED), 10, lambda: f"the focus on the newest row, not {app.focused_name()!r}")
        until(lambda: any(role == "list item" and newest.search(name) for role, name in app.focused[focused:]), 10,
              lambda: f"the focus to be told; there was {app.focused[focused:]}")

    def older(self, app):
        """End after End: down to the first of all."""
        def at_the_end():
            app.key("End")
            return (app.focused_name() or "").startswith("Grace Hopper made the room, Today")

        until(at_the_end, 20, lambda: f"the oldest row to have the focus, not {app.focused_name()!r}")
        app.key("Home")
        until(lambda: (app.focused_name() or "").startswith(START[0]), 10, lambda: f"the newest again, not {app.focused_name()!r}")

    def as_it_happens(self, app):
        self.workspace.weftctl("grace", "send", "weaving", "Good morning")
        self.shows_rows(app, "Grace Hopper wrote a message", *START)
        app.focus(self.composer(app))
        self.write(app, "Good morning, Grace")
        self.shows_rows(app, "You wrote a message", "Grace Hopper wrote a message", *START)

    def offline(self, app):
        """What is there stays, with a word of why nothing comes; anew there is nothing to show until the connection is back."""
        self.workspace.stop()
        app.find("label", re.compile("^Offline: newer and older activity"), timeout=20)
        self.shows_rows(app, "You wrote a message")
        app.key("ctrl+shift+h")
        app.gone("list", "Activity")
        app.key("ctrl+shift+h")
        app.find("label", "What happened here is shown when the connection is back.")
        until(lambda: app.focused_name() == "Offline", 10, lambda: f"the focus at what is said, not at {app.focused_name()!r}")
        self.workspace.start()
        app.key("F5")
        self.shows_rows(app, "You wrote a message", "Grace Hopper wrote a message", *START)
        until(lambda: (app.focused_name() or "").startswith("You wrote a message"), 10, lambda: f"the focus on the newest row, not {app.focused_name()!r}")

    def another_place(self, app):
        """The panel goes with what is shown."""
        self.workspace.weftctl("grace", "create-room", "dyeing")
        self.workspace.weftctl("grace", "add", "dyeing", "ada")
        app.find("list item", re.compile("^dyeing"), within=app.find("list", "Conversations"), timeout=20)
        app.key("ctrl+k")
        until(lambda: app.focused_name() == "Search or jump to", 10, lambda: f"the palette to have the focus, not {app.focused_name()!r}")
        app.type_blind("dye")
        app.find("list item", re.compile("dyeing"), within=app.find("list", "Results"))
        app.key("Return")
        app.find("text", "Message dyeing")
        app.find("label", "dyeing")
        self.shows_rows(app, "Grace Hopper added Ada Lovelace as member")
        until(lambda: self.rows(app)[-1].startswith("Grace Hopper made the room, Today"), 10, lambda: f"all of the other room; there is {self.rows(app)}")
        self.assertNotIn("wrote", " ".join(self.rows(app)))


if __name__ == "__main__":
    unittest.main(verbosity=2)
