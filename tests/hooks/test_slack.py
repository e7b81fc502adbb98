# SPDX-License-Identifier: GPL-3.0-or-later
"""Slack's incoming webhooks: what programs send, what is shown of it, and what they are answered."""

import json
import time
import unittest
from urllib.parse import quote_plus

from hooks import Case
from probe import Refused, new_id

# As @slack/webhook 8.0.2 sent it over node's own client (FEATURES, part D).
SLACK_WEBHOOK = b'{"text":"Deployed *shop* <https://ci.example.org/7|#7>","attachments":[{"color":"good","text":"3 services"}]}'
# As Debian's Alertmanager 0.28 sends it: no text at all.
ATTACHMENT = (b'{"channel":"#ops","username":"Alertmanager","attachments":[{"title":"[FIRING:1] HighX (h1 critical)",'
              b'"title_link":"http://am/#/alerts?receiver=s","text":"","fallback":"[FIRING:1] HighX | http://am","callback_id":"",'
              b'"fields":[{"title":"Sev","value":"critical","short":true}],"actions":[{"type":"button","text":"Silence","url":"http://x/"}],'
              b'"footer":"","color":"danger","mrkdwn_in":["fallback","pretext","text"]}]}')


class Slack(Case):
    def test_text(self):
        hook = self.hook()
        self.assert_answer(hook.post(b'{"text":"*Green* &amp; <https://ci.example.org|done>"}'), 200, b"ok")
        self.assertEqual(self.messages(hook.room), [("Builds", "**Green** & [done](https://ci.example.org)")])
        row = self.rows("SELECT author, via, ordinal FROM message WHERE stream = ?", hook.room)[0]
        self.assertEqual(row, (hook.id, "hook", 1))
        # Unread counts it, as it does people's.
        self.assertEqual(self.rows("SELECT last_ordinal FROM thread WHERE stream = ?", hook.room), [(1,)])

    def test_senders(self):
        hook = self.hook()
        self.assert_answer(hook.post(SLACK_WEBHOOK, "application/json;charset=utf-8", user_agent="@slack:webhook/8.0.2"), 200, b"ok")
        self.assertEqual(self.text(hook.room), "Deployed **shop** [#7](https://ci.example.org/7)\n\n🟢 3 services")
        self.assert_answer(hook.post(ATTACHMENT), 200, b"ok")
        self.assertEqual(self.messages(hook.room)[-1], ("Alertmanager",
                         "🔴 **[\\[FIRING:1\\] HighX (h1 critical)](http://am/#/alerts?receiver=s)**\n**Sev**: critical\n[Silence](http://x/)"))

    def test_form(self):
        hook = self.hook()
        form = b"payload=" + quote_plus('{"text":"a b & c=d é"}').encode()
        self.assert_answer(hook.post(form, "application/x-www-form-urlencoded"), 200, b"ok")
        self.assert_answer(hook.post(form, None), 200, b"ok")  # curl --data by hand, and Mattermost's own scripts
        self.assertEqual([text for _, text in self.messages(hook.room)], ["a b & c=d é"] * 2)

    def test_name_and_face(self):
        hook = self.hook(face="🔨")
        for icon, face in (("", ""), (":ghost:", "👻"), ("🚀", "🚀"), (":no-such-emoji:", ""), ("x" * 50, "")):
            hook.post(json.dumps({"text": "x", "username": "CI " + "é" * 100, "icon_emoji": icon}).encode())
            speaker, shown = self.rows("SELECT speaker, face FROM message WHERE stream = ? ORDER BY ordinal DESC LIMIT 1", hook.room)[0]
            self.assertEqual(len(speaker), 80)
            self.assertEqual(shown, face)

    def test_blocks(self):
        hook = self.hook()
        blocks = [
            {"type": "header", "text": {"type": "plain_text", "text": "Deploy *7*"}},
            {"type": "section", "text": {"type": "mrkdwn", "text": "*shop* is out"}, "fields": [{"type": "mrkdwn", "text": "*By*\nMai"}],
             "accessory": {"type": "button", "text": {"type": "plain_text", "text": "Logs"}, "url": "https://ci/7"}},
            {"type": "divider"},
            {"type": "context", "elements": [{"type": "mrkdwn", "text": "_now_"}, {"type": "image", "image_url": "https://i/x.png", "alt_text": "x"}]},
            {"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "Undo"}, "url": "https://ci/undo"},
                                             {"type": "button", "text": {"type": "plain_text", "text": "Only in Slack"}, "action_id": "a"}]},
            {"type": "rich_text", "elements": [
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "very ", "style": {"bold": True}}, {"type": "emoji", "name": "tada"}]},
                {"type": "rich_text_list", "style": "bullet", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "one"}]}]},
                {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "a*b"}]},
                {"type": "rich_text_quote", "elements": [{"type": "text", "text": "said"}]}]},
            {"type": "of the future", "text": 7}, 7,
        ]
        self.assert_answer(hook.post(json.dumps({"text": "elsewhere", "blocks": blocks}).encode()), 200, b"ok")
        self.assertEqual(self.text(hook.room),
                         "**Deploy \\*7\\***\n**shop** is out\n**By**\nMai\n[Logs](https://ci/7)\n———\n*now* [x](https://i/x.png)\n"
                         "[Undo](https://ci/undo)\n**very** 🎉\n- one\n```\na*b\n```\n> said")

    def test_mentions(self):
        """@here and @all tell people; names of people who are not here tell nobody."""
        ben = self.server.join(self.anna, "ben")
        hook = self.hook(room=self.anna.room("Ops", [ben["person"]]))
        hook.post(b'{"text":"<!channel> it burns"}')
        hook.post(b'{"text":"hello <@U123>"}')
        notices = self.rows("SELECT kind, fields, author FROM notice WHERE stream = ?", "user/" + ben["person"])
        self.assertEqual([(kind, json.loads(fields), author) for kind, fields, author in notices],
                         [("mention", {"speaker": "Builds", "text": "@all it burns"}, "system")])

    def test_refused(self):
        hook = self.hook()
        before = self.rows("SELECT count(*) FROM event")
        for body in (b"", b"{", b"[]", b"text", b'"text"', b'{"text":7}', b"payload=%7B", b"payload=", b'{"text":"\xff"}', b"{\x00}", b"payload=%00{}",
                     b'{"a":' * 5000):
            self.assert_answer(hook.post(body), 400, b"invalid_payload")
        for body in (b"{}", b'{"text":""}', b'{"text":" \\n "}', b'{"attachments":[]}', b'{"attachments":[{}]}', b'{"attachments":7,"blocks":{}}',
                     b'{"attachments":[{"fields":[{"title":7}]}]}'):
            self.assert_answer(hook.post(body), 400, b"no_text")
        self.assert_answer(hook.post(json.dumps({"attachments": [{"text": "x"}] * 101}).encode()), 400, b"too_many_attachments")
        self.assertEqual(self.rows("SELECT count(*) FROM event"), before)
        self.assertEqual(hook.post(b'{"text":"' + b"x" * (256 * 1024) + b'"}').status, 413)
        self.assertEqual(self.server.request("GET", hook.path, tcp=True).status, 405)
        # A long one is cut, not lost: a sender cannot send it shorter.
        self.assert_answer(hook.post(json.dumps({"text": "é" * 40000}).encode()), 200, b"ok")
        self.assertEqual(len(self.text(hook.room)), 16000)

    def test_secrets(self):
        hook = self.hook()
        for path in ("/hooks", "/hooks/", "/hooks/x", f"/hooks/{hook.secret[:-1]}", f"/hooks/{hook.secret}x", f"/hooks/{'x' * 5000}", "/hooks/%00%ff",
                     f"/hooks/{hook.secret}/more", f"/hooks/{'0' * 32}"):
            answer = self.server.request("POST", path, {"text": "x"}, tcp=True)
            self.assertIn(answer.status, (400, 404), path)
            if answer.status == 404:
                self.assertEqual(answer.body, b"no_service", path)
        # Nobody can read it, nor the hash of it, not even out of a copy of the rows; the log has neither.
        self.assertEqual(self.rows("SELECT count(*) FROM event WHERE stored LIKE ?", f"%{hook.secret}%"), [(0,)])
        hash_ = self.rows("SELECT hash FROM hook_secret WHERE hook = ?", hook.id)[0][0]
        self.assertEqual(self.rows("SELECT count(*) FROM event WHERE stored LIKE ?", f"%{hash_}%"), [(0,)])
        self.assertNotIn(hook.secret, self.server.read_log())

    def test_removed(self):
        hook, other = self.hook(), self.hook("Other")
        self.anna.run(hook.room, "hooks.remove", {"id": hook.id})
        self.assert_answer(hook.post(b'{"text":"x"}'), 404, b"no_service")
        self.assert_answer(other.post(b'{"text":"x"}'), 200, b"ok")
        # What it wrote may be erased by an administrator, as anybody's.
        message = self.rows("SELECT id FROM message WHERE stream = ?", other.room)[0][0]
        self.anna.run(other.room, "content.erase", {"rows": f"message:{message}"})
        self.assertEqual(self.rows("SELECT count(*) FROM event WHERE stored LIKE '%\"text\":\"x\"%'"), [(0,)])

    def test_same_secret(self):
        hook = self.hook()
        hash_ = self.rows("SELECT hash FROM hook_secret WHERE hook = ?", hook.id)[0][0]
        with self.assertRaises(Refused):
            self.anna.run(self.anna.room("Elsewhere"), "hooks.add", {"id": new_id(), "name": "Thief", "secret_hash": hash_})

    def test_restart(self):
        hook = self.hook()
        self.server.stop()
        self.server.start()
        self.assert_answer(hook.post(b'{"text":"still here"}'), 200, b"ok")
        self.assertEqual(self.text(hook.room), "still here")


