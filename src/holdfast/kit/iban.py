"""IBANs among words that somebody typed: whether one of them cannot be right. Pure.

Two digits of each are a check of the rest, so a slip of the finger is found before money is sent
nowhere. What is no IBAN (an account number of Russia, Korea or the United States) is not judged.
"""

import re
from typing import Final

__all__ = ["wrong_iban"]

_LENGTHS: Final = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22,
    "BR": 29, "BY": 28, "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28,
    "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23,
    "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26,
    "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 21, "LU": 20,
    "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MR": 27, "MT": 31, "MU": 30,
    "NL": 18, "NO": 15, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22,
    "SA": 24, "SC": 31, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "ST": 25, "SV": 28, "TL": 23,
    "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20,
}  # fmt: skip
"""Characters of an IBAN, by country."""
_BEGINS: Final = re.compile(r"(?<![A-Z0-9])[A-Z]{2}[0-9]{2}(?=[ A-Z0-9]{10})")
_DIGITS: Final = 8
"""With fewer of them it is a word of something else."""


def wrong_iban(text: str) -> str | None:
    """The first IBAN in the text that cannot be one; None: there is none, or each may be right."""
    for line in text.upper().splitlines():
        for found in _BEGINS.finditer(line):
            length = _LENGTHS.get(found[0][:2])
            run = re.match(r"[A-Z0-9]+(?: [A-Z0-9]+)*", line[found.start() :])
            if length is None or run is None:
                continue
            typed = run[0].replace(" ", "")[:length]
            if sum(one.isdigit() for one in typed) >= _DIGITS and not _checks(typed, length):
                return typed
    return None


def _checks(iban: str, length: int) -> bool:
    """By ISO 7064: as a number, its first four characters last, it leaves 1 of 97."""
    if len(iban) != length:
        return False
    return int("".join(str(int(one, 36)) for one in iban[4:] + iban[:4])) % 97 == 1
