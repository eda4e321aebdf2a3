"""Each refund of a booking is a row of ``photo_booking.transactions``, at the moment it was made.

The views are made anew after the last step (``db/migrations/specified.py``): this one is there so
that there is one.
"""

revision = "0216"
down_revision = "0215"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing of the tables."""
