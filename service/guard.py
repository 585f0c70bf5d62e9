"""Refuses what no query may ask for, before the engine reads it.

Limits on length and nesting; SERVICE, because the engine would fetch what it names, unless the
operator lists it; updates, because the data is read-only. Works on tokens (``service.tokens``), so
that a comment, label or IRI may say "service" freely, while every disguise of the keyword is seen.
It is the first of two walls: the process that evaluates can open no socket either
(``service.engine_work``), unless the query asks listed endpoints only.
Must not know engines, HTTP or files.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from service import tokens
from service.errors import QueryError, QueryRefused, QueryTooComplex, QueryTooLarge
from service.tokens import CLOSING, OPENING, Token

MAX_LENGTH: Final = 1_000_000
MAX_DEPTH: Final = 150
_UPDATES: Final = frozenset(
    ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
)
_VOLATILE: Final = frozenset(("RAND", "NOW", "UUID", "STRUUID", "BNODE"))
_OPERANDS: Final = frozenset(("iri", "string", "variable", "tag", "name", "number", "word"))
_READINGS: Final = 3


def check(text: str, federation: Collection[str] = ()) -> list[Token]:
    """Pass or refuse a query.

    Args:
        text: the query as sent.
        federation: IRIs of the endpoints that SERVICE may ask.

    Returns:
        Its tokens, for whoever needs them next.

    Raises:
        QueryTooLarge: longer than the limit.
        QueryTooComplex: nested deeper than the limit.
        QueryRefused: SERVICE of an endpoint that is not listed, or an update.
        QueryError: nothing but white space.
    """
    if len(text) > MAX_LENGTH:
        raise _too_long(len(text))
    found = list(tokens.read(text))
    if not found:
        raise QueryError("問合せが空です。", "The query is empty.")
    _check_depth(found)
    _check_service(text, found, federation)
    if tokens.outline(found).form in _UPDATES:
        raise update_refused()
    return found


def is_volatile(found: list[Token]) -> bool:
    """Whether the same query may answer differently on the same data."""
    return any(token.upper in _VOLATILE for token in found)


def update_refused() -> QueryRefused:
    """Return the refusal of an update, for whichever road it came by."""
    return QueryRefused(
        "このエンドポイントは読取り専用です。SPARQL Update（INSERT、DELETE、LOAD など）は"
        "受け付けません。",
        "This endpoint is read-only: SPARQL Update (INSERT, DELETE, LOAD and so on) is refused.",
    )


def service_refused(federation: Collection[str] = ()) -> QueryRefused:
    """Return the refusal of a federated query; names the endpoints that may be asked."""
    if federation:
        listed = " ".join(f"<{iri}>" for iri in federation)
        return QueryRefused(
            f"SERVICE で問い合わせられるのは次のエンドポイントだけです: {listed}。"
            "SERVICE の直後に IRI をそのまま（変数やエスケープを使わずに）書いてください。",
            f"SERVICE may ask these endpoints only: {listed}. Write the IRI itself behind SERVICE, "
            "without variables and escapes.",
        )
    return QueryRefused(
        "SERVICE は使えません。問合せの中から他のサーバーへ接続すると、このサーバーが"
        "第三者への攻撃や内部網の探索に使われるおそれがあるためです。"
        "SERVICE の部分を除いて問い合わせ、結果を手元で結合してください。",
        "SERVICE is not allowed: a query that makes this server connect to others could be used "
        "to attack third parties or to probe internal networks. Leave the SERVICE part out and "
        "join the results on your side.",
    )


def _too_long(length: int) -> QueryTooLarge:
    return QueryTooLarge(
        f"問合せが長すぎます（{length:,} 文字。上限は {MAX_LENGTH:,} 文字）。",
        f"The query is too long ({length:,} characters; the limit is {MAX_LENGTH:,}).",
    )


def _check_depth(found: list[Token]) -> None:
    depth = 0
    for token in found:
        if token.text in OPENING:
            depth += 1
        elif token.text in CLOSING:
            depth -= 1
        if depth > MAX_DEPTH:
            raise QueryTooComplex(
                f"括弧の入れ子が深すぎます（上限は {MAX_DEPTH} 段）。",
                f"The query is nested too deeply (the limit is {MAX_DEPTH} levels of brackets).",
            )


def _check_service(text: str, found: list[Token], federation: Collection[str]) -> None:
    """Look for the keyword in the text as sent and with its escapes resolved."""
    if federation and tokens.unescape(text) == text and _asks_listed(found, federation):
        return
    for _ in range(_READINGS):
        if "service" in text.lower() and asks_service(found):
            raise service_refused(federation)
        resolved = tokens.unescape(text)
        if resolved == text:
            return
        text, found = resolved, list(tokens.read(resolved))
    raise service_refused(federation)


def _asks_listed(found: list[Token], federation: Collection[str]) -> bool:
    """Whether every SERVICE is plain to see and names a listed endpoint."""
    if _is_ambiguous(found):
        return False
    # how a relative IRI is resolved is the engine's business, so BASE leaves whole IRIs only
    has_base = any(token.upper == "BASE" for token in found)
    prefixes = {} if has_base else tokens.outline(found).prefixes
    return all(
        _target(found, place, prefixes) in federation
        for place in range(len(found))
        if _is_service(found, place)
    )


def _target(found: list[Token], place: int, prefixes: dict[str, str]) -> str | None:
    """Return the IRI behind a keyword: ``SERVICE [SILENT] <IRI> {``; None if it is not that."""
    if found[place].upper != "SERVICE":
        return None
    place += 2 if [word.upper for word in found[place + 1 : place + 2]] == ["SILENT"] else 1
    if [sign.text for sign in found[place + 1 : place + 2]] != ["{"]:
        return None
    return tokens.resolve(found[place], "", prefixes)


def asks_service(found: list[Token]) -> bool:
    """Whether a query asks another endpoint, or may be read so."""
    return any(_is_service(found, place) for place in range(len(found))) or _is_ambiguous(found)


def _is_service(found: list[Token], place: int) -> bool:
    """Whether a token is, or begins or ends with, the keyword.

    Engines want no space around keywords: ``SERVICESILENT<x>`` and ``1SERVICE:x {`` are SERVICE
    too, and some end a name at a dot: ``a:b.SERVICE <x> {``. What follows tells them from names:
    a group follows a name only in ``GRAPH a:b {``.
    """
    token = found[place]
    if token.kind == "word":
        return "SERVICE" in token.upper
    if token.kind not in ("name", "blank") or "service" not in token.text.lower():
        return False
    ahead = found[place + 1 : place + 3]
    if token.kind == "name" and "service" in token.text.partition(":")[0].lower():
        after_graph = place > 0 and found[place - 1].upper == "GRAPH"
        return [sign.text for sign in ahead[:1]] == ["{"] and not after_graph
    return ".service" in token.text.lower() and (
        [word.upper for word in ahead[:1]] == ["SILENT"]
        or ([sign.text for sign in ahead[1:]] == ["{"] and ahead[0].kind != "sign")
    )


def _is_ambiguous(found: list[Token]) -> bool:
    """Whether some ``<…>`` may be a less-than that makes the rest read differently.

    In ``FILTER(?a<?b#c>"…)`` a comment begins where an IRI seems to go on. That can only be
    inside parentheses, behind an operand, with ``#`` or ``'`` in it and no ``//`` before.
    """
    inside: list[str] = []
    before = ""
    for token in found:
        if token.text in OPENING:
            inside.append(token.text)
        elif token.text in CLOSING:
            del inside[-1:]
        elif token.kind == "iri" and inside[-1:] == ["("] and _may_hide(token, before):
            return True
        before = ")" if token.text == ")" else token.kind
    return False


def _may_hide(token: Token, before: str) -> bool:
    places = [place for sign in "#'" if (place := token.text.find(sign)) >= 0]
    if before not in _OPERANDS | {")"} or not places:
        return False
    return "//" not in token.text[: min(places)]
