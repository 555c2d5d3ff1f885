"""Watching folders: what changes is looked at within seconds, once, and only where it changed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.domain import Presence
from core.library import drives, folders
from core.library.scan import Busy, ScanCounts, scan
from core.library.tracks import Library
from core.library.watch import MANY, PATIENCE, QUIET, REST, Pending, Places, Roots, Watch, Why
from core.progress import Progress
from tests.core.library.sounding_files import Folder, encoded

WITHIN = 5.0
"""Seconds after the last byte in which a new file must be listed."""


def wait_until(met: Callable[[], object], seconds: float = 20.0) -> float:
    """Seconds that it took."""
    started = time.monotonic()
    while not met():
        assert time.monotonic() - started < seconds, "it did not happen in time"
        time.sleep(0.02)
    return time.monotonic() - started


class Keeper:
    """A Watch that scans what it notices, as the window's does."""

    def __init__(self, library: Library, **options: float) -> None:
        self.library, self.progress = library, Progress()
        self.scans: list[ScanCounts] = []
        self.places: list[Places] = []
        self.told: list[tuple[Path, Why]] = []
        self.checks = 0
        self.watch = Watch(self._roots, self._look, lambda *why: self.told.append(why), **options)

    def _roots(self) -> Roots:
        self.checks += 1
        database = self.library.database
        return Roots([root.path for root in folders.roots(database)], folders.mounts(database))

    def _look(self, places: Places, busy: Busy) -> None:
        self.places.append(places)
        self.scans.append(
            scan(self.library, self.progress, only=places.trees, shallow=places.folders, busy=busy)
        )

    def begin(self) -> None:
        self.watch.start()
        wait_until(
            lambda: self.watch._watched and all(w.watch or w.polled for w in self.watch._watched.values())
        )


@pytest.fixture
def keeper(library: Library, folder: Folder) -> Iterator[Keeper]:
    folder.put("there/already.flac", 99)
    library.add_root(folder.path)
    scan(library, Progress())
    keeper = Keeper(library, heartbeat=0.2)
    keeper.begin()
    yield keeper
    keeper.progress.cancel()
    assert keeper.watch.close()


def count(library: Library) -> int:
    return library.counts().tracks


# What comes, changes and goes ----------------------------------------------------------------------------


def test_an_album_copied_in_is_listed_within_seconds_and_looked_at_alone(
    keeper: Keeper, library: Library, folder: Folder, tmp_path: Path
) -> None:
    source = Folder(tmp_path / "source")
    for pitch in range(12):
        source.put(f"Band/Album/{pitch:02}.flac", pitch)
    shutil.copytree(source.path, folder.path, dirs_exist_ok=True)
    assert wait_until(lambda: count(library) == 13) < WITHIN
    looked = {path for places in keeper.places for path in (*places.trees, *places.folders)}
    assert looked and all(path.is_relative_to(folder.path / "Band") for path in looked)


def test_a_folder_moved_in_is_listed(
    keeper: Keeper, library: Library, folder: Folder, tmp_path: Path
) -> None:
    source = Folder(tmp_path / "source")
    source.put("deep/er/1.flac", 1)
    (source.path / "deep").rename(folder.path / "deep")
    assert wait_until(lambda: count(library) == 2) < WITHIN


def test_a_folder_renamed_keeps_its_tracks(keeper: Keeper, library: Library, folder: Folder) -> None:
    (id,) = library.all_ids()
    (folder.path / "there").rename(folder.path / "elsewhere")
    wait_until(lambda: library.track(id).path.parent.name == "elsewhere")
    assert library.all_ids() == [id]


def test_a_file_deleted_is_missed_and_a_file_retagged_is_read(
    keeper: Keeper, library: Library, folder: Folder
) -> None:
    file = folder.put("there/other.flac", 1, title="Before")
    wait_until(lambda: count(library) == 2)
    from tests.core.library.sounding_files import retag

    retag(file, title="After")
    wait_until(lambda: library.order("after"))
    file.unlink()
    wait_until(lambda: count(library) == 1)


