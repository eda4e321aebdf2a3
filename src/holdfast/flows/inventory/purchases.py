"""Staff order goods from a supplier, say when they arrive, and give the rest of them up."""

from asyncio import gather
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from msgspec.structs import replace

from holdfast.catalog import VariantNotFound
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import answered, stored
from holdfast.flows.commit.outcomes import must_go_through
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.inventory.by_codes import must_be_sent
from holdfast.flows.inventory.first_there import known_location
from holdfast.flows.inventory.stock import MadeOfOthers
from holdfast.flows.inventory.stockroom import Stockroom
from holdfast.kit import Problem, new_id
from holdfast.kit.sentences import say
from holdfast.ledger import (
    Accepted,
    AccountState,
    AlreadyDone,
    Conflict,
    Deposit,
    Expect,
    Operation,
    Outcome,
    Rider,
    Withdraw,
)
from holdfast.purchasing import (
    BadPurchase,
    Purchase,
    PurchaseNotFound,
    cancelled,
    coming_key,
    expected,
    load_purchase,
    next_number,
    ordered,
    purchase_faults,
    purchase_note,
)

__all__ = [
    "TRIES", "PurchaseEnded", "cancel_purchase", "change_expected", "check_variants",
    "done_before", "known_purchase", "order_goods", "still_open", "still_to_come",
]  # fmt: skip

TRIES: Final = 20
_VARIANTS: Final = sa.text("""
SELECT v.id, EXISTS (SELECT FROM variant_parts t WHERE t.variant_id = v.id) AS made
FROM variants v WHERE v.id = ANY(:ids)
""")


class PurchaseEnded(Problem):
    """All of it came, or the rest was cancelled."""

    status = 409
    code = "purchase-ended"
    title = "Nothing more is to come of it"


async def order_goods(stockroom: Stockroom, caller: Caller, asked: Purchase) -> Purchase:
    """The new order (the first one, if the request is a repetition). Raises :class:`BadPurchase`,
    :class:`MadeOfOthers`, :class:`~holdfast.catalog.VariantNotFound`, :class:`LocationNotFound` and
    :class:`LocationClosed`."""
    before = None if caller.key is None else await answered(stockroom, caller.key)
    if before is not None:
        return await known_purchase(stockroom, stored(before, UUID))
    if faults := tuple(purchase_faults(asked)):
        raise BadPurchase.of(faults, named=True)
    await check_variants(stockroom, [one.variant_id for one in asked.lines])
    await known_location(stockroom, asked.location_id, "locationId", to_fill=True)
    for _ in range(TRIES):
        new = replace(asked, id=new_id(), number=await next_number(stockroom.database.pool))
        outcome = await stockroom.ledger.commit(
            caller.keyed(
                tuple(
                    Deposit(coming_key(new.id, at), one.quantity, note=purchase_note(new.number))
                    for at, one in new.numbered()
                ),
                (
                    *ordered(new),
                    caller.audited("purchase.ordered", new.id, {"number": new.number}),
                ),
                f"purchase/{new.id}",
                new.id,
            )
        )
        if isinstance(outcome, AlreadyDone):
            return await known_purchase(stockroom, stored(outcome.answer, UUID))
        if isinstance(outcome, Accepted):
            return await known_purchase(stockroom, new.id)
        if not isinstance(outcome, Conflict):  # who took the number was quicker
            break
    raise refuse(outcome)


async def change_expected(
    stockroom: Stockroom, caller: Caller, purchase_id: UUID, on: date | None
) -> Purchase:
    """They arrive on that day. Raises :class:`PurchaseNotFound` and :class:`PurchaseEnded`."""
    found = await known_purchase(stockroom, purchase_id)
    if found.is_open and found.expected_on == on:
        return found

    def riders(now: Purchase) -> tuple[Rider, ...]:
        about = {"number": now.number, "expectedOn": on}
        return *expected(now, on), caller.audited("purchase.expected", now.id, about)

    for _ in range(TRIES):
        found = still_open(found)
        outcome = await stockroom.ledger.commit(
            caller.command((), riders(found), f"purchase-expected/{new_id()}")
        )
        if not isinstance(outcome, Conflict):
            break
        found = await known_purchase(stockroom, purchase_id)
    return await _as_it_is(stockroom, purchase_id, outcome)


async def cancel_purchase(
    stockroom: Stockroom, caller: Caller, purchase_id: UUID, reason: str
) -> Purchase:
    """What has not come does not come. Raises :class:`PurchaseNotFound` and
    :class:`PurchaseEnded`."""
    if await done_before(stockroom, caller):
        return await known_purchase(stockroom, purchase_id)
    for _ in range(TRIES):
        found = still_open(await known_purchase(stockroom, purchase_id))
        note = f"{purchase_note(found.number)} cancelled: {reason}"
        operations: list[Operation] = []
        for one in (await still_to_come(stockroom, found)).values():
            operations.append(Expect(one.key, one.version))
            if one.balance:
                operations.append(Withdraw(one.key, one.balance, note=note))
        about = {"number": found.number, "reason": reason}
        outcome = await stockroom.ledger.commit(
            caller.keyed(
                tuple(operations),
                (
                    *cancelled(found, reason),
                    caller.audited("purchase.cancelled", found.id, about),
                ),
                f"cancel-purchase/{purchase_id}",
            )
        )
        if not isinstance(outcome, Conflict):
            break
    return await _as_it_is(stockroom, purchase_id, outcome)


async def known_purchase(stockroom: Stockroom, purchase_id: UUID) -> Purchase:
    """Raises :class:`PurchaseNotFound`."""
    found = await load_purchase(stockroom.database.pool, purchase_id)
    if found is None:
        raise PurchaseNotFound("There is no such purchase order.")
    return found


async def done_before(stockroom: Stockroom, caller: Caller) -> bool:
    """Whether the request is a repetition of one that was done."""
    return caller.key is not None and await answered(stockroom, caller.key) is not None


async def still_to_come(stockroom: Stockroom, found: Purchase) -> Mapping[int, AccountState]:
    """By line, the account that counts it."""
    numbers = [at for at, _ in found.numbered()]
    accounts = await gather(*(stockroom.reader.account(coming_key(found.id, at)) for at in numbers))
    return dict(zip(numbers, accounts, strict=True))


async def check_variants(
    stockroom: Stockroom, ids: Sequence[UUID], field: str = "lines[{}].variantId"
) -> None:
    """Raises :class:`~holdfast.catalog.VariantNotFound`, and :class:`MadeOfOthers` for what has no
    stock of its own."""
    async with stockroom.database.read() as connection:
        rows = await connection.execute(_VARIANTS, {"ids": list(ids)})
        made = {row.id: row.made for row in rows}
    for at, one in enumerate(ids):
        if one not in made:
            said = say("There is no variant {variant_id}.", variant_id=one)
            raise VariantNotFound(said, field=field.format(at))
        if made[one]:
            raise MadeOfOthers("Change the stock of what it is made of.", field=field.format(at))
        await must_be_sent(stockroom.database.pool, [one], field.format(at))


def still_open(found: Purchase) -> Purchase:
    """It. Raises :class:`PurchaseEnded`."""
    if not found.is_open:
        raise PurchaseEnded("All of it came, or the rest was cancelled.")
    return found


async def _as_it_is(stockroom: Stockroom, purchase_id: UUID, outcome: Outcome) -> Purchase:
    must_go_through(outcome)
    return await known_purchase(stockroom, purchase_id)
