"""The Artists place: those of albums, all who play somewhere, composers."""

from __future__ import annotations

from app.choices import Choices
from app.covers import Covers
from app.views.collection_page import Subject
from app.views.commands import TrackCommands
from app.views.names import NamesView, Switch, name_rows, subject_of_name
from app.views.ways import Ways
from app.words import tr
from core.library.albums import VARIOUS
from core.library.browse import Browse
from core.library.narrowing import Role
from core.library.tracks import Library

SIDE = 148


class ArtistsView(NamesView):
    """Round tiles, since a person is no album."""

    def __init__(
        self,
        library: Library,
        browse: Browse,
        covers: Covers,
        commands: TrackCommands,
        ways: Ways,
        choices: Choices,
    ) -> None:
        self._browse = browse
        super().__init__(
            library,
            browse,
            covers,
            commands,
            ways,
            choices,
            place=("artists", tr("Artists")),
            search=tr("Find artists"),
            switches=[self._switch_of(role, text) for role, text in _roles().items()],
            side=SIDE,
        )

    def _switch_of(self, role: Role, text: str) -> Switch:
        def what(name: str) -> object:
            return name if role is Role.ALBUM_ARTIST else [role.value, name]

        def read(browse: Browse) -> object:
            return name_rows(browse, role, lambda name: self._about(role, name), what, circle=True)

        return Switch(role.value, text, read)  # type: ignore[arg-type]

    def subject_of(self, what: object) -> Subject | None:
        """what: an artist's name, or [role, name]."""
        match what:
            case str(name):
                return self._about(Role.ALBUM_ARTIST, name)
            case [str(role), str(name)] if role in set(Role):
                return self._about(Role(role), name)
            case _:
                return None

    def _about(self, role: Role, name: str) -> Subject:
        kind = tr("Composer") if role is Role.COMPOSER else tr("Artist")
        if name == VARIOUS:
            kind = tr("Compilations")
        return subject_of_name(self._browse, role, kind, name, circle=True)


def _roles() -> dict[Role, str]:
    return {
        Role.ALBUM_ARTIST: tr("Album artists"),
        Role.ARTIST: tr("All artists"),
        Role.COMPOSER: tr("Composers"),
    }
