"""Running Alembic on one connection of asyncpg."""

import asyncio

import asyncpg
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

__all__ = ["configuration", "run"]


def configuration(connection: Connection) -> Config:
    """Alembic's settings for work on ``connection``."""
    config = Config()
    config.set_main_option("script_location", "holdfast.db:migrations")
    config.attributes["connection"] = connection
    return config


def run(url: str) -> None:
    """Every missing step, each in a transaction of its own. In a thread without a loop."""
    asyncio.run(_run(url))


async def _run(url: str) -> None:
    async def connect() -> asyncpg.Connection:
        return await asyncpg.connect(url, timeout=10)  # no statement timeout: indexes take time

    engine = create_async_engine("postgresql+asyncpg://", async_creator=connect, poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(lambda sync: command.upgrade(configuration(sync), "head"))
            await connection.commit()
    finally:
        await engine.dispose()
