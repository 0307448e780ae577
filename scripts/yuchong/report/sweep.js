// Draws all of it, again when the language changes; charts of one key figure when another is picked.
Object.assign(state, { kpi: sweep.first ?? sweep.kpis[0]?.name, kind: "value" });

function plainTable(heads, rows) {
    const cell = (name, content) => element(name, {}, content instanceof Node ? content : String(content));
    return element("table", {}, element("thead", {}, element("tr", {}, ...heads.map(head => cell("th", head)))),
                   element("tbody", {}, ...rows.map(row => element("tr", {}, ...row.map(content => cell("td", content))))));
}

function drawTexts() {
    document.getElementById("title").textContent = sweep.title;
    document.getElementById("told").replaceChildren(...sweep.story.map((sentence, i) => element("p", i ? {} : { class: "headline" }, pick(sentence))));
    document.getElementById("varied").replaceChildren(plainTable([word("parameter"), word("key"), word("levels")],
        sweep.parameters.map(p => [p.name, p.keys, pick(p.levels)])));
    document.getElementById("facts").replaceChildren(plainTable(["", ""], Object.entries(sweep.provenance)));
    document.getElementById("file").textContent = sweep.file;
    const alarm = document.getElementById("alarm"), { missing, failed } = sweep.lacking;
    alarm.hidden = missing + failed === 0;
    alarm.textContent = word("incomplete").replace("{missing}", missing).replace("{failed}", failed);
}

function drawPoints() {
    const { all, levels, figures } = sweep.points;
    const figure = (f, i) => {
        const text = `${told(f.mean[i])}${f.half[i] === null ? "" : ` ± ${told(Number(f.half[i].toPrecision(2)))}`}`;
        return f.beyond[i] ? element("b", {}, text) : text;
    };
    document.getElementById("table").replaceChildren(plainTable(
        [word("point"), ...sweep.parameters.map(p => withUnit(p.name, p.unit)), ...sweep.kpis.map(kpiLabel)],
        levels.map((row, i) => [i === sweep.baseline ? `${i} (${word("baseline")})` : i, ...row.map(level => typeof level === "string" ? level : told(level)), ...figures.map(f => figure(f, i))])));
    const single = figures.every(f => f.half.every(half => half === null));
    document.querySelector("#points .note").textContent = [word(single ? "points_single" : sweep.baseline === null ? "points_plain" : "points_note"),
        ...(levels.length < all ? [word("points_some").replace("{shown}", levels.length).replace("{all}", all)] : [])].join(" ");
}

const choice = (box, names, label, chosen, choose) => {
    const place = document.getElementById(box);
    place.replaceChildren(...names.map(name => {
        const button = element("button", { "data-name": name, class: name === chosen() ? "on" : "" }, label(name));
        button.onclick = () => { choose(name); for (const b of place.children) b.className = b.dataset.name === chosen() ? "on" : ""; drawCharts(); };
        return button;
    }));
};

function drawCharts() {
    charts.splice(0).forEach(made => made.dispose());
    drawResponse();
    drawSensitivity();
    drawSeries();
}

function draw() {
    document.documentElement.lang = chinese() ? "zh-CN" : "en";
    for (const marked of document.querySelectorAll("[data-word]")) marked.textContent = word(marked.dataset.word);
    drawTexts();
    drawPoints();
    if (sweep.kpis.length === 0) return;
    choice("kpis", sweep.kpis.map(kpi => kpi.name), name => pick(kpiOf(name).words), () => state.kpi, name => { state.kpi = name; });
    const kinds = Object.keys(sweep.responses);
    choice("kinds", kinds.length > 1 ? kinds : [], word, () => state.kind, name => { state.kind = name; });
    drawCharts();
}

if (new URLSearchParams(location.search).get("lang") === "zh") state.language = "zh";
document.getElementById("language").onclick = () => { state.language = chinese() ? "en" : "zh"; draw(); };
draw();
document.body.dataset.ready = "yes";
