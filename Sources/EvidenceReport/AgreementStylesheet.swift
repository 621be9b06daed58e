// The look of an agreement's page: that of the report, with rules and declarations.

/// The style sheet of an agreement.
enum AgreementStylesheet {
    static let css = Stylesheet.colours + Stylesheet.layout + pieces

    private static let pieces = """
        .label { color: var(--soft); font-weight: 650; margin-right: .3em; }
        .rules, .predicates, .parameters { margin: .8rem 0; }
        .rule { margin: .5rem 0; }
        .rule:target, .declared:target { outline: 3px solid var(--bar); }
        .rule a { text-decoration-thickness: 1px; text-underline-offset: 2px; }
        .declared { border-left: 3px solid var(--rule); padding: .1rem 0 .1rem .9rem; margin: .7rem 0; }
        .declared p { margin: .1rem 0; }
        .declared .name { font-weight: 650; }
        .declared .sentence { font-style: normal; }
        .places a { white-space: nowrap; }
        .kind { color: var(--soft); font-size: .8rem; border: 1px solid var(--rule); border-radius: 999px; padding: 0 .55em; }
        var { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; font-style: normal; font-size: .9em;
          color: var(--soft); }
        @page { size: A4; margin: 18mm 16mm; @bottom-right { content: counter(page) " / " counter(pages); font: 9pt sans-serif; } }
        @media print {
          :root { color-scheme: light; --page: #fff; --card: #f4f4f4; --ink: #000; --soft: #444; --rule: #999; --link: #000;
            --bar: #2c6db5; }
          body { font-size: 10pt; }
          header, main, footer { max-width: none; padding: 0; }
          .contents, .skip { display: none; }
          a { text-decoration: none; }
          h2, h3, h4 { break-after: avoid; }
          .declared, .rule { break-inside: avoid; }
          p { max-width: none; }
        }

        """
}
