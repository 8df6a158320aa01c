#!/usr/bin/env python3
"""Look at printed pages as a browser shows them.

    page_check.py [--into FOLDER] PAGE.html...

Each page is opened at 1280 and 390 pixels, light and dark. Said for each: what axe-core finds that
is serious or critical, whether the page is wider than its window, whether it asked for anything
from outside itself or ran a script. With --into, also a picture of each view (PAGE-1280-light.png)
and the sheets as they are printed (PAGE.pdf).

Needs chromium (Debian's) and the Python packages playwright and axe-core-python. When one of them is
absent it says so and does nothing, which is no fault.

Exit codes: 0 nothing found, or skipped; 1 something found; 64 wrong usage.
"""

import argparse
import contextlib
import pathlib
import shutil
import sys

CLEAN, FOUND, USAGE = 0, 1, 64
WIDTHS = (1280, 390)
SCHEMES = ("light", "dark")
GRAVE = ("serious", "critical")


def browser_path():
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for path in map(shutil.which, names) if path), None)


def absent():
    """What is missing to look at a page, as a sentence; None when nothing is."""
    if not browser_path():
        return "chromium is not installed (apt-get install chromium)"
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        return "the Python package playwright is not installed (pip install playwright)"
    try:
        import axe_core_python.sync_playwright  # noqa: F401
    except ImportError:
        return "the Python package axe-core-python is not installed (pip install axe-core-python)"
    return None


class Arguments(argparse.ArgumentParser):
    def error(self, message):
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{self.prog}: {message}\n")


def axe_faults(page, axe):
    for violation in axe.run(page)["violations"]:
        if violation["impact"] in GRAVE:
            places = [" ".join(map(str, node["target"])) for node in violation["nodes"]]
            more = f" and {len(places) - 3} more" if len(places) > 3 else ""
            yield (
                f"{violation['impact']}: {violation['id']}: {violation['help']}"
                f" ({'; '.join(places[:3])}{more})"
            )


def faults(page, axe, width, asked):
    yield from axe_faults(page, axe)
    # What is wider scrolls by itself; the page must not.
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > width:
        yield f"the page is {wide} pixels wide in a window of {width}"
    for address in asked:
        yield f"it asked for {address}"
    if page.evaluate("document.scripts.length"):
        yield "it has scripts"


def look(browser, axe, path, into):
    """Looks at one page in every view. The number of faults, which are printed."""
    count = 0
    address = path.resolve().as_uri()
    for width in WIDTHS:
        for scheme in SCHEMES:
            # The page forbids scripts, axe's among them: the browser is told to let those in.
            context = browser.new_context(
                viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
            )
            with contextlib.closing(context):
                page = context.new_page()
                asked = []
                page.on(
                    "request",
                    lambda request: request.url != address and asked.append(request.url),
                )
                page.goto(address)
                if into:
                    picture = into / f"{path.stem}-{width}-{scheme}.png"
                    page.screenshot(path=str(picture), full_page=True)
                # What is folded away is looked at as well.
                page.eval_on_selector_all("details", "all => all.forEach(d => d.open = true)")
                for fault in faults(page, axe, width, asked):
                    count += 1
                    print(f"{path}: at {width}, {scheme}: {fault}")
                if into and width == WIDTHS[0] and scheme == SCHEMES[0]:
                    page.eval_on_selector_all("details", "all => all.forEach(d => d.open = false)")
                    page.pdf(path=str(into / f"{path.stem}.pdf"), prefer_css_page_size=True)
    return count


def main():
    parser = Arguments(prog="page_check.py", description=__doc__.splitlines()[0])
    parser.add_argument("--into", type=pathlib.Path, help="a folder for pictures and sheets")
    parser.add_argument("pages", type=pathlib.Path, nargs="+")
    arguments = parser.parse_args()
    for path in arguments.pages:
        if not path.is_file():
            parser.error(f"{path} is not a file")
    if missing := absent():
        print(f"skipped: {missing}; pages were not looked at")
        return CLEAN
    if arguments.into:
        arguments.into.mkdir(parents=True, exist_ok=True)

    from axe_core_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    count = 0
    with sync_playwright() as playwright:
        # No sandbox: as root, in a container, there is none to have, and the pages are our own.
        browser = playwright.chromium.launch(
            executable_path=browser_path(), args=["--no-sandbox"]
        )
        with contextlib.closing(browser):
            for path in arguments.pages:
                found = look(browser, Axe(), path, arguments.into)
                count += found
                print(f"{path}: {'nothing found' if not found else f'{found} found'}")
    return FOUND if count else CLEAN


if __name__ == "__main__":
    sys.exit(main())
