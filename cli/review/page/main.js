// The desk: which group is current, what the keys do, and what is written down.
import * as api from "./api.js";
import { find, make, say } from "./dom.js";
import { View } from "./group.js";
import { List } from "./list.js";

const STATES = { "to do": "for review, undecided", all: "all", ready: "ready", decided: "decided", done: "done" };
const WORDS = { keep: "kept; the others go to the trash with the next apply", "not-duplicates": "told apart", stack: "to be stacked", skip: "left alone", undecided: "open again" };

let everything = [];
let place = 0;
const past = [];

const list = new List((chosen) => open(chosen));
const view = new View({
  keep: (asset) => decide("keep", asset),
  suggested,
  apart: () => decide("not-duplicates"),
  stack: () => decide("stack"),
  skip: () => decide("skip"),
  undo,
  previous: () => open(place - 1),
  next: () => open(place + 1),
});

const current = () => list.shown[place];

function filter() {
  const state = find("state").value;
  const reason = find("reason").value;
  const wanted = everything.filter(
    (one) =>
      (state === "all" || one.state === (state === "to do" ? "review" : state)) &&
      (reason === "" || one.reasons.includes(reason)),
  );
  list.fill(wanted);
  find("count").textContent = `${wanted.length} of ${everything.length} groups`;
  find("many").disabled = wanted.length === 0;
  open(0);
}

async function open(wanted) {
  if (list.shown.length === 0) {
    find("group").replaceChildren(make("p", {}, "No group is shown here. Choose something else above."));
    return;
  }
  place = Math.min(Math.max(0, wanted), list.shown.length - 1);
  list.go(place);
  document.body.classList.remove("listing");
  const group = current();
  try {
    const details = await api.group(group.group);
    if (current() !== group) return;
    view.show({ ...details, ...group });
    ahead();
  } catch (error) {
    if (current() === group) view.fail(error);
  }
}

/** Fetch the next group before it is wanted. */
function ahead() {
  const next = list.shown[place + 1];
  if (!next) return;
  api.group(next.group).then(
    (details) => details.pictures.forEach((one) => (new Image().src = api.picture("preview", one.asset))),
    () => {},
  );
}

async function write(groups, choice, keep = null) {
  try {
    const now = await api.decide(groups.map((one) => one.group), choice, keep);
    const byId = new Map(now.map((one) => [one.group, one]));
    for (const one of everything) if (byId.has(one.group)) Object.assign(one, byId.get(one.group));
    list.refresh();
    return true;
  } catch (error) {
    say(error.message, true);
    return false;
  }
}

async function decide(choice, keep = null) {
  const group = current();
  if (!group) return;
  if (group.state === "done") return say("This group was applied already: winnow restore takes it back.", true);
  if (!(await write([group], choice, keep))) return;
  past.push(group);
  say(`${group.name}: ${WORDS[choice]}`);
  if (place < list.shown.length - 1) open(place + 1);
  else open(place);
}

/** Keep the suggested picture, unless none is: where they were found to differ, only a person can name one. */
function suggested() {
  const group = current();
  if (group && view.unlike) return say("They were found to differ, so none is suggested: keep one by its number, or all with n.", true);
  return decide("keep");
}

async function undo() {
  const group = current()?.choice ? current() : past.pop();
  if (!group) return say("There is nothing to undo.");
  if (!(await write([group], "undecided"))) return;
  say(`${group.name}: ${WORDS.undecided}`);
  const at = list.shown.indexOf(group);
  open(at < 0 ? place : at);
}

function many() {
  const groups = list.shown.filter((one) => one.state !== "done");
  find("bulktext").textContent = `${groups.length} groups are shown; one decision for all of them.`;
  const dialog = find("bulk");
  dialog.returnValue = "";
  dialog.showModal();
  dialog.onclose = async () => {
    if (dialog.returnValue !== "go") return;
    const choice = find("bulkchoice").value;
    if (await write(groups, choice)) say(`${groups.length} groups: ${WORDS[choice]}`);
    open(place);
  };
}

const KEYS = [
  [["ArrowDown", "j"], "next group", () => open(place + 1)],
  [["ArrowUp", "k"], "previous group", () => open(place - 1)],
  [["1", "2", "3", "4", "5", "6", "7", "8", "9"], "keep that picture", (key) => keepNumber(Number(key))],
  [["Enter"], "keep the suggested picture", suggested],
  [["n"], "keep all: no duplicates", () => decide("not-duplicates")],
  [["s"], "keep all as one stack", () => decide("stack")],
  [["x"], "skip: leave alone", () => decide("skip")],
  [["u"], "undo", undo],
  [["w"], "wipe", () => view.setMode("wipe")],
  [["b"], "blink", () => view.setMode("blink")],
  [["d"], "difference", () => view.setMode("difference")],
  [["c"], "compare another copy", () => view.nextOther()],
  [["z"], "zoom to pixels; move the pointer", () => view.zoom()],
  [["l"], "show the list (small screens)", listing],
  [["?"], "these keys", help],
];

function listing() {
  document.body.classList.toggle("listing");
  list.refresh();
}

function keepNumber(number) {
  const one = view.group?.pictures[number - 1];
  if (one) decide("keep", one.asset);
}

function help() {
  find("keylist").replaceChildren(
    ...KEYS.flatMap(([keys, text]) => [make("dt", {}, ...keys.map((key) => make("kbd", {}, key))), make("dd", {}, text)]),
  );
  find("help").showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const target = event.target;
  if (target.matches("input, select, textarea, video")) return;
  if (event.key === "Enter" && target.matches("button, a")) return;
  const found = KEYS.find(([keys]) => keys.includes(event.key));
  if (!found) return;
  event.preventDefault();
  found[2](event.key);
});

async function start() {
  find("state").append(...Object.entries(STATES).map(([value, text]) => make("option", { value }, text)));
  find("state").addEventListener("change", filter);
  find("reason").addEventListener("change", filter);
  find("many").addEventListener("click", many);
  find("keys").addEventListener("click", help);
  find("back").addEventListener("click", listing);
  try {
    everything = (await api.groups()).groups;
  } catch (error) {
    return view.fail(error);
  }
  const reasons = [...new Set(everything.flatMap((one) => one.reasons))].sort();
  find("reason").append(make("option", { value: "" }, "any"), ...reasons.map((one) => make("option", { value: one }, one)));
  if (!everything.some((one) => one.state === "review")) find("state").value = "all";
  filter();
}

start();
