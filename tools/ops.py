#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the C of a module's operations and events from its ops.json and tables.sql.

    ops.py --json ops.json --sql tables.sql [--migrations migrations.sql] --header OUT.h --source OUT.c
           --prefix-dir parts/thread/shared [--depends OTHER.json ...]
    ops.py --docs docs/operations.md ops.json ...
    ops.py --dictionary FILE ops.json ...

A mistake in either input ends with one line "FILE: where: what is wrong" and status 1.
"""

import argparse
import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

WIDTH = 110
ROLES = ("guest", "member", "admin", "system")
STRINGS = ("id", "text", "choice", "stream", "hash", "file")
ARRAYS = ("streams", "ids")
NUMBERS = ("integer", "time")
LIMITS = {  # which limits a type takes
    "id": set(), "text": {"min", "max", "line"}, "integer": {"min", "max"}, "real": set(), "boolean": set(),
    "choice": {"values"}, "stream": set(), "streams": {"max"}, "ids": {"max"}, "hash": set(), "file": set(), "time": set(),
}
SEVERITIES = ("info", "warning", "urgent")
NOTICE_LEVELS = ("mentions", "all")
NOTICE_PEOPLE = ("members", "mentioned", "admins")
RULES = ("last", "last-kept", "merge-text", "set-union", "reject")
C_WORDS = set("""auto break case char const continue default do double else enum extern float for goto if inline int
    long register restrict return short signed sizeof static struct switch typedef union unsigned void volatile while
    asm typeof bool true false""".split())
KEBAB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")
FILTER = re.compile(r"(has|is):[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")
SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*\Z")


class SchemaError(Exception):
    """What is wrong with an input, and where in it."""


@dataclass
class Field:
    name: str
    type: str
    optional: bool = False
    clears: bool = False  # absent, it says that there is none; otherwise that it stays as it is
    default: Any = None
    min: int | None = None
    max: int | None = None
    line: bool = False
    values: list[str] = field(default_factory=list)
    about: str = ""
    erase: bool = False


@dataclass
class ObjectField:
    name: str
    rule: str
    table: str
    column: str
    order: bool = False
    within: str | None = None  # of an order: the column which says in which list
    element: str | None = None  # the argument whose value the set of ids in the column holds or not …
    map: bool = False  # … or for which a text stands in the map of ids in the column


@dataclass
class Object:
    """A thing that operations change; without a key it is the stream itself."""

    name: str
    table: str
    key: str | None
    column: str | None
    fields: list[ObjectField]


@dataclass
class Operation:
    name: str
    role: str
    events: list[str]
    fields: list[Field]
    on: list[str] | None = None
    creates: bool = False
    pending: bool = False
    about: str = ""
    object: str | None = None
    of_author: bool = False
    undo: str | None = None
    never: str | None = None
    each: str | None = None  # the field with the ids of the objects, where it changes many


@dataclass
class Event:
    name: str
    version: int
    fields: list[Field]
    about: str = ""
    table: str = ""  # of the row it is about
    key: list[str] = field(default_factory=list)  # its fields which are that row's key
    newest: bool = False
    says: str = ""
    sets: str | None = None
    quotes: dict[str, str] = field(default_factory=dict)  # its fields which name what its content is a copy of

    @property
    def symbol(self) -> str:
        """The name by which C knows this version: message_sent, message_sent_v2."""
        return snake(self.name) + (f"_v{self.version}" if self.version > 1 else "")


@dataclass
class Notice:
    """Which people are told of an event, and how."""

    event: str
    kind: str
    severity: str
    text: str
    people: str
    link: str | None
    object: str | None
    where: dict[str, str] | None
    title: str | None = None  # in place of its author's name
    keep: list[str] = field(default_factory=list)  # fields which are kept besides
    once: bool = False  # only those who have no notice of that object yet
    within: str | None = None  # the thing there in which it happened
    follow_table: str | None = None  # where followers say that they are
    follow_field: str | None = None
    row_table: str | None = None  # and in which row of the event's stream those stand who follow by themselves
    row_columns: list[str] = field(default_factory=list)
    ids_field: str | None = None  # whose ids those are who are told …
    all_field: str | None = None  # … unless this one says: everybody
    until: str | None = None  # the event by which a person settles it
    level: str = "mentions"  # of those who want to hear of that
    id_field: str | None = None  # whose id that is who is told …
    on_field: str | None = None  # … if this one says so
    shown_table: str | None = None  # in whose row of the object stands what the text takes …
    shown_columns: list[str] = field(default_factory=list)  # … of these

    @property
    def severity_field(self) -> str | None:
        """The field of the event which says it."""
        return self.severity[1:-1] if self.severity.startswith("{") else None

    @property
    def fields(self) -> list[str]:
        return [*re.findall(r"\{(\w+)\}", self.text), *self.keep, *([self.within] if self.within else [])]


@dataclass
class Latest:
    name: str
    durable: bool
    ttl: int
    role: str
    about: str = ""
    withheld: bool = False
    fields: list[Field] | None = None  # of its object; None: whatever it says


@dataclass
class Column:
    name: str
    type: str
    key: bool = False
    nullable: bool = True
    meta: bool = False
    search: bool = False
    file: bool = False
    author: bool = False
    time: bool = False
    person_name: bool = False
    stream_name: bool = False
    hangs_on: bool = False
    erase: bool = False


@dataclass
class Dated:
    """Which columns of a table say when, what and whom its rows are about."""

    start: str
    title: str
    end: str | None
    people: str | None
    people_table: str | None  # where a row can have several
    where: str | None


@dataclass
class Table:
    name: str
    columns: list[Column]
    window: int = -1
    filters: dict[str, str] = field(default_factory=dict)
    erase_rows: bool = False
    dated: Dated | None = None
    indexes: list[list[str]] = field(default_factory=list)


@dataclass
class Module:
    name: str
    version: int
    about: str
    streams: list[str]
    mounts: list[str]
    everywhere: bool
    on: list[str]
    operations: list[Operation]
    events: list[Event]
    latests: list[Latest]
    objects: list[Object] = field(default_factory=list)
    search: dict[str, dict[str, str]] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    direct: dict[str, str] | None = None
    dated: dict[str, Dated] = field(default_factory=dict)
    tables: list[Table] = field(default_factory=list)
    sql: str = ""
    migrations: list[str] = field(default_factory=list)  # to version 2, 3 …


def snake(name: str) -> str:
    return name.replace("-", "_")


def camel(name: str) -> str:
    return "".join(part.capitalize() for part in re.split("[-_]", name))


# Reading ops.json


def fail(where: str, what: str) -> None:
    raise SchemaError(f"{where}: {what}")


def take(obj: Any, where: str, required: dict[str, type], optional: dict[str, type]) -> dict[str, Any]:
    """Checks that an object has the members it must have, of the right types, and no others."""
    if not isinstance(obj, dict):
        fail(where, "expected an object")
    for key, value in obj.items():
        kind = required.get(key) or optional.get(key)
        if kind is None:
            fail(f"{where}.{key}", "no such member; known are " + ", ".join(sorted([*required, *optional])))
        if kind is not object and (not isinstance(value, kind) or (kind is int and isinstance(value, bool))):
            words = {str: "a string", int: "an integer", bool: "true or false", list: "an array", dict: "an object"}
            fail(f"{where}.{key}", f"expected {words[kind]}")
    for key in required:
        if key not in obj:
            fail(f"{where}.{key}", "missing")
    return obj


def names(values: list[Any], where: str) -> list[str]:
    for value in values:
        if not isinstance(value, str) or not KEBAB.match(value):
            fail(where, f"{value!r} is not a name in lower-case-with-dashes")
    if len(set(values)) != len(values):
        fail(where, "a name stands twice")
    return values


def read_default(f: Field, where: str) -> None:
    value, kind = f.default, f.type
    if kind in STRINGS and not isinstance(value, str):
        fail(where, "expected a string")
    if kind == "choice" and value not in f.values:
        fail(where, f"{value!r} is none of its values")
    if kind in ("id", "stream", "hash", "file") or kind in ARRAYS:
        fail(where, f"a field of type {kind} cannot have one; make it optional")
    if kind in NUMBERS and (not isinstance(value, int) or isinstance(value, bool)):
        fail(where, "expected an integer")
    if kind == "real" and (not isinstance(value, (int, float)) or isinstance(value, bool)):
        fail(where, "expected a number")
    if kind == "boolean" and not isinstance(value, bool):
        fail(where, "expected true or false")


def read_fields(args: dict[str, Any], where: str, limits: bool) -> list[Field]:
    fields = []
    for name, obj in args.items():
        here = f"{where}.{name}"
        if not SNAKE.match(name) or name in C_WORDS:
            fail(here, "not a usable name in lower_case_with_underscores")
        if limits and name == "base":
            fail(here, "the engine's own: what the author saw before")
        take(obj, here, {"type": str},
             {"about": str, "optional": bool, "default": object, "min": int, "max": int, "line": bool, "values": list,
              **({"clears": bool} if limits else {"erase": bool, "keep": str})})
        kind = obj["type"]
        if kind not in LIMITS:
            fail(f"{here}.type", f"{kind!r} is none of " + ", ".join(LIMITS))
        for key in ("min", "max", "line", "values"):
            if key in obj and key not in LIMITS[kind]:
                fail(f"{here}.{key}", f"means nothing for type {kind}")
        if limits and kind in ("text", *ARRAYS) and "max" not in obj:
            fail(f"{here}.max", "missing: what comes from outside has a limit")
        f = Field(name, kind, obj.get("optional", False), obj.get("clears", False), obj.get("default"), obj.get("min"), obj.get("max"),
                  obj.get("line", False), obj.get("values", []), obj.get("about", ""), obj.get("erase", False))
        if not limits:
            check_erase(kind, obj, here)
        if kind == "choice":
            if not f.values:
                fail(f"{here}.values", "missing")
            names(f.values, f"{here}.values")
        if f.min is not None and f.max is not None and f.min > f.max:
            fail(f"{here}.min", f"{f.min} is above max, {f.max}")
        if kind != "integer" and min(f.min or 0, f.max or 0) < 0:
            fail(here, "a length cannot be negative")
        if f.clears and not f.optional:
            fail(f"{here}.clears", "means something only for what is optional")
        if "default" in obj:
            if f.optional:
                fail(f"{here}.default", "a field with a default is optional already")
            read_default(f, f"{here}.default")
        elif f.optional and kind not in STRINGS:
            fail(f"{here}.default", f"missing: C has no way to say that a field of type {kind} is absent")
        fields.append(f)
    return fields


def check_erase(kind: str, obj: dict[str, Any], where: str) -> None:
    """What people write freely can be erased, or it says why not."""
    if kind != "text" and ("erase" in obj or "keep" in obj):
        fail(where, "only what people write (type text) is erased or kept")
    if kind == "text" and obj.get("erase", False) == bool(obj.get("keep")):
        fail(where, 'text in an event has either "erase": true or "keep": why it is never erased')


def read_role(role: str, where: str) -> str:
    if role not in ROLES:
        fail(where, f"{role!r} is none of " + ", ".join(ROLES))
    return role


def read_operation(name: str, obj: Any, where: str) -> Operation:
    take(obj, where, {"role": str, "events": list, "args": dict, "undo": str},
         {"about": str, "on": list, "creates": bool, "mode": str, "object": str, "of": str, "why": str, "each": str})
    if (obj["undo"] == "never") != ("why" in obj):
        fail(f"{where}.why", "missing: people are told why it cannot be undone" if "why" not in obj
             else "means something only where undo is never")
    if obj.get("of", "author") != "author":
        fail(f"{where}.of", f"{obj['of']!r} is not author")
    names([name], where)
    if obj.get("mode", "optimistic") not in ("optimistic", "pending"):
        fail(f"{where}.mode", f"{obj['mode']!r} is none of optimistic, pending")
    if obj.get("creates") and not obj.get("on"):
        fail(f"{where}.on", "missing: an operation that creates a stream says of which kind")
    if not obj["events"]:
        fail(f"{where}.events", "empty: an operation of which nothing comes")
    return Operation(name, read_role(obj["role"], f"{where}.role"), obj["events"],
                     read_fields(obj["args"], f"{where}.args", limits=True),
                     names(obj["on"], f"{where}.on") if "on" in obj else None,
                     obj.get("creates", False), obj.get("mode") == "pending", obj.get("about", ""),
                     obj.get("object"), "of" in obj,
                     None if obj["undo"] in ("never", "aside") else obj["undo"], obj.get("why"), obj.get("each"))


def read_events(name: str, value: Any, where: str) -> list[Event]:
    """One event, or the list of its versions."""
    names([name], where)
    events = []
    for i, obj in enumerate(value if isinstance(value, list) else [value]):
        here = f"{where}[{i}]" if isinstance(value, list) else where
        take(obj, here, {"version": int, "args": dict},
             {"about": str, "row": str, "key": list, "newest": bool, "says": str, "sets": str, "quotes": dict})
        if obj["version"] != i + 1:
            fail(f"{here}.version", f"{obj['version']}, expected {i + 1}: every version stays, in order from 1")
        event = Event(name, obj["version"], read_fields(obj["args"], f"{here}.args", limits=False),
                      obj.get("about", ""), obj.get("row", ""), obj.get("key", []), obj.get("newest", False),
                      obj.get("says", ""), obj.get("sets"), obj.get("quotes", {}))
        check_row(event, obj, here)
        events.append(event)
    return events


def check_row(event: Event, obj: dict[str, Any], where: str) -> None:
    """Which row an event is about, and how it is told."""
    fields = {f.name: f for f in event.fields}
    if "key" in obj and not event.table:
        fail(f"{where}.row", "missing: key names the fields which are the key of a row")
    for name in event.key:
        if name not in fields or fields[name].type not in ("id", "stream", "choice", "hash") or fields[name].optional:
            fail(f"{where}.key", f"{name!r} is no field of this event that is always there and identifies something")
    if any(f.erase for f in event.fields) and not event.table:
        fail(f"{where}.row", "missing: what is erased belongs to a row")
    if event.newest and not event.table:
        fail(f"{where}.row", "missing: newest is about a row")
    if event.quotes:
        take(event.quotes, f"{where}.quotes", {"stream": str, "id": str}, {})
        for kind, name in event.quotes.items():
            if name not in fields or fields[name].type != kind:
                fail(f"{where}.quotes.{kind}", f"{name!r} is no field of this event of type {kind}")
        if not any(f.erase for f in event.fields):
            fail(f"{where}.quotes", "nothing of it can be erased, so it quotes nothing")
    for name in re.findall(r"\{(\w+)\}", event.says):
        if name != "by" and name not in fields:
            fail(f"{where}.says", f"{{{name}}} is no field of this event")
        if name in fields and fields[name].erase:
            fail(f"{where}.says", f"{{{name}}} can be erased: what was done is told without it")


def check_rows(path: Path, module: Module) -> None:
    """The rows which events are about: in this module's tables, named by the whole key."""
    tables = {table.name: table for table in module.tables}
    for event in module.events:
        where = f"{path}: events.{event.name}"
        if not event.table:
            continue
        table = tables.get(event.table)
        if table is None:
            fail(f"{where}.row", f"tables.sql has no table {event.table!r}")
        n_key = sum(column.key for column in table.columns) - 1
        if len(event.key) != n_key:
            fail(f"{where}.key", f"{len(event.key)} fields, but the key of {event.table} has {n_key} besides stream")
        if any(f.erase for f in event.fields) and not (table.erase_rows or any(c.erase for c in table.columns)):
            fail(f"{where}.row", f"{event.table} has no column marked @erase")
        for kind, name in event.quotes.items():
            if not any(column.name == name for column in table.columns):
                fail(f"{where}.quotes.{kind}", f"{event.table} has no column {name!r}: what was written before is found by it")


