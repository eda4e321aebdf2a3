"""Why a time cannot be booked, though nobody else has it."""

from holdfast.kit import Problem

__all__ = ["LeavesGap", "NotOffered", "StudioClosed", "TooFarAhead", "TooSoon"]


class NotOffered(Problem):
    """The service is not offered so: for this long, for so many, at this minute, by these."""

    status = 422
    code = "not-offered"
    title = "The service is not offered so"


class LeavesGap(NotOffered):
    """Not at this minute: it would leave free time beside it that is too short to sell."""


class TooSoon(Problem):
    """It is to begin sooner than somebody can be there; ``from`` is the first moment that can."""

    status = 409
    code = "too-soon"
    title = "That is too soon"


class TooFarAhead(Problem):
    """It is later than anybody can be booked for by now."""

    status = 409
    code = "too-far-ahead"
    title = "That is too far ahead"


class StudioClosed(Problem):
    """Somebody or something it needs is not to be had then; ``closed`` names them. ``soft``:
    only blocks are in the way that staff may book over."""

    status = 409
    code = "closed"
    title = "Closed at this time"
