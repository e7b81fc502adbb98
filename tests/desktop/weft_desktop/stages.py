# SPDX-License-Identifier: GPL-3.0-or-later
"""Where pages are photographed: the real app with what stands around it, and what a person does there.

A step of a page is the name of a method and its arguments: ("jump", "deliveries"), ("press", "button", "Try Now").
Every state is brought about, none is faked in the app: the server is killed, a person removed, a password wrong. Only a server
of a newer Weft and a network's sign-in page are played, by what they would answer.
"""
import itertools
import json
import pathlib
import re
import signal
import sqlite3
import subprocess
import sys
import time

from .app import App, Atspi, xdotool
from .chooser import choose_file, enter_path
from .clipboard import offered
from .session import stop
from .waiting import pump, until
from .workspace import PASSWORD, Workspace

# Answers every request on a Unix socket with one status: python3 -c ANSWER SOCKET "426 Upgrade Required" application/json
ANSWER = """
import os, socket, sys
server = socket.socket(socket.AF_UNIX)
server.bind(sys.argv[1])
server.listen()
while True:
    client, _ = server.accept()
    client.recv(65536)
    client.sendall(f"HTTP/1.1 {sys.argv[2]}\\r\\nContent-Type: {sys.argv[3]}\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n".encode())
    client.close()
"""


# Two seconds of a picture that moves.
CLIP = """
import sys, gi
gi.require_version("Gst", "1.0")
from gi.repository import Gst
Gst.init(None)
pipeline = Gst.parse_launch("videotestsrc pattern=smpte num-buffers=60 ! video/x-raw,width=640,height=360,framerate=30/1 ! vp8enc ! webmmux ! filesink location=" + sys.argv[1])
pipeline.set_state(Gst.State.PLAYING)
pipeline.get_bus().timed_pop_filtered(Gst.CLOCK_TIME_NONE, Gst.MessageType.EOS)
pipeline.set_state(Gst.State.NULL)
"""

