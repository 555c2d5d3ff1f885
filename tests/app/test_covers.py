"""Cover thumbnails: what is shown at once, what comes later, and what memory and disk hold."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from app import artwork
from app.covers import Covers, Source
from app.thumbnails import SWEPT, Shelf, read, square, thumbnail
from core.domain import Presence, Seconds, Timestamp, Track, TrackId
from core.library.tracks import Kind, Library
from core.settings import Places
from tests.app.shelf import until

RED, BLUE = QColor("#c02020"), QColor("#2020c0")


def jpeg(width: int, height: int, colour: QColor = RED) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(colour)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, "JPG")  # type: ignore[call-overload]
    return bytes(data.data())


def track(path: Path, album: str = "Album", id: int = 1) -> Track:
    return Track(
        TrackId(id), path, Presence.PRESENT, f"Title {id}", "Artist", "Artist", album, "", None, None, None,
        Seconds(100.0), None, None, False, 0, 0, None, Timestamp(0.0),
    )  # fmt: skip


@pytest.fixture
def album(tmp_path: Path) -> Path:
    """A folder with a red cover and a file that is no music."""
    folder = tmp_path / "album"
    folder.mkdir()
    (folder / "cover.jpg").write_bytes(jpeg(300, 300))
    (folder / "song.flac").write_bytes(b"")
    return folder


@pytest.fixture
def covers(tmp_path: Path, qapp: QApplication) -> Iterator[Covers]:
    made = Covers(tmp_path / "cache")
    yield made
    made.close()


def middle(picture: object) -> QColor:
    image = picture.toImage()  # type: ignore[attr-defined]
    return image.pixelColor(image.width() // 2, image.height() // 2)  # type: ignore[no-any-return]


def near(one: QColor, other: QColor) -> bool:
    return (
        abs(one.red() - other.red()) + abs(one.green() - other.green()) + abs(one.blue() - other.blue()) < 40
    )


def test_a_drawing_stands_in_until_the_cover_has_come(covers: Covers, album: Path) -> None:
    song = track(album / "song.flac")
    drawn = covers.picture(song, 30)
    assert (drawn.width(), drawn.height()) == (30, 30)
    until(lambda: near(middle(covers.picture(song, 30)), RED))


def test_pictures_are_sharp_on_sharp_screens(covers: Covers, album: Path) -> None:
    picture = covers.picture(track(album / "song.flac"), 30, 2.0)
    assert picture.width() == 60
    assert picture.deviceIndependentSize().width() == 30


def test_tracks_of_one_album_share_one_picture(covers: Covers, album: Path) -> None:
    one, two = track(album / "song.flac", id=1), track(album / "other.flac", id=2)
    until(lambda: near(middle(covers.picture(one, 30)), RED))
    assert covers.picture(two, 30).cacheKey() == covers.picture(one, 30).cacheKey()


def test_music_without_a_cover_keeps_its_drawing(covers: Covers, tmp_path: Path) -> None:
    song = track(tmp_path / "nothing.flac", album="")
    before = covers.picture(song, 30).toImage()
    until(lambda: not covers.busy)
    assert covers.picture(song, 30).toImage() == before


def test_memory_stays_within_its_bound(tmp_path: Path, qapp: QApplication) -> None:
    covers = Covers(tmp_path / "cache", memory=30 * 30 * 4 * 5)
    for number in range(40):
        covers.picture(track(tmp_path / f"{number}.flac", album="", id=number), 30)
    assert covers.held <= 30 * 30 * 4 * 5
    until(lambda: not covers.busy)
    covers.close()


def test_a_changed_file_is_asked_again(covers: Covers, album: Path) -> None:
    song = track(album / "song.flac")
    until(lambda: near(middle(covers.picture(song, 30)), RED))
    (album / "cover.jpg").write_bytes(jpeg(300, 300, BLUE))
    later = (album / "cover.jpg").stat().st_mtime + 100
    os.utime(album, (later, later))
    covers.forget([song])
    until(lambda: near(middle(covers.picture(song, 30)), BLUE))


def test_thumbnails_are_kept_on_disk(tmp_path: Path, album: Path, qapp: QApplication) -> None:
    folder = tmp_path / "cache"
    assert thumbnail(album / "song.flac", "key", 60, folder) is not None
    kept = list(folder.iterdir())
    assert len(kept) == 1
    (album / "cover.jpg").rename(tmp_path / "elsewhere.jpg")
    later = kept[0].stat().st_mtime + 100
    os.utime(kept[0], (later, later))
    again = thumbnail(album / "song.flac", "key", 60, folder)
    assert again is not None
    assert near(again.pixelColor(30, 30), RED)


def test_a_cover_newer_than_its_thumbnail_wins(tmp_path: Path, album: Path, qapp: QApplication) -> None:
    folder = tmp_path / "cache"
    thumbnail(album / "song.flac", "key", 60, folder)
    (album / "cover.jpg").write_bytes(jpeg(300, 300, BLUE))
    kept = next(folder.iterdir())
    os.utime(kept, (1, 1))
    again = thumbnail(album / "song.flac", "key", 60, folder)
    assert again is not None
    assert near(again.pixelColor(30, 30), BLUE)


def test_an_unwritable_folder_costs_only_speed(tmp_path: Path, album: Path, qapp: QApplication) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    assert thumbnail(album / "song.flac", "key", 60, blocked / "cache") is not None


def test_broken_and_missing_pictures_are_none(qapp: QApplication) -> None:
    assert read(b"this is no picture", 60).isNull()
    assert read(None, 60).isNull()


def test_wide_pictures_are_cut_to_their_middle(qapp: QApplication) -> None:
    image = QImage(300, 100, QImage.Format.Format_RGB32)
    image.fill(BLUE)
    for x in range(100, 200):
        for y in range(100):
            image.setPixelColor(x, y, RED)
    made = square(image, 50)
    assert (made.width(), made.height()) == (50, 50)
    assert near(made.pixelColor(1, 1), RED)
    assert near(made.pixelColor(48, 48), RED)


def test_a_name_always_gives_the_same_drawing(qapp: QApplication) -> None:
    assert artwork.draw("Says", 40) == artwork.draw("Says", 40)
    assert artwork.draw("Says", 40) != artwork.draw("Roads", 40)


def test_names_that_are_not_unicode_can_be_drawn(qapp: QApplication) -> None:
    assert not artwork.draw(os.fsdecode(b"caf\xe9"), 40).isNull()


def test_a_track_without_an_album_has_a_picture_of_its_own(covers: Covers, tmp_path: Path) -> None:
    one = track(tmp_path / "1.flac", album="", id=1)
    two = replace(one, path=tmp_path / "2.flac", title="Another")
    assert covers.picture(one, 30).toImage() != covers.picture(two, 30).toImage()
    until(lambda: not covers.busy)


def test_the_disk_holds_what_was_looked_at_last(tmp_path: Path, qapp: QApplication) -> None:
    music, kept = tmp_path / "music", tmp_path / "cache"
    for number in range(8):
        folder = music / str(number)
        folder.mkdir(parents=True)
        (folder / "cover.jpg").write_bytes(jpeg(640, 640, RED if number % 2 else BLUE))
        (folder / "song.flac").write_bytes(b"")
    shelf = Shelf(kept)
    for number in range(8):
        shelf.picture(music / str(number) / "song.flac", str(number), 100)
    files = {number: hashlib.sha1(str(number).encode()).hexdigest() for number in range(8)}
    for number in range(8):  # looked at one after the other
        path = kept / f"{files[number]}-128.jpg"
        os.utime(path, ns=(10**18 + number * 10**9, path.stat().st_mtime_ns))
    shelf.picture(music / "0" / "song.flac", "0", 100)
    total = sum(each.stat().st_size for each in kept.iterdir())
    small = Shelf(kept, limit=total - 1)
    assert small.sweep() <= total * SWEPT
    left = {each.name.split("-")[0] for each in kept.iterdir()}
    assert files[0] in left
    assert files[1] not in left


def test_a_cover_rewritten_in_its_place_is_noticed(tmp_path: Path, album: Path, qapp: QApplication) -> None:
    shelf = Shelf(tmp_path / "cache")
    shelf.picture(album / "song.flac", "key", 60)
    before = album.stat().st_mtime_ns
    (album / "cover.jpg").write_bytes(jpeg(300, 300, BLUE))
    later = (album / "cover.jpg").stat().st_mtime + 100
    os.utime(album / "cover.jpg", (later, later))
    assert album.stat().st_mtime_ns == before
    again = shelf.picture(album / "song.flac", "key", 60)
    assert again is not None
    assert near(again.pixelColor(30, 30), BLUE)


def test_changed_files_are_asked_again_by_themselves(
    covers: Covers, album: Path, places: Places, tmp_path: Path
) -> None:
    library = Library.open(places)
    covers.follow(library)
    song = track(album / "song.flac")
    until(lambda: near(middle(covers.picture(song, 200)), RED))
    (album / "cover.jpg").unlink()
    later = album.stat().st_mtime + 100
    os.utime(album, (later, later))
    library.announce(Kind.CHANGED, [1])
    until(lambda: not near(middle(covers.picture(song, 200)), RED))
    covers.close()
    library.close()


def test_large_covers_begin_as_a_plain_colour(covers: Covers, album: Path) -> None:
    song = track(album / "song.flac")
    first = covers.picture(song, 300)
    assert (first.width(), first.height()) == (300, 300)
    assert covers.held == 0
    until(lambda: near(middle(covers.picture(song, 300)), RED))
    assert covers.held == 300 * 300 * 4


def test_another_size_stands_in_while_one_is_made(covers: Covers, album: Path) -> None:
    song = track(album / "song.flac")
    until(lambda: near(middle(covers.picture(song, 200)), RED))
    assert near(middle(covers.picture(song, 240)), RED)


def test_circles_are_pictures_of_their_own(covers: Covers, album: Path) -> None:
    source = Source.of(track(album / "song.flac"))
    until(lambda: near(middle(covers.of(source, 120, circle=True)), RED))
    corner = covers.of(source, 120, circle=True).toImage().pixelColor(6, 6)
    assert corner.alpha() == 0
    until(lambda: covers.of(source, 120).toImage().pixelColor(6, 6).alpha() == 255)


def test_huge_pictures_are_scaled_while_they_are_read(qapp: QApplication) -> None:
    made = read(jpeg(6000, 6000), 128)
    assert (made.width(), made.height()) == (128, 128)
    assert near(made.pixelColor(60, 60), RED)


def test_every_cover_of_a_large_shelf_stays_within_memory(tmp_path: Path, qapp: QApplication) -> None:
    bound = 6 * 200 * 200 * 4
    covers = Covers(tmp_path / "cache", memory=bound)
    for number in range(30):
        song = track(tmp_path / f"{number}.flac", album=f"Album {number}", id=number)
        covers.picture(song, 200)
        until(lambda: not covers.busy)
        assert covers.held <= bound
    covers.close()
