"""How much there is of goods, wherever it lies: the sum of their accounts."""

from asyncio import gather
from collections.abc import Iterable, Mapping, Sequence

from holdfast.ledger import AccountState, LedgerReader, accounts_under, least_join
from holdfast.locations.book import CurrentLocations
from holdfast.locations.location import (
    FIRST_LOCATION,
    TO_COME,
    Location,
    account_at,
    to_come_key,
)


def goods_accounts(variant: str) -> str:
    """SQL: the names of all accounts of a variant's stock, given its id."""
    return (
        f"CAST('stock/' || {variant} AS text) || ARRAY(SELECT 'stock/' || {variant} || '/' || l.id"
        f" FROM locations l WHERE l.id <> '{FIRST_LOCATION}')"
    )


def to_come_account(variant: str) -> str:
    """SQL: the name of the account of what is sold of a variant before it is there, given its id;
    as the index of such lines of orders (``ix_order_items_preordered``) has it."""
    return f"('stock/' || CAST({variant} AS text) || '/{TO_COME}')"


def stock_join(parts: str, *partitions: str) -> str:
    """SQL: ``a``, how many there are of what is made of these ``parts``, wherever they lie."""
    return least_join(parts, goods_accounts("m.part"), *partitions)


def stock_of_all(*partitions: str) -> str:
    """SQL: of all goods ``part``, as text, with their ``balance`` and ``waits``, wherever they lie.
    Of many goods cheaper than to ask for each."""
    return (
        "(SELECT split_part(a.key, '/', 2) AS part, sum(a.balance)::bigint AS balance,"
        f" max(a.waits) AS waits FROM {accounts_under('stock/', *partitions)}"
        f" AND a.key NOT LIKE '%/{TO_COME}' GROUP BY 1)"
    )


def goods_account_at(variant: str, location: str) -> str:
    """SQL: the name of that of a location, as an array of it."""
    return (
        f"ARRAY[CASE WHEN CAST({location} AS uuid) = '{FIRST_LOCATION}' THEN 'stock/' || {variant}"
        f" ELSE 'stock/' || {variant} || '/' || CAST({location} AS uuid) END]"
    )


class Stocks:
    """Reads accounts of goods with all their parts."""

    def __init__(self, reader: LedgerReader, locations: CurrentLocations) -> None:
        self._reader = reader
        self.locations = locations

    async def of(self, key: str) -> AccountState:
        """All there are of the goods that ``key`` counts at the first location."""
        return added_up(key, await self.parts(key))

    async def made_of(self, goods: Mapping[str, int]) -> AccountState:
        """How many there are of what takes so many units of each of these."""
        found = await gather(*map(self.of, goods))
        return least_of(zip(found, goods.values(), strict=True))

    async def to_come(self, key: str) -> AccountState:
        """What is sold of the goods before it is there."""
        return await self._reader.account(to_come_key(key))

    async def parts(self, key: str) -> Sequence[AccountState]:
        """By location: one account each, also where nothing ever lay."""
        known = await self.locations.now()
        return await self.at(known, key)

    async def at(self, locations: Iterable[Location], key: str) -> Sequence[AccountState]:
        """Its parts at these."""
        ids = [one.id for one in locations] or [FIRST_LOCATION]
        return await gather(*(self._reader.account(account_at(key, one)) for one in ids))


def least_of(parts: Iterable[tuple[AccountState, int]]) -> AccountState:
    """As many as the least of its parts allows, given so many units of each that one takes; its
    version is the sum of theirs."""
    known = list(parts)
    if len(known) == 1 and known[0][1] == 1:
        return known[0][0]
    key, _ = min(known, key=lambda one: one[0].balance // one[1])
    free = min(one.balance // units for one, units in known)
    all_there_are = min(one.on_hand // units for one, units in known)
    version = sum(one.version for one, _ in known)
    return AccountState(key.key, free, all_there_are - free, version)


def added_up(key: str, parts: Iterable[AccountState]) -> AccountState:
    """The sum of its parts, of their versions too: of two sums the later has the higher one."""
    balance = held = version = kept = 0
    for one in parts:
        balance += one.balance
        held += one.held
        version += one.version
        kept += one.kept
    return AccountState(key, balance, held, version, kept)
