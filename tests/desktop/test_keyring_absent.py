#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The keyring is absent: it is said, nothing waits for it, and what is cached stays readable."""
import unittest

from weft_desktop.keyring import KeyringJourney, WeftTestCase


class KeyringAbsentTest(KeyringJourney, WeftTestCase):
    session_options = {"keyring": "absent"}
    reason = "The keyring cannot be used"


if __name__ == "__main__":
    unittest.main(verbosity=2)
