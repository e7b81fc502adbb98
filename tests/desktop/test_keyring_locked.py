#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The keyring is locked: it is said, nothing waits for it, and what is cached stays readable."""
import unittest

from weft_desktop.keyring import KeyringJourney, WeftTestCase


class KeyringLockedTest(KeyringJourney, WeftTestCase):
    session_options = {"keyring": "locked"}
    reason = "The keyring does not answer; it may be locked"
    # libsecret 0.21 answers twice, or not at all, when a prompt that nobody saw is cancelled
    tolerated = ("g_task_return_error: assertion", "secret_service_real_prompt_async")


if __name__ == "__main__":
    unittest.main(verbosity=2)
