"""Words a contradiction for the person who has to mend it: what, and in which files.

Must not know how contradictions are found.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from service.errors import DataError
from service.facts import Triple
from service.inputs import Inputs
from service.namespaces import PREFIXES
from service.reasoning import Closure, Conflict

# rule -> what it means for a reader
MEANINGS: Final = {
    "list": ("RDF のリストが壊れています", "an RDF list is broken"),
    "eq-sym": ("owl:sameAs は使えません", "owl:sameAs must not be used"),
    "eq-diff1": ("自分自身と異なるものはありません", "nothing differs from itself"),
    "eq-diff2": (
        "互いに異なるものに同じものが二度あります",
        "a list of different things repeats one",
    ),
    "eq-diff3": (
        "互いに異なるものに同じものが二度あります",
        "a list of different things repeats one",
    ),
    "cls-nothing2": ("owl:Nothing に属するものはありません", "nothing is an owl:Nothing"),
    "cls-com": ("補集合どうしの両方に属しています", "it belongs to a class and its complement"),
    "cax-dw": ("互いに素なクラスの両方に属しています", "it belongs to two disjoint classes"),
    "cax-adc": ("互いに素なクラスの両方に属しています", "it belongs to two disjoint classes"),
    "prp-irp": ("自分自身とは結べない性質です", "the property relates nothing to itself"),
    "prp-asyp": ("両方向には成り立たない性質です", "the property never holds both ways"),
    "prp-pdw": (
        "互いに素な性質の両方で結ばれています",
        "two disjoint properties relate the same two",
    ),
    "prp-adp": (
        "互いに素な性質の両方で結ばれています",
        "two disjoint properties relate the same two",
    ),
    "prp-npa1": ("成り立たないと記述されています", "it is stated not to hold"),
    "prp-npa2": ("成り立たないと記述されています", "it is stated not to hold"),
    "prp-fp": ("値が一つだけの性質に値が二つあります", "a property with one value has two"),
    "prp-ifp": ("二つのものが同じ値で特定されています", "one value identifies two things"),
    "prp-key": ("二つのもののキーが同じです", "two things have the same key"),
    "cls-maxc1": ("値を持てない性質に値があります", "a property that may have no value has one"),
    "cls-maxc2": (
        "値が一つまでの性質に値が二つあります",
        "a property with one value at most has two",
    ),
    "cls-maxqc1": ("値を持てない性質に値があります", "a property that may have no value has one"),
    "cls-maxqc2": ("値を持てない性質に値があります", "a property that may have no value has one"),
    "cls-maxqc3": (
        "値が一つまでの性質に値が二つあります",
        "a property with one value at most has two",
    ),
    "cls-maxqc4": (
        "値が一つまでの性質に値が二つあります",
        "a property with one value at most has two",
    ),
}


def refusal(project: Path, closure: Closure, inputs: Inputs) -> DataError:
    """Word the first contradiction, and say how many more there are.

    Args:
        project: folder of the project, named where no file states anything of it.
        closure: with at least one conflict.
        inputs: the files.

    Returns:
        An error that names the triples, and file and line of all stated triples that
        they rest on; its own place is that of the last, which is the most particular.
    """
    first = closure.conflicts[0]
    support = [leaf for triple in first.premises for leaf in closure.support(triple)]
    places = inputs.places(dict.fromkeys(support))
    path, line = places[-1] if places else (project, None)
    triples = " | ".join(_short(triple) for triple in first.premises)
    where = ", ".join(dict.fromkeys(f"{file}:{number}" for file, number in places))
    ja, en = MEANINGS[first.rule]
    more_ja, more_en = _others(closure.conflicts)
    return DataError(
        path,
        line,
        f"矛盾: {ja}（規則 {first.rule}）。{triples}（記述: {where}）{more_ja}",
        f"contradiction: {en} (rule {first.rule}). {triples} (stated at {where}){more_en}",
    )


def _others(conflicts: tuple[Conflict, ...]) -> tuple[str, str]:
    count = len(conflicts) - 1
    if not count:
        return "", ""
    return f"。ほかにも {count} 件以上の矛盾があります", f"; at least {count} more contradictions"


def _short(triple: Triple) -> str:
    return " ".join(_curie(term) for term in triple)


def _curie(term: str) -> str:
    for prefix, space in PREFIXES.items():
        local = term.removeprefix(f"<{space}")
        if local != term and "/" not in local and "#" not in local:
            return f"{prefix}:{local[:-1]}"
    return term
