#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An export is lossless, a hostile one is refused whole, and history, activity and audit tell what happened.

    test_export.py WEFTD WEFTCTL
"""
import csv
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "database"))

import databases  # noqa: E402

WEFTD, WEFTCTL = (os.path.abspath(path) for path in sys.argv[1:3])
PASSWORD = "correct horse"


def tree(directory):
    """Every file of an export by its name, without what the manifest says of when it was made."""
    files = {}
    for root, _, names in os.walk(directory):
        for name in names:
            path = os.path.join(root, name)
            with open(path, "rb") as file:
                data = file.read()
            if name == "manifest.json":
                manifest = json.loads(data)
                del manifest["exported_at"]
                data = manifest
            files[os.path.relpath(path, directory)] = data
    return files


class Export(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix="weft-export-")
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)
        self.socket = os.path.join(self.directory, "sock")
        self.server = None
        self.addCleanup(self.stop)

    def start(self, name, options=None):
        read, write = os.pipe()
        self.server = subprocess.Popen([WEFTD, *(options or self.at(name)), "-s", self.socket, "--ready-fd", str(write)], pass_fds=[write],
                                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as ready:
            self.assertTrue(ready.readline(), "weftd does not start")

    def stop(self):
        if self.server:
            self.server.terminate()
            self.assertEqual(self.server.wait(30), 0)
        self.server = None

    def path(self, name):
        return os.path.join(self.directory, name)

    def at(self, name):
        """The options which say where the workspace @name is kept."""
        return databases.options(self.path(name))

    def wipe(self, name):
        shutil.rmtree(self.path(name))
        databases.forget(self.path(name))

    def ctl(self, who, *arguments, code=0):
        done = subprocess.run([WEFTCTL, "--state", self.path(who), "--wait", "30", *arguments], capture_output=True, text=True, timeout=90,
                              env=dict(os.environ, WEFTCTL_PASSWORD=PASSWORD), check=False)
        self.assertEqual(done.returncode, code, f"{arguments}: {done.stdout}{done.stderr}")
        return done.stdout if code == 0 else done.stderr

    def weftd(self, *arguments, code=0):
        done = subprocess.run([WEFTD, *arguments], capture_output=True, text=True, timeout=90, check=False)
        self.assertEqual(done.returncode, code, f"{arguments}: {done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def lines(self, who, *arguments):
        return [json.loads(line) for line in self.ctl(who, "--json", *arguments).splitlines()]

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        return self.path(name)

    def fetch(self, who, room, name):
        self.ctl(who, "fetch", room, name, "--output", self.path("fetched"))
        with open(self.path("fetched"), encoding="utf-8") as file:
            text = file.read()
        os.unlink(self.path("fetched"))
        return text

    furnished = None  # the export of a workspace, and its messages

    def furnish(self):
        """Serves a workspace with some people and messages. It is made once: the others are imports of it."""
        if Export.furnished is None:
            self.start("server")
            self.ctl("mai", "--address", "unix:" + self.socket, "found", "Loom", "--name", "Mai Đặng", "--login", "mai")
            self.ctl("mai", "create-room", "general")
            self.ctl("ha", "join", self.ctl("mai", "invite", "--room", "general").strip(), "--name", "Hà", "--login", "ha")
            for i in range(6):
                self.ctl("mai" if i % 2 else "ha", "send", "general", f"số {i} \"quoted\" \\ back")
            self.ctl("mai", "send", "general", "--file", self.write("plan.txt", "warp and weft"), "the plan")
            messages = self.lines("mai", "history", "general")
            self.ctl("mai", "erase", "general", messages[2]["id"])
            kept = tempfile.mkdtemp(prefix="weft-export-")
            self.addClassCleanup(shutil.rmtree, kept, ignore_errors=True)
            self.weftd("--export", os.path.join(kept, "one"), *self.at("server"))
            Export.furnished = os.path.join(kept, "one"), messages
            return messages
        export, messages = Export.furnished
        self.weftd("--import", export, *self.at("server"))
        self.start("server")
        for person in ("mai", "ha"):
            self.ctl(person, "--address", "unix:" + self.socket, "sign-in", person)
        return messages

    def test_lossless(self):
        messages = self.furnish()
        self.weftd("--export", self.path("one"), *self.at("server"))  # while it serves
        self.stop()
        self.assertIn("already", self.weftd("--import", self.path("one"), *self.at("server"), code=1))
        self.wipe("server")
        self.weftd("--import", self.path("one"), *self.at("server"))
        self.weftd("--fsck", *self.at("server"))
        self.weftd("--export", self.path("two"), *self.at("server"))
        self.assertEqual(tree(self.path("one")), tree(self.path("two")))
        self.assertNotIn(messages[2]["text"].encode(), b"".join(data for data in tree(self.path("one")).values() if isinstance(data, bytes)))

        # People sign in again, and everything is there for those who come back and for those who come new.
        self.start("server")
        self.ctl("mai2", "--address", "unix:" + self.socket, "sign-in", "mai")
        texts = [m["text"] for m in self.lines("mai2", "history", "general")]
        self.assertEqual(texts, ["" if i == 2 else m["text"] for i, m in enumerate(messages)])
        self.ctl("ha", "--address", "unix:" + self.socket, "sign-in", "ha")
        self.ctl("ha", "send", "general", "after")
        self.assertEqual([m["text"] for m in self.lines("mai2", "history", "general")][-1], "after")
        self.assertEqual(self.fetch("mai2", "general", "plan.txt"), "warp and weft")

    @unittest.skipUnless(databases.POSTGRESQL, "SQLite's file alone has nowhere to go")
    def test_moves(self):
        """A team outgrows one machine, and goes back: from SQLite's file into PostgreSQL and out again, byte for byte."""
        self.furnish()
        self.weftd("--export", self.path("zero"), *self.at("server"))
        self.stop()
        file = ["--directory", self.path("file")]
        self.weftd("--import", self.path("zero"), *file)
        self.weftd("--export", self.path("one"), *file)
        taken = ["--directory", self.path("file"), *self.at("grown")[2:]]
        self.assertIn("choose another --directory", self.weftd("--import", self.path("one"), *taken, code=2), "its files would be swept away")
        self.weftd("--import", self.path("one"), *self.at("grown"))
        self.assertIn("already", self.weftd("--import", self.path("one"), *self.at("grown"), code=1))
        self.assertIn("all is whole", self.weftd("--fsck", *self.at("grown")))
        self.ctl("admin", "export", *self.at("grown"), self.path("two"))
        self.assertEqual(tree(self.path("one")), tree(self.path("two")))
        back = ["--directory", self.path("back")]
        self.ctl("admin", "import", *back, self.path("two"))
        self.assertIn("all is whole", self.weftd("--fsck", *back))
        self.weftd("--export", self.path("three"), *back)
        self.assertEqual(tree(self.path("one")), tree(self.path("three")))

        # Whoever was signed in signs in again, and finds the place.
        self.start("grown")
        self.ctl("ha", "--address", "unix:" + self.socket, "sign-in", "ha")
        self.ctl("ha", "send", "general", "in PostgreSQL")
        self.assertEqual(self.fetch("ha", "general", "plan.txt"), "warp and weft")

    def test_stream(self):
        self.furnish()
        self.ctl("mai", "create-room", "other")
        self.ctl("mai", "send", "other", "--file", self.write("secret.txt", "not in this room"))
        room = next(r["stream"] for r in self.lines("mai", "rooms") if r["name"] == "general")
        self.weftd("--export", self.path("room"), "--stream", room, *self.at("server"))
        self.assertFalse(os.path.exists(os.path.join(self.path("room"), "server.jsonl")))
        self.assertEqual(os.listdir(self.path("room") + "/blobs"), [hashlib.sha256(b"warp and weft").hexdigest()])
        self.weftd("--export", self.path("none"), "--stream", "room/019a81f0-0000-7000-8000-00000000b001", *self.at("server"), code=1)
        self.assertFalse(os.path.exists(self.path("none")))
        self.stop()
        self.assertIn("already", self.weftd("--import", self.path("room"), *self.at("server"), code=1))

        # Into another workspace, of which Hà is a member, and Mai is not.
        self.start("other")
        self.ctl("lan", "--address", "unix:" + self.socket, "found", "Mill", "--name", "Lan", "--login", "lan")
        self.stop()
        self.weftd("--import", self.path("room"), *self.at("other"))
        self.assertIn("already", self.weftd("--import", self.path("room"), *self.at("other"), code=1))
        self.assertIn("all is whole", self.weftd("--fsck", *self.at("other")))
        self.weftd("--export", self.path("again"), "--stream", room, *self.at("other"))
        self.assertEqual(tree(self.path("room")), tree(self.path("again")), "its file with it")
        lan = databases.run_sql(self.path("other"), "SELECT id FROM person")[0][0]
        self.rewrite("again", lambda line: line, member=lan)
        self.start("third")
        self.ctl("an", "--address", "unix:" + self.socket, "found", "Third", "--name", "An", "--login", "an")
        self.stop()
        self.assertIn("mark: not the running hash", self.weftd("--import", self.path("again"), *self.at("third"), code=2))
        self.weftd("--fsck", *self.at("other"))

    def rewrite(self, name, change, member=None, fix=True):
        """Changes an export as somebody would who knows the format: the manifest fits again."""
        root = self.path(name)
        with open(os.path.join(root, "manifest.json"), encoding="utf-8") as file:
            manifest = json.load(file)
        for entry in manifest["files"]:
            path = os.path.join(root, entry["file"])
            with open(path, encoding="utf-8") as file:
                lines = file.read().splitlines()
            changed = [new for line in lines if (new := change(line)) is not None]
            if member is not None:
                changed = [line.replace(json.loads(json.loads(lines[1])["event"])["by"], member) for line in changed]
            data = "".join(line + "\n" for line in changed).encode()
            with open(path, "wb") as file:
                file.write(data)
            if fix:
                entry["lines"], entry["sha256"] = len(changed), hashlib.sha256(data).hexdigest()
        with open(os.path.join(root, "manifest.json"), "w", encoding="utf-8") as file:
            json.dump(manifest, file)

    def test_hostile(self):
        self.furnish()
        self.weftd("--export", self.path("good"), *self.at("server"))
        self.stop()
        room = next(name for name in os.listdir(self.path("good") + "/streams") if name.startswith("room-"))

        def on_room(change):
            return lambda root: self.edit_lines(root, "streams/" + room, change)

        def manifest(change):
            def edit(root):
                path = os.path.join(root, "manifest.json")
                with open(path, encoding="utf-8") as file:
                    value = json.load(file)
                change(value)
                with open(path, "w", encoding="utf-8") as file:
                    json.dump(value, file)
            return edit

        def entry(value):
            return next(e for e in value["files"] if e["file"].endswith(room))

        def link(root):
            os.rename(f"{root}/streams/{room}", f"{root}/elsewhere")
            os.symlink("../elsewhere", f"{root}/streams/{room}")

        def pipe(root):
            os.unlink(f"{root}/streams/{room}")
            os.mkfifo(f"{root}/streams/{room}")

        cases = [
            (on_room(lambda n, line: line.replace("thread.message-sent", "thread.message-sung")), "which nobody knows"),
            (on_room(lambda n, line: line.replace("số 3", "số 4")), "mark: not the running hash after this event"),
            (on_room(lambda n, line: None if n == 5 else line), "its seq is"),
            (on_room(lambda n, line: "" if n == 5 else line), f"{room}, line 5: JSON"),
            (on_room(lambda n, line: "[]" if n == 5 else line), f"{room}, line 5: JSON"),
            (on_room(lambda n, line: "{}" if n == 5 else line), f"{room}, line 5: neither a row, an event nor a latest value"),
            (on_room(lambda n, line: '{"row":"secrets:1","cells":[1]}' if n == 2 else line), "line 2: row: “secrets:1” names no row"),
            (on_room(lambda n, line: '{"row":"room:","cells":[1]}' if n == 2 else line), "line 2: cells: 1, but room has"),
            (on_room(lambda n, line: line + " " * 5_000_000 if n == 2 else line), "line 2: over 4194304 bytes"),
            (on_room(lambda n, line: line.replace('"head":', '"head":1') if n == 1 else line), "its head is"),
            (on_room(lambda n, line: line.replace('"rows":"', '"rows":"0') if n == 1 else line), "rows: the events add up to others"),
            (on_room(lambda n, line: line.replace('"floor_mark":"', '"floor_mark":"z') if n == 1 else line), "line 1: floor_mark"),
            (manifest(lambda m: entry(m).update(file="streams/../../server/weft.db")), "manifest.json: file: “streams/../../server/weft.db”"),
            (manifest(lambda m: entry(m).update(file="/etc/passwd")), "manifest.json: file: “/etc/passwd”"),
            (manifest(lambda m: entry(m).update(stream="room/../..")), "manifest.json: stream: “room/../..” is no stream"),
            (manifest(lambda m: entry(m).update(sha256="0" * 64)), f"{room}: its SHA-256 is not that in the manifest"),
            (manifest(lambda m: entry(m).update(lines=3)), f"{room}: 1"),
            (manifest(lambda m: m.update(version=2)), "manifest.json: version: 2, this program reads 1"),
            (manifest(lambda m: m.update(format="zip")), "manifest.json: format: “zip”, expected weft-export"),
            (manifest(lambda m: m.update(files="all")), "manifest.json: files: expected an array"),
            (manifest(lambda m: m.update(files=[7])), "manifest.json: files[0]: expected an object"),
            (manifest(lambda m: m["files"].append(m["files"][0])), "is in this workspace already"),
            (manifest(lambda m: m.update(blobs=[{"hash": "../../x", "size": 1, "at": 1}])), "manifest.json: hash: expected"),
            (manifest(lambda m: m.update(blobs=[{"hash": "0" * 64, "size": 1, "at": 1}])), "No such file"),
            (lambda root: self.edit_lines(root, "server.jsonl", lambda n, line: '{"table":"event","cells":{"seq":1}}' if n == 1 else line),
             "server.jsonl, line 1: table: “event” is none that is imported"),
            (lambda root: self.edit_lines(root, "server.jsonl", lambda n, line: '{"table":"setting","cells":{"a\\"b":1}}' if n == 1 else line),
             "server.jsonl, line 1: cells: setting has no column"),
            (lambda root: self.edit_lines(root, "server.jsonl", lambda n, line: line + "\n" + line if n == 2 else line), "server.jsonl, line 3:"),
            (lambda root: self.edit_lines(root, "server.jsonl", lambda n, line: '{"table":"credential","cells":{"person":"x"}}' if n == 3 else line),
             "server.jsonl, line 3:"),
            (lambda root: self.edit_blob(root, b"warp and weft, and more"), "its SHA-256 is another"),
            (manifest(lambda m: m["blobs"][0].update(size=1)), "manifest.json: size: 1, but"),
            (link, "streams/"), (pipe, "no plain file"), (lambda root: os.unlink(f"{root}/streams/{room}"), "No such file"),
            (lambda root: os.unlink(f"{root}/manifest.json"), "manifest.json: No such file"),
        ]
        for number, (spoil, message) in enumerate(cases):
            with self.subTest(number=number, message=message):
                root = self.path(f"bad{number}")
                shutil.copytree(self.path("good"), root)
                spoil(root)
                done = subprocess.run([WEFTD, "--import", root, *self.at("target")], capture_output=True, text=True, timeout=60, check=False)
                self.assertIn(done.returncode, (1, 2), done.stdout + done.stderr)
                self.assertIn(message, done.stderr)
                target = self.path("target")
                self.assertFalse(os.path.exists(target + ".part"))
                if databases.POSTGRESQL:
                    self.assertEqual([name for _, _, names in os.walk(target + "/files") for name in names], [])
                else:
                    self.assertFalse(os.path.exists(target))
        # Nothing of any of them is left.
        self.weftd("--import", self.path("good"), *self.at("target"))
        self.weftd("--export", self.path("again"), *self.at("target"))
        self.assertEqual(tree(self.path("good")), tree(self.path("again")))

    def edit_blob(self, root, data):
        with open(os.path.join(root, "blobs", os.listdir(root + "/blobs")[0]), "wb") as file:
            file.write(data)

    def edit_lines(self, root, name, change):
        path = os.path.join(root, name)
        with open(path, encoding="utf-8") as file:
            lines = file.read().splitlines()
        lines = [new for n, line in enumerate(lines, 1) if (new := change(n, line)) is not None]
        data = "".join(line + "\n" for line in lines).encode()
        with open(path, "wb") as file:
            file.write(data)
        manifest = os.path.join(root, "manifest.json")
        with open(manifest, encoding="utf-8") as file:
            value = json.load(file)
        for entry in value["files"]:
            if entry["file"] == name:
                entry["lines"], entry["sha256"] = len(lines), hashlib.sha256(data).hexdigest()
        with open(manifest, "w", encoding="utf-8") as file:
            json.dump(value, file)

    def test_past(self):
        messages = self.furnish()
        activity = self.lines("ha", "activity", "general", "--limit", "0")
        self.assertEqual([a["seq"] for a in activity], list(range(activity[0]["seq"], 0, -1)))
        self.assertEqual(activity[0]["says"], "{by} erased content")
        self.assertEqual(activity[-1]["name"], "chat.room-created")
        self.assertEqual([a["seq"] for a in activity if a.get("erased")], [a["seq"] for a in activity if a.get("row", "").endswith(messages[2]["id"])])
        self.assertNotIn("số", self.ctl("ha", "activity", "general"))
        self.assertIn("Mai Đặng made the room", self.ctl("ha", "activity", "general"))

        fifth = next(a["seq"] for a in activity if a.get("row") == "message:" + messages[4]["id"])
        rows = self.lines("ha", "history", "general", "--at", str(fifth))
        self.assertEqual(sorted(r["cells"]["ordinal"] for r in rows if r["table"] == "message"), [1, 2, 3, 4, 5])
        changes = self.lines("ha", "history", "general", "--diff", str(fifth), "--at", str(fifth + 1))
        self.assertEqual([(c["table"], c["change"]) for c in changes], [("thread", "update"), ("message", "insert")])
        self.assertEqual(changes[0]["cells"]["last_ordinal"], [5, 6])
        self.assertEqual(changes[1]["cells"]["text"], [None, messages[5]["text"]])
        self.assertEqual(self.lines("ha", "history", "general", "--diff", str(fifth), "--at", str(fifth)), [])
        self.assertIn("what is kept goes from 0 to", self.ctl("ha", "history", "general", "--at", "99999", code=3))
        self.ctl("ha", "history", "general", "--at", "yesterday", code=2)

        # Who is no member learns nothing, nor does a member of the audit.
        self.ctl("an", "join", self.ctl("mai", "invite").strip(), "--name", "An", "--login", "an")
        self.assertIn("for its administrators", self.ctl("ha", "audit", code=3))
        self.ctl("x", "--address", "unix:" + self.socket, "sign-in", "mai", "--password-file", "/dev/null", code=3)
        audit = self.lines("mai", "audit", "--limit", "0")
        self.assertEqual([a["n"] for a in audit], list(range(len(audit), 0, -1)))
        actions = {a["action"] for a in audit}
        self.assertLessEqual({"found", "join", "people.invite", "chat.create-room", "content.erase", "people.found-workspace"}, actions)
        self.assertNotIn("thread.send", actions)
        self.audit_is_narrowed(audit)
        self.stop()
        self.weftd("--fsck", *self.at("server"))
        databases.run_sql(self.path("server"), "UPDATE audit SET target = 'nothing' WHERE n = 3")
        self.assertIn("the audit was changed by hand at entry 3", self.weftd("--fsck", *self.at("server"), code=4))

    def audit_is_narrowed(self, whole):
        """By kind, person and time; as CSV every entry is there, whatever a stranger gave for a login."""
        self.ctl("x", "--address", "unix:" + self.socket, "sign-in", '=1+"x"', "--password-file", self.write("wrong", "not the password\n"), code=3)
        people = self.lines("mai", "audit", "--limit", "0", "--kind", "people")
        self.assertEqual(people, [a for a in whole if a["action"].startswith("people.")])
        ha = self.lines("mai", "audit", "--limit", "0", "--person", "ha")
        self.assertTrue(ha and all(a["actor"] == ha[0]["actor"] or a["target"].endswith(ha[0]["actor"]) for a in ha), ha)
        self.assertEqual(self.lines("mai", "audit", "--limit", "0", "--until", "2020-01-01"), [])
        self.assertEqual(len(self.lines("mai", "audit", "--limit", "0", "--since", "2020-01-01")), len(whole) + 1)
        self.ctl("mai", "audit", "--since", "yesterday", code=2)
        self.assertIn("row: expected", self.ctl("mai", "audit", "--kind", "x' OR '1", code=3))
        rows = list(csv.DictReader(io.StringIO(self.ctl("mai", "audit", "--csv", "--limit", "0"), newline="")))
        self.assertEqual([int(row["n"]) for row in rows], list(range(len(whole) + 1, 0, -1)))
        self.assertEqual((rows[0]["action"], rows[0]["target"]), ("sign-in-failed", "'=1+\"x\""))
        self.assertEqual({row["name"] for row in rows if row["action"] == "chat.create-room"}, {"Mai Đặng"})


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
