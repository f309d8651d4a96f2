"use strict";
// A lane for each actor, a mark for each event: its shape and colour tell the group, a hollow one did not (yet) take place.
(() => {
  const pane = kg.at("timeline-pane"), ROWS = 5, ASIDE = 2, CELL = 11, LEAST = 36, AXIS = 22, MARKS = 1500;
  let most = 25, seen = "";

  kg.drawTimeline = () => {
    const events = kg.events().filter((event) => event.day), all = kg.shown().count.size;
    if (!events.length) return pane.replaceChildren(kg.make("p", { class: "empty" }, "No event with a day fits these filters."));
    const left = pane.clientWidth < 560 ? 104 : 176, wide = Math.max(pane.clientWidth - left - 40, 420), dense = events.length > MARKS;
    const scale = { ...kg.scale(events.map((event) => event.day), wide), wide }, lanes = laneList(events, scale, dense), high = lanes.reduce((sum, lane) => sum + lane.high, 0);
    const names = kg.draw("svg", { width: left, height: high, class: "names", role: "group", "aria-label": "Actors of the lanes" }, ...lanes.map((lane) => name(lane, left)));
    const svg = kg.draw("svg", { width: wide + 28, height: high, role: "group", "aria-label": "Timeline: a lane for each actor. Arrow keys go from mark to mark, Enter opens one. The table holds the same events." }, plot(lanes, scale, high, dense));
    const axis = kg.draw("svg", { width: wide + 28, height: AXIS, "aria-hidden": "true" }, kg.draw("g", { transform: "translate(6 0)" }, ...kg.axis(scale, 13, AXIS)));
    pane.replaceChildren(kg.make("div", { class: "lanes" }, kg.make("div", { class: "corner" }), kg.make("div", { class: "days" }, axis), names, svg), foot(lanes.length, all, kg.events().length - events.length, dense));
    rove(svg);
    toNewest(events.length + " " + pane.clientWidth);
  };
  // Where not all fits beside each other, the newest is seen first.
  function toNewest(now) {
    if (now !== seen) pane.scrollLeft = pane.scrollWidth;
    seen = now;
  }
  function laneList(events, scale, dense) {
    const shown = kg.strongest(most), each = new Map(shown.map((n) => [n, []]));
    for (const event of events) for (const n of kg.people(event)) if (each.has(n)) each.get(n).push(event);
    let y = 0;
    return shown.map((n) => {
      const own = each.get(n), found = dense ? { marks: [], rest: [], rows: 0 } : stacked(own, scale), high = Math.max(LEAST, found.rows * CELL + 8), lane = { n, own, y, high, ...found };
      y += high;
      return lane;
    });
  }
  // Marks of one day stand over one another; where a column is full, the next begins beside it, but no farther than
  // two columns or the day's own width: what finds no room is counted.
  function stacked(own, scale) {
    const used = new Map(), marks = [], full = new Map(), last = Math.floor((scale.wide + 12) / CELL);
    for (const event of [...own].sort((a, b) => a.day.localeCompare(b.day) || a.n - b.n)) {
      const home = Math.round(scale.x(event.day) / CELL), room = Math.max(ASIDE, Math.floor(scale.dayWide(event.day) / CELL)), column = free(used, home, room, last);
      if (column === undefined) {
        const near = [...full.keys()].find((at) => Math.abs(at - home) < 4) ?? home;  // numbers must not stand on one another
        full.set(near, [...(full.get(near) || []), event]);
        continue;
      }
      const row = used.get(column) || 0;
      used.set(column, row + 1);
      marks.push({ event, column, row });
    }
    const rest = [...full].map(([column, events]) => ({ column, events }));
    return { marks, rest, rows: rest.length ? ROWS + 1 : Math.max(0, ...used.values()) };
  }
  function free(used, home, room, last) {
    for (let step = 0; step <= room; step += 1) {
      for (const at of step && step <= ASIDE ? [home + step, home - step] : [home + step]) if (at >= 0 && at <= last && (used.get(at) || 0) < ROWS) return at;
    }
    return undefined;
  }
  function plot(lanes, scale, high, dense) {
    const box = kg.draw("g", { transform: "translate(6 0)" });
    for (const part of scale.parts) box.append(kg.draw("rect", { x: part.x - 3, width: part.width + 6, y: 0, height: high, class: "part" }));
    box.append(kg.draw("line", { class: "across", y1: 0, y2: 0, visibility: "hidden" }));
    for (const lane of lanes) {
      const foot = lane.y + lane.high;
      box.append(kg.draw("line", { x1: -3, x2: scale.wide + 3, y1: foot - 2, y2: foot - 2, class: "lane" }));
      if (dense) box.append(...bars(lane, scale));
      box.append(...lane.marks.map(({ event, column, row }) => mark(event, column * CELL - 5, foot - 14 - row * CELL, lane.n)), ...lane.rest.map((rest) => more(rest, lane)));
    }
    return box;
  }
  function name({ n, y, high }, left) {
    const id = kg.data.actors[n].id, act = () => kg.choose({ sel: id }), written = rows(kg.label(n), left - 12);
    return kg.draw("g", { role: "button", tabindex: "0", class: "name", id: "lane-" + n, click: act, keydown: kg.press(act), "aria-label": written.join(" ") === kg.label(n) ? kg.label(n) : null }, kg.draw("rect", { x: 0, y, width: left, height: high - 2, class: "hit" }), kg.draw("line", { x1: 0, x2: left, y1: y + high - 2, y2: y + high - 2, class: "lane" }), kg.draw("text", { "text-anchor": "end" }, ...written.map((text, row) => kg.draw("tspan", { x: left - 6, y: y + high / 2 + 3 + 15 * (row - (written.length - 1) / 2) }, row ? " " + text : text))), kg.draw("title", {}, kg.label(n)));
  }
  // A long name stands in two rows.
  function rows(text, room) {
    const words = text.split(" "), fits = (part) => kg.wide(part, "13px") <= room;
    let first = words.length;
    while (first > 1 && !fits(words.slice(0, first).join(" "))) first -= 1;
    return [words.slice(0, first), words.slice(first)].filter((part) => part.length).map((part) => kg.fitted(part.join(" "), room, "13px"));
  }
  function mark(event, x, y, n) {
    const act = () => kg.choose({ event: event.id }), small = event.dated ? 0.92 : 0.66;
    const words = `${kg.words(event.type)}, ${event.dated ? kg.span(event.start, event.end) : `day not told, article of ${kg.date(event.day)}`}: ${kg.who(event)}${event.modality === "actual" ? "" : `, ${event.modality}`}`;
    return kg.draw("g", { class: "mark" + (kg.state.event === event.id ? " chosen" : ""), id: `mark-${n}-${event.n}`, role: "button", tabindex: "-1", "data-event": event.n, "data-lane": n, "aria-label": words, transform: `translate(${x + 6 - 6 * small} ${y + 6 - 6 * small}) scale(${small})`, click: act, keydown: kg.press(act) }, kg.glyph(event.group, event.modality !== "actual"), kg.draw("title", {}, words));
  }
  // The events for which there is no room: their stretch of time alone has room for them.
  function more({ column, events }, lane) {
    const days = events.map((event) => event.day), since = days[0], until = days[days.length - 1], act = () => kg.set({ since, until });
    const words = `${events.length} more of ${kg.label(lane.n)}: show ${kg.span(since, until)} alone`;
    return kg.draw("g", { class: "mark rest", role: "button", tabindex: "-1", "aria-label": words, transform: `translate(${column * CELL} ${lane.y + 11})`, click: act, keydown: kg.press(act) }, kg.draw("text", { "text-anchor": column > 3 ? "middle" : "start" }, `+${events.length}`), kg.draw("title", {}, words));
  }
  // With very many events: how many of each group, as bars.
  function bars({ own, y, high }, scale) {
    const columns = new Map();
    for (const event of own) {
      const column = Math.floor(scale.x(event.day) / 6);
      if (!columns.has(column)) columns.set(column, []);
      columns.get(column).push(event);
    }
    const top = Math.max(...[...columns.values()].map((events) => events.length), 1);
    return [...columns].flatMap(([column, events]) => {
      let base = y + high - 3;
      return Object.keys(kg.data.groups).flatMap((group) => {
        const share = (high - 8) * events.filter((event) => event.group === group).length / top;
        base -= share;
        return share ? [kg.draw("rect", { x: column * 6, y: base, width: 5, height: share, class: `bar ${group}` })] : [];
      });
    });
  }
  function foot(shown, all, undated, dense) {
    const parts = [dense ? "So many events are drawn as bars: the table lists them, a shorter stretch of time shows each." : "Filled: took place. Hollow: planned, hypothetical or denied. Small: the sentence tells no day; it stands at the day of its article. A number: so many more, shown when pressed."];
    if (undated) parts.push(` ${kg.count(undated, "event")} without any day: in the table.`);
    const rest = all > shown ? kg.make("button", { type: "button", class: "link", click: () => { most += 25; kg.drawTimeline(); } }, `Show more than the ${shown} actors with the most events (of ${all})`) : "";
    return kg.make("p", { class: "soft foot" }, ...parts, " ", rest);
  }
  // One stop for the tabulator, the arrow keys go from mark to mark; what is one event lights up in every lane.
  function rove(svg) {
    const all = [...svg.querySelectorAll(".mark")], across = svg.querySelector(".across");
    if (!all.length) return;
    (all.find((node) => node.classList.contains("chosen")) || all[0]).setAttribute("tabindex", "0");
    const light = (node) => {
      const event = node && node.dataset.event, same = event === undefined || event === null ? [] : all.filter((each) => each.dataset.event === event);
      for (const each of all) each.classList.toggle("lit", same.includes(each));
      const lit = same.map((each) => each.transform.baseVal.consolidate().matrix);
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
