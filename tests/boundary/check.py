#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may use whom (docs/architecture.md), checked on includes and on the symbols which objects leave undefined.

    check.py SOURCE [BUILD]     prints every breach; ends with 1 if there is one

An include may reach any header of a folder which the table allows, by its plain name; a `..` is resolved first. With BUILD,
each object's undefined symbols are traced to the folder which defines them, so a declaration written by hand
does not get around the includes.
"""
import argparse
import pathlib
import re
import subprocess
import sys

# folder: the folders of the engine which it may use, besides itself
ENGINE = {
    "base": (),
    "proto": ("base",),
    "store": ("base", "proto"),
    "sync": ("base", "proto", "store"),
    "serve": ("base", "proto", "store"),
    "exchange": ("base", "proto", "store", "sync"),
    "thumbnail": (),
    "media": ("base",),
    "ui": ("base", "proto", "sync"),
    "modules": ("proto", "serve", "ui"),
    "app": ("base", "proto", "store", "sync", "ui", "modules"),
    "weftd": ("base", "proto", "store", "serve", "modules"),
    "weftctl": ("base", "proto", "store", "sync", "exchange", "modules"),
}
# half of a part or feature: the engine's folders, the halves of its own and of the parts it mounts
HALVES = {
    "shared": (("base", "proto", "store"), ("shared",), ("shared",)),
    "client": (("base", "proto", "store", "sync"), ("shared", "client"), ("shared", "client")),
    "exchange": (("base", "proto", "store", "sync", "exchange"), ("shared", "exchange"), ("shared",)),
    "view": (("base", "proto", "sync", "exchange", "ui"), ("shared", "client", "exchange", "view"), ("shared", "client", "view")),
    "server": (("base", "proto", "store", "serve"), ("shared", "server"), ("shared", "server")),
}
# main program: the halves of every part and feature it may use
PROGRAMS = {
    "modules": ("shared", "server", "view"),
    "app": ("shared", "client", "exchange", "view"),
    "weftd": ("shared", "server"),
    "weftctl": ("shared", "exchange"),
}
# library: what its headers and symbols begin with, and the folders (or halves) which may use it
LIBRARIES = {
    "GTK": (r"gtk/|gdk/|gsk/|adwaita\.h|graphene", r"(gtk|gdk|gsk|adw|graphene)_", {"ui", "view", "app", "thumbnail"}),
    "gdk-pixbuf": (r"gdk-pixbuf/", r"gdk_pixbuf_", {"thumbnail"}),
    "GStreamer": (r"gst/", r"gst_", {"media"}),
    "libsoup": (r"libsoup/", r"soup_", {"sync", "serve"}),
    "libpq": (r"libpq-fe\.h|postgresql/", r"PQ", {"store"}),
    "SQLite": (r"sqlite3\.h", r"sqlite3_", {"store"}),
    "hiredis": (r"hiredis/", r"redis[A-Z]|freeReplyObject", {"serve"}),
    "GnuTLS": (r"gnutls/", r"gnutls_", {"serve"}),
    "wslay": (r"wslay/", r"wslay_", {"serve"}),
    "argon2": (r"argon2\.h", r"argon2", {"serve", "server"}),
    "libxml2": (r"libxml/", r"(xml|html)[A-Z]", {"server"}),
    "libsecret": (r"libsecret/", r"secret_", {"app"}),
    "libdex": (r"libdex", r"dex_", {"sync", "serve", "exchange", "client", "view", "server", "app", "weftd", "weftctl"}),
}
# library: the only files of those folders which may use it
LIBRARY_FILES = {
    "libpq": re.compile(r"weft-postgres[-.]"),
    "hiredis": re.compile(r"weft-valkey-bus[-.]"),
    "GnuTLS": re.compile(r"weft-(wire|tls)\."),
    "libxml2": re.compile(r"weft-web-page\."),
}
# A plan and a fold are pure: no file, socket, clock or chance.
IMPURE = re.compile(r"^(open(at)?(64)?|fopen(64)?|socket|connect|time|gettimeofday|clock_gettime|rand(om)?|getrandom"
                    r"|g_file_\w+|g_get_(real|monotonic)_time|g_date_time_new_now\w*|g_random_\w+|g_uuid_string_random)$")

INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)', re.MULTILINE)


class Folder:
    """base, parts/thread/shared, features/chat/view: one line of the table."""

    def __init__(self, path):
        self.path = path
        words = path.split("/")
        self.group, self.unit, self.half = words if len(words) == 3 else (None, None, None)
        self.kind = self.half or words[0]

    @classmethod
    def of(cls, relative):
        """The folder which a path below src/ lies in, or None."""
        words = pathlib.PurePosixPath(relative).parts
        if len(words) > 3 and words[0] in ("parts", "features"):
            return cls("/".join(words[:3]))
        return cls(words[0]) if len(words) > 1 and words[0] in ENGINE else None

    def may_use(self, other):
        if self.path == other.path:
            return True
        if self.half is None:
            if other.half is None:
                return other.path in ENGINE[self.path]
            return other.half in PROGRAMS.get(self.path, ())
        engine, own, parts = HALVES.get(self.half, ((), (), ()))
        if other.half is None:
            return other.path in engine
        if (self.group, self.unit) == (other.group, other.unit):
            return other.half in own
        return other.group == "parts" and other.half in parts

    def may_use_library(self, name, file):
        files = LIBRARY_FILES.get(name)
        return self.kind in LIBRARIES[name][2] and (files is None or files.match(file) is not None)


def check_includes(source):
    """Yields a sentence for each include which the table forbids."""
    root = source / "src"
    for path in sorted(root.rglob("*.[ch]")):
        folder = Folder.of(path.relative_to(root).as_posix())
        if folder is None:
            yield f"{path.relative_to(source)}: lies in no folder of the table"
            continue
        for plain, system in INCLUDE.findall(path.read_text(errors="replace")):
            problem = include_problem(root, path, folder, plain, system)
            if problem:
                yield f"{path.relative_to(source)}: includes {plain or system}: {problem}"


def include_problem(root, path, folder, plain, system):
    for name, (headers, _symbols, _users) in LIBRARIES.items():
        if re.match(headers, plain or system) and not folder.may_use_library(name, path.name):
            return f"{folder.path} may not use {name}" + (" in this file" if name in LIBRARY_FILES else "")
    if not plain:
        return None
    beside = (path.parent / plain).resolve()
    if beside.exists() and beside.is_relative_to(root.resolve()):
        target = beside.relative_to(root.resolve()).as_posix()
    else:
        target = plain
    other = Folder.of(target)
    if ".." in pathlib.PurePosixPath(plain).parts and other is None:
        return "leaves src/"
    if other is not None and not folder.may_use(other):
        return f"{folder.path} may not use {other.path}"
    return None


def symbols(build, option):
    """folder path, object, symbol for every object below build/src."""
    root = build / "src"
    objects = sorted(root.rglob("*.o"))
    if not objects:
        return
    out = subprocess.run(["nm", "--print-file-name", "--no-sort", "--format=posix", option, *objects],
                         capture_output=True, text=True, check=True).stdout
    for line in out.splitlines():
        name, rest = line.split(": ", 1)
        path = pathlib.Path(name)
        folder = Folder.of(path.relative_to(root).as_posix())
        if folder is not None:
            yield folder, path, rest.split()[0]


def check_symbols(build):
    """Yields a sentence for each undefined symbol which comes from a folder or library the table forbids."""
    homes = {}
    for folder, _path, symbol in symbols(build, "--defined-only"):
        homes.setdefault(symbol, folder)
    for folder, path, symbol in symbols(build, "--undefined-only"):
        where = f"{path.relative_to(build)}: needs {symbol}"
        home = homes.get(symbol)
        if home is not None:
            if not folder.may_use(home):
                yield f"{where} of {home.path}, which {folder.path} may not use"
            continue
        for name, (_headers, pattern, _users) in LIBRARIES.items():
            if re.match(pattern, symbol) and not folder.may_use_library(name, path.name):
                yield f"{where} of {name}, which {folder.path} may not use"
        if folder.half == "shared" and IMPURE.match(symbol):
            yield f"{where}, but what is shared is pure"


# program: the libraries which it must not need, and why
LINKS = {
    "weftd/weftd": (r"lib(gtk|gdk|adwaita|gsk)", "a server has no GTK"),
    "weftctl/weftctl": (r"libpq\.", "only weftd speaks with PostgreSQL"),
    "app/weft": (r"libpq\.", "only weftd speaks with PostgreSQL"),
}


def check_links(build):
    for name, (pattern, reason) in LINKS.items():
        program = build / "src" / name
        if not program.exists():
            continue
        out = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
        for line in out.splitlines():
            if re.search(pattern, line):
                yield f"{program.name} links {line.split()[0]}: {reason}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", type=pathlib.Path)
    parser.add_argument("build", type=pathlib.Path, nargs="?")
    arguments = parser.parse_args()
    breaches = list(check_includes(arguments.source))
    if arguments.build:
        breaches += check_symbols(arguments.build)
        breaches += check_links(arguments.build)
    for breach in breaches:
        print(breach)
    print(f"{len(breaches)} breaches of the table in docs/architecture.md")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
