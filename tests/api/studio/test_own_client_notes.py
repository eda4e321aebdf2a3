"""A photographer notes of a client what nobody else reads."""

from uuid import uuid4

from tests.api.studio.own_clients import Two
from tests.api.studio.test_who_comes import two
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.server import until
from tests.support.studio import day_ahead

__all__ = ["two"]

CLIENTS = "/api/studio/clients"


def test_a_note_of_a_client_is_read_on_each_booking_of_theirs_by_who_wrote_it(two: Two) -> None:
    mia = two.visitor(f"mia-{uuid4().hex[:8]}")
    two.booked(mia, "bo", 45, "10:00")
    later = two.booked(mia, "bo", 46, "10:00")
    two.booked(mia, "ann", 47, "10:00")
    (card,) = cards_of(two, "bo", 45)
    assert card["clientNote"] == ""
    at = f"{CLIENTS}/{card['clientId']}"
    assert two.bo.put(f"{at}/note", json={"note": " Left side, no flash. "}).status_code == 204
    assert expect(two.bo.get(at))["note"] == "Left side, no flash."
    (other,) = cards_of(two, "bo", 46)
    assert (other["number"], other["clientNote"]) == (later["number"], "Left side, no flash.")

    # Neither another photographer of theirs, nor staff, nor the client reads it.
    (hers,) = cards_of(two, "ann", 47)
    assert hers["clientNote"] == ""
    assert expect(two.ann.get(at))["note"] == ""
    for who, path in (
        (two.staff, f"/api/staff/clients/{card['clientId']}"),
        (two.staff, f"/api/staff/bookings/{later['id']}"),
        (mia, f"/api/bookings/{later['id']}"),
    ):
        assert "no flash" not in who.get(path).text, path
    assert two.bo.put(f"{at}/note", json={"note": ""}).status_code == 204
    assert expect(two.bo.get(at))["note"] == ""


def test_only_of_a_client_of_ones_own(two: Two) -> None:
    eva = two.visitor(f"eva-{uuid4().hex[:8]}")
    two.booked(eva, "bo", 48, "10:00")
    (card,) = cards_of(two, "bo", 48)
    note = {"note": "Tall"}
    path = f"{CLIENTS}/{card['clientId']}/note"
    refusal(two.ann.put(path, json=note), 404, "client-not-found")
    refusal(two.bo.put(f"{CLIENTS}/{uuid4()}/note", json=note), 404, "client-not-found")
    refusal(two.staff.put(path, json=note), 404, "resource-not-found")
    refusal(eva.put(path, json=note), 403, "forbidden")


def cards_of(two: Two, whose: str, days: int) -> list[dict[str, object]]:
    """Once who booked is a client, which is within a moment."""
    who = two.bo if whose == "bo" else two.ann
    span = {"from": str(day_ahead(days)), "to": str(day_ahead(days + 1))}

    def found() -> list[dict[str, object]]:
        return list(expect(who.get("/api/studio/calendar", params=span))["bookings"])

    until(lambda: all("clientId" in one for one in found()), PATIENCE, "they are a client")
    return found()
