// The list of groups: only the rows in sight exist, so five thousand scroll like fifty.
import { picture } from "./api.js";
import { find, make } from "./dom.js";

const ROW = 64;
const AROUND = 6;
const CALM = 90;
const TAIL = 12;

/** Return a name in two parts, of which only the first gives way where there is little room: names of one camera, or of
 * one picture and its copies, differ at their ends. */
function inTwo(name) {
  const letters = Array.from(name);
  const cut = letters.length > 2 * TAIL ? letters.length - TAIL : letters.length;
  return [letters.slice(0, cut), letters.slice(cut)].map((part) => make("span", {}, part.join("")));
}

export class List {
  constructor(chosen) {
    this.box = find("list");
    this.rows = find("rows");
    this.shown = [];
    this.place = -1;
    this.alive = new Map();
    this.chosen = chosen;
    this.box.addEventListener("scroll", () => this.draw(), { passive: true });
    addEventListener("resize", () => this.draw());
  }

  /** Show these groups. */
  fill(groups) {
    this.shown = groups;
    this.rows.style.height = `${groups.length * ROW}px`;
    this.clear();
    this.draw();
  }

  /** Draw one group anew where it is in sight. */
  refresh() {
    this.clear();
    this.draw();
  }

  clear() {
    for (const row of this.alive.values()) row.remove();
    this.alive.clear();
  }

  /** Mark a row as the current one and bring it into sight. */
  go(place) {
    this.place = place;
    const top = place * ROW;
    const height = this.box.clientHeight;
    if (top < this.box.scrollTop) this.box.scrollTop = top;
    else if (top + ROW > this.box.scrollTop + height) this.box.scrollTop = top + ROW - height;
    this.refresh();
    this.box.setAttribute("aria-activedescendant", `row${place}`);
  }

  draw() {
    const first = Math.max(0, Math.floor(this.box.scrollTop / ROW) - AROUND);
    const last = Math.min(this.shown.length, Math.ceil((this.box.scrollTop + this.box.clientHeight) / ROW) + AROUND);
    for (const [place, row] of this.alive) {
      if (place < first || place >= last) {
        row.remove();
        this.alive.delete(place);
      }
    }
    for (let place = first; place < last; place++) {
      if (!this.alive.has(place)) {
        const row = this.row(place);
        this.alive.set(place, row);
        this.rows.append(row);
      }
    }
    // Pictures come once the list is at rest, so that a long scroll asks for nothing on its way.
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.illustrate(), CALM);
  }

  illustrate() {
    for (const row of this.alive.values()) {
      const image = row.firstElementChild;
      if (!image.hasAttribute("src")) image.src = image.dataset.src;
    }
  }

  row(place) {
    const group = this.shown[place];
    const image = make("img", { alt: "", width: 56, height: 48, decoding: "async" });
    image.dataset.src = picture("thumbnail", group.first);
    image.addEventListener("error", () => image.classList.add("none"));
    const row = make(
      "div",
      {
        id: `row${place}`,
        role: "option",
        class: "row",
        "aria-selected": place === this.place ? "true" : "false",
        "aria-setsize": this.shown.length,
        "aria-posinset": place + 1,
        onclick: () => this.chosen(place),
      },
      image,
      make(
        "span",
        { class: "what" },
        make("b", { title: group.name }, ...inTwo(group.name)),
        make("span", { class: `state ${group.state}` }, group.choice ?? group.state),
        make("small", {}, [`${group.members} pictures`, ...group.reasons].join(", ")),
      ),
    );
    row.style.top = `${place * ROW}px`;
    return row;
  }
}
