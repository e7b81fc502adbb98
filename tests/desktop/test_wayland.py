#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""On Wayland a window comes forward only with an activation token: a notification that is pressed hands on the desktop's."""
import json
import os
import pathlib
import subprocess
import unittest

from weft_desktop import Notifications, WeftTestCase, until
from weft_desktop.session import stop

from gi.repository import GLib


class WaylandTest(WeftTestCase):
    def setUp(self):
        super().setUp()
        self.desktop = Notifications(self.session)

    def sway(self):
        """A compositor without a screen, which lets a window come forward if it may."""
        config = self.session.directory / "sway.conf"
        config.write_text("focus_on_window_activation smart\nxwayland disable\nfocus_follows_mouse no\n")
        process = self.session.spawn("sway", "sway", "--config", str(config),
                                     env=dict(os.environ, WLR_BACKENDS="headless", WLR_RENDERER="pixman", WLR_LIBINPUT_NO_DEVICES="1"))
        self.addCleanup(stop, process)
        run = pathlib.Path(os.environ["XDG_RUNTIME_DIR"])
        self.socket = until(lambda: next(iter(run.glob("sway-ipc.*.sock")), None), 20, lambda: f"sway: {self.session.log('sway')}")
        return until(lambda: next((path.name for path in run.glob("wayland-*") if path.suffix != ".lock"), None), 10, "a Wayland display")

    def swaymsg(self, *arguments):
        return json.loads(subprocess.run(["swaymsg", "--socket", self.socket, "--raw", *arguments], capture_output=True, check=True).stdout)

    def windows(self):
        """The names of the windows' programs, and whether they have the focus."""
        found, nodes = {}, [self.swaymsg("-t", "get_tree")]
        while nodes:
            node = nodes.pop()
            nodes += node["nodes"] + node["floating_nodes"]
            if node.get("app_id"):
                found[node["app_id"]] = node["focused"]
        return found

    def token(self):
        """One that the compositor itself gave to a program which it started."""
        path = self.session.directory / "token"
        path.unlink(missing_ok=True)
        self.swaymsg(f"exec sh -c 'printf %s \"$XDG_ACTIVATION_TOKEN\" > {path}.part; mv {path}.part {path}'")
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
        wayland = dict(GDK_BACKEND="wayland", WAYLAND_DISPLAY=self.sway())
        self.start("src/app/weft", "--profile", self.profile, env=wayland)
        until(lambda: len(self.windows()) == 1, 20, lambda: f"a window, not {self.windows()}")
        (weft,) = self.windows()
        self.start("tests/desktop/empty", env=wayland)
        until(lambda: len(self.windows()) == 2 and not self.windows()[weft], 20, lambda: f"another window with the focus, not {self.windows()}")

        self.workspace.weftctl("grace", "send", "dyeing", "@Ada is the indigo ready?")
        until(lambda: self.desktop.shown, 20, "a notification")
        self.press(self.desktop.shown[-1]["number"], "invented")
        self.workspace.weftctl("grace", "send", "weaving", "@Ada and the madder?")
        until(lambda: "and the madder?" in self.desktop.shown[-1]["body"], 20, lambda: f"a notification, not {self.desktop.shown}")
        self.assertFalse(self.windows()[weft], "with a token that nobody gave")

        token = self.token()
        self.assertNotEqual(token, "")
        self.press(self.desktop.shown[-1]["number"], token)
        until(lambda: self.windows()[weft], 15, lambda: f"the focus in Weft's window, not {self.windows()}")


if __name__ == "__main__":
    unittest.main(verbosity=2)
