#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a board to its figures and back, by keys and as they are spoken: the forecast, the charts, and what happens while one looks."""
import datetime
import re
import unittest

from weft_desktop import BoardTestCase, Orca, Workspace, until

DAYS = 10
DAY = 86400


def day(ahead):
    """As a forecast says it: "3 Dec", with the year where it is another."""
    today = datetime.date.today()
    that = today + datetime.timedelta(days=ahead)
    return f"{that.day} {that:%b}" + (f" {that.year}" if that.year != today.year else "")


class BoardFiguresTest(BoardTestCase):
    """Ten days, on each of which one task was done; three are open: nothing is left to chance."""

    def prepare(self):
        self.workspace = Workspace(self.session, self.build, self._testMethodName, dated=True)
        self.addCleanup(self.workspace.stop)
        self.workspace.weftctl("grace", "create-room", "weaving")

    def task(self, number):
        return f"0192f0c1-0000-7000-8000-{number:012d}"

    def past(self):
        """As Grace does it, who belongs to the project; at noon, so that midnight is far."""
        def at(ago, hour, second=0):
            then = datetime.datetime.combine(datetime.date.today(), datetime.time(hour, 0, second)) - datetime.timedelta(days=ago)
            self.workspace.at((datetime.datetime.now() - then).total_seconds())

        person = self.rows("SELECT id FROM person WHERE login = 'ada'")[0]
        self.project = "project/" + self.task(1000)
        at(DAYS, 8)
        self.operate("grace", self.project, "board.create-project", name="Weaving mill", code="MILL", members=[person])
        for i, (name, category) in enumerate((("To Do", "todo"), ("Doing", "doing"), ("Done", "done"))):
            self.operate("grace", self.project, "board.add-status", id=self.task(1001 + i), name=name, category=category,
                         **({"after": self.task(1000 + i)} if i else {}))
        at(DAYS, 8)
        for i in range(DAYS + 3):
            self.operate("grace", self.project, "board.create", id=self.task(i), title=f"Cloth {i + 1}", status=self.task(1001), priority="none", labels=[],
                         assignees=[], estimate=2 if i < DAYS else 4)
        for i in range(DAYS):
            at(DAYS - i, 9)
            self.operate("grace", self.project, "board.move", ids=[self.task(i)], status=self.task(1002))
            at(DAYS - i, 12, 30)  # a little more than three hours, whatever an operation takes
            self.operate("grace", self.project, "board.move", ids=[self.task(i)], status=self.task(1003))
        self.workspace.at(0)

    def test_figures(self):
        app = self.join()
        self.past()
        orca = Orca(self.session)
        self.addCleanup(orca.stop)
        app.key("ctrl+2")
        self.column(app, "To Do")
        app.focus(self.card(app, "To Do", "Cloth 13"))
        self.forecast(app, orca)
        self.points(app)
        self.charts(app)
        self.live(app)
        self.back(app)
        orca.stop()
        self.assertEqual(app.close(), 0)

    def forecast(self, app, orca):
        """One key from the board; the sentence is said, and there to be read."""
        mark = orca.mark()
        app.key("ctrl+g")
        outlook = f"3 tasks open: half of the runs end by {day(3)}, 85\u00a0% by {day(3)}, 95\u00a0% by {day(3)}."
        orca.expect(outlook, mark)
        app.find("label", outlook)
        app.find("label", f"By {day(28)} half of the runs get 28 tasks done, 85\u00a0% at least 28 tasks, 95\u00a0% at least 28 tasks.")
        app.find("label", "10 tasks done in the 10 days since the project began.")
        self.assertEqual(app.find("combo box", "Last 8 Weeks").get_description(), "Weeks which are counted")
        until(lambda: app.focused_name() == "Last 8 Weeks", 10, lambda: f"the choice of weeks to have the focus, not {app.focused_name()!r}")

    def points(self, app):
        """Counted otherwise it is another forecast, and that is said: 12 points, 2 a day."""
        mark = len(app.announced)
        app.key("Tab", "Right", "space")
        app.expect_announcement(f"12 points open: half of the runs end by {day(6)}", mark)
        app.key("Left", "space")
        app.expect_announcement("3 tasks open", mark)

    def walk(self, app, chart, *steps):
        app.tab_to("image", chart)
        for key, said in steps:
            mark = len(app.announced)
            app.key(key)
            app.expect_announcement(said, mark)

    def charts(self, app):
        """Each is walked through by keys, and says what is there."""
        self.walk(app, "Chance of Being Done", ("End", f"Done by then, {day(3)}: 100\u00a0%"), ("Left", f"Done by then, {day(2)}: 0\u00a0%"))
        self.walk(app, "Cumulative Flow", ("End", f"Done, {day(0)}: 10 tasks"), ("Left", f"Done, {day(-1)}: 10 tasks"), ("Left", f"Done, {day(-2)}: 9 tasks"),
                  ("Up", f"To Do, {day(-2)}: 4 tasks"))
        self.walk(app, "Burn-Up", ("Home", f"Done, {day(-10)}: 1 task"), ("Down", f"Scope, {day(-10)}: 13 tasks"))
        self.walk(app, "Done in a Week", ("End", f"Done in the week, {day(-6)}: 6 tasks"))
        self.walk(app, "Cycle Time in Days", ("End", f"MILL-10 Cloth 10, {day(-1)}: 3 h"))
        self.assertIn("95\u00a0%: 3 h", app.find("image", "Cycle Time in Days").get_description())
        self.walk(app, "Lead Time in Days", ("Home", f"MILL-1 Cloth 1, {day(-10)}: 4 h"))
        app.find("label", "Nothing is in progress.")
        app.act(app.find("toggle button", "Show as Table", within=app.find("grouping", "Cumulative Flow")))
        app.find("table row", f"{day(-2)} 9 4", within=app.find("tree table", "Cumulative Flow"))

    def live(self, app):
        """What others do shows, without a word, as nobody asked; the focus stays."""
        mark = len(app.announced)
        focus = app.focused_name()
        self.operate("grace", self.project, "board.move", ids=[self.task(DAYS)], status=self.task(1002))
        app.find("image", re.compile("^Age of What Is in Progress"))
        self.operate("grace", self.project, "board.move", ids=[self.task(DAYS)], status=self.task(1003))
        app.find("label", f"2 tasks open: half of the runs end by {day(2)}, 85\u00a0% by {day(2)}, 95\u00a0% by {day(2)}.")
        self.assertEqual(app.focused_name(), focus)
        self.assertEqual(app.announced[mark:], [])

    def back(self, app):
        """The card one stood on has the focus again; a new one is written where that is."""
        app.key("ctrl+g")
        until(lambda: (app.focused_name() or "").startswith("Cloth 13"), 10, lambda: f"the card to have the focus, not {app.focused_name()!r}")
        app.key("ctrl+g")
        app.find("label", re.compile("^2 tasks open"))
        app.key("ctrl+n")
        until(lambda: app.focused_name() == "Title of the New Card", 10, lambda: f"a card to be written, not {app.focused_name()!r}")
        app.type_blind("Cloth 14")
        app.key("Return", "Escape")
        self.shows(app, "To Do", "Cloth 14", "Cloth 13", "Cloth 12")
        app.key("ctrl+g")
        app.find("label", re.compile("^3 tasks open"))

    def test_too_little(self):
        """What is lacking is said; what is not there yet is no empty chart."""
        app = self.join()
        self.make_project(app)
        app.key("ctrl+g")
        app.find("label", "Nothing to Count Yet")
        app.act(app.find("button", "New Card", within=app.find("grouping", "Figures")))
        until(lambda: app.focused_name() == "Title of the New Card", 10, lambda: f"a card to be written, not {app.focused_name()!r}")
        app.type_blind("Warp the loom")
        app.key("Return", "Escape", "ctrl+g")
        app.find("label", "Too little to forecast from: it takes 5 tasks done, in 7 days or more. The project began today.")
        app.find("label", "No task was done in the last 8 weeks.")
        self.assertEqual(app.close(), 0)


if __name__ == "__main__":
    unittest.main()
