// The one script of xent's pages. Each page is complete without it. It asks for nothing from anywhere.
(() => {
"use strict";
const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
const dataOf = box => JSON.parse(box.querySelector("script").textContent);

function make(tag, facts = {}, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(facts)) element.setAttribute(name, value);
  element.append(...inside);
  return element;
}

function button(text, act) {
  const element = make("button", {type: "button"}, text);
  element.addEventListener("click", act);
  return element;
}

// The list of pages: only what holds every word that was typed.
function filter(box) {
  const input = box.querySelector("input"), status = box.querySelector("[role=status]");
  const lists = all("main ul").map(list => [list, list.previousElementSibling, all("li", list)]);
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const [list, heading, rows] of lists) {
      const found = rows.filter(row => {
        row.hidden = !words.every(word => row.textContent.toLowerCase().includes(word));
        return !row.hidden;
      }).length;
      list.hidden = heading.hidden = !found;
      shown += found;
    }
    status.textContent = words.length ? `${shown} found` : "";
  });
  box.hidden = false;
}

// Questions: a wrong answer is met by the slip that leads to it, then comes a hint, then the working.
const NATS = {nats: 1, bits: Math.LN2, bans: Math.LN10}, LOGS = {ln: 1, log2: Math.LN2, log10: Math.LN10};
const ASKED = "A number is asked for: 0.61 or 0,61, 1/3, 12 %, ln 2, -ln(0.7).";
const plain = text => text.trim().replace(/[−–]/g, "-").replace(/^(answer|it is)?\s*[=≈~]?\s*/i, "");

// What was typed: its value, its digits after the point (null: typed exactly), all its digits, and its unit.
function typed(text) {
  let rest = plain(text), found = /^(.*?)[\s)]*\b(nat|bit|ban)s?$/i.exec(rest), unit = "";
  if (found) [rest, unit] = [found[1].trim(), found[2].toLowerCase() + "s"];
  rest = rest.replace(/^\((.*)\)$/, "$1");
  const exactly = value => ({value, decimals: null, digits: 9, unit});
  if (/^\+?(inf|infinite|infinity|∞|oo)$/i.test(rest)) return exactly(Infinity);
  if ((found = /^([+-]?\d*)(?:[.,](\d*))?\s*(%?)$/.exec(rest)) && /\d/.test(rest)) {
    const decimals = (found[2] || "").length + (found[3] ? 2 : 0), figures = found[1] + (found[2] || "");
    const value = Number(`${found[1] || 0}.${found[2] || 0}`.replace("+.", "0.").replace("-.", "-0.")) / (found[3] ? 100 : 1);
    return {value, decimals, digits: figures.replace(/^[+-]?0*/, "").length, unit};
  }
  if ((found = /^([+-]?[\d.]+)\s*\/\s*([\d.]+)$/.exec(rest))) return exactly(found[1] / found[2]);
  found = /^(-?)\s*(ln|log2|log10)\s*\(?\s*([\d.]+)(?:\s*\/\s*([\d.]+))?\s*\)?$/i.exec(rest);
  return found && exactly((found[1] ? -1 : 1) * Math.log(found[3] / (found[4] || 1)) / LOGS[found[2].toLowerCase()]);
}

// How a typed number is this value: exactly, rounded, to the digits asked alone (coarse), cut; or not at all.
function fit(number, value, digits) {
  if (!isFinite(number.value) || !isFinite(value)) return number.value === value ? "exact" : "";
  const off = Math.abs(number.value - value), near = 1e-9, asked = 0.5 * 10 ** -digits * (1 + near);
  const isAsAsked = Math.abs(number.value.toFixed(digits) - value) <= asked;
  if (off <= 1e-12 * Math.abs(value)) return "exact";
  if (number.decimals === null) return isAsAsked ? "exact" : "";
  const unit = 10 ** -number.decimals;
  if (off <= unit / 2 * (1 + near)) return "rounded";
  if (number.decimals > digits && isAsAsked) return "coarse";
  return Math.abs(value) > Math.abs(number.value) && off < unit && number.digits > 1 ? "cut" : "";
}

const UNREAD = said => ({kind: "unread", said}), WRONG = (said, slip) => ({kind: "wrong", said, slip: !!slip});

