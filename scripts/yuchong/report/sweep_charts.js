// How key figures answer to parameters, which parameters matter, series over time.
const font = { fontFamily: getComputedStyle(document.body).fontFamily };
const lineColours = ["#0072b2", "#d55e00", "#009e73", "#e69f00", "#cc79a7", "#56b4e9", "#000000", "#b0a000"];
const sweep = page.sweep;
const kpiOf = name => sweep.kpis.find(kpi => kpi.name === name);
const withUnit = (text, unit) => unit ? `${text} (${unit})` : text;
const kpiLabel = kpi => withUnit(pick(kpi.words), kpi.unit);
const told = value => value === null || value === undefined ? "–" :
    Math.abs(value) >= 1000 ? number(value) : String(Number(value.toPrecision(4)));

function plainChart(parent, kind, height, option) {
    const made = chart(parent, kind, { animation: false, textStyle: font, ...option });
    if (height) { made.getDom().style.height = `${height}px`; made.resize(); }
    return made;
}
const axis = (name, more = {}) => ({ type: "value", name, nameLocation: "middle", nameGap: 28, splitLine: { lineStyle: { color: "#eeeeee" } }, ...more });

// The band of a line as one polygon; where an end is unknown there is none.
function bandSeries(line, colour) {
    const known = line.level.map((_, i) => i).filter(i => line.low[i] !== null && line.high[i] !== null);
    if (known.length < 2) return [];
    const rows = [...known.map(i => [line.level[i], line.low[i]]), ...known.reverse().map(i => [line.level[i], line.high[i]])];
    return [{ type: "custom", silent: true, clip: true, z: 1, data: rows, tooltip: { show: false },
              renderItem: (params, api) => params.dataIndex > 0 ? null :
                  ({ type: "polygon", shape: { points: rows.map(row => api.coord(row)) }, style: { fill: colour, opacity: 0.16 } }) }];
}

// A point with whiskers for each level that is a word; several lines stand beside each other.
function whiskerSeries(line, colour, shift) {
    return { type: "custom", name: line.name, itemStyle: { color: colour }, encode: { x: 0, y: [1, 2, 3] },
             data: line.level.map((level, i) => [level, line.mean[i], line.low[i], line.high[i]]),
             renderItem: (params, api) => {
                 const at = n => { const [x, y] = api.coord([api.value(0), api.value(n)]); return [x + shift, y]; };
                 const [x, y] = at(1), children = [{ type: "circle", shape: { cx: x, cy: y, r: 4 }, style: { fill: colour } }];
                 if (Number.isFinite(api.value(2))) {
                     const [, low] = at(2), [, high] = at(3), stroke = { stroke: colour, lineWidth: 1.5 };
                     const bar = (x1, y1, x2, y2) => children.push({ type: "line", shape: { x1, y1, x2, y2 }, style: stroke });
                     bar(x, low, x, high); bar(x - 4, low, x + 4, low); bar(x - 4, high, x + 4, high);
                 }
                 return { type: "group", children };
             } };
}

function responseOption(parameter, response, kpi) {
    const lines = response.lines, series = [];
    lines.forEach((line, l) => {
        const colour = lineColours[l % lineColours.length];
        if (!parameter.number) return series.push(whiskerSeries(line, colour, 12 * (l - (lines.length - 1) / 2)));
        series.push(...bandSeries(line, colour), { type: "line", name: line.name, symbolSize: 6, itemStyle: { color: colour },
            lineStyle: { color: colour, width: 2 }, data: line.level.map((level, i) => [level, line.mean[i]]) });
    });
    const row = (line, i) => `<b>${told(line.mean[i])}</b>` + (line.low[i] === null ? "" : ` [${told(line.low[i])}, ${told(line.high[i])}]`);
    const tip = item => {
        const line = lines.find(l => l.name === item.seriesName) ?? lines[0], i = item.dataIndex;
        return `${escaped(parameter.name)} ${escaped(String(line.level[i]))} ${escaped(parameter.unit)}<br>${escaped(line.name)}${line.name ? ": " : ""}${row(line, i)} ${escaped(kpi.unit)}`;
    };
    const zero = state.kind === "difference" ? { markLine: { silent: true, symbol: "none", label: { show: false }, lineStyle: { color: "#000", type: "solid", width: 1 }, data: [{ yAxis: 0 }] } } : {};
    series.push({ type: "line", data: [], silent: true, ...zero });
    return {
        grid: { left: 66, right: 20, top: lines.length > 1 ? 16 + 20 * Math.ceil(lines.length / 2) : 16, bottom: 46 },
        legend: { show: lines.length > 1, top: 0, left: 60, data: lines.map(line => line.name), itemWidth: 14, itemHeight: 10 },
        tooltip: { trigger: "item", formatter: tip },
        xAxis: parameter.number ? axis(withUnit(parameter.name, parameter.unit), { scale: true }) :
            { ...axis(parameter.name), type: "category", data: [...new Set(lines.flatMap(line => line.level))] },
        yAxis: axis(kpiLabel(kpi), { scale: state.kind === "value", nameRotate: 90, nameGap: 48 }), series,
    };
}

