#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""1,000 messages a second arrive in the room on screen, through a real weftd, while the window's frames are timed from inside.

    pour.py FEED WEFTD FRAMES-LIBRARY WEFT [--rate N] [--seconds N] [--keep DIRECTORY]

"frame" is one pass of the frame clock (layout and drawing), "frame_processor" the main thread's processor time in it, "busy" how long the main loop was kept from a timer. The reference is the
same window when nothing arrives but a message a second.
"""
import argparse
import json
import os
import pathlib
import subprocess
import tempfile
import time

from programs import Window

LIMIT = 16  # ms
ID = "01920000-0000-7000-8000-00000000feed"


def g_str_hash(text):
    value = 5381
    for byte in text.encode():
        value = (value * 33 + (byte - 256 if byte > 127 else byte)) & 0xffffffff
    return value


def percentiles(values):
    values = sorted(values) or [0]
    return {"n": len(values), "p50_ms": round(values[len(values) // 2], 2), "p95_ms": round(values[int((len(values) - 1) * 0.95)], 2),
            "p99_ms": round(values[int((len(values) - 1) * 0.99)], 2), "max_ms": round(values[-1], 2)}


def summary(path, begin, end):
    """Of what the library noted between two times."""
    frames, processor, busy, ends = [], [], [], []
    for line in path.read_text().splitlines():
        kind, at, duration, used = line.split()
        if begin <= int(at) <= end:
            (frames if kind == "f" else busy).append(int(duration) / 1000)
            if kind == "f":
                ends.append(int(at) / 1000)
                processor.append(int(used) / 1000)
    return {"frames_a_second": round(len(frames) / ((end - begin) / 1e6), 1), "frame": percentiles(frames), "frame_processor": percentiles(processor),
            "between_frames": percentiles([b - a for a, b in zip(ends, ends[1:])]), "busy": percentiles(busy)}


def is_blank(window):
    """Whether no messages are to be seen in the middle of the window: text has more colours than an empty ground."""
    out = subprocess.run(["import", "-silent", "-window", window.number, "-gravity", "center", "-crop", "40%x60%+100+0", "-format", "%k", "info:"],
                         capture_output=True, text=True, check=False).stdout
    return not out.strip().isdigit() or int(out) < 16


def main():
    parser = argparse.ArgumentParser()
    for name in ("feed", "weftd", "frames", "weft"):
        parser.add_argument(name)
    parser.add_argument("--rate", type=int, default=1000)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--keep")
    options = parser.parse_args()

    with tempfile.TemporaryDirectory(prefix="weft-bench-") as folder:
        profile = pathlib.Path(folder) / "profile"
        workspace = profile / ID
        workspace.mkdir(parents=True)
        (profile / "workspaces.ini").write_text(f"[{ID}]\nkind=embedded\nname=Bench\n")
        # The app joins a server which is there already; this is where it looks (src/app/weft-embedded.c, weft-workspace.c).
        socket = pathlib.Path(os.environ["XDG_RUNTIME_DIR"]) / "weft" / f"{ID[-12:]}-{g_str_hash(str(workspace)):08x}" / "weftd.sock"
        socket.parent.mkdir(parents=True, mode=0o700)
        feed = subprocess.Popen([options.feed, options.weftd, str(workspace / "server"), str(socket)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                stderr=subprocess.DEVNULL, text=True)
        try:
            assert feed.stdout.readline() == "ready\n", "feed did not come up"
            frames = pathlib.Path(folder) / "frames"
            result = {}
            with Window([options.weft, "--profile", profile], LD_PRELOAD=options.frames, WEFT_FRAMES=str(frames)) as window:
                window.wait(lambda: "general" in window.title() or window.key("alt+Down"), "the room")
                time.sleep(3)
                for name, rate in (("reference", 1), ("poured", options.rate)):
                    began = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
                    feed.stdin.write(f"{rate} {options.seconds}\n")
                    feed.stdin.flush()
                    fed = json.loads(feed.stdout.readline())
                    result[name] = dict(summary(frames, began, time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000), fed=fed)
                    time.sleep(1)
                    result[name]["blank"] = is_blank(window)
                if options.keep:
                    window.shot(pathlib.Path(options.keep) / "pour.png")
        finally:
            feed.stdin.close()
            feed.wait(20)

    value = result["poured"]["frame"]["p95_ms"]
    result["figures"] = [{"name": f"a frame while {options.rate} messages a second arrive, p95", "unit": "ms", "value": value, "busy": result["poured"]["frame_processor"]["p95_ms"],
                          "reference": result["reference"]["frame"]["p95_ms"], "limit": LIMIT, "met": value <= LIMIT and not result["poured"]["blank"]}]
    print(json.dumps(result))


if __name__ == "__main__":
    main()
