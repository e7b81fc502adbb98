#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Charts by keys and by ear (chart-preview.c)."""
import subprocess
import unittest

from gi.repository import Atspi
from weft_desktop import DesktopTestCase, Orca, until


class ChartsTest(DesktopTestCase):
    session_options = {"keyring": "absent"}

    def open(self, *options):
        return self.start("tests/ui/chart-preview", *options, env={"TZ": "UTC"}).ready()

    def step(self, app, key, said):
        """Presses a key; the whole sentence which is spoken then."""
        before = len(app.announced)
        app.key(key)
        app.expect_announcement(said, before)
        self.assertEqual(app.announced[before:], [said])

    def reach(self, app, node):
        """Tabs to a widget whose name others have, too."""
        for _ in range(40):
            if app.has(node, Atspi.StateType.FOCUSED):
                return
            app.key("Tab")
        self.fail(f"Tab does not reach {node.get_name()}")

    def test_names(self):
        """A chart has a name and a summary; its legend has names, its events and lines are told."""
        app = self.open()
        flow = app.find("image", "Cumulative flow")
        self.assertRegex(flow.get_description(), r"^Stacked area chart, 4 series, 1 May to 30 May; Done rises from 2 tasks to 34 tasks; Review .*; "
                                                 r"To Do .*\. Arrow keys walk through the points\.$")
        self.assertIn("85 % within 7 days: 6.8 days", app.find("image", "Cycle time").get_description())
        self.assertRegex(app.find("image", "Throughput").get_description(), r"^Bar chart, 1 series, .*; Done lies between 5 tasks and 14 tasks; Mean 9: 9 tasks\.")
        self.assertIn("Scope added: 10 May", app.find("image", "Burn-up").get_description())
        for name in ("To Do", "Doing", "Review", "Done"):
            app.find("toggle button", name)

    def test_walk(self):
        """Points one after the other, ten, the ends; the other series; gone; and no flood of words."""
        app = self.open()
        app.tab_to("image", "Cumulative flow")
        self.step(app, "Right", "Done, 1 May: 2 tasks")
        self.step(app, "Right", "Done, 2 May: 3 tasks")
        self.step(app, "Left", "Done, 1 May: 2 tasks")
        self.step(app, "Next", "Done, 11 May: 13 tasks")
        self.step(app, "End", "Done, 30 May: 34 tasks")
        self.step(app, "Up", "Review, 30 May: 7 tasks")
        self.step(app, "Prior", "Review, 20 May: 12 tasks")
        self.step(app, "Down", "Done, 20 May: 23 tasks")
        self.step(app, "Home", "Done, 1 May: 2 tasks")
        before = len(app.announced)
        app.key(*["Right"] * 20)
        app.expect_announcement("Done, 21 May: 24 tasks", before)
        self.assertLess(len(app.announced) - before, 15)
        app.key("Escape")
        self.step(app, "End", "Done, 30 May: 34 tasks")
        self.assertEqual(app.focused_name(), "Cumulative flow")

    def test_heard(self):
        """A screen reader says what the chart is when it comes there, and each step once."""
        orca = Orca(self.session)
        self.addCleanup(orca.stop)
        app = self.open()
        mark = orca.mark()
        app.tab_to("image", "Cumulative flow")
        orca.expect("Stacked area chart, 4 series, 1 May to 30 May", mark)
        orca.quiet()
        mark = orca.mark()
        app.key("Right")
        orca.expect("Done, 1 May: 2 tasks", mark)
        orca.quiet()
        self.assertEqual(len(orca.spoken()[mark:]), 1, orca.spoken()[mark:])

    def test_point_names(self):
        """A dot tells which task it is."""
        app = self.open()
        app.tab_to("image", "Cycle time")
        self.step(app, "End", "SHOP-163 Pack the returns, 30 May: 6.63 days")

    def test_legend(self):
        """What is hidden is not walked to, and comes back."""
        app = self.open()
        review = app.find("toggle button", "Review")
        self.assertTrue(app.has(review, Atspi.StateType.PRESSED))
        app.tab_to("toggle button", "Review")
        app.key("space")
        until(lambda: not app.has(review, Atspi.StateType.PRESSED), 10, "Review hidden")
        self.reach(app, app.find("image", "Cumulative flow"))
        self.step(app, "Right", "Done, 1 May: 2 tasks")
        self.step(app, "Up", "Doing, 1 May: 8 tasks")

    def test_table(self):
        """The same values as a table: heads, a line for each day."""
        app = self.open()
        button = app.find("toggle button", "Show as Table", within=app.find("grouping", "Cumulative flow"))
        self.reach(app, button)
        app.key("space")
        app.gone("image", "Cumulative flow")
        table = app.find("tree table", "Cumulative flow")
        app.find("table row", "Day Done Review Doing To Do", within=table)
        app.find("table row", "12 May 14 6 7 10", within=table)
        texts = [node.get_name() for node in app.walk(table) if node.get_role_name() == "label"]
        self.assertEqual(texts[texts.index("1 May"):][:6], ["1 May", "2", "10", "8", "8", "2 May"])
        app.key("space")
        app.find("image", "Cumulative flow")

    def test_widget(self):
        """What wants a display but nobody to look at it (test-chart-widget.c)."""
        done = subprocess.run([self.build / "tests/ui/test-chart-widget"], capture_output=True, text=True, timeout=150, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_states(self):
        """What is not there says why."""
        app = self.open("--page", "states")
        for text in ("Loading…", "Nothing to show yet", "The figures could not be read. They are tried again in a minute."):
            app.find("label", text)

    def test_odd(self):
        """Nine series, single points, 1e300: nothing breaks, and the rest is one entry."""
        app = self.open("--page", "odd")
        app.find("toggle button", "Other (3)")
        app.tab_to("image", "Huge")
        self.step(app, "Right", "Only, 1 May: 1×10³⁰⁰")


if __name__ == "__main__":
    unittest.main(verbosity=2)
