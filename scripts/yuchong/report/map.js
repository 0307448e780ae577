// The map: areas shaded by the load of their district, rivers, stations or feeders, at the frame of the slider.
const kindSize = { super: 9, fast: 6, ac: 4 };
const layers = {
    load: { table: run => run.map.load, unit: "kw", digits: 0 },
    occupied: { table: run => run.map.occupied, unit: "share", digits: 0 },
    waiting: { table: run => run.map.waiting, unit: "vehicles", digits: 1 },
    feeders: { table: run => run.map.feeders.loading, unit: "share", digits: 0 },
};
const layerNames = () => Object.keys(layers).filter(name => name !== "feeders" || page.runs.every(run => run.map.feeders));

// Where the colour scale ends: what 1 in 200 of all values of all runs go beyond, so that one outlier does not bleach the rest.
function topOf(name) {
    let top = 0;
    for (const run of page.runs) {
        const table = layers[name].table(run), counts = new Array(256).fill(0);
        for (const code of table.codes) ++counts[code];
        let left = 0.005 * (table.codes.length - counts[255] - counts[0]), code = 254;
        while (code > 1 && (left -= counts[code]) > 0) --code;
        top = Math.max(top, code * table.step);
    }
    if (name === "occupied") return 100;
    return name === "feeders" ? Math.max(top, 100) : Math.max(top, 1e-3);  // 100 % is the rating
}

function registerAreas(run, r) {
    const features = run.map.areas.map(([name, polygons]) => ({ type: "Feature", properties: { name },
        geometry: { type: "MultiPolygon", coordinates: polygons.map(rings => rings.map(ring => [...ring, ring[0]])) } }));
    if (features.length === 0) {  // a result without zones: an empty frame around the stations
        const [w, e] = [Math.min(...run.map.lon) - 0.02, Math.max(...run.map.lon) + 0.02];
        const [s, n] = [Math.min(...run.map.lat) - 0.02, Math.max(...run.map.lat) + 0.02];
        features.push({ type: "Feature", properties: { name: "" },
                        geometry: { type: "Polygon", coordinates: [[[w, s], [e, s], [e, n], [w, n], [w, s]]] } });
    }
    echarts.registerMap(`city${r}`, { type: "FeatureCollection", features });
}

const sorted = values => [...values].sort((a, b) => a - b);
function viewOf(run) {
    if (state.view === "whole") return { zoom: 1, center: null };
    const middle = values => sorted(values)[Math.floor(values.length / 2)];
    const span = values => sorted(values).at(-1) - sorted(values)[0];
    return { zoom: Math.max(1, span(run.map.lon) / 0.55), center: [middle(run.map.lon), middle(run.map.lat)] };
}
const wide = run => Math.max(...run.map.lon) - Math.min(...run.map.lon) > 1.5;

function stationTip(run, s) {
    const m = run.map, at = name => number(value(layers[name].table(run), state.frame, s), layers[name].digits);
    const district = m.district_names.find(([en]) => en === m.district[s]);
    return `<b>${escaped(m.names[s])}</b><br>${escaped(district ? pick(district) : m.district[s])}<br>${word("plugs")}: ${m.plugs[s].join(" / ")}<br>` +
        `${word("layer_load")}: ${at("load")} ${word("kw")}<br>${word("layer_occupied")}: ${at("occupied")} %<br>` +
        `${word("layer_waiting")}: ${at("waiting")}`;
}

function areaData(run) {
    const mw = run.map.district_mw[state.frame], top = Math.max(...run.map.district_mw.flat(), 1e-6);
    return run.map.district_names.map(([en], d) => {
        const grey = Math.round(250 - 50 * Math.sqrt(mw[d] / top));
        return { name: en, itemStyle: { areaColor: `rgb(${grey - 24},${grey - 6},${grey})` } };
    });
}

function stationData(run) {
    const layer = layers[state.layer], table = layer.table(run), m = run.map;
    const rows = m.lon.map((lon, s) => ({ value: [lon, m.lat[s], value(table, state.frame, s) ?? 0, s], symbolSize: kindSize[m.kind[s]] }));
    return rows.sort((a, b) => a.value[2] - b.value[2]);  // the largest on top
}

function feederData(run) {
    const f = run.map.feeders;
    return f.names.map((name, i) => ({ name, coords: [f.from[i], f.to[i]], value: value(f.loading, state.frame, i) ?? 0 }))
        .sort((a, b) => a.value - b.value);
}

function mapSeries(run) {
    const feeders = state.layer === "feeders";
    return [
        { id: "stations", data: feeders ? [] : stationData(run) },
        { id: "feeders", data: feeders ? feederData(run) : [] },
    ];
}

