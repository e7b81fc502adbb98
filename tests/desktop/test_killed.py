#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 of the window and of the server while one writes: nothing is lost and nothing is doubled."""
import unittest

from weft_desktop import WeftTestCase

FIRST = "Hello, is anybody there?"


class KilledTest(WeftTestCase):
    def test_the_window(self):
        app = self.join()
        self.open_room(app)
        expected = [FIRST]
        for number in range(3):
            text = f"written just before the end, {number}"
            app.type(self.composer(app), text)
            app.key("Return")
            if number != 0:  # otherwise at once, while the key is on its way
                self.shows_state(app, text, "Sent")
            else:
                self.shows(app, text)
            app.kill()
            expected.append(text)
            app = self.launch()
            self.shows_state(app, text, "Sent")
            self.assertEqual(self.workspace.texts("weaving"), expected)

    def test_the_server(self):
        app = self.join()
        self.open_room(app)
        expected = [FIRST]
        for number in range(3):
            text = f"the server dies under this, {number}"
            app.type(self.composer(app), text)
            app.key("Return")
            self.workspace.kill()
            self.shows(app, text)
            self.workspace.start()
            self.shows_state(app, text, "Sent", timeout=45)
            expected.append(text)
            self.assertEqual(self.workspace.texts("weaving"), expected)
        self.shows(app, *expected)
        self.assertEqual(app.close(), 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
