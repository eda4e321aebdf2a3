"""People keep addresses for later: make, change, remove. One that is there already is not kept
twice, so what is sent again changes nothing."""

from uuid import UUID

from msgspec.structs import replace

from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.kit import Problem, new_id
from holdfast.kit.sentences import say
from holdfast.shipping import (
    MOST_ADDRESSES,
    Address,
    AddressNotFound,
    SavedAddress,
    addresses_of,
    checked,
    drop_address,
    lock_addresses,
    put_address,
    saved_address,
)

__all__ = ["TooManyAddresses", "change_address", "forget_address", "keep_address"]


class TooManyAddresses(Problem):
    """More addresses than anybody chooses from."""

    status = 409
    code = "too-many-addresses"
    title = "There are too many addresses"


async def keep_address(
    database: Database, caller: Caller, asked: Address, *, default: bool
) -> SavedAddress:
    """The first one is the default, asked or not. Raises :class:`TooManyAddresses` and what
    ``checked`` does."""
    address, owner = checked(asked), caller.actor
    async with database.transaction() as connection:
        await lock_addresses(connection, owner)
        own = await addresses_of(connection, owner)
        same = next((one for one in own if one.address == address), None)
        if same is None and len(own) >= MOST_ADDRESSES:
            said = say("Keep at most {most} addresses. Remove one first.", most=MOST_ADDRESSES)
            raise TooManyAddresses(said)
        chosen = default or not own or (same is not None and same.is_default)
        kept = SavedAddress(new_id() if same is None else same.id, address, chosen)
        if kept != same:
            await put_address(connection, owner, kept)
        return kept


async def change_address(
    database: Database, caller: Caller, address_id: UUID, asked: Address, *, default: bool
) -> SavedAddress:
    """The default stays it until another is. Orders keep the address they were made with. Raises
    :class:`AddressNotFound` and what ``checked`` does."""
    owner = caller.actor
    async with database.transaction() as connection:
        await lock_addresses(connection, owner)
        before = await saved_address(connection, owner, address_id)
        if before is None:
            raise AddressNotFound("You have no such address.")
        kept = replace(before, address=checked(asked), is_default=default or before.is_default)
        if kept != before:
            await put_address(connection, owner, kept)
        return kept


async def forget_address(database: Database, caller: Caller, address_id: UUID) -> None:
    """Of those that are left, the latest takes the default's place. Raises
    :class:`AddressNotFound`."""
    owner = caller.actor
    async with database.transaction() as connection:
        await lock_addresses(connection, owner)
        gone = await saved_address(connection, owner, address_id)
        if gone is None:
            raise AddressNotFound("You have no such address.")
        await drop_address(connection, owner, address_id)
        left = await addresses_of(connection, owner)
        if gone.is_default and left:
            await put_address(connection, owner, replace(left[0], is_default=True))
