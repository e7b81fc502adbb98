#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Memory after every one of 50 rooms × 10,000 cached messages was opened with Alt+Down, beside an empty Adwaita window.

    memory.py FILL-PROFILE EMPTY WEFT [--keep DIRECTORY]

Same renderer and backend for both. A room counts as opened when the window has another title. Two rounds are made: what the second adds
is what every further visit would.
"""
import argparse
import json
import pathlib
import tempfile
import time

from programs import Window, memory, run_json

ROOMS = 50
LIMIT = 40  # MB more than the empty window
SETTLE = 3  # s


def open_rooms(window, count):
    """Alt+Down until all were seen; their titles."""
    seen = {window.title()}
    for _ in range(count - 1):
        before = window.title()
        window.key("alt+Down")
        window.wait(lambda: window.title() != before, "another room", 5)
        seen.add(window.title())
        time.sleep(0.15)  # its rows are drawn
    return seen


def main():
    parser = argparse.ArgumentParser()
    for name in ("fill", "empty", "weft"):
        parser.add_argument(name)
    parser.add_argument("--keep")
    options = parser.parse_args()

    with Window([options.empty]) as window:
        time.sleep(SETTLE)
        empty = memory(window.process.pid)
    with tempfile.TemporaryDirectory(prefix="weft-bench-") as folder:
        profile = pathlib.Path(folder) / "profile"
        fixture = run_json(options.fill, "--profile", profile, "--rooms", ROOMS)
        with Window([options.weft, "--profile", profile]) as window:
            time.sleep(SETTLE)
            start = memory(window.process.pid)
            seen = open_rooms(window, ROOMS)
            time.sleep(SETTLE)
            opened = memory(window.process.pid)
            if options.keep:
                window.shot(pathlib.Path(options.keep) / "memory.png")
            open_rooms(window, ROOMS)
            time.sleep(SETTLE)
            again = memory(window.process.pid)

    more = round((opened["pss_kb"] - empty["pss_kb"]) / 1024, 1)
    print(json.dumps({
        "fixture": fixture, "empty": empty, "weft_started": start, "weft_opened": opened, "weft_opened_twice": again, "rooms_seen": len(seen),
        "more_rss_mb": round((opened["rss_kb"] - empty["rss_kb"]) / 1024, 1),
        "figures": [{"name": f"memory after opening {len(seen)} rooms (PSS)", "unit": "MB", "value": round(opened["pss_kb"] / 1024, 1),
                     "reference": round(empty["pss_kb"] / 1024, 1), "more_than_reference": more, "limit": LIMIT, "met": more <= LIMIT and len(seen) == ROOMS}],
    }))


if __name__ == "__main__":
    main()
