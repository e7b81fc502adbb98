# SPDX-License-Identifier: GPL-3.0-or-later
"""What journeys on Weft's window share: joining, opening a room, writing, reading what is there."""
import re

from .app import xdotool
from .case import DesktopTestCase
from .waiting import until
from .workspace import PASSWORD, Workspace


class WeftTestCase(DesktopTestCase):
    """Ada at the window; Grace, whose workspace has the room "weaving", at weftctl."""

    def setUp(self):
        super().setUp()
        self.profile = self.session.directory / f"profile-{self._testMethodName}"
        self.prepare()

    def prepare(self):
        self.workspace = Workspace(self.session, self.build, self._testMethodName)
        self.addCleanup(self.workspace.stop)
        self.workspace.weftctl("grace", "create-room", "weaving", "--topic", "Warp and weft")
        self.workspace.weftctl("grace", "send", "weaving", "Hello, is anybody there?")

    def launch(self, *arguments):
        return self.start("src/app/weft", "--profile", self.profile, *arguments).ready()

    def join(self, role="member"):
        """Ada joins by Grace's invitation; the conversation list is there."""
        app = self.launch("--join", self.workspace.invite("weaving", role=role))
        dialog = app.find("dialog", "Join Workspace")
        app.type(app.find("text", "Your Name", within=dialog), "Ada Lovelace", replace=True)
        app.type(app.find("text", "Login", within=dialog), "ada", replace=True)
        app.type_unseen(app.find("text", "Password", within=dialog), PASSWORD)
        app.key("Return")
        app.find("list item", re.compile("^weaving"), within=app.find("list", "Conversations", timeout=30))
        return app

    def sign_in(self, login):
        """A device of somebody who is a member already."""
        app = self.start("src/app/weft", "--profile", self.session.directory / f"profile-{len(self.apps)}",
                         "--join", f"unix:{self.workspace.socket}").ready()
        dialog = app.find("dialog", "Sign In", timeout=20)
        app.type(app.find("text", "Login", within=dialog), login, replace=True)
        app.type_unseen(app.find("text", "Password", within=dialog), PASSWORD)
        app.key("Return")
        app.find("list item", re.compile("^weaving"), within=app.find("list", "Conversations", timeout=30))
        return app

    def at(self, app):
        """The keyboard is one: it goes to this window."""
        xdotool("windowactivate", "--sync", app.window())
        return app.ready()

    def open_room(self, app, orca=None):
        """By the palette: Ctrl+K, a few letters, Enter."""
        mark = orca.mark() if orca else 0
        app.key("ctrl+k")
        until(lambda: app.focused_name() == "Search or jump to", 10, lambda: f"the palette to have the focus, not {app.focused_name()!r}")
        if orca:
            orca.expect("Search or jump to", mark)
        app.type_blind("weav")
        app.find("list item", re.compile("weaving"), within=app.find("list", "Results"))
        app.key("Return")
        until(lambda: app.focused_name() == "Message weaving", 10, lambda: f"the composer to have the focus, not {app.focused_name()!r}")
        if orca:
            orca.expect("Message weaving", mark)

    def composer(self, app):
        return app.find("text", re.compile("^Message weaving"))

    def write(self, app, text):
        app.type(self.composer(app), text)
        app.key("Return")
        until(lambda: app.text(self.composer(app)) == "", 10, "an empty composer")

    def messages(self, app):
        """The names of the rows: what a screen reader says of each message."""
        return [row.get_name() for row in app.find_all("list item", within=app.find("list", "Messages"))]

    def shows(self, app, *texts):
        """Waits until the last rows hold these texts, in this order, and nothing between."""
        def there():
            names = self.messages(app)[-len(texts):]
            return len(names) == len(texts) and all(text in name for text, name in zip(texts, names))

        until(there, 20, lambda: f"{texts} at the end of {self.messages(app)}")

    def shows_state(self, app, text, state, timeout=20):
        """Waits until the message with this text is said to be in this state."""
        until(lambda: any(text in name and name.endswith(state) for name in self.messages(app)), timeout,
              lambda: f"{text!r} to be {state}; there is {self.messages(app)}")
