"""The overview's style: own, inline; there is no script at all. Colours of the stages for its charts."""

# From what is to be done, in warm colours, to what is done, in cool ones. Every bar is told in numbers too.
COLOURS = {
    "missing": "#b3261e",
    "received": "#8a6100",
    "returned": "#d9680f",
    "corrected": "#1f6feb",
    "accepted": "#2f9e55",
    "merged": "#0b5a2d",
}

STYLE = """
:root { --ink: #1f2328; --soft: #4d555e; --line: #c9ced6; --head: #e7eff8; --red: #a40e26; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 20px 24px 48px; max-width: 1400px; color: var(--ink); background: #fff;
  line-height: 1.55; font-size: 15px;
  font-family: "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", SimSun, sans-serif; }
h1 { font-size: 26px; margin: 0; }
h2 { font-size: 19px; margin: 30px 0 8px; }
p.date, p.hint { color: var(--soft); margin: 0 0 14px; }
dl.sums { display: flex; flex-wrap: wrap; gap: 8px; margin: 0 0 16px; }
dl.sums div { border: 1px solid var(--line); border-radius: 6px; padding: 4px 14px; min-width: 92px; }
dl.sums dt { color: var(--soft); font-size: 13px; }
dl.sums dd { margin: 0; font-size: 21px; font-weight: 600; font-variant-numeric: tabular-nums; }
dl.sums .bad dd { color: var(--red); }
ul.key { display: flex; flex-wrap: wrap; gap: 4px 18px; padding: 0; margin: 6px 0 0; list-style: none;
  font-size: 13px; color: var(--soft); }
ul.key svg { width: 12px; height: 12px; vertical-align: -1px; margin-right: 5px; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid var(--line); padding: 5px 9px; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; }
thead th { background: var(--head); white-space: nowrap; }
tbody th { font-weight: 600; }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.day, td.phone { white-space: nowrap; font-variant-numeric: tabular-nums; }
td.bar { width: 44%; min-width: 180px; vertical-align: middle; }
td.bar svg { display: block; width: 100%; height: 16px; }
td.thin { width: 22%; vertical-align: middle; }
td.thin svg { display: block; width: 100%; height: 12px; }
td p, th p { margin: 0; } td p + p, th p { margin-top: 3px; }
th .soft { font-weight: 400; }
.late { color: var(--red); font-weight: 600; white-space: nowrap; }
.soft { color: var(--soft); font-size: 13px; }
.stage { display: inline-block; white-space: nowrap; font-weight: 600; }
.stage svg { width: 10px; height: 10px; margin-right: 6px; }
a { color: #0550ae; } a:focus-visible { outline: 3px solid #0969da; outline-offset: 1px; }
ul.notes { margin: 0; padding-left: 22px; }
ul.notes .error { color: var(--red); }
@media (max-width: 720px) {
  body { padding: 14px 12px 32px; }
  dl.sums div { flex: 1 1 22%; min-width: 0; padding: 4px 10px; }
  table, tbody, tr, th, td { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tbody tr { border: 1px solid var(--line); border-radius: 6px; margin: 0 0 10px; padding: 4px 0; }
  tbody th, tbody td { border: 0; padding: 3px 12px; width: auto; }
  td:empty { display: none; }
  td.number, td.day, td.phone { text-align: left; }
  td.bar, td.thin { width: auto; }
  table.bars td.number, table.rules td, table.units td.number { display: inline-block; }
  table.bars tbody th, td.bar { padding-bottom: 0; }
  td.thin svg { min-width: 120px; }
  td[data-label]::before { content: attr(data-label) " "; color: var(--soft); font-size: 13px; }
}
@media print {
  @page { size: A4 landscape; margin: 12mm; }
  body { padding: 0; max-width: none; font-size: 9pt; line-height: 1.35; }
  th, td { padding: 3px 6px; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; } h2 { break-after: avoid; }
  a { color: inherit; text-decoration: none; }
}
"""
