"""What a seller has still to do before the first sale, as they and staff are shown it."""

from uuid import UUID

from pydantic import Field

from holdfast.api.contract.answers import Answer
from holdfast.flows.settlement.settler import Settler
from holdfast.views.seller_steps import seller_steps

__all__ = ["SellerStepsBody", "seller_steps_of"]


class SellerStepsBody(Answer):
    """Whether each is done, as the shop's data say."""

    page: bool = Field(description="Their page says something")
    logo: bool
    payouts: bool = Field(description="They said where payouts go")
    product: bool
    picture: bool = Field(description="Of a product")
    stock: bool = Field(description="Something of theirs can be had")
    on_sale: bool = Field(description="A product is on sale, or was until they paused")
    sold: bool
    product_id: UUID | None = Field(
        description="A product of theirs, without a picture where there is such a one"
    )


async def seller_steps_of(settler: Settler, seller_id: UUID) -> SellerStepsBody:
    pool, partitions = settler.database.pool, settler.reader.partitions
    found = await seller_steps(pool, seller_id, partitions)
    return SellerStepsBody.model_validate(found, from_attributes=True)
