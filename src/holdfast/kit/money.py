"""Money: an integer in minor units beside its currency. Never a float.

Currencies are those of ISO 4217, and points (``PTS``), which are ours and have no decimals.
"""

from typing import Final

from msgspec import Struct

from holdfast.kit.money_words import in_words

__all__ = [
    "CURRENCIES", "POINTS", "Money", "coded", "decimal_text", "exponent", "is_currency",
    "money_text", "uneven_exponents",
]  # fmt: skip

POINTS: Final = "PTS"

# Minor-unit exponents other than two; every other active code of ISO 4217 has two.
_EXPONENTS: Final = {
    "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0,
    "RWF": 0, "UGX": 0, "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
    "BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
    "CLF": 4, "UYW": 4,
    POINTS: 0,
}  # fmt: skip
_TWO_DECIMALS: Final = frozenset(
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD "
    "CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP "
    "GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD "
    "LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB "
    "PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC "
    "SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW "
    "ZWG".split()
)


CURRENCIES: Final = (_TWO_DECIMALS | _EXPONENTS.keys()) - {POINTS}
"""The codes of ISO 4217."""


def is_currency(code: str) -> bool:
    """Whether ``code`` is an active ISO 4217 currency, or points."""
    return code in _TWO_DECIMALS or code in _EXPONENTS


def exponent(currency: str) -> int:
    """How many decimals the currency's minor unit stands for (RUB 2, JPY 0)."""
    return _EXPONENTS.get(currency, 2)


def uneven_exponents() -> dict[str, int]:
    """Of each currency whose minor unit is not a hundredth, how many decimals it stands for."""
    return dict(_EXPONENTS)


def decimal_text(amount: int, currency: str) -> str:
    """An amount in minor units as a decimal number: ``13.50``, of yen ``13``."""
    decimals = exponent(currency)
    if decimals == 0:
        return str(amount)
    whole, minor = divmod(abs(amount), 10**decimals)
    return f"{'-' if amount < 0 else ''}{whole}.{minor:0{decimals}}"


def coded(amount: int, currency: str) -> str:
    """As tables and files have it: ``13.50 EUR``."""
    return f"{decimal_text(amount, currency)} {currency}"


def money_text(amount: int, currency: str, language: str, *, signs: bool = True) -> str:
    """As people write it, and as pages do: ``€13.50``, ``€13``, in Russian ``13,50 €``;
    ``300 points``. Without ``signs``, which not every font has, with the currency's code:
    ``EUR 13.00``."""
    if currency == POINTS:
        return _points(amount, language)
    return in_words(decimal_text(amount, currency), currency, language, signs=signs)


def _points(amount: int, language: str) -> str:
    named, number = abs(amount), f"{amount:,}"
    if language == "ko":
        return f"{number}\N{NO-BREAK SPACE}P"
    if language != "ru":
        return f"{number}\N{NO-BREAK SPACE}{'point' if named == 1 else 'points'}"
    word = "баллов"
    if named % 100 not in (11, 12, 13, 14):
        word = {1: "балл", 2: "балла", 3: "балла", 4: "балла"}.get(named % 10, word)
    return f"{number} {word}".replace(",", " ").replace(" ", "\N{NO-BREAK SPACE}")


class Money(Struct, frozen=True):
    """``amount`` minor units of ``currency``; sums of one currency only."""

    amount: int
    currency: str

    def __add__(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise ValueError(f"cannot add {other.currency} to {self.currency}")
        return Money(self.amount + other.amount, self.currency)

    def __str__(self) -> str:
        """As an English sentence has it."""
        return self.text("en")

    def text(self, language: str) -> str:
        """As people write it in this language."""
        return money_text(self.amount, self.currency, language)

    def __mul__(self, quantity: int) -> "Money":
        return Money(self.amount * quantity, self.currency)
