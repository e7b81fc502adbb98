# SPDX-License-Identifier: GPL-3.0-or-later
"""GTK's own dialog for files, where no portal has another."""
import time

from .app import Atspi
from .waiting import until


def find_chooser(app, title):
    """With its list read."""
    dialog = app.find("dialog", title)
    app.find("button", "Cancel", within=dialog)
    return dialog


def enter_path(app, title, path, button="Save"):
    """Typed letters are completed there, by names which other files have."""
    entry = app.find("text", within=find_chooser(app, title), state=Atspi.StateType.FOCUSED)
    entry.get_editable_text_iface().set_text_contents(path)
    until(lambda: app.text(entry) == path, 10, lambda: f"the path, not {app.text(entry)!r}")

    def taken():
        """It looks at the folder before it takes a name in it: sometimes it is to be told twice."""
        buttons = [found for node in app.find_all("dialog", title) for found in app.find_all("button", button, within=node)]
        if buttons:
            app.key("Return")
            time.sleep(0.5)
        return not buttons

    until(taken, 10, f"no more dialog with {button}")


def choose_file(app, title, path):
    dialog = find_chooser(app, title)
    until(lambda: any(app.has(node, Atspi.StateType.FOCUSED) for node in app.walk(dialog)), 10, app.tree)
    app.key("ctrl+l")
    enter_path(app, title, path, "Open")
