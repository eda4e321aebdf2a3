"""One appointment that makes no sense keeps nobody from the rest of the calendar, and no address
that is none is asked."""

import pytest

from holdfast.flows.booking.outside.connecting import CalendarNotOpened, connect_caldav
from tests.db.flows.booking.outside.scene import ANNA, OPENS, Scene, utc
from tests.support.calendar_server import CalendarServer
from tests.support.spring import ahead


async def test_what_lasts_until_the_last_day_there_is_takes_the_time(
    scene: Scene, dav: CalendarServer
) -> None:
    ages = dav.make("ages")
    dav.put(ages, "gone-for-good", ahead("DTSTART:20270325T000000"), "DTEND:99991231T235959")
    dav.put(ages, "once", ahead("DTSTART:20270301T100000Z"), ahead("DTEND:20270301T113000Z"))
    calendar = await scene.connect(ages)
    once, gone = sorted(await scene.blocks())
    assert once == (utc("2027-03-01 10:00"), utc("2027-03-01 11:30"))
    assert gone[0] == utc("2027-03-24 23:00")
    assert await scene.state(calendar) == ("connected", None)


@pytest.mark.parametrize(
    "address",
    ["https://[", "https://[::1", "https://host:abc/", "http://127.0.0.1:99999/", "http://h:0/",
     "https://\u043a\u0430\u043b.\u0440\u0444/", "http://127.0.0.1/\u0447", "http://a b/"],
)  # fmt: skip
async def test_an_address_that_is_none_is_not_asked(scene: Scene, address: str) -> None:
    with pytest.raises(CalendarNotOpened):
        await connect_caldav(scene.here, ANNA, scene.anna.id, address, OPENS, "passes")


async def test_a_server_that_leads_to_no_address_is_refused(
    scene: Scene, dav: CalendarServer
) -> None:
    work = dav.make("leads")
    dav.leads = "https://["
    try:
        with pytest.raises(CalendarNotOpened):
            await connect_caldav(scene.here, ANNA, scene.anna.id, work, OPENS, "passes")
    finally:
        dav.leads = ""
