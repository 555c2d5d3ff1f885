"""Scrobbling, against a small server on this machine that speaks the services' protocols."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

import pytest

from core import scrobbling
from core.domain import Ended, PlayEvent, Seconds, Source, Timestamp, TrackId
from core.library.tracks import Library
from core.scrobbling import LastFm, Later, ListenBrainz, Refused, SignedOut, signature
from core.settings import Places


class Server(ThreadingHTTPServer):
    """Keeps what it is told; `answers` are given before the usual one."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.heard: list[tuple[str, dict[str, str], Any]] = []
        self.answers: list[tuple[int, dict[str, Any] | str, dict[str, str]]] = []

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        token = (self.headers.get("Authorization") or "").removeprefix("Token ")
        self._answer(200, {"valid": token == "good", "user_name": "me"})

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        said: Any = json.loads(raw) if raw.startswith(b"{") else dict(parse_qsl(raw.decode()))
        self.server.heard.append((self.path, dict(self.headers), said))
        if self.server.answers:
            self._answer(*self.server.answers.pop(0))
        elif "payload" in said:
            self._listenbrainz(said)
        else:
            self._lastfm(said)

    def _listenbrainz(self, said: dict[str, Any]) -> None:
        """As the service checks: a listen without a track's name makes the whole batch void."""
        if self.headers.get("Authorization") != "Token good":
            self._answer(401, {"code": 401, "error": "Invalid authorization token."})
        elif any("Bad" in listen["track_metadata"]["track_name"] for listen in said["payload"]):
            self._answer(400, {"code": 400, "error": "track_name is bad"})
        else:
            self._answer(200, {"status": "ok"})

    def _lastfm(self, said: dict[str, str]) -> None:
        unsigned = {name: value for name, value in said.items() if name not in ("api_sig", "format")}
        if said["api_sig"] != signature(unsigned, "secret"):
            self._answer(403, {"error": 13, "message": "Invalid method signature supplied"})
        elif said["method"] == "auth.getToken":
            self._answer(200, {"token": "t0k"})
        elif said["method"] == "auth.getSession":
            self._answer(200, {"session": {"key": "s3ss", "name": "me"}})
        elif said.get("sk") != "s3ss":
            self._answer(403, {"error": 9, "message": "Invalid session key - Please re-authenticate"})
        else:
            self._answer(200, {"scrobbles": {}})

    def _answer(self, status: int, said: dict[str, Any] | str, headers: dict[str, str] | None = None) -> None:
        body = (said if isinstance(said, str) else json.dumps(said)).encode()
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def library(places: Places) -> Iterator[Library]:
    library = Library.open(places)
    yield library
    library.close()


def add(library: Library, title: str, duration: float = 200.0, artist: str = "Radiohead") -> TrackId:
    with library.database.write() as db:
        row = db.execute(
            """INSERT INTO tracks
                   (path, size, mtime_ns, title, artist, album, track_no, duration, added_at, musicbrainz)
               VALUES (?, 1, 1, ?, ?, 'OK Computer', 3, ?, 0, '{"recording": "mb-1"}') RETURNING id""",
            (f"/{title}".encode(), title, artist, duration),
        ).fetchone()
    return TrackId(row[0])


def play(library: Library, id: TrackId, heard: float = 200.0, at: float = 1_600_000_000.5) -> None:
    library.record_play(PlayEvent(id, Timestamp(at), Seconds(heard), Ended.STOPPED, Source.RADIO))


def titles(library: Library, service: str = "listenbrainz") -> list[str]:
    return [each.title for each in scrobbling.waiting(library, service)]


# -- what is told


@pytest.mark.parametrize(
    ("duration", "heard", "is_told"),
    [
        (200, 100, True),
        (200, 99, False),
        (1000, 240, True),
        (1000, 239, False),
        (30, 30, False),
        (31, 31, True),
    ],
)
def test_half_of_it_or_four_minutes_count_beyond_thirty_seconds(
    library: Library, duration: float, heard: float, is_told: bool
) -> None:
    scrobbling.begin(library, "listenbrainz")
    play(library, add(library, "Airbag", duration), heard)
    assert bool(titles(library)) is is_told


