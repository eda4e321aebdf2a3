"""Newsletters go out: a few mails at a time are written into the log of mails, in the transaction
that notes up to whom it was written. So each subscriber has it at most once, whatever is killed: an
id of a mail is made of newsletter and address, and who was passed is not come back to.

Never more wait than go out between two looks, and who stops it stops these, too. Whatever else is
due is sent before them.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast import newsletters
from holdfast.flows.commit.caller import process
from holdfast.flows.commit.outcomes import may_be_overtaken
from holdfast.flows.mailing.mailing import Mailing
from holdfast.flows.newsletters.readers import (
    NextReader,
    counts_of,
    next_readers,
    some_on_their_way,
)
from holdfast.kit import shop_now
from holdfast.ledger import Rider
from holdfast.mail import BEHIND_ALL, NewMail, forget_counts, forget_mails, reachable, write_mails
from holdfast.newsletters import (
    Newsletter,
    forget_subscribers,
    newsletter_to_begin,
    newsletters_under_way,
    note_reached,
    subscriber_owner,
)

__all__ = ["SEND_EVERY", "forget_told", "send_newsletters"]

SEND_EVERY: Final = 2.0
"""Seconds between two looks."""
USE: Final = timedelta(days=3)
"""For so long a mail of it is of use."""
AT_ONCE: Final = 20
"""Newsletters under way that are looked at: one whose last mails a server puts off is passed."""
MOST_PUT_OFF: Final = 100
"""Times what goes between two looks."""
_WAITING: Final = sa.text("""
SELECT count(*) FILTER (WHERE status <> 'waiting' OR due_at <= now()), count(*)
FROM mails WHERE status IN ('waiting', 'sending', 'handing') AND kind = :kind
""")


async def send_newsletters(mailing: Mailing | None) -> int:
    """Begin what is due, and write the next mails of what is under way; how many were written."""
    if mailing is None or mailing.sender is None:
        return 0
    await _begin(mailing)
    most = max(1, round(mailing.newsletter_minute * SEND_EVERY / 60))
    written, ended = 0, []
    async with mailing.settler.database.transaction() as connection:
        room = await _room(connection, most)
        for found in await newsletters_under_way(connection, AT_ONCE):
            readers = await next_readers(connection, found, most)
            if readers and room > 0:
                written = await _write(connection, found, readers[:room])
                break
            if not readers and not await some_on_their_way(connection, found.id):
                ended.append(found)
    for found in ended:
        await _end(mailing, found)
    return written


async def forget_told(mailing: Mailing) -> None:
    """What is kept of mails, of numbers and of who gets newsletters goes when its time is over."""
    pool = mailing.settler.database.pool
    await forget_mails(pool)
    await forget_counts(pool)
    await forget_subscribers(pool)


async def _begin(mailing: Mailing) -> None:
    due = await newsletter_to_begin(mailing.settler.database.pool, shop_now())
    if due is None or due.send_at is None:
        return
    at = due.send_at.isoformat()  # it may have been called back and scheduled again
    await _move(mailing, newsletters.begun(due.id), f"newsletter-begun/{due.id}/{at}")


async def _end(mailing: Mailing, found: Newsletter) -> None:
    counted = await counts_of(mailing.settler.database.pool, [found])
    move = newsletters.sent(found.id, counted[found.id])
    await _move(mailing, move, f"newsletter-sent/{found.id}")


async def _move(mailing: Mailing, move: Rider, key: str) -> None:
    """Staff may have been quicker: then it is not moved."""
    command = process("newsletters").command((), (move,), key)
    may_be_overtaken(await mailing.settler.ledger.commit(command))


async def _room(connection: AsyncConnection, most: int) -> int:
    """How many more may wait. What a server put off stands in nobody's way, up to a bound."""
    due, waiting = (await connection.execute(_WAITING, {"kind": BEHIND_ALL})).one()
    return min(most - int(due), most * MOST_PUT_OFF - int(waiting))


async def _write(
    connection: AsyncConnection, found: Newsletter, readers: Sequence[NextReader]
) -> int:
    """How many mails are on their way now."""
    late_at = shop_now() + USE
    mails = [_mail(found, one, late_at) for one in readers]
    waiting = await write_mails(connection, mails)
    await note_reached(connection, found.id, readers[-1].id, len(mails))
    return waiting


def _mail(found: Newsletter, reader: NextReader, late_at: datetime) -> NewMail:
    address = reachable(reader.email)
    return NewMail(
        event=f"newsletter {found.id}",
        kind=BEHIND_ALL,
        subject_id=str(found.id),
        owner=subscriber_owner(reader.id),
        address=address or reader.email,
        name="",
        locale=reader.locale,
        said={"fact": {}},
        late_at=late_at,
        refused="" if address else "mail cannot go to this address",
    )
