#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""weft-thumbnail: strangers' pictures, and what only looks like one.

    test_thumbnail.py WEFT-THUMBNAIL [TEST…]
"""
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest
import zlib

THUMBNAIL = os.path.abspath(sys.argv[1])


def png(width, height, pixels):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", pixels) + chunk(b"IEND", b""))


def plain(width, height):
    return png(width, height, zlib.compress(b"".join(b"\0" + bytes(width * 3) for _ in range(height)), 1))


def zeroes(megabytes):
    """A few hundred kB which become many megabytes."""
    packer = zlib.compressobj(9)
    return b"".join([packer.compress(bytes(1 << 20)) for _ in range(megabytes)]) + packer.flush()


class Thumbnail(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix="weft-thumbnail-")
        self.addCleanup(shutil.rmtree, self.directory)

    def run_on(self, data, size=860, *more):
        path, out = os.path.join(self.directory, "in"), os.path.join(self.directory, "out")
        if os.path.exists(out):
            os.unlink(out)
        with open(path, "wb") as file:
            file.write(data)
        done = subprocess.run([THUMBNAIL, path, out, str(size), *more], capture_output=True, text=True, timeout=60, check=False)
        self.assertNotIn("runtime error", done.stderr)
        made = None
        if os.path.exists(out):
            with open(out, "rb") as file:
                head = file.read(24)
            made = struct.unpack(">II", head[16:24])
        self.assertEqual(sorted(os.listdir(self.directory)), ["in", "out"] if made else ["in"])
        self.assertEqual(done.returncode == 0, made is not None, done.stderr)
        return done, made

    def test_small(self):
        done, made = self.run_on(plain(640, 480))
        self.assertEqual((done.stdout, made), ("640 480\n", (640, 480)))

    def test_large(self):
        done, made = self.run_on(plain(2000, 1000))
        self.assertEqual((done.stdout, made), ("2000 1000\n", (860, 430)))

    def test_square(self):
        """The middle, as JPEG; one with holes stays PNG."""
        for width, height in ((2000, 1000), (700, 1600), (40, 30)):
            with self.subTest(width=width, height=height):
                path, out = os.path.join(self.directory, "wide"), os.path.join(self.directory, "square")
                with open(path, "wb") as file:
                    file.write(plain(width, height))
                done = subprocess.run([THUMBNAIL, path, out, "512", "square"], capture_output=True, text=True, timeout=60, check=False)
                self.assertEqual((done.returncode, done.stdout), (0, f"{width} {height}\n"), done.stderr)
                with open(out, "rb") as file:
                    data = file.read()
                at = data.index(b"\xff\xc0")
                side = min(512, width, height)
                os.unlink(path)
                os.unlink(out)
                self.assertEqual((data[:3], struct.unpack(">HH", data[at + 5:at + 9])), (b"\xff\xd8\xff", (side, side)))
        clear = (b"\x89PNG\r\n\x1a\n" + b"".join(
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in (
                (b"IHDR", struct.pack(">IIBBBBB", 30, 20, 8, 6, 0, 0, 0)), (b"IDAT", zlib.compress((b"\0" + bytes(120)) * 20)), (b"IEND", b""))))
        self.assertEqual(self.run_on(clear, 512, "square")[1], (20, 20))
        self.assertEqual(self.run_on(png(65535, 65535, zeroes(1)), 512, "square")[0].returncode, 1)
        self.assertEqual(self.run_on(b"hello", 512, "square")[0].returncode, 1)

    def test_bombs(self):
        bomb = zeroes(120)
        for width, height in ((65535, 65535), (20000, 6000), (100000, 10), (1, 2**31 - 1), (2**31 - 1, 2**31 - 1), (0, 0)):
            with self.subTest(width=width, height=height):
                done, _ = self.run_on(png(width, height, bomb))
                self.assertEqual((done.returncode, done.stdout), (1, ""))
        # What it has more of than its size says does not matter.
        self.assertEqual(self.run_on(png(100, 100, bomb))[1] or (100, 100), (100, 100))
        gif = b"GIF89a" + struct.pack("<HH", 65535, 65535) + b"\xf7\0\0" + bytes(100000)
        self.assertEqual(self.run_on(gif)[0].returncode, 1)

    def test_no_pictures(self):
        for data in (b"", b"hello", b"BM" + bytes(1000), b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", b"\0" * 100000, b"\x89PNG\r\n\x1a\n",
                     b"\xff\xd8\xff", b"GIF89a", b"RIFF\x04\0\0\0WEBP"):
            with self.subTest(data[:12]):
                self.assertEqual(self.run_on(data)[0].returncode, 1)

    def test_noise(self):
        """Damaged ones may give a picture or none; nothing worse."""
        good = plain(64, 64)
        for seed in range(20):
            rng = random.Random(seed)
            data = bytearray(good)
            for _ in range(1 + seed % 5):
                data[rng.randrange(8, len(data))] ^= 1 << rng.randrange(8)
            with self.subTest(seed):
                self.assertIn(self.run_on(bytes(data))[0].returncode, (0, 1))

    def test_usage(self):
        self.assertEqual(subprocess.run([THUMBNAIL], capture_output=True, check=False).returncode, 2)
        self.assertEqual(subprocess.run([THUMBNAIL, "/nowhere", "/nowhere/out", "100"], capture_output=True, check=False).returncode, 1)
        self.assertEqual(subprocess.run([THUMBNAIL, "a", "b", "9999999"], capture_output=True, check=False).returncode, 2)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
