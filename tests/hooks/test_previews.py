# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands at the address in a message: found by the server, from a real web server which means no good."""

import gzip
import struct
import threading
import time
import unittest
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from hooks import Case
from probe import Refused, new_id

OUTSIDE = "127.0.0.2"  # stands for the Internet: the tests' servers are told that they may go there
PATIENCE = 20


def png(width, height, pixels=None):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = zlib.compress(pixels or (b"\0" + bytes(3 * width)) * height, 9)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + chunk(b"IDAT", rows)
            + chunk(b"IEND", b""))


class Site:
    """A web server: `pages` says what it answers, path by path: (status, headers, body), or a function which writes by itself."""

    def __init__(self, host=OUTSIDE):
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                site.asked.append(self.path)
                site.agents.add(self.headers["User-Agent"])
                page = site.pages.get(self.path, (404, {}, b"no such page"))
                if callable(page):
                    try:
                        page(self)
                    except OSError:
                        pass
                    return
                status, headers, body = page
                self.send_response(status)
                for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.asked, self.agents, self.pages = [], set(), {}
        self.server = ThreadingHTTPServer((host, 0), Handler)
        self.server.daemon_threads = True
        self.host, self.port = host, self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def url(self, path="/", host=None):
        return f"http://{host or self.host}:{self.port}{path}"

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class Previews(Case):
    def setUp(self):
        self.server = self.daemon(tcp=True, options=["--reach", OUTSIDE])
        self.anna = self.client(self.server)
        self.room = self.anna.room("Ops")
        self.site = Site()
        self.addCleanup(self.site.stop)

    def page(self, path, html, **headers):
        self.site.pages[path] = (200, {name.replace("_", "-"): value for name, value in headers.items()},
                                 html if isinstance(html, bytes) else html.encode())
        return self.site.url(path)

    def say(self, text):
        id_ = new_id()
        self.anna.run(self.room, "thread.send", {"id": id_, "text": text})
        return id_

    def preview(self, message):
        """(address, title, text, site, picture, width, height), None where nothing is known."""
        return self.rows("SELECT preview, preview_title, preview_text, preview_site, preview_picture, preview_width, preview_height, bare"
                         " FROM message WHERE id = ?", message)[0]

    def wait(self, condition):
        until = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > until:
                raise AssertionError(f"in vain\n{self.server.read_log()}\n{self.rows('SELECT id, state, attempts, error FROM job')}"
                                     f"\n{self.rows('SELECT * FROM web_page')}\n{self.site.asked}")
            time.sleep(0.05)

    def settle(self):
        """Until every job there was has been done: what has no preview then gets none."""
        self.wait(lambda: not self.rows("SELECT 1 FROM job WHERE state = 'waiting' AND id LIKE 'preview/%'"))

    def title(self, message):
        self.settle()
        return self.preview(message)[1]

    def test_page(self):
        self.site.pages["/loom.png"] = (200, {"Content-Type": "image/png"}, png(600, 300))
        url = self.page("/a", """<!DOCTYPE html><html><head><title>Not this</title>
            <meta property="og:title" content="The &quot;loom&quot; &amp; its
              threads"><meta property="og:description" content="Sợi dọc và sợi ngang"><meta property="og:site_name" content="Loom Weekly">
            <meta property="og:image" content="loom.png?size=1"></head><body><meta property="og:title" content="late"></body></html>""")
        self.site.pages["/loom.png?size=1"] = self.site.pages["/loom.png"]
        message = self.say(f"Look: {url}, it is good")
        self.wait(lambda: self.preview(message)[0])
        address, title, text, site, picture, width, height, bare = self.preview(message)
        self.assertEqual((address, title, text, site, width, height, bare),
                         (url, 'The "loom" & its threads', "Sợi dọc và sợi ngang", "Loom Weekly", 240, 120, 0))
        # Whoever reads the room gets the picture from the server; nobody asks the site again, and it is told nothing of anybody.
        answer = self.server.request("GET", f"/v1/files/{picture}?stream={self.room}", token=self.server.anna["access"], tcp=True)
        self.assertEqual((answer.status, answer.body[:8]), (200, b"\x89PNG\r\n\x1a\n"))
        again = self.say(url)
        self.wait(lambda: self.preview(again)[0])
        self.assertEqual(self.site.asked, ["/a", "/loom.png?size=1"])
        self.assertEqual({agent.split("/")[0] for agent in self.site.agents}, {"weftd"})
        # A reply that is shown in the room as well has it in both places; what is deleted or erased loses it.
        reply, shown = new_id(), new_id()
        self.anna.run(self.room, "thread.reply", {"id": reply, "root": message, "text": url, "also": shown})
        self.wait(lambda: self.preview(reply)[0] and self.preview(shown)[0])
        self.anna.run(self.room, "thread.delete", {"id": again})
        self.assertEqual(self.preview(again)[:5], (None,) * 5)
        self.anna.run(self.room, "thread.restore", {"id": again, "text": url})
        self.wait(lambda: self.preview(again)[0])
        self.anna.run(self.room, "content.erase", {"rows": f"message:{message}"})
        self.assertEqual(self.preview(message)[:5], (None,) * 5)

    def test_off(self):
        url = self.page("/a", "<title>A</title>")
        other = self.page("/b", "<title>B</title>")
        message = self.say(url)
        self.assertEqual(self.title(message), "A")
        self.anna.run(self.room, "thread.set-preview", {"id": message, "bare": True})
        self.assertEqual(self.preview(message)[7], 1)
        self.anna.run(self.room, "thread.edit", {"id": message, "text": f"see {url}"})  # the same address: still off
        self.settle()
        self.assertEqual((self.preview(message)[1], self.preview(message)[7]), ("A", 1))
        self.anna.run(self.room, "thread.edit", {"id": message, "text": f"see {other}"})
        self.assertEqual(self.title(message), "B")
        self.anna.run(self.room, "thread.edit", {"id": message, "text": "nothing"})
        self.assertIsNone(self.title(message))
        # For the whole workspace.
        self.anna.run("workspace", "thread.allow-previews", {"allowed": False})
        message = self.say(self.page("/c", "<title>C</title>"))
        self.assertIsNone(self.title(message))
        self.assertNotIn("/c", self.site.asked)
        self.anna.run("workspace", "thread.allow-previews", {"allowed": True})
        self.assertEqual(self.title(self.say(self.site.url("/c"))), "C")
        with self.assertRaises(Refused):
            self.anna.run(self.room, "thread.set-preview", {"id": message, "bare": True})

    def test_none(self):
        """Nothing is asked for in code, in quotes, or where there is no web."""
        url = self.page("/a", "<title>A</title>")
        messages = [self.say(text) for text in (f"`{url}`", f"```\n{url}\n```", f"> {url}", "weft:room/x", "mailto:a@b.example", "ftp://x.example/",
                                                f"http://user:secret@{OUTSIDE}:{self.site.port}/a")]
        for message in messages:
            self.assertIsNone(self.title(message))
        self.assertEqual(self.site.asked, [])

    def test_inner(self):
        """Neither directly, nor by a redirect, nor by a picture."""
        inner = Site("127.0.0.1")
        self.addCleanup(inner.stop)
        inner.pages["/"] = (200, {}, b"<title>Secret</title>")
        inner.pages["/x.png"] = (200, {"Content-Type": "image/png"}, png(8, 8))
        for address in (inner.url(), inner.url(host="localhost"), inner.url(host="0x7f.1"), inner.url(host="[::ffff:127.0.0.1]"), inner.url(host="2130706433")):
            self.assertIsNone(self.title(self.say(address)), address)
        self.site.pages["/to"] = (302, {"Location": inner.url()}, b"")
        self.site.pages["/file"] = (302, {"Location": "file:///etc/passwd"}, b"")
        self.site.pages["/round"] = (302, {"Location": "/round"}, b"")
        for path in ("/to", "/file", "/round"):
            self.assertIsNone(self.title(self.say(self.site.url(path))), path)
        self.assertEqual(self.site.asked.count("/round"), 5)
        message = self.say(self.page("/p", f'<title>P</title><meta property="og:image" content="{inner.url("/x.png")}">'))
        self.assertEqual(self.title(message), "P")
        self.assertIsNone(self.preview(message)[4])
        self.assertEqual(inner.asked, [])
        # One that leads outside is followed.
        self.site.pages["/out"] = (301, {"Location": "/p2"}, b"")
        self.page("/p2", "<title>Two</title>")
        self.assertEqual(self.title(self.say(self.site.url("/out"))), "Two")

    def test_hostile(self):
        """Endless and slow bodies, bombs, nesting, and words which are none; the server goes on as if nothing were."""
        def endless(handler):
            handler.send_response(200)
            handler.send_header("Content-Type", "text/html")
            handler.end_headers()
            handler.wfile.write(b"<title>Endless</title><body>")
            while True:
                handler.wfile.write(b"<div>" * 10000)

        def slow(handler):
            handler.send_response(200)
            handler.send_header("Content-Type", "text/html")
            handler.end_headers()
            while True:
                handler.wfile.write(b" ")
                time.sleep(0.5)

        self.site.pages["/endless"] = endless
        self.site.pages["/slow"] = slow
        self.page("/bomb", gzip.compress(b"<title>Bomb</title>" + bytes(20 << 20)), Content_Encoding="gzip")
        self.page("/deep", "<div>" * 50000 + "<title>Deep</title>")
        self.page("/attributes", "<meta " + " ".join(f'a{i}="x"' for i in range(20000)) + "><title>Many</title>")
        self.page("/turned", "<title>\u202eevil\u2066 \x07\t\r\n  " + "o" + "\u0301" * 500 + "x" * 5000 + "</title>")
        self.page("/entities", '<!DOCTYPE html [<!ENTITY a "&b;&b;"><!ENTITY b "&a;"> <!ENTITY f SYSTEM "file:///etc/passwd">]><title>&f;&a;E</title>')
        self.page("/empty", b"")
        self.page("/zero", b"\0" * 1000)
        self.page("/pdf", b"<title>No</title>", Content_Type="application/pdf")
        self.site.pages["/gone"] = (500, {}, b"<title>Error</title>")
        self.site.pages["/huge.png"] = (200, {"Content-Type": "image/png"}, png(60000, 40000, bytes(100 << 20)))
        self.page("/huge", f'<title>Huge</title><meta property="og:image" content="/huge.png">')
        self.page("/lie", b"\x7fELF" + bytes(500), Content_Type="image/png")
        self.page("/scheme", '<title>S</title><meta property="og:image" content="file:///etc/passwd">')
        messages = {path: self.say(self.site.url(path)) for path in self.site.pages if path != "/huge.png"}
        titles = {path: self.title(message) for path, message in messages.items()}
        self.assertIn(titles.pop("/deep"), ("Deep", None))
        self.assertIn(titles.pop("/bomb"), (None,))
        turned = titles.pop("/turned")
        self.assertTrue(turned.startswith("evil o") and turned.endswith("…") and len(turned) == 200 and "\u202e" not in turned, turned)
        self.assertNotIn("root", titles.pop("/entities") or "")
        self.assertEqual(titles, {"/endless": "Endless", "/slow": None, "/attributes": "Many", "/empty": None, "/zero": None, "/pdf": None, "/gone": None,
                                  "/huge": "Huge", "/lie": None, "/scheme": "S"})
        self.assertIsNone(self.preview(messages["/huge"])[4])
        self.assertIsNone(self.preview(messages["/scheme"])[4])
        self.assertEqual(self.rows("SELECT count(*) FROM blob"), [(0,)])
        self.assertTrue(self.server.is_alive())

    def test_characters(self):
        for name, charset, header in (("latin", "iso-8859-1", True), ("viet", "windows-1258", True), ("meta", "koi8-r", False), ("utf16", "utf-16", False),
                                      ("none", "utf-8", False)):
            word = {"latin": "Café", "viet": "Cà phê", "meta": "Ткань", "utf16": "Vải ấm", "none": "Vải"}[name]
            meta = f'<meta http-equiv="content-type" content="text/html; charset={charset}">' if not header and name == "meta" else ""
            self.page("/" + name, f"{meta}<title>{word}</title>".encode(charset), Content_Type="text/html" + (f"; charset={charset}" if header else ""))
            self.assertEqual(self.title(self.say(self.site.url("/" + name))), word)
        self.page("/bad", b"<title>Caf\xe9 \xff</title>", Content_Type="text/html; charset=no-such-thing")
        self.assertEqual(self.title(self.say(self.site.url("/bad"))), "Caf")

    def test_rate(self):
        """A host is asked 30 times a minute at most, and a page that was asked for once an hour."""
        for i in range(40):
            self.page(f"/{i}", f"<title>{i}</title>")
            self.say(self.site.url(f"/{i}"))
        self.settle()
        self.assertEqual(len(self.site.asked), 30)


if __name__ == "__main__":
    unittest.main()
