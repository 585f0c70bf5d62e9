// The query workbench: makes an editor of the form at /sparql and shows answers without leaving
// the page. Without this script the form works as ever.
import { chart } from "./workbench/chart.js";
import { code } from "./workbench/code.js";
import { button, copyButton, make, select } from "./workbench/dom.js";
import { createEditor } from "./workbench/editor.js";
import { forget, link, linked, remember, remembered } from "./workbench/history.js";
import { pivot } from "./workbench/pivot.js";
import { questions } from "./workbench/questions.js";
import { nameIris, table } from "./workbench/table.js";
import { language, say } from "./workbench/words.js";

const ACCEPT = "application/sparql-results+json, text/turtle;q=0.9, application/problem+json;q=0.8";
const LONGEST = 7000;
const VIEWS = ["table", "chart", "pivot", "code", "download"];
const NAMES = ["ja", "en", "iri"];
const form = document.querySelector("[data-workbench]");
const area = form?.querySelector("textarea");

const status = make("p", { class: "status", role: "status" });
const output = make("section", { class: "output", "aria-live": "off", hidden: "" });
// chosen: what is set in the chart and the pivot, by view
const state = { controller: null, shown: language, view: "table", chosen: {}, result: null, prefixes: {} };
let terms = null;

function loadTerms() {
  terms ??= fetch("/sparql/terms").then((reply) => {
    if (!reply.ok) throw new Error(reply.statusText);
    return reply.json();
  }).catch(() => { terms = null; return { prefixes: {}, terms: [] }; });
  return terms;
}

if (form) start();

function start() {
  const asked = look();
  const host = make("div", { class: "editor" });
  const editor = createEditor(host, {
    text: asked || area.value.trim(),
    run: () => run(editor),
    change: () => { area.value = editor.text; },
    terms: loadTerms,
  });
  area.value = editor.text;
  area.closest("[data-plain]").hidden = true;
  area.required = false;
  form.querySelector("[data-plain-controls]").remove();
  const go = button(say("run"), () => run(editor), "");
  const stop = button(say("cancel"), () => state.controller?.abort(), "secondary");
  go.dataset.run = "";
  stop.dataset.cancel = "";
  stop.disabled = true;
  state.buttons = { go, stop };
  const use = (text) => { editor.text = text; editor.focus(); };
  form.prepend(make("div", { class: "panels" }, questions(use), historyPanel(use)));
  form.append(host, make("p", { class: "hint" }, say("keys")),
    make("p", { class: "controls" }, go, stop, copyButton(() => link(editor.text, outlook()), say("share"))),
    status);
  form.after(output);
  form.addEventListener("submit", (event) => { event.preventDefault(); run(editor); });
  if (asked || document.querySelector("[data-answer]")) run(editor);
  window.addEventListener("hashchange", () => {
    const { query, view } = linked();
    if (!query && !view) return;
    look();
    if (query) editor.text = query;
    run(editor);
  });
}

// How the result is shown, for a link; tables are what is shown anyway.
function outlook() {
  const { view, shown, chosen } = state;
  return {
    ...(view === "table" ? {} : { view, ...chosen[view] }),
    ...(shown === language ? {} : { names: shown }),
  };
}

// Takes from a link how the result is to be shown, and returns the query that it may carry.
function look() {
  const { query = "", view, names, ...chosen } = linked();
  if (VIEWS.includes(view)) {
    state.view = view;
    state.chosen[view] = chosen;
  }
  if (NAMES.includes(names)) state.shown = names;
  return query;
}

function historyPanel(use) {
  const list = make("ul", { class: "rows" });
  const panel = make("details", { class: "panel history" }, make("summary", {}, say("history")),
    make("p", { class: "hint" }, say("historyNote")), list,
    make("p", {}, button(say("clear"), () => { forget(); show(); })));
  const show = () => {
    const found = remembered();
    list.replaceChildren(...(found.length ? found.map((each) => make("li", {},
      make("button", { type: "button", class: "plain past", onclick: () => { use(each.query); } },
        each.query.split("\n").filter((line) => !/^\s*(PREFIX\b|$)/i.test(line)).slice(0, 2).join(" ").slice(0, 120)),
      make("span", { class: "soft small" }, ` ${new Date(each.at).toLocaleString(language)}`)))
      : [make("li", {}, say("historyEmpty"))]));
  };
  panel.addEventListener("toggle", show);
  return panel;
}