class Rate(Case):
    limits = "posts=5"

    def test_rate(self):
        hook, other = self.hook(), self.hook("Other")
        answers = [hook.post(b'{"text":"x"}') for _ in range(8)]
        self.assertEqual([answer.status for answer in answers[:5]], [200] * 5)
        late = next(answer for answer in answers if answer.status == 429)
        self.assert_answer(late, 429, b"rate_limited")
        self.assertTrue(1 <= int(late.headers["retry-after"]) <= 13, late.headers)
        # One that is too loud silences nobody else, and may speak again.
        self.assert_answer(other.post(b'{"text":"x"}'), 200, b"ok")
        time.sleep(int(late.headers["retry-after"]))
        self.assert_answer(hook.post(b'{"text":"y"}'), 200, b"ok")


class Ctl(Case):
    def test_commands(self):
        import os
        import subprocess

        def ctl(*arguments, code=0):
            done = subprocess.run([os.environ["WEFTCTL"], "--state", os.path.join(self.server.root, "ctl"), "--wait", "30", *arguments],
                                  capture_output=True, text=True, timeout=90, env=dict(os.environ, WEFTCTL_PASSWORD="correct horse"), check=False)
            self.assertEqual(done.returncode, code, f"{arguments}: {done.stdout}{done.stderr}")
            return done

        address = f"http://127.0.0.1:{self.server.port}"
        room = self.anna.room("Ops")
        ctl("--address", address, "sign-in", "anna")
        made = ctl("add-hook", "Ops", "Builds", "--face", "🔨").stdout.strip()
        self.assertTrue(made.startswith(address + "/hooks/"), made)
        answer = self.server.request("POST", made[len(address):], {"text": "from a script"}, tcp=True)
        self.assert_answer(answer, 200, b"ok")
        self.assertEqual(self.messages(room), [("Builds", "from a script")])
        self.assertIn("Builds: from a script", ctl("history", "Ops").stdout)
        listed = [json.loads(line) for line in ctl("--json", "hooks", "Ops").stdout.splitlines()]
        self.assertEqual([hook["name"] for hook in listed], ["Builds"])
        self.assertNotIn(made.rsplit("/", 1)[1], json.dumps(listed))
        ctl("remove-hook", "Ops", "Nothing", code=3)
        ctl("remove-hook", "Ops", "Builds")
        self.assertEqual(ctl("hooks", "Ops").stdout, "")
        self.assert_answer(self.server.request("POST", made[len(address):], {"text": "x"}, tcp=True), 404, b"no_service")


if __name__ == "__main__":
    unittest.main(verbosity=2)