class Stage:
    """One app in one look."""

    arguments = ()

    def __init__(self, session, build, look):
        self.session = session
        self.build = build
        self.look = look
        self.name = f"{type(self).__name__.lower()}-{look.name}"
        self.profile = session.directory / f"profile-{self.name}"
        self.app = None
        self.prepare()
        self.start()

    def prepare(self):
        pass

    def start(self):
        self.app = App(self.session, self.build / "src/app/weft", "--profile", self.profile, *self.arguments,
                       env=self.environment(), log=self.name)
        self.app.ready()
        self.app.resize(*self.look.size)
        self.away()

    def environment(self):
        """The look's font and preferences, as files which the app alone reads."""
        config = self.session.directory / f"config-{self.name}"
        (config / "gtk-4.0").mkdir(parents=True, exist_ok=True)
        (config / "gtk-4.0" / "settings.ini").write_text(f"[Settings]\ngtk-font-name={self.look.font}\ngtk-xft-hinting=0\n")
        (config / "glib-2.0" / "settings").mkdir(parents=True, exist_ok=True)
        lines = ["[dev/weft/Weft]", *(f"{key}={value}" for key, value in self.look.settings.items())]
        (config / "glib-2.0" / "settings" / "keyfile").write_text("\n".join(lines) + "\n")
        return {"XDG_CONFIG_HOME": str(config), "GSETTINGS_BACKEND": "keyfile", **self.look.env}

    def end(self):
        self.app.stop()

    # ---- what a person does

    def there(self, role, name, count=1):
        pattern = re.compile(name)
        until(lambda: len(list(itertools.islice(self.app.each(role, pattern), count))) >= count, 20, lambda: f"{count} {role} {name!r}; there is:\n{self.app.tree()}")

    def away(self):
        """The pointer out of the way: no tooltips, nothing is hovered."""
        xdotool("mousemove", 0, 0)

    def key(self, *keys):
        self.app.key(*keys)

    def rest(self):
        """A dialog that closes takes the keys as long as it is to be seen, which nothing tells: Adwaita's longest way out takes 250 ms."""
        time.sleep(0.4)

    def leave(self, *keys):
        for key in keys:
            self.key(key)
            self.rest()

    def focuses(self, roles, name):
        """Whether the focus came to one of these last."""
        pump()
        return bool(self.app.focused) and self.app.focused[-1][0] in roles and re.search(name, self.app.focused[-1][1] or "") is not None

    def walk(self, key, roles, name, limit=60):
        """By one key, until the focus is there."""
        for _ in range(limit):
            if self.focuses(roles, name):
                return
            before = len(self.app.focused)
            self.key(key)
            end = time.monotonic() + 2
            while len(self.app.focused) == before and time.monotonic() < end:
                time.sleep(0.02)
                pump()
        raise AssertionError(f"{limit} times {key} did not reach {name!r}, but {self.app.focused[-limit:]}")

    def recover(self):
        """After a page which did not come about: what it opened does not stay open."""
        for _ in range(6):
            if not any(self.app.find_all(role) for role in ("dialog", "alert", "menu item")):
                return
            self.leave("Escape")

    def pick(self, *names):
        """Items of the menu that is open, each in the menu which the one before it opens: by the letter behind the _ of their names."""
        for name in names:
            self.there("menu item", "")
            until(lambda: self.focuses(("menu item",), ""), 10, lambda: f"a menu for {name!r} to have the focus, not {self.app.focused[-1:]}")
            self.key(name[name.index("_") + 1].lower())
            self.rest()

    def type(self, text):
        if text.isascii():
            self.app.type_blind(text)
        else:
            self.app.type(self.app.find_all(state=Atspi.StateType.FOCUSED)[-1], text)

    def list(self):
        """To the list of conversations, where it is a page of its own."""
        for button in self.app.find_all("button", re.compile("^Back$")):
            self.app.act(button)

    def press(self, role, name):
        self.app.act(self.app.find(role, re.compile(name)))

    def click(self, role, name):
        self.app.click(self.app.find(role, re.compile(name)))
        self.away()

    def focus(self, role, name):
        self.app.focus(self.app.find(role, re.compile(name)))
        self.away()

    def tab(self, role, name):
        self.app.tab_to(role, re.compile(name))

    def newest(self):
        """To the newest message, from the composer, whether or not a button that leads down is on the way."""
        self.key("ctrl+e")
        self.app.find("text", re.compile("^Message"), state=Atspi.StateType.FOCUSED)
        self.app.focused.clear()
        self.walk("shift+Tab", ("list item",), "", 4)
        self.key("End")

    def panel(self):
        """Shown, whether it was before or not."""
        if not self.app.find_all("list", "Members"):
            self.key("F9")

    def fill(self, name, text):
        self.app.type(self.app.find("text", name), text, replace=True)

    def fill_password(self, text):
        field = self.app.find("text", "Password")
        self.app.focus(field)
        self.key("ctrl+a", "BackSpace")
        self.app.type_unseen(field, text)

    def jump(self, words):
        """By the palette, to a room or a command."""
        self.key("ctrl+k")
        results = self.app.find("list", "Results")
        self.type(words)
        self.app.find("list item", re.compile(f"^(?!Search messages).*{re.escape(words)}", re.IGNORECASE), within=results)
        self.key("Return")
        self.app.gone("list", "Results")
        self.rest()

    def write(self, text):
        self.app.type(self.app.find("text", re.compile("^Message")), text)
        self.key("Return")


class Start(Stage):
    """Weft for the first time."""

    def deny(self):
        """A disk on which nothing can be written."""
        self.profile.mkdir(exist_ok=True)
        self.profile.chmod(0o500)

    def end(self):
        super().end()
        if self.profile.exists():
            self.profile.chmod(0o700)


class Demo(Stage):
    """The demo workspace, which lives."""

    arguments = ("--demo",)


class Preview(Stage):
    """Only a room, over a store without a server."""

    def start(self):
        self.app = App(self.session, self.build / "tests/client/chat-preview", *self.arguments, env=self.environment(), log=self.name)
        self.app.ready()
        self.app.resize(*self.look.size)
        self.away()


