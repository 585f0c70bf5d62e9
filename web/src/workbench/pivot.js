// A table of one column against another: how many rows, a sum, or the values themselves.
import { make, select } from "./dom.js";
import { isNumber, plain } from "./table.js";
import { language, say } from "./words.js";

const MOST_COLUMNS = 40;
const MOST_ROWS = 1000;
const order = new Intl.Collator(language, { numeric: true });

// What was chosen before stays as long as the result has the columns for it.
function kept(result, before, values) {
  const { rows, across = "", value } = before ?? {};
  const { columns } = result;
  const fits = columns.includes(rows) && (!across || columns.includes(across)) && values.includes(value);
  return fits ? { rows, across, value } : null;
}

export function pivot(result, names, shown, before, keep) {
  const columns = result.columns;
  const distinct = (name) => new Set(result.rows.map((row) => key(row[name]))).size;
  const numbers = columns.filter((name) => result.rows.some((row) => row[name])
    && result.rows.every((row) => !row[name] || isNumber(row[name])));
  // names make rows and columns, the first number is summed; of two names, the one with fewer lies across
  const named = columns.filter((name) => !numbers.includes(name));
  const few = (named.length ? named : columns).toSorted((a, b) => distinct(a) - distinct(b));
  const sum = named.length && numbers.length ? `sum:${numbers[0]}` : "count";
  const place = make("div", {});
  const again = () => {
    keep(chosen);
    place.replaceChildren(grid(result, names, shown, chosen));
  };
  const all = columns.map((name) => [name, name]);
  const values = [["count", say("count")],
    ...numbers.map((name) => [`sum:${name}`, say("sum", { name })]),
    ...columns.map((name) => [`list:${name}`, say("list", { name })])];
  const chosen = kept(result, before, values.map(([each]) => each))
    ?? { rows: few[1] ?? few[0], across: few.length > 1 ? few[0] : "", value: sum };
  again();
  return [make("p", { class: "controls" },
    select(say("pivotRows"), all, chosen.rows, (value) => { chosen.rows = value; again(); }),
    select(say("pivotColumns"), [["", say("none")], ...all], chosen.across, (value) => { chosen.across = value; again(); }),
    select(say("pivotValue"), values, chosen.value, (value) => { chosen.value = value; again(); })), place];
}

// Two things may have one name, as sections of two wards do: they are two rows all the same.
function key(cell) {
  return cell ? `${cell.type === "uri" ? "<" : cell.type === "bnode" ? "_:" : ""}${cell.value}` : "";
}

// What to call the values of a column, by their keys.
function called(result, column, names, shown) {
  const labels = new Map();
  const often = new Map();
  for (const row of result.rows) {
    const cell = row[column];
    if (labels.has(key(cell))) continue;
    const name = plain(cell, names, shown);
    labels.set(key(cell), name);
    often.set(name, [...(often.get(name) ?? []), cell]);
  }
  for (const [name, cells] of often) {
    for (const cell of cells.length > 1 ? cells : []) {
      if (cell?.type === "uri") labels.set(key(cell), say("nameOf", { name, iri: names.text(cell.value, "iri") }));
    }
  }
  return labels;
}

function grid(result, names, shown, { rows, across, value }) {
  const cells = new Map();
  const heads = new Set();
  for (const row of result.rows) {
    const one = key(row[rows]);
    const other = across ? key(row[across]) : "";
    heads.add(other);
    if (!cells.has(one)) cells.set(one, new Map());
    const line = cells.get(one);
    if (!line.has(other)) line.set(other, []);
    line.get(other).push(row);
  }
  const labels = called(result, rows, names, shown);
  const heading = across ? called(result, across, names, shown) : new Map([["", say("all")]]);
  const columns = [...heads].sort((a, b) => order.compare(heading.get(a), heading.get(b))).slice(0, MOST_COLUMNS);
  const [kind, name] = value.split(/:(.*)/s);
  const summed = kind !== "list";
  const totals = summed && across;
  const show = (found) => {
    if (!found) return "";
    if (kind === "count") return found.length.toLocaleString();
    if (kind === "sum") return found.reduce((sum, row) => sum + Number(row[name]?.value ?? 0), 0).toLocaleString();
    return [...new Set(found.map((row) => plain(row[name], names, shown)))].join(", ");
  };
  const style = summed ? "number" : null;
  const head = make("tr", {}, make("th", { scope: "col" }, rows),
    ...columns.map((each) => make("th", { scope: "col", class: style }, heading.get(each) || "–")),
    totals ? make("th", { scope: "col", class: style }, say("total")) : null);
  const body = [...cells].slice(0, MOST_ROWS).map(([one, line]) => make("tr", {},
    make("th", { scope: "row" }, labels.get(one) || "–"),
    ...columns.map((each) => make("td", { class: style }, show(line.get(each)))),
    totals ? make("td", { class: style }, show([...line.values()].flat())) : null));
  const title = across ? `${rows} × ${across}` : rows;
  const made = make("table", {}, make("caption", {}, title),
    make("thead", {}, head), make("tbody", {}, ...body));
  const cut = [
    cells.size > MOST_ROWS ? make("p", {}, say("shown", { n: MOST_ROWS })) : null,
    heads.size > MOST_COLUMNS ? make("p", {}, say("pivotCut", { n: MOST_COLUMNS })) : null,
  ];
  return make("div", {}, ...cut, make("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": title }, made));
}
