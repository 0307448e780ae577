// Load, waits, grid: everything along a time axis or a scale.
const font = { fontFamily: getComputedStyle(document.body).fontFamily };
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
        animation: false, textStyle: font, grid: { left: 66, right: 18, top: page.runs.length > 1 ? 52 : 34, bottom: 46 },
        legend: { top: 0, left: 60, itemWidth: 14, itemHeight: 10 },
        tooltip: { trigger: "axis", formatter: stepTip(run, times, plain) }, xAxis: timeAxis(run), yAxis: valueAxis(name, more), series,
    };
}

function area(name, colour, data, stack) {
    return { name, type: "line", stack, symbol: "none", data, lineStyle: { width: 0 }, itemStyle: { color: colour },
             areaStyle: { opacity: 1, color: colour }, emphasis: { disabled: true } };
}

function drawLoad() {
    const rounded = value => value > 0 ? Math.ceil(1.05 * value / 10 ** Math.floor(Math.log10(value))) * 10 ** Math.floor(Math.log10(value)) : 0;
    const tallest = rounded(Math.max(...page.runs.flatMap(run => run.load.times.map((_, i) => run.load.mw.reduce((sum, use) => sum + use[i], 0)))));
    const deepest = rounded(Math.max(...page.runs.flatMap(run => run.load.v2g_mw)));
    for (const [run, column] of columns("load")) {
        const load = run.load;
        const series = load.uses.map((use, u) => area(word(use), colours[use], stepPoints(run, load.times, load.mw[u]), "load"));
        if (load.v2g_mw.some(v => v > 0))
            series.push(area(word("v2g"), colours.v2g, stepPoints(run, load.times, load.v2g_mw.map(v => -v)), "fed"));
        series[0].markLine = { silent: true, symbol: "none", label: { show: false }, lineStyle: { color: "#000", type: "dashed" }, data: [] };
        run.loadChart = chart(column, "", lineOption(run, load.times, `${word("load")} (${word("mw")})`, series,
                                                     page.runs.length > 1 ? { max: tallest, min: -deepest } : {}));
    }
    const box = document.querySelector("#load .system");
    box.replaceChildren();
    for (const run of page.runs) {
        const column = element("div");
        box.append(column);
        const charging = run.load.times.map((_, i) => run.load.mw.reduce((sum, use) => sum + use[i], 0) / 1000);
        chart(column, "low", lineOption(run, run.load.times, `${word("load_all")} (${word("gw")})`, [
            area(word("base"), colours.base, stepPoints(run, run.load.times, run.load.base_gw), "all"),
            area(word("charging"), colours.charging, stepPoints(run, run.load.times, charging), "all"),
        ]));
    }
}

function plainOption(name, series, more = {}) {
    return { animation: false, textStyle: font, grid: { left: 66, right: 18, top: 34, bottom: 46 }, legend: { top: 0, left: 60, itemWidth: 14, itemHeight: 10 },
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
            grid: { left: 66, right: 18, top: 52, bottom: 46 },
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
