"""Typed user ids: the same handle is the same user, in every service and for good."""

from uuid import UUID, uuid5

import pytest

from holdfast.people import HANDLES, is_handle, user_of_handle


def test_a_handle_is_the_uuid_of_its_name() -> None:
    assert UUID("7f9c1c34-5e8b-5d0e-9a53-3f0f6d1c2b71") == HANDLES
    assert user_of_handle("1") == uuid5(HANDLES, "1")
    assert user_of_handle("1") != user_of_handle("01")
    assert user_of_handle("ann") != user_of_handle("Ann")


def test_a_handle_that_is_an_id_is_that_user() -> None:
    assert user_of_handle("0190b5a0-7c3e-7a10-8000-000000000001") == UUID(
        "0190b5a0-7c3e-7a10-8000-000000000001"
    )


@pytest.mark.parametrize("text", ["1", "ann", "a@b.example", "x" * 64, "~!"])
def test_may_be_typed(text: str) -> None:
    assert is_handle(text)


@pytest.mark.parametrize("text", ["", " ", "a b", "x" * 65, "Люба", "a\n", "\x00"])
def test_may_not_be_typed(text: str) -> None:
    assert not is_handle(text)
