"""Walking folders for music: every file once, in the byte order of full paths, whatever stands in the way."""

from __future__ import annotations

import contextlib
import errno
import logging
import os
from collections.abc import Collection, Iterator

from core.library.tags import EXTENSIONS

log = logging.getLogger(__name__)

SEP = os.fsencode(os.sep)
_AFTER_SEP = bytes([SEP[0] + 1])
SHEET = b"cue"
_ENDINGS = frozenset(os.fsencode(ending[1:]) for ending in EXTENSIONS)
SYSTEM = frozenset((b"$RECYCLE.BIN", b"System Volume Information", b"lost+found", b"@eaDir", b"#recycle"))

Found = tuple[bytes, int, int]
"""Path, size in bytes, time of last change in ns."""


def below(folder: bytes) -> tuple[bytes, bytes]:
    """(low, high): a path is inside `folder` exactly if low <= path < high."""
    bare = folder.rstrip(SEP)
    return bare + SEP, bare + _AFTER_SEP


def is_inside(path: bytes, folder: bytes) -> bool:
    low, high = below(folder)
    return path == folder or low <= path < high


def is_music(name: bytes) -> bool:
    """By its ending; hidden files are none."""
    return name[:1] != b"." and name.rpartition(b".")[2].lower() in _ENDINGS


def passes_over(relative: bytes) -> bool:
    """Whether a walk leaves out what is at this path below its top: something hidden, or the system's."""
    return any(part[:1] == b"." or part in SYSTEM for part in relative.split(SEP))


def one_file(path: bytes) -> Iterator[Found]:
    """As a walk would find it alone."""
    if is_music(os.path.basename(path)):
        stat = os.stat(path)
        yield path, stat.st_size, stat.st_mtime_ns


_Entry = tuple[bytes, int | None, int, bool]
"""A file (path, size, mtime, _), or a folder still to be listed (path, None, 0, reached by a link)."""


class Walk:
    """One walk below one folder. Iterating gives files; the rest is known when it has ended.

    Hidden and system folders, and those in `without`, are left out. Links to folders elsewhere are followed,
    each folder once; links to what lies in `roots` are not, since it is found there.
    """

    def __init__(
        self,
        top: bytes,
        roots: Collection[bytes] = (),
        without: Collection[bytes] = (),
        *,
        deep: bool = True,
    ) -> None:
        """not deep: only what lies in `top` itself."""
        self._top, self._roots, self._without, self._deep = top, roots, without, deep
        self._linked: set[tuple[int, int]] = set()
        self._device: int | None = None
        self.unreadable: list[bytes] = []
        """Folders that could not be listed; what was known in them is not gone."""
        self.mounts: set[bytes] = set()
        """Folders where another drive begins."""
        self.sheets: dict[bytes, list[Found]] = {}
        """Cue sheets by their folder, which ends with the separator; there before the folder's files."""

    def __iter__(self) -> Iterator[Found]:
        # Each level is a list of entries in falling order, so that pop() takes the next; a folder's name ends
        # with the separator, which is what makes the order that of full paths.
        todo: list[_Entry] = [(self._top.rstrip(SEP) + SEP, None, 0, False)]
        while todo:
            path, size, mtime, linked = todo.pop()
            if size is not None:
                yield path, size, mtime
            else:
                todo += self._list(path, linked=linked)

    def _list(self, folder: bytes, *, linked: bool) -> list[_Entry]:
        found: list[_Entry] = []
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    name = entry.name
                    if name[0] == 46:  # a dot: hidden
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        found += self._subfolder(entry, folder, linked=linked)
                    elif (ending := name.rpartition(b".")[2].lower()) in _ENDINGS:
                        self._file(entry, folder + name, found)
                    elif ending == SHEET:
                        self._sheet(entry, folder)
                    elif entry.is_symlink() and entry.is_dir():
                        found += self._link(folder + name)
        except OSError as problem:
            if problem.errno not in (errno.ENOENT, errno.ENOTDIR):
                log.warning("%s cannot be listed: %s", os.fsdecode(folder), problem.strerror)
                self.unreadable.append(folder)
        found.sort(reverse=True)
        return found

    def _sheet(self, entry: os.DirEntry[bytes], folder: bytes) -> None:
        with contextlib.suppress(OSError):
            stat = entry.stat()
            if stat.st_mode & 0o170000 == 0o100000:
                found = folder + entry.name, stat.st_size, stat.st_mtime_ns
                self.sheets.setdefault(folder, []).append(found)

    def _file(self, entry: os.DirEntry[bytes], path: bytes, found: list[_Entry]) -> None:
        try:
            if entry.is_symlink() and (entry.is_dir() or self._is_ours(path)):
                found += self._link(path) if entry.is_dir() else []
                return
            stat = entry.stat()
        except FileNotFoundError:
            return
        except OSError:
            self.unreadable.append(path)
            return
        if stat.st_dev != self._device:
            self._note_mount(path, stat.st_dev)
        if stat.st_mode & 0o170000 == 0o100000:  # a plain file, not a pipe that would never end
            found.append((path, stat.st_size, stat.st_mtime_ns, False))

    def _subfolder(self, entry: os.DirEntry[bytes], folder: bytes, *, linked: bool) -> list[_Entry]:
        path = folder + entry.name
        left_out = not self._deep or entry.name in SYSTEM or path in self._without
        if left_out or (linked and not self._is_new(path)):
            return []
        return [(path + SEP, None, 0, linked)]

    def _link(self, path: bytes) -> list[_Entry]:
        if not self._deep or path in self._without or self._is_ours(path) or not self._is_new(path):
            return []
        return [(path + SEP, None, 0, True)]

    def _is_ours(self, link: bytes) -> bool:
        target = os.path.realpath(link)
        return any(is_inside(target, root) or is_inside(root, target) for root in self._roots)

    def _is_new(self, folder: bytes) -> bool:
        """Whether a folder reached by a link is seen for the first time: what keeps loops from turning."""
        try:
            stat = os.stat(folder)
        except OSError:
            return False
        key = (stat.st_dev, stat.st_ino)
        if key in self._linked:
            return False
        self._linked.add(key)
        return True

    def _note_mount(self, path: bytes, device: int) -> None:
        """Remembers the topmost folder above `path` on its drive."""
        if self._device is None:
            self._device = os.stat(self._top).st_dev
            if device == self._device:
                return
        folder = os.path.dirname(path)
        if any(is_inside(folder, mount) for mount in self.mounts):
            return
        while len(folder) > len(self._top):
            parent = os.path.dirname(folder)
            if os.stat(parent).st_dev != device:
                self.mounts.add(folder)
                return
            folder = parent
