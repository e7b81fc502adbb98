#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One message end to end, by keyboard: join, write, be answered, close, start without a server, come back."""
import re
import unittest

from weft_desktop import DesktopTestCase, Notifications, Orca, Workspace, until

PASSWORD = "a good long password"


class SteelThreadTest(DesktopTestCase):
    def setUp(self):
        super().setUp()
        self.notifications = Notifications(self.session)
        self.orca = Orca(self.session)
        self.addCleanup(self.orca.stop)
        self.workspace = Workspace(self.session, self.build)
        self.workspace.weftctl("grace", "create-room", "weaving", "--topic", "Warp and weft")
        self.workspace.weftctl("grace", "send", "weaving", "Hello, is anybody there?")

    def launch(self, *arguments):
        return self.start("src/app/weft", "--profile", self.session.directory / "profile", *arguments).ready()

    def messages(self, app):
        """The names of the rows: what a screen reader says of each message."""
        return [row.get_name() for row in app.find_all("list item", within=app.find("list", "Messages"))]

    def shows(self, app, *texts):
        """Waits until the last rows hold these texts, in this order, and nothing twice."""
        def there():
            names = self.messages(app)[-len(texts):]
            return len(names) == len(texts) and all(text in name for text, name in zip(texts, names))

        until(there, 20, lambda: f"{texts} at the end of {self.messages(app)}")

    def shows_state(self, app, text, state):
        until(lambda: any(text in name and name.endswith(state) for name in self.messages(app)), 20,
              lambda: f"{text!r} to be {state}; there is {self.messages(app)}")

    def composer(self, app):
        return app.find("text", re.compile("^Message weaving"))

    def write(self, app, text):
        app.type(self.composer(app), text)
        app.key("Return")
        until(lambda: app.text(self.composer(app)) == "", 10, "an empty composer")

    def join(self):
        app = self.launch("--join", self.workspace.invite("weaving"))
        dialog = app.find("dialog", "Join Workspace")
        app.type(app.find("text", "Your Name", within=dialog), "Ada Lovelace", replace=True)
        app.type(app.find("text", "Login", within=dialog), "ada", replace=True)
        app.type_unseen(app.find("text", "Password", within=dialog), PASSWORD)
        app.key("Return")
        app.find("list", "Conversations", timeout=30)
        return app

    def open_room(self, app):
        mark = self.orca.mark()
        app.key("ctrl+k")
        until(lambda: app.focused_name() == "Search or jump to", 10, lambda: f"the palette's entry to have the focus, not {app.focused_name()!r}")
        self.orca.expect("Search or jump to", mark)
        app.type_blind("weav")
        app.find("list item", re.compile("weaving"), within=app.find("dialog"))
        app.key("Return")
        until(lambda: app.focused_name() == "Message weaving", 10, lambda: f"the composer to have the focus, not {app.focused_name()!r}")
        self.orca.expect("Message weaving", mark)

    def test_steel_thread(self):
        app = self.join()
        self.open_room(app)
        self.shows(app, "Hello, is anybody there?")
        self.talk(app)
        app.type(self.composer(app), "half a thought")
        app.find("list item", re.compile("weaving, draft"), timeout=15)
        self.assertEqual(app.close(), 0)
        self.workspace.stop()
        app = self.offline()
        self.come_back(app)
        self.assertEqual(app.close(), 0)

    def talk(self, app):
        """One writes, the other reads and answers; the answer is announced and spoken."""
        self.write(app, "Hello Grace")
        self.shows(app, "Hello, is anybody there?", "You")
        self.shows_state(app, "Hello Grace", "Sent")
        self.assertEqual(self.workspace.texts("weaving"), ["Hello, is anybody there?", "Hello Grace"])
        self.orca.quiet()
        mark, announced = self.orca.mark(), len(app.announced)
        self.workspace.weftctl("grace", "send", "weaving", "Good to read you, Ada")
        self.shows(app, "Hello Grace", "Good to read you, Ada")
        app.expect_announcement("Grace Hopper: Good to read you, Ada", announced)
        self.orca.expect("Grace Hopper: Good to read you, Ada", mark)
        self.assertEqual([text for text in app.announced if "Good to read you" in text], ["Grace Hopper: Good to read you, Ada"])

    def offline(self):
        """No server: what was there is there, and writing works."""
        app = self.launch()
        app.find("button", re.compile("^Offline"), timeout=20)
        self.shows(app, "Hello, is anybody there?", "Hello Grace", "Good to read you, Ada")
        self.assertEqual(app.text(self.composer(app)), "half a thought")
        app.focus(self.composer(app))
        app.type(self.composer(app), ", now whole")
        app.key("Return")
        self.write(app, "and another one")
        self.shows(app, "Good to read you, Ada", "half a thought, now whole", "and another one")
        self.shows_state(app, "half a thought, now whole", "Waiting")
        self.shows_state(app, "and another one", "Waiting")
        return app

    def come_back(self, app):
        """Each message arrives once, in order."""
        self.workspace.start()
        app.act(app.find("button", "Try Now"))
        self.shows_state(app, "half a thought, now whole", "Sent")
        self.shows_state(app, "and another one", "Sent")
        expected = ["Hello, is anybody there?", "Hello Grace", "Good to read you, Ada", "half a thought, now whole", "and another one"]
        self.assertEqual(self.workspace.texts("weaving"), expected)
        self.shows(app, *expected)
        self.assertEqual(len(self.messages(app)), len(expected))


if __name__ == "__main__":
    unittest.main(verbosity=2)
