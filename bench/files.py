#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A large file from one person to another, and what it costs both ends.

    files.py WEFTD WEFTCTL [MB] [--kill]

The file goes up by weftctl and comes down by another one, beside a raw copy of it with its SHA-256 on the same disk. Memory is the proportional set size of
each process over what it was idle. With --kill the client is killed at 40 % and the server at 70 %, both ways; then rates say nothing.
"""
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

ARGUMENTS = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
WEFTD, WEFTCTL = (os.path.abspath(path) for path in ARGUMENTS[:2])
MB = int(ARGUMENTS[2]) if len(ARGUMENTS) > 2 else 256
KILL = "--kill" in sys.argv
SIZE = MB << 20
LIMIT = 32 << 10  # kB over idle


def memory(pid):
    """PSS in kB; 0 if it has ended."""
    try:
        for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except (OSError, ValueError):
        pass
    return 0


class Bench:
    def __init__(self, folder):
        self.folder = folder
        self.socket = os.path.join(folder, "s")
        self.server = None
        self.peaks = {"server": 0, "client": 0}
        self.idle = {}

    def start(self):
        read, write = os.pipe()
        self.server = subprocess.Popen([WEFTD, "-d", os.path.join(self.folder, "server"), "-s", self.socket, "--ready-fd", str(write)], pass_fds=[write],
                                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as ready:
            ready.readline()

    def command(self, who, *arguments):
        return [WEFTCTL, "--state", os.path.join(self.folder, who), "--wait", "60", *arguments]

    def ctl(self, who, *arguments):
        done = subprocess.run(self.command(who, *arguments), capture_output=True, text=True, stdin=subprocess.DEVNULL,
                              env=dict(os.environ, WEFTCTL_PASSWORD="correct horse"), check=False)
        if done.returncode != 0:
            sys.exit(f"{arguments}: {done.stderr}")
        return done.stdout

    def spawn(self, who, *arguments):
        return subprocess.Popen(self.command(who, *arguments), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def watch(self, client, until=lambda: False, server=True):
        """Follows the memory of both until the client ends or @until."""
        while client.poll() is None and not until():
            self.peaks["client"] = max(self.peaks["client"], memory(client.pid))
            if server:
                self.peaks["server"] = max(self.peaks["server"], memory(self.server.pid))
            time.sleep(0.01)

    def measure_idle(self):
        time.sleep(1)
        self.idle["server"] = memory(self.server.pid)
        client = self.spawn("anna", "tail", self.room)
        time.sleep(2)
        self.idle["client"] = memory(client.pid)
        client.terminate()
        client.wait()

    def folder_size(self, *parts):
        total = 0
        for root, _, names in os.walk(os.path.join(self.folder, *parts)):
            for name in names:
                try:
                    total += os.stat(os.path.join(root, name)).st_size
                except OSError:
                    pass
        return total

    def part_size(self, who):
        for root, _, names in os.walk(os.path.join(self.folder, who)):
            if root.endswith("files/part"):
                return sum(os.stat(os.path.join(root, name)).st_size for name in names)
        return 0

    def interrupt(self, spawn, size):
        """Runs @spawn to its end over both kills; @size says how much has come."""
        client = spawn()
        self.watch(client, lambda: size() > SIZE * 0.4)
        client.kill()
        client.wait()
        stands = {"client_killed_at": round(size() / SIZE, 3)}
        client = spawn()
        self.watch(client, lambda: size() > SIZE * 0.7)
        stands["server_killed_at"] = round(size() / SIZE, 3)
        self.server.kill()
        self.server.wait()
        self.start()
        self.watch(client)
        return client, stands


def reference(path, target):
    """Reads, sums up, writes and syncs in one go: what any way of keeping a file by its hash must do at least."""
    start = time.monotonic()
    total = hashlib.sha256()
    with open(path, "rb") as source, open(target, "wb") as out:
        while block := source.read(1 << 20):
            total.update(block)
            out.write(block)
        out.flush()
        os.fsync(out.fileno())
    rate = MB / (time.monotonic() - start)
    os.unlink(target)
    return rate


def main():
    folder = tempfile.mkdtemp(prefix="weft-bench-", dir=os.environ.get("WEFT_BENCH_DIRECTORY"))
    bench = Bench(folder)
    try:
        path = os.path.join(folder, "large")
        with open(path, "wb") as file:
            block = os.urandom(1 << 20)
            total = hashlib.sha256()
            for i in range(MB):
                piece = i.to_bytes(8, "big") + block[8:]
                total.update(piece)
                file.write(piece)
        digest = total.hexdigest()
        raw = 0 if KILL else reference(path, os.path.join(folder, "copy"))

        bench.start()
        bench.ctl("anna", "--address", "unix:" + bench.socket, "found", "Weft", "--name", "Anna", "--login", "anna")
        bench.ctl("bob", "join", bench.ctl("anna", "invite").strip(), "--name", "Bob", "--login", "bob")
        bench.room = bench.ctl("anna", "create-room", "looms", "--member", "bob").strip()
        bench.measure_idle()
        out = os.path.join(folder, "out")
        result = {"megabytes": MB, "raw_copy_mb_s": round(raw, 1), "idle_kb": dict(bench.idle)}

        start = time.monotonic()
        if KILL:
            sent = [False]

            def send():
                if sent[0]:
                    return bench.spawn("anna", "tail", bench.room)
                sent[0] = True
                return bench.spawn("anna", "send", bench.room, "--file", path)  # takes a copy first

            def up():
                return bench.folder_size("server", "files")

            client, result["up"] = interrupt_up(bench, send, up)
        else:
            client = bench.spawn("anna", "send", bench.room, "--file", path)
            bench.watch(client)
        up_time = time.monotonic() - start
        os.unlink(path)
        shutil.rmtree(os.path.join(folder, "anna"))
        bench.ctl("bob", "rooms")

        start = time.monotonic()
        if KILL:
            client, result["down"] = bench.interrupt(lambda: bench.spawn("bob", "fetch", bench.room, "large", "--output", out), lambda: bench.part_size("bob"))
            if client.returncode != 0:
                bench.ctl("bob", "fetch", bench.room, "large", "--output", out)
        else:
            client = bench.spawn("bob", "fetch", bench.room, "large", "--output", out)
            bench.watch(client)
        down_time = time.monotonic() - start
        with open(out, "rb") as file:
            equal = hashlib.file_digest(file, "sha256").hexdigest() == digest

        over = {end: bench.peaks[end] - bench.idle[end] for end in bench.peaks}
        result |= {"hash_equal": equal, "over_idle_kb": over}
        figures = [{"name": f"files: {end} over idle", "unit": "kB", "value": over[end], "limit": LIMIT, "met": over[end] <= LIMIT} for end in over]
        if not KILL:
            result |= {"up_mb_s": round(MB / up_time, 1), "down_mb_s": round(MB / down_time, 1)}
            figures += [{"name": f"files: {way}", "unit": "MB/s", "value": result[f"{way}_mb_s"], "reference": round(raw, 1), "limit": 0,
                         "met": equal} for way in ("up", "down")]
        result["figures"] = figures
        print(json.dumps(result))
    finally:
        if bench.server is not None and bench.server.poll() is None:
            bench.server.terminate()
            bench.server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def interrupt_up(bench, send, size):
    """As Bench.interrupt (), but what is in the outbox goes by itself once anybody is connected."""
    stands = {}
    client = send()
    bench.watch(client, lambda: size() > SIZE * 0.4)
    client.kill()
    client.wait()
    stands["client_killed_at"] = round(size() / SIZE, 3)
    client = send()
    bench.watch(client, lambda: size() > SIZE * 0.7)
    stands["server_killed_at"] = round(size() / SIZE, 3)
    bench.server.kill()
    bench.server.wait()
    bench.start()
    bench.watch(client, lambda: "large" in bench.ctl("bob", "files", bench.room))
    client.terminate()
    client.wait()
    return client, stands


if __name__ == "__main__":
    main()