async function run(editor) {
  state.controller?.abort();
  const controller = new AbortController();
  state.controller = controller;
  const query = editor.text;
  const begun = performance.now();
  const clock = setInterval(() => {
    status.textContent = say("running", { n: Math.round((performance.now() - begun) / 1000) });
  }, 1000);
  state.buttons.go.disabled = true;
  state.buttons.stop.disabled = false;
  form.setAttribute("aria-busy", "true");
  status.textContent = say("running", { n: 0 });
  editor.mark(null);
  try {
    const reply = await fetch("/sparql", {
      method: "POST",
      headers: { Accept: ACCEPT, "Accept-Language": language },
      body: new URLSearchParams({ query }),
      signal: controller.signal,
    });
    const time = Math.round(performance.now() - begun);
    if (reply.ok) await answered(editor, query, reply, time);
    else await faulty(editor, reply);
  } catch (fault) {
    if (state.controller !== controller) return;
    status.textContent = say(fault.name === "AbortError" ? "cancelled" : "offline");
  } finally {
    clearInterval(clock);
    if (state.controller === controller) {
      state.buttons.go.disabled = false;
      state.buttons.stop.disabled = true;
      form.removeAttribute("aria-busy");
    }
  }
}

async function answered(editor, query, reply, time) {
  const media = reply.headers.get("Content-Type") ?? "";
  let result;
  if (media.includes("json")) {
    const found = await reply.json();
    result = "boolean" in found
      ? { kind: "boolean", value: found.boolean }
      : { kind: "table", columns: found.head.vars, rows: found.results.bindings };
  } else {
    result = { kind: "graph", text: await reply.text() };
  }
  const count = result.rows?.length ?? 0;
  state.result = { ...result, query };
  document.querySelector("[data-printed]").textContent = query;
  remember(query, count);
  state.prefixes = (await loadTerms()).prefixes;
  if (result.kind === "table") state.names = await nameIris(result, state.prefixes);
  status.textContent = result.kind === "graph" ? say("triples", { t: time })
    : result.kind === "boolean" ? `${say(result.value ? "yes" : "no")}` : say(count === 1 ? "row" : "rows", { n: count.toLocaleString(), t: time });
  show();
  if (result.kind === "table" && !count) await why(editor, query);
}

// The answer that came with the page stays until there is one to put in its place.
function reveal() {
  document.querySelector("[data-answer]")?.remove();
  output.hidden = false;
}

function show() {
  const result = state.result;
  reveal();
  const views = result.kind === "table" && result.rows.length
    ? VIEWS : ["table", "code", "download"];
  if (!views.includes(state.view)) state.view = "table";
  const body = make("div", { id: "view", role: "tabpanel", tabindex: "-1", "aria-labelledby": `tab-${state.view}` });
  const tabs = views.map((name) => make("button", {
    type: "button", role: "tab", id: `tab-${name}`, "aria-selected": String(name === state.view), "aria-controls": "view",
    tabindex: name === state.view ? "0" : "-1", class: "tab",
    onclick: () => choose(name),
    onkeydown: (event) => arrows(event, views, name),
  }, say(name)));
  const naming = select(say("names"), [["ja", say("japanese")], ["en", say("english")], ["iri", say("iri")]],
    state.shown, (value) => { state.shown = value; show(); });
  body.append(...content(result));
  output.replaceChildren(make("h2", { class: "hidden" }, say("result")), make("div", { class: "bar" },
    make("div", { role: "tablist", "aria-label": say("views"), class: "tablist" }, ...tabs),
    ...(result.kind === "table" && result.rows.length ? [naming] : [])), body);
}

