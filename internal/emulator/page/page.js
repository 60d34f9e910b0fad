// Keeps the page up to date: asks for it again every second and takes over what has changed, element by element, so that
// focus, selection, scroll position and what was opened stay as they are.

const interval = 1000;

const status = document.getElementById("updates");
const pause = document.getElementById("pause");
const filter = document.querySelector(".filter");
const stillness = matchMedia("(prefers-reduced-motion: reduce)");

let paused = false;
let timer;
let asked; // the request under way

async function update({ highlight }) {
  clearTimeout(timer);
  asked?.abort();
  const { signal } = (asked = new AbortController());
  const started = performance.now();
  const page = await read(signal);
  if (signal.aborted) return;
  if (page) show(page, highlight && !stillness.matches);
  tell(page ? "live" : "lost");
  plan(10 * (performance.now() - started)); // a page that takes long is asked for less often
}

// read returns the page as it is now, or nothing where the emulator does not answer.
async function read(signal) {
  try {
    const response = await fetch(location.pathname + location.search, { signal });
    return response.ok ? await response.text() : "";
  } catch {
    return "";
  }
}

function show(page, highlight) {
  const next = new DOMParser().parseFromString(page, "text/html");
  for (const region of document.querySelectorAll("[data-live]")) {
    patch(region, next.getElementById(region.id), highlight);
  }
}

function plan(delay) {
  clearTimeout(timer);
  if (!paused && !document.hidden) timer = setTimeout(update, Math.max(interval, delay), { highlight: true });
}

const words = { live: "Live", paused: "Paused", lost: "The emulator does not answer" };

function tell(state) {
  if (status.dataset.state === state) return; // screen readers hear of changes only
  status.dataset.state = state;
  status.textContent = words[state];
}

// patch makes an element what the wanted one is. Elements with an id are found by it.
function patch(element, wanted, highlight) {
  for (const { name, value } of wanted.attributes) {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
  for (const { name } of [...element.attributes]) {
    if (!wanted.hasAttribute(name) && !(name === "open" && element.matches("details"))) element.removeAttribute(name);
  }
  const kept = byID(wanted);
  for (const [id, child] of byID(element)) {
    if (!kept.has(id)) child.remove();
  }
  const own = byID(element);
  let current = element.firstChild;
  for (const child of [...wanted.childNodes]) {
    const found = child.id ? own.get(child.id) : current;
    if (!found || !same(found, child)) {
      element.insertBefore(child, current);
      if (highlight && child.id) flash(child);
      continue;
    }
    if (found === current) current = current.nextSibling;
    else element.insertBefore(found, current);
    if (found.nodeType === Node.ELEMENT_NODE) patch(found, child, highlight);
    else if (found.data !== child.data) found.data = child.data;
  }
  while (current) {
    const next = current.nextSibling;
    current.remove();
    current = next;
  }
}

function byID(element) {
  return new Map([...element.children].filter(({ id }) => id).map((child) => [child.id, child]));
}

function same(a, b) {
  return a.nodeName === b.nodeName && (a.id ?? "") === (b.id ?? "");
}

function flash(element) {
  const color = getComputedStyle(element).getPropertyValue("--fresh");
  element.animate({ backgroundColor: [color, "transparent"] }, 1500);
}

pause.addEventListener("click", () => {
  paused = !paused;
  pause.textContent = paused ? "Resume" : "Pause";
  if (paused) {
    clearTimeout(timer);
    asked?.abort();
    tell("paused");
  } else {
    update({ highlight: false });
  }
});

document.addEventListener("visibilitychange", () => {
  if (document.hidden) clearTimeout(timer);
  else if (!paused) update({ highlight: false });
});

filter.addEventListener("input", () => {
  const url = new URL(location.href);
  for (const [name, value] of new FormData(filter)) {
    if (value) url.searchParams.set(name, value);
    else url.searchParams.delete(name);
  }
  history.replaceState(null, "", url);
  update({ highlight: false });
});

filter.addEventListener("submit", (event) => event.preventDefault());

document.getElementById("reload").hidden = true;
pause.hidden = false;
tell("live");
plan(interval);
