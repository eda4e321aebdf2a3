"""Who may sell: people ask to, staff approve or refuse, suspend and let sell again; sellers pause.

A suspended seller's goods are off sale with the same commit, in every process: who buys asks for a
product's revision each time. What was sold goes on: orders, refunds, payouts.
"""

from typing import Final
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast import people
from holdfast.catalog import ProductChanged
from holdfast.catalog.writing import keep_costs_of, lock_catalogue, raise_directory
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.event_log import write_event, write_events
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.inventory.sellers import (
    ROLE,
    BadSeller,
    SellerAsked,
    seller_as_asked,
)
from holdfast.kit import Problem, new_id
from holdfast.kit.sentences import say
from holdfast.ledger import KeyReused
from holdfast.sellers import (
    MAX_SELLERS,
    Seller,
    SellerApplied,
    SellerLeaves,
    SellerState,
    SellerStood,
    SellerSuspended,
    add_seller,
    change_seller,
    let_join,
    locked_seller,
    locked_sellers,
    people_of,
    seller_under,
)

__all__ = [
    "SellerElsewhere", "TooManyApplications", "apply_to_sell", "decide", "elsewhere", "pause",
    "paused_of", "put_on_sale",
]  # fmt: skip

MAX_APPLICATIONS: Final = 3  # of one person that wait, or were refused
_WAITING: Final = sa.text("""
SELECT count(*) FROM sellers s JOIN seller_people p ON p.seller_id = s.id
WHERE p.user_id = :user AND s.standing IN ('applied', 'refused')
""")
# Off sale in this very transaction: who buys asks for a product's revision each time.
_PUT_OFF: Final = sa.text("""
WITH off AS (
    UPDATE products SET status = 'draft', revision = revision + 1, updated_at = now()
    WHERE seller_id = :seller AND status = 'active' RETURNING id)
INSERT INTO products_put_off (product_id, seller_id, by_seller)
SELECT id, :seller, :by_seller FROM off
ON CONFLICT (product_id) DO UPDATE SET by_seller = excluded.by_seller RETURNING product_id
""")
_PUT_ON: Final = sa.text("""
WITH gone AS (
    DELETE FROM products_put_off WHERE seller_id = :seller AND by_seller = :by_seller
    RETURNING product_id)
UPDATE products p SET status = 'active', publish_at = NULL, revision = p.revision + 1,
    updated_at = now()
FROM gone WHERE p.id = gone.product_id AND p.seller_id = :seller AND p.status = 'draft'
RETURNING p.id
""")
_PAUSED: Final = """
SELECT count(*) FROM products_put_off f JOIN products p ON p.id = f.product_id
WHERE f.seller_id = $1 AND f.by_seller AND p.seller_id = $1 AND p.status = 'draft'
"""


class TooManyApplications(Problem):
    """As many wait, or were refused, as one person may have."""

    status = 409
    code = "too-many-applications"
    title = "You have asked already"


class SellerElsewhere(Problem):
    """The seller stands so already, or cannot come there from where it is; ``standing`` says."""

    status = 409
    code = "seller-elsewhere"
    title = "Not as the seller stands"


async def apply_to_sell(
    database: Database, caller: Caller, user: UUID, name: str, about: str, message: str
) -> UUID:
    """The new seller's id, who waits for staff; that of the first, if the request is a repetition.
    Raises :class:`BadSeller` and :class:`TooManyApplications`."""
    key = None if caller.key is None else caller.key.text
    async with database.transaction() as connection:
        known = await locked_sellers(connection)
        if key is not None and (before := await seller_under(connection, key)):
            if known[before].name != name:
                raise refuse(KeyReused(key))
            return before
        if len(known) >= MAX_SELLERS:
            raise BadSeller(
                say("There are {most} sellers, as many as may be.", most=MAX_SELLERS), field="name"
            )
        waiting = await connection.scalar(_WAITING, {"user": user})
        if (waiting or 0) >= MAX_APPLICATIONS:
            raise TooManyApplications("Wait for an answer to what you asked before.")
        made = new_id()
        asked = SellerAsked(name, about=about, active=False)
        drawn = seller_as_asked(made, asked, known)
        await add_seller(connection, replace(drawn, standing="applied", note=message), key)
        await let_join(connection, made, user)
        await write_event(connection, SellerApplied(name), made, caller.request)
        await caller.note(connection, "seller.applied", str(made), {"name": name})
    return made


