"""What a time is called is read back; a start in no year that is asked for is called nothing."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from holdfast.booking.slots import BadSlotId, read_slot_id, slot_id

SERVICE, ANNA = UUID(int=1), UUID(int=2)
FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2199, 12, 31, 23, 55, tzinfo=UTC)
FIVE = timedelta(minutes=5)


@pytest.mark.parametrize("start", [FIRST, LAST])
def test_a_start_of_these_years_is_read_back(start: datetime) -> None:
    found = read_slot_id(slot_id(SERVICE, start, 60, [ANNA]))
    assert (found.service, found.start, found.resources) == (SERVICE, start, (ANNA,))


@pytest.mark.parametrize(
    "start",
    [
        datetime(1970, 1, 1, tzinfo=UTC),
        FIRST - FIVE,
        LAST + FIVE,
        datetime(9999, 12, 31, tzinfo=UTC),
    ],
)
def test_any_other_start_is_none(start: datetime) -> None:
    with pytest.raises(BadSlotId):
        read_slot_id(slot_id(SERVICE, start, 60, [ANNA]))


def test_a_start_that_no_calendar_has_is_none_either() -> None:
    whole = slot_id(SERVICE, LAST, 60, [ANNA])
    last = "_" * 5  # of the four bytes of the start, at 24 to 29 of the text
    with pytest.raises(BadSlotId):
        read_slot_id(whole[:24] + last + whole[29:])