class Composer(Preview):
    """With a draft which another device overwrote."""

    arguments = ("--lost-draft",)

    def lengthy(self):
        """More than a message may have."""
        composer = self.app.find("text", re.compile("^Message"))
        text = "The ferry is late, tell gate three. " * 480
        Atspi.EditableText.insert_text(composer, 0, text, len(text))


class Media(Preview):
    """With pictures, and a video."""

    arguments = ("--media",)

    def prepare(self):
        self.clip = self.session.directory / self.name / "clip.webm"
        self.clip.parent.mkdir()
        subprocess.run([sys.executable, "-c", CLIP, self.clip], check=True, timeout=60)

    def environment(self):
        return {**super().environment(), "WEFT_TEST_VIDEO": str(self.clip), "WEFT_MEDIA": str(self.build / "src/media/weft-media"),
                "WEFT_THUMBNAIL": str(self.build / "src/thumbnail/weft-thumbnail"), "WEFT_SOURCE": str(pathlib.Path(__file__).parents[3])}

    def played(self):
        """To its end: pictures of it are the same then."""
        self.there("button", "^Play$")

    def damage(self):
        self.clip.write_bytes(b"\x1aE\xdf\xa3" + bytes(2000))
        self.end()
        self.start()


class Team(Stage):
    """Ada at the window, invited by Grace, who has a server."""

    def prepare(self):
        self.workspace = Workspace(self.session, self.build, self.name, dated=True)
        self.arguments = ("--join", self.workspace.invite())
        self.played = None

    def grace(self, *arguments):
        self.workspace.weftctl("grace", *arguments)

    def looms(self):
        """A pack of stickers of Grace's."""
        folder = self.session.directory / self.look.name / "Looms"
        folder.mkdir(parents=True)
        for name, color in (("the warp is up", "#c67b20"), ("shuttle, please", "#1b9391"), ("cut from the loom", "#8c1d78")):
            subprocess.run(["convert", "-size", "256x256", "xc:none", "-fill", color, "-draw", "circle 128,128 128,16", str(folder / f"{name}.png")], check=True)
        self.grace("add-stickers", folder)

    def signs_in(self):
        self.workspace.weftctl("ada", "--address", f"unix:{self.workspace.socket}", "sign-in", "ada")

    def administers(self, room):
        """A room of Ada's own."""
        self.signs_in()
        self.workspace.weftctl("ada", "create-room", room)

    def face(self, command):
        """A picture, pasted where this command of the palette leads."""
        path = self.session.directory / f"face-{self.name}.png"
        subprocess.run(["convert", "-size", "512x512", "gradient:#1b9391-#3658c7", "-fill", "#f7cb82", "-draw", "circle 256,256 256,90", str(path)], check=True)
        with offered(path):
            self.jump(command)
            self.press("button", "Paste Picture")
            self.there("button", "Remove Picture")

    def choose(self, name, *keys):
        row = self.app.find("combo box", name)
        self.app.focus(row)
        self.key("space", *keys, "Return")

    def cut(self):
        """The server is gone."""
        self.workspace.stop()

    def back(self):
        self.workspace.start()
        self.key("F5")

    def remove(self, room):
        """While Ada's window sleeps, Grace removes her from a room."""
        self.app.process.send_signal(signal.SIGSTOP)
        try:
            self.workspace.start()
            self.grace("remove", room, "ada")
        finally:
            self.app.process.send_signal(signal.SIGCONT)
        self.key("F5")

    def conflict(self, room, before, mine, theirs):
        """Ada changes a message where the server is away, and on another device."""
        self.cut()
        self.there("button", "Try Now")
        self.key("ctrl+e", "Up")
        composer = self.app.find("text", re.compile("^Message"))
        until(lambda: self.app.text(composer) == before, 10, "the message in the composer")
        self.app.type(composer, mine, replace=True)
        self.key("Return")
        self.there("list item", mine)
        self.app.process.send_signal(signal.SIGSTOP)
        try:
            self.workspace.start()
            message = next(one for one in map(json.loads, self.workspace.weftctl("ada", "--json", "history", room).splitlines()) if one["text"] == before)
            self.workspace.weftctl("ada", "edit", room, message["id"], theirs)
        finally:
            self.app.process.send_signal(signal.SIGCONT)
        self.key("F5")

    def answer(self, status, content_type="text/html"):
        """Something else answers where the server was."""
        self.silence()
        self.workspace.socket.unlink(missing_ok=True)
        self.played = subprocess.Popen([sys.executable, "-c", ANSWER, self.workspace.socket, status, content_type])
        until(self.workspace.socket.exists, 10, "the stand-in")
        self.key("F5")

    def silence(self):
        if self.played is not None:
            stop(self.played)
            self.workspace.socket.unlink(missing_ok=True)
        self.played = None

    def password(self):
        self.fill_password(PASSWORD)

    def end(self):
        super().end()
        self.silence()
        self.workspace.stop()



