"""Files that are just being sent have so much room, all together and each sender's."""

import pytest

from holdfast.api.contract.problems import RateLimited, Unavailable
from holdfast.api.shell.bodies import BodyRoom
from holdfast.api.studio.galleries import SESSION_PICTURE


def test_one_sender_fills_their_own_room_and_no_other() -> None:
    room = BodyRoom(most=10, each=4)
    room.take("user:a", 3)
    with pytest.raises(RateLimited) as refused:
        room.take("user:a", 2)
    assert refused.value.headers["Retry-After"] == "2"
    room.take("user:a", 1)
    room.take("user:b", 4)
    room.leave("user:a", 3)
    room.take("user:a", 2)


def test_all_of_them_fill_the_house_until_one_is_answered() -> None:
    room = BodyRoom(most=10, each=4)
    for one in ("a", "b"):
        room.take(one, 4)
    with pytest.raises(Unavailable):
        room.take("c", 3)
    room.take("c", 2)
    room.leave("a", 4)
    room.take("c", 2)


def test_one_sender_has_so_many_pictures_in_hand_however_small() -> None:
    room = BodyRoom()
    for _ in range(3):
        room.take("user:a", 1, files=3)
    with pytest.raises(RateLimited):
        room.take("user:a", 1, files=3)
    room.take("user:a", 1)
    room.take("user:b", 1, files=3)
    for _ in range(2):
        room.leave("user:a", 1)
    room.take("user:a", 1, files=3)


def test_the_largest_pictures_that_are_sent_fit_three_at_once() -> None:
    room = BodyRoom()
    for _ in range(3):
        room.take("user:a", SESSION_PICTURE.most_bytes, SESSION_PICTURE.in_hand)
    with pytest.raises(RateLimited):
        room.take("user:a", SESSION_PICTURE.most_bytes, SESSION_PICTURE.in_hand)
