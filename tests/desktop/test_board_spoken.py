#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""From an empty window to the forecast of a project by ear: no pointer, and nothing is known but what the screen reader says."""
import unittest

from weft_desktop import BoardTestCase, Orca, Workspace, until

DAYS = 5
DAY = 86400


class BoardSpokenTest(BoardTestCase):
    def prepare(self):
        self.workspace = Workspace(self.session, self.build, self._testMethodName, dated=True)
        self.addCleanup(self.workspace.stop)
        self.workspace.weftctl("grace", "create-room", "weaving")

    def hear(self, text, *keys):
        """Presses @keys, one after the other, until the last one's effect is spoken."""
        self.orca.quiet()
        mark = self.orca.mark()
        self.app.key(*keys)
        return self.orca.expect(text, mark)

    def hear_typed(self, text, typed, *keys):
        self.app.type_blind(typed)
        return self.hear(text, *keys)

    def test_to_forecast(self):
        self.app = self.join()
        self.orca = Orca(self.session)
        self.addCleanup(self.orca.stop)
        self.make()
        self.write()
        self.describe()
        self.work()
        self.forecast()
        self.orca.stop()
        self.assertEqual(self.app.close(), 0)

    def make(self):
        """A project, ten days ago."""
        self.workspace.at(10 * DAY)
        self.hear("Search or jump to", "ctrl+k")
        self.hear_typed("New Project", "new project", "Return")
        self.hear_typed("Code", "Weaving mill", "Tab")
        self.hear_typed("Weaving mill", "MILL", "Return")

    def write(self):
        """Cards, one after the other: the field says where they go."""
        self.hear("Title of the New Card", "ctrl+n")
        for title in ("Warp the loom", "Wind the bobbins", "Dye the wool", "Card the wool", "Comb the flax", "Weave"):
            self.app.type_blind(title)
            self.app.key("Return")
            self.card(self.app, "To Do", title)
        self.hear("Weave, MILL-6", "Escape")

    def describe(self):
        """What a card says of itself, where one stands on it, and that it is urgent."""
        self.hear("Title", "Return")
        self.hear("Description", "Tab")
        self.app.type_blind("Plain weave")
        self.hear("Weave, MILL-6", "Escape")

    def work(self):
        """One card a day is done: picked up, carried to the last column, and it is said where it landed."""
        for day in range(DAYS):
            self.workspace.at((DAYS - day) * DAY)
            phrase = self.hear("Moving MILL-", "ctrl+m")
            self.assertIn("To Do, place 1 of", phrase)
            self.hear("In Progress, place 1 of", "Right")
            self.hear("In Review, place 1 of", "Right")
            self.hear("Done, place 1 of", "Right")
            self.hear("Moved to Done, place 1 of", "Return")
            until(lambda n=day + 1: self.rows("SELECT count(*) FROM entry e JOIN project_status s ON s.id = e.list WHERE s.name = 'Done'") == [n], 10,
                  "the server to have it, before it is another day")
            if day < DAYS - 1:
                # Past the columns which are empty.
                self.hear("MILL-", "Left")

    def forecast(self):
        self.workspace.at(0)
        phrase = self.hear("1 task open: half of the runs end by", "ctrl+g")
        self.assertRegex(phrase, "1 task open: half of the runs end by .*, 85\u00a0% by .*, 95\u00a0% by ")
        mark = self.orca.mark()
        self.app.tab_to("image", "Burn-Up")
        self.orca.expect("Burn-Up", mark)
        self.hear(f"{DAYS} tasks", "End")


if __name__ == "__main__":
    unittest.main()