def read_object(name: str, obj: Any, where: str) -> Object:
    take(obj, where, {"table": str, "fields": dict}, {"key": str, "column": str})
    names([name], where)
    fields = []
    for f, value in obj["fields"].items():
        here = f"{where}.fields.{f}"
        value = {"rule": value} if isinstance(value, str) else value
        take(value, here, {"rule": str}, {"table": str, "column": str, "order": str, "within": str, "element": str, "map": bool})
        if value["rule"] not in RULES:
            fail(f"{here}.rule", f"{value['rule']!r} is none of " + ", ".join(RULES))
        if "table" in value and not obj.get("key"):
            fail(f"{here}.table", "a set belongs to an object with a key")
        if "within" in value and "order" not in value:
            fail(f"{here}.within", "means something only for an order")
        if "element" in value and ("table" in value or "order" in value or value["rule"] != "last"):
            fail(f"{here}.element", "is in a column of the object's row, and the last change counts")
        if "map" in value and "element" not in value:
            fail(f"{here}.map", "means something only for an element")
        fields.append(ObjectField(f, value["rule"], value.get("table", obj["table"]), value.get("order", value.get("column", f)), "order" in value,
                                  value.get("within"), value.get("element"), value.get("map", False)))
    return Object(name, obj["table"], obj.get("key"), obj.get("column", obj.get("key")), fields)


