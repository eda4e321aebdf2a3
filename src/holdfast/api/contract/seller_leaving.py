"""How far somebody who ends selling has come, as they and staff are shown it."""

from uuid import UUID

from msgspec.structs import asdict
from pydantic import Field

from holdfast.api.contract.answers import Answer
from holdfast.flows.selling.leaving import LeftOpenCode, left_open
from holdfast.flows.settlement.settler import Settler
from holdfast.sellers import SellerState, known_seller

__all__ = ["LeavingBody", "leaving_of"]


class LeftOpenBody(Answer):
    """What is to be finished first: orders not completed, returns and disputes under way, what was
    earned and not paid out, payouts not sent, what is owed."""

    code: LeftOpenCode
    count: int
    amount: int | None = Field(description="Of money, in minor units")
    currency: str | None


class LeavingBody(Answer):
    """`leaving`: all is off sale, and once nothing is `open` the account is closed by itself."""

    standing: SellerState
    by_shop: bool = Field(description="The shop ends it: the seller cannot stay")
    open: list[LeftOpenBody]


async def leaving_of(settler: Settler, seller_id: UUID) -> LeavingBody:
    """Raises :class:`~holdfast.sellers.SellerNotFound`."""
    async with settler.database.read() as connection:
        seller = await known_seller(connection, seller_id)
    found = await left_open(settler, seller_id)
    return LeavingBody(
        standing=seller.standing,
        by_shop=seller.is_leaving and bool(seller.note),
        open=[LeftOpenBody.model_validate(asdict(one)) for one in found],
    )
