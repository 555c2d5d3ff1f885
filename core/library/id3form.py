"""ID3 as a form to write into: frames instead of fields, in the version that the file has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import import_module
from typing import Any, BinaryIO

from core.errors import UserError
from core.library import pictures, ratings
from core.library.fields import Fields, canonical
from core.library.form import Form, Values, without_front

_TEXTS = {
    **{"title": "TIT2", "artist": "TPE1", "albumartist": "TPE2", "album": "TALB", "genre": "TCON"},
    **{"composer": "TCOM", "date": "TDRC", "track": "TRCK", "disc": "TPOS", "bpm": "TBPM"},
    **{"compilation": "TCMP", "titlesort": "TSOT", "artistsort": "TSOP", "albumsort": "TSOA"},
    **{"albumartistsort": "TSO2", "composersort": "TSOC"},
}
_OWN = {
    "rg_track_gain": "REPLAYGAIN_TRACK_GAIN",
    "rg_track_peak": "REPLAYGAIN_TRACK_PEAK",
    "rg_album_gain": "REPLAYGAIN_ALBUM_GAIN",
    "rg_album_peak": "REPLAYGAIN_ALBUM_PEAK",
    "rating": "FMPS_Rating",
}
_ISO_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)([T ]\d\d(:\d\d){0,2})?)?)?")


class Id3(Form):
    """MP3, WAV, AIFF, DSF, True Audio: in the version the file has, 2.3 or 2.4; 2.2 becomes 2.3.

    Several values are parted by NUL in 2.3 too: "/", which it asks for, also stands in names ("AC/DC").
    """

    keys = dict.fromkeys((*_TEXTS, "comment", "lyrics", *_OWN), "")

    def __init__(self, tags: Any) -> None:
        super().__init__(tags)
        self._frames: Any = import_module("mutagen.id3")
        self._old = tags.version[:2] < (2, 4) and tags.version[0] == 2

    def put(self, changes: Mapping[str, Values], now: Fields) -> None:
        for name, values in self._counted(dict(changes), now).items():
            getattr(self, f"_put_{name}", self._put_text)(name, values)

    def _put_text(self, name: str, values: Values) -> None:
        self._drop_own(name)
        if name in _TEXTS:
            self._text_frame(_TEXTS[name], values)
        elif name in _OWN and values:
            self.tags.add(self._frames.TXXX(encoding=3, desc=_OWN[name], text=list(values)))
        if name.startswith("rg_") and (which := name.split("_")[1]):
            for frame in self.tags.getall("RVA2"):
                if frame.desc.lower() == which:
                    del self.tags[frame.HashKey]

    def _text_frame(self, key: str, values: Values) -> None:
        self.tags.delall(key)
        if values:
            self.tags.add(getattr(self._frames, key)(encoding=3, text=list(values)))

    def _drop_own(self, name: str) -> None:
        for frame in self.tags.getall("TXXX"):
            if canonical(frame.desc) == name:
                del self.tags[frame.HashKey]

    def _put_date(self, name: str, values: Values) -> None:
        self._drop_own(name)
        found = _ISO_DATE.fullmatch(values[0].strip()) if values else None
        if values and found is None:
            raise UserError(
                "ID3 tags hold a date as 1998, 1998-04 or 1998-04-20, not “{date}”.", date=values[0]
            )
        for key in ("TYER", "TDAT", "TIME", "TDRC"):
            self.tags.delall(key)
        if found is None:
            return
        year, month, day, time = found.group(1, 2, 3, 4)
        if self._old:
            self._text_frame("TYER", (year,))
            self._text_frame("TDAT", (day + month,) if day else ())
        if not self._old or time or (month and not day):  # what 2.3 has no frame for goes into 2.4's
            self._text_frame("TDRC", (values[0].strip(),))

    def _put_comment(self, name: str, values: Values) -> None:
        self._drop_own(name)
        if not values:
            self._drop_own("description")
        plain = [frame for frame in self.tags.getall("COMM") if not frame.desc]
        for frame in plain:
            del self.tags[frame.HashKey]
        if values:
            lang = plain[0].lang if plain else "eng"
            self.tags.add(self._frames.COMM(encoding=3, lang=lang, desc="", text=list(values)))

    def _put_lyrics(self, name: str, values: Values) -> None:
        """Changes the first, which is what is shown; taking away takes those in all languages away."""
        self._drop_own(name)
        found = self.tags.getall("USLT")
        for frame in found[:1] if values else found:
            del self.tags[frame.HashKey]
        if values:
            lang, desc = (found[0].lang, found[0].desc) if found else ("XXX", "")
            others = [self.tags.pop(frame.HashKey) for frame in found[1:]]
            for frame in [self._frames.USLT(encoding=3, lang=lang, desc=desc, text=values[0]), *others]:
                self.tags.add(frame)

    def _put_rating(self, name: str, values: Values) -> None:
        self._put_text(name, values)
        found = self.tags.getall("POPM")
        self.tags.delall("POPM")
        if values:
            mark = ratings.POPM[round(float(values[0]) * 10) / 2]
            for frame in found or [self._frames.POPM(email=ratings.POPM_OWNER, rating=0)]:
                self.tags.add(self._frames.POPM(email=frame.email, rating=mark, **_count(frame)))
        else:
            for frame in found:
                if getattr(frame, "count", 0):  # a program's play count: not ours to lose
                    self.tags.add(self._frames.POPM(email=frame.email, rating=0, **_count(frame)))

    def put_cover(self, data: bytes) -> None:
        found = self.tags.getall("APIC")
        kept = without_front([(int(frame.type), frame) for frame in found])
        self.tags.delall("APIC")
        if data:
            mime = pictures.inspect(data).mime
            self.tags.add(self._frames.APIC(encoding=0, mime=mime, type=pictures.FRONT, desc="", data=data))
        for frame in kept:
            self.tags.add(frame)

    def put_entry(self, key: str, value: Any) -> None:
        if key in self.tags:
            del self.tags[key]
        if value is not None:
            self.tags.add(value)

    def save(self, file: BinaryIO) -> None:
        file.seek(0)
        self.tags.save(file, v2_version=3 if self._old else 4, v23_sep=None)


def _count(frame: Any) -> dict[str, int]:
    count = getattr(frame, "count", None)
    return {} if count is None else {"count": count}
