"""The log of mails: written with the event that leads to one, claimed by who sends it, ended once.

``waiting`` -> ``sending`` (claimed) -> ``handing`` (its text is about to go) -> ``sent``. A claim
that is not ended before ``due_at`` is over: of one that was ``sending`` the server has nothing, of
one that was ``handing`` nobody knows.

One may tell of others as well: before its text goes it takes them along, and they are ``dropped``
and say which it was (``told_in``).
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.slices import delete_in_slices
from holdfast.kit.ids import new_id
from holdfast.mail.mail import BEHIND_ALL, Channel, Mail, NewMail

MAX_ERROR: Final = 500
KEPT_DAYS: Final = 365
_COLUMNS: Final = (
    "m.id, m.event, m.kind, m.subject_id, m.owner, m.address, m.name, m.locale, m.said::text,"
    " m.status, m.title, m.tries, m.doubts, m.error, m.created_at, m.due_at, m.late_at, m.ended_at,"
    " m.channel, m.together"
)
_OPEN: Final = "('waiting', 'sending', 'handing')"
_WRITE: Final = sa.text("""
INSERT INTO mails (id, event, kind, subject_id, owner, address, name, locale, said, channel,
                   bounded, together, status, error, due_at, late_at, ended_at)
SELECT id, event, kind, subject_id, owner, address, name, locale, said, channel, bounded, together,
       CASE WHEN refused = '' THEN 'waiting' ELSE 'dropped' END, refused,
       coalesce(due_at, now()), late_at,
       CASE WHEN refused = '' THEN NULL ELSE now() END
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(
    id uuid, event text, kind text, subject_id text, owner text, address text, name text,
    locale text, said jsonb, channel text, bounded boolean, together text, refused text,
    due_at timestamptz, late_at timestamptz)
ON CONFLICT (id) DO NOTHING
RETURNING id, status
""")
_LATELY: Final = sa.text(f"""
SELECT address, kind, CASE WHEN status IN {_OPEN} THEN together ELSE '' END AS together, count(*)
FROM mails
WHERE address = ANY(CAST(:addresses AS text[])) AND created_at > now() - interval '1 day'
  AND bounded AND kind <> ALL(CAST(:but AS text[])) AND status <> 'dropped'
GROUP BY 1, 2, 3
""")
_TOLD: Final = sa.text("""
SELECT DISTINCT owner, kind, channel FROM mails
WHERE owner = ANY(CAST(:owners AS text[])) AND kind = ANY(CAST(:kinds AS text[]))
  AND created_at > now() - interval '1 day' AND status <> 'dropped'
""")
_DUE: Final = f"""
    SELECT id, status FROM mails WHERE status IN {_OPEN} AND due_at <= now() AND channel = $3
"""
# Nothing that somebody waits for stands behind news.
_CLAIM: Final = f"""
WITH awaited AS (
    {_DUE} AND kind <> '{BEHIND_ALL}' ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED),
other AS (
    {_DUE} AND kind = '{BEHIND_ALL}' AND NOT EXISTS (SELECT FROM awaited)
    ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED),
due AS (SELECT * FROM awaited UNION ALL SELECT * FROM other)
UPDATE mails m SET status = 'sending', claim = $1, tries = tries + 1,
                   due_at = now() + make_interval(secs => $2)
FROM due WHERE m.id = due.id
RETURNING {_COLUMNS}, m.claim, due.status
"""
_HANDING: Final = """
UPDATE mails SET status = 'handing', title = $3, due_at = now() + make_interval(secs => $4)
WHERE id = $1 AND claim = $2 AND status = 'sending' AND due_at > now() RETURNING id
"""
# Whoever holds the claim by now: the server has it.
_SENT: Final = f"""
UPDATE mails SET status = 'sent', error = '', claim = NULL, ended_at = now()
WHERE id = $1 AND status IN {_OPEN}
"""
_AGAIN: Final = """
UPDATE mails SET status = 'waiting', claim = NULL, error = $3, doubts = doubts + $4,
                 tries = tries - $5, due_at = now() + make_interval(secs => $6)
WHERE id = $1 AND claim = $2
"""
_LET_GO: Final = """
UPDATE mails SET status = 'waiting', claim = NULL, due_at = now() + make_interval(secs => $3)
WHERE id = $1 AND claim = $2 AND status = 'sending'
"""
# What it took along goes by itself again.
_DROPPED: Final = """
WITH dropped AS (
    UPDATE mails SET status = 'dropped', claim = NULL, error = $3, ended_at = now()
    WHERE id = $1 AND claim = $2 RETURNING id)
