# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting for something to become true, never for time to pass."""
import os
import time

from gi.repository import GLib

# A slow machine, or a sanitizer, stretches every limit.
PATIENCE = float(os.environ.get("WEFT_TEST_PATIENCE", "1"))


def pump():
    """Lets events which have arrived (AT-SPI, D-Bus) reach their handlers."""
    context = GLib.MainContext.default()
    while context.pending():
        context.iteration(False)


def until(condition, timeout=10.0, what="a condition"):
    """Returns the first true value of condition (); AssertionError after timeout seconds.

    what is a text, or a function which says what was there instead.
    """
    end = time.monotonic() + timeout * PATIENCE
    error = None
    while True:
        pump()
        try:
            value = condition()
            error = None
        except GLib.Error as caught:  # an accessible that went away while it was read
            value, error = None, caught
        if value:
            return value
        if time.monotonic() > end:
            text = what() if callable(what) else what
            raise AssertionError(f"waited {timeout * PATIENCE:.0f} s in vain for {text}" + (f" ({error.message})" if error else ""))
        time.sleep(0.02)
