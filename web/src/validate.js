// The page for checking files: files can be dropped on the form, and it says what it is doing.
// The form works without this script as well: it is sent as ever, and the answer is a page.
import "./validate.css";

const words = document.documentElement.lang === "en"
  ? {
      chosen: (names) => `To be checked: ${names}`,
      working: (seconds) => `Checking … ${seconds} s`,
      saved: "The report has been saved.",
      failed: "No answer came. Check the connection and send it again.",
    }
  : {
      chosen: (names) => `検査するファイル: ${names}`,
      working: (seconds) => `検査しています… ${seconds} 秒`,
      saved: "報告を保存しました。",
      failed: "答えが届きませんでした。接続を確かめて、もう一度送ってください。",
    };
const form = document.querySelector("[data-upload]");
const input = form?.querySelector("input[type=file]");
const button = form?.querySelector("button[type=submit]");
const status = form?.querySelector(".state");
const started = { at: 0, timer: 0 };

if (form) start();

function start() {
  for (const name of ["dragenter", "dragover"]) form.addEventListener(name, hover);
  for (const name of ["dragleave", "drop"]) form.addEventListener(name, leave);
  form.addEventListener("drop", take);
  input.addEventListener("change", tellChosen);
  form.addEventListener("submit", send);
  // a page that comes back out of the browser's memory is not at work any more
  window.addEventListener("pageshow", () => finish(""));
}

function hover(event) {
  if (!event.dataTransfer.types.includes("Files")) return;
  event.preventDefault();
  form.classList.add("over");
}

function leave(event) {
  if (event.type === "drop" || !form.contains(event.relatedTarget)) form.classList.remove("over");
}

function take(event) {
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  input.files = event.dataTransfer.files;
  tellChosen();
  button.focus();
}

function tellChosen() {
  const names = [...input.files].map((file) => file.name).join(", ");
  status.textContent = names && words.chosen(names);
}

function send(event) {
  if (started.timer) {
    event.preventDefault(); // it is on its way
    return;
  }
  begin();
  if (form.elements.format.value === "html") return; // the browser goes to the answer
  event.preventDefault();
  save(new FormData(form)).then(finish, () => finish(words.failed));
}

function begin() {
  started.at = Date.now();
  started.timer = setInterval(tell, 1000);
  button.setAttribute("aria-disabled", "true");
  tell();
}

function tell() {
  // said aloud once; what counts on is for the eye
  status.textContent = words.working(Math.round((Date.now() - started.at) / 1000));
  status.setAttribute("aria-live", "off");
}

function finish(said) {
  clearInterval(started.timer);
  started.timer = 0;
  button.removeAttribute("aria-disabled");
  status.removeAttribute("aria-live");
  status.textContent = said;
}

async function save(data) {
  const reply = await fetch(form.action, {
    method: "POST",
    body: data,
    headers: { Accept: "application/problem+json" },
  });
  if (!reply.ok) return (await reply.json()).detail;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await reply.blob());
  link.download = `findings.${{ turtle: "ttl" }[data.get("format")] ?? data.get("format")}`;
  link.click();
  URL.revokeObjectURL(link.href);
  return words.saved;
}
