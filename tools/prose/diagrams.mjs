// Renders every Mermaid block of the documentation, and every picture that tests of the provider hold it to, in headless
// Chromium. Fails if one does not render, and if in one of the provider's a node or label covers another.
//
//   node diagrams.mjs ROOT [SCREENSHOT.png]
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const [root, screenshot] = process.argv.slice(2);
const browsers = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

const pages = ["README.md", "CONTRIBUTING.md", "SECURITY.md", ...under("docs"), ...under("templates"), ...under("examples")];
const diagrams = pages.flatMap((page) => {
  const text = readFileSync(join(root, page), "utf8");
  return [...text.matchAll(/^```mermaid\n(.*?)^```$/gms)].map((block) => ({
    at: `${page}:${text.slice(0, block.index).split("\n").length}`,
    code: block[1],
  }));
});
for (const folder of ["internal/access/testdata", "internal/review/testdata"]) {
  for (const name of readdirSync(join(root, folder)).filter((name) => name.endsWith(".mmd"))) {
    diagrams.push({ at: `${folder}/${name}`, code: readFileSync(join(root, folder, name), "utf8"), isOurs: true });
  }
}
if (diagrams.length === 0) throw new Error("no diagram found");

const browser = browsers.find((name) => {
  try {
    execFileSync(name, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
});
if (!browser) {
  console.error(`${diagrams.length} diagrams are not checked: Chromium is not installed`);
  process.exit(process.env.CI ? 1 : 0);
}

const scratch = mkdtempSync(join(tmpdir(), "diagrams-"));
try {
  const rendered = render();
  for (const { at, error } of rendered.filter(({ error }) => error)) console.error(`${at}: ${error}`);
  if (rendered.length !== diagrams.length || rendered.some(({ error }) => error)) process.exitCode = 1;
  else console.log(`${rendered.length} diagrams render`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function under(folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.md(\.tmpl)?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}

function render() {
  const page = join(scratch, "page.html");
  const mermaid = fileURLToPath(new URL("node_modules/mermaid/dist/mermaid.min.js", import.meta.url));
  writeFileSync(page, `<!doctype html><meta charset="utf-8"><body style="font-family: sans-serif">
<script src="file://${mermaid}"></script>
<script type="module">
  const diagrams = ${JSON.stringify(diagrams).replaceAll("<", "\\u003c")};
  mermaid.initialize({ startOnLoad: false, suppressErrorRendering: true });
  const results = [];
  // Says which of the nodes and labels in a picture covers another.
  function covered(figure) {
    const boxes = [...figure.querySelectorAll(".node, .edgeLabel, .cluster-label")].map((element) => ({
      text: element.textContent.trim(), box: element.getBoundingClientRect(),
    })).filter(({ text }) => text !== "");
    for (const [i, a] of boxes.entries()) {
      for (const b of boxes.slice(i + 1)) {
        const isApart = a.box.right <= b.box.left + 1 || b.box.right <= a.box.left + 1 || a.box.bottom <= b.box.top + 1 || b.box.bottom <= a.box.top + 1;
        if (!isApart) return a.text + " covers " + b.text;
      }
    }
    for (const frame of figure.querySelectorAll(".cluster")) {
      const outer = frame.getBoundingClientRect();
      for (const node of figure.querySelectorAll(".node")) {
        const box = node.getBoundingClientRect();
        const isApart = box.right <= outer.left || outer.right <= box.left || box.bottom <= outer.top || outer.bottom <= box.top;
        const isWithin = outer.left <= box.left && box.right <= outer.right && outer.top <= box.top && box.bottom <= outer.bottom;
        if (!isApart && !isWithin) return node.textContent.trim() + " stands across the frame " + frame.textContent.trim();
      }
    }
  }
  for (const [i, { at, code, isOurs }] of diagrams.entries()) {
    let error;
    try {
      const { svg } = await mermaid.render("diagram" + i, code);
      const figure = document.body.appendChild(document.createElement("figure"));
      figure.innerHTML = "<figcaption></figcaption>" + svg;
      figure.firstChild.textContent = at;
      const { width, height } = figure.lastChild.getBoundingClientRect();
      if (width < 50 || height < 50) error = "the picture is empty";
      if (isOurs) error ??= covered(figure);
    } catch (problem) {
      error = String(problem.message ?? problem).replaceAll("\\n", " ");
    }
    results.push({ at, error });
  }
  const out = document.body.appendChild(document.createElement("script"));
  out.type = "application/json";
  out.id = "results";
  out.textContent = JSON.stringify(results).replaceAll("<", "\\\\u003c");
</script>`);
  const chromium = (...args) => execFileSync(browser, [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars",
    `--user-data-dir=${join(scratch, "profile")}`, "--virtual-time-budget=30000", "--window-size=1100,9000", ...args, `file://${page}`,
  ], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1 << 28, timeout: 60000 });
  if (screenshot) chromium(`--screenshot=${screenshot}`);
  const results = chromium("--dump-dom").match(/id="results">(.*?)<\/script>/s);
  if (!results) throw new Error("the page did not finish");
  return JSON.parse(results[1]);
}
