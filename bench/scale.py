"""The table of docs/scale.md: specification B's sums, from what the cases found last."""

from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from typing import Any, Final

__all__ = ["SCALE", "filled", "rows"]

SCALE: Final = Path(__file__).parent.parent / "docs" / "scale.md"
BEGIN: Final = "<!-- measured: written by make bench -->"
END: Final = "<!-- end of what is measured -->"
NOT_YET: Final = "not measured yet"

ORDERS_A_DAY: Final = 1_000_000
PEAK: Final = 120.0
VIEWS: Final = 1_000.0
MINUTES_DOWN: Final = 365.25 * 24 * 60 / 10_000  # of a year at 99.99%

Cases = Mapping[str, Mapping[str, Any]]
Figures = Mapping[str, Any]


def filled(text: str, cases: Cases) -> str:
    """The page with its table as these cases have it."""
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    table = ["| B asks for | found | what it comes to | measured |", "| --- | --- | --- | --- |"]
    table += [f"| {' | '.join(row)} |" for row in rows(cases)]
    return "\n".join([f"{head}{BEGIN}", "", *table, "", f"{END}{tail}"])


def rows(cases: Cases) -> list[tuple[str, str, str, str]]:
    """What B asks for, what was found, what that comes to, and when; of cases that were not run in
    full: that it is not measured yet."""
    return [_row(cases, *one) for one in _ASKED]


def _row(
    cases: Cases, asked: str, case: str, say: Callable[[Figures], tuple[str, str]]
) -> tuple[str, str, str, str]:
    kept = cases.get(case)
    if kept is None or kept["quick"]:
        return asked, NOT_YET, "", f"`make bench ARGS={case}`"
    return (asked, *say(kept["figures"]), f"{case}, {kept['when']}, {kept['commit']}")


def _purchases(figures: Figures) -> tuple[str, str]:
    found = figures["Holdfast, whole purchase, 64 clients"]["per_second"]
    told = f"{found / PEAK:.1f} times the peak, {found * 86_400 / ORDERS_A_DAY:.0f} times the day"
    return f"{found:,} whole purchases a second, 64 clients, one worker", told


def _views(figures: Figures) -> tuple[str, str]:
    found = figures["GET /api/products/{id}, 64 clients"]["per_second"]
    return f"{found:,} product pages a second, one worker", f"{found / VIEWS:.1f} times B's"


def _at_peak(name: str) -> Callable[[Figures], tuple[str, str]]:
    def say(figures: Figures) -> tuple[str, str]:
        found, share = figures[name], figures["share_of_peak"]
        told = f"{found['per_second']:,} a second at {share:.0%} of the peak"
        return f"p99 {found['p99_ms']:,} ms", told

    return say


def _storage(figures: Figures) -> tuple[str, str]:
    found = figures["order_bytes"]
    day = found * ORDERS_A_DAY / 1e9
    told = f"{day:.1f} GB a day, {day * 365 / 1000:.2f} TB a year, without journal and events"
    return f"{found:,} bytes an order of one line with its payment", told


def _log(figures: Figures) -> tuple[str, str]:
    found = figures["uniform keys, 64 clients, 1000000 accounts"]["wal_bytes"]
    told = f"{found * 3 * ORDERS_A_DAY / 1e9:.1f} GB a day for B's three million updates"
    return f"{found:,} bytes of WAL a hold, keys spread over a million accounts", told


def _many(figures: Figures) -> tuple[str, str]:
    few, many = (
        figures[f"uniform keys, 64 clients, {count} accounts"]["p50_ms"]
        for count in (1_000, 1_000_000)
    )
    told = f"{many / few:.2f} times as long as at a thousand accounts"
    return f"a hold takes {many} ms at a million accounts, p50, 64 clients", told


def _restarts(figures: Figures) -> tuple[str, str]:
    found = median(figures["seconds"]["start of an installed system"])
    told = f"{MINUTES_DOWN * 60 / found:,.0f} such starts a year"
    return f"{found:.2f} s from nothing to serving", told


def _sale(figures: Figures) -> tuple[str, str]:
    found = figures["Holdfast, everybody at once"]
    told = f"{found['asks_per_second']:,} asks a second, decided p99 {found['decided_p99_ms']:,} ms"
    return f"all units paid for after {found['last_paid_s']} s, exactly as many as there were", told


_ASKED: Final = (
    ("1M orders a day, 12 a second, 120 at the peak", "reserve", _purchases),
    ("1,000 page views a second", "product", _views),
    ("a product page under 1 s", "peak", _at_peak("product pages")),
    ("a checkout under 2 s", "peak", _at_peak("checkouts")),
    ("a search under 500 ms", "peak", _at_peak("searches")),
    ("orders: 5 kB each, 5 GB a day, 1.8 TB a year", "peak", _storage),
    ("3M inventory updates a day, 35 a second", "growth", _log),
    ("10M products, 100M users", "growth", _many),
    ("no overselling in a flash sale", "flash_sale", _sale),
    ("99.99%: 52 minutes a year", "startup", _restarts),
)
