"use strict";
// Names on the picture: always of one size on the screen, the strongest first, none over another.
(() => {
  const SIZE = 12.5;
  let squares = new Map(), side = 1, edge = null;

  const meets = (a, b) => a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
  // What is taken is noted by the squares it touches, so that a box is compared with those near it alone.
  function some(box, act) {
    for (let x = Math.floor(box.left / side); x <= Math.floor(box.right / side); x += 1) {
      for (let y = Math.floor(box.top / side); y <= Math.floor(box.bottom / side); y += 1) if (act(x * 65536 + y)) return true;
    }
    return false;
  }
  function take(box) {
    some(box, (key) => { const held = squares.get(key); if (held) held.push(box); else squares.set(key, [box]); });
  }
  const taken = (box, counts) => some(box, (key) => (squares.get(key) || []).some((other) => counts(other) && meets(box, other)));
  const free = (box) => !taken(box, (other) => other.name || !other.faded);
  function boxed(context, text, x, y, scale, size) {
    const wide = context.measureText(text).width / 2 + 3 / scale, high = size * 0.62 / scale;
    return { left: x - wide, right: x + wide, top: y - high, bottom: y + high };
  }
  function write(context, text, x, y, { ink, paper }, scale) {
    context.lineWidth = 4 / scale;
    context.lineJoin = "round";
    context.strokeStyle = paper;
    context.fillStyle = ink;
    context.strokeText(text, x, y);
    context.fillText(text, x, y);
  }
  const font = (size, bold) => `${bold ? "600 " : ""}${size}px system-ui, sans-serif`;

  // Places for a name: below the shape, above it, at its right, at its left.
  function around(box, size) {
    const wide = (box.right - box.left) / 2 + size, high = (box.bottom - box.top) / 2 + size;
    return [[0, high], [0, -high], [wide, 0], [-wide, 0]].map(([x, y]) => ({ left: box.left + x, right: box.right + x, top: box.top + y, bottom: box.bottom + y }));
  }
  const inside = (box) => box.left >= edge.left && box.right <= edge.right && box.top >= edge.top && box.bottom <= edge.bottom;
  // The first place that is free; for the strongest also one over a weaker shape, never one over another name.
  function spot(n, places, strong, faded) {
    const counts = (other) => other.n !== n && (faded || !other.faded);
    const bare = (box, which) => inside(box) && !taken(box, which);
    return places.find((box) => bare(box, counts)) || (strong ? places.find((box) => bare(box, (other) => other.name && counts(other))) : undefined);
  }
  function names(context, picture, scale, colors) {
    const places = Object.fromEntries([...kg.drawn.nodes.keys()].map((n) => [n, kg.nodes.get(n)])), chosen = new Set([kg.state.sel, kg.state.and, kg.state.focus].filter(Boolean).map((id) => kg.home(kg.numbers.get(id))));
    const drawn = [...kg.drawn.nodes].sort((a, b) => chosen.has(b[0]) - chosen.has(a[0]) || a[1].faded - b[1].faded || b[1].count - a[1].count || a[0] - b[0]);
    for (const [n, { size, faded }] of drawn) take({ left: places[n].x - size, right: places[n].x + size, top: places[n].y - size, bottom: places[n].y + size, n, faded });
    const written = [];
    drawn.forEach(([n, { size, faded }], rank) => {
      const bold = kg.data.actors[n].kind === "State" || chosen.has(n), text = kg.cut(kg.label(n), 28);
      context.font = font(SIZE / scale, bold);
      const box = spot(n, around(boxed(context, text, places[n].x, places[n].y, scale, SIZE), size + 2 / scale), chosen.has(n) || rank < 14, faded);
      if (!box) return;
      const x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
      take({ ...box, n, faded, name: true });
      written.push({ n, text, x, y, bold, ...box });
      context.globalAlpha = faded ? 0.35 : 1;
      write(context, text, x, y, colors, scale);
    });
    context.globalAlpha = 1;
    return written;
  }
  // Long words stand in two rows.
  function rows(text) {
    const cut = text.length > 30 ? text.lastIndexOf(" ", text.length / 2 + 6) : -1;
    return cut > 0 ? [text.slice(0, cut), text.slice(cut + 1)] : [text];
  }
  function words(context, picture, scale, colors) {
    const written = [], size = SIZE - 1, high = size * 1.2 / scale, always = kg.state.view === "who-demanded-what", least = always || kg.drawn.lines.length <= 60 || kg.state.sel || kg.state.tie ? 1 : 2;
    context.font = font(size / scale, false);
    for (const line of [...kg.drawn.lines].filter((each) => !each.faded && each.events.size >= least).sort((a, b) => b.events.size - a.events.size || (a.key < b.key ? -1 : 1))) {
      const edge = picture.body.edges[line.key], [from, to] = [line.from, line.to].map((n) => kg.nodes.get(n)), room = always ? Infinity : 0.9 * Math.hypot(from.x - to.x, from.y - to.y) + 40 / scale;
      const found = edge && edge.connected ? along(context, edge, versions(kg.lineWords(line), always), room, high, scale) : null;
      if (!found) continue;
      const { box, text, x, y } = found;
      take(box);
      text.forEach((row, n) => {
        const down = y + (n - (text.length - 1) / 2) * high;
        written.push({ ...box, key: line.key, text: row, x, y: down });
        write(context, row, x, down, { ink: colors.soft, paper: colors.paper }, scale);
      });
    }
    return written;
  }
  // A demand that finds no room as a whole stands there by its begin.
  const versions = (words, always) => (always && words.length > 15 ? [rows(words), rows(kg.cut(words, 40)), [kg.cut(words, 24)], [kg.cut(words, 15)]] : [rows(words)]);
  // Where on a line its words find room: in the middle, or the nearest place to it.
  function along(context, edge, texts, room, high, scale) {
    for (const text of texts) {
      const wide = Math.max(...text.map((row) => context.measureText(row).width)), half = wide / 2 + 3 / scale;
      if (wide > room) continue;
      for (const share of [0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78]) {
        const { x, y } = edge.edgeType.getPoint(share), box = { left: x - half, right: x + half, top: y - high * text.length / 2, bottom: y + high * text.length / 2 };
        if (free(box) && inside(box)) return { box, text, x, y };
      }
    }
    return null;
  }
  // Called by the picture after it has drawn nodes and lines; its canvas is scaled, so sizes are divided by the scale.
  kg.writeLabels = (context, picture) => {
    const scale = picture.getScale(), colors = kg.drawn.colors;
    const { x: left, y: top } = picture.DOMtoCanvas({ x: 2, y: 2 }), { x: right, y: bottom } = picture.DOMtoCanvas({ x: context.canvas.clientWidth - 2, y: context.canvas.clientHeight - 2 });
    squares = new Map();
    side = 90 / scale;
    edge = { left, top, right, bottom };
    context.textAlign = "center";
    context.textBaseline = "middle";
    const actors = names(context, picture, scale, colors), lines = words(context, picture, scale, colors);
    kg.labels = { actors, lines };
  };
  // The actor or line whose name is at a place of the canvas.
  kg.labelAt = ({ x, y }) => {
    const inside = (box) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
    const { actors = [], lines = [] } = kg.labels || {};
    const actor = actors.find(inside), line = lines.find(inside);
    return actor ? { n: actor.n } : line ? { key: line.key } : {};
  };
})();