def check_undo(module: Module) -> None:
    """Objects and what takes operations back: all of it must be there, and of types which the engine can handle."""
    objects = {o.name: o for o in module.objects}
    operations = {o.name: o for o in module.operations}
    for owner, plural in [*((o, "operations") for o in module.operations), *((e, "events") for e in module.events)]:
        where = f"{plural}.{owner.name}"
        name = owner.object if isinstance(owner, Operation) else owner.sets
        if name is None:
            continue
        thing = objects.get(name)
        if thing is None:
            fail(where, f"there is no object {name!r}")
        types = {f.name: f.type for f in owner.fields}
        each = getattr(owner, "each", None)
        if each and (types.get(each) != "ids" or not thing.key):
            fail(f"{where}.each", "is no field of type ids which names objects with a key")
        if each and any(f.rule != "last" for f in thing.fields if f.name in types):
            fail(f"{where}.each", "of many objects at once the last change counts: their fields' rule is not last")
        if thing.key and not each and types.get(thing.key) not in ("id", "stream") and not getattr(owner, "of_author", False):
            fail(where, f"has no id {thing.key!r} to say which {name}")
        for f in thing.fields:
            is_set = f.table != thing.table
            if f.element and isinstance(owner, Operation) and f.name in types and (types[f.name] != ("text" if f.map else "boolean") or types.get(f.element) != "id"):
                fail(f"{where}.args.{f.name}", f"says of an id {f.element!r} what it stands for, or whether it is in a set: no {'text' if f.map else 'boolean'}, or no such id")
            if f.map and isinstance(owner, Operation) and any(a.name == f.name and not (a.line and a.clears) for a in owner.fields):
                fail(f"{where}.args.{f.name}", "stands in a line of a map: it must have \"line\" and \"clears\"")
            if f.name in types and (types[f.name] in ARRAYS) != is_set:
                fail(f"{where}.args.{f.name}", "is a set here or in objects, not both")
            if f.name in types and f.rule in ("merge-text", "last-kept") and types[f.name] != "text":
                fail(f"{where}.args.{f.name}", f"cannot be merged as text: {types[f.name]}")
            if is_set != (f.rule == "set-union") and f.rule in ("set-union", "merge-text"):
                fail(f"objects.{name}.fields.{f.name}", f"{f.rule} needs " + ("a table of elements" if not is_set else "a column"))
    for o in module.operations:
        if o.undo is None:
            continue
        where = f"operations.{o.name}.undo"
        inverse = operations.get(o.undo)
        if inverse is None:
            fail(where, f"there is no operation {o.undo!r} (nor is it never or aside)")
        if o.each != inverse.each or (o.each and o.undo != o.name):
            fail(where, "what changes many objects at once takes itself back")
        if o.object is None or inverse.object != o.object:
            fail(where, f"{o.name} and {o.undo} must name the same object")
        fields = {f.name for f in objects[o.object].fields}
        for f in inverse.fields:
            if f.name not in fields and f.name not in {a.name for a in o.fields} and not f.optional and f.default is None:
                fail(where, f"nothing says which {f.name} {o.undo} is to have")


def check_objects(path: Path, module: Module, depends: list[Module]) -> None:
    """What objects name must be in tables.sql, or in that of a part whose rows they are."""
    tables = {t.name: {c.name for c in t.columns} for m in (module, *depends) for t in m.tables}
    for o in module.objects:
        for table, column in [(o.table, o.column or "stream"), *((f.table, f.column) for f in o.fields),
                              *((f.table, f.within) for f in o.fields if f.within), *((f.table, o.column) for f in o.fields if o.column)]:
            if column not in tables.get(table, set()):
                fail(f"{path}: objects.{o.name}", f"tables.sql has no {table}.{column}")


def read_where(obj: Any, where: str) -> dict[str, str]:
    """A condition on the stream's own row."""
    take(obj, where, {"table": str, "column": str, "value": str}, {})
    for key in ("table", "column"):
        if not SNAKE.match(obj[key]):
            fail(f"{where}.{key}", "not a name in lower_case_with_underscores")
    return obj


def read_notice(obj: Any, where: str) -> Notice:
    take(obj, where, {"event": str, "kind": str, "severity": str, "text": str, "people": object},
         {"link": str, "object": str, "where": dict, "title": str, "keep": list, "once": bool, "within": str, "until": str, "level": str, "row": dict})
    names([obj["kind"]], f"{where}.kind")
    if obj["severity"] not in SEVERITIES and not re.fullmatch(r"\{[a-z_]+\}", obj["severity"]):
        fail(f"{where}.severity", f"{obj['severity']!r} is none of " + ", ".join(SEVERITIES) + ", nor a {field}")
    people = obj["people"]
    named = people if isinstance(people, dict) and ("ids" in people or "id" in people) else {}
    follow = people if isinstance(people, dict) and not named else {}
    if named:
        take(named, f"{where}.people", *(({"ids": str}, {"all": str}) if "ids" in named else ({"id": str}, {"on": str})))
        people = "named"
    elif follow:
        take(follow, f"{where}.people", {"table": str, "field": str}, {"row": str, "columns": list})
        if ("row" in follow) != ("columns" in follow):
            fail(f"{where}.people", "needs both a row and its columns, or neither")
        for key in ("table", "field", "row", "columns"):
            values = follow.get(key, [])
            if any(not isinstance(value, str) or not SNAKE.match(value) for value in (values if isinstance(values, list) else [values])):
                fail(f"{where}.people.{key}", "not a name in lower_case_with_underscores")
        people = "followers"
    elif people not in NOTICE_PEOPLE:
        fail(f"{where}.people", f"{people!r} is none of " + ", ".join(NOTICE_PEOPLE) + ", nor the table and field of those who follow")
    if "where" in obj:
        read_where(obj["where"], f"{where}.where")
    row = obj.get("row", {})
    if row:
        take(row, f"{where}.row", {"table": str, "columns": list}, {})
        if any(not isinstance(value, str) or not SNAKE.match(value) for value in [row["table"], *row["columns"]]):
            fail(f"{where}.row", "not names in lower_case_with_underscores")
        if "object" not in obj:
            fail(f"{where}.row", "needs an object, whose row it is")
    if obj.get("level", "mentions") not in NOTICE_LEVELS:
        fail(f"{where}.level", f"{obj['level']!r} is none of " + ", ".join(NOTICE_LEVELS))
    return Notice(obj["event"], obj["kind"], obj["severity"], obj["text"], people, obj.get("link"),
                  obj.get("object"), obj.get("where"), obj.get("title"), obj.get("keep", []), obj.get("once", False),
                  obj.get("within"), follow.get("table"), follow.get("field"), follow.get("row"), follow.get("columns", []), named.get("ids"), named.get("all"), obj.get("until"), obj.get("level", "mentions"),
                  named.get("id"), named.get("on"), row.get("table"), row.get("columns", []))


def check_notices(path: Path, module: Module, others: list[Module]) -> None:
    """What a notice takes from its event must be in it, where that event is known."""
    events = {f"{m.name}.{e.name}": e for m in [module, *others] for e in m.events}
    given = {m.name for m in [module, *others]}
    for i, notice in enumerate(module.notices):
        where = f"{path}: notices[{i}]"
        owner = notice.event.partition(".")[0]
        if owner != module.name and owner not in module.mounts:
            fail(f"{where}.event", f"{owner!r} is not in mounts")
        event = events.get(notice.event)
        if event is None:
            if owner in given:
                fail(f"{where}.event", f"there is no event {notice.event!r}")
            continue
        types = {f.name: f.type for f in event.fields}
        for name in notice.fields:
            if name not in notice.shown_columns and (name not in types or types[name] in ARRAYS):
                fail(f"{where}.text", f"{notice.event} has no field {name!r} that could stand in a text")
        if notice.link is not None and types.get(notice.link) != "stream":
            fail(f"{where}.link", f"{notice.event} has no stream {notice.link!r}")
        if notice.once and notice.object is None:
            fail(f"{where}.once", "needs an object, of which people hear once")
        if notice.object is not None and types.get(notice.object) not in ("id", "ids"):
            fail(f"{where}.object", f"{notice.event} has no id {notice.object!r}")
        for member, name in (("within", notice.within), ("people.field", notice.follow_field)):
            if name is not None and types.get(name) != "id":
                fail(f"{where}.{member}", f"{notice.event} has no id {name!r}")
        for member, name, kind in (("people.ids", notice.ids_field, "ids"), ("people.all", notice.all_field, "boolean"),
                                   ("people.id", notice.id_field, "id"), ("people.on", notice.on_field, "boolean")):
            if name is not None and types.get(name) != kind:
                fail(f"{where}.{member}", f"{notice.event} has no {kind} {name!r}")
        if notice.severity_field is not None:
            values = next((f.values for f in event.fields if f.name == notice.severity_field and f.type == "choice"), ())
            if not values or not set(values) <= set(SEVERITIES):
                fail(f"{where}.severity", f"{notice.event} has no choice {notice.severity_field!r} of " + ", ".join(SEVERITIES))
        if notice.until is not None:
            until = events.get(f"{owner}.{notice.until}")
            if notice.object is None or until is None or notice.object not in {f.name for f in until.fields if f.type == "id"}:
                fail(f"{where}.until", f"there is no event {owner}.{notice.until} of an object such as this one's")
        if notice.people == "mentioned" and types.get("text") != "text":
            fail(f"{where}.people", f"{notice.event} has no text in which somebody could be mentioned")


def read_latest(name: str, obj: Any, where: str) -> Latest:
    take(obj, where, {"role": str}, {"about": str, "durable": bool, "ttl": int, "withheld": bool, "args": dict})
    names([name], where)
    durable, ttl = obj.get("durable", False), obj.get("ttl", 0)
    if durable == (ttl > 0):
        fail(where, "needs either durable: true or a ttl in milliseconds")
    if durable and "args" in obj:
        fail(f"{where}.args", "a durable value is an integer")
    return Latest(name, durable, ttl, read_role(obj["role"], f"{where}.role"), obj.get("about", ""), obj.get("withheld", False),
                  read_fields(obj["args"], f"{where}.args", limits=True) if "args" in obj else None)


