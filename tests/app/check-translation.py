#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether POTFILES lists every file with strings, and the languages have all of them.

    check-translation.py SOURCE [XGETTEXT [MSGMERGE [MSGFMT]]]
"""
import pathlib
import re
import subprocess
import sys
import tempfile

MARKS = re.compile(r"\b(?:_|N_|C_|NC_|ngettext|g_dngettext)\s*\(\s*[\"G(]")
FOLDERS = {".c": ("src",), ".blp": ("resources",)}


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True, env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"})


def main(source):
    root = pathlib.Path(source)
    problems = []
    listed = [line.strip() for line in (root / "po/POTFILES").read_text().splitlines() if line.strip() and not line.startswith("#")]
    problems += [f"po/POTFILES lists {path}, which is not there" for path in listed if not (root / path).exists()]
    if listed != sorted(listed):
        problems.append("po/POTFILES is not sorted")
    for suffix, folders in FOLDERS.items():
        for folder in folders:
            for path in sorted((root / folder).rglob("*" + suffix)):
                relative = str(path.relative_to(root))
                if relative not in listed and MARKS.search(path.read_text()):
                    problems.append(f"{relative} has strings for people and is not in po/POTFILES")
    if problems:
        print("\n".join(problems), file=sys.stderr)
        return 1

    with tempfile.TemporaryDirectory() as folder:
        template = f"{folder}/weft.pot"
        args = ["--from-code=UTF-8", "--add-comments=Translators", "--package-name=weft", f"--directory={root}", f"--output={template}"]
        args += [f"--keyword={keyword}" for keyword in ("_", "N_", "C_:1c,2", "NC_:1c,2", "ngettext:1,2", "g_dngettext:2,3")]
        data = [path for path in listed if not path.endswith((".c", ".blp"))]
        run("xgettext", "--language=C", *args, *[path for path in listed if path.endswith((".c", ".blp"))])
        for path in data:
            run("xgettext", "--join-existing", *args, path)
        for language in (root / "po/LINGUAS").read_text().split():
            merged = f"{folder}/{language}.po"
            run("msgmerge", "--quiet", "--no-fuzzy-matching", f"--output-file={merged}", str(root / f"po/{language}.po"), template)
            result = run("msgfmt", "--check", "--statistics", "--output-file=/dev/null", merged)
            if "untranslated" in result.stderr or "fuzzy" in result.stderr:
                missing = run("msgattrib", "--untranslated", "--no-obsolete", merged).stdout
                print(f"po/{language}.po: {result.stderr}{missing}", file=sys.stderr)
                return 1
            print(f"{language}: {result.stderr.strip()}")
    return 0


sys.exit(main(sys.argv[1]))
