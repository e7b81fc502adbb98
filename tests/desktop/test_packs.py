#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Packs of stickers, by keys, on the real window and a real server: from a folder of all sorts, named, worded, put in order, taken away and brought back."""
import contextlib
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

from weft_desktop import WeftTestCase, until
from weft_desktop.app import Atspi

OFFER = """
import sys, gi
gi.require_version("Gdk", "4.0")
gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, GLib, Gtk
Gtk.init()
with open(sys.argv[1], "rb") as file:
    Gdk.Display.get_default().get_clipboard().set_content(Gdk.ContentProvider.new_for_bytes("image/png", GLib.Bytes.new(file.read())))
print("ready", flush=True)
GLib.MainLoop().run()
"""


class PacksTest(WeftTestCase):
    def setUp(self):
        super().setUp()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="weft-packs-")) / "Looms"
        self.addCleanup(subprocess.run, ["rm", "-rf", str(self.folder.parent)], check=False)
        self.folder.mkdir()

    def picture(self, name, color="#2a7fb8", size="300x200"):
        path = self.folder / name
        subprocess.run(["convert", "-size", size, f"xc:{color}", f"png:{path}"], check=True, timeout=60)
        return path

    def test_packs(self):
        app = self.join()
        self.open_room(app)
        self.hostile_folder()
        self.open_packs(app)
        app.find("label", re.compile("^There are none yet"))
        self.assertFalse(app.find_all("check box", "Only Administrators Add Some"), "said to who does not administer the workspace")
        self.bring(app)
        self.many(app)
        self.rename(app)
        self.words(app)
        self.order(app)
        self.paste(app)
        self.take_away(app)
        self.sent(app)
        self.assertEqual(app.close(), 0)

    def hostile_folder(self):
        """Two pictures, and what else a folder may hold."""
        self.picture("warp_is_up.png")
        self.picture("b\u202egnp\u2066.png", "#b82a2a", "900x900")
        (self.folder / "letters.png").write_text("<svg/> no picture")
        bomb = subprocess.run(["convert", "-size", "1x1", "xc:red", "png:-"], check=True, capture_output=True, timeout=60).stdout
        (self.folder / "bomb.png").write_bytes(bomb[:16] + (60000).to_bytes(4, "big") * 2 + bomb[24:])
        (self.folder / ("x" * 121 + ".png")).write_bytes(b"")
        (self.folder / "notes.txt").write_text("not even looked at")
        os.mkfifo(self.folder / "pipe.png")
        (self.folder / "link.png").symlink_to("/etc/passwd")
        (self.folder / "folder.png").mkdir()

    def open_stickers(self, app):
        app.key("ctrl+e", "ctrl+shift+k")
        app.find("table cell", "Hello, from Yarn", within=app.find("table", "Stickers"))

    def open_packs(self, app):
        self.open_stickers(app)
        app.key("shift+Tab")
        until(lambda: app.focused_name() in ("Close", "Sticker Packs"), 10, lambda: f"the header focused, not {app.focused_name()!r}")
        if app.focused_name() != "Sticker Packs":
            app.key("shift+Tab")
        until(lambda: app.focused_name() == "Sticker Packs", 10, lambda: f"the way to the packs focused, not {app.focused_name()!r}")
        app.key("Return")
        app.find("toggle button", "New Pack")

    def leave(self, app, pages):
        app.key(*["Escape"] * pages)
        app.gone("dialog", "Stickers")

    def from_menu(self, app, button, down):
        """By its place: GTK says no names of items."""
        app.act(app.find("toggle button", button))
        until(lambda: app.find_all("menu item", state=Atspi.StateType.FOCUSED), 10, "a menu with the focus")
        app.key(*["Down"] * down, "Return")

    def choose_folder(self, app, folder):
        """GTK's own dialog: its place is typed."""
        self.from_menu(app, "New Pack", 0)
        app.find("button", re.compile("^_?Select$|^_?Open$"))
        app.key("slash")
        place = app.find("text", re.compile(""), within=app.find("dialog", "Choose a Folder of Pictures"))
        Atspi.EditableText.set_text_contents(place, str(folder))  # typed, it would be completed
        app.focus(place)
        app.key("End", "Return")

    def words_of(self, app):
        return [app.text(field) for field in app.find_all("text", "What It Says", within=app.find("list", "Stickers"))]

    def expect_words(self, app, *words):
        until(lambda: self.words_of(app) == list(words), 30, lambda: f"{words}, not {self.words_of(app)}")

    def field(self, app, words):
        for field in app.find_all("text", "What It Says", within=app.find("list", "Stickers")):
            if app.text(field) == words:
                return field
        raise AssertionError(f"no {words!r} among {self.words_of(app)}")

    def bring(self, app):
        """What cannot be is listed with its reason, what can be gets its words; a word is changed before."""
        self.choose_folder(app, self.folder)
        self.expect_words(app, "bgnp", "warp is up")
        self.assertEqual(app.text(app.find("text", "Name")), "Looms")
        left_out = app.find("list", "Left Out")
        for name, reason in (("letters.png", "It is no picture"), ("bomb.png", "It is no picture"), ("pipe.png", "It is no file"), ("link.png", "It is no file"),
                             ("folder.png", "It is no file"), ("x" * 121 + ".png", "Its name makes no words")):
            row = app.find("list item", re.compile(re.escape(name)), within=left_out)
            app.find("label", re.compile(reason), within=row)
        self.assertFalse(app.find_all("list item", re.compile("notes"), within=left_out))
        app.expect_announcement("2 pictures, 6 files left out")
        app.focus(self.field(app, "bgnp"))
        app.key("ctrl+a", "BackSpace")
        until(lambda: "" in self.words_of(app), 10, "no words")
        add = app.find("button", "Add")
        self.assertFalse(app.has(add, Atspi.StateType.SENSITIVE), "a sticker without words")
        app.type(self.field(app, ""), "Thread!")
        until(lambda: app.has(app.find("button", "Add"), Atspi.StateType.SENSITIVE), 10, "words for all")
        app.act(app.find("button", "Add"))
        app.expect_announcement("Pack added")
        app.find("list item", "Looms", within=app.find("list", "Sticker Packs"))
        app.find("label", "2 stickers")

    def many(self, app):
        """Of two hundred the first sixty, and how many are not shown; left without adding it there is no pack."""
        other = self.folder.parent / "Many"
        other.mkdir()
        one = self.picture("warp_is_up.png", size="16x16").read_bytes()
        for number in range(200):
            (other / f"{number:03}.png").write_bytes(one)
        self.choose_folder(app, other)
        until(lambda: any("60 pictures, 140 files left out" in said for said in app.announced), 120, "all looked at")
        app.find("label", "And 120 More Files")
        app.act(app.find("button", "Back"))
        app.find("toggle button", "New Pack")
        self.assertEqual(len(app.find_all("list item", within=app.find("list", "Sticker Packs"))), 1)

    def rename(self, app):
        app.find("list item", "Looms", within=app.find("list", "Sticker Packs"))
        app.tab_to("list item", "Looms")
        app.key("Return")
        app.type(app.find("text", "Name"), "Mules", replace=True)
        app.key("Return")
        app.expect_announcement("Pack renamed")
        self.expect_words(app, "Thread!", "warp is up")

    def words(self, app):
        app.type(self.field(app, "Thread!"), "The thread", replace=True)
        app.key("Return")
        app.expect_announcement("Words changed")
        self.expect_words(app, "The thread", "warp is up")

    def order(self, app):
        """By keys and by the menu; the focus goes with it."""
        app.focus(self.field(app, "The thread"))
        app.key("alt+Down")
        app.expect_announcement("Now 2 of 2")
        self.expect_words(app, "warp is up", "The thread")
        until(lambda: app.has(self.field(app, "The thread"), Atspi.StateType.FOCUSED), 10, "the focus on what was moved")
        app.key("alt+Down")  # it is the last
        app.key("alt+Up")
        app.expect_announcement("Now 1 of 2")
        self.expect_words(app, "The thread", "warp is up")
        self.from_menu(app, "What to Do with “warp is up”", 0)
        self.expect_words(app, "warp is up", "The thread")

    @contextlib.contextmanager
    def offered(self, path):
        """In another program's clipboard."""
        other = subprocess.Popen([sys.executable, "-c", OFFER, str(path)], stdout=subprocess.PIPE, text=True)
        try:
            self.assertEqual(other.stdout.readline(), "ready\n")
            yield
        finally:
            other.kill()
            other.wait()
            other.stdout.close()

    def paste(self, app):
        """A single one, which has no words yet; what is no picture is said."""
        with self.offered(self.folder / "letters.png"):
            self.from_menu(app, "New Sticker", 1)
            app.find("label", "It is no picture which can be shown")
            app.act(app.find("button", "Back"))
        with self.offered(self.picture("pasted.png", "#2ab84a", "1200x40")):
            self.from_menu(app, "New Sticker", 1)
            self.expect_words(app, "")
            app.type(self.field(app, ""), "The shuttle")
            until(lambda: app.has(app.find("button", "Add"), Atspi.StateType.SENSITIVE), 10, "a sticker with words")
            app.act(app.find("button", "Add"))
            app.expect_announcement("1 sticker added")
        self.expect_words(app, "warp is up", "The thread", "The shuttle")

    def take_away(self, app):
        """A sticker, and it is undone; the pack, which can be brought back where it stood."""
        self.from_menu(app, "What to Do with “The thread”", 2)
        app.expect_announcement("Sticker removed")
        self.expect_words(app, "warp is up", "The shuttle")
        self.leave(app, 3)
        app.key("ctrl+e", "shift+Tab")
        until(lambda: app.focused_name() in self.messages(app), 10, lambda: f"a message to have the focus, not {app.focused_name()!r}")
        app.key("ctrl+z")
        self.open_packs(app)
        app.find("label", "3 stickers")
        app.find("list item", "Mules", within=app.find("list", "Sticker Packs"))
        app.tab_to("list item", "Mules")
        app.key("Return")
        self.expect_words(app, "warp is up", "The thread", "The shuttle")
        app.tab_to("button", "Remove Pack")
        app.key("Return")
        app.expect_announcement("Pack removed")
        app.act(app.find("button", "Restore"))
        app.expect_announcement("Pack restored")
        app.find("list item", "Mules", within=app.find("list", "Sticker Packs"))
        app.gone("list", "Removed Packs")
        self.leave(app, 2)

    def sent(self, app):
        """In its order, with its words, also for who is elsewhere."""
        self.open_stickers(app)
        app.type_blind("mules")
        until(lambda: [cell.get_name() for cell in app.find_all("table cell")] == ["warp is up, from Mules", "The thread, from Mules", "The shuttle, from Mules"], 10,
              lambda: f"the pack, not {[cell.get_name() for cell in app.find_all('table cell')]}")
        app.key("Return")
        app.find("list item", re.compile(r"^You, .*, warp is up, sticker, Sent$"))

    def test_policy(self):
        """An administrator says in the same place who may add some; others are refused then, and one's own is still offered."""
        self.workspace.weftctl("mary", "join", "--name", "Mary", "--login", "mary", self.workspace.invite())
        self.picture("warp.png")
        app = self.join(role="admin")
        self.open_room(app)
        self.open_packs(app)
        app.find("toggle button", "New Pack")
        app.tab_to("check box", "Only Administrators Add Some")
        app.key("space")
        until(lambda: self.refused_to_mary(), 20, "Mary to be refused")
        app.find("toggle button", "New Pack")
        self.leave(app, 2)
        app.key("ctrl+e")
        app.type_blind("/emoji")
        app.key("Escape", "Return")
        app.find("dialog", "Emoji of the Workspace")
        app.tab_to("check box", "Only Administrators Add Some")
        self.assertTrue(app.find_all("check box", "Only Administrators Add Some", state=Atspi.StateType.CHECKED))
        app.key("space")
        until(lambda: not self.refused_to_mary(), 20, "Mary to be let again")
        app.key("Escape")
        self.assertEqual(app.close(), 0)

    def refused_to_mary(self):
        try:
            self.workspace.weftctl("mary", "add-stickers", self.folder)
        except AssertionError as error:
            return "only administrators add emoji and stickers" in str(error)
        return False


if __name__ == "__main__":
    unittest.main(verbosity=2)
