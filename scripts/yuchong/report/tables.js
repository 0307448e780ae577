// Story, cards and everything that is a table.
function table(heads, rows, texts = []) {
    const cell = (content, i) => element("td", texts.includes(i) ? { class: "text" } : {}, content instanceof Node ? content : String(content));
    return element("table", {}, element("thead", {}, element("tr", {}, ...heads.map(head => element("th", {}, head)))),
                   element("tbody", {}, ...rows.map(row => element("tr", {}, ...row.map(cell)))));
}

function drawStory() {
    for (const [run, column] of columns("story"))
        column.append(element("p", { class: "headline" }, pick(run.headline)), ...run.story.map(sentence => element("p", {}, pick(sentence))));
}

const changed = (from, to) => from ? `${to >= from ? "+" : "−"}${number(Math.abs(100 * (to / from - 1)), 1)} %` : "";

function drawCards() {
    const [first, second] = page.runs;
    document.getElementById("cards").replaceChildren(...page.cards.filter(([key]) => key in first.cards).map(([key, scale, digits, en, zh]) => {
        const largest = Math.max(...page.runs.map(run => run.cards[key] ?? 0));
        const [, unitEn, unitZh, factor] = scale.find(([least]) => largest >= least) ?? scale.at(-1);
        const show = run => [number(run.cards[key] * factor, digits), " ", element("small", {}, pick([unitEn, unitZh]))];
        const card = element("div", { class: "card" }, element("b", {}, ...show(first)));
        if (second && key in second.cards)
            card.append(element("b", {}, ...show(second)), element("i", {}, changed(first.cards[key], second.cards[key])));
        card.append(element("span", {}, pick([en, zh])));
        return card;
    }));
    document.getElementById("glossary").textContent = pick(first.glossary);
}

function districtName(run, en) {
    const found = run.map.district_names.find(pair => pair[0] === en);
    return found ? pick(found) : en;
}

function drawPlaces() {
    for (const [run, column] of columns("places")) {
        const pair = element("div", { class: "pair" });
        const most = run.districts.slice(0, 10);
        pair.append(element("div", {}, element("h3", {}, word("most_energy")), table([word("district"), word("energy_mwh"), word("peak_mw"), word("plugins")],
                          most.map(d => [chinese() ? d.zh : d.en, number(d.mwh, 1), number(d.mw, 1), number(d.n)]))));
        const right = element("div", {}, element("h3", {}, word("busiest")));
        right.append(table([word("name"), word("district"), word("visits"), word("mean_wait"), word("turned"), word("utilisation")],
                           run.longest.map(s => [s.name, districtName(run, s.district), number(s.visits), number(s.wait, 1), number(s.turned), number(s.share, 0)]), [1]),
                     element("p", { class: "note" }, word("busiest_note")));
        if (run.longest.length) pair.append(right);
        column.append(pair);
    }
}

function spellTable(run) {
    if (run.grid.spells.length === 0) return element("p", { class: "note" }, word("no_violations"));
    return table([word("limit_kind"), word("spells"), word("elements"), word("worst_value"), word("bound"), word("without"), word("worst_where"), word("worst_when")],
                 run.grid.spells.map(s => [word(s.limit), number(s.spells), number(s.elements), s.worst, s.bound, s.without ?? "–", s.where, s.when]));
}

function drawResponse() {
    document.getElementById("response").hidden = page.runs.every(run => run.events.length === 0);
    for (const [run, column] of columns("response"))
        column.append(table([word("event"), word("target"), word("reduction"), word("payment")],
                            run.events.map(e => [e.event, number(e.target, 1), number(e.reduction, 1), number(e.payment, 1)])));
}

function drawRollout() {
    document.getElementById("rollout").hidden = page.runs.every(run => !run.rollout);
    const said = t => t.met === null ? word("not_measurable") : t.met ? word("met") + (t.met_on ? ` (${t.met_on})` : "") : element("span", { class: "broken" }, word("not_met"));
    const bar = t => element("div", { class: "reached" }, element("i", { class: t.met ? "met" : "", style: `width: ${Math.min(100, t.reached ?? 0)}%` }));
    for (const [run, column] of columns("rollout")) {
        if (!run.rollout) continue;
        const { targets, days, by_day } = run.rollout;
        column.append(table([word("target_title"), word("required"), word("reached"), "", word("state"), word("due"), word("source")],
                            targets.map(t => [pick(t.title), t.required, t.value ?? "–", t.met === null ? "" : bar(t), said(t), t.due ?? "–", t.source]), [0, 6]));
        if (days.length < 14) continue;
        chart(column, "low", { ...plainOption(word("in_service"), Object.entries(by_day).map(([name, values], i) => ({ name: word(name), type: "line", step: "end", symbol: "none",
            data: values, itemStyle: { color: ["#0072b2", "#d55e00"][i] } })), { scale: true }), xAxis: { type: "category", data: days } });
    }
}

const exact = v => v.toLocaleString("en-US", { maximumFractionDigits: 3 });
function drawAudit() {
    for (const [run, column] of columns("audit"))
        column.append(table([word("law"), word("left"), word("right"), word("allowed"), word("unit"), ""], run.audit.map(([law, left, right, bound, unit, holds]) =>
            [page.words[`law_${law}`] ? word(`law_${law}`) : law, exact(left), exact(right), bound.toPrecision(3), unit === "1" ? "" : unit, holds ? word("holds") : element("span", { class: "broken" }, word("broken"))])));
}

function drawAll() {
    const [first, second] = page.runs;
    const show = v => typeof v === "number" ? number(v, Number.isInteger(v) ? 0 : 3) : v ?? "–";
    const rows = first.figures.map(f => {
        const other = second && second.figures.find(g => g.name === f.name);
        return [f.name, chinese() ? f.zh : f.text, show(f.value), ...(second ? [other ? show(other.value) : "–", other && typeof f.value === "number" ? changed(f.value, other.value) : ""] : []),
                f.unit === "1" ? "" : f.unit];
    });
    document.getElementById("table").replaceChildren(
        table([word("figure"), "", first.name, ...(second ? [second.name, word("change")] : []), word("unit")], rows, [1]));
}

function drawProvenance() {
    for (const [run, column] of columns("provenance"))
        column.append(table(["", ""], Object.entries(run.provenance), [1]));
}

function drawAlarm() {
    const problems = [];
    if (page.runs.some(run => run.status !== "done")) problems.push(word("audit_failed"));
    if (new Set(page.runs.map(run => run.demand)).size > 1) problems.push(word("demand_differs"));
    const alarm = document.getElementById("alarm");
    alarm.hidden = problems.length === 0;
    alarm.textContent = problems.join(" ");
}
