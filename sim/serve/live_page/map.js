// The map: zones as discs of their area, rivers, stations by occupancy and power. `eye` is where one looks from.
const kmPerDegree = 111.2;
const eye = { lon: 0, lat: 0, pixelsPerKm: 1, moved: false };
const east = () => Math.cos(eye.lat * Math.PI / 180);
const largestMark = 13;

const toScreen = (size, lon, lat) => [size.width / 2 + (lon - eye.lon) * kmPerDegree * east() * eye.pixelsPerKm,
                                      size.height / 2 - (lat - eye.lat) * kmPerDegree * eye.pixelsPerKm];

const quantile = (values, q) => [...values].sort((a, b) => a - b)[Math.floor(q * (values.length - 1))];

// What a view has to hold, in degrees: west, east, south, north.
function boundsOf(view) {
    const { stations, zones } = seen.city, margin = 0.01;
    const lon = stations.map(s => s.lon), lat = stations.map(s => s.lat);
    if (view === "centre" && stations.length > 0) {
        const [x, y] = [quantile(lon, 0.5), quantile(lat, 0.5)];
        return [x - 0.3, x + 0.3, y - 0.22, y + 0.22];
    }
    const inside = zones.filter(([, , radius]) => radius > 0);
    const all = (own, of) => stations.length > 0 ? own : inside.map(of);
    const [xs, ys] = [all(lon, z => z[0]), all(lat, z => z[1])];
    return [Math.min(...xs) - margin, Math.max(...xs) + margin, Math.min(...ys) - margin, Math.max(...ys) + margin];
}

function lookAt(view) {
    const canvas = at("map"), [w, e, s, n] = boundsOf(view);
    [eye.lon, eye.lat] = [(w + e) / 2, (s + n) / 2];
    eye.pixelsPerKm = 0.94 * Math.min(canvas.clientWidth / ((e - w) * kmPerDegree * east()), canvas.clientHeight / ((n - s) * kmPerDegree));
    eye.pixelsPerKm = Math.min(eye.pixelsPerKm, 400);
}

const isWide = () => { const [w, e] = boundsOf("whole"); return e - w > 1.5; };

function disc(pen, x, y, r, style) {
    pen.fillStyle = style;
    pen.beginPath();
    pen.arc(x, y, r, 0, 7);
    pen.fill();
}

// The ground of the city, and on it a glow where cars charge at home.
function drawZones(pen, size) {
    const home = seen.snapshot ? seen.snapshot.zone_home_kw : [];
    const density = seen.city.zones.map(([, , radius], z) => (home[z] || 0) / Math.max(0.2, radius * radius));
    const top = Math.max(1, quantile(density, 0.98) || 0);
    const places = seen.city.zones.map(([lon, lat, radius], z) =>
        ({ at: toScreen(size, lon, lat), r: Math.max(3, 1.35 * radius * eye.pixelsPerKm), share: Math.min(1, Math.sqrt(density[z] / top)) }))
        .filter(({ at: [x, y], r }) => x > -r && y > -r && x < size.width + r && y < size.height + r);
    for (const { at: [x, y], r } of places) disc(pen, x, y, r, "#efefec");
    for (const { at: [x, y], r, share } of places) {
        if (share === 0) continue;
        const glow = pen.createRadialGradient(x, y, 0, x, y, r);
        glow.addColorStop(0, `rgba(86, 180, 233, ${0.15 + 0.5 * share})`);
        glow.addColorStop(1, "rgba(86, 180, 233, 0)");
        disc(pen, x, y, r, glow);
    }
}

function drawRivers(pen, size) {
    pen.strokeStyle = "#7fb8dd";
    pen.lineWidth = 2;
    pen.lineJoin = "round";
    for (const line of seen.city.rivers) {
        pen.beginPath();
        for (const [lon, lat] of line) pen.lineTo(...toScreen(size, lon, lat));
        pen.stroke();
    }
}

// The mark of a station as it is drawn: where, how large, which colour; grey while nobody is there.
function markOf(size, s) {
    const station = seen.city.stations[s], now = seen.snapshot;
    const [x, y] = toScreen(size, station.lon, station.lat);
    const plugs = sum(station.plugs);
    const roomy = seen.city.stations.length < 30 ? 2.5 : 1;
    const zoomed = roomy * Math.min(2.2, Math.max(0.6, Math.pow(eye.pixelsPerKm / 4, 0.3)));
    const kw = now ? now.kw[s] : 0;
    const share = now && plugs > 0 ? now.occupied[s] / plugs : 0;
    const last = sequence.length - 1;
    return { s, x, y, r: zoomed * (1.6 + Math.min(1, Math.sqrt(kw / 1500)) * (largestMark / 2.2)), share,
             closed: now !== null && now.available[s] === 0, waits: now !== null && now.waiting[s] > 0,
             colour: share > 0 ? sequence[Math.min(last, Math.floor(share * sequence.length))] : "#c9c9c6" };
}

function drawStation(pen, mark) {
    pen.beginPath();
    pen.arc(mark.x, mark.y, mark.r, 0, 7);
    pen.lineWidth = 0.6;
    if (mark.closed) {
        pen.strokeStyle = "#b0b0ad";
        pen.stroke();
        return;
    }
    pen.fillStyle = mark.colour;
    pen.fill();
    if (mark.share > 0) {
        pen.strokeStyle = "rgba(40, 40, 40, 0.55)";
        pen.stroke();
    }
    if (!mark.waits) return;
    pen.beginPath();
    pen.arc(mark.x, mark.y, mark.r + 2, 0, 7);
    pen.lineWidth = 1.8;
    pen.strokeStyle = colours.queue;
    pen.stroke();
}