class Board(Team):
    """Ada in a project of Grace's."""

    STATUSES = (("Backlog", "todo", 0), ("Ready", "todo", 6), ("In progress", "doing", 2), ("In review", "doing", 4), ("Done", "done", 0))
    LABELS = (("tracking", "teal"), ("eta", "amber"), ("design", "rose"), ("ops", "moss"), ("checkout", "indigo"), ("bug", "clay"))
    # status, title, labels, priority, days until it is due, whose, part of
    TASKS = (
        (0, "Ask for a better time when a window moves by over an hour", (1, 2), "medium", None, "grace", None),
        (0, "Rain and flood notes per ward", (3,), "low", None, None, None),
        (0, "Courier photo before the door opens", (0, 2), "low", None, None, None),
        (1, "Courier app: one-tap “traffic” reason", (0,), "high", 1, "ada", None),
        (1, "Explain “handed to neighbour” in plain words", (2,), "medium", 2, "grace", None),
        (2, "Show the reason of a delay on the tracking page", (0, 1), "high", 0, "ada", None),
        (2, "Recalculate ETA when a route changes", (1,), "urgent", -1, "grace", None),
        (2, "MoMo and VNPay in one step", (4,), "medium", 9, "ada", None),
        (3, "Zalo message when the courier is two stops away", (0,), "medium", 40, "ada", None),
        (4, "Map quota", (3,), "none", None, "grace", 5),
        (4, "ETA windows instead of exact times", (1,), "medium", None, "ada", 5),
        (1, "Words for each reason", (), "none", None, "ada", 5),
    )

    # On which of the 28 days before today a task was made, begun, looked at and done.
    PAST = ((0, 1, 2, 3), (0, 1, 4, 5), (0, 2, 3, 6), (0, 3, 8, 9), (0, 5, 6, 7), (0, 6, 9, 10), (1, 7, 8, 8), (1, 8, 10, 11), (2, 9, 12, 15), (2, 10, 11, 12),
            (4, 11, 12, 13), (4, 12, 14, 16), (6, 13, 15, 16), (7, 14, 17, 19), (7, 15, 16, 17), (9, 16, 19, 22), (9, 17, 19, 20), (10, 18, 20, 21), (12, 19, 23, 24),
            (12, 20, 22, 22), (14, 21, 23, 25), (15, 22, 24, 26), (16, 24, 26, 27), (13, 15, None, None), (20, 22, 25, None), (20, 25, None, None), (20, 27, None, None),
            (21, None, None, None), (22, None, None, None), (23, None, None, None), (24, None, None, None), (26, None, None, None), (26, None, None, None))
    WORK = ("Cart keeps what was in it", "One page to pay", "Address by the map", "Gift note", "Prices with tax", "Voucher field", "Receipt by mail", "Stock while one pays",
            "Phone number first", "Remember the district", "Card form by keyboard", "Words for refusals")

    GROUPINGS = ("No Groups", "Status", "Assignee", "Label", "Priority")

    # A board of another program, of which some stays behind; and a table whose columns nobody knows.
    TRELLO = {
        "id": "b1", "name": "Spinning mill", "desc": "",
        "lists": [{"id": "l1", "name": "Backlog", "pos": 1, "closed": False}, {"id": "l2", "name": "Spun", "pos": 2, "closed": False}],
        "labels": [{"id": "g1", "name": "wool", "color": "green"}],
        "members": [{"id": "m1", "fullName": "Mai of Trello", "username": "elsewhere"}, {"id": "m2", "fullName": "Grace Hopper", "username": "grace"}],
        "cards": [{"id": "c1", "name": "Card the wool", "idList": "l1", "pos": 1, "idMembers": ["m1", "m2"], "idLabels": ["g1"], "stickers": [{"id": "s"}]},
                  {"id": "c2", "name": "Draw the sliver", "idList": "l1", "pos": 2, "closed": False},
                  {"id": "c3", "name": "Spin the yarn", "idList": "l2", "pos": 1, "closed": False}],
        "checklists": [{"id": "k1", "idCard": "c1", "name": "Before", "checkItems": [{"name": "Wash it", "state": "complete", "pos": 1}]}],
        "actions": [{"id": "a1", "type": "commentCard", "date": "2026-11-24T10:15:00.000Z", "idMemberCreator": "m1", "data": {"text": "Softly", "card": {"id": "c1"}}}],
    }
    TABLE = "What,Where,Yards,Dyed with\nTwist,Waiting,12,indigo\nPly,Done,7,madder\n"

    def recover(self):
        super().recover()
        self.plain()

    def plain(self):
        """The board, of now, with all of its cards in columns."""
        if not self.app.find_all("toggle button", "Project"):
            self.jump(self.title)
        if self.app.find_all("slider", "Moment"):
            self.leave("ctrl+u")
        for entry in self.app.find_all("entry", "Filter cards"):
            self.app.focus(entry)
            self.leave("ctrl+a", "BackSpace", "Escape")
        if self.app.find_all("list", "Cards"):
            self.leave("ctrl+j")
        if self.app.find_all("image", "Cumulative Flow"):
            self.leave("ctrl+g")
        if self.app.find_all("button", re.compile("^Lane ")):
            self.group("No Groups")

    def attach(self, name):
        """To the card which is open: a picture of ours, or a table."""
        path = self.session.directory / name
        path.write_bytes((pathlib.Path(__file__).parents[3] / "docs/pictures/board-light.png").read_bytes() if path.suffix == ".png" else self.TABLE.encode())
        self.inside("button", "^Attach Files")
        self.key("Return")
        choose_file(self.app, "Attach Files", str(path))
        self.app.find("list item", re.compile(f"^(file|picture) {re.escape(name)}"))

    def menu(self, *names):
        """Of the project."""
        self.press("toggle button", "^Project$")
        self.pick(*names)

    def group(self, name):
        """By one of these, or by the last of the project's own fields."""
        self.menu("_Group By")
        self.key(*["Down"] * (self.GROUPINGS.index(name) + 1) if name in self.GROUPINGS else ["Up"], "Return")
        self.rest()

    def card(self, name):
        """The focus to it, in whatever column; it may be out of sight, where no pointer comes."""
        self.there("list item", f"^{name}")
        for column in self.app.find_all("list"):
            names = [card.get_name() for card in self.app.find_all("list item", within=column)]
            place = next((i for i, one in enumerate(names) if one.startswith(name)), None)
            if place is not None:
                break
        self.app.focused.clear()
        self.walk("Tab", ("list item",), "|".join(f"^{re.escape(one)}$" for one in names))
        # Focus remembers where one was in a column.
        self.walk("Up" if names.index(self.app.focused[-1][1]) > place else "Down", ("list item",), f"^{name}", len(names))

    def forward(self, steps):
        """The way in which columns and moments follow each other; back: less than none."""
        self.key(*["Left" if (steps < 0) != (self.look.name == "right-to-left") else "Right"] * abs(steps))

    def open(self, name):
        self.card(name)
        self.key("Return")
        self.there("text", "^Description")

    def inside(self, role, name):
        """The focus to something of the dialog that is open."""
        pattern = re.compile(name)
        self.there("dialog", "")
        dialog = self.app.find_all("dialog")[-1]
        self.app.find(role, pattern, within=dialog)
        # A row and the text in it have the same name, and one of them takes the focus.
        for node in self.app.find_all(role, pattern, within=dialog):
            self.app.grab_focus(node)
            if self.app.has(node, Atspi.StateType.FOCUSED):
                return
        self.walk("Tab", (role,), name)

    def row(self, name):
        """Of the dialog, which leads on."""
        self.inside("list item", name)
        self.key("Return")

    def settings(self, page):
        self.menu("Project _Settings")
        self.click("page tab", page)

    def bring(self, name, content):
        """A file, to be imported."""
        path = self.session.directory / f"{self.name}-{name}"
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        self.jump("Import a Project")
        choose_file(self.app, "Import Project", str(path))

    def bring_many(self):
        """So many cards that one can look on."""
        self.bring("many.json", {**self.TRELLO, "name": "Spinning mill, all of it",
                                 "cards": [{"id": f"c{i}", "name": f"Bobbin {i}", "idList": "l1", "pos": i, "closed": False} for i in range(1500)]})

    def save_as(self, name):
        enter_path(self.app, "Export Project", str(self.session.directory / f"{self.name}-{name}"))

    def operate(self, operation, **args):
        self.grace("operate", self.project, f"board.{operation}", json.dumps(args))

    def past(self):
        """A project with four weeks behind it; it is open."""
        def make(kind, number):
            return f"0192f0c2-0000-7000-8000-{kind}{number:08d}"

        def day(number, hour):
            midnight = time.mktime((*time.localtime()[:3], 0, 0, 0, 0, 0, -1))
            self.workspace.at(max(time.time() - (midnight - (28 - number) * 86400 + hour * 3600), 0))

        with sqlite3.connect(f"file:{self.workspace.directory}/weft.db?mode=ro", uri=True) as database:
            people = dict(database.execute("SELECT login, id FROM person"))
        self.project = "project/" + make("0000", 1)
        day(0, 8)
        self.title = "Checkout"
        self.operate("create-project", name=self.title, code="PAY", members=[people["ada"]])
        for i, (name, category) in enumerate((("Ready", "todo"), ("In progress", "doing"), ("In review", "doing"), ("Done", "done"))):
            self.operate("add-status", id=make("0001", i), name=name, category=category, **({"after": make("0001", i - 1)} if i else {}))
        for number in range(28):
            day(number, 9)
            for i, days in enumerate(self.PAST):
                if days[0] == number:
                    self.operate("create", id=make("0003", i), title=self.WORK[i % len(self.WORK)], status=make("0001", 0), priority="none",
                                 labels=[], assignees=[people["ada" if i % 2 else "grace"]], estimate=(1, 2, 3, 5)[i % 4])
            for status in (1, 2, 3):
                moved = [make("0003", i) for i, days in enumerate(self.PAST) if days[status] == number]
                if moved:
                    day(number, 10 + 2 * status)
                    self.operate("move", ids=moved, status=make("0001", status))
        self.workspace.at(0)
        self.jump(self.title)

    def tasks(self):
        """A project, as on the design's picture."""
        def make(kind, number):
            return f"0192f0c1-0000-7000-8000-{kind}{number:08d}"

        with sqlite3.connect(f"file:{self.workspace.directory}/weft.db?mode=ro", uri=True) as database:
            people = dict(database.execute("SELECT login, id FROM person"))
        self.project = "project/" + make("0000", 1)
        midnight = int(time.time()) // 86400 * 86400
        self.title = "Delivery experience"
        self.operate("create-project", name=self.title, code="WEB", members=[people["ada"]])
        for i, (name, category, wip) in enumerate(self.STATUSES):
            self.operate("add-status", id=make("0001", i), name=name, category=category, **({"after": make("0001", i - 1)} if i else {}))
            if wip:
                self.operate("set-status", id=make("0001", i), name=name, category=category, wip=wip)
        for i, (name, yarn) in enumerate(self.LABELS):
            self.operate("add-label", id=make("0002", i), name=name, yarn=yarn)
        for i, (status, title, labels, priority, days, whose, part_of) in enumerate(self.TASKS):
            self.operate("create", id=make("0003", i), title=title, status=make("0001", status), priority=priority,
                         labels=[make("0002", label) for label in labels], assignees=[people[whose]] if whose else [],
                         due_at=(midnight + days * 86400) * 1000 if days is not None else 0, **({"after": make("0003", i - 1)} if i else {}),
                         **({"parent": make("0003", part_of)} if part_of else {}))
        self.operate("block", ids=[make("0003", 6)], other=make("0003", 8), on=True)
        self.operate("relate", ids=[make("0003", 0)], other=make("0003", 4), on=True)
        self.operate("create", id=make("0003", 99), title="A map of the old warehouse", status=make("0001", 0), labels=[], assignees=[])
        self.grace("operate", self.project, "people.set-member-role", json.dumps({"person": people["ada"], "role": "admin"}))
        self.operate("archive", ids=[make("0003", 99)], archived=True)

    def watched(self):
        """For some seconds: Grace has one card open, and holds another."""
        cards = [f"0192f0c1-0000-7000-8000-0003{i:08d}" for i in (1, 4)]
        self.operate("looking", window=self.project.partition("/")[2], card=cards[0], held=cards[1:])

    def checklist(self):
        """Of the card whose row is opened: with something below something else, one that is somebody's, and one that is long."""
        task = "0192f0c1-0000-7000-8000-000300000000"
        names = [f"0192f0c1-0000-7000-8000-0006{i:08d}" for i in range(6)]
        with sqlite3.connect(f"file:{self.workspace.directory}/weft.db?mode=ro", uri=True) as database:
            grace = database.execute("SELECT id FROM person WHERE login = 'grace'").fetchone()[0]
        items = (("Talk to the courier", task, {}), ("Which hours work", names[0], {"done": True}), ("What another slot costs", names[0], {"assignee": grace}),
                 ("Change the wording of the message so that it names both slots, the old one and the new one", task, {"due_at": 1798243200000}),
                 ("Tell the shop", task, {"done": True}), ("Show it to two who know nothing of it", task, {}))
        for i, (title, parent, more) in enumerate(items):
            after = {"after": names[i - 1]} if i > 0 and items[i - 1][1] == parent else {"after": names[0]} if i == 3 else {}
            self.operate("add-item", id=names[i], parent=parent, title=title, **after, **more)

    def repeat(self):
        """Two cards: one which the page for it has controls for, one on its way."""
        for i, recurrence in ((3, "schedule FREQ=WEEKLY;COUNT=10;INTERVAL=2;BYDAY=MO,TH UTC 0"), (4, "completion FREQ=DAILY;INTERVAL=3 UTC 0")):
            self.operate("set-recurrence", ids=[f"0192f0c1-0000-7000-8000-0003{i:08d}"], recurrence=recurrence)

    def fields(self):
        """Of the project's own: sizes to choose from, and when it ships."""
        size, ship, *options = (f"0192f0c1-0000-7000-8000-0007{i:08d}" for i in range(5))
        self.operate("add-field", id=size, name="Size", kind="select")
        self.operate("add-field", id=ship, name="Ships", kind="date")
        for option, name in zip(options, ("Small", "Medium", "Large")):
            self.operate("set-option", id=size, option=option, name=name)
        midnight = int(time.time()) // 86400 * 86400
        for i in range(9):
            task = f"0192f0c1-0000-7000-8000-0003{i:08d}"
            if i % 4 < 3:
                self.operate("set-value", id=task, field=size, value=options[i % 4 % 3])
            if i % 3 != 1:
                self.operate("set-value", id=task, field=ship, value=str((midnight + i * 6 * 86400) * 1000))

    def talk(self):
        """About the card which is blocked."""
        for number, text in enumerate(("The old windows come from a table of last year. @Ada do you know who keeps it?",
                                       "**Two** routes changed today, both straight after they had left.")):
            self.grace("operate", self.project, "thread.reply", json.dumps(
                {"id": f"0192f0c1-0000-7000-8000-0004{number:08d}", "root": "0192f0c1-0000-7000-8000-000300000006", "text": text}))


class Copies(Board):
    """The same project: what is made once more of its cards, and of itself."""