function choose(name) {
  state.view = name;
  show();
  output.querySelector(`#tab-${name}`).focus();
}

function arrows(event, views, name) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  choose(views[(views.indexOf(name) + step + views.length) % views.length]);
}

function content(result) {
  if (state.view === "code") return code(result.query, result.kind);
  if (state.view === "download") return downloads(result);
  if (result.kind === "graph") return [make("pre", { tabindex: "0" }, result.text)];
  if (result.kind === "boolean") return [make("p", { class: "outcome" }, say(result.value ? "yes" : "no"))];
  const keep = (chosen) => { state.chosen[state.view] = chosen; };
  if (state.view === "chart") return chart(result, state.names, state.shown, state.chosen.chart, keep);
  if (state.view === "pivot") return pivot(result, state.names, state.shown, state.chosen.pivot, keep);
  return table(result, state.names, state.shown);
}

// Short queries as links; long ones as forms, whose bodies have no such limit.
function downloads(result) {
  const formats = result.kind === "graph"
    ? [["turtle", "Turtle"], ["ntriples", "N-Triples"], ["jsonld", "JSON-LD"], ["rdfxml", "RDF/XML"]]
    : [["csv", "CSV"], ["tsv", "TSV"], ["json", "JSON"], ["xml", "XML"]].slice(result.kind === "boolean" ? 2 : 0);
  return [make("ul", { class: "downloads" }, ...formats.map(([format, name]) => {
    const asked = new URLSearchParams({ query: result.query, format });
    if (String(asked).length < LONGEST) {
      return make("li", {}, make("a", { href: `/sparql?${asked}`, download: `result.${format}` }, name));
    }
    return make("li", {}, make("form", { method: "post", action: "/sparql" },
      make("input", { type: "hidden", name: "query", value: result.query }),
      make("input", { type: "hidden", name: "format", value: format }),
      make("button", { class: "secondary compact" }, name)));
  }))];
}

async function faulty(editor, reply) {
  const fault = await reply.json().catch(() => ({ detail: reply.statusText }));
  status.textContent = say("faulty");
  editor.mark(fault);
  reveal();
  const parts = [make("h2", {}, say("faulty")), make("p", {}, fault.detail)];
  if (fault.excerpt) parts.push(make("pre", {}, fault.excerpt));
  if (fault.line) {
    parts.push(make("p", {}, button(say("place", fault), () => editor.go(fault.line, fault.column ?? 1))));
  }
  if (["timeout", "too-large", "too-complex", "busy"].includes(fault.code)) {
    const dumps = form.dataset.dumps;
    parts.push(make("p", {}, say("adviceLimit"), dumps ? make("a", { href: dumps }, say("adviceDumps")) : say("adviceDumps"), language === "en" ? "." : "。"));
  }
  if (fault.code === "refused") parts.push(make("p", {}, say("adviceService")));
  output.replaceChildren(make("div", { class: "error", role: "alert" }, ...parts));
}

async function why(editor, query) {
  const place = make("div", { class: "notice", role: "status" }, make("h2", {}, say("whyTitle")), make("p", {}, say("whyWait")));
  output.replaceChildren(place);
  const reply = await fetch("/sparql/why", {
    method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams({ query }), signal: state.controller.signal,
  });
  const found = reply.ok ? await reply.json() : { causes: [], corrected: null };
  const reasons = found.causes.map((cause) => make("li", {}, cause.sentence[language], " ",
    button(say("place", cause), () => editor.go(cause.line, cause.column))));
  place.replaceChildren(make("h2", {}, say("whyTitle")),
    reasons.length ? make("ul", { class: "plainlist" }, ...reasons) : make("p", {}, say("whyNone")),
    ...(found.corrected ? [make("h3", {}, say("corrected")), make("pre", { tabindex: "0" }, found.corrected),
      make("p", {}, button(say("use"), () => { editor.text = found.corrected; run(editor); }, ""))] : []));
}
