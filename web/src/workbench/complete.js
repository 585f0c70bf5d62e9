// Completes prefixes, classes, properties and things by their short IRI or their name in either
// language, declares a prefix that the query does not declare yet, and writes what a full IRI
// stands for into a comment above its line.
import { language, say } from "./words.js";

const WORD = /(?:[\w-]*:)?[^\s{}()[\].;,<>"'?$@^|/*+=!&]*$/u;
const MOST = 60;
const PLAIN = /[\s・･ー\-_]/g;
const WANTED = 100;
const RANKS = { property: 30, class: 25, theme: 12, glossary: 4 };

function even(text) {
  return text.normalize("NFKC").toLowerCase().replace(PLAIN, "");
}

// How well a term agrees with what was typed; 0 if it does not.
function rank(term, typed) {
  let best = 0;
  for (const name of term.plain) {
    if (!name) continue;
    const place = name.indexOf(typed);
    if (place < 0) continue;
    best = Math.max(best, (name === typed ? 100 : place === 0 ? 60 : 30) - Math.min(20, name.length / 4));
  }
  return best ? best + (RANKS[term.kind] ?? 0) : 0;
}

function prepared(rows) {
  return rows.map(([written, ja, en, kind]) => ({
    written, ja, en, kind,
    plain: [even(written), even(written.replace(/^[\w-]*:/, "")), even(ja), even(en)],
  }));
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
    // a kind of things that the property before is named by, such as dxp:theme, comes first
    const wanted = context.state.sliceDoc(Math.max(0, word.from - 60), word.from).match(/:(\w+)\s+$/)?.[1];
    const scored = (term) => (typed ? rank(term, typed) : RANKS[term.kind] ?? 0);
    const ranked = terms
      .map((term) => ({ term, rank: scored(term) && scored(term) + (term.kind === wanted ? WANTED : 0) }))
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
    const named = Object.keys(prefixes).filter((name) => typed && name.startsWith(typed)).map((name) => ({
      label: `${name}:`, written: `${name}:`, detail: say("prefix"), type: "namespace", apply: insert(prefixes),
    }));
    return { from: word.from, options: [...named, ...options], filter: false };
  };
}
