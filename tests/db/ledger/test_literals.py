"""A column written as an array literal is the column the driver would have sent, value by value."""

import asyncio
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from enum import IntEnum, StrEnum
from uuid import UUID

import asyncpg
import pytest
from asyncpg.pgproto import pgproto
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.db.engine import connect
from holdfast.ledger.literals import column


class Colour(StrEnum):
    RED = 'r"e\\d'


class Count(IntEnum):
    THREE = 3


# Whatever arrays, quoting and composite values give a meaning to, and what only looks like it.
_TRICKY = st.sampled_from(
    ["", " ", "NULL", "null", '"', "\\", "\\\\", '\\"', "{", "}", "{}", ",", "','", "a,b", "'",
     "''", "\n", "\r", "\t", "\x01", "\x1e", "\x1f", "\x1f\x1e", "\x7f", "\u2028", "\ufffe",
     "\U0001f600", "(1,2)", "\\x00", Colour.RED]
)  # fmt: skip
_TEXT = _TRICKY | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | _TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXT, inner, max_size=3),
    max_leaves=6,
)
_ZONES = st.sampled_from(
    [UTC, timezone(timedelta(hours=9)), timezone(-timedelta(hours=3, minutes=30, seconds=17)),
     timezone(timedelta(microseconds=1))]
)  # fmt: skip
_MOMENTS = st.datetimes(
    datetime(1, 1, 2),  # noqa: DTZ001  (the strategy adds the zone)
    datetime(9999, 12, 30),  # noqa: DTZ001
    timezones=_ZONES,
)
_LOCAL = (datetime(2026, 1, 1), datetime.max, datetime.min)  # noqa: DTZ001, DTZ901


def _integers(bits: int) -> st.SearchStrategy[int]:
    least, most = -(2 ** (bits - 1)), 2 ** (bits - 1) - 1
    return st.integers(least, most) | st.sampled_from([least, most, 0, Count.THREE])


def _json_text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


VALUES: dict[str, st.SearchStrategy[object]] = {
    "text": _TEXT,
    "jsonb": _JSON.map(_json_text),
    "smallint": _integers(16),
    "int": _integers(32),
    "integer": _integers(32),
    "bigint": _integers(64),
    "boolean": st.booleans(),
    "uuid": st.uuids() | st.uuids().map(lambda made: pgproto.UUID(made.bytes)),
    "bytea": st.binary(),
    "timestamptz": _MOMENTS,
}

Ask = Callable[..., object]


@pytest.fixture(scope="module")
def ask(module_database_url: str) -> Iterator[Ask]:
    """Ask PostgreSQL for one value, synchronously: Hypothesis calls no coroutines."""
    with asyncio.Runner() as runner:
        connection = runner.run(connect(module_database_url))
        yield lambda *query: runner.run(connection.fetchval(*query))
        runner.run(connection.close())


def _same(ask: Ask, kind: str, values: tuple[object, ...]) -> bool:
    literal, array = column(kind, values)
    return bool(ask(f"SELECT ({array.format('$1')})::text = ($2::{kind}[])::text", literal, values))


@pytest.mark.parametrize("kind", VALUES)
def test_any_values_arrive_as_they_are(ask: Ask, kind: str) -> None:
    @settings(max_examples=100, deadline=None)
    @given(st.data())
    def arrive(data: st.DataObject) -> None:
        some = VALUES[kind] if data.draw(st.booleans()) else VALUES[kind] | st.none()
        values = tuple(data.draw(st.lists(some, min_size=1, max_size=8)))
        assert isinstance(column(kind, values)[0], str), "left to the driver"
        assert _same(ask, kind, values)
        assert _same(ask, kind, values[:1] * 3)

    arrive()


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("kind", ["text", "jsonb"])
def test_a_nul_in_a_text_is_refused_wherever_it_stands(ask: Ask, kind: str, place: int) -> None:
    values = ['"a"', '"b"', '"c"']
    values[place] = '"x\0y"'
    for some in (
        tuple(values),
        tuple(values[place:]),
        tuple(values[: place + 1]),
        (values[place],),
    ):
        literal, array = column(kind, some)
        with pytest.raises(asyncpg.CharacterNotInRepertoireError):
            ask(f"SELECT {array.format('$1')}", literal)


def test_nuls_do_not_make_up_for_each_other(ask: Ask) -> None:
    """Two values are joined by one NUL; three texts of which one is absent are not two."""
    for values in (("a\0b", None), ("\0", "\0", ""), (None, "\0")):
        literal, array = column("text", values)
        with pytest.raises(asyncpg.CharacterNotInRepertoireError):
            ask(f"SELECT {array.format('$1')}", literal)


@pytest.mark.parametrize("kind", ["smallint", "int", "integer", "bigint"])
def test_a_number_out_of_range_is_refused(ask: Ask, kind: str) -> None:
    literal, array = column(kind, (1, 2**70, 3))
    with pytest.raises(asyncpg.DataError):
        ask(f"SELECT {array.format('$1')}", literal)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("text", ("a", 1)),
        ("text", (b"a",)),
        ("bigint", ("1,2",)),
        ("bigint", (1, "2")),
        ("boolean", (True, 1)),
        ("boolean", ("t",)),
        ("bytea", ("a", b"b")),
        ("timestamptz", ("now",)),
    ],
)
def test_what_is_not_of_the_type_is_refused_by_the_driver(
    ask: Ask, kind: str, values: tuple[object, ...]
) -> None:
    given_values, array = column(kind, values)
    with pytest.raises(asyncpg.DataError):
        ask(f"SELECT {array.format('$1')}", given_values)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("uuid", (UUID(int=1), str(UUID(int=2)), None)),
        ("bigint", (True, 2)),
        ("bytea", (memoryview(b"ab"), bytearray(b"c"))),
        ("timestamptz", _LOCAL),
        ("date", (date(2026, 1, 1),)),
    ],
)
def test_the_driver_converts_what_it_always_converted(
    ask: Ask, kind: str, values: tuple[object, ...]
) -> None:
    assert _same(ask, kind, values)


def test_half_a_letter_cannot_be_sent(ask: Ask) -> None:
    literal, array = column("text", ("a", "\ud800"))
    with pytest.raises((asyncpg.DataError, UnicodeEncodeError)):
        ask(f"SELECT {array.format('$1')}", literal)
