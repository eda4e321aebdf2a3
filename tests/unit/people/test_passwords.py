"""Passwords: right, wrong, nobody's."""

import unicodedata

import pytest

from holdfast.people import Passwords
from holdfast.people.passwords import WeakPassword


async def test_only_the_right_password_is_right() -> None:
    passwords = Passwords()
    stored = await passwords.hash("correct horse")
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert await passwords.verify(stored, "correct horse")
    assert not await passwords.verify(stored, "correct house")
    assert not passwords.outdated(stored)
    passwords.close()


@pytest.mark.parametrize("typed", ["пароль-й", "caf\u00e9 au lait", "Å ﬁne passphrase"])
async def test_a_password_is_right_however_a_keyboard_writes_its_letters(typed: str) -> None:
    passwords = Passwords()
    stored = await passwords.hash(unicodedata.normalize("NFD", typed))
    assert await passwords.verify(stored, unicodedata.normalize("NFC", typed))
    passwords.close()


async def test_nobody_has_no_password_not_even_the_one_compared_with() -> None:
    passwords = Passwords()
    assert not await passwords.verify(None, "nobody has this password")
    passwords.close()


async def test_what_is_stored_and_is_no_hash_is_simply_wrong() -> None:
    passwords = Passwords()
    assert not await passwords.verify("plain", "plain")
    passwords.close()


async def test_who_was_inserted_without_a_password_has_none() -> None:
    passwords = Passwords()
    assert not await passwords.verify("", "nobody has this password")
    passwords.close()


@pytest.mark.parametrize("password", ["short", "x" * 201])
async def test_too_short_and_too_long_are_refused(password: str) -> None:
    passwords = Passwords()
    with pytest.raises(WeakPassword):
        await passwords.hash(password)
    passwords.close()
