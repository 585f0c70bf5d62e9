// The query as a program to copy: Python, R, curl. Quoting follows each language, so that no text
// of a query can become code.
import { copyButton, make } from "./dom.js";

// the escapes of JSON are among those of Python and R
const quoted = (text) => JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029]/g,
  (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
const shell = (text) => `'${text.replaceAll("'", "'\\''")}'`;

export function codes(query, kind) {
  const endpoint = `${location.origin}/sparql`;
  const media = kind === "graph" ? "text/turtle" : kind === "boolean" ? "application/sparql-results+json" : "text/csv";
  const lines = query.split("\n").map((line) => `    ${quoted(`${line}\n`)}`).join("\n");
  const python = [
    "from urllib.parse import urlencode", "from urllib.request import Request, urlopen", "",
    "query = (", lines, ")",
    `request = Request(${quoted(endpoint)}, urlencode({"query": query}).encode(), {"Accept": ${quoted(media)}})`,
    "with urlopen(request) as reply:", "    print(reply.read().decode())",
  ].join("\n");
  const address = `${endpoint}?query=${encodeURIComponent(query)}&format=${kind === "graph" ? "turtle" : kind === "boolean" ? "json" : "csv"}`;
  const r = kind === "table"
    ? `url <- ${quoted(address)}\nanswer <- read.csv(url, encoding = "UTF-8", na.strings = "")\nprint(answer)`
    : `url <- ${quoted(address)}\nwriteLines(readLines(url, encoding = "UTF-8"))`;
  const curl = `curl -sS --fail-with-body -H ${shell(`Accept: ${media}`)} \\\n  --data-urlencode ${shell(`query=${query}`)} \\\n  ${shell(endpoint)}`;
  return [["Python", python], ["R", r], ["curl", curl]];
}

export function code(query, kind) {
  return codes(query, kind).flatMap(([name, text]) => [
    make("h3", {}, name), make("pre", { tabindex: "0" }, make("code", {}, text)), make("p", {}, copyButton(() => text)),
  ]);
}
