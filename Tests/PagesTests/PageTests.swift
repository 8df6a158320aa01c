import Pages
import Testing
import Values

@Suite struct PageTests {
    @Test func `a page with every kind of block is well formed and runs or fetches nothing`() {
        let markup = Markup(Samples.page(["one", "two", "three"]).html)
        #expect(markup.faults.isEmpty)
        #expect(markup.values(of: "lang") == ["en-GB"])
        #expect(markup.names.filter { $0 == "h1" }.count == 1)
        #expect(markup.values(of: "content").contains { $0.hasPrefix("default-src 'none'") })
    }

    /// Goal: no text becomes markup. Method: every text that the page can hold is each of these, and
    /// the page still is what `HTML` writes, to a reader that takes nothing else.
    @Test func `awkward texts stay text wherever they stand`() {
        let markup = Markup(Samples.page(Samples.awkward).html)
        #expect(markup.faults.isEmpty)
        #expect(markup.texts.contains { $0.contains("<script>alert(1)</script>") })
        #expect(markup.texts.contains { $0.contains("&amp; &#1;") })
    }

    @Test(arguments: Samples.awkward)
    func `each awkward text alone makes a whole page`(text: String) {
        #expect(Markup(Samples.page([text]).html).faults.isEmpty)
    }

    @Test func `a page of nothing is a page`() {
        #expect(Markup(Page(title: "", sections: []).html).faults.isEmpty)
        #expect(Markup(Samples.page([]).html).faults.isEmpty)
    }

    @Test func `the same page has the same bytes`() {
        let one = Samples.page(Samples.awkward).html
        #expect(one == Samples.page(Samples.awkward).html)
        #expect(one.utf8.elementsEqual(Samples.page(Samples.awkward).html.utf8))
    }

    @Test func `no control, noncharacter or turn of direction reaches the page`() {
        let page = Samples.page(Samples.awkward).html
        let illegal = page.unicodeScalars.filter {
            $0.value < 0x20 && $0 != "\n" && $0 != "\t" || (0x7f..<0xa0).contains($0.value)
                || (0x202a...0x202e).contains($0.value) || (0x2066...0x2069).contains($0.value)
                || $0.value & 0xfffe == 0xfffe
        }
        #expect(illegal.isEmpty)
    }

    @Test func `four hundred findings are all there, counted, in their order`() {
        let findings = (0..<400).map { Samples.finding("SG\(padded($0, to: 3))", $0) }
        let page = Page(title: "Audit", sections: [Section("Findings", [.findings(findings)])])
        let markup = Markup(page.html)
        #expect(markup.faults.isEmpty)
        let ids = markup.texts.filter { $0.count == 5 && $0.hasPrefix("SG") }
        var distinct: [String] = []
        for id in ids where distinct.last != id { distinct.append(id) }
        #expect(distinct == findings.map(\.check))
        #expect(
            markup.texts.contains {
                $0.hasPrefix("400 findings: 134 high, 133 moderate, 133 low.")
            }
        )
    }

    @Test func `a finding says how bad, how sure and when seen in words`() {
        let finding = Finding(
            check: "SG12",
            severity: .high,
            sentence: "Expected a decision; none is recorded.",
            evidence: [4, 9, 10, 11, 12, 40],
            since: Samples.instant("2026-07-15"),
            due: Samples.instant("2026-07-15"),
            certainty: .possible,
            sight: .hindsight(from: Samples.instant("2026-08-01")),
            rule: "SG12.workingDays=1 (vigil-1)",
            answers: [Finding.Answer(kind: "explained", reason: "Noted late.", by: "s-lead")]
        )
        let texts = Markup(Page(title: "", sections: [Section("", [.findings([finding])])]).html)
            .texts.map(\.trimmed)
        for text in [
            "High", "possible", "only in hindsight", "Due before", "15 July 2026, 11:00",
            "Visible from", "1 August 2026, 11:00", "4, 9 to 12, 40", "Answer: explained",
            "1 finding: 1 high. Of these: 1 possible, not certain, 1 visible only in hindsight.",
        ] {
            #expect(texts.contains(text), "\(text)")
        }
    }

    @Test func `the title at a sheet's foot cannot end its rule`() {
        let page = Page(title: #"a"; } </style> \ {"#, sections: [])
        #expect(page.html.contains(#"content: "a\22 \3b  \7d  \3c \2f style\3e  \5c  \7b ""#))
    }

    @Test func `contents are listed once there are four sections, and lead to them`() {
        func page(_ count: Int) -> Markup {
            let sections = (0..<count).map { Section("part \($0)", [.paragraph("text")]) }
            return Markup(Page(title: "Title", sections: sections).html)
        }
        #expect(!page(3).names.contains("nav"))
        #expect(page(4).values(of: "href") == ["#s1", "#s2", "#s3", "#s4"])
        #expect(page(4).faults.isEmpty)
    }

    @Test func `a table of nothing says so, and a short row is filled up`() {
        let table = Table(
            caption: "Cases",
            columns: [Table.Column("Case"), Table.Column("Days", .numeric)],
            rows: []
        )
        func texts(_ table: Table) -> Markup {
            Markup(Page(title: "", sections: [Section("", [.table(table)])]).html)
        }
        #expect(texts(table).texts.contains("none"))
        let short = Table(caption: "", columns: table.columns, rows: [["C-1"]])
        #expect(texts(short).names.filter { $0 == "td" }.count == 1)
        #expect(texts(short).values(of: "scope") == ["col", "col", "row"])
    }
}
