#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The boundary checker finds what it is there to find, and nothing else."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent


class CheckerTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="weft-boundary-")
        self.addCleanup(folder.cleanup)
        self.source = pathlib.Path(folder.name)
        self.build = self.source / "build"
        self.write("base/weft-id.h", "")
        self.write("ui/weft-avatar.h", "")
        self.write("parts/thread/client/weft-thread.h", "")
        self.write("features/board/client/weft-board.h", "")

    def write(self, name, text):
        path = self.source / "src" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def compile(self, name, text):
        path = self.build / "src" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["cc", "-x", "c", "-c", "-o", path, "-"], input=text, text=True, check=True)

    def check(self, *words):
        """The checker finds one breach which has all the words; none of them: it finds none."""
        result = subprocess.run([sys.executable, HERE / "check.py", self.source, self.build], capture_output=True, text=True, check=False)
        if words:
            self.assertEqual((result.returncode, len(result.stdout.splitlines())), (1, 2), result.stdout + result.stderr)
            for word in words:
                self.assertIn(word, result.stdout)
        else:
            self.assertEqual(result.returncode, 0, result.stdout + result.stderr)

    def test_allowed(self):
        self.write("features/chat/client/weft-room.c", '#include "base/weft-id.h"\n#include "parts/thread/client/weft-thread.h"\n#include "weft-room.h"\n')
        self.write("features/chat/client/weft-room.h", "#include <glib.h>\n")
        self.compile("features/chat/client/a.p/room.c.o", "int weft_id (void); int weft_room (void) { return weft_id (); }")
        self.compile("base/a.p/id.c.o", "int weft_id (void) { return 1; }")
        self.check()

    def test_a_feature_uses_another(self):
        self.write("features/chat/client/weft-room.c", '#include "features/board/client/weft-board.h"\n')
        self.check("features/chat/client may not use features/board/client")

    def test_a_way_around_with_dots(self):
        self.write("features/chat/client/weft-room.c", '#include "../../board/client/weft-board.h"\n')
        self.check("features/chat/client may not use features/board/client")

    def test_a_way_out_of_the_tree(self):
        self.write("base/weft-id.c", '#include "../../elsewhere/other.h"\n')
        self.check("leaves src/")

    def test_client_uses_widgets(self):
        self.write("features/chat/client/weft-room.c", "#include <gtk/gtk.h>\n")
        self.check("features/chat/client may not use GTK")

    def test_base_uses_what_is_above(self):
        self.write("base/weft-id.c", '#include "ui/weft-avatar.h"\n')
        self.check("base may not use ui")

    def test_a_declaration_by_hand(self):
        self.compile("base/a.p/id.c.o", "int weft_board (void); int weft_id (void) { return weft_board (); }")
        self.compile("features/board/client/a.p/board.c.o", "int weft_board (void) { return 1; }")
        self.check("needs weft_board of features/board/client")

    def test_a_library_by_hand(self):
        self.compile("serve/a.p/x.c.o", "int sqlite3_open (void); int weft_x (void) { return sqlite3_open (); }")
        self.check("needs sqlite3_open of SQLite")

    def test_a_library_of_some_files(self):
        self.write("store/weft-rows.c", "#include <libpq-fe.h>\n")
        self.check("store may not use libpq in this file")
        self.write("store/weft-rows.c", "")
        self.write("store/weft-postgres-sql.c", "#include <libpq-fe.h>\n")
        self.check()
        self.compile("store/a.p/weft-log.c.o", "int PQfinish (void); int weft_x (void) { return PQfinish (); }")
        self.check("needs PQfinish of libpq")

    def test_a_plan_looks_at_the_clock(self):
        self.compile("features/chat/shared/a.p/plan.c.o", "long g_get_real_time (void); long weft_x (void) { return g_get_real_time (); }")
        self.check("shared is pure")


if __name__ == "__main__":
    unittest.main()
