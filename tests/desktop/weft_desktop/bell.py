# SPDX-License-Identifier: GPL-3.0-or-later
"""Hears what the X server's bell is asked to ring (the X Keyboard Extension, protocol 1.0, section 12)."""
import ctypes

CORE_KEYBOARD = 0x100
BELL_NOTIFY = 8


class Bell:
    def __init__(self):
        self.x11 = ctypes.CDLL("libX11.so.6")
        self.x11.XOpenDisplay.restype = ctypes.c_void_p
        self.display = ctypes.c_void_p(self.x11.XOpenDisplay(None))
        code, event, error, major, minor = (ctypes.c_int() for _ in range(5))
        major.value = 1
        assert self.x11.XkbQueryExtension(self.display, ctypes.byref(code), ctypes.byref(event), ctypes.byref(error), ctypes.byref(major), ctypes.byref(minor))
        self.event = event.value
        self.x11.XkbSelectEvents(self.display, CORE_KEYBOARD, ctypes.c_ulong(1 << BELL_NOTIFY), ctypes.c_ulong(1 << BELL_NOTIFY))
        self.count()

    def count(self):
        """How often it rang since the last time."""
        self.x11.XSync(self.display, 0)
        rung = 0
        event = ctypes.create_string_buffer(256)
        while self.x11.XPending(self.display):
            self.x11.XNextEvent(self.display, event)
            rung += ctypes.c_int.from_buffer(event).value == self.event
        return rung

    def close(self):
        self.x11.XCloseDisplay(self.display)
