"""A policy is the same in the API as in the shop, field by field."""

from holdfast.api.contract.services import CancellingForm
from holdfast.booking.bookings import Policy


def test_every_rule_of_cancelling_can_be_said_over_http() -> None:
    assert set(CancellingForm.model_fields) == set(Policy.__struct_fields__)
