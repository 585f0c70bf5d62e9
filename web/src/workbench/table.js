// The table of a result: IRIs as links under their names, literals with tag and type.
import { address, make, shorten } from "./dom.js";
import { language, say } from "./words.js";

const SHOWN = 1000;
const NAMED = 3000; // more than the table shows: chart and pivot take in every row
const XSD = "http://www.w3.org/2001/XMLSchema#";

export async function nameIris(result, prefixes) {
  const iris = new Set();
  for (const row of result.rows) {
    if (iris.size >= NAMED) break;
    for (const cell of Object.values(row)) if (cell.type === "uri") iris.add(cell.value);
  }
  const names = new Map();
  const all = [...iris];
  for (let start = 0; start < all.length; start += 500) {
    const body = new URLSearchParams(all.slice(start, start + 500).map((iri) => ["iri", iri]));
    const reply = await fetch("/sparql/names", { method: "POST", body });
    if (!reply.ok) break;
    for (const [iri, both] of Object.entries(await reply.json())) names.set(iri, both);
  }
  return {
    text(iri, shown) {
      const [ja, en] = names.get(iri) ?? ["", ""];
      const name = shown === "iri" ? "" : shown === "en" ? en || ja : ja || en;
      return name || shorten(iri, prefixes);
    },
  };
}

// Text of a cell, for charts and pivots.
export function plain(cell, names, shown) {
  if (!cell) return "";
  return cell.type === "uri" ? names.text(cell.value, shown) : cell.value;
}

export function isNumber(cell) {
  return cell?.type !== "uri" && cell?.value !== "" && Number.isFinite(Number(cell?.value));
}

function content(cell, names, shown) {
  if (cell.type === "bnode") return [make("span", { class: "blank" }, `_:${cell.value}`)];
  if (cell.type === "uri") {
    const text = names.text(cell.value, shown);
    const to = address(cell.value);
    if (!to) return [text];
    const away = to.startsWith("http") ? "external noreferrer" : null;
    return [make("a", { href: to, rel: away, title: cell.value }, text)];
  }
  const tag = cell["xml:lang"];
  const type = cell.datatype && cell.datatype !== `${XSD}string` ? cell.datatype : "";
  const text = make("span", { lang: tag && tag !== language ? tag : null }, cell.value);
  if (tag) return [text, " ", make("span", { class: "mark" }, `@${tag}`)];
  if (type && !type.startsWith(XSD)) return [text, " ", make("span", { class: "mark" }, type)];
  return [text];
}

export function table(result, names, shown) {
  const numeric = new Set(result.columns.filter((name) =>
    result.rows.some((row) => row[name]) && result.rows.every((row) => !row[name] || isNumber(row[name]))));
  const rows = result.rows.slice(0, SHOWN).map((row) => make("tr", {},
    ...result.columns.map((name) => make("td", { class: numeric.has(name) ? "number" : null },
      ...(row[name] ? content(row[name], names, shown) : [])))));
  const head = make("tr", {}, ...result.columns.map((name) =>
    make("th", { scope: "col", class: numeric.has(name) ? "number" : null }, name)));
  const made = make("table", {}, make("caption", {}, say("caption")), make("thead", {}, head), make("tbody", {}, ...rows));
  const region = make("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": say("caption") }, made);
  if (result.rows.length <= SHOWN) return [region];
  return [make("p", {}, say("shown", { n: SHOWN })), region];
}
