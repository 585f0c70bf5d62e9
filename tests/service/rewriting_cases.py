"""Makes small graphs and queries at random, of the kinds that rewriting looks at and others.

The same number gives the same case every time.
"""

from __future__ import annotations

import random

import pyoxigraph as ox

BASE = "http://example.org/"
PREFIX = f"PREFIX : <{BASE}>\n"
NODES = [ox.NamedNode(f"{BASE}n{n}") for n in range(5)]
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
PREDICATES = [*(ox.NamedNode(f"{BASE}{name}") for name in "pqr"), TYPE]
GRAPHS = [ox.NamedNode(f"{BASE}g{n}") for n in range(2)]
_VARIABLES = ["?a", "?b", "?c", "?d", "?e"]
_PATHS = [":p/:q", ":p+", ":q*", "^:p", "(:p|:r)", ":r?", "(:p/:q)*", "!:p", "^:q/:r*"]
_INTEGER = ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")


def quads(number: int) -> list[ox.Quad]:
    """Return the quads of a small dataset; named graphs are no part of the default graph."""
    chance = random.Random(number)  # noqa: S311  no secret
    graphs: list[ox.NamedNode | ox.DefaultGraph] = [*[ox.DefaultGraph()] * 5, *GRAPHS]
    made = []
    for _ in range(chance.randrange(6, 60)):
        graph = chance.choice(graphs)
        target: ox.NamedNode | ox.Literal = chance.choice(NODES)
        if chance.random() < 0.25:
            target = ox.Literal(str(chance.randrange(4)), datatype=_INTEGER)
        made.append(ox.Quad(chance.choice(NODES), chance.choice(PREDICATES), target, graph))
    return made


