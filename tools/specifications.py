"""Writes docs/specifications.md from the marks in tests/specs (sentence, where, test), what
differs, and what `make bench` found of specification B's peak.

python tools/specifications.py            write it
python tools/specifications.py --check    fail if it is not what would be written
"""

import ast
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SUITE = ROOT / "tests" / "specs"
PAGE = ROOT / "docs" / "specifications.md"
LATEST = ROOT / "bench" / "latest.json"
TITLES = {
    "A": "Specification A: live stock",
    "B": "Specification B: a marketplace",
    "C": "Specification C: orders and payments",
    "D": "Specification D: points and coupons",
    "E": "Specification E: booking photo sessions",
}
DIFFERENCES = {
    "A": SUITE / "live_stock" / "differences.md",
    "B": SUITE / "marketplace" / "differences.md",
    "C": SUITE / "orders_and_payments" / "differences.md",
    "D": SUITE / "points_and_coupons" / "differences.md",
    "E": SUITE / "studio" / "differences.md",
}
HEAD = """\
# The specifications

Every sentence of the specifications that promises something, where the promise is kept, and the
test that proves it from outside: over HTTP and sockets, in a browser, against a running server.
A test shows what its name says, at what stands in the middle; what differs from the sentence, and
what is measured and not tested, is said below the tables. Run them with
`make test ARGS="-m specs"`. The same suites run against a shop that settles by message, and against
one that is split into services: `HOLDFAST_SPECS=messages` or `HOLDFAST_SPECS=split` before that.

This page is written by `tools/specifications.py` from the tests' marks and the figures of
`make bench`; do not edit it by hand.
"""


@dataclass(frozen=True)
class Promise:
    """One sentence and the test that proves it."""

    specification: str
    section: str
    words: str
    at: str
    test: str
    file: str


def promises() -> Iterator[Promise]:
    """In the order of files and lines."""
    for path in sorted(SUITE.rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                for mark in node.decorator_list:
                    if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "sentence":
                        specification, section, words = map(ast.literal_eval, mark.args)
                        at = ast.literal_eval(mark.keywords[0].value)
                        file = path.relative_to(ROOT).as_posix()
                        yield Promise(specification, section, words, at, node.name, file)


def page() -> str:
    found = list(promises())
    lines = [HEAD]
    for specification in sorted({one.specification for one in found}):
        lines.append(f"## {TITLES[specification]}\n")
        mine = [one for one in found if one.specification == specification]
        for section in sorted({one.section for one in mine}, key=_place):
            lines += [f"### {section}\n", "| sentence | where | test |", "| --- | --- | --- |"]
            lines += [_row(one) for one in mine if one.section == section]
            lines.append("")
        if specification in DIFFERENCES:
            told = DIFFERENCES[specification].read_text(encoding="utf-8")
            lines += ["### What differs, and why\n", told]
        if specification == "B":
            lines += _peak(json.loads(LATEST.read_text(encoding="utf-8"))["cases"]["peak"])
    return "\n".join(lines)


def _peak(found: dict[str, Any]) -> list[str]:
    """Of 120 orders a second, as they were measured last."""
    missed = [one["what"] for one in found["promises"] if "missed" in one["verdict"]]
    verdict = f"Not kept whole: {', '.join(missed)}." if missed else "Its times are kept."
    rows = [
        (one["what"], one["promised"], one["shown"], one["verdict"]) for one in found["promises"]
    ]
    told = (
        "120 orders a second beside product pages, category pages and searches: `make bench"
        " ARGS=peak` climbs them by shares until one does not keep the times. One machine, which"
        " makes the load too, on a shop of 100,000 products, a hundredth of B's;"
        f" {found['when']}, at {found['commit']}. **{verdict}** How it was"
        " measured is said in [benchmarks](benchmarks.md), what it comes to in [scale](scale.md).\n"
    )
    return [
        "### What was measured of its peak\n",
        told,
        "| what | promised | found | |",
        "| --- | --- | --- | --- |",
        *(f"| {' | '.join(row)} |" for row in rows),
        "",
    ]


def _place(section: str) -> tuple[int, int, str]:
    """The goal first, then the numbered sections, then the named ones."""
    if section.startswith("§"):
        return (1, int(section[1:]), "")
    return (0 if section == "Цель" else 2, 0, section)


def _row(one: Promise) -> str:
    name = one.test.removeprefix("test_").replace("_", " ")
    cells = (one.words, one.at, f"[{name}](../{one.file})")
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def write() -> None:
    PAGE.write_text(page(), encoding="utf-8")


def main() -> int:
    if "--check" in sys.argv:
        if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page():
            print(f"{PAGE.relative_to(ROOT)} is out of date: run python tools/specifications.py")
            return 1
        return 0
    write()
    return 0


if __name__ == "__main__":
    sys.exit(main())
