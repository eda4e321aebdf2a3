"""What is told of a thing on which others were quicker again and again, while somebody tried."""

import structlog

from holdfast.flows.commit.refusals import TooBusy

__all__ = ["crowded_out"]

log = structlog.get_logger("holdfast.commit")


def crowded_out(what: str) -> TooBusy:
    """Nothing was done, and who asked may ask again; ``what`` is for the log. Raise what it
    returns."""
    log.warning("crowded out", what=what)
    return TooBusy(
        "Others are changing it at the same moment. Try again.", headers={"Retry-After": "1"}
    )
