# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the real window as a person would: keyboard, screen reader, eyes.  See ../README.md."""
from .app import App
from .board import BoardTestCase
from .case import DesktopTestCase
from .notifications import KeptNotifications, Notifications
from .orca import Orca
from .session import Session
from .sway import Sway
from .waiting import pump, until
from .weft import WeftTestCase
from .workspace import Workspace

__all__ = ["App", "BoardTestCase", "DesktopTestCase", "KeptNotifications", "Notifications", "Orca", "Session", "Sway", "WeftTestCase", "Workspace", "pump", "until"]
