"""Nobody waits for, or is offered, what a calendar elsewhere may have taken: one that was silent is
asked as when somebody books, though never by the command that frees the time."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from holdfast.booking.bookings import USUAL
from holdfast.flows.booking.holding import hold_booking
from holdfast.flows.booking.outside.connecting import say_of_silence
from holdfast.flows.booking.outside.hearing import Hearing
from holdfast.flows.booking.planning import Wanted
from holdfast.flows.booking.waiting_in_line import look_after_line, wait_for_time
from holdfast.flows.checkout.time_taken import TimeTaken
from holdfast.flows.commit.caller import Caller
from holdfast.flows.ending.cancel import cancel
from holdfast.kit import shop_now
from tests.db.flows.booking.outside.scene import ANNA, Scene
from tests.db.flows.booking.outside.test_drags_and_money import a_service
from tests.db.flows.booking.outside.test_hearing import silent
from tests.db.flows.booking.test_line import standing
from tests.db.flows.buying import a_customer, a_guest
from tests.support.google.server import GoogleServer


async def test_what_a_silent_calendar_may_have_taken_is_asked_for_before_it_is_offered(
    scene_at_google: Scene, google: GoogleServer
) -> None:
    scene, service = scene_at_google, a_service(USUAL)
    hearing = Hearing(database=scene.stage.database, doors=scene.here.doors)
    shop = replace(scene.stage, hearing=hearing)
    day = datetime.now(UTC).date() + timedelta(days=5)
    owner, first, second = a_guest(), a_customer(), a_customer()

    def session(hour: int) -> Wanted:
        return Wanted(datetime.combine(day, time(hour), UTC), 60, ((scene.anna.id,),))

    held = await hold_booking(shop, Caller(owner), service, session(9))
    calendar = await scene.connect_google()
    await say_of_silence(scene.here, ANNA, scene.anna.id, calendar, "blocks")
    await wait_for_time(shop, Caller(first), service, session(9))
    google.away = True
    await silent(scene)
    with pytest.raises(TimeTaken):
        await wait_for_time(shop, Caller(second), service, session(9))
    asked = len(google.asked)
    await cancel(shop, Caller(owner), order_id=held.order_id)
    assert len(google.asked) == asked
    assert await look_after_line(shop, shop_now()) == 0
    assert await standing(shop, first) == [("waiting", 1)]
    google.away = False
    event = google.add(session(9).start, session(9).end)
    assert await look_after_line(shop, shop_now()) == 0
    google.remove(event)
    assert await look_after_line(shop, shop_now()) == 1
    assert await standing(shop, first) == [("offered", 1)]
