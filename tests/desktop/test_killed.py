#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 of the window and of the server while one writes: nothing is lost and nothing is doubled."""
import os
import pathlib
import signal
import sqlite3
import sys
import unittest

from weft_desktop import WeftTestCase
from weft_desktop.waiting import until

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "engine"))
from killing import Steps  # pylint: disable=wrong-import-position

FIRST = "Hello, is anybody there?"

# The window shares its engine with weftctl, whose every step tests/engine/test_killed.py kills at. What differs: it has been connected for long
# when one presses Enter, and what was typed is a draft until then. (step, call, what it holds, torn, what becomes of the text)
STEPS = [
    ("writes the outbox' entry", "write store.db-wal ", "", False, "still typed"),
    ("makes the entry durable", "sync store.db-wal ", "", False, "sent"),
    ("hands the operation to the socket", "send socket", "operation", True, "sent"),
    ("has received the result, has done nothing", "receive socket", "result", False, "sent"),
]


class KilledTest(WeftTestCase):
    def test_the_window(self):
        app = self.join()
        self.open_room(app)
        expected = [FIRST]
        for number in range(3):
            text = f"written just before the end, {number}"
            app.type(self.composer(app), text)
            app.key("Return")
            if number != 0:  # otherwise at once, while the key is on its way
                self.shows_state(app, text, "Sent")
            else:
                self.shows(app, text)
            app.kill()
            expected.append(text)
            app = self.launch()
            self.shows_state(app, text, "Sent")
            self.assertEqual(self.workspace.texts("weaving"), expected)

    def test_steps_of_the_window(self):
        app = self.join()
        self.open_room(app)
        app.close()
        expected = [FIRST]
        steps = Steps(str(self.build / "tests/engine/kill-step.so"), str(self.session.directory / "steps"),
                      os.path.realpath(self.profile), str(self.workspace.socket))
        self.addCleanup(steps.close)
        table = ["The window, killed while it …".ljust(60) + "the text"]
        for number, (step, call, holds, torn, becomes) in enumerate(STEPS):
            text = f"{number}: dies while it {step}"
            app = self.start("src/app/weft", "--profile", self.profile, env=steps.environment).ready()
            self.shows(app, *expected[-1:])
            app.type(self.composer(app), text, replace=True)
            self.drafted(text)
            steps.arm(call, holds, 1, torn)
            app.key("Return")
            until(lambda app=app: app.process.poll() is not None, 20, f"the window to die while it {step}: {steps.trace()[-5:]}")
            self.assertEqual(app.process.wait(), -signal.SIGKILL)
            steps.disarm()
            app.release()
            app = self.launch()
            if becomes == "sent":
                self.shows_state(app, text, "Sent")
                self.assertEqual(app.text(self.composer(app)), "", "the message and the end of its draft are one commit")
            else:
                self.shows(app, *expected[-1:])
                until(lambda app=app: app.text(self.composer(app)) == text, 20, "what was typed to be in the composer again")
                app.key("Return")
                self.shows_state(app, text, "Sent")
            expected.append(text)
            self.assertEqual(self.workspace.texts("weaving"), expected)
            self.assertEqual(app.close(), 0)
            table.append(f"  {step}{', in the middle of it' if torn else ''}".ljust(60) + f"{becomes}; in the end there once, in order")
        print("\n".join(table))

    def drafted(self, text):
        """The draft is kept a second after the last key."""
        def kept():
            for path in self.profile.rglob("store.db"):
                database = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)
                try:
                    if database.execute("SELECT count(*) FROM draft WHERE text = ?", [text]).fetchone()[0] \
                            and not database.execute("SELECT count(*) FROM outbox").fetchone()[0]:
                        return True
                finally:
                    database.close()
            return False
        until(kept, 20, f"the draft “{text}” to be kept")

    def test_the_server(self):
        app = self.join()
        self.open_room(app)
        expected = [FIRST]
        for number in range(3):
            text = f"the server dies under this, {number}"
            app.type(self.composer(app), text)
            app.key("Return")
            self.workspace.kill()
            self.shows(app, text)
            self.workspace.start()
            self.shows_state(app, text, "Sent", timeout=45)
            expected.append(text)
            self.assertEqual(self.workspace.texts("weaving"), expected)
        self.shows(app, *expected)
        self.assertEqual(app.close(), 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
