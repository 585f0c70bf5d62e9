"""The way to a thing: ward, plan, edition, goal, measure … down to it.

Must not know pages.
"""

from __future__ import annotations

from service import asking, things_order

_LONGEST = 10


def way(iri: str) -> list[str]:
    """Return what stands above a thing, the topmost first.

    Args:
        iri: the thing, which is not part of the answer.
    """
    above: list[str] = []
    here = iri
    while len(above) < _LONGEST:
        step = _up(here)
        if step is None or step in (iri, *above):
            break
        above.append(step)
        here = step
    return above[::-1]


def _up(iri: str) -> str | None:
    upwards = asking.iris(things_order.UPWARDS)
    rows = asking.select(
        f"SELECT ?p ?o {{ VALUES ?p {{ {upwards} }} {asking.iri(iri)} ?p ?o FILTER(ISIRI(?o)) }}"
    )
    order = sorted(
        (things_order.UPWARDS[r["p"].value], -len(r["o"].value), r["o"].value) for r in rows
    )
    return order[0][2] if order else None
