#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/add-a-feature.md says what is there: what it quotes stands in the file it names, what it names exists, and every file in which a
feature must be named is named on the page.

    test_page.py SOURCE
"""
import re
import sys
import unittest
from pathlib import Path

SOURCE = Path(sys.argv.pop(1)).resolve()
PAGE = (SOURCE / "docs/add-a-feature.md").read_text(encoding="utf-8")
FOLDERS = ("bench", "data", "docs", "po", "resources", "src", "tests", "tools")
FENCE = re.compile(r"^```(\S*)(?: (\S+))?\n(.*?)^```$", re.M | re.S)
SPAN = re.compile(r"`([^`\n]+)`")
NAME = re.compile(r"(?<![\w/-])(?:weft_[a-z0-9_]+|Weft[A-Z][A-Za-z]+|WEFT_[A-Z_]+|test_[a-z_]+)(?![\w.-])")
NAMED_BY = re.compile(r"[A-Za-z0-9_./-]+\.(?:c|h|py|json|sql|build|md|xml|po)\Z")
# What names chat because it shows or tries rooms themselves, which no other feature has.
OF_ROOMS = re.compile(r"src/features/chat/|src/weftctl/weft-(play|room)|src/app/weft-outbox-row\.c|bench/client\.c")


def squeeze(text: str) -> str:
    """Layout is not what is quoted."""
    return re.sub(r"\s+", "", text)


def text_of(path: str) -> str:
    return (SOURCE / path).read_text(encoding="utf-8", errors="replace")  # what a fuzzer found is no text


def list_files() -> list[str]:
    found = []
    for folder in FOLDERS:
        for path in (SOURCE / folder).rglob("*"):
            if path.is_file() and path.suffix in (".c", ".h", ".py", ".json", ".sql", ".build", ".md", ".xml", ".po", ".blp", "") \
                    and "__pycache__" not in path.parts:
                found.append(str(path.relative_to(SOURCE)))
    return sorted(found)


FILES = list_files()
CODE = "\n".join(text_of(path) for path in FILES if path.endswith((".c", ".h", ".py")) and not path.endswith("test_page.py"))
NAMES = set(re.findall(r"\w+", CODE))
BASENAMES = {Path(path).name for path in FILES}
SUITES = set(re.findall(r"suite: '([a-z-]+)'", "\n".join(text_of(path) for path in FILES if path.endswith("meson.build"))))
HELP = text_of("dev").split("<<'HELP'")[1].split("\nHELP\n")[0]
COMMANDS = set(re.findall(r"^  ([a-z]+)", HELP, re.M))


def check_command(line: str) -> list[str]:
    words = line.split()
    if words[0] == "./dev":
        problems = [] if words[1] in COMMANDS else [f"./dev has no command {words[1]}"]
        if "--suite" in words and words[words.index("--suite") + 1] not in SUITES:
            problems.append(f"no test is of the suite {words[words.index('--suite') + 1]}")
        return problems
    if words[0] == "weftctl":
        known = re.search(rf'"{re.escape(words[1])}"', "\n".join(text_of(p) for p in FILES if p.startswith("src/weftctl/")))
        return [] if known else [f"weftctl has no command {words[1]}"]
    return [f"{line}: a command of neither ./dev nor weftctl"]


def check_block(kind: str, path: str | None, text: str) -> list[str]:
    if kind == "sh":
        return [problem for line in text.splitlines() if line for problem in check_command(line)]
    if not path:
        return [] if kind == "" and text.count("\n") == 1 else [f"a block of {kind or 'code'} which names no file: {text[:40]!r}"]
    if not (SOURCE / path).is_file():
        return [f"{path}: quoted, but there is no such file"]
    return [] if squeeze(text) in squeeze(text_of(path)) else [f"{path} does not hold what is quoted: {text.strip().splitlines()[0]}"]


def check_span(span: str) -> list[str]:
    problems = []
    if span.startswith("weftctl "):
        problems += check_command(span)
    elif span.split("/")[0] in FOLDERS and "/" in span:
        if not (SOURCE / span).exists():
            problems.append(f"{span}: no such file or folder")
    elif NAMED_BY.match(span):
        if Path(span).name not in BASENAMES and not re.fullmatch(r"weft-shopping-module\.h", span):
            problems.append(f"{span}: nothing is called that")
    problems += [f"{name}: no such name in the code" for name in NAME.findall(span) if name not in NAMES]
    return problems


def check(page: str) -> list[str]:
    problems = [problem for block in FENCE.findall(page) for problem in check_block(block[0], block[1], block[2])]
    prose = FENCE.sub("", page)
    for span in SPAN.findall(prose):
        problems += check_span(span)
    for link in re.findall(r"\]\(([^)#]+)\)", prose):
        if "://" not in link and not (SOURCE / "docs" / link).exists():
            problems.append(f"the link to {link} leads nowhere")
    return problems + check_complete(prose)


def check_complete(prose: str) -> list[str]:
    """Where the list is named in tests, and chat in programs, a new feature has to be named, too."""
    said = {span for span in SPAN.findall(prose)}
    problems = []
    for path in FILES:
        if path.startswith(("docs/", "tests/feature/", "bench/")):
            continue
        text = text_of(path)
        listed = path.startswith("tests/") and re.search(r"shopping[-_.]", text)
        programs = not path.startswith("tests/") and not OF_ROOMS.match(path) and re.search(
            r"weft_chat_(?:server_)?module\b|weft_chat_feature\b|weft_chat_\w+_dep\b|features/chat'|features/chat/view/.*\.c$|chat/weft-room", text, re.M)
        if (listed or programs) and path not in said and not path.endswith(".po"):
            problems.append(f"{path} names a feature, and the page does not name it")
    return problems


class Page(unittest.TestCase):
    def test_it_is_true(self) -> None:
        self.assertEqual(check(PAGE), [])

    def test_it_is_one_page(self) -> None:
        self.assertLessEqual(PAGE.count("\n"), 210)

    def test_it_quotes(self) -> None:
        kinds = [block[0] for block in FENCE.findall(PAGE)]
        for kind, least in (("json", 3), ("sql", 1), ("c", 4), ("sh", 3)):
            self.assertGreaterEqual(kinds.count(kind), least, kind)

    def test_it_would_be_caught(self) -> None:
        """Each of these is a lie which the check must see."""
        for true, false, said in (
                ('"bought": "reject"', '"bought": "last"', "does not hold what is quoted"),
                ("amount TEXT NOT NULL", "amount TEXT", "does not hold what is quoted"),
                ("SET bought = ?3", "SET bought = ?4", "does not hold what is quoted"),
                ("shared/tables.sql\nCREATE", "shared/table.sql\nCREATE", "no such file"),
                ("weft_plan_query ()", "weft_plan_ask ()", "no such name"),
                ("`WeftServerModule`", "`WeftServerPlugin`", "no such name"),
                ("`tests/parts/test-folds.c`", "`tests/parts/test-fold.c`", "no such file"),
                ("`tests/parts/test-undo.c`", "the tests", "tests/parts/test-undo.c names a feature"),
                ("`src/meson.build`", "the list", "src/meson.build names a feature"),
                ("`resources/weft.gresource.xml`", "the bundle", "resources/weft.gresource.xml names a feature"),
                ("--suite parts", "--suite part", "no test is of the suite part"),
                ("./dev screenshot", "./dev pictures", "no command pictures"),
                ("weftctl tail", "weftctl chase", "no command chase"),
                ("(server.md)", "(serving.md)", "leads nowhere"),
        ):
            with self.subTest(false):
                self.assertIn(true, PAGE)
                self.assertIn(said, "\n".join(check(PAGE.replace(true, false))))


if __name__ == "__main__":
    unittest.main()
