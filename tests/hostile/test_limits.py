#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of limits in docs/server.md says what the code does, and leaves no limit of the server out."""

import os
import re
import unittest

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
UNITS = {"": 1, "kB": 1024, "MB": 1024 * 1024, "ms": 1, "s": 1000, "min": 60 * 1000, "days": 24 * 3600 * 1000}
# Kept for what an upload or undo may need, and said elsewhere in words.
IN_WORDS = {"file_grace"}
SECONDS = {"RETRY_AFTER_MAX"}
MICROSECONDS = {"LATEST_INTERVAL", "OPEN_INTERVAL"}


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


HEADERS = ("src/proto/weft-frame.h",)
LIMITS = dict(re.findall(r"^  \.(\w+) = (.+),$", read("src/serve/weft-limits.c"), re.M))


def evaluate(expression, path):
    """A constant of C: numbers, products, shifts, and other constants of the same file or the protocol's."""
    expression = re.sub(r"/\*.*", "", expression)
    expression = re.sub(r"G_GINT64_CONSTANT \((\d+)\)", r"\1", expression).strip()
    if expression == "MS":
        return 1000
    for name in re.findall(r"[A-Z_]{2,}", expression):
        places = [p for p in (path, *HEADERS) if re.search(rf"^#define {name} ", read(p), re.M)]
        assert places or name == "MS", f"{name} in {path}"
        value = 1000 if name == "MS" else evaluate(re.search(rf"^#define {name} +(.+)$", read(places[0]), re.M).group(1), places[0])
        expression = re.sub(rf"\b{name}\b", str(value), expression)
    assert re.fullmatch(r"[0-9 *+<()-]+", expression), expression
    return eval(expression)  # pylint: disable=eval-used


class Limits(unittest.TestCase):
    def rows(self):
        table = read("docs/server.md").split("## Limits", 1)[1]
        return re.findall(r"^\| (.+) \| (\d+)(?: (\w+))? \| (?:`([\w/.-]+)` )?`(\w+)` \|$", table, re.M)

    def test_table(self):
        rows = self.rows()
        self.assertEqual(len(rows), read("docs/server.md").split("## Limits", 1)[1].count("\n| ") - 1, "a row that cannot be read")
        for what, number, unit, path, name in rows:
            with self.subTest(what):
                said = int(number) * UNITS[unit]
                if path:
                    source = read("src/" + path)
                    defined = re.search(rf"^#define {name} +(.+)$", source, re.M)
                    self.assertIsNotNone(defined, f"{name} in {path}")
                    value = evaluate(defined.group(1), "src/" + path)
                else:
                    value = evaluate(LIMITS[name], "src/serve/weft-limits.c")
                if name in SECONDS:
                    value *= 1000
                if name in MICROSECONDS:
                    value //= 1000
                self.assertEqual(value, said, f"{name} is {value}, but the table says {number} {unit}")

    def test_nothing_is_left_out(self):
        self.assertEqual(set(LIMITS) - IN_WORDS - {row[4] for row in self.rows() if not row[3]}, set())


if __name__ == "__main__":
    unittest.main()
