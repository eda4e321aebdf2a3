"""Addresses by the rules of their countries."""

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from holdfast.shipping import COUNTRIES, Address, AddressInvalid, checked, lines_of, rules_for
from tests.support.length import LONG

BERLIN = Address(
    "DE", "Anna Beispiel", street="Invalidenstraße 116", postal_code="10115", city="Berlin"
)
LOS_ANGELES = Address(
    "US", "Ann Example", street="350 S Main St", city="Los Angeles", region="California",
    postal_code="90013",
)  # fmt: skip
SEOUL = Address(
    "KR", "김민준", street="세종대로 110", city="Jung-gu", region="Seoul", postal_code="04524"
)


@dataclass(frozen=True)
class Faulty:
    what: str
    address: Address
    at: list[tuple[str, str]]


FAULTY = (
    Faulty("nowhere", Address("XX", "A"), [("country", "unknown")]),
    Faulty("a file that is no country", Address("ZZ", "A"), [("country", "unknown")]),
    Faulty("empty", Address("DE"),
           [(one, "required") for one in ("name", "street", "postalCode", "city")]),
    Faulty("a code of letters", replace(BERLIN, postal_code="ABCDE"), [("postalCode", "invalid")]),
    Faulty("of another state", replace(LOS_ANGELES, postal_code="10001"),
           [("postalCode", "invalid")]),
    Faulty("no state of theirs", replace(LOS_ANGELES, region="Bavaria"), [("region", "unknown")]),
    Faulty("a phone too short", replace(BERLIN, phone="12"), [("phone", "invalid")]),
    Faulty("words for a phone", replace(BERLIN, phone="call me"), [("phone", "invalid")]),
    Faulty("no mail address", replace(BERLIN, email="anna"), [("email", "invalid")]),
    Faulty("unseen letters", replace(BERLIN, name="An\u202ena"), [("name", "invalid")]),
    Faulty("a long name", replace(BERLIN, name="a" * 201), [("name", "too-long")]),
    Faulty("many lines", replace(BERLIN, street="a\nb\nc\nd\ne"), [("street", "too-long")]),
    Faulty("two at once", replace(BERLIN, city="", phone="?"),
           [("city", "required"), ("phone", "invalid")]),
)  # fmt: skip


@pytest.mark.parametrize("one", FAULTY, ids=lambda one: one.what)
def test_each_field_at_fault_is_named(one: Faulty) -> None:
    with pytest.raises(AddressInvalid) as refused:
        checked(one.address, "shippingAddress.")
    found = [(error.field, error.code) for error in refused.value.errors]
    assert sorted(found) == sorted((f"shippingAddress.{field}", code) for field, code in one.at)
    assert refused.value.field == found[0][0]


def test_what_was_typed_is_kept_as_the_post_knows_it() -> None:
    assert checked(BERLIN) == BERLIN
    typed = replace(
        BERLIN, country="de", name="  Anna   Beispiel ", street=" Invalidenstraße 116 \r\n\n Hof ",
        phone="030 901820", region="Berlin", district="Mitte",
    )  # fmt: skip
    kept = checked(typed)
    assert kept == replace(
        BERLIN, street="Invalidenstraße 116\nHof", phone="+4930901820"
    )  # German addresses have no region, and no district
    found = checked(LOS_ANGELES)
    assert (found.region, found.place) == ("CA", "US-CA")
    seoul = checked(SEOUL)
    assert (seoul.region, seoul.city, seoul.place) == ("서울특별시", "중구", "KR")
    assert checked(replace(BERLIN, phone="+7 495 123-45-67")).phone == "+74951234567"


def test_an_address_is_written_as_its_country_does() -> None:
    assert lines_of(checked(replace(BERLIN, company="Holdfast", street="Weg 1\nHof"))) == [
        "Anna Beispiel", "Holdfast", "Weg 1", "Hof", "10115 Berlin",
    ]  # fmt: skip
    assert lines_of(checked(LOS_ANGELES)) == [
        "Ann Example", "350 S Main St", "Los Angeles, CA 90013",
    ]  # fmt: skip
    assert lines_of(checked(SEOUL)) == ["서울특별시 중구", "세종대로 110", "김민준", "04524"]


def test_places_are_to_choose_from_where_a_country_names_them() -> None:
    korea = rules_for("KR")
    assert korea is not None
    assert {"서울특별시", "부산광역시"} <= {one.key for one in korea.regions}
    assert "중구" in {one.key for one in korea.within("Seoul")}
    germany = rules_for("DE")
    assert germany is not None
    assert (germany.regions, germany.within("Berlin")) == ((), ())
    assert germany.fields == ("name", "company", "street", "postal_code", "city")


TEXT = st.text(max_size=30)


@settings(max_examples=2000 if LONG else 150)
@given(st.sampled_from(COUNTRIES), st.lists(TEXT, min_size=10, max_size=10))
def test_what_is_accepted_once_is_accepted_as_it_is_kept(country: str, texts: list[str]) -> None:
    asked = Address(country, *texts)
    try:
        kept = checked(asked)
    except AddressInvalid as refused:
        assert all(error.field and error.detail for error in refused.errors)
        return
    assert checked(kept) == kept
    assert lines_of(kept)


@settings(max_examples=1000 if LONG else 120)
@given(st.sampled_from(COUNTRIES), st.data())
def test_every_country_has_addresses(country: str, data: st.DataObject) -> None:
    rules = rules_for(country)
    assert rules is not None
    region = data.draw(st.sampled_from([one.key for one in rules.regions] or ["Region"]))
    cities = [one.key for one in rules.within(region)] or ["City"]
    city = data.draw(st.sampled_from(cities))
    districts = [one.key for one in rules.within(region, city)] or ["District"]
    district = data.draw(st.sampled_from(districts))
    near = rules.nearer(region, city, district)
    code = near.examples[0] if near.examples and near.fits(near.examples[0]) else ""
    asked = Address(
        country, "A", street="S 1", city=city, region=region, district=district, postal_code=code
    )
    try:
        kept = checked(asked)
    except AddressInvalid as refused:  # a place whose own example is of another form
        assert {error.field for error in refused.errors} <= {"postalCode"}
        return
    assert checked(kept) == kept
