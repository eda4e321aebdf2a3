"""Riders: rows exist exactly if their command was accepted, and a bad one hurts only its own."""

import asyncio

import asyncpg
import pytest

from holdfast.kit import new_id
from holdfast.ledger import (
    NOW,
    Accepted,
    AlreadyDone,
    Busy,
    Command,
    Conflict,
    Deposit,
    Insert,
    Ledger,
    Outcome,
    RowTable,
    Short,
)
from tests.db.ledger.scene import NOTES, Scene, hold, move, note, together
from tests.support.postgres import execute, fetch


def _deposits(*riders: object) -> list[Command]:
    """One deposit for each rider, with it."""
    return [Command((Deposit("tea", 1),), (rider,)) for rider in riders]  # type: ignore[arg-type]


def _kinds(outcomes: list[Outcome]) -> list[type]:
    return [type(outcome) for outcome in outcomes]


async def test_a_unique_violation_names_its_command(scene: Scene, ledger: Ledger) -> None:
    await ledger.commit(_deposits(note(7))[0])
    outcomes = await together(ledger, _deposits(note(1), note(2), note(7), note(3)))
    assert _kinds(outcomes) == [Accepted, Accepted, Conflict, Accepted]
    assert outcomes[2] == Conflict("notes", "notes_number_key")
    assert await scene.account("tea") == (4, 0, 4)
    assert await scene.notes() == 4


async def test_two_of_a_batch_with_the_same_unique_value(scene: Scene, ledger: Ledger) -> None:
    outcomes = await together(ledger, _deposits(note(1), note(5), note(2), note(5)))
    assert _kinds(outcomes) == [Accepted, Accepted, Accepted, Conflict]
    assert await scene.account("tea") == (3, 0, 3)


async def test_a_command_that_wrote_nothing_is_not_blamed(scene: Scene, ledger: Ledger) -> None:
    """Of three commands with the same row one is refused and one was answered before."""
    answered = Command((Deposit("tea", 1),), (note(7),), key="k", answer='"done"')
    assert isinstance(await ledger.commit(answered), Accepted)
    poison, short = Command((), (note(7),)), Command((hold("nothing"),), (note(7),))
    outcomes = await together(ledger, [poison, short, answered])
    assert _kinds(outcomes) == [Conflict, Short, AlreadyDone]
    assert outcomes[0] == Conflict("notes", "notes_number_key")


async def test_many_poisonous_commands_in_one_batch(scene: Scene, ledger: Ledger) -> None:
    await ledger.commit(_deposits(note(0))[0])
    riders = [note(0) if n % 7 == 3 else note(n + 1) for n in range(50)]
    outcomes = await together(ledger, _deposits(*riders))
    assert _kinds(outcomes) == [Conflict if n % 7 == 3 else Accepted for n in range(50)]
    assert await scene.account("tea") == (44, 0, 44)


async def test_a_check_violation_is_ejected(scene: Scene, ledger: Ledger) -> None:
    outcomes = await together(ledger, _deposits(note(1), note(2, amount=0), note(3)))
    assert _kinds(outcomes) == [Accepted, Conflict, Accepted]
    assert outcomes[1] == Conflict("notes", "notes_amount_check")
    assert await scene.account("tea") == (2, 0, 2)


async def test_a_foreign_key_violation_is_ejected(scene: Scene, ledger: Ledger) -> None:
    outcomes = await together(ledger, _deposits(note(1), note(2, partner=new_id()), note(3)))
    assert _kinds(outcomes) == [Accepted, Conflict, Accepted]
    assert outcomes[1] == Conflict("notes", "notes_partner_fkey")
    assert await scene.account("tea") == (2, 0, 2)


async def test_an_error_that_names_no_row_is_found_by_splitting(
    scene: Scene, ledger: Ledger
) -> None:
    """Text with a NUL: PostgreSQL says that something is wrong, not what."""
    riders = [note(n, text="a\0b" if n == 11 else "") for n in range(16)]
    commands = _deposits(*riders)
    results = await together_or_raised(ledger, commands)
    assert isinstance(results[11], asyncpg.PostgresError)
    assert [type(result) for n, result in enumerate(results) if n != 11] == [Accepted] * 15
    assert await scene.account("tea") == (15, 0, 15)
    assert await scene.notes() == 15


