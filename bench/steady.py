#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether memory stays flat: so many messages a second for so many minutes, from one client of the app's engine through a real weftd to another.

    steady.py FEED WEFTD WEFTCTL [--minutes 30] [--rate 1000] [--every 10] [--directory DIRECTORY]

The memory of all three (PSS, and of that what is no file: anonymous) is sampled every so many seconds; "slope" is the straight line through the second half
of the samples, when caches are full. The directory grows by about 1 kB a message and end: take one on a disk.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

LIMIT = 100  # kB a minute: what an hour more would cost is 6 MB


def memory(pid):
    """(PSS, anonymous PSS) in kB."""
    values = {}
    for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
        name, value = line.split(":")
        values[name] = int(value.split()[0])
    return values["Pss"], values["Pss_Anon"]


def slope(samples):
    """Of (seconds, value): value a minute, by least squares."""
    n = len(samples)
    if n < 2:
        return 0.0
    mean_x = sum(x for x, _ in samples) / n
    mean_y = sum(y for _, y in samples) / n
    below = sum((x - mean_x) ** 2 for x, _ in samples)
    return 60 * sum((x - mean_x) * (y - mean_y) for x, y in samples) / below if below else 0.0


def child_of(pid, name):
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                status = (entry / "stat").read_text()
            except OSError:
                continue
            comm, rest = status[status.index("(") + 1:].rsplit(") ", 1)
            if comm == name and int(rest.split()[1]) == pid:
                return int(entry.name)
    raise RuntimeError(f"{name} does not run")


def count_lines(process, counted):
    for _ in process.stdout:
        counted[0] += 1


def main():
    parser = argparse.ArgumentParser()
    for name in ("feed", "weftd", "weftctl"):
        parser.add_argument(name)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--rate", type=int, default=1000)
    parser.add_argument("--every", type=float, default=10)
    parser.add_argument("--directory")
    options = parser.parse_args()

    with tempfile.TemporaryDirectory(prefix="weft-steady-", dir=options.directory) as folder:
        socket = f"/tmp/weft-steady-{os.getpid()}.sock"
        environment = dict(os.environ, TMPDIR=folder)
        feed = subprocess.Popen([options.feed, options.weftd, f"{folder}/server", socket], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                stderr=subprocess.DEVNULL, text=True, env=environment)
        reader = None
        try:
            assert feed.stdout.readline() == "ready\n", "feed did not come up"
            ctl = [options.weftctl, "--address", f"unix:{socket}", "--state", f"{folder}/reader", "--wait", "60"]
            subprocess.run([*ctl, "sign-in", "--local"], check=True, stdout=subprocess.DEVNULL, timeout=120)
            reader = subprocess.Popen([*ctl, "--json", "tail", "general"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
            counted = [0]
            threading.Thread(target=count_lines, args=(reader, counted), daemon=True).start()
            time.sleep(2)
            pids = {"weftd": child_of(feed.pid, "weftd"), "writer": feed.pid, "reader": reader.pid}
            samples = {name: [] for name in pids}
            seconds = int(options.minutes * 60)
            before = counted[0]
            feed.stdin.write(f"{options.rate} {seconds}\n")
            feed.stdin.flush()
            began = time.monotonic()
            while (passed := time.monotonic() - began) < seconds:
                for name, pid in pids.items():
                    samples[name].append((passed, *memory(pid)))
                print(f"steady: {passed:6.0f} s, {counted[0] - before} heard, load {os.getloadavg()[0]:.1f}, "
                      + ", ".join(f"{name} {values[-1][1]} kB ({values[-1][2]})" for name, values in samples.items()), file=sys.stderr, flush=True)
                time.sleep(max(0, options.every - (time.monotonic() - began) % options.every))
            fed = json.loads(feed.stdout.readline())
            until = time.monotonic() + 60
            while counted[0] - before < fed["messages"] and time.monotonic() < until:
                time.sleep(0.2)
        finally:
            for process in (reader, feed):
                if process is not None:
                    if process.stdin:
                        process.stdin.close()
                    else:
                        process.terminate()
                    process.wait(60)

    result = {"fed": fed, "heard": counted[0] - before, "figures": []}
    for name, values in samples.items():
        late = values[len(values) // 2:]
        result[name] = {"first_kb": values[0][1], "half_kb": late[0][1], "last_kb": values[-1][1], "highest_kb": max(v[1] for v in values),
                        "slope_kb_a_minute": round(slope([(v[0], v[1]) for v in late]), 1),
                        "anonymous_slope_kb_a_minute": round(slope([(v[0], v[2]) for v in late]), 1)}
        value = result[name]["slope_kb_a_minute"]
        result["figures"].append({"name": f"memory of the {name} at {options.rate} messages a second, {options.minutes:g} minutes: slope", "unit": "kB/min",
                                  "value": value, "limit": LIMIT, "met": value <= LIMIT and result["heard"] == fed["messages"]})
    print(json.dumps(result))


if __name__ == "__main__":
    main()
