# SPDX-License-Identifier: GPL-3.0-or-later
"""A stand-in for the desktop's portal: whether a program may run in the background."""
from gi.repository import Gio, GLib

NAME, PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
INTERFACE = """<node><interface name="org.freedesktop.portal.Background">
  <method name="RequestBackground"><arg type="s" direction="in"/><arg type="a{sv}" direction="in"/><arg type="o" direction="out"/></method>
</interface></node>"""


class BackgroundPortal:
    """agrees: what it answers; asked: the options of each request."""

    def __init__(self, session, agrees=True):
        self.agrees = agrees
        self.asked = []
        self.bus = session.bus()
        info = Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0]
        self.registration = self.bus.register_object(PATH, info, self._on_call, None, None)
        self.name = Gio.bus_own_name_on_connection(self.bus, NAME, Gio.BusNameOwnerFlags.NONE, None, None)

    def _on_call(self, _bus, sender, _path, _interface, _method, arguments, invocation):
        _window, options = arguments.unpack()
        self.asked.append(options)
        handle = f"{PATH}/request/{sender[1:].replace('.', '_')}/{options['handle_token']}"
        invocation.return_value(GLib.Variant("(o)", (handle,)))
        answer = GLib.Variant("(ua{sv})", (0, {"background": GLib.Variant("b", self.agrees), "autostart": GLib.Variant("b", False)}))
        self.bus.emit_signal(sender, handle, "org.freedesktop.portal.Request", "Response", answer)

    def end(self):
        Gio.bus_unown_name(self.name)
        self.bus.unregister_object(self.registration)
