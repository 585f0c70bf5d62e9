// A table of one column against another: how many rows, a sum, or the values themselves.
import { make, select } from "./dom.js";
import { isNumber, plain } from "./table.js";
import { say } from "./words.js";

const MOST_COLUMNS = 40;

export function pivot(result, names, shown) {
  const columns = result.columns;
  const distinct = (name) => new Set(result.rows.map((row) => plain(row[name], names, "iri"))).size;
  const numbers = columns.filter((name) => result.rows.every((row) => !row[name] || isNumber(row[name])));
  // names make rows and columns, the first number is summed; of two names, the one with fewer lies across
  const named = columns.filter((name) => !numbers.includes(name));
  const few = (named.length ? named : columns).toSorted((a, b) => distinct(a) - distinct(b));
  const sum = named.length && numbers.length ? `sum:${numbers[0]}` : "count";
  const chosen = { rows: few[1] ?? few[0], across: few.length > 1 ? few[0] : "", value: sum };
  const place = make("div", {});
  const again = () => place.replaceChildren(grid(result, names, shown, chosen));
  const all = columns.map((name) => [name, name]);
  const values = [["count", say("count")],
    ...numbers.map((name) => [`sum:${name}`, say("sum", { name })]),
    ...columns.map((name) => [`list:${name}`, say("list", { name })])];
  again();
  return [make("p", { class: "controls" },
    select(say("pivotRows"), all, chosen.rows, (value) => { chosen.rows = value; again(); }),
    select(say("pivotColumns"), [["", say("none")], ...all], chosen.across, (value) => { chosen.across = value; again(); }),
    select(say("pivotValue"), values, chosen.value, (value) => { chosen.value = value; again(); })), place];
}

function grid(result, names, shown, { rows, across, value }) {
  const cells = new Map();
  const heads = new Set();
  for (const row of result.rows) {
    const one = plain(row[rows], names, shown);
    const other = across ? plain(row[across], names, shown) : say("all");
    heads.add(other);
    if (!cells.has(one)) cells.set(one, new Map());
    const line = cells.get(one);
    if (!line.has(other)) line.set(other, []);
    line.get(other).push(row);
  }
  const columns = [...heads].sort().slice(0, MOST_COLUMNS);
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
    ...columns.map((each) => make("th", { scope: "col", class: style }, each || "–")),
    totals ? make("th", { scope: "col", class: style }, say("total")) : null);
  const body = [...cells].map(([label, line]) => make("tr", {},
    make("th", { scope: "row" }, label || "–"),
    ...columns.map((each) => make("td", { class: style }, show(line.get(each)))),
    totals ? make("td", { class: style }, show([...line.values()].flat())) : null));
  const title = across ? `${rows} × ${across}` : rows;
  const made = make("table", {}, make("caption", {}, title),
    make("thead", {}, head), make("tbody", {}, ...body));
  return make("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": title }, made);
}
