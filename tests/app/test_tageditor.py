"""The tag editor on real files: what is typed is written, in the background, and can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app import tasks, theme
from app.choices import Choices
from app.tagdesk import TagDesk
from app.views.tageditor import TagEditor
from core.domain import TrackId
from core.library import ratings, tags
from core.library.scan import scan
from core.library.tracks import Library
from core.progress import Progress
from core.settings import Places, Settings
from tests.app.shelf import until
from tests.core.library.sounding_files import Folder


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    theme.apply(qapp, "dark")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = Folder(tmp_path / "music")
    for number, ending in enumerate((".flac", ".mp3", ".ogg")):
        name = f"{number + 1}{ending}"
        made.put(name, number, title=f"Song {number + 1}", artist="Somebody", album="An Album", genre="Folk")
    return made


class Room:
    """A library of three songs, the desk, and a window to open editors over."""

    def __init__(self, places: Places, folder: Folder) -> None:
        self.library = Library.open(places)
        self.library.add_root(folder.path)
        scan(self.library, Progress())
        self.ids = sorted(self.library.all_ids(), key=lambda id: self.library.track(id).path)
        self.choices = Choices(places.settings_file, Settings())
        self.desk = TagDesk(self.library, self.choices)
        self.said: list[tuple[str, str]] = []
        self.desk.said.connect(lambda text, action, _act: self.said.append((text, action)))
        self.window = QWidget()
        self.window.show()

    def open(self, *ids: TrackId) -> TagEditor:
        self.desk.edit(ids or self.ids, self.window)
        (editor,) = self.window.findChildren(TagEditor)
        until(lambda: editor._chosen)
        return editor

    def albums(self) -> set[str]:
        return {track.album for track in self.library.tracks(self.ids)}

    def closed(self) -> bool:
        return not self.window.findChildren(TagEditor)

    def close(self) -> None:
        for editor in self.window.findChildren(TagEditor):
            editor.reject()
        self.desk.close()
        tasks.drain()
        self.window.close()
        self.window.deleteLater()
        self.library.close()


@pytest.fixture
def room(places: Places, folder: Folder) -> Iterator[Room]:
    made = Room(places, folder)
    yield made
    made.close()


def retype(editor: TagEditor, name: str, text: str) -> None:
    line = editor._tags.fields[name].editor
    assert isinstance(line, QLineEdit)
    line.setFocus()
    line.selectAll()
    QTest.keyClick(line, Qt.Key.Key_Backspace)
    if text:
        QTest.keyClicks(line, text)


def shown(editor: TagEditor, name: str) -> str:
    line = editor._tags.fields[name].editor
    assert isinstance(line, QLineEdit)
    return line.text() or line.placeholderText()


def test_what_is_typed_for_many_is_written_and_can_be_taken_back(room: Room) -> None:
    editor = room.open()
    assert (shown(editor, "album"), shown(editor, "title")) == ("An Album", "Several values")
    retype(editor, "album", "Another")
    retype(editor, "genre", "Pop; Rock")
    editor.save()
    until(room.closed)
    assert room.albums() == {"Another"}
    for track in room.library.tracks(room.ids):
        said = tags.read(track.path)[0]
        assert (said.title, said.album, said.genres) == (track.title, "Another", ("Pop", "Rock"))
    assert room.said == [("3 tracks changed.", "Undo")]
    room.desk.undo()
    until(lambda: len(room.said) == 2)
    assert room.albums() == {"An Album"}


def test_one_by_one_each_keeps_what_was_typed_for_it(room: Room) -> None:
    editor = room.open()
    editor._step(1)
    assert shown(editor, "title") == "Song 1"
    retype(editor, "title", "First")
    editor._step(1)
    retype(editor, "title", "Second")
    editor._step(-1)
    assert shown(editor, "title") == "First"
    assert editor._save.text() == "Save 2 tracks"
    editor.save()
    until(room.closed)
    assert [track.title for track in room.library.tracks(room.ids)] == ["First", "Second", "Song 3"]


def test_from_one_track_the_arrows_lead_through_its_album_and_only_it_changes(room: Room) -> None:
    editor = room.open(room.ids[1])
    assert (shown(editor, "title"), editor._place.text()) == ("Song 2", "2 of 3")
    editor._step(1)
    assert shown(editor, "title") == "Song 3"
    retype(editor, "title", "Last")
    editor.save()
    until(room.closed)
    assert [track.title for track in room.library.tracks(room.ids)] == ["Song 1", "Song 2", "Last"]


def test_less_usual_fields_and_lyrics_have_their_pages(room: Room) -> None:
    editor = room.open(room.ids[0])
    editor._chips[1].click()
    (more,) = editor._forms[1:]
    QTest.keyClicks(more.fields["artistsort"].editor, "Body, Some")
    editor._chips[2].click()
    QTest.keyClicks(editor._forms[2].fields["lyrics"].editor, "La la")
    editor.save()
    until(room.closed)
    said = tags.said(room.library.track(room.ids[0]).path).fields
    assert (said["artistsort"], said["lyrics"]) == (["Body, Some"], ["La la"])


def test_a_change_is_taken_back_before_it_is_saved(room: Room) -> None:
    editor = room.open()
    retype(editor, "album", "")
    assert shown(editor, "album") == "Will be empty"
    assert editor._save.isEnabled()
    editor._tags.fields["album"].reverted.emit()
    assert shown(editor, "album") == "An Album"
    assert not editor._save.isEnabled()


def test_a_picture_that_is_pasted_becomes_the_cover(room: Room) -> None:
    editor = room.open()
    image = QImage(30, 20, QImage.Format.Format_RGB32)
    image.fill(0xFF336699)
    data = QMimeData()
    data.setImageData(image)
    assert editor._well.take(data)
    editor.save()
    until(room.closed)
    covers = {tags.cover(track.path) for track in room.library.tracks(room.ids)}
    assert len(covers) == 1
    assert QImage.fromData(covers.pop() or b"").width() == 30


def test_files_that_cannot_be_written_are_named_with_the_reason(room: Room) -> None:
    room.library.track(room.ids[0]).path.chmod(0o444)
    editor = room.open()
    retype(editor, "album", "Another")
    editor.save()
    until(lambda: editor._pages.currentWidget() is editor._trouble)
    assert [track.album for track in room.library.tracks(room.ids)] == ["An Album", "Another", "Another"]
    assert "1.flac or its folder is read-only." in room.said[0][0]
    assert editor._cancel.text() == "Close"


def test_a_part_of_a_cue_sheet_says_why_it_has_no_tags(room: Room) -> None:
    with room.library.database.write() as db:
        db.execute("UPDATE tracks SET part = 1")
    room.desk.edit(room.ids, room.window)
    (editor,) = room.window.findChildren(TagEditor)
    until(lambda: editor._pages.currentWidget() is editor._trouble)
    assert not editor._save.isEnabled()


def test_words_of_the_library_are_offered_for_the_value_being_typed(room: Room) -> None:
    editor = room.open()
    until(lambda: "genre" in editor._vocabulary)
    retype(editor, "genre", "Pop; fo")
    line = editor._tags.fields["genre"].editor
    assert isinstance(line, QLineEdit)
    completer = line.completer()
    assert completer is not None
    assert completer.currentCompletion() == "Pop; Folk"


def test_the_key_edits_what_is_selected_and_else_what_plays(room: Room) -> None:
    class Chosen(QLineEdit):
        def selected_ids(self) -> list[TrackId]:
            return room.ids[1:]

    with_list = Chosen(room.window)
    with_list.show()
    room.window.activateWindow()
    with_list.setFocus()
    until(with_list.hasFocus)
    room.desk.edit_here(room.ids[0], room.window)
    (editor,) = room.window.findChildren(TagEditor)
    until(lambda: editor._chosen)
    assert editor._chosen == room.ids[1:]
    editor.reject()
    until(room.closed)
    with_list.clearFocus()
    room.desk.edit_here(room.ids[0], room.window)
    (editor,) = room.window.findChildren(TagEditor)
    until(lambda: editor._chosen)
    assert editor._chosen == [room.ids[0]]


def test_stars_go_into_the_files_once_that_is_wished(room: Room) -> None:
    path = room.library.track(room.ids[0]).path
    room.library.set_rating(room.ids[0], 4.0)
    QApplication.processEvents()
    assert not room.desk._rest.isActive()
    room.choices.change(write_ratings=True)
    room.library.set_rating(room.ids[0], 4.5)
    until(room.desk._rest.isActive)
    room.desk._rest.setInterval(0)
    until(lambda: ratings.read(tags.said(path).fields) == 4.5)


def test_stars_given_last_are_written_before_the_window_closes(room: Room) -> None:
    room.choices.change(write_ratings=True)
    room.library.set_rating(room.ids[0], 2.0)
    until(room.desk._rest.isActive)
    room.desk.close()
    assert ratings.read(tags.said(room.library.track(room.ids[0]).path).fields) == 2.0
