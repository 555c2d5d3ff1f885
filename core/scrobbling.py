"""Telling services what was played: ListenBrainz, and Last.fm or Libre.fm.

The history itself is the queue: each service has a mark behind the last play it was told, so that nothing is
lost by a crash, a week without a network, or a service that is down. Turned on, a service is told of plays
from then on. Scrobbles follow the services' rule: tracks longer than 30 s, heard half or four minutes.
Sources: listenbrainz.readthedocs.io (submit-listens), www.last.fm/api/scrobbling.
"""

from __future__ import annotations

import hashlib
import json
import logging
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlencode

from core.domain import Seconds, Timestamp, TrackId
from core.errors import UserError
from core.library.history import LONG_LISTEN
from core.library.tracks import Library
from core.texts import marked

if TYPE_CHECKING:
    # Who tells no service starts without HTTP, which takes 40 ms to import.
    from email.message import Message
    from urllib.request import Request

log = logging.getLogger(__name__)

SHORTEST = Seconds(30.0)
"""A shorter track is never told."""
TIMEOUT = Seconds(20.0)
AGENT = "Meander/0.1"
LISTENBRAINZ = "https://api.listenbrainz.org"
LASTFM = {"last.fm": "https://ws.audioscrobbler.com/2.0/", "libre.fm": "https://libre.fm/2.0/"}
AUTHORISE = {"last.fm": "https://www.last.fm/api/auth/", "libre.fm": "https://libre.fm/api/auth/"}


@dataclass(frozen=True, slots=True)
class Scrobble:
    """A play, as services want to hear of it."""

    play_id: int
    track_id: TrackId
    started_at: Timestamp
    title: str
    artist: str
    album: str = ""
    album_artist: str = ""
    track_no: int | None = None
    duration: float = 0.0
    """Seconds; 0 where it is not known."""
    recording: str = ""
    """MusicBrainz id, where the tags have one."""


class Later(Exception):
    """The service cannot be reached or has had enough for now; nothing is lost by waiting."""

    def __init__(self, reason: str, wait: Seconds | None = None) -> None:
        super().__init__(reason)
        self.wait = wait
        """As the service wishes, if it says."""


class Refused(Exception):
    """The service will never take what it was told; the text says why."""


class SignedOut(UserError):
    """The token is no longer, or was never, good."""


class Service(Protocol):
    """One service, with whoever's token. All methods wait for the network, and raise Later or SignedOut."""

    @property
    def name(self) -> str: ...

    @property
    def batch(self) -> int:
        """Scrobbles that it takes at once."""
        ...

    def now_playing(self, scrobble: Scrobble) -> None: ...

    def submit(self, scrobbles: Sequence[Scrobble]) -> None:
        """All or none of them. Raises Refused when one of them is not acceptable."""
        ...


# -- what is to be told --------------------------------------------------------------------------------------


def begin(library: Library, service: str) -> None:
    """The service is told of plays from now on; does nothing when it is being told already."""
    with library.database.write() as db:
        db.execute("INSERT OR IGNORE INTO scrobblers SELECT ?, ifnull(max(id), 0) FROM plays", (service,))


def end(library: Library, service: str) -> None:
    """It is told nothing any more, not even what waits."""
    with library.database.write() as db:
        db.execute("DELETE FROM scrobblers WHERE service = ?", (service,))


def waiting(library: Library, service: str, most: int = 50) -> list[Scrobble]:
    """Plays that the service has not been told of, the earliest first; `most` at a time."""
    db = library.database.read()
    rows = db.execute(
        """SELECT plays.id, track_id, started_at, title, artist, album, album_artist, track_no, duration,
               json_extract(musicbrainz, '$.recording'), heard
           FROM plays JOIN tracks ON tracks.id = track_id
           WHERE plays.id > (SELECT told FROM scrobblers WHERE service = ?)
               AND duration > ? AND (heard >= ? OR 2 * heard >= duration) AND title <> '' AND artist <> ''
           ORDER BY plays.id LIMIT ?""",
        (service, SHORTEST, LONG_LISTEN, most),
    )
    return [_scrobble(row) for row in rows]


def how_many_wait(library: Library, service: str) -> int:
    return len(waiting(library, service, -1))


def told(library: Library, service: str, scrobble: Scrobble, refused: str = "") -> None:
    """It need not hear of `scrobble`, and of those before it, again. refused: why it would not have it."""
    with library.database.write() as db:
        db.execute("UPDATE scrobblers SET told = max(told, ?) WHERE service = ?", (scrobble.play_id, service))
        if refused:
            db.execute(
                "INSERT OR REPLACE INTO scrobbles_refused VALUES (?, ?, ?)",
                (service, scrobble.play_id, refused),
            )


