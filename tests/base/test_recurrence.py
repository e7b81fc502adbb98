# SPDX-License-Identifier: GPL-3.0-or-later
"""Random rules, beside those of dateutil: what comes first, and what comes after a time.

What dateutil is known to do otherwise than RFC 5545 says is not asked here but in test-recurrence.c (/base/recurrence/sense): a BYWEEKNO
without days is all seven of the week there; weekdays with and without numbers must fit both; BYSETPOS counts in what is left of the first
week; and the first days of a year's first week, which stand in the year before, are not found by its number counted from the end.
"""

import random
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from itertools import islice

from dateutil.rrule import rrulestr

EPOCH = datetime(1970, 1, 1)
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
N = 40


def numbers(rng, low, high, most=4, back=False):
    chosen = {rng.randint(low, high) * (-1 if back and rng.random() < 0.4 else 1) for _ in range(rng.randint(1, most))}
    return ",".join(map(str, sorted(chosen)))


def make(rng):
    freq = rng.choice(["YEARLY"] * 4 + ["MONTHLY"] * 4 + ["WEEKLY"] * 3 + ["DAILY"] * 2 + ["HOURLY", "MINUTELY", "SECONDLY"])
    week_start = rng.choice(DAYS) if rng.random() < 0.4 else "MO"
    start = datetime(rng.randint(1905, 2080), 1, 1) + timedelta(days=rng.randint(0, 365), seconds=rng.randint(0, 86399))
    parts = {}
    short = freq in ("HOURLY", "MINUTELY", "SECONDLY")
    if rng.random() < 0.5:
        parts["INTERVAL"] = str(rng.choice([1, 2, 2, 3, 4, 5, 7, 12] + ([15, 25, 60, 90, 1439] if short else [])))
    if rng.random() < 0.35:
        parts["BYMONTH"] = numbers(rng, 1, 12)
    if freq != "WEEKLY" and rng.random() < 0.3:
        parts["BYMONTHDAY"] = numbers(rng, 1, 31, 5, True)
    if (freq == "YEARLY" or short) and rng.random() < 0.15:
        parts["BYYEARDAY"] = numbers(rng, 1, 366, 8, True)
    if freq == "YEARLY" and rng.random() < 0.25:
        parts["BYWEEKNO"] = numbers(rng, 2, 50, 4, True)
    if "BYWEEKNO" in parts or rng.random() < 0.45:
        chosen = rng.sample(DAYS, rng.randint(1, 4))
        if freq in ("YEARLY", "MONTHLY") and "BYWEEKNO" not in parts and rng.random() < 0.6:
            most = 5 if freq == "MONTHLY" or "BYMONTH" in parts else 53
            chosen = [f"{rng.choice([1, -1]) * rng.randint(1, most)}{day}" for day in chosen]
        parts["BYDAY"] = ",".join(chosen)
    for part, high, chance in (("BYHOUR", 23, 0.2), ("BYMINUTE", 59, 0.15), ("BYSECOND", 59, 0.1)):
        if rng.random() < chance:
            parts[part] = numbers(rng, 0, high)
    if any(part.startswith("BY") for part in parts) and rng.random() < 0.25:
        parts["BYSETPOS"] = numbers(rng, 1, rng.choice([3, 10, 366]), 4, True)
        if freq == "WEEKLY":
            start -= timedelta(days=(start.weekday() - DAYS.index(week_start)) % 7)
    if week_start != "MO":
        parts["WKST"] = week_start
    last = start + timedelta(days=rng.randint(0, 20000 if not short else 800))
    return freq, start, parts, last


def expect(freq, start, parts, last, count, after):
    text = ";".join([f"FREQ={freq}", *(f"{k}={v}" for k, v in parts.items()), f"UNTIL={last:%Y%m%dT%H%M%S}"])
    try:
        rule = rrulestr(text, dtstart=start)
    except ValueError as error:
        assert "empty" in str(error) or "recurrence" in str(error), (text, error)
        return []  # dateutil sees that some never fit
    times = islice(rule, count) if count else rule
    # It looks for what never comes until the year 9999.
    signal.setitimer(signal.ITIMER_VIRTUAL, 0.03)
    try:
        return list(islice((t for t in times if after is None or t > after), N))
    except TimeoutError:
        return None
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def give_up(*_):
    raise TimeoutError


def seconds(time):
    return int((time - EPOCH).total_seconds())


def run(program, lines):
    out = subprocess.run([program], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True).stdout.splitlines()
    assert len(out) == len(lines), (len(out), len(lines))
    return [line if line.startswith("refused") else [EPOCH + timedelta(seconds=int(word)) for word in line.split()] for line in out]


def check_weeks(program):
    """Every week of 400 years, by its number from either end."""
    start, n = datetime(1801, 1, 1), 400 * 366
    for part, number in (("BYWEEKNO=1", 1), ("BYWEEKNO=52", 52), ("BYWEEKNO=53", 53), ("BYWEEKNO=-1", -1), ("BYWEEKNO=-53", -53)):
        wanted = []
        for day in range(400 * 365 + 97):
            year, week, _ = (start + timedelta(days=day)).isocalendar()
            last = datetime(year, 12, 28).isocalendar()[1]
            if number in (week, week - last - 1):
                wanted.append(start + timedelta(days=day))
        rule = f"FREQ=YEARLY;{part};BYDAY=MO,TU,WE,TH,FR,SA,SU;UNTIL=22001231"
        [got] = run(program, [f"{seconds(start)} - {n} {rule}"])
        assert got == wanted, (part, len(got), len(wanted))


def main(program, seed, n):
    check_weeks(program)
    rng = random.Random(seed)
    signal.signal(signal.SIGVTALRM, give_up)
    lines, expected = [], []
    filled = unknown = 0
    for _ in range(n):
        freq, start, parts, last = make(rng)
        count = rng.randint(1, 30) if rng.random() < 0.3 else None
        after = start + timedelta(seconds=rng.randint(-86400, seconds(last) - seconds(start) + 86400)) if rng.random() < 0.5 else None
        end = f"COUNT={count}" if count else f"UNTIL={last:%Y%m%dT%H%M%S}"
        told = [f"FREQ={freq}", *(f"{k}={v}" for k, v in parts.items()), end]
        rng.shuffle(told)
        lines.append(f"{seconds(start)} {'-' if after is None else seconds(after)} {N} {';'.join(told)}")
        times = expect(freq, start, parts, last, count, after)
        unknown += times is None
        filled += bool(times)
        expected.append((times, last, count))
    for line, found, (times, last, count) in zip(lines, run(program, lines), expected, strict=True):
        assert not isinstance(found, str), (line, found)
        if times is None:
            continue
        if count:  # of the oracle's only those up to its end are known
            found = [time for time in found if time <= last]
        assert found == times, f"seed {seed}: {line}\n got      {found[:8]}\n expected {times[:8]}"
    print(f"{n} rules of seed {seed} give what dateutil's do; {filled} of them any time at all, and of {unknown} it was not waited for it")
    assert filled > n / 2


main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1, int(sys.argv[3]) if len(sys.argv) > 3 else 2000)
