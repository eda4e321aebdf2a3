"""Two of staff make a photographer of the same account at once: there is one."""

import asyncio
from uuid import UUID

from holdfast import people
from holdfast.booking import ResourceTerms
from holdfast.flows.booking.resources import BadResource, make_resource
from holdfast.kit import new_id
from tests.db.flows.booking.series import STAFF
from tests.db.flows.stage import Stage


async def test_of_two_at_once_one_is_made_and_the_other_is_told(stage: Stage) -> None:
    async with stage.database.transaction() as connection:
        user = await people.add(
            connection, f"{new_id()}@test.example", "Ann", "", ["customer", "photographer"]
        )
    terms = ResourceTerms(kind="photographer", name="Ann", zone="UTC", user_id=user.id)
    both = (make_resource(stage, STAFF, terms), make_resource(await stage.spare(), STAFF, terms))
    found = await asyncio.gather(*both, return_exceptions=True)
    assert sum(isinstance(one, UUID) for one in found) == 1
    assert any(isinstance(one, BadResource) for one in found)
