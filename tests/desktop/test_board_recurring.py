#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A card is made to repeat by keys; done, the next one is there, and one undo takes both back."""
import re
import time
import unittest

from weft_desktop import BoardTestCase, until

DAY = 86400000


class BoardRecurringTest(BoardTestCase):
    def test_recurring(self):
        app = self.join()
        self.make_project(app)
        self.add_cards(app)
        dialog = self.open_card(app, "Warp the loom", "MILL-1")
        # Why not is said in its place.
        self.says(app, dialog, "Only what has a due date repeats")
        self.open_row(app, "Due")
        app.find("button", "Set Date")
        app.tab_to("button", "Tomorrow")
        app.key("Return")
        self.says(app, dialog, "Never")
        due = self.rows("SELECT due_at FROM task WHERE number = 1")[0]
        weekday = time.strftime("%A", time.gmtime(due / 1000))

        self.set(app, 3)
        self.says(app, dialog, f"Every week on {weekday}")
        self.assertTrue(self.rows("SELECT recurrence FROM task WHERE number = 1")[0].startswith(f"schedule FREQ=WEEKLY;BYDAY={weekday[:2].upper()} "))
        self.custom(app, dialog, weekday)
        app.key("Escape")
        app.gone("dialog", "MILL-1")
        self.shows(app, "To Do", "Dye the wool", "Wind the bobbins", "Warp the loom, MILL-1, due Tomorrow, comes again ")

        self.finish(app, due)
        self.filter(app)
        self.activity(app)
        self.assertEqual(app.close(), 0)

    def says(self, app, dialog, text):
        """What the row says below its name."""
        def there():
            return [label.get_name() for label in app.find_all("label", within=app.find("list item", "Repeat", within=dialog))]

        until(lambda: text in there(), 10, lambda: f"{text!r}, not {there()}")

    def choose(self, app, steps):
        """The one of the list so many below the first."""
        self.open_row(app, "Repeat")
        app.find("button", "Set")
        until(lambda: app.focused_name() == "Repeat", 10, lambda: f"the list to have the focus, not {app.focused_name()!r}")
        app.key("space", "Home", *["Down"] * steps, "Return")

    def set(self, app, steps):
        self.choose(app, steps)
        app.tab_to("button", "Set")
        app.key("Return")
        app.gone("button", "Set")

    def custom(self, app, dialog, weekday):
        """Every third week, on one day more."""
        other = "Monday" if weekday != "Monday" else "Tuesday"
        self.choose(app, 6)
        app.tab_to("spin button", "Every")
        app.key("Up", "Up")
        app.tab_to("toggle button", other)
        app.key("space")
        sentence = f"^Every 3 weeks on ({other} and {weekday}|{weekday} and {other})"
        app.find("label", re.compile(sentence + r"\. Done now, the next one is due "))
        app.tab_to("button", "Set")
        app.key("Return")
        app.gone("button", "Set")
        until(lambda: any(re.match(sentence + "$", label.get_name()) for label in app.find_all("label", within=app.find("list item", "Repeat", within=dialog))),
              10, "the sentence on the card")
        app.key("ctrl+z")
        self.says(app, dialog, f"Every week on {weekday}")

    def finish(self, app, due):
        app.focus(self.card(app, "To Do", "Warp the loom"))
        app.key("ctrl+m", "Right", "Right", "Right", "Return")
        self.shows(app, "Done", "Warp the loom, MILL-1, due Tomorrow")
        self.shows(app, "To Do", "Warp the loom, MILL-4, due ", "Dye the wool", "Wind the bobbins")
        self.kept("due_at", due + 7 * DAY, 4)
        self.assertNotIn("comes again", self.cards(app, "Done")[0])
        app.key("ctrl+z")
        self.shows(app, "To Do", "Dye the wool", "Wind the bobbins", "Warp the loom, MILL-1, due Tomorrow, comes again ")
        self.shows(app, "Done")
        app.key("ctrl+shift+z")
        self.shows(app, "Done", "Warp the loom, MILL-1")
        self.shows(app, "To Do", "Warp the loom, MILL-5, due ", "Dye the wool", "Wind the bobbins")

    def filter(self, app):
        app.key("ctrl+f")
        until(lambda: app.focused_name() == "Filter cards", 10, lambda: f"the filter to have the focus, not {app.focused_name()!r}")
        app.type_blind("is:recurring ")
        self.shows(app, "To Do", "Warp the loom, MILL-5")
        self.shows(app, "Done")
        app.key("Escape")
        self.shows(app, "Done", "Warp the loom, MILL-1")

    def activity(self, app):
        app.focus(self.card(app, "Done", "Warp the loom"))
        app.key("Return")
        app.find("dialog", "MILL-1")
        app.tab_to("button", "Show What Happened")
        app.key("Return")
        app.find("list item", re.compile("You finished it, and it comes again as MILL-5"))
        app.find("list item", re.compile("You set how it repeats: Every week on "))
        app.key("Escape")


if __name__ == "__main__":
    unittest.main()
