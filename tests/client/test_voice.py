#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""weft-media: a voice message is recorded and played; stills of videos; and what only looks like one.

    test_voice.py WEFT-MEDIA [TEST…]
"""
import os
import random
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
import unittest

MEDIA = os.path.abspath(sys.argv[1])
TONE = "audiotestsrc is-live=true wave=sine volume=0.5 samplesperbuffer=480"
SILENT = "fakesink sync=true"

# By GStreamer's own encoders.
MAKE = """
import sys, gi
gi.require_version("Gst", "1.0")
from gi.repository import Gst
Gst.init(None)
pipeline = Gst.parse_launch(sys.argv[1] + " ! filesink location=" + sys.argv[2])
pipeline.set_state(Gst.State.PLAYING)
message = pipeline.get_bus().timed_pop_filtered(60 * Gst.SECOND, Gst.MessageType.EOS | Gst.MessageType.ERROR)
pipeline.set_state(Gst.State.NULL)
sys.exit(message is None or message.type != Gst.MessageType.EOS)
"""


def crc(data):
    """Of an Ogg page (RFC 3533): CRC-32 of 0x04c11db7, neither reflected nor inverted."""
    value = 0
    for byte in data:
        value ^= byte << 24
        for _ in range(8):
            value = (value << 1 ^ 0x04C11DB7 if value & 0x80000000 else value << 1) & 0xFFFFFFFF
    return value


def page(kind, granule, number, packets):
    lacing = b"".join(b"\xff" * (len(packet) // 255) + bytes([len(packet) % 255]) for packet in packets)
    head = b"OggS\0" + bytes([kind]) + struct.pack("<qIII", granule, 77, number, 0) + bytes([len(lacing)]) + lacing
    whole = head + b"".join(packets)
    return whole[:22] + struct.pack("<I", crc(whole)) + whole[26:]


def opus(granule, *, channels=1, family=0, n=20, packet=b"\xf8\xff\xfe"):
    """A voice message of @n + 1 frames of 20 ms which says that it ends at @granule (48,000 a second)."""
    head = b"OpusHead\1" + bytes([channels]) + struct.pack("<HIh", 0, 48000, 0) + bytes([family])
    if family:
        head += bytes([channels, 0]) + bytes(range(channels))
    return (page(2, 0, 0, [head]) + page(0, 0, 1, [b"OpusTags" + struct.pack("<I", 1) + b"x" + struct.pack("<I", 0)])
            + (page(0, n * 960, 2, [packet] * n) if n else b"") + page(4, granule, 3, [packet] * min(n, 1)))


class Spoken:
    """A weft-media and the words between us."""

    def __init__(self, *args, shared=None, **environ):
        """@shared is a descriptor, which is its 3."""
        there = f" 3<>/proc/self/fd/{shared}" if shared is not None else ""
        self.process = subprocess.Popen(["sh", "-c", 'exec "$0" "$@"' + there, MEDIA, *args], pass_fds=[] if shared is None else [shared], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                        env=os.environ | {"WEFT_VOICE_SOURCE": TONE, "WEFT_VOICE_SINK": SILENT} | environ)
        self.lines = []
        self.said = threading.Condition()
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        for line in self.process.stdout:
            with self.said:
                self.lines.append(line.strip())
                self.said.notify_all()

    def say(self, line):
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass  # it has ended already

    def expect(self, pattern, after=0):
        """Returns the match, and how many lines there were with it."""
        def find():
            for at, line in enumerate(self.lines[after:], after + 1):
                match = re.fullmatch(pattern, line)
                if match:
                    return match, at
            return None
        with self.said:
            if not self.said.wait_for(find, 30):
                raise AssertionError(f"no “{pattern}” in {self.lines[after:][:3]} … {self.lines[-3:]}")
            return find()

    def end_by_itself(self):
        """Without having been told to."""
        self.process.wait(30)
        return self.end()

    def expect_any(self, seconds):
        """The end of what is played, or of the process."""
        with self.said:
            self.said.wait_for(lambda: "end" in self.lines or self.process.poll() is not None, seconds)

    def end(self):
        try:
            self.process.stdin.close()
        except BrokenPipeError:
            pass
        code = self.process.wait(30)
        errors = self.process.stderr.read()
        self.process.stdout.close()
        self.process.stderr.close()
        if "Sanitizer" in errors or "runtime error" in errors:
            raise AssertionError(errors)
        return code, errors


class MediaCase(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix="weft-voice-")
        self.addCleanup(shutil.rmtree, self.directory)

    def path(self, name, data=None):
        path = os.path.join(self.directory, name)
        if data is not None:
            with open(path, "wb") as file:
                file.write(data)
        return path

    def make(self, name, pipeline):
        path = self.path(name)
        subprocess.run([sys.executable, "-c", MAKE, pipeline, path], check=True, timeout=100)
        return path


class Record(MediaCase):
    def record(self, ms=600, **environ):
        path = self.path("voice.ogg")
        voice = Spoken("record", path, "900000", **environ)
        voice.expect(rf"at ({'|'.join(str(at) for at in range(ms, ms + 50))}) [0-9]+")
        voice.say("stop")
        done, _ = voice.expect("done ([0-9]+) ([0-9a-v]*)")
        self.assertEqual(voice.end(), (0, ""))
        return path, int(done[1]), done[2]

    def test_recorded(self):
        """A tone is loud all the time; what was written is Opus in Ogg of that length."""
        path, ms, peaks = self.record()
        self.assertEqual(set(peaks[1:-1]), {"p"}, peaks)  # −9 dB
        self.assertEqual(len(peaks), min(64, ms // 50))
        with open(path, "rb") as file:
            data = file.read()
        self.assertEqual((data[:4], data[28:36], data[37]), (b"OggS", b"OpusHead", 1))
        self.assertLess(len(data), 40 * ms // 8 + 4096)
        voice = Spoken("play", path)
        ready, _ = voice.expect("ready ([0-9]+)")
        self.assertAlmostEqual(int(ready[1]), ms, delta=60)
        self.assertEqual(voice.end(), (0, ""))

    def test_silence(self):
        self.assertEqual(set(self.record(WEFT_VOICE_SOURCE="audiotestsrc is-live=true wave=silence")[2]), {"0"})

    def test_limit(self):
        """It ends by itself."""
        voice = Spoken("record", self.path("long.ogg"), "2000", WEFT_VOICE_SOURCE="audiotestsrc wave=silence")
        done, _ = voice.expect("done (2[0-9]{3}) (0+)")
        self.assertAlmostEqual(len(done[2]), int(done[1]) // 50, delta=1)
        self.assertEqual(voice.end(), (0, ""))

    def test_given_up(self):
        """Whoever wanted it is gone: so is the file, and the microphone is let go."""
        voice = Spoken("record", self.path("gone.ogg"), "900000")
        voice.expect("at [0-9]+ [0-9]+")
        self.assertEqual(voice.end()[0], 1)
        self.assertEqual(os.listdir(self.directory), [])

    def test_without_microphone(self):
        voice = Spoken("record", self.path("none.ogg"), "900000", WEFT_VOICE_SOURCE="filesrc location=/nowhere ! decodebin")
        code, errors = voice.end()
        self.assertEqual(code, 1)
        self.assertIn("weft-media: ", errors)
        self.assertEqual(os.listdir(self.directory), [])

    def test_full_disk(self):
        voice = Spoken("record", "/dev/full", "900000")
        self.assertEqual(voice.process.wait(30), 1)
        self.assertNotEqual(voice.end()[1], "")


class Play(MediaCase):
    def refused(self, data, name="bad.ogg"):
        voice = Spoken("play", self.path(name, data))
        self.assertEqual(voice.process.wait(30), 1, voice.lines)
        self.assertFalse([line for line in voice.lines if line.startswith("ready")])
        self.assertIn("weft-media: ", voice.end()[1])

    def test_played(self):
        """To its end and from there anew; sought, faster, paused."""
        path = self.make("tone.ogg", "audiotestsrc num-buffers=150 samplesperbuffer=960 ! audio/x-raw,rate=48000,channels=1 ! opusenc ! oggmux")
        voice = Spoken("play", path)
        voice.say("play")
        ready, at = voice.expect("ready (30[0-9]{2})")
        voice.expect("at [1-9][0-9]{2}", at)
        voice.say("seek 2500")
        _, at = voice.expect("at 2500", at)
        voice.say("rate 2")
        _, at = voice.expect("end", at)
        voice.say("play")
        _, at = voice.expect("at 0", at)
        _, at = voice.expect("at [1-9][0-9]{2}", at)
        voice.say("pause")
        voice.say("seek 999999999")
        voice.expect(f"at {ready[1]}", at)
        voice.say("seek -5")
        voice.expect("at 0", at)
        voice.say("rate nonsense\nmoney")
        self.assertEqual(voice.end(), (0, ""))

    def test_hostile(self):
        good = opus(20 * 960, n=19)
        voice = Spoken("play", self.path("good.ogg", good))
        voice.expect("ready 400")
        self.assertEqual(voice.end(), (0, ""))
        cases = {
            "empty": b"", "text": b"hello " * 100, "truncated head": good[:40], "only a head": good[:47], "zeroes": bytes(10000),
            "10^9 samples": opus(10**9), "2^62 samples": opus(2**62), "nothing in it": opus(0, n=0),
            "many channels": opus(960, channels=255, family=255), "no channel": opus(960, channels=0), "a web page": b"OggS" + b"<html>" * 1000,
            "wave": b"RIFF\xff\xff\xff\xffWAVEfmt " + bytes(1000),
        }
        for name, data in cases.items():
            with self.subTest(name):
                self.refused(data)

    def test_other_contents(self):
        """By its head it is a voice message; then comes something else, which nothing here can decode."""
        head = opus(960)[:47]
        for rest in (bytes(200), b"\xff" * 5000, self.read_video()):
            with self.subTest(rest[:8]):
                voice = Spoken("play", self.path("mixed.ogg", head + rest))
                voice.say("play")
                try:
                    voice.process.wait(3)
                except subprocess.TimeoutExpired:
                    pass
                self.assertIn(voice.end()[0], (0, 1))

    def read_video(self):
        with open(self.make("theora.ogv", "videotestsrc num-buffers=5 ! video/x-raw,width=64,height=48 ! theoraenc ! oggmux"), "rb") as file:
            return file.read()

    def test_noise(self):
        """Damaged ones are played as far as they go, or not; nothing worse."""
        with open(self.make("tone.ogg", "audiotestsrc num-buffers=20 samplesperbuffer=960 ! audio/x-raw,rate=48000,channels=1 ! opusenc ! oggmux"), "rb") as file:
            good = file.read()
        for seed in range(12):
            rng = random.Random(seed)
            data = bytearray(good)
            for _ in range(1 + seed % 6):
                data[rng.randrange(47, len(data))] ^= 1 << rng.randrange(8)
            if seed % 3 == 0:
                del data[rng.randrange(47, len(data)):]
            with self.subTest(seed):
                voice = Spoken("play", self.path("noise.ogg", bytes(data)), WEFT_VOICE_SINK="fakesink")
                voice.say("play")
                try:
                    voice.process.wait(0.5)
                except subprocess.TimeoutExpired:
                    pass
                self.assertIn(voice.end()[0], (0, 1), seed)

    def test_usage(self):
        for args in ([], ["play"], ["sing", "a"], ["still", "a", "b", "c"]):
            self.assertEqual(subprocess.run([MEDIA, *args], capture_output=True, check=False, timeout=30).returncode, 2)
        self.assertEqual(subprocess.run([MEDIA, "play", "/nowhere"], capture_output=True, check=False, timeout=30).returncode, 1)


class Still(MediaCase):
    def still(self, path, size=860):
        out = self.path("out.png")
        if os.path.exists(out):
            os.unlink(out)
        done = subprocess.run([MEDIA, "still", path, out, str(size)], capture_output=True, text=True, timeout=60, check=False)
        self.assertNotIn("runtime error", done.stderr)
        self.assertNotIn("Sanitizer", done.stderr)
        self.assertEqual(done.returncode == 0, os.path.exists(out), done.stderr)
        self.assertEqual([name for name in os.listdir(self.directory) if name.startswith("out.png.")], [])
        if not os.path.exists(out):
            return done, None
        with open(out, "rb") as file:
            head = file.read(24)
        self.assertEqual(head[:8], b"\x89PNG\r\n\x1a\n")
        return done, struct.unpack(">II", head[16:24])

    def test_kinds(self):
        pattern = "videotestsrc num-buffers=5 ! video/x-raw,width=%d,height=%d,framerate=5/1"
        for name, pipeline, words, made in (
                ("a.webm", pattern % (160, 120) + " ! vp8enc ! webmmux", "160 120 1000", (160, 120)),
                ("wide.webm", pattern % (960, 540) + " ! vp9enc deadline=1 cpu-used=8 ! webmmux", "960 540 1000", (860, 483)),
                ("a.ogv", pattern % (160, 120) + " ! theoraenc ! oggmux", "160 120 1000", (160, 120)),
                ("a.mov", pattern % (160, 120) + " ! jpegenc ! qtmux", "160 120 1000", (160, 120)),
                ("turned.mov", pattern % (160, 120) + " ! jpegenc ! taginject scope=stream tags=image-orientation=rotate-90 ! qtmux", "120 160 1000", (120, 160))):
            with self.subTest(name):
                done, size = self.still(self.make(name, pipeline))
                ms = int(done.stdout.split()[2]) if done.stdout else None
                self.assertEqual((done.stdout.rsplit(" ", 1)[0], size), (words.rsplit(" ", 1)[0], made), done.stderr)
                self.assertAlmostEqual(ms, 1000, delta=210)

    def test_hostile(self):
        with open(self.make("a.webm", "videotestsrc num-buffers=5 ! video/x-raw,width=160,height=120 ! vp8enc ! webmmux"), "rb") as file:
            good = file.read()
        # Matroska: PixelWidth (b0) and PixelHeight (ba), two bytes each in what was just written.
        wide = re.sub(rb"\xb0\x81\xa0|\xb0\x82\x00\xa0", lambda match: b"\xb0" + match[0][1:2] + b"\xff" * (len(match[0]) - 2), good)
        cases = {
            "empty": b"", "text": b"hello " * 100, "truncated": good[:300], "head only": good[:60], "zeroes": bytes(10000), "sound": opus(960),
            "subtitles": b"1\n00:00:00,000 --> 00:00:09,000\nhello\n", "playlist": b"#EXTM3U\nfile:///etc/passwd\n",
            "a picture": b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + struct.pack(">IIBBBBB", 65535, 65535, 8, 2, 0, 0, 0) + bytes(4),
        }
        for name, data in cases.items():
            with self.subTest(name):
                done, _ = self.still(self.path("bad.webm", data))
                self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn(self.still(self.path("wide.webm", wide))[0].returncode, (0, 1))

    def test_too_large(self):
        """By what its container says, before anything is decoded."""
        entry = struct.pack(">6xHHH12xHHIIIH32xHh", 1, 0, 0, 65000, 65000, 0x480000, 0x480000, 0, 1, 24, -1)
        def box(kind, *bodies):
            body = b"".join(bodies)
            return struct.pack(">I", len(body) + 8) + kind + body
        full = bytes(4)
        table = box(b"stbl", box(b"stsd", full, struct.pack(">I", 1), box(b"jpeg", entry)),
                    box(b"stts", full, struct.pack(">III", 1, 1, 1000)), box(b"stsc", full, struct.pack(">IIII", 1, 1, 1, 1)),
                    box(b"stsz", full, struct.pack(">III", 0, 1, 2000)), box(b"stco", full, struct.pack(">II", 1, 40)))
        track = box(b"trak", box(b"tkhd", struct.pack(">IIIIII", 7, 0, 0, 1, 0, 1000), bytes(16), struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 1 << 30),
                                 struct.pack(">II", 65000 << 16, 65000 << 16)),
                    box(b"mdia", box(b"mdhd", full, struct.pack(">IIIIHH", 0, 0, 1000, 1000, 0, 0)), box(b"hdlr", full, bytes(4), b"vide", bytes(13)),
                        box(b"minf", box(b"vmhd", bytes(12)), box(b"dinf", box(b"dref", full, struct.pack(">I", 1), box(b"url ", b"\0\0\0\1"))), table)))
        film = (box(b"ftyp", b"qt  ", bytes(4), b"qt  ") + box(b"mdat", bytes(2004))
                + box(b"moov", box(b"mvhd", full, struct.pack(">IIIIIH", 0, 0, 1000, 1000, 65536, 256), bytes(10),
                                   struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 1 << 30), bytes(24), struct.pack(">I", 2)), track))
        done, _ = self.still(self.path("huge.mov", film))
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("too many pixels", done.stderr)

    def test_noise(self):
        with open(self.make("a.webm", "videotestsrc num-buffers=5 ! video/x-raw,width=160,height=120 ! vp8enc ! webmmux"), "rb") as file:
            good = file.read()
        for seed in range(5):
            rng = random.Random(seed)
            data = bytearray(good)
            for _ in range(1 + seed):
                data[rng.randrange(4, len(data))] ^= 1 << rng.randrange(8)
            with self.subTest(seed):
                self.assertIn(self.still(self.path("noise.webm", bytes(data)))[0].returncode, (0, 1))


class ShowTest(MediaCase):
    """A video is played into memory which both sides see."""
    SIDE, PLACES = 200, 2

    def start(self, path, side=SIDE, places=PLACES):
        self.frames = os.memfd_create("frames", 0)
        self.addCleanup(os.close, self.frames)
        os.ftruncate(self.frames, side * side * 4 * places)
        video = Spoken("show", path, str(side), str(places), shared=self.frames)
        self.addCleanup(video.process.kill)
        return video

    def make_video(self, seconds=2, sound=False, size=(160, 120)):
        """Blue, with a tone if wanted."""
        rate = 10
        video = (f"videotestsrc pattern=blue num-buffers={rate * seconds} ! video/x-raw,width={size[0]},height={size[1]},framerate={rate}/1"
                 " ! vp8enc deadline=1 keyframe-max-dist=5 ! webmmux name=mux")
        tone = f" audiotestsrc num-buffers={50 * seconds} samplesperbuffer=960 ! audio/x-raw,rate=48000,channels=1 ! opusenc ! mux. mux." if sound else ""
        return self.make("a.webm", video + tone)

    def pixel(self, place, x, y, width):
        return os.pread(self.frames, 4, place * self.SIDE * self.SIDE * 4 + (y * width + x) * 4)

    def test_played(self):
        """Its size, its pictures, both at most as many as there are places; sought; and again from its end."""
        video = self.start(self.make_video(sound=True))
        video.expect("size 160 120 1")
        ready, at = video.expect(r"ready (\d+)")
        self.assertAlmostEqual(int(ready[1]), 2000, delta=150)
        match, _ = video.expect(r"frame (\d) 160 120")
        blue, green, red, alpha = self.pixel(int(match[1]), 80, 60, 160)
        self.assertGreater(blue, 200)
        self.assertLess(max(green, red), 40)
        self.assertEqual(alpha, 255)
        video.say("play")
        video.expect(r"at [1-9]\d+", at)
        video.expect("end", at)
        self.assertLessEqual(sum(line.startswith("frame ") for line in video.lines), self.PLACES, "a picture came where one was in use")
        before = len(video.lines)
        video.say("free 0")
        video.say("free 1")
        video.say("seek 500")
        video.expect("at 500", before)
        video.expect(r"frame \d 160 120", before)
        before = len(video.lines)
        video.say("volume 0")
        video.say("play")
        video.expect("end", before)
        self.assertEqual(video.end()[0], 0)

    def test_smaller(self):
        """No larger than there is room; without sound."""
        video = self.start(self.make_video(size=(640, 360)))
        video.expect("size 640 360 0")
        video.expect(r"frame \d 200 112")
        self.assertEqual(video.end()[0], 0)

    def test_words(self):
        """What nobody understands changes nothing."""
        video = self.start(self.make_video())
        _, at = video.expect(r"ready \d+")
        for words in ("free 99", "free -1", "free x", "volume 1e999", "volume nan", "rate 0", "seek -5", "seek 99999999999", "\x00", "x" * 200):
            video.say(words)
        before = len(video.lines)
        video.say("seek 100")
        video.expect("at 100", before)
        self.assertEqual(video.end()[0], 0)

    def test_hostile(self):
        with open(self.make_video(), "rb") as file:
            good = file.read()
        cases = {"empty": b"", "text": b"hello " * 100, "head only": good[:60], "no more": b"\x1aE\xdf\xa3" + bytes(2000), "sound": opus(960),
                 "playlist": b"#EXTM3U\nfile:///etc/passwd\n"}
        for name, data in cases.items():
            with self.subTest(name):
                code, errors = self.start(self.path("bad.webm", data)).end_by_itself()
                self.assertEqual(code, 1)
                self.assertTrue(errors.startswith("weft-media: "), errors)
        for seed in range(5):
            rng = random.Random(seed)
            data = bytearray(good)
            for _ in range(1 + 3 * seed):
                data[rng.randrange(4, len(data))] ^= 1 << rng.randrange(8)
            with self.subTest(seed):
                video = self.start(self.path("noise.webm", bytes(data)))
                video.say("play")
                video.expect_any(20)
                self.assertIn(video.end()[0], (0, 1))

    def test_no_memory(self):
        """Without the memory, or with too little of it, it ends, and nobody else does."""
        path = self.make_video()
        done = subprocess.run([MEDIA, "show", path, "200", "2"], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 2)
        for arguments in (("8", "2"), ("5000", "2"), ("200", "1"), ("200", "17")):
            done = subprocess.run([MEDIA, "show", path, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
            self.assertEqual(done.returncode, 2, arguments)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
