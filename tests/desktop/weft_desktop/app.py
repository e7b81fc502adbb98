# SPDX-License-Identifier: GPL-3.0-or-later
"""One program under test: its window by role and name, keys into it, what it announced."""
import os
import pathlib
import re
import subprocess

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

from .session import stop  # noqa: E402
from .waiting import pump, until  # noqa: E402

# GLib's words for a mistake in our code.
COMPLAINT = re.compile(r"weft[a-z-]*-(WARNING|CRITICAL|ERROR) \*\*|-CRITICAL \*\*|ERROR: (Address|Leak)Sanitizer|runtime error:")

# px; what GTK draws around a window where no compositor draws shadows
FRAME = 5


def xdotool(*arguments):
    result = subprocess.run(["xdotool", *map(str, arguments)], capture_output=True, text=True, check=False)
    return result.stdout.strip()


def matches(wanted, text):
    if wanted is None:
        return True
    return bool(wanted.search(text or "")) if isinstance(wanted, re.Pattern) else text == wanted


def pass_if_gone(error):
    """Whoever reads a tree that lives meets things which have just left it; anything else (a window that hangs) is raised."""
    if "does not exist" not in error.message:
        raise error


def children(node):
    """The accessibles right below node. Nothing is cached: GTK's change events race with the questions."""
    try:
        node.clear_cache_single()
        count = node.get_child_count()
    except GLib.Error as error:
        pass_if_gone(error)
        return
    for index in range(count):
        try:
            child = node.get_child_at_index(index)
            if child is None:
                continue
            child.clear_cache_single()
        except GLib.Error as error:
            pass_if_gone(error)
            continue
        yield child


