"use strict";
// The picture of who deals with whom, drawn by vis-network; places come with the page, so nothing moves.
(() => {
  const place = kg.at("network"), tip = kg.at("tip");
  const looks = { nodes: new Map(), lines: new Map() };
  const nodes = new vis.DataSet(), lines = new vis.DataSet();
  let picture = null, fitted = true, measured = "";
  kg.drawn = { nodes: new Map(), lines: [], colors: {} };
  kg.grown = 1;

  const inTie = (line, tie) => line.key === tie || line.pair === tie || tie === `${line.from}>${line.to}` || (line.mutual && tie === `${line.to}>${line.from}`);
  // What stays in front: what is chosen and what it deals with; nothing chosen, all.
  function front(all) {
    const { sel, and, tie } = kg.state, ids = [sel, and].filter(Boolean).map((id) => kg.home(kg.numbers.get(id)));
    if (tie) {
      const kept = new Set(all.filter((line) => inTie(line, tie)));
      return { line: (line) => kept.has(line), node: (n) => [...kept].some((line) => line.from === n || line.to === n) };
    }
    if (!ids.length) return { line: () => true, node: () => true };
    if (ids.length > 1) {
      const [first, second] = ids.map((n) => kg.near(n)), held = new Set([...ids, ...[...first.keys()].filter((n) => second.has(n))]);
      return { line: (line) => held.has(line.from) && held.has(line.to) && (ids.includes(line.from) || ids.includes(line.to)), node: (n) => held.has(n) };
    }
    const near = new Set(ids.flatMap((n) => [n, ...kg.near(n).keys()]));
    return { line: (line) => ids.includes(line.from) || ids.includes(line.to), node: (n) => near.has(n) };
  }
  function plan() {
    const all = kg.fanned(kg.lines()), colors = kg.colors(), { count } = kg.shown(), near = front(all), seen = new Map();
    kg.measure(all, count);
    for (const line of all) {
      line.faded = !near.line(line);
      for (const n of [line.from, line.to]) if (!seen.has(n)) seen.set(n, { count: count.get(n) || 0, faded: !near.node(n), size: kg.size(count.get(n) || 0) });
    }
    const focus = kg.state.focus && kg.home(kg.numbers.get(kg.state.focus));
    if (kg.state.focus && kg.nodes.has(focus) && !seen.has(focus)) seen.set(focus, { count: 0, faded: false, size: kg.size(0) });
    kg.drawn = { nodes: seen, lines: all, colors };
  }
  kg.drawNetwork = () => {
    tip.hidden = true;
    plan();
    if (!picture) first();
    const { nodes: seen, lines: all, colors } = kg.drawn;
    const points = [...seen].map(([n, { count, faded }]) => kg.nodeOf(n, count, colors, faded)), edges = all.map((line) => kg.lineOf(line, colors, line.faded));
    renew(nodes, looks.nodes, points);
    renew(lines, looks.lines, edges);
    if (!picture) {
      picture = new vis.Network(place, { nodes, edges: lines }, kg.data.options);
      measured = `${place.clientWidth} ${place.clientHeight}`;
      listen();
      kg.picture = picture;
      kg.fit();
    }
    select();
    notes();
  };
  // The first drawing has the right sizes at once, so that it need not be made twice.
  function first() {
    const view = whole();
    if (!view) return;
    kg.grown = grownAt(view.scale);
    plan();
  }
  // Only what looks otherwise than before is handed on: the library takes its time for each.
  function renew(set, looks, wanted) {
    const now = new Map(wanted.map((each) => [each.id, JSON.stringify(each)]));
    set.remove(set.getIds().filter((id) => !now.has(id)));
    const fresh = wanted.filter((each) => looks.get(each.id) !== now.get(each.id));
    if (fresh.length) set.update(fresh);
    looks.clear();
    now.forEach((look, id) => looks.set(id, look));
  }
  function select() {
    const ids = [kg.state.sel, kg.state.and].filter(Boolean).map((id) => kg.home(kg.numbers.get(id))).filter((n) => kg.drawn.nodes.has(n));
    const edges = kg.state.tie ? kg.drawn.lines.filter((line) => inTie(line, kg.state.tie)).map((line) => line.key) : [];
    picture.setSelection({ nodes: ids, edges }, { highlightEdges: false });
  }
  // Where to look from so that everything is in sight, with room for the names at the edges; null: there is nothing.
  function whole() {
    const drawn = [...kg.drawn.nodes.keys()].map((n) => kg.nodes.get(n));
    if (!drawn.length || !place.clientWidth) return null;
    const xs = drawn.map(({ x }) => x), ys = drawn.map(({ y }) => y), [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const scale = Math.min((place.clientWidth - Math.min(130, place.clientWidth / 4)) / Math.max(right - left, 1), (place.clientHeight - 90) / Math.max(bottom - top, 1), 2.6);
    return { position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale: Math.max(scale, 0.03), animation: false };
  }
  kg.fit = () => {
    const view = picture && whole();
    if (!view) return;
    picture.moveTo(view);
    fitted = true;
    grow();
  };
  const grownAt = (scale) => Math.min(Math.max(scale ** -0.45, 0.6), 3.2);
  // Seen from afar, dots and lines are drawn larger, so that they can still be told apart.
  function grow() {
    const wanted = grownAt(picture.getScale());
    if (Math.abs(wanted / kg.grown - 1) < 0.12) return;
    kg.grown = wanted;
    kg.drawNetwork();
  }
  kg.show = (id) => {
    const n = kg.home(kg.numbers.get(id));
    if (!picture || !kg.drawn.nodes.has(n)) return;
    const { x, y } = kg.nodes.get(n), view = picture.canvasToDOM({ x, y }), outside = view.x < 40 || view.y < 40 || view.x > place.clientWidth - 40 || view.y > place.clientHeight - 40;
    if (outside) picture.moveTo({ position: { x, y }, animation: false });
  };
  const idOf = (n) => kg.data.actors[n].id;
  function hit(where) {
    const n = picture.getNodeAt(where), key = n === undefined ? picture.getEdgeAt(where) : undefined;
    return n !== undefined ? { n } : key !== undefined ? { key } : kg.labelAt(picture.DOMtoCanvas(where));
  }
  function listen() {
    picture.on("afterDrawing", (context) => kg.writeLabels(context, picture));
    picture.on("zoom", grow);
    picture.on("click", (what) => {
      const { n, key } = hit(what.pointer.DOM), both = what.event.srcEvent.ctrlKey || what.event.srcEvent.metaKey || what.event.srcEvent.shiftKey;
      if (n !== undefined) return kg.choose(both && kg.state.sel && kg.state.sel !== idOf(n) ? { sel: kg.state.sel, and: idOf(n) } : { sel: idOf(n) });
      return kg.choose(key === undefined ? {} : { tie: key });
    });
    picture.on("doubleClick", (what) => {
      const { n } = hit(what.pointer.DOM);
      if (n !== undefined) kg.focus(idOf(n), 1);
    });
    place.addEventListener("pointermove", hint);
    place.addEventListener("pointerleave", () => { tip.hidden = true; });
    place.addEventListener("keydown", keys);
    for (const moved of ["zoom", "dragStart"]) picture.on(moved, () => { fitted = false; });
    new ResizeObserver(resize).observe(place);
  }
  // Whoever has not moved the picture has all of it in sight in a window of another size, too.
  function resize() {
    const now = `${place.clientWidth} ${place.clientHeight}`;
    if (!place.clientWidth || now === measured) return;
    measured = now;
    const scale = picture.getScale(), position = picture.getViewPosition();
    picture.setSize("100%", "100%");
    if (fitted) kg.fit(); else picture.moveTo({ scale, position, animation: false });
    picture.redraw();
  }
  kg.focus = (id, hops) => { kg.set({ focus: id, hops, sel: id, and: "", tie: "", event: "" }); kg.fit(); };
  kg.unfocus = () => { kg.set({ focus: "", hops: 1 }); kg.fit(); };
  // A short word on what is under the pointer.
  function hint(mouse) {
    const box = place.getBoundingClientRect(), where = { x: mouse.clientX - box.left, y: mouse.clientY - box.top }, { n, key } = hit(where);
    const line = key !== undefined && kg.drawn.lines.find((each) => each.key === key);
    tip.hidden = mouse.buttons > 0 || (n === undefined && !line);
    place.style.cursor = tip.hidden ? "grab" : "pointer";
    if (tip.hidden) return;
    const about = line ? [kg.make("b", {}, kg.lineTitle(line)), kg.make("br"), kg.lineWords(line)] : [kg.make("b", {}, kg.label(n)), kg.make("br"), kg.count(kg.drawn.nodes.get(n).count, "event")];
    tip.replaceChildren(...about);
    tip.style.left = `${Math.min(where.x + 14, box.width - 220)}px`;
    tip.style.top = `${where.y + 16}px`;
  }
  function zoom(by) {
    fitted = false;
    picture.moveTo({ scale: Math.min(6, Math.max(0.04, picture.getScale() * by)), animation: false });
    grow();
  }
  function pan(x, y) {
    fitted = false;
    const { x: left, y: top } = picture.getViewPosition(), scale = picture.getScale();
    picture.moveTo({ position: { x: left + x / scale, y: top + y / scale }, animation: false });
  }
  function step(by) {
    const order = kg.strongest(9999).filter((n) => kg.drawn.nodes.has(n)), now = kg.state.sel ? order.indexOf(kg.home(kg.numbers.get(kg.state.sel))) : by > 0 ? -1 : 0;
    if (!order.length) return;
    const id = idOf(order[(now + by + order.length) % order.length]);
    kg.choose({ sel: id });
    kg.show(id);
  }
  const KEYS = {
    "+": () => zoom(1.25), "=": () => zoom(1.25), "-": () => zoom(0.8), 0: () => kg.fit(), ArrowLeft: () => pan(-60, 0), ArrowRight: () => pan(60, 0), ArrowUp: () => pan(0, -60), ArrowDown: () => pan(0, 60),
    n: () => step(1), p: () => step(-1), f: () => kg.state.sel && kg.focus(kg.state.sel, kg.state.hops), Enter: () => kg.at("panel").focus(), Escape: () => (kg.state.focus ? kg.unfocus() : kg.choose({})),
  };
  function keys(key) {
    if (!Object.hasOwn(KEYS, key.key) || key.ctrlKey || key.metaKey || key.altKey) return;
    key.preventDefault();
    KEYS[key.key]();
  }
  // What the picture does not show, and where it is.
  function notes() {
    const { events, lines: all } = kg.shown(), drawn = new Set(all.flatMap((line) => [...line.events])), rest = events.filter((event) => !drawn.has(event.n));
    const parts = [];
    if (!all.length) parts.push(kg.make("p", { class: "empty" }, events.length ? "None of these events links two actors: they are in the table." : "No event fits these filters."));
    if (rest.length && all.length) parts.push(kg.make("button", { type: "button", class: "link", click: () => kg.choose({ event: "alone" }) }, `${kg.count(rest.length, "event")} without a second party in the picture`));
    kg.at("notes").replaceChildren(...parts);
    kg.alone = rest;
  }
  for (const [id, act] of [["zoom-in", () => zoom(1.25)], ["zoom-out", () => zoom(0.8)], ["zoom-fit", () => kg.fit()]]) kg.at(id).addEventListener("click", act);
})();
