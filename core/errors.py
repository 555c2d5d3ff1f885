"""Two kinds of failure: the user's environment (UserError, shown) and ours (any other, logged)."""


class UserError(Exception):
    """Something the user can mend: a full disk, a missing file, a locked library.

    The text is one line, fit to show, and says what to do. Given apart from its values it can be shown in
    the user's language: UserError("{file} cannot be read ({why}).", file=path, why=problem.strerror).
    """

    def __init__(self, text: str, /, **values: object) -> None:
        super().__init__(text.format(**values) if values else text)
        self.text, self.values = text, values

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (self.text, self.values)


def _again(text: str, values: dict[str, object]) -> UserError:
    """Between processes: pickle alone would call the class without the values."""
    return UserError(text, **values)


class Cancelled(Exception):
    """The user asked a job to stop. Never shown as an error."""
