"""The language of the search field, as a tree. Any text at all is a query; at worst it means less.

    query  = or
    or     = and {("OR" | "|") and}
    and    = not {["AND" | "&"] not}
    not    = {"NOT" | "-"} term
    term   = "(" or ")" | field ":" "(" or ")" | field ":" [comparison] value | "quoted words" | word

What is not finished yet (an open bracket or quote, a trailing OR or NOT, a field without a value) counts as
finished there, or as not said. Names of fields that do not exist are words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple

DEEPEST = 12
"""Brackets inside brackets; further ones are passed over."""
LONGEST = 256
"""Words and conditions; further ones are passed over."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words to be found anywhere, next to each other; the last may go on, unless `whole`."""

    text: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Narrowed:
    """`field:value`. field: as in the table of fields; sign: "", "=", "!=", "<", "<=", ">" or ">="."""

    field: str
    sign: str
    value: str
    whole: bool
    """The value was in quotes."""
    text: str
    """All of it as it was typed."""
    last: bool
    """Nothing stands behind it: it may not be finished."""


@dataclass(frozen=True, slots=True)
class All:
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Any:
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Not:
    term: Term


Term = Words | Narrowed | All | Any | Not


class _Sign(Enum):
    OPEN = auto()
    CLOSE = auto()
    OR = auto()
    NOT = auto()
    TERM = auto()


class _Token(NamedTuple):
    sign: _Sign
    field: str = ""
    """Of OPEN: what its words are looked for in."""
    term: Words | Narrowed | None = None


Known = Callable[[str], str | None]
"""The name of a field, from whatever it was called; None: there is none."""

_NAME = re.compile(r"([^\W\d]\w*)(:|(?=[<>=≤≥]))")
_SIGN = re.compile(r"\s*(>=|<=|!=|[<>=≤≥])?\s*")
_QUOTED = re.compile(r'"([^"]*)"?')
_WORD = re.compile(r'[^\s"()]+')
_OPERATORS = {"OR": _Sign.OR, "|": _Sign.OR, "||": _Sign.OR, "NOT": _Sign.NOT}
_AND = ("AND", "&", "&&")
_ROUND = {"≤": "<=", "≥": ">="}


def parse(query: str, known: Known) -> Term:
    """The tree of a query; `All(())` for one that says nothing. Never raises."""
    query = query.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
    return _Parser(list(_scan(query, known))).run()


def is_said(text: str) -> bool:
    """Whether there is anything to look up in words; symbols alone have none."""
    return any(c.isalnum() for c in text)


# Signs and words ------------------------------------------------------------------------------------------


def _scan(query: str, known: Known) -> Iterator[_Token]:
    at, end, terms = 0, len(query.rstrip()), 0
    while at < end and terms < LONGEST:
        if query[at].isspace():
            at += 1
        elif query[at] in "()":
            yield _Token(_Sign.OPEN if query[at] == "(" else _Sign.CLOSE)
            at += 1
        elif _negates(query, at):
            yield _Token(_Sign.NOT)
            at += 1
        else:
            token, at = _term(query, at, known)
            if token is not None:
                terms += 1
                yield token


def _negates(query: str, at: int) -> bool:
    """A dash before something; within words and between blanks it is a dash."""
    following = query[at + 1 : at + 2]
    before = query[at - 1 : at]
    return query[at] == "-" and bool(following.strip(" )-")) and not before.strip("( \t-")


def _term(query: str, at: int, known: Known) -> tuple[_Token | None, int]:
    """The token at `at`, None for one without a meaning, and where it ends."""
    if query[at] == '"':
        found = _quoted(query, at)
        return _Token(_Sign.TERM, term=Words(found[1], whole=True)), found.end()
    name = _NAME.match(query, at)
    field = known(name[1].lower().replace("_", "")) if name else None
    if name and field is not None:
        return _narrowed(query, at, name, field)
    word = _word(query, at)
    if word[0] in _OPERATORS:
        return _Token(_OPERATORS[word[0]]), word.end()
    if word[0] in _AND:
        return None, word.end()
    if word[0].endswith(":") and query[word.end() : word.end() + 1] == '"':
        # As a field would be written: its words belong together.
        quoted = _quoted(query, word.end())
        return _Token(_Sign.TERM, term=Words(f"{word[0]} {quoted[1]}", whole=True)), quoted.end()
    return _Token(_Sign.TERM, term=Words(word[0])), word.end()


