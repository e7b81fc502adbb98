# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 of a program at a chosen step: the test's side of kill-step.c."""
import mmap
import os
import struct

SIZE = 128


class Steps:
    """What is preloaded into one program, and what it has done since it was armed."""

    def __init__(self, shim, path, directory, socket):
        self.trace_path = path + ".trace"
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        os.ftruncate(descriptor, SIZE)
        self.memory = mmap.mmap(descriptor, SIZE)
        os.close(descriptor)
        # A sanitizer's runtime wants to be the first; leaks of who is killed are nobody's.
        asan = ":".join(filter(None, [os.environ.get("ASAN_OPTIONS"), "verify_asan_link_order=0"]))
        self.environment = {"LD_PRELOAD": shim, "WEFT_STEPS": path, "WEFT_STEPS_TRACE": self.trace_path,
                            "WEFT_STEPS_DIRECTORY": directory, "WEFT_STEPS_SOCKET": socket, "ASAN_OPTIONS": asan}
        self.disarm()

    def arm(self, call="", holds="", occurrence=0, torn=False):
        """Dies before (or, torn, in the middle of) the call of that number which begins with @call and holds @holds; 0: just watches."""
        open(self.trace_path, "w").close()
        self.memory[:] = struct.pack("qqqq48s48s", 0, occurrence, torn, 0, call.encode(), holds.encode())
        self.memory[:8] = struct.pack("q", 1)

    def disarm(self):
        self.memory[:8] = struct.pack("q", 0)

    def has_come(self):
        """Whether the call at which it dies was made: it is dying, or dead."""
        _, occurrence, _, count = struct.unpack_from("qqqq", self.memory)
        return 0 < occurrence <= count

    def trace(self):
        with open(self.trace_path, encoding="utf-8", errors="replace") as file:
            return [line.strip() for line in file]

    def close(self):
        self.memory.close()
