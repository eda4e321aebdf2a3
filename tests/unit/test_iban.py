"""An IBAN that cannot be one is found among other words; what is none is left alone."""

import pytest

from holdfast.kit.iban import wrong_iban

GERMAN = "DE89 3704 0044 0532 0130 00"


@pytest.mark.parametrize(
    "text",
    [
        GERMAN,
        GERMAN.replace(" ", "").lower(),
        f"Mill & Loom GmbH\nIBAN: {GERMAN}\nBIC COBADEFFXXX, Commerzbank",
        f"{GERMAN} COBADEFFXXX",  # what stands behind it on its line is no part of it
        "GB29 NWBK 6016 1331 9268 19",
        "NO93 8601 1117 947",
        "ООО Мельница, р/с 40702810900000012345, БИК 044525225",
        "국민은행 123456-04-123456 방앗간",
        "Account 000123456789, routing 110000000",
        "Room AT12 in the yard",
        "ZZ12 3456 7890 1234",  # no country of IBANs
    ],
)
def test_what_may_be_right_is_left_alone(text: str) -> None:
    assert wrong_iban(text) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("DE89 3704 0044 0532 0130 01", "DE89370400440532013001"),  # another digit
        ("DE89 3704 0044 0532 0103 00", "DE89370400440532010300"),  # two changed places
        ("DE89 3704 0044 0532 0130 0", "DE8937040044053201300"),  # one is missing
        (f"{GERMAN}\nDE00 3704 0044 0532 0130 00", "DE00370400440532013000"),
    ],
)
def test_a_slip_of_the_finger_is_found(text: str, found: str) -> None:
    assert wrong_iban(text) == found