def now_playing(library: Library, id: TrackId, started_at: Timestamp) -> Scrobble | None:
    """What to say of the track that plays; None where it has no name to say."""
    row = (
        library.database.read()
        .execute(
            """SELECT 0, id, ?, title, artist, album, album_artist, track_no, duration,
               json_extract(musicbrainz, '$.recording')
               FROM tracks WHERE id = ? AND title <> '' AND artist <> ''""",
            (started_at, id),
        )
        .fetchone()
    )
    return _scrobble(row) if row else None


def _scrobble(row: sqlite3.Row) -> Scrobble:
    play, track, at, title, artist, album, album_artist, number, duration, recording = tuple(row)[:10]
    return Scrobble(
        play,
        TrackId(track),
        Timestamp(at),
        title,
        artist,
        album,
        album_artist,
        number,
        Seconds(duration),
        recording or "",
    )


def send(library: Library, service: Service) -> int:
    """Tells the service all that waits; how many it took.

    Raises Later and SignedOut; then the rest waits on.
    """
    sent = 0
    while batch := waiting(library, service.name, service.batch):
        try:
            service.submit(batch)
        except Refused as problem:
            sent += _one_by_one(library, service, batch, str(problem))
        else:
            told(library, service.name, batch[-1])
            sent += len(batch)
    return sent


def _one_by_one(library: Library, service: Service, batch: Sequence[Scrobble], reason: str) -> int:
    """One of them is not acceptable: it is found, and must not keep the others."""
    if len(batch) == 1:
        log.warning("%s refused %s: %s", service.name, batch[0].title, reason)
        told(library, service.name, batch[0], refused=reason)
        return 0
    sent = 0
    for each in batch:
        try:
            service.submit([each])
        except Refused as problem:
            told(library, service.name, each, refused=str(problem))
        else:
            told(library, service.name, each)
            sent += 1
    return sent


# -- the services --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ListenBrainz:
    """token: from the user's settings page of the service."""

    token: str = field(repr=False)
    root: str = LISTENBRAINZ
    name: str = "listenbrainz"
    batch: int = 100

    def user(self) -> str:
        """The token's user. Raises SignedOut for a token that is not good."""
        said = self._ask("GET", "/1/validate-token")
        if not said.get("valid"):
            raise SignedOut("ListenBrainz does not know this token; copy it from your settings page there.")
        return str(said.get("user_name", ""))

    def now_playing(self, scrobble: Scrobble) -> None:
        self._submit("playing_now", [_listen(scrobble, timed=False)])

    def submit(self, scrobbles: Sequence[Scrobble]) -> None:
        kind = "single" if len(scrobbles) == 1 else "import"
        self._submit(kind, [_listen(each, timed=True) for each in scrobbles])

    def _submit(self, kind: str, payload: list[dict[str, Any]]) -> None:
        body = json.dumps({"listen_type": kind, "payload": payload}).encode()
        self._ask("POST", "/1/submit-listens", body)

    def _ask(self, method: str, path: str, body: bytes | None = None) -> dict[str, Any]:
        from urllib.request import Request

        headers = {"Authorization": f"Token {self.token}", "Content-Type": "application/json"}
        status, said, answer = _fetch(Request(self.root + path, body, headers, method=method), "ListenBrainz")
        if status == 401:
            raise SignedOut("ListenBrainz does not know this token; copy it from your settings page there.")
        if status in _UNACCEPTABLE:
            raise Refused(str(said.get("error", status)))
        _demand_answer("ListenBrainz", status, answer.get("X-RateLimit-Reset-In"))
        return said


def _listen(scrobble: Scrobble, *, timed: bool) -> dict[str, Any]:
    about: dict[str, Any] = {"media_player": "Meander", "submission_client": "Meander"}
    if scrobble.duration:
        about["duration_ms"] = round(scrobble.duration * 1000)
    if scrobble.track_no:
        about["tracknumber"] = scrobble.track_no
    if scrobble.recording:
        about["recording_mbid"] = scrobble.recording
    names = {"artist_name": scrobble.artist, "track_name": scrobble.title, "additional_info": about}
    if scrobble.album:
        names["release_name"] = scrobble.album
    listen: dict[str, Any] = {"track_metadata": names}
    return {"listened_at": int(scrobble.started_at)} | listen if timed else listen