async def test_a_value_of_the_wrong_type_is_found_by_splitting(
    scene: Scene, ledger: Ledger
) -> None:
    """An error of the driver, before anything reaches PostgreSQL."""
    riders = [note(n if n != 5 else 2**70) for n in range(8)]
    results = await together_or_raised(ledger, _deposits(*riders))
    assert isinstance(results[5], asyncpg.DataError)
    assert [type(result) for n, result in enumerate(results) if n != 5] == [Accepted] * 7
    assert await scene.account("tea") == (7, 0, 7)


@pytest.mark.parametrize("text", ["half a letter: \ud800", "too few values"])
async def test_what_cannot_even_be_sent_hurts_only_its_own(
    scene: Scene, ledger: Ledger, text: str
) -> None:
    bad = Insert(NOTES, ((new_id(), 1),)) if "few" in text else note(1, text=text)
    results = await together_or_raised(ledger, _deposits(note(2), bad, note(3)))
    assert isinstance(results[1], Exception)
    assert [type(results[0]), type(results[2])] == [Accepted, Accepted]
    assert await scene.account("tea") == (2, 0, 2)
    key = Command((Deposit("half a letter: \ud800", 1),))
    results = await together_or_raised(ledger, [*_deposits(note(4)), key])
    assert isinstance(results[0], Accepted)
    assert isinstance(results[1], Exception)


async def test_a_missing_table_hurts_only_its_own(scene: Scene, ledger: Ledger) -> None:
    nowhere = Insert(RowTable("nowhere", ("id",), ("uuid",)), ((new_id(),),))
    results = await together_or_raised(ledger, _deposits(note(1), nowhere, note(2), nowhere))
    assert [type(result) for result in results] == [
        Accepted, asyncpg.UndefinedTableError, Accepted, asyncpg.UndefinedTableError,
    ]  # fmt: skip
    assert await scene.account("tea") == (2, 0, 2)


async def test_a_trigger_that_refuses_a_transition(scene: Scene, ledger: Ledger) -> None:
    """An exception raised by the merchant's own trigger names no row; others are unharmed."""
    things = await scene.add_things(*["pending"] * 4)
    await execute(
        scene.url,
        """CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
           $$ BEGIN RAISE EXCEPTION 'not this one'; END $$""",
        f"""CREATE TRIGGER refuse BEFORE UPDATE ON things FOR EACH ROW
            WHEN (new.id = '{things[2]}') EXECUTE FUNCTION refuse()""",
    )
    commands = _deposits(*(move(thing, "pending", "paid") for thing in things))
    results = await together_or_raised(ledger, commands)
    assert isinstance(results[2], asyncpg.RaiseError)
    assert [type(results[n]) for n in (0, 1, 3)] == [Accepted] * 3
    assert [(await scene.thing(thing))[0] for thing in things] == [
        "paid",
        "paid",
        "pending",
        "paid",
    ]
    assert await scene.account("tea") == (3, 0, 3)


# Refuses as PostgreSQL does when two transactions cannot be put in an order, so many times. (A
# sequence counts on, whatever is rolled back.)
STUBBORN = (
    "CREATE SEQUENCE tries",
    """CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN
            IF nextval('tries') <= {times} THEN
                RAISE EXCEPTION 'again' USING ERRCODE = 'serialization_failure';
            END IF;
            RETURN new;
          END $$""",
    "CREATE TRIGGER refuse BEFORE INSERT ON notes FOR EACH ROW EXECUTE FUNCTION refuse()",
)


async def test_a_batch_is_tried_again_ten_times(scene: Scene, ledger: Ledger) -> None:
    await execute(scene.url, *(one.format(times=10) for one in STUBBORN))
    assert isinstance(await ledger.commit(_deposits(note(1))[0]), Accepted)
    assert await scene.notes() == 1


async def test_a_batch_is_not_tried_for_ever(scene: Scene, ledger: Ledger) -> None:
    await execute(scene.url, *(one.format(times=1000) for one in STUBBORN))
    assert isinstance(await ledger.commit(_deposits(note(1))[0]), Busy)
    assert await scene.account("tea") == (0, 0, 0)
    ((tries,),) = await fetch(scene.url, "SELECT last_value FROM tries")
    assert tries == 11


async def test_what_was_believed_to_exist_is_forgotten_when_a_batch_is_rolled_back(
    scene: Scene, ledger: Ledger
) -> None:
    """The account was opened for a command that was refused, then the database was put back."""
    opening = Command((Deposit("tea", 1), hold("nothing")))
    assert isinstance(await ledger.commit(opening), Short)
    await execute(scene.url, "DELETE FROM ledger_accounts WHERE key = 'tea'")
    assert isinstance(await ledger.commit(Command((Deposit("tea", 1),))), Accepted)
    assert await scene.account("tea") == (1, 0, 1)


