# SPDX-License-Identifier: GPL-3.0-or-later
"""npm's own client of Slack's webhooks, @slack/webhook, posts into a room by itself."""

import json
import os
import pathlib
import subprocess
import tarfile
import tempfile
import unittest

from hooks import Case

HERE = pathlib.Path(__file__).parent / "webhook"
FETCHED = pathlib.Path(os.environ.get("WEFT_CACHE", "/nonexistent"), "npm")


def packages():
    for line in (HERE / "packages").read_text().splitlines():
        if not line.startswith("#"):
            name, version, _ = line.split()
            yield name, FETCHED / f"{name.rsplit('/', 1)[-1]}-{version}.tgz"


@unittest.skipUnless(all(archive.exists() for _, archive in packages()), "npm's packages were not fetched (dev.d/webhook.bash)")
class Webhook(Case):
    def setUp(self):
        super().setUp()
        self.directory = tempfile.TemporaryDirectory(prefix="weft-webhook-")
        self.addCleanup(self.directory.cleanup)
        for name, archive in packages():
            target = pathlib.Path(self.directory.name, "node_modules", name)
            with tarfile.open(archive) as tar:
                tar.extractall(target, filter="data")
            for file in (target / "package").iterdir():
                file.rename(target / file.name)

    def send(self, hook, message):
        done = subprocess.run([os.environ["WEFT_NODE"], HERE / "post.js", f"http://127.0.0.1:{self.server.port}{hook.path}"],
                              input=json.dumps(message), cwd=self.directory.name, capture_output=True, text=True, timeout=60, check=True)
        return json.loads(done.stdout)

    def test_posts(self):
        hook = self.hook()
        self.assertEqual(self.send(hook, {"text": "Deployed *shop* <https://ci.example.org/7|#7>",
                                          "attachments": [{"color": "good", "text": "3 services"}]}), {"text": "ok"})
        # Blocks alone, as its README shows them.
        self.assertEqual(self.send(hook, {"username": "CI", "icon_emoji": ":ghost:", "blocks": [
            {"type": "section", "text": {"type": "mrkdwn", "text": "_late_ & <https://ci.example.org>"}}]}), {"text": "ok"})
        self.assertEqual(self.messages(hook.room), [("Builds", "Deployed **shop** [#7](https://ci.example.org/7)\n\n🟢 3 services"),
                                                    ("CI", "*late* & https://ci.example.org")])

    def test_refusals(self):
        """It reads a refusal as one of Slack's: its caller learns the status and the word."""
        hook = self.hook()
        answer = self.send(hook, {"text": ""})
        self.assertEqual((answer["code"], answer["status"], answer["body"]), ("slack_webhook_http_error", 400, "no_text"))
        hook.path = "/hooks/" + "0" * 32
        answer = self.send(hook, {"text": "x"})
        self.assertEqual((answer["code"], answer["status"]), ("slack_webhook_http_error", 404))
        self.assertEqual(self.messages(hook.room), [])


if __name__ == "__main__":
    unittest.main()
