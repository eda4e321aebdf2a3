"""docs/scale.md says what was measured, and nothing else."""

import json
from pathlib import Path
from typing import Any

from bench.scale import NOT_YET, SCALE, filled, rows

LATEST = Path(__file__).parents[2] / "bench" / "latest.json"


def measured(**figures: Any) -> dict[str, Any]:
    return {"when": "2026-11-23", "commit": "abc", "quick": False, "figures": figures}


def test_its_table_is_made_of_the_latest_figures() -> None:
    cases = json.loads(LATEST.read_text())["cases"]
    assert SCALE.read_text() == filled(SCALE.read_text(), cases)


def test_what_was_not_run_or_only_quickly_is_not_measured() -> None:
    assert {found for _, found, _, _ in rows({})} == {NOT_YET}
    quick = measured(seconds={}) | {"quick": True}
    assert {found for _, found, _, _ in rows({"startup": quick})} == {NOT_YET}


def test_a_start_of_two_seconds_may_be_had_so_often_a_year() -> None:
    startup = measured(seconds={"start of an installed system": [2.0, 1.0, 9.0]})
    found = {asked: (what, told) for asked, what, told, _ in rows({"startup": startup})}
    assert found["99.99%: 52 minutes a year"] == (
        "2.00 s from nothing to serving",
        "1,578 such starts a year",
    )


def test_the_peak_says_what_it_found_of_each() -> None:
    kind = {"per_second": 700.0, "p99_ms": 12.5}
    names = ("product pages", "checkouts", "searches")
    peak = measured(share_of_peak=1.0, order_bytes=2_000, **dict.fromkeys(names, kind))
    told = {asked: (what, more) for asked, what, more, _ in rows({"peak": peak})}
    assert told["a checkout under 2 s"] == ("p99 12.5 ms", "700.0 a second at 100% of the peak")
    assert "2.0 GB a day, 0.73 TB a year" in told["orders: 5 kB each, 5 GB a day, 1.8 TB a year"][1]
