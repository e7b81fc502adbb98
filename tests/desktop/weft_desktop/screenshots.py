# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of every page in every look: python3 -m weft_desktop.screenshots --build BUILD DIRECTORY [PAGE…]

The pages and looks are the two tables below; a new page is one more line. Each picture is of a new profile, in a window
of the size of the pictures in the design, so that they can be held side by side.
"""
import argparse
import dataclasses
import pathlib
import re
import sys
import time

from .app import App
from .session import Session
from .waiting import until

SIZE = (1280, 800)


@dataclasses.dataclass(frozen=True)
class Look:
    name: str
    size: tuple = SIZE
    env: dict = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Page:
    name: str
    arguments: tuple
    role: str  # what is there once the page is: an accessible of this role and name
    label: object
    count: int = 1
    palette: str = ""  # what to jump to then
    keys: tuple = ()  # what to press then
    rest: float = 2.0  # seconds until animations and first news are over


LOOKS = (
    Look("light"),
    Look("dark", env={"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"}),
    Look("narrow-360", size=(360, 720)),
    Look("right-to-left", env={"LC_ALL": "ar_EG.UTF-8", "LANGUAGE": "ar"}),
    Look("high-contrast", env={"ADW_DEBUG_HIGH_CONTRAST": "1"}),
)

PAGES = (
    Page("first-start", (), "button", re.compile(".")),
    Page("chat", ("--demo",), "list item", re.compile("."), count=8, palette="deliveries", rest=8),
    Page("panel", ("--demo",), "list item", re.compile("."), count=8, palette="deliveries", keys=("F9",), rest=8),
    Page("palette", ("--demo",), "list item", re.compile("."), count=8, keys=("ctrl+k",)),
    Page("preferences", ("--demo",), "list item", re.compile("."), count=8, keys=("ctrl+comma",)),
    Page("shortcuts", ("--demo",), "list item", re.compile("."), count=8, keys=("ctrl+question",)),
    Page("new-room", ("--demo",), "list item", re.compile("."), count=8, keys=("ctrl+shift+n",)),
)


def photograph(session, build, page, look, directory):
    profile = session.directory / f"profile-{page.name}-{look.name}"
    app = App(session, build / "src/app/weft", "--profile", profile, *page.arguments, env=look.env, log=f"{page.name}-{look.name}")
    try:
        app.ready()
        app.resize(*look.size)
        until(lambda: len(app.find_all(page.role, page.label)) >= page.count, 60, lambda: f"the page {page.name}; there is:\n{app.tree()}")
        if page.palette:
            app.key("ctrl+k")
            app.find("list", "Results")
            app.type_blind(page.palette)
            app.find("list item", re.compile(page.palette), within=app.find("list", "Results"))
            app.key("Return")
        if page.keys:
            app.key(*page.keys)
        end = time.monotonic() + page.rest
        until(lambda: time.monotonic() > end, page.rest + 5, "the window to rest")
        path = directory / f"{page.name}-{look.name}.png"
        app.shot(path)
        print(path, flush=True)
        return app.complaints()
    finally:
        app.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("pages", nargs="*", help="names of pages; all without")
    arguments = parser.parse_args()
    failures = []
    with Session(width=1400, height=900) as session:
        for page in PAGES:
            for look in LOOKS:
                if arguments.pages and page.name not in arguments.pages:
                    continue
                try:
                    failures += photograph(session, arguments.build.resolve(), page, look, arguments.directory)
                except AssertionError as error:
                    failures.append(f"{page.name}-{look.name}: {error}")
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