def test_a_cue_sheet_put_beside_a_file_cuts_it(keeper: Keeper, library: Library, folder: Folder) -> None:
    (folder.path / "there" / "already.cue").write_text(
        'FILE "already.wav" WAVE\nTRACK 01 AUDIO\nINDEX 01 00:00:00\nTRACK 02 AUDIO\nINDEX 01 00:00:20'
    )
    wait_until(lambda: count(library) == 2)


def test_a_file_still_being_written_waits_until_it_rests(
    keeper: Keeper, library: Library, folder: Folder
) -> None:
    data = encoded(".flac", 3)
    growing = folder.path / "there" / "growing.flac"
    with growing.open("wb") as file:
        for at in range(8):
            file.write(data[at * len(data) // 8 : (at + 1) * len(data) // 8])
            file.flush()
            done = folder.put(f"there/{at}.flac", 10 + at) if at == 0 else None
            assert done is None or growing.exists()
            time.sleep((PATIENCE + 1) / 8)
            assert library.by_path(growing) is None
        wait_until(lambda: library.by_path(folder.path / "there" / "0.flac"))
    assert wait_until(lambda: library.by_path(growing)) < WITHIN
    track = library.by_path(growing)
    assert track and track.error == ""


def test_what_does_not_concern_us_is_not_looked_at(keeper: Keeper, folder: Folder, library: Library) -> None:
    (folder.path / "there" / "notes.txt").write_text("no music")
    (folder.path / "there" / ".hidden.flac").write_bytes(b"hidden")
    folder.put("there/last.flac", 7)
    wait_until(lambda: count(library) == 2)
    assert {p for places in keeper.places for p in (*places.trees, *places.folders)} == {
        folder.path / "there"
    }


def test_a_storm_of_changes_becomes_a_few_scans(keeper: Keeper, library: Library, folder: Folder) -> None:
    data = encoded(".flac", 3)
    total = 800
    for number in range(total):
        file = folder.path / f"{number // 15}" / f"{number}.flac"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(data[:-2] + number.to_bytes(2, "big"))
    wait_until(lambda: count(library) == total + 1, 60)
    # How many depends on how long the writing takes on a busy machine.
    assert len(keeper.scans) <= total // 20


# The folders themselves ----------------------------------------------------------------------------------


def test_a_drive_unplugged_and_back_is_noticed_and_watched_again(
    keeper: Keeper, library: Library, folder: Folder, tmp_path: Path
) -> None:
    (id,) = library.all_ids()
    folder.path.rename(tmp_path / "unplugged")
    wait_until(lambda: library.track(id).presence is Presence.OFFLINE)
    (tmp_path / "unplugged").rename(folder.path)
    wait_until(lambda: library.track(id).presence is Presence.PRESENT)
    folder.put("there/new.flac", 4)
    wait_until(lambda: count(library) == 2)


def test_a_folder_added_later_is_watched_and_one_taken_out_no_longer(
    keeper: Keeper, library: Library, folder: Folder, tmp_path: Path
) -> None:
    other = Folder(tmp_path / "other")
    library.add_root(other.path)
    wait_until(lambda: os.fsencode(other.path) in keeper.watch._watched)
    other.put("new.flac", 5)
    wait_until(lambda: count(library) == 2)
    library.remove_root(folder.path)
    wait_until(lambda: os.fsencode(folder.path) not in keeper.watch._watched)


def test_a_network_drive_is_looked_through_now_and_then(
    library: Library, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drives, "is_remote", lambda path: True)  # there is no server here to mount
    os.utime(folder.put("a.flac"), (1_000_000, 1_000_000))
    library.add_root(folder.path)
    keeper = Keeper(library, poll=0.5, heartbeat=0.1)
    keeper.watch.start()
    wait_until(lambda: count(library) == 1)
    os.utime(folder.put("b.flac", 1), (1_000_000, 1_000_000))
    wait_until(lambda: count(library) == 2)
    keeper.progress.cancel()
    assert keeper.watch.close()
    assert keeper.told == [(folder.path, Why.REMOTE)]
    assert keeper.watch._observer is None


LIMITED = """
import sys, threading
from pathlib import Path
Path("/proc/sys/user/max_inotify_watches").write_text("20")
from core.library.watch import Roots, Watch
told, done = [], threading.Event()
def tell(folder, why):
    told.append(why.value)
    done.set()
watch = Watch(lambda: Roots([sys.argv[1].encode()], []), lambda *_: None, tell)
watch.start()
done.wait(20)
watch.close()
print(*told)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="a limit of Linux")
def test_where_the_system_watches_no_more_folders_they_are_polled(tmp_path: Path) -> None:
    for number in range(60):
        (tmp_path / "music" / str(number)).mkdir(parents=True)
    command = ["unshare", "--user", "--map-root-user", sys.executable, "-c", LIMITED, str(tmp_path / "music")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    if "unshare" in done.stderr or "max_inotify_watches" in done.stderr:
        pytest.skip("user namespaces are not allowed here")
    assert done.stdout.split() == ["limit"], done.stderr


def test_closing_ends_every_thread(library: Library, folder: Folder) -> None:
    library.add_root(folder.path)
    before = set(threading.enumerate())
    for _ in range(3):
        keeper = Keeper(library)
        keeper.begin()
        assert keeper.watch.close()
    wait_until(lambda: set(threading.enumerate()) <= before)


@pytest.mark.skipif(sys.platform != "linux", reason="reads Linux's table of mounts")
def test_the_kind_of_a_drive_is_that_of_the_innermost_mount(monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = [
        ("/", "ext4"),
        ("/mnt", "ext4"),
        ("/mnt/nas", "nfs4"),
        ("/mnt/usb", "fuseblk"),
        ("/s", "fuse.sshfs"),
    ]
    monkeypatch.setattr(drives, "_linux_mounts", lambda: mounts)
    remote = [
        drives.is_remote(path) for path in ("/mnt/nas/music", "/mnt/nasty", "/mnt/usb/x", "/s", "/home")
    ]
    assert remote == [True, False, False, True, False]
    assert [drives.has_remote_inside(path) for path in ("/mnt", "/mnt/nas", "/home")] == [True, False, False]


def test_this_machines_own_disk_is_not_remote(tmp_path: Path) -> None:
    assert not drives.is_remote(str(tmp_path))


# Gathering -----------------------------------------------------------------------------------------------


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_folder_is_ready_once_it_rests(clock: Clock) -> None:
    pending = Pending(clock)
    pending.touch(b"/a")
    clock.now += QUIET / 2
    pending.touch(b"/a")
    clock.now += QUIET * 0.9
    assert pending.take() == {}
    clock.now += QUIET * 0.2
    assert pending.take() == {b"/a": False}
    assert pending.take() == {}
    assert pending.calm()


def test_a_folder_that_never_rests_is_ready_all_the_same(clock: Clock) -> None:
    pending = Pending(clock)
    pending.touch(b"/a")
    for _ in range(9):
        assert pending.take() == {}
        clock.now += PATIENCE / 10
        pending.touch(b"/a")
    clock.now += PATIENCE / 10
    assert pending.take() == {b"/a": False}


def test_only_a_fresh_file_that_nobody_closed_is_busy() -> None:
    pending, now = Pending(), time.time_ns()
    assert pending.is_busy(b"/a/1.flac", now)
    assert not pending.is_busy(b"/a/2.flac", now - int(REST * 2e9))
    pending.tell(b"/a/3.flac", "closed", is_folder=False)
    assert not pending.is_busy(b"/a/3.flac", now)
    pending.tell(b"/a/3.flac", "created", is_folder=False)
    assert pending.is_busy(b"/a/3.flac", now)


def test_too_many_places_are_looked_through_as_a_whole(library: Library) -> None:
    watch = Watch(lambda: Roots([], []), lambda *_: None, lambda *_: None)
    watch._watched = {b"/music": None, b"/music/inner": None}  # type: ignore[dict-item]
    few = {b"/music/1": False}
    assert watch._places(few) == Places([], [Path("/music/1")])
    many = {b"/music/%d" % number: False for number in range(MANY + 1)} | {b"/music/inner/x": True}
    assert watch._places(many) == Places([Path("/music"), Path("/music/inner")], [])
