"""What happened becomes mail: which event, which kind, to whom (``kinds``); what it says
(``reading``); writing it with the event (``writing``); making it ready to go (``composing``)."""

__all__: list[str] = []
