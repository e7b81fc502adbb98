# SPDX-License-Identifier: GPL-3.0-or-later
"""The journey of those whose keyring does not work."""
from .weft import WeftTestCase


class KeyringJourney:
    """Mixed into a WeftTestCase with a keyring that keeps nothing, and the reason which Weft should give."""

    reason = None

    def test_talk_and_come_again(self):
        """It is said at once, nothing waits, and after a restart what is cached is there to read and to write to."""
        app = self.join()
        app.expect_announcement("You stay signed in until Weft ends. " + self.reason)
        self.open_room(app)
        self.write(app, "no keyring, no harm")
        self.shows_state(app, "no keyring, no harm", "Sent")
        self.assertEqual(app.close(), 0)
        app = self.launch()
        self.shows(app, "Hello, is anybody there?", "no keyring, no harm")
        app.find("button", "Sign In…")
        app.find("label", "You are signed out. Sign in to connect.")
        self.write(app, "and signed out I go on")
        self.shows_state(app, "and signed out I go on", "Waiting")
        self.assertEqual(app.close(), 0)


__all__ = ["KeyringJourney", "WeftTestCase"]
