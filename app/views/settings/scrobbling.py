"""Telling ListenBrainz, Last.fm or Libre.fm what was played."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app.choices import Choices
from app.integration.scrobbling import NAMES, Scrobbler
from app.views.settings.parts import SIDE, Page, Row, Say
from app.widgets.controls import button, label
from app.words import tr
from core.scrobbling import LASTFM

FIELD_WIDTH = 260


class ScrobblingSection(Page):
    """Nothing is sent anywhere before one signs in here."""

    def __init__(self, choices: Choices, scrobbler: Scrobbler, say: Say) -> None:
        super().__init__()
        self._choices, self._scrobbler, self._say = choices, scrobbler, say
        self._services = [
            _ListenBrainz(self, scrobbler),
            *(_LastFm(self, scrobbler, name) for name in LASTFM),
        ]
        scrobbler.changed.connect(self.renew)
        choices.changed.connect(lambda _names: self.renew())
        self.renew()

    def say(self, text: str) -> None:
        self._say(text, "", None)

    def renew(self) -> None:
        """As it stands with each service now."""
        for service in self._services:
            service.show_standing()


class _Service:
    """One service's card: what it asks for, or how it stands with it."""

    def __init__(self, page: ScrobblingSection, scrobbler: Scrobbler, name: str, fact: str) -> None:
        self._page, self._scrobbler, self.name = page, scrobbler, name
        self.card = page.add_part(NAMES[name], fact)
        self._standing = label("", "quiet", wrap=True)
        self._standing.setContentsMargins(SIDE, 8, SIDE, 4)
        self.card.add(self._standing)
        self._asking: list[QWidget] = []
        self._leave = button(tr("Sign out"), lambda: scrobbler.disconnect_from(name))

    def show_standing(self) -> None:
        on = self.name in self._scrobbler.on
        for widget in self._asking:
            widget.setVisible(not on)
        self._leave.setVisible(on)
        self._standing.setVisible(on)
        if on:
            standing = self._scrobbler.standing(self.name)
            waits = tr("%Ln play(s) wait to be told.", count=standing.waiting) if standing.waiting else ""
            text = standing.trouble or tr("Signed in. Plays are told as they end.")
            self._standing.setText(" ".join(part for part in (text, waits) if part))

    def field(self, text: str, line: str, *, secret: bool = True) -> QLineEdit:
        """A line to type or paste into."""
        made = QLineEdit()
        made.setFixedWidth(FIELD_WIDTH)
        if secret:
            made.setEchoMode(QLineEdit.EchoMode.PasswordEchoOnEdit)
        row = Row(text, line, made)
        self.card.add(row)
        self._asking.append(row)
        return made

    def buttons(self, *made: QWidget) -> None:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(SIDE, 10, SIDE, 10)
        row.setSpacing(8)
        for each in made:
            row.addWidget(each)
            self._asking.append(each)
        row.addWidget(self._leave)
        row.addStretch(1)
        self.card.add(holder)

    def greet(self, user: str) -> None:
        self._page.say(tr("Signed in to {service} as {user}.").format(service=NAMES[self.name], user=user))


class _ListenBrainz(_Service):
    def __init__(self, page: ScrobblingSection, scrobbler: Scrobbler) -> None:
        super().__init__(page, scrobbler, "listenbrainz", tr("An open archive of what people listen to."))
        self._token = self.field(
            tr("Token"), tr("From the settings page of your account there. Kept in the system's keyring.")
        )
        self._token.returnPressed.connect(self._connect)
        self.buttons(button(tr("Sign in"), self._connect, kind="primary"))

    def _connect(self) -> None:
        if self._token.text().strip():
            self._scrobbler.connect_listenbrainz(self._token.text(), self._connected, self._page.say)

    def _connected(self, user: str) -> None:
        self._token.clear()
        self.greet(user)


class _LastFm(_Service):
    """Signing in takes two steps: the service's page in a browser stands between them."""

    def __init__(self, page: ScrobblingSection, scrobbler: Scrobbler, name: str) -> None:
        fact = {
            "last.fm": tr("Asks for an API account of your own, which is free: last.fm/api/account/create."),
            "libre.fm": tr("Speaks Last.fm's language, and takes any key and secret."),
        }[name]
        super().__init__(page, scrobbler, name, fact)
        self._key = self.field(tr("API key"), "")
        self._secret = self.field(tr("Shared secret"), tr("Both are kept in the system's keyring."))
        self._pending = ""
        self._done = button(tr("I have allowed it"), self._connect, kind="primary")
        self.buttons(button(tr("Sign in with the browser"), self._ask), self._done)

    def show_standing(self) -> None:
        super().show_standing()
        self._done.setVisible(bool(self._pending) and self.name not in self._scrobbler.on)

    def _ask(self) -> None:
        key, secret = self._key.text(), self._secret.text()
        if key.strip() and secret.strip():
            self._scrobbler.ask_leave(self.name, key, secret, self._asked, self._page.say)

    def _asked(self, token: str) -> None:
        self._pending = token
        self._page.say(tr("Allow Meander in the browser, then come back here."))
        self.show_standing()

    def _connect(self) -> None:
        self._scrobbler.connect_lastfm(self.name, self._pending, self._connected, self._page.say)

    def _connected(self, user: str) -> None:
        self._pending = ""
        self._key.clear()
        self._secret.clear()
        self.greet(user)
