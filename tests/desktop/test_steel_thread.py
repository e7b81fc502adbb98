#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One message end to end, by keyboard: join, write, be answered, close, start without a server, come back."""
import re
import unittest

from weft_desktop import Orca, WeftTestCase


class SteelThreadTest(WeftTestCase):
    def setUp(self):
        super().setUp()
        self.orca = Orca(self.session)
        self.addCleanup(self.orca.stop)

    def test_steel_thread(self):
        app = self.join()
        self.open_room(app, self.orca)
        self.shows(app, "Hello, is anybody there?")
        self.talk(app)
        app.type(self.composer(app), "half a thought")
        app.find("list item", re.compile("weaving, draft"), timeout=15)
        self.assertEqual(app.close(), 0)
        self.workspace.stop()
        app = self.offline()
        self.come_back(app)
        self.assertEqual(app.close(), 0)

    def talk(self, app):
        """One writes, the other reads and answers; the answer is announced and spoken, once."""
        self.write(app, "Hello Grace")
        self.shows(app, "Hello, is anybody there?", "You")
        self.shows_state(app, "Hello Grace", "Sent")
        self.assertEqual(self.workspace.texts("weaving"), ["Hello, is anybody there?", "Hello Grace"])
        self.orca.quiet()
        mark, announced = self.orca.mark(), len(app.announced)
        self.workspace.weftctl("grace", "send", "weaving", "Good to read you, Ada")
        self.shows(app, "Hello Grace", "Good to read you, Ada")
        app.expect_announcement("Grace Hopper: Good to read you, Ada", announced)
        self.orca.expect("Grace Hopper: Good to read you, Ada", mark)
        self.assertEqual([text for text in app.announced if "Good to read you" in text], ["Grace Hopper: Good to read you, Ada"])

    def offline(self):
        """No server: what was there is there, and writing works."""
        app = self.launch()
        app.find("button", re.compile("^Offline"), timeout=20)
        self.shows(app, "Hello, is anybody there?", "Hello Grace", "Good to read you, Ada")
        self.assertEqual(app.text(self.composer(app)), "half a thought")
        self.write(app, ", now whole")
        self.write(app, "and another one")
        self.shows(app, "Good to read you, Ada", "half a thought, now whole", "and another one")
        self.shows_state(app, "half a thought, now whole", "Waiting")
        self.shows_state(app, "and another one", "Waiting")
        return app

    def come_back(self, app):
        """Each message arrives once, in order."""
        self.workspace.start()
        app.act(app.find("button", "Try Now"))
        self.shows_state(app, "half a thought, now whole", "Sent")
        self.shows_state(app, "and another one", "Sent")
        expected = ["Hello, is anybody there?", "Hello Grace", "Good to read you, Ada", "half a thought, now whole", "and another one"]
        self.assertEqual(self.workspace.texts("weaving"), expected)
        self.shows(app, *expected)
        self.assertEqual(len(self.messages(app)), len(expected))


if __name__ == "__main__":
    unittest.main(verbosity=2)
