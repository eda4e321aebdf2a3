"""YooKassa as far as a shop meets it: a server of ours, of which the vendor's SDK judges both
sides."""

from tests.support.yookassa.server import KEY, SHOP, YooKassaServer

__all__ = ["KEY", "SHOP", "YooKassaServer"]