class Maker:
    """Writes one query.

    Args:
        number: which one.
        plain: leave out what independent engines are known to get wrong.
    """

    def __init__(self, number: int, *, plain: bool = False) -> None:
        self._chance = random.Random(number)  # noqa: S311  no secret
        self._plain = plain
        self._made = 0

    def query(self) -> str:
        """Return the query."""
        body = self._body()
        form = self._chance.choice(
            ["SELECT *", "SELECT *", "SELECT ?a ?b", "SELECT DISTINCT ?a ?c", "ASK", "COUNT"]
        )
        if form == "COUNT" and self._plain:
            return f"{PREFIX}SELECT (COUNT(*) AS ?n) WHERE {body}"
        if form == "COUNT":
            return f"{PREFIX}SELECT ?a (COUNT(*) AS ?n) WHERE {body} GROUP BY ?a"
        return f"{PREFIX}{form} {'' if form == 'ASK' else 'WHERE '}{body}"

    def _body(self) -> str:
        kind = self._chance.random()
        if kind < 0.1:
            return self._rows()
        if kind < 0.2:
            return self._classes()
        if kind < 0.3:
            return self._parameters()
        return self._focused() if kind < 0.75 else self._group(3, must_filter=True)

    def _rows(self) -> str:
        """Patterns behind what the engine evaluates by itself."""
        one, two = self._pick(":p", ":q"), self._pick(":q", ":r")
        whole = [
            f"{{ SELECT ?a (COUNT(*) AS ?n) WHERE {self._group(1)} GROUP BY ?a }}",
            f"{{ SELECT DISTINCT ?a ?b WHERE {self._group(2)} }}",
            f"{{ SELECT ?b ?c WHERE {{ ?a {one} ?b OPTIONAL {{ ?b {two} ?c }} }} }}",
            f"{{ SELECT ?b (MAX(?c) AS ?d) WHERE {{ ?a {one} ?b . ?b {two} ?c }} GROUP BY ?b }}",
        ]
        first = self._pick(
            *([] if self._plain else whole),
            f"{{ ?a {one} ?b BIND(?b AS ?c) }} UNION {{ ?a {two} ?c }}",
            f"{{ ?a {one} ?b BIND(1 AS ?n) }} UNION {{ ?b {two} ?c OPTIONAL {{ ?c :p ?a }} }}",
            f"?a {one} ?b BIND(IF(isIRI(?b), ?b, 1/0) AS ?c)",
            f"?a {one} ?b OPTIONAL {{ ?b {two} ?d }} BIND(COALESCE(?d, ?a) AS ?c)",
        )
        open_ = ["?a :q ?e", "?b :p ?d", "?c :r ?e", "?c a ?d", "?d :p ?c", "?e :q ?a", "?a a :n1"]
        odd = ["?a :p/:q ?e", "?c :p+ ?d", "?e ^:q ?b", "?c ?f ?d", "?a :p* ?d", "?b :q :n2"]
        chosen = [self._pick(*open_, *([] if self._plain else odd)) for _ in range(2)]
        behind = [" . ".join(chosen[: self._chance.randrange(1, 3)]) + " ."]
        for _ in range(self._chance.randrange(2)):
            behind.append(self._pick(self._part(2), f"FILTER({self._condition()})"))
        head = self._pick("", "", f"{self._variable()} :p {self._variable()} .")
        return f"{{ {head} {first} {' '.join(behind)} }}"

    def _parameters(self) -> str:
        """One row of VALUES beside sub-selects and branches."""
        one, two = self._pick(":p", ":q"), self._pick(":q", ":r")
        whole = [
            f"{{ SELECT DISTINCT ?a ?c WHERE {{ ?a {one} ?b . ?b {two} ?c }} }}",
            f"{{ SELECT ?a (COUNT(?b) AS ?n) WHERE {{ ?a {one} ?b }} GROUP BY ?a }}",
            f"{{ SELECT ?b (MIN(?a) AS ?m) WHERE {{ ?a {one} ?b }} GROUP BY ?b }}",
            f"{{ SELECT ?a ?b (COUNT(*) AS ?n) WHERE {self._group(2)} GROUP BY ?b ?a }}",
            f"{{ SELECT (COUNT(?a) AS ?n) WHERE {{ ?a {one} ?b }} }}",
            f"{{ SELECT ?a (STR(?b) AS ?s) WHERE {{ ?a {one} ?b }} }}",
            f"{{ SELECT * WHERE {{ ?c {one} ?b OPTIONAL {{ ?c {two} ?a }} }} }}",
            f"{{ SELECT ?a ?b WHERE {self._group(2)} ORDER BY ?b }}",
        ]
        beside = self._pick(
            *([] if self._plain else whole),
            f"{{ ?a {one} ?c BIND(1 AS ?n) }} UNION {{ ?c {two} ?a }}",
            f"{{ ?b {one} ?c OPTIONAL {{ ?c {two} ?a }} }} UNION {{ ?a {one} ?b }}",
            f"{{ ?b {one} ?a FILTER({self._condition()}) }} UNION {{ ?c {two} ?d }}",
        )
        nodes = [f":n{self._chance.randrange(5)}" for _ in range(2)]
        values = self._pick(
            f"VALUES ?a {{ {nodes[0]} }}",
            f"VALUES ?a {{ {nodes[0]} }}",
            f"VALUES (?a ?b) {{ ({nodes[0]} {nodes[1]}) }}",
            f"VALUES ?a {{ {nodes[0]} {nodes[1]} }}",
        )
        first = [values, beside, *([self._block()] if self._chance.random() < 0.4 else [])]
        self._chance.shuffle(first)
        return f"{{ {' '.join(first)} {self._pick('', '', self._part(2))} }}"

    def _classes(self) -> str:
        """VALUES with classes beside something to begin with."""
        classes = self._chance.sample([f":n{n}" for n in range(6)], 3)
        values = f"VALUES ?c {{ {' '.join(classes)} }}"
        if self._chance.random() < 0.2:
            values = f"VALUES (?c) {{ {' '.join(f'({name})' for name in classes)} }}"
        first = self._pick("?a :p :n1", "?a :p ?d", ":n2 :q ?a", "?a :p :n1 ; :q ?b")
        single = self._pick("", "VALUES ?d { :n3 }")
        others = [f"{first} ; a ?c ." if first[0] == "?" else f"{first} . ?a a ?c ."]
        others += [values, single, self._pick("", self._part(2)), self._pick("", self._part(2))]
        self._chance.shuffle(others)
        return "{ " + " ".join(others) + " }"

    def _focused(self) -> str:
        """A group with few patterns that hang together, so that most have solutions."""
        link = self._pick(":p", ":q", ":r", *(() if self._plain else (":p|:q",)))
        parts = [f"?a {link} {self._pick('?b', '?b', '?a', '?b, ?d')} ."]
        for _ in range(self._chance.randrange(1, 3)):
            parts.append(
                self._pick(
                    self._exists(2),
                    self._exists(2),
                    f"OPTIONAL {self._group(2)} ?b {self._pick(':p', ':q')} ?c .",
                    f"MINUS {self._group(1)} ?a :r ?c .",
                    "OPTIONAL { ?a :q ?e . ?e :r ?d } BIND(STR(?a) AS ?y) ?b :q ?c .",
                    f"FILTER ({self._pick('?a', '?b')} = :n{self._chance.randrange(5)})",
                )
            )
        return "{ " + " ".join(parts) + " }"

    def _pick(self, *choices: str) -> str:
        return self._chance.choice(choices)

    def _variable(self) -> str:
        return self._chance.choice(_VARIABLES)

    def _node(self) -> str:
        return f":n{self._chance.randrange(6)}" if self._chance.random() < 0.1 else self._variable()

    def _triple(self) -> str:
        path = self._pick(":p", ":q", ":r")
        if not self._plain:
            odd = self._chance.choice((*_PATHS, self._variable(), self._variable()))
            path = odd if self._chance.random() < 0.2 else path
        target = self._node()
        if self._chance.random() < 0.05:
            target = str(self._chance.randrange(4))
        if self._chance.random() < 0.1:
            target += f" ; {self._pick(':p', ':q')} {self._node()}"
        return f"{self._node()} {path} {target} ."

    def _block(self) -> str:
        return " ".join(self._triple() for _ in range(self._chance.randrange(1, 3)))

    def _condition(self) -> str:
        one, two = self._variable(), self._variable()
        return self._pick(
            f"{one} != {two}",
            f"{one} > {two}",
            # in a nested group of EXISTS RDFLib takes what is bound for unbound
            *([] if self._plain else [f"BOUND({one})", f"!BOUND({one})"]),
            f"{one} = :n1",
            f"{one} = {two} || {one} < 2",
            f"isIRI({one}) && {one} = :n2",
        )

    def _exists(self, depth: int) -> str:
        group = self._group(depth - 1)
        if self._chance.random() < 0.1:
            joined = self._pick("&&", "||")
            return f"FILTER ({self._condition()} {joined} NOT EXISTS {group})"
        return self._pick(
            f"FILTER NOT EXISTS {group}",
            f"FILTER NOT EXISTS {group}",
            f"FILTER EXISTS {group}",
            f"FILTER (EXISTS {group})",
            f"FILTER (!EXISTS {group})",
        )

    def _group(self, depth: int, *, must_filter: bool = False) -> str:
        parts = [self._block()] if self._chance.random() < 0.95 else []
        if must_filter and self._chance.random() < 0.8:
            parts.append(self._exists(depth))
        for _ in range(self._chance.choice((0, 1, 1, 2))):
            parts.append(self._part(depth))
        rest = parts[1:]
        self._chance.shuffle(rest)
        return "{ " + " ".join([*parts[:1], *rest]) + " }"

    def _part(self, depth: int) -> str:
        if depth <= 1:
            return self._pick(self._block(), f"FILTER ({self._condition()})")
        kinds = "triples filter optional optional exists exists minus union bind values group graph"
        kind = self._pick(*kinds.split(), *(() if self._plain else ("any-graph", "select")))
        if kind == "exists":
            return self._exists(depth)
        if kind in ("bind", "values"):
            return self._data(kind)
        inner = self._group(depth - 1)
        return {
            "triples": self._block(),
            "filter": f"FILTER ({self._condition()})",
            "optional": f"OPTIONAL {inner}",
            "minus": f"MINUS {inner}",
            "union": f"{inner} UNION {self._group(depth - 1)}",
            "group": inner,
            "graph": f"GRAPH :g{self._chance.randrange(2)} {inner}",
            "any-graph": f"GRAPH ?g {inner}",
            "select": f"{{ SELECT {self._pick('*', '?a ?b', 'DISTINCT ?a', '?c')} WHERE {inner} }}",
        }[kind]

    def _data(self, kind: str) -> str:
        if kind == "bind":
            self._made += 1
            return f"BIND({self._pick('STR(?a)', '?b', '?c')} AS ?x{self._made})"
        rows = f"(:n1 {self._pick(':n2', 'UNDEF')}) ({self._pick(':n3', 'UNDEF')} :n4) (:n0 :n0)"
        return f"VALUES ({self._variable()} ?a2) {{ {rows} }}".replace("?a2", "?f")