UPDATE mails SET status = 'waiting', told_in = NULL, error = '', ended_at = NULL, due_at = now()
WHERE told_in IN (SELECT id FROM dropped)
"""
_END: Final = """
UPDATE mails SET status = $3, claim = NULL, error = $4, doubts = doubts + $5, ended_at = now()
WHERE id = $1 AND claim = $2
"""
# Those that nobody has written out: that they wait for a mail, or were claimed for one.
_UNWRITTEN: Final = "status IN ('waiting', 'sending') AND title = ''"
_ALIKE: Final = f"""
SELECT {_COLUMNS} FROM mails m
WHERE m.owner = $2 AND m.kind = $3 AND m.channel = $4 AND m.address = $5 AND m.together = $6
  AND m.id <> $1 AND {_UNWRITTEN}
ORDER BY m.created_at, m.id LIMIT $7
"""
_LOCK_THEM: Final = f"""
SELECT id, claim FROM mails WHERE id = ANY($1::uuid[]) AND {_UNWRITTEN} ORDER BY id FOR UPDATE
"""
_TAKE_ALONG: Final = """
UPDATE mails SET status = 'dropped', claim = NULL, error = 'told together with others',
                 ended_at = now(), told_in = $1
WHERE id = ANY($2::uuid[]) OR told_in = ANY($2::uuid[])
"""
_ALONG: Final = f"SELECT {_COLUMNS} FROM mails m WHERE m.told_in = $1 ORDER BY m.created_at, m.id"
_BY_IDS: Final = f"SELECT {_COLUMNS} FROM mails m WHERE m.id = ANY($1::uuid[])"
_NEWEST: Final = (
    f"SELECT {_COLUMNS} FROM mails m WHERE m.kind = $1 ORDER BY created_at DESC LIMIT 1"
)
_REPLAY: Final = sa.text("""
UPDATE mails SET status = 'waiting', tries = 0, doubts = 0, due_at = now(), ended_at = NULL,
                 late_at = greatest(late_at, now() + interval '3 days')
WHERE id IN (SELECT id FROM mails
             WHERE status = 'dead' AND (CAST(:ids AS uuid[]) IS NULL OR id = ANY(:ids))
               AND (CAST(:kind AS text) IS NULL OR kind = :kind)
             ORDER BY ended_at LIMIT :most FOR UPDATE)
RETURNING id, kind
""").bindparams(sa.bindparam("ids", type_=sa.ARRAY(sa.Uuid)))
_DROP: Final = sa.text("""
UPDATE mails SET status = 'dropped'
WHERE id IN (SELECT id FROM mails
             WHERE status = 'dead' AND (CAST(:ids AS uuid[]) IS NULL OR id = ANY(:ids))
               AND (CAST(:kind AS text) IS NULL OR kind = :kind)
             ORDER BY ended_at LIMIT :most FOR UPDATE)
RETURNING id, kind
""").bindparams(sa.bindparam("ids", type_=sa.ARRAY(sa.Uuid)))
_FORGET: Final = """
DELETE FROM mails WHERE id IN (
    SELECT id FROM mails WHERE created_at < now() - make_interval(days => $1)
    ORDER BY created_at LIMIT $2)