@dataclass(frozen=True, slots=True)
class LastFm:
    """Last.fm's protocol 2.0, which Libre.fm speaks too.

    key, secret: of an API account; Libre.fm takes any. session: from `session`, "" before that.
    """

    name: str
    """A key of LASTFM."""
    key: str
    secret: str = field(repr=False)
    session: str = field(default="", repr=False)
    root: str = ""
    batch: int = 50

    def token(self) -> str:
        """The first step of signing in: the user then allows it at `page(token)`."""
        return str(self._call("auth.getToken", {})["token"])

    def page(self, token: str) -> str:
        """Where the user allows it, in a browser."""
        return f"{AUTHORISE[self.name]}?{urlencode({'api_key': self.key, 'token': token})}"

    def sign_in(self, token: str) -> tuple[str, str]:
        """The last step: (session, user name). Raises SignedOut while the user has not allowed it."""
        said = self._call("auth.getSession", {"token": token})["session"]
        return str(said["key"]), str(said["name"])

    def now_playing(self, scrobble: Scrobble) -> None:
        self._call("track.updateNowPlaying", {"sk": self.session, **_fields(scrobble, "")})

    def submit(self, scrobbles: Sequence[Scrobble]) -> None:
        said: dict[str, str] = {"sk": self.session}
        for number, each in enumerate(scrobbles):
            said |= _fields(each, f"[{number}]") | {f"timestamp[{number}]": str(int(each.started_at))}
        self._call("track.scrobble", said)

    def _call(self, method: str, said: Mapping[str, str]) -> dict[str, Any]:
        from urllib.request import Request

        asked = {"method": method, "api_key": self.key, **said}
        asked["api_sig"] = signature(asked, self.secret)
        asked["format"] = "json"
        request = Request(self.root or LASTFM[self.name], urlencode(asked).encode(), method="POST")
        status, answer, headers = _fetch(request, self.name)
        if "error" in answer:
            raise self._problem(answer["error"], str(answer.get("message", "")))
        _demand_answer(self.name, status, headers.get("Retry-After"))
        return answer

    def _problem(self, code: object, message: str) -> Exception:
        # Token, session, not allowed yet, expired, key, key suspended, signature.
        if code in (4, 9, 14, 15, 10, 26, 13):
            return SignedOut("{service} wants you to sign in again ({why}).", service=self.name, why=message)
        if code in (6, 7):  # parameters, resource: all others say nothing of what was told
            return Refused(message or str(code))
        return Later(f"{self.name}: {message or code}")


def signature(asked: Mapping[str, str], secret: str) -> str:
    """md5 of all names and values in the order of the names, and the secret (www.last.fm/api/authspec, 8)."""
    text = "".join(f"{name}{asked[name]}" for name in sorted(asked)) + secret
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _fields(scrobble: Scrobble, suffix: str) -> dict[str, str]:
    said = {
        "artist": scrobble.artist,
        "track": scrobble.title,
        "album": scrobble.album,
        "albumArtist": scrobble.album_artist if scrobble.album_artist != scrobble.artist else "",
        "trackNumber": str(scrobble.track_no or ""),
        "duration": str(round(scrobble.duration) or ""),
        "mbid": scrobble.recording,
    }
    return {name + suffix: value for name, value in said.items() if value}


_UNACCEPTABLE = (400, 413)
"""What was told is at fault. Other refusals come from whoever stands in between, or end one day."""


def _demand_answer(service: str, status: int, wait: str | None) -> None:
    """Raises Later for what no service means as one."""
    if status >= 400:
        raise Later(marked("{service} answered {status}", service=service, status=status), _seconds(wait))


def _fetch(request: Request, service: str) -> tuple[int, dict[str, Any], Message]:
    """(status, what it said in JSON, headers). Raises Later when there is no answer, or a web page."""
    from http.client import HTTPException
    from urllib.error import URLError

    request.add_header("User-Agent", AGENT)
    try:
        status, raw, headers = _answered(request)
        if status < 400 and b"<html" in raw[:2000].lower():  # a hotel's, before one may use its network
            raise Later(marked("{service} answered {status}", service=service, status="<html>"))
        return status, _json(raw), headers
    except (URLError, HTTPException, OSError) as problem:
        raise Later(
            marked(
                "{service} cannot be reached ({why})",
                service=service,
                why=getattr(problem, "reason", problem),
            )
        ) from problem


def _answered(request: Request) -> tuple[int, bytes, Message]:
    from urllib.error import HTTPError
    from urllib.request import urlopen

    try:
        with urlopen(request, timeout=TIMEOUT) as answer:
            return answer.status, answer.read(), answer.headers
    except HTTPError as problem:
        with problem:
            return problem.code, problem.read(), problem.headers


def _json(raw: bytes) -> dict[str, Any]:
    try:
        said = json.loads(raw or b"{}")
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _seconds(header: str | None) -> Seconds | None:
    try:
        return Seconds(float(header)) if header else None
    except ValueError:
        return None
