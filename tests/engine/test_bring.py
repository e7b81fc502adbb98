#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""weftctl import slack and import mattermost: all that was said comes in its order, once, whoever is killed; what does not come is named; and nothing a stranger
packed does harm.

    test_bring.py WEFTD WEFTCTL
"""
import io
import json
import os
import signal
import struct
import subprocess
import sys
import time
import unittest
import zipfile

from bringing import SAMPLES, WEFTD, BringCase, databases

START = 1500000000  # s: when the first message of what is made here was said


def stamp(n):
    """What Slack calls the message that was said @n seconds after the first."""
    return f"{START + n}.000{n % 1000:03}"


def said(n, user, text, **more):
    return {"type": "message", "user": user, "text": text, "ts": stamp(n), **more}


def user(identity, name, real, email=""):
    return {"id": identity, "name": name, "real_name": real, "profile": {"real_name": real, "email": email}}


PEOPLE = [user("U1", "anything", "Mai in Slack", "mai"), user("U2", "ha", "Hà in Slack", "ha@elsewhere.example"), user("U3", "gus", "Gus *Gone*", "gus@elsewhere.example")]


def channel(identity, name, members=("U1", "U2", "U3"), **more):
    return {"id": identity, "name": name, "creator": "U2", "members": list(members), "topic": {"value": "Tea &amp; wool"}, "purpose": {"value": "All of it"}, **more}


def pack(files, **how):
    """A ZIP of @files: JSON by name, or bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **how) as archive:
        for name, content in files.items():
            archive.writestr(name, content if isinstance(content, (bytes, str)) else json.dumps(content))
    return out.getvalue()


