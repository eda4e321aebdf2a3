"""Mails of repeat orders. A part of ``kinds``."""

from typing import Final

from holdfast.flows.mailing.kind import Kind
from holdfast.flows.mailing.reading_links import link_opens
from holdfast.flows.mailing.reading_repeats import REPEATED, REPEATS, still_coming
from holdfast.repeats import RepeatComing, RepeatOrdered, RepeatSkipped, RepeatStopped

__all__ = ["OF_REPEATS", "REPEAT_ORDERED"]

REPEAT_ORDERED: Final = "repeat-ordered"
OF_REPEATS: Final[tuple[Kind, ...]] = (
    Kind(name=REPEAT_ORDERED, event=RepeatOrdered, about=REPEATED, still=link_opens),
    Kind(name="repeat-coming", event=RepeatComing, about=REPEATS, days=2.0, refusable=True,
         still=still_coming),
    Kind(name="repeat-skipped", event=RepeatSkipped, about=REPEATS),
    Kind(name="repeat-stopped", event=RepeatStopped, about=REPEATS, days=7.0),
)  # fmt: skip
