"""What does not come by itself, in radio or rediscovery: bans, spoken word, Christmas music outside December.

Told by what tags and folders say; how a track sounds decides nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from functools import lru_cache

from core.domain import Timestamp, TrackId
from core.explore.radio.rules import album_key, artist_keys
from core.explore.stock import RadioTrack
from core.folding import folded
from core.library.bans import Ban, BanKind
from core.library.radios import Steering

DECEMBER = 12

# Folded: no case, no diacritics. By language: English, German, French, Spanish, Italian, Portuguese, Dutch,
# Scandinavian, Finnish, Slavic, Hungarian, then those written without spaces.
_SPOKEN = (
    *(r"audio ?-?books?", r"spoken ?-?word", r"podcasts?", r"books ?(?:&|and) ?spoken", r"unabridged"),
    *(r"radio ?-?(?:play|drama)s?", r"h(?:o|oe)r ?-?b(?:u|ue)ch(?:er)?", r"h(?:o|oe)r ?-?spiele?"),
    *(r"ungekurzte? lesung", r"autorenlesung", r"livres? audio", r"audiolivres?", r"audiolibros?"),
    *(r"luister ?-?boek(?:en)?", r"hoorspel(?:en)?", r"lydbok(?:er)?", r"lydbog", r"lydboger", r"ljudbok"),
    *(r"ljudbocker", r"aanikirjat?", r"audiobooki", r"sluchowisk[oa]", r"hangoskonyv(?:ek)?"),
    *("аудиокниг[аи]", "аудиоспектакл[ьи]", "подкасты?"),
)
"""These name nothing else."""
_SPOKEN_UNSPACED = "オーディオブック|ポッドキャスト|有声书|有聲書|有声小说|오디오북|팟캐스트"
_SPOKEN_WHOLE = re.compile(
    "|".join(
        (
            *("speech", "speeches", "spoken", "comedy", "stand ?-?up(?: comedy)?", "humou?r", "lectures?"),
            *(
                "interviews?",
                "sermons?",
                "language courses?",
                "news",
                "talk(?: radio)?",
                "audio theat(?:re|er)",
            ),
            *(
                "kabarett",
                "vortrage?",
                "lesung(?:en)?",
                "predigt(?:en)?",
                "reden",
                "sprachkurse?",
                "nachrichten",
            ),
            *("comedie", "discours", "parlato", "narracion", "rakugo", "落語", "речь"),
        )
    )
)
"""These are music in longer names ("comedy rock"): they count as a whole genre alone."""
_SPOKEN_FOLDER = re.compile(
    "lectures|speeches|interviews|sermons|vortrage|lesungen|predigten|kabarett|sprachkurse|language courses"
)
_SPOKEN_ABOVE = re.compile("comedy|stand ?-?up(?: comedy)?")
"""A folder "Talk" may be an album's, and so may a folder "Comedy" unless albums lie in it."""

_CHRISTMAS = (
    *(r"christmas(?:time|sy)?", r"x-?mas", r"jingle bells?", r"jingle bell rock", r"santa claus"),
    *(r"rudolph,? the red", r"frosty the snowman", r"deck the halls?", r"winter wonderland", r"sleigh ride"),
    *(r"little drummer boy", r"o holy night", r"away in a manger", r"hark!? the herald", r"o come,? all ye"),
    *(r"the first noel+", r"adeste fideles", r"do they know it'?s"),
    *(
        r"weihnacht(?!s?platz|s?berg)\w*",
        r"christkind\w*",
        r"adventslieder",
        r"stille nacht",
        r"o tannenbaum",
    ),
    *(r"joyeux noel", r"papa noel", r"pere noel", r"(?:chants?|chansons?|nuit|soir|veille|contes?) de noel"),
    *(r"navidad(?:es)?", r"naviden[ao]s?", r"villancicos?", r"noche de paz"),
    *(r"(?:buon|bianco) natale", r"(?:canti|canzoni) di natale", r"astro del ciel"),
    *(r"tu scendi dalle stelle", r"feliz natal", r"musicas? de natal", r"noite feliz"),
    *(r"kerst(?:mis|lied\w*|muziek|nummers|feest)", r"god jul", r"gl(?:ae|e)delig jul"),
    *(r"jul(?:sang|song|visa|musik|afton|tomt)\w*", r"joulu\w*"),
    *(r"boze narodzenie", r"kol[ae]d[ay]", r"vanoc\w+", r"karacsony\w*", r"рождеств\w*"),
)
_CHRISTMAS_UNSPACED = "クリスマス|圣诞|聖誕|크리스마스|성탄"
_NOT_CHRISTMAS = re.compile(r"merry christmas,? (?:mr|mister)\.? lawrence")
"""Heard all year round."""
_CHRISTMAS_GENRE = re.compile(r"noels?|holidays?|natale|natal|jul|julen|seasonal|kerst")
_CHRISTMAS_NAME = re.compile(r"noels?|natale")
"""As a whole genre, as a whole title or album. In longer names and as folders, these are people and towns."""


