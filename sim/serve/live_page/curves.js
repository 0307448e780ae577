// Curves of the run so far, from its first step to now.
const tickSpans = [900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800, 1209600, 2592000, 7776000, 31536000];

function niceStep(top, most) {
    const rough = top / most, power = Math.pow(10, Math.floor(Math.log10(rough)));
    return [1, 2, 5, 10].map(k => k * power).find(step => step >= rough);
}

// Series are stacked in their order; each has a value by step. One without a fill stands for itself, as a line.
function drawCurve(canvas, curve, series) {
    const { pen, width, height } = sheet(canvas);
    const left = 46, right = 8, top = 8, bottom = 20, steps = series[0].values.length;
    canvas.dataset.points = steps;
    if (steps === 0) return;
    const end = Math.max(3600, steps * curve.step_s);
    const stacked = series.map((_, k) => series[0].values.map((_, i) => sum(series.slice(0, k + 1).map(one => one.values[i]))));
    const highest = Math.max(0, ...stacked.at(-1)) || 1, gap = niceStep(highest * 1.05, 4);
    const x = seconds => left + (width - left - right) * seconds / end;
    const y = value => height - bottom - (height - top - bottom) * value / (gap * Math.ceil(highest * 1.02 / gap));
    pen.strokeStyle = "#ececf0";
    pen.fillStyle = "#6b6b70";
    pen.lineWidth = 1;
    pen.textAlign = "right";
    for (let value = 0; y(value) >= top - 1; value += gap) {
        pen.beginPath();
        pen.moveTo(left, Math.round(y(value)) + 0.5);
        pen.lineTo(width - right, Math.round(y(value)) + 0.5);
        pen.stroke();
        pen.fillText(number(value, gap < 1 ? Math.ceil(-Math.log10(gap)) : 0), left - 5, y(value) + 4);
    }
    timeTicks(pen, curve, end, x, height - bottom);
    for (let k = series.length - 1; k >= 0; --k) area(pen, curve, stacked[k], series[k].colour, x, y);
}

function area(pen, curve, values, colour, x, y) {
    pen.beginPath();
    pen.moveTo(x(0), y(0));
    values.forEach((value, i) => {
        pen.lineTo(x(i * curve.step_s), y(value));
        pen.lineTo(x((i + 1) * curve.step_s), y(value));
    });
    pen.lineTo(x(values.length * curve.step_s), y(0));
    pen.closePath();
    pen.fillStyle = colour;
    pen.fill();
}

function timeTicks(pen, curve, end, x, base) {
    const gap = tickSpans.find(span => end / span <= 7) || tickSpans.at(-1);
    const start = Date.parse(seen.city.start + "Z") / 1000 + curve.begin_s;
    pen.textAlign = "center";
    pen.fillStyle = "#6b6b70";
    pen.strokeStyle = "#b8b8bd";
    for (let tick = Math.ceil(start / gap) * gap; tick <= start + end; tick += gap) {
        const text = civil(tick - start + curve.begin_s), place = x(tick - start);
        pen.beginPath();
        pen.moveTo(place, base);
        pen.lineTo(place, base + 4);
        pen.stroke();
        if (place > 50 && place < pen.canvas.clientWidth - 16) pen.fillText(tick % 86400 ? text.slice(11, 16) : text.slice(5, 10), place, base + 15);
    }
}

function drawKeys(id, keys) {
    at(id).replaceChildren(...keys.map(([colour, text]) => element("span", {}, element("i", { style: `background:${colour}` }), text)));
}

function drawCurves() {
    drawKeys("charging_keys", [[colours.home, word("home")], [colours.stations, word("stations")]]);
    drawKeys("city_keys", [[colours.base, word("base")], [colours.charging, word("all_charging")]]);
    if (!seen.snapshot) {
        for (const id of ["charging", "city"]) at(`${id}_heading`).textContent = word(`${id}_curve`, { unit: "MW" });
        return;
    }
    const curve = seen.snapshot.curve, charging = curve.home_kw.map((kw, i) => kw + curve.station_kw[i]);
    drawPower("charging", curve, [[curve.home_kw, colours.home], [curve.station_kw, colours.stations]]);
    drawPower("city", curve, [[curve.base_kw, colours.base], [charging, colours.charging]]);
    drawCurve(at("waiting"), curve, [{ values: curve.waiting, colour: "#cc79a7" }]);
}

// In the unit that suits it, which the heading names.
function drawPower(id, curve, rows) {
    const highest = Math.max(0, ...rows[0][0].map((_, i) => sum(rows.map(([kw]) => kw[i]))));
    const [unit, by] = unitOf(highest);
    at(`${id}_heading`).textContent = word(`${id}_curve`, { unit });
    drawCurve(at(id), curve, rows.map(([kw, colour]) => ({ values: kw.map(value => value * by), colour })));
}
