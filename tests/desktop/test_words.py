#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the composer offers besides letters, by keys and by ear, on the real window and a real server."""
import re
import struct
import unittest
import zlib

from weft_desktop import WeftTestCase, until


def png(width, height, color):
    """A picture of one colour."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + bytes(color) * width) * height
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


class WordsTest(WeftTestCase):
    def test_words(self):
        app = self.join()
        self.open_room(app)
        self.commands(app)
        self.refusals(app)
        self.people(app)
        self.window(app)
        self.phrases(app)
        self.emoji(app)
        self.stickers(app)
        self.assertEqual(app.close(), 0)

    def run_command(self, app, text):
        """Types it and says that it is meant: what is still offered is closed first."""
        app.key("ctrl+e")  # by key: what is said of the last one may cover the composer
        app.type(self.composer(app), text, replace=True)
        app.key("Escape", "Return")

    def is_empty(self, app):
        until(lambda: app.text(self.composer(app)) == "", 10, lambda: f"an empty composer, not {app.text(self.composer(app))!r}")

    def commands(self, app):
        """They are offered and spoken, taken by Enter, and do what their actions do."""
        app.type(self.composer(app), "/")
        app.expect_announcement("/archive, Archives the conversation, or takes it out, 1 of ")
        app.type_blind("sh")
        app.expect_announcement("/shrug [text], Shrugs, 1 of 1")
        app.key("Return")
        until(lambda: app.text(self.composer(app)) == "/shrug ", 10, lambda: f"the command, not {app.text(self.composer(app))!r}")
        app.type_blind("who knows")
        app.key("Return")
        self.shows(app, "who knows ¯\\_(ツ)_/¯")
        self.run_command(app, "/me ties a knot")
        self.shows(app, "ties a knot")
        self.is_empty(app)
        until(lambda: self.workspace.texts("weaving")[-2:] == ["who knows ¯\\\\\\_(ツ)\\_/¯", "*ties a knot*"], 10, "both on the server")
        self.run_command(app, "/poll Which colour?")
        question = app.find("text", "Question")
        until(lambda: app.text(question) == "Which colour?", 10, "the question in the dialog")
        app.key("Escape")
        app.gone("text", "Question")
        self.run_command(app, "/schedule See you then")
        dialog = app.find("dialog", "Send Later")
        app.find("label", re.compile("See you then"), within=dialog)
        app.key("Escape")
        app.gone("dialog", "Send Later")
        until(lambda: app.text(self.composer(app)) == "See you then", 10, "the text without its command")

    def refusals(self, app):
        """What is no command is said and not sent; what only looks like one is text."""
        before = len(self.messages(app))
        for wrong, said in (
            ("/teh colour", "“/teh” is no command. To send it as text, write “//teh”."),
            ("/leave now", "Nothing stands behind “/leave”."),
            ("/topic Blue", "Only administrators of a room change its topic."),
            ("/invite @Nobody", "Nobody here is called “@Nobody”."),
            ("/invite @Grace Hopper", "Grace Hopper is here already."),
            ("/join attic", "No room to join is called “attic”."),
            ("/dnd soon", "Write for how long"),
            ("/remind", "Write of what"),
        ):
            self.run_command(app, wrong)
            app.expect_announcement(said)
            app.find("label", re.compile("^" + re.escape(said)))
            self.assertEqual(app.text(self.composer(app)), wrong)
        self.assertEqual(len(self.messages(app)), before)
        for typed, sent in (("//teh colour", "/teh colour"), ("/usr/bin is full", "/usr/bin is full"), ("/ 2", "/ 2")):
            app.type(self.composer(app), typed, replace=True)
            app.key("Return")
            self.is_empty(app)
            until(lambda: self.workspace.texts("weaving")[-1] == sent, 10, lambda: f"{sent!r}, not {self.workspace.texts('weaving')[-1]!r}")

    def people(self, app):
        """Somebody who is not in the room is offered behind a command which names people."""
        app.type(self.composer(app), "/msg @gra", replace=True)
        app.expect_announcement("Grace Hopper, 1 of 1")
        app.key("Return")
        until(lambda: app.text(self.composer(app)) == "/msg @Grace Hopper ", 10, "the name")
        app.type_blind("between us")
        app.key("Return")
        app.find("text", re.compile("^Message Grace Hopper"))
        self.shows(app, "between us")
        direct = app.find("text", re.compile("^Message Grace Hopper"))
        app.type(direct, "/join Weaving")
        app.key("Escape", "Return")
        app.find("text", re.compile("^Message weaving"))

    def window(self, app):
        """What the window does is a command like any other."""
        self.run_command(app, "/remind 20m Call the depot")
        app.find("label", re.compile("^You will be reminded: "))
        self.run_command(app, "/dnd 2h")
        self.is_empty(app)
        app.find("toggle button", re.compile("Do not disturb|Busy|not to be disturbed", re.IGNORECASE))
        self.run_command(app, "/dnd off")
        self.run_command(app, "/status 🧵 At the loom")
        app.find("label", "Your status: 🧵 At the loom")
        self.run_command(app, "/search knot")
        app.find("list item", re.compile("ties a knot"), within=app.find("list", "Results"))
        app.key("Escape")
        app.gone("list", "Results")

    def phrases(self, app):
        """Quick replies: written in a dialog, offered behind a slash, taken with their text; undone."""
        self.run_command(app, "/replies")
        dialog = app.find("dialog", "Quick Replies")
        app.find("label", "No Quick Replies", within=dialog)
        app.key("Return")  # the focus is where one adds some
        name = app.find("text", "Name, written behind a slash")
        app.type(name, "two words")
        app.find("label", "A name is one word of letters and digits, a letter first.")
        app.type(name, "/thanks", replace=True)
        app.type(app.find("text", "Text"), "Thank you, on its way.")
        app.act(app.find("button", "Save"))
        app.find("list item", "/thanks", within=app.find("list", "Quick Replies"))
        app.key("Escape")
        app.gone("dialog", "Quick Replies")
        app.type(self.composer(app), "/tha", replace=True)
        app.expect_announcement("/thanks, quick reply: Thank you, on its way., 1 of 1")
        app.key("Return")
        until(lambda: app.text(self.composer(app)) == "Thank you, on its way.", 10, lambda: f"its text, not {app.text(self.composer(app))!r}")
        self.run_command(app, "/THANKS Ada")
        until(lambda: app.text(self.composer(app)) == "Thank you, on its way. Ada", 10, lambda: f"its text, not {app.text(self.composer(app))!r}")
        app.key("Return")
        self.shows(app, "Thank you, on its way. Ada")
        self.run_command(app, "/replies")
        app.act(app.find("button", "Forget"))
        app.expect_announcement("Quick reply forgotten")
        app.find("label", "No Quick Replies")
        app.key("Escape")
        app.gone("dialog", "Quick Replies")
        app.key("ctrl+e", "shift+Tab")
        until(lambda: app.focused_name() in self.messages(app), 10, lambda: f"a message to have the focus, not {app.focused_name()!r}")
        app.key("ctrl+z")  # in the composer it would undo typing
        self.run_command(app, "/replies")
        app.find("list item", "/thanks", within=app.find("list", "Quick Replies"))
        app.key("Escape")
        app.gone("dialog", "Quick Replies")
        app.key("ctrl+e", "ctrl+a", "BackSpace")

    def emoji(self, app):
        """The workspace's own: offered with others, written, given as a reaction; what goes is read by its name."""
        picture = self.session.directory / "parrot.png"
        picture.write_bytes(png(300, 200, (200, 40, 90)))
        broken = self.session.directory / "broken.png"
        broken.write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
        self.assertIn("No thumbnail", self.refused("add-emoji", "broken", broken))
        self.workspace.weftctl("grace", "add-emoji", "parrot_party", picture)
        self.assertIn("another emoji is called that", self.refused("add-emoji", "parrot_party", picture))
        self.assertIn("expected small letters", self.refused("add-emoji", "Parrot", picture))
        app.key("ctrl+e")
        app.type_blind("ready :parrot_")
        until(lambda: app.key("p", "BackSpace") or any(":parrot_party:, 1 of" in one for one in app.announced), 20, "the emoji to be offered")
        app.key("Return")
        until(lambda: app.text(self.composer(app)) == "ready :parrot_party: ", 10, lambda: f"its name, not {app.text(self.composer(app))!r}")
        app.key("Return")
        self.shows(app, "ready :parrot_party:")
        app.key("shift+Tab", "End", "Menu")
        until(lambda: app.find_all("menu item"), 10, "a menu")
        app.key("Down", "Return")  # behind React…
        app.find("list item", ":parrot_party:", within=app.find("list", "Emoji of the Workspace"))
        app.key("Tab", "Return")
        app.expect_announcement("Reacted with :parrot_party:")
        app.find("list item", re.compile("ready :parrot_party:.*:parrot_party: 1, also yours"))
        self.run_command(app, "/emoji")
        app.find("list item", ":parrot_party:", within=app.find("list", "Emoji of the Workspace"))
        app.key("Escape")
        app.gone("dialog", "Emoji of the Workspace")

    def stickers(self, app):
        """By key, found by their words; for everybody they are those words."""
        app.key("ctrl+e", "ctrl+shift+k")
        app.find("table cell", "Hello, from Yarn", within=app.find("table", "Stickers"))
        app.type_blind("way")
        app.gone("table cell", "Hello, from Yarn")
        app.find("table cell", "On my way, from Yarn")
        app.key("Tab", "Return")
        app.gone("dialog", "Stickers")
        app.click(app.find("list item", re.compile(r"^You, .*, On my way, sticker, Sent$")))  # the pointer may lie on it
        until(lambda: self.workspace.texts("weaving")[-1] == "On my way", 10, "its words on the server")
        self.pack(app)

    def pack(self, app):
        """One from a folder: said what is wrong with it, then there for everybody."""
        folder = self.session.directory / "Looms"
        folder.mkdir()
        (folder / "warp_is_up.png").write_bytes(png(400, 300, (40, 90, 200)))
        (folder / "notes.txt").write_text("no picture")
        for text, said in (
            ("{", "pack.json: "),
            ("[]", "pack.json: expected an object"),
            ('{"name": "Looms"}', "pack.json: stickers: expected a list"),
            ('{"name": "Looms", "stickers": []}', "there are no stickers in it"),
            ('{"name": "", "stickers": []}', "pack.json: name: is empty"),
            ('{"name": "Looms", "stickers": [{"file": "warp_is_up.png"}]}', "pack.json: stickers[0].text: expected a text"),
            ('{"name": "Looms", "stickers": [{"file": "warp_is_up.png", "text": "' + "x" * 121 + '"}]}', "pack.json: stickers[0].text: 121 characters, at most 120"),
            ('{"name": "Looms", "stickers": [{"file": "../x.png", "text": "x"}]}', "pack.json: stickers[0].file: expected the name of a file beside it"),
            ('{"name": "Looms", "stickers": [{"file": "notes.txt", "text": "x"}]}', "notes.txt: No thumbnail"),
        ):
            (folder / "pack.json").write_text(text)
            self.assertIn(said, self.refused("add-stickers", folder))
        (folder / "pack.json").unlink()
        self.assertIn("warp is up", self.workspace.weftctl("grace", "add-stickers", "--check", folder))
        self.workspace.weftctl("grace", "add-stickers", folder)
        app.key("ctrl+e", "ctrl+shift+k")
        app.find("table cell", "Hello, from Yarn", within=app.find("table", "Stickers"))
        app.find("table cell", "warp is up, from Looms", timeout=20)
        app.type_blind("warp")
        app.key("Return")
        app.find("list item", re.compile(r"^You, .*, warp is up, sticker, Sent$"))

    def refused(self, *arguments):
        """What weftctl says when Grace may not."""
        with self.assertRaises(AssertionError) as caught:
            self.workspace.weftctl("grace", *arguments)
        return str(caught.exception)


if __name__ == "__main__":
    unittest.main(verbosity=2)
