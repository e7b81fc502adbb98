#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Vietnamese by a real input method (IBus, Unikey, Telex), by keys, on the real window and a real server: in the composer, in the
palette and in the search. A word that is being composed is no text yet, and nothing of it is lost."""
import pathlib
import re
import sqlite3
import unittest

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi

from weft_desktop import WeftTestCase, until
from weft_desktop.ibus import UNIKEY, InputMethod


class VietnameseTest(WeftTestCase):
    session_options = {"keyring": "absent"}

    def prepare(self):
        self.input_method = InputMethod(self.session)
        super().prepare()
        self.workspace.weftctl("grace", "send", "weaving", "Vải lụa đã dệt")
        for _ in range(3):
            self.workspace.weftctl("grace", "send", "weaving", "over, under\n" * 30)
        self.workspace.weftctl("grace", "send", "weaving", "Vải thô ở đâu?")

    def test_vietnamese(self):
        app = self.join()
        self.open_room(app)
        self.input_method.choose(UNIKEY)
        self.sends(app)
        self.keeps(app)
        self.offers_nothing(app)
        self.taken_elsewhere(app)
        self.finds(app)
        self.assertEqual(app.close(), 0)

    def holds(self, app, text):
        until(lambda: app.text(self.composer(app)) == text, 10, lambda: f"{text!r} in the composer, not {app.text(self.composer(app))!r}")

    def types(self, app, words, kept):
        """The last word is still composed: it is not among what the composer holds."""
        app.type_blind(words)
        self.holds(app, kept)

    def sends(self, app):
        """Unikey passes Enter on once it has ended the word: one Enter sends all of it, wherever the marks were typed."""
        for typed in ("ddown hangf", "ddonw hangf"):
            self.types(app, typed, "đơn ")
            app.key("Return")
            self.shows_state(app, "đơn hàng", "Sent")
            self.holds(app, "")
        self.types(app, "chaof", "")
        app.key("Return")
        self.shows(app, "đơn hàng", "đơn hàng", "chào")
        until(lambda: self.workspace.texts("weaving")[-3:] == ["đơn hàng", "đơn hàng", "chào"], 10, "the words on the server")

    def drafts(self):
        texts = set()
        for path in pathlib.Path(self.profile).rglob("store.db"):
            with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
                if database.execute("SELECT 1 FROM sqlite_schema WHERE name = 'draft'").fetchone():
                    texts |= {row[0] for row in database.execute("SELECT text FROM draft")}
        return texts

    def keeps(self, app):
        """A draft holds whole words; what has not been ended when the focus goes is ended by that."""
        self.types(app, "vair lanhj", "vải ")
        until(lambda: "vải " in self.drafts(), 20, lambda: f"the draft without the half word; there is {self.drafts()}")
        app.key("ctrl+k")
        app.find("list", "Results")
        app.key("Escape")
        app.gone("list", "Results")
        self.holds(app, "vải lạnh")
        until(lambda: "vải lạnh" in self.drafts(), 20, lambda: f"the draft with both words; there is {self.drafts()}")
        self.assertFalse({text for text in self.drafts() if text not in ("", "vải lạnh")}, "half words")
        app.key("ctrl+a", "BackSpace")
        self.holds(app, "")

    def offers_nothing(self, app):
        """Names are offered behind an @, not while a word is composed; keys are the input method's."""
        app.type_blind("@")
        app.find("list", "Suggestions")
        app.type_blind("gra")
        app.gone("list", "Suggestions")
        self.types(app, " :smil", "@gra :")
        self.assertFalse(app.find_all("list", "Suggestions"))
        app.key("Return")
        self.shows(app, "@gra :smil")
        self.holds(app, "")

    def taken_elsewhere(self, app):
        """Who takes the text by something else than a key has the word ended first."""
        self.types(app, "tooi ddi", "tôi ")
        app.act(app.find("button", "Send"))
        self.shows(app, "tôi đi")
        self.holds(app, "")
        self.types(app, "hemj mai", "hẹm ")
        app.key("ctrl+shift+Return")
        dialog = app.find("dialog", "Send Later")
        app.find("label", "hẹm mai", within=dialog)
        app.key("Escape")
        app.gone("dialog", "Send Later")
        self.holds(app, "hẹm mai")
        app.key("ctrl+a", "BackSpace")
        self.holds(app, "")

    def on_screen(self, app, text):
        return bool(app.find_all("list item", re.compile(text), within=app.find("list", "Messages")))

    def finds(self, app):
        """What is typed is what is looked for, though its last word is still composed: Enter and the arrows end it. What is found stands far apart."""
        search, palette = ("ctrl+shift+f", "Search messages"), ("ctrl+k", "Search or jump to")
        for (key, field), typed, there, away, keys in (
            (search, "vair luaj", "Vải lụa", "Vải thô", ("Return",)),
            (palette, "vair thoo", "Vải thô", "Vải lụa", ("Return",)),
            (palette, "vair luaj", "Vải lụa", "Vải thô", ("Down", "Up", "Return")),
            (search, "vair thoo", "Vải thô", "Vải lụa", ("Down", "Up", "Return")),
        ):
            app.key(key)
            until(lambda: app.focused_name() == field, 10, lambda: f"{field}, not {app.focused_name()!r}")
            app.type_blind(typed)
            app.key(*keys)
            app.gone("list", "Results")
            until(lambda: self.on_screen(app, there) and not self.on_screen(app, away), 10, lambda: f"{there!r} on screen; there are {self.messages(app)}")


if __name__ == "__main__":
    unittest.main()
