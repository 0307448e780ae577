// Load, waits, grid: everything along a time axis or a scale.
const font = { fontFamily: getComputedStyle(document.body).fontFamily };
const narrow = () => innerWidth < 500;  // legends take more lines
const spanOf = run => run.load.times.length ? [run.load.times[0], run.load.end] : [];
const manyDays = run => (Date.parse(spanOf(run)[1].replace(" ", "T")) - Date.parse(spanOf(run)[0].replace(" ", "T"))) > 90e6;

function timeAxis(run) {
    return { type: "time", min: spanOf(run)[0], max: spanOf(run)[1], name: word("time"), nameLocation: "middle", nameGap: 26,
             axisLabel: { formatter: manyDays(run) ? "{MM}-{dd}" : "{HH}:{mm}", hideOverlap: true }, splitLine: { show: false } };
}
const valueAxis = (name, more = {}) => ({ type: "value", name, nameLocation: "middle", nameRotate: 90, nameGap: 46,
                                          splitLine: { lineStyle: { color: "#eeeeee" } }, ...more });
// Step means stand in the middle of their step; the tooltip names the step.
const moment = text => Date.parse(text.replace(" ", "T"));
const ends = (run, times) => [...times.slice(1), run.load.end];
const stepPoints = (run, times, values) => ends(run, times).map((end, i) => [(moment(times[i]) + moment(end)) / 2, values[i]]);

function stepTip(run, times, shown) {
    return rows => {
        const i = rows[0].dataIndex, lines = rows.filter(row => row.seriesName !== "low").map(row =>
            `${row.marker}${escaped(row.seriesName)}: <b>${shown(row, i)}</b>`);
        return [`${times[i]} – ${ends(run, times)[i].slice(-5)}`, ...lines].join("<br>");
    };
}

function lineOption(run, times, name, series, more = {}) {
    const plain = row => number(row.value[1], Math.abs(row.value[1]) < 10 ? 3 : 1);
    return {
        animation: false, textStyle: font, grid: { left: 66, right: 18, top: page.runs.length > 1 || narrow() ? 56 : 34, bottom: 46 },
        legend: { top: 0, left: narrow() ? 0 : 60, itemWidth: 14, itemHeight: 10 },
        tooltip: { trigger: "axis", formatter: stepTip(run, times, plain) }, xAxis: timeAxis(run), yAxis: valueAxis(name, more), series,
    };
}

function area(name, colour, data) {
    return { name, type: "line", symbol: "none", data, lineStyle: { width: 0 }, itemStyle: { color: colour },
             areaStyle: { opacity: 1, color: colour }, emphasis: { disabled: true } };
}

const totals = (parts, times) => times.map((_, i) => parts.reduce((sum, part) => sum + part.values[i], 0));

// Parts on top of each other. Each is drawn as all up to it, the highest first, so that no gap shows between thin ones; the
// tooltip tells each alone. `below` hangs under zero.
function stackOption(run, times, axis, parts, below = [], more = {}) {
    const upTo = parts.map((part, p) => area(part.name, part.colour, stepPoints(run, times, totals(parts.slice(0, p + 1), times))));
    const under = below.map(part => area(part.name, part.colour, stepPoints(run, times, part.values.map(v => -v))));
    const alone = Object.fromEntries([...parts, ...below].map(part => [part.name, part.values]));
    const option = lineOption(run, times, axis, [...upTo.reverse(), ...under], more);
    option.legend = { ...option.legend, data: Object.keys(alone), selectedMode: false };
    option.tooltip.formatter = rows => stepTip(run, times, (row, i) => number(alone[row.seriesName][i], alone[row.seriesName][i] < 10 ? 3 : 1))(
        [...rows].sort((one, other) => option.legend.data.indexOf(one.seriesName) - option.legend.data.indexOf(other.seriesName)));
    return option;
}

const useParts = load => load.uses.map((use, u) => ({ name: word(use), colour: colours[use], values: load.mw[u] }));

function drawLoad() {
    const rounded = value => {
        const size = 10 ** Math.floor(Math.log10(value));
        return value > 0 ? Math.ceil(1.05 * value / size) * size : 0;
    };
    const tallest = rounded(Math.max(...page.runs.flatMap(run => totals(useParts(run.load), run.load.times))));
    const deepest = rounded(Math.max(...page.runs.flatMap(run => run.load.v2g_mw)));
    for (const [run, column] of columns("load")) {
        const load = run.load, fed = load.v2g_mw.some(v => v > 0) ? [{ name: word("v2g"), colour: colours.v2g, values: load.v2g_mw }] : [];
        const option = stackOption(run, load.times, `${word("load")} (${word("mw")})`, useParts(load), fed,
                                   page.runs.length > 1 ? { max: tallest, min: -deepest } : {});
        option.series[0].markLine = { silent: true, symbol: "none", label: { show: false }, lineStyle: { color: "#000", type: "dashed" }, data: [] };
        run.loadChart = chart(column, "", option);
    }
    const box = document.querySelector("#load .system");
    box.replaceChildren();
    for (const run of page.runs) {
        const column = element("div");
        box.append(column);
        const charging = totals(useParts(run.load), run.load.times).map(mw => mw / 1000);
        chart(column, "low", stackOption(run, run.load.times, `${word("load_all")} (${word("gw")})`, [
            { name: word("base"), colour: colours.base, values: run.load.base_gw },
            { name: word("charging"), colour: colours.charging, values: charging },
        ]));
    }
}

