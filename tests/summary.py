#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One line about several meson test logs, and the names of what failed.  Ends with 1 if anything did."""
import json
import pathlib
import sys

GOOD = {"OK", "EXPECTEDFAIL"}


def read(path):
    for line in pathlib.Path(path).read_text().splitlines():
        result = json.loads(line)
        yield result["name"], result["result"], result.get("duration", 0), result.get("stdout", "")


def main():
    passed, skipped, failed, seconds = 0, [], [], 0.0
    for path in sys.argv[1:]:
        if not pathlib.Path(path).exists():
            failed.append(f"{path} was not written")
            continue
        for name, result, duration, said in read(path):
            seconds += duration
            if result in GOOD:
                passed += 1
            elif result == "SKIP":
                skipped.append(f"{name}: {(said.strip().splitlines() or ['no reason given'])[-1]}")
            else:
                failed.append(f"{name} ({result.lower()}, see {pathlib.Path(path).with_suffix('.txt')})")
    for name in skipped:
        print("SKIPPED:", name)
    for name in failed:
        print("failed:", name)
    verdict = "FAILED" if failed else "PASSED" if passed else "NOTHING RAN"
    print(f"{verdict}: {passed} passed, {len(failed)} failed, {len(skipped)} skipped, {seconds:.0f} s of tests")
    return 0 if passed and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
