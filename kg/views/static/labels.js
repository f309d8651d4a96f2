"use strict";
// Names on the picture: always of one size on the screen, the strongest first, none over another.
(() => {
  const SIZE = 12.5;
  let boxes = [];

  const meets = (a, b) => a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
  const free = (box) => !boxes.some((other) => meets(box, other));
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

  function names(context, picture, scale, colors) {
    const places = picture.getPositions(), chosen = new Set([kg.state.sel, kg.state.and, kg.state.focus].filter(Boolean).map((id) => kg.home(kg.numbers.get(id))));
    const drawn = [...kg.drawn.nodes].sort((a, b) => chosen.has(b[0]) - chosen.has(a[0]) || a[1].faded - b[1].faded || b[1].count - a[1].count || a[0] - b[0]);
    for (const [n, { size }] of drawn) boxes.push({ left: places[n].x - size, right: places[n].x + size, top: places[n].y - size, bottom: places[n].y + size, n, faded: kg.drawn.nodes.get(n).faded });
    const written = [];
    for (const [n, { size, faded }] of drawn) {
      const bold = kg.data.actors[n].kind === "State" || chosen.has(n), text = kg.cut(kg.label(n), 28), { x } = places[n];
      context.font = font(SIZE / scale, bold);
      const down = size + SIZE * 0.8 / scale;
      for (const y of [places[n].y + down, places[n].y - down]) {
        const box = { ...boxed(context, text, x, y, scale, SIZE), n };
        if (!chosen.has(n) && boxes.some((other) => other.n !== n && (faded || !other.faded) && meets(box, other))) continue;
        boxes.push(box);
        written.push({ n, text, x, y, bold, ...box });
        context.globalAlpha = faded ? 0.35 : 1;
        write(context, text, x, y, colors, scale);
        break;
      }
    }
    context.globalAlpha = 1;
    return written;
  }
  // Long words stand in two rows.
  function rows(text) {
    const cut = text.length > 30 ? text.lastIndexOf(" ", text.length / 2 + 6) : -1;
    return cut > 0 ? [text.slice(0, cut), text.slice(cut + 1)] : [text];
  }
  function words(context, picture, scale, colors) {
    const written = [], ends = picture.getPositions(), size = SIZE - 1, high = size * 1.2 / scale, always = kg.state.view === "who-demanded-what";
    context.font = font(size / scale, false);
    for (const line of [...kg.drawn.lines].filter((each) => !each.faded).sort((a, b) => b.events.size - a.events.size || (a.key < b.key ? -1 : 1))) {
      const edge = picture.body.edges[line.key], text = rows(kg.lineWords(line)), wide = Math.max(...text.map((row) => context.measureText(row).width)), long = Math.hypot(ends[line.from].x - ends[line.to].x, ends[line.from].y - ends[line.to].y);
      if (!edge || !edge.connected || (!always && wide > 0.9 * long + 40 / scale)) continue;
      for (const share of [0.5, 0.4, 0.6, 0.3, 0.7]) {
        const { x, y } = edge.edgeType.getPoint(share), box = { left: x - wide / 2 - 3 / scale, right: x + wide / 2 + 3 / scale, top: y - high * text.length / 2, bottom: y + high * text.length / 2 };
        if (!free(box)) continue;
        boxes.push(box);
        text.forEach((row, n) => {
          const down = y + (n - (text.length - 1) / 2) * high;
          written.push({ ...box, key: line.key, text: row, x, y: down });
          write(context, row, x, down, { ink: colors.soft, paper: colors.paper }, scale);
        });
        break;
      }
    }
    return written;
  }
  // Called by the picture after it has drawn nodes and lines; its canvas is scaled, so sizes are divided by the scale.
  kg.writeLabels = (context, picture) => {
    const scale = picture.getScale(), colors = kg.drawn.colors;
    boxes = [];
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
