"""Who picks an order up in place of its buyer."""

import msgspec
from msgspec import Struct

__all__ = ["Collector", "collector_text", "decode_collector"]


class Collector(Struct, frozen=True):
    """``phone`` is in international form, or empty."""

    name: str
    phone: str = ""


def collector_text(collector: Collector | None) -> str | None:
    """As its row keeps it."""
    return None if collector is None else msgspec.json.encode(collector).decode()


def decode_collector(text: str) -> Collector:
    """From its row."""
    return msgspec.json.decode(text, type=Collector)
