# SPDX-License-Identifier: GPL-3.0-or-later
"""Where tests in Python keep workspaces: in SQLite's file or, with WEFT_TEST_DATABASE=postgresql, in a private PostgreSQL, a schema a directory.

WEFT_CLUSTER names the program which runs that PostgreSQL, for as long as this one lives.
"""

import contextlib
import os
import sqlite3
import subprocess
import unittest

POSTGRESQL = os.environ.get("WEFT_TEST_DATABASE") == "postgresql"
PATIENCE = 60  # seconds

_cluster = None
_urls = {}


def new_url():
    """A URI of a fresh schema."""
    global _cluster
    if _cluster is None:
        _cluster = subprocess.Popen([os.environ["WEFT_CLUSTER"]], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        unittest.addModuleCleanup(_end_cluster)
    _cluster.stdin.write("\n")
    _cluster.stdin.flush()
    return _cluster.stdout.readline().strip()


def _end_cluster():
    _cluster.stdin.close()
    _cluster.wait(PATIENCE)
    _cluster.stdout.close()


def options(directory):
    """What weftd is told to keep the workspace of @directory there, each time the same."""
    if not POSTGRESQL:
        return ["--directory", directory]
    if directory not in _urls:
        _urls[directory] = new_url()
    return ["--directory", directory, "--database", _urls[directory]]


def forget(directory):
    """Whatever was there before, options() is of an empty database now."""
    _urls.pop(directory, None)


def run_sql(directory, sql):
    """Runs one statement and returns its rows, as lists of texts."""
    if not POSTGRESQL:
        with contextlib.closing(sqlite3.connect(os.path.join(directory, "weft.db"))) as database, database:
            return [[str(cell) for cell in row] for row in database.execute(sql)]
    done = subprocess.run(["psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--field-separator=\t", "--set=ON_ERROR_STOP=1",
                           "--command", sql, _urls[directory]], capture_output=True, text=True, timeout=PATIENCE, check=True)
    return [line.split("\t") for line in done.stdout.splitlines()]
