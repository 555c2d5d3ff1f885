"""From a query's tree to SQL. What words can find goes to FTS5 in one piece; the rest are conditions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from core.errors import UserError
from core.library import query_fields
from core.library.query import All, Any, Narrowed, Not, Term, Words, is_said
from core.library.query_fields import FIELDS, Condition, Match, Meaning, matched, phrase, symbols


@dataclass(frozen=True, slots=True)
class _Absent:
    """All that a match does not find."""

    match: Match


_Piece = Meaning | _Absent


@dataclass(slots=True)
class Compiled:
    """problems: what was not understood; it was left out."""

    now: float
    problems: list[UserError] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)

    def condition(self, term: Term) -> Condition:
        """`1` for a query that asks for nothing."""
        piece = self._piece(term)
        return Condition("1") if piece is None else _condition(piece)

    def _piece(self, term: Term) -> _Piece | None:
        match term:
            case Words(text, whole):
                return _words(text, whole=whole)
            case Narrowed():
                return self._narrowed(term)
            case Not(inner):
                piece = self._piece(inner)
                return None if piece is None else _negated(piece)
            case Any(terms):
                return _any([piece for each in terms if (piece := self._piece(each)) is not None])
            case All(terms):
                # Beside anything else, symbols alone ("come - together") say nothing.
                said = [each for each in terms if not _is_symbols(each)] or terms
                return _all([piece for each in said if (piece := self._piece(each)) is not None])

    def _narrowed(self, said: Narrowed) -> _Piece | None:
        if not said.value:
            if not said.last and not said.whole:
                self.problems.append(UserError("“{text}” stands without a value.", text=said.text.strip()))
            return None
        meaning = FIELDS[said.field].compile(said, self.now)
        if meaning is not None:
            self.touched.add(query_fields.touched_by(said))
            return _negated(meaning) if said.sign == "!=" else meaning
        if f":{said.sign} " in said.text:
            return _words(said.text, whole=said.whole)  # prose has blanks behind its colons
        if not (said.last and query_fields.may_become(said)):
            self.problems.append(
                UserError("“{value}” says nothing to {field}.", value=said.value, field=f"{said.field}:")
            )
        return None


def _is_symbols(term: Term) -> bool:
    return isinstance(term, Words) and not is_said(term.text)


def _words(text: str, *, whole: bool) -> Meaning | None:
    if is_said(text):
        return Match(phrase(text, whole=whole))
    return symbols(text) if text.strip() else None


def _condition(piece: _Piece) -> Condition:
    match piece:
        case Match():
            return matched(piece)
        case _Absent(inner):
            found = matched(inner)
            return Condition(f"NOT {found.sql}", found.values)
    return piece


def _negated(piece: _Piece) -> _Piece:
    match piece:
        case Match():
            return _Absent(piece)
        case _Absent(inner):
            return inner
    # What is unknown is not what was asked for: it is found when that is unwanted.
    return Condition(f"({piece.sql}) IS NOT TRUE", piece.values)


def _any(pieces: list[_Piece]) -> _Piece | None:
    matches = [piece for piece in pieces if isinstance(piece, Match)]
    rest: list[_Piece] = [piece for piece in pieces if not isinstance(piece, Match)]
    if matches:
        rest.insert(0, _joined(matches, "OR"))
    return rest[0] if len(rest) == 1 else _connected(rest, "OR") if rest else None


def _all(pieces: list[_Piece]) -> _Piece | None:
    present = [piece for piece in pieces if isinstance(piece, Match)]
    absent = [piece.match for piece in pieces if isinstance(piece, _Absent)]
    rest: list[_Piece] = [piece for piece in pieces if isinstance(piece, Condition)]
    if present and absent:
        wanted, unwanted = _joined(present, "AND"), _joined(absent, "OR")
        rest.insert(0, Match(f"({wanted.expression} NOT {unwanted.expression})"))
    elif present:
        rest.insert(0, _joined(present, "AND"))
    elif absent:
        rest.append(_Absent(_joined(absent, "OR")))
    return rest[0] if len(rest) == 1 else _connected(rest, "AND") if rest else None


def _joined(matches: list[Match], word: str) -> Match:
    if len(matches) == 1:
        return matches[0]
    return Match(f"({f' {word} '.join(match.expression for match in matches)})")


def _connected(pieces: Iterable[_Piece], word: str) -> Condition:
    conditions = [_condition(piece) for piece in pieces]
    return Condition(
        f"({f' {word} '.join(condition.sql for condition in conditions)})",
        tuple(value for condition in conditions for value in condition.values),
    )
