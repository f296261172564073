// page.mjs REPORT [DIRECTORY FOR PICTURES]
import fs from "node:fs";
import path from "node:path";
import puppeteer from "puppeteer-core";

const [report, pictures] = process.argv.slice(2);
const axe = fs.readFileSync(path.join("node_modules", "axe-core", "axe.min.js"), "utf8");
const faults = [];
const check = (holds, what) => { if (!holds) faults.push(what); };
const browser = await puppeteer.launch({
  executablePath: process.env.CHROME,
  headless: true,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
const page = await browser.newPage();
const own = "file://" + path.resolve(report);
page.on("console", (m) => { if (["error", "warn"].includes(m.type())) faults.push("console: " + m.text()); });
page.on("pageerror", (e) => faults.push("script: " + e.message));
page.on("request", (r) => { if (r.url() !== own && !r.url().startsWith("data:")) faults.push("request: " + r.url()); });
// axe is put in from outside, so the page's own policy must let it pass.
await page.setBypassCSP(true);

for (const [width, height] of [[1280, 900], [390, 844]]) {
  await page.setViewport({ width, height });
  await page.goto(own);
  for (const lang of ["en", "zh-CN"]) {
    await page.click(`.switch [data-lang="${lang}"]`);
    const seen = await page.evaluate(() => ({
      lang: document.documentElement.lang,
      text: document.body.innerText,
      wide: document.documentElement.scrollWidth > window.innerWidth,
      figures: document.querySelectorAll("figure").length,
      charts: [...document.querySelectorAll("figure svg.chart")].filter((s) => s.getBoundingClientRect().height > 60).length,
      tables: document.querySelectorAll("figure details table").length,
      cut: [...document.querySelectorAll("svg.chart text")].filter((t) => {
        const box = t.getBoundingClientRect(), chart = t.ownerSVGElement.getBoundingClientRect();
        return box.width && (box.right > chart.right + 1 || box.left < chart.left - 1);
      }).map((t) => t.textContent),
    }));
    check(seen.lang === lang, `the language is ${seen.lang}, not ${lang}`);
    const [there, absent] = lang === "en" ? ["Unemployment rate", "失业率"] : ["失业率", "Unemployment rate"];
    check(seen.text.includes(there) && !seen.text.includes(absent), `${lang}: the other language shows`);
    check(seen.figures > 10 && seen.charts === seen.figures && seen.tables === seen.figures,
      `${seen.figures} figures, ${seen.charts} charts, ${seen.tables} tables`);
    check(!seen.wide, `${width} px, ${lang}: the page scrolls sideways`);
    check(seen.cut.length === 0, `${width} px, ${lang}: text leaves its chart: ${seen.cut.slice(0, 5)}`);
    await page.evaluate(axe);
    const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
    for (const v of found.violations) {
      faults.push(`accessibility, ${width} px, ${lang}: ${v.id}: ${v.help} (${v.nodes.length}): ${v.nodes[0].html.slice(0, 160)}`);
    }
    if (pictures) await page.screenshot({ path: path.join(pictures, `page-${width}-${lang}.png`), fullPage: true });
  }
}
await page.setJavaScriptEnabled(false);
await page.goto(own);
const plain = await page.evaluate(() => document.body.innerText);
check(plain.includes("失业率") !== plain.includes("Unemployment rate"), "without script the page shows not one language");
await page.setJavaScriptEnabled(true);
await page.goto(own);
const pdf = await page.pdf({ format: "A4", path: pictures ? path.join(pictures, "page.pdf") : undefined });
check(pdf.length > 50_000, "the print is empty");
// On paper no figure may be taller than a page, or it would be cut.
await page.emulateMediaType("print");
await page.setViewport({ width: 688, height: 1000 });
const tall = await page.evaluate(() => [...document.querySelectorAll("figure")]
  .filter((f) => f.getBoundingClientRect().height > 1000 || getComputedStyle(f).breakInside !== "avoid").map((f) => f.innerText.slice(0, 40)));
check(tall.length === 0, "cut on paper: " + tall);
await browser.close();
for (const fault of [...new Set(faults)]) console.log(fault);
console.log(faults.length ? `${faults.length} faults` : "page: no request, no error, both languages, charts with tables, accessible, prints");
process.exit(faults.length ? 1 : 0);
