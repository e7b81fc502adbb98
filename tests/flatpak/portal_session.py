# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop with portals, and a program in Flatpak's sandbox on it."""
import os
import pathlib

from weft_desktop.app import App, xdotool
from weft_desktop.session import Session

APP = "dev.weft.Weft"


def read_service():
    """What the session bus starts, as the Flatpak exports it, when somebody asks for the program."""
    exported = pathlib.Path(os.environ["FLATPAK_USER_DIR"], "exports/share/dbus-1/services", f"{APP}.service")
    return next(line.removeprefix("Exec=").split() for line in exported.read_text().splitlines() if line.startswith("Exec="))


class PortalSession(Session):
    """The keyring is behind the Secret portal; there is no document portal, as it needs /dev/fuse."""

    services = (*Session.services, "org.freedesktop.portal.Desktop.service", "org.freedesktop.portal.Flatpak.service",
                "org.freedesktop.impl.portal.PermissionStore.service", "org.freedesktop.impl.portal.desktop.gtk.service")

    def _environment(self):
        super()._environment()
        for name in ("GDK_DEBUG", "ADW_DISABLE_PORTAL", "GSETTINGS_SCHEMA_DIR", "WEFT_DATADIR", "WEFT_LOCALEDIR"):
            os.environ.pop(name, None)
        config = self.directory / "config/xdg-desktop-portal"
        config.mkdir()
        (config / "portals.conf").write_text("[preferred]\ndefault=gtk\norg.freedesktop.impl.portal.Secret=gnome-keyring\n")
        os.environ.update(
            XDG_CURRENT_DESKTOP="weft-test",
            FLATPAK_SYSTEM_DIR=os.environ["WEFT_FLATPAK"],
            FLATPAK_USER_DIR=str(pathlib.Path(os.environ["WEFT_SOURCE"], ".dev/flatpak/user")))

    @property
    def data(self):
        """The program's own directory of the person's home."""
        return self.directory / "home/.var/app" / APP


class SandboxedApp(App):
    """Process numbers in the sandbox are not those outside: the program is known by its names."""

    def owns(self, accessible):
        return (accessible.get_application() or accessible).get_name().lower() in ("weft", APP.lower())

    def window_numbers(self):
        return xdotool("search", "--onlyvisible", "--class", rf"^({APP.replace('.', '[.]')}|weft)$").split()
