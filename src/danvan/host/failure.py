"""What the host says when it cannot go on."""


class HostError(Exception):
    """The machine does not give what is needed; the message says what to do."""


class NotDurable(HostError):
    """The database would lose what it acknowledges: nothing may be served."""