def read_filters(obj: Any, where: str) -> dict[str, str]:
    """What has: and is: mean for rows of a table, and what is "always" so of those which are found. {me} is the person who asks."""
    if not isinstance(obj, dict):
        fail(where, "expected an object")
    for name, condition in obj.items():
        here = f"{where}.{name}"
        if name != "always" and not FILTER.match(name):
            fail(here, "expected always, or has: or is: and a name in lower-case-with-dashes")
        check_expression(condition, here, "; {me} is the person who asks")
    return obj


def check_expression(condition: Any, where: str, more: str = "") -> None:
    if not isinstance(condition, str) or not condition.strip():
        fail(where, "expected SQL about the row t")
    if re.search(r"[;?]|--|/\*", condition):
        fail(where, f"one expression, without parameters or comments{more}")


def read_dated(obj: Any, where: str) -> Dated:
    take(obj, where, {"start": str, "title": str}, {"end": str, "people": object, "where": str})
    if "where" in obj:
        check_expression(obj["where"], f"{where}.where")
    people = obj.get("people")
    if isinstance(people, dict):
        take(people, f"{where}.people", {"table": str, "column": str}, {})
        return Dated(obj["start"], obj["title"], obj.get("end"), people["column"], people["table"], obj.get("where"))
    if people is not None and not isinstance(people, str):
        fail(f"{where}.people", "expected a column, or the table and column of several")
    return Dated(obj["start"], obj["title"], obj.get("end"), people, None, obj.get("where"))


def check_dated(path: Path, module: Module) -> None:
    """The columns which say when rows are: there, of the right types, found by an index, and held as a whole."""
    tables = {table.name: table for table in module.tables}
    for name, dated in module.dated.items():
        where = f"{path}: dated.{name}"
        table = tables.get(name)
        if table is None:
            fail(where, f"tables.sql has no table {name!r}")
        if table.window >= 0:
            fail(where, f"{name} has a @window: a device holds only its newest rows, whatever they are dated")
        check_dated_column(table, dated.title, "TEXT", f"{where}.title")
        for member, column in (("start", dated.start), ("end", dated.end)):
            if column is not None:
                check_dated_column(table, column, "INTEGER", f"{where}.{member}")
                if ["stream", column] not in [index[:2] for index in table.indexes]:
                    fail(f"{where}.{member}", f"tables.sql has no index on {name} (stream, {column})")
        if dated.people_table is not None:
            other = tables.get(dated.people_table)
            if other is None:
                fail(f"{where}.people", f"tables.sql has no table {dated.people_table!r}")
            key = [column.name for column in table.columns if column.key]
            if [column.name for column in other.columns if column.key][:len(key)] != key:
                fail(f"{where}.people", f"the key of {other.name} does not begin with that of {name}")
            check_dated_column(other, dated.people, "TEXT", f"{where}.people")
        elif dated.people is not None:
            check_dated_column(table, dated.people, "TEXT", f"{where}.people")
        table.dated = dated


def check_dated_column(table: Table, name: str | None, kind: str, where: str) -> None:
    if not any(column.name == name and column.type == kind for column in table.columns):
        fail(where, f"{table.name} has no {kind} column {name!r}")


def load_json(path: Path) -> Any:
    def no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        seen: dict[str, Any] = {}
        for key, value in pairs:
            if key in seen:
                raise SchemaError(f"{path}: member {key!r} stands twice in one object")
            seen[key] = value
        return seen

    try:
        return json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=no_doubles)
    except json.JSONDecodeError as error:
        raise SchemaError(f"{path}:{error.lineno}:{error.colno}: {error.msg}") from error


def load(path: Path) -> Module:
    obj = load_json(path)
    try:
        take(obj, "file", {"module": str, "version": int, "operations": dict, "events": dict},
             {"about": str, "streams": list, "mounts": list, "everywhere": bool, "on": list, "latest": dict, "objects": dict, "search": dict, "notices": list, "direct": dict, "dated": dict})
        names([obj["module"]], "module")
        module = Module(
            obj["module"], obj["version"], obj.get("about", ""),
            names(obj.get("streams", []), "streams"), names(obj.get("mounts", []), "mounts"),
            obj.get("everywhere", False),
            names(obj.get("on", []), "on"),
            [read_operation(name, value, f"operations.{name}") for name, value in obj["operations"].items()],
            [event for name, value in obj["events"].items() for event in read_events(name, value, f"events.{name}")],
            [read_latest(name, value, f"latest.{name}") for name, value in obj.get("latest", {}).items()],
            [read_object(name, value, f"objects.{name}") for name, value in obj.get("objects", {}).items()],
            {table: read_filters(value, f"search.{table}") for table, value in obj.get("search", {}).items()})
        module.notices = [read_notice(value, f"notices[{i}]") for i, value in enumerate(obj.get("notices", []))]
        for notice in module.notices:
            notice.event = notice.event if "." in notice.event else f"{module.name}.{notice.event}"
        module.direct = read_where(obj["direct"], "direct") if "direct" in obj else None
        module.dated = {table: read_dated(value, f"dated.{table}") for table, value in obj.get("dated", {}).items()}
        check_undo(module)
        structs = [camel(o.name) for o in module.operations] + [camel(e.symbol) for e in module.events]
        for struct in structs:
            if structs.count(struct) > 1:
                fail("file", f"two operations or events would both be the C struct {struct}")
        return module
    except SchemaError as error:
        raise SchemaError(f"{path}: {error}") from None


def check_events(path: Path, module: Module, others: list[Module]) -> None:
    """Every event an operation names must exist: its own, or of a mounted module that was given."""
    known = {event.name for event in module.events}
    foreign = {f"{other.name}.{event.name}" for other in others for event in other.events}
    given = {other.name for other in others}
    for operation in module.operations:
        for i, event in enumerate(operation.events):
            where = f"{path}: operations.{operation.name}.events[{i}]"
            if not isinstance(event, str):
                fail(where, "expected a string")
            owner, dot, _ = event.partition(".")
            if not dot and event not in known:
                fail(where, f"this module has no event {event!r}")
            if dot and owner not in module.mounts:
                fail(where, f"{owner!r} is not in mounts")
            if dot and owner in given and event not in foreign:
                fail(where, f"there is no event {event!r}")


# Reading tables.sql

FORBIDDEN = ("UNIQUE", "REFERENCES", "FOREIGN", "GENERATED", "TRIGGER", "CHECK", "AUTOINCREMENT", "DEFAULT", "WITHOUT")
TYPES = ("INTEGER", "REAL", "TEXT", "BLOB")
MARKS = {"meta": None, "search": "TEXT", "file": "TEXT", "author": "TEXT", "time": "INTEGER",
         "person_name": "TEXT", "stream_name": "TEXT", "hangs_on": "TEXT", "erase": "TEXT"}  # and the type of column they may stand on


def read_column(line: str, where: str) -> Column:
    code, _, comment = line.partition("--")
    words = code.strip().rstrip(",").split()
    if len(words) < 2 or not SNAKE.match(words[0]) or words[1] not in TYPES:
        fail(where, f"{code.strip()!r} is not a column: name and one of {', '.join(TYPES)}")
    rest = " ".join(words[2:])
    if rest not in ("", "NOT NULL"):
        fail(where, f"{rest!r} after the type of {words[0]}; only NOT NULL may stand there")
    marks = re.findall(r"@\w+", comment)
    for mark in marks:
        if mark[1:] not in MARKS:
            fail(where, f"{mark} is not a mark of a column; known are " + ", ".join(f"@{name}" for name in MARKS))
        if MARKS[mark[1:]] not in (None, words[1]):
            fail(where, f"{mark} on {words[0]}, which is no {MARKS[mark[1:]]}")
    return Column(words[0], words[1], False, rest != "NOT NULL", **{name: f"@{name}" in marks for name in MARKS})


def finish_table(table: Table, key: list[str], window: str | None, where: str) -> None:
    by_name = {column.name: column for column in table.columns}
    if not table.columns or table.columns[0].name != "stream" or table.columns[0].type != "TEXT":
        fail(where, f"the first column of {table.name} must be stream TEXT")
    if not key or key[0] != "stream":
        fail(where, f"the primary key of {table.name} must begin with stream")
    for name in key:
        if name not in by_name:
            fail(where, f"the primary key of {table.name} names {name}, which is no column")
        by_name[name].key = True
        if by_name[name].nullable:
            fail(where, f"{table.name}.{name} is in the key and must be NOT NULL")
        if by_name[name].meta:
            fail(where, f"{table.name}.{name} is in the key and cannot be @meta")
        if by_name[name].erase:
            fail(where, f"{table.name}.{name} is in the key and cannot be @erase")
    for mark in ("author", "time", "hangs_on"):
        marked = [column.name for column in table.columns if getattr(column, mark)]
        if len(marked) > 1:
            fail(where, f"@{mark} on {marked[0]} and {marked[1]} of {table.name}; a row has one")
    if window is not None:
        if window not in by_name or by_name[window].type != "INTEGER" or by_name[window].nullable:
            fail(where, f"@window {window}: {table.name} has no INTEGER NOT NULL column of that name")
        table.window = [column.name for column in table.columns].index(window)


