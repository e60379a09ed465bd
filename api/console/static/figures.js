// Draws a chart above each table of figures, from the table's own lines. The table stands alone.
"use strict";

function read(block) {
  const lines = Array.from(block.querySelectorAll("tr[data-name]"));
  return {
    names: lines.map((line) => line.dataset.name),
    values: lines.map((line) => ("value" in line.dataset ? Number(line.dataset.value) : null)),
    targets: (block.dataset.targets || "").split(" ").filter(Boolean).map(Number),
    unit: block.dataset.unit || "",
  };
}

function options(block, figures) {
  const name = block.dataset.targetName;
  return {
    animation: false,
    aria: { enabled: true },
    // Rich text: a tooltip of HTML would need inline styles, which the pages forbid.
    tooltip: { trigger: "axis", renderMode: "richText" },
    grid: { left: 8, right: 72, top: 24, bottom: 8, containLabel: true },
    xAxis: { type: "category", data: figures.names },
    yAxis: {
      type: "value",
      min: 0,
      max: figures.unit ? 100 : null,
      axisLabel: { formatter: `{value}${figures.unit}` },
    },
    series: [
      {
        name: block.dataset.title,
        type: block.dataset.figures,
        data: figures.values,
        barMaxWidth: 48,
        color: "#0b5f6b",
        label: {
          show: figures.names.length <= 12,
          position: "top",
          formatter: ({ value }) => (figures.unit ? value.toFixed(2) : String(value)),
        },
        markLine: {
          silent: true,
          symbol: "none",
          lineStyle: { color: "#b02a37", type: "dashed" },
          label: { formatter: `${name} {c}${figures.unit}` },
          data: figures.targets.map((percent) => ({ yAxis: percent })),
        },
      },
    ],
  };
}

function draw(block) {
  const figures = read(block);
  if (figures.values.every((value) => value === null)) return;
  const place = document.createElement("div");
  place.className = "suian-figure";
  block.prepend(place);
  const drawn = echarts.init(place, null, { renderer: "canvas" });
  drawn.setOption(options(block, figures));
  window.addEventListener("resize", () => drawn.resize());
}

document.addEventListener("DOMContentLoaded", () => {
  if (typeof echarts === "undefined") return;
  document.querySelectorAll("[data-figures]").forEach(draw);
});
