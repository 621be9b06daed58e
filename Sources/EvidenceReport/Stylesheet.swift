// The look of the report: inside the page, since it is one file and loads nothing. Contrast is at least 4.5:1 in both schemes
// (WCAG 2.2 §1.4.3). On paper everything folded is open, links are plain, and a status that warns stands on each page.

import EvidenceValues

/// The style sheet of a report.
enum Stylesheet {
    /// The whole sheet for a report with this status, with what draws exchanges if it has any.
    static func css(
        _ status: VerificationStatus, drawsExchanges: Bool = false, words: Words = .english
    ) -> String {
        colours + layout + findings + exhibits + timeline + drawings
            + (drawsExchanges ? sequence : "")
            + print(status, words)
    }

    static let colours = """
        :root { color-scheme: light dark; --page: #ffffff; --card: #f6f7f9; --ink: #1a1d21; --soft: #545b64;
          --rule: #cfd4da; --link: #0b4f9e; --yes: #0d6832; --yes-back: #e3f4e8; --no: #a11616;
          --no-back: #fde8e6; --open: #7a4b00; --open-back: #fdf1d3; --bar: #2c6db5; }
        @media (prefers-color-scheme: dark) { :root { --page: #14171a; --card: #1e2226; --ink: #e9ecef;
          --soft: #a9b1ba; --rule: #3c434b; --link: #8fc1ff; --yes: #7ddc9c; --yes-back: #12321d;
          --no: #ff9c93; --no-back: #431714; --open: #f6cc6b; --open-back: #3a2b08; --bar: #6aa9ee; } }

        """

    static let layout = """
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--ink);
          font: 16px/1.5 system-ui, "DejaVu Sans", "Segoe UI", Helvetica, Arial, sans-serif; }
        header, main, footer, nav { max-width: 62rem; margin: 0 auto; padding: 0 1.25rem; }
        h1 { font-size: 1.7rem; line-height: 1.2; margin: 1.6rem 0 .2rem; }
        h2 { font-size: 1.3rem; margin: 2.4rem 0 .6rem; padding-bottom: .2rem; border-bottom: 2px solid var(--rule); }
        h3 { font-size: 1.08rem; margin: 1.2rem 0 .4rem; }
        h4 { font-size: 1rem; margin: .9rem 0 .3rem; }
        p { margin: .4rem 0; max-width: 48rem; }
        .soft, .formal, .steps div { color: var(--soft); }
        .small, .formal, .steps div { font-size: .87rem; }
        a { color: var(--link); }
        a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
        code, .mono, .formal, .steps div { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: .86em;
          overflow-wrap: anywhere; }
        pre { background: var(--card); border: 1px solid var(--rule); border-radius: 6px; padding: .7rem .9rem;
          white-space: pre-wrap; overflow-wrap: anywhere; font-size: .85rem; }
        .skip { position: absolute; left: -100vw; }
        .skip:focus { left: 1rem; top: 3.2rem; background: var(--page); padding: .4rem .8rem; z-index: 3; }
        .ribbon { position: sticky; top: 0; z-index: 2; padding: .45rem 1.25rem; text-align: center; font-weight: 700; }
        .status { border: 3px solid; border-radius: 10px; padding: 1rem 1.25rem; margin: 1rem 0; }
        .status .word { font-size: 1.6rem; font-weight: 800; line-height: 1.2; margin: 0; }
        .status .sentence { font-size: 1.1rem; font-weight: 600; }
        .status p { color: inherit; }
        .status .advice { color: var(--ink); }
        .yes { color: var(--yes); background: var(--yes-back); border-color: var(--yes); }
        .no { color: var(--no); background: var(--no-back); border-color: var(--no); }
        .open { color: var(--open); background: var(--open-back); border-color: var(--open); }
        .ribbon.no { background: var(--no); color: var(--page); }
        .ribbon.open { background: var(--open); color: var(--page); }
        .badge { display: inline-block; border: 1px solid; border-radius: 999px; padding: 0 .6em; font-weight: 700;
          font-size: .87rem; white-space: nowrap; }
        .contents { margin-top: 1rem; }
        .contents ul { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; list-style: none; padding: 0; margin: 0; }
        dl { display: grid; grid-template-columns: minmax(9rem, max-content) 1fr; gap: .25rem 1.2rem; margin: .6rem 0; }
        dt { color: var(--soft); }
        dd { margin: 0; overflow-wrap: anywhere; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-size: .9rem; margin: .5rem 0; }
        caption { text-align: left; color: var(--soft); padding-bottom: .3rem; }
        th, td { text-align: left; vertical-align: top; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--rule); }
        th { font-weight: 650; }
        td { overflow-wrap: anywhere; min-width: 5rem; }
        summary { cursor: pointer; }
        footer { margin-top: 3rem; padding-top: .8rem; padding-bottom: 2rem; border-top: 2px solid var(--rule); }

        """

