// Queries that were run, kept in this browser only; and the link that carries a query.
const KEY = "dxplan-queries";
const MOST = 50;
const LONGEST = 6000;

export function remembered() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter((each) => typeof each?.query === "string") : [];
  } catch {
    return [];
  }
}

export function remember(query, rows) {
  const rest = remembered().filter((each) => each.query !== query);
  const all = [{ query, rows, at: new Date().toISOString() }, ...rest].slice(0, MOST);
  try {
    localStorage.setItem(KEY, JSON.stringify(all));
  } catch {
    // no room or not allowed: the history is a comfort only
  }
}

export function forget() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // as above
  }
}

// Long queries go into the fragment, which is never sent to the server and has no limit there.
export function link(query) {
  const lang = new URLSearchParams(location.search).get("lang");
  const asked = new URLSearchParams(lang ? { lang } : {});
  if (query.length <= LONGEST) {
    asked.set("query", query);
    return `${location.origin}/sparql?${asked}`;
  }
  return `${location.origin}/sparql${lang ? `?${asked}` : ""}#query=${encodeURIComponent(query)}`;
}

export function linked() {
  const match = location.hash.match(/^#query=(.*)$/s);
  try {
    return match ? decodeURIComponent(match[1]) : "";
  } catch {
    return "";
  }
}
