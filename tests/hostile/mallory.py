# SPDX-License-Identifier: GPL-3.0-or-later
"""Stands between a client and a real weftd, and changes what the server says."""

import base64
import hashlib
import json
import socket
import threading

from probe import TEXT, Client, Closed

MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


class Mallory:
    """@tamper: takes a frame of the server's (an object) and gives the list of what to send instead: objects or bytes.
    @answer: takes a request's path and gives the bytes of a whole HTTP answer, or None to ask the server."""

    def __init__(self, daemon):
        self.daemon = daemon
        self.tamper = None
        self.answer = None
        self.requests = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = "http://127.0.0.1:%d" % self.listener.getsockname()[1]
        self.sockets = []
        threading.Thread(target=self.listen, daemon=True).start()

    def stop(self):
        self.listener.close()
        for sock in self.sockets:
            sock.close()

    def listen(self):
        while True:
            try:
                sock, _ = self.listener.accept()
            except OSError:
                return
            self.sockets.append(sock)
            threading.Thread(target=self.serve, args=(sock,), daemon=True).start()

    def serve(self, sock):
        try:
            self.serve_one(sock)
        except (OSError, Closed, ValueError, IndexError):
            pass
        finally:
            sock.close()

    def serve_one(self, sock):
        data = b""
        while b"\r\n\r\n" not in data:
            more = sock.recv(65536)
            if not more:
                return
            data += more
        head, rest = data.split(b"\r\n\r\n", 1)
        lines = head.decode("latin-1").split("\r\n")
        method, path, _ = lines[0].split(" ")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        while len(rest) < int(headers.get("content-length", 0)):
            rest += sock.recv(65536)
        self.requests.append((method, path, headers, rest))
        given = self.answer and self.answer(path)
        if given is not None:
            for piece in [given] if isinstance(given, bytes) else given:
                sock.sendall(piece)
            return
        token = headers.get("authorization", " ").split(" ")[-1]
        if path != "/v1/sync":
            answer = self.daemon.request(method, path, rest, token or None)
            sock.sendall(b"HTTP/1.1 %d X\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
                         % (answer.status, len(answer.body), answer.body))
            return
        try:
            server = Client(self.daemon, token, hello=False)
        except Closed as closed:
            sock.sendall(b"HTTP/1.1 %d X\r\nConnection: close\r\nContent-Length: 0\r\n\r\n" % (closed.code or 502))
            return
        accept = base64.b64encode(hashlib.sha1(headers["sec-websocket-key"].encode() + MAGIC).digest()).decode()
        sock.sendall(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                      f"Sec-WebSocket-Protocol: weft.v1\r\nSec-WebSocket-Accept: {accept}\r\n\r\n").encode())
        threading.Thread(target=self.pass_up, args=(sock, server), daemon=True).start()
        try:
            while True:
                opcode, data = server.next_raw()
                out = [data]
                if opcode == TEXT and self.tamper:
                    out = self.tamper(json.loads(data))
                for frame in out:
                    if not isinstance(frame, bytes):
                        frame = json.dumps(frame, ensure_ascii=False).encode()
                    sock.sendall(Client.frame(frame, opcode=opcode, masked=False))
        finally:
            server.close()

    def pass_up(self, sock, server):
        """What the client says goes through as it is."""
        try:
            while True:
                more = sock.recv(65536)
                if not more:
                    break
                server.send_bytes(more)
        except OSError:
            pass
        try:
            server.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
