#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plays cases.json against an echo server: test_websocket.py ECHO [CASE…]"""
import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

CASES = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))
LIMIT = 65536
AT_ONCE = 16
PATIENCE = 20 * int(os.environ.get("WEFT_TEST_PATIENCE", "1"))
CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10


def payload_of(said) -> bytes:
    if isinstance(said, str):
        return bytes.fromhex(said)
    unit = bytes.fromhex(said["repeat"])
    return (unit * (said["n"] // len(unit) + 1))[:said["n"]]


def encode(opcode: int, payload: bytes, fin: bool = True, rsv: int = 0) -> bytes:
    head = bytes([(128 if fin else 0) | rsv << 4 | opcode])
    if len(payload) < 126:
        head += bytes([128 | len(payload)])
    elif len(payload) < 65536:
        head += bytes([128 | 126]) + len(payload).to_bytes(2, "big")
    else:
        head += bytes([128 | 127]) + len(payload).to_bytes(8, "big")
    mask = os.urandom(4)
    number = int.from_bytes((mask * (len(payload) // 4 + 1))[:len(payload)], "big") ^ int.from_bytes(payload, "big")
    return head + mask + number.to_bytes(len(payload), "big")


def refusal_of(case) -> int | None:
    """The code with which Weft ends what it does not speak."""
    size = 0
    for step in case["steps"]:
        if step["t"] not in ("frame", "message") or step.get("op", TEXT) >= CLOSE:
            continue
        size += len(payload_of(step["payload"]))
        if size > LIMIT:
            return 1009
        if step.get("fin", True) and step["op"] != CONTINUATION:
            size = 0
    if any(step["t"] in ("frame", "message") and step.get("op") == BINARY for step in case["steps"]):
        # a binary message that breaks the protocol may be told so
        return 1003 if case["expectedClose"]["closeCode"][0] == 1000 else None
    return None


class Play:
    def __init__(self, case, port: int) -> None:
        self.case, self.port = case, port
        self.events: list[tuple[str, bytes]] = []
        self.code: int | None = None
        self.closed = asyncio.Event()      # the server sent a close frame, or is gone
        self.closed_by_server = False
        self.closing = False

    async def run(self) -> str | None:
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.writer.write(b"GET /echo HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                          b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n")
        head = await self.reader.readuntil(b"\r\n\r\n")
        if b" 101 " not in head.split(b"\r\n")[0]:
            return f"no handshake: {head!r}"
        reading = asyncio.create_task(self.read())
        try:
            await asyncio.wait_for(self.play(), PATIENCE)
        except (ConnectionError, BrokenPipeError):
            pass
        except asyncio.TimeoutError:
            return f"nothing more came after {self.describe()}"
        finally:
            reading.cancel()
            self.writer.close()
        return self.judge()

    async def read(self) -> None:
        message, kind = b"", ""
        try:
            while True:
                first, second = await self.reader.readexactly(2)
                length = second & 127
                if length > 125:
                    length = int.from_bytes(await self.reader.readexactly(2 if length == 126 else 8), "big")
                payload = await self.reader.readexactly(length)
                opcode = first & 15
                if opcode == CLOSE:
                    self.code = int.from_bytes(payload[:2], "big") if length >= 2 else None
                    self.closed_by_server = not self.closing
                    self.closed.set()
                    if not self.closing:
                        self.send_close(payload[:2])
                elif opcode in (PING, PONG):
                    self.events.append(("ping" if opcode == PING else "pong", payload))
                else:
                    kind = {TEXT: "text", BINARY: "binary"}.get(opcode, kind)
                    message += payload
                    if first & 128:
                        self.events.append((kind, message))
                        message = b""
        except (asyncio.IncompleteReadError, ConnectionError):
            self.closed_by_server = self.closed_by_server or not self.closing
            self.closed.set()

    def send_close(self, payload: bytes) -> None:
        self.closing = True
        self.writer.write(encode(CLOSE, payload))

    async def play(self) -> None:
        expected = self.expected()
        for step in self.case["steps"]:
            if step["t"] == "frame":
                await self.write(encode(step["op"], payload_of(step["payload"]), step["fin"], step["rsv"]), step.get("chop"))
            elif step["t"] == "message":
                whole, size = payload_of(step["payload"]), step["fragment"]
                for at in range(0, max(len(whole), 1), size):
                    await self.write(encode(step["op"] if at == 0 else CONTINUATION, whole[at:at + size], at + size >= len(whole)), None)
            elif step["t"] == "close":
                self.send_close(payload_of(step["payload"]))
            elif step["t"] == "wait":
                await asyncio.sleep(0.1)
        while not self.closed.is_set() and not any(self.events == list for list in expected if list) and any(expected):
            await asyncio.sleep(0.005)
        if self.must_close() and not self.closing:
            if not any(expected):
                await self.writer.drain()
            self.send_close((1000).to_bytes(2, "big"))
        await self.closed.wait()

    def must_close(self) -> bool:
        return self.case["expectedClose"]["closedByMe"] and refusal_of(self.case) is None

    async def write(self, frame: bytes, chop: int | None) -> None:
        for at in range(0, len(frame), chop or len(frame)):
            if self.closed.is_set():
                return
            self.writer.write(frame[at:at + (chop or len(frame))])
            await self.writer.drain()

    def expected(self) -> list[list[tuple[str, bytes]]]:
        if refusal_of(self.case) is not None:
            return [[]]
        return [[("binary" if event[0] == "message" and event[2] else "text" if event[0] == "message" else event[0], payload_of(event[1]))
                 for event in events if event[0] != "timeout"] for events in self.case["expected"].values()]

    def describe(self) -> str:
        return f"{[(kind, len(payload)) for kind, payload in self.events]}, code {self.code}"

    def judge(self) -> str | None:
        code, close = refusal_of(self.case), self.case["expectedClose"]
        if code is not None:
            return None if self.code == code and self.events == [] else f"expected to be refused by {code}: {self.describe()}"
        if self.case["id"] == "7.1.6" or self.case["id"].startswith("7.13."):
            return None  # left open by RFC 6455
        if self.events not in self.expected():
            return f"expected {[[(kind, len(payload)) for kind, payload in events] for events in self.expected()]}: {self.describe()}"
        if self.closed_by_server == close["closedByMe"] and self.code is not None and not close["closedByMe"]:
            return "the server was to close"
        if self.code is None:
            return "closed without a code" if close["requireClean"] and self.case["id"] != "7.3.1" else None
        return None if self.code in close["closeCode"] else f"closed by {self.code}, expected {close['closeCode']}"


async def main() -> int:
    echo = subprocess.Popen([sys.argv[1]], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    port = int(echo.stdout.readline())
    cases = [case for case in CASES if not sys.argv[2:] or case["id"] in sys.argv[2:]]
    turns = asyncio.Semaphore(AT_ONCE)
    refused, failed = 0, []

    async def play(case) -> None:
        async with turns:
            problem = await Play(case, port).run()
            if problem is not None:
                failed.append(f"{case['id']}: {case['description'][:100]}\n    {problem}")

    await asyncio.gather(*(play(case) for case in cases))
    refused = sum(refusal_of(case) is not None for case in cases)
    echo.stdin.close()
    if echo.wait(PATIENCE) != 0:
        failed.append(f"the server ended with {echo.returncode}")
    print("\n".join(sorted(failed)))
    print(f"{len(cases)} cases, {refused} of them refused as binary or too long, {len(failed)} failed")
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
