# SPDX-License-Identifier: GPL-3.0-or-later
"""What a journey starts from: a session a class, and evidence when it fails."""
import os
import pathlib
import shutil
import unittest

from .app import App
from .session import Session


class DesktopTestCase(unittest.TestCase):
    """Sub-classes set the keyword arguments of their Session."""

    session_options = {}
    tolerated = ()  # complaints of libraries, by a part of their words
    session_class = Session
    build = pathlib.Path(os.environ.get("WEFT_BUILD", "build")).resolve()

    @classmethod
    def setUpClass(cls):
        cls.session = cls.enterClassContext(cls.session_class(**cls.session_options))
        os.environ["GSETTINGS_SCHEMA_DIR"] = str(cls.build / "data")

    def setUp(self):
        self.apps = []

    def start(self, *argv, **options):
        """Starts a program; the first word is a path below the build directory."""
        app = App(self.session, self.build / argv[0], *argv[1:], log=f"app-{len(self.apps) + 1}", **options)
        self.apps.append(app)
        self.addCleanup(app.stop)
        return app

    def run(self, result=None):
        self._result = result
        return super().run(result)

    def tearDown(self):
        if self._failed():
            self._keep_evidence()
        for app in self.apps:
            complaints = [line for line in app.complaints() if not any(words in line for words in self.tolerated)]
            self.assertEqual(complaints, [], "the app complained")

    def _failed(self):
        result = self._result
        return result is not None and any(case is self for case, _ in result.failures + result.errors)

    def _keep_evidence(self):
        """Pictures, trees and logs of a failure, under the build directory."""
        folder = self.build / "desktop-failures" / self.id()
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for number, app in enumerate(self.apps, 1):
            (folder / f"app-{number}.tree").write_text(app.tree())
            if app.process.poll() is None:
                try:
                    app.shot(folder / f"app-{number}.png")
                except Exception as error:  # a picture is a help, not the test
                    print("no picture:", error)
        for log in self.session.directory.glob("*.log"):
            shutil.copy(log, folder)
        print("evidence:", folder)
