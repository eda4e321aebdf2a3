"""Which command of a batch a PostgreSQL error is about, if the error says so."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias
from uuid import UUID

import asyncpg

from holdfast.ledger.types import Accepted, Command, Hold, Insert, Outcome

_Placed: TypeAlias = tuple[int, Command]

# As in: Key (partition, id)=(1, 0190...) already exists. Or: ... is not present in table ...
_NAMED_KEY: Final = re.compile(r"^Key \((?P<columns>.+?)\)=\((?P<values>.+)\) ", re.DOTALL)
_FAILING_ROW: Final = re.compile(r"^Failing row contains \((?P<values>.+)\)\.$", re.DOTALL)


class RowRefused(Exception):
    """PostgreSQL refused a row of the batch; ``outcomes`` are what its commands had come to."""

    def __init__(
        self, error: asyncpg.IntegrityConstraintViolationError, outcomes: Sequence[Outcome]
    ) -> None:
        super().__init__(str(error))
        self.error = error
        self.outcomes = outcomes


def culprit_of(refused: RowRefused, batch: Sequence[Command]) -> int | None:
    """The index of the command whose row the error names, or None.

    A command that was refused or answered before wrote nothing, so it is not to blame. Of several
    commands that could have caused it (two with the same unique value) the last is named: the
    first of them may stand.
    """
    error = refused.error
    if not error.detail:
        return None
    commands = [
        (index, command)
        for index, (command, outcome) in enumerate(zip(batch, refused.outcomes, strict=True))
        if isinstance(outcome, Accepted)
    ]
    named = _NAMED_KEY.match(error.detail)
    if named is not None:
        columns = named["columns"].split(", ")
        values = named["values"].split(", ")
        if len(columns) != len(values):
            return None
        wanted = dict(zip(columns, values, strict=True))
        return _last(commands, error.table_name or "", wanted)
    failing = _FAILING_ROW.match(error.detail)
    if failing is not None:
        return _last_row(commands, error.table_name or "", failing["values"].split(", "))
    return None


def _rows(command: Command, table: str) -> Iterator[dict[str, object]]:
    for rider in command.riders:
        if isinstance(rider, Insert) and rider.table.name == table:
            for row in rider.rows:
                yield dict(zip(rider.table.columns, row, strict=True))
    if table == "ledger_holds":
        for op in command.operations:
            if isinstance(op, Hold):
                yield {"id": op.hold_id}


def _shown(value: object) -> str:
    """The value as PostgreSQL prints it in an error's detail."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "t" if value else "f"
    return str(value)


def _last(commands: Sequence[_Placed], table: str, wanted: dict[str, str]) -> int | None:
    for index, command in reversed(commands):
        for row in _rows(command, table):
            known = {column: _shown(row[column]) for column in wanted if column in row}
            if known and all(wanted[column] == value for column, value in known.items()):
                return index
    return None


def _last_row(commands: Sequence[_Placed], table: str, values: list[str]) -> int | None:
    """The command with a row whose ids all stand among the failing row's values."""
    for index, command in reversed(commands):
        for row in _rows(command, table):
            ids = [str(value) for value in row.values() if isinstance(value, UUID)]
            if ids and all(text in values for text in ids):
                return index
    return None
