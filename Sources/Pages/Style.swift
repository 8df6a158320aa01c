/// How pages look: one sheet for the screen, light and dark, and for paper.
///
/// Text has at least 4.5 times the contrast of what it stands on, marks 3 times (WCAG 2.2 AA). Series
/// differ in pattern as well as in colour, so that a grey copy can be read. Nothing on paper needs a
/// background: browsers leave those out.
enum Style {
    static let rules = """
        :root { color-scheme: light;
          --paper: #ffffff; --ink: #1a1f24; --soft: #4b5660; --rule: #c4ccd3; --wash: #f3f5f7;
          --link: #0b5394; --strong: #59646e;
          --high: #a4161a; --moderate: #8a4b00; --low: #31556f;
          --s1: #1d5f97; --s2: #b3650b; --s3: #2e7d5b; --s4: #7a5195; --s5: #5d6872;
          --h1: #dbe8f3; --h2: #b4d0e6; --h3: #7fb0d6; --h4: #2f6ea5; --h5: #17456f;
          --on-low: #12202c; --on-high: #ffffff; }
        @media screen and (prefers-color-scheme: dark) { :root { color-scheme: dark;
          --paper: #13171b; --ink: #e9edf0; --soft: #b4bec7; --rule: #3d4750; --wash: #1d2329;
          --link: #8cc8f5; --strong: #8d99a4;
          --high: #ff9a94; --moderate: #f3b866; --low: #a3cbe8;
          --s1: #5aa3dd; --s2: #e39a45; --s3: #5cb88e; --s4: #b892d3; --s5: #97a3ae;
          --h1: #1f3344; --h2: #274c6a; --h3: #2f6690; --h4: #6db0e2; --h5: #b5dbf7;
          --on-low: #f1f6fa; --on-high: #0d1a24; } }
        * { box-sizing: border-box; }
        html { background: var(--paper); color: var(--ink); -webkit-text-size-adjust: 100%;
          text-size-adjust: 100%; }
        body { margin: 0 auto; max-width: 62rem; padding: 1.5rem 1.25rem 4rem;
          font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue",
          "Liberation Sans", Arial, sans-serif; overflow-wrap: anywhere; }
        h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .25rem; }
        h2 { font-size: 1.3rem; line-height: 1.25; margin: 2.5rem 0 .75rem; padding-top: .75rem;
          border-top: 2px solid var(--ink); }
        p { margin: 0 0 .75rem; max-width: 44rem; }
        ul, ol { max-width: 44rem; }
        a { color: var(--link); }
        a:focus-visible, summary:focus-visible, .scroll:focus-visible {
          outline: 3px solid var(--link); outline-offset: 2px; }
        /* Line breaks of a text are kept. Each is set in its own direction. */
        .text, td, th, dd { white-space: pre-line; }
        span, li, td, th, dd, dt, .text { unicode-bidi: isolate; }
        .marking { display: inline-block; font-weight: 700; font-size: .875rem;
          border: 2px solid var(--ink); padding: .1rem .6rem; margin-bottom: 1rem; }
        .subtitle { font-size: 1.1rem; color: var(--soft); }
        .facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr));
          gap: .5rem 1.5rem; margin: 1rem 0; }
        .facts dt { font-size: .8125rem; color: var(--soft); }
        .facts dd { margin: 0; }
        .facts .long { grid-column: 1 / -1; max-width: 44rem; }
        .facts.small { font-size: .9375rem; margin: .5rem 0 0; gap: .25rem 1.5rem; }
        nav { margin: 1.5rem 0 0; }
        nav ol { columns: 18rem; margin: 0; padding-left: 1.5rem; }
        footer { margin-top: 3rem; padding-top: .75rem; border-top: 1px solid var(--rule);
          color: var(--soft); font-size: .875rem; }
        .note { border-left: 4px solid var(--strong); padding: .1rem 0 .1rem .9rem;
          margin: 1rem 0; }
        .note p { margin: .25rem 0; }
        .note.warning { border-left-color: var(--high); border-left-width: 8px; }

        .scroll { overflow-x: auto; margin: .75rem 0 1.25rem; }
        table { border-collapse: collapse; font-size: .9375rem; line-height: 1.4;
          overflow-wrap: normal; word-break: normal; min-width: min(100%, 24rem); }
        caption { text-align: left; font-weight: 600; padding: 0 0 .4rem; }
        th, td { text-align: left; vertical-align: top; padding: .35rem 1rem .35rem 0;
          border-bottom: 1px solid var(--rule); font-weight: 400; max-width: 28rem;
          overflow-wrap: break-word; }
        thead th { font-weight: 600; vertical-align: bottom; border-bottom: 2px solid var(--strong); }
        tbody th { font-weight: 500; }
        tfoot th, tfoot td { font-weight: 600; border-top: 2px solid var(--strong); }
        th:last-child, td:last-child { padding-right: 0; }
        .numeric { text-align: right; font-variant-numeric: tabular-nums; }
        .centre { text-align: center; }

        .tally { font-weight: 600; }
        .findings { list-style: none; margin: 0; padding: 0; max-width: none; }
        .finding { border: 1px solid var(--rule); border-left: 6px solid var(--strong);
          border-radius: 3px; padding: .7rem 1rem; margin: 0 0 .75rem; }
        .finding.high { border-left-color: var(--high); }
        .finding.moderate { border-left-color: var(--moderate); border-left-style: double; }
        .finding.low { border-left-color: var(--low); border-left-width: 3px; }
        .finding p { margin: 0; }
        .badges { display: flex; flex-wrap: wrap; align-items: center; gap: .3rem .5rem;
          max-width: none; }
        .badge { display: inline-flex; align-items: center; gap: .35em; font-size: .8125rem;
          line-height: 1.5; border: 1px solid var(--strong); border-radius: 3px; padding: 0 .5em; }
        .badge.high { color: var(--high); border-color: var(--high); font-weight: 700; }
        .badge.moderate { color: var(--moderate); border-color: var(--moderate); font-weight: 700; }
        .badge.low { color: var(--low); border-color: var(--low); font-weight: 700; }
        .badge.dashed { border-style: dashed; font-style: italic; }
        .badge.cleared { border-style: double; border-width: 3px; }
        .subject { font-size: .9375rem; }
        .mark { width: .75em; height: .75em; fill: currentColor; flex: none; }
        .question { color: var(--soft); font-size: .9375rem; margin-top: .35rem !important; }
        .sentence { margin-top: .35rem !important; font-size: 1.0625rem; max-width: 48rem; }
        .answer { margin-top: .6rem; padding-left: .75rem; border-left: 2px solid var(--rule);
          font-size: .9375rem; }

        .chart { margin: 1.25rem 0 1.75rem; }
        figure { margin: 0; }
        figcaption { font-weight: 600; font-size: 1.0625rem; }
        .summary { color: var(--soft); margin: .15rem 0 .5rem; }
        .legend { list-style: none; display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; margin: 0 0 .5rem;
          padding: 0; font-size: .875rem; max-width: none; }
        .legend li { display: flex; align-items: center; gap: .4rem; }
        .legend svg { flex: none; overflow: visible; }
        .images.several { display: grid; gap: 1rem 1.5rem;
          grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); }
        .panel { font-size: .875rem; font-weight: 600; margin: 0 0 .2rem; line-height: 1.3; }
        .remark { font-size: .875rem; color: var(--soft); margin: .4rem 0; }
        .drawing { display: block; overflow: visible; }
        details { margin-top: .4rem; }
        summary { cursor: pointer; color: var(--link); font-size: .9375rem; }
        details .scroll { margin-top: .5rem; }
        details table { font-size: .875rem; }
        .sheet { position: absolute; width: 0; height: 0; overflow: hidden; }

        svg text { font-size: 12px; fill: var(--ink); }
        svg .soft { fill: var(--soft); }
        svg .bold { font-weight: 600; }
        svg .big { font-size: 13px; }
        svg .on-low { fill: var(--on-low); }
        svg .on-high { fill: var(--on-high); }
        svg .halo { paint-order: stroke; stroke: var(--paper); stroke-width: 4px;
          stroke-linejoin: round; font-weight: 600; }
        svg .halo.thin { font-weight: 400; }
        svg .grid { stroke: var(--rule); stroke-width: 1; }
        svg .axis { stroke: var(--strong); stroke-width: 1; }
        svg .zero { stroke: var(--ink); stroke-width: 1; stroke-dasharray: 4 3; }
        svg .edge { stroke: var(--ink); stroke-width: 2; }
        svg .trend { stroke: var(--s1); stroke-width: 2; }
        svg .reach { stroke: var(--ink); stroke-width: 2; }
        svg .dash { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 3 3; }
        svg .frame { fill: none; stroke: var(--strong); stroke-width: 1; }
        svg .track { fill: var(--wash); stroke: var(--rule); stroke-width: 1; }
        svg .cover { fill: var(--strong); }
        svg .open { fill: var(--paper); stroke: var(--ink); stroke-width: 2; }
        svg .ink { fill: var(--ink); stroke: var(--paper); stroke-width: 1; }
        svg .f1 { fill: var(--s1); } svg .f2 { fill: url(#p2); } svg .f3 { fill: url(#p3); }
        svg .f4 { fill: url(#p4); } svg .f5 { fill: url(#p5); } svg .f6 { fill: url(#p6); }
        svg .f1, svg .f2, svg .f3, svg .f4, svg .f5, svg .f6 { stroke: var(--paper);
          stroke-width: 1; }
        svg .vague { fill: url(#vague); stroke: var(--ink); stroke-width: 1.5; }
        svg .hidden { fill: url(#vague); stroke: var(--strong); stroke-width: 1;
          stroke-dasharray: 3 2; }
        svg .span { fill: var(--s1); }
        svg .muted { fill: var(--paper); stroke: var(--strong); stroke-width: 1.5; }
        svg .low { fill: var(--low); } svg .moderate { fill: var(--moderate); }
        svg .high { fill: var(--high); }
        svg .c0 { fill: var(--paper); } svg .c1 { fill: var(--h1); } svg .c2 { fill: var(--h2); }
        svg .c3 { fill: var(--h3); } svg .c4 { fill: var(--h4); } svg .c5 { fill: var(--h5); }
        svg .c0, svg .c1, svg .c2, svg .c3, svg .c4, svg .c5 { stroke: var(--rule);
          stroke-width: 1; }
        .sheet .s2 { fill: var(--s2); } .sheet .s3 { fill: var(--s3); }
        .sheet .s4 { fill: var(--s4); } .sheet .s5 { fill: var(--s5); }
        .sheet .bare { fill: var(--paper); }
        .sheet .stroke { stroke: var(--paper); stroke-width: 2; }
        .sheet .thin { stroke: var(--ink); stroke-width: 1.5; }
        .narrow { display: none; }
        @media screen and (max-width: 43.75rem) {
          body { padding: 1rem 1rem 3rem; }
          h1 { font-size: 1.45rem; }
          .wide { display: none; }
          .narrow { display: inline; }
          th, td { padding-right: .75rem; min-width: 6rem; }
          .numeric { min-width: 0; }
        }

        @media print {
          @page { size: A4; margin: 16mm 15mm 18mm; }
          body { max-width: none; padding: 0; font-size: 10pt; line-height: 1.4; }
          h1 { font-size: 18pt; }
          h2 { font-size: 13pt; margin-top: 1.5rem; }
          p, ul, ol { max-width: none; orphans: 3; widows: 3; }
          h2, figcaption, caption, summary, .summary, .panel, .tally { break-after: avoid; }
          /* A drawing stays with its title, if a sheet holds both. */
          .finding, figure, .image, .note, tr, .facts > div { break-inside: avoid; }
          thead { break-after: avoid; }
          tbody tr:first-child { break-before: avoid; }
          tbody tr:last-child { break-before: avoid; }
          .scroll { overflow: visible; }
          table { font-size: 9pt; }
          details table { font-size: 8pt; }
          thead { display: table-header-group; }
          tfoot { display: table-row-group; }
          a { color: inherit; text-decoration: none; }
          nav { display: none; }
          /* On paper nobody can open it. */
          details::details-content { content-visibility: visible; display: block; height: auto; }
          summary { list-style: none; color: inherit; font-weight: 600; }
        }

        """

