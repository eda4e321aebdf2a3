"""What a shop has kept of what was paid for an order, as views tell income."""

from holdfast.payments import COVERED, KEPT

__all__ = ["COVERED", "KEPT"]