def test_a_service_hears_of_plays_from_its_beginning_on(library: Library) -> None:
    id = add(library, "Airbag")
    play(library, id, at=1e9)
    scrobbling.begin(library, "listenbrainz")
    scrobbling.begin(library, "listenbrainz")
    assert titles(library) == []
    play(library, id, at=2e9)
    assert titles(library) == ["Airbag"]
    assert titles(library, "last.fm") == []


def test_what_has_no_artist_is_not_told(library: Library) -> None:
    scrobbling.begin(library, "listenbrainz")
    play(library, add(library, "Noise", artist=""))
    assert titles(library) == []


# -- ListenBrainz


def test_listenbrainz_hears_of_a_play_with_all_we_know(library: Library, server: Server) -> None:
    scrobbling.begin(library, "listenbrainz")
    play(library, add(library, "Airbag"))
    assert scrobbling.send(library, ListenBrainz("good", server.root)) == 1
    path, headers, said = server.heard[0]
    assert (path, headers["Authorization"], said["listen_type"]) == (
        "/1/submit-listens",
        "Token good",
        "single",
    )
    (listen,) = said["payload"]
    assert listen["listened_at"] == 1_600_000_000
    assert listen["track_metadata"]["artist_name"] == "Radiohead"
    assert listen["track_metadata"]["release_name"] == "OK Computer"
    about = listen["track_metadata"]["additional_info"]
    assert (about["duration_ms"], about["recording_mbid"], about["tracknumber"]) == (200_000, "mb-1", 3)
    assert titles(library) == []


def test_a_week_without_a_network_is_told_together(library: Library, server: Server) -> None:
    scrobbling.begin(library, "listenbrainz")
    for number in range(150):
        play(library, add(library, f"Song {number}"), at=1e9 + number)
    assert scrobbling.send(library, ListenBrainz("good", server.root)) == 150
    assert [len(said["payload"]) for _, _, said in server.heard] == [100, 50]
    assert server.heard[0][2]["listen_type"] == "import"


def test_nothing_is_lost_while_the_service_is_away(library: Library, server: Server) -> None:
    scrobbling.begin(library, "listenbrainz")
    play(library, add(library, "Airbag"))
    with pytest.raises(Later, match="cannot be reached"):
        scrobbling.send(library, ListenBrainz("good", "http://127.0.0.1:9"))
    server.answers.append((503, {}, {}))
    with pytest.raises(Later):
        scrobbling.send(library, ListenBrainz("good", server.root))
    assert titles(library) == ["Airbag"]
    assert scrobbling.send(library, ListenBrainz("good", server.root)) == 1


def test_a_service_that_has_had_enough_says_when_to_come_again(library: Library, server: Server) -> None:
    scrobbling.begin(library, "listenbrainz")
    play(library, add(library, "Airbag"))
    server.answers.append((429, {}, {"X-RateLimit-Reset-In": "7"}))
    with pytest.raises(Later) as caught:
        scrobbling.send(library, ListenBrainz("good", server.root))
    assert caught.value.wait == 7


@pytest.mark.parametrize("status", [403, 404, 407])
def test_a_refusal_that_says_nothing_of_the_plays_keeps_them(
    library: Library, server: Server, status: int
) -> None:
    for service in (ListenBrainz("good", server.root), lastfm(server)):
        scrobbling.begin(library, service.name)
        play(library, add(library, f"Airbag {service.name}"), at=1e9)
        server.answers.append((status, {}, {}))
        with pytest.raises(Later, match=str(status)):
            scrobbling.send(library, service)
        assert f"Airbag {service.name}" in titles(library, service.name)


def test_a_web_page_is_no_answer(library: Library, server: Server) -> None:
    scrobbling.begin(library, "listenbrainz")
    play(library, add(library, "Airbag"))
    server.answers.append((200, "<!doctype html><HTML>Welcome to our hotel", {}))
    with pytest.raises(Later):
        scrobbling.send(library, ListenBrainz("good", server.root))
    assert titles(library) == ["Airbag"]


def test_a_bad_token_is_said_and_keeps_what_waits(library: Library, server: Server) -> None:
    scrobbling.begin(library, "listenbrainz")
    play(library, add(library, "Airbag"))
    with pytest.raises(SignedOut, match="does not know this token"):
        scrobbling.send(library, ListenBrainz("bad", server.root))
    assert titles(library) == ["Airbag"]


