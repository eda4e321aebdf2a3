"""So many customers with a session each, put into a database at once."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

import asyncpg

from bench.shop import SECRET
from holdfast.kit import new_id
from holdfast.people import Signer

__all__ = ["let_in"]


async def let_in(connection: asyncpg.Connection, count: int) -> tuple[list[str], list[str]]:
    """Their cookies, and their names as owners."""
    signer = Signer(SECRET.encode())
    ids = [new_id() for _ in range(count)]
    tokens = [secrets.token_urlsafe(32) for _ in range(count)]
    end = datetime.now(UTC) + timedelta(days=1)
    await connection.copy_records_to_table(
        "users",
        columns=["id", "email", "name", "password_hash", "roles"],
        records=[(one, f"{one}@bench.example", "One", "", ["customer"]) for one in ids],
    )
    await connection.copy_records_to_table(
        "sessions",
        columns=["token_hash", "user_id", "expires_at"],
        records=[
            (hashlib.sha256(token.encode()).digest(), one, end)
            for token, one in zip(tokens, ids, strict=True)
        ],
    )
    await connection.execute("ANALYZE users, sessions")
    return [signer.sign("u", token) for token in tokens], [f"user:{one}" for one in ids]
