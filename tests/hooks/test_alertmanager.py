# SPDX-License-Identifier: GPL-3.0-or-later
"""Debian's Alertmanager posts into a room by itself: by its webhook, whose message changes with the alerts, and in Slack's words."""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.request

from hooks import Case

PATIENCE = 60


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


class Alertmanager:
    def __init__(self, config):
        self.directory = tempfile.mkdtemp(prefix="weft-alertmanager-")
        path = os.path.join(self.directory, "config.yml")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(config, file)  # which is YAML, too
        self.port = free_port()
        self.log = open(os.path.join(self.directory, "log"), "wb")
        self.process = subprocess.Popen(
            [os.environ["WEFT_ALERTMANAGER"], f"--config.file={path}", f"--storage.path={self.directory}/data", "--cluster.listen-address=",
             f"--web.listen-address=127.0.0.1:{self.port}"], stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
        self.wait_ready()

    def request(self, path, body=None):
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.read()

    def wait_ready(self):
        until = time.monotonic() + PATIENCE
        while True:
            try:
                self.request("/-/ready")
                return
            except OSError:
                if time.monotonic() > until or self.process.poll() is not None:
                    raise AssertionError(self.read_log()) from None
                time.sleep(0.05)

    def fire(self, *alerts):
        self.request("/api/v2/alerts", [{"labels": labels, "annotations": annotations, "generatorURL": "http://prometheus.example.org/graph?g0.expr=up",
                                         **({"endsAt": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())} if over else {})}
                                        for labels, annotations, over in alerts])

    def read_log(self):
        with open(self.log.name, encoding="utf-8", errors="replace") as file:
            return file.read()

    def stop(self):
        self.process.terminate()
        self.process.wait(20)
        self.log.close()
        shutil.rmtree(self.directory, ignore_errors=True)


