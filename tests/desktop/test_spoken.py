#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A day in a room by ear: no pointer, and nothing is known but what the screen reader says."""
import re
import unittest

from weft_desktop import Orca, WeftTestCase
from weft_desktop.waiting import until


class SpokenTest(WeftTestCase):
    def setUp(self):
        super().setUp()
        self.orca = Orca(self.session)
        self.addCleanup(self.orca.stop)

    def hear(self, text, *keys):
        """Presses @keys, one after the other, until the last one's effect is spoken."""
        self.orca.quiet()
        mark = self.orca.mark()
        self.app.key(*keys)
        return self.orca.expect(text, mark)

    def test_day(self):
        self.app = self.join()
        self.open_room(self.app, self.orca)
        self.read()
        self.react()
        self.reply()
        self.edit()
        self.thread()
        self.search()
        self.others_write()
        self.regions()
        self.assertEqual(self.app.close(), 0)

    def read(self):
        """A row is author, time and text, then what hangs on it."""
        phrase = self.hear("Hello, is anybody there?", "shift+Tab")
        self.assertRegex(phrase, r"Grace Hopper, .*\d.*, Hello, is anybody there\?")

    def react(self):
        self.hear("Search emoji", "ctrl+period")
        self.orca.quiet()
        mark = self.orca.mark()
        self.app.type_blind("thumbs up")
        self.orca.expect("thumbs up, ", mark)
        self.hear("Reacted with 👍", "Return")
        self.app.find("list item", re.compile("Hello, is anybody there.*, 👍.* 1, also yours$"))

    def reply(self):
        """The message has the focus still; what one answers is spoken with the answer."""
        until(lambda: "Hello, is anybody there" in self.app.focused_name(), 10, lambda: f"the message to have the focus, not {self.app.focused_name()!r}")
        self.hear("Message weaving", "ctrl+r")
        self.app.type_blind("I am here")
        self.app.key("Return")
        self.shows_state(self.app, "I am here", "Sent")
        self.hear("answering Grace Hopper", "shift+Tab", "End")

    def edit(self):
        """Up in an empty field brings one's last message back into it."""
        self.back()
        self.hear("I am here", "Up")
        self.app.key("End")
        self.app.type_blind(", Grace")
        self.app.key("Return")
        self.shows_state(self.app, "I am here, Grace, edited", "Sent")

    def thread(self):
        self.hear("I am here, Grace", "shift+Tab", "End")
        self.hear("Reply in the thread", "ctrl+t")
        self.app.type_blind("and so is the loom")
        self.app.key("Return")
        self.app.find("list item", re.compile("I am here, Grace.*1 reply"))
        self.app.key("Escape")
        self.app.gone("text", "Reply in the thread")

    def search(self):
        self.orca.quiet()
        mark = self.orca.mark()
        self.app.key("ctrl+shift+f")
        until(lambda: self.app.focused_name() == "Search messages", 10, "the search to have the focus")
        self.orca.expect("Search messages", mark)
        self.app.type_blind("anybody")
        self.orca.expect("1 result", mark)
        self.hear("Message weaving", "Escape")

    def others_write(self):
        """What comes together is announced together."""
        self.orca.quiet()
        mark = self.orca.mark()
        self.workspace.weftctl("grace", "send", "weaving", "The warp is on")
        self.orca.expect("The warp is on", mark)

    def regions(self):
        """F6 goes round the parts of the window, and each says what it is."""
        heard = set()
        for _ in range(8):
            self.orca.quiet()
            mark = self.orca.mark()
            self.app.key("F6")
            self.orca.quiet()
            heard.add(" ".join(self.orca.spoken()[mark:]))
            if self.app.focused_name() == "Message weaving":
                break
        self.assertGreaterEqual(len(heard), 3, heard)
        self.assertNotIn("", heard, "a region that says nothing")

    def back(self):
        """To where one writes."""
        if self.app.focused_name() != "Message weaving":
            self.hear("Message weaving", "Escape")


if __name__ == "__main__":
    unittest.main(verbosity=2)
