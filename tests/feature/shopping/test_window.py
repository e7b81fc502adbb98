#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The shopping list as a screen reader and a keyboard meet it, over a store without a server (preview.c)."""
import unittest

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi
from weft_desktop import DesktopTestCase, until


class ShoppingWindowTest(DesktopTestCase):
    session_options = {"keyring": "absent"}

    def test_add_and_buy(self):
        app = self.start("tests/feature/shopping/shopping-preview").ready()
        flour = app.find("check box", "rye flour, 2 kg")
        app.click(flour)
        until(lambda: app.has(flour, Atspi.StateType.CHECKED), 10, "the flour bought")

        app.key("ctrl+e")
        entry = app.find("text", "Add to the List", state=Atspi.StateType.FOCUSED)
        app.type(entry, "salt")
        app.key("Return")
        salt = app.find("check box", "salt")
        self.assertFalse(app.has(salt, Atspi.StateType.CHECKED))
        app.key("shift+Tab")
        app.find("check box", state=Atspi.StateType.FOCUSED)
        app.key("space")
        until(lambda: app.has(flour, Atspi.StateType.CHECKED) == app.has(salt, Atspi.StateType.CHECKED), 10, "the key to do what the click does")


if __name__ == "__main__":
    unittest.main()
