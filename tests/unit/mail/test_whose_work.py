"""A mail that staff get says whose work it is: by that it is sent, and offered to be refused."""

import pytest

from holdfast.flows.mailing.kinds import KINDS, Kind
from holdfast.people import DUTIES

OF_SELLERS = {
    "payout-account", "payout-failed", "payout-paid", "seller-dispute", "seller-order",
    "seller-order-off", "seller-standing",
}  # fmt: skip
"""Work here as well, of nobody on the staff."""
WORK = [kind for kind in KINDS if kind.about.work]


@pytest.mark.parametrize("kind", WORK, ids=lambda kind: kind.name)
def test_a_mail_about_work_names_the_duty_of_staff(kind: Kind) -> None:
    if kind.name in OF_SELLERS:
        assert kind.about.duty is None
    else:
        assert kind.about.duty in DUTIES


def test_only_mails_about_work_go_by_a_duty() -> None:
    assert [kind.name for kind in KINDS if kind.about.duty and not kind.about.work] == []
