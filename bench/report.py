"""docs/benchmarks.md, the figures of docs/scale.md and docs/specifications.md, and
bench/latest.json, from what the cases found.

A run of some cases replaces those and leaves the others as they were found last: so each says when
it was measured, and at which commit.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.cases import NAMES
from bench.results import Result, Table, Target
from bench.scale import SCALE, filled
from tools.specifications import write as write_specifications

__all__ = ["REPORT", "summary", "write"]

ROOT = Path(__file__).parent.parent
REPORT = ROOT / "docs" / "benchmarks.md"
LATEST = ROOT / "bench" / "latest.json"
SAID_BY_CASE = ("when", "commit", "processor")

INTRODUCTION = """\
# Benchmarks

Written by `make bench`; not to be edited. The same figures for machines: `bench/latest.json`.
Each case says when it was measured, at which commit and on which processor: a run of some replaces
only those. The versions are those of the last run.

**How to read it.** Everything ran on one machine: the load, the server and PostgreSQL share its
cores, so a rate is what is left for the server when the others have taken theirs, and the ratios
say more than the rates. Candidates of a case take turns in one run; what is shown are medians over
the turns. PostgreSQL is the embedded one with the product's own settings (fsync,
full_page_writes and synchronous_commit on). p50 and p99 are latencies. One case alone:
`make bench ARGS="ledger"`; all, roughly: `make bench ARGS="--quick"`
(replaces no full figure).
"""


def write(machine: dict[str, str], results: dict[str, Result], *, quick: bool) -> None:
    """Replace what these cases say in both files; no full run by a quick one."""
    cases = _kept()
    for name, result in results.items():
        if not quick or cases.get(name, {"quick": True})["quick"]:
            cases[name] = _case(result, machine, quick=quick)
    ordered: dict[str, Any] = {name: cases[name] for name in NAMES if name in cases}
    shown = {name: value for name, value in machine.items() if name not in SAID_BY_CASE}
    parts = [INTRODUCTION, _table(Table("", ("", ""), list(shown.items()))), "## Promises\n"]
    parts.append(_promises([one for case in ordered.values() for one in case["promises"]]))
    parts.extend(case["text"] for case in ordered.values())
    REPORT.write_text("\n".join(parts))
    kept = {"machine": shown, "cases": ordered}
    LATEST.write_text(json.dumps(kept, indent=1) + "\n")
    SCALE.write_text(filled(SCALE.read_text(), ordered))
    write_specifications()


def summary(results: dict[str, Result]) -> str:
    """The promises, for the terminal."""
    return "\n".join(
        f"{'met   ' if target.met else 'MISSED'}  {target.what}: {_value(target, target.found)} "
        f"({_wanted(target)})"
        for result in results.values()
        for target in result.targets
    )


def _kept() -> dict[str, Any]:
    """The cases as they were found last."""
    if not LATEST.exists():
        return {}
    found: dict[str, Any] = json.loads(LATEST.read_text())["cases"]
    return found


def _case(result: Result, machine: dict[str, str], *, quick: bool) -> dict[str, object]:
    """All that is kept of a case: for people (``text``) and for machines."""
    measured = f"Measured {machine['when']} at {machine['commit']}, on {machine['processor']}."
    if quick:
        measured += " **A quick run: fewer and shorter turns, smaller tables. Not for quoting.**"
    parts = [f"## {result.title}\n\n{measured}\n\n{result.how.strip()}\n"]
    for table in result.tables:
        parts.append(f"### {table.title}\n\n{_table(table)}")
        if table.note:
            parts.append(f"{table.note}\n")
    return {
        "when": machine["when"],
        "commit": machine["commit"],
        "quick": quick,
        "promises": [
            {
                "what": target.what,
                "promised": _wanted(target),
                "wanted": target.wanted,
                "found": round(target.found, 3),
                "shown": _value(target, target.found),
                "at_most": target.at_most,
                "verdict": _verdict(target),
            }
            for target in result.targets
        ],
        "figures": result.figures,
        "text": "\n".join(parts),
    }


def _promises(promises: Sequence[dict[str, Any]]) -> str:
    rows = [(one["what"], one["promised"], one["shown"], one["verdict"]) for one in promises]
    return _table(Table("", ("what", "promised", "found", ""), rows))


def _verdict(target: Target) -> str:
    verdict = "met" if target.met else "**missed**"
    if target.met and target.aim is not None:
        verdict += ", and the aim" if target.found >= target.aim else ", not the aim"
    return verdict


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
