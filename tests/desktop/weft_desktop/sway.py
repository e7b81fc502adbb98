# SPDX-License-Identifier: GPL-3.0-or-later
"""A Wayland compositor without a screen."""
import json
import os
import pathlib
import subprocess
import time

from .session import stop
from .waiting import pump, until

WIDTH, HEIGHT = 1280, 800
CONFIG = f"""focus_on_window_activation smart
xwayland disable
focus_follows_mouse no
default_border none
output HEADLESS-1 mode {WIDTH}x{HEIGHT}
"""


class Sway:
    """Lets a window come forward if it may, and gives one that is alone all of the screen."""

    def __init__(self, session):
        self.session = session
        config = session.directory / "sway.conf"
        config.write_text(CONFIG)
        self.process = session.spawn("sway", "sway", "--config", str(config),
                                     env=dict(os.environ, WLR_BACKENDS="headless", WLR_RENDERER="pixman", WLR_LIBINPUT_NO_DEVICES="1"))
        run = pathlib.Path(os.environ["XDG_RUNTIME_DIR"])
        self.socket = until(lambda: next(iter(run.glob("sway-ipc.*.sock")), None), 20, lambda: f"sway: {session.log('sway')}")
        self.display = until(lambda: next((path.name for path in run.glob("wayland-*") if path.suffix != ".lock"), None), 10, "a Wayland display")
        self.pointer = None

    @property
    def environment(self):
        """Of a program which is to show its windows here."""
        return dict(GDK_BACKEND="wayland", WAYLAND_DISPLAY=self.display)

    def message(self, *arguments):
        return json.loads(subprocess.run(["swaymsg", "--socket", self.socket, "--raw", *arguments], capture_output=True, check=True).stdout)

    def windows(self):
        """The names of the windows' programs, and whether they have the focus."""
        found, nodes = {}, [self.message("-t", "get_tree")]
        while nodes:
            node = nodes.pop()
            nodes += node["nodes"] + node["floating_nodes"]
            if node.get("app_id"):
                found[node["app_id"]] = node["focused"]
        return found

    def plug_pointer(self, program):
        """A pointer, which stays until the end."""
        self.pointer = subprocess.Popen([program, str(WIDTH), str(HEIGHT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        env=dict(os.environ, WAYLAND_DISPLAY=self.display))
        assert self.pointer.stdout.readline() == "ready\n"

    def point(self, *lines):
        for line in lines:
            self.pointer.stdin.write(line + "\n")
            self.pointer.stdin.flush()
            pump()
            time.sleep(0.03)

    def drag(self, app, start, end, steps=12):
        """Many small moves: a single jump starts no drag. The window has all of the screen."""
        (x0, y0, w0, h0), (x1, y1, w1, h1) = app.bounds(start), app.bounds(end)
        x0, y0, x1, y1 = x0 + w0 // 2, y0 + h0 // 2, x1 + w1 // 2, y1 + h1 // 2
        self.point(f"move {x0} {y0}", "down")
        self.point(*(f"move {x0 + (x1 - x0) * step // steps} {y0 + (y1 - y0) * step // steps}" for step in range(1, steps + 1)))
        time.sleep(0.15)
        self.point("up")

    def end(self):
        if self.pointer is not None:
            self.pointer.stdin.close()
            self.pointer.wait()
            self.pointer.stdout.close()
        stop(self.process)
