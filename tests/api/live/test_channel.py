"""Another thing told live is one declaration: here how many likes a user has, to that user."""

import time
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final
from uuid import UUID

import pytest
from msgspec import Struct

from holdfast.db.engine import Database
from holdfast.kit import new_id
from holdfast.ledger import AccountState, Deposit, LedgerReader
from holdfast.live import Accounts, Channel, Reads, Who, healing, telling
from holdfast.live.news import News
from tests.support.live import OWNER, LiveWorker, OwnerWatcher, live_worker
from tests.support.redis import redis_server

PREFIX: Final = "likes/"


class LikeUpdate(Struct, frozen=True, rename="camel"):
    """How many likes a user has."""

    user: str
    count: int
    version: int


def source(database: Database, partitions: int) -> Reads[str, LikeUpdate]:
    reader = LedgerReader(database, partitions)

    async def read(
        users: Sequence[str], _: Sequence[UUID]
    ) -> Mapping[str, Mapping[str, LikeUpdate]]:
        accounts = [await reader.account(PREFIX + user) for user in users]
        return {
            user: {one.key: LikeUpdate(user, one.balance, one.version)}
            for user, one in zip(users, accounts, strict=True)
        }

    return Reads(read)


def after(state: LikeUpdate, account: AccountState) -> LikeUpdate:
    return LikeUpdate(state.user, account.balance, account.version)


LIKES: Final = Channel(
    name="likes",
    event="like",
    about="one's own likes",
    who=Who.USERS,
    source=source,
    state=LikeUpdate,
    update=LikeUpdate,
    accounts=Accounts(PREFIX, after, key_of=lambda key: key.removeprefix(PREFIX)),
)


class LikeWatcher(OwnerWatcher):
    """A user's page; ``versions`` in the order in which they were told."""

    channel, event, listed, id = "likes", "like", "likes", "user"

    def __init__(self, worker: LiveWorker, user: str | None) -> None:
        super().__init__(worker.url, {} if user is None else {OWNER: user})
        self.versions: list[int] = []

    def _fold(self, one: dict[str, Any]) -> None:
        self.versions.append(one["version"])
        super()._fold(one)

    def count(self, user: str) -> int:
        return int(self.known.get(user, {}).get("count", -1))


async def like(worker: LiveWorker, user: str, times: int = 1) -> None:
    for _ in range(times):
        await worker.do(Deposit(PREFIX + user, 1))


def somebody() -> str:
    return f"user:{new_id()}"


async def test_it_is_told_to_whom_it_belongs_and_to_nobody_else(database_url: str) -> None:
    user, other = somebody(), somebody()
    async with (
        live_worker(database_url, channels=[LIKES]) as worker,
        LikeWatcher(worker, user) as mine,
        LikeWatcher(worker, other) as theirs,
        LikeWatcher(worker, None) as nobody,
    ):
        await like(worker, user)
        refused = await nobody.subscribe()
        assert (refused["error"]["status"], refused["error"]["code"]) == (401, "login-required")
        assert await mine.subscribe() == await theirs.subscribe() == {"ok": True}
        await mine.until(lambda: mine.count(user) == 1)
        await like(worker, user)
        await like(worker, other, 3)
        await mine.until(lambda: mine.count(user) == 2)
        await theirs.until(lambda: theirs.count(other) == 3)
        assert (set(mine.known), set(theirs.known), nobody.known) == ({user}, {other}, {})


async def test_of_a_burst_the_latest_is_told_and_versions_never_go_back(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "SHORTEST", 0.5)
    user = somebody()
    async with (
        live_worker(database_url, channels=[LIKES]) as worker,
        LikeWatcher(worker, user) as page,
    ):
        await page.subscribe()
        begun = time.monotonic()
        await like(worker, user, 300)
        late = AccountState(PREFIX + user, 7, 0, 7)  # what another worker said long ago
        worker.feed.hear(News({late.key: late}))
        await page.until(lambda: page.count(user) == 300)
        assert page.updates <= (time.monotonic() - begun) / 0.5 + 2
        assert all(earlier < later for earlier, later in pairwise(page.versions))


async def test_a_last_update_that_was_lost_heals(database_url: str) -> None:
    user = somebody()
    with redis_server() as url:
        async with (
            live_worker(database_url, url, channels=[LIKES]) as one,
            live_worker(database_url, url, channels=[LIKES]) as two,
            LikeWatcher(two, user) as page,
        ):
            await page.subscribe()
            await like(one, user)
            await page.until(lambda: page.count(user) == 1)
            assert two.bus is not None
            two.bus._on_news = lambda _: None  # as if it was lost on the way
            await like(one, user)
            await page.until(lambda: page.count(user) == 2)


async def test_what_is_written_without_the_ledger_is_told_by_whoever_wrote_it(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(healing, "HEAL_EVERY", 3600.0)
    user = somebody()
    async with (
        live_worker(database_url, channels=[LIKES]) as worker,
        live_worker(database_url) as silent,
        LikeWatcher(worker, user) as page,
    ):
        await page.subscribe()
        await like(silent, user)
        worker.feed.changed_keys("likes", [user, somebody()])
        await page.until(lambda: page.count(user) == 1)
