"""The Genres place: genres, and the decades that albums are from."""

from __future__ import annotations

from functools import partial

from app.choices import Choices
from app.covers import Covers, Source
from app.views.collection_page import Subject
from app.views.commands import TrackCommands
from app.views.names import NamesView, Row, Switch, name_rows, pictured, subject_of_name
from app.views.ways import Ways
from app.views.whole import Whole
from app.widgets.controls import button
from app.widgets.tiles import Tile
from app.words import tr
from core.library.browse import Browse, Decade
from core.library.narrowing import Role, between
from core.library.tracks import Library

SIDE = 168
YEARS = "years"


class GenresView(NamesView):
    """Tiles of four covers each."""

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
            place=("genres", tr("Genres")),
            search=tr("Find genres"),
            switches=[
                Switch("genres", tr("Genres"), self._genres),
                Switch(YEARS, tr("Years"), self._decades, lettered=False),
            ],
            side=SIDE,
        )
        picture = button(
            tr("How they sound"), lambda: ways.to("genrepicture"), kind="quiet", icon="chart-network"
        )
        picture.setToolTip(tr("How near your genres are to one another"))
        self.shelf.chips.addWidget(picture)

    def subject_of(self, what: object) -> Subject | None:
        """what: a genre, or ["years", first, last]."""
        match what:
            case str(genre):
                return self._of_genre(genre)
            case ["years", int(first), int(last)]:
                return self._of_years(first, last)
            case _:
                return None

    def _genres(self, browse: Browse) -> list[Row]:
        return name_rows(browse, Role.GENRE, self._of_genre, str, circle=False)

    def _of_genre(self, genre: str) -> Subject:
        return subject_of_name(self._browse, Role.GENRE, tr("Genre"), genre, circle=False)

    def _decades(self, browse: Browse) -> list[Row]:
        decades = browse.decades()
        albums = pictured(browse, [id for decade in decades for id in decade.seen])
        return [
            self._decade_row(decade, [Source.of_album(albums[id]) for id in decade.seen if id in albums])
            for decade in decades
        ]

    def _decade_row(self, decade: Decade, sources: list[Source]) -> Row:
        first, last = decade.first, decade.first + 9
        name = tr("{year}s", "a decade, as 1990s").format(year=first)
        line = f"{tr('%Ln album(s)', count=decade.albums)} · {tr('%Ln track(s)', count=decade.tracks)}"
        subject = partial(self._of_years, first, last)
        return Row(name, [YEARS, first, last], subject, Tile(name, line, "", sources), str(first))

    def _of_years(self, first: int, last: int) -> Subject:
        browse = self._browse
        decade = last - first == 9
        title = tr("{year}s", "a decade, as 1990s").format(year=first) if decade else _span(first, last)
        years = range(first, last + 1) if decade else ()
        return Subject(
            f"{first}-{last}",
            tr("Years"),
            title,
            lambda: browse.years(first, last),
            lambda: between(first, last),
            parts=[(str(year), self._of_years(year, year)) for year in years],
            whole=Whole(label=title),
        )


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"
