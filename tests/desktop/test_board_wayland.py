#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cards are dragged on Wayland, where the compositor carries what is dragged."""
import re
import unittest

from weft_desktop import BoardTestCase, Sway, until


class BoardWaylandTest(BoardTestCase):
    def test_drag(self):
        app = self.join()
        self.make_project(app)
        self.add_cards(app)
        self.assertEqual(app.close(), 0)

        sway = Sway(self.session)
        self.addCleanup(sway.end)
        sway.plug_pointer(self.build / "tests/desktop/pointer")
        app = self.start("src/app/weft", "--profile", self.profile, env=sway.environment)
        until(lambda: sway.windows(), 20, "a window")
        app.act(app.find("toggle button", "Boards", timeout=20))
        app.find("list item", re.compile("^Wind the bobbins"), timeout=20)
        sway.drag(app, self.card(app, "To Do", "Wind the bobbins"), self.column(app, "In Review"))
        app.expect_announcement("Moved to In Review, place 1 of 1")
        self.shows(app, "In Review", "Wind the bobbins")
        self.shows(app, "To Do", "Dye the wool", "Warp the loom")
        sway.drag(app, self.card(app, "In Review", "Wind the bobbins"), self.card(app, "To Do", "Warp the loom"))
        app.expect_announcement("Moved to To Do, place")
        self.shows(app, "In Review")
        self.kept("removed", 0, 2)


if __name__ == "__main__":
    unittest.main()
