// Small helpers for making elements. Text is always text, never markup.
import { say } from "./words.js";

const BASE = "https://w3id.org/dxplan/";
const WITH_PAGES = /^(id|source|graph|shapes|mappings)\//;
const SVG = "http://www.w3.org/2000/svg";

export function make(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function draw(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

export function button(text, action, kind = "secondary compact") {
  return make("button", { type: "button", class: kind, onclick: action }, text);
}

export function copyButton(read, text = say("copy")) {
  const made = button(text, async () => {
    await navigator.clipboard.writeText(read());
    made.textContent = say("copied");
    setTimeout(() => { made.textContent = text; }, 2000);
  });
  return made;
}

let fields = 0;

// A choice with its label; options are [value, text].
export function select(label, options, value, action) {
  fields += 1;
  const id = `choice-${fields}`;
  const field = make("select", { id, onchange: () => action(field.value) },
    ...options.map(([each, text]) => make("option", { value: each }, text)));
  field.value = value;
  return make("span", { class: "choice" }, make("label", { for: id }, label), " ", field);
}

// Where a reader is led for an IRI: to our page, to its own address, or nowhere.
export function address(iri) {
  if (!iri.startsWith(BASE)) return /^https?:\/\//.test(iri) ? iri : null;
  const [path, fragment] = iri.slice(BASE.length).split(/#(.*)/s);
  const lang = new URLSearchParams(location.search).get("lang");
  const query = new URLSearchParams();
  const lines = path.startsWith("source/") && fragment?.startsWith("line=");
  if (lines) query.set("line", fragment.slice("line=".length));
  if (lang) query.set("lang", lang);
  const asked = query.size ? `?${query}` : "";
  return `/${encodeURI(path)}${WITH_PAGES.test(path) ? ".html" : ""}${asked}`
    + (fragment && !lines ? `#${encodeURIComponent(fragment)}` : "");
}

export function shorten(iri, prefixes) {
  for (const [name, space] of Object.entries(prefixes)) {
    if (iri.startsWith(space) && iri.length > space.length) return `${name}:${iri.slice(space.length)}`;
  }
  return iri;
}
