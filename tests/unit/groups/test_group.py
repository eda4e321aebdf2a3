"""What a customer group may be called."""

import pytest

from holdfast.groups import MAX_GROUP_NAME, GroupTerms, group_faults


def fields_at_fault(**terms: object) -> list[str]:
    return [one.field for one in group_faults(GroupTerms(**terms))]  # type: ignore[arg-type]


def test_a_group_has_a_name_and_may_have_one_in_each_language() -> None:
    terms = GroupTerms(name="Wholesale", translations={"ru": "Оптовые"})
    assert not list(group_faults(terms))
    assert (terms.name_in("ru"), terms.name_in("ko")) == ("Оптовые", "Wholesale")


@pytest.mark.parametrize("name", ["", "  ", "x" * (MAX_GROUP_NAME + 1), "two\nlines", "a\0"])
def test_a_name_that_cannot_be_read_is_refused(name: str) -> None:
    assert fields_at_fault(name=name) == ["name"]


@pytest.mark.parametrize(("language", "name"), [("xx", "Club"), ("ru", "x" * (MAX_GROUP_NAME + 1))])
def test_so_is_one_in_another_language(language: str, name: str) -> None:
    found = fields_at_fault(name="Club", translations={language: name})
    assert found == [f"translations.{language}"]
