#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing of an erased text is left in any file of either end, searched for byte by byte.

    test_erase.py WEFTD WEFTCTL
"""
import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unicodedata
import unittest
import zlib

WEFTD, WEFTCTL = (os.path.abspath(path) for path in sys.argv[1:3])
PASSWORD = "correct horse"
# Words which stand nowhere else; with marks, so that folding changes them, and with what JSON escapes.
SECRETS = ["zqxjkvorg", "khuyếchđạiwq", "Trườngsaxz", "say\"zvqhx\\gkwj"]
KEPT = "plexwattle"
ATTACHED = "jqvbzfilewordx"  # in a file, and nowhere else


def forms(word):
    """How a word may stand in a file: as it is, folded, escaped, in UTF-16."""
    folded = "".join(c for c in unicodedata.normalize("NFD", word.lower().replace("đ", "d")) if not unicodedata.combining(c))
    texts = {word, folded, unicodedata.normalize("NFD", word), json.dumps(word)[1:-1], json.dumps(word, ensure_ascii=False)[1:-1]}
    texts |= set("".join(c if c.isalnum() else " " for c in folded).split())
    found = set()
    for text in texts:
        found |= {text.encode("utf-8"), text.encode("utf-16-le"), text.encode("utf-16-be")}
    # The index stores what a word does not share with the one before it: half of it is enough to give it away.
    found |= {text.encode("utf-8")[-6:] for text in texts if len(text) >= 8}
    return found


def files_with(directory, needles):
    """Files in whose bytes one of the needles stands, also unpacked."""
    found = []
    for root, _, names in os.walk(directory):
        for name in names:
            path = os.path.join(root, name)
            try:
                with open(path, "rb") as file:
                    data = file.read()
            except OSError:
                continue  # a socket
            if data[:2] == b"\x1f\x8b":
                try:
                    data += gzip.decompress(data)
                except (EOFError, zlib.error, gzip.BadGzipFile):
                    data += zlib.decompressobj(31).decompress(data)
            found += [(os.path.relpath(path, directory), needle) for needle in needles if needle in data]
    return found


class Erase(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix="weft-erase-")
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)
        self.socket = os.path.join(self.directory, "sock")
        read, write = os.pipe()
        self.server = subprocess.Popen([WEFTD, "-d", os.path.join(self.directory, "server"), "-s", self.socket, "--ready-fd", str(write)],
                                       pass_fds=[write], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(self.server.kill)
        os.close(write)
        with os.fdopen(read) as ready:
            assert ready.readline(), "weftd does not start"

    def ctl(self, who, *arguments, code=0):
        done = subprocess.run([WEFTCTL, "--state", os.path.join(self.directory, who), "--wait", "30", *arguments], capture_output=True,
                              text=True, timeout=90, env=dict(os.environ, WEFTCTL_PASSWORD=PASSWORD), check=False)
        self.assertEqual(done.returncode, code, f"{arguments}: {done.stdout}{done.stderr}")
        return done.stdout

    def messages(self, who):
        return [json.loads(line) for line in self.ctl(who, "history", "general", "--limit", "1000", "--json").splitlines()]

    def needles(self, words):
        return {form for word in words for form in forms(word)}

    def wait_until_clean(self, needles):
        """The server takes it out a second after, a client when it is idle or closes."""
        for _ in range(60):
            left = files_with(self.directory, needles)
            if not left:
                return
            time.sleep(0.5)
        self.fail(f"still there: {left}")

    def test_nothing_is_left(self):
        self.ctl("mai", "--address", "unix:" + self.socket, "found", "Loom", "--name", "Mai Đặng", "--login", "mai")
        self.ctl("mai", "create-room", "general")
        self.ctl("ha", "join", self.ctl("mai", "invite", "--room", "general").strip(), "--name", "Hà", "--login", "ha")
        live = subprocess.Popen([WEFTCTL, "--state", os.path.join(self.directory, "an"), "--wait", "30", "tail", "general"],
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) if self.join("an") else None
        self.addCleanup(live.kill)
        for i in range(12):
            self.ctl("mai", "send", "general", f"{KEPT} {i}")
        for word in SECRETS:  # of which Hà gets notices
            self.ctl("mai", "send", "general", f"@Hà, the {word} is secret, {word}!")
        self.attach()
        self.ctl("ha", "send", "general", f"also {SECRETS[1]} by me")
        self.assertEqual(len(self.messages("ha")), 12 + len(SECRETS) + 2)
        self.join("late")  # whoever comes now makes the server write a snapshot
        self.messages("late")
        needles = self.needles(SECRETS) | {ATTACHED.encode()}
        before = {path.split(os.sep)[0] for path, _ in files_with(self.directory, needles)}
        self.assertEqual(before, {"server", "mai", "ha", "an", "late"}, "the search finds nothing, so it proves nothing")

        attached = {path.split(os.sep)[0] for path, _ in files_with(self.directory, {ATTACHED.encode()})}
        self.assertEqual(attached, {"server", "mai", "ha"})
        ids = [m["id"] for m in self.messages("mai") if "secret" in m["text"] or "by me" in m["text"]]
        self.assertEqual(len(ids), len(SECRETS) + 2)
        self.ctl("ha", "erase", "general", *ids, code=3)  # most are another's
        self.ctl("mai", "erase", "general", *ids)         # who administers the room
        for who in ("ha", "late", "mai"):
            texts = [m["text"] for m in self.messages(who)]
            self.assertEqual(len(texts), 12 + len(SECRETS) + 2)
            self.assertEqual([text for text in texts if text], [f"{KEPT} {i}" for i in range(12)])
        self.wait_until_clean(needles)
        self.assertTrue(files_with(self.directory, self.needles([KEPT])), "what was not erased is gone too")
        live.send_signal(signal.SIGINT)
        live.wait(20)
        self.server.terminate()
        self.assertEqual(self.server.wait(20), 0)
        self.assertEqual(files_with(self.directory, needles), [])
        check = subprocess.run([WEFTD, "--fsck", "-d", os.path.join(self.directory, "server")], capture_output=True, text=True, timeout=60,
                               check=False)
        self.assertEqual(check.returncode, 0, check.stdout + check.stderr)

    def attach(self):
        """Both ends have a file: who sent it, who fetched it, and the server."""
        outside = tempfile.mkdtemp(prefix="weft-erase-file-")
        self.addCleanup(shutil.rmtree, outside, ignore_errors=True)
        path = os.path.join(outside, "note.txt")
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"{ATTACHED}\n" * 100)
        self.ctl("mai", "send", "general", "--file", path, "The file is secret")
        self.ctl("ha", "history", "general")
        self.ctl("ha", "fetch", "general", "note.txt", "--output", os.path.join(outside, "copy"))

    def join(self, who):
        self.ctl(who, "join", self.ctl("mai", "invite", "--room", "general").strip(), "--name", who, "--login", who)
        return True


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
