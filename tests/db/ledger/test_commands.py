"""Commands through the real store: what is accepted is there, what is refused left no trace."""

import asyncio
from datetime import timedelta

import pytest

from holdfast.kit import new_id
from holdfast.ledger import (
    Accepted,
    AccountState,
    AlreadyDone,
    Capture,
    Command,
    Committed,
    Conflict,
    Deposit,
    Expect,
    Expire,
    Expired,
    Extend,
    Hold,
    KeyReused,
    Ledger,
    Line,
    Release,
    RequestKey,
    SetOnHand,
    Short,
    Shortage,
    Unknown,
    Withdraw,
)
from tests.db.ledger.scene import Scene, hold, move, note, together
from tests.support.postgres import fetch


async def test_a_purchase(scene: Scene, ledger: Ledger) -> None:
    await scene.stock(tea=3)
    cart = hold(Line("tea", 2), Line("limit/x", 1, 5), Line("open/x", 1, 1, kept=False))
    outcome = await ledger.commit(Command((cart,), actor="buyer", request="r1"))
    assert isinstance(outcome, Accepted)
    assert outcome.expires_at == outcome.at + timedelta(seconds=600)
    assert await scene.account("tea") == (1, 2, 2)
    assert await scene.account("limit/x") == (0, 1, 1)
    assert isinstance(await ledger.commit(Command((Capture(cart.hold_id),))), Accepted)
    assert await scene.account("tea") == (1, 0, 3)
    assert await scene.account("limit/x") == (1, 0, 2)
    assert await scene.account("open/x") == (0, 0, 2)
    rows = await fetch(
        scene.url, "SELECT actor, request, hold, at FROM ledger_entries WHERE operation = 'hold'"
    )
    assert [tuple(row) for row in rows] == [("buyer", "r1", cart.hold_id, outcome.at)] * 3


async def test_every_shortage_is_named_and_nothing_is_written(scene: Scene, ledger: Ledger) -> None:
    await scene.stock(tea=1, pot=9)
    cart = hold(Line("tea", 2), Line("pot", 1), Line("cup", 1), Line("seat", 3, 2))
    outcome = await ledger.commit(Command((cart,), (note(),), key="k"))
    assert outcome == Short(
        (Shortage("tea", 2, 1, 0), Shortage("cup", 1, 0, 0), Shortage("seat", 3, 2, 0))
    )
    assert await scene.account("pot") == (9, 0, 1)
    assert await scene.notes() == 0
    assert await fetch(scene.url, "SELECT FROM ledger_idempotency") == []
    assert await fetch(scene.url, "SELECT FROM ledger_holds") == []


async def test_every_operation_and_refusal(scene: Scene, ledger: Ledger) -> None:
    async def said(*operations: object) -> object:
        return await ledger.commit(Command(operations))  # type: ignore[arg-type]

    first, second, nobody = new_id(), new_id(), new_id()
    assert isinstance(await said(SetOnHand("tea", 5, note="counted")), Accepted)
    assert isinstance(await said(Hold(first, (Line("tea", 2),), 600)), Accepted)
    assert isinstance(await said(Extend(first, 900)), Accepted)
    assert await said(Extend(first, 900)) == Conflict(f"hold/{first}", "extended")
    assert await said(Expire(first)) == Conflict(f"hold/{first}", "held")
    assert isinstance(await said(Release(first)), Accepted)
    assert await said(Capture(first)) == Conflict(f"hold/{first}", "released")
    assert await said(Capture(nobody)) == Unknown(f"hold/{nobody}")
    assert await said(Withdraw("tea", 6)) == Short((Shortage("tea", 6, 5, 0),))
    assert isinstance(await said(Expect("tea", 3), Withdraw("tea", 5)), Accepted)
    assert await said(Expect("tea", 3), Withdraw("tea", 5)) == Conflict("tea", "version 4")
    assert await said(Deposit("tea", 5, "RUB")) == Conflict("tea", "piece")
    assert isinstance(await said(Withdraw("seat", 1, capacity=1)), Accepted)
    assert await said(Deposit("seat", 1)) == Conflict("seat", "capacity")
    assert isinstance(await said(Deposit("seat", 1, capacity=1)), Accepted)
    assert isinstance(await said(Hold(second, (Line("seat", 1, 1),), 600)), Accepted)
    assert isinstance(await said(Capture(second)), Accepted)
    assert await scene.account("seat") == (1, 0, 4)


