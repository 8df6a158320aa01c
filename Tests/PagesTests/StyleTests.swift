import Foundation
import Testing

@testable import Pages

@Suite struct StyleTests {
    /// WCAG 2.2, 1.4.3 and 1.4.11: texts 4.5, marks 3, in both schemes.
    @Test(arguments: [0, 1])
    func `texts and marks stand out from what they stand on`(scheme: Int) throws {
        let colours = try palette(scheme)
        var weak: [String] = []
        func pair(_ one: String, _ other: String, _ least: Double) throws {
            let (a, b) = (try #require(colours[one]), try #require(colours[other]))
            let contrast = (max(a, b) + 0.05) / (min(a, b) + 0.05)
            if contrast < least { weak.append("\(one) on \(other): \(contrast)") }
        }
        for text in ["ink", "soft", "link", "high", "moderate", "low"] {
            try pair(text, "paper", 4.5)
        }
        for text in ["ink", "soft"] { try pair(text, "wash", 4.5) }
        for mark in ["s1", "s2", "s3", "s4", "s5", "strong"] { try pair(mark, "paper", 3) }
        for ground in ["h1", "h2", "h3"] { try pair("on-low", ground, 4.5) }
        for ground in ["h4", "h5"] { try pair("on-high", ground, 4.5) }
        #expect(weak.isEmpty)
    }

    @Test func `each scheme has the colours of the other`() throws {
        #expect(try Set(palette(0).keys) == Set(palette(1).keys))
        let used = try Style.rules.matches(of: Regex(#"var\(--([a-z0-9-]+)\)"#)).compactMap {
            $0.output[1].substring.map(String.init)
        }
        #expect(try Set(used).subtracting(palette(0).keys).isEmpty)
    }

    @Test func `braces are in pairs and nothing is fetched`() {
        let rules = Style.rules + Style.sheetFoot(title: "Title", marking: nil)
        #expect(rules.filter { $0 == "{" }.count == rules.filter { $0 == "}" }.count)
        #expect(!rules.contains("@import") && !rules.contains("http") && !rules.contains("url(\""))
    }

    /// Names and luminances of the colours of the light scheme (0) or the dark one (1).
    private func palette(_ scheme: Int) throws -> [String: Double] {
        let blocks = Style.rules.components(separatedBy: ":root {").dropFirst()
        let block = try #require(blocks.dropFirst(scheme).first).prefix { $0 != "}" }
        var colours: [String: Double] = [:]
        for match in try block.matches(of: Regex(#"--([a-z0-9-]+): #([0-9a-f]{6});"#)) {
            let name = try #require(match.output[1].substring)
            let hex = try #require(match.output[2].substring.flatMap { Int($0, radix: 16) })
            colours[String(name)] = luminance(hex)
        }
        return colours
    }

    private func luminance(_ hex: Int) -> Double {
        func part(_ shift: Int) -> Double {
            let value = Double(hex >> shift & 255) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0)
    }
}
