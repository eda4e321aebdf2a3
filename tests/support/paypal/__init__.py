"""PayPal as far as a shop meets it: a server of ours, of which the vendor's SDK judges both
sides."""

from tests.support.paypal.server import CLIENT, SECRET, WEBHOOK, PayPalServer

__all__ = ["CLIENT", "SECRET", "WEBHOOK", "PayPalServer"]
