#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""On Wayland a window comes forward only with an activation token: a notification that is pressed hands on the desktop's."""
import unittest

from weft_desktop import Notifications, Sway, WeftTestCase, until

from gi.repository import GLib


class WaylandTest(WeftTestCase):
    def setUp(self):
        super().setUp()
        self.desktop = Notifications(self.session)

    def token(self):
        """One that the compositor itself gave to a program which it started."""
        path = self.session.directory / "token"
        path.unlink(missing_ok=True)
        self.sway.message(f"exec sh -c 'printf %s \"$XDG_ACTIVATION_TOKEN\" > {path}.part; mv {path}.part {path}'")
        until(path.exists, 10, "a token")
        return path.read_text()

    def press(self, number, token):
        self.desktop.bus.emit_signal(None, "/org/freedesktop/Notifications", "org.freedesktop.Notifications", "ActivationToken", GLib.Variant("(us)", (number, token)))
        self.desktop.press(number)

    def test_token(self):
        app = self.join()
        self.workspace.weftctl("grace", "create-room", "dyeing")
        self.workspace.weftctl("grace", "add", "dyeing", "ada")
        self.open_room(app)
        self.assertEqual(app.close(), 0)
        self.sway = Sway(self.session)
        self.addCleanup(self.sway.end)
        self.start("src/app/weft", "--profile", self.profile, env=self.sway.environment)
        until(lambda: len(self.sway.windows()) == 1, 20, lambda: f"a window, not {self.sway.windows()}")
        (weft,) = self.sway.windows()
        self.start("tests/desktop/empty", env=self.sway.environment)
        until(lambda: len(self.sway.windows()) == 2 and not self.sway.windows()[weft], 20, lambda: f"another window with the focus, not {self.sway.windows()}")

        self.workspace.weftctl("grace", "send", "dyeing", "@Ada is the indigo ready?")
        until(lambda: self.desktop.shown, 20, "a notification")
        self.press(self.desktop.shown[-1]["number"], "invented")
        self.workspace.weftctl("grace", "send", "weaving", "@Ada and the madder?")
        until(lambda: "and the madder?" in self.desktop.shown[-1]["body"], 20, lambda: f"a notification, not {self.desktop.shown}")
        self.assertFalse(self.sway.windows()[weft], "with a token that nobody gave")

        token = self.token()
        self.assertNotEqual(token, "")
        self.press(self.desktop.shown[-1]["number"], token)
        until(lambda: self.sway.windows()[weft], 15, lambda: f"the focus in Weft's window, not {self.sway.windows()}")


if __name__ == "__main__":
    unittest.main(verbosity=2)
