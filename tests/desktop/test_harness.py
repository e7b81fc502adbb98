#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The harness itself, on a window with an entry and two buttons."""
import unittest

from gi.repository import GLib
from weft_desktop import DesktopTestCase, Notifications, Orca, until


class HarnessTest(DesktopTestCase):
    def test_window(self):
        notifications = Notifications(self.session)
        orca = Orca(self.session)
        self.addCleanup(orca.stop)
        app = self.start("tests/desktop/empty", "--controls").ready()
        words = app.find("text", "Words")
        app.type(words, "the build is green")

        orca.quiet()
        mark = orca.mark()
        app.tab_to("button", "Announce")
        orca.expect("Announce", mark)
        orca.quiet()
        mark = orca.mark()
        app.key("space")
        app.expect_announcement("the build is green")
        orca.expect("the build is green", mark)

        app.act(app.find("button", "Notify"))
        until(lambda: notifications.shown, 10, "a notification")
        self.assertEqual((notifications.shown[0]["title"], notifications.shown[0]["body"]), ("A note", "the build is green"))

        app.type(words, " và đỏ 🎉")
        app.resize(600, 500)
        app.shot(self.session.directory / "picture.png")
        self.assertTrue((self.session.directory / "picture.png").read_bytes().startswith(b"\x89PNG"))
        with self.assertRaises(AssertionError):
            app.find("button", "Absent", timeout=0.3)
        self.assertEqual(app.close(), 0)

    def test_keyring_is_locked_and_unlocked(self):
        bus, name = self.session.bus(), "org.freedesktop.secrets"
        path = "/org/freedesktop/secrets/collection/login"

        def locked():
            call = GLib.Variant("(ss)", ("org.freedesktop.Secret.Collection", "Locked"))
            return bus.call_sync(name, path, "org.freedesktop.DBus.Properties", "Get", call, None, 0, 5000, None).unpack()[0]

        self.assertFalse(locked())
        self.session.lock_keyring()
        self.assertTrue(locked())


if __name__ == "__main__":
    unittest.main(verbosity=2)
