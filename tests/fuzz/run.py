#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs one fuzzer for a while, from the byte examples of docs/protocol.md, its own seeds and the words of all ops.json.

    run.py TARGET CORPUS [OPS.JSON…]

CORPUS keeps what was found to matter, so that the next run goes on from there. WEFT_FUZZ_SECONDS says how long (default 6).
A finding is written to CORPUS-found/, to be run again: TARGET FILE. Once mended it belongs into findings/, which every run begins with.
"""
import os
import re
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```(json|text) \w+\n(.*?)^```$", re.M | re.S)


def list_seeds(name: str) -> list[bytes]:
    seeds = []
    own = SOURCE / "tests/fuzz/seeds" / name
    if own.exists():
        for line in own.read_text(encoding="utf-8").splitlines():
            seeds.append(line.replace("\\0", "\0").replace("\\r", "\r").replace("\\n", "\n").encode())
    if name == "archive":
        seeds += [path.read_bytes() for path in sorted((SOURCE / "tests/engine/imports").glob("*.zip"))]
    if name in ("frame", "json", "stored"):
        page = (SOURCE / "docs/protocol.md").read_text(encoding="utf-8")
        for _kind, block in BLOCK.findall(page):
            seeds += [line.encode() for line in block.splitlines() if line.startswith("{")]
    seeds += [path.read_bytes() for path in sorted((SOURCE / "tests/fuzz/findings" / name).glob("*"))]
    return seeds


def main() -> int:
    target, corpus, modules = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]
    found = corpus.with_name(corpus.name + "-found")
    seeds = list_seeds(target.name.removeprefix("fuzz-"))
    if not seeds:
        sys.exit(f"{target.name}: has no seeds")
    corpus.mkdir(parents=True, exist_ok=True)
    found.mkdir(exist_ok=True)
    for i, seed in enumerate(seeds):
        (corpus / f"seed-{i}").write_bytes(seed)

    words = corpus.with_name(corpus.name + "-words")
    subprocess.run([sys.executable, SOURCE / "tools/ops.py", "--dictionary", words, *modules], check=True)
    # libFuzzer ends with 77, which Meson would take for a test that was skipped.
    return 1 if subprocess.run([
        target, f"-max_total_time={os.environ.get('WEFT_FUZZ_SECONDS', '6')}", "-timeout=10", "-rss_limit_mb=2048", "-print_final_stats=1",
        "-verbosity=0", f"-artifact_prefix={found}/", f"-dict={words}", corpus,
    ]).returncode else 0


if __name__ == "__main__":
    sys.exit(main())
