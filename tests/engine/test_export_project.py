#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""weftctl export-project: a project as CSV, JSON and Markdown, with titles which would do harm; and the CSV comes back as it went.

    test_export_project.py WEFTD WEFTCTL

With WEFT_TEST_UPDATE set, what is in exports/ is written anew.
"""
import csv
import io
import json
import os
import re
import sys
import unittest
import uuid

from bringing import BringCase

EXPECTED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "exports")
PROJECT = f"project/{uuid.UUID(int=0x0192f0c1_0000_7000_8000_000000000001)}"
DAY = 1795478400000  # 2026-11-24
MOMENT = DAY + 36900000
HOSTILE = ["=HYPERLINK(\"http://evil.example\",\"x\")", "+1+1", "-2", "@SUM(A1)", "'=kept", "''@kept", "'plain", 'Say "late", and; why',
           "# <b>x</b> [a](http://evil.example) ![i](www.evil.example) `c` *s* _e_ ~~d~~ @mai #1 $x$ :o: &lt; | a\\", "Đơn hàng 🧶", "n" * 500]


def number(n):
    return str(uuid.UUID(int=0x0192f0c1_0000_7000_8000_000000000000 + n))


class ExportProject(BringCase):
    def do(self, operation, **arguments):
        self.ctl("mai", "operate", PROJECT, operation, json.dumps(arguments))

    def create(self, **arguments):
        self.do("board.create", **{"assignees": [], "labels": [], **arguments})

    def make(self):
        [[ha]] = self.sql("SELECT id FROM person WHERE login = 'ha'")
        self.do("board.create-project", name="Loom *one*", code="LOO", about="What we weave\n<script>", members=[ha])
        for n, (name, category) in enumerate((("Waiting", "todo"), ("Under #way", "doing"), ("Woven", "done")), 1):
            self.do("board.add-status", id=number(n), name=name, category=category, **({"after": number(n - 1)} if n > 1 else {}))
        for n, name in enumerate(("a, b", "=eta"), 11):
            self.do("board.add-label", id=number(n), name=name, yarn="teal")
        self.create(id=number(101), title="First", status=number(1), priority="urgent", estimate=2.5, start_at=DAY, due_at=MOMENT,
                about="+ begins like a formula\n\nwith **Markdown** & <b>HTML</b>", assignees=[ha], labels=[number(11), number(12)])
        self.create(id=number(102), title="Part", status=number(2), parent=number(101))
        self.create(id=number(103), title="Was done", status=number(2))
        self.do("board.move", ids=[number(103)], status=number(3))
        self.do("board.block", ids=[number(101)], other=number(102), on=True)
        self.create(id=number(104), title="Put away", status=number(3), labels=[number(12)])
        self.do("board.archive", ids=[number(104)], archived=True)
        self.create(id=number(106), title="Pattern", status=number(1))
        self.do("board.set-template", ids=[number(106)], template=True)
        self.create(id=number(105), title="Deleted", status=number(1))
        self.do("board.delete", id=number(105))
        for n, (name, kind) in enumerate((("*Size*", "number"), ("Grade", "select"), ("Buyer", "person"), ("Day", "date")), 501):
            self.do("board.add-field", id=number(n), name=name, kind=kind)
        self.do("board.set-option", id=number(502), option=number(511), name="=Fine")
        for n, value in enumerate(("3.5", number(511), ha, str(DAY)), 501):
            self.do("board.set-value", id=number(101), field=number(n), value=value)
        self.do("board.set-recurrence", ids=[number(101)], recurrence="schedule FREQ=MONTHLY;BYDAY=-1TU Europe/Berlin 2")
        self.do("board.add-item", id=number(201), parent=number(101), title="Warp *it*", assignee=ha, due_at=DAY)
        self.do("board.add-item", id=number(202), parent=number(201), title="[ ] below", done=True)
        self.do("board.add-item", id=number(203), parent=number(101), title="Weft", after=number(201), done=True)
        self.do("thread.reply", id=number(301), root=number(101), text='Said "here"')

    def export(self, format, who="mai", code=0):
        path = self.path("out." + format)
        said = self.ctl(who, "export-project", "LOO", path, "--format", format, code=code)
        self.assertEqual([name for name in os.listdir(self.directory) if name.startswith("out.") and name.count(".") > 1], [])
        if code:
            return said
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()

    def rows(self, text):
        return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))

    def check(self, name, text):
        """Whether @text is what exports/@name says; moments of this run are told by a word."""
        text = re.sub(r"20\d\d-\d\d-\d\dT\d\d\\?:\d\d\\?:\d\dZ", lambda found: found[0] if "10:15" in found[0].replace("\\", "") else "NOW", text)
        path = os.path.join(EXPECTED, name)
        if "WEFT_TEST_UPDATE" in os.environ:
            with open(path, "w", encoding="utf-8", newline="") as file:
                file.write(text)
        with open(path, encoding="utf-8", newline="") as file:
            self.assertEqual(text, file.read(), name)

    def test_files(self):
        self.make()
        for format, name in (("csv", "project.csv"), ("json", "project.json"), ("markdown", "project.md")):
            self.check(name, self.export(format))
        self.assertEqual([task["comments"][0]["text"] for task in json.loads(self.export("json"))["tasks"] if task["comments"]], ['Said "here"'])
        # Who never looked at the project has what was said in it, too.
        self.assertEqual(self.export("json", who="ha"), self.export("json"))

    def test_template_searched(self):
        """A template is in no search, neither by its title nor by its checklist, until it is a task like any other."""
        self.make()
        self.do("board.add-item", id=number(301), parent=number(106), title="Patternwork")
        self.create(id=number(107), title="Under it", status=number(1))
        self.assertIn("Under it", self.ctl("mai", "search", "under"))
        self.assertNotIn("Pattern", self.ctl("mai", "search", "pattern"))
        self.do("board.set-template", ids=[number(106)], template=False)
        self.assertIn("Pattern", self.ctl("mai", "search", "pattern"))

    def test_hostile(self):
        self.make()
        for n, title in enumerate(HOSTILE):
            self.create(id=number(400 + n), title=title, status=number(1))
        rows = self.rows(self.export("csv"))
        for row in rows:
            for cell in row.values():
                self.assertNotIn(cell[:1] or "x", "=+-@\t\r", cell)
        titles = {row["title"] for row in rows}
        for title in HOSTILE:
            self.assertIn(title if title.lstrip("'")[0] not in "=+-@" else "'" + title, titles)
        self.assertEqual(set(HOSTILE) - {task["title"] for task in json.loads(self.export("json"))["tasks"]}, set())
        markdown = self.export("markdown")
        self.assertIn(r"** \# \<b\>x\</b\> \[a\](http\://evil.example) !\[i\](www\.evil.example) \`c\` \*s\* \_e\_ \~\~d\~\~ \@mai \#1 \$x\$ \:o\: \&lt; \| a\\" + "\n", markdown)

        # What does not go leaves nothing behind, and what was there.
        kept = self.export("csv")
        self.assertIn("No project", self.ctl("mai", "export-project", "NONE", self.path("out.csv"), code=3))
        self.ctl("mai", "export-project", "LOO", self.path("missing/out.csv"), code=(1, 3))
        os.mkdir(self.path("out.json.d"))
        self.ctl("mai", "export-project", "LOO", self.path("out.json.d"), "--format", "json", code=(1, 3))
        os.rmdir(self.path("out.json.d"))
        self.assertIn("--format", self.ctl("mai", "export-project", "LOO", self.path("out.txt"), code=2))
        self.ctl("mai", "export-project", "LOO", self.path("out.csv"), "--format", "xls", code=2)
        with open(self.path("out.csv"), encoding="utf-8", newline="") as file:
            self.assertEqual(file.read(), kept)
        self.assertEqual([name for name in os.listdir(self.directory) if re.search(r"\.[A-Za-z0-9]{6}$", name)], [])

        # Without a server there is what is held.
        self.stop()
        self.ctl("mai", "--offline", "export-project", "LOO", self.path("out.csv"))
        with open(self.path("out.csv"), encoding="utf-8", newline="") as file:
            self.assertEqual(file.read(), kept)

    def test_back(self):
        """The CSV, imported, gives the same tasks: titles which were disarmed are as they were written."""
        self.make()
        after = number(101)
        for n, title in enumerate(HOSTILE):
            self.create(id=number(400 + n), title=title, status=number(1), after=after)
            after = number(400 + n)
        before = self.rows(self.export("csv"))
        _, report = self.bring("weft", self.path("out.csv"), "--write")
        self.assertEqual((report["tasks_done"], {entry["reason"].split(":")[0] for entry in report["not_imported"]}), (len(before), {"column"}), report["not_imported"])
        [[stream]] = self.sql(f"SELECT stream FROM project WHERE stream <> '{PROJECT}'")
        self.ctl("mai", "export-project", stream, self.path("again.csv"))
        with open(self.path("again.csv"), encoding="utf-8", newline="") as file:
            again = self.rows(file.read())
        names = [{row["key"]: str(n) for n, row in enumerate(rows)} for rows in (before, again)]
        for rows, keys in zip((before, again), names):
            for row in rows:
                for column in ("created", "done"):
                    del row[column]
                for column in ("key", "parent", "blocked by"):
                    row[column] = keys.get(row[column], "")
                row["labels"] = sorted(row["labels"].removeprefix("'").split("\n"))
        self.assertEqual(again, before)
        titles = {title for [title] in self.sql(f"SELECT title FROM task WHERE stream = '{stream}'")}
        self.assertEqual(set(HOSTILE) - titles, set())


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
