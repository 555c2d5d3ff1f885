"""Tokens of services, in the system's keyring. For this session only where there is none."""

from __future__ import annotations

import logging

log = logging.getLogger(__name__)

PROGRAM = "meander"


class Secrets:
    """Asks the system, which may wait for the user to unlock it: not to be used on the main thread."""

    def __init__(self) -> None:
        self._here: dict[str, str] = {}
        self.kept = True
        """False once something could not be given to the keyring: it is forgotten with this session."""

    def get(self, name: str) -> str:
        """ "" for what is not there."""
        if name in self._here:
            return self._here[name]
        # Imported late: it looks through all its backends.
        import keyring
        from keyring.errors import KeyringError

        try:
            self._here[name] = keyring.get_password(PROGRAM, name) or ""
        except (KeyringError, RuntimeError, OSError) as problem:
            log.info("The keyring does not answer: %s", problem)
            self._here[name] = ""
        return self._here[name]

    def set(self, name: str, value: str) -> None:
        """value: "" takes it out."""
        import keyring
        from keyring.errors import KeyringError, PasswordDeleteError

        self._here[name] = value
        try:
            if value:
                keyring.set_password(PROGRAM, name, value)
            else:
                keyring.delete_password(PROGRAM, name)
        except PasswordDeleteError:
            pass  # was not there
        except (KeyringError, RuntimeError, OSError) as problem:
            self.kept = False
            log.info("The keyring does not take it: %s", problem)