    /// What stands at the foot of each printed sheet.
    static func sheetFoot(title: String, marking: String?) -> String {
        let name = TextFit.line(
            [marking, title].compactMap(\.self).joined(separator: " \u{b7} "),
            width: 90
        )
        return """
            @media print { @page {
              @bottom-left { content: \(quoted(name)); font: 8pt sans-serif; }
              @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; }
            } }

            """
    }

    /// A string of CSS. All but letters, digits and spaces is written as a code point, so that no
    /// text can end the string, the rule or the element it stands in.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", " ": quoted.unicodeScalars.append(scalar)
            case "\0": quoted += "\\fffd "
            default: quoted += "\\" + String(scalar.value, radix: 16) + " "
            }
        }
        return quoted + "\""
    }

    /// The class of series `index`, counted from 0.
    static func series(_ index: Int) -> String { "f\(index % 6 + 1)" }

    /// The patterns that drawings refer to: once in a page, of no size.
    static func patterns(_ html: inout HTML) {
        html.element(
            "svg",
            [
                "class": "sheet", "width": "0", "height": "0", "aria-hidden": "true",
                "focusable": "false",
            ]
        ) { html in
            html.element("defs") { html in
                pattern("p2", 8, "s2", "M-2 2L2 -2M0 8L8 0M6 10L10 6", "stroke", &html)
                pattern("p3", 6, "s3", "M1.5 3h2", "stroke", &html)
                pattern("p4", 6, "s4", "M0 3h6", "stroke", &html)
                pattern("p5", 6, "s5", "M3 0v6", "stroke", &html)
                pattern("p6", 8, "bare", "M0 0L8 8M0 8L8 0", "thin", &html)
                pattern(
                    "vague",
                    6,
                    "bare",
                    "M-1.5 1.5L1.5 -1.5M0 6L6 0M4.5 7.5L7.5 4.5",
                    "thin",
                    &html
                )
            }
        }
    }

    private static func pattern(
        _ id: String,
        _ size: Int,
        _ ground: String,
        _ path: String,
        _ kind: String,
        _ html: inout HTML
    ) {
        html.element(
            "pattern",
            [
                "id": id, "width": "\(size)", "height": "\(size)",
                "patternUnits": "userSpaceOnUse",
            ]
        ) { html in
            html.element("rect", ["class": ground, "width": "\(size)", "height": "\(size)"]) { _ in
            }
            html.element("path", ["class": kind, "d": path, "fill": "none"]) { _ in }
        }
    }
}
