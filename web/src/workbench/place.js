// What is wanted at a place of a query: a class, a property, or things of a kind. It reads tokens
// and no tree, because a query that is being written has none.
const NAME = String.raw`[^\s{}()[\];,<>"'?$@^|/*+=!&#.]`;
const TOKEN = new RegExp([
  /#[^\n]*/.source, // a comment
  /<[^<>"{}|^`\\\s]*>/.source, // an IRI
  /"""[^]*?"""|'''[^]*?'''|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?/.source, // a string
  /[?$][\p{L}\p{N}_]+/u.source, // a variable
  /@[\w-]+|\^\^/.source,
  `(?:${NAME}|\\.(?=${NAME}))+`, // names, keywords and numbers
  /[^\s]/.source, // signs
].join("|"), "gu");
const TYPES = new Set(["a", "rdf:type", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>",
  "rdfs:subClassOf", "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"]);
const [SUBJECT, PREDICATE, OBJECT, ELSEWHERE] = [0, 1, 2, 3];
const EXPRESSION = /^(?:FILTER|BIND)$/i;
const CLAUSE = /^(?:GRAPH|SERVICE|SELECT|GROUP|ORDER|HAVING|LIMIT|OFFSET)$/i;
const BEFORE_GROUP = /^(?:OPTIONAL|MINUS|UNION)$/i;
const VARIABLE = /^[?$]./;

// Returns "class", "property", the name of the property before an object, or "".
export function placeOf(text, at) {
  const frames = [{ open: "", slot: ELSEWHERE, verb: "", count: 0 }];
  const uses = new Map();
  let found = null;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (token.startsWith("#")) {
      if (index < at && at <= index + token.length) return "";
      continue;
    }
    if (index >= at) found ??= here(frames);
    if (VARIABLE.test(token) && here(frames).kind) uses.set(token.slice(1), here(frames).kind);
    step(frames, token);
  }
  found ??= here(frames);
  return found.column ? uses.get(found.column) ?? "" : found.kind;
}

// What is wanted, or in VALUES the variable whose value is.
function here(frames) {
  const frame = frames.at(-1);
  const outer = frames.at(-2);
  if (frame.columns) return { kind: "", column: frame.columns[0] };
  if (outer?.columns) return { kind: "", column: outer.columns[frame.count] };
  if (frame.slot === PREDICATE) return { kind: "property" };
  if (frame.slot !== OBJECT) return { kind: "" };
  return { kind: TYPES.has(frame.verb) ? "class" : frame.verb.match(/:(\w+)$/)?.[1] ?? "" };
}

function step(frames, token) {
  const frame = frames.at(-1);
  const push = (slot, more) => { frames.push({ open: token, slot, verb: "", count: 0, ...more }); };
  if (token === "{") push(frame.listed ? ELSEWHERE : SUBJECT, { columns: frame.listed });
  else if (token === "[") push(PREDICATE);
  else if (token === "(") push(frame.slot === PREDICATE ? PREDICATE : ELSEWHERE, { names: frame.listed });
  else if (/^[})\]]$/.test(token)) close(frames, token);
  else if (frame.listed ?? frame.names) (frame.listed ?? frame.names).push(token.slice(1));
  else if (/^VALUES$/i.test(token)) Object.assign(frame, { slot: ELSEWHERE, listed: [] });
  else if (frame.open === "{") pattern(frame, token);
  else triple(frame, token);
}

function close(frames, token) {
  if (frames.length < 2) return;
  const { verb } = frames.pop();
  const outer = frames.at(-1);
  outer.count += 1;
  if (token === "}") {
    // after a group another triple begins
    Object.assign(outer, { slot: outer.open === "{" ? SUBJECT : ELSEWHERE, listed: null, expression: false });
  } else if (token === ")" && outer.expression) {
    Object.assign(outer, { slot: SUBJECT, expression: false });
  } else if (token === ")" && outer.slot === PREDICATE) {
    Object.assign(outer, { slot: OBJECT, verb });
  } else if (outer.slot < OBJECT) {
    outer.slot += 1;
  }
}

function pattern(frame, token) {
  if (EXPRESSION.test(token)) Object.assign(frame, { slot: ELSEWHERE, expression: true });
  else if (CLAUSE.test(token)) frame.slot = ELSEWHERE;
  else if (BEFORE_GROUP.test(token)) frame.slot = SUBJECT;
  else triple(frame, token);
}

function triple(frame, token) {
  if (frame.slot === ELSEWHERE) {
    frame.count += 1;
  } else if (token === ".") {
    frame.slot = SUBJECT;
  } else if (token === ";") {
    frame.slot = PREDICATE;
  } else if (token === "/" || token === "|") {
    // a path goes on
    if (frame.slot === OBJECT) frame.slot = PREDICATE;
  } else if (/^[\^!*+?]$/.test(token)) {
    frame.inverse = token === "^";
  } else if (token !== "," && frame.slot < OBJECT) {
    if (frame.slot === PREDICATE) frame.verb = frame.inverse ? "" : token;
    frame.slot += 1;
    frame.inverse = false;
  }
}