function drawNames(pen, size) {
    const taken = [];
    pen.textAlign = "center";
    pen.lineWidth = 3;
    pen.strokeStyle = "rgba(255, 255, 255, 0.85)";
    pen.fillStyle = "#333";
    for (const district of seen.city.districts) {
        const text = state.language === "zh" ? district.name_zh : district.name;
        const [x, y] = toScreen(size, district.lon, district.lat), half = pen.measureText(text).width / 2 + 4;
        const hidden = x < half || x > size.width - half || y < 10 || y > size.height - 6 ||
                       taken.some(([a, b, c]) => Math.abs(a - x) < half + c && Math.abs(b - y) < 15);
        if (hidden) continue;
        taken.push([x, y, half]);
        pen.strokeText(text, x, y - 4);
        pen.fillText(text, x, y - 4);
    }
}

let marks = [];
function drawMap() {
    if (!seen.city) return;
    if (!eye.moved) lookAt(state.view);
    const canvas = at("map"), { pen, ...size } = sheet(canvas);
    drawZones(pen, size);
    drawRivers(pen, size);
    const inside = mark => mark.x > -20 && mark.y > -20 && mark.x < size.width + 20 && mark.y < size.height + 20;
    marks = seen.city.stations.map((_, s) => markOf(size, s)).filter(inside);
    marks.sort((a, b) => a.waits - b.waits || a.share - b.share || a.s - b.s);  // the busiest on top
    for (const mark of marks) drawStation(pen, mark);
    drawNames(pen, size);
    canvas.dataset.stations = marks.length;
    canvas.dataset.busy = marks.filter(mark => mark.share > 0).length;
    showTip();
}

function drawLegend() {
    const key = (style, text) => element("span", {}, element("i", { style }), text);
    const round = "width:11px;height:11px;border-radius:50%;";
    at("legend").replaceChildren(
        element("span", {}, word("occupied") + " 0 % ", element("i", { style: `width:120px;height:10px;margin:0 5px;background:linear-gradient(90deg, #c9c9c6 0 6%, ${sequence.join(",")})` }), "100 %"),
        key(round + `border:2px solid ${colours.queue}`, word("queue")), key(round + "border:1px solid #b0b0ad", word("closed")));
}

// What stands under the pointer.
let pointer = null;
function showTip() {
    const tip = at("tip"), near = pointer && marks.filter(m => Math.hypot(m.x - pointer.x, m.y - pointer.y) < m.r + 4).at(-1);
    tip.hidden = !near;
    if (!near) return;
    const station = seen.city.stations[near.s], district = seen.city.districts[station.district], now = seen.snapshot;
    tip.textContent = word("tip", { name: station.name, district: state.language === "zh" ? district.name_zh : district.name,
        plugs: sum(station.plugs), limit: number(station.limit_kw), occupied: now ? now.occupied[near.s] : 0,
        available: now ? now.available[near.s] : sum(station.plugs), waiting: now ? now.waiting[near.s] : 0, kw: number(now ? now.kw[near.s] : 0) });
    const width = at("map").clientWidth;
    tip.style.left = `${Math.min(near.x + 14, width - tip.offsetWidth - 4)}px`;
    tip.style.top = `${near.y + 14}px`;
}

function handleMap() {
    const canvas = at("map");
    let from = null;
    canvas.onpointerdown = event => { from = [event.offsetX, event.offsetY]; canvas.setPointerCapture(event.pointerId); };
    canvas.onpointerup = canvas.onpointercancel = () => { from = null; };
    canvas.onpointerleave = () => { pointer = null; showTip(); };
    canvas.onpointermove = event => {
        pointer = { x: event.offsetX, y: event.offsetY };
        if (!from || !seen.city) return showTip();
        eye.lon -= (event.offsetX - from[0]) / (kmPerDegree * east() * eye.pixelsPerKm);
        eye.lat += (event.offsetY - from[1]) / (kmPerDegree * eye.pixelsPerKm);
        eye.moved = true;
        from = [event.offsetX, event.offsetY];
        drawMap();
    };
    canvas.addEventListener("wheel", event => {
        event.preventDefault();
        if (!seen.city) return;
        const dx = event.offsetX - canvas.clientWidth / 2, dy = event.offsetY - canvas.clientHeight / 2;
        const before = eye.pixelsPerKm, after = Math.min(2000, Math.max(0.3, before * Math.exp(-0.0016 * event.deltaY)));
        eye.lon += dx * (1 / before - 1 / after) / (kmPerDegree * east());
        eye.lat -= dy * (1 / before - 1 / after) / kmPerDegree;
        eye.pixelsPerKm = after;
        eye.moved = true;
        drawMap();
    }, { passive: false });
}

function drawViews() {
    const names = seen.city && isWide() ? ["whole", "centre"] : seen.city ? ["whole"] : [];
    at("views").replaceChildren(...names.map(name => {
        const button = element("button", { "data-name": name, class: name === state.view && !eye.moved ? "on" : "" }, word(name));
        button.onclick = () => { state.view = name; eye.moved = false; drawMap(); drawViews(); };
        return button;
    }));
}
