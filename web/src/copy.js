// Puts a button into every element with data-copy that copies the text of the element before it.
// Without scripts there is no button, and the text can be selected as ever.
const words = document.documentElement.lang === "en"
  ? { copy: "Copy", copied: "Copied" }
  : { copy: "コピー", copied: "コピーしました" };

for (const row of document.querySelectorAll("[data-copy]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "compact secondary noprint";
  button.textContent = words.copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(row.previousElementSibling.textContent.trim());
    button.textContent = words.copied;
    setTimeout(() => { button.textContent = words.copy; }, 2000);
  });
  row.append(button);
}
