"""Whether a session lies within the hours of who serves it. Pure."""

from collections.abc import Iterable

from holdfast.booking.resource import Kind
from holdfast.booking.schedule import Span, less


def is_open(kind: Kind, opened: Iterable[Span], session: Span) -> bool:
    """Whether all of the session is open, one piece after another; its ``studio``: where it is to
    be. Only a photographer's rules hold for a studio."""
    place = session.studio if kind == "photographer" else None
    here = [one for one in opened if place is None or one.studio in (None, place)]
    return not less([session], here)
