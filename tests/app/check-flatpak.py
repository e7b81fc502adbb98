#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the Flatpak manifest agrees with the rest of the tree.

    check-flatpak.py SOURCE

Every library that meson.build asks for is either in GNOME's runtime or bundled; SQLite has the options the store needs; sources are
pinned; names are those of the desktop file.
"""
import json
import pathlib
import re
import sys

# What meson.build calls it: the module that bundles it, or None where the manifest's org.gnome.Platform has it.
LIBRARIES = {
    "gio-unix-2.0": None,
    "json-glib-1.0": None,
    "libsoup-3.0": None,
    "gnutls": None,
    "gstreamer-1.0": None,
    "gtk4": None,
    "libadwaita-1": None,
    "libsecret-1": None,
    "gdk-pixbuf-2.0": None,
    "threads": None,
    "m": None,
    "sqlite3": "sqlite",
    "libdex-1": "libdex",
    "wslay": "wslay",
    "libargon2": "argon2",
}
# For servers of teams; the weftd in the Flatpak does without.
LEFT_OUT = {"libpq", "hiredis", "libsystemd"}
SQLITE_OPTIONS = ("SQLITE_ENABLE_SESSION", "SQLITE_ENABLE_PREUPDATE_HOOK", "SQLITE_ENABLE_FTS5")


def main(source):
    problems = []
    root = pathlib.Path(source)
    manifest = json.loads((root / "flatpak/dev.weft.Weft.json").read_text())
    build = (root / "meson.build").read_text()
    modules = {module["name"]: module for module in manifest["modules"]}

    for library in re.findall(r"(?:dependency|find_library)\('([^']+)'", build):
        if library in LEFT_OUT:
            continue
        if library not in LIBRARIES:
            problems.append(f"meson.build asks for {library}: say here whether GNOME's runtime has it, and bundle it if not")
        elif LIBRARIES[library] and LIBRARIES[library] not in modules:
            problems.append(f"{library} is not in GNOME's runtime and no module {LIBRARIES[library]} bundles it")

    flags = modules.get("sqlite", {}).get("build-options", {}).get("cflags", "")
    problems += [f"sqlite is built without {option}" for option in SQLITE_OPTIONS if option not in flags]

    for name, module in modules.items():
        for entry in module["sources"]:
            if entry["type"] == "archive":
                if not re.fullmatch(r"https://\S+", entry["url"]):
                    problems.append(f"{name}: {entry['url']} is not an https address")
                if not re.fullmatch(r"[0-9a-f]{64}", entry.get("sha256", "")):
                    problems.append(f"{name}: {entry['url']} has no sha256")
            elif entry["type"] == "git" and not (entry.get("tag") or entry.get("commit")):
                problems.append(f"{name}: {entry['url']} is not pinned")
    if list(modules)[-1] != "weft":
        problems.append("the last module must be weft")

    desktop = (root / "data/dev.weft.Weft.desktop.in").read_text()
    if f"Icon={manifest['id']}\n" not in desktop:
        problems.append(f"the desktop file's icon is not {manifest['id']}")
    if not re.search(rf"^Exec={manifest['command']}( |$)", desktop, re.MULTILINE):
        problems.append(f"the desktop file does not start {manifest['command']}")
    metainfo = (root / "data/dev.weft.Weft.metainfo.xml.in").read_text()
    version = re.search(r"^\s*version: '([^']+)'", build, re.MULTILINE).group(1)
    if f'<release version="{version}"' not in metainfo:
        problems.append(f"the metainfo does not list release {version}")
    if f"<id>{manifest['id']}</id>" not in metainfo:
        problems.append(f"the metainfo's id is not {manifest['id']}")

    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


sys.exit(main(sys.argv[1]))
