"use strict";
// A lane for each actor, a mark for each event: its shape and colour tell the group, a hollow one did not (yet) take place.
(() => {
  const pane = kg.at("timeline-pane"), LANE = 36, ROWS = 3, CELL = 11, TOP = 28, MARKS = 1500;
  let most = 25;

  kg.drawTimeline = () => {
    const events = kg.events().filter((event) => event.day), lanes = kg.strongest(most), all = kg.shown().count.size;
    if (!events.length) return pane.replaceChildren(kg.make("p", { class: "empty" }, "No event with a day fits these filters."));
    const left = pane.clientWidth < 560 ? 104 : 176, wide = Math.max(pane.clientWidth - left - 24, 420), high = TOP + lanes.length * LANE + 8;
    const scale = { ...kg.scale(events.map((event) => event.day), wide), wide };
    const svg = kg.draw("svg", { width: left + wide + 20, height: high, role: "group", "aria-label": "Timeline: a lane for each actor. Arrow keys go from mark to mark, Enter opens one. The table holds the same events." });
    const plot = kg.draw("g", { transform: `translate(${left + 6} 0)` });
    for (const part of scale.parts) plot.append(kg.draw("rect", { x: part.x - 3, width: part.width + 6, y: TOP - 6, height: high - TOP, class: "part" }));
    const across = kg.draw("line", { class: "across", y1: 0, y2: 0, visibility: "hidden" });
    plot.append(...kg.axis(scale, 14, TOP - 6), across);
    svg.append(plot);
    lanes.forEach((n, lane) => {
      const y = TOP + lane * LANE, own = events.filter((event) => kg.people(event).includes(n));
      svg.append(name(n, y, left));
      plot.append(kg.draw("line", { x1: -3, x2: wide + 3, y1: y + LANE - 3, y2: y + LANE - 3, class: "lane" }));
      plot.append(...(events.length > MARKS ? bars(own, y, scale) : marks(own, y, scale, n)));
    });
    pane.replaceChildren(svg, foot(lanes.length, all, kg.events().length - events.length, events.length > MARKS));
    rove(svg, across);
  };
  function name(n, y, left) {
    const id = kg.data.actors[n].id, act = () => kg.choose({ sel: id });
    return kg.draw("g", { role: "button", tabindex: "0", class: "name", click: act, keydown: kg.press(act), "aria-label": kg.label(n) }, kg.draw("rect", { x: 0, y, width: left, height: LANE - 3, class: "hit" }), kg.draw("text", { x: left - 6, y: y + LANE / 2 + 3, "text-anchor": "end" }, kg.cut(kg.label(n), Math.floor(left / 7.2))), kg.draw("title", {}, kg.label(n)));
  }
  // Marks of one day stand over one another; where a column is full, the next begins at its right, then at its left.
  function free(used, column, last) {
    for (let step = 0; step < 400; step += 1) {
      const at = column + (step % 2 ? (step + 1) / 2 : -step / 2);
      if (at >= 0 && at <= last && (used.get(at) || 0) < ROWS) return at;
    }
    return column;
  }
  function marks(own, y, scale, n) {
    const used = new Map();
    return own.sort((a, b) => a.day.localeCompare(b.day) || a.n - b.n).map((event) => {
      const column = free(used, Math.round(scale.x(event.day) / CELL), Math.floor((scale.wide + 12) / CELL)), row = used.get(column) || 0;
      used.set(column, row + 1);
      return mark(event, column * CELL - 5, y + LANE - 15 - row * CELL, n);
    });
  }
  function mark(event, x, y, n) {
    const act = () => kg.choose({ event: event.id }), small = event.dated ? 0.92 : 0.66;
    const words = `${kg.words(event.type)}, ${event.dated ? kg.span(event.start, event.end) : `day not told, article of ${kg.date(event.day)}`}: ${kg.who(event)}${event.modality === "actual" ? "" : `, ${event.modality}`}`;
    return kg.draw("g", { class: "mark" + (kg.state.event === event.id ? " chosen" : ""), role: "button", tabindex: "-1", "data-event": event.n, "data-lane": n, "aria-label": words, transform: `translate(${x + 6 - 6 * small} ${y + 6 - 6 * small}) scale(${small})`, click: act, keydown: kg.press(act) }, kg.glyph(event.group, event.modality !== "actual"), kg.draw("title", {}, words));
  }
  // With very many events: how many of each group, as bars.
  function bars(own, y, scale) {
    const columns = new Map();
    for (const event of own) {
      const column = Math.floor(scale.x(event.day) / 6);
      if (!columns.has(column)) columns.set(column, []);
      columns.get(column).push(event);
    }
    const top = Math.max(...[...columns.values()].map((events) => events.length), 1);
    return [...columns].flatMap(([column, events]) => {
      let base = y + LANE - 4;
      return Object.keys(kg.data.groups).flatMap((group) => {
        const high = (LANE - 8) * events.filter((event) => event.group === group).length / top;
        base -= high;
        return high ? [kg.draw("rect", { x: column * 6, y: base, width: 5, height: high, class: `bar ${group}` })] : [];
      });
    });
  }
  function foot(shown, all, undated, dense) {
    const parts = [dense ? "So many events are drawn as bars: the table lists them, a shorter stretch of time shows each." : "Filled: took place. Hollow: planned, hypothetical or denied. Small: the sentence tells no day; it stands at the day of its article."];
    if (undated) parts.push(` ${kg.count(undated, "event")} without any day: in the table.`);
    const rest = all > shown ? kg.make("button", { type: "button", class: "link", click: () => { most += 25; kg.drawTimeline(); } }, `Show more than the ${shown} actors with the most events (of ${all})`) : "";
    return kg.make("p", { class: "soft foot" }, ...parts, " ", rest);
  }
  // One stop for the tabulator, the arrow keys go from mark to mark; what is one event lights up in every lane.
  function rove(svg, across) {
    const all = [...svg.querySelectorAll(".mark")];
    if (!all.length) return;
    (all.find((node) => node.classList.contains("chosen")) || all[0]).setAttribute("tabindex", "0");
    const light = (node) => {
      for (const each of all) each.classList.toggle("lit", Boolean(node) && each.dataset.event === node.dataset.event);
      const lit = node ? all.filter((each) => each.dataset.event === node.dataset.event).map((each) => each.transform.baseVal.consolidate().matrix) : [];
      across.setAttribute("visibility", lit.length > 1 ? "visible" : "hidden");
      if (lit.length > 1) for (const [key, value] of Object.entries({ x1: lit[0].e + 5, x2: lit[lit.length - 1].e + 5, y1: lit[0].f + 5, y2: lit[lit.length - 1].f + 5 })) across.setAttribute(key, value);
    };
    svg.addEventListener("pointerover", (mouse) => light(mouse.target.closest(".mark")));
    svg.addEventListener("focusin", (what) => light(what.target.closest(".mark")));
    svg.addEventListener("keydown", (key) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[key.key], here = all.indexOf(key.target);
      if (!step || here < 0) return;
      key.preventDefault();
      const next = all[(here + step + all.length) % all.length];
      all[here].setAttribute("tabindex", "-1");
      next.setAttribute("tabindex", "0");
      next.focus();
    });
  }
})();
