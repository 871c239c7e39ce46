// What scripts/browse does in the browser. Ends with 1 and a line for everything that does not hold.
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const [, , path, task, address, shots, report] = process.argv;
const faults = [];
const check = (holds, text) => {
  console.log(`${holds ? "ok  " : "FAIL"} ${text}`);
  if (!holds) faults.push(text);
};

const browser = await chromium.launch({ executablePath: path, args: ["--no-sandbox"] });
const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
const page = await context.newPage();
page.on("pageerror", (error) => check(false, `script error: ${error.message}`));
page.on("console", (message) => {
  if (/Content Security Policy/.test(message.text())) check(false, message.text());
});
await page.goto(address);
await page.waitForSelector("#group h2");

const count = () => page.textContent("#count");
const shot = (name) => page.screenshot({ path: `${shots}/${name}.png` });

async function looked(name) {
  for (const [width, height] of [[1280, 860], [390, 844]]) {
    for (const colorScheme of ["light", "dark"]) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      await page.waitForTimeout(300);
      await shot(`${name}-${width}-${colorScheme}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      check(wide <= width, `${name} at ${width} columns needs no sideways scrolling (${wide})`);
      // The page forbids foreign scripts, so the debugger brings this one.
      const debug = await context.newCDPSession(page);
      await debug.send("Runtime.evaluate", { expression: readFileSync("node_modules/axe-core/axe.min.js", "utf8") });
      const run = "axe.run().then((r) => JSON.stringify(r.violations.map((v) => [v.impact, v.id, v.nodes[0].html.slice(0, 120)])))";
      const { result } = await debug.send("Runtime.evaluate", { expression: run, awaitPromise: true, returnByValue: true });
      const grave = JSON.parse(result.value).filter(([impact]) => ["serious", "critical"].includes(impact));
      check(grave.length === 0, `${name} ${width} ${colorScheme}: axe-core finds nothing serious ${JSON.stringify(grave)}`);
    }
  }
  await page.setViewportSize({ width: 1280, height: 860 });
  await page.emulateMedia({ colorScheme: "light" });
}

async function decide() {
  await page.waitForTimeout(1500);
  await shot("review");
  await page.selectOption("#state", "all");
  await page.waitForTimeout(800);
  for (const mode of ["w", "b", "d"]) {
    await page.keyboard.press(mode);
    await page.waitForTimeout(400);
    await shot(`review-${mode}`);
  }
  await page.keyboard.press("d");
  for (const key of ["1", "2", "Enter", "n", "s", "x", "1", "2", "Enter", "n"]) {
    const before = await page.textContent("#group h2");
    await page.keyboard.press(key);
    await page.waitForFunction((old) => document.querySelector("#group h2")?.textContent !== old, before, { timeout: 20000 });
  }
  await page.reload();
  await page.waitForSelector("#group h2");
  await page.selectOption("#state", "decided");
  check(/^10 of /.test(await count()), `after a reload there are ten decisions (${await count()})`);
  await page.keyboard.press("u");
  await page.waitForTimeout(800);
  await page.keyboard.press("Enter");
  await page.waitForTimeout(800);
  await looked("review");
  await page.goto(`file://${process.cwd()}/${report}`);
  await looked("report");
}

async function scroll() {
  const found = await page.evaluate(async () => {
    const list = document.getElementById("list");
    const times = [];
    let last = performance.now();
    for (let step = 0; step < 240; step++) {
      list.scrollTop = (list.scrollHeight * step) / 240;
      await new Promise(requestAnimationFrame);
      times.push(performance.now() - last);
      last = performance.now();
    }
    times.sort((a, b) => a - b);
    return { median: times[120], worst: times[239], rows: document.querySelectorAll(".row").length, high: list.scrollHeight };
  });
  await page.waitForTimeout(500);
  await shot("many");
  console.log(`     ${await count()}; a frame takes ${found.median.toFixed(1)} ms (median), ${found.worst.toFixed(1)} ms (worst)`);
  check(found.high >= 5000 * 60 || /^4,?750|^4750/.test(await count()), "all groups can be scrolled to");
  check(found.rows < 60, `only what is in sight is there (${found.rows} rows)`);
  check(found.median < 34, "scrolling is smooth");
}

try {
  await (task === "decide" ? decide() : scroll());
} catch (error) {
  check(false, error.message);
}
await browser.close();
process.exit(faults.length ? 1 : 0);
