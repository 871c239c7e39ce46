// Questions to winnow on this machine, and the one thing that is written: a decision.

async function asked(path, options = {}) {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Error("winnow does not answer: was it closed? Start `winnow review` again; all decisions are kept.");
  }
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(said.error ?? `winnow refused (${answer.status})`);
  return said;
}

const details = new Map();
const MOST = 40;

/** Return all about one group; the newest ones are remembered, so that going back costs nothing. */
export function group(id) {
  if (!details.has(id)) {
    if (details.size >= MOST) details.delete(details.keys().next().value);
    const promise = asked(`groups/${encodeURIComponent(id)}`);
    promise.catch(() => details.delete(id));
    details.set(id, promise);
  }
  return details.get(id);
}

export const groups = () => asked("groups");

export const look = (id, first, second) =>
  asked(`look/${[id, first, second].map(encodeURIComponent).join("/")}`);

export const picture = (size, asset) => `picture/${size}/${encodeURIComponent(asset)}`;

export const film = (id, asset) => `film/${encodeURIComponent(id)}/${encodeURIComponent(asset)}`;

export function decide(ids, choice, keep = null) {
  return asked("decide", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ groups: ids, choice, keep }),
  }).then((said) => said.groups);
}
