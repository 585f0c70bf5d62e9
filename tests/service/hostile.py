"""Queries made to bring an endpoint down, with the statuses that are fit replies.

Written for the dataset of ``serving.many_quads``: 6,000 triples, so that a product of two
patterns has 36 million rows and one of three has 216 thousand million.
"""

from __future__ import annotations

from typing import Final

PRODUCT: Final = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
PAIRS: Final = "?a ?b ?c . ?d ?e ?f"
NEXT: Final = "<https://w3id.org/dxplan/id/t/next>"

FINE: Final = (200,)
WRONG: Final = (400,)
LIMIT: Final = (413, 503)
ANY: Final = (200, 400, 413, 503)


def values(name: str, count: int) -> str:
    """Return a VALUES clause with many numbers."""
    return f"VALUES ?{name} {{ {' '.join(map(str, range(count)))} }}"


def growing(function: str, times: int) -> str:
    """Return a query that makes a text longer again and again."""
    steps = "".join(f"BIND({function.format(n)} AS ?x{n + 1}) " for n in range(times))
    return f"SELECT (STRLEN(?x{times}) AS ?n) {{ BIND('ab%%%%' AS ?x0) {steps} }}"


QUERIES: Final[dict[str, tuple[str, tuple[int, ...]]]] = {
    # the parser's stack
    "5 kB of nested functions": ("ASK { FILTER(" + "STR(" * 1000 + "1" + ")" * 1000 + ") }", WRONG),
    "nested groups": ("ASK " + "{" * 2500 + "}" * 2500, WRONG),
    "nested parentheses": ("ASK { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }", WRONG),
    "nested subqueries": ("SELECT * " + "{ SELECT * " * 2700 + "{}" + "}" * 2700, WRONG),
    "nested blank nodes": ("ASK { ?s ?p " + "[ ?p " * 3000 + "1" + "]" * 3000 + " }", WRONG),
    "nested lists": ("ASK { ?s ?p " + "(" * 3000 + "1" + ")" * 3000 + " }", WRONG),
    "a sum of 20,000": ("SELECT (" + "+".join("1" * 20_000) + " AS ?x) {}", WRONG),
    "100,000 negations": ("ASK { FILTER(" + "!" * 100_000 + "true) }", WRONG),
    "20,000 alternatives": ("ASK { FILTER(" + "||".join(["?x"] * 20_000) + ") }", WRONG),
    "20,000 unions": ("ASK {" + "UNION".join(["{}"] * 20_000) + "}", ANY),
    "3,000 BINDs": ("ASK {" + "".join(f"BIND(1 AS ?x{n})" for n in range(3000)) + "}", ANY),
    "depth just within the limit": ("ASK " + "{" * 140 + "}" * 140, FINE),
    # planning
    "300 OPTIONALs": ("ASK {" + "OPTIONAL { ?a ?b ?c }" * 300 + "}", LIMIT),
    "600 steps of a path": (f"ASK {{ ?s {'/'.join([NEXT] * 600)} ?o }}", ANY),
    "600 triple patterns": (
        "ASK {" + "".join(f"?x{n} ?p ?x{n + 1} ." for n in range(600)) + "}",
        ANY,
    ),
    "a list of 300": (f"ASK {{ ?s ?p ({' '.join(['1'] * 300)}) }}", ANY),
    # products
    "product, counted": (f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}", (503,)),
    "product, filtered": (
        f"SELECT * {{ {PRODUCT} FILTER(CONCAT(STR(?c), STR(?f), STR(?i)) = 'x') }}",
        (503,),
    ),
    "product behind ASK": (f"ASK {{ {PRODUCT} FILTER(?c = <x:y> && ?f = <x:y>) }}", ANY),
    "product with OFFSET": (f"SELECT * {{ {PRODUCT} }} OFFSET 1000000000000 LIMIT 1", (503,)),
    "product of VALUES": (
        "SELECT (COUNT(*) AS ?n) {" + "".join(values(n, 2000) for n in "abcd") + "}",
        (503,),
    ),
    "product of unions": (
        f"SELECT (COUNT(*) AS ?n) {{ {{ {PAIRS} }} UNION {{ {PAIRS} }} {{ ?g ?h ?i }} }}",
        (503,),
    ),
    "product in OPTIONAL": (
        f"SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c OPTIONAL {{ {PAIRS} }} ?x ?y ?z }}",
        LIMIT,
    ),
    "product in MINUS": (f"SELECT * {{ ?x ?y ?z MINUS {{ {PRODUCT} }} }}", LIMIT),
    "product in EXISTS": (
        f"ASK {{ ?x ?y ?z FILTER NOT EXISTS {{ {PRODUCT} FILTER(?c = ?x) }} }}",
        (200, *LIMIT),  # true at once where it is rewritten: nothing leads to the first one
    ),
    "ORDER BY of a product": (f"SELECT * {{ {PAIRS} }} ORDER BY ?c ?f LIMIT 1", LIMIT),
    "DISTINCT of a product": (f"SELECT (COUNT(DISTINCT *) AS ?n) {{ {PAIRS} }}", LIMIT),
    "GROUP BY of a product": (f"SELECT ?a ?d (COUNT(*) AS ?n) {{ {PAIRS} }} GROUP BY ?a ?d", LIMIT),
    # memory
    "GROUP_CONCAT of a product": (f"SELECT (GROUP_CONCAT(STR(?a)) AS ?x) {{ {PAIRS} }}", LIMIT),
    "CONCAT doubling": (growing("CONCAT(?x{0}, ?x{0})", 40), LIMIT),
    "REPLACE doubling": (growing("REPLACE(?x{0}, 'a', 'aa')", 40), ANY),
    "ENCODE_FOR_URI growing": (growing("ENCODE_FOR_URI(?x{0})", 60), ANY),
    "millions of blank nodes": (f"SELECT (BNODE() AS ?x) {{ {PAIRS} }}", LIMIT),
    "CONSTRUCT of blank nodes": (f"CONSTRUCT {{ [] ?b [] }} WHERE {{ {PAIRS} }}", LIMIT),
    # results
    "a flood of rows": (f"SELECT * {{ {PAIRS} }}", LIMIT),
    "a flood of triples": (f"CONSTRUCT {{ ?a ?b ?c . ?a ?e ?f }} WHERE {{ {PAIRS} }}", LIMIT),
    # expressions
    "regular expression of nested stars": (
        "ASK { FILTER(REGEX('" + "a" * 40 + "!', '^(a+)+$')) }",
        FINE,
    ),
    "regular expression of counted counts": (
        "ASK { FILTER(REGEX('aaa', '(((a{1,1000}){1,1000}){1,1000}){1,1000}')) }",
        ANY,
    ),
    "regular expression on every pair": (
        f"SELECT (COUNT(*) AS ?n) {{ {PAIRS} FILTER(REGEX(STR(?c), CONCAT(STR(?f), '.*.*.*x'))) }}",
        LIMIT,
    ),
    # paths
    "three closures": (f"SELECT (COUNT(*) AS ?n) {{ ?a {NEXT}*/{NEXT}*/{NEXT}* ?b }}", LIMIT),
    "closure of closures": (f"SELECT (COUNT(*) AS ?n) {{ ?a ((({NEXT}*)*)*)+ ?b }}", LIMIT),
    "closure of everything else": ("SELECT (COUNT(*) AS ?n) { ?a (!<x:y>|!^<x:y>)* ?b }", LIMIT),
    # size
    "900 kB of VALUES": (f"SELECT (COUNT(*) AS ?n) {{ {values('x', 140_000)} }}", (200, 503)),
    "a variable of 900 kB": (f"SELECT ?{'x' * 900_000} {{ }}", FINE),
    "a comment of 900 kB": (f"ASK {{}} #{'x' * 900_000}", FINE),
    "900 kB of dots": ("ASK {" + "a." * 450_000, (400, 503)),
    "900 kB of escapes": ("ASK { " + "\\u0041" * 150_000 + " }", (400, 503)),
}
