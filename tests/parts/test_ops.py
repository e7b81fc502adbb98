#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""tools/ops.py: what it makes of good input, and that it says precisely what is wrong with bad input."""

import copy
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SOURCE = Path(os.environ.get("WEFT_SOURCE", Path(__file__).resolve().parents[2]))
OPS = SOURCE / "tools" / "ops.py"
MODULES = [SOURCE / "src" / path / "shared" / "ops.json" for path in os.environ["WEFT_MODULES"].split()]

GOOD = {
    "module": "notes", "version": 1, "about": "Notes.", "streams": ["shelf"], "mounts": ["people"],
    "objects": {"note": {"table": "note", "key": "id", "fields": {"text": "merge-text"}}},
    "operations": {
        "add-note": {
            "about": "Adds a note.", "role": "member", "object": "note", "undo": "never", "why": "it stays", "events": ["note-added", "people.member-added"],
            "args": {
                "id": {"type": "id"},
                "text": {"type": "text", "min": 1, "max": 10, "line": True},
                "colour": {"type": "choice", "values": ["red", "blue"], "default": "red"},
                "weight": {"type": "real", "default": 1.5},
                "count": {"type": "integer", "min": -5, "max": 5, "default": 0},
                "pinned": {"type": "boolean", "default": False},
                "others": {"type": "ids", "max": 3},
                "due": {"type": "time"},
                "answer": {"type": "id", "optional": True},
                "picture": {"type": "file", "optional": True},
            },
        }
    },
    "events": {
        "note-added": [
            {"version": 1, "args": {"id": {"type": "id"}}},
            {"version": 2, "sets": "note", "row": "note", "key": ["id"], "newest": True, "says": "{by} noted {id}",
             "args": {"id": {"type": "id"}, "text": {"type": "text", "erase": True}, "rank": {"type": "text", "keep": "no words"}}},
        ]
    },
    "latest": {
        "typing": {"ttl": 1000, "role": "guest"},
        "looking": {"ttl": 1000, "role": "member", "withheld": True, "args": {"note": {"type": "id", "optional": True}, "others": {"type": "ids", "max": 3}}}
    },
    "search": {"note": {"has:text": "t.text IS NOT NULL", "is:mine": "t.id = {me}"}},
}

SQL = """-- Notes.

-- @window ordinal
CREATE TABLE note (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  text TEXT, -- @search @erase, what it "says"
  author TEXT NOT NULL, -- @author
  at INTEGER NOT NULL, -- @meta @time
  picture TEXT NOT NULL, -- @file
  PRIMARY KEY (stream, id)
) STRICT;

CREATE INDEX note_by_ordinal ON note (stream, ordinal);
"""


