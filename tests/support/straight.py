"""People and products put straight into the database, by the statements of the merchants' guide."""

import re
import secrets
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg

from tests.support.market import Goods
from tests.support.postgres import fetch

__all__ = ["insert_product", "insert_product_in_variants", "insert_user", "run_documented"]

GUIDE = Path(__file__).parents[2] / "docs" / "merchants" / "catalogue.md"


async def run_documented(url: str, which: str, /, **values: str | int) -> list[asyncpg.Record]:
    """Run the guide's statement of that name as psql would, with these variables."""
    statement = _statements()[which]
    for variable, value in values.items():
        if isinstance(value, int):
            statement = re.sub(rf"(?<!:):{variable}\b", str(value), statement)
        else:
            quoted = value.replace("'", "''")
            statement = statement.replace(f":'{variable}'", f"'{quoted}'")
    return await fetch(url, statement)


async def insert_user(url: str, email: str = "") -> tuple[str, str]:
    """Somebody new: the user's id, and a bearer token."""
    token = f"hf_{secrets.token_urlsafe(24)}"
    email = email or f"{uuid4().hex}@sql.example"
    ((user,),) = await run_documented(url, "a user", email=email, name="O'Hara", token=token)
    return str(user), token


async def insert_product(url: str, price: int, currency: str = "PTS") -> Goods:
    """A product of one variant, none in stock."""
    handle = f"sql-{uuid4().hex}"
    (row,) = await run_documented(
        url, "a product", handle=handle, name=f"Thing {handle[-6:]}", currency=currency, price=price
    )
    return _goods(row)


async def insert_product_in_variants(url: str, price: int, currency: str = "PTS") -> list[Goods]:
    """A product in black and in white, none in stock."""
    handle = f"sql-{uuid4().hex}"
    rows = await run_documented(
        url, "a product in variants", handle=handle, name="Thing", currency=currency, price=price
    )
    return [_goods(row) for row in rows]


def _goods(row: Any) -> Goods:
    return Goods(str(row["product_id"]), str(row["variant_id"]))


@cache
def _statements() -> dict[str, str]:
    """The guide's SQL by the comment each begins with."""
    blocks = re.findall(
        r"```sql\n-- ([^\n]+)\n(.+?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL
    )
    return {name: statement.strip().rstrip(";") for name, statement in blocks}
