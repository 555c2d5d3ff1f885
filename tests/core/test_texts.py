"""Texts that know what they were made of."""

from __future__ import annotations

import pickle

from core.texts import kept, marked, recognised


def test_a_marked_text_is_english_and_remembers_its_values() -> None:
    text = marked("like the end of {title}", title="So What")
    assert text == "like the end of So What"
    assert (text.template, dict(text.values)) == ("like the end of {title}", {"title": "So What"})
    again = pickle.loads(pickle.dumps(text))
    assert (again, again.template) == (text, text.template)


def test_counts_have_their_english_form() -> None:
    assert marked("after %Ln track(s)", count=1) == "after 1 track"
    assert marked("%Ln entr(y|ies)", count=1200) == "1,200 entries"


def test_what_a_database_kept_is_recognised() -> None:
    text = recognised("a {b}.mp3 cannot be opened: Permission denied")
    assert text == "a {b}.mp3 cannot be opened: Permission denied"
    assert text.template in kept()
    assert text.values == {"file": "a {b}.mp3", "why": "Permission denied"}
    unknown = recognised("sync {lost}: at byte 12")
    assert (unknown, unknown.values) == ("sync {lost}: at byte 12", {})
