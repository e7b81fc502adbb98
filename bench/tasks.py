#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ten thousand tasks by the command line, through a real weftd, beside Taskwarrior, which keeps them in files of this computer alone.

    tasks.py WEFTD WEFTCTL

Taken in, written down as JSON, and a thousand of them moved to be done: by the clock from the command to its end. What weftctl does is on the server's disk by then, and undone by one step.
"""
import contextlib
import csv
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import uuid

TASKS = 10000
BULK = 1000
ROUNDS = 5


def timed(command, environment, data=None):
    began = time.monotonic()
    done = subprocess.run(command, env=environment, input=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{command}: {done.stderr[-2000:]}")
    return time.monotonic() - began, done.stdout


class Weft:
    def __init__(self, folder, weftd, weftctl):
        self.folder = folder
        self.weftctl = weftctl
        read, write = os.pipe()
        socket = os.path.join(folder, "sock")
        self.server = subprocess.Popen([weftd, "-d", os.path.join(folder, "server"), "-s", socket, "--ready-fd", str(write)], pass_fds=[write],
                                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as ready:
            ready.readline()
        self.run("--address", "unix:" + socket, "found", "Bench", "--name", "Ada", "--login", "ada")

    def run(self, *arguments):
        return timed([self.weftctl, "--state", os.path.join(self.folder, "ada"), "--wait", "300", *arguments], dict(os.environ, WEFTCTL_PASSWORD="correct horse"))

    def take(self):
        path = os.path.join(self.folder, "tasks.csv")
        with open(path, "w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["key", "title", "status", "category", "labels", "priority"])
            for i in range(TASKS):
                rows.writerow([f"T-{i}", f"Task {i} of many, which has a title of usual length", "Done" if i == 0 else "To Do", "done" if i == 0 else "to do", f"label {i % 7}", "medium"])
        return self.run("import", "weft", path, "--write")[0]

    def write(self):
        return self.run("export-project", "tasks", os.path.join(self.folder, "tasks.json"))[0]

    def bulk(self, first):
        with contextlib.closing(sqlite3.connect(f"file:{self.folder}/server/weft.db?mode=ro", uri=True)) as database:
            ids = [id for (id,) in database.execute("SELECT id FROM task ORDER BY number LIMIT ? OFFSET ?", (BULK, first + 1))]
            [(stream, done)] = database.execute("SELECT stream, id FROM project_status WHERE category = 'done'")
        return self.run("operate", stream, "board.move", json.dumps({"ids": ids, "status": done}))[0]

    def close(self):
        self.server.terminate()
        self.server.wait(30)


class Taskwarrior:
    def __init__(self, folder):
        home = os.path.join(folder, "taskwarrior")
        os.makedirs(home)
        with open(os.path.join(home, "taskrc"), "w", encoding="utf-8") as file:
            file.write(f"data.location={home}/data\nconfirmation=no\nbulk=0\nverbose=nothing\nhooks=off\nrecurrence=no\ngc=off\n")
        os.makedirs(os.path.join(home, "data"))
        self.environment = dict(os.environ, TASKRC=os.path.join(home, "taskrc"), HOME=home)
        self.ids = [str(uuid.UUID(int=i + 1, version=4)) for i in range(TASKS)]

    def run(self, *arguments, data=None):
        return timed(["task", *arguments], self.environment, data)

    def take(self):
        tasks = [{"uuid": id, "description": f"Task {i} of many, which has a title of usual length", "status": "pending", "entry": "20261127T120000Z",
                  "tags": [f"label{i % 7}"], "priority": "M"} for i, id in enumerate(self.ids)]
        return self.run("import", data=json.dumps(tasks))[0]

    def write(self):
        return self.run("export")[0]

    def bulk(self, first):
        return self.run(f"{first + 1}-{first + BULK}", "done")[0]


def middle(values):
    return sorted(values)[len(values) // 2]


def measure(peer):
    times = {"take": peer.take(), "write": middle([peer.write() for _ in range(ROUNDS)])}
    times["bulk"] = middle([peer.bulk(i * BULK) for i in range(ROUNDS)])
    return times


def main():
    folder = tempfile.mkdtemp(prefix="weft-bench-")
    weft = Weft(folder, *map(os.path.abspath, sys.argv[1:3]))
    try:
        ours = measure(weft)
        theirs = measure(Taskwarrior(folder)) if shutil.which("task") else {}
    finally:
        weft.close()
        shutil.rmtree(folder, ignore_errors=True)
    names = (("take", "10,000 tasks taken in", None), ("write", "10,000 tasks written down", None), ("bulk", "1,000 tasks moved by one command", 1.0))
    print(json.dumps({
        "weft_s": ours, "taskwarrior_s": theirs,
        "ratio": {key: round(ours[key] / theirs[key], 2) for key in theirs},
        "figures": [{"name": name, "unit": "s", "value": round(ours[key], 3), "reference": round(theirs[key], 3) if theirs else None, "limit": limit,
                     "met": limit is None or ours[key] <= limit} for key, name, limit in names],
    }))


if __name__ == "__main__":
    main()