function drawResponse() {
    const box = document.querySelector("#response .pair"), kpi = kpiOf(state.kpi), bands = new Set();
    box.replaceChildren();
    box.classList.toggle("single", sweep.parameters.length === 1);
    for (const parameter of sweep.parameters) {
        const response = sweep.responses[state.kind][parameter.name][kpi.name];
        if (response.lines.some(line => line.low.some(v => v !== null))) bands.add(response.band);
        const cell = element("div");
        box.append(cell);
        plainChart(cell, "response", sweep.parameters.length > 2 ? 250 : 330, responseOption(parameter, response, kpi));
    }
    document.querySelector("#response > .note").textContent = [...[...bands].map(band => word(`response_${band}`)),
        ...(state.kind === "difference" ? [word("difference_note")] : [])].join(" ");
}

// Horizontal bars with whiskers, the first row at the top.
function barSeries(name, colour, rows, values, low, high) {
    const series = [{ type: "bar", name, data: values, itemStyle: { color: colour ?? (p => p.value < 0 ? "#d55e00" : "#0072b2") }, barMaxWidth: 22, barGap: "0%" }];
    if (low) series.push({ type: "custom", name: `${name} ±`, silent: true, encode: { x: [1, 2], y: 0 }, z: 4, itemStyle: { color: "#333" },
        data: rows.map((_, i) => [i, low[i], high[i]]), tooltip: { show: false },
        renderItem: (params, api) => {
            if (!Number.isFinite(api.value(1)) || !Number.isFinite(api.value(2))) return null;
            const layout = api.barLayout({ count: low.bars ?? 1, barMaxWidth: 22, barGap: "0%" })[low.bar ?? 0];
            const [a, y] = api.coord([api.value(1), api.value(0)]), [b] = api.coord([api.value(2), api.value(0)]);
            const at = y + layout.offsetCenter, line = (x1, y1, x2, y2) => ({ type: "line", shape: { x1, y1, x2, y2 }, style: { stroke: "#333", lineWidth: 1.2 } });
            return { type: "group", children: [line(a, at, b, at), line(a, at - 3, a, at + 3), line(b, at - 3, b, at + 3)] };
        } });
    return series;
}
const sobolBars = (of, rows) => ["first", "total"].flatMap((name, bar) =>
    barSeries(word(bar ? "with_interactions" : "alone"), bar ? "#56b4e9" : "#0072b2", rows, of[name],
              Object.assign([...of[`${name}_low`]], { bar, bars: 2 }), of[`${name}_high`]));
const morrisBars = (of, rows) => [...barSeries(word("mu_star"), "#56b4e9", rows, of.mu_star, of.mu_star_low, of.mu_star_high),
    { type: "scatter", name: word("sigma"), symbol: "diamond", symbolSize: 9, itemStyle: { color: "#d55e00" }, z: 5, data: of.sigma.map((s, i) => [s, i]) }];
const sensitivityBars = { sobol: sobolBars, morris: morrisBars, regression: (of, rows) => barSeries("", null, rows, of.coefficient),
                          effects: (of, rows) => barSeries("", null, rows, of.main_effect) };
const sizeOf = { sobol: of => of.total, morris: of => of.mu_star, regression: of => of.coefficient.map(Math.abs), effects: of => null };

