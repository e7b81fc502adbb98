# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop of its own: X server, window manager, session bus, accessibility bus, keyring."""
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

from .waiting import until  # noqa: E402

BUS_CONFIG = """<busconfig>
  <type>session</type><listen>unix:dir={directory}</listen><auth>EXTERNAL</auth>
  <servicedir>{services}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>
"""

SECRETS = "org.freedesktop.secrets"


def noon():
    """A time zone in which it is about noon now: no journey runs into midnight, and nothing of a few hours ago was yesterday."""
    return f"NOON{time.gmtime().tm_hour - 12:+d}"


class Session:
    """One a process, as the accessibility library connects once.  Use it as a context manager.

    keyring is "unlocked", "locked" or "absent".
    """

    # What the bus may start by itself; nothing else of the machine leaks into a test.
    services = ("org.a11y.Bus.service", "org.gnome.keyring.SystemPrompter.service")

    def __init__(self, width=1366, height=900, keyring="unlocked", accent="teal", font="Inter 11"):
        assert keyring in ("unlocked", "locked", "absent")
        self.size = (width, height)
        self.keyring = keyring
        self.accent = accent
        self.font = font
        self.processes = []
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="weft-desktop-"))

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes):
            stop(process)
        shutil.rmtree(self.directory, ignore_errors=True)

    def _start(self):
        self._environment()
        self._x_server()
        self._bus()
        self._window_manager()
        Atspi.init()
        if self.keyring != "absent":
            self._keyring()

    def _environment(self):
        for name in ("WAYLAND_DISPLAY", "NO_AT_BRIDGE", "XAUTHORITY", "DBUS_STARTER_ADDRESS"):
            os.environ.pop(name, None)
        for name, folder in (("HOME", "home"), ("XDG_RUNTIME_DIR", "run"), ("XDG_DATA_HOME", "data"),
                             ("XDG_CONFIG_HOME", "config"), ("XDG_CACHE_HOME", "cache"), ("XDG_STATE_HOME", "state")):
            path = self.directory / folder
            path.mkdir(mode=0o700)
            os.environ[name] = str(path)
        settings = self.directory / "config" / "gtk-4.0" / "settings.ini"
        settings.parent.mkdir()
        settings.write_text(f"[Settings]\ngtk-font-name={self.font}\ngtk-xft-antialias=1\ngtk-xft-hinting=0\n")
        os.environ.update(
            GDK_BACKEND="x11", GSK_RENDERER="cairo", GDK_DISABLE="gl,vulkan", GDK_DEBUG="no-portals",
            ADW_DISABLE_PORTAL="1", ADW_DEBUG_ACCENT_COLOR=self.accent, GTK_A11Y="atspi",
            GSETTINGS_BACKEND="memory", LC_ALL="C.UTF-8", NO_COLOR="1", TZ=noon(),
            GTK_IM_MODULE="gtk-im-context-simple")  # not the first one which the machine has

    def spawn(self, name, *command, **options):
        log = open(self.directory / f"{name}.log", "ab")
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **options)
        log.close()
        self.processes.append(process)
        return process

    def _x_server(self):
        reading, writing = os.pipe()
        width, height = self.size
        server = self.spawn("xvfb", "Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24", "-dpi", "96",
                            "-nolisten", "tcp", "-noreset", pass_fds=[writing])
        os.close(writing)
        with open(reading) as pipe:
            number = pipe.readline().strip()
        assert number, f"Xvfb did not start: {self.log('xvfb')} ({server.poll()})"
        os.environ["DISPLAY"] = f":{number}"

    def _window_manager(self):
        """openbox loses windows which are mapped while it starts; it runs a command when it has."""
        started = self.directory / "openbox-started"
        self.spawn("openbox", "openbox", "--startup", f"touch {started}")
        until(started.exists, 10, "the window manager")

    def _bus(self):
        services = self.directory / "services"
        services.mkdir()
        for name in self.services:
            source = pathlib.Path("/usr/share/dbus-1/services") / name
            if source.exists():
                (services / name).symlink_to(source)
        config = self.directory / "bus.conf"
        config.write_text(BUS_CONFIG.format(directory=os.environ["XDG_RUNTIME_DIR"], services=services))
        reading, writing = os.pipe()
        self.spawn("bus", "dbus-daemon", f"--config-file={config}", "--nofork", "--nosyslog", f"--print-address={writing}", pass_fds=[writing])
        os.close(writing)
        with open(reading) as pipe:
            address = pipe.readline().strip()
        assert address, f"dbus-daemon did not start: {self.log('bus')}"
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = address

    def bus(self):
        return Gio.bus_get_sync(Gio.BusType.SESSION)

    def owned(self, name):
        return self.bus().call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "NameHasOwner",
                                    GLib.Variant("(s)", (name,)), None, 0, 5000, None).unpack()[0]

    def _keyring(self):
        daemon = self.spawn_with_input("keyring", b"weft", "gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets")
        until(lambda: daemon.poll() is not None or self.owned(SECRETS), 15, "the keyring")
        assert daemon.poll() is None, f"gnome-keyring-daemon ended: {self.log('keyring')}"
        if self.keyring == "locked":
            self.lock_keyring()

    def spawn_with_input(self, name, data, *command):
        process = self.spawn(name, "sh", "-c", 'printf %s "$0" | exec "$@"', data.decode(), *command, start_new_session=True)
        return process

    def lock_keyring(self):
        """What happens when a person locks the keyring while programs run."""
        self.bus().call_sync(SECRETS, "/org/freedesktop/secrets", "org.freedesktop.Secret.Service", "Lock",
                             GLib.Variant("(ao)", (["/org/freedesktop/secrets/collection/login"],)), None, 0, 5000, None)

    def log(self, name):
        path = self.directory / f"{name}.log"
        return path.read_text(errors="replace") if path.exists() else ""


def stop(process, patience=3):
    """Ends a process: politely, then not."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
