"""Reads SPARQL text as tokens: enough to find keywords, prefixes, brackets and the dataset.

No parser: it says where the words are, never whether the query is right. Used before the
engine sees the text (``service.guard``) and after it has refused it (``service.diagnosis``).
Must not know engines, HTTP or files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

# SPARQL 1.1 Query Language, section 19.8: rules 164 to 167
_BASE: Final = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_START: Final = _BASE + "_"
_CHARS: Final = _START + "0-9\u00b7\u0300-\u036f\u203f-\u2040"
_NAME: Final = _CHARS + "\\-"
_PLX: Final = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_ESCAPE: Final = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"

_TOKEN: Final = re.compile(
    "|".join(
        (
            r"(?P<space>[\x20\t\r\n]+)",
            r"(?P<comment>#[^\r\n]*)",
            rf'(?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|{_ESCAPE})*>)',
            r"(?P<string>"
            r'"""(?:"{0,2}(?:[^"\\]|\\[\s\S]))*"""'
            r"|'''(?:'{0,2}(?:[^'\\]|\\[\s\S]))*'''"
            r'|"(?:[^"\\\r\n]|\\[^\r\n])*"'
            r"|'(?:[^'\\\r\n]|\\[^\r\n])*')",
            rf"(?P<variable>[?$][{_START}0-9][{_CHARS}]*)",
            rf"(?P<blank>_:[{_START}0-9](?:[{_NAME}.]*[{_NAME}])?)",
            r"(?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)",
            # a bound on the length, lest a text of dots be read again from every letter
            rf"(?P<name>(?:[{_BASE}](?:\.*+[{_NAME}]){{0,100}}+)?:"
            rf"(?:(?:[{_START}:0-9]|{_PLX})(?:(?:[{_NAME}.:]|{_PLX})*(?:[{_NAME}:]|{_PLX}))?)?)",
            r"(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)",
            r"(?P<word>[A-Za-z][A-Za-z0-9_]*)",
            rf"(?P<escape>{_ESCAPE})",
            r"(?P<sign>\^\^|&&|\|\||[<>!]=|[\s\S])",
        )
    )
)
_ESCAPED: Final = re.compile(_ESCAPE)
_BROKEN: Final = frozenset("\"'\\")
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
OPENING: Final = {"{": "}", "(": ")", "[": "]"}
CLOSING: Final = frozenset(OPENING.values())


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a query.

    Attributes:
        kind: iri, string, variable, blank, tag, name (with colon), number, word, escape or sign.
        text: as written.
        start: zero-based offset of the first character.
    """

    kind: str
    text: str
    start: int

    @property
    def upper(self) -> str:
        """The text of a keyword in capitals; empty for every other kind."""
        return self.text.upper() if self.kind == "word" else ""

    @property
    def end(self) -> int:
        """Offset behind the last character."""
        return self.start + len(self.text)


def read(text: str) -> Iterator[Token]:
    """Yield the tokens of a query without white space and comments.

    Ends behind a quote that nothing closes and behind a stray backslash: no query goes on
    there, and reading on from each of them would take quadratic time.
    """
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind is not None and kind not in ("space", "comment"):
            yield Token(kind, match.group(), match.start())
            if match.group() in _BROKEN:
                return


def unescape(text: str) -> str:
    r"""Replace code point escapes (``\u0053``), SPARQL 1.1 Query Language, section 19.2.

    Escapes of something that is no character (surrogates, above U+10FFFF) stay.
    """
    return _ESCAPED.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    try:
        character = chr(int(match.group()[2:], 16))
        character.encode()
    except ValueError:
        return match.group()
    return character


def position(text: str, offset: int) -> tuple[int, int]:
    """Return the one-based line and column of an offset."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


@dataclass(frozen=True)
class Outline:
    """What the head of a query says.

    Attributes:
        form: SELECT, ASK, CONSTRUCT, DESCRIBE or whatever word stands first; empty if none.
        base: the base IRI in force after the prologue.
        prefixes: declared prefixes with their IRIs.
        defaults: IRIs after FROM.
        named: IRIs after FROM NAMED.
        clear: False if a dataset clause was found that could not be read.
    """

    form: str
    base: str
    prefixes: dict[str, str]
    defaults: tuple[str, ...]
    named: tuple[str, ...]
    clear: bool = True

    @property
    def has_dataset(self) -> bool:
        """Whether the query names its graphs itself."""
        return bool(self.defaults or self.named)


def outline(tokens: list[Token], base: str = "") -> Outline:
    """Read prologue, query form and dataset clause.

    Args:
        tokens: the query's tokens.
        base: base IRI of the request.

    Returns:
        What could be read; never raises, the engine is the judge of syntax.
    """
    base, prefixes, body = _prologue(tokens, base)
    form = body[0].upper if body else ""
    defaults: list[str] = []
    named: list[str] = []
    clear = True
    for place in _dataset_clauses(body):
        is_named = place + 1 < len(body) and body[place + 1].upper == "NAMED"
        target = place + 2 if is_named else place + 1
        iri = resolve(body[target], base, prefixes) if target < len(body) else None
        clear = clear and iri is not None
        if iri is not None:
            (named if is_named else defaults).append(iri)
    return Outline(form, base, prefixes, _unique(defaults), _unique(named), clear)


def body(tokens: list[Token]) -> list[Token]:
    """Return the tokens behind the prologue."""
    return _prologue(tokens, "")[2]


def _unique(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _prologue(tokens: list[Token], base: str) -> tuple[str, dict[str, str], list[Token]]:
    """Return the base, the prefixes and the tokens behind the prologue."""
    prefixes: dict[str, str] = {}
    place = 0
    while place < len(tokens):
        rest = tokens[place : place + 3]
        kinds = [token.kind for token in rest]
        if rest[0].upper == "BASE" and kinds[1:2] == ["iri"]:
            base = _absolute(rest[1].text, base)
            place += 2
        elif rest[0].upper == "PREFIX" and kinds[1:] == ["name", "iri"]:
            prefixes[rest[1].text.removesuffix(":")] = _absolute(rest[2].text, base)
            place += 3
        else:
            break
    return base, prefixes, tokens[place:]


def _absolute(written: str, base: str) -> str:
    reference = unescape(written[1:-1])
    if _SCHEME.match(reference):
        return reference
    # urljoin loses an empty fragment, on which prefixes often end
    return urljoin(base, reference) + ("#" if reference.endswith("#") else "")


def _dataset_clauses(body: list[Token]) -> Iterator[int]:
    """Yield the places of FROM: outside of all brackets only."""
    depth = 0
    for place, token in enumerate(body):
        if token.text in OPENING:
            depth += 1
        elif token.text in CLOSING:
            depth -= 1
        elif depth == 0 and token.upper == "FROM":
            yield place


def resolve(token: Token, base: str, prefixes: dict[str, str]) -> str | None:
    """Return the IRI that a token stands for, or None if it stands for none."""
    if token.kind == "iri":
        return _absolute(token.text, base)
    if token.kind == "name":
        prefix, _, local = token.text.partition(":")
        if prefix in prefixes:
            return prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)
    return None
