"""What a decision leaves to be written, and what it shows."""

from datetime import UTC, datetime

from holdfast.ledger.rules import decide
from holdfast.ledger.state import State
from holdfast.ledger.types import NOW, REQUEST, Command, Expired, Insert, RowTable, Withdraw
from tests.unit.ledger.language import Story, tell


def test_riders_of_accepted_commands_only_are_inserted() -> None:
    story = tell("""
        deposit 1
        hold a 1 + row
        & hold b 1 + row             -> short stock 1 of 0 held 1
        & deposit 1 + row            -> ok
    """)
    assert [index for index, _ in story.decisions[-1].inserts] == [0, 2]


def test_a_refused_command_leaves_nothing_to_write() -> None:
    story = tell("""
        move o new paid
        key k + deposit 1 + hold a 5 + row + move o paid to done -> short stock 5 of 1
    """)
    assert not story.decisions[-1].writes
    assert story.decisions[-1].new_records == {}
    assert story.state.accounts == {}
    assert story.looked("row:o") == "paid"


def test_entries_carry_balances_actor_and_request() -> None:
    story = tell("""
        deposit 3
        hold a 2
        capture a
    """)
    entries = [decision.entries[0] for decision in story.decisions]
    assert [(e[1], e[2], e[3], e[4], e[5], e[6]) for e in entries] == [
        (1, "deposit", 3, 0, 3, 0),
        (2, "hold", -2, 2, 1, 2),
        (3, "capture", 0, -2, 1, 0),
    ]
    assert all(e[10:] == ("me", "r1") for e in entries)
    assert entries[0][7] is None
    assert entries[1][7] == entries[2][7] == story.id("a")


def test_what_counts_stock_is_written_by_its_name() -> None:
    story = tell("""
        set 5
        set 3
        withdraw 1
    """)
    entries = [decision.entries[0] for decision in story.decisions]
    assert [(e[2], e[3]) for e in entries] == [("set", 5), ("set", -2), ("withdraw", -1)]


def test_now_and_request_in_a_row_become_the_moment_and_the_request_of_its_command() -> None:
    table = RowTable("notes", ("text", "at", "request"), ("text", "timestamptz", "text"))
    moment = datetime(2031, 1, 1, tzinfo=UTC)
    riders = (Insert(table, (("a", NOW, REQUEST), ("b", None, "r-0"))),)
    commands = [Command((), riders, request="r-1"), Command((), riders)]
    decision = decide(State(), commands, moment)
    assert [rider.rows for _, rider in decision.inserts] == [
        (("a", moment, "r-1"), ("b", None, "r-0")),
        (("a", moment, ""), ("b", None, "r-0")),
    ]


def test_a_transition_sets_the_columns_beside_the_state() -> None:
    story = tell("""
        move o new pending
        move o pending to paid
        & move o paid to done
    """)
    assert [row.also for row in story.state.rows.values()] == [{"reason": "done"}]


def test_a_hold_extended_in_the_batch_that_made_it_is_written_once_as_new() -> None:
    story = tell("""
        deposit 1
        hold a 1 ttl 10
        & extend a 30                -> ok until 30
    """)
    decision = story.decisions[-1]
    assert set(decision.new_holds) == {story.id("a")}
    assert decision.new_holds[story.id("a")].extended
    assert decision.changed_holds == set()


def test_holds_of_earlier_batches_are_written_as_changed() -> None:
    story = tell("""
        deposit 2
        hold a 1
        hold b 1
        extend a 90
        & release b
    """)
    assert story.decisions[-1].changed_holds == {story.id("a"), story.id("b")}
    assert story.decisions[-1].new_holds == {}


def test_accounts_are_shown_when_no_hold_is_involved() -> None:
    story = Story()
    tell("deposit 3", story)
    outcome = story.decisions[0].outcomes[0]
    assert outcome.accounts[0].balance == 3  # type: ignore[union-attr]
    tell("withdraw 1", story)
    outcome = story.decisions[1].outcomes[0]
    assert (outcome.accounts[0].balance, outcome.accounts[0].version) == (2, 2)  # type: ignore[union-attr]


def test_outcomes_and_commands_are_values() -> None:
    assert Command((Withdraw("a", 1),)) == Command((Withdraw("a", 1),))
    assert Expired(Story().id("a")) == Expired(Story().id("a"))
