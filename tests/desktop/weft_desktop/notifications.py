# SPDX-License-Identifier: GPL-3.0-or-later
"""A stand-in for the desktop's notification daemon.  Make it before the app starts."""
from gi.repository import Gio, GLib

PATH = "/org/freedesktop/Notifications"
NAME = "org.freedesktop.Notifications"
INTERFACE = """<node><interface name="org.freedesktop.Notifications">
  <method name="Notify">
    <arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
    <arg type="s" direction="in"/><arg type="as" direction="in"/><arg type="a{sv}" direction="in"/><arg type="i" direction="in"/>
    <arg type="u" direction="out"/>
  </method>
  <method name="CloseNotification"><arg type="u" direction="in"/></method>
  <method name="GetCapabilities"><arg type="as" direction="out"/></method>
  <method name="GetServerInformation">
    <arg type="s" direction="out"/><arg type="s" direction="out"/><arg type="s" direction="out"/><arg type="s" direction="out"/>
  </method>
  <signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
  <signal name="NotificationClosed"><arg type="u"/><arg type="u"/></signal>
</interface></node>"""


class Notifications:
    """shown: each notification as a dict with number, app, title, body, actions and hints; closed: numbers."""

    def __init__(self, session):
        self.shown = []
        self.closed = []
        self.bus = session.bus()
        info = Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0]
        self.bus.register_object(PATH, info, self._on_call, None, None)
        Gio.bus_own_name_on_connection(self.bus, NAME, Gio.BusNameOwnerFlags.NONE, None, None)

    def _on_call(self, _bus, _sender, _path, _interface, method, arguments, invocation):
        if method == "Notify":
            invocation.return_value(GLib.Variant("(u)", (self._show(*arguments.unpack()),)))
        elif method == "CloseNotification":
            self.closed.append(arguments.unpack()[0])
            invocation.return_value(None)
        elif method == "GetCapabilities":
            invocation.return_value(GLib.Variant("(as)", (["actions", "body"],)))
        else:
            invocation.return_value(GLib.Variant("(ssss)", ("weft-desktop", "Weft", "1", "1.2")))

    def _show(self, app, replaces, _icon, title, body, actions, hints, _timeout):
        number = replaces or len(self.shown) + 1
        pairs = dict(zip(actions[1::2], actions[0::2]))
        self.shown.append(dict(number=number, app=app, title=title, body=body, actions=pairs, hints=hints))
        return number

    def press(self, number, action="default"):
        """Presses a notification, or its button by key."""
        self.bus.emit_signal(None, PATH, NAME, "ActionInvoked", GLib.Variant("(us)", (number, action)))
