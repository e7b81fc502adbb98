#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one looks like, on the real window and a real server: pasted, drawn where the name stands, taken off; what is no picture is said."""
import sqlite3
import subprocess
import sys
import unittest

from weft_desktop import WeftTestCase, until


OFFER = """
import sys, gi
gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, GLib, Gtk
Gtk.init()
with open(sys.argv[1], "rb") as file:
    Gdk.Display.get_default().get_clipboard().set_content(Gdk.ContentProvider.new_for_bytes("image/png", GLib.Bytes.new(file.read())))
print("ready", flush=True)
GLib.MainLoop().run()
"""


class FacesTest(WeftTestCase):
    def test_faces(self):
        folder = self.session.directory
        subprocess.run(["convert", "-size", "900x600", "xc:#ff0000", str(folder / "face.png")], check=True, timeout=60)
        (folder / "no-picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500))
        app = self.join()
        self.open_room(app)
        self.write(app, "Here I am")
        self.workspace.weftctl("grace", "send", "weaving", "Hello Ada")
        self.shows(app, "Here I am", "Hello Ada")
        self.paste(app, folder / "no-picture.png", "This is no picture that can be shown")
        self.assertEqual(self.picture(), (None, None))
        self.paste(app, folder / "face.png", "Others see this picture now")
        until(lambda: self.picture()[0], 20, "the picture in the workspace")
        self.assertLess(self.picture()[1], 20000)
        until(lambda: self.red(app) > 300, 20, lambda: f"the picture in the rail, {self.red(app)} pixels")
        self.remove(app)
        until(lambda: self.picture() == (None, None), 20, "no picture in the workspace")
        until(lambda: self.red(app) < 20, 20, lambda: f"initials again, {self.red(app)} pixels")
        self.assertEqual(app.close(), 0)

    def picture(self):
        database = sqlite3.connect(f"file:{self.workspace.directory}/weft.db?mode=ro", uri=True)
        try:
            return database.execute("SELECT picture, picture_size FROM person WHERE login = 'ada'").fetchone()
        finally:
            database.close()

    def red(self, app):
        """Pixels of the window which are as red as the picture."""
        path = self.session.directory / "window.png"
        app.shot(path)
        said = subprocess.run(["convert", str(path), "-fuzz", "6%", "-fill", "black", "+opaque", "#ff0000", "-format", "%[fx:w*h*mean.r]", "info:"],
                              capture_output=True, text=True, check=True, timeout=60).stdout
        return float(said)

    def open_profile(self, app):
        app.key("ctrl+k")
        until(lambda: app.focused_name() == "Search or jump to", 10, lambda: f"the palette to have the focus, not {app.focused_name()!r}")
        app.type_blind("name and st")
        app.find("list item", "Name and Status…", within=app.find("list", "Results"))
        app.key("Return")
        return app.find("dialog", "Name and Status")

    def paste(self, app, path, said):
        """From another program's clipboard."""
        other = subprocess.Popen([sys.executable, "-c", OFFER, str(path)], stdout=subprocess.PIPE, text=True)
        try:
            self.assertEqual(other.stdout.readline(), "ready\n")
            dialog = self.open_profile(app)
            since = len(app.announced)
            app.act(app.find("button", "Paste Picture", within=dialog))
            app.expect_announcement(said, since, timeout=20)
        finally:
            other.kill()
            other.wait()
            other.stdout.close()
        app.key("Escape")
        app.gone("dialog", "Name and Status")

    def remove(self, app):
        dialog = self.open_profile(app)
        since = len(app.announced)
        app.act(app.find("button", "Remove Picture", within=dialog))
        app.expect_announcement("Others see your initials now", since)
        app.key("Escape")
        app.gone("dialog", "Name and Status")


if __name__ == "__main__":
    unittest.main(verbosity=2)