function drawSensitivity() {
    const found = sweep.sensitivity, section = document.getElementById("sensitivity");
    section.hidden = !found;
    if (!found) return;
    const kpi = kpiOf(state.kpi), of = found.by_kpi[kpi.name], sizes = sizeOf[found.kind](of);
    const order = found.rows.map((_, i) => i);
    if (sizes) order.sort((a, b) => (sizes[b] ?? -1) - (sizes[a] ?? -1));
    const rows = order.map(i => found.rows[i]);
    const sorted = Object.fromEntries(Object.entries(of).map(([name, values]) => [name, Array.isArray(values) ? order.map(i => values[i]) : values]));
    const box = section.querySelector(".charts");
    box.replaceChildren();
    const named = ["morris", "effects"].includes(found.kind) ? withUnit(word(`${found.kind}_axis`), kpi.unit) : word(`${found.kind}_axis`);
    const series = sensitivityBars[found.kind](sorted, rows), names = series.map(s => s.name).filter(name => name && !name.endsWith(" ±"));
    plainChart(box, "sensitivity", 90 + 30 * rows.length, {
        title: { text: kpiLabel(kpi), left: 0, top: 0, textStyle: { fontSize: 13, fontFamily: font.fontFamily } },
        grid: { left: 10, right: 30, top: 34, bottom: 46, containLabel: true }, legend: { show: names.length > 0, top: 0, right: 0, data: names, selectedMode: false },
        tooltip: { trigger: "item", formatter: p => `${escaped(rows[p.dataIndex])}<br>${escaped(p.seriesName)} <b>${told(Array.isArray(p.value) ? p.value[0] : p.value)}</b>` },
        xAxis: axis(named), yAxis: { type: "category", data: rows, inverse: true, axisTick: { show: false } }, series });
    const notes = [word(`${found.kind}_note`)];
    if (of.explained !== undefined && of.explained !== null) notes.push(word("explained").replace("{share}", number(100 * of.explained)));
    section.querySelector(".note").textContent = notes.join(" ");
    drawMatrix(found);
}

function drawMatrix(found) {
    const shade = v => v === null ? {} : { style: `background: rgba(0, 114, 178, ${Math.min(1, Math.abs(v) / 100) * 0.75}); ${Math.abs(v) > 66 ? "color: #fff" : ""}` };
    const head = element("tr", {}, element("th", {}, ""), ...sweep.kpis.map(kpi => element("th", {}, pick(kpi.words))));
    const body = found.rows.map((row, r) => element("tr", {}, element("td", {}, row),
        ...found.matrix[r].map(v => element("td", shade(v), v === null ? "–" : number(v, found.kind === "effects" ? 1 : 0).replace(/^-(0(\.0)?)$/, "$1")))));
    document.getElementById("matrix").replaceChildren(element("table", {}, element("thead", {}, head), element("tbody", {}, ...body)));
    document.getElementById("matrix_note").textContent = word(`all_${found.kind}`);
}

function drawSeries() {
    const over = sweep.over_time, section = document.getElementById("series"), box = section.querySelector(".pair");
    section.hidden = over.series.length === 0;
    box.replaceChildren();
    box.classList.toggle("single", over.series.length === 1);
    for (const one of over.series) {
        const cell = element("div");
        box.append(cell);
        plainChart(cell, "series", 320, {
            grid: { left: 66, right: 18, top: 34, bottom: 46 },
            legend: { type: "scroll", top: 0, left: 60, right: 10, itemWidth: 14, itemHeight: 10, show: one.lines.length > 1 },
            tooltip: { trigger: "axis", valueFormatter: told },
            xAxis: { type: "category", data: one.times, name: word("time"), nameLocation: "middle", nameGap: 28, axisLabel: { formatter: text => one.times.at(-1).slice(0, 10) === one.times[0].slice(0, 10) ? text.slice(-5) : text.slice(5, 10), hideOverlap: true } },
            yAxis: axis(withUnit(one.name, one.unit), { nameRotate: 90, nameGap: 48 }),
            series: one.lines.map((line, l) => ({ type: "line", name: line.name, symbol: "none", data: line.values, itemStyle: { color: lineColours[l % lineColours.length] }, lineStyle: { width: 1.5, color: lineColours[l % lineColours.length] } })) });
    }
    section.querySelector(".note").textContent = [word("series_note"), ...(over.shown < over.all ?
        [word("series_some").replace("{shown}", over.shown).replace("{all}", over.all)] : [])].join(" ");
}
