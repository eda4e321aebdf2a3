"""Who somebody is, remembered for seconds, and never beyond the end of a session."""

import asyncio
from uuid import UUID, uuid4

from holdfast.people import Identity, IdentityCache, Secret

ADA, BOB = (Identity(uuid4(), f"{name}@test.example", name, frozenset()) for name in "ab")


class Store:
    """Where sessions are kept; a look-up says what it read once ``go`` is set."""

    def __init__(self) -> None:
        self.sessions = {"ada": ADA, "bob": BOB}
        self.looks = 0
        self.asked, self.go = asyncio.Event(), asyncio.Event()
        self.go.set()
        self.cache = IdentityCache(self.find, 60.0)
        self.cache.heard = lambda: True

    async def find(self, _: Secret, secret: str) -> Identity | None:
        self.looks += 1
        found = self.sessions.get(secret)
        self.asked.set()
        await self.go.wait()
        return found

    def end(self, secret: str) -> None:
        """As a logout does: gone from the store, then said so."""
        self.cache.ended(self.sessions.pop(secret).user)


async def test_it_is_remembered_while_what_ends_is_heard_of() -> None:
    store = Store()
    assert [await store.cache.session("ada") for _ in range(3)] == [ADA] * 3
    assert store.looks == 1
    store.cache.heard = lambda: False
    assert await store.cache.session("ada") == ADA
    assert await store.cache.session("ada") == ADA
    assert store.looks == 3


async def test_a_look_up_under_way_does_not_outlive_the_session() -> None:
    store = Store()
    store.go.clear()
    early = asyncio.create_task(store.cache.session("ada"))
    await store.asked.wait()
    store.end("ada")
    store.go.set()
    assert await early is None
    assert await store.cache.session("ada") is None


async def test_the_end_of_one_leaves_the_others() -> None:
    store = Store()
    told: list[UUID] = []
    store.cache.told.append(told.append)
    assert (await store.cache.session("ada"), await store.cache.session("bob")) == (ADA, BOB)
    store.end("ada")
    assert told == [ADA.user]
    assert await store.cache.session("ada") is None
    assert await store.cache.session("bob") == BOB
    assert store.looks == 3


async def test_nothing_is_remembered_of_a_store_that_changes_all_the_time() -> None:
    """Somebody else's logouts, one in every look-up: answered all the same, and asked again."""
    store = Store()

    async def find(kind: Secret, secret: str) -> Identity | None:
        store.cache.ended(uuid4())
        return await store.find(kind, secret)

    store.cache._find = find
    assert await store.cache.session("bob") == BOB
    before = store.looks
    assert await store.cache.session("bob") == BOB
    assert store.looks > before


async def test_who_may_have_missed_something_forgets_everything() -> None:
    store = Store()
    assert await store.cache.session("ada") == ADA
    del store.sessions["ada"]
    store.cache.forget_all()
    assert await store.cache.session("ada") is None
