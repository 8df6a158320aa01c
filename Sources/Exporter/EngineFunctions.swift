import CaseModel
import Values
import XMLKit

extension XPathFunctions {
    /// What a stylesheet or a rule cannot say in XPath 1.0 and may ask of the engine; each is pure.
    static let engine = XPathFunctions(
        namespace: "urn:vigil:functions:1",
        [
            Function("uuid", 2) { parts in
                .text(
                    Identifier(parts[0])
                        .map { Identifier(version5: parts[1], in: $0).description } ?? ""
                )
            },
            Function("isNHSNumber", 1) { .truth(NHSNumber.parse($0[0]) == $0[0]) },
            Function("isSNOMED", 1) { .truth(SNOMED.isIdentifier($0[0])) },
            Function("base64", 1) { .text(Base64.encode(Array($0[0].utf8))) },
            Function("hexToBase64", 1) { .text(Base64.encode(bytes(ofHexadecimal: $0[0]))) },
            Function("london", 1) { .text(Instant($0[0]).map(london) ?? "") },
        ]
    )

    private static func bytes(ofHexadecimal text: String) -> [UInt8] {
        let digits = Array(text.utf8)
        return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
            UInt8(String(decoding: digits[$0...($0 + 1)], as: UTF8.self), radix: 16)
        }
    }

    /// `2026-06-01T10:15:30.123+01:00`: the moment as London's clocks showed it.
    private static func london(_ instant: Instant) -> String {
        let offset = LondonTime.offset(at: instant)
        let shifted = instant.adding(milliseconds: offset).description.dropLast()
        return shifted + (offset == 0 ? "+00:00" : "+01:00")
    }
}

/// SNOMED CT identifiers: 6 to 18 digits, the last by Verhoeff's dihedral check (SNOMED CT Technical
/// Implementation Guide, appendix on check-digit computation).
enum SNOMED {
    static func isIdentifier(_ text: String) -> Bool {
        let digits = text.utf8.map { Int($0) - 48 }
        guard (6...18).contains(digits.count), digits.allSatisfy((0...9).contains), digits[0] != 0
        else { return false }
        var check = 0
        for (index, digit) in digits.reversed().enumerated() {
            check = product(check, permuted(digit, index % 8))
        }
        return check == 0
    }

    /// The dihedral group of order ten, as rotations 0…4 and reflections 5…9.
    private static func product(_ a: Int, _ b: Int) -> Int {
        switch (a < 5, b < 5) {
        case (true, true): (a + b) % 5
        case (true, false): 5 + (a + b) % 5
        case (false, true): 5 + (a - b + 5) % 5
        case (false, false): (a - b + 10) % 5
        }
    }

    private static func permuted(_ digit: Int, _ times: Int) -> Int {
        let permutation = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]
        return (0..<times).reduce(digit) { value, _ in permutation[value] }
    }
}