function plainOption(name, series, more = {}) {
    return { animation: false, textStyle: font, grid: { left: 66, right: 18, top: narrow() ? 76 : 56, bottom: 46 }, legend: { top: 0, left: narrow() ? 0 : 60, itemWidth: 14, itemHeight: 10 },
             tooltip: { trigger: "axis" }, yAxis: valueAxis(name, more), series };
}

function drawWaits() {
    for (const [run, column] of columns("waits")) {
        if (!run.waits) {
            column.append(element("p", { class: "note" }, word("no_sessions")));
            continue;
        }
        const pair = element("div", { class: "pair" });
        column.append(pair);
        const left = element("div", {}, element("h3", {}, word("wait_curve")));
        const right = element("div", {}, element("h3", {}, word("by_hour")));
        pair.append(left, right);
        if (run.waits.share < 1)
            column.append(element("p", { class: "note" }, word("sampled").replace("{share}", number(100 * run.waits.share, 1))));
        const marks = run.waits.marks;
        chart(left, "", {
            ...plainOption(word("longer_axis"), Object.entries(run.waits.curve).map(([name, curve]) => ({
                name: `${word(name)} (n = ${number(curve.n)})`, type: "line", symbolSize: 5, itemStyle: { color: colours[name] },
                data: marks.map((m, i) => [m, curve.share[i] > 0 ? curve.share[i] : null]) })), { type: "log", min: 0.01, max: 100 }),
            xAxis: { type: "value", min: 0, max: marks.at(-1), name: word("wait_axis"), nameLocation: "middle", nameGap: 26 } });
        const order = ["at_once", "waited", "running", "balked", "reneged", "failed"].filter(kind => run.waits.hourly[kind]);
        chart(right, "", {
            ...plainOption(word("visits_axis"), order.map(kind => ({ name: word(kind), type: "bar", stack: "all", barWidth: "80%",
                data: run.waits.hourly[kind], itemStyle: { color: colours[kind] } }))),
            xAxis: { type: "category", data: [...Array(24).keys()], name: word("hour_axis"), nameLocation: "middle", nameGap: 26 } });
    }
}

function bandSeries(run, band, names, limit) {
    const line = (name, values, colour, more = {}) => ({ name, type: "line", symbol: "none", data: stepPoints(run, band.times, values),
        lineStyle: { color: colour, width: 1.6 }, itemStyle: { color: colour }, ...more });
    const series = [
        line("low", band.low, "transparent", { stack: "band" }),
        line(names[0], band.high.map((high, i) => high - band.low[i]), "transparent",
             { stack: "band", itemStyle: { color: "#aed9f2" }, areaStyle: { color: "#56b4e9", opacity: 0.45 } }),
        line(names[1], band.median, "#0072b2"), line(names[2], band.worst, "#d55e00"),
    ];
    if (limit !== null) series[3].markLine = { silent: true, symbol: "none", lineStyle: { color: "#000", type: "dashed" },
        label: { formatter: word("limit"), position: "insideStartTop" }, data: [{ yAxis: limit }] };
    return series;
}

function drawGrid() {
    for (const [run, column] of columns("grid")) {
        if (!run.grid) {
            column.append(element("p", { class: "note" }, word("grid_absent")));
            continue;
        }
        const names = [word("band"), word("median"), word("worst")];
        const pair = element("div", { class: "pair" });
        column.append(pair);
        const panel = (title, axis, band, limit) => {
            const box = element("div", {}, element("h3", {}, title));
            pair.append(box);
            const option = lineOption(run, band.times, axis, bandSeries(run, band, names, limit), { scale: true });
            // The band is drawn as its lower edge and its height; the tooltip names both edges.
            option.tooltip.formatter = stepTip(run, band.times, (row, i) => row.seriesName === names[0] ?
                `${number(band.low[i], 3)} – ${number(band.high[i], 3)}` : number(row.value[1], 3));
            option.legend.data = names;
            chart(box, "", option);
        };
        panel(word("voltage"), word("voltage_axis"), run.grid.voltage, run.grid.voltage_limit);
        if (run.grid.hot) panel(word("hot"), word("hot_axis"), run.grid.hot, null);
        column.append(element("h3", {}, word("violations")), spellTable(run));
    }
}
