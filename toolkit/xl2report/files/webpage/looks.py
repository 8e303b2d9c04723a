"""The page's style and its few lines of script: own, inline, and nothing else may run."""

STYLE = """
:root { --ink: #1f2328; --soft: #4a525b; --line: #c9ced6; --head: #e7eff8; --paper: #fff;
  --red: #8e0b20; --redbg: #fde2df; --amber: #6b4a00; --amberbg: #fff0c2; --green: #0a5c2b; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 20px 24px 48px; max-width: 1500px; color: var(--ink);
  background: var(--paper); line-height: 1.55; font-size: 15px;
  font-family: "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", SimSun, sans-serif; }
h1 { font-size: 26px; margin: 0 0 12px; }
dl.sums { display: flex; flex-wrap: wrap; gap: 8px; margin: 0 0 16px; }
dl.sums div { border: 1px solid var(--line); border-radius: 6px; padding: 4px 14px; min-width: 92px; }
dl.sums dt { color: var(--soft); font-size: 13px; }
dl.sums dd { margin: 0; font-size: 20px; font-weight: 600; }
dl.sums .bad dd { color: var(--red); }
form.filters { display: flex; flex-wrap: wrap; gap: 10px 14px; align-items: end; margin: 0 0 10px;
  padding: 10px 12px; border: 1px solid var(--line); border-radius: 6px; background: #f6f8fa; }
form.filters[hidden] { display: none; }
form.filters label { display: grid; font-size: 13px; color: var(--soft); }
form.filters select, form.filters input, form.filters button { font: inherit; font-size: 15px;
  color: var(--ink); height: 36px; padding: 2px 8px; border: 1px solid #8c959f; border-radius: 4px;
  background: #fff; max-width: 300px; }
form.filters button { cursor: pointer; padding: 2px 14px; white-space: nowrap; }
form.filters output { align-self: center; color: var(--soft); }
:focus-visible { outline: 3px solid #0969da; outline-offset: 1px; }
table { border-collapse: collapse; width: 100%; margin: 0 0 28px; }
caption { text-align: left; font-size: 19px; font-weight: 600; padding: 10px 0 6px; }
th, td { border: 1px solid var(--line); padding: 6px 9px; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; }
thead th { background: var(--head); position: sticky; top: 0; white-space: nowrap; }
tbody th { font-weight: 600; }
td p { margin: 0; white-space: pre-line; }
td p + p { margin-top: 4px; color: var(--soft); }
.findings .unit { width: 14%; } .findings .place { width: 17%; } .findings .remedy { width: 23%; }
.findings .level, .findings .code { width: 1%; white-space: nowrap; text-align: center; }
.file { display: block; font-weight: 400; color: var(--soft); font-size: 13px; }
.mark { display: inline-block; border-radius: 4px; padding: 0 8px; font-weight: 600; }
.error .mark { background: var(--redbg); color: var(--red); }
.warning .mark { background: var(--amberbg); color: var(--amber); }
.information .mark { background: #eaeef2; color: var(--soft); }
td.code { color: var(--soft); }
.units td.number { text-align: right; font-variant-numeric: tabular-nums; }
.units td.bad { color: var(--red); font-weight: 600; } .units td.good { color: var(--green); }
.units td.none { color: #6e7781; }
tr[hidden] { display: none; }
@media (max-width: 720px) {
  body { padding: 14px 12px 32px; }
  dl.sums div { flex: 1 1 30%; min-width: 0; padding: 4px 10px; }
  form.filters label, form.filters select, form.filters input { width: 100%; max-width: none; }
  form.filters button { flex: 1; }
  form.filters output { width: 100%; }
  td:empty { display: none; }
  table, tbody, tr, th, td, caption { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table tr { border: 1px solid var(--line); border-radius: 6px; margin: 0 0 12px; padding: 4px 0; }
  table tbody th, table tbody td, .findings .unit, .findings .place, .findings .remedy {
    border: 0; width: auto; padding: 4px 12px; }
  .findings .level, .findings .code { width: auto; text-align: left; }
  td[data-label]::before { content: attr(data-label); display: block; font-size: 13px;
    font-weight: 400; color: var(--soft); }
  .findings td.level, .findings td.code { display: inline-block; }
  .findings td.level::before, .findings td.code::before { display: none; }
  table.units tr { display: grid; grid-template-columns: repeat(3, 1fr); }
  .units th, .units td.verdict { grid-column: 1 / -1; }
  .units td.number { text-align: left; }
}
@media print {
  @page { size: A4 landscape; margin: 12mm; }
  body { padding: 0; max-width: none; font-size: 9pt; line-height: 1.35; }
  th, td { padding: 3px 6px; }
  .file { display: inline; margin-left: 6px; }
  form.filters { display: none; }
  thead { display: table-header-group; }
  thead th { position: static; }
  tr { break-inside: avoid; }
  caption { break-after: avoid; }
  table.units { break-before: auto; }
}
"""

# Only hides and shows rows: it makes no text and no markup out of what stands in them.
SCRIPT = """
"use strict";
(function () {
  var form = document.querySelector("form.filters");
  var rows = Array.prototype.slice.call(document.querySelectorAll("table.findings tbody tr[data-code]"));
  var said = form.querySelector("output");
  var nothing = document.querySelector("tr.nothing");
  var texts = rows.map(function (row) { return row.textContent.toLowerCase(); });
  function show() {
    var words = form.elements.text.value.toLowerCase().split(/\\s+/);
    var shown = 0;
    rows.forEach(function (row, number) {
      var fits = ["unit", "severity", "code"].every(function (key) {
        var wanted = form.elements[key].value;
        return !wanted || row.getAttribute("data-" + key) === wanted;
      }) && words.every(function (word) { return texts[number].indexOf(word) >= 0; });
      row.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    nothing.hidden = shown > 0;
    said.textContent = said.getAttribute("data-said").replace("{shown}", shown).replace("{all}", rows.length);
  }
  form.hidden = false;
  form.addEventListener("input", show);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("reset", function () { setTimeout(show, 0); });
  form.querySelector("button.print").addEventListener("click", function () { window.print(); });
  show();
})();
"""
