#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 of weftctl and of weftd at every step of sending one message.

    test_killed.py WEFTD WEFTCTL KILL-STEP.SO [TEST…]

A step is a call by which anything leaves or reaches the program: bytes to a file of its, bytes made durable, bytes to or from the socket
(kill-step.c). Between two of them only memory changes, so that to be killed anywhere there is to be killed at the next: what the engine
does in memory (queue, savepoint, log, fold, result) is the step "has done it all in memory". Every call of a whole run is a step, as one watched run
has them; whatever writes a page or a frame is killed before it and in the middle of it.

After each kill the program is started again, one more message is sent, and then: the message is there exactly once (or, where the table
says "not taken", never), between the one before and the one after; the rows of the sender, of the receiver and of the server are equal;
the sender's outbox is empty, that is, everything is in state "sent"; nobody had to sign in again.
"""
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import unittest

from killing import Steps

WEFTD, WEFTCTL, SHIM = (os.path.abspath(path) for path in sys.argv[1:4])
PASSWORD = "correct horse"
WORKERS = 4
ROUNDS = 6  # at most, for a step at which no run was when it was killed
PREDICTED = 1 << 62

DURABLE = "sync store.db-wal"  # the second in a run is the entry's
NOT_TAKEN, MAYBE, TAKEN = "not taken, never arrives", "as the disk has it", "taken, arrives once"

# In the order of one run: what the program is about to do when it is killed, which calls that is, what becomes of the message, and the step without which it
# is not this one but something else (when somebody was last seen, the index of the search, what was missed), as a busy machine does it a run later. weftctl
# signs in and connects on other threads while the engine's thread writes the entry.
CLIENT = [
    ("opens its store", r"\w+ store\.db-shm", NOT_TAKEN),
    ("begins the write-ahead log", r"write store\.db-wal 32 |sync store\.db-wal", NOT_TAKEN),
    ("writes the outbox' entry and its prediction", r"write store\.db-wal", MAYBE),
    ("makes the entry durable", r"sync store\.db-wal", TAKEN),
    ("asks for tokens", r"send socket (POST|\d+ bytes)", MAYBE),
    ("has received tokens", r"receive socket (HTTP/1.1 200|\d+ bytes)", MAYBE),
    ("keeps the refresh token", r"\w+ tokens", MAYBE),
    ("connects", r"send socket GET|receive socket HTTP/1.1 101", MAYBE),
    ("greets", r"send socket hello", TAKEN),
    ("subscribes", r"send socket subscribe", TAKEN),
    ("has received the welcome", r"receive socket.*welcome", TAKEN),
    ("writes the operation's number", r"write store\.db-wal", TAKEN, "has received the welcome"),
    ("makes the number durable", r"sync store\.db-wal", TAKEN),
    ("hands the operation to the socket", r"send socket operation", TAKEN),
    ("has received events and result, has done nothing", r"receive socket.*(events|result)", TAKEN, "hands the operation to the socket"),
    ("has folded; writes rows and confirmation", r"write store\.db-wal", TAKEN, "has received events and result, has done nothing"),
    ("acknowledges the result", r"send socket acknowledge", TAKEN, "has received events and result, has done nothing"),
    ("says goodbye", r"send socket close", TAKEN),
    ("closes its store", r"\w+ store\.db", TAKEN),
]
SERVER = [
    ("is asked for tokens", r"receive socket (POST|\d+ bytes)", TAKEN),
    ("writes the tokens", r"write weft\.db-wal", TAKEN, "is asked for tokens"),
    ("makes the tokens durable", r"sync weft\.db-wal", TAKEN),
    ("gives the tokens", r"send socket (HTTP/1.1 200|\d+ bytes)", TAKEN),
    ("lets the client connect", r"receive socket GET|send socket HTTP/1.1 101", TAKEN),
    ("is greeted", r"receive socket.*hello", TAKEN),
    ("welcomes, and is subscribed to", r"send socket.*welcome|receive socket subscribe$", TAKEN),
    ("has read the operation", r"receive socket.*operation", TAKEN),
    ("has done it all in memory; writes the COMMIT", r"write weft\.db-wal", TAKEN, "has read the operation"),
    ("makes the COMMIT durable", r"sync weft\.db-wal", TAKEN),
    ("sends events and result", r"send socket.*(events|result)", TAKEN, "has read the operation"),
    ("has read the acknowledgement", r"receive socket.*acknowledge", TAKEN, "sends events and result"),
    ("writes that it is acknowledged", r"write weft\.db-wal", TAKEN, "has read the acknowledgement"),
    ("makes that durable", r"sync weft\.db-wal", TAKEN),
    ("says goodbye", r"(receive|send) socket close", TAKEN),
]


def locate(table, trace):
    """For each call of @trace the row of the table in which it is. Disk and network each go down the table by themselves, since they are on
    several threads; what the table does not name, or not yet, belongs to the row before it."""
    at = {True: 0, False: 0}
    reached = set()
    rows = []
    for call in trace:
        network = "socket" in call or "tokens" in call
        for i in range(at[network], len(table)):
            _, calls, _, *after = table[i]
            if re.match(calls, call) and reached.issuperset(after):
                at[network] = i
                reached.add(table[i][0])
                break
        rows.append(at[network])
    return rows


class Workspace:
    """A server, one who sends and is killed, and one who reads all the time."""

    def __init__(self, name):
        self.directory = tempfile.mkdtemp(prefix=f"weft-{name}-")
        self.socket = self.path("sock")
        self.server_steps = Steps(SHIM, self.path("server.steps"), self.path("server"), self.socket)
        self.client_steps = Steps(SHIM, self.path("mai.steps"), self.path("mai"), self.socket)
        self.server = self.reader = None
        self.heard = []
        self.sent = ["the first"]
        self.start()
        self.run("mai", "--address", "unix:" + self.socket, "found", "Loom", "--name", "Mai", "--login", "mai")
        self.run("mai", "create-room", "general")
        link = self.run("mai", "invite", "--room", "general").stdout.strip()
        self.run("ha", "join", link, "--name", "Hà", "--login", "ha")
        self.run("mai", "send", "general", "the first")
        self.reader = subprocess.Popen(self.command("ha", "--json", "tail", "general"), env=self.environment(),
                                       stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        threading.Thread(target=self.listen, daemon=True).start()
        self.hear("the first")

    def path(self, *names):
        return os.path.join(self.directory, *names)

    def environment(self, steps=None):
        return {**os.environ, "WEFTCTL_PASSWORD": PASSWORD, **(steps.environment if steps else {})}

    def start(self):
        self.server_steps.disarm()
        read, write = os.pipe()
        with open(self.path("weftd.log"), "ab") as log:
            self.server = subprocess.Popen([WEFTD, "-d", self.path("server"), "-s", self.socket, "--ready-fd", str(write)],
                                           pass_fds=[write], env=self.environment(self.server_steps),
                                           stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        os.close(write)
        with os.fdopen(read) as ready:
            assert ready.readline(), "weftd does not start"

    def command(self, who, *arguments):
        return [WEFTCTL, "--state", self.path(who), "--wait", "30", *arguments]

    def run(self, who, *arguments, code=0):
        done = subprocess.run(self.command(who, *arguments), env=self.environment(self.client_steps if who == "mai" else None),
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=90, check=False)
        assert done.returncode == code, f"{arguments}: {done.returncode}\n{done.stdout}{done.stderr}"
        return done

    def listen(self):
        for line in self.reader.stdout:
            self.heard.append(json.loads(line)["text"])

    def hear(self, text):
        deadline = time.monotonic() + 60
        while text not in self.heard[-3:]:
            assert time.monotonic() < deadline, f"the receiver never hears “{text}”, but {self.heard[-3:]}"
            time.sleep(0.01)

    def store(self, who):
        people = [entry for entry in os.scandir(self.path(who)) if entry.is_dir()]
        return os.path.join(people[0].path, "store.db")

    def was_taken(self, text):
        """Whether the disk holds the entry now, seen in a copy: to open the store would mend it."""
        with tempfile.TemporaryDirectory(dir=self.directory) as directory:
            for name in ("store.db", "store.db-wal"):
                if os.path.exists(path := os.path.join(os.path.dirname(self.store("mai")), name)):
                    shutil.copy(path, os.path.join(directory, name))
            database = sqlite3.connect(os.path.join(directory, "store.db"))
            try:
                entries = [json.loads(args).get("text") for args, in database.execute("SELECT args FROM outbox")]
                rows = [row for row, in database.execute("SELECT text FROM message")]
            finally:
                database.close()
        return text in entries or text in rows

    @staticmethod
    def rows(path):
        database = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=20)
        try:
            tables = [name for name, in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name IN"
                                                         " ('message', 'thread', 'reaction', 'member', 'room') ORDER BY name")]
            rows = {table: sorted(database.execute(f"SELECT * FROM {table} WHERE stream LIKE 'room/%'"), key=repr) for table in tables}
            texts = database.execute("SELECT text, seq FROM message ORDER BY ordinal").fetchall()
            outbox = database.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'outbox'").fetchone()[0]
            waiting = database.execute("SELECT count(*) FROM outbox").fetchone()[0] if outbox else 0
        finally:
            database.close()
        return rows, texts, waiting

    def check(self, text, taken):
        """Sends one more message, and looks at everything."""
        after = "after " + text
        self.run("mai", "send", "general", after)
        self.hear(after)
        self.sent += [text] * taken + [after]
        server, texts, _ = self.rows(self.path("server", "weft.db"))
        assert [written for written, _ in texts] == self.sent, f"the server has {texts[-4:]}, sent was {self.sent[-4:]}"
        for who in ("mai", "ha"):
            theirs, texts, waiting = self.rows(self.store(who))
            assert waiting == 0, f"{who}'s outbox holds {waiting} operations"
            assert all(seq < PREDICTED for _, seq in texts), "something is only predicted"
            assert theirs == server, f"{who}'s rows are not the server's"
        assert self.heard == self.sent, f"the receiver heard {self.heard[-4:]}, sent was {self.sent[-4:]}"

    def kill_client(self, point, torn, text):
        """Returns the trace up to the kill and whether the message was taken; (trace, None) if it lived."""
        self.client_steps.arm(*point, torn)
        done = subprocess.run(self.command("mai", "send", "general", text), env=self.environment(self.client_steps),
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=90, check=False)
        self.client_steps.disarm()
        assert done.returncode in (0, -signal.SIGKILL), f"{done.returncode}: {done.stderr}"
        taken = self.was_taken(text)
        self.check(text, taken)
        return self.client_steps.trace(), taken if done.returncode else None

    def kill_server(self, point, torn, text):
        """The same for the server: the client lives through it and says at last that it is sent."""
        self.server_steps.arm(*point, torn)
        sender = subprocess.Popen(self.command("mai", "send", "general", text), env=self.environment(self.client_steps),
                                  stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        while sender.poll() is None and self.server.poll() is None:
            time.sleep(0.005)
        if self.server.poll() is None:
            time.sleep(0.1)  # what follows a goodbye is a step too
        self.server_steps.disarm()
        killed = self.server_steps.has_come() or self.server.poll() is not None  # one that dies is not gone at once
        if killed:
            assert self.server.wait(60) == -signal.SIGKILL, f"weftd ended with {self.server.returncode}"
        trace = self.server_steps.trace()
        if killed:
            self.start()
        error = sender.communicate(timeout=60)[1]
        assert sender.returncode == 0, f"weftctl {sender.returncode}: {error}"
        self.check(text, True)
        return trace, True if killed else None

    def close(self):
        self.reader.kill()
        self.reader.wait()
        self.reader.stdout.close()
        self.server.kill()
        self.server.wait()
        self.server_steps.close()
        self.client_steps.close()
        shutil.rmtree(self.directory, ignore_errors=True)


class KilledTest(unittest.TestCase):
    maxDiff = None

    @staticmethod
    def number(trace):
        """For each call of a run (call, what it holds, which of them), once for each thing that it holds."""
        counts = {}
        for call in trace:
            what, name, detail = (call.split(" ", 2) + [""])[:3]
            points = []
            for holds in re.findall(r"[a-z-]+|[A-Z/]+", detail)[:3] if name == "socket" else [""]:
                key = (f"{what} tokens" if name.startswith("tokens") else f"{what} {name} ", holds)  # a temporary name is another each time
                counts[key] = counts.get(key, 0) + 1
                points.append((*key, counts[key]))
            yield points

    def list_points(self, trace):
        """Every call of a run. A few more pages may be written than in the run that was watched."""
        points = [point for of_call in self.number(trace) for point in of_call]
        written = {point[:2]: point[2] for point in points if point[0].startswith("write")}
        return points + [(*key, count + more) for key, count in written.items() if count > 5 for more in (1, 2)]

    def aim(self, table, missed, traces):
        """Where those rows were in the runs so far: what is done on several threads comes at another number each time."""
        points = set()
        for trace in traces:
            for row, call, of_call in zip(locate(table, trace), trace, self.number(trace)):
                if row in missed and re.match(table[row][1], call):
                    points.update(of_call)
        return sorted(points)

    def kill_everywhere(self, name, table, kill):
        lock = threading.Lock()
        found = []     # (row, call, torn, taken)
        traces = []
        lived = []
        failures = []

        def work(points):
            workspace = Workspace(name)
            try:
                while not failures:
                    with lock:
                        if not points:
                            return
                        point = points.pop(0)
                    for torn in (False, True):
                        at = " ".join(map(str, point)) + " torn" * torn
                        try:
                            trace, taken = kill(workspace, point, torn, f"{name}, {at}, {len(traces)}")
                        except Exception as error:  # pylint: disable=broad-except
                            raise AssertionError(f"{at}: {error}") from error
                        traces.append(trace)
                        if taken is None:
                            lived.append(at)
                            break
                        assert taken or trace.count(DURABLE) < 2, f"{at}: the entry was durable, and is lost"
                        found.append((locate(table, trace)[-1], trace[-1], torn, taken))
                        # In the middle of a page or a frame; not of eight bytes of shared memory.
                        if not re.match(r"write \S+ \d{4,} bytes|send socket", trace[-1]):
                            break
            except Exception as error:  # pylint: disable=broad-except
                failures.append(f"{error}")
            finally:
                workspace.close()

        def run(points):
            workers = [threading.Thread(target=work, args=[points]) for _ in range(min(WORKERS, len(points)))]
            for worker in workers:
                worker.start()
            for worker in workers:
                worker.join()

        run([("", "", 0)])  # is only watched
        run(self.list_points(traces[0]) if traces else [])
        for _ in range(ROUNDS):
            missed = set(range(len(table))).difference(row for row, *_ in found)
            if failures or not missed:
                break
            run(self.aim(table, missed, traces))
        self.print_table(name, table, found)
        self.assertEqual(failures, [])
        for at, (step, _, holds, *_) in enumerate(table):
            kills = [kill for kill in found if kill[0] == at]
            self.assertTrue(kills, f"{name}: no kill while it “{step}”: has the program changed, or the table not?\nNot reached: {lived}")
            if holds == NOT_TAKEN:
                self.assertFalse([kill for kill in kills if kill[3]], f"{name} “{step}”: taken, and nothing was written")

    @staticmethod
    def print_table(name, table, found):
        print(f"\n{name}, killed while it …".ljust(60) + "kills  torn  taken  the message")
        for at, (step, _, holds, *_) in enumerate(table):
            points = [point for point in found if point[0] == at]
            torn = sum(point[2] for point in points)
            taken = sum(point[3] for point in points)
            print(f"  {step}".ljust(59) + f"{len(points) - torn:5}  {torn:4}  {taken:5}  {holds}")
        print(f"  {len(found)} kills; each: once, in order, rows of sender = receiver = server, outbox empty, still signed in", flush=True)

    def test_client(self):
        self.kill_everywhere("weftctl", CLIENT, Workspace.kill_client)

    def test_server(self):
        self.kill_everywhere("weftd", SERVER, Workspace.kill_server)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[4:]], verbosity=2)