async def decide(
    database: Database, caller: Caller, seller_id: UUID, to: SellerState, reason: str = ""
) -> None:
    """Staff approve, refuse, suspend, or close: then it leaves. Raises
    :class:`~holdfast.sellers.SellerNotFound` and :class:`SellerElsewhere`."""
    async with database.transaction() as connection:
        seller = await locked_seller(connection, seller_id)
        if not seller.may_become(to):
            raise elsewhere(seller)
        await change_seller(
            connection, replace(seller, standing=to, note=reason, active=_shown(seller, to))
        )
        if to == "approved":
            await _given_the_role(connection, seller)
        if to == "leaving":
            await put_on_sale(connection, caller, seller_id, off=True, by_seller=True)
        elif to == "suspended" or seller.standing in ("suspended", "leaving"):
            off = to == "suspended"
            await put_on_sale(connection, caller, seller_id, off=off, by_seller=False)
        await raise_directory(connection)
        await write_event(connection, SellerStood(to, reason), seller_id, caller.request)
        about = {"reason": reason} if reason else None
        await caller.note(connection, f"seller.{to}", str(seller_id), about)


def elsewhere(seller: Seller) -> SellerElsewhere:
    return SellerElsewhere(
        "The seller does not stand so that this can be done.", extra={"standing": seller.standing}
    )


def _shown(seller: Seller, to: SellerState) -> bool:
    """Who leaves keeps the page, which says so."""
    return seller.active if to == "leaving" else to == "approved"


async def _given_the_role(connection: AsyncConnection, seller: Seller) -> None:
    for person in await people_of(connection, seller.id):
        user = await people.by_id(connection, person, lock=True)
        if user is not None and ROLE not in user.roles:
            await people.set_roles(connection, person, [*user.roles, ROLE])


async def put_on_sale(
    connection: AsyncConnection, caller: Caller, seller_id: UUID, *, off: bool, by_seller: bool
) -> int:
    """All that a seller has on sale, or what was put off so; how many."""
    await lock_catalogue(connection)
    about = {"seller": seller_id, "by_seller": by_seller}
    rows = await connection.execute(_PUT_OFF if off else _PUT_ON, about)
    moved = rows.scalars().all()
    if off:
        await keep_costs_of(connection, moved)
    facts = [(ProductChanged("staff"), product) for product in moved]
    await write_events(connection, facts, caller.request)
    return len(facts)


async def pause(database: Database, caller: Caller, seller_id: UUID, *, paused: bool) -> None:
    """All that a seller has on sale is off sale from now on, by their own wish; or what they put
    off so is on sale again. Twice does nothing more. Raises
    :class:`~holdfast.sellers.SellerNotFound`, :class:`~holdfast.sellers.SellerSuspended` and
    :class:`~holdfast.sellers.SellerLeaves`."""
    async with database.transaction() as connection:
        seller = await locked_seller(connection, seller_id)
        if seller.is_suspended:
            raise SellerSuspended("Ask the shop why. Your orders and your money go on.")
        if not seller.is_approved:
            raise SellerLeaves("Say first that you stay.")
        count = await put_on_sale(connection, caller, seller_id, off=paused, by_seller=True)
        if count:
            action = "seller.paused" if paused else "seller.resumed"
            await caller.note(connection, action, str(seller_id), {"products": count})


async def paused_of(pool: asyncpg.Pool, seller_id: UUID) -> int:
    """How many products a seller put off sale for a pause, and left so."""
    found: int = await pool.fetchval(_PAUSED, seller_id)
    return found
