"""The garbage collector as the product's worker sets it."""

import gc

__all__ = ["settle_collector"]


def settle_collector() -> None:
    """What is there by now is never looked at again; what comes is looked at seldom."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)
