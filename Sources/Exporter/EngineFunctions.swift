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
            Function("isODS", 1) { .truth(ODSCode.parse($0[0]) == $0[0]) },
            Function("isSDS", 1) { .truth(SDSNumber.parse($0[0]) == $0[0]) },
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