class Real(Case):
    def start(self, receiver):
        manager = Alertmanager({
            "route": {"receiver": "weft", "group_by": ["alertname"], "group_wait": "1ms", "group_interval": "1s", "repeat_interval": "1h"},
            "receivers": [{"name": "weft", **receiver}],
        })
        self.addCleanup(manager.stop)
        self.manager = manager
        return manager

    def wait_for(self, hook, condition):
        until = time.monotonic() + PATIENCE
        while not condition(messages := self.messages(hook.room)):
            if time.monotonic() > until:
                raise AssertionError(f"{messages}\n{self.manager.read_log()}")
            time.sleep(0.1)
        return messages

    def url(self, hook):
        return f"http://127.0.0.1:{self.server.port}{hook.path}"

    def test_webhook(self):
        hook = self.hook("Alerts")
        manager = self.start({"webhook_configs": [{"url": self.url(hook), "send_resolved": True}]})
        one = ({"alertname": "DiskFull", "severity": "critical", "instance": "db1"}, {"summary": "db1 is 97 % full & <growing>"})
        two = ({"alertname": "DiskFull", "severity": "critical", "instance": "db2"}, {"summary": "db2 is 99 % full"})

        manager.fire((*one, False))
        [(speaker, text)] = self.wait_for(hook, lambda messages: len(messages) == 1)
        self.assertEqual(speaker, "Alertmanager")
        self.assertTrue(text.startswith("🔴 **[\\[FIRING:1\\] DiskFull db1 (critical)](http://"), text)
        self.assertIn("\n- 🔥 db1 is 97 % full & \\<growing> [↗](http://prometheus.example.org/graph?g0.expr=up)", text)

        # Another alert of the group, then one less: the same message changes.
        manager.fire((*one, False), (*two, False))
        [(_, text)] = self.wait_for(hook, lambda messages: "FIRING:2" in messages[0][1])
        self.assertIn("db2 is 99 % full (instance=db2)", text)
        manager.fire((*one, True), (*two, True))
        [(_, text)] = self.wait_for(hook, lambda messages: "RESOLVED" in messages[0][1])
        self.assertTrue(text.startswith("🟢 **[\\[RESOLVED\\] DiskFull"), text)
        self.assertIn("✅ db1 is 97 %", text)
        self.assertEqual(self.rows("SELECT count(*) FROM hook_alert"), [(0,)])

        # It fires anew: that is another message.
        manager.fire((*one, False))
        messages = self.wait_for(hook, lambda messages: len(messages) == 2)
        self.assertIn("RESOLVED", messages[0][1])
        self.assertIn("FIRING:1", messages[1][1])
        self.assertNotIn("level=error", manager.read_log().lower())

        # One which somebody deleted is not written again: the next news is another message.
        message = self.rows("SELECT id FROM message WHERE stream = ? ORDER BY ordinal DESC LIMIT 1", hook.room)[0][0]
        self.anna.run(hook.room, "thread.delete", {"id": message})
        manager.fire((*one, True))
        messages = self.wait_for(hook, lambda messages: len(messages) == 3)
        self.assertEqual(messages[1][1], "")
        self.assertIn("RESOLVED", messages[2][1])

    def test_slack(self):
        hook = self.hook("Alerts")
        manager = self.start({"slack_configs": [{"api_url": self.url(hook), "channel": "#ops", "send_resolved": True,
                                                 "fields": [{"title": "Severity", "value": "{{ .CommonLabels.severity }}", "short": True}],
                                                 "actions": [{"type": "button", "text": "Runbook", "url": "https://wiki.example.org/disk"}]}]})
        manager.fire(({"alertname": "DiskFull", "severity": "critical"}, {"summary": "full"}, False))
        [(speaker, text)] = self.wait_for(hook, lambda messages: len(messages) == 1)
        self.assertEqual(speaker, "Alertmanager")
        self.assertTrue(text.startswith("🔴 **[\\[FIRING:1\\] DiskFull"), text)
        self.assertIn("**Severity**: critical", text)
        self.assertIn("[Runbook](https://wiki.example.org/disk)", text)
        # Our answer is what it calls done: it does not say it again, and has nothing to complain of.
        time.sleep(2.5)
        self.assertEqual(len(self.messages(hook.room)), 1)
        self.assertNotIn("Notify for alerts failed", manager.read_log())

    def test_capture(self):
        """Alertmanager's webhook as it was captured, and what may be wrong with it."""
        hook = self.hook("Alerts")
        body = {"receiver": "weft", "status": "firing", "alerts": [
            {"status": "firing", "labels": {"alertname": "X", "job": "a"}, "annotations": {}, "startsAt": "2026-02-20T10:00:00Z",
             "endsAt": "0001-01-01T00:00:00Z", "generatorURL": "", "fingerprint": "a1"}],
            "groupLabels": {"alertname": "X"}, "commonLabels": {"alertname": "X"}, "commonAnnotations": {}, "externalURL": "http://am",
            "version": "4", "groupKey": "{}:{alertname=\"X\"}", "truncatedAlerts": 3, "notification_reason": "first", "routeLabels": {}}
        self.assert_answer(hook.post(json.dumps(body).encode()), 200, b"ok")
        self.assertEqual(self.text(hook.room), "🔴 **[\\[FIRING:1\\] X](http://am)**\n- 🔥 X (job=a)\n- … +3")
        for change in ({"version": "3"}, {"alerts": []}, {"alerts": 7}, {"alerts": [7]}, {"groupKey": "x" * 20000}):
            self.assert_answer(hook.post(json.dumps({**body, **change}).encode()), 400, b"invalid_payload")
        # Two hooks do not know each other's alerts.
        other = self.hook("Others", room=hook.room)
        self.assert_answer(other.post(json.dumps({**body, "status": "resolved"}).encode()), 200, b"ok")
        self.assertEqual(len(self.messages(hook.room)), 2)


if __name__ == "__main__":
    unittest.main(verbosity=2)
