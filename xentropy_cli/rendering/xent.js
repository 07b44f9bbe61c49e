// The one script of xent's pages, each of which is whole without it.
(() => {
const {abs, exp, log, log1p, log2, max, min, round} = Math;
const all = (selector, inside) => [...inside.querySelectorAll(selector)];
const one = (selector, inside) => inside.querySelector(selector);
const dataOf = box => JSON.parse(one("script", box).textContent);
const on = (name, element, act) => element.addEventListener(name, act);
const set = (element, facts) => { for (const name in facts) element.setAttribute(name, facts[name]); };
const say = (element, said) => { element.textContent = said; };

// The list of pages: what holds every word typed.
function filter(box) {
	const input = one("input", box), lists = all("main ul", document).map(list => [list, all("li", list)]);
	on("input", input, () => {
		const words = input.value.toLowerCase().split(/\s+/);
		let shown = 0;
		for (const [list, rows] of lists) {
			for (const row of rows) row.hidden = !words.every(word => row.textContent.toLowerCase().includes(word));
			const found = rows.filter(row => !row.hidden).length;
			list.hidden = !found;
			shown += found;
		}
		say(one("[role=status]", box), `${shown} found`);
	});
	box.hidden = false;
}

// Numbers as people type them, and as xent writes them: half goes to even.
function number(said) {
	const [a, b = 1] = said.trim().replace("∞", "Infinity").replace(/[−–]/g, "-").replace(",", ".").replace(/%$/, "/100").split("/");
	return a.trim() ? a / b : NaN;
}

function rounded(x, digits) {
	const [, a, b, e] = /(.)\.(\d+)e(.+)/.exec(abs(x).toExponential(14)), cut = 14 - e - digits;
	const n = BigInt(a + b), unit = 10n ** BigInt(abs(cut)), whole = n / unit, over = 2n * (n % unit);
	return cut <= 0 ? n * unit : over > unit || (over === unit && whole % 2n) ? whole + 1n : whole;
}

function figure(x, digits = 4) {
	if (!x) return "0";
	const minus = x < 0 ? "−" : "";
	if (!isFinite(x)) return minus + "∞";
	let power = Number(x.toExponential(14).split("e")[1]), n = `${rounded(x, digits - 1 - power)}`;
	if (n.length > digits) power++;
	if (power < -digits) return `${minus}${n[0]}.${n.slice(1, digits)}e${power}`;
	n = `${rounded(x, digits)}`.padStart(digits + 1, "0");
	return `${minus}${n.slice(0, -digits)}.${n.slice(-digits)}`;
}

function given(x) {
	const near = y => abs(y - x) <= 1e-14 * abs(x), short = Number(x.toFixed(10));
	const d = near(short) ? 1 : [3, 6, 7, 9, 11, 12].find(d => near(round(x * d) / d));
	return d ? `${d > 1 ? `${round(x * d)}/${d}` : short}`.replace("-", "−") : figure(x);
}

// Questions: a wrong answer is met by its slip, a hint, the working.
const NATS = {nats: 1, bits: Math.LN2, bans: Math.LN10}, RIGHT = 2, WRONG = 1, UNREAD = 0;

// What was typed; decimals are null if exactly.
function typed(said) {
	let [, rest, unit] = /^(?:answer|it is)?\s*[=≈~]?\s*\(?(.*?)[\s)]*((?:(nat|bit|ban)s?)?)$/i.exec(said.trim());
	rest = rest.replace(/\s*([/%])\s*/, "$1");
	const log = /^([-−]?)ln *\(?(.*)/.exec(rest), [, a, b = "", percent] = /^[-+−]?(\d*)(?:[.,](\d*))?(%?)$/.exec(rest) || [];
	return {
		value: log ? (log[1] ? -1 : 1) * log(number(log[2])) : number(rest.replace(/^(inf\w*|oo)$/i, "∞")),
		decimals: a == null ? null : b.length + (percent ? 2 : 0),
		digits: a == null ? 9 : (a + b).replace(/^0*/, "").length,
		unit: unit.toLowerCase().replace(/s?$/, "s"),
	};
}

// How a typed number is this value: 4 exactly, 3 rounded, 2 to the digits asked alone, 1 cut, 0 not.
function fit({value, decimals, digits}, answer, asked) {
	if (value === answer || !isFinite(value - answer)) return value === answer ? 4 : 0;
	const off = abs(value - answer), unit = 10 ** -decimals;
	const isAsAsked = rounded(value, asked) === rounded(answer, asked) && value * answer >= 0;
	if (decimals == null) return isAsAsked ? 4 : 0;
	if (unit <= abs(answer) && off <= unit / 2 * (1 + 1e-9)) return 3;
	if (decimals > asked && off <= 10 ** -asked / 2) return 2;
	return abs(answer) > abs(value) && off < unit && digits > 1 ? 1 : 0;
}

function judgeNumber(data, said) {
	const it = typed(said), isFew = it.digits < 2, scale = NATS[data.unit] / NATS[it.unit] || 1, answer = data.right[0] * scale;
	const way = fit(it, answer, data.digits), isShort = way === 3 && it.decimals < data.digits;
	if (isNaN(it.value)) return [UNREAD, "A number is asked for: 0.61 or 0,61, 1/3, 12 %, ln 2, -ln(0.7)."];
	const how = [, ", but cut and not rounded", `, to ${data.digits} digits after the point; the others went astray`];
	if (way > 3 * isFew) return [RIGHT, `Yes${how[way] || (isShort ? `, to ${it.digits} digits` : "")}: ${data.shown}.`];
	const met = ([value, meets]) => [fit(it, value * scale, data.digits), meets];
	const [kind, meets] = data.slips.map(met).sort((a, b) => b[0] - a[0])[0] || [];
	if (kind > 3 * isFew) return [WRONG, meets, true];
	if (way) return [UNREAD, "That fits as far as it goes. Give it to two digits at least."];
	return [WRONG, `The answer is ${it.value > answer ? "less" : "more"} than that.`];
}

function judgeNames({right, shown, slips}, chosen) {
	const at = chosen.findIndex((name, k) => name !== right[k]), slip = slips.find(([name]) => name === chosen[0]);
	if (at < 0) return [RIGHT, `Right: ${shown}.`];
	if (!right[1]) return slip ? [WRONG, slip[1], true] : [WRONG, `Not this one: ${chosen}.`];
	if (`${[...chosen].reverse()}` === `${right}`)
		return [WRONG, "That is what comes out if the order is turned round. Begin with the smallest.", true];
	return [WRONG, at ? `Up to place ${at} it holds; ${chosen[at]} does not come next.` : `${chosen[0]} is not the smallest.`];
}

function ask(box) {
	const data = dataOf(box), folded = one("details", box), hints = [...data.hints], most = data.right.length;
	folded.before(one("template", box).content);
	const status = one("[role=status]", box), field = one("input", box), [hint, check] = all("p button", box).reverse(), choices = all("li button", box);
	let tries = 0, chosen = [];
	const reply = ([kind, said, isSlip]) => {
		const next = kind === WRONG && (++tries > 1 ? `The answer: ${data.shown}.` : isSlip ? "Once more." : hints.shift());
		if (kind === RIGHT || tries > 1) folded.open = true;
		say(status, next ? `${said}\n${next}` : said);
	};
	on("click", hint, () => say(status, hints.shift() || "No more hints."));
	if (field) {
		on("click", check, () => reply(judgeNumber(data, field.value)));
		on("keydown", field, event => event.key === "Enter" && check.click());
	} else one("ol", box).remove();
	choices.forEach((choice, place) => on("click", choice, () => {
		if (chosen.length === most) chosen = [];
		if (!chosen.includes(place)) chosen.push(place);
		choices.forEach((each, k) => {
			const at = chosen.indexOf(k);
			set(each, {"aria-pressed": at >= 0});
			say(each, (most > 1 && at >= 0 ? `${at + 1}. ` : "") + data.options[k]);
		});
		if (chosen.length === most) reply(judgeNames(data, chosen.map(k => data.options[k])));
	}));
}

// Scenes: the record of a command, in doubles.
const sum = xs => xs.reduce((a, b) => a + b, 0), exact = x => Number(x.toFixed(15)), inOrder = (x, y) => x[0] - y[0] || x[1] - y[1];

// Huffman's code: the two least are joined until one is left.
function codeOf(weights) {
	const lengths = weights.map(() => 0), words = [];
	let groups = weights.map((w, k) => [w, k, [k]]), next = 0, before = 0;
	while (groups[1]) {
		const [[a, i, left], [b, j, right]] = groups.sort(inOrder), both = [...left, ...right];
		for (const k of both) lengths[k]++;
		groups = [...groups.slice(2), [a + b, max(i, j) + lengths.length, both]];
	}
	for (const [length, k] of lengths.map((length, k) => [length, k]).sort(inOrder)) {
		next *= 2 ** (length - before);
		before = length;
		words[k] = {length, word: (next++).toString(2).padStart(length, "0")};
	}
	return words;
}

function compute(command) {
	const option = name => (new RegExp(`--${name}[= ](\\S+)`).exec(command) || [])[1];
	const list = name => option(name) ? option(name).split(",").map(word => number(word.split("=").pop())) : [];
	const weights = list("pred"), labels = list("label"), z = list("logits"), [ln, unit] = option("base") ? [log2, Math.LN2] : [log, 1];
	const [p, q] = [list("true"), weights].map(xs => command.includes("--normalize") ? xs.map(x => x / sum(xs)) : xs);
	const cost = (a, b) => a && (b ? a * (b > 0.5 ? 0 - log1p(-exact(1 - b)) / unit : -ln(b)) : Infinity);
	return p[0] >= 0 ? distributions(p, q, cost, option("code") ? codeOf(weights) : [])
		: z[0] <= 30 && !option("as") ? softmax(z, labels[0])
		: events(q.concat(z), z.length, labels, number(option("temperature") || "1"), cost);
}

function distributions(p, q, cost, code) {
	const gain = (a, b) => a && (b ? a * (abs(b - a) < a / 2 ? 0 - log1p(exact(b - a) / a) / Math.LN2 : log2(a / b)) : Infinity);
	const average = f => sum(p.map((a, k) => f(a, q[k]))), entropy = average(a => cost(a, a)), value = q.length ? average(cost) : entropy;
	return {
		classes: p.map((a, k) => ({p: a, q: q[k], own: cost(1, a), gain: gain(a, q[k])})),
		value, entropy, cross_entropy: value, perplexity: 2 ** value,
		kl_divergence: average(gain), reverse_kl_divergence: average((a, b) => gain(b, a)),
		code, code_length: sum(code.map(({length}, k) => p[k] * length)),
	};
}

function softmax(z, label) {
	const top = z.indexOf(max(...z)), spread = log1p(sum(z.map((x, k) => k === top ? 0 : exp(x - z[top]))));
	const classes = z.map(logit => ({logit, q: exp(logit - z[top] - spread)}));
	return {classes, value: spread + (z[top] - z[label]), terms: [{label, q: classes[label].q}]};
}

function events(xs, areLogits, labels, heat, cost) {
	const terms = xs.map((x, k) => {
		const label = labels[k], lead = (label ? x : -x) / heat, own = label === 0 ? exact(1 - x) : x;
		return {label, prediction: x, q: own, surprisal: areLogits ? max(-lead, 0) + log1p(exp(-abs(lead))) : cost(1, own)};
	});
	const n = xs.length, total = sum(terms.map(term => term.surprisal)), value = total / n;
	const likelihood = terms.reduce((a, term) => a * term.q, 1), accuracy = terms.filter(term => term.surprisal < Math.LN2).length / n;
	return {terms, heat, total, value, mean: value, likelihood, accuracy};
}

function found(node, [step, ...rest]) {
	if (!step) return [node];
	if (step === "*") return node.flatMap(row => found(row, rest));
	return step === "max" ? [max(...node.map(row => row[rest[0]]))] : found(node[step], rest);
}

const holds = (record, condition) => condition.split(" and ").every(part => {
	const [path, sign, other] = part.split(" "), b = number(other);
	return found(record, path.split(".")).every(
		a => ({"<": a < b, ">": a > b, "<=": a <= b, ">=": a >= b, "=": a === b, "!=": a !== b})[sign]);
});
const shown = (record, [path, isComputed]) => found(record, path.split(".")).map(
	value => value.at ? value : isComputed ? figure(value) : given(value)).join(", ");

// What moves in a picture, over a frame that stands.
function drawn(tag, facts, said = "") {
	const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
	set(element, facts);
	say(element, said);
	return element;
}

const WIDTH = 480, wide = said => 8.43 * said.length;
const words = (x, y, said, kind = "") => drawn("text", {x: kind.endsWith("d") ? x : min(x, WIDTH - wide(said)), y, class: kind}, said);
const bar = (x, x2, y, height, role) => drawn("rect", {x: min(x, x2), y, width: abs(x2 - x), height, class: `fill-${role}`});
const line = (d, kind) => drawn("path", {d, class: kind});
const marked = (x, y, said) => [drawn("circle", {cx: x, cy: y, r: 4.5}), words(x + 8, y - 8, said)];
const ROLES = ["share", "divergence", "entropy", "whole"];
const along = ([low, high, from, to, isLog]) => value => {
	const f = isLog ? log : x => x;
	return from + (f(max(low, min(value, high))) - f(low)) / (f(high) - f(low)) * (to - from);
};
const bars = (X, Y, rows) => rows.flatMap(([value, said, role], k) => [
	bar(X(0), X(value), Y(k) + 5, 16, role), words(WIDTH, Y(k) + 17, said, role === "whole" ? "own end" : "end")]);

function areas(X, Y, said, boxes) {
	let at = 0;
	return [words(WIDTH - 44, Y(99) - 10, said, "own end"), ...boxes.flatMap(([name, p, high, rule], k) => {
		const from = X(at), to = X(at += p), fits = wide(name) + 8 < to - from;
		return [
			bar(from, to, Y(high), Y(0) - Y(high), ROLES[k]),
			...rule >= 0 ? [line(`M${from} ${Y(rule)}H${to}`, "arrow dashed")] : [],
			...fits && high ? [words((from + to - wide(name)) / 2, Y(0) - 8, name, "inside")] : [],
		];
	})];
}

const DRAW = {
	total(X, Y, {terms, total}) {
		let at = 0;
		const x = X(total), y = Y(1), pieces = terms.map((term, k) => bar(X(at), X(at += term.surprisal), Y(0), 16, ROLES[k]));
		return [...pieces, line(`M${x} ${y - 6}V${y + 44}`, "arrow"), ...marked(x, y, ""), words(x + 8, y + 46, `total ${figure(total)} nats`, "own")];
	},
	"surprise-areas": (X, Y, {classes, entropy}) => areas(X, Y, `H(P) = ${figure(entropy)} bits`,
		classes.map(({p, own}, k) => [`${k}`, p, p && own])),
	code: (X, Y, {classes, code, code_length}) => areas(X, Y, `${figure(code_length)} bits a word`,
		code.map(({word, length}, k) => [`${k}: ${word}`, classes[k].p, length, -log2(classes[k].q)])),
	"over-q"(X, Y, {classes: [{p, q}], entropy, value}, high) {
		const costs = [...Array(159).keys()].map(k => (k + 1) / 160).map(x => [x, -p * log2(x) - (1 - p) * log2(1 - x)]);
		const points = costs.filter(([, y]) => y <= high).map(([x, y]) => `${X(x).toFixed(1)} ${Y(y).toFixed(1)}`);
		return [line(`M${points.join(" ")}`, "line-share"), line(`M${X(0)} ${Y(entropy)}H${X(1)}`, "rule"),
			line(`M${X(q)} ${Y(entropy)}V${Y(value)}`, "arrow"), ...marked(X(p), Y(entropy), abs(X(p) - X(q)) < wide("0.0000") ? "" : "H(P)"), ...marked(X(q), Y(value), figure(value))];
	},
	"both-ways": (X, Y, {classes}) => bars(X, Y, classes.map(({gain}) => [gain, figure(gain), "divergence"])),
	"two-curves": (X, Y, {terms, value}) => marked(X(terms[0].prediction), Y(value), figure(value)),
	shares: (X, Y, {classes, terms}) => bars(X, Y, classes.map(({q}, k) => [q, figure(q), k === terms[0].label ? "whole" : "share"])),
	"over-temperature": (X, Y, {heat, mean}) => marked(X(heat), Y(mean), `T = ${given(heat)}: ${figure(mean)}`),
};

function scene(section) {
	const data = dataOf(section), still = one("svg", section), {content} = one("template", section), frame = one("svg", content);
	const facts = all("ul strong", section), goals = all("ol li", section), code = one("code", section), rows = all("div div", content);
	const state = {}, [X, Y] = [along(data.x), along(data.y)], live = drawn("g", {class: "plot"}), status = one("[role=status]", content);
	still.before(one("div", content));
	section.append(status);
	const command = () => data.command.replace(/\{(.+?)\}/g, (_, place) => given(exact(sum(
		[...place.matchAll(/(-?)(\w+)/g)].map(([, minus, name]) => (minus ? -1 : 1) * (state[name] ?? name))))).replace("−", "-"));

	function update() {
		const record = compute(command()), said = data.facts.map(fact => shown(record, fact));
		const first = `${data.says} ${said[data.first]} ${data.unit}`;
		say(code, `$ xent ${command()}`);
		facts.forEach((fact, k) => say(fact, said[k]));
		live.replaceChildren(...DRAW[data.picture](X, Y, record, data.y[1]));
		frame.append(live);
		still.replaceWith(frame);
		set(frame, {"aria-label": first});
		for (const row of rows) set(one("input", row), {"aria-valuetext": `${given(state[row.dataset.name])}, ${first}`});
		data.goals.forEach(([condition], k) => {
			if (holds(record, condition)) goals[k].className = "reached";
		});
	}

	for (const row of rows) {
		const [range, field] = all("input", row), {name} = row.dataset;
		const tell = () => say(status, data.goals.reduce(
			(said, [, means], k) => goals[k].className ? `${said}\nReached: ${means}` : said, range.getAttribute("aria-valuetext")));
		state[name] = number(range.value);
		on("input", range, () => { state[name] = number(field.value = range.value); update(); });
		on("change", range, tell);
		on("change", field, () => {
			const value = number(field.value), isFit = value >= range.min && value <= range.max && (range.step !== "1" || !(value % 1));
			set(field, {"aria-invalid": !isFit});
			if (!isFit) return say(status, `Type a number from ${range.min} to ${range.max}.`);
			range.value = state[name] = value;
			update();
			tell();
		});
	}
}

for (const start of [filter, ask, scene])
	for (const box of all(`.${start.name}`, document)) if (one("template, input", box)) start(box);
})();
