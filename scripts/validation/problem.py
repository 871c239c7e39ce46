"""Why the check cannot be made at all, as one line for people."""


class Problem(Exception):
    """The check stops here; the message says what to do next."""
