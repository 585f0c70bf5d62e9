// The library of questions: choose one, fill in its values, and have it in the editor.
import { button, make } from "./dom.js";
import { language, say } from "./words.js";

const text = (both) => both?.[language] || both?.ja || both?.en || "";

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
  const show = () => {
    const words = search.value.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
    const found = all.filter((each) => {
      const whole = [each.name, ...Object.values(each.title), ...Object.values(each.question)].join(" ").toLowerCase();
      return words.every((word) => whole.includes(word));
    });
    list.replaceChildren(...found.map((each) => make("option", { value: each.name }, text(each.title))));
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
      const value = inputs[n].querySelector("input, select").value.trim();
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

// Values that are IRIs are shown under their names as soon as these are known.
async function nameOptions(inputs) {
  const options = inputs.flatMap((input) => [...input.querySelectorAll("option")])
    .filter((option) => /^https?:/.test(option.value));
  if (!options.length) return;
  const body = new URLSearchParams(options.map((option) => ["iri", option.value]));
  const reply = await fetch("/sparql/names", { method: "POST", body });
  if (!reply.ok) return;
  const found = await reply.json();
  for (const option of options) {
    const [ja, en] = found[option.value] ?? ["", ""];
    option.textContent = (language === "en" ? en || ja : ja || en) || option.textContent;
  }
}

function field(parameter) {
  const id = `value-${parameter.name}`;
  const label = make("label", { for: id }, (text(parameter.label) || parameter.name) + (parameter.optional ? say("optional") : ""));
  let input;
  if (parameter.values.length) {
    input = make("select", { id }, make("option", { value: "" }, say("choose")),
      ...parameter.values.map((value) => make("option", { value }, value.split("/").at(-1))));
    input.value = parameter.example && parameter.values.includes(parameter.example) ? parameter.example : parameter.values[0];
  } else {
    input = make("input", { id, type: "text", value: parameter.example ?? "" });
  }
  return make("div", { class: "field" }, label, input);
}
