"use strict";
// Days → pixels. Long stretches without an event are cut out, so that what lies years apart can be read side by side.
(() => {
  const DAY = 864e5, BREAK = 16;

  function split(times) {
    const first = times[0], last = times[times.length - 1];
    for (let gap = Math.max(150 * DAY, (last - first) / 14); ; gap *= 1.5) {
      const parts = [[first, first]];
      for (const time of times) {
        const part = parts[parts.length - 1];
        if (time - part[1] > gap) parts.push([time, time]); else part[1] = Math.max(part[1], time);
      }
      if (parts.length <= 9) return parts.map(([from, to]) => [from, to + DAY]);
    }
  }
  // Parts with their pixels: each has a share that grows with the root of its length and of its events.
  function laid(parts, times, width) {
    const share = parts.map(([from, to]) => Math.sqrt((to - from) / DAY) / 6 + Math.sqrt(times.filter((time) => time >= from && time <= to).length) + 2.5);
    const whole = share.reduce((sum, each) => sum + each, 0), room = width - BREAK * (parts.length - 1);
    let x = 0;
    return parts.map(([from, to], n) => {
      const part = { from, to, x, width: room * share[n] / whole };
      x += part.width + BREAK;
      return part;
    });
  }
  const STEPS = [[1, "day"], [7, "day"], [30.4, "month"], [91.3, "month"], [182.6, "month"], [365.25, "year"], [730.5, "year"], [1826, "year"], [3652, "year"], [9131, "year"]];
  function ticks(part) {
    const days = (part.to - part.from) / DAY, at = (time) => part.x + part.width * (time - part.from) / (part.to - part.from);
    const [step] = STEPS.find(([size]) => part.width * size / days >= 76) || [0];
    if (!step || part.width < 150 || days < 3) return [{ x: part.x + part.width / 2, text: days < 40 && !kg.iso(part.from).endsWith("-01-01") ? kg.date(kg.iso(part.from)) : years(part), mid: true }];
    return rounded(part, step).map((time) => ({ x: at(time), text: step >= 365 ? kg.iso(time).slice(0, 4) : step >= 30 ? kg.date(kg.iso(time)).replace(/^1 /, "") : kg.date(kg.iso(time)) }));
  }
  const years = (part) => [...new Set([kg.iso(part.from).slice(0, 4), kg.iso(part.to - DAY).slice(0, 4)])].join("–");
  function rounded(part, step) {
    const found = [], begin = new Date(part.from);
    if (step < 30) {
      for (let time = part.from; time < part.to; time += step * DAY) found.push(time);
      return found;
    }
    const months = Math.round(step / 30.4);
    for (let n = 0; n < 400; n += 1) {
      const month = Math.ceil(begin.getUTCMonth() / months) * months + n * months;
      const time = Date.UTC(begin.getUTCFullYear() - (months >= 12 ? begin.getUTCFullYear() % (months / 12) : 0), months >= 12 ? n * months : month, 1);
      if (time >= part.to) break;
      if (time >= part.from) found.push(time);
    }
    return found;
  }
  kg.scale = (days, width) => {
    const times = days.map(kg.time).sort((a, b) => a - b);
    const parts = laid(split(times), times, width);
    const x = (day) => {
      const time = kg.time(day);
      const part = parts.find((each) => time < each.to) || parts[parts.length - 1];
      return part.x + part.width * Math.min(1, Math.max(0, (time - part.from) / (part.to - part.from)));
    };
    const day = (pixel) => {
      const part = parts.find((each) => pixel <= each.x + each.width) || parts[parts.length - 1];
      const share = Math.min(1, Math.max(0, (pixel - part.x) / part.width));
      return kg.iso(Math.min(part.to - DAY, part.from + Math.floor(share * (part.to - part.from) / DAY) * DAY));
    };
    // Pixels that one day takes up.
    const dayWide = (day) => {
      const part = parts.find((each) => kg.time(day) < each.to) || parts[parts.length - 1];
      return part.width * DAY / (part.to - part.from);
    };
    return { parts, x, day, dayWide, ticks: parts.flatMap(ticks), breaks: parts.slice(1).map((part) => part.x - BREAK / 2) };
  };
})();
