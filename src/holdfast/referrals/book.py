"""Invitations as stored."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import asyncpg

from holdfast.referrals.codes import as_kept
from holdfast.referrals.referral import OwnCount, Program, Referral, ReferralLink

_PROGRAM: Final = "id, group_id, promotion_id, campaign_id, wait_days, most_a_year, created_at"
_OPEN: Final = f"SELECT {_PROGRAM} FROM referral_programs WHERE status = 'open'"
_PROGRAM_BY_ID: Final = f"SELECT {_PROGRAM} FROM referral_programs WHERE id = $1"
_LAST: Final = f"SELECT {_PROGRAM} FROM referral_programs ORDER BY id DESC LIMIT 1"
_LINK: Final = "owner, code"
_BY_CODE: Final = f"SELECT {_LINK} FROM referral_links WHERE code = $1"
_OF_OWNER: Final = f"SELECT {_LINK} FROM referral_links WHERE owner = $1"
_COLUMNS: Final = (
    "id, program_id, inviter, friend, status, reason, order_id, due_at, coupon_id, ended_at,"
    " created_at"
)
_ONE: Final = f"SELECT {_COLUMNS} FROM referrals WHERE id = $1"
_OF_FRIEND: Final = f"SELECT {_COLUMNS} FROM referrals WHERE friend = $1"
_PAGE: Final = f"""
SELECT {_COLUMNS} FROM referrals
WHERE ($1::text IS NULL OR inviter = $1) AND ($2::text IS NULL OR status = $2)
  AND ($3::uuid IS NULL OR id < $3)
ORDER BY id DESC LIMIT $4
"""
_DUE: Final = f"""
SELECT {_COLUMNS} FROM referrals
WHERE status = 'waiting' AND due_at <= $1 AND ($2::uuid IS NULL OR id > $2)
ORDER BY id LIMIT $3
"""
_COUNT: Final = "SELECT status, count(*) FROM referrals WHERE inviter = $1 GROUP BY status"


async def open_program(pool: asyncpg.Pool) -> Program | None:
    """The terms in force; None: the shop invites nobody."""
    return _program(await pool.fetchrow(_OPEN))


async def load_program(pool: asyncpg.Pool, program_id: UUID) -> Program:
    """One that there is: none is ever deleted."""
    found = _program(await pool.fetchrow(_PROGRAM_BY_ID, program_id))
    assert found is not None, f"there is no program {program_id}"
    return found


async def last_program(pool: asyncpg.Pool) -> Program | None:
    """The newest, in force or not."""
    return _program(await pool.fetchrow(_LAST))


async def link_by_code(pool: asyncpg.Pool, code: str) -> ReferralLink | None:
    """However it was typed; None: there is none, or another took its place."""
    kept = as_kept(code)
    return None if kept is None else _link(await pool.fetchrow(_BY_CODE, kept))


async def link_of(pool: asyncpg.Pool, owner: str) -> ReferralLink | None:
    """The one by which friends come to them now."""
    return _link(await pool.fetchrow(_OF_OWNER, owner))


async def load_referral(pool: asyncpg.Pool, referral_id: UUID) -> Referral | None:
    return _referral(await pool.fetchrow(_ONE, referral_id))


async def referral_of(pool: asyncpg.Pool, friend: str) -> Referral | None:
    """By which they came, if they did."""
    return _referral(await pool.fetchrow(_OF_FRIEND, friend))


async def referrals_page(
    pool: asyncpg.Pool, inviter: str | None, status: str | None, before: UUID | None, limit: int
) -> list[Referral]:
    """Newest first, before the given one: of one who invites, in one state, if these are named."""
    return [Referral(*row) for row in await pool.fetch(_PAGE, inviter, status, before, limit)]


async def due_referrals(
    pool: asyncpg.Pool, now: datetime, after: UUID | None, most: int
) -> list[Referral]:
    """Those for which something is to be given by then, after the given one by their ids."""
    return [Referral(*row) for row in await pool.fetch(_DUE, now, after, most)]


async def own_count(pool: asyncpg.Pool, inviter: str) -> OwnCount:
    """What became of those whom somebody invited."""
    return OwnCount(**dict(await pool.fetch(_COUNT, inviter)))


def _program(row: Sequence[Any] | None) -> Program | None:
    return None if row is None else Program(*row)


def _link(row: Sequence[Any] | None) -> ReferralLink | None:
    return None if row is None else ReferralLink(*row)


def _referral(row: Sequence[Any] | None) -> Referral | None:
    return None if row is None else Referral(*row)
