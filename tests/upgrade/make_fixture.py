#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a workspace as a version of Weft leaves it behind: a server, and two clients who went on writing while it was down.

    ./dev shell tests/upgrade/make_fixture.py build/src/weftd/weftd build/src/weftctl/weftctl tests/upgrade/fixtures/NAME.tar.xz

Run it with the programs of a version before its database format changes; test_upgrade.py opens what it made with the newest.
"""
import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile

WEFTD, WEFTCTL, TARGET = (os.path.abspath(path) for path in sys.argv[1:4])
KEPT = 4  # exit code: not sent, waits in the outbox


def main():
    directory = tempfile.mkdtemp(prefix="weft-fixture-")
    socket = os.path.join(directory, "sock")
    env = dict(os.environ, WEFTCTL_PASSWORD="correct horse")

    def ctl(who, *arguments, code=0):
        done = subprocess.run([WEFTCTL, "--state", os.path.join(directory, who), "--wait", "30", *arguments], env=env,
                              capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == code, (arguments, done)
        return done.stdout

    read, write = os.pipe()
    server = subprocess.Popen([WEFTD, "-d", os.path.join(directory, "server"), "-s", socket, "--ready-fd", str(write)],
                              pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as ready:
        ready.readline()
    ctl("mai", "--address", "unix:" + socket, "found", "Loom", "--name", "Mai Đặng", "--login", "mai")
    ctl("mai", "create-room", "general", "--topic", "Everything")
    ctl("mai", "create-room", "đơn-hàng")
    ctl("ha", "join", ctl("mai", "invite", "--room", "general").strip(), "--name", "Nguyễn Thu Hà", "--login", "ha")
    for i in range(20):
        ctl("mai", "send", "general", f"mai {i}: đơn hàng số {i}")
        ctl("ha", "send", "general", f"ha {i}")
    ctl("mai", "send", "đơn-hàng", "only I read this")
    ctl("ha", "history", "general")
    server.terminate()
    server.wait(20)
    for i in range(30):
        ctl("ha", "--offline", "send", "general", f"ha offline {i}", code=KEPT)
        ctl("mai", "--offline", "send", "general", f"mai offline {i}", code=KEPT)

    for root, _, names in os.walk(directory):
        for name in names:
            if name.endswith(".db"):
                with contextlib.closing(sqlite3.connect(os.path.join(root, name))) as database, database:
                    database.execute("PRAGMA wal_checkpoint (TRUNCATE)")
    # The socket's path is in the clients' state: the test puts its own there.
    with open(os.path.join(directory, "socket"), "w", encoding="utf-8") as file:
        file.write(socket)
    with tarfile.open(TARGET, "w:xz") as archive:
        for name in ("server", "mai", "ha", "socket"):
            archive.add(os.path.join(directory, name), name)
    shutil.rmtree(directory)


main()
