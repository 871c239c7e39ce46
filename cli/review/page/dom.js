// Elements from data. Text only ever becomes text: nothing here reads markup.

/** Return an element; attributes that are false or null are left out, children are nodes or text. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export const find = (id) => document.getElementById(id);

/** Tell a screen reader and the eye what just happened. */
export function say(text, bad = false) {
  const place = find("said");
  place.textContent = text;
  place.classList.toggle("bad", bad);
  place.classList.add("fresh");
  clearTimeout(say.timer);
  say.timer = setTimeout(() => place.classList.remove("fresh"), bad ? 10000 : 2500);
}
