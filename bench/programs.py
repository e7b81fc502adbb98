# SPDX-License-Identifier: GPL-3.0-or-later
"""What the benchmarks of windows share: programs which are started, pressed keys, memory."""
import json
import os
import pathlib
import subprocess
import sys
import time


def run_json(*command):
    """Runs a program which prints one JSON object."""
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{command[0]}: {done.stderr.strip()[-2000:]}")
    return json.loads(done.stdout)


def xdotool(*arguments):
    return subprocess.run(["xdotool", *map(str, arguments)], capture_output=True, text=True, check=False).stdout.strip()


def memory(pid):
    """Its share of what it shares, and all of it, in kB."""
    found = {}
    for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        key, _, value = line.partition(":")
        if key in ("Pss", "Rss", "Pss_Anon"):
            found[f"{key.lower()}_kb"] = int(value.split()[0])
    return found


class Window:
    """A program and its window; a context manager."""

    def __init__(self, command, **environment):
        self.process = subprocess.Popen([str(part) for part in command], env=dict(os.environ, **environment),
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.number = self.wait(lambda: xdotool("search", "--onlyvisible", "--pid", self.process.pid).split()[-1:], "a window")[0]
        xdotool("windowactivate", "--sync", self.number)

    def wait(self, look, what, patience=20):
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if self.process.poll() is not None:
                sys.exit(f"{self.process.args[0]} ended with {self.process.returncode}")
            found = look()
            if found:
                return found
            time.sleep(0.05)
        sys.exit(f"{self.process.args[0]}: {what} did not come in {patience} s")

    def title(self):
        return xdotool("getwindowname", self.number)

    def key(self, *keys):
        xdotool("key", "--clearmodifiers", *keys)

    def shot(self, path):
        subprocess.run(["import", "-silent", "-window", self.number, str(path)], check=False)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(8)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
