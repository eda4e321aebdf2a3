"""Money as people write it in the shop's languages, as its pages do (CLDR, the narrow signs):
``€79.92``, in Russian ``79,92 €``."""

from typing import Final
from unicodedata import category

__all__ = ["in_words"]

_NBSP: Final = "\N{NO-BREAK SPACE}"
_SIGNS: Final = {
    "AFN": "؋", "AMD": "֏", "AOA": "Kz", "ARS": "$", "AUD": "$", "AZN": "₼", "BAM": "KM",
    "BBD": "$", "BDT": "৳", "BMD": "$", "BND": "$", "BOB": "Bs", "BRL": "R$", "BSD": "$",
    "BWP": "P", "BZD": "$", "CAD": "$", "CLP": "$", "CNY": "¥", "COP": "$", "CRC": "₡", "CUP": "$",
    "CZK": "Kč", "DKK": "kr", "DOP": "$", "EGP": "E£", "EUR": "€", "FJD": "$", "FKP": "£",
    "GBP": "£", "GEL": "₾", "GHS": "GH₵", "GIP": "£", "GNF": "FG", "GTQ": "Q", "GYD": "$",
    "HKD": "$", "HNL": "L", "HUF": "Ft", "IDR": "Rp", "ILS": "₪", "INR": "₹", "ISK": "kr",
    "JMD": "$", "JPY": "¥", "KHR": "៛", "KMF": "CF", "KPW": "₩", "KRW": "₩", "KYD": "$", "KZT": "₸",
    "LAK": "₭", "LBP": "L£", "LKR": "Rs", "LRD": "$", "MGA": "Ar", "MMK": "K", "MNT": "₮",
    "MUR": "Rs", "MXN": "$", "MYR": "RM", "NAD": "$", "NGN": "₦", "NIO": "C$", "NOK": "kr",
    "NPR": "Rs", "NZD": "$", "PHP": "₱", "PKR": "Rs", "PLN": "zł", "PYG": "₲", "RON": "lei",
    "RUB": "₽", "RWF": "RF", "SBD": "$", "SEK": "kr", "SGD": "$", "SHP": "£", "SRD": "$",
    "SSP": "£", "STN": "Db", "SYP": "£", "THB": "฿", "TOP": "T$", "TRY": "₺", "TTD": "$",
    "TWD": "$", "UAH": "₴", "USD": "$", "UYU": "$", "VND": "₫", "XAF": "FCFA", "XCD": "$",
    "XOF": "F CFA", "XPF": "CFPF", "ZAR": "R", "ZMW": "ZK",
}  # fmt: skip
_OWN_SIGNS: Final = {
    "ru": {"BYN": "р.", "GEL": "ლ", "RON": "L", "TMT": "ТМТ", "TWD": "NT$"},
    "ko": {"BYN": "р.", "RON": "L", "TWD": "NT$"},
}


def in_words(amount: str, currency: str, language: str, *, signs: bool) -> str:
    """An ``amount`` as a decimal number; in English where the language is another. Without
    ``signs``, as papers have it, currencies have their codes, and a whole amount its decimals."""
    sign = "-" if amount.startswith("-") else ""
    whole, _, minor = amount.removeprefix("-").partition(".")
    if signs and not minor.strip("0"):
        minor = ""
    named = currency
    if signs:
        named = _OWN_SIGNS.get(language, {}).get(currency) or _SIGNS.get(currency, currency)
    if language == "ru":
        number = f"{int(whole):,}".replace(",", _NBSP) + (f",{minor}" if minor else "")
        return f"{sign}{number}{_NBSP}{named}"
    number = f"{int(whole):,}" + (f".{minor}" if minor else "")
    apart = "" if category(named[-1]).startswith("S") else _NBSP
    return f"{sign}{named}{apart}{number}"
