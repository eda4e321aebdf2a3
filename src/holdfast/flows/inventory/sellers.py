"""Staff make sellers, change them, and say who works for each."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from msgspec import Struct, to_builtins
from msgspec.structs import replace

from holdfast import people
from holdfast.catalog.pictures import PictureBook
from holdfast.catalog.writing import raise_directory
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.inventory.named_pictures import named_address
from holdfast.kit import FieldError, Problem, new_id
from holdfast.kit.sentences import say
from holdfast.kit.slugs import slug_of
from holdfast.ledger import KeyReused
from holdfast.people import UserUnknown
from holdfast.sellers import (
    MAX_PEOPLE,
    MAX_SELLERS,
    Seller,
    SellerChangedMeanwhile,
    add_seller,
    change_seller,
    found_seller,
    let_join,
    let_leave,
    locked_seller,
    locked_sellers,
    people_of,
    seller_of,
    seller_under,
)

__all__ = [
    "ROLE",
    "BadSeller",
    "SellerAsked",
    "SellerWords",
    "make_seller",
    "person_joins",
    "person_leaves",
    "save_seller",
    "save_words",
    "seller_as_asked",
]  # fmt: skip

ROLE: Final = "seller"


class BadSeller(Problem):
    """A seller that cannot be so; ``errors`` names each field at fault."""

    status = 422
    code = "seller-invalid"
    title = "The seller cannot be saved like this"


class SellerAsked(Struct, frozen=True):
    """As staff want it; without a ``slug`` it stays, or is made of the name."""

    name: str
    slug: str = ""
    about: str = ""
    logo: str | None = None
    active: bool = True
    abouts: dict[str, str] = {}


class SellerWords(Struct, frozen=True):
    """What a seller's own people say on its page; its name and address are the shop's to give."""

    about: str
    abouts: dict[str, str]
    logo: str | None


async def make_seller(database: Database, caller: Caller, asked: SellerAsked) -> UUID:
    """The new seller's id; that of the first, if the request is a repetition. Raises
    :class:`BadSeller`."""
    key = None if caller.key is None else caller.key.text
    asked = replace(asked, logo=await _logo(database, asked.logo, None))
    async with database.transaction() as connection:
        known = await locked_sellers(connection)
        if key is not None and (before := await seller_under(connection, key)):
            if known[before].name != asked.name:
                raise refuse(KeyReused(key))
            return before
        if len(known) >= MAX_SELLERS:
            raise BadSeller(
                say("There are {most} sellers, as many as may be.", most=MAX_SELLERS), field="name"
            )
        made = new_id()
        seller = seller_as_asked(made, asked, known)
        await add_seller(connection, seller, key)
        await raise_directory(connection)
        await caller.note(connection, "seller.made", str(made), {"after": to_builtins(seller)})
    return made


async def save_seller(
    database: Database,
    caller: Caller,
    seller_id: UUID,
    asked: SellerAsked,
    version: int | None = None,
) -> None:
    """``version``: over which it is saved, where that is said. Raises
    :class:`~holdfast.sellers.SellerNotFound`, :class:`SellerChangedMeanwhile` and
    :class:`BadSeller`."""
    logo = await _logo(database, asked.logo, seller_id)
    await _save(database, caller, seller_id, version, lambda _: replace(asked, logo=logo))


async def save_words(
    database: Database, caller: Caller, seller_id: UUID, words: SellerWords, version: int
) -> None:
    """Its own people say them. Raises as :func:`save_seller`."""
    logo = await _logo(database, words.logo, seller_id)

    def asked(now: Seller) -> SellerAsked:
        return SellerAsked(now.name, now.slug, words.about, logo, now.active, words.abouts)

    await _save(database, caller, seller_id, version, asked)


async def _save(
    database: Database,
    caller: Caller,
    seller_id: UUID,
    version: int | None,
    asked: Callable[[Seller], SellerAsked],
) -> None:
    async with database.transaction() as connection:
        known = await locked_sellers(connection)
        before = found_seller(known.get(seller_id))
        if version not in (None, before.revision):
            raise SellerChangedMeanwhile("Somebody saved it since. Look at it again.")
        seller = seller_as_asked(seller_id, asked(before), known)
        if seller == before:
            return
        await change_seller(connection, seller)
        await raise_directory(connection)
        about = {"before": to_builtins(before), "after": to_builtins(seller)}
        await caller.note(connection, "seller.changed", str(seller_id), about)


async def person_joins(database: Database, caller: Caller, seller_id: UUID, person: UUID) -> None:
    """The person works for the seller from now on, with the role that needs. Raises
    :class:`SellerNotFound`, :class:`UserUnknown` and :class:`BadSeller`."""
    async with database.transaction() as connection:
        if (await locked_seller(connection, seller_id)).is_closed:
            raise BadSeller("This seller's account is closed.")
        user = await people.by_id(connection, person, lock=True)
        if user is None:
            raise UserUnknown(field="userId")
        there = await people_of(connection, seller_id)
        if person in there:
            return
        if len(there) >= MAX_PEOPLE:
            raise BadSeller(say("At most {most} people work for one seller.", most=MAX_PEOPLE))
        await let_join(connection, seller_id, person)
        if ROLE not in user.roles:
            await people.set_roles(connection, person, [*user.roles, ROLE])
        await caller.note(connection, "seller.joined", str(seller_id), {"person": str(person)})


async def person_leaves(database: Database, caller: Caller, seller_id: UUID, person: UUID) -> None:
    """The person no longer works for the seller. Raises :class:`SellerNotFound`."""
    async with database.transaction() as connection:
        await locked_seller(connection, seller_id)
        if await let_leave(connection, seller_id, person):
            await caller.note(connection, "seller.left", str(seller_id), {"person": str(person)})


def seller_as_asked(seller_id: UUID, asked: SellerAsked, known: dict[UUID, Seller]) -> Seller:
    """The seller as it would be. Raises :class:`BadSeller`."""
    if not asked.name:
        _refuse(FieldError("name", "missing", "Give the seller a name."))
    taken = {one.slug for one in known.values() if one.id != seller_id}
    before = known.get(seller_id)
    slug = asked.slug or (before.slug if before else "")
    if not slug:
        wanted = slug_of(asked.name) or "seller"
        numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
        slug = next(one for one in (wanted, *numbered) if one not in taken)
    elif slug in taken:
        _refuse(FieldError("slug", "taken", "Another seller has this address."))
    made = Seller(
        seller_id, slug, asked.name, asked.about, asked.logo, asked.active, abouts=asked.abouts
    )
    if before is None:
        return made
    kept = {"standing": before.standing, "note": before.note, "revision": before.revision}
    return replace(made, **kept)


async def _logo(database: Database, asked: str | None, seller_id: UUID | None) -> str | None:
    """The address that is kept. Raises :class:`BadSeller`."""
    before = None
    if asked is not None and seller_id is not None:
        async with database.read() as connection:
            before = await seller_of(connection, seller_id)
    known = None if before is None else before.logo
    logo, faults = await named_address(PictureBook(database), "logo", asked, known)
    if faults:
        raise BadSeller.of(faults)
    return logo


def _refuse(fault: FieldError) -> None:
    raise BadSeller.of([fault])