def load_sql(path: Path, module: Module) -> None:
    """Reads CREATE TABLE and CREATE INDEX statements, one column a line."""
    text = path.read_text(encoding="utf-8")
    table: Table | None = None
    key: list[str] = []
    window: str | None = None
    erase_rows = False
    for number, line in enumerate(text.splitlines(), 1):
        where = f"{path}:{number}"
        code = line.partition("--")[0].strip()
        for word in FORBIDDEN:
            if re.search(rf"\b{word}\b", code, re.IGNORECASE):
                fail(where, f"{word}: shared tables have a key and columns, nothing else")
        if table is None:
            if match := re.fullmatch(r"\s*--\s*@window\s+(\w+)\s*", line):
                window = match[1]
            elif re.fullmatch(r"\s*--\s*@erase rows\s*", line):
                erase_rows = True
            elif match := re.fullmatch(r"CREATE TABLE (\w+) \(", code):
                if any(other.name == match[1] for other in module.tables):
                    fail(where, f"table {match[1]} stands twice")
                table, key = Table(match[1], []), []
            elif match := re.fullmatch(r"CREATE INDEX \w+ ON (\w+) \(([\w, ]+)\)( WHERE \w+ IS NOT NULL)?;", code):
                for other in module.tables:
                    if other.name == match[1] and match[3] is None:
                        other.indexes.append([name.strip() for name in match[2].split(",")])
            elif code:
                fail(where, f"{code!r}: expected CREATE TABLE name ( or CREATE INDEX name ON table (…) [WHERE column IS NOT NULL];")
        elif match := re.fullmatch(r"PRIMARY KEY \(([\w, ]+)\)", code):
            key = [name.strip() for name in match[1].split(",")]
        elif code.startswith(")"):
            if code != ") STRICT;":
                fail(where, f"{table.name} must end with ) STRICT;")
            finish_table(table, key, window, where)
            table.erase_rows = erase_rows
            module.tables.append(table)
            table, window, erase_rows = None, None, False
        elif code:
            column = read_column(line, where)
            if any(other.name == column.name for other in table.columns):
                fail(where, f"column {column.name} stands twice")
            table.columns.append(column)
    if table is not None:
        fail(str(path), f"table {table.name} does not end")
    module.sql = text
    for table in module.tables:
        for column in table.columns:
            if column.hangs_on and ["stream", column.name] not in table.indexes:
                fail(str(path), f"@hangs_on: {table.name} has no index (stream, {column.name}), by which it is found from there")
    for name, filters in module.search.items():
        searched = [other for other in module.tables if other.name == name and any(c.search for c in other.columns)]
        if not searched:
            fail(str(path), f"search.{name} in ops.json is no table with a column marked @search")
        searched[0].filters = filters


def load_migrations(path: Path, module: Module) -> None:
    """Reads what brings tables of an older version up to date: SQL behind a line `-- version N` for each version from 2 on."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if match := re.fullmatch(r"-- version (\d+)", line.strip()):
            if int(match[1]) != len(module.migrations) + 2:
                fail(f"{path}:{number}", f"version {match[1]}, expected {len(module.migrations) + 2}: every step stays, in order from 2")
            module.migrations.append("")
        elif code := line.partition("--")[0].rstrip():
            if not module.migrations:
                fail(f"{path}:{number}", "expected a line “-- version 2” before it")
            module.migrations[-1] += code + "\n"
    for i, sql in enumerate(module.migrations):
        if not sql:
            fail(str(path), f"version {i + 2} changes nothing")


def check_migrations(where: Path, module: Module) -> None:
    if len(module.migrations) + 1 != module.version:
        fail(f"{where}: version", f"{module.version}, where migrations lead to {len(module.migrations) + 1}")


# Writing C


def c_string(text: str) -> str:
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
    return '"' + "".join(escapes.get(char, char) for char in text) + '"'


def names_array(values: list[str] | None) -> str:
    """A NULL-terminated array of strings as a compound literal of static life."""
    if values is None:
        return "NULL"
    return "(const char *const[]) { " + "".join(c_string(value) + ", " for value in values) + "NULL }"


def names_constant(name: str, values: list[str]) -> list[str]:
    """A NULL-terminated array of strings as a constant, filled over as many lines as it needs."""
    words = [*map(c_string, values), "NULL"]
    line = f"static const char *const {name}[] = {{ {', '.join(words)} }};"
    if len(line) <= WIDTH:
        return [line, ""]
    return [f"static const char *const {name}[] = {{", *(f"  {line}" for line in wrap(", ".join(words) + ",", WIDTH - 2)),
            "};", ""]


def comment(text: str, indent: str = "") -> list[str]:
    """A block comment, wrapped."""
    lines, line = [], f"{indent}/* "
    for word in text.split():
        if len(line) + len(word) + 3 > WIDTH:
            lines.append(line.rstrip())
            line = f"{indent} * "
        line += word + " "
    return [*lines, line + "*/"]


def doc_comment(title: str, about: str, fields: list[Field]) -> list[str]:
    lines = ["/**", f" * {title}:"]
    for f in fields:
        if words := "; ".join(filter(None, [f.about, describe(f)])):
            lines += [f" * {line}" for line in wrap(f"@{f.name}: {words}", WIDTH - 3)]
    if about:
        lines += [" *", *(f" * {line}" for line in wrap(about, WIDTH - 3))]
    return [*lines, " */"]


def wrap(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def describe(f: Field) -> str:
    """A field's type and limits in words, for people."""
    words = {"id": "an id", "text": "text", "integer": "an integer", "real": "a number", "boolean": "true or false",
             "stream": "a stream", "streams": "streams", "ids": "ids", "hash": "a SHA-256 in hexadecimal",
             "file": "a file, by the SHA-256 of its contents in hexadecimal", "time": "milliseconds since 1970 UTC"}
    out = " | ".join(f.values) if f.type == "choice" else words[f.type]
    if f.line:
        out += " on one line"
    unit = {"text": " characters", "streams": " streams", "ids": " ids"}.get(f.type, "")
    if f.min is not None and f.max is not None:
        out += f", {f.min} to {f.max}{unit}"
    elif f.max is not None:
        out += f", at most {f.max}{unit}"
    elif f.min is not None:
        out += f", at least {f.min}{unit}"
    if f.optional:
        out += ", may be absent"
    if f.default is not None:
        out += f", {json.dumps(f.default)} if absent"
    return out


def members(fields: list[Field]) -> list[str]:
    lines = []
    for f in fields:
        if f.type in STRINGS:
            lines.append(f"  const char *{f.name};")
        elif f.type in ARRAYS:
            lines += [f"  const char *const *{f.name};", f"  guint n_{f.name};"]
        else:
            c_type = {"real": "double", "boolean": "gboolean"}.get(f.type, "gint64")
            lines.append(f"  {c_type} {f.name};")
    return lines or ["  char nothing; /* takes no fields */"]


def c_default(f: Field) -> str:
    if isinstance(f.default, bool):
        return "TRUE" if f.default else "FALSE"
    if isinstance(f.default, str):
        return c_string(f.default)
    return f"G_GINT64_CONSTANT ({f.default})" if f.type in NUMBERS else repr(float(f.default))


def initializer(struct: str, fields: list[Field]) -> list[str]:
    defaults = [f".{f.name} = {c_default(f)}" for f in fields if f.default is not None]
    line = f"  *args = ({struct}) {{ {', '.join(defaults) or '0'} }};"
    if len(line) <= WIDTH:
        return [line]
    return [f"  *args = ({struct}) {{", *(f"    {default}," for default in defaults), "  };"]


def bound(value: int | None, otherwise: str) -> str:
    return otherwise if value is None else f"G_GINT64_CONSTANT ({value})"


def reader(f: Field, function: str, limits: bool) -> str:
    """The call which reads one field from a JSON object."""
    flags = ["WEFT_FIELD_OPTIONAL"] if f.optional or f.default is not None else []
    if f.type == "text" and f.line and limits:
        flags.append("WEFT_FIELD_LINE")
    start = f"weft_field_read_{'hash' if f.type == 'file' else f.type} (object, \"{f.name}\", {' | '.join(flags) or 'WEFT_FIELD_REQUIRED'}"
    target = f"&args->{f.name}"
    match f.type:
        case "text" if not limits:
            return f"{start.replace('_read_text', '_read_string')}, {target}, error)"
        case "text":
            return f"{start}, {f.min or 0}, {f.max}, {target}, error)"
        case "integer":
            return f"{start}, {bound(f.min, 'G_MININT64')}, {bound(f.max, 'G_MAXINT64')}, {target}, error)"
        case "choice":
            return f"{start}, {function}_{f.name}_values, {target}, error)"
        case "streams" | "ids":
            maximum = f.max if limits else "G_MAXUINT"
            return f"{start}, {maximum}, {target}, &args->n_{f.name}, error)"
        case _:
            return f"{start}, {target}, error)"


