#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cards on their way, on a display (test-motion.c)."""
import subprocess
import unittest

from weft_desktop import DesktopTestCase


class MotionTest(DesktopTestCase):
    def test_motion(self):
        done = subprocess.run([self.build / "tests/board/test-board-motion"], capture_output=True, text=True, timeout=150, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
