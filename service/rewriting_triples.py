"""Reads one block of triple patterns: who is linked with whom, and which paths may be of length 0.

SPARQL 1.1 Query Language, section 19.8, rules 75 to 109. Must not know groups or rewriting.
"""

from __future__ import annotations

from typing import Final

from service.rewriting_parts import IRIS, NONE, Names, Triple, UnclearError, names
from service.tokens import Token

_CONSTANTS: Final = ("iri", "name", "string", "number", "blank")
_WORDS: Final = ("TRUE", "FALSE")
_END: Final = Token("end", "", 0)


def read(tokens: list[Token]) -> tuple[Triple, ...]:
    """Return the patterns of a block.

    Args:
        tokens: the tokens of the block and nothing else.

    Raises:
        UnclearError: it cannot be read for sure.
    """
    return _Block(tokens).read()


class _Block:
    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._place = 0
        self._found: list[Triple] = []

    def read(self) -> tuple[Triple, ...]:
        while self._place < len(self._tokens):
            node = self._now.text == "["
            fixed = self._is_fixed()
            subject = self._term()
            if not (node and self._now.text in (".", "")):
                self._properties(subject, fixed)
            if self._now is not _END:
                self._take(".")
        return tuple(self._found)

    @property
    def _now(self) -> Token:
        return self._tokens[self._place] if self._place < len(self._tokens) else _END

    def _next(self) -> Token:
        token = self._now
        self._place += 1
        return token

    def _take(self, sign: str) -> None:
        if self._next().text != sign:
            raise UnclearError

    def _skip(self, sign: str) -> bool:
        found = self._now.text == sign
        self._place += found
        return found

    def _is_fixed(self) -> bool:
        return self._now.kind in _CONSTANTS and self._now.kind != "blank"

    def _properties(self, subject: Names, fixed: bool = False) -> None:
        """Read verbs with their objects."""
        while True:
            first = self._place
            nullable, steps = self._verb()
            path = self._tokens[first : self._place]
            single = len(path) == 1 and path[0].kind != "variable"
            verb = path[0].text if single else ""
            doubtful = any(token.text in ("|", "!") for token in path)
            while True:
                ends_fixed = fixed or self._is_fixed()
                ends = subject | self._term()
                self._found.append(Triple(ends, nullable, steps, verb, ends_fixed, doubtful))
                if not self._skip(","):
                    break
            if not self._skip(";"):
                return
            while self._skip(";"):
                pass
            if self._now.text in (".", "]", ""):
                return

    def _term(self) -> Names:
        """Read a subject or object; return the variable if it is one."""
        token = self._next()
        if token.kind == "variable":
            return names([token])
        if token.text == "[":
            if not self._skip("]"):
                self._properties(NONE)
                self._take("]")
            return NONE
        if token.text == "(":
            while not self._skip(")"):
                self._term()
            return NONE
        if token.text in ("-", "+") and self._now.kind == "number":
            self._next()
        elif token.kind == "string":
            self._suffix()
        elif token.kind not in _CONSTANTS and token.upper not in _WORDS:
            raise UnclearError
        return NONE

    def _suffix(self) -> None:
        if self._now.kind == "tag":
            self._next()
        elif self._skip("^^") and self._next().kind not in IRIS:
            raise UnclearError

    def _verb(self) -> tuple[bool, int]:
        """Return whether the path may be of length 0, and its steps."""
        if self._now.kind == "variable":
            self._next()
            return False, 1
        before = self._place
        nullable = self._alternative()
        path = self._tokens[before : self._place]
        return nullable, sum(t.kind in IRIS or t.text in ("*", "+", "a") for t in path)

    def _alternative(self) -> bool:
        nullable = self._sequence()
        while self._skip("|"):
            nullable = self._sequence() or nullable
        return nullable

    def _sequence(self) -> bool:
        nullable = self._element()
        while self._skip("/"):
            nullable = self._element() and nullable
        return nullable

    def _element(self) -> bool:
        self._skip("^")
        nullable = self._primary()
        if self._now.text in ("*", "?", "+"):
            return self._next().text != "+" or nullable
        return nullable

    def _primary(self) -> bool:
        token = self._next()
        if token.text == "(":
            nullable = self._alternative()
            self._take(")")
            return nullable
        if token.text == "!":
            if self._skip("("):
                self._alternative()
                self._take(")")
            else:
                self._skip("^")
                self._primary()
            return False
        if token.kind not in IRIS and token.text != "a":
            raise UnclearError
        return False
