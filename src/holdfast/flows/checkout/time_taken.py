"""What is in the way of a booking: a time that somebody else was quicker to take, a schedule that
was changed at this very moment."""

from collections.abc import Sequence

from holdfast.booking.bookings import NewBooking, Taking, names_of_takings
from holdfast.kit import Problem, iso
from holdfast.kit.sentences import say
from holdfast.ledger import Shortage

__all__ = ["ScheduleChanged", "TimeTaken", "short_of", "time_taken", "too_late"]


class TimeTaken(Problem):
    """Somebody has, or holds, the time. ``taken`` names each resource that is not free, for
    which span it was wanted, and whether it is only held, so may yet come free."""

    status = 409
    code = "time-taken"
    title = "The time is taken"


class ScheduleChanged(Problem):
    """The schedule that offered the time is no longer the one in force."""

    status = 409
    code = "schedule-changed"
    title = "The schedule was changed"


def time_taken(booking: NewBooking | None, shortages: Sequence[Shortage]) -> TimeTaken | None:
    """The refusal, if it is for cells of the booking's time."""
    if booking is None:
        return None
    return short_of(booking.takings, shortages)


def short_of(
    takings: Sequence[Taking],
    shortages: Sequence[Shortage],
    field: str = "start",
    *,
    quicker: bool = True,
) -> TimeTaken | None:
    """The refusal that names each resource of which cells are short, if any is, and says of each
    whether those are only held. ``quicker``: that was not known when it was asked for."""
    short = {shortage.key: shortage for shortage in shortages}
    taken: list[Taking] = []
    told: list[dict[str, object]] = []
    for taking in takings:
        cells = [short[line.key] for line in taking.lines if line.key in short]
        if cells:
            taken.append(taking)
            told.append(_told(taking, held=all(shortage.held for shortage in cells)))
    if not taken:
        return None
    names = names_of_takings(taken)
    if quicker:
        detail = say("Somebody was quicker: {names} is taken at this time.", names=names)
    else:
        detail = say("Not to be had at this time: {names}.", names=names)
    return TimeTaken(detail, field=field, extra={"taken": told})


def too_late(takings: Sequence[Taking], field: str = "start") -> TimeTaken:
    """The refusal for those who are at another place before or after, too far away."""
    names = names_of_takings(takings)
    told = [_told(one, held=False) for one in takings]
    return TimeTaken(
        say("At another place too shortly before or after: {names}.", names=names),
        field=field,
        extra={"taken": told},
    )


def _told(taking: Taking, *, held: bool) -> dict[str, object]:
    return {
        "resourceId": str(taking.resource_id),
        "role": taking.role,
        "name": taking.called,
        "from": iso(taking.starts_at),
        "until": iso(taking.ends_at),
        "held": held,
    }
