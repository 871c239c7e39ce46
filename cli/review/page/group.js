// One group: its pictures side by side at one scale, what differs, and the buttons to decide.
import { film, look, picture } from "./api.js";
import { MODES, stage } from "./compare.js";
import { find, make } from "./dom.js";

const NAMES = { side: "Side by side", wipe: "Wipe", blink: "Blink", difference: "Difference" };

export class View {
  constructor(actions) {
    this.actions = actions;
    this.mode = "side";
    this.zoomed = false;
    this.other = 0;
    this.end = () => {};
  }

  /** Show a group, or an error in its place. */
  show(group) {
    if (this.group?.group !== group.group) this.other = 0;
    this.group = group;
    this.draw();
  }

  fail(error) {
    this.end();
    find("group").replaceChildren(make("p", { class: "error", role: "alert" }, error.message));
  }

  setMode(mode) {
    this.mode = this.mode === mode ? "side" : mode;
    this.draw();
  }

  zoom() {
    this.zoomed = !this.zoomed;
    this.draw();
  }

  nextOther() {
    this.other += 1;
    this.draw();
  }

  /** Tell whether the pictures were found to be different ones, so that none of them is suggested. */
  get unlike() {
    return !this.group?.pictures.some((one) => one.suggested);
  }

  /** Return the pair that is compared: the suggested picture and one other. */
  pair() {
    const pictures = this.group.pictures;
    const first = pictures.find((one) => one.suggested) ?? pictures[0];
    const others = pictures.filter((one) => one !== first);
    return [first, others[this.other % Math.max(1, others.length)]];
  }

  draw() {
    this.end();
    this.end = () => {};
    const group = this.group;
    const [first, second] = this.pair();
    const comparing = this.mode !== "side" && second;
    let pictures;
    if (comparing) {
      const made = stage(this.mode, first, second);
      this.end = made.end;
      pictures = made.element;
    } else {
      pictures = make("div", { class: `pictures${this.zoomed ? " zoomed" : ""}` });
      group.pictures.forEach((one, place) => pictures.append(this.figure(one, place)));
    }
    const parts = [
      make("h2", {}, group.name, make("span", { class: `state ${group.state}` }, group.choice ?? group.state)),
      make("ul", { class: "review" }, ...group.review.map((one) => make("li", {}, `${one.text} [${one.code}]${one.decidable ? "" : " (no decision changes that)"}`))),
      this.buttons(group),
      this.modes(),
      pictures,
      make("p", { class: "seen", id: "seen" }),
      this.table(group),
      list(group.state === "review" ? "Would be inherited" : "Inherits", group.inherits),
      list("Looked at", group.looked),
      list("Why", group.why),
      make("p", { class: "id" }, "group ", make("code", {}, group.group)),
    ];
    find("group").replaceChildren(...parts.filter((part) => part !== null));
    if (second) this.looked(group, first, second);
  }

  figure(one, place) {
    const kept = this.group.kept === one.asset;
    const shown =
      one.kind === "VIDEO"
        ? make("video", { controls: true, preload: "none", poster: picture("preview", one.asset), src: film(this.group.group, one.asset) })
        : make("img", { src: picture("preview", one.asset), alt: one.name });
    const frame = make("div", { class: "frame", "data-asset": one.asset }, shown);
    if (one.width && one.height) frame.style.aspectRatio = `${one.width} / ${one.height}`;
    if (one.kind !== "VIDEO") frame.addEventListener("pointermove", (event) => this.pan(event, frame));
    return make(
      "figure",
      { class: `${one.suggested ? "suggested" : ""}${kept ? " kept" : ""}` },
      frame,
      make(
        "figcaption",
        {},
        make("a", { href: one.link, target: "_blank", rel: "noreferrer noopener" }, one.name),
        one.suggested && make("b", {}, "suggested"),
        one.gone && make("b", { class: "bad" }, "no longer there"),
        make("button", { type: "button", onclick: () => this.actions.keep(one.asset) }, `Keep this (${place + 1})`),
      ),
    );
  }

  /** Move all pictures to the same spot while they are zoomed. */
  pan(event, frame) {
    if (!this.zoomed) return;
    const box = frame.getBoundingClientRect();
    const spot = `${(100 * (event.clientX - box.left)) / box.width}% ${(100 * (event.clientY - box.top)) / box.height}%`;
    const images = [...document.querySelectorAll(".pictures img")];
    // Two pixels of the screen for each of the largest rendition; all pictures at the same scale.
    const scale = Math.max(2, (2 * Math.max(...images.map((one) => one.naturalWidth))) / box.width);
    for (const image of images) {
      image.style.transformOrigin = spot;
      image.style.transform = `scale(${scale})`;
    }
  }

  buttons(group) {
    const act = this.actions;
    return make(
      "div",
      { class: "buttons", role: "group", "aria-label": "Decide" },
      make("button", { type: "button", onclick: act.suggested, disabled: this.unlike }, "Keep suggested"),
      make("button", { type: "button", onclick: act.apart }, "Not duplicates"),
      make("button", { type: "button", onclick: act.stack }, "Stack"),
      make("button", { type: "button", onclick: act.skip }, "Skip"),
      make("button", { type: "button", onclick: act.undo, disabled: !group.choice }, "Undo"),
      make("button", { type: "button", onclick: act.previous }, "Previous"),
      make("button", { type: "button", onclick: act.next }, "Next"),
    );
  }

  modes() {
    return make(
      "div",
      { class: "modes", role: "group", "aria-label": "Compare" },
      ...MODES.map((mode) =>
        make(
          "button",
          { type: "button", "aria-pressed": String(this.mode === mode), onclick: () => this.setMode(mode) },
          NAMES[mode],
        ),
      ),
      make("button", { type: "button", "aria-pressed": String(this.zoomed), onclick: () => this.zoom() }, "Zoom"),
      this.group.pictures.length > 2 &&
        make("button", { type: "button", onclick: () => this.nextOther() }, "Compare another"),
    );
  }

  table(group) {
    const head = group.pictures.map((one) => make("th", { scope: "col" }, one.name));
    const body = group.rows.map((row) =>
      make(
        "tr",
        { class: row.differs ? "differs" : "" },
        make("th", { scope: "row" }, row.name),
        ...row.cells.map((cell) => make("td", {}, cell || "–")),
      ),
    );
    return make(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-label": "What differs" },
      make("table", {}, make("thead", {}, make("tr", {}, make("td", {}), ...head)), make("tbody", {}, ...body)),
    );
  }

  /** Ask where the two differ, and draw it once the answer is there. */
  async looked(group, first, second) {
    let found;
    try {
      found = await look(group.group, first.asset, second.asset);
    } catch (error) {
      found = { verdict: "unsure", why: error.message, boxes: [] };
    }
    if (this.group !== group) return;
    find("seen").textContent = `${second.name}: ${found.verdict}${found.why ? `, ${found.why}` : ""}`;
    for (const frame of document.querySelectorAll("#group .frame")) {
      for (const box of found.boxes) frame.append(boxed(box));
    }
  }
}

function boxed(box) {
  const element = make("div", { class: "box", "aria-hidden": "true" });
  element.style.left = `${box.left / 10}%`;
  element.style.top = `${box.top / 10}%`;
  element.style.width = `${(box.right - box.left) / 10}%`;
  element.style.height = `${(box.bottom - box.top) / 10}%`;
  return element;
}

function list(title, lines) {
  return lines.length
    ? make("section", {}, make("h3", {}, title), make("ul", {}, ...lines.map((one) => make("li", {}, one))))
    : null;
}
