#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A voice message on the real window and a real server: recorded by key, also without the server, given up, heard, sought, faster."""
import os
import re
import unittest

from weft_desktop import WeftTestCase, until

VOICE = re.compile(r"You, .*, Voice message, \d seconds?, ")


class VoiceTest(WeftTestCase):
    def setUp(self):
        # There is no sound server here: a tone is recorded, and played to nobody, each in its own time.
        os.environ["WEFT_VOICE_SOURCE"] = "audiotestsrc is-live=true wave=ticks"
        os.environ["WEFT_VOICE_SINK"] = "fakesink sync=true"
        self.addCleanup(os.environ.pop, "WEFT_VOICE_SOURCE")
        self.addCleanup(os.environ.pop, "WEFT_VOICE_SINK")
        super().setUp()

    def test_voice(self):
        app = self.join()
        self.open_room(app)
        self.given_up(app)
        self.recorded(app)
        self.heard(app)
        self.offline(app)
        self.assertEqual(app.close(), 0)

    def record(self, app):
        since = len(app.announced)
        app.key("ctrl+alt+v")
        until(lambda: app.focused_name() == "Send Voice Message", 10, lambda: f"the button to send focused, not {app.focused_name()!r}")
        app.expect_announcement("Recording. Enter sends it, Escape gives it up.", since)

    def given_up(self, app):
        """Escape: nothing is left, and what was typed still is."""
        app.type(self.composer(app), "Listen:")
        self.record(app)
        app.find("label", re.compile("^0:0[1-9]$"))
        app.key("Escape")
        app.expect_announcement("Recording given up")
        app.gone("button", "Send Voice Message")
        self.assertEqual(app.text(self.composer(app)), "Listen:")

    def recorded(self, app):
        """Enter: it goes with what was typed; on the server are its length, how loud it is, and its bytes."""
        app.key("ctrl+e")
        self.record(app)
        app.find("label", re.compile("^0:0[1-9]$"))
        app.key("Return")
        app.find("list item", re.compile(r"You, .*, Listen:.*, Voice message, [1-9] seconds?, .*Sent$"), timeout=20)
        until(lambda: app.focused_name() == "Message weaving", 10, lambda: f"the composer focused, not {app.focused_name()!r}")
        self.assertEqual(self.workspace.texts("weaving")[-1], "Listen:")

    def heard(self, app):
        """By keys where the message has the focus."""
        app.key("shift+Tab", "End")
        until(lambda: VOICE.search(app.focused_name() or ""), 10,
              lambda: f"the voice message focused, not {app.focused_name()!r}")
        app.key("Left")  # it is not played yet: nothing happens
        for key, heard in (("space", "Playing"), ("space", "Paused"), ("Left", "0 seconds"), ("greater", "1.5 times as fast"), ("space", "End of the voice message")):
            since = len(app.announced)
            app.key(key)
            app.expect_announcement(heard, since)

    def offline(self, app):
        """Without the server it is recorded, heard and waits; then it goes by itself."""
        self.workspace.stop()
        app.key("ctrl+e")
        self.record(app)
        app.find("label", re.compile("^0:0[1-9]$"))
        app.key("Return")
        app.find("list item", re.compile(r"You, .*, Voice message, [1-9] seconds?, .*Waiting"), timeout=20)
        since = len(app.announced)
        app.key("shift+Tab", "End", "space")
        app.expect_announcement("End of the voice message", since)
        self.workspace.start()
        app.find("list item", re.compile(r"You, .*, Voice message, [1-9] seconds?, .*Sent$"), timeout=40)
        until(lambda: len(self.workspace.texts("weaving")) == 3, 20, "the second voice message on the server")


if __name__ == "__main__":
    unittest.main(verbosity=2)
