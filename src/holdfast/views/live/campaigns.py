"""Live campaigns: what is left to be given out, to everybody."""

from asyncio import gather
from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.db.engine import Database
from holdfast.ledger import AccountState, LedgerReader
from holdfast.live import Accounts, Channel, Reads, TooManyKeys, Who
from holdfast.promotions import CAMPAIGN_PREFIX, campaign_key

__all__ = ["LIVE_CAMPAIGNS", "SupplyUpdate"]


class SupplyUpdate(Struct, frozen=True, rename="camel"):
    """What a watcher is told of one campaign."""

    campaign_id: str
    remaining: int
    version: int


class TooManyCampaigns(TooManyKeys):
    code = "too-many-campaigns"
    title = "Too many campaigns"


def _source(database: Database, partitions: int) -> Reads[UUID, SupplyUpdate]:
    reader = LedgerReader(database, partitions)

    async def read(
        ids: Sequence[UUID], _: Sequence[UUID]
    ) -> Mapping[UUID, Mapping[str, SupplyUpdate]]:
        accounts = await gather(*(reader.account(campaign_key(one)) for one in ids))
        return {
            one: {account.key: SupplyUpdate(str(one), account.balance, account.version)}
            for one, account in zip(ids, accounts, strict=True)
            if account.version  # a campaign begins with its supply
        }

    return Reads(read)


def _after(state: SupplyUpdate, account: AccountState) -> SupplyUpdate:
    return SupplyUpdate(state.campaign_id, account.balance, account.version)


LIVE_CAMPAIGNS: Final = Channel(
    name="campaigns",
    event="campaign",
    about="coupon campaigns: what is left",
    who=Who.EVERYBODY,
    source=_source,
    state=SupplyUpdate,
    update=SupplyUpdate,
    accounts=Accounts(
        CAMPAIGN_PREFIX, _after, key_of=lambda key: UUID(key.removeprefix(CAMPAIGN_PREFIX))
    ),
    too_many=TooManyCampaigns,
)
