"""What carriers' words come to, in whatever order they come; and the demo's carrier."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from holdfast.fulfilment import (
    CarrierCode,
    CarrierRefused,
    CarrierStep,
    CarrierWord,
    DemoCarrier,
    Label,
    Parcel,
    ParcelStatus,
    ShipmentRequest,
    by_carrier,
    why_not,
)
from holdfast.kit import new_id

BEGUN = datetime(2026, 11, 23, tzinfo=UTC)
AFTER: Final[Mapping[str, ParcelStatus]] = {
    "ship": "shipped",
    "deliver": "delivered",
    "fail": "failed",
}
ENDS = {"delivered", "lost", "returned"}


def step(at: int, code: CarrierCode) -> CarrierStep:
    return CarrierStep(f"{at}-{code}", code, BEGUN + timedelta(hours=at))


STEPS = st.lists(
    st.builds(
        step,
        st.integers(0, 9),
        st.sampled_from(
            ["accepted", "in-transit", "out-for-delivery", "delivered", "lost", "returned"]
        ),
    ),
    unique_by=lambda one: one.id,
    max_size=6,
)


def parcel(status: ParcelStatus, *steps: CarrierStep, label: Label | None = None) -> Parcel:
    return Parcel(new_id(), new_id(), 1, status, "link", lines={0: 2}, steps=steps, label=label)


@given(STEPS.flatmap(lambda steps: st.tuples(st.just(steps), st.permutations(steps))))
def test_words_in_any_order_move_a_parcel_only_as_its_life_goes(
    told: tuple[list[CarrierStep], list[CarrierStep]],
) -> None:
    steps, mixed = told
    found = parcel("picking", *steps)
    said: list[CarrierStep] = []
    for one in (*mixed, *mixed):  # each twice
        said = [*said, *(new for new in (one,) if new not in said)]
        for action in by_carrier(found, said):
            assert why_not(action, found) is None
            found = replace(found, status=AFTER[action])
    found = replace(found, steps=tuple(said))
    assert by_carrier(found, said) == ()
    # What ended here stays ended, and is told to staff where its carrier says otherwise.
    ends = [one for one in sorted(steps, key=lambda s: (s.at, s.id)) if one.code in ENDS]
    if not steps:
        assert found.status == "picking"
    elif not ends:
        assert found.status == "shipped"
    else:
        agrees = (ends[-1].code == "delivered") is found.is_delivered
        assert found.ended_otherwise is not agrees


@pytest.mark.parametrize("status", ["waiting", "delivered", "failed", "cancelled"])
def test_what_is_over_or_not_packed_is_not_moved(status: ParcelStatus) -> None:
    assert by_carrier(parcel(status), [step(1, "accepted"), step(2, "delivered")]) == ()


def test_a_label_keeps_the_parcel_together_until_it_is_let_go() -> None:
    def codes(status: ParcelStatus, label: Label | None) -> list[str | None]:
        one = parcel(status, label=label)
        found = [why_not(action, one) for action in ("label", "unlabel", "ship", "split", "cancel")]
        return [None if refusal is None else refusal.code for refusal in found]

    asked = Label("demo", "asked", new_id())
    there, none = "label-there", "no-label"
    assert codes("waiting", None) == ["parcel-not-picked", none, "parcel-not-picked", None, None]
    assert codes("picking", None) == [None, none, None, None, None]
    assert codes("picking", asked) == [there, None, there, there, there]
    ready = replace(asked, state="ready", reference="r")
    assert codes("picking", ready) == [there, None, None, there, there]
    assert codes("picking", replace(ready, state="ending")) == [there, none, None, there, there]
    assert codes("picking", replace(asked, state="refused")) == [None, none, None, None, None]
    assert codes("shipped", ready) == ["parcel-shipped"] * 5


async def test_the_demo_carrier_moves_parcels_as_their_address_says() -> None:
    now = [1000.0]
    carrier = DemoCarrier(b"secret", 1.0, lambda: now[0])

    async def codes(sign: str, seconds: float) -> list[str]:
        asked = ShipmentRequest("A1", 1, 2, ("Ann", f"{sign} street 1"), "DE")
        sent = await carrier.create(asked, f"key of {sign}")
        assert await carrier.create(asked, f"key of {sign}") == sent
        assert not await carrier.track(sent.reference)
        assert (await carrier.label(sent.reference)).startswith(b"%PDF")
        now[0] += seconds
        steps = await carrier.track(sent.reference)
        assert all(one.at < other.at for one, other in pairwise(steps))
        return [one.code for one in steps]

    way = ["accepted", "in-transit", "out-for-delivery"]
    assert await codes("Main", 4) == [*way, "delivered"]
    assert await codes("Slow", 4) == []
    assert await codes("Lost", 4) == [*way[:2], "lost"]
    assert await codes("returned", 4) == [*way, "returned"]
    with pytest.raises(CarrierRefused):
        await codes("REFUSED", 0)
    assert await carrier.track("demo_other") == ()

    off = await carrier.create(ShipmentRequest("A1", 1, 2, ("Ann",), "DE"), "off")
    for _ in range(2):
        await carrier.cancel(off.reference)
    now[0] += 9
    assert await carrier.track(off.reference) == ()
    late = await carrier.create(ShipmentRequest("A1", 1, 2, ("Ann",), "DE"), "late")
    now[0] += 1
    with pytest.raises(CarrierRefused):
        await carrier.cancel(late.reference)

    headers, body = carrier.signed(CarrierWord("1", off.reference))
    assert await carrier.read_word(headers, body) == CarrierWord("1", off.reference)
    assert await carrier.read_word(headers, body + b" ") == "unsigned"
    assert await carrier.read_word({}, body) == "unsigned"
    now[0] += 400
    assert await carrier.read_word(headers, body) == "too-old"
