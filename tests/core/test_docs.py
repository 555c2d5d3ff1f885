"""What the documentation says of the program, where a machine can tell."""

from __future__ import annotations

import argparse
import re
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path

import pytest

from core import cli
from core.commands import mapping
from core.explore.map.colours import SCHEMES
from core.explore.map.measures import MEASURES
from core.library.search import SYNTAX

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]
LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)\s]+)\)")
PICTURED = re.compile(r'Scene\(\s*"([\w-]+)"')
FILMED = re.compile(r'Film\(\s*"([\w-]+)"')
NAMED = re.compile(r"(?<!\*)\*([^*]+)\*(?!\*)")
"""Words in italics are the program's own."""
OTHERS = {"Open with", "File, Library, Export Library…"}
"""What the desktop and other players say."""
GAP = re.compile(r"\{\w+\}|%ln")
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


@cache
def _said_in_the_window() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each text as it is written, and with anything in its gaps."""
    told = ET.parse(ROOT / "resources" / "translations" / "meander_de.ts").iter("source")
    texts = [(each.text or "").casefold() for each in told]
    return tuple((text, re.compile(".+".join(map(re.escape, GAP.split(text))))) for text in texts)


@pytest.mark.parametrize("page", sorted((DOCS / "guide").glob("*.md")), ids=lambda page: page.stem)
def test_what_the_guide_names_is_called_so_in_the_window(page: Path) -> None:
    """Italics that begin with a capital or a number are names, or the beginnings of sentences."""
    written = NAMED.findall(CODE.sub("", page.read_text("utf-8")))
    named = {" ".join(each.split()) for each in written if each[0].isupper() or each[0].isdigit()}
    lost = [
        each
        for each in sorted(named - OTHERS)
        if not any(
            each.casefold() in text or gaps.fullmatch(each.casefold()) for text, gaps in _said_in_the_window()
        )
    ]
    assert lost == []


def test_the_guide_to_the_map_names_all_its_measures_and_colours() -> None:
    text = (DOCS / "guide" / "map.md").read_text("utf-8").casefold()
    titles = [str(each.title) for each in (*MEASURES, *SCHEMES)]
    assert [title for title in titles if title.casefold() not in text] == []


def test_the_terminals_page_names_every_subcommand_and_what_the_map_is_asked_for() -> None:
    text = (DOCS / "cli.md").read_text("utf-8")
    words = {command.partition(" ")[0] for command in cli.COMMANDS}
    assert [word for word in sorted(words) if f"`{word}" not in text] == []
    parser = argparse.ArgumentParser(add_help=False)
    mapping.add_arguments(parser)
    part = text.partition("\n## map\n")[2].partition("\n## ")[0]
    asked = {option for action in parser._actions for option in action.option_strings}
    chosen = {str(choice) for action in parser._actions for choice in action.choices or ()}
    assert [each for each in sorted(asked | chosen) if f"`{each}" not in part] == []