class Bring(BringCase):
    def slack(self):
        """A workspace of Slack with something of everything."""
        return pack({
            "users.json": PEOPLE,
            "channels.json": [channel("C1", "weaving"), channel("C2", "old", is_archived=True), channel("C3", "nobody", members=["U3"])],
            "groups.json": [channel("G1", "secret", members=["U1", "U2"]), channel("G2", "others", members=["U3"])],
            "dms.json": [{"id": "D1", "members": ["U1", "U2"]}, {"id": "D2", "members": ["U2", "U3"]}, {"id": "D3", "members": ["U3", "U4"]}, {"id": "D4", "members": ["U1"]}],
            "mpims.json": [{"id": "M1", "name": "mpdm-a--b-1", "members": ["U1", "U2", "U3"]}],
            "integration_logs.json": [], "canvases.json": [],
            "weaving/2017-07-14.json": [
                said(1, "U2", "*Warp* &amp; <https://weft.example|weft> for <@U1> in <#C2|old>", reactions=[{"name": "tada", "users": ["U1", "U3"]}, {"name": "loom", "users": ["U1"]}]),
                said(0, "U1", "First of all", edited={"ts": stamp(1)}, pinned_to=["C1"]),
                said(3, "U3", "A reply", thread_ts=stamp(1)),
                said(2, "U1", "joined", subtype="channel_join"),
                said(4, "U3", "Orphaned", thread_ts=stamp(900)),
                said(5, "U3", "", files=[{"id": "F1", "name": "plan [1].pdf", "url_private": "https://files.slack.example/F1?t=xoxe-secret"}]),
                {"type": "message", "subtype": "bot_message", "username": "Builds", "bot_id": "B1", "text": "", "ts": stamp(6),
                 "attachments": [{"color": "danger", "title": "It is broken", "text": "The *mill* stands still"}]},
                said(7, "U9", "Who am I?", user_profile={"real_name": "Passer-by"}),
                said(8, "U2", "Twice"), said(8, "U2", "Twice"),
                said(9, "U2", "x" * 40000),
                said(10, "U2", "later", ts="99999999999.000000"), said(11, "U2", "never", ts="-5"), said(12, "U2", "what", ts="soon"),
                said(13, "U2", "thinks", subtype="me_message"), said(14, "U2", "", subtype="huddle_thread"), said(15, "U2", "?", subtype="quantum"),
                said(16, "U1", "To be seen", thread_ts=stamp(0), subtype="thread_broadcast"),
            ],
            "weaving/2017-07-15.json": [said(86400, "U1", "The day after")],
            "old/2017-07-14.json": [said(20, "U1", "Long ago")],
            "nobody/2017-07-14.json": [said(21, "U3", "Alone")],
            "secret/2017-07-14.json": [said(22, "U2", "Psst")],
            "others/2017-07-14.json": [said(23, "U3", "Not yours")],
            "D1/2017-07-14.json": [said(24, "U2", "Mai?"), said(25, "U1", "Yes")],
            "D2/2017-07-14.json": [said(26, "U2", "Gus?")],
            "D3/2017-07-14.json": [said(27, "U3", "Neither of us")],
            "D4/2017-07-14.json": [said(28, "U1", "Note to self")],
            "mpdm-a--b-1/2017-07-14.json": [said(29, "U3", "The three of us")],
            "elsewhere/2017-07-14.json": [said(30, "U3", "Of no list")],
        })

    def test_slack(self):
        path = self.write("slack.zip", self.slack())
        text, report = self.bring("slack", path)
        self.assertIn("Nothing was written", text)
        self.assertIn("Mai in Slack (anything) → Mai Đặng", text)
        self.assertIn("Hà in Slack (ha) → Hà", text)
        self.assertIn("Gus *Gone* (gus) → nobody here", text)
        self.assertEqual(self.lines("mai", "rooms"), [])
        self.assertEqual(self.sql("SELECT count(*) FROM message"), [["0"]])

        before = self.reasons(report)
        text, report = self.bring("slack", path, "--write")
        self.assertEqual(self.reasons(report), before)
        self.assertEqual(report["messages_done"], report["messages"] - 2)
        for reason, n in {"notice": 1, "edited": 1, "file": 1, "file of the export": 1, "call": 1, "canvas": 1, "preview": 0, "folder": 1, "room": 2}.items():
            self.assertEqual(before[reason], n, reason)
        every = json.dumps(report["not_imported"])
        for part in ["quantum", "soon", "-5", "99999999999", "stands there twice", "of somebody who is nobody here", "its picture does not come", ":loom:", "plan [1].pdf",
                     "what it answers is not in the export", "shown in the room as well", "elsewhere/2017-07-14.json", "which apps were put in"]:
            self.assertIn(part, every)
        self.assertNotIn("xoxe-secret", every + text, "a link with a token in it goes nowhere")

        # As a member sees it who has just come: in order, nothing unread, nobody told.
        rooms = self.rooms("ha")
        self.assertEqual({name: room["kind"] for name, room in rooms.items()},
                         {"weaving": "room", "old": "room", "secret": "room", "Mai Đặng": "direct", "Hà, Gus *Gone*": "room", "Mai Đặng, Hà, Gus *Gone*": "room"})
        self.assertEqual([room["unread"] for room in rooms.values()], [0] * len(rooms))
        self.assertEqual(self.sql("SELECT count(*) FROM notice"), [["0"]])
        self.assertEqual(self.sql("SELECT count(*) FROM scheduled_message"), [["0"]])
        messages = self.lines("ha", "history", "weaving", "--limit", "100")
        self.assertEqual([m["at"] for m in messages], sorted(m["at"] for m in messages))
        self.assertEqual(messages[0]["at"], START * 1000)
        texts = [m["text"] for m in messages]
        self.assertEqual(texts[:4], ["First of all", "**Warp** & [weft](https://weft.example) for @Mai Đặng in #old", "Orphaned", "📎 plan \\[1\\].pdf"])
        self.assertIn("It is broken", texts[4])
        self.assertEqual(texts[5:7], ["Who am I?", "Twice"])
        self.assertEqual("".join(texts[7:10]), "x" * 40000, "a long one in pieces")
        self.assertEqual(texts[10:], ["*thinks*", "The day after"])
        self.assertEqual([(m["author"], m["login"]) for m in messages[:3]], [("Mai Đặng", "mai"), ("Hà", "ha"), ("Gus *Gone*", "")])
        self.assertEqual(self.sql("SELECT text FROM message WHERE ordinal < 0 ORDER BY text"), [["A reply"], ["To be seen"]])
        self.assertEqual(self.sql("SELECT count(*) FROM message WHERE reactions LIKE '%🎉%' AND reactions LIKE '%:loom:%'"), [["1"]])
        self.assertEqual(self.history("ha", "@mai"), ["Mai?", "Yes"])
        self.assertEqual(self.sql("SELECT m.text FROM message_pin p JOIN message m ON m.stream = p.stream AND m.id = p.id"), [["First of all"]])

        # Whoever brought it is in what is theirs, and in nothing else.
        self.assertEqual(set(self.rooms("mai")), {"weaving", "old", "secret", "Hà", "nobody", "Mai Đặng, Hà, Gus *Gone*", ""})
        self.assertEqual(self.sql("SELECT post FROM room_setup s JOIN room r ON r.stream = s.stream WHERE r.name = 'old'"), [["admin"]])
        self.assertEqual(self.sql("SELECT name, access FROM listed_room ORDER BY name"), [["nobody", "public"], ["old", "public"], ["weaving", "public"]])

        # Once more is not twice, and what people write after that is news.
        self.ctl("ha", "send", "weaving", "hello again")
        count = self.sql("SELECT count(*) FROM message")
        text, report = self.bring("slack", path, "--write")
        self.assertEqual(self.sql("SELECT count(*) FROM message"), count)
        self.assertEqual(self.sql("SELECT count(*) FROM room"), [["8"]])
        self.assertIn("were brought before", text)
        self.assertEqual(self.rooms("mai")["weaving"]["unread"], 1)
        self.assertEqual(self.lines("mai", "outbox"), [], "nothing that was refused is left behind")

        # A later export has more. Where people have written since, nothing older comes after that, and that is said of each.
        later = self.write("later.zip", pack({"users.json": PEOPLE, "channels.json": [channel("C1", "weaving")],
                                              "weaving/2017-07-16.json": [said(200000 + i, "U2", f"more {i}") for i in range(250)]}))
        _, report = self.bring("slack", later, "--write")
        self.assertEqual((report["messages"], report["messages_done"]), (250, 0))
        self.assertEqual(sum("people have written in the room since" in entry["reason"] for entry in report["not_imported"]), 250)
        self.assertEqual(self.sql("SELECT count(*) FROM message"), count)
        self.assertEqual(self.lines("mai", "outbox"), [])
        self.stop()
        done = subprocess.run([WEFTD, "--fsck", *databases.options(self.path("server"))], capture_output=True, text=True, timeout=60, check=False)
        self.assertIn("all is whole", done.stdout + done.stderr)

    def test_people_file(self):
        path = self.write("slack.zip", pack({"users.json": PEOPLE, "channels.json": [channel("C1", "weaving")], "weaving/2017-07-14.json": [said(0, "U3", "I am Hà now")]}))
        for content, message in [("U3,nobody\n", "line 1: target: nobody in the workspace signs in as “nobody”"), ("source,target\nU8,ha\n", "line 2: source: nobody in the export is “U8”"),
                                 ("U3\n", "line 1: expected SOURCE,TARGET"), ("U3,ha,mai\n", "line 1: expected"), ("U3,ha\ngus,ha\n", "line 2: source: “gus” stands there twice"),
                                 (b"\xff\xfe", "not UTF-8")]:
            with self.subTest(message=message):
                self.assertIn(message, self.bring("slack", path, "--people", self.write("people.csv", content), code=3)[0])
        text, _ = self.bring("slack", path, "--write", "--people", self.write("people.csv", "# who is who\nsource,target\n\"gus@elsewhere.example\", HA\nU2,\n"))
        self.assertIn("Gus *Gone* (gus) → Hà", text)
        self.assertIn("Hà in Slack (ha) → nobody here", text)
        self.assertEqual([(m["login"], m["text"]) for m in self.lines("ha", "history", "weaving")], [("ha", "I am Hà now")])

    def test_who_may(self):
        path = self.write("slack.zip", self.slack())
        command, environment = self.command("ha", "import", "slack", path, "--write")
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment, check=False)
        self.assertEqual((done.returncode, "Only an administrator" in done.stderr), (3, True), done.stderr)
        self.assertEqual(self.sql("SELECT count(*) FROM room"), [["0"]])
        self.ctl("mai", "import", "teams", path, code=2)

    def test_samples(self):
        """As others made them."""
        _, report = self.bring("slack", os.path.join(SAMPLES, "slack-export-viewer.zip"), "--write")
        self.assertEqual((report["rooms"], report["messages"], report["messages_done"]), (2, report["messages"], report["messages"]))
        self.assertGreater(report["messages"], 140)
        times = [m["at"] for m in self.lines("mai", "history", "enrique", "--limit", "200")]
        self.assertEqual(times, sorted(times))
        _, report = self.bring("slack", os.path.join(SAMPLES, "slackdump.zip"), "--write")
        self.assertEqual((report["rooms"], report["messages"], report["messages_done"]), (1, 15, 15))
        self.assertEqual(len(self.sql("SELECT id FROM message WHERE ordinal < 0")), 4)
        _, report = self.bring("mattermost", os.path.join(SAMPLES, "mattermost-zulip.jsonl"), "--write")
        self.assertEqual(report["messages"], report["messages_done"] + len([e for e in report["not_imported"] if "nobody of those in it" in e["reason"]]) * 2)
        self.assertIn("slytherin-quidditch-team", json.dumps(report["not_imported"]))

    def mattermost(self, *posts):
        def member(login, first, last, *channels):
            return {"type": "user", "user": {"username": login, "email": login + "@mill.example", "first_name": first, "last_name": last, "teams": [
                {"name": "mill", "channels": [{"name": c, "roles": "channel_user"} for c in channels]}]}}
        return [{"type": "version", "version": 1}, *posts, {"type": "team", "team": {"name": "mill"}},
                {"type": "channel", "channel": {"team": "mill", "name": "weaving", "display_name": "Weaving", "type": "O", "header": "Tea", "purpose": "Wool"}},
                {"type": "channel", "channel": {"team": "mill", "name": "secret", "display_name": "Secret", "type": "P"}},
                member("mai", "Mai", "Elsewhere", "weaving"), member("ha", "Hà", "Elsewhere", "weaving", "secret"), member("gus.g", "Gus", "", "weaving"),
                {"type": "direct_channel", "direct_channel": {"members": ["mai", "ha"], "header": ""}}]

    def post(self, n, who, text, **more):
        return {"type": "post", "post": {"team": "mill", "channel": "weaving", "user": who, "message": text, "create_at": (START + n) * 1000, **more}}

    def test_mattermost(self):
        os.makedirs(self.path("export/data/20170714"))
        self.write("export/data/20170714/plan.txt", "warp and weft")
        self.write("private.txt", "the administrator's own")
        os.symlink(self.path("private.txt"), self.path("export/data/20170714/link.txt"))
        os.symlink(self.directory, self.path("export/data/out"))
        files = [{"path": p} for p in ["20170714/plan.txt", "20170714/link.txt", "out/private.txt", "../../private.txt", "/etc/hostname", "gone.txt", "20170714"]]
        lines = self.mattermost(
            self.post(5, "ha", "Last"), self.post(3, "gus.g", "**As it is**, @ha. and @gus.g., not `@ha` @channel", edit_at=1, is_pinned=True, reactions=[
                {"user": "mai", "emoji_name": "+1", "create_at": 1}, {"user": "gus.g", "emoji_name": "+1", "create_at": 1}],
                replies=[{"user": "ha", "message": "Under it", "create_at": (START + 4) * 1000}, {"user": "mai", "message": "Before it?", "create_at": (START + 1) * 1000}]),
            self.post(1, "mai", "First", attachments=files), self.post(2, "mai", "joined", type="system_join_channel"),
            self.post(6, "mai", "", props={"attachments": [{"text": "From a *hook*"}], "override_username": "Builds"}),
            {"type": "direct_post", "direct_post": {"channel_members": ["ha", "mai"], "user": "ha", "message": "Mai?", "create_at": START * 1000}},
            {"type": "emoji", "emoji": {"name": "loom", "image": "x.png"}}, {"type": "scheme", "scheme": {}})
        path = self.write("export/export.jsonl", "\n".join(json.dumps(line) for line in lines))
        for _ in range(2):
            _, report = self.bring("mattermost", path, "--write")
            self.assertEqual((report["messages"], report["messages_done"]), (7, 7), report)
            self.assertEqual(self.history("ha", "Weaving"), ["First\n📎 link.txt\n📎 private.txt\n📎 private.txt\n📎 hostname\n📎 gone.txt\n📎 20170714",
                                                             "**As it is**, @Hà. and @Gus., not `@ha` @all", "Last", "From a *hook*"])
            self.assertEqual(self.sql("SELECT text FROM message WHERE ordinal < 0 ORDER BY ordinal"), [["Before it?"], ["Under it"]])
            self.assertEqual([f["name"] for f in self.lines("ha", "files", "Weaving")], ["plan.txt"])
            self.ctl("ha", "fetch", "Weaving", "plan.txt", "--output", self.path("fetched"))
            with open(self.path("fetched"), encoding="utf-8") as file:
                self.assertEqual(file.read(), "warp and weft")
            self.assertEqual(self.history("ha", "@mai"), ["Mai?"])
            self.assertEqual(self.reasons(report), {"file": 6, "edited": 1, "reaction": 1, "notice": 1, "emoji": 1, "line": 1})
        self.assertEqual(self.sql("SELECT count(*) FROM blob"), [["1"]], "no other file of this computer went along")

    def test_hostile(self):
        good = {"users.json": PEOPLE, "channels.json": [channel("C1", "weaving")], "weaving/2017-07-14.json": [said(0, "U1", "hello")]}

        def day(content):
            return pack({**good, "weaving/2017-07-14.json": content})

        def raw(name, **fields):
            """A ZIP with one more file, whose place in the list says what it likes."""
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            for key, value in fields.items():
                setattr(info, key, value)
            out = io.BytesIO(pack(good))
            with zipfile.ZipFile(out, "a") as archive:
                archive.writestr(info, json.dumps([said(1, "U1", "smuggled")]))
            return out.getvalue()

        def patched(data, old, new):
            self.assertTrue(old in data)
            return data.replace(old, new)

        plain = pack(good)
        bomb = day(b"[" + b" " * (80 << 20) + b"]")
        size = struct.pack("<I", (80 << 20) + 2)
        start = plain.index(b"PK\x01\x02")
        nested = b'[{"type":"message","ts":"1500000000.1","user":"U1","text":' + b'{"a":' * 3000 + b"1" + b"}" * 3000 + b"}]"
        messages = [  # what is said of it in the report, and whether "hello" comes all the same
            (bomb, "cannot be read", False),
            (patched(bomb, size, struct.pack("<I", 1 << 20)), "larger than it says", False),
            (raw("../../evil.json"), "have a name that leads elsewhere", True),
            (raw("/etc/evil.json"), "have a name that leads elsewhere", True),
            (raw("weaving/..\\evil.json"), "have a name that leads elsewhere", True),
            (raw("weaving/link.json", create_system=3, external_attr=0o120777 << 16), "no plain ones", True),
            (raw("weaving/pipe.json", create_system=3, external_attr=0o010777 << 16), "no plain ones", True),
            (raw("weaving/secret.json", flag_bits=1), None, True),
            (raw("weaving/2017-07-14.json"), "no plain ones", True),
            (day(b"[" + json.dumps(said(0, "U1", "hello")).encode() + b',{"type":"message","text":"x'), "damaged, and the rest", True),
            (day(b'{"type":"message"}'), "damaged, and the rest", False),
            (day(b""), "damaged, and the rest", False),
            (day(b"[]"), None, False),
            (day(b"[7,null,[],\"x\"," + json.dumps(said(0, "U1", "hello")).encode() + b"]"), "cannot be read", True),
            (day(b'[{"type":"message","ts":"1500000000.1","user":"U1","text":"\xff\xfe"},' + json.dumps(said(0, "U1", "hello")).encode() + b"]"), "cannot be read", True),
            (day(b'[{"type":"message","ts":"1500000000.1","user":"U1","text":"a\\u0000b"},' + json.dumps(said(0, "U1", "hello")).encode() + b"]"), "U+0000", True),
            (day(nested), "cannot be read", False),
            (day([said(0, "U1", "hello"), said(1, "U1", "y" * (2 << 20))]), "larger than 1 MiB", True),
            (day([{"type": ["message"], "text": {}, "ts": 5, "user": None, "files": 7, "reactions": "x", "attachments": [None]}, said(0, "U1", "hello")]), "is no message", True),
            (day([said(0, "U1", "hello"), said(1, "U1", "in a ring", thread_ts=stamp(2)), said(2, "U1", "of threads", thread_ts=stamp(1))]), "what it answers is not", True),
            (day([said(0, "U1", "hello", reactions=[{"name": "x" * 5000, "users": ["U1"]}, {"name": "Nope!", "users": ["U1"] * 3}])]), "no emoji", True),
            (day([said(0, "U1", "hello", reactions=[{"name": f"e{i}", "users": ["U1", "U2"]} for i in range(400)])]), "more than a message has", True),
            (pack({**good, "channels.json": [channel("C1", "weaving"), channel("C1", "again"), {"id": 7}, {}]}), "stands there twice", True),
            (pack({**good, "users.json": PEOPLE + [user("U2", "mai", "Twice"), user("", "", "")]}), "stands there twice", True),
            (pack({**good, "channels.json": [channel("C1", "weaving\u202e\n\x07" + "n" * 300)], "C1/2017-07-14.json": [said(0, "U1", "hello")]}), None, True),
        ]
        for number, (data, message, comes) in enumerate(messages):
            with self.subTest(number=number, message=message):
                _, report = self.bring("slack", self.write("bad.zip", data))
                if message is not None:
                    self.assertIn(message, json.dumps(report["not_imported"], ensure_ascii=False))
                self.assertEqual(report["messages"] >= 1, comes, report)
                self.assertNotIn("smuggled", json.dumps(report))
        whole = [  # what is no export at all
            (b"", "neither a folder nor a ZIP"), (b"PK\x05\x06" + b"\0" * 18, "No export of Slack"), (plain[:-30], "neither a folder nor a ZIP"), (b"x" * 100000, "neither a folder nor a ZIP"),
            (patched(plain, plain[start:start + 4], b"XXXX"), "its list of files is damaged"),
            (plain[:-6] + struct.pack("<I", len(plain) * 2) + plain[-2:], "it ends too early"),
            (plain[:-12] + b"\xff\xff" + plain[-10:], None), (pack({"readme.txt": b"hello"}), "No export of Slack"),
        ]
        for number, (data, message) in enumerate(whole):
            with self.subTest(number=number, whole=message):
                error, _ = self.bring("slack", self.write("bad.zip", data), code=(1, 3))
                self.assertIn(message or "", error)
        self.assertEqual(self.sql("SELECT count(*) FROM room"), [["0"]])

        # Nowhere does a name, a link or a number lead out of a folder, either.
        folder = self.path("folder")
        with zipfile.ZipFile(io.BytesIO(plain)) as archive:
            archive.extractall(folder)
        self.write("outside.json", json.dumps([said(1, "U1", "smuggled")]))
        os.symlink(self.path("outside.json"), folder + "/weaving/2017-07-15.json")
        os.symlink(self.directory, folder + "/around")
        os.mkfifo(folder + "/weaving/2017-07-16.json")
        _, report = self.bring("slack", folder, "--write")
        self.assertEqual(report["messages"], 1)
        self.assertIn("no plain ones", json.dumps(report["not_imported"]))

        lines = [b"", b"7", b'{"type":"post"}', b'{"type":"post","post":7}', b"\xff\xfe", b'{"type":"user","user":{"username":"","teams":7}}', b"[" * 100000,
                 b'{"type":"post","post":{"team":"mill","channel":"weaving","user":"mai","message":"' + b"z" * (17 << 20) + b'","create_at":1500000000000}}',
                 *(json.dumps(self.post(0, "mai", text, create_at=at)).encode() for text, at in [("a", -1), ("b", 1 << 62), ("c", "now"), ("d", 1.5), ("", 1500000000000), ("e", None)]),
                 json.dumps(self.post(1, "mai", "whole", replies=[7, None, {"message": "of nobody", "create_at": START * 1000}], reactions=[{"user": 7}], attachments=[{"path": "a\nb"}, {}])).encode()]
        path = self.write("bad.jsonl", b"\n".join([*(json.dumps(line).encode() for line in self.mattermost()), *lines]))
        _, report = self.bring("mattermost", path, "--write")
        self.assertEqual((report["messages"], report["messages_done"]), (2, 2), report)
        self.assertIn("longer than 16 MiB", json.dumps(report["not_imported"]))
        self.bring("mattermost", self.path("none.jsonl"), code=3)
        self.bring("mattermost", self.write("empty.jsonl", b""))

    def many(self, n):
        return pack({"users.json": PEOPLE, "channels.json": [channel("C1", "weaving"), channel("C2", "spinning")],
                     **{f"{room}/2017-07-{14 + day}.json": [said(86400 * day + i, f"U{1 + i % 3}", f"{room} {day} {i}", **({"thread_ts": stamp(86400 * day)} if i % 10 == 9 else {}))
                                                            for i in range(n)] for room in ("weaving", "spinning") for day in range(2)}})

    def cut(self, path, when, cut):
        command, environment = self.command("mai", "import", "slack", path, "--write")
        importer = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
        self.addCleanup(importer.wait)
        self.addCleanup(importer.kill)
        deadline = time.monotonic() + 60
        while int(self.sql("SELECT count(*) FROM message")[0][0]) < when:
            self.assertIsNone(importer.poll(), "it was over before it could be cut off")
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.01)
        cut(importer)
        return importer

    def test_cut_off(self):
        """kill -9 of the importer twice, and of the server under it: all comes once, in its order."""
        path = self.write("slack.zip", self.many(600))
        self.cut(path, 250, lambda importer: importer.send_signal(signal.SIGKILL)).wait()
        self.assertLess(int(self.sql("SELECT count(*) FROM message")[0][0]), 2400)
        self.cut(path, 900, lambda importer: importer.send_signal(signal.SIGKILL)).wait()

        def kill_server(_):
            self.server.kill()
            self.server.wait()
            self.start()
        self.assertEqual(self.cut(path, 1600, kill_server).wait(120), 0)
        text, report = self.bring("slack", path, "--write")
        self.assertEqual((report["messages"], report["messages_done"]), (2400, 2400), text)
        self.assertEqual(self.sql("SELECT count(*), count(DISTINCT id) FROM message"), [["2400", "2400"]])
        self.assertEqual(self.sql("SELECT last_ordinal, brought FROM thread"), [["1080", "1080"]] * 2)
        self.assertEqual(self.sql("SELECT count(*) FROM message a JOIN message b ON b.stream = a.stream AND b.ordinal = a.ordinal + 1 WHERE a.ordinal > 0 AND b.at < a.at"), [["0"]])
        self.assertEqual(self.sql("SELECT count(*) FROM message a JOIN message b ON b.stream = a.stream AND b.ordinal = a.ordinal + 1 WHERE a.ordinal < 0 AND b.ordinal < 0 AND b.at < a.at"), [["0"]])
        self.assertEqual({name: room["unread"] for name, room in self.rooms("ha").items()}, {"spinning": 0, "weaving": 0})
        self.assertEqual(self.lines("mai", "outbox"), [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
