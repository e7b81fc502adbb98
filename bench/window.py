#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Time from exec to the first frame, and memory when it is still: Weft beside an empty Adwaita window."""
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = 7


def memory_kb(pid):
    """What is the process's own, and its share of what it shares."""
    for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0


def start(command, preload):
    """ms to the first frame, kB two seconds later."""
    with tempfile.TemporaryDirectory() as folder:
        stamp = pathlib.Path(folder) / "first-frame"
        started = time.clock_gettime_ns(time.CLOCK_MONOTONIC)
        process = subprocess.Popen(command, env=dict(os.environ, LD_PRELOAD=preload, WEFT_FIRST_FRAME=str(stamp)),
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            while not (stamp.exists() and stamp.read_text()):
                if process.poll() is not None or time.clock_gettime_ns(time.CLOCK_MONOTONIC) - started > 60e9:
                    sys.exit(f"{command[0]} showed no frame")
                time.sleep(0.005)
            painted = int(stamp.read_text()) * 1000
            time.sleep(2)
            return (painted - started) / 1e6, memory_kb(process.pid)
        finally:
            process.terminate()
            process.wait()


def main():
    preload, empty, *weft = sys.argv[1:]
    commands = {"empty": [empty]}
    if weft:
        commands["weft"] = weft
    runs = {name: [] for name in commands}
    for _ in range(RUNS):  # side by side, so that a busy moment hits both
        for name, command in commands.items():
            runs[name].append(start(command, preload))
    result = {}
    for name, values in runs.items():
        result[name] = {"first_frame_ms": round(statistics.median(value[0] for value in values), 1),
                        "memory_kb": int(statistics.median(value[1] for value in values))}
    if weft:
        result["more_than_empty"] = {key: round(result["weft"][key] - result["empty"][key], 1) for key in result["empty"]}
    result["runs"] = RUNS
    print(json.dumps(result))


if __name__ == "__main__":
    main()
