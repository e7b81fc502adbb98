#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Flatpak in the true sandbox: what it sees and loads, and a journey: found a workspace, write, come again."""
import os
import pathlib
import re
import subprocess
import sys
import unittest

SKIPPED = 77

why = os.environ.get("WEFT_FLATPAK_SKIP") or (None if os.environ.get("WEFT_FLATPAK") else
                                              "./dev test builds the Flatpak, or ./dev test --suite flatpak; this run was told of none")
if why:
    print(why)
    sys.exit(SKIPPED)

from portal_session import APP, PortalSession, SandboxedApp, read_service  # noqa: E402
from weft_desktop.notifications import Notifications  # noqa: E402
from weft_desktop.weft import WeftTestCase  # noqa: E402
from weft_desktop.waiting import until  # noqa: E402
from weft_desktop.workspace import Workspace  # noqa: E402

BUNDLED = ("libargon2", "libdex-1", "libsqlite3")  # wslay may be linked statically


class FlatpakTest(WeftTestCase):
    session_class = PortalSession

    def prepare(self):
        """Nobody is there but the person at the window."""

    def inside(self, script, *options, check=True):
        """Runs a shell command in the sandbox; what it printed."""
        result = subprocess.run(["flatpak", "run", "--user", *options, "--command=sh", APP, "-c", script], capture_output=True, text=True,
                                timeout=60, check=False)
        self.assertTrue(not check or result.returncode == 0, f"{script}: {result.returncode}: {result.stdout}{result.stderr}")
        return result.stdout

    def launch(self, *arguments):
        return self.run_sandboxed("flatpak", "run", "--user", "--unset-env=GSETTINGS_BACKEND", APP, *arguments).ready()

    def run_sandboxed(self, *command):
        app = SandboxedApp(self.session, *command, log=f"app-{len(self.apps) + 1}")
        self.apps.append(app)
        self.addCleanup(app.stop)
        return app

    def test_sandbox(self):
        """A home of its own, no right it was not given, and the libraries which it brought."""
        home = self.session.directory / "home"
        (home / "private").write_text("not for Weft")
        self.assertEqual(self.inside(f"cat {home}/private 2>/dev/null; ls -A ~ | grep -v '^[.]var$'; true"), "")
        told = self.inside("cat /.flatpak-info")
        self.assertIn(f"name={APP}\n", told)
        self.assertNotIn("filesystems=", told)
        # The sound is for voice messages; no camera, no other device.
        self.assertEqual(set(re.search(r"^sockets=(.*);$", told, re.MULTILINE)[1].split(";")) - {"x11", "wayland", "fallback-x11"}, {"pulseaudio"})
        # The tray is all that it may talk to but for portals.
        self.assertEqual(re.findall(r"^\[(.+ Policy)\]\n((?:.+\n)*)", told, re.MULTILINE),
                         [("Session Bus Policy", "org.kde.StatusNotifierWatcher=talk\n")])
        self.assertIn("CapEff:\t0000000000000000", self.inside("cat /proc/self/status"))
        for program in ("weft", "weftd", "weftctl"):
            self.inside(f"{program} --version >/dev/null")
            loaded = re.findall(r"^\s*(lib\S+?)\.so\S* => (\S+)", self.inside(f"ldd /app/bin/{program}"), re.MULTILINE)
            for name, path in loaded:
                if name in BUNDLED:
                    self.assertTrue(path.startswith("/app/lib/"), f"{program} loads {path}")
            self.assertIn("libsqlite3", dict(loaded))

    def test_runtime_lacks(self):
        """What is compiled against can only be what the manifest bundles."""
        for name in ("sqlite3", "libdex-1", "libargon2"):
            self.inside(f"PKG_CONFIG_PATH=/usr/lib/pkgconfig:/usr/share/pkgconfig pkg-config --exists {name} && exit 1; true", "--devel")
        self.inside("PKG_CONFIG_PATH= pkg-config --exists gtk4", "--devel")
        self.inside("ls /usr/include/sqlite3.h /usr/include/wslay /usr/include/argon2.h /usr/include/libdex-1 2>/dev/null && exit 1; true", "--devel")

    def test_journey(self):
        app = self.launch()
        self.found(app)
        app.key("ctrl+shift+n")
        app.type(app.find("text", "Name"), "weaving", replace=True)
        app.key("Return")
        app.find("text", re.compile("^Message weaving"), timeout=20)
        self.write(app, "Hello from the sandbox")
        self.shows_state(app, "Hello from the sandbox", "Sent")
        self.assertEqual(app.close(), 0)

        self.assertTrue(list(self.session.data.glob("data/keyrings/*.keyring")), "the token went another way than the Secret portal")
        self.assertTrue(list(self.session.data.glob("data/**/*.db")), "the workspace is not in the program's own directory")

        app = self.launch()
        self.shows(app, "Hello from the sandbox")
        self.write(app, "still signed in")
        self.shows_state(app, "still signed in", "Sent")
        self.assertEqual(app.find_all("button", "Sign In…"), [])
        self.assertEqual(app.close(), 0)

    def test_notification(self):
        """By the Notification portal, and pressed while Weft is closed: what the bus would start shows the very place."""
        desktop = Notifications(self.session)
        self.workspace = Workspace(self.session, self.build, "Notified", tcp=True)
        self.addCleanup(self.workspace.stop)
        self.workspace.weftctl("grace", "create-room", "weaving")
        self.workspace.weftctl("grace", "create-room", "dyeing")
        app = self.join()
        self.workspace.weftctl("grace", "add", "dyeing", "ada")
        app.find("list item", re.compile("^dyeing"), timeout=30)
        self.open_room(app)
        self.workspace.weftctl("grace", "send", "dyeing", "@Ada is the indigo ready?")
        until(lambda: desktop.shown, 30, "a notification")
        notification, = desktop.shown
        self.assertEqual(notification["title"], "Grace Hopper in dyeing")
        self.assertEqual(app.close(), 0)
        self.assertEqual(desktop.closed, [], "it goes with the program")

        app = self.run_sandboxed(*read_service())
        until(lambda: self.session.owned(APP), 30, f"{APP} on the bus")
        desktop.press(notification["number"])
        app.ready()
        app.find("text", "Message dyeing", timeout=30)
        self.shows(app, "is the indigo ready?")
        self.assertEqual(app.close(), 0)

    def found(self, app):
        """By keyboard, from the first page on."""
        app.tab_to("button", "Start a workspace on this computer")
        app.key("Return")
        dialog = app.find("dialog", "New Workspace")
        app.type(app.find("text", "Workspace Name", within=dialog), "Looms", replace=True)
        app.type(app.find("text", "Your Name", within=dialog), "Ada Lovelace", replace=True)
        app.key("Return")
        app.gone("dialog", "New Workspace", timeout=30)
        app.find("label", "No conversations yet", timeout=30)


if __name__ == "__main__":
    stand_ins = pathlib.Path(os.environ["WEFT_SOURCE"], ".dev/flatpak/stand-ins")
    if stand_ins.exists() and stand_ins.read_text():
        print("not built from the manifest's own sources:", stand_ins.read_text(), sep="\n")
    unittest.main(verbosity=2)
