"""Telephone numbers as people write them, in the international form (E.164)."""

from typing import Final

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

__all__ = ["MOST_PHONE", "can_be_texted", "country_of", "international"]

MOST_PHONE: Final = 40
"""Characters that one is written in."""
_TEXTED: Final = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


def international(typed: str, country: str) -> str | None:
    """``+4930901820``; None if it is no number. ``country`` is where it is dialled if it does not
    say so itself; empty: it has to."""
    try:
        number = phonenumbers.parse(typed[:MOST_PHONE], country or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def can_be_texted(number: str) -> bool:
    """Whether it may be a mobile's: no other gets an SMS, and some cost whoever writes to them."""
    return phonenumbers.number_type(phonenumbers.parse(number)) in _TEXTED


def country_of(number: str) -> str:
    """By ISO 3166; empty if the number is of none."""
    return phonenumbers.region_code_for_number(phonenumbers.parse(number)) or ""
