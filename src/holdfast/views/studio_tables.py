"""The studio's figures as tables for a spreadsheet."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal, TypeAlias
from uuid import UUID

from holdfast.db.engine import Database
from holdfast.kit.money import coded
from holdfast.views.spreadsheet import csv_lines
from holdfast.views.statistics import Span
from holdfast.views.studio_figures import (
    Amounts,
    Came,
    cancelled_in,
    groups_in,
    hours_in,
    weeks_in,
)
from holdfast.views.studio_load import Load, load_in

__all__ = ["Table", "studio_csv"]

Table: TypeAlias = Literal[
    "load", "weeks", "people", "services", "studios", "cancellations", "hours"
]
_GROUPS: Final = {"people": "person", "services": "service", "studios": "studio"}
_CAME: Final = (
    "Sessions", "Took place", "Missed", "Cancelled", "Minutes", "Income", "Covered", "Penalties",
)  # fmt: skip
Row: TypeAlias = tuple[object, ...]


async def studio_csv(
    database: Database,
    table: Table,
    span: Span,
    studio: UUID | None,
    names: Mapping[UUID, str],
) -> str:
    """One of the tables; ``names``: of resources and services."""
    if table == "load":
        return csv_lines(_load(await load_in(database.pool, span, studio), names))
    async with database.read() as connection:
        if table == "weeks":
            weeks = await weeks_in(connection, span, studio)
            return csv_lines([("Week", *_CAME), *((one.week, *_came(one)) for one in weeks)])
        if table == "cancellations":
            ended = await cancelled_in(connection, span, studio)
            rows = [(one.reason, one.cancelled, _money(one.kept)) for one in ended]
            return csv_lines([("Reason", "Cancelled", "Kept"), *rows])
        if table == "hours":
            hours = await hours_in(connection, span, studio)
            starts = [(one.weekday, f"{one.hour:02}:00", one.sessions) for one in hours]
            return csv_lines([("Weekday", "Hour", "Sessions"), *starts])
        groups = await groups_in(connection, span, studio, _GROUPS[table])
    told = ((names.get(one.id, "") if one.id else "", *_came(one)) for one in groups)
    return csv_lines([("Name", *_CAME), *told])


def _came(one: Came) -> Row:
    return (
        one.sessions, one.took_place, one.missed, one.cancelled, one.minutes,
        _money(one.income), _money(one.covered), _money(one.penalties),
    )  # fmt: skip


def _money(amounts: Amounts) -> str:
    return "; ".join(coded(one["amount"], one["currency"]) for one in amounts)


def _load(loads: Sequence[Load], names: Mapping[UUID, str]) -> Iterable[Row]:
    """A line for each resource and hour of the day."""
    yield "Name", "Kind", "Hour", "Taken minutes", "Open minutes", "Load, %"
    for one in loads:
        for hour in one.hours:
            taken, opened = one.taken.get(hour, 0), one.open.get(hour, 0)
            share = round(100 * taken / opened) if opened else ""
            yield names[one.resource.id], one.resource.kind, f"{hour:02}:00", taken, opened, share