async def test_a_hold_is_over_when_it_is_due_whether_or_not_a_sweeper_came(
    scene: Scene, ledger: Ledger
) -> None:
    await scene.stock(tea=1)
    late = await scene.ledger(clock_offset=timedelta(seconds=601))
    taken = hold("tea")
    await ledger.commit(Command((taken,)))
    assert await late.commit(Command((Capture(taken.hold_id),))) == Expired(taken.hold_id)
    assert await late.commit(Command((Extend(taken.hold_id, 60),))) == Expired(taken.hold_id)
    assert await scene.hold_state(taken.hold_id) == "held"
    assert isinstance(await late.commit(Command((Expire(taken.hold_id),))), Accepted)
    assert await scene.account("tea") == (1, 0, 3)
    again = hold("tea")
    rescue = Command((Expire(taken.hold_id), again, Capture(again.hold_id)))
    assert isinstance(await late.commit(rescue), Accepted)
    assert await scene.hold_state(again.hold_id) == "captured"


async def test_rescheduling_is_one_command(scene: Scene, ledger: Ledger) -> None:
    def cells(*starts: int) -> Hold:
        return hold(*(Line(f"cell/{start}", 1, 1) for start in starts))

    old, other, new = cells(10, 11), cells(13), cells(11, 12)
    await together(ledger, [Command((old,)), Command((other,))])
    clash = cells(12, 13)
    refused = await ledger.commit(Command((Release(old.hold_id), clash)))
    assert refused == Short((Shortage("cell/13", 1, 0, 1),))
    assert await scene.hold_state(old.hold_id) == "held"
    assert isinstance(await ledger.commit(Command((Release(old.hold_id), new))), Accepted)
    assert await scene.account("cell/10") == (0, 0, 2)
    assert await scene.account("cell/11") == (0, 1, 3)


async def test_commands_of_a_batch_see_one_another(scene: Scene, ledger: Ledger) -> None:
    await scene.stock(tea=1)
    first, second, third = hold("tea"), hold("tea"), hold("tea")
    outcomes = await together(
        ledger,
        [
            Command((first,)),
            Command((second,)),
            Command((Release(first.hold_id),)),
            Command((third,)),
            Command((Capture(third.hold_id),)),
        ],
    )
    kinds = [type(outcome) for outcome in outcomes]
    assert kinds == [Accepted, Short, Accepted, Accepted, Accepted]
    assert scene.batches[-1].size == 5
    assert await scene.account("tea") == (0, 0, 5)


async def test_a_refused_command_does_not_fix_an_accounts_unit(
    scene: Scene, ledger: Ledger
) -> None:
    refused = Command((Deposit("wallet", 5, "USD", counterparty="world"), hold("nothing")))
    assert isinstance(await ledger.commit(refused), Short)
    assert isinstance(await ledger.commit(Command((Withdraw("till", 1, capacity=0),))), Short)
    good = Command((Deposit("wallet", 5, "RUB", counterparty="world"), Deposit("till", 3)))
    assert isinstance(await ledger.commit(good), Accepted)
    rows = await fetch(
        scene.url, "SELECT key, kind, unit, balance FROM ledger_accounts WHERE version > 0 "
        "ORDER BY key"
    )  # fmt: skip
    assert [tuple(row) for row in rows] == [
        ("till", "store", "piece", 3),
        ("wallet", "store", "RUB", 5),
    ]


async def test_what_was_accepted_is_repeated_to_whoever_asks_again(
    scene: Scene, ledger: Ledger
) -> None:
    await scene.stock(tea=5)
    order = Command((hold("tea"),), key="reserve|me|1", digest=b"x", answer='{"order":1}')
    outcome = await ledger.commit(order)
    assert isinstance(outcome, Accepted)
    other = await scene.ledger()
    assert await other.commit(order) == AlreadyDone('{"order":1}', outcome.expires_at)
    changed = Command((hold("tea"),), key="reserve|me|1", digest=b"y")
    assert await other.commit(changed) == KeyReused("reserve|me|1")
    elsewhere = Command((Deposit("elsewhere", 1),), key="reserve|me|1", digest=b"z")
    assert await other.commit(elsewhere) == KeyReused("reserve|me|1")
    assert await scene.account("tea") == (4, 1, 2)


async def test_a_clients_key_is_kept_with_the_effect_beside_the_commands_own(
    scene: Scene, ledger: Ledger
) -> None:
    await scene.stock(tea=9)
    asked = RequestKey("cancel|me|1", b"x", '{"order":1}')
    first = Command((Withdraw("tea", 1),), key="cancel/1", request_key=asked)
    assert isinstance(await ledger.commit(first), Accepted)
    other = await scene.ledger()
    for key in ("cancel/1", "cancel/2", None):
        again = Command((Withdraw("tea", 1),), key=key, request_key=asked)
        assert await other.commit(again) == AlreadyDone('{"order":1}')
    changed = RequestKey("cancel|me|1", b"y", "")
    for key in ("cancel/1", "cancel/2", None):
        reused = Command((Withdraw("tea", 1),), key=key, request_key=changed)
        assert await other.commit(reused) == KeyReused("cancel|me|1")
    assert await other.commit(Command((Withdraw("tea", 1),), key="cancel/1")) == AlreadyDone("")
    assert await scene.account("tea") == (8, 0, 2)


