# SPDX-License-Identifier: GPL-3.0-or-later
"""A stand-in for the desktop's notification daemon.  Make it before the app starts."""
from gi.repository import Gio, GLib

from .waiting import until

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
  <signal name="NotificationReplied"><arg type="u"/><arg type="s"/></signal>
  <signal name="NotificationClosed"><arg type="u"/><arg type="u"/></signal>
</interface></node>"""


class Notifications:
    """shown: each notification as a dict with number, app, title, body, actions and hints; closed: numbers."""

    def __init__(self, session, capabilities=("actions", "body")):
        self.capabilities = list(capabilities)
        self.asked = 0  # how often for what it can do
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
            self.asked += 1
            invocation.return_value(GLib.Variant("(as)", (self.capabilities,)))
        else:
            invocation.return_value(GLib.Variant("(ssss)", ("weft-desktop", "Weft", "1", "1.2")))

    def _show(self, app, replaces, _icon, title, body, actions, hints, _timeout):
        number = replaces or len(self.shown) + 1
        pairs = dict(zip(actions[1::2], actions[0::2]))
        self.shown.append(dict(number=number, app=app, title=title, body=body, actions=pairs, hints=hints))
        return number

    def reply(self, number, text):
        """An answer written in the notification itself."""
        self.bus.emit_signal(None, PATH, NAME, "NotificationReplied", GLib.Variant("(us)", (number, text)))

    def press(self, number, action="default"):
        """Presses a notification, or its button by key."""
        self.bus.emit_signal(None, PATH, NAME, "ActionInvoked", GLib.Variant("(us)", (number, action)))


class KeptNotifications:
    """A stand-in for a shell that keeps notifications after their app has ended, and starts it when one is pressed (org.gtk.Notifications)."""

    NAME, PATH = "org.gtk.Notifications", "/org/gtk/Notifications"
    INTERFACE = """<node><interface name="org.gtk.Notifications">
      <method name="AddNotification"><arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="a{sv}" direction="in"/></method>
      <method name="RemoveNotification"><arg type="s" direction="in"/><arg type="s" direction="in"/></method>
    </interface></node>"""

    def __init__(self, session):
        self.kept = {}  # (app, key): the notification as a dict of variants
        self.bus = session.bus()
        info = Gio.DBusNodeInfo.new_for_xml(self.INTERFACE).interfaces[0]
        self.bus.register_object(self.PATH, info, self._on_call, None, None)
        Gio.bus_own_name_on_connection(self.bus, self.NAME, Gio.BusNameOwnerFlags.NONE, None, None)

    def _on_call(self, _bus, _sender, _path, _interface, method, arguments, invocation):
        app, key = arguments.get_child_value(0).get_string(), arguments.get_child_value(1).get_string()
        if method == "AddNotification":
            what = arguments.get_child_value(2)
            self.kept[app, key] = {what.get_child_value(i).get_child_value(0).get_string(): what.get_child_value(i).get_child_value(1).get_variant()
                                   for i in range(what.n_children())}
        else:
            self.kept.pop((app, key), None)
        invocation.return_value(None)

    def press(self, app, notification):
        """Its default action, as the shell asks for it: the app's own D-Bus interface, waiting until the app is there."""
        action = notification["default-action"].get_string()
        assert action.startswith("app."), action
        target = notification["default-action-target"]
        arguments = GLib.Variant.new_tuple(GLib.Variant("s", action[4:]), GLib.Variant.new_array(GLib.VariantType("v"), [GLib.Variant.new_variant(target)]),
                                           GLib.Variant("a{sv}", {}))
        until(lambda: self.bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "NameHasOwner", GLib.Variant("(s)", (app,)),
                                         None, Gio.DBusCallFlags.NONE, 5000, None).unpack()[0], 20, f"{app} on the bus")
        self.bus.call(app, "/" + app.replace(".", "/"), "org.freedesktop.Application", "ActivateAction", arguments, None, Gio.DBusCallFlags.NONE, 20000, None, None)