def wrap_call(call: str, indent: int) -> list[str]:
    """Breaks a call's arguments over lines, aligned behind its parenthesis, where it is too long for one."""
    if len(call) + indent <= WIDTH:
        return [call]
    column = call.index(" (") + 2
    first, *others = wrap(call[column:], WIDTH - indent - column)
    return [call[:column] + first, *(" " * column + line for line in others)]


def write_parse(function: str, struct: str, fields: list[Field], known: str | None) -> list[str]:
    arrays = [f for f in fields if f.type in ARRAYS]
    out = []
    for f in fields:
        if f.type == "choice":
            out += names_constant(f"{function}_{f.name}_values", f.values)
    if known:
        out += names_constant(f"{function}_fields", [f.name for f in fields])
    if arrays:
        out += ["static void", f"{function}_clear (gpointer data)", "{", f"  {struct} *args = data;", ""]
        for f in arrays:
            out += [f"  g_free ((gpointer) args->{f.name});", f"  args->{f.name} = NULL;", f"  args->n_{f.name} = 0;"]
        out += ["}", ""]
    parse = f"{function}_parse"
    out += ["static gboolean", f"{parse} (JsonObject *object, gpointer data, GError **error)", "{"]
    out += [f"  {struct} *args = data;", "", *initializer(struct, fields), ""]
    calls = [reader(f, function, known is not None) for f in fields]
    if known:
        calls.append(f"weft_field_refuse_others (object, {function}_fields, \"{known}\", error)")
    if not calls:
        return [*out, "  return TRUE;", "}", ""]
    lines = []
    for i, call in enumerate(calls):
        lead = "&& " if i else ""
        wrapped = wrap_call(call, 9 + len(lead))
        lines += [lead + wrapped[0], *(" " * len(lead) + line for line in wrapped[1:])]
    if arrays:
        out += [f"  if ({lines[0]}", *(f"      {line}" for line in lines[1:])]
        out[-1] += ")"
        out += ["    return TRUE;", "", f"  {function}_clear (args);", "", "  return FALSE;"]
    else:
        out += [f"  return {lines[0]}", *(f"         {line}" for line in lines[1:])]
        out[-1] += ";"
    return [*out, "}", ""]


def write_write(function: str, struct: str, fields: list[Field]) -> list[str]:
    out = ["static void", f"{function}_write (gconstpointer data, GString *out)", "{"]
    if fields:
        out += [f"  const {struct} *args = data;", ""]
    out.append("  weft_json_begin (out, NULL);")
    for f in fields:
        call = {"integer": "int", "time": "int", "real": "double", "boolean": "bool"}.get(f.type, "string")
        if f.type in ARRAYS:
            out.append(f"  weft_field_write_strings (out, \"{f.name}\", args->{f.name}, args->n_{f.name});")
        elif f.optional and not f.clears:
            out += [f"  if (args->{f.name} != NULL)", f"    weft_json_string (out, \"{f.name}\", args->{f.name});"]
        else:
            out.append(f"  weft_json_{call} (out, \"{f.name}\", args->{f.name});")
    return [*out, "  weft_json_end (out);", "}", ""]


def write_entries(kind: str, prefix: str, symbols: list[str], plural: str) -> list[str]:
    if not symbols:
        return []
    return [f"static const {kind} *const {plural}[] = {{", *(f"  &{prefix}_{symbol}," for symbol in symbols), "};", ""]


def clear_of(function: str, fields: list[Field]) -> str:
    """A struct without arrays has nothing to free; the engine still wants a function to call."""
    return f"{function}_clear" if any(f.type in ARRAYS for f in fields) else "weft_field_clear_nothing"


def declaration(function: str) -> list[str]:
    """A function that returns gboolean; a parameter a line where it is too long for one."""
    line = f"gboolean {function}"
    if len(line) <= WIDTH:
        return [line]
    if len(function) <= WIDTH:
        return ["gboolean", function]
    column = line.index(" (") + 2
    first, *others = line[column:].split(", ")
    return [f"{line[:column]}{first},", *(" " * column + other + "," for other in others[:-1]),
            " " * column + others[-1]]


def write_header(module: Module, made_from: str) -> str:
    prefix, type_prefix = f"weft_{snake(module.name)}", f"Weft{camel(module.name)}"
    out = ["/* SPDX-License-Identifier: GPL-3.0-or-later */",
           f"/* Made by tools/ops.py from {made_from}: do not edit. */", "#pragma once", "",
           '#include "proto/weft-module.h"', "", "G_BEGIN_DECLS", "", *comment(module.about), ""]
    out += [f"extern const WeftModule {prefix}_module;", ""]
    if module.tables:
        out += ["/* Tables. */", "", *(f"extern const WeftTable {prefix}_{table.name}_table;" for table in module.tables), ""]
    if module.operations:
        out += ["/* Operations: what a person may ask for. Each plan is written by hand. */", ""]
    for o in module.operations:
        struct, symbol = type_prefix + camel(o.name), snake(o.name)
        out += [*doc_comment(struct, o.about, o.fields), "typedef struct", "{", *members(o.fields), f"}} {struct};", "",
                f"extern const WeftOperation {prefix}_{symbol}_operation;",
                *declaration(f"{prefix}_plan_{symbol} (WeftPlan *plan, const {struct} *args, GError **error);"), ""]
    if module.events:
        out += ["/* Events: what came of it. Each fold is written by hand and never changes once published. */", ""]
    for e in module.events:
        struct = type_prefix + camel(e.symbol)
        out += [*doc_comment(struct, e.about, e.fields), "typedef struct", "{", *members(e.fields), f"}} {struct};", "",
                f"extern const WeftEvent {prefix}_{e.symbol}_event;",
                *declaration(f"{prefix}_fold_{e.symbol} (WeftFold *fold, const {struct} *args, GError **error);"), ""]
    if module.latests:
        out += ["/* Latest values: only the newest counts. */", ""]
        for latest in module.latests:
            if latest.fields is not None:
                struct = type_prefix + camel(latest.name)
                out += [*doc_comment(struct, latest.about, latest.fields), "typedef struct", "{", *members(latest.fields), f"}} {struct};", ""]
            out += [*(comment(latest.about) if latest.about and latest.fields is None else []),
                    f"extern const WeftLatest {prefix}_{snake(latest.name)}_latest;"]
        out.append("")
    return "\n".join([*out, "G_END_DECLS", ""])


def write_table(prefix: str, table: Table) -> list[str]:
    out = [f"static const WeftColumn {table.name}_columns[] = {{"]
    for c in table.columns:
        flags = "".join(f", .{flag} = TRUE" for flag in ("key", "nullable", *MARKS) if getattr(c, flag))
        out.append(f"  {{ .name = \"{c.name}\", .type = WEFT_COLUMN_{c.type}{flags} }},")
    out += ["};", ""]
    if table.filters:
        out += [f"static const WeftTableFilter {table.name}_filters[] = {{",
                *(f"  {{ {c_string(name)}, {c_string(condition.replace('{me}', '?2'))} }},"
                  for name, condition in table.filters.items()), "};", ""]
    if table.dated:
        out += [f"static const WeftTableDates {table.name}_dates = {{",
                *(f"  .{member} = {c_string(value)}," for member in ("start", "end", "title", "people", "people_table", "where")
                  if (value := getattr(table.dated, member)) is not None), "};", ""]
    return [*out, f"const WeftTable {prefix}_{table.name}_table = {{", f"  .name = \"{table.name}\",",
            f"  .columns = {table.name}_columns,", f"  .n_columns = G_N_ELEMENTS ({table.name}_columns),",
            f"  .window = {table.window},",
            *([f"  .filters = {table.name}_filters,", f"  .n_filters = G_N_ELEMENTS ({table.name}_filters),"]
              if table.filters else []), *([f"  .dates = &{table.name}_dates,"] if table.dated else []), *(["  .erase_rows = TRUE,"] if table.erase_rows else []), "};", ""]


def write_object(module: Module, o: Object, prefix: str) -> list[str]:
    symbol, out = snake(o.name), []
    booleans = {f.name for owner in module.operations if owner.object == o.name for f in owner.fields if f.type == "boolean"}
    if o.fields:
        out = [f"static const WeftObjectField {symbol}_object_fields[] = {{"]
        for f in o.fields:
            flags = {"is_set": f.table != o.table, "is_map": f.map, "is_boolean": f.name in booleans, "is_order": f.order}
            more = "".join(f", .{name} = \"{value}\"" for name, value in (("within", f.within), ("element", f.element)) if value)
            out.append(f"  {{ .name = \"{f.name}\", .rule = WEFT_RULE_{snake(f.rule).upper()}, .table = \"{f.table}\", "
                       f".column = \"{f.column}\"{more}" + "".join(f", .{flag} = TRUE" for flag in flags if flags[flag]) + " },")
        out += ["};", ""]
    return [*out, f"static const WeftObject {symbol}_object = {{", f"  .name = \"{module.name}.{o.name}\",",
            f"  .table = \"{o.table}\",", *([f"  .key = \"{o.key}\",", f"  .column = \"{o.column}\","] if o.key else []),
            *([f"  .fields = {symbol}_object_fields,", f"  .n_fields = G_N_ELEMENTS ({symbol}_object_fields),"]
              if o.fields else []), "};", ""]


