"use strict";
// Events → pairs of actors and the lines between them: what the picture, the matrix and the table have in common.
(() => {
  const data = kg.data;
  const nodes = new Map(data.nodes.map((node) => [node.id, node]));
  let ties = data.ties, last = null, kept = null;

  // The lines of one pair are told apart by direction, group and certainty; in "who met whom" a pair has one line.
  function keyOf(tie, from, to, one) {
    if (one) return from < to ? [from, to, true] : [to, from, true];
    if (tie.mutual && from > to) [from, to] = [to, from];
    return [from, to, tie.mutual, kg.groupOf.get(tie.category), tie.modality];
  }
  function gather(wanted, one) {
    const lines = new Map(), pairs = new Map();
    for (const tie of ties) {
      const from = kg.home(tie.from), to = kg.home(tie.to), events = tie.events.filter((n) => wanted.has(n));
      if (from === to || !events.length || !nodes.has(from) || !nodes.has(to)) continue;
      const key = keyOf(tie, from, to, one), name = key.join("|"), pair = [Math.min(from, to), Math.max(from, to)].join("|");
      if (!lines.has(name)) lines.set(name, { key: name, pair, from: key[0], to: key[1], mutual: key[2], group: kg.groupOf.get(tie.category), modality: tie.modality, events: new Set() });
      const line = lines.get(name);
      if (kg.MODALITIES.indexOf(tie.modality) < kg.MODALITIES.indexOf(line.modality)) line.modality = tie.modality;
      if (!pairs.has(pair)) pairs.set(pair, { key: pair, one: key[0], other: key[1], events: new Set() });
      for (const n of events) { line.events.add(n); pairs.get(pair).events.add(n); }
    }
    return { lines: [...lines.values()], pairs };
  }
  kg.around = (start, hops, lines) => {
    let near = new Set([start]);
    for (let n = 0; n < hops; n += 1) {
      const next = new Set(near);
      for (const { from, to } of lines) { if (near.has(from)) next.add(to); if (near.has(to)) next.add(from); }
      near = next;
    }
    return near;
  };
  // What is shown, computed once for each state of the filters: events, pairs, lines, and the events of each actor.
  kg.shown = () => {
    const { tab, sel, and, tie, event, table, sort, ...rest } = kg.state, now = JSON.stringify(rest);
    if (now === last) return kept;
    last = now;
    const test = kg.test();
    let events = data.events.filter(test), { lines, pairs } = gather(new Set(events.map((each) => each.n)), kg.state.view === "who-met-whom");
    const narrow = kg.state.least > 1 || kg.state.focus;
    if (kg.state.least > 1) lines = lines.filter((line) => pairs.get(line.pair).events.size >= kg.state.least);
    const focus = kg.state.focus && kg.home(kg.numbers.get(kg.state.focus));
    if (kg.state.focus) {
      const near = kg.around(focus, kg.state.hops, lines);
      lines = lines.filter((line) => near.has(line.from) && near.has(line.to));
    }
    if (narrow) {
      const held = new Set(lines.flatMap((line) => [...line.events]));
      events = events.filter((each) => held.has(each.n) || (kg.state.focus && kg.state.least < 2 && kg.people(each).includes(focus)));
    }
    const left = new Set(lines.map((line) => line.pair));
    for (const key of [...pairs.keys()]) if (!left.has(key)) pairs.delete(key);
    kept = { events, lines, pairs, count: tally(events) };
    return kept;
  };
  function tally(events) {
    const count = new Map();
    for (const event of events) for (const n of kg.people(event)) count.set(n, (count.get(n) || 0) + 1);
    return count;
  }
  // The lines by which one acts upon another, those without a direction among them.
  kg.upon = (from, to) => kg.lines().filter((line) => (line.from === from && line.to === to) || (line.mutual && line.from === to && line.to === from));
  kg.forget = () => { last = null; };
  kg.events = () => kg.shown().events;
  kg.lines = () => kg.shown().lines;
  kg.list = (numbers) => [...numbers].map((n) => data.events[n]).sort(kg.newest);
  kg.near = (n) => {
    const near = new Map();
    for (const { from, to, events } of kg.lines()) {
      const other = from === n ? to : to === n ? from : null;
      if (other !== null) near.set(other, new Set([...(near.get(other) || []), ...events]));
    }
    return near;
  };
  const label = (n) => data.actors[n].label;
  kg.strongest = (most) => [...kg.shown().count].sort((a, b) => b[1] - a[1] || label(a[0]).localeCompare(label(b[0]))).slice(0, most).map(([n]) => n);
  kg.addTies = (more) => { ties = [...ties, ...more]; };
  Object.assign(kg, { nodes, label });
})();
