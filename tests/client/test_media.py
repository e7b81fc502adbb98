#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures, their viewer, a room's gallery, and previews of links, as a screen reader and a keyboard meet them (preview.c)."""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

from gi.repository import Atspi
from weft_desktop import DesktopTestCase, until

# A second of colours, by GStreamer's own encoders.
MAKE_VIDEO = """
import sys, gi
gi.require_version("Gst", "1.0")
from gi.repository import Gst
Gst.init(None)
pipeline = Gst.parse_launch("videotestsrc pattern=blue num-buffers=30 ! video/x-raw,width=160,height=120 ! vp8enc ! webmmux ! filesink location=" + sys.argv[1])
pipeline.set_state(Gst.State.PLAYING)
message = pipeline.get_bus().timed_pop_filtered(30 * Gst.SECOND, Gst.MessageType.EOS | Gst.MessageType.ERROR)
pipeline.set_state(Gst.State.NULL)
sys.exit(message is None or message.type != Gst.MessageType.EOS)
"""


class MediaTest(DesktopTestCase):
    session_options = {"keyring": "absent"}

    def open(self, *options):
        app = self.start("tests/client/chat-preview", "--media", *options).ready()
        app.find("list item", re.compile("picture weave-1.png"))
        return app

    def open_gallery(self, app):
        app.key("ctrl+shift+g")
        app.find("page tab", "Pictures")
        until(lambda: "picture weave-3.png, Daniel Okafor" in (app.focused_name() or ""), 10, lambda: f"the newest picture focused, not {app.focused_name()!r}")

    def canvas(self, app, name, zoom=None):
        return app.find("image", re.compile(rf"^{name}, 800 × 480, {zoom or r'[0-9]+'} %$"))

    def test_preview(self):
        """The page is part of the row's one sentence; its author takes it off, and puts it back."""
        app = self.open()
        row = re.compile(r"You, .*https://loom.example.org/threads/12, page Warp and weft: how cloth is made, Loom Weekly · loom.example.org, Sent$")
        app.focus(app.find("text", "Message deliveries-hcmc"))
        app.key("shift+Tab", "Up", "End")
        until(lambda: row.search(app.focused_name() or ""), 10, lambda: f"the message with the link focused, not {app.focused_name()!r}")
        app.key("ctrl+shift+w")
        app.gone("list item", row)
        until(lambda: "This is how they do it" in (app.focused_name() or ""), 10, "the focus where it was")
        app.key("ctrl+shift+w")
        app.find("list item", row)

    def test_viewer(self):
        """Opened by keys; zoomed, moved and turned by keys, and heard; Escape leads back to where one was."""
        app = self.open()
        self.open_gallery(app)
        app.key("Return")
        self.canvas(app, "weave-3.png")
        app.key("1")
        self.canvas(app, "weave-3.png", 100)
        app.key("plus")
        self.canvas(app, "weave-3.png", 125)
        app.key("0", "Left")
        self.canvas(app, "weave-2.png")
        app.key("Page_Up")
        self.canvas(app, "weave-1.png")
        app.key("Left")
        app.expect_announcement("There is none further on")
        app.key("Page_Down")
        self.canvas(app, "weave-2.png")
        app.key("Escape")
        until(lambda: "picture weave-3.png, Daniel Okafor" in (app.focused_name() or ""), 10, lambda: f"the picture focused again, not {app.focused_name()!r}")

    def test_metered(self):
        """Where what comes is paid for, a picture comes when somebody asks for it."""
        app = self.start("tests/client/chat-preview", "--media", "--metered").ready()
        app.find("list item", re.compile("picture weave-1.png, not loaded, "))
        app.focus(app.find("text", "Message deliveries-hcmc"))
        app.key("shift+Tab", "Up")
        until(lambda: "new messages" in (app.focused_name() or ""), 10, "the first unread message focused")
        for _ in range(10):
            if "picture weave-1.png" in (app.focused_name() or ""):
                break
            app.key("Down")
        app.key("shift+F10")
        app.find("menu item")
        app.key("g")  # Get Picture, by its letter
        app.find("list item", re.compile("picture weave-1.png, [0-9]"))
        app.find("list item", re.compile("picture weave-2.png, not loaded, "))

    def show_video(self, path):
        os.environ["WEFT_TEST_VIDEO"] = path
        self.addCleanup(os.environ.pop, "WEFT_TEST_VIDEO", None)
        app = self.start("tests/client/chat-preview", "--media").ready()
        app.find("list item", re.compile("picture weave-1.png"))
        app.key("ctrl+shift+g")
        until(lambda: "video clip.webm, Emma Clarke" in (app.focused_name() or ""), 10, lambda: f"the video focused, not {app.focused_name()!r}")
        app.key("Return")
        return app

    def is_blue(self, app, shot):
        app.shot(shot)
        means = subprocess.run(["convert", shot, "-gravity", "center", "-crop", "20x20+150+150", "-format", "%[fx:mean.r] %[fx:mean.b]", "info:"],
                               check=True, capture_output=True, text=True).stdout.split()
        return float(means[0]) < 0.2 and float(means[1]) > 0.8

    def test_video(self):
        """Played in the window; one that cannot be is for another program."""
        folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, folder)
        path = os.path.join(folder, "clip.webm")
        subprocess.run([sys.executable, "-c", MAKE_VIDEO, path], check=True, timeout=60)
        app = self.show_video(path)
        app.find("dialog", "clip.webm")
        app.find("button", re.compile("^(Play|Pause)$"))
        until(lambda: self.is_blue(app, os.path.join(folder, "shot.png")), 20, "the blue video in the window")
        self.assertFalse(app.find_all("button", "Open With Another Program"))
        app.key("Page_Up")
        self.canvas(app, "weave-3.png")
        # What decodes it may be taken down by it: it alone.
        app.key("Page_Down")
        app.find("button", re.compile("^(Play|Pause)$"))
        subprocess.run(["pkill", "-KILL", "-P", str(app.pid), "weft-media"], check=True)
        app.find("button", "Open With Another Program")
        app.key("Escape")
        with open(path, "wb") as file:
            file.write(b"\x1aE\xdf\xa3" + bytes(2000))
        app = self.show_video(path)
        app.find("button", "Open With Another Program")

    def test_tray(self):
        """A video is measured before it goes."""
        folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, folder)
        path = os.path.join(folder, "clip.webm")
        subprocess.run([sys.executable, "-c", MAKE_VIDEO, path], check=True, timeout=60)
        os.environ["WEFT_TEST_VIDEO"] = path
        self.addCleanup(os.environ.pop, "WEFT_TEST_VIDEO", None)
        app = self.start("tests/client/chat-preview", "--tray").ready()
        app.find("button", "Remove clip.webm")
        app.find("label", "0:01")

    def test_gallery(self):
        """Pictures, files and links in their tabs, the newest first; what is chosen is opened, or shown where it was said."""
        app = self.open()
        self.open_gallery(app)
        names = [item.get_name() for item in app.find_all("table cell", re.compile("^picture")) or app.find_all("list item", re.compile("^picture"))]
        self.assertEqual([name.split(",")[0] for name in names], ["picture weave-3.png", "picture weave-2.png", "picture weave-1.png"])
        app.click(app.find("page tab", "Files"))
        app.find("list item", re.compile("^file Packing list, batch 1.ods, Lê Bảo Ngọc"))
        app.click(app.find("page tab", "Links"))
        app.find("list item", re.compile("^link https://loom.example.org/threads/12, .*, This is how they do it"))
        app.find("list item", re.compile("^link https://example.org/orders/48213, "))
        app.key("Escape")
        app.gone("page tab", "Links")
        app.find("text", "Message deliveries-hcmc", state=Atspi.StateType.FOCUSED)

    def test_hidden(self):
        """What hangs on a message which somebody deleted for themselves is not in their gallery."""
        app = self.open()
        app.focus(app.find("text", "Message deliveries-hcmc"))
        app.key("shift+Tab", "Up", "End")
        until(lambda: "This is how they do it" in (app.focused_name() or ""), 10, lambda: f"the newest message focused, not {app.focused_name()!r}")
        while "picture weave-3.png" not in (before := app.focused_name() or ""):
            app.key("Up")
            until(lambda: (app.focused_name() or "") != before, 10, lambda: f"the message above {before!r}")
        app.key("shift+Delete")
        app.expect_announcement("Message deleted for you")
        app.key("ctrl+shift+g")
        app.find("page tab", "Pictures")
        until(lambda: "picture weave-2.png, " in (app.focused_name() or ""), 10, lambda: f"the newest picture left focused, not {app.focused_name()!r}")
        self.assertFalse(app.find_all("table cell", re.compile("^picture weave-3")) + app.find_all("list item", re.compile("^picture weave-3")))


if __name__ == "__main__":
    unittest.main()
