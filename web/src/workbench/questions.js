// The library of questions: choose one, fill in its values, and have it in the editor.
import { button, make } from "./dom.js";
import { language, say } from "./words.js";

const BATCH = 500;
const MOST = 3000;
const text = (texts) => texts?.[language] || texts?.ja || texts?.en || "";
const even = (words) => words.normalize("NFKC").toLowerCase();

export function questions(use) {
  const place = make("div", {});
  const panel = make("details", { class: "panel" }, make("summary", {}, say("questions")),
    make("p", { class: "hint" }, say("questionsNote")), place);
  let loaded = false;
  panel.addEventListener("toggle", async () => {
    if (!panel.open || loaded) return;
    loaded = true;
    const reply = await fetch("/queries?format=json");
    if (reply.ok) place.append(...chooser((await reply.json()).questions, use, panel));
  });
  return panel;
}

function chooser(all, use, panel) {
  const search = make("input", { id: "question-filter", type: "search" });
  const list = make("select", { id: "question-list", size: "8" });
  const form = make("div", {});
  const nothing = make("p", { role: "status", hidden: "" }, say("noQuestion"));
  const show = () => {
    const words = even(search.value).split(/\s+/).filter(Boolean);
    const found = all.filter((each) => {
      const whole = even([each.name, ...Object.values(each.title), ...Object.values(each.question)].join(" "));
      return words.every((word) => whole.includes(word));
    });
    const before = list.value;
    list.replaceChildren(...found.map((each) => make("option", { value: each.name }, text(each.title))));
    list.value = before;
    if (!list.value) form.replaceChildren();
    nothing.hidden = found.length > 0;
  };
  const choose = () => {
    const question = all.find((each) => each.name === list.value);
    if (question) form.replaceChildren(...fields(question, use, panel));
  };
  search.addEventListener("input", show);
  list.addEventListener("change", choose);
  show();
  return [
    make("div", { class: "field" }, make("label", { for: "question-filter" }, say("filter")), search),
    make("div", { class: "field" }, make("label", { for: "question-list" }, say("question")), list),
    nothing,
    form,
  ];
}

function fields(question, use, panel) {
  const inputs = question.parameters.map((parameter) => field(parameter));
  nameOptions(inputs);
  const fault = make("p", { class: "error", role: "alert", hidden: "" });
  const insert = async () => {
    const asked = new URLSearchParams({ name: question.name });
    question.parameters.forEach((parameter, n) => {
      const value = meant(inputs[n]);
      if (value) asked.set(parameter.name, value);
    });
    const reply = await fetch(`/sparql/question?${asked}`, { headers: { Accept: "application/problem+json, text/plain;q=0.5", "Accept-Language": language } });
    fault.hidden = reply.ok;
    if (reply.ok) {
      panel.open = false;
      use(`# ${text(question.question)}\n${await reply.text()}`);
    } else {
      fault.textContent = (await reply.json()).detail;
    }
  };
  return [make("p", {}, text(question.question)), ...inputs, fault, make("p", {}, button(say("insert"), insert, ""))];
}

// The IRI of what was chosen by name, or what was typed, if that names no single thing.
function meant(field) {
  const value = field.querySelector("input, select").value.trim();
  const options = value ? [...field.querySelectorAll("datalist option")] : [];
  const same = options.filter((option) => option.value === value);
  const like = options.filter((option) => even(option.value).includes(even(value)));
  const found = same.length ? same : like;
  return found.length === 1 ? found[0].dataset.iri : value;
}

async function named(iris) {
  const names = {};
  for (let start = 0; start < iris.length; start += BATCH) {
    const body = new URLSearchParams(iris.slice(start, start + BATCH).map((iri) => ["iri", iri]));
    const reply = await fetch("/sparql/names", { method: "POST", body });
    if (!reply.ok) break;
    for (const [iri, [ja, en]] of Object.entries(await reply.json())) {
      names[iri] = language === "en" ? en || ja : ja || en;
    }
  }
  return names;
}

const short = (iri) => iri.replace(/^https:\/\/w3id\.org\/dxplan\/(?:id\/)?/, "");
const both = (name, iri) => say("nameOf", { name, iri: short(iri) });

// Values that are IRIs are shown under their names as soon as these are known; where two have the
// same name, with the end of the IRI.
async function nameOptions(inputs) {
  const options = inputs.flatMap((input) => [...input.querySelectorAll("select option")])
    .filter((option) => /^https?:/.test(option.value));
  if (!options.length) return;
  const names = await named([...new Set(options.map((option) => option.value))]);
  for (const option of options) {
    const name = names[option.value];
    const alike = [...option.parentElement.options].filter((each) => names[each.value] === name);
    if (name) option.textContent = alike.length > 1 ? both(name, option.value) : name;
  }
}

// Things of the kinds that a parameter asks for, to be chosen by name while typing.
async function suggest(parameter, input, list) {
  const kinds = parameter.kinds.map((kind) => `<${kind}>`).join(" ");
  const query = `SELECT DISTINCT ?thing { VALUES ?kind { ${kinds} } ?thing a ?kind . FILTER (ISIRI(?thing)) } ORDER BY ?thing LIMIT ${MOST}`;
  const reply = await fetch("/sparql", {
    method: "POST", headers: { Accept: "application/sparql-results+json" }, body: new URLSearchParams({ query }),
  });
  if (!reply.ok) return;
  const iris = (await reply.json()).results.bindings.map((row) => row.thing.value);
  const names = await named(iris);
  list.replaceChildren(...iris.map((iri) =>
    make("option", { value: names[iri] ? both(names[iri], iri) : short(iri), "data-iri": iri })));
  const known = [...list.options].find((option) => option.dataset.iri === input.value);
  if (known) input.value = known.value;
}

function field(parameter) {
  const id = `value-${parameter.name}`;
  const label = make("label", { for: id }, (text(parameter.label) || parameter.name) + (parameter.optional ? say("optional") : ""));
  if (parameter.values.length) {
    const input = make("select", { id }, make("option", { value: "" }, say("choose")),
      ...parameter.values.map((value) => make("option", { value }, value.split("/").at(-1))));
    input.value = parameter.example && parameter.values.includes(parameter.example) ? parameter.example : parameter.values[0];
    return make("div", { class: "field" }, label, input);
  }
  const input = make("input", { id, type: "text", value: parameter.example ?? "", class: parameter.type === "iri" ? "wide" : null });
  if (!parameter.kinds?.length) return make("div", { class: "field" }, label, input);
  const list = make("datalist", { id: `${id}-list` });
  input.setAttribute("list", list.id);
  input.setAttribute("aria-describedby", `${id}-hint`);
  input.setAttribute("autocomplete", "off");
  // what is there is an example: whoever types means something else
  input.addEventListener("focus", () => input.select());
  suggest(parameter, input, list);
  return make("div", { class: "field" }, label, make("p", { class: "hint", id: `${id}-hint` }, say("byName")), input, list);
}
