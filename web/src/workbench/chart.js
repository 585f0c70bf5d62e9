// Draws lines over numbers or years, bars over anything else. Colours are those of the style sheet.
import { draw, make, select } from "./dom.js";
import { isNumber, plain } from "./table.js";
import { say } from "./words.js";

const WIDTH = 760;
const HEIGHT = 380;
const LEFT = 80;
const BOTTOM = 48;
const NAMES = 250;
const TOP = 16;
const MOST = 60;
const MOST_SERIES = 6;

function numeric(result, name) {
  const cells = result.rows.map((row) => row[name]).filter(Boolean);
  return cells.length > 0 && cells.every(isNumber);
}

function isYear(result, name) {
  return numeric(result, name) && result.rows.every((row) => {
    const value = Number(row[name]?.value ?? 2000);
    return Number.isInteger(value) && value >= 1900 && value <= 2100;
  });
}

// Which columns to draw, unless the reader chooses others.
export function guess(result) {
  const numbers = result.columns.filter((name) => numeric(result, name));
  const year = numbers.find((name) => isYear(result, name));
  const y = numbers.find((name) => name !== year && !isYear(result, name))
    ?? numbers.find((name) => name !== year);
  if (!y) return null;
  const x = year ?? result.columns.find((name) => name !== y && !numeric(result, name))
    ?? result.columns.find((name) => name !== y) ?? y;
  return { x, y, series: "" };
}

// What was chosen before stays as long as the result has the columns for it.
function kept(result, before) {
  const { x, y, series = "" } = before ?? {};
  const fits = result.columns.includes(x) && numeric(result, y) && (!series || result.columns.includes(series));
  return fits ? { x, y, series } : null;
}

export function chart(result, names, shown, before, keep) {
  const chosen = kept(result, before) ?? guess(result);
  if (!chosen) return [make("p", {}, say("noChart"))];
  const place = make("figure", { class: "chart drawn", tabindex: "0", "aria-label": say("chart") });
  const again = () => {
    keep(chosen);
    place.replaceChildren(...figure(result, names, shown, chosen));
  };
  const numbers = result.columns.filter((name) => numeric(result, name));
  const columns = result.columns.map((name) => [name, name]);
  const controls = make("p", { class: "controls" },
    select(say("x"), columns, chosen.x, (value) => { chosen.x = value; again(); }),
    select(say("y"), numbers.map((name) => [name, name]), chosen.y, (value) => { chosen.y = value; again(); }),
    select(say("series"), [["", say("none")], ...columns], chosen.series, (value) => { chosen.series = value; again(); }));
  again();
  return [controls, place];
}

function groups(result, names, shown, { x, y, series }) {
  const found = new Map();
  for (const row of result.rows) {
    if (!row[x] || !row[y] || !isNumber(row[y])) continue;
    const key = series ? plain(row[series], names, shown) : "";
    if (!found.has(key)) found.set(key, []);
    found.get(key).push({ x: plain(row[x], names, shown), y: Number(row[y].value) });
  }
  return [...found].slice(0, MOST_SERIES);
}

function ticks(low, high) {
  const rough = (high - low || 1) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough);
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step);
  return Array.from({ length: last - first + 1 }, (_, n) => Number(((first + n) * step).toPrecision(12)));
}

function figure(result, names, shown, chosen) {
  const all = groups(result, names, shown, chosen);
  const values = all.flatMap(([, points]) => points.map((point) => point.y));
  if (!values.length) return [make("p", {}, say("noChart"))];
  const line = numeric(result, chosen.x);
  const scale = ticks(Math.min(0, ...values), Math.max(0, ...values));
  const { parts, height, cut } = line ? lines(all, scale) : bars(all, scale);
  const label = `${chosen.y} / ${chosen.x}`;
  const picture = draw("svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": label }, ...parts);
  const legend = all.length > 1 ? [make("ul", { class: "legend" }, ...all.map(([name], n) =>
    make("li", {}, make("span", { class: `key series-${n}` }), name || "–")))] : [];
  return [picture, ...legend, make("figcaption", {}, label + (cut ? ` ${say("chartCut", { n: MOST })}` : ""))];
}

