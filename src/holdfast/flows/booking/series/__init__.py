"""Series of bookings: held together or not at all; paid, moved and cancelled as one or singly."""
