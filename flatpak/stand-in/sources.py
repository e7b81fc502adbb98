#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Gets the sources of the manifest's modules where flatpak-builder looks for them, and writes the manifest to build.

    sources.py MANIFEST DEBIAN KEPT OUT

DEBIAN holds tarballs and packages out of Debian's archive; KEPT keeps what was found, in flatpak-builder's layout of extra
sources; OUT is the manifest to build.  Prints one line for each module whose source is another one than the manifest's.
"""
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile

# What stands in for a module's source where neither Debian's sources nor upstream can be reached.
# "archive": the same release as Debian repacked it.  "packages": what Debian built of it.
STAND_INS = {
    "sqlite": {
        "archive": "sqlite3_3.46.1.orig.tar.xz",
        "sha256": "d0cdd2ece271b29e7ce18095745d892517ee26d0f270065b3a25c2e9eb11639c",
        "config-opts": ["--disable-tcl"],  # the whole tree, of which upstream's tarball is the library
    },
    "argon2": {
        "archive": "argon2_0~20190702+dfsg.orig.tar.xz",
        "sha256": "815f1017b5b0033204778c2e32443257274bc5d9dd16d355c4f7db8189e23dcc",
    },
    "libdex": {"packages": ["libdex-1-1", "libdex-dev", "liburing2", "liburing-dev"]},
    "wslay": {"packages": ["libwslay1", "libwslay-dev"]},
}
PATIENCE = 20  # s, for upstream's server


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Sources:
    def __init__(self, debian, kept):
        self.debian, self.kept = pathlib.Path(debian), pathlib.Path(kept) / "downloads"

    def keep(self, path, digest, name):
        folder = self.kept / digest
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(path.read_bytes())

    def exact(self, source):
        """Whether the very file which the manifest names is there now."""
        name, digest = source["url"].rsplit("/", 1)[1], source["sha256"]
        target = self.kept / digest / name
        if target.exists():
            return True
        for path in self.debian.glob("*.orig.tar.*"):
            if sha256(path) == digest:
                self.keep(path, digest, name)
                return True
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / name
            command = ["curl", "--silent", "--fail", "--location", "--max-time", str(PATIENCE), "--output", path, source["url"]]
            if subprocess.run(command, check=False).returncode == 0 and sha256(path) == digest:
                self.keep(path, digest, name)
                return True
        return False

    def stand_in(self, module):
        """Changes the module to build what Debian has; says how."""
        known = STAND_INS.get(module["name"])
        if known and "archive" in known:
            path = self.debian / known["archive"]
            if path.exists() and sha256(path) == known["sha256"]:
                module["sources"] = [{"type": "archive", "path": str(path), "sha256": known["sha256"]}]
                module["config-opts"] = module.get("config-opts", []) + known.get("config-opts", [])
                return f"{known['archive']}, the same release as Debian repacked it"
        if known and "packages" in known:
            packages = [self.newest(name) for name in known["packages"]]
            if all(packages):
                return self.prebuilt(module, packages)
        sys.exit(f"{module['name']}: neither {module['sources'][0]['url']} nor Debian's archive could be reached")

    def newest(self, name):
        return max(self.debian.glob(f"{name}_*.deb"), key=lambda path: path.stat().st_mtime, default=None)

    def prebuilt(self, module, packages):
        """An archive with the same bytes as long as the packages are the same: flatpak-builder then takes it from its cache."""
        archive = self.debian / f"{module['name']}-prebuilt.tar"
        with tempfile.TemporaryDirectory() as folder:
            for package in packages:
                subprocess.run(["dpkg-deb", "--extract", package, folder], check=True)
            subprocess.run(["tar", "--create", "--file", archive, "--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner",
                            "--directory", folder, "usr/include", "usr/lib"], check=True)
        module.update({
            "buildsystem": "simple",
            "build-commands": [
                "mkdir -p $FLATPAK_DEST/lib",
                "cp -r include $FLATPAK_DEST",
                "cp -r lib/*-linux-gnu*/. $FLATPAK_DEST/lib",
                r"find $FLATPAK_DEST/lib -name '*.pc' -exec sed -i 's,^prefix=.*,prefix=/app,; s,/lib/[^/]*-linux-gnu[^/]*,/lib,' '{}' +",
            ],
            "sources": [{"type": "archive", "path": str(archive), "sha256": sha256(archive)}],
        })
        module.pop("config-opts", None)
        return f"{', '.join(path.name for path in packages)}, which Debian built"


def main(manifest, debian, kept, out):
    manifest = pathlib.Path(manifest).resolve()
    wanted = json.loads(manifest.read_text())
    sources = Sources(debian, kept)
    for module in wanted["modules"]:
        for source in module["sources"]:
            if source["type"] == "dir":
                source["path"] = str((manifest.parent / source["path"]).resolve())
                source["skip"] = sorted({*source.get("skip", ()), *(path.name for path in pathlib.Path(source["path"]).glob("build*"))})
            elif not sources.exact(source):
                print(f"{module['name']}: {sources.stand_in(module)}")
                break
    pathlib.Path(out).write_text(json.dumps(wanted, indent=4) + "\n")


main(*sys.argv[1:])
