// Two pictures on top of each other: a wipe, a blink, or what remains when one is taken from the other.
import { picture } from "./api.js";
import { make } from "./dom.js";

const BLINK = 600;
export const MODES = ["side", "wipe", "blink", "difference"];

/** Return the stage for one mode, and what ends it. */
export function stage(mode, first, second) {
  const bottom = make("img", { src: picture("preview", first.asset), alt: first.name, draggable: "false" });
  const top = make("img", { src: picture("preview", second.asset), alt: second.name, class: "top", draggable: "false" });
  const frame = make("div", { class: `frame ${mode}` }, bottom, top);
  if (first.width && first.height) frame.style.aspectRatio = `${first.width} / ${first.height}`;
  const label = make("p", { class: "which" }, `${first.name}  |  ${second.name}`);
  const whole = make("div", { class: "stage" }, frame, label);
  if (mode === "wipe") return { element: wiped(whole, top, label), end: () => {} };
  if (mode === "blink") return blinking(whole, top, label, first, second);
  label.textContent = `black where ${first.name} and ${second.name} are equal`;
  return { element: whole, end: () => {} };
}

function wiped(whole, top, label) {
  const slider = make("input", { type: "range", min: 0, max: 100, value: 50, "aria-label": "Where the wipe stands" });
  const move = () => {
    top.style.clipPath = `inset(0 0 0 ${slider.value}%)`;
  };
  slider.addEventListener("input", move);
  const frame = whole.firstElementChild;
  frame.addEventListener("pointermove", (event) => {
    const box = frame.getBoundingClientRect();
    slider.value = (100 * (event.clientX - box.left)) / box.width;
    move();
  });
  move();
  whole.insertBefore(slider, label);
  return whole;
}

function blinking(whole, top, label, first, second) {
  let on = true;
  const turn = () => {
    on = !on;
    top.classList.toggle("hidden", !on);
    label.textContent = on ? second.name : first.name;
  };
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const timer = calm ? null : setInterval(turn, BLINK);
  whole.append(make("button", { type: "button", onclick: turn }, "The other one"));
  turn();
  return { element: whole, end: () => clearInterval(timer) };
}
