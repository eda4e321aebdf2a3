"""docs/benchmarks.md and bench/latest.json, from what the cases found."""

import json
from collections.abc import Iterable
from pathlib import Path

from bench.results import Result, Table, Target

__all__ = ["REPORT", "summary", "write"]

ROOT = Path(__file__).parent.parent
REPORT = ROOT / "docs" / "benchmarks.md"
LATEST = ROOT / "bench" / "latest.json"

INTRODUCTION = """\
# Benchmarks

Written by `make bench`; not to be edited. The same figures for machines: `bench/latest.json`.

**How to read it.** Everything ran on one machine: the load, the server and PostgreSQL share its
cores, so a rate is what is left for the server when the others have taken theirs, and the ratios
say more than the rates. Candidates of a case take turns in one run; what is shown are medians over
the turns. PostgreSQL is the embedded one with the product's own settings (fsync,
full_page_writes and synchronous_commit on). p50 and p99 are latencies. One case alone:
`make bench ARGS="ledger"`; all, roughly, in about two minutes: `make bench ARGS="--quick"`.
"""


def write(machine: dict[str, str], results: dict[str, Result], *, quick: bool) -> None:
    """Replace both files."""
    parts = [INTRODUCTION]
    if quick:
        parts.append("**A quick run: fewer and shorter turns, smaller tables. Not for quoting.**\n")
    parts.append(_table(Table("", ("", ""), list(machine.items()))))
    parts.append("## Promises\n")
    parts.append(_targets(result.targets for result in results.values()))
    for result in results.values():
        parts.append(f"## {result.title}\n\n{result.how.strip()}\n")
        for table in result.tables:
            parts.append(f"### {table.title}\n\n{_table(table)}")
            if table.note:
                parts.append(f"{table.note}\n")
    REPORT.write_text("\n".join(parts))
    LATEST.write_text(json.dumps(_figures(machine, results, quick=quick), indent=1) + "\n")


def summary(results: dict[str, Result]) -> str:
    """The promises, for the terminal."""
    return "\n".join(
        f"{'met   ' if target.met else 'MISSED'}  {target.what}: {_value(target, target.found)} "
        f"({_wanted(target)})"
        for result in results.values()
        for target in result.targets
    )


def _figures(
    machine: dict[str, str], results: dict[str, Result], *, quick: bool
) -> dict[str, object]:
    return {
        "machine": machine,
        "quick": quick,
        "promises": [
            {
                "what": target.what,
                "wanted": target.wanted,
                "found": round(target.found, 3),
                "at_most": target.at_most,
                "met": target.met,
            }
            for result in results.values()
            for target in result.targets
        ],
        "cases": {name: result.figures for name, result in results.items()},
    }


def _targets(groups: Iterable[list[Target]]) -> str:
    rows = []
    for target in (target for group in groups for target in group):
        verdict = "met" if target.met else "**missed**"
        if target.met and target.aim is not None:
            verdict += ", and the aim" if target.found >= target.aim else ", not the aim"
        rows.append((target.what, _wanted(target), _value(target, target.found), verdict))
    if not rows:
        return "None was measured in this run.\n"
    return _table(Table("", ("what", "promised", "found", ""), rows))


def _wanted(target: Target) -> str:
    words = f"at {'most' if target.at_most else 'least'} {_value(target, target.wanted)}"
    return words if target.aim is None else f"{words}, aim {_value(target, target.aim)}"


def _value(target: Target, value: float) -> str:
    space = "" if target.unit in ("x", "") else " "
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:.{digits}f}{space}{target.unit}"


def _table(table: Table) -> str:
    """Markdown; all columns but the first to the right."""
    rules = ["---", *["---:"] * (len(table.columns) - 1)]
    if len(table.columns) == 2:
        rules[1] = "---"
    lines = [table.columns, rules, *table.rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
