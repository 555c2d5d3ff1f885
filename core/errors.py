"""Two kinds of failure: the user's environment (UserError, shown) and ours (any other, logged)."""


class UserError(Exception):
    """Something the user can mend: a full disk, a missing file, a locked library.

    The text is one line, fit to show, and says what to do.
    """


class Cancelled(Exception):
    """The user asked a job to stop. Never shown as an error."""
