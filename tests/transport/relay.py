# SPDX-License-Identifier: GPL-3.0-or-later
"""A proxy between clients and weftd, which breaks what it is told to break. One request a connection."""

import socket
import threading
import time


class Relay:
    """@blocked: paths which are answered with @status. @cut: path → seconds after which its connection is cut.
    @withheld: paths whose answers are kept back until they end."""

    def __init__(self, daemon):
        self.daemon = daemon
        self.blocked, self.status, self.cut, self.withheld = set(), 403, {}, set()
        self.requests = []
        self.sockets = set()
        self.lock = threading.Lock()
        self.listener = None
        self.port = 0
        self.start()
        self.address = f"http://127.0.0.1:{self.port}"

    def start(self):
        self.listener = socket.create_server(("127.0.0.1", self.port), reuse_port=True)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.listen, args=(self.listener,), daemon=True).start()

    def stop(self):
        """Nothing answers any more, and what was open is cut."""
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        with self.lock:
            sockets = list(self.sockets)
        for sock in sockets:
            end(sock)

    def count(self, path):
        return sum(p.split("?")[0] == path for p in self.requests)

    def listen(self, listener):
        while True:
            try:
                sock, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(sock,), daemon=True).start()

    def serve(self, sock):
        server = None
        try:
            with self.lock:
                self.sockets.add(sock)
            data = b""
            while b"\r\n\r\n" not in data:
                more = sock.recv(65536)
                if not more:
                    return
                data += more
            head, body = data.split(b"\r\n\r\n", 1)
            path = head.split(b" ")[1].decode()
            self.requests.append(path)
            path = path.split("?")[0]
            if path in self.blocked:
                text = b"Your administrator says no"
                sock.sendall(b"HTTP/1.1 %d No\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (self.status, len(text), text))
                return
            server = self.daemon.connect()
            server.settimeout(None)
            with self.lock:
                self.sockets.add(server)
            if b"\r\nUpgrade: " not in head:
                head += b"\r\nConnection: close"
            server.sendall(head + b"\r\n\r\n" + body)
            threading.Thread(target=self.pump, args=(sock, server), daemon=True).start()
            if path in self.cut:
                threading.Timer(self.cut[path], lambda: (end(sock), end(server))).start()
            self.pump(server, sock, path in self.withheld)
        except OSError:
            pass
        finally:
            for s in (sock, server):
                if s is not None:
                    end(s)
                    with self.lock:
                        self.sockets.discard(s)
                    s.close()

    @staticmethod
    def pump(source, target, withhold=False):
        kept = b""
        try:
            while True:
                more = source.recv(65536)
                if not more:
                    break
                if withhold:
                    kept += more
                else:
                    target.sendall(more)
            target.sendall(kept)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass


def end(sock):
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass


def wait_for(condition, what, seconds=60):
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            raise AssertionError("waited in vain: " + (what() if callable(what) else what))
        time.sleep(0.02)
