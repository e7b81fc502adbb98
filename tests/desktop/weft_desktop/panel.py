# SPDX-License-Identifier: GPL-3.0-or-later
"""A real panel with a tray: xfce4-panel.  Its session must let the bus start org.xfce.Xfconf."""
import os
import pathlib

from gi.repository import Gio, GLib

from .app import App, xdotool
from .session import stop
from .waiting import pump, until

WATCHER = "org.kde.StatusNotifierWatcher"
SERVICES = ("org.xfce.Xfconf.service",)
CONFIG = """<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array"><value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=8;x=683;y=880"/>
      <property name="length" type="double" value="40"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="32"/>
      <property name="plugin-ids" type="array"><value type="int" value="1"/></property>
    </property>
  </property>
  <property name="plugins" type="empty"><property name="plugin-1" type="string" value="systray">
    <property name="square-icons" type="bool" value="true"/>
  </property></property>
</channel>
"""


class Panel(App):
    """Started and stopped as often as a test likes."""

    def __init__(self, session):
        config = pathlib.Path(os.environ["XDG_CONFIG_HOME"], "xfce4/xfconf/xfce-perchannel-xml/xfce4-panel.xml")
        config.parent.mkdir(parents=True, exist_ok=True)
        config.write_text(CONFIG)
        self.bus = session.bus()
        super().__init__(session, "xfce4-panel", "--disable-wm-check", env={"GTK_MODULES": "gail:atk-bridge", "GDK_BACKEND": "x11"}, log="panel")
        until(lambda: session.owned(WATCHER), 20, lambda: f"the tray; the panel said: {self.log()}")

    def items(self):
        """Names on the bus and paths of what is in the tray."""
        answer = self.bus.call_sync(WATCHER, "/StatusNotifierWatcher", "org.freedesktop.DBus.Properties", "Get",
                                    GLib.Variant("(ss)", (WATCHER, "RegisteredStatusNotifierItems")), None, Gio.DBusCallFlags.NONE, 5000, None)
        return answer.unpack()[0]

    def item(self):
        """Waits for one item and returns its properties."""
        until(lambda: len(self.items()) == 1, 15, lambda: f"one item in the tray; there is {self.items()}")
        return self.properties()

    def properties(self):
        name, _, path = self.items()[0].partition("/")
        return self.bus.call_sync(name, "/" + path, "org.freedesktop.DBus.Properties", "GetAll", GLib.Variant("(s)", ("org.kde.StatusNotifierItem",)), None,
                                  Gio.DBusCallFlags.NONE, 5000, None).unpack()[0]

    def end(self):
        stop(self.process)
        self.release()
        until(lambda: not self.session.owned(WATCHER), 10, "the tray to be gone")

    def menu(self):
        """Numbers and labels of the item's menu, as dbusmenu tells them; separators are None."""
        return [(number, properties.get("label")) for number, properties in self._layout()]

    def checks(self):
        """The labels which have a check."""
        return [properties["label"] for _number, properties in self._layout() if properties.get("toggle-state") == 1]

    def _layout(self):
        name = self.items()[0].partition("/")[0]
        path = self.properties()["Menu"]
        self.bus.call_sync(name, path, "com.canonical.dbusmenu", "AboutToShow", GLib.Variant("(i)", (0,)), None, Gio.DBusCallFlags.NONE, 5000, None)
        layout = self.bus.call_sync(name, path, "com.canonical.dbusmenu", "GetLayout", GLib.Variant("(iias)", (0, -1, [])), None, Gio.DBusCallFlags.NONE, 5000,
                                    None).unpack()
        return [(number, properties) for number, properties, _children in layout[1][2]]

    def click(self, number):
        """What a panel says when the item of that number is chosen, also in a menu which has changed since."""
        name = self.items()[0].partition("/")[0]
        self.bus.call_sync(name, self.properties()["Menu"], "com.canonical.dbusmenu", "Event", GLib.Variant("(isvu)", (number, "clicked", GLib.Variant("i", 0), 0)),
                           None, Gio.DBusCallFlags.NONE, 5000, None)

    def press(self, button=1):
        """The first item, with the pointer."""
        xdotool("mousemove", 400, 400, "mousemove", 16, 884, "sleep", "0.2", "click", button)
        pump()

    def choose(self, place):
        """Opens the menu and activates its entry of that place (from 1, without the separators), by keys."""
        def windows():
            return xdotool("search", "--onlyvisible", "--class", "wrapper-2.0").split()

        before = windows()
        self.press(3)
        until(lambda: len(windows()) > len(before), 10, "the tray's menu")
        for _ in range(place):
            xdotool("key", "Down")
        xdotool("key", "Return")
        pump()
