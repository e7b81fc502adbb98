#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two windows on one board, Ada's and Grace's: each hears who looks, who has a card open and who holds one, and neither is disturbed by it."""
import re
import signal
import unittest

from weft_desktop import BoardTestCase, until

from gi.repository import Atspi  # after the harness has chosen its version

CARD = "Wind the bobbins"


class BoardOnlookersTest(BoardTestCase):
    # Each window keeps its own sign-in, as each device does.
    session_options = {"keyring": "absent"}

    def test_onlookers(self):
        self.ada = self.join()
        self.make_project(self.ada, "Grace Hopper")
        self.add_cards(self.ada)
        self.ada.focus(self.card(self.ada, "To Do", "Warp the loom"))
        self.alone(self.ada)
        place = self.ada.bounds(self.ada.find("button", "New Card"))
        announced = len(self.ada.announced)

        self.grace = self.sign_in("grace")
        self.grace.act(self.grace.find("toggle button", "Boards"))
        self.ada.find("toggle button", "Grace Hopper looks at this project", timeout=20)
        self.grace.find("toggle button", "Ada Lovelace looks at this project", timeout=20)
        self.opens_and_holds()
        self.meet()
        self.in_the_list()
        self.by_palette()
        self.assertEqual(self.ada.bounds(self.ada.find("button", "New Card")), place)
        self.assertEqual([text for text in self.ada.announced[announced:] if "Grace" in text], [])

        # A connection that is cut says nothing; some seconds later nobody is there any more.
        self.grace.process.send_signal(signal.SIGSTOP)
        try:
            until(lambda: not self.faces(self.ada), 30, lambda: f"Grace to be gone from {self.faces(self.ada)}")
        finally:
            self.grace.process.send_signal(signal.SIGCONT)
        self.ada.find("toggle button", "Grace Hopper looks at this project", timeout=30)
        self.assertEqual(self.at(self.grace).close(), 0)
        until(lambda: not self.faces(self.ada), 20, lambda: f"Grace to be gone from {self.faces(self.ada)}")
        self.assertEqual(self.ada.close(), 0)

    def opens_and_holds(self):
        """Of a card of Grace's it is said what she does with it; Ada's focus stays on hers."""
        self.at(self.grace)
        self.open_card(self.grace, CARD, "MILL-2")
        self.said("To Do", "Grace Hopper has this card open")
        self.listed("Grace Hopper, Has MILL-2 open")
        self.at(self.grace).key("Escape")
        self.grace.gone("dialog", "MILL-2")
        self.said("To Do", "")
        self.grace.focus(self.card(self.grace, "To Do", CARD))
        self.grace.key("ctrl+m")
        self.said("To Do", "Grace Hopper holds this card")
        self.grace.key("Right", "Return")
        self.shows(self.ada, "In Progress", CARD)
        self.said("In Progress", "")
        self.at(self.ada)
        until(lambda: (self.ada.focused_name() or "").startswith("Warp the loom"), 10, lambda: f"the focus to stay, not {self.ada.focused_name()!r}")

    def meet(self):
        """Both in one card see each other in its head."""
        for app in (self.grace, self.ada):
            self.at(app).focus(self.card(app, "In Progress", CARD))
            app.key("Return")
            app.find("dialog", "MILL-2")
        self.ada.find("toggle button", "Grace Hopper has this card open", within=self.ada.find("dialog", "MILL-2"), timeout=20)
        self.grace.find("toggle button", "Ada Lovelace has this card open", within=self.grace.find("dialog", "MILL-2"), timeout=20)
        for app in (self.ada, self.grace):
            self.at(app).key("Escape")
            app.gone("dialog", "MILL-2")
        self.said("In Progress", "")

    def in_the_list(self):
        """The same is said of its line."""
        self.at(self.ada).key("ctrl+j")
        lines = self.ada.find("list", "Cards")

        def described(text):
            until(lambda: self.ada.find("list item", re.compile(f"^{CARD}"), within=lines).get_description() == text, 15, lambda: f"{text!r} of the line; there is:\n{self.ada.tree()}")

        self.at(self.grace).focus(self.card(self.grace, "In Progress", CARD))
        self.grace.key("Return")
        self.grace.find("dialog", "MILL-2")
        described("Grace Hopper has this card open")
        self.grace.key("Escape")
        self.grace.gone("dialog", "MILL-2")
        described("")
        self.at(self.ada).key("ctrl+j")
        self.column(self.ada, "In Progress")

    def by_palette(self):
        """Who is here, without a pointer."""
        self.ada.key("ctrl+k")
        until(lambda: self.ada.focused_name() == "Search or jump to", 10, lambda: f"the palette to have the focus, not {self.ada.focused_name()!r}")
        self.ada.type_blind("Who Looks at the Project")
        self.ada.find("list item", "Who Looks at the Project", state=Atspi.StateType.SELECTED)
        self.ada.key("Return")
        self.ada.find("list item", re.compile("^Grace Hopper, "))
        self.ada.key("Escape")
        self.ada.focus(self.card(self.ada, "To Do", "Warp the loom"))

    def said(self, column, description):
        """Of the card, at Ada's."""
        until(lambda: self.card(self.ada, column, CARD).get_description() == description, 15,
              lambda: f"{description!r}, not {self.card(self.ada, column, CARD).get_description()!r}")

    def listed(self, row):
        """Behind the faces, at Ada's."""
        self.at(self.ada).act(self.ada.find("toggle button", re.compile("looks at this project")))
        self.ada.find("list item", row)
        self.ada.key("Escape")
        self.ada.focus(self.card(self.ada, "To Do", "Warp the loom"))

    def faces(self, app):
        return [node.get_name() for node in app.find_all("toggle button", re.compile("this project$|^Nobody else"))]

    def alone(self, app):
        self.assertEqual(self.faces(app), [])


if __name__ == "__main__":
    unittest.main()
