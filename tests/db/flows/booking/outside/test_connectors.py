"""A calendar is kept in step while whoever connected it comes in there: as whose time it is, or as
staff."""

from collections.abc import Sequence
from uuid import UUID

import pytest

from holdfast.flows.booking.outside.connecting import connect_caldav
from holdfast.flows.commit.caller import Caller
from holdfast.kit import new_id
from holdfast.people import Principal, user_owner
from tests.db.flows.booking.outside.scene import OPENS, Scene
from tests.support.calendar_server import CalendarServer

GONE = ("refused", "Whoever connected it is not here any more.")
THERE = ("connected", None)


async def somebody(scene: Scene, *roles: str, is_anna: bool = False) -> UUID:
    made = new_id()
    await scene.stage.database.pool.execute(
        "INSERT INTO users (id, email, name, password_hash, roles) VALUES ($1, $2, 'A', '', $3)",
        made, f"{made}@test.example", list(roles),
    )  # fmt: skip
    if is_anna:
        await scene.stage.database.pool.execute(
            "UPDATE resources SET user_id = $1 WHERE id = $2", made, scene.anna.id
        )
    return made


async def connected_by(scene: Scene, dav: CalendarServer, who: UUID, *roles: str) -> UUID:
    caller = Caller(Principal(user_owner(who), "user", frozenset(roles)))
    at = dav.make("own")
    made = await connect_caldav(scene.here, caller, scene.anna.id, at, OPENS, "passes")
    await scene.read(made)
    assert await scene.state(made) == THERE
    return made


@pytest.mark.parametrize(
    "goes",
    [
        "UPDATE users SET active = false WHERE id = $1",
        "UPDATE users SET roles = '{customer}' WHERE id = $1",
        "UPDATE resources SET user_id = NULL WHERE user_id = $1",
    ],
)
async def test_a_photographer_who_left_is_told_of_no_booking_any_more(
    scene: Scene, dav: CalendarServer, goes: str
) -> None:
    anna = await somebody(scene, "photographer", is_anna=True)
    calendar = await connected_by(scene, dav, anna, "photographer")
    await scene.stage.database.pool.execute(goes, anna)
    await scene.read(calendar)
    assert await scene.state(calendar) == GONE


@pytest.mark.parametrize(
    ("roles", "active", "state"),
    [(["manager"], True, THERE), (["manager"], False, THERE), (["customer"], True, GONE)],
)
async def test_what_staff_connected_for_somebody_stays_when_they_go(
    scene: Scene, dav: CalendarServer, roles: Sequence[str], active: bool, state: object
) -> None:
    manager = await somebody(scene, "manager")
    calendar = await connected_by(scene, dav, manager, "manager")
    await scene.stage.database.pool.execute(
        "UPDATE users SET roles = $2, active = $3 WHERE id = $1",
        manager, list(roles), active,
    )  # fmt: skip
    await scene.read(calendar)
    assert await scene.state(calendar) == state
