// Completes prefixes, classes, properties and things by their short IRI or their name in either
// language, declares a prefix that the query does not declare yet, and writes what a full IRI
// stands for into a comment above its line.
import { placeOf } from "./place.js";
import { language, say } from "./words.js";

const WORD = /(?:[\w-]*:)?[^\s{}()[\].;,<>"'?$@^|/*+=!&]*$/u;
const MOST = 60;
const PLAIN = /[\s・･ー\-_]/g;
const WANTED = 100;
const SAME_CASE = 15;
const RANKS = { property: 30, class: 25, theme: 12, glossary: 4 };

function even(text) {
  return text.normalize("NFKC").replace(PLAIN, "");
}

// How well a term agrees with what was typed; 0 if it does not.
function rank(term, typed, lower) {
  let best = 0;
  term.lower.forEach((name, n) => {
    const place = name ? name.indexOf(lower) : -1;
    if (place < 0) return;
    const value = (name === lower ? 100 : place === 0 ? 60 : 30) - Math.min(20, name.length / 4);
    best = Math.max(best, value + (term.plain[n].startsWith(typed, place) ? SAME_CASE : 0));
  });
  return best ? best + (RANKS[term.kind] ?? 0) : 0;
}

function prepared(rows) {
  return rows.map(([written, ja, en, kind]) => {
    const plain = [written, written.replace(/^[\w-]*:/, ""), ja, en].map(even);
    return { written, ja, en, kind, plain, lower: plain.map((name) => name.toLowerCase()) };
  });
}

function comment(line, name) {
  const indent = line.text.match(/^\s*/)[0];
  return { from: line.from, insert: `${indent}# ${name.replace(/\s+/g, " ")}\n` };
}

function insert(prefixes) {
  return (view, completion, from, to) => {
    const text = view.state.doc.toString();
    const name = completion.written.match(/^([\w-]+):/)?.[1];
    const changes = [];
    if (name && prefixes[name] && !new RegExp(`PREFIX\\s+${name}:`, "i").test(text)) {
      changes.push({ from: 0, insert: `PREFIX ${name}: <${prefixes[name]}>\n` });
    }
    if (completion.displayLabel) changes.push(comment(view.state.doc.lineAt(from), completion.displayLabel));
    const added = changes.reduce((sum, each) => sum + each.insert.length, 0);
    view.dispatch({
      changes: [...changes, { from, to, insert: completion.written }],
      selection: { anchor: from + added + completion.written.length },
      userEvent: "input.complete",
    });
  };
}

// Terms of a vocabulary stand under their short IRI, things under their name.
function shown(term) {
  const name = (language === "en" ? term.en || term.ja : term.ja || term.en) || "";
  if (!term.written.startsWith("<") || !name) return { label: term.written, detail: name };
  return { label: term.written, displayLabel: name, detail: term.written.replace(/^<.*\/id\/(.*)>$/, "$1") };
}

export function completions(load) {
  let known = null;
  return async (context) => {
    const word = context.matchBefore(WORD);
    const before = context.state.sliceDoc(Math.max(0, (word?.from ?? context.pos) - 1), word?.from ?? context.pos);
    if (before === "?" || before === "$" || before === "@" || before === '"') return null;
    if (!word || (word.from === word.to && !context.explicit)) return null;
    known ??= load().then((found) => ({ prefixes: found.prefixes, terms: prepared(found.terms) }));
    const { prefixes, terms } = await known;
    const typed = even(word.text);
    const lower = typed.toLowerCase();
    // after "a" only classes are offered; where a predicate stands, properties come first; and after
    // a property that names a kind of things, such as dxp:theme, these do
    const wanted = placeOf(context.state.doc.toString(), word.from);
    const scored = (term) => {
      if (wanted === "class" && term.kind !== "class") return 0;
      const found = typed ? rank(term, typed, lower) : RANKS[term.kind] ?? 0;
      return found && found + (term.kind === wanted ? WANTED : 0);
    };
    const ranked = terms
      .map((term) => ({ term, rank: scored(term) }))
      .filter((each) => each.rank > 0)
      .sort((a, b) => b.rank - a.rank || a.term.written.localeCompare(b.term.written))
      .slice(0, MOST);
    const options = ranked.map(({ term }, place) => ({
      ...shown(term),
      written: term.written,
      type: term.kind === "property" ? "property" : term.kind === "class" ? "class" : "constant",
      boost: 99 - place,
      apply: insert(prefixes),
    }));
    const named = Object.keys(prefixes).filter((name) => typed && name.startsWith(lower)).map((name) => ({
      label: `${name}:`, written: `${name}:`, detail: say("prefix"), type: "namespace", apply: insert(prefixes),
    }));
    return { from: word.from, options: [...named, ...options], filter: false };
  };
}
