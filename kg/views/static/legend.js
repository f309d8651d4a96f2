"use strict";
// The legend is the filter: each group of events, each certainty, each kind of actor, with how many there are.
(() => {
  const GLYPHS = { meet: "M6 1a5 5 0 1 1 0 10a5 5 0 1 1 0-10z", agree: "M6 .5L11.5 4.6 9.4 11H2.6L.5 4.6z", give: "M.8 2h10.4L6 11z", ask: "M6 1l5.2 9H.8z", threaten: "M6 .3L11.7 6 6 11.7.3 6z", oppose: "M1.2 1.2h9.6v9.6H1.2z", harm: "M2.6 .6L6 4 9.4 .6l2 2L8 6l3.4 3.4-2 2L6 8l-3.4 3.4-2-2L4 6 .6 2.6z", say: "M6 3a3 3 0 1 1 0 6a3 3 0 1 1 0-6z", other: "M6 3a3 3 0 1 1 0 6a3 3 0 1 1 0-6z" };
  const SURE = { actual: "took place", planned: "planned", hypothetical: "hypothetical, on a condition", denied: "denied" };
  const SHAPES = { State: "M6 1a5 5 0 1 1 0 10a5 5 0 1 1 0-10z", Person: "M6 1l5.2 9H.8z", Organization: "M1.2 1.2h9.6v9.6H1.2z", Group: "M6 .3L11.7 6 6 11.7.3 6z" };
  const KINDS = { State: "state", Person: "person", Organization: "organization", Group: "group" };

  kg.glyph = (group, hollow) => kg.draw("path", { d: GLYPHS[group] || GLYPHS.say, class: `glyph ${group}${hollow ? " hollow" : ""}` });
  const icon = (...parts) => kg.draw("svg", { width: 12, height: 12, viewBox: "0 0 12 12", "aria-hidden": "true" }, ...parts);
  kg.icon = (group, hollow) => icon(kg.glyph(group, hollow));
  kg.KINDS = KINDS;
  const sample = (modality, group) => kg.draw("svg", { width: 34, height: 12, viewBox: "0 0 34 12", "aria-hidden": "true" }, kg.draw("line", { x1: 1, x2: 33, y1: 6, y2: 6, class: `sample ${group}`, "stroke-dasharray": (kg.DASHES[modality] || []).join(" ") || null }));

  // How many events each choice would show, were it the only one of its kind: all other filters hold.
  function tallies() {
    const { codes, mod } = kg.state, codeCount = new Map(), modCount = new Map();
    kg.state.codes = kg.data.views[kg.state.view].offered.join(",");
    for (const event of kg.data.events.filter(kg.test())) codeCount.set(event.category, (codeCount.get(event.category) || 0) + 1);
    kg.state.codes = codes;
    kg.state.mod = "";
    for (const event of kg.data.events.filter(kg.test())) modCount.set(event.modality, (modCount.get(event.modality) || 0) + 1);
    kg.state.mod = mod;
    return { codeCount, modCount };
  }
  function check(id, checked, mixed, change, ...parts) {
    const box = kg.make("input", { type: "checkbox", id, checked, change: () => change(box.checked) });
    box.indeterminate = mixed;
    return kg.make("label", { class: "choice", for: id }, box, ...parts);
  }
  const number = (n) => kg.make("span", { class: "number" }, n.toLocaleString("en"));

  function groups(count) {
    const offered = kg.data.views[kg.state.view].offered, all = kg.data.views[kg.state.view].on, on = kg.codes();
    return Object.entries(kg.data.groups).map(([name, group]) => {
      const codes = group.codes.filter((code) => offered.includes(code)), sum = codes.reduce((total, code) => total + (count.get(code) || 0), 0);
      if (!codes.length || (!sum && !codes.some((code) => kg.data.events.some((event) => event.category === code)))) return null;
      const held = codes.filter((code) => on.has(code)).length;
      const row = check("g-" + name, held > 0, held > 0 && held < codes.length, (yes) => kg.toggle("codes", all, codes, yes), kg.icon(name), kg.make("span", { class: "words" }, group.words), number(sum));
      if (codes.length < 2) return kg.make("div", { class: "group" }, row, kg.make("span", { class: "none" }));
      const kinds = kg.make("div", { class: "kinds", id: "k-" + name, hidden: !open.has(name) }, ...codes.map((code) => check("c-" + code, on.has(code), false, (yes) => kg.toggle("codes", all, code, yes), kg.make("span", { class: "words" }, kg.data.category_words[code]), number(count.get(code) || 0))));
      return [kg.make("div", { class: "group" }, row, opener(name, group.words)), kinds];
    });
  }
  const open = new Set();
  function opener(name, words) {
    const act = () => { if (!open.delete(name)) open.add(name); kg.drawLegend(); kg.at("o-" + name).focus(); };
    return kg.make("button", { type: "button", class: "more", id: "o-" + name, "aria-expanded": String(open.has(name)), "aria-controls": "k-" + name, "aria-label": `Each kind of “${words}”`, click: act }, open.has(name) ? "▾" : "▸");
  }

  function certainties(count) {
    const on = kg.modalities();
    return kg.MODALITIES.map((name) => check("m-" + name, on.has(name), false, (yes) => kg.toggle("mod", kg.MODALITIES, name, yes), sample(name, "ink"), kg.make("span", { class: "words" }, SURE[name]), number(count.get(name) || 0)));
  }
  kg.drawLegend = () => {
    const { codeCount, modCount } = tallies();
    kg.at("groups").replaceChildren(...groups(codeCount).flat().filter(Boolean));
    kg.at("certainties").replaceChildren(...certainties(modCount));
    const counts = new Map();
    for (const n of kg.shown().count.keys()) counts.set(kg.data.actors[n].kind, (counts.get(kg.data.actors[n].kind) || 0) + 1);
    kg.at("shapes").replaceChildren(...Object.entries(SHAPES).filter(([kind]) => counts.has(kind)).map(([kind, path]) => kg.make("li", {}, icon(kg.draw("path", { d: path, class: kind === "State" ? "shape full" : "shape" })), kg.make("span", { class: "words" }, KINDS[kind]), number(counts.get(kind)))));
  };
  kg.SURE = SURE;
  kg.SHAPES = SHAPES;
})();