// Along a line of numbers or years.
function lines(all, scale) {
  const upper = HEIGHT - BOTTOM;
  const toY = (value) => upper - ((value - scale[0]) / ((scale.at(-1) - scale[0]) || 1)) * (upper - TOP);
  const xs = all.flatMap(([, points]) => points.map((point) => Number(point.x)));
  const low = Math.min(...xs);
  const high = Math.max(...xs);
  const toX = (value) => LEFT + 20 + ((value - low) / ((high - low) || 1)) * (WIDTH - LEFT - 48);
  const marks = [...new Set(xs)].sort((a, b) => a - b);
  const every = Math.ceil(marks.length / 12);
  const parts = scale.flatMap((value) => [
    draw("line", { class: "grid", x1: LEFT, x2: WIDTH - 8, y1: toY(value), y2: toY(value) }),
    draw("text", { x: LEFT - 8, y: toY(value) + 4, "text-anchor": "end" }, value.toLocaleString()),
  ]);
  parts.push(...marks.filter((_, n) => n % every === 0).map((value) =>
    draw("text", { x: toX(value), y: upper + 22, "text-anchor": "middle" }, String(value))));
  parts.push(draw("line", { class: "axis", x1: LEFT, x2: WIDTH - 8, y1: toY(0), y2: toY(0) }));
  all.forEach(([name, points], n) => {
    const sorted = [...points].sort((a, b) => Number(a.x) - Number(b.x));
    const path = sorted.map((point) => `${toX(Number(point.x))},${toY(point.y)}`).join(" ");
    parts.push(draw("polyline", { class: `line series-${n}`, points: path }));
    parts.push(...sorted.map((point) => draw("circle", {
      class: `dot series-${n}`, cx: toX(Number(point.x)), cy: toY(point.y), r: 4,
    }, draw("title", {}, `${name} ${point.x}: ${point.y.toLocaleString()}`.trim()))));
  });
  return { parts, height: HEIGHT, cut: false };
}

// Bars lie down, so that names in Japanese have room.
function bars(all, scale) {
  const every = [...new Set(all.flatMap(([, points]) => points.map((point) => point.x)))];
  const labels = every.slice(0, MOST);
  const thick = all.length > 1 ? 12 : 18;
  const step = thick * all.length + 8;
  const lower = TOP + step * labels.length;
  const toX = (value) => NAMES + ((value - scale[0]) / ((scale.at(-1) - scale[0]) || 1)) * (WIDTH - NAMES - 48);
  const parts = scale.flatMap((value) => [
    draw("line", { class: "grid", x1: toX(value), x2: toX(value), y1: TOP, y2: lower }),
    draw("text", { x: toX(value), y: lower + 20, "text-anchor": "middle" }, value.toLocaleString()),
  ]);
  labels.forEach((label, n) => {
    const short = label.length > 17 ? `${label.slice(0, 16)}…` : label;
    parts.push(draw("text", { x: NAMES - 8, y: TOP + step * (n + 0.5) + 4, "text-anchor": "end" },
      short, draw("title", {}, label)));
  });
  all.forEach(([name, points], n) => {
    for (const point of points) {
      const place = labels.indexOf(point.x);
      if (place < 0) continue;
      parts.push(draw("rect", {
        class: `bar series-${n}`, height: thick, y: TOP + step * place + 4 + thick * n,
        x: Math.min(toX(point.y), toX(0)), width: Math.max(1, Math.abs(toX(point.y) - toX(0))),
      }, draw("title", {}, `${name} ${point.x}: ${point.y.toLocaleString()}`.trim())));
    }
  });
  parts.push(draw("line", { class: "axis", x1: toX(0), x2: toX(0), y1: TOP, y2: lower }));
  return { parts, height: lower + 32, cut: every.length > MOST };
}
