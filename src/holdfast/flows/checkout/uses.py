"""Whether a promotion can be used once more, by somebody."""

from asyncio import gather
from typing import Literal, Protocol, TypeAlias

from holdfast.db.engine import Database
from holdfast.ledger import LedgerReader
from holdfast.orders import has_paid
from holdfast.people import Principal
from holdfast.promotions import Promotion

__all__ = ["CountsUses", "UsedUp", "used_up"]

UsedUp: TypeAlias = Literal["account", "group", "gone", "used", "bought"]


class CountsUses(Protocol):
    """Whatever knows how often something was used: who prices a cart."""

    @property
    def database(self) -> Database: ...
    @property
    def reader(self) -> LedgerReader: ...


async def used_up(
    parts: CountsUses, buyer: Principal | None, one: Promotion, freed: frozenset[str] = frozenset()
) -> UsedUp | None:
    """Why the buyer cannot use it once more, if so: as the ledger has it now, which judges it
    again when it is taken. What staff gave somebody without an account stays theirs. Whether it is
    for a group of theirs ``Prices.member`` says."""
    uses = one.uses("" if buyer is None else buyer.id)
    anew = not freed.issuperset(uses)
    if buyer is None or buyer.kind == "guest":
        if one.groups is not None or (one.needs_account and anew):
            return "account"
    elif one.first_order and anew and await has_paid(parts.database.pool, buyer.id):
        return "bought"
    asked = [key for key in uses if key not in freed]
    for account in await gather(*map(parts.reader.account, asked)):
        most = uses[account.key]
        if most is None and account.balance < 1:
            return "gone"
        if most is not None and not account.seats(most):
            return "used"
    return None
