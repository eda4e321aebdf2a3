"""Hours that run out at the very moment at which staff give them more time: one of both happens."""

import pytest

from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import scoped_key
from holdfast.flows.packages import keeping, running_out
from holdfast.flows.packages.keeping import PackageStopped, freeze, prolong, thaw
from holdfast.flows.packages.running_out import look_after_packages
from tests.db.flows.buying import a_customer
from tests.db.flows.packages.having import a_manager, bought, soon
from tests.db.flows.stage import Stage, select


async def status_of(stage: Stage, grant_id: object) -> object:
    (row,) = await select(stage, "SELECT status FROM package_grants WHERE id = $1", grant_id)
    return row[0]


async def test_what_is_given_more_time_as_it_runs_out_goes_on(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    (mine,) = await bought(stage, a_customer())
    until, read, looked = soon(500), running_out.grants_by_id, list[object]()

    async def prolonged_meanwhile(*about: object) -> object:
        found = await read(*about)  # type: ignore[arg-type]
        if not looked:
            looked.append(found)
            await prolong(stage, Caller(a_manager()), mine.id, until, "they were ill")
        return found

    monkeypatch.setattr(running_out, "grants_by_id", prolonged_meanwhile)
    await look_after_packages(stage, mine.grace_until)
    assert await status_of(stage, mine.id) == "active"


async def test_what_runs_out_as_it_is_given_more_time_is_looked_at_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    (mine,) = await bought(stage, a_customer())
    until, read, looked = soon(500), keeping.found_grant, list[object]()

    async def over_meanwhile(*about: object) -> object:
        found = await read(*about)  # type: ignore[arg-type]
        if not looked:
            looked.append(found)
            while await look_after_packages(stage, mine.grace_until):
                pass
        return found

    monkeypatch.setattr(keeping, "found_grant", over_meanwhile)
    with pytest.raises(PackageStopped):
        await prolong(stage, Caller(a_manager()), mine.id, until, "they were ill")
    assert await status_of(stage, mine.id) == "expired"
    assert (await prolong(stage, Caller(a_manager()), mine.id, until, "again")).is_active


async def test_who_asks_again_with_the_same_key_is_told_the_same(stage: Stage) -> None:
    (mine,) = await bought(stage, a_customer())
    staff = a_manager()

    def by(what: str) -> Caller:
        return Caller(staff, "r-again", scoped_key(f"{what}/{mine.id}", staff.id, "a-key", b"{}"))

    until = soon(500)
    for _ in range(2):
        assert not (await freeze(stage, by("freeze"), mine.id, "ill")).is_active
    for _ in range(2):
        assert (await thaw(stage, by("thaw"), mine.id)).is_active
    for _ in range(2):
        assert (await prolong(stage, by("prolong"), mine.id, until, "ill")).valid_until == until
    with pytest.raises(PackageStopped):
        await prolong(stage, Caller(staff), mine.id, until, "ill")
