#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""From exec to the first frame with cached content: weft with 50 rooms × 10,000 messages, beside an empty Adwaita window.

    start.py WATCH-WINDOW FILL-PROFILE EMPTY WEFT [--rounds N] [--keep DIRECTORY]

Both are watched from outside by the same program, in turns, so that a busy moment hits both. "complete" is when the window had the
letters and icons which it kept: for weft, those of the cached rooms and messages. "busy" is the processor time of the main thread
until then, which a busy machine does not change much.
"""
import argparse
import json
import pathlib
import statistics
import tempfile

from programs import run_json

LIMIT = 150  # ms more than the empty window


def summary(runs):
    result = {key: round(statistics.median(one[key] for one in runs), 1) for key in ("mapped_ms", "painted_ms", "complete_ms", "busy_ms", "pss_kb", "rss_kb")}
    result["complete_ms_all"] = [one["complete_ms"] for one in runs]
    result["detail_blocks"] = runs[-1]["detail_blocks"]
    return result


def main():
    parser = argparse.ArgumentParser()
    for name in ("watch", "fill", "empty", "weft"):
        parser.add_argument(name)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--keep")
    options = parser.parse_args()

    with tempfile.TemporaryDirectory(prefix="weft-bench-") as folder:
        keep = pathlib.Path(options.keep or folder)
        profile = pathlib.Path(folder) / "profile"
        fixture = run_json(options.fill, "--profile", profile)
        commands = {"empty": [options.empty], "weft": [options.weft, "--profile", profile]}
        runs = {name: [] for name in commands}
        for number in range(options.rounds + 1):
            for name, command in commands.items():
                one = run_json(options.watch, "--picture", keep / f"{name}.ppm", "--", *command)
                if number > 0:  # the first of each reads the libraries from the disk
                    runs[name].append(one)

    result = {name: summary(one) for name, one in runs.items()}
    more = round(result["weft"]["complete_ms"] - result["empty"]["complete_ms"], 1)
    result.update(fixture=fixture, rounds=options.rounds, weft_pictures=runs["weft"][-1]["pictures"], figures=[
        {"name": "exec to first frame with cached content", "unit": "ms", "value": result["weft"]["complete_ms"], "fastest": min(one["complete_ms"] for one in runs["weft"]),
         "busy": result["weft"]["busy_ms"], "reference_busy": result["empty"]["busy_ms"], "reference": result["empty"]["complete_ms"],
         "more_than_reference": more, "limit": LIMIT, "met": more <= LIMIT}])
    print(json.dumps(result))


if __name__ == "__main__":
    main()