def test_one_play_that_is_refused_does_not_keep_the_others(library: Library, server: Server) -> None:
    scrobbling.begin(library, "listenbrainz")
    for number, title in enumerate(("One", "Bad", "Two")):
        play(library, add(library, title), at=1e9 + number)
    assert scrobbling.send(library, ListenBrainz("good", server.root)) == 2
    assert titles(library) == []
    assert (
        library.database.read().execute("SELECT reason FROM scrobbles_refused").fetchone()[0]
        == "track_name is bad"
    )


def test_a_token_tells_whose_it_is(server: Server) -> None:
    assert ListenBrainz("good", server.root).user() == "me"
    with pytest.raises(SignedOut):
        ListenBrainz("bad", server.root).user()


def test_what_plays_now_has_no_time(library: Library, server: Server) -> None:
    now = scrobbling.now_playing(library, add(library, "Airbag"), Timestamp(5.0))
    assert now is not None
    ListenBrainz("good", server.root).now_playing(now)
    assert server.heard[0][2]["listen_type"] == "playing_now"
    assert "listened_at" not in server.heard[0][2]["payload"][0]


# -- Last.fm


def lastfm(server: Server, session: str = "s3ss") -> LastFm:
    return LastFm("last.fm", "key", "secret", session, server.root)


def test_signing_in_to_last_fm_takes_a_token_a_browser_and_a_session(server: Server) -> None:
    service = lastfm(server, "")
    token = service.token()
    assert "token=t0k" in service.page(token)
    assert service.sign_in(token) == ("s3ss", "me")


def test_last_fm_hears_of_plays_by_number(library: Library, server: Server) -> None:
    scrobbling.begin(library, "last.fm")
    for number in range(2):
        play(library, add(library, f"Song {number}"), at=1e9 + number)
    assert scrobbling.send(library, lastfm(server)) == 2
    said = server.heard[0][2]
    assert (said["method"], said["artist[1]"], said["track[1]"]) == ("track.scrobble", "Radiohead", "Song 1")
    assert (said["timestamp[1]"], said["duration[0]"], said["sk"]) == ("1000000001", "200", "s3ss")


def test_a_session_that_ended_asks_to_sign_in_again(library: Library, server: Server) -> None:
    scrobbling.begin(library, "last.fm")
    play(library, add(library, "Airbag"))
    with pytest.raises(SignedOut, match="sign in again"):
        scrobbling.send(library, lastfm(server, "old"))
    assert titles(library, "last.fm") == ["Airbag"]


def test_a_bad_signature_keeps_what_waits(library: Library, server: Server) -> None:
    scrobbling.begin(library, "last.fm")
    play(library, add(library, "Airbag"))
    with pytest.raises(SignedOut, match="signature"):
        scrobbling.send(library, LastFm("last.fm", "key", "another secret", "s3ss", server.root))
    assert titles(library, "last.fm") == ["Airbag"]


@pytest.mark.parametrize("code", [2, 3, 11, 16, 29])
def test_errors_that_pass_leave_all_waiting(library: Library, server: Server, code: int) -> None:
    scrobbling.begin(library, "last.fm")
    play(library, add(library, "Airbag"))
    server.answers.append((503, {"error": code, "message": "later"}, {}))
    with pytest.raises(Later):
        scrobbling.send(library, lastfm(server))
    assert titles(library, "last.fm") == ["Airbag"]


def test_an_error_that_stays_is_a_refusal(server: Server, library: Library) -> None:
    server.answers.append((400, {"error": 6, "message": "Invalid parameters"}, {}))
    now = scrobbling.now_playing(library, add(library, "Airbag"), Timestamp(5.0))
    assert now is not None
    with pytest.raises(Refused, match="Invalid parameters"):
        lastfm(server).now_playing(now)


def test_secrets_are_not_in_what_is_logged() -> None:
    assert "s3cret" not in repr(LastFm("last.fm", "key", "s3cret", "s3cret"))
    assert "t0ken" not in repr(ListenBrainz("t0ken"))
