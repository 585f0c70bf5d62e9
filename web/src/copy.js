// Puts a button beside every element with data-copy that copies its text. Without scripts there
// is no button, and the text can be selected as ever.
const words = document.documentElement.lang === "en"
  ? { copy: "Copy", copied: "Copied" }
  : { copy: "コピー", copied: "コピーしました" };

for (const place of document.querySelectorAll("[data-copy]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "compact secondary noprint";
  button.textContent = words.copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(place.textContent.trim());
    button.textContent = words.copied;
    setTimeout(() => { button.textContent = words.copy; }, 2000);
  });
  const row = document.createElement("div");
  row.setAttribute("aria-live", "polite");
  row.append(button);
  place.after(row);
}
