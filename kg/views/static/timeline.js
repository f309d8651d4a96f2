"use strict";
// Events on a line of days, one lane for each of the strongest actors; and the histogram above.
(() => {
  const pane = document.getElementById("timeline-pane"), bars = document.getElementById("histogram");
  const SVG = "http://www.w3.org/2000/svg", LANE = 30, LEFT = 170, MOST = 25;
  const time = (day) => Date.parse(day + "T00:00:00Z");
  function make(tag, facts, text) {
    const node = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(facts)) node.setAttribute(name, value);
    if (text) node.textContent = text;
    return node;
  }
  kg.drawTimeline = () => {
    const events = kg.events().filter((event) => kg.day(event));
    if (!events.length) return pane.replaceChildren(kg.make("p", { class: "empty" }, "No dated event fits these filters."));
    const lanes = kg.topActors(MOST), width = Math.max(pane.clientWidth, 640);
    const first = Math.min(...events.map((event) => time(kg.day(event)))), last = Math.max(...events.map((event) => time(kg.lastDay(event))), first + 864e5);
    const x = (day) => LEFT + (width - LEFT - 30) * (time(day) - first) / (last - first);
    const svg = make("svg", { width, height: lanes.length * LANE + 50, role: "img", "aria-label": "Timeline; the same events are in the table" });
    for (let n = 0; n <= 6; n += 1) {
      const day = new Date(first + (last - first) * n / 6).toISOString().slice(0, 10);
      svg.append(make("line", { x1: x(day), x2: x(day), y1: 24, y2: lanes.length * LANE + 30, stroke: "var(--line)" }), make("text", { x: x(day), y: 16, "text-anchor": n === 6 ? "end" : "middle" }, day));
    }
    lanes.forEach((id, lane) => {
      const y = lane * LANE + 45, used = new Map();
      svg.append(make("text", { x: 8, y: y + 5 }, kg.actors.get(id).label.slice(0, 22)));
      for (const event of events.filter((each) => [...each.source, ...each.target].includes(id))) {
        const at = x(kg.day(event)), level = used.get(Math.round(at / 6)) || 0;
        used.set(Math.round(at / 6), level + 1);
        const mark = make("rect", { x: at - 4, y: y - 5 - (level % 4) * 5, width: Math.max(9, x(kg.lastDay(event)) - at), height: 9, rx: 4, fill: `var(--${kg.groupOf.get(event.category)})`, opacity: event.modality === "actual" ? 0.9 : 0.45, tabindex: 0, role: "button", style: "cursor:pointer" });
        mark.append(make("title", {}, `${kg.words(event.type)}: ${event.evidence}`));
        mark.addEventListener("click", () => kg.showEvent(event));
        mark.addEventListener("keydown", (key) => { if (key.key === "Enter") kg.showEvent(event); });
        svg.append(mark);
      }
    });
    pane.replaceChildren(svg);
    const undated = kg.events().length - events.length;
    if (undated) pane.append(kg.make("p", { class: "empty" }, `${undated} events without a day are in the table only.`));
  };
  kg.drawHistogram = () => {
    const dated = kg.data.events.filter((event) => kg.day(event)), shown = new Set(kg.events());
    if (!dated.length) return bars.replaceChildren();
    const first = Math.min(...dated.map((event) => time(kg.day(event)))), last = Math.max(...dated.map((event) => time(kg.day(event))), first + 1), count = new Array(60).fill(0);
    for (const event of dated) if (shown.has(event)) count[Math.min(59, Math.floor(60 * (time(kg.day(event)) - first) / (last - first)))] += 1;
    const most = Math.max(1, ...count);
    bars.replaceChildren(...count.map((n) => { const bar = kg.make("i"); bar.style.height = `${Math.round(100 * n / most)}%`; return bar; }));
    let begun = null;
    const dayAt = (mouse) => { const box = bars.getBoundingClientRect(); const share = Math.min(1, Math.max(0, (mouse.clientX - box.left) / box.width)); return new Date(first + (last - first) * share).toISOString().slice(0, 10); };
    bars.onpointerdown = (mouse) => { begun = dayAt(mouse); };
    bars.onpointerup = (mouse) => { if (!begun) return; const [since, until] = [begun, dayAt(mouse)].sort(); begun = null; kg.set(since === until ? { since: "", until: "" } : { since, until }); };
  };
})();