class Ops(unittest.TestCase):
    def setUp(self) -> None:
        self.directory = tempfile.TemporaryDirectory()
        self.addCleanup(self.directory.cleanup)
        self.path = Path(self.directory.name)

    def run_ops(self, *args: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, str(OPS), *args], capture_output=True, text=True, check=False)

    def make(self, ops: object, sql: str = SQL, migrations: str | None = None) -> subprocess.CompletedProcess[str]:
        text = ops if isinstance(ops, str) else json.dumps(ops)
        (self.path / "ops.json").write_text(text, encoding="utf-8")
        (self.path / "tables.sql").write_text(sql, encoding="utf-8")
        (self.path / "migrations.sql").write_text(migrations or "", encoding="utf-8")
        return self.run_ops("--json", f"{self.path}/ops.json", "--sql", f"{self.path}/tables.sql",
                            *(["--migrations", f"{self.path}/migrations.sql"] if migrations is not None else []),
                            "--header", f"{self.path}/weft-notes-module.h",
                            "--source", f"{self.path}/weft-notes-module.c",
                            "--prefix-dir", "parts/notes/shared", "--depends", str(MODULES[0]))

    def assert_wrong(self, result: subprocess.CompletedProcess[str], message: str) -> None:
        self.assertEqual(result.returncode, 1, result.stdout + result.stderr)
        self.assertIn(message, result.stderr)
        self.assertEqual(result.stderr.count("\n"), 1, result.stderr)
        self.assertFalse((self.path / "weft-notes-module.h").exists())

    def test_good(self) -> None:
        result = self.make(GOOD)
        self.assertEqual(result.returncode, 0, result.stderr)
        header = (self.path / "weft-notes-module.h").read_text(encoding="utf-8")
        source = (self.path / "weft-notes-module.c").read_text(encoding="utf-8")
        for line in ("} WeftNotesAddNote;", "} WeftNotesNoteAdded;", "} WeftNotesNoteAddedV2;",
                     "  const char *const *others;", "  guint n_others;", "  double weight;", "  gint64 due;",
                     "  gboolean pinned;", "extern const WeftLatest weft_notes_typing_latest;", "} WeftNotesLooking;", "  guint n_others;",
                     "gboolean weft_notes_plan_add_note (WeftPlan *plan, const WeftNotesAddNote *args, GError **error);",
                     "gboolean weft_notes_fold_note_added_v2 (WeftFold *fold, const WeftNotesNoteAddedV2 *args,"
                     " GError **error);"):
            self.assertIn(line, header)
        for line in ('#include "parts/notes/shared/weft-notes-module.h"', "  .window = 2,", "  .withheld = TRUE,", "  .parse = looking_latest_parse,",
                     '  { .name = "text", .rule = WEFT_RULE_MERGE_TEXT, .table = "note", .column = "text" },',
                     "  .object = &note_object,", '  .never = "it stays",', "  .sets = &note_object,",
                     '  { .name = "picture", .type = WEFT_COLUMN_TEXT, .file = TRUE },',
                     '  .files = (const char *const[]) { "picture", NULL },',
                     '  { .name = "text", .type = WEFT_COLUMN_TEXT, .nullable = TRUE, .search = TRUE, .erase = TRUE },',
                     '  { .name = "author", .type = WEFT_COLUMN_TEXT, .author = TRUE },', '  .table = "note",',
                     '  .key = (const char *const[]) { "id", NULL },', '  .erase = (const char *const[]) { "text", NULL },',
                     '  .newest = TRUE,', '  .says = "{by} noted {id}",',
                     '"people.member-added"', '.mounts = (const char *const[]) { "people", NULL },'):
            self.assertIn(line, source)
        for line in (header + source).splitlines():
            self.assertLessEqual(len(line), 110, line)

    def test_same_again(self) -> None:
        self.make(GOOD)
        first = (self.path / "weft-notes-module.c").read_bytes()
        self.make(GOOD)
        self.assertEqual(first, (self.path / "weft-notes-module.c").read_bytes())

    def test_bad_json(self) -> None:
        operation = ("operations", "add-note")
        args = (*operation, "args")
        undoable = {key: value for key, value in GOOD["operations"]["add-note"].items() if key != "why"}
        noted = ("events", "note-added", 1)
        cases = [
            (("module",), "Notes", "module: 'Notes' is not a name"),
            (("version",), "1", "version: expected an integer"),
            (("version",), True, "version: expected an integer"),
            (("colour",), 1, "file.colour: no such member"),
            (("streams",), ["a", "a"], "streams: a name stands twice"),
            ((*operation, "role"), "king", "operations.add-note.role: 'king' is none of guest, member, admin, system"),
            ((*operation, "mode"), "eager", "operations.add-note.mode: 'eager' is none of optimistic, pending"),
            ((*operation, "creates"), True, "operations.add-note.on: missing"),
            ((*operation, "events"), [], "operations.add-note.events: empty"),
            ((*operation, "events"), ["lost"], "operations.add-note.events[0]: this module has no event 'lost'"),
            ((*operation, "events"), [7], "operations.add-note.events[0]: expected a string"),
            ((*operation, "events"), ["people.lost"], "events[0]: there is no event 'people.lost'"),
            ((*operation, "events"), ["thread.message-sent"], "events[0]: 'thread' is not in mounts"),
            ((*args, "id"), {"type": "uuid"}, "operations.add-note.args.id.type: 'uuid' is none of id, text"),
            ((*args, "id"), {}, "operations.add-note.args.id.type: missing"),
            ((*args, "id"), {"type": "id", "max": 3}, "args.id.max: means nothing for type id"),
            ((*args, "id"), {"type": "id", "default": "x"}, "args.id.default: a field of type id cannot have one"),
            ((*args, "text"), {"type": "text"}, "args.text.max: missing: what comes from outside has a limit"),
            ((*args, "others"), {"type": "ids"}, "args.others.max: missing"),
            ((*args, "text"), {"type": "text", "min": 5, "max": 4}, "args.text.min: 5 is above max, 4"),
            ((*args, "text"), {"type": "text", "min": -1, "max": 4}, "args.text: a length cannot be negative"),
            ((*args, "colour"), {"type": "choice"}, "args.colour.values: missing"),
            ((*args, "colour"), {"type": "choice", "values": ["a"], "default": "b"},
             "args.colour.default: 'b' is none of its values"),
            ((*args, "count"), {"type": "integer", "optional": True},
             "args.count.default: missing: C has no way to say that a field of type integer is absent"),
            ((*args, "count"), {"type": "integer", "default": 1.5}, "args.count.default: expected an integer"),
            ((*args, "text"), {"type": "text", "max": 4, "clears": True}, "args.text.clears: means something only for what is optional"),
            ((*args, "text"), {"type": "text", "max": 4, "optional": True, "default": ""},
             "args.text.default: a field with a default is optional already"),
            ((*args, "while"), {"type": "id"}, "args.while: not a usable name"),
            ((*args, "twoWords"), {"type": "id"}, "args.twoWords: not a usable name"),
            ((*args, "base"), {"type": "id"}, "args.base: the engine's own"),
            (operation, {**undoable, "undo": "remove-note"}, "operations.add-note.undo: there is no operation 'remove-note'"),
            ((*operation, "undo"), "aside", "operations.add-note.why: means something only where undo is never"),
            ((*operation, "undo"), None, "operations.add-note.undo: missing"),
            ((*operation, "why"), None, "operations.add-note.why: missing"),
            ((*operation, "object"), "leaf", "operations.add-note: there is no object 'leaf'"),
            ((*args, "id"), {"type": "time"}, "operations.add-note: has no id 'id' to say which note"),
            ((*operation, "each"), "due", "operations.add-note.each: is no field of type ids"),
            ((*operation, "each"), "others", "operations.add-note.each: of many objects at once the last change counts"),
            (operation, {**undoable, "undo": "add-note", "each": "others", "object": "many"}, "operations.add-note: there is no object 'many'"),
            (("objects", "note", "fields", "text"), {"rule": "last", "within": "at"}, "fields.text.within: means something only for an order"),
            (("objects", "note", "fields", "text"), {"rule": "last", "order": "text", "within": "shelf"}, "objects.note: tables.sql has no note.shelf"),
            (("objects", "note", "fields", "pinned"), {"rule": "reject", "element": "answer"}, "fields.pinned.element: is in a column of the object's row"),
            (("objects", "note", "fields", "pinned"), {"rule": "last", "column": "text", "element": "due"}, "args.pinned: says of an id 'due' what it stands for, or whether it is in a set"),
            (("objects", "note", "fields", "pinned"), {"rule": "last", "map": True}, "fields.pinned.map: means something only for an element"),
            (("objects", "note", "fields", "text"), "best", "objects.note.fields.text.rule: 'best' is none of last"),
            (("objects", "note", "fields", "text"), "set-union", "objects.note.fields.text: set-union needs a table"),
            (("objects", "note", "fields", "due"), "merge-text", "args.due: cannot be merged as text: time"),
            (("objects", "note", "fields", "others"), "last", "args.others: is a set here or in objects, not both"),
            (("objects", "note", "table"), "leaf", "objects.note: tables.sql has no leaf.id"),
            (("objects", "note", "fields", "colour"), "last", "objects.note: tables.sql has no note.colour"),
            (("events", "note-added", 1, "version"), 3, "events.note-added[1].version: 3, expected 2"),
            ((*noted, "args", "text"), {"type": "text"}, 'args.text: text in an event has either "erase": true or "keep"'),
            ((*noted, "args", "text"), {"type": "text", "erase": True, "keep": "no"}, 'args.text: text in an event has either'),
            ((*noted, "args", "id"), {"type": "id", "erase": True}, "args.id: only what people write (type text) is erased"),
            ((*args, "text"), {"type": "text", "max": 3, "erase": True}, "args.text.erase: no such member"),
            ((*noted, "row"), "", "events.note-added[1].row: missing: key names the fields"),
            ((*noted, "row"), "shelf", "events.note-added.row: tables.sql has no table 'shelf'"),
            ((*noted, "key"), ["no"], "events.note-added[1].key: 'no' is no field of this event"),
            ((*noted, "key"), ["text"], "events.note-added[1].key: 'text' is no field of this event"),
            ((*noted, "key"), [], "events.note-added.key: 0 fields, but the key of note has 1 besides stream"),
            ((*noted, "says"), "{who} noted", "events.note-added[1].says: {who} is no field of this event"),
            ((*noted, "says"), "{by} noted {text}", "events.note-added[1].says: {text} can be erased"),
            (("events", "add-note"), {"version": 1, "args": {}}, "would both be the C struct AddNote"),
            (("latest", "typing"), {"role": "guest"}, "latest.typing: needs either durable: true or a ttl"),
            (("latest", "typing"), {"role": "guest", "ttl": 5, "durable": True}, "latest.typing: needs either"),
            (("latest", "typing"), {"role": "guest", "durable": True, "args": {}}, "latest.typing.args: a durable value is an integer"),
            (("latest", "looking"), {"role": "guest", "ttl": 5, "args": {"all": {"type": "ids"}}}, "latest.looking.args.all.max: missing"),
            (("search", "lost"), {}, "search.lost in ops.json is no table with a column marked @search"),
            (("search", "note"), {"purple": "1"}, "search.note.purple: expected always, or has: or is:"),
            (("search", "note"), {"is:x": "1; DROP TABLE note"}, "search.note.is:x: one expression"),
            (("search", "note"), {"is:x": "?1"}, "search.note.is:x: one expression"),
            (("search", "note"), {"is:x": ""}, "search.note.is:x: expected SQL"),
        ]
        for path, value, message in cases:
            with self.subTest(message):
                ops = copy.deepcopy(GOOD)
                inner = ops
                for key in path[:-1]:
                    inner = inner[key]
                if value is None:
                    del inner[path[-1]]
                else:
                    inner[path[-1]] = value
                self.assert_wrong(self.make(ops), message)

    def test_migrations(self) -> None:
        steps = "-- version 2\nALTER TABLE note ADD COLUMN picture TEXT; -- NULL in old rows\n-- version 3\nCREATE INDEX i\n  ON note (stream);\n"
        result = self.make({**GOOD, "version": 3}, SQL, steps)
        self.assertEqual(result.returncode, 0, result.stderr)
        source = (self.path / "weft-notes-module.c").read_text(encoding="utf-8")
        for line in ('#include "store/weft-migration.h"', '  { 2,\n    "ALTER TABLE note ADD COLUMN picture TEXT;\\n"\n  },',
                     '  { 3,\n    "CREATE INDEX i\\n"\n    "  ON note (stream);\\n"\n  },\n  { 0 },', "  .migrations = migrations,", "  .version = 3,"):
            self.assertIn(line, source)
        (self.path / "weft-notes-module.h").unlink()
        for version, migrations, message in (
            (2, None, "version: 2, where migrations lead to 1"),
            (1, steps, "version: 1, where migrations lead to 3"),
            (2, "-- version 3\nDROP TABLE note;\n", "migrations.sql:1: version 3, expected 2: every step stays, in order from 2"),
            (2, "DROP TABLE note;\n", "migrations.sql:1: expected a line “-- version 2” before it"),
            (2, "-- version 2\n\n", "version 2 changes nothing"),
        ):
            with self.subTest(message):
                self.assert_wrong(self.make({**GOOD, "version": version}, SQL, migrations), message)

    def test_not_json(self) -> None:
        self.assert_wrong(self.make("{\n  oops }"), "ops.json:2:3: ")
        self.assert_wrong(self.make('{"a": 1, "a": 2}'), "member 'a' stands twice")
        self.assert_wrong(self.make("[]"), "file: expected an object")

    def test_bad_sql(self) -> None:
        cases = [
            ("  stream TEXT NOT NULL,\n", "", "the first column of note must be stream TEXT"),
            ("PRIMARY KEY (stream, id)", "PRIMARY KEY (id)", "the primary key of note must begin with stream"),
            ("PRIMARY KEY (stream, id)", "PRIMARY KEY (stream, no)", "names no, which is no column"),
            ("  id TEXT NOT NULL,", "  id TEXT,", "note.id is in the key and must be NOT NULL"),
            ("  id TEXT NOT NULL,", "  id TEXT NOT NULL UNIQUE,", "tables.sql:6: UNIQUE: shared tables"),
            ("  id TEXT NOT NULL,", "  id VARCHAR NOT NULL,", "is not a column: name and one of INTEGER"),
            ("@window ordinal", "@window text", "@window text: note has no INTEGER NOT NULL column"),
            ("  id TEXT NOT NULL,", "  id TEXT NOT NULL, -- @erase", "note.id is in the key and cannot be @erase"),
            ("  id TEXT NOT NULL,", "  id TEXT NOT NULL, -- @author", "@author on id and author of note; a row has one"),
            ("  ordinal INTEGER NOT NULL,", "  ordinal INTEGER NOT NULL, -- @author", "@author on ordinal, which is no TEXT"),
            ("@search @erase", "@search", "events.note-added.row: note has no column marked @erase"),
            ("-- @meta", "-- @mata", "@mata is not a mark of a column"),
            ("  at INTEGER NOT NULL, -- @meta @time", "  at INTEGER NOT NULL, -- @search", "@search on at, which is no TEXT"),
            ("  at INTEGER NOT NULL, -- @meta @time", "  at INTEGER NOT NULL, -- @file", "@file on at, which is no TEXT"),
            ("  picture TEXT NOT NULL, -- @file", "  picture TEXT NOT NULL, -- @hangs_on", "@hangs_on: note has no index (stream, picture)"),
            ("  ordinal INTEGER NOT NULL,", "  ordinal INTEGER NOT NULL, -- @author", "@author on ordinal, which is no TEXT"),
            ("  text TEXT,", "  text TEXT, -- @time", "@time on text, which is no INTEGER"),
            ("  ordinal INTEGER NOT NULL,\n", "  ordinal INTEGER NOT NULL, -- @time\n",
             "@time on ordinal and at of note; a row has one"),
            ("  at INTEGER", "  id INTEGER", "column id stands twice"),
            (") STRICT;", ");", "note must end with ) STRICT;"),
            ("CREATE INDEX note_by_ordinal ON note (stream, ordinal);", "DROP TABLE note;", "tables.sql:15: 'DROP TABLE"),
            ("  PRIMARY KEY (stream, id)\n) STRICT;\n", "", "tables.sql"),
        ]
        for old, new, message in cases:
            with self.subTest(message):
                self.assertIn(old, SQL)
                self.assert_wrong(self.make(GOOD, SQL.replace(old, new)), message)

    def test_dated(self) -> None:
        sql = SQL + """
CREATE TABLE visit (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  what TEXT NOT NULL, -- @erase
  comes INTEGER,
  goes INTEGER,
  host TEXT NOT NULL,
  PRIMARY KEY (stream, id)
) STRICT;

CREATE INDEX visit_by_coming ON visit (stream, comes);
CREATE INDEX visit_by_going ON visit (stream, goes, id);

CREATE TABLE guest (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  person TEXT NOT NULL,
  PRIMARY KEY (stream, id, person)
) STRICT;
"""
        good = {"start": "comes", "title": "what"}
        full = {**good, "end": "goes", "people": {"table": "guest", "column": "person"}, "where": "t.host <> ''"}
        for dated, expected in [
                (good, '  .start = "comes",\n  .title = "what",\n};'),
                ({**good, "people": "host"}, '  .start = "comes",\n  .title = "what",\n  .people = "host",\n};'),
                (full, '  .start = "comes",\n  .end = "goes",\n  .title = "what",\n  .people = "person",\n  .people_table = "guest",\n'
                       '  .where = "t.host <> \'\'",\n};')]:
            result = self.make({**GOOD, "dated": {"visit": dated}}, sql)
            self.assertEqual(result.returncode, 0, result.stderr)
            source = (self.path / "weft-notes-module.c").read_text(encoding="utf-8")
            self.assertIn("static const WeftTableDates visit_dates = {\n" + expected, source)
            self.assertIn("  .dates = &visit_dates,", source)
            self.assertEqual(source.count(".dates ="), 1)
            (self.path / "weft-notes-module.h").unlink()
        for table, dated, message in [
                ("visit", {"title": "what"}, "dated.visit.start: missing"),
                ("visit", {"start": "comes"}, "dated.visit.title: missing"),
                ("visit", {**good, "colour": "what"}, "dated.visit.colour: no such member"),
                ("visit", {**good, "start": "when"}, "dated.visit.start: visit has no INTEGER column 'when'"),
                ("visit", {**good, "start": "what"}, "dated.visit.start: visit has no INTEGER column 'what'"),
                ("visit", {**good, "end": "host"}, "dated.visit.end: visit has no INTEGER column 'host'"),
                ("visit", {**good, "title": "comes"}, "dated.visit.title: visit has no TEXT column 'comes'"),
                ("visit", {**good, "people": "goes"}, "dated.visit.people: visit has no TEXT column 'goes'"),
                ("visit", {**good, "people": 7}, "dated.visit.people: expected a column, or the table and column"),
                ("visit", {**good, "people": {"table": "guest"}}, "dated.visit.people.column: missing"),
                ("visit", {**good, "people": {"table": "crowd", "column": "person"}}, "dated.visit.people: tables.sql has no table 'crowd'"),
                ("visit", {**good, "people": {"table": "guest", "column": "who"}}, "dated.visit.people: guest has no TEXT column 'who'"),
                ("visit", {**good, "where": "t.host = ?1"}, "dated.visit.where: one expression"),
                ("visit", {**good, "where": "1; DROP TABLE visit"}, "dated.visit.where: one expression"),
                ("visit", {**good, "where": " "}, "dated.visit.where: expected SQL"),
                ("lost", good, "dated.lost: tables.sql has no table 'lost'"),
                ("note", {"start": "ordinal", "title": "text"}, "dated.note: note has a @window"),
                ("visit", 7, "dated.visit: expected an object")]:
            with self.subTest(message):
                self.assert_wrong(self.make({**GOOD, "dated": {table: dated}}, sql), message)
        for index, member in [("CREATE INDEX visit_by_coming ON visit (stream, comes);\n", "start"),
                              ("CREATE INDEX visit_by_going ON visit (stream, goes, id);\n", "end")]:
            self.assertIn(index, sql)
            self.assert_wrong(self.make({**GOOD, "dated": {"visit": full}}, sql.replace(index, "")),
                              f"dated.visit.{member}: tables.sql has no index on visit (stream, ")
        self.assert_wrong(self.make({**GOOD, "dated": {"visit": full}}, sql.replace("(stream, id, person)", "(stream, person)")),
                          "dated.visit.people: the key of guest does not begin with that of visit")

    def test_quotes(self) -> None:
        good = copy.deepcopy(GOOD)
        event = good["events"]["note-added"][1]
        event["args"] |= {"shelf": {"type": "stream", "optional": True}, "other": {"type": "id", "optional": True}}
        event["quotes"] = {"stream": "shelf", "id": "other"}
        sql = SQL.replace("  picture TEXT", "  shelf TEXT,\n  other TEXT,\n  picture TEXT")
        result = self.make(good, sql)
        self.assertEqual(result.returncode, 0, result.stderr)
        source = (self.path / "weft-notes-module.c").read_text(encoding="utf-8")
        for line in ('  .quotes_stream = "shelf",', '  .quotes_id = "other",', "  .writes = TRUE,"):
            self.assertIn(line, source)
        (self.path / "weft-notes-module.h").unlink()
        self.assert_wrong(self.make(good), "events.note-added.quotes.stream: note has no column 'shelf'")
        for quotes, what in [({"stream": "shelf"}, "quotes.id: missing"),
                             ({"stream": "other", "id": "other"}, "quotes.stream: 'other' is no field of this event of type stream"),
                             ({"stream": "shelf", "id": "none"}, "quotes.id: 'none' is no field of this event of type id")]:
            event["quotes"] = quotes
            self.assert_wrong(self.make(good, sql), f"events.note-added[1].{what}")
        event["quotes"] = {"stream": "shelf", "id": "other"}
        event["args"]["text"] = {"type": "text", "keep": "no words"}
        self.assert_wrong(self.make(good, sql), "events.note-added[1].quotes: nothing of it can be erased")

    def test_missing_file(self) -> None:
        result = self.run_ops("--docs", f"{self.path}/x.md", f"{self.path}/none.json")
        self.assertEqual(result.returncode, 1)
        self.assertIn("none.json: No such file", result.stderr)

    def test_docs_are_fresh(self) -> None:
        page = self.path / "operations.md"
        result = self.run_ops("--docs", str(page), *map(str, MODULES))
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(page.read_text(encoding="utf-8"),
                         (SOURCE / "docs" / "operations.md").read_text(encoding="utf-8"),
                         "docs/operations.md is stale: tools/ops.py --docs docs/operations.md "
                         + " ".join(str(path.relative_to(SOURCE)) for path in MODULES))

    def test_says_are_fresh(self) -> None:
        page = self.path / "says.c"
        result = self.run_ops("--says", str(page), *map(str, MODULES))
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(page.read_text(encoding="utf-8"), (SOURCE / "po" / "says.c").read_text(encoding="utf-8"),
                         "po/says.c is stale: tools/ops.py --says po/says.c "
                         + " ".join(str(path.relative_to(SOURCE)) for path in MODULES))

    def test_dictionary(self) -> None:
        words = self.path / "words"
        result = self.run_ops("--dictionary", str(words), *map(str, MODULES))
        self.assertEqual(result.returncode, 0, result.stderr)
        lines = words.read_text(encoding="utf-8").splitlines()
        self.assertIn('"\\"thread.send\\""', lines)
        self.assertIn('"\\"reply_to\\""', lines)
        self.assertEqual(len(lines), len(set(lines)))


if __name__ == "__main__":
    unittest.main()