async def test_of_two_bodies_with_one_key_in_two_processes_one_is_accepted(scene: Scene) -> None:
    """No account is common to both, so only the key's own record can tell them apart."""
    ledgers = [await scene.ledger() for _ in range(2)]
    for turn in range(20):
        outcomes = await asyncio.gather(
            *(
                ledger.commit(
                    Command(
                        (Deposit(f"{turn}/{n}", 1),),
                        (note(),),
                        key=f"own/{turn}/{n}",
                        request_key=RequestKey(f"key/{turn}", bytes([n]), "{}"),
                    )
                )
                for n, ledger in enumerate(ledgers)
            )
        )
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Accepted", "KeyReused"]
    assert await scene.notes() == 20


async def test_a_transition_and_what_it_refuses(scene: Scene, ledger: Ledger) -> None:
    await scene.stock(tea=2)
    (thing,) = await scene.add_things("pending")
    taken, nothing = hold("tea"), new_id()
    paid = Command((taken,), (move(thing, "pending", "paid", "card"), note()))
    assert isinstance(await ledger.commit(paid), Accepted)
    assert await scene.thing(thing) == ("paid", "card")
    cancel = Command((Release(taken.hold_id),), (move(thing, "pending", "cancelled"),))
    assert await ledger.commit(cancel) == Conflict(f"things/{thing}", "paid")
    unknown = Command((), (move(nothing, "pending", "paid"),))
    assert await ledger.commit(unknown) == Unknown(f"things/{nothing}")
    assert await scene.hold_state(taken.hold_id) == "held"


async def test_a_move_that_is_not_legal_is_refused_before_it_is_queued(
    scene: Scene, ledger: Ledger
) -> None:
    (thing,) = await scene.add_things("paid")
    with pytest.raises(ValueError, match="things: no move from 'paid' to 'pending'"):
        await ledger.commit(Command((Deposit("tea", 1),), (move(thing, "paid", "pending"),)))
    assert scene.batches == []
    assert await scene.thing(thing) == ("paid", None)


async def test_committed_states_are_told_after_the_commit(scene: Scene) -> None:
    told: list[Committed] = []
    ledger = await scene.ledger(on_commit=told.append)
    await ledger.commit(Command((Deposit("tea", 5),)))
    taken = hold("tea")
    await ledger.commit(Command((taken,)))
    await ledger.commit(Command((hold("coffee"),)))
    await ledger.commit(Command((Capture(taken.hold_id),)))
    assert [batch.accounts for batch in told] == [
        (AccountState("tea", 5, 0, 1),),
        (AccountState("tea", 4, 1, 2),),
        (AccountState("tea", 4, 0, 3),),
    ]
    assert [opened.hold_id for opened in told[1].opened] == [taken.hold_id]
    assert told[2].closed == (taken.hold_id,)


async def test_the_states_of_a_batch_of_many_are_told_as_well(scene: Scene) -> None:
    told: list[Committed] = []
    ledger = await scene.ledger(on_commit=told.append)
    keys = [f"shelf/{number}" for number in range(20)]
    await together(ledger, [Command((Deposit(key, 5),)) for key in keys])
    assert max(batch.size for batch in scene.batches) > 1  # else nothing is shown
    states = [account for batch in told for account in batch.accounts]
    assert sorted(states, key=lambda one: one.key) == [
        AccountState(key, 5, 0, 1) for key in sorted(keys)
    ]


@pytest.mark.parametrize(
    "operation",
    [
        Deposit("tea", 0),
        Deposit("", 1),
        Deposit("x" * 201, 1),
        Deposit("a\0b", 1),
        Withdraw("tea", -1),
        SetOnHand("tea", -1),
        Hold(new_id(), (), 60),
        Hold(new_id(), (Line("tea", 1), Line("tea", 1)), 60),
        Hold(new_id(), (Line("tea", 1),), 0),
        Hold(new_id(), tuple(Line(f"tea/{n}", 1) for n in range(513)), 60),
        Extend(new_id(), -1),
    ],
)
async def test_a_command_beyond_the_limits_is_its_authors_bug(
    ledger: Ledger, operation: Deposit
) -> None:
    with pytest.raises(ValueError):
        await ledger.commit(Command((operation,)))
