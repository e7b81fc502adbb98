#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each test, benchmark and folder which docs/promises.md and the attacks in docs/security.md name is there.

    check_promises.py SOURCE
"""
import pathlib
import re
import sys

source = pathlib.Path(sys.argv[1])
page = (source / "docs" / "promises.md").read_text(encoding="utf-8")
page += (source / "docs" / "security.md").read_text(encoding="utf-8").split("## What was tried", 1)[1].split("\n## ", 1)[0]
texts = {path: path.read_text(encoding="utf-8", errors="replace")
         for folder in ("tests", "bench") for path in (source / folder).rglob("*") if path.suffix in (".c", ".py", ".build") and path.is_file()}
everything = "\n".join(texts.values())
python = "\n".join(text for path, text in texts.items() if path.suffix == ".py")


def is_there(name):
    if name.startswith("bench "):
        return f"benchmark('{name[6:]}'" in everything or f"'{name[6:]}'" in texts[source / "bench" / "meson.build"]
    if name.startswith("test_"):
        return f"def {name}(" in python
    if name.startswith("tests/"):
        return (source / name).exists()
    if name.startswith("/"):
        # Some files put a prefix and a name together.
        prefix, last = name.rsplit("/", 1)
        return f'"{name}"' in everything or (f'"{prefix}/"' in everything and f'"{last}"' in everything)
    return f"test('{name}'" in everything


missing, n = [], 0
for line in page.splitlines():
    if line.startswith("| ") and not line.startswith(("| promise", "| attack", "|---")):
        names = re.findall(r"`([^`]+)`", line.rsplit(" | ", 1)[1])
        if not names and "**none**" not in line:
            missing.append(f"no test is named: {line}")
        n += 1
        missing += [f"there is no {name}: {line}" for name in names if not is_there(name)]
print("\n".join(missing) or f"{n} promises and attacks, each with its tests")
sys.exit(1 if missing or n < 90 else 0)