def write_operation(module: Module, o: Operation, prefix: str, type_prefix: str) -> list[str]:
    struct, symbol = type_prefix + camel(o.name), snake(o.name)
    full = f"{module.name}.{o.name}"
    events = [event if "." in event else f"{module.name}.{event}" for event in o.events]
    files = [f.name for f in o.fields if f.type == "file"]
    return [f"/* {full} */", "", *write_parse(symbol, struct, o.fields, full), *write_write(symbol, struct, o.fields),
            "static gboolean", f"{symbol}_plan (WeftPlan *plan, gconstpointer args, GError **error)", "{",
            f"  return {prefix}_plan_{symbol} (plan, args, error);", "}", "",
            f"const WeftOperation {prefix}_{symbol}_operation = {{",
            f"  .module = &{prefix}_module,", f"  .name = \"{full}\",", f"  .streams = {names_array(o.on)},",
            f"  .role = WEFT_ROLE_{o.role.upper()},", *(["  .creates = TRUE,"] if o.creates else []),
            f"  .mode = WEFT_OPERATION_{'PENDING' if o.pending else 'OPTIMISTIC'},",
            *([f"  .object = &{snake(o.object)}_object,"] if o.object else []),
            *(["  .of_author = TRUE,"] if o.of_author else []), *([f"  .each = \"{o.each}\","] if o.each else []),
            *([f"  .undo = \"{module.name}.{o.undo}\","] if o.undo else []),
            *([f"  .never = {c_string(o.never)},"] if o.never else []),
            f"  .events = {names_array(events)},", f"  .fields = {symbol}_fields,",
            *([f"  .files = {names_array(files)},"] if files else []),
            *(["  .writes = TRUE,"] if any(f.type == "text" for f in o.fields) else []), f"  .args_size = sizeof ({struct}),",
            f"  .parse = {symbol}_parse,", f"  .clear = {clear_of(symbol, o.fields)},", f"  .write = {symbol}_write,",
            f"  .plan = {symbol}_plan,", "};", ""]


def write_event(module: Module, e: Event, prefix: str, type_prefix: str) -> list[str]:
    struct, symbol = type_prefix + camel(e.symbol), e.symbol
    full = f"{module.name}.{e.name}"
    return [f"/* {full}, version {e.version} */", "", *write_parse(symbol, struct, e.fields, None),
            *write_write(symbol, struct, e.fields),
            "static gboolean", f"{symbol}_fold (WeftFold *fold, gconstpointer args, GError **error)", "{",
            f"  return {prefix}_fold_{symbol} (fold, args, error);", "}", "",
            f"const WeftEvent {prefix}_{symbol}_event = {{",
            f"  .module = &{prefix}_module,", f"  .name = \"{full}\",", f"  .version = {e.version},",
            *([f"  .sets = &{snake(e.sets)}_object,"] if e.sets else []),
            *write_row(e), f"  .args_size = sizeof ({struct}),", f"  .parse = {symbol}_parse,",
            f"  .clear = {clear_of(symbol, e.fields)},", f"  .write = {symbol}_write,", f"  .fold = {symbol}_fold,",
            "};", ""]


def write_latest(module: Module, latest: Latest, prefix: str, type_prefix: str) -> list[str]:
    struct, symbol, full = type_prefix + camel(latest.name), f"{snake(latest.name)}_latest", f"{module.name}.{latest.name}"
    fields = latest.fields
    return [*([] if fields is None else [f"/* {full} */", "", *write_parse(symbol, struct, fields, full), *write_write(symbol, struct, fields)]),
            f"const WeftLatest {prefix}_{symbol} = {{", f"  .module = &{prefix}_module,",
            f"  .name = \"{full}\",", f"  .durable = {'TRUE' if latest.durable else 'FALSE'},",
            f"  .ttl = {latest.ttl},", f"  .role = WEFT_ROLE_{latest.role.upper()},", *(["  .withheld = TRUE,"] if latest.withheld else []),
            *([] if fields is None else [f"  .args_size = sizeof ({struct}),", f"  .parse = {symbol}_parse,",
                                         f"  .clear = {clear_of(symbol, fields)},", f"  .write = {symbol}_write,"]), "};", ""]


def write_row(e: Event) -> list[str]:
    """What history and erasing know of an event."""
    erased = [f.name for f in e.fields if f.erase]
    return [*([f"  .table = {c_string(e.table)},", f"  .key = {names_array(e.key)},"] if e.table else []),
            *([f"  .erase = {names_array(erased)},"] if erased else []), *(["  .newest = TRUE,"] if e.newest else []),
            *([f"  .quotes_stream = {c_string(e.quotes['stream'])},", f"  .quotes_id = {c_string(e.quotes['id'])},"] if e.quotes else []),
            *([f"  .says = {c_string(e.says)},"] if e.says else [])]


def write_source(module: Module, header: str, made_from: str) -> str:
    prefix, type_prefix = f"weft_{snake(module.name)}", f"Weft{camel(module.name)}"
    out = ["/* SPDX-License-Identifier: GPL-3.0-or-later */",
           f"/* Made by tools/ops.py from {made_from}: do not edit. */", "", f'#include "{header}"', "",
           '#include "base/weft-json.h"', '#include "proto/weft-field.h"',
           *(['#include "store/weft-migration.h"'] if module.migrations else []), ""]
    for table in module.tables:
        out += write_table(prefix, table)
    for thing in module.objects:
        out += write_object(module, thing, prefix)
    for o in module.operations:
        out += write_operation(module, o, prefix, type_prefix)
    for e in module.events:
        out += write_event(module, e, prefix, type_prefix)
    for latest in module.latests:
        out += write_latest(module, latest, prefix, type_prefix)
    lists = [("WeftTable", "tables", [f"{t.name}_table" for t in module.tables]),
             ("WeftOperation", "operations", [f"{snake(o.name)}_operation" for o in module.operations]),
             ("WeftEvent", "events", [f"{e.symbol}_event" for e in module.events]),
             ("WeftLatest", "latests", [f"{snake(x.name)}_latest" for x in module.latests])]
    for kind, plural, symbols in lists:
        out += write_entries(kind, prefix, symbols, plural)
    if module.notices:
        out += ["static const WeftNotice notices[] = {"]
        for n in module.notices:
            where = n.where or {}
            severity = "info" if n.severity_field else n.severity
            out += [f"  {{ .event = {c_string(n.event)}, .kind = {c_string(n.kind)}, .severity = {c_string(severity)},",
                    f"    .text = {c_string(n.text)}, .fields = {names_array(n.fields)},",
                    f"    .people = WEFT_NOTICE_{n.people.upper()},",
                    *([f"    .title = {c_string(n.title)},"] if n.title else []),
                    *([f"    .link = {c_string(n.link)},"] if n.link else []),
                    *([f"    .object = {c_string(n.object)},"] if n.object else []),
                    *([f"    .within = {c_string(n.within)},"] if n.within else []),
                    *([f"    .follow_table = {c_string(n.follow_table)}, .follow_field = {c_string(n.follow_field)},"] if n.follow_table else []),
                    *([f"    .row_table = {c_string(n.row_table)}, .row_columns = {names_array(n.row_columns)},"] if n.row_table else []),
                    *([f"    .severity_field = {c_string(n.severity_field)},"] if n.severity_field else []),
                    *([f"    .ids_field = {c_string(n.ids_field)},"] if n.ids_field else []),
                    *([f"    .all_field = {c_string(n.all_field)},"] if n.all_field else []),
                    *([f"    .id_field = {c_string(n.id_field)},"] if n.id_field else []),
                    *([f"    .on_field = {c_string(n.on_field)},"] if n.on_field else []),
                    *([f"    .shown_table = {c_string(n.shown_table)}, .shown_columns = {names_array(n.shown_columns)},"] if n.shown_table else []),
                    *([f"    .until = {c_string(n.event.partition('.')[0] + '.' + n.until)},"] if n.until else []),
                    *(["    .once = TRUE,"] if n.once else []),
                    *(["    .of_all = TRUE,"] if n.level == "all" else []),
                    *(f"    .where_{key} = {c_string(value)}," for key, value in where.items()), "  },"]
        out += ["};", ""]
    start = "static const char tables_sql[] = "
    out += [(" " * len(start) if i else start) + c_string(line)
            for i, line in enumerate(module.sql.splitlines(keepends=True) or [""])]
    out[-1] += ";"
    if module.migrations:
        out += ["", "static const WeftMigration migrations[] = {"]
        for i, sql in enumerate(module.migrations):
            out += [f"  {{ {i + 2},", *(f"    {c_string(line)}" for line in sql.splitlines(keepends=True)), "  },"]
        out += ["  { 0 },", "};"]
    out += ["", f"const WeftModule {prefix}_module = {{", f"  .name = \"{module.name}\",", f"  .version = {module.version},",
            f"  .streams = {names_array(module.streams)},", f"  .mounts = {names_array(module.mounts)},",
            *(["  .everywhere = TRUE,"] if module.everywhere else []),
            f"  .on = {names_array(module.on)},",
            "  .tables_sql = tables_sql,"]
    if module.migrations:
        out += ["  .migrations = migrations,"]
    if module.notices:
        out += ["  .notices = notices,", "  .n_notices = G_N_ELEMENTS (notices),"]
    if module.direct:
        out += [f"  .direct_{key} = {c_string(value)}," for key, value in module.direct.items()]
    for _, plural, symbols in lists:
        if symbols:
            out += [f"  .{plural} = {plural},", f"  .n_{plural} = G_N_ELEMENTS ({plural}),"]
    return "\n".join([*out, "};", ""])


