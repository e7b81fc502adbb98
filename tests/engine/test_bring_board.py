#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""weftctl import trello, jira and linear: a board comes with all that is on it, once, whoever is killed; what does not come is named; and nothing a stranger wrote does harm.

    test_bring_board.py WEFTD WEFTCTL
"""
import copy
import json
import os
import random
import signal
import subprocess
import sys
import time
import unittest

from bringing import SAMPLES, BringCase

DAY = "2026-11-24T10:15:00.000Z"


def card(n, **more):
    return {"id": f"c{n}", "name": f"Card {n}", "desc": "", "closed": False, "idList": "l1", "idLabels": [], "idMembers": [], "pos": n * 100, **more}


def board(**more):
    """A board with something of everything."""
    return {
        "id": "b1", "name": "Delivery experience", "desc": "What the customer sees",
        "lists": [{"id": "l2", "name": "Doing", "pos": 200, "closed": False}, {"id": "l1", "name": "Backlog", "pos": 100, "closed": False},
                  {"id": "l3", "name": "Shipped", "pos": 300, "closed": False}, {"id": "l4", "name": "Old", "pos": 50, "closed": True}],
        "labels": [{"id": "g1", "name": "eta", "color": "orange"}, {"id": "g2", "name": "", "color": "green_dark"}],
        "members": [{"id": "m1", "fullName": "Mai in Trello", "username": "mai"}, {"id": "m2", "fullName": "Gus *Gone*", "username": "gus"}],
        "customFields": [{"id": "f1", "name": "Size", "type": "list", "options": [{"id": "o1", "value": {"text": "Large"}}]}, {"id": "f2", "name": "Cost", "type": "number"}],
        "cards": [
            card(2, idList="l2", idLabels=["g1", "g2"], idMembers=["m1", "m2"], due=DAY, start="2026-11-20T00:00:00.000Z", desc="Some **text**", dueComplete=True,
                 customFieldItems=[{"idCustomField": "f1", "idValue": "o1", "value": None}, {"idCustomField": "f2", "value": {"number": "12.5"}}, {"idCustomField": "f9", "value": {"text": "?"}}],
                 attachments=[{"name": "plan.pdf", "url": "https://trello.example/plan.pdf"}], stickers=[{"id": "s"}], idMembersVoted=["m1"]),
            card(1, name="First \u202eof all\n"), card(3, idList="l3"), card(4, idList="l4"), card(5, closed=True), card(6, idList="nowhere"),
        ],
        "checklists": [{"id": "k1", "idCard": "c2", "name": "Before", "checkItems": [{"name": "Second", "state": "incomplete", "pos": 2, "due": DAY, "idMember": "m1"},
                                                                                     {"name": "First", "state": "complete", "pos": 1}]},
                       {"id": "k2", "idCard": "c9", "name": "Lost", "checkItems": []}],
        "actions": [
            {"id": "a2", "type": "commentCard", "date": "2026-11-22T09:00:00.000Z", "idMemberCreator": "m2", "data": {"text": "The second", "card": {"id": "c2"}}},
            {"id": "a1", "type": "commentCard", "date": "2026-11-21T09:00:00.000Z", "idMemberCreator": "m3", "memberCreator": {"id": "m3", "fullName": "Passer-by", "username": "by"},
             "data": {"text": "The first", "card": {"id": "c2"}}},
            {"id": "a3", "type": "commentCard", "date": "soon", "idMemberCreator": "m1", "data": {"text": "Never", "card": {"id": "c1"}}},
            {"id": "a4", "type": "commentCard", "date": DAY, "idMemberCreator": "m1", "data": {"text": "Gone", "card": {"id": "c9"}}},
            {"id": "a5", "type": "updateCard", "date": DAY, "idMemberCreator": "m1", "data": {}},
        ],
        **more,
    }


class BringBoard(BringCase):
    def trello(self, content, *options, code=0):
        return self.bring("trello", self.write("board.json", content if isinstance(content, (str, bytes)) else json.dumps(content)), *options, code=code)

    def tasks(self, more=""):
        return self.sql(f"SELECT t.title, s.name, t.archived FROM task t JOIN entry e ON e.stream = t.stream AND e.id = t.id JOIN project_status s ON s.stream = e.stream AND s.id = e.list"
                        f"{more} ORDER BY s.name, e.rank")

    def test_trello(self):
        text, report = self.trello(board())
        for part in ["Nothing was written", "Mai in Trello (mai) → Mai Đặng", "Gus *Gone* (gus) → nobody here", "with 6 cards, 3 lines of checklists and 2 comments",
                     "Backlog → to be done, 4 cards", "Doing → under way, 1 cards", "Shipped → done, 1 cards"]:
            self.assertIn(part, text)
        self.assertEqual(self.sql("SELECT count(*) FROM project"), [["0"]])
        reasons = {entry["reason"] for entry in report["not_imported"]}
        for part in ["list: put away there", "card: its list is not in the export", "custom field: its name", "attachment: only its address", "sticker:", "vote:", "date: that it was kept",
                     "checklist: its card", "comment: nobody knows when", "comment: its card", "history:"]:
            self.assertTrue([reason for reason in reasons if reason.startswith(part)], f"{part} in {reasons}")

        _, report = self.trello(board(), "--write")
        self.assertEqual((report["tasks_done"], report["comments_done"], report["tasks_there_before"]), (6, 2, 0), report["not_imported"])
        self.assertEqual(self.sql("SELECT name, code, about, archived FROM project"), [["Delivery experience", "DELI", "What the customer sees", "0"]])
        self.assertEqual(self.tasks(), [["First of all", "Backlog", "0"], ["Card 4", "Backlog", "1"], ["Card 5", "Backlog", "1"], ["Card 6", "Backlog", "0"],
                                        ["Card 2", "Doing", "0"], ["Card 3", "Shipped", "0"]])
        [[about, due, start, labels, people]] = self.sql("SELECT replace(about, '\n', '|'), due_at, start_at, labels, assignees FROM task WHERE title = 'Card 2'")
        self.assertEqual(about, "Some **text**||**plan.pdf:** https://trello.example/plan.pdf")
        fields = {name: (key, kind, options) for key, name, kind, options in self.sql("SELECT id, name, kind, COALESCE(options, '') FROM project_field")}
        self.assertEqual({name: kind for name, (_, kind, _) in fields.items()}, {"Size": "select", "Cost": "number"})
        [[values]] = self.sql("SELECT replace(field_values, '\n', '|') FROM task WHERE title = 'Card 2'")
        self.assertEqual(values, f"{fields['Size'][0]} {fields['Size'][2].split(' ')[0]}|{fields['Cost'][0]} 12.5")
        self.assertTrue(fields["Size"][2].endswith(" Large"))
        self.assertEqual((due, start), ("1795515300000", "1795132800000"))
        self.assertEqual((len(labels.split()), len(people.split())), (2, 1))
        self.assertEqual(self.sql("SELECT name, yarn FROM project_label ORDER BY name"), [["eta", "clay"], ["green_dark", "moss"]])
        self.assertEqual(self.sql("SELECT i.title, i.done FROM task_item i JOIN entry e ON e.stream = i.stream AND e.id = i.id ORDER BY e.list = i.task DESC, e.rank"),
                         [["Before", "0"], ["First", "1"], ["Second", "0"]])
        self.assertEqual(self.sql("SELECT text, speaker, at FROM message ORDER BY ordinal"),
                         [["The first", "Passer-by", "1795251600000"], ["The second", "Gus *Gone*", "1795338000000"]])
        self.assertEqual(self.sql("SELECT count(*) FROM notice"), [["0"]])

        # Once more, with one more: what people did meanwhile stays.
        more = board()
        more["cards"].append(card(7))
        _, report = self.trello(more, "--write")
        self.assertEqual((report["tasks_done"], report["tasks_there_before"]), (1, 6))
        self.assertEqual(len(self.tasks()), 7)
        self.assertEqual(self.sql("SELECT count(*) FROM task_item"), [["3"]])

    def test_examples(self):
        """What others exported."""
        for name, expected in (("trello-tracker.json", 2), ("trello-deck.json", 1)):
            _, report = self.bring("trello", os.path.join(SAMPLES, name), "--write")
            self.assertEqual((report["tasks"], report["tasks_done"]), (expected, expected), name)
        self.assertEqual(self.sql("SELECT count(*) FROM project WHERE archived = 0"), [["2"]])

    def test_codes(self):
        """Two boards of one name have two codes."""
        self.trello(board(), "--write")
        self.trello(board(id="b2"), "--write")
        self.assertEqual(self.sql("SELECT code FROM project ORDER BY code"), [["DELI"], ["DELI2"]])

    def test_hostile(self):
        good = json.dumps(board())
        for content, part in ((good[:-200], "board.json"), ("[]", "board.json"), ("{}", "no board of Trello"), ('{"cards": 1, "lists": []}', "no board of Trello"),
                              (b"\xff\xfe" + good.encode(), "board.json"), ('{"cards": [], "lists": ' + "[" * 100000, "board.json"), ("", "board.json")):
            self.assertIn(part, self.trello(content, code=3)[0])
        # What cannot be read of one thing takes none of the others along.
        for part in ("[" * 100000 + "]" * 100000, '{"id": "l9", "name": "\\ud800"}', "7", '{"id" "l9"}'):
            _, report = self.trello(good.replace('"lists": [', '"lists": [' + part + ", ", 1))
            self.assertIn("entry: is no object", [entry["reason"] for entry in report["not_imported"]])
        self.assertIn("no such", self.bring("trello", self.path("missing.json"), code=(1, 3, 4))[0].lower())

        # Every value is once of another type, and once absent: it never ends otherwise than by a report.
        wrong = [None, 7, -1.5e300, "x" * 3000, [], {}, True, [[]], [None], [7], "\u0000".replace("\u0000", "\u202e")]
        chance = random.Random(1)
        for seed in range(40):
            damaged = copy.deepcopy(board())
            for _ in range(1 + seed % 6):
                place = damaged
                while True:
                    key = chance.choice(list(place) if isinstance(place, dict) else range(len(place)))
                    if isinstance(place[key], (dict, list)) and place[key] and chance.random() < 0.75:
                        place = place[key]
                        continue
                    place[key] = chance.choice(wrong)
                    break
            code = 0 if isinstance(damaged.get("cards"), list) and isinstance(damaged.get("lists"), list) else 3
            self.trello(damaged, code=code)
        self.assertEqual(self.sql("SELECT count(*) FROM project"), [["0"]])

        # As much as there may be of each, and a little more.
        many = board(cards=[card(1, name="n" * 2000, desc="d" * 30000, idMembers=[f"x{i}" for i in range(80)], labels=[{"id": f"y{i}", "name": f"L{i}"} for i in range(80)])],
                     lists=[{"id": f"l{i}", "name": f"List {i}", "pos": i} for i in range(80)],
                     actions=[{"id": "a", "type": "commentCard", "date": DAY, "idMemberCreator": "m1", "data": {"text": "t" * 20000, "card": {"id": "c1"}}}])
        _, report = self.trello(many, "--write")
        every = json.dumps(report["not_imported"])
        for part in ["title is cut", "description is cut", "50 people", "50 labels", "a project has 50", "cut at 16,000"]:
            self.assertIn(part, every)
        self.assertEqual(self.sql("SELECT length(title), length(about) FROM task"), [["500", "20000"]])
        self.assertNotIn("refused", every)

    JIRA = """Summary,Issue key,Issue id,Issue Type,Status,Status Category,Priority,Assignee,Labels,Labels,Description,Created,Due date,Custom field (Story Points),Parent,\
