"""Subscribers, and newsletters for them."""

from uuid import UUID

from holdfast.flows.commit.caller import process
from holdfast.flows.newsletters.keeping import (
    draft_newsletter,
    known_newsletter,
    schedule_newsletter,
)
from holdfast.flows.newsletters.readers import counts_of
from holdfast.kit import new_id
from holdfast.newsletters import (
    Counted,
    Newsletter,
    NewsletterTerms,
    Words,
    subscribe_shown,
)
from tests.db.flows.mailing.post_office import PostOffice

__all__ = ["STAFF", "a_newsletter", "counted", "some_readers"]

STAFF = process("user:staff")


async def some_readers(office: PostOffice, count: int, locale: str = "en") -> list[str]:
    emails = [f"r{one}-{new_id().hex[-6:]}@x.example" for one in range(count)]
    async with office.parts.database.transaction() as connection:
        for email in emails:
            await subscribe_shown(connection, email, locale)
    return emails


async def a_newsletter(
    office: PostOffice, *, products: tuple[UUID, ...] = (), group: UUID | None = None,
    scheduled: bool = True, **texts: Words,
) -> Newsletter:  # fmt: skip
    terms = NewsletterTerms(
        texts=texts or {"en": Words("New *this* week", "# Hello\n\n[See it](/new)")},
        products=products,
        group=group,
    )
    made = await draft_newsletter(office.parts, STAFF, terms)
    return await schedule_newsletter(office.parts, STAFF, made.id, None) if scheduled else made


async def counted(office: PostOffice, found: Newsletter) -> Counted:
    known = await known_newsletter(office.parts, found.id)
    return (await counts_of(office.parts.database.pool, [known]))[found.id]
