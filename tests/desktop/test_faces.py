#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people and rooms look like, on the real window and a real server: pasted, drawn where the name stands, taken off; what is no picture is said."""
import sqlite3
import subprocess
import unittest

from weft_desktop import WeftTestCase, until
from weft_desktop.clipboard import offered


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
        self.room(app, folder)
        self.assertEqual(app.close(), 0)

    def room(self, app, folder):
        """Of a room that one administers: in the list, the header and the panel at once, and where one jumps to it; and off again."""
        self.workspace.weftctl("ada", "--address", f"unix:{self.workspace.socket}", "sign-in", "ada")
        self.workspace.weftctl("ada", "create-room", "dyeing")
        app.click(app.find("list item", "dyeing", timeout=20))
        app.find("text", "Message dyeing", timeout=20)
        app.key("F9")
        with offered(folder / "face.png"):
            app.act(app.find("button", "Room Settings", timeout=20))
            dialog = app.find("dialog", "Room Settings")
            app.act(app.find("button", "Paste Picture", within=dialog))
            app.expect_announcement("Everybody in the room sees this picture now", timeout=20)
        app.key("Escape")
        app.gone("dialog", "Room Settings")
        until(lambda: self.red(app) > 3000, 20, lambda: f"the picture in panel, header and list, {self.red(app)} pixels")
        app.key("F9")
        until(lambda: 300 < self.red(app) < 3000, 20, lambda: f"the picture in header and list, {self.red(app)} pixels")
        app.key("ctrl+k")
        until(lambda: app.focused_name() == "Search or jump to", 10, "the palette to have the focus")
        app.type_blind("dyeing")
        app.find("list item", "dyeing", within=app.find("list", "Results"))
        until(lambda: self.red(app, "600x400+300+180") > 1000, 20, lambda: f"the picture in the palette, {self.red(app)} pixels")
        app.key("Escape")
        app.gone("list", "Results")
        self.assertEqual(self.read("SELECT count(*) FROM room WHERE picture IS NOT NULL"), (1,))
        app.key("F9")
        app.act(app.find("button", "Room Settings"))
        dialog = app.find("dialog", "Room Settings")
        since = len(app.announced)
        app.act(app.find("button", "Remove Picture", within=dialog))
        app.expect_announcement("The room has no picture any more", since)
        app.key("Escape")
        app.gone("dialog", "Room Settings")
        until(lambda: self.red(app) < 20, 20, lambda: f"the emblem again, {self.red(app)} pixels")

    def read(self, sql):
        database = sqlite3.connect(f"file:{self.workspace.directory}/weft.db?mode=ro", uri=True)
        try:
            return database.execute(sql).fetchone()
        finally:
            database.close()

    def picture(self):
        return self.read("SELECT picture, picture_size FROM person WHERE login = 'ada'")

    def red(self, app, part="1280x800+0+0"):
        """Pixels of the window, or a part of it, which are as red as the picture."""
        path = self.session.directory / "window.png"
        app.shot(path)
        said = subprocess.run(["convert", str(path), "-crop", part, "+repage", "-fuzz", "6%", "-fill", "black", "+opaque", "#ff0000", "-format", "%[fx:w*h*mean.r]", "info:"],
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
        with offered(path):
            dialog = self.open_profile(app)
            since = len(app.announced)
            app.act(app.find("button", "Paste Picture", within=dialog))
            app.expect_announcement(said, since, timeout=20)
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