function mapOption(run, r) {
    const m = run.map, layer = layers[state.layer], top = topOf(state.layer);
    return {
        animation: false, textStyle: font,
        geo: { map: `city${r}`, roam: true, scaleLimit: { min: 0.7, max: 60 }, ...viewOf(run), top: 10, bottom: 10, left: 10, right: 90,
               aspectScale: Math.cos(m.lat[0] * Math.PI / 180), itemStyle: { areaColor: "#f0f0ee", borderColor: "#ffffff", borderWidth: 1 },
               emphasis: { disabled: true }, select: { disabled: true }, silent: true },
        tooltip: { trigger: "item", formatter: p => p.seriesId === "stations" ? stationTip(run, p.data.value[3]) :
            p.seriesId === "feeders" ? `${word("feeder")} ${escaped(p.data.name)}<br>${word("loading")}: ${number(p.data.value, 0)} %` : "" },
        visualMap: { type: "continuous", seriesIndex: [0, 2], min: 0, max: top, range: [0.004 * top, top], dimension: state.layer === "feeders" ? undefined : 2,
                     inRange: { color: sequence }, outOfRange: { color: ["#bdbdbd"] }, right: 4, top: "middle", itemHeight: 180, itemWidth: 14,
                     text: [`${number(top, top < 10 ? 1 : 0)} ${word(layer.unit)}`, "0"], calculable: false, padding: 0, hoverLink: false },
        series: [
            // All at once: drawn bit by bit, the busiest, which come last, would be missing while the slider moves.
            { id: "stations", type: "scatter", coordinateSystem: "geo", progressive: 0, data: [], itemStyle: { opacity: 0.95, borderWidth: 0 }, z: 5 },
            { id: "rivers", type: "lines", coordinateSystem: "geo", polyline: true, silent: true, z: 3,
              lineStyle: { color: "#7fb8dd", width: 2.2, opacity: 0.9 }, data: m.rivers.map(line => ({ coords: line })) },
            { id: "feeders", type: "lines", coordinateSystem: "geo", data: [], lineStyle: { width: 1.3, opacity: 0.9 }, z: 4 },
            { id: "names", type: "scatter", coordinateSystem: "geo", silent: true, symbolSize: 0.01, z: 6, labelLayout: { hideOverlap: true },
              label: { show: true, formatter: p => pick(m.district_names[p.data[2]]), color: "#333", fontSize: 11, textBorderColor: "#fff", textBorderWidth: 2 },
              data: m.district_at.map(([lon, lat], d) => [lon, lat, d]) },
        ],
    };
}

function drawMaps() {
    columns("map").forEach(([run, column], r) => {
        registerAreas(run, r);
        run.mapChart = chart(column, "map", mapOption(run, r));
        column.append(element("p", { class: "note" }, word("district_load").replace("{top}", number(Math.max(...run.map.district_mw.flat()), 1))));
    });
    showFrame();
}

function showFrame() {
    page.runs.forEach(run => {
        const frame = Math.min(state.frame, run.map.times.length - 1);
        run.mapChart.setOption({ geo: { regions: areaData(run) }, series: mapSeries(run) });
        run.loadChart.setOption({ series: [{ markLine: { data: [{ xAxis: stepPoints(run, run.map.times, [])[frame][0] }] } }] });
    });
    const run = page.runs[0];
    document.getElementById("slider").value = state.frame;
    document.getElementById("clock").value = run.map.times[state.frame];
}

const buttons = (box, names, label, chosen, choose) => {
    const span = document.getElementById(box);
    span.replaceChildren(...names.map(name => {
        const button = element("button", { "data-name": name, class: name === chosen() ? "on" : "" }, label(name));
        button.onclick = () => { choose(name); for (const b of span.children) b.className = b.dataset.name === chosen() ? "on" : ""; };
        return button;
    }));
};

function redrawMaps() {
    page.runs.forEach((run, r) => run.mapChart.setOption(mapOption(run, r)));
    showFrame();
}

function mapControls() {
    buttons("layers", layerNames(), name => word(`layer_${name}`), () => state.layer, name => { state.layer = name; redrawMaps(); });
    buttons("views", page.runs.some(wide) ? ["whole", "centre"] : [], word, () => state.view, name => { state.view = name; redrawMaps(); });
    const slider = document.getElementById("slider"), play = document.getElementById("play");
    const frames = Math.min(...page.runs.map(run => run.map.times.length));
    slider.max = frames - 1;
    slider.oninput = () => { state.frame = Number(slider.value); showFrame(); };
    const stop = () => { clearInterval(state.timer); state.timer = null; play.textContent = word("play"); };
    play.textContent = word(state.timer ? "pause" : "play");
    play.onclick = () => {
        if (state.timer) return stop();
        play.textContent = word("pause");
        state.timer = setInterval(() => { state.frame = (state.frame + 1) % frames; showFrame(); }, 180);
    };
}