def _anywhere(words: Iterable[str], unspaced: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b|{unspaced}")


_SPOKEN_ANYWHERE = _anywhere(_SPOKEN, _SPOKEN_UNSPACED)
_CHRISTMAS_ANYWHERE = _anywhere(_CHRISTMAS, _CHRISTMAS_UNSPACED)


def is_spoken(track: RadioTrack) -> bool:
    """Audiobooks, radio plays, podcasts, speeches, comedy, in the languages that libraries are tagged in.

    A long track without a title is not called spoken for that.
    """
    return (
        any(_spoken_genre(genre) for genre in _genres(track))
        or _spoken_folder(track.folder)
        or _spoken_album(track.album)
        or _SPOKEN_ANYWHERE.search(folded(track.title)) is not None
    )


def is_christmas(track: RadioTrack) -> bool:
    """By its title, album, genre or folder: "Christmas" as a word ("Noelle" is none)."""
    return (
        any(_christmas_genre(genre) for genre in _genres(track))
        or _christmas_album(track.album)
        or _christmas_folder(track.folder)
        or _christmas_name(track.title)
    )


def _genres(track: RadioTrack) -> tuple[str, ...]:
    return track.genres or ((track.genre,) if track.genre else ())


@lru_cache(maxsize=1 << 12)
def _spoken_genre(name: str) -> bool:
    plain = folded(name).strip()
    return _SPOKEN_ANYWHERE.search(plain) is not None or _SPOKEN_WHOLE.fullmatch(plain) is not None


@lru_cache(maxsize=1 << 14)
def _spoken_folder(path: str) -> bool:
    *above, last = folded(path).rsplit("/", 3)[1:] or [""]
    return any(
        _SPOKEN_ANYWHERE.search(name) or _SPOKEN_FOLDER.fullmatch(name) for name in (*above, last)
    ) or any(map(_SPOKEN_ABOVE.fullmatch, above))


@lru_cache(maxsize=1 << 14)
def _spoken_album(name: str) -> bool:
    return _SPOKEN_ANYWHERE.search(folded(name)) is not None


@lru_cache(maxsize=1 << 12)
def _christmas_genre(name: str) -> bool:
    plain = folded(name).strip()
    return _CHRISTMAS_ANYWHERE.search(plain) is not None or _CHRISTMAS_GENRE.fullmatch(plain) is not None


@lru_cache(maxsize=1 << 14)
def _christmas_folder(path: str) -> bool:
    return any(_CHRISTMAS_ANYWHERE.search(name) for name in folded(path).rsplit("/", 2)[1:])


@lru_cache(maxsize=1 << 14)
def _christmas_album(name: str) -> bool:
    return _christmas_name(name)


def _christmas_name(name: str) -> bool:
    plain = folded(name).strip()
    found = _CHRISTMAS_ANYWHERE.search(plain) is not None or _CHRISTMAS_NAME.fullmatch(plain) is not None
    return found and _NOT_CHRISTMAS.search(plain) is None


class Banning:
    """Some bans, to be asked about many tracks."""

    def __init__(self, bans: Iterable[Ban]) -> None:
        self._bans: dict[tuple[BanKind, object], Ban] = {}
        self._folders: list[tuple[str, Ban]] = []
        for ban in bans:
            if ban.kind is BanKind.FOLDER:
                self._folders.append((ban.value.rstrip("/"), ban))
            else:
                self._bans.update({(ban.kind, sign): ban for sign in _signs_of(ban)})
        self._kinds = {kind for kind, _ in self._bans}

    def __call__(self, track: RadioTrack) -> Ban | None:
        """The ban that holds for a track, if any does."""
        for kind in self._kinds:
            for sign in _SIGNS[kind](track):
                if (kind, sign) in self._bans:
                    return self._bans[kind, sign]
        for folder, ban in self._folders:
            if track.folder == folder or track.folder.startswith(f"{folder}/"):
                return ban
        return None


def is_season(now: Timestamp) -> bool:
    """Whether it is December, by the clock of the place."""
    return datetime.fromtimestamp(now).month == DECEMBER


def _signs_of(ban: Ban) -> Collection[object]:
    if ban.kind is BanKind.TRACK:
        return (ban.track_id,)
    if ban.kind is BanKind.ARTIST:
        return artist_keys(ban.name) or (folded(ban.name),)
    if ban.kind is BanKind.ALBUM:
        return ((folded(ban.by), _album(ban.name)),)
    return (folded(ban.name),)


def _album(title: str) -> str:
    return album_key(title) or folded(title)


_SIGNS: dict[BanKind, Callable[[RadioTrack], Iterable[object]]] = {
    BanKind.TRACK: lambda track: (track.id,),
    BanKind.ARTIST: lambda track: (*artist_keys(track.artist), folded(track.artist)),
    BanKind.ALBUM: lambda track: (
        (by, _album(track.album)) for by in ("", folded(track.album_artist), folded(track.artist))
    ),
    BanKind.GENRE: lambda track: map(folded, _genres(track)),
}


def barrier(bans: Iterable[Ban], steering: Steering, now: Timestamp) -> Callable[[RadioTrack], bool]:
    """Whether a track does not come by itself: by bans, and by what the steering leaves out."""
    banned, spoken = Banning(bans), not steering.spoken
    christmas = not steering.christmas and not is_season(now)

    def bars(track: RadioTrack) -> bool:
        return (
            banned(track) is not None or (spoken and is_spoken(track)) or (christmas and is_christmas(track))
        )

    return bars


def barred(
    stock: Iterable[RadioTrack], bans: Iterable[Ban], steering: Steering, now: Timestamp
) -> set[TrackId]:
    """Those of the stock that do not come by themselves."""
    bars = barrier(bans, steering, now)
    return {track.id for track in stock if bars(track)}
