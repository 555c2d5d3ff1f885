"""What kind of drive a folder lies on: one whose changes the system tells of, or one that others write to."""

from __future__ import annotations

import ctypes
import os
import re
import subprocess
import sys

_REMOTE = frozenset(
    (
        *(
            "nfs",
            "nfs4",
            "cifs",
            "smb3",
            "smbfs",
            "ncpfs",
            "afs",
            "afpfs",
            "9p",
            "ceph",
            "glusterfs",
            "lustre",
        ),
        *(
            "webdav",
            "davfs",
            "vboxsf",
            "virtiofs",
            "prl_fs",
            "vmhgfs",
            "acfs",
            "coda",
            "ftp",
            "macfuse",
            "fuse",
        ),
    )
)
"""Types of file systems that another machine may change without a word. All of FUSE counts but `fuseblk`,
which is a local disk (NTFS, exFAT)."""
_WINDOWS_REMOTE = 4


def is_remote(folder: str) -> bool:
    """Whether changes may happen there that the system does not tell of."""
    if sys.platform == "win32":
        root = os.path.splitdrive(os.path.abspath(folder))[0] + "\\"
        return root.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(root) == _WINDOWS_REMOTE
    return _is_remote(_type_at(folder, _mounts()))


def has_remote_inside(folder: str) -> bool:
    """Whether such a drive is mounted somewhere below the folder."""
    if sys.platform == "win32":
        return False
    inner = folder.rstrip("/") + "/"
    return any(point.startswith(inner) and _is_remote(kind) for point, kind in _mounts())


def _is_remote(kind: str) -> bool:
    return kind.partition(".")[0] in _REMOTE


def _mounts() -> list[tuple[str, str]]:
    """(mount point, type) of all that is mounted; none where that cannot be told."""
    try:
        return _linux_mounts() if sys.platform == "linux" else _bsd_mounts()
    except (OSError, subprocess.SubprocessError):
        return []


def _type_at(folder: str, mounts: list[tuple[str, str]]) -> str:
    """The type of the innermost of (mount point, type) pairs above `folder`; of several there, the last."""
    innermost = ("", "")
    for point, kind in mounts:
        inside = folder == point or folder.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(innermost[0]):
            innermost = (point, kind)
    return innermost[1]


def _linux_mounts() -> list[tuple[str, str]]:
    """After proc(5): field 5 is the mount point, the type follows a lone hyphen."""
    found = []
    with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as lines:
        for line in lines:
            words = line.split()
            point = re.sub(r"\\(\d{3})", lambda octal: chr(int(octal[1], 8)), words[4])
            found.append((point, words[words.index("-") + 1]))
    return found


def _bsd_mounts() -> list[tuple[str, str]]:
    """Lines such as "//me@nas/music on /Volumes/music (smbfs, nodev)"."""
    said = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=10, check=True).stdout
    return re.findall(r"^.* on (.+?) \((\w+)", said, re.MULTILINE)