"""


async def write_mails(connection: AsyncConnection, new: Iterable[NewMail]) -> int:
    """Those that are not in the log yet, exactly if the caller's transaction commits; how many
    are to be sent."""
    rows = [msgspec.structs.asdict(one) | {"id": one.id} for one in new]
    if not rows:
        return 0
    packed = msgspec.json.encode(rows).decode()
    written = await connection.execute(_WRITE, {"rows": packed})
    return sum(row.status == "waiting" for row in written)


async def mailed_lately(
    connection: AsyncConnection, addresses: Iterable[str], but: Sequence[str]
) -> dict[tuple[str, str, str], int]:
    """How many that are bounded went to each address in a day, of each kind but those ``but``: of
    before it was noted. What is still to be told together is one, by what it is a part of."""
    asked = {"addresses": sorted(set(addresses)), "but": list(but)}
    rows = await connection.execute(_LATELY, asked)
    return {(row[0], row[1], row[2]): 1 if row[2] else row[3] for row in rows}


async def told_lately(
    connection: AsyncConnection, owners: Iterable[str], kinds: Sequence[str]
) -> set[tuple[str, str, Channel]]:
    """Who was told of which of these kinds in a day, and by which channel."""
    asked = {"owners": sorted(owners), "kinds": list(kinds)}
    if not asked["owners"]:
        return set()
    rows = await connection.execute(_TOLD, asked)
    return {(row.owner, row.kind, row.channel) for row in rows}


async def claim_mail(pool: asyncpg.Pool, channel: Channel, seconds: float) -> Mail | None:
    """One that is due, for this process alone and for so many seconds."""
    row = await pool.fetchrow(_CLAIM, new_id(), seconds, channel)
    return None if row is None else _mail(row)


async def told_alike(pool: asyncpg.Pool, mail: Mail, most: int) -> list[Mail]:
    """Those that are to say the same to the same place of other parts of it."""
    of = (mail.owner, mail.kind, mail.channel, mail.address, mail.together)
    return [_mail(row) for row in await pool.fetch(_ALIKE, mail.id, *of, most)]


async def take_along(pool: asyncpg.Pool, mail: Mail, others: Sequence[UUID]) -> bool:
    """From now on it tells of those of the others that nobody wrote out meanwhile, and of what they
    took along themselves; False if another took it along."""
    async with pool.acquire() as connection, connection.transaction():
        rows = await connection.fetch(_LOCK_THEM, [mail.id, *others])
        if (mail.id, mail.claim) not in [(row["id"], row["claim"]) for row in rows]:
            return False
        taken = [row["id"] for row in rows if row["id"] != mail.id]
        await connection.execute(_TAKE_ALONG, mail.id, taken)
    return True


async def taken_along(pool: asyncpg.Pool, mail: Mail) -> list[Mail]:
    """What it tells of as well, the first first."""
    return [_mail(row) for row in await pool.fetch(_ALONG, mail.id)]


async def handing_over(pool: asyncpg.Pool, mail: Mail, title: str, seconds: float) -> bool:
    """From now on the server may have it; False if the claim was over before."""
    return bool(await pool.fetchval(_HANDING, mail.id, mail.claim, title, seconds))


async def mail_sent(pool: asyncpg.Pool, mail: Mail) -> None:
    """The server said that it has it."""
    await pool.execute(_SENT, mail.id)


async def mail_again(
    pool: asyncpg.Pool, mail: Mail, error: str, after: float, *, doubt: bool = False,
    counts: bool = True,
) -> None:  # fmt: skip
    """Not now; once more in so many seconds. A try that does not count is none of the mail's."""
    await pool.execute(
        _AGAIN, mail.id, mail.claim, error[:MAX_ERROR], int(doubt), int(not counts), after
    )


async def let_go_mail(pool: asyncpg.Pool, mail: Mail, after: float) -> None:
    """Nothing of it was handed over: anybody may claim it in so many seconds. One that is being
    handed over stays as it is."""
    await pool.execute(_LET_GO, mail.id, mail.claim, after)


async def mail_dead(pool: asyncpg.Pool, mail: Mail, error: str, *, doubt: bool = False) -> None:
    """Given up: it waits for staff."""
    await pool.execute(_END, mail.id, mail.claim, "dead", error[:MAX_ERROR], int(doubt))


async def mail_dropped(pool: asyncpg.Pool, mail: Mail, why: str) -> None:
    """It is of no use any more; what it was to tell of as well is told otherwise."""
    await pool.execute(_DROPPED, mail.id, mail.claim, why[:MAX_ERROR])


async def mails_by_id(pool: asyncpg.Pool, ids: Sequence[UUID]) -> dict[UUID, Mail]:
    return {row[0]: _mail(row) for row in await pool.fetch(_BY_IDS, list(ids))}


async def newest_mail(pool: asyncpg.Pool, kind: str) -> Mail | None:
    """The last of a kind, which a template is tried with."""
    row = await pool.fetchrow(_NEWEST, kind)
    return None if row is None else _mail(row)


async def end_dead_mails(
    connection: AsyncConnection,
    ids: Sequence[UUID] | None,
    kind: str | None,
    most: int,
    *,
    again: bool,
) -> list[tuple[UUID, str]]:
    """Have dead ones sent again, or let them go; those it was."""
    asked = {"ids": None if ids is None else list(ids), "kind": kind, "most": most}
    return [
        (row.id, row.kind) for row in await connection.execute(_REPLAY if again else _DROP, asked)
    ]


async def forget_mails(pool: asyncpg.Pool) -> int:
    """Those a year old; how many went."""
    return await delete_in_slices(pool, _FORGET, KEPT_DAYS)


def _mail(row: Sequence[Any]) -> Mail:
    names = Mail.__struct_fields__
    found = dict(zip(names, row, strict=False))
    found["said"] = msgspec.json.decode(found["said"])
    return Mail(**found)
