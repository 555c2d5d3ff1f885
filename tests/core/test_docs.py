"""What the documentation says of the program, where a machine can tell."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.library.search import SYNTAX

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]
LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)\s]+)\)")
PICTURED = re.compile(r'Scene\(\s*"([\w-]+)"')
FILMED = re.compile(r'Film\(\s*"([\w-]+)"')
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


def _links(page: Path, *, pictures: bool) -> list[str]:
    found = LINK.findall(CODE.sub("", page.read_text("utf-8")))
    return [to for mark, to in found if bool(mark) is pictures and "://" not in to]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_to_files_that_are_there(page: Path) -> None:
    lost = [to for to in _links(page, pictures=False) if not (page.parent / to.partition("#")[0]).exists()]
    assert lost == []


def test_every_picture_is_one_that_is_made() -> None:
    """A new page may name a picture before `make screenshots` has run."""
    told = "".join(file.read_text("utf-8") for file in sorted((ROOT / "packaging" / "pictures").glob("*.py")))
    made = {f"{scene}{suffix}.png" for scene in PICTURED.findall(told) for suffix in ("", "-light")}
    made |= {f"{film}.webp" for film in FILMED.findall(told)}
    lost = [to for page in PAGES for to in _links(page, pictures=True) if Path(to).name not in made]
    assert lost == []


def test_the_index_of_the_guide_names_every_page() -> None:
    named = set(_links(DOCS / "guide.md", pictures=False))
    assert {f"guide/{page.name}" for page in (DOCS / "guide").glob("*.md")} <= named


def test_the_guide_to_the_search_holds_its_whole_language() -> None:
    text = (DOCS / "guide" / "search.md").read_text("utf-8")
    rows = [
        f"| {', '.join(f'`{each}`' for each in said.split(', '))} | {meaning} |" for said, meaning in SYNTAX
    ]
    assert [row for row in rows if row not in text] == []
