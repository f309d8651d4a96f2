"use strict";
// How many events there are over time; a stretch is chosen with the pointer or with the two handles and the arrow keys.
(() => {
  const box = kg.at("histogram"), HIGH = 40, FOOT = 18, STEP = 9;
  let scale = null, drag = null;

  const ends = () => [kg.state.since || scale.first, kg.state.until || scale.final];
  function bins(events, wide) {
    const found = Array.from({ length: Math.ceil(wide / STEP) }, () => ({ told: 0, article: 0 }));
    for (const event of events) found[Math.min(found.length - 1, Math.floor(scale.x(event.day) / STEP))][event.dated ? "told" : "article"] += 1;
    return found;
  }
  kg.drawHistogram = () => {
    const dated = kg.data.events.filter((event) => event.day), wide = box.clientWidth || 600;
    box.hidden = !dated.length;
    if (!dated.length) return;
    const days = dated.map((event) => event.day), sorted = [...days].sort();
    scale = { ...kg.scale(days, wide), first: sorted[0], final: dated.map((event) => event.last).sort().pop(), wide };
    const counted = bins(kg.data.events.filter(kg.test(false)).filter((event) => event.day), wide), most = Math.max(1, ...counted.map(({ told, article }) => told + article));
    const svg = kg.draw("svg", { width: wide, height: HIGH + FOOT, "aria-hidden": "true" });
    counted.forEach(({ told, article }, n) => {
      const solid = told ? Math.max(2, HIGH * told / most) : 0, light = article ? Math.max(2, HIGH * article / most) : 0;
      if (solid) svg.append(kg.draw("rect", { x: n * STEP, width: STEP - 1, y: HIGH - solid, height: solid, class: "told" }));
      if (light) svg.append(kg.draw("rect", { x: n * STEP, width: STEP - 1, y: HIGH - solid - light, height: light, class: "article" }));
    });
    svg.append(kg.draw("line", { x1: 0, x2: wide, y1: HIGH, y2: HIGH, class: "axis" }), ...kg.axis(scale, HIGH + 15, HIGH), ...shade(kg.state));
    const focused = document.activeElement && document.activeElement.id;
    box.replaceChildren(svg, handle("since", "First day"), handle("until", "Last day"));
    if (focused === "h-since" || focused === "h-until") kg.at(focused).focus();
  };
  // Words of the days under an axis, none over another, and a mark where days are left out.
  kg.axis = (of, y, line) => {
    let last = -100;
    const words = of.ticks.filter(({ x, text }) => {
      const half = text.length * 3.2, begin = x - half;
      if (begin < last) return false;
      last = x + half + 10;
      return true;
    });
    return [
      ...words.map(({ x, text }) => kg.draw("text", { x: Math.max(text.length * 3.2, Math.min(of.wide - text.length * 3.2, x)), y, class: "tick", "text-anchor": "middle" }, text)),
      ...of.breaks.map((x) => kg.draw("path", { d: `M${x - 4} ${line + 4}l3 -8M${x + 1} ${line + 4}l3 -8`, class: "axis" })),
    ];
  };
  function shade({ since, until }) {
    if (!since && !until) return [];
    const { wide } = scale, left = since ? scale.x(since) : 0, right = until ? Math.max(scale.x(until), left) + 2 : wide;
    return [kg.draw("rect", { x: 0, y: 0, width: Math.max(0, left), height: HIGH, class: "shade" }), kg.draw("rect", { x: right, y: 0, width: Math.max(0, wide - right), height: HIGH, class: "shade" })];
  }
  function handle(name, words) {
    const [since, until] = ends(), day = name === "since" ? since : until, at = !kg.state[name] ? (name === "since" ? 0 : scale.wide) : scale.x(day);
    const node = kg.make("div", {
      class: "handle " + name, id: "h-" + name, role: "slider", tabindex: "0", "aria-label": words, "aria-orientation": "horizontal", "aria-valuetext": kg.state[name] ? kg.date(day) : `${kg.date(day)}, all`,
      "aria-valuemin": Math.round(kg.time(scale.first) / 864e5), "aria-valuemax": Math.round(kg.time(scale.final) / 864e5), "aria-valuenow": Math.round(kg.time(day) / 864e5), keydown: (key) => nudge(name, key),
    });
    node.style.left = `${Math.min(Math.max(at, 0), scale.wide)}px`;
    return node;
  }
  function nudge(name, key) {
    const days = [...new Set(kg.data.events.flatMap((event) => (event.day ? [event.day, event.last] : [])))].sort(), now = ends()[name === "since" ? 0 : 1];
    const here = name === "since" ? days.findIndex((day) => day >= now) : days.findLastIndex((day) => day <= now);
    const next = { ArrowRight: here + 1, ArrowUp: here + 1, ArrowLeft: here - 1, ArrowDown: here - 1, PageUp: here + 10, PageDown: here - 10, Home: 0, End: days.length - 1 }[key.key];
    if (next === undefined) return;
    key.preventDefault();
    const day = days[Math.min(days.length - 1, Math.max(0, next))], [since, until] = ends();
    if (name === "since") kg.set({ since: day <= scale.first ? "" : day > until ? until : day });
    else kg.set({ until: day >= scale.final ? "" : day < since ? since : day });
  }
  const pixel = (mouse) => mouse.clientX - box.getBoundingClientRect().left;
  box.addEventListener("pointerdown", (mouse) => {
    drag = { from: pixel(mouse), name: mouse.target.id === "h-since" ? "since" : mouse.target.id === "h-until" ? "until" : "" };
    box.setPointerCapture(mouse.pointerId);
  });
  // The stretch from where the pointer went down to where it is; null: it has hardly moved.
  function stretch(to) {
    const { from, name } = drag, { since, until } = kg.state;
    if (Math.abs(to - from) < 4) return null;
    const first = (x) => (x <= 2 ? "" : scale.day(x)), last = (x) => (x >= scale.wide - 2 ? "" : scale.day(x));
    if (name === "since") return { since: until && first(to) > until ? until : first(to), until };
    if (name === "until") return { since, until: last(to) && last(to) < since ? since : last(to) };
    const [left, right] = [from, to].sort((a, b) => a - b);
    return { since: first(left), until: last(right) };
  }
  // While the pointer is down, what it would choose is shaded and named; the picture follows when it goes up.
  function preview(mouse) {
    const wanted = drag && stretch(pixel(mouse)), svg = box.querySelector("svg");
    if (!wanted || !svg) return;
    svg.querySelectorAll(".shade, .stretch").forEach((part) => part.remove());
    const { since, until } = wanted, x = Math.max(90, Math.min(scale.wide - 90, pixel(mouse)));
    svg.append(...shade(wanted), kg.draw("text", { x, y: 11, class: "stretch", "text-anchor": "middle" }, `${kg.date(since || scale.first)} to ${kg.date(until || scale.final)}`));
    kg.at("h-since").style.left = `${since ? scale.x(since) : 0}px`;
    kg.at("h-until").style.left = `${until ? scale.x(until) : scale.wide}px`;
  }
  box.addEventListener("pointermove", preview);
  box.addEventListener("pointerup", (mouse) => {
    if (!drag) return;
    const wanted = stretch(pixel(mouse)), { name } = drag;
    drag = null;
    if (wanted) kg.set(wanted); else if (!name) kg.set({ since: "", until: "" });
  });
  box.addEventListener("pointercancel", () => { drag = null; kg.drawHistogram(); });
})();