class App:
    """Starts argv and finds it on the accessibility bus.

    Roles are AT-SPI's names ("button", "list item", "text"); names are texts (equal) or patterns (found in).
    """

    def __init__(self, session, *argv, env=None, log="app"):
        self.session = session
        self.log_path = pathlib.Path(session.directory / f"{log}.log")
        self.announced = []
        self.focused = []
        self._listener = Atspi.EventListener.new(self._on_event)
        self._listener.register("object:announcement")
        self._listener.register("object:state-changed:focused")
        environment = dict(os.environ, **(env or {}))
        self.process = session.spawn(log, *map(str, argv), env=environment)
        self.pid = self.process.pid

    def _on_event(self, event):
        try:
            if event.type.startswith("object:announcement"):
                if self.owns(event.source):
                    self.announced.append(event.any_data)
            elif event.detail1:
                self.focused.append((event.source.get_role_name(), event.source.get_name()))
        except GLib.Error:
            pass  # gone before it could be asked

    def owns(self, accessible):
        """Whether it is this program's."""
        return accessible.get_process_id() == self.pid

    def window_numbers(self):
        """X11's numbers of this program's visible windows, oldest first."""
        return xdotool("search", "--onlyvisible", "--pid", self.pid).split()

    # ---- the tree

    def application(self):
        desktop = Atspi.get_desktop(0)
        desktop.clear_cache_single()
        for index in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(index)
            try:
                if child and self.owns(child):
                    return child
            except GLib.Error:
                continue
        return None

    def walk(self, node=None, hidden=False):
        """Every accessible below node that is showing (all with hidden), in reading order."""
        node = node or self.application()
        if node is None:
            return
        for child in children(node):
            try:
                window = child.get_role() in (Atspi.Role.FRAME, Atspi.Role.WINDOW, Atspi.Role.DIALOG)
                showing = hidden or window or child.get_state_set().contains(Atspi.StateType.SHOWING)
            except GLib.Error as error:
                pass_if_gone(error)
                continue
            if showing:
                yield child
                yield from self.walk(child, hidden)

    def each(self, role=None, name=None, within=None, state=None):
        for node in self.walk(within):
            try:
                there = (role is None or node.get_role_name() == role) and matches(name, node.get_name()) and (state is None or node.get_state_set().contains(state))
            except GLib.Error as error:
                pass_if_gone(error)
                continue
            if there:
                yield node

    def find_all(self, role=None, name=None, within=None, state=None):
        return list(self.each(role, name, within, state))

    def find(self, role=None, name=None, within=None, timeout=10, state=None):
        """The first of find_all, waited for."""
        label = name.pattern if isinstance(name, re.Pattern) else name

        def missing():
            return f"a {role or 'thing'} named {label!r}; the window has:\n{self.tree()}"

        def look():
            assert self.process.poll() is None, f"the app ended with {self.process.returncode}:\n{self.log()}"
            return next(self.each(role, name, within, state), None)

        return until(look, timeout, missing)

    def gone(self, role=None, name=None, timeout=10):
        label = name.pattern if isinstance(name, re.Pattern) else name
        until(lambda: not self.find_all(role, name), timeout, f"no more {role} {label!r}")

    def tree(self):
        """The window as text, for people who read a failure."""
        lines = []

        def add(node, depth):
            for child in children(node):
                states = child.get_state_set()
                marks = "".join(mark for mark, state in (("*", Atspi.StateType.FOCUSED), ("s", Atspi.StateType.SELECTED))
                                if states.contains(state))
                description = child.get_description()
                lines.append("  " * depth + f"{child.get_role_name()} {child.get_name()!r}{' ' + marks if marks else ''}"
                             + (f" – {description}" if description else ""))
                if depth < 40:
                    add(child, depth + 1)

        application = self.application()
        if application is not None:
            try:
                add(application, 0)
            except GLib.Error as error:
                lines.append(f"(went away: {error.message})")
        return "\n".join(lines) or "(nothing on the accessibility bus)"

    # ---- the window

    def frame(self):
        """x, y, width, height on the screen of this program's window: its largest, for popovers are windows too."""
        self.window()
        frames = []
        for number in self.window_numbers():
            found = dict(re.findall(r"^(X|Y|WIDTH|HEIGHT)=(-?\d+)$", xdotool("getwindowgeometry", "--shell", number), re.MULTILINE))
            if len(found) == 4:
                frames.append(tuple(int(found[name]) for name in ("X", "Y", "WIDTH", "HEIGHT")))
        return max(frames, key=lambda frame: frame[2] * frame[3])

    def window(self):
        """X11's number of the newest window of this program."""
        def look():
            assert self.process.poll() is None, f"the app ended with {self.process.returncode}:\n{self.log()}"
            numbers = self.window_numbers()
            return numbers[-1] if numbers else None

        return until(look, 20, lambda: f"a window; the app said:\n{self.log()}")

    def ready(self):
        """Waits until keys would arrive: on the bus, active for the window manager, of a settled size."""
        window = self.window()
        until(self.application, 20, "the app on the accessibility bus")

        def active():
            return self.find_all("frame", state=Atspi.StateType.ACTIVE) or self.find_all("window", state=Atspi.StateType.ACTIVE)

        def wait_active():
            if not active():
                xdotool("windowactivate", window)
                return False
            return True

        until(wait_active, 15, lambda: f"an active window; there is:\n{self.tree()}")
        sizes = []

        def settled():
            sizes.append(xdotool("getwindowgeometry", window))
            return len(sizes) > 4 and len(set(sizes[-5:])) == 1

        until(settled, 10, "a window of settled size")
        return self

    def resize(self, width, height):
        """Gives the content this size, besides the frame."""
        window, width, height = self.window(), width + 2 * FRAME, height + 2 * FRAME
        for _ in range(3):
            xdotool("windowsize", "--sync", window, width, height)
            geometry = xdotool("getwindowgeometry", "--shell", window)
            if f"WIDTH={width}" in geometry and f"HEIGHT={height}" in geometry:
                return
            pump()

    def shot(self, path):
        """A PNG of what is in the window's frame, with the popovers above it, which are windows of their own."""
        x, y, width, height = self.frame()
        crop = f"{width - 2 * FRAME}x{height - 2 * FRAME}+{x + FRAME}+{y + FRAME}"
        subprocess.run(["import", "-silent", "-window", "root", "-crop", crop, "+repage", str(path)], check=True)

    # ---- what a person does

    def key(self, *keys):
        """Presses keys by X's names: "Return", "ctrl+k", "Tab"."""
        for one in keys:
            xdotool("key", "--clearmodifiers", one)
        pump()

    def has(self, node, state):
        node.clear_cache_single()
        return node.get_state_set().contains(state)

    def focus(self, node):
        """Moves the focus and waits for it: keys sent earlier would go elsewhere."""
        for attempt in (self.grab_focus, self.click, self.click):
            if self.has(node, Atspi.StateType.FOCUSED):
                return
            attempt(node)
            try:
                return until(lambda: self.has(node, Atspi.StateType.FOCUSED), 2, "focus")
            except AssertionError:
                continue
        raise AssertionError(f"{node.get_role_name()} {node.get_name()!r} does not take the focus")

    @staticmethod
    def grab_focus(node):
        try:
            node.get_component_iface().grab_focus()
        except GLib.Error:
            pass  # GTK has it for some widgets only

    def focused_name(self):
        found = self.find_all(state=Atspi.StateType.FOCUSED)
        return found[-1].get_name() if found else None

    def tab_to(self, role, name, limit=60):
        """Reaches a widget by Tab alone; how many presses it took."""
        for count in range(limit):
            if self.find_all(role, name, state=Atspi.StateType.FOCUSED):
                return count
            self.key("Tab")
        raise AssertionError(f"{limit} times Tab did not reach {role} {name!r}:\n{self.tree()}")

    def text(self, node):
        return Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))

    def type(self, node, text, replace=False):
        """Types text into node, after what it holds or instead of it, and checks that it arrived.

        xdotool remaps the keyboard for characters which are not on it and GTK loses some of those, so such text goes in
        the way of braille keyboards and dictation: EditableText.
        """
        self.focus(node)
        before = "" if replace else self.text(node)
        self.key("ctrl+a" if replace else "ctrl+End")
        if text.isascii():
            xdotool("type", "--delay", "8", text)
        else:
            Atspi.EditableText.insert_text(node, len(before), text, len(text.encode()))
        until(lambda: self.text(node) == before + text, 10, lambda: f"{before + text!r} in the field, which holds {self.text(node)!r}")

    def type_blind(self, text):
        """Types where the focus is."""
        xdotool("type", "--delay", "8", text)
        pump()

    def type_unseen(self, node, text):
        """Types a password: the field does not tell what it holds, but how much."""
        self.focus(node)
        self.type_blind(text)
        until(lambda: Atspi.Text.get_character_count(node) == len(text), 10, "the password in its field")

    def act(self, node, action=0):
        """Does an accessible action (a button's press, a row's activation), by number or name."""
        count = node.get_n_actions()
        if isinstance(action, str):
            action = [node.get_action_name(index) for index in range(count)].index(action)
        assert action < count, f"{node.get_role_name()} {node.get_name()!r} has {count} actions"
        assert node.do_action(action)
        pump()

    def bounds(self, node):
        """x, y, width, height in the window, some pixels off (GTK 4 says no more over AT-SPI)."""
        box = node.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
        return box.x, box.y, box.width, box.height

    def click(self, node, button=1):
        x, y, width, height = self.bounds(node)
        xdotool("mousemove", "--sync", "--window", self.window(), x + width // 2, y + height // 2)
        xdotool("click", button)
        pump()

    def drag(self, start, end, steps=12):
        """Many small moves: a single jump starts no drag."""
        (x0, y0, w0, h0), (x1, y1, w1, h1) = self.bounds(start), self.bounds(end)
        x0, y0, x1, y1 = x0 + w0 // 2, y0 + h0 // 2, x1 + w1 // 2, y1 + h1 // 2
        window = self.window()
        xdotool("mousemove", "--sync", "--window", window, x0, y0, "mousedown", 1)
        for step in range(1, steps + 1):
            xdotool("mousemove", "--sync", "--window", window, x0 + (x1 - x0) * step // steps, y0 + (y1 - y0) * step // steps, "sleep", "0.03")
        xdotool("sleep", "0.15", "mouseup", 1)
        pump()

    # ---- what it said

    def expect_announcement(self, text, since=0, timeout=10):
        """The first announcement after number since which contains text."""
        return until(lambda: next((one for one in self.announced[since:] if text in one), None), timeout,
                     lambda: f"an announcement of {text!r}; there were {self.announced[since:]}")

    def count_announcements(self, text):
        """How often it was said until now: more than once is heard more than once."""
        return sum(text in one for one in self.announced)

    def log(self):
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    def complaints(self):
        return [line for line in self.log().splitlines() if COMPLAINT.search(line)]

    # ---- the end

    def close(self):
        """Closes the window by Alt+F4 and waits for the program; its exit status."""
        if self.process.poll() is None:
            xdotool("windowactivate", "--sync", self.window(), "key", "--clearmodifiers", "alt+F4")
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                raise AssertionError(f"the app did not end after its window closed:\n{self.log()}") from None
        self.release()
        return self.process.returncode

    def kill(self):
        """kill -9."""
        self.process.kill()
        self.process.wait()
        self.release()

    def release(self):
        if self._listener is not None:
            self._listener.deregister("object:announcement")
            self._listener.deregister("object:state-changed:focused")
            self._listener = None

    def stop(self):
        stop(self.process)
        self.release()