    private static let findings = """
        .finding { border: 1px solid var(--rule); border-left: 8px solid; border-radius: 8px; padding: .7rem 1.1rem 1rem;
          margin: 1rem 0; }
        .finding.yes, .finding.no, .finding.open { background: none; }
        .finding > * { color: var(--ink); }
        .finding .badge.yes { color: var(--yes); }
        .finding .badge.no { color: var(--no); }
        .finding .badge.open { color: var(--open); }
        .finding h3 { margin-top: .2rem; display: flex; flex-wrap: wrap; gap: .3rem .7rem; align-items: center; }
        .finding .claim { font-size: 1.1rem; font-weight: 600; }
        .finding .claim .small { font-weight: 400; }
        .provided { border: 1px dashed; border-radius: 6px; padding: .25rem .6rem; font-weight: 650; }
        .finding .provided.no { color: var(--no); }
        .finding .provided.open { color: var(--open); }
        .burden { border-left: 4px solid var(--open); padding-left: .7rem; }
        .missing { background: var(--open-back); border-radius: 6px; padding: .5rem .9rem; margin: .7rem 0; }
        .missing h4 { margin-top: 0; }
        .missing ul { margin: .2rem 0; padding-left: 1.2rem; }
        .steps, .steps ul { list-style: none; margin: 0; padding-left: 0; }
        .steps ul { border-left: 2px solid var(--rule); margin-left: .35rem; padding-left: .9rem; }
        .steps li { margin: .35rem 0; }
        .steps small { color: var(--soft); font-size: 1em; }
        .steps b { font-weight: 650; }

        """

    private static let exhibits = """
        .exhibit { border: 1px solid var(--rule); border-radius: 8px; padding: .2rem 1rem .8rem; margin: .9rem 0; }
        .exhibit h3 { display: flex; flex-wrap: wrap; gap: .3rem .7rem; align-items: baseline; }
        .exhibit:target { outline: 3px solid var(--bar); }
        .signature { background: var(--card); border-radius: 6px; padding: .3rem .9rem .5rem; margin: .6rem 0; }
        .checks li { margin: .2rem 0; }

        """

    private static let timeline = """
        figure { margin: .6rem 0; }
        svg { width: 100%; height: auto; display: block; font: 12px system-ui, "DejaVu Sans", sans-serif; }
        svg text { fill: var(--ink); }
        svg .soft { fill: var(--soft); }
        svg .grid { stroke: var(--rule); stroke-width: 1; }
        svg .bar { fill: var(--bar); }
        svg .reach { stroke: var(--bar); stroke-width: 2; stroke-dasharray: 3 3; }
        svg .received { fill: none; stroke: var(--soft); stroke-width: 1.5; }
        svg .wrong { fill: var(--no); }
        svg .moment { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 6 3; }

        """

    private static let sequence = """
        svg .life { stroke: var(--rule); stroke-width: 1.5; stroke-dasharray: 2 4; }
        svg .over { paint-order: stroke; stroke: var(--page); stroke-width: 4; }
        svg .arrow { fill: none; stroke: var(--bar); stroke-width: 2; background: none; }
        svg .arrow.open { stroke: var(--open); stroke-dasharray: 6 4; }
        svg .arrow.no { stroke: var(--no); stroke-dasharray: 2 4; }
        svg .arrow.bare { stroke: var(--soft); stroke-width: 1; }
        svg .broken { fill: var(--no); font-weight: 700; }
        svg .tip { fill: var(--bar); }
        svg .tip.open { fill: var(--open); }
        svg .tip.no { fill: var(--no); }
        svg .tip.bare { fill: var(--soft); }

        """

    /// Words of our own only: nothing of the evidence may reach the sheet.
    private static func print(_ status: VerificationStatus, _ words: Words) -> String {
        let warning = Wording.warning(status, in: words) ?? ""
        return """
            @page { size: A4; margin: 18mm 15mm 16mm;
              @top-center { content: "\(warning)"; font: bold 9pt sans-serif; color: #a11616; }
              @bottom-right { content: counter(page) " / " counter(pages); font: 9pt sans-serif; } }
            @media print {
              :root { color-scheme: light; --page: #fff; --card: #f4f4f4; --ink: #000; --soft: #444; --rule: #999;
                --link: #000; --yes: #0d6832; --yes-back: #fff; --no: #a11616; --no-back: #fff; --open: #7a4b00;
                --open-back: #fff; --bar: #2c6db5; }
              body { font-size: 9.5pt; line-height: 1.4; }
              h1 { font-size: 17pt; margin-top: 0; }
              h2 { font-size: 13pt; margin: 1.5em 0 .5em; }
              h3 { font-size: 10.5pt; margin: .6em 0 .3em; }
              h4 { font-size: 9.5pt; margin: .6em 0 .2em; }
              header, main, footer { max-width: none; padding: 0; }
              .ribbon, .contents, .skip, .steps div { display: none; }
              a { text-decoration: none; }
              details::details-content { content-visibility: visible; block-size: auto; }
              summary { list-style: none; }
              summary::-webkit-details-marker { display: none; }
              .scroll { overflow: visible; }
              .steps, .exhibit, table { font-size: 8.5pt; line-height: 1.3; }
              .steps ul { margin-left: .2rem; padding-left: .55rem; }
              .steps li { margin: .2rem 0; }
              .steps .soft + ul li, .checks li { display: inline; }
              .steps .soft + ul li:not(:last-child)::after, .checks li:not(:last-child)::after { content: " ·"; }
              .finding, .exhibit, .signature, .missing { -webkit-box-decoration-break: clone;
                box-decoration-break: clone; padding-top: .3rem; padding-bottom: .4rem; }
              .signature { margin: .35rem 0; }
              dl { gap: .1rem 1rem; margin: .35rem 0; }
              h2, h3, h4, summary, caption, thead, figcaption { break-after: avoid; }
              .status, tr, dt, dd, p, svg, .missing li { break-inside: avoid; }
              p, li, dd { orphans: 3; widows: 3; }
              p { max-width: none; }
            }

            """
    }
}
