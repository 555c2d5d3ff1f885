"""Texts that core makes and the window shows: English as they are, translated where they are shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Self

_PLURAL = re.compile(r"\((?:(\w+)\|)?(\w+)\)")
"""In a text with a count: "track(s)", "entr(y|ies)"."""


class Text(str):
    """An English text that remembers its template and values, so that it can be said in another language."""

    __slots__ = ("number", "template", "values")
    template: str
    values: Mapping[str, object]
    number: int
    """What "%Ln" stands for; -1 where it has none."""

    def __new__(cls, template: str, values: Mapping[str, object], count: int = -1) -> Self:
        english = plural(template, count).replace("%Ln", f"{count:,}") if count >= 0 else template
        self = super().__new__(cls, english.format(**values) if values else english)
        self.template, self.values, self.number = template, values, count
        return self

    def __reduce__(self) -> tuple[object, ...]:
        return Text, (self.template, dict(self.values), self.number)


def marked(text: str, /, *, count: int = -1, **values: object) -> Text:
    """`text`, a literal that is told to translators: marked("like the end of {title}", title=title).

    count: for texts with "%Ln", as in "%Ln track(s)".
    """
    return Text(text, values, count)


def plural(text: str, count: int) -> str:
    """The English form for a count: "track(s)" is "track" for 1, else "tracks"."""
    return _PLURAL.sub(lambda forms: (forms[1] or "") if count == 1 else forms[2], text)


def recognised(text: str) -> Text:
    """An English text that was kept in a database, as what it was made of; as it is if unknown."""
    for template in kept():
        names = re.split(r"\{(\w+)\}", template)
        pattern = "".join(f"(?P<{part}>.+)" if at % 2 else re.escape(part) for at, part in enumerate(names))
        if found := re.fullmatch(pattern, text, re.DOTALL):
            return Text(template, found.groupdict())
    return Text(text, {})


def kept() -> tuple[str, ...]:
    """The templates of what databases keep about files that cannot be read or heard."""
    return (
        marked("{file} cannot be opened: {why}"),
        marked("{file} cannot be decoded: {why}"),
        marked("{file} has no audio stream"),
        marked("{file} ends before the part that begins at {start} s"),
        marked("{file} holds no sound that can be decoded"),
        marked("{model} cannot hear {file}: {why}"),
        marked("{file} could not be heard: {why}"),
        marked("listening to {file} ends its process ({why})"),
    )


def system() -> tuple[str, ...]:
    """What the system says when a file cannot be had (strerror), as far as listeners meet it."""
    return (
        marked("Permission denied"),
        marked("Operation not permitted"),
        marked("No such file or directory"),
        marked("No space left on device"),
        marked("Read-only file system"),
        marked("Input/output error"),
        marked("Disk quota exceeded"),
        marked("File too large"),
        marked("File name too long"),
        marked("Is a directory"),
        marked("Not a directory"),
        marked("Invalid data found when processing input"),
        marked("End of file"),
        marked("Connection refused"),
        marked("Connection timed out"),
        marked("timed out"),
        marked("Name or service not known"),
        marked("Temporary failure in name resolution"),
        marked("Network is unreachable"),
    )
