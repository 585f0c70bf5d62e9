// Queries that were run, kept in this browser only; and the link that carries a query and
// how its result is shown.
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

// Long queries go into the fragment, which is never sent to the server and has no limit there. How
// the result is shown, name by name, goes there too: the server has nothing to do with it.
export function link(query, shown) {
  const lang = new URLSearchParams(location.search).get("lang");
  const asked = new URLSearchParams(lang ? { lang } : {});
  const rest = Object.entries(shown);
  if (query.length <= LONGEST) asked.set("query", query);
  else rest.unshift(["query", query]);
  const fragment = rest.map((each) => each.map(encodeURIComponent).join("=")).join("&");
  return `${location.origin}/sparql${asked.size ? `?${asked}` : ""}${fragment ? `#${fragment}` : ""}`;
}

// What a link carries in its fragment; nothing if that is no such link.
export function linked() {
  try {
    return Object.fromEntries(location.hash.slice(1).split("&").filter((each) => each.includes("="))
      .map((each) => each.split(/=(.*)/s).slice(0, 2).map(decodeURIComponent)));
  } catch {
    return {};
  }
}