# Writing docs and dictionaries


def cell(text: str) -> str:
    return text.replace("|", "\\|")


def write_field_rows(fields: list[Field]) -> list[str]:
    if not fields:
        return ["No fields.", ""]
    rows = [f"| `{f.name}` | {cell(describe(f))} | {cell(f.about)} |" for f in fields]
    return ["| Field | Takes | Meaning |", "|---|---|---|", *rows, ""]


def write_docs(modules: list[Module]) -> str:
    out = ["# Operations and events", "",
           "<!-- Made by tools/ops.py from every ops.json: do not edit. The test `ops-generator` says how to",
           "     make it anew. -->", "",
           "What a person may ask for, and what can come of it. `docs/protocol.md` shows the frames around them.", ""]
    for m in modules:
        out += [f"## {m.name}", "", f"{m.about}", ""]
        facts = [f"Streams: {', '.join(f'`{s}`' for s in m.streams)}." if m.streams else "",
                 f"On every {', '.join(f'`{s}`' for s in m.on)} by itself." if m.on else "",
                 f"Mounted on them: {', '.join(m.mounts)}." if m.mounts else ""]
        if any(facts):
            out += [" ".join(filter(None, facts)), ""]
        for o in m.operations:
            on = ", ".join(f"`{s}`" for s in o.on) if o.on else ("any stream" if m.everywhere else f"streams that mount {m.name}")
            notes = [f"On {on}", f"role {o.role} or higher"]
            notes += ["makes the stream"] if o.creates else []
            notes += ["waits for the server"] if o.pending else []
            notes += [f"undone by `{m.name}.{o.undo}`"] if o.undo else []
            notes += [f"never undone: {o.never}"] if o.never else []
            out += [f"### `{m.name}.{o.name}`", "", o.about, "", "; ".join(notes) + ". Gives "
                    + ", ".join(f"`{e if '.' in e else m.name + '.' + e}`" for e in o.events) + ".", "",
                    *write_field_rows(o.fields)]
        if m.events:
            out += [f"### Events of {m.name}", "", "| Event | Version | Fields |", "|---|---|---|"]
            for e in m.events:
                fields = ", ".join(f"`{f.name}`" + (" (may be absent)" if f.optional else "")
                                   + (" (can be erased)" if f.erase else "") for f in e.fields)
                about = f" — {cell(e.about)}" if e.about else ""
                out.append(f"| `{m.name}.{e.name}`{about} | {e.version} | {fields} |")
            out.append("")
        if m.objects:
            out += [f"### Objects of {m.name}", "", "| Object | Field | When somebody else changed it meanwhile |", "|---|---|---|"]
            out += [f"| `{m.name}.{o.name}` | `{f.name}` | {f.rule} |" for o in m.objects for f in o.fields] + [""]
        if m.search:
            out += [f"### What search knows of {m.name}", "", "| Table | Answers |", "|---|---|"]
            out += [f"| `{table}` | " + ", ".join(f"`{name}`" for name in filters) + " |"
                    for table, filters in m.search.items()]
            out.append("")
        if m.dated:
            out += [f"### What is dated in {m.name}", "", "| Table | Start | End | Title | People |", "|---|---|---|---|---|"]
            for table, d in m.dated.items():
                people = f"`{d.people_table}.{d.people}`" if d.people_table else f"`{d.people}`" if d.people else ""
                out.append(f"| `{table}`" + (f", where `{cell(d.where)}`" if d.where else "")
                           + f" | `{d.start}` | " + (f"`{d.end}`" if d.end else "") + f" | `{d.title}` | {people} |")
            out.append("")
        if m.notices:
            out += [f"### Notices of {m.name}", "", "| Event | Kind | Severity | Text | Whom |", "|---|---|---|---|---|"]
            for n in m.notices:
                where = f", where `{n.where['table']}.{n.where['column']}` is {n.where['value']}" if n.where else ""
                out.append(f"| `{n.event}`{where} | {n.kind} | {n.severity} | {cell(n.text)} | {n.people}{', who want to hear of all' if n.level == 'all' else ''} |")
            out.append("")
        if m.latests:
            out += [f"### Latest values of {m.name}", "", "| Name | Kept | Role | Meaning |", "|---|---|---|---|"]
            for x in m.latests:
                kept = "for good, only grows" if x.durable else f"{x.ttl} ms"
                out.append(f"| `{m.name}.{x.name}` | {kept} | {x.role} | {cell(x.about)}{'; may be withheld' if x.withheld else ''} |")
            out.append("")
            for x in m.latests:
                if x.fields is not None:
                    out += [f"What `{m.name}.{x.name}` says:", "", *write_field_rows(x.fields)]
    return "\n".join(out)


def write_says(modules: list[Module]) -> str:
    """What events say, for gettext to find; nothing compiles it."""
    out = ["/* SPDX-License-Identifier: GPL-3.0-or-later */",
           "/* Made by tools/ops.py from every ops.json: do not edit. The test `ops-generator` says how to make it anew. */", ""]
    for m in modules:
        for e in m.events:
            if e.says:
                out += [f"/* Translators: {m.name}.{e.name}: what was done. Leave what stands in braces; {{by}} is who did it, or “You” */",
                        f"N_ ({c_string(e.says)})"]
    return "\n".join(out) + "\n"


def write_dictionary(modules: list[Module]) -> str:
    words: dict[str, None] = {}
    for m in modules:
        for owner in (*m.operations, *m.events):
            words[f"{m.name}.{owner.name}"] = None
            for f in owner.fields:
                words[f.name] = None
                words.update(dict.fromkeys(f.values))
        words.update(dict.fromkeys(f"{m.name}.{x.name}" for x in m.latests))
        words.update(dict.fromkeys(m.streams))
    return "".join(f'"\\"{word}\\""\n' for word in words)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--json", type=Path, help="the module's ops.json")
    parser.add_argument("--sql", type=Path, help="the module's tables.sql")
    parser.add_argument("--migrations", type=Path, help="what brings tables of an older version of the module up to date")
    parser.add_argument("--header", type=Path)
    parser.add_argument("--source", type=Path)
    parser.add_argument("--prefix-dir", default="", help="folder of the header as #include names it")
    parser.add_argument("--depends", type=Path, nargs="*", default=[], help="ops.json of the mounted modules")
    parser.add_argument("--docs", type=Path, help="write the tables of the docs")
    parser.add_argument("--says", type=Path, help="write what events say, for translators")
    parser.add_argument("--dictionary", type=Path, help="write the words for fuzzers")
    parser.add_argument("files", type=Path, nargs="*", help="ops.json files, for --docs, --says and --dictionary")
    options = parser.parse_args()
    try:
        if options.json:
            if not (options.sql and options.header and options.source):
                parser.error("--json needs --sql, --header and --source")
            module = load(options.json)
            check_events(options.json, module, [load(path) for path in options.depends])
            check_notices(options.json, module, [load(path) for path in options.depends])
            load_sql(options.sql, module)
            if options.migrations:
                load_migrations(options.migrations, module)
            check_migrations(options.json, module)
            depends = [load(path) for path in options.depends]
            for path, other in zip(options.depends, depends):
                load_sql(path.with_name("tables.sql"), other)
            check_objects(options.json, module, depends)
            check_rows(options.json, module)
            check_dated(options.json, module)
            made_from = f"{options.prefix_dir}/{options.json.name}".lstrip("/")
            header = f"{options.prefix_dir}/{options.header.name}".lstrip("/")
            options.header.write_text(write_header(module, made_from), encoding="utf-8")
            options.source.write_text(write_source(module, header, made_from), encoding="utf-8")
        modules = [load(path) for path in options.files]
        for path, module in zip(options.files, modules):
            check_events(path, module, modules)
            check_notices(path, module, modules)
        if options.docs:
            options.docs.write_text(write_docs(modules), encoding="utf-8")
        if options.says:
            options.says.write_text(write_says(modules), encoding="utf-8")
        if options.dictionary:
            options.dictionary.write_text(write_dictionary(modules), encoding="utf-8")
        if not (options.json or options.docs or options.says or options.dictionary):
            parser.error("nothing to do: give --json, --docs, --says or --dictionary")
    except SchemaError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
