#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes a source with a bug planted in it, for a program of the tests which must find it.

    plant.py SOURCE OUTPUT RIGHT WRONG

RIGHT must stand in it exactly once: a plant that fell out of the source is an error, not a test that passes."""
import pathlib
import sys

source, output, right, wrong = sys.argv[1:]
text = pathlib.Path(source).read_text()
if text.count(right) != 1:
    sys.exit(f"{source}: has {text.count(right)} times: {right}")
pathlib.Path(output).write_text(text.replace(right, wrong))
