"""Puts Meander into this user's menus, or takes it out: `make install-desktop`, `make uninstall-desktop`.

The desktop entry names the program in this folder's environment by its whole path, so that it is found from
anywhere; nothing outside the user's own folders is touched.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESOURCES = ROOT / "resources"


def main(words: list[str]) -> int:
    if not sys.platform.startswith("linux"):
        print("Desktop entries are for Linux; macOS and Windows make theirs when Meander is packed.")
        return 1
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share")
    if words == ["remove"]:
        for file in places(data).values():
            file.unlink(missing_ok=True)
        said = "taken out of"
    else:
        install(data, Path(sys.executable).parent / "meander")
        said = "put into"
    refresh(data)
    print(f"Meander was {said} the menus of this user ({data}).")
    return 0


def places(data: Path) -> dict[str, Path]:
    """Where each file goes below an XDG data folder."""
    return {
        "meander.desktop": data / "applications/meander.desktop",
        "meander.metainfo.xml": data / "metainfo/meander.metainfo.xml",
        "logo.svg": data / "icons/hicolor/scalable/apps/meander.svg",
    }


def install(data: Path, program: Path) -> None:
    """program: what the menu starts."""
    for name, file in places(data).items():
        text = (RESOURCES / name).read_text("utf-8")
        if name == "meander.desktop":
            text = re.sub(
                r"^(Try)?Exec=meander", lambda m: m[0][:-7] + quoted(program, m[1]), text, flags=re.M
            )
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def quoted(program: Path, plain: str | None) -> str:
    """As the specification of desktop entries wants it; plain: TryExec takes a path as it is."""
    text = str(program)
    if plain or re.fullmatch(r"[\w@+=:,./-]+", text):
        return text
    escaped = re.sub(r'(["`$\\])', r"\\\1", text).replace("\\", "\\\\").replace("%", "%%")
    return f'"{escaped}"'


def refresh(data: Path) -> None:
    """Menus and file types are looked up in caches, where the tools for them are there."""
    for words in (
        ["update-desktop-database", str(data / "applications")],
        ["gtk-update-icon-cache", "-q", "-t", "-f", str(data / "icons/hicolor")],
    ):
        if shutil.which(words[0]) and Path(words[-1]).is_dir():
            subprocess.run(words, check=False, capture_output=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