Outward issue link (Blocks),Comment,Comment,Custom field (Team)
"Say ""late"", and why",WEB-1,10001,Story,In Review,In Progress,Highest,mai,eta,courier,"Two
lines",24/Nov/26 10:15 AM,28/Nov/26 12:00 AM,3,,WEB-2,24/Nov/26 1:05 PM;mai;Said; and more,nonsense,North
Part,WEB-2,10002,Bug,Backlog,To Do,Low,,,,,,soon,much,10001,WEB-9,,,
Done,WEB-3,10003,Bug,Ready,Done,Trivial,gus@elsewhere.example,,,,,,,WEB-3,,,,
"""

    def test_tables(self):
        path = self.write("issues.csv", self.JIRA)
        text, report = self.bring("jira", path)
        for part in ["mai (mai) → Mai Đặng", "Backlog → to be done", "In Review → under way", "Ready → done"]:
            self.assertIn(part, text)
        reasons = " ".join(entry["reason"] + entry["where"] for entry in report["not_imported"])
        for part in ["Custom field (Team)", "date: cannot be read", "estimate: is no number", "link between cards: the other one", "comment: expected when", "part of itself"]:
            self.assertIn(part, reasons)
        _, report = self.bring("jira", path, "--write", "--columns", self.write("columns.csv", "Custom field (Team),note\n"))
        self.assertEqual(self.sql("SELECT name FROM project"), [["issues"]])
        self.assertEqual(self.tasks(), [["Part", "Backlog", "0"], ['Say "late", and why', "In Review", "0"], ["Done", "Ready", "0"]])
        [[about, priority, estimate, due, labels]] = self.sql("SELECT replace(about, '\n', '|'), priority, estimate, due_at, labels FROM task WHERE title LIKE 'Say%'")
        self.assertEqual((about, priority, float(estimate), due, len(labels.split())), ("Two|lines||**Custom field (Team):** North", "urgent", 3.0, "1795824000000", 3))
        self.assertEqual(self.sql("SELECT count(*) FROM task WHERE parent IS NOT NULL AND blockers IS NOT NULL AND title = 'Part'"), [["1"]])
        self.assertEqual(self.sql("SELECT text FROM message"), [["Said; and more"]])

        linear = self.write("linear.csv", "\ufeffID;Team;Title;Status;Estimate;Priority;Assignee;Labels;Due Date;Parent issue\r\n"
                                          "LOO-1;Loom;A;Todo;1,5;No priority;ha;x, y;2026-12-01;\r\n\r\nLOO-2;Loom;B;Canceled;2;Urgent;;;Tue Nov 24 2026 10:15:00 GMT+0000 (GMT);LOO-1\r\n")
        self.bring("linear", linear, "--write")
        self.assertEqual(self.sql("SELECT title, CAST(estimate AS INTEGER), due_at, priority FROM task WHERE title IN ('A', 'B') ORDER BY title"),
                         [["A", "0", "1796083200000", "none"], ["B", "2", "1795515300000", "urgent"]])
        self.assertEqual(self.sql("SELECT code FROM project WHERE name = 'Loom'"), [["LOOM"]])

    def test_hostile_tables(self):
        for content, part in (("", "no task"), ("Summary\n", "no task"), ("a,b\n1,2\n", "no column is a task's title"), ("Summary,Title\nx,y\n", "more than one column"),
                              ('Summary\n"open', "line 2: a quote"), (b"Summary\n\xff\n", "line 2: is not UTF-8"), ("Summary\n" + "," * 3000 + "\n", "more than 2000 cells"),
                              ("Summary\n" + "x" * 1100000, "larger than 1 MiB")):
            self.assertIn(part, self.bring("jira", self.write("t.csv", content), code=3)[0])
        self.assertIn("line 1: expected HEADER,FIELD", self.bring("jira", self.write("t.csv", "Summary\nx\n"), "--columns", self.write("c.csv", "Summary,colour\n"), code=3)[0])
        chance = random.Random(2)
        for _ in range(30):
            text = list(self.JIRA)
            for _ in range(chance.randrange(1, 30)):
                text[chance.randrange(len(text))] = chance.choice(['"', ",", "\n", "\r", "\0", ";", "\u202e", "x" * 700])
            self.bring("jira", self.write("t.csv", "".join(text)), code=(0, 3))
        self.assertEqual(self.sql("SELECT count(*) FROM project"), [["0"]])

    def test_many_own_fields(self):
        """A project takes thirty fields; what stands in more columns is told in the description."""
        names = [f"custom field (F{i})" for i in range(33)]
        self.bring("weft", self.write("fields.csv", ",".join(["title", *names]) + "\n" + ",".join(["A", *map(str, range(33))]) + "\n"), "--write")
        self.assertEqual(self.sql("SELECT count(*), min(kind), max(kind) FROM project_field"), [["30", "number", "number"]])
        [[about]] = self.sql("SELECT about FROM task")
        self.assertEqual([f"F{i}" in about for i in (0, 29, 30, 32)], [False, False, True, True])

    def cut(self, path, n):
        """Kills an import as soon as the server has @n cards."""
        command, environment = self.command("mai", "import", "trello", path, "--write")
        importer = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
        deadline = time.monotonic() + 60
        while int(self.sql("SELECT count(*) FROM task")[0][0]) < n and importer.poll() is None:
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.01)
        importer.send_signal(signal.SIGKILL)
        importer.wait()

    def test_cut_off(self):
        """Killed again and again: whole in the end, nothing twice, and put away until then."""
        cards = [card(i, closed=i % 3 == 0, idList=f"l{1 + i % 3}") for i in range(1200)]
        path = self.write("board.json", json.dumps(board(cards=cards, checklists=[{"id": f"k{i}", "idCard": f"c{i}", "name": "K", "checkItems": [{"name": "x", "state": "incomplete"}]}
                                                                                  for i in range(0, 1200, 4)],
                                                         actions=[{"id": f"a{i}", "type": "commentCard", "date": DAY, "idMemberCreator": "m1", "data": {"text": f"Said {i}", "card": {"id": f"c{i}"}}}
                                                                  for i in range(0, 1200, 5)])))
        for n in (1, 300, 900):
            self.cut(path, n)
            self.assertEqual(self.sql("SELECT archived FROM project"), [["1"]])
        self.bring("trello", path, "--write")
        self.assertEqual(self.sql("SELECT archived FROM project"), [["0"]])
        self.assertEqual(self.sql("SELECT count(*), count(DISTINCT number), sum(archived) FROM task"), [["1200", "1200", "400"]])
        self.assertEqual(self.sql("SELECT count(*) FROM task_item"), [["600"]])
        self.assertEqual(self.sql("SELECT count(*) FROM message"), [["240"]])
        self.assertEqual([title for title, status, _ in self.tasks() if status == "Backlog"], [f"Card {i}" for i in range(0, 1200, 3)])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