async def test_a_hold_id_used_before(scene: Scene, ledger: Ledger) -> None:
    await scene.stock(tea=9)
    taken = hold("tea")
    await ledger.commit(Command((taken,)))
    outcomes = await together(ledger, [Command((hold("tea"),)), Command((taken,))])
    assert _kinds(outcomes) == [Accepted, Conflict]
    assert await scene.account("tea") == (7, 2, 3)


async def test_batch_mates_that_depend_on_an_ejected_command_are_decided_again(
    scene: Scene, ledger: Ledger
) -> None:
    """The poison deposits; its batch-mate lived on that deposit and must now be short."""
    await ledger.commit(Command((), (note(1),)))
    poison = Command((Deposit("tea", 1),), (note(1),))
    outcomes = await together(ledger, [poison, Command((hold("tea"),))])
    assert _kinds(outcomes) == [Conflict, Short]
    assert await scene.account("tea") == (0, 0, 0)


async def test_a_refused_commands_rows_are_not_inserted(scene: Scene, ledger: Ledger) -> None:
    outcomes = await together(
        ledger, [Command((hold("tea"),), (note(1),)), Command((Deposit("tea", 1),), (note(2),))]
    )
    assert _kinds(outcomes) == [Short, Accepted]
    rows = await fetch(scene.url, "SELECT number FROM notes")
    assert [row[0] for row in rows] == [2]


async def test_a_command_of_riders_only(scene: Scene, ledger: Ledger) -> None:
    (thing,) = await scene.add_things("new")
    outcome = await ledger.commit(Command((), (note(1), move(thing, "new", "seen")), key="k"))
    assert isinstance(outcome, Accepted)
    assert await scene.notes() == 1
    assert (await scene.thing(thing))[0] == "seen"


@pytest.mark.parametrize("rows", [0, 3])
async def test_a_rider_of_several_rows_or_none(scene: Scene, ledger: Ledger, rows: int) -> None:
    made = tuple(row for _ in range(rows) for row in note().rows)
    rider = Insert(note().table, made)
    assert isinstance(await ledger.commit(Command((Deposit("tea", 1),), (rider,))), Accepted)
    assert await scene.notes() == rows


async def together_or_raised(ledger: Ledger, commands: list[Command]) -> list[object]:
    """Outcomes or, where PostgreSQL's own error came back, that."""
    return await asyncio.gather(*map(ledger.commit, commands), return_exceptions=True)


async def test_now_in_a_row_is_the_moment_of_its_command(
    scene: Scene, ledger: Ledger, database_url: str
) -> None:
    await execute(database_url, "CREATE TABLE moments (id int, at timestamptz, about text)")
    moments = RowTable("moments", ("id", "at", "about"), ("int", "timestamptz", "text"))
    rows: tuple[tuple[object, ...], ...] = ((1, NOW, "now"), (2, None, "never"), (3, NOW, ""))
    outcome = await ledger.commit(_deposits(Insert(moments, rows))[0])
    assert isinstance(outcome, Accepted)
    found = await fetch(database_url, "SELECT id, at, about FROM moments ORDER BY id")
    assert [tuple(row) for row in found] == [
        (1, outcome.at, "now"),
        (2, None, "never"),
        (3, outcome.at, ""),
    ]


async def test_rows_are_taken_away_exactly_if_their_command_was_accepted(
    scene: Scene, ledger: Ledger
) -> None:
    first, second = new_id(), new_id()
    for note_id in (first, second):
        assert isinstance(await ledger.commit(Command((), (note(note_id=note_id),))), Accepted)
    gone = RowTable(NOTES.name, ("id",), ("uuid",), removes=True)
    away = Insert(gone, ((first,),))
    assert isinstance(await ledger.commit(Command((hold("nothing"),), (away,))), Short)
    assert await scene.notes() == 2
    beside = Command((Deposit("tea", 1),), (away, note(8)))
    assert isinstance(await ledger.commit(beside), Accepted)
    rows = await fetch(scene.url, "SELECT id FROM notes WHERE number IS DISTINCT FROM 8")
    assert [row["id"] for row in rows] == [second]
    assert await scene.notes() == 2
