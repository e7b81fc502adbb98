#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answering from the desktop: with dunst, a button which opens the composer; with a daemon that takes answers itself, without a window in between."""
import os
import re
import sqlite3
import subprocess
import unittest

from weft_desktop import Notifications, WeftTestCase, until

DUNSTRC = """[global]
    dmenu = {chooser}
    context = context
    idle_threshold = 0
[urgency_normal]
    timeout = 0
"""
# What a person chooses in dunst's menu of actions: the first line on which the word stands.
CHOOSER = """#!/bin/sh
grep -m1 -F "$(cat {word})"
"""


class AnswerTest(WeftTestCase):
    def test_answer(self):
        self.start_dunst()
        app = self.join()
        self.workspace.weftctl("grace", "create-room", "dyeing")
        self.workspace.weftctl("grace", "add", "dyeing", "ada")
        app.find("list item", re.compile("^dyeing"), timeout=20)
        self.open_room(app)
        self.reply_by_button(app)
        self.mark_by_button(app)
        self.open_by_pressing(app)
        self.answer_in_place(app)
        self.assertEqual(app.close(), 0)

    def start_dunst(self):
        folder = self.session.directory
        self.word = folder / "chosen"
        chooser = folder / "chooser"
        chooser.write_text(CHOOSER.format(word=self.word))
        chooser.chmod(0o755)
        (folder / "dunstrc").write_text(DUNSTRC.format(chooser=chooser))
        self.dunst = self.session.spawn("dunst", "dunst", "-config", str(folder / "dunstrc"))
        until(lambda: self.session.owned("org.freedesktop.Notifications"), 15, lambda: f"dunst: {self.session.log('dunst')}")

    def dunstctl(self, *arguments):
        return subprocess.run(["dunstctl", *arguments], check=True, capture_output=True, text=True, timeout=20, env=os.environ).stdout.strip()

    def displayed(self, n):
        until(lambda: self.dunstctl("count", "displayed") == str(n), 15, lambda: f"{n} notifications; there are {self.dunstctl('count', 'displayed')}")

    def choose(self, word):
        """In dunst's menu. What is chosen or pressed it leaves on the desktop, where GLib holds it for closed from then on."""
        self.word.write_text(word)
        self.dunstctl("context")

    def answers(self, text):
        """What the server has of it: the text of what it answers."""
        database = sqlite3.connect(f"file:{self.workspace.directory / 'weft.db'}?mode=ro", uri=True)
        try:
            row = database.execute("SELECT b.text FROM message a JOIN message b ON b.stream = a.stream AND b.id = a.reply_to WHERE a.text = ?", (text,)).fetchone()
        finally:
            database.close()
        return row and row[0]

    def reply_by_button(self, app):
        """One notification a room, however many messages; its button answers the newest: typed and sent without another step."""
        self.workspace.weftctl("grace", "send", "dyeing", "@Ada is the indigo ready?")
        self.displayed(1)
        self.workspace.weftctl("grace", "send", "dyeing", "@Ada and the madder?")
        app.find("toggle button", "Notices, 2 not seen", timeout=15)
        self.displayed(1)
        self.choose("Reply")
        app.find("text", "Message dyeing", timeout=20)
        app.find("label", "Answering Grace Hopper", timeout=20)
        until(lambda: app.focused_name() == "Message dyeing", 10, lambda: f"the focus in the composer, not {app.focused_name()!r}")
        app.type_blind("It is.")
        app.key("Return")
        until(lambda: self.answers("It is.") == "@Ada and the madder?", 15, lambda: f"an answer, not {self.answers('It is.')!r}")
        app.find("toggle button", "Notices", timeout=15)
        self.dunstctl("close-all")

    def mark_by_button(self, app):
        self.workspace.weftctl("grace", "send", "weaving", "@Ada just so that you know")
        self.displayed(1)
        self.choose("Mark as Read")
        app.find("toggle button", "Notices", timeout=15)
        app.find("text", "Message dyeing")
        self.dunstctl("close-all")

    def open_by_pressing(self, app):
        self.workspace.weftctl("grace", "send", "weaving", "@Ada look here")
        self.displayed(1)
        self.dunstctl("action")
        app.find("text", "Message weaving", timeout=20)
        self.dunstctl("close-all")

    def answer_in_place(self, app):
        """A daemon which takes answers, as KDE's: it is sent from where one is, and what it answers is read."""
        self.dunst.terminate()
        until(lambda: not self.session.owned("org.freedesktop.Notifications"), 15, "dunst to go")
        desktop = Notifications(self.session, ["actions", "body", "body-markup", "inline-reply"])
        until(lambda: desktop.asked, 15, "the question what it can do")
        self.workspace.weftctl("grace", "send", "dyeing", "@Ada <b>red</b> & blue?")
        one = until(lambda: desktop.shown and desktop.shown[-1], 15, "a notification")
        self.assertEqual((one["title"], one["body"]), ("Grace Hopper in dyeing", "@Ada &lt;b&gt;red&lt;/b&gt; &amp; blue?"))
        self.assertEqual(one["actions"]["Reply"], "inline-reply")
        self.assertLessEqual({"Open", "Mark as Read"}, set(one["actions"]))
        desktop.reply(one["number"], "Blue, please")
        until(lambda: self.answers("Blue, please") == "@Ada <b>red</b> & blue?", 15, lambda: f"an answer, not {self.answers('Blue, please')!r}")
        app.find("toggle button", "Notices", timeout=15)
        until(lambda: one["number"] in desktop.closed, 15, "the notification to be withdrawn")
        app.find("text", "Message weaving")
        # Its other buttons, and what it makes up.
        self.workspace.weftctl("grace", "send", "dyeing", "@Ada thanks")
        until(lambda: len(desktop.shown) > 1, 15, "another notification")
        two = desktop.shown[-1]
        desktop.reply(two["number"] + 7, "to nobody")
        desktop.press(two["number"], "99999999999")
        desktop.reply(two["number"], "")
        desktop.press(two["number"], two["actions"]["Mark as Read"])
        app.find("toggle button", "Notices", timeout=15)
        self.assertIsNone(self.answers("to nobody"))
        self.workspace.weftctl("grace", "send", "dyeing", "@Ada one more")
        until(lambda: len(desktop.shown) > 2, 15, "another notification")
        desktop.press(desktop.shown[-1]["number"])
        app.find("text", "Message dyeing", timeout=20)


if __name__ == "__main__":
    unittest.main(verbosity=2)
