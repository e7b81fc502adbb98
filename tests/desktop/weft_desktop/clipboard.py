# SPDX-License-Identifier: GPL-3.0-or-later
"""What another program holds in the clipboard."""
import contextlib
import subprocess
import sys

OFFER = """
import sys, gi
gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, GLib, Gtk
Gtk.init()
with open(sys.argv[1], "rb") as file:
    Gdk.Display.get_default().get_clipboard().set_content(Gdk.ContentProvider.new_for_bytes("image/png", GLib.Bytes.new(file.read())))
print("ready", flush=True)
GLib.MainLoop().run()
"""


@contextlib.contextmanager
def offered(path):
    """The picture at @path."""
    other = subprocess.Popen([sys.executable, "-c", OFFER, str(path)], stdout=subprocess.PIPE, text=True)
    try:
        if other.stdout.readline() != "ready\n":
            raise AssertionError("nothing offers the picture")
        yield
    finally:
        other.kill()
        other.wait()
        other.stdout.close()