def _narrowed(query: str, at: int, name: re.Match[str], field: str) -> tuple[_Token, int]:
    """field:value, field:>=value, field: value, field>=value, field:(."""
    said = _SIGN.match(query, name.end())
    assert said is not None  # it may match nothing
    sign, start = _ROUND.get(said[1], said[1]) or "", said.end()
    value, end, whole = "", said.end(1) if said[1] else name.end(), False
    if query.startswith("(", start) and not sign:
        return _Token(_Sign.OPEN, field), start + 1
    if query.startswith('"', start):
        quoted = _quoted(query, start)
        value, end, whole = quoted[1], quoted.end(), True
    elif (word := _WORD.match(query, start)) and (not query[start - 1].isspace() or _is_value(word[0])):
        value, end = word[0], word.end()
    last = not query[end:].strip()
    return _Token(_Sign.TERM, term=Narrowed(field, sign, value, whole, query[at:end], last)), end


def _is_value(word: str) -> bool:
    """Whether a word behind "field: " is its value, and not the next thing."""
    return word not in _OPERATORS and word not in _AND and word[0] != "-" and ":" not in word


def _quoted(query: str, at: int) -> re.Match[str]:
    found = _QUOTED.match(query, at)
    assert found is not None  # it is called where a quote stands
    return found


def _word(query: str, at: int) -> re.Match[str]:
    found = _WORD.match(query, at)
    assert found is not None  # neither blank nor bracket nor quote stands there
    return found


# The tree -------------------------------------------------------------------------------------------------


class _Parser:
    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens, self._at, self._depth = tokens, 0, 0
        self._field = ""

    def run(self) -> Term:
        found = []
        while self._at < len(self._tokens):
            if (term := self._any()) is not None:
                found.append(term)
            self._at += 1  # a bracket that closes nothing
        return found[0] if len(found) == 1 else All(tuple(found))

    def _sign(self) -> _Sign:
        return self._tokens[self._at].sign if self._at < len(self._tokens) else _Sign.CLOSE

    def _any(self) -> Term | None:
        found = [self._all()]
        while self._sign() is _Sign.OR:
            self._at += 1
            found.append(self._all())
        terms = [term for term in found if term is not None]
        return Any(tuple(terms)) if len(terms) > 1 else next(iter(terms), None)

    def _all(self) -> Term | None:
        terms = []
        while self._sign() not in (_Sign.OR, _Sign.CLOSE):
            if (term := self._not()) is not None:
                terms.append(term)
        return All(tuple(terms)) if len(terms) > 1 else next(iter(terms), None)

    def _not(self) -> Term | None:
        negated = False
        while self._sign() is _Sign.NOT:
            negated = not negated
            self._at += 1
        if self._sign() in (_Sign.OR, _Sign.CLOSE):
            return None
        term = self._group() if self._sign() is _Sign.OPEN else self._single()
        return Not(term) if negated and term is not None else term

    def _group(self) -> Term | None:
        opening = self._tokens[self._at]
        self._at += 1
        if self._depth == DEEPEST:
            return None
        outer = self._field
        self._field, self._depth = opening.field or outer, self._depth + 1
        term = self._any()
        self._field, self._depth = outer, self._depth - 1
        if self._at < len(self._tokens):
            self._at += 1  # CLOSE
        return term

    def _single(self) -> Term | None:
        term = self._tokens[self._at].term
        self._at += 1
        if self._field and isinstance(term, Words):
            return Narrowed(self._field, "", term.text, term.whole, term.text, last=False)
        return term
