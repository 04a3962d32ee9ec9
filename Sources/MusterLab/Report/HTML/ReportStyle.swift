/// The style sheet of the report.
///
/// No `<` and no `&` in it: the file is XML too. Colours are told apart by people with the common colour
/// deficiencies and have at least 4.5 to 1 against their ground, in light and in dark; paper is light.
enum ReportStyle {
  static let css = """
    :root {
      --ground: #ffffff; --raised: #f5f6f8; --text: #1b1f24; --quiet: #57606a; --rule: #d5dae0; --grid: #e4e8ec;
      --good: #0b6b3a; --bad: #a8281c;
      --c0: #0059b3; --c1: #b34700; --c2: #00705a; --c3: #8f2d8f; --c4: #7a5c00; --c5: #555f6b;
    }
    @media screen and (prefers-color-scheme: dark) {
      :root {
        --ground: #14171b; --raised: #1d2127; --text: #e8eaed; --quiet: #a3abb5; --rule: #3a414a; --grid: #2a3038;
        --good: #5fd08f; --bad: #ff8f80;
        --c0: #6cb2ff; --c1: #ff9d5c; --c2: #43d1b0; --c3: #e596e5; --c4: #e0bf52; --c5: #b4bdc8;
      }
    }
    * { box-sizing: border-box; }
    body {
      margin: 0; background: var(--ground); color: var(--text);
      font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif;
    }
    main { max-width: 62rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
    h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .25rem; text-wrap: balance; }
    h2 { font-size: 1.25rem; line-height: 1.3; margin: 3rem 0 .75rem; padding-top: .75rem;
      border-top: 1px solid var(--rule); }
    h3 { font-size: 1rem; margin: 1.75rem 0 .5rem; }
    p { margin: .5rem 0; max-width: 46rem; }
    .lead, .key, .meaning, .unit, dt { color: var(--quiet); }
    .lead { margin: 0; overflow-wrap: anywhere; }
    .key { font-size: .875rem; }
    code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .875em; }
    pre { background: var(--raised); border: 1px solid var(--rule); border-radius: 6px; padding: .75rem 1rem;
      white-space: pre-wrap; overflow-wrap: anywhere; margin: .75rem 0; }
    pre span { display: inline-block; max-width: 100%; }
    dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .25rem 1.25rem; margin: .75rem 0; }
    dd { margin: 0; overflow-wrap: anywhere; }
    dl.glossary { font-size: .875rem; }
    .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }

    .policy { display: inline-flex; align-items: baseline; gap: .5rem; font-weight: 400; max-width: 100%; }
    .policy .index { color: var(--quiet); font-size: .8125rem; min-width: 1.25em; text-align: right;
      font-variant-numeric: tabular-nums; }
    .policy .sign { flex: none; align-self: flex-start; margin-top: .32em; }
    .policy .name { min-width: 0; overflow-wrap: anywhere; }
    ol.policies { list-style: none; padding: 0; margin: .5rem 0; }
    ol.policies li { padding: .3rem 0; }
    ol.policies code { display: block; margin-left: 4.15rem; color: var(--quiet); overflow-wrap: anywhere; }

    svg { overflow: visible; }
    svg.at { width: 1px; height: 1px; }
    .line { fill: none; stroke-width: 2; stroke-linejoin: round; vector-effect: non-scaling-stroke; }
    .band { stroke: none; fill-opacity: .14; }
    .mark { stroke: var(--ground); stroke-width: 1.2; paint-order: stroke; }
    .grid { stroke: var(--grid); stroke-width: 1; }
    .reference { stroke: var(--quiet); stroke-width: 1; stroke-dasharray: 3 3; }
    line.interval { stroke-width: 4; stroke-opacity: .55; }
    .run { stroke-width: 1; stroke-opacity: .5; }
    .tick { fill: var(--quiet); font-size: 12px; font-variant-numeric: tabular-nums; }
    .middle { text-anchor: middle; }
    .end { text-anchor: end; }
    .label { font-size: 12px; font-weight: 700; }
    .c0 { stroke: var(--c0); } .c1 { stroke: var(--c1); } .c2 { stroke: var(--c2); }
    .c3 { stroke: var(--c3); } .c4 { stroke: var(--c4); } .c5 { stroke: var(--c5); }
    .band.c0, .mark.c0, .label.c0 { fill: var(--c0); } .band.c1, .mark.c1, .label.c1 { fill: var(--c1); }
    .band.c2, .mark.c2, .label.c2 { fill: var(--c2); } .band.c3, .mark.c3, .label.c3 { fill: var(--c3); }
    .band.c4, .mark.c4, .label.c4 { fill: var(--c4); } .band.c5, .mark.c5, .label.c5 { fill: var(--c5); }
    path.band, text.label { stroke: none; }
    path.mark { stroke: var(--ground); }

    figure { margin: 2rem 0; break-inside: avoid; }
    figcaption { margin-bottom: .5rem; }
    figcaption .meaning { display: block; font-size: .875rem; }
    table { border-collapse: collapse; font-size: .875rem; }
    th, td { text-align: left; font-weight: 400; vertical-align: top; }
    thead th { color: var(--quiet); font-size: .8125rem; vertical-align: bottom; }
    .number { text-align: right; font-variant-numeric: tabular-nums; }
    .mean, .number .interval, .difference { white-space: nowrap; }
    .number .interval { color: var(--quiet); }
    .best .mean { font-weight: 700; }
    .star { color: var(--good); }
    .difference.better .verdict { color: var(--good); font-weight: 700; }
    .difference.worse .verdict { color: var(--bad); font-weight: 700; }
    .difference .verdict { display: inline-block; width: 1em; text-align: center; }

    .dots table { width: 100%; table-layout: fixed; }
    .dots th, .dots td { padding: 0 .5rem; line-height: 26px; }
    .dots .number { white-space: nowrap; padding: 0 0 0 .5rem; }
    .dots th:first-child { width: 30%; padding-left: 0; line-height: 1.35; padding-top: 3px; padding-bottom: 3px; }
    .dots thead th.number:nth-child(3) { width: 11.5rem; }
    .dots thead th.number:nth-child(4) { width: 11.5rem; }
    .dots tbody tr { border-top: 1px solid var(--grid); }
    .dots td.track { padding: 0 1rem; }
    .dots tbody td.track { overflow: hidden; }
    .dots tbody td.track svg:first-child { display: block; }

    .plot { padding: 8px 34px 44px 48px; }
    .plot svg { display: block; }
    ul.legend { list-style: none; margin: 0; padding: 0; font-size: .8125rem;
      display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: .15rem 1.25rem; }
    ul.legend li { min-width: 0; }
    ul.legend .policy { width: 100%; }
    ul.legend .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }

    .scroll { overflow-x: auto; margin: .5rem 0 1.5rem; }
    .summary { width: 100%; border-collapse: separate; border-spacing: 0; }
    .summary .unit { white-space: nowrap; }
    .summary th, .summary td { padding: .35rem .75rem; border-bottom: 1px solid var(--grid); }
    .summary thead th { border-bottom-color: var(--rule); }
    .summary thead code { display: block; font-size: .6875rem; font-weight: 400; }
    .summary th:first-child { position: sticky; left: 0; background: var(--ground); padding-left: 0;
      min-width: 13rem; max-width: 18rem; }
    .summary td { white-space: nowrap; }
    .summary .policy .name { overflow-wrap: break-word; }
    .summary .difference { display: block; font-size: .8125rem; color: var(--quiet); }

    @media screen and (max-width: 56rem) {
      main { padding: 1.25rem 1rem 3rem; }
      dl { grid-template-columns: minmax(0, 1fr); gap: 0; }
      dd { margin-bottom: .5rem; }
      .dots thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
      .dots table, .dots tbody, .dots tfoot { display: block; }
      .dots tr { display: grid; grid-template-columns: auto auto; }
      .dots tbody tr { padding: .4rem 0; }
      .dots th:first-child { width: auto; grid-column: 1 / 3; padding: 0; }
      .dots td { padding: 0; line-height: 1.4; }
      .dots td.number { grid-row: 2; text-align: left; padding-left: .25rem; }
      .dots td.number:nth-child(4) { text-align: right; padding: 0; }
      .dots td.track { grid-column: 1 / 3; grid-row: 3; padding: 0 1rem; }
      .dots tfoot td:not(.track) { display: none; }
      .plot { padding-left: 40px; padding-right: 26px; }
      ul.legend { grid-template-columns: minmax(0, 1fr); }
      .summary th:first-child { min-width: 7.5rem; max-width: 9.5rem; }
      .summary .sign { display: none; }
      .summary .name { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; }
      .summary td, .summary th { padding-left: .5rem; padding-right: .5rem; }
    }
    @media print {
      :root { font-size: 12px; }
      body { font-size: 1rem; }
      main { max-width: none; padding: 0; }
      h2 { margin-top: 2rem; }
      h2, h3, figcaption, .key { break-after: avoid; }
      tr { break-inside: avoid; }
      figure { margin: 1.25rem 0; }
      .dots th, .dots td { line-height: 22px; }
      .dots thead th.number:nth-child(n) { width: 10.75rem; }
      .scroll { overflow: visible; }
      .summary th:first-child { position: static; min-width: 0; }
    }

    """
}
