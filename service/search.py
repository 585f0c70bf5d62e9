"""``/search``: things by name, as a page or JSON.

Must not know how names are compared (``service.search_match``).
"""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final, cast

from flask import Blueprint, Response, current_app, jsonify, request

from service import keeping, linking, names, negotiation, rendering, search_index
from service.context import engine
from service.errors import UsageError
from service.search_index import KINDS, Hit, Index
from service.search_match import LONGEST

routes: Final = Blueprint("search", __name__)
_A_KIND: Final = 6  # shown of each kind, unless one kind is asked for
_OF_ONE: Final = 200
_IN_JSON: Final = 100
_KIND_NAMES: Final = tuple(kind.name for kind in KINDS)
_ANY: Final = "any"  # as the ward: what is typed is words only
_EXAMPLES: Final = ("手続のオンライン化", "デジタルディバイド", "ＩＣＴ", "open data")


@dataclass
class _Kept:
    """The index of one version."""

    index: Index | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass
class _Found:
    """What was looked for, and what was found.

    Attributes:
        words: what names were compared with.
        kind: only of this kind, if one is given.
        ward: only of this ward, if one is given.
        every: all that agrees with the words.
        meant: what may have been meant, if nothing agrees.
        typed: what was typed: the words, and perhaps a ward's name.
        named: the ward's name as typed, if it was taken for the ward; else empty.
    """

    words: str
    kind: str
    ward: str
    every: list[Hit]
    meant: list[str] = field(default_factory=list)
    typed: str = ""
    named: str = ""

    @property
    def hits(self) -> list[Hit]:
        """What was found of the kind and ward asked for."""
        return [hit for hit in self.every if _fits(hit, self.kind, self.ward)]


def index() -> Index:
    """Return the index of the data being served; made when first asked for."""
    kept = cast(_Kept, current_app.extensions.setdefault("dxplan-search", _Kept()))
    version = engine().version()
    with kept.lock:
        if kept.index is None or kept.index.version != version or not version:
            kept.index = search_index.read()
            kept.index.version = version
        return kept.index


@routes.get("/search")
def page() -> Response:
    """Show or return what is found for ``q``, of one ``kind`` or ``ward`` if given."""
    if _wants_json():
        return _json(_find())
    return keeping.page(lambda: _page(_find()))


def _find() -> _Found:
    words = request.args.get("q", "").strip()[:LONGEST]
    kind, ward = _kind(), request.args.get("ward", "")
    known = index() if words else None
    if known and not ward and (found := _in_ward(known, words, kind)):
        return found
    ward = "" if ward == _ANY else ward
    every = known.search(words) if known else []
    found = _Found(words, kind, ward, every, typed=words)
    if known and not every:
        found.meant = known.suggestions(words)
    return found


def _in_ward(known: Index, typed: str, kind: str) -> _Found | None:
    """Take the name of one ward among several words for the ward, if that finds anything."""
    divided = typed.split()
    named = [word for word in divided if known.ward(word)]
    if len(named) != 1 or len(divided) == 1:
        return None
    place = divided.index(named[0])
    after = 2 if divided[place + 1 : place + 2] and _is_city(divided[place + 1]) else 1
    words = " ".join(divided[:place] + divided[place + after :])
    if not words:
        return None
    ward = _short(known.ward(named[0]))
    found = _Found(words, kind, ward, known.search(words), typed=typed, named=named[0])
    return found if found.hits else None


def _is_city(word: str) -> bool:
    return word.casefold() in ("city", "ward", "ku")


def _kind() -> str:
    kind = request.args.get("kind", "")
    if kind and kind not in _KIND_NAMES:
        listed, shown = ", ".join(_KIND_NAMES), kind[:80]
        raise UsageError(
            f"kind={shown} はありません。使えるもの: {listed}",
            f"There is no kind “{shown}”. Known: {listed}",
        )
    return kind


def _fits(hit: Hit, kind: str, ward: str) -> bool:
    return kind in ("", hit.thing.kind.name) and ward in ("", _short(hit.thing.ward))


def _short(ward: str) -> str:
    return ward.rpartition("/")[2]


def _wants_json() -> bool:
    short = request.args.get("format", "")
    if short not in ("", "html", "json"):
        raise UsageError(
            "format は html か json です。",
            "format must be html or json.",
        )
    if short:
        return short == "json"
    media = ["text/html", "application/json"]
    best = negotiation.accepted(request.headers.get("Accept", "")).best_match(media)
    return best == "application/json"


def _json(found: _Found) -> Response:
    response = jsonify(
        {
            "query": found.typed,
            "ward": found.ward or None,
            "total": len(found.hits),
            "suggestions": found.meant,
            "results": [_record(hit) for hit in found.hits[:_IN_JSON]],
        }
    )
    response.headers["Cache-Control"] = "no-cache"
    return response


def _record(hit: Hit) -> dict[str, Any]:
    labels = [name for name in hit.thing.names if name.role != "theme"]
    return {
        "iri": hit.thing.iri,
        "page": linking.link(hit.thing.iri),
        "kind": hit.thing.kind.name,
        "ward": hit.thing.ward or None,
        "edition": hit.thing.edition or None,
        "labels": [{"value": name.text, "lang": name.language or None} for name in labels],
        "score": round(hit.score, 1),
        "match": {
            "label": hit.name.text,
            "role": hit.name.role,
            "variant": hit.variant,
            "alias": hit.alias or None,
        },
    }


def _page(found: _Found) -> Response:
    hits, kind, ward = found.hits, found.kind, found.ward
    shown = _OF_ONE if kind else _A_KIND
    groups = [
        (name, [hit for hit in hits if hit.thing.kind.name == name][:shown], count)
        for name, count in _ordered(hits)
    ]
    wards = Counter(
        hit.thing.ward for hit in found.every if hit.thing.ward and _fits(hit, kind, "")
    )
    shown_hits = [hit for _, some, _ in groups for hit in some]
    used = {iri for hit in shown_hits for iri in (hit.thing.iri, hit.thing.edition)} | set(wards)
    return rendering.page(
        "search.html",
        words=found.words,
        typed=found.typed,
        named=found.named,
        any_ward=_ANY,
        kind=kind,
        ward=ward,
        total=len(hits),
        groups=groups,
        kinds=_ordered([hit for hit in found.every if _fits(hit, "", ward)]),
        wards=[(iri, _short(iri), wards[iri]) for iri in sorted(wards)],
        names=names.names(used - {""}),
        meant=found.meant,
        examples=_EXAMPLES,
    )


def _ordered(hits: list[Hit]) -> list[tuple[str, int]]:
    """Return the kinds found with their counts, the kind of the best hit first."""
    counts = Counter(hit.thing.kind.name for hit in hits)
    best: dict[str, float] = {}
    for hit in hits:
        best.setdefault(hit.thing.kind.name, hit.score)
    return [(name, counts[name]) for name in sorted(best, key=lambda each: -best[each])]