function judgeNumber(data, text) {
  const number = typed(text);
  if (!number || !(Math.abs(number.value) >= 0)) return UNREAD(ASKED);
  const scale = number.unit && data.unit ? NATS[data.unit] / NATS[number.unit] : 1;
  const value = Number(data.right[0]) * scale, way = fit(number, value, data.digits), isFew = number.digits < 2;
  if (way && way !== "exact" && isFew) return UNREAD("That fits as far as it goes. Give it to two digits at least.");
  if (way === "cut") return {kind: "right", said: `Yes, but cut and not rounded: ${data.shown}.`};
  if (way === "coarse") return {kind: "right", said: `Yes, to ${data.digits} digits after the point; the others went astray: ${data.shown}.`};
  if (way === "rounded" && number.decimals < data.digits) return {kind: "right", said: `Yes, to ${number.digits} digits: ${data.shown}.`};
  if (way) return {kind: "right", said: `Yes: ${data.shown}.`};
  for (const kind of isFew ? [] : ["exact", "rounded", "coarse", "cut"])
    for (const [other, said] of data.slips) if (fit(number, other * scale, data.digits) === kind) return WRONG(said, true);
  return WRONG(`The answer is ${number.value > value ? "less" : "more"} than that.`);
}

function judgeChoice(data, chosen) {
  if (chosen === data.right[0]) return {kind: "right", said: `Yes: ${data.shown}.`};
  const slip = data.slips.find(([value]) => value === chosen);
  return slip ? WRONG(slip[1], true) : WRONG(`It is not ${chosen}.`);
}

function judgeOrder(data, chosen) {
  const at = chosen.findIndex((name, k) => name !== data.right[k]);
  if (at < 0) return {kind: "right", said: `Yes: ${data.shown}.`};
  if (chosen.every((name, k) => name === data.right[data.right.length - 1 - k]))
    return WRONG("That is what comes out if the order is turned round. Begin with the smallest.", true);
  return WRONG(at ? `Up to place ${at} it holds; ${chosen[at]} does not come next.` : `${chosen[0]} is not the smallest.`);
}

function ask(box) {
  const data = dataOf(box), status = make("p", {role: "status"}), folded = box.querySelector("details");
  const hints = [...data.hints];
  let tries = 0;
  const reply = found => {
    const said = [found.said];
    if (found.kind === "wrong" && ++tries > 1) said.push(`It is ${data.shown}.`);
    else if (found.kind === "wrong") said.push(found.slip ? "Once more." : hints.shift() || "");
    if (found.kind === "right" || tries > 1) folded.open = true;
    status.textContent = said.join("\n");
  };
  const row = make("p");
  if (data.kind === "number") byNumber(data, row, reply); else byButtons(data, all("li", box), reply);
  if (hints.length) row.append(button("Hint", () => {
    status.textContent = hints.shift() || "There are no more hints; the answer is below.";
  }));
  folded.before(row, status);
}

function byNumber(data, row, reply) {
  const field = make("input", {class: "typed", autocomplete: "off"}), check = () => reply(judgeNumber(data, field.value));
  field.addEventListener("keydown", event => { if (event.key === "Enter") check(); });
  row.append(make("label", {}, `Your answer${data.unit ? ` in ${data.unit}` : ""} `, field), " ", button("Check", check), " ");
}

function byButtons(data, items, reply) {
  let chosen = [];
  const isOrder = data.kind === "order", buttons = items.map(item => button(item.textContent, () => {
    const name = data.options[items.indexOf(item)];
    if (!isOrder || chosen.length === items.length) chosen = [];
    if (!chosen.includes(name)) chosen.push(name);
    buttons.forEach((each, k) => {
      const at = chosen.indexOf(data.options[k]);
      each.setAttribute("aria-pressed", at >= 0);
      each.textContent = (isOrder && at >= 0 ? `${at + 1}. ` : "") + data.options[k];
    });
    if (!isOrder) reply(judgeChoice(data, name));
    else if (chosen.length === items.length) reply(judgeOrder(data, chosen));
  }));
  items.forEach((item, k) => item.replaceChildren(buttons[k]));
}

all(".filter").forEach(filter);
all(".ask").filter(box => box.querySelector("script")).forEach(ask);
})();
